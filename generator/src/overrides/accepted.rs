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

use serde::Deserialize;
use toml::Spanned;

use super::{kind::Kind, report::Report};
use crate::{
    diag::{At, Code, Diagnostic},
    pointer::Pointer,
};

/// The entries of an ignore file.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    entries: Vec<Accept>,
}

#[derive(Clone, Debug)]
struct Accept {
    kind: Kind,
    place: String,
    at: At,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    accept: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: Spanned<String>,
    place: String,
    reason: Option<String>,
}

impl Accepted {
    /// Reads an ignore file; `name` is its path for diagnostics.
    ///
    /// # Errors
    /// Every problem: not TOML, an unknown key or kind, a missing reason.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let table: Table = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            vec![Diagnostic::error(at(name, text, start), Code::Syntax, error.message().to_lowercase())]
        })?;
        let mut diagnostics = Vec::new();
        let mut entries = Vec::new();
        for entry in table.accept {
            let at = at(name, text, entry.span().start);
            let entry = entry.into_inner();
            if entry.reason.is_none_or(|reason| reason.trim().is_empty()) {
                let diagnostic = Diagnostic::error(at.clone(), Code::Shape, "an accepted change needs a reason");
                diagnostics.push(diagnostic.help("add a `reason` that says why it is harmless here"));
            }
            let Some(kind) = Kind::from_id(entry.kind.get_ref()) else {
                let message = format!("there is no kind of change \"{}\"", entry.kind.get_ref());
                let at = self::at(name, text, entry.kind.span().start);
                diagnostics.push(Diagnostic::error(at, Code::Shape, message).help("copy the kind from a report"));
                continue;
            };
            entries.push(Accept { kind, place: entry.place, at });
        }
        if diagnostics.is_empty() { Ok(Self { entries }) } else { Err(diagnostics) }
    }

    /// Takes the accepted changes out of a report; a warning for each entry that none of them matches.
    #[must_use]
    pub fn apply(&self, report: &mut Report) -> Vec<Diagnostic> {
        let mut used = vec![false; self.entries.len()];
        let before = report.entries.len();
        report.entries.retain(|entry| {
            let place = entry.change.place.to_string();
            let found =
                self.entries.iter().position(|accept| accept.kind == entry.change.kind && accept.place == place);
            found.map(|index| used[index] = true).is_none()
        });
        report.accepted = before - report.entries.len();
        let unused = self.entries.iter().zip(used).filter(|(_, used)| !used);
        unused.map(|(accept, _)| unmatched(accept)).collect()
    }
}

fn unmatched(accept: &Accept) -> Diagnostic {
    let message = format!("no change \"{}\" at \"{}\" is left to accept", accept.kind.id(), accept.place);
    Diagnostic::warning(accept.at.clone(), Code::UnusedOverride, message).help("delete the entry, or correct its place")
}

/// The line and column of a byte of the text.
fn at(name: &str, text: &str, start: usize) -> At {
    let before = text.get(..start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    At {
        file: name.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        pointer: Pointer::root(),
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
        let text = "[[accept]]\nkind = \"model-eaten\"\nplace = \"models/A\"\nreason = \" \"\n";
        assert_eq!(
            problems(text),
            [
                "accepted.toml:1:1: shape: an accepted change needs a reason; add a `reason` that says why it is harmless here",
                "accepted.toml:2:8: shape: there is no kind of change \"model-eaten\"; copy the kind from a report",
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
