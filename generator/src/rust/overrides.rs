//! The name overrides of a service, `names.toml`: what a thing is called when its own name will not do.
//!
//! Invariant: an entry names one thing, says why, and is an error when it matches nothing.
//!
//! ```toml
//! [[rename]]
//! kind = "type"                 # type, variant, field, group, method or parameter
//! from = "GatewayContract.sku"  # the thing, see `Kind`
//! to = "GatewaySku"
//! reason = "two structures would be called GatewayContractSku"
//! ```

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{ident, names::Names};
use crate::{
    diag::{At, Code, Diagnostic},
    pointer::Pointer,
};

/// What an override renames, and how `from` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A structure or enumeration, by its id in the model: the component, or its owner and the member (`Owner.member`).
    Type,
    /// A value of an enumeration, by the enumeration's id and the wire value (`SkuType.Free`).
    Variant,
    /// A member of a structure, by the structure's id and the wire name (`GatewayContract.properties`).
    Field,
    /// An operation group, by the part of the operationId before `_`.
    Group,
    /// A method, by operationId.
    Method,
    /// An argument: a shared parameter by its component, an operation's own one or its body by operationId and name (`Api_List.$top`).
    Parameter,
}

impl Kind {
    /// The word in `names.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Variant => "variant",
            Self::Field => "field",
            Self::Group => "group",
            Self::Method => "method",
            Self::Parameter => "parameter",
        }
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rename {
    kind: Kind,
    from: String,
    to: String,
    at: At,
}

/// The name overrides of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    renames: Vec<Rename>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    rename: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: Kind,
    from: Spanned<String>,
    to: Spanned<String>,
    reason: Option<Spanned<String>>,
}

impl Overrides {
    /// Reads `names.toml`; `name` is its path for diagnostics.
    ///
    /// # Errors
    /// `syntax` when it is not TOML of the known shape, `shape` for an entry without a reason, with a name Rust does not
    /// take, or for a thing that an earlier entry already renames.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let table: Table = toml::from_str(text).map_err(|error| {
            let at = place(name, text, error.span().map_or(0, |span| span.start));
            vec![Diagnostic::error(at, Code::Syntax, error.message().to_owned())]
        })?;
        let mut diagnostics = Vec::new();
        let mut renames: Vec<Rename> = Vec::new();
        for entry in table.rename {
            let at = place(name, text, entry.span().start);
            let entry = entry.into_inner();
            let rename = Rename {
                kind: entry.kind,
                at: place(name, text, entry.from.span().start),
                from: entry.from.into_inner(),
                to: entry.to.get_ref().clone(),
            };
            if entry.reason.is_none_or(|reason| reason.get_ref().trim().is_empty()) {
                let message = format!("the rename of \"{}\" has no reason", rename.from);
                diagnostics.push(Diagnostic::error(at, Code::Shape, message).help("say why in `reason`"));
            }
            if !ident::is_valid(&rename.to) {
                let at = place(name, text, entry.to.span().start);
                let message = format!("\"{}\" is not a Rust identifier", rename.to);
                diagnostics.push(Diagnostic::error(at, Code::Shape, message).help("choose another name in `to`"));
            }
            if renames.iter().any(|other| other.kind == rename.kind && other.from == rename.from) {
                let message = format!("{} \"{}\" is renamed twice", rename.kind.name(), rename.from);
                diagnostics.push(Diagnostic::error(rename.at.clone(), Code::Shape, message).help("keep one entry"));
            }
            renames.push(rename);
        }
        if diagnostics.is_empty() { Ok(Self { renames }) } else { Err(diagnostics) }
    }

    /// The new name of a thing with the entry's number, when there is one.
    pub(super) fn find(&self, kind: Kind, from: &str) -> Option<(usize, &str)> {
        let found = self.renames.iter().enumerate().find(|(_, rename)| rename.kind == kind && rename.from == from);
        found.map(|(number, rename)| (number, rename.to.as_str()))
    }

    /// An `unused-override` error for every entry that the names of a version do not need. One file serves several versions,
    /// so only who names them all can tell whether an entry is of no use anywhere (see [`crate::diag::in_all`]).
    #[must_use]
    pub fn unused(&self, names: &Names) -> Vec<Diagnostic> {
        self.without(names.used_overrides())
    }

    fn without(&self, used: &BTreeSet<usize>) -> Vec<Diagnostic> {
        let unused = self.renames.iter().enumerate().filter(|(number, _)| !used.contains(number));
        unused
            .map(|(_, rename)| {
                let message = format!("no {} is called \"{}\"", rename.kind.name(), rename.from);
                Diagnostic::error(rename.at.clone(), Code::UnusedOverride, message)
                    .help("correct the entry or remove it")
            })
            .collect()
    }
}

/// The place of a byte offset.
fn place(name: &str, text: &str, offset: usize) -> At {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    At {
        file: name.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        pointer: Pointer::root(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let diagnostics = Overrides::parse("names.toml", text).err().unwrap_or_default();
        diagnostics.iter().map(ToString::to_string).collect()
    }

    const GOOD: &str = "[[rename]]\nkind = \"type\"\nfrom = \"A.b\"\nto = \"AB\"\nreason = \"two of them\"\n";

    #[test]
    fn an_entry_is_found_by_kind_and_name() {
        let overrides = Overrides::parse("names.toml", GOOD).expect("it is good");
        assert_eq!(overrides.find(Kind::Type, "A.b"), Some((0, "AB")));
        assert_eq!(overrides.find(Kind::Field, "A.b"), None);
    }

    #[test]
    fn an_entry_that_matches_nothing_is_an_error() {
        let overrides = Overrides::parse("names.toml", GOOD).expect("it is good");
        assert_eq!(overrides.without(&BTreeSet::from([0])), []);
        let unused: Vec<_> = overrides.without(&BTreeSet::new()).iter().map(ToString::to_string).collect();
        assert_eq!(
            unused,
            ["names.toml:3:8: unused-override: no type is called \"A.b\"; correct the entry or remove it"]
        );
    }

    #[test]
    fn a_reason_is_required() {
        for reason in ["", "reason = \"  \"\n"] {
            let text = format!("[[rename]]\nkind = \"type\"\nfrom = \"A\"\nto = \"B\"\n{reason}");
            assert_eq!(
                problems(&text),
                ["names.toml:1:1: shape: the rename of \"A\" has no reason; say why in `reason`"]
            );
        }
    }

    #[test]
    fn other_mistakes_are_refused_where_they_stand() {
        let twice = format!("{GOOD}{GOOD}");
        assert_eq!(problems(&twice), ["names.toml:8:8: shape: type \"A.b\" is renamed twice; keep one entry"]);
        let keyword = GOOD.replace("\"AB\"", "\"fn\"");
        assert_eq!(
            problems(&keyword),
            ["names.toml:4:6: shape: \"fn\" is not a Rust identifier; choose another name in `to`"]
        );
        assert!(problems("[[rename]]\nkind = \"planet\"\n")[0].starts_with("names.toml:2:8: syntax: unknown variant"));
        assert!(problems("rename = 1\n")[0].starts_with("names.toml:1:10: syntax: "));
        assert_eq!(problems(""), <[String; 0]>::default());
    }
}
