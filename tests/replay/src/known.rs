//! The list of examples that contradict their description, `fixtures/<api-version>.toml`.
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
    /// Reads the list of an api-version.
    ///
    /// # Errors
    /// If it is not what it should be, or there is none.
    pub fn of(version: &str) -> Result<Self, String> {
        let name = format!("tests/replay/fixtures/{version}.toml");
        let text = fs::read_to_string(repo::root().join(&name)).map_err(|error| format!("{name}: {error}"))?;
        Self::parse(&text).map_err(|error| format!("{name}: {error}"))
    }

    /// Reads a list.
    ///
    /// # Errors
    /// If it is not what it should be.
    pub fn parse(text: &str) -> Result<Self, String> {
        let known: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        match known.example.iter().find(|entry| entry.reason.trim().is_empty() || entry.places.is_empty()) {
            Some(entry) => Err(format!("{}: a place or the reason is missing", entry.file)),
            None => Ok(known),
        }
    }
}

/// What differs between the list and what was found: contradictions that are not listed, and listed ones that are none, or no
/// more.
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
    wrong
}
