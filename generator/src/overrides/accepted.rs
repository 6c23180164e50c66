//! Accepted changes: an ignore file names those that are known and agreed to, by kind and place.
//!
//! ```toml
//! [[accept]]
//! kind = "response-status-removed"        # as reports name it
//! place = "Api_Delete/200"                # as reports name it
//! reason = "the poller does not look at it"
//! ```
//!
//! Invariant: an entry says why, and one that no change matches any longer is reported, so that the file never outlives its causes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, de::Error};

use super::entry::{self, Entry, Subject};
use crate::{
    diag::{Diagnostic, Severity},
    diff::{
        Kind,
        report::{CodeItem, Report},
    },
};

/// The entries of an ignore file.
#[derive(Clone, Debug, Default)]
pub struct Accepted(Vec<Entry<Accept>>);

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accept {
    #[serde(deserialize_with = "kind")]
    kind: Kind,
    place: String,
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let id = String::deserialize(deserializer)?;
    Kind::from_id(&id).ok_or_else(|| D::Error::custom(format!("there is no kind of change \"{id}\"")))
}

impl Subject for Accept {
    const TABLE: &'static str = "accept";

    fn title(&self) -> String {
        format!("the accepted change \"{}\" at \"{}\"", self.kind.id(), self.place)
    }

    fn key(&self) -> impl Ord {
        (self.kind, &self.place)
    }

    fn unmatched(&self) -> String {
        format!("no change \"{}\" at \"{}\" is left to accept", self.kind.id(), self.place)
    }
}

impl Accepted {
    /// Reads an ignore file; `name` is its path for diagnostics.
    ///
    /// # Errors
    /// Every problem: not TOML, an unknown key or kind, a missing reason.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut entries = Vec::new();
        let problems = entry::read(name, text, |reader| reader.take(&mut entries));
        if problems.is_empty() { Ok(Self(entries)) } else { Err(problems) }
    }

    /// Takes the accepted changes out of a report, and the items of the crate that break by them alone; a warning for each entry that
    /// none of them matches.
    #[must_use]
    pub fn apply(&self, report: &mut Report) -> Vec<Diagnostic> {
        let entries: BTreeMap<(Kind, &str), &Entry<Accept>> =
            self.0.iter().map(|entry| ((entry.subject.kind, entry.subject.place.as_str()), entry)).collect();
        let mut used = BTreeSet::new();
        let mut accepted = BTreeSet::new();
        report.entries.retain(|entry| {
            let place = entry.change.place.to_string();
            let Some(accept) = entries.get(&(entry.change.kind, place.as_str())) else { return true };
            used.insert(accept.at.clone());
            accepted.insert(format!("{} {place}", entry.change.kind.id()));
            report.accepted += 1;
            false
        });
        if let Some(code) = report.code.as_mut().filter(|_| !accepted.is_empty()) {
            let stays =
                |item: &CodeItem| item.causes.is_empty() || item.causes.iter().any(|one| !accepted.contains(one));
            code.retain(stays);
        }
        let unused = entry::unused(&self.0, &used).into_iter();
        unused.map(|unused| Diagnostic { severity: Severity::Warning, ..unused }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Accepted;

    fn problems(text: &str) -> Vec<String> {
        Accepted::parse("accepted.toml", text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_entry_needs_a_known_kind_and_a_reason() {
        let entry = |kind: &str| format!("[[accept]]\nkind = \"{kind}\"\nplace = \"models/A\"\nreason = \" \"\n");
        assert_eq!(
            problems(&(entry("model-added") + &entry("model-eaten"))),
            [
                "accepted.toml:1:1: shape: the accepted change \"model-added\" at \"models/A\" has no reason; say why in `reason`",
                "accepted.toml:6:8: shape: there is no kind of change \"model-eaten\"; each entry names its subject and its reason",
            ]
        );
    }

    #[test]
    fn other_keys_and_other_syntax_are_refused() {
        assert_eq!(problems("[[accept]]\nkind = \"model-added\"\nwhere = \"x\"\n").len(), 1);
        assert!(problems("accept = ").first().is_some_and(|problem| problem.starts_with("accepted.toml:1:")));
        assert_eq!(problems(""), [""; 0]);
    }
}
