//! Where the actions of an overlay point to: JSONPath (RFC 9535).
//!
//! An overlay names hundreds of operations by `$.paths.*[?@.operationId == '…']`, and each query alone walks over all of
//! them. Queries that differ in their last step share the walk over what stands before it.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath};

use crate::pointer::Pointer;

/// How deep brackets and parentheses of a query may be nested. Its reader takes twice as long for each filter within a filter, and
/// has the stack for some hundreds. Queries that people write have three levels.
const DEEPEST: usize = 16;

/// Finds the places of queries, and remembers what queries have in common.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// For what stands before the last step, and the member that the last step compares if it is a filter: the places that
    /// each name or text leads to.
    known: BTreeMap<(String, Option<String>), BTreeMap<String, Vec<Pointer>>>,
}

impl Targets {
    /// The places that a query matches.
    ///
    /// # Errors
    /// If it is no JSONPath, or one that is nested too deep; with the reason.
    pub(super) fn find(&mut self, target: &str, document: &Value) -> Result<Vec<Pointer>, String> {
        if depth(target) > DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} levels deep"));
        }
        if let Some((before, step)) = split(target)
            && let Ok(path) = JsonPath::parse(before)
        {
            let (compared, wanted) = match step {
                Step::Member(name) => (None, name),
                Step::Filter { member, text } => (Some(member.to_owned()), text),
            };
            let build = || index(&path, compared.as_deref(), document);
            let places = self.known.entry((before.to_owned(), compared.clone())).or_insert_with(build);
            return Ok(places.get(wanted).cloned().unwrap_or_default());
        }
        let path = JsonPath::parse(target).map_err(|error| error.to_string())?;
        Ok(path.query_located(document).locations().map(pointer).collect())
    }

    /// Forgets everything, because the document has other members now.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }
}

