//! Where the service's REST reference is, and the pages that are not called as their operations are.
//!
//! ```toml
//! [[reference]]
//! service = "apimanagement"      # https://learn.microsoft.com/rest/api/apimanagement/
//! reason = "the reference has the API there"
//!
//! [[page]]
//! of = "Tag_Get"                 # an operationId, or a group: the part before `_`
//! page = "tag-entity/get"        # an operation's page; of a group the first part
//! reason = "tags themselves have pages apart from their assignments"
//! ```
//!
//! No description says where its reference is: without the first entry nothing is linked.

use serde::{Deserialize, Deserializer, de::Error};

use super::entry::Subject;

/// The service's folder in the reference.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its name there.
    #[serde(deserialize_with = "folder")]
    pub service: String,
}

impl Subject for Reference {
    const TABLE: &'static str = "reference";

    fn title(&self) -> String {
        format!("the reference \"{}\"", self.service)
    }

    /// There is one reference.
    fn key(&self) -> impl Ord {}

    fn unmatched(&self) -> String {
        format!("no operation is linked to the reference \"{}\"", self.service)
    }
}

/// A page that is not called as its operations are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The operationId, or the group.
    pub of: String,
    /// The page below the service's folder: `group/operation`, of a group its part.
    #[serde(deserialize_with = "page")]
    pub page: String,
}

impl Subject for Page {
    const TABLE: &'static str = "page";

    fn title(&self) -> String {
        format!("the page of \"{}\"", self.of)
    }

    fn key(&self) -> impl Ord {
        &self.of
    }

    fn unmatched(&self) -> String {
        format!("no operation or group that is linked is called \"{}\"", self.of)
    }
}

/// `parts` parts of an address: lower-case letters, digits and `-`, with `/` between them.
fn address<'de, D: Deserializer<'de>>(deserializer: D, parts: usize) -> Result<String, D::Error> {
    let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let text = String::deserialize(deserializer)?;
    let is_part = |part: &str| !part.is_empty() && part.chars().all(is_sign);
    if text.split('/').all(is_part) && text.split('/').count() <= parts {
        return Ok(text);
    }
    Err(D::Error::custom(format!(
        "\"{text}\" is no address: at most {parts} parts of lower-case letters, digits and `-`, with `/` between them"
    )))
}

fn folder<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    address(deserializer, 3)
}

fn page<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    address(deserializer, 2)
}

#[cfg(test)]
mod tests {
    use crate::overrides::Overrides;

    fn problems(text: &str) -> Vec<String> {
        let diagnostics = Overrides::parse(&[("reference.toml", text)]).err().unwrap_or_default();
        diagnostics.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn addresses_are_checked() {
        let one = "[[reference]]\nservice = \"a\"\nreason = \"b\"\n";
        assert_eq!(problems(one), <[String; 0]>::default());
        assert!(
            problems(&format!("{one}{one}"))[0]
                .starts_with("reference.toml:4:1: conflict: the reference \"a\" stands twice")
        );
        for service in ["A", "a//b", "a/b/c/d", "", "..", "a)"] {
            let text = format!("[[reference]]\nservice = \"{service}\"\nreason = \"b\"\n");
            assert!(problems(&text)[0].contains("is no address"), "{service}");
        }
        for page in ["a/b/c", "a/", "/a", "A", "a b", "..", ""] {
            let text = format!("[[page]]\nof = \"A\"\npage = \"{page}\"\nreason = \"b\"\n");
            assert!(problems(&text)[0].contains("is no address"), "{page}");
        }
    }
}
