//! The list of examples that contradict their description, `fixtures/<api-version>.toml` for API Management.
//!
//! It holds the reasons, in words for people. That each place does contradict, and no other does, is found by looking: see
//! [`compare`].

use std::{collections::BTreeMap, fs};

use serde::Deserialize;

use super::Report;
use kit::repo;

/// The list of one api-version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The examples.
    #[serde(default)]
    pub example: Vec<Entry>,
    /// Files that no operation refers to, each with the reason.
    #[serde(default)]
    pub unused: BTreeMap<String, String>,
}

/// An example that contradicts its description.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file, by its path from the folder.
    pub file: String,
    /// The operation.
    pub operation: String,
    /// The places in the file, as JSON pointers, and what kind of contradiction each is.
    pub places: BTreeMap<String, String>,
    /// Why it is one.
    pub reason: String,
}

impl Known {
    /// Reads the list of an api-version of API Management.
    ///
    /// # Errors
    /// If it is not what it should be, or there is none.
    pub fn of(version: &str) -> Result<Self, String> {
        Self::read(&format!("tests/replay/fixtures/{version}.toml"))
    }

    /// Reads a list, which is named from the root of the repository.
    ///
    /// # Errors
    /// If it is not what it should be, or there is none.
    pub fn read(name: &str) -> Result<Self, String> {
        let text = fs::read_to_string(repo::root().join(name)).map_err(|error| format!("{name}: {error}"))?;
        Self::parse(&text).map_err(|error| format!("{name}: {error}"))
    }

    /// Parses a list.
    ///
    /// # Errors
    /// If it is not what it should be.
    pub fn parse(text: &str) -> Result<Self, String> {
        let known: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if let Some((file, _)) = known.unused.iter().find(|(_, reason)| reason.trim().is_empty()) {
            return Err(format!("{file}: the reason is missing"));
        }
        match known.example.iter().find(|entry| entry.reason.trim().is_empty() || entry.places.is_empty()) {
            Some(entry) => Err(format!("{}: a place or the reason is missing", entry.file)),
            None => Ok(known),
        }
    }
}

/// What differs between the list and what was found: contradictions and unused files that are not listed, and listed ones that are
/// none, or no more.
#[must_use]
pub fn compare(known: &Known, report: &Report) -> Vec<String> {
    let mut listed: BTreeMap<[&str; 4], usize> = BTreeMap::new();
    for Entry { file, operation, places, .. } in &known.example {
        for (place, kind) in places {
            *listed.entry([file, operation, place, kind]).or_default() += 1;
        }
    }
    let mut wrong = Vec::new();
    for verdict in &report.verdicts {
        for (_, found) in &verdict.contradictions {
            let key = [verdict.file.as_str(), &verdict.operation, found.at.as_str(), found.kind.name()];
            if listed.remove(&key).is_none() {
                wrong.push(format!("not listed: {} {}", key.join(" "), found.message));
            }
        }
    }
    wrong.extend(listed.keys().map(|key| format!("listed, but no contradiction: {}", key.join(" "))));
    let unlisted = report.unused.iter().filter(|file| !known.unused.contains_key(*file));
    wrong.extend(unlisted.map(|file| format!("not listed: {file} no operation refers to it")));
    let used = known.unused.keys().filter(|file| !report.unused.contains(file));
    wrong.extend(used.map(|file| format!("listed, but an operation refers to it, or it is not there: {file}")));
    wrong
}