/// How deep brackets and parentheses are nested, those in texts left out.
fn depth(target: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quote = None;
    let mut chars = target.chars();
    while let Some(next) = chars.next() {
        match (quote, next) {
            (Some(_), '\\') => drop(chars.next()),
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => quote = Some(next),
            (None, '[' | '(') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// The last step of a query.
#[derive(Debug, PartialEq, Eq)]
enum Step<'a> {
    /// `.name`
    Member(&'a str),
    /// `[?@.member == 'text']`, or `[?@['member'].of.it == 'text']`.
    Filter { member: &'a str, text: &'a str },
}

/// What stands before the last step of a query, and the step if it is a simple one. That the first part is a query is left to check.
fn split(target: &str) -> Option<(&str, Step<'_>)> {
    let Some(filter) = target.strip_suffix("']") else {
        let (before, name) = target.rsplit_once('.')?;
        return is_name(name).then_some((before, Step::Member(name)));
    };
    let (before, filter) = filter.rsplit_once("[?@")?;
    let (member, text) = filter.split_once(" == '")?;
    (keys(member).is_some() && !text.contains(['\'', '\\'])).then_some((before, Step::Filter { member, text }))
}

/// The keys that `.member` or `['member'].of.it` goes through.
fn keys(path: &str) -> Option<Vec<&str>> {
    let mut keys = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (key, behind) = if let Some(quoted) = rest.strip_prefix("['") {
            quoted.split_once("']").filter(|(key, _)| !key.contains(['\'', '\\']))?
        } else {
            let name = rest.strip_prefix('.')?;
            let (key, behind) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
            is_name(key).then_some((key, behind))?
        };
        keys.push(key);
        rest = behind;
    }
    (!keys.is_empty()).then_some(keys)
}

/// Whether it is a name that JSONPath takes without quotes, and an ASCII one.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn pointer(location: &NormalizedPath<'_>) -> Pointer {
    Pointer::parse(&location.to_json_pointer()).expect("a location is a pointer")
}

fn index(path: &JsonPath, compared: Option<&str>, document: &Value) -> BTreeMap<String, Vec<Pointer>> {
    let mut places: BTreeMap<String, Vec<Pointer>> = BTreeMap::new();
    let compared = compared.map(|member| keys(member).expect("a step has keys"));
    for node in path.query_located(document) {
        // Most nodes of `$..*` have nothing that is wanted, so that where a node is gets written only for those that do.
        let mut here = None;
        children(node.node(), |name, child| {
            let wanted = match &compared {
                None if node.node().is_array() => None,
                None => Some(name),
                Some(keys) => {
                    keys.iter().try_fold(child, |value, key| value.as_object()?.get(*key)).and_then(Value::as_str)
                }
            };
            if let Some(wanted) = wanted {
                let here = here.get_or_insert_with(|| pointer(node.location()));
                places.entry(wanted.to_owned()).or_default().push(here.join(name));
            }
        });
    }
    places
}

fn children<'a>(node: &'a Value, mut each: impl FnMut(&str, &'a Value)) {
    match node {
        Value::Object(members) => members.iter().for_each(|(name, child)| each(name, child)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, child)| each(&index.to_string(), child));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_shared_walk_finds_what_the_query_alone_finds() {
        let document = json!({
            "paths": { "/a": { "get": { "id": "A" }, "put": { "id": "B" }, "id": "A" }, "/b~/{c}": { "get": { "id": "A" } }, "/d": [{ "id": "A" }] },
            "enums": [{ "x-e": { "name": "E" } }, { "a": { "x-e": { "name": "E" } }, "b": { "x-e": ["name"] } }],
            "list": [{ "name": "x" }, { "name": "y", "0": 1 }, "name"],
            "it's": { "a.b": { "c": 1 } },
        });
        let mut targets = Targets::default();
        for query in [
            "$",
            "$.paths",
            "$.nothing",
            "$.paths.*.get",
            "$.paths.*[?@.id == 'A']",
            "$.paths.*[?@.id == 'B']",
            "$.paths.*[?@.id == 'C']",
            "$.paths.*[?@.id == \"A\"]",
            "$.paths.*[?@.id=='A']",
            "$.paths.*[?@.id == 'A' || @.id == 'B']",
            "$..id",
            "$.paths..id",
            "$.list[?@.name == 'y']",
            "$.list[?@.name]",
            "$.list.name",
            "$.list[1].name",
            "$['it\\'s']['a.b'].c",
            "$[\"it's\"]['a.b']",
            "$.list[?@.name == '[?@.x == \\'y\\']']",
            "$..*[?@['x-e'].name == 'E']",
            "$..*[?@['x-e']['name'] == 'E']",
            "$.list[?@['name'] == 'x']",
            "$.list[?@ == 'name']",
            "$..*[?@.x.y.z == 'E']",
        ] {
            let alone = JsonPath::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
            let mut expected: Vec<_> = alone.query_located(&document).locations().map(pointer).collect();
            let mut found = targets.find(query, &document).unwrap();
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{query}");
        }
    }

    #[test]
    fn what_is_no_query_is_refused() {
        let mut targets = Targets::default();
        for query in
            ["", "paths", "$.", "$.a.b c", "$paths.x", "$.a[?@.b == 'c']]", "$.a[?@.b == 'c", "$..", "$.a['b.c"]
        {
            assert!(targets.find(query, &json!({ "a": { "b": "c" } })).is_err(), "{query}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_refused_before_it_is_read() {
        let mut targets = Targets::default();
        let filters = |count: usize| format!("${}.a{}", "[?@".repeat(count), "]".repeat(count));
        let parentheses = |count: usize| format!("$[?{}@.a{}]", "(".repeat(count), ")".repeat(count));
        for deep in [filters(500), filters(DEEPEST + 1), parentheses(500), parentheses(DEEPEST)] {
            let refused = targets.find(&deep, &json!({})).unwrap_err();
            assert_eq!(refused, "it is nested more than 16 levels deep");
        }
        // Long ones are not deep, and brackets in a text are none.
        let long = format!("$.list{}", "[?@.a]".repeat(500));
        let text = format!("$.list[?@.a == '{}\\'[' || @.a == \"'{}\"]", "[".repeat(500), "(".repeat(500));
        for query in [parentheses(DEEPEST - 1), long, text] {
            assert_eq!(targets.find(&query, &json!({ "list": [] })), Ok(Vec::new()), "{query}");
        }
    }
}
