//! The overrides of a service, `names.toml`: what a thing is called when its own name will not do, and which endpoint is meant
//! although it is not Resource Manager's.
//!
//! Invariant: an entry names one thing, says why, and is an error when it matches nothing.
//!
//! ```toml
//! [[rename]]
//! kind = "type"                 # type, variant, field, group, method or parameter
//! from = "GatewayContract.sku"  # the thing, see `Kind`
//! to = "GatewaySku"
//! reason = "two structures would be called GatewayContractSku"
//!
//! [[endpoint]]
//! url = "https://vault.example/api"  # as the description has it
//! reason = "the service has a management endpoint of its own"
//! ```

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{ident, names::Names};
use crate::{
    diag::{At, Code, Diagnostic},
    model::Api,
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

/// An endpoint that is meant, with its place when it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Endpoint {
    url: String,
    at: Option<At>,
}

/// The overrides of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    renames: Vec<Rename>,
    endpoints: Vec<Endpoint>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    rename: Vec<Spanned<Entry>>,
    #[serde(default)]
    endpoint: Vec<Spanned<Meant>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meant {
    url: Spanned<String>,
    reason: Option<Spanned<String>>,
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
            let what = format!("the rename of \"{}\"", rename.from);
            diagnostics.extend(without_reason(&what, entry.reason.as_ref(), at));
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
        let mut endpoints = Vec::new();
        for meant in table.endpoint {
            let at = place(name, text, meant.span().start);
            let meant = meant.into_inner();
            let what = format!("the endpoint \"{}\"", meant.url.get_ref());
            diagnostics.extend(without_reason(&what, meant.reason.as_ref(), at));
            let at = Some(place(name, text, meant.url.span().start));
            endpoints.push(Endpoint { url: meant.url.into_inner(), at });
        }
        if diagnostics.is_empty() { Ok(Self { renames, endpoints }) } else { Err(diagnostics) }
    }

    /// The same, and an endpoint that somebody means who has said so elsewhere.
    #[must_use]
    pub fn meaning(mut self, url: impl Into<String>) -> Self {
        self.endpoints.push(Endpoint { url: url.into(), at: None });
        self
    }

    /// Whether a description's endpoint is meant, be it Resource Manager's or not.
    pub(super) fn means(&self, url: &str) -> bool {
        self.endpoints.iter().any(|endpoint| endpoint.url == url)
    }

    /// The new name of a thing with the entry's number, when there is one.
    pub(super) fn find(&self, kind: Kind, from: &str) -> Option<(usize, &str)> {
        let found = self.renames.iter().enumerate().find(|(_, rename)| rename.kind == kind && rename.from == from);
        found.map(|(number, rename)| (number, rename.to.as_str()))
    }

    /// An `unused-override` error for every entry that the names of a version do not need. One file serves several versions,
    /// so only who names them all can tell whether an entry is of no use anywhere (see [`crate::diag::in_all`]).
    #[must_use]
    pub fn unused(&self, api: &Api, names: &Names) -> Vec<Diagnostic> {
        let mut unused = self.without(names.used_overrides());
        let others = self.endpoints.iter().filter(|endpoint| endpoint.url != api.endpoint);
        unused.extend(others.filter_map(|endpoint| {
            let message = format!("no description has the endpoint \"{}\"", endpoint.url);
            let diagnostic = Diagnostic::error(endpoint.at.clone()?, Code::UnusedOverride, message);
            Some(diagnostic.help("correct the entry or remove it"))
        }));
        unused
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

/// An error for an entry that does not say why.
fn without_reason(what: &str, reason: Option<&Spanned<String>>, at: At) -> Option<Diagnostic> {
    let missing = reason.is_none_or(|reason| reason.get_ref().trim().is_empty());
    let error = || Diagnostic::error(at, Code::Shape, format!("{what} has no reason")).help("say why in `reason`");
    missing.then(error)
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
    fn an_endpoint_is_meant_as_it_is_written() {
        const MEANT: &str = "[[endpoint]]\nurl = \"https://a.example/b\"\nreason = \"it is elsewhere\"\n";
        let overrides = Overrides::parse("names.toml", MEANT).expect("it is good").meaning("https://c.example");
        for (url, meant) in [("https://a.example/b", true), ("https://c.example", true), ("https://a.example", false)] {
            assert_eq!(overrides.means(url), meant, "{url}");
        }
        assert_eq!(
            problems("[[endpoint]]\nurl = \"https://a.example\"\n"),
            ["names.toml:1:1: shape: the endpoint \"https://a.example\" has no reason; say why in `reason`"]
        );
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
