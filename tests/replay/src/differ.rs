//! Where two JSON values differ.

use std::{collections::BTreeSet, fmt};

use generator::pointer::Pointer;
use serde_json::Value as Json;

/// A place where they differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where.
    pub at: Pointer,
    /// What was expected; `None` for nothing.
    pub expected: Option<Json>,
    /// What is there; `None` for nothing.
    pub found: Option<Json>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |json: &Option<Json>| json.as_ref().map_or_else(|| "nothing".to_owned(), Json::to_string);
        write!(f, "\"{}\" is {} instead of {}", self.at, shown(&self.found), shown(&self.expected))
    }
}

/// Every place where the values differ, each as deep as possible.
#[must_use]
pub fn differences(expected: &Json, found: &Json) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare(Some(expected), Some(found), &Pointer::root(), &mut differences);
    differences
}

fn compare(expected: Option<&Json>, found: Option<&Json>, at: &Pointer, out: &mut Vec<Difference>) {
    match (expected, found) {
        (Some(Json::Object(left)), Some(Json::Object(right))) => {
            let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            names.into_iter().for_each(|name| compare(left.get(name), right.get(name), &at.join(name), out));
        }
        (Some(Json::Array(left)), Some(Json::Array(right))) => {
            let most = left.len().max(right.len());
            (0..most).for_each(|index| compare(left.get(index), right.get(index), &at.join(index), out));
        }
        _ if expected == found => {}
        _ => out.push(Difference { at: at.clone(), expected: expected.cloned(), found: found.cloned() }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_deepest_places_are_named() {
        let expected = json!({"a": {"b": [1, 2, 3]}, "c": 1, "d": []});
        let found = json!({"a": {"b": [1, 5]}, "d": {}, "e/f": null});
        let told: Vec<String> = differences(&expected, &found).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                r#""/a/b/1" is 5 instead of 2"#,
                r#""/a/b/2" is nothing instead of 3"#,
                r#""/c" is nothing instead of 1"#,
                r#""/d" is {} instead of []"#,
                r#""/e~1f" is null instead of nothing"#,
            ]
        );
        assert_eq!(differences(&expected, &expected), []);
    }
}
