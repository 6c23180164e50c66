//! Names and endpoints: what a thing is called when its own name will not do, and which endpoint is accepted although it is not
//! Resource Manager's.
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

use serde::{Deserialize, Deserializer, de::Error};

use super::entry::Subject;
use crate::rust::ident;

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

/// A name that a thing has instead of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// What the thing is.
    pub kind: Kind,
    /// The thing.
    pub from: String,
    /// Its name in Rust.
    #[serde(deserialize_with = "identifier")]
    pub to: String,
}

fn identifier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    if ident::is_valid(&name) {
        Ok(name)
    } else {
        Err(D::Error::custom(format!("\"{name}\" is not a Rust identifier")))
    }
}

impl Subject for Rename {
    const TABLE: &'static str = "rename";

    fn title(&self) -> String {
        format!("the rename of {} \"{}\"", self.kind.name(), self.from)
    }

    fn key(&self) -> impl Ord {
        (self.kind, &self.from)
    }

    fn unmatched(&self) -> String {
        format!("no {} is called \"{}\"", self.kind.name(), self.from)
    }
}

/// An endpoint other than Resource Manager's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Its URL as the description has it.
    pub url: String,
}

impl Subject for Endpoint {
    const TABLE: &'static str = "endpoint";

    fn title(&self) -> String {
        format!("the endpoint \"{}\"", self.url)
    }

    fn key(&self) -> impl Ord {
        &self.url
    }

    fn unmatched(&self) -> String {
        format!("no description has the endpoint \"{}\"", self.url)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Kind;
    use crate::overrides::Overrides;

    fn problems(text: &str) -> Vec<String> {
        let diagnostics = Overrides::parse(&[("names.toml", text)]).err().unwrap_or_default();
        diagnostics.iter().map(ToString::to_string).collect()
    }

    const GOOD: &str = "[[rename]]\nkind = \"type\"\nfrom = \"A.b\"\nto = \"AB\"\nreason = \"two of them\"\n";

    #[test]
    fn an_entry_is_found_by_kind_and_name() {
        let overrides = Overrides::parse(&[("names.toml", GOOD)]).expect("it is good");
        let found = overrides.rename(Kind::Type, "A.b").expect("it is there");
        assert_eq!((found.subject.to.as_str(), found.reason.as_str()), ("AB", "two of them"));
        assert_eq!(overrides.rename(Kind::Field, "A.b"), None);
    }

    #[test]
    fn an_entry_that_matches_nothing_is_an_error() {
        let overrides = Overrides::parse(&[("names.toml", GOOD)]).expect("it is good");
        let used = overrides.renames.iter().map(|entry| entry.at.clone()).collect();
        assert_eq!(overrides.unused(&used), []);
        let unused: Vec<_> = overrides.unused(&BTreeSet::new()).iter().map(ToString::to_string).collect();
        assert_eq!(
            unused,
            ["names.toml:1:1: unused-override: no type is called \"A.b\"; correct the entry or remove it"]
        );
    }

    #[test]
    fn a_reason_is_required() {
        for reason in ["", "reason = \"  \"\n"] {
            let text = format!("[[rename]]\nkind = \"type\"\nfrom = \"A\"\nto = \"B\"\n{reason}");
            assert_eq!(
                problems(&text),
                ["names.toml:1:1: shape: the rename of type \"A\" has no reason; say why in `reason`"]
            );
        }
    }

    #[test]
    fn an_endpoint_is_meant_as_it_is_written() {
        const MEANT: &str = "[[endpoint]]\nurl = \"https://a.example/b\"\nreason = \"it is elsewhere\"\n";
        let overrides = Overrides::parse(&[("names.toml", MEANT)]).expect("it is good");
        let overrides = overrides.with_endpoint("https://c.example");
        for (url, meant) in [("https://a.example/b", true), ("https://c.example", true), ("https://a.example", false)] {
            assert_eq!(overrides.endpoint(url).1, meant, "{url}");
        }
        assert_eq!(
            problems("[[endpoint]]\nurl = \"https://a.example\"\n"),
            ["names.toml:1:1: shape: the endpoint \"https://a.example\" has no reason; say why in `reason`"]
        );
    }

    #[test]
    fn other_mistakes_are_refused_where_they_stand() {
        let twice = format!("{GOOD}{GOOD}");
        let expected = "names.toml:6:1: conflict: the rename of type \"A.b\" stands twice; keep one entry";
        assert_eq!(problems(&twice), [expected]);
        let keyword = GOOD.replace("\"AB\"", "\"fn\"");
        assert!(problems(&keyword)[0].starts_with("names.toml:4:6: shape: \"fn\" is not a Rust identifier; "));
        assert!(problems("[[rename]]\nkind = \"planet\"\n")[0].starts_with("names.toml:2:8: shape: unknown variant"));
        assert!(problems("rename = 1\n")[0].starts_with("names.toml:1:10: shape: "));
        assert!(problems("rename = ")[0].starts_with("names.toml:1:"));
        assert!(problems("[[renames]]\n")[0].starts_with("names.toml:1:3: shape: \"renames\" is no kind of entry; "));
        assert_eq!(problems(""), <[String; 0]>::default());
    }
}
