//! Bytes as edits of a good document: each picks a place and does something to it that an author might, or an enemy.
//!
//! Invariant: a document stays small ([`MOST_NODES`], [`LONGEST`]), so that what is found is a fault of the product and not a
//! large input.

use serde_json::{Map, Value, json};

use super::words::{KEYS, NAMES, PATTERNS, VALUES};

/// Edits of one run.
const MOST_EDITS: usize = 16;

/// Nodes of a document, beyond which it is left as it is.
const MOST_NODES: usize = 10_000;

/// The longest pointer, beyond which it is left as it is: pointers of all nodes are kept, and depth multiplies them.
const LONGEST: usize = 4096;

/// Bytes as choices; when they run out every choice is the first.
#[derive(Debug)]
pub(super) struct Choices<'a>(pub(super) &'a [u8]);

impl<'a> Choices<'a> {
    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }

    /// One of `count` things.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let number = if count > 256 { self.byte() << 8 | self.byte() } else { self.byte() };
        number % count.max(1)
    }

    fn one_of<T: ?Sized>(&mut self, words: &[&'a T]) -> &'a T {
        words[self.below(words.len())]
    }
}

/// Applies the edits that `choices` spell.
pub(super) fn edit(document: &mut Value, choices: &mut Choices<'_>) {
    for _ in 0..MOST_EDITS {
        let mut places = Vec::new();
        pointers(document, String::new(), &mut places);
        let deep = places.iter().any(|place| place.len() > LONGEST);
        if choices.0.is_empty() || places.len() > MOST_NODES || deep {
            return;
        }
        let place = places[choices.below(places.len())].clone();
        step(document, &place, &places, choices);
    }
}

/// The pointer of everything in `value`, itself first.
pub(super) fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    found.push(at);
    let at = found.last().expect("it was pushed").clone();
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                pointers(member, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                pointers(element, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn step(document: &mut Value, place: &str, places: &[String], choices: &mut Choices<'_>) {
    let kind = choices.below(12);
    let other = places[choices.below(places.len())].as_str();
    let copy = document.pointer(other).cloned().unwrap_or_default();
    let Some(node) = document.pointer_mut(place) else { return };
    match kind {
        0 => remove(document, place),
        1 => *node = strange(choices),
        2 => *node = copy,
        3 => insert(node, choices.one_of(KEYS).to_owned(), strange(choices)),
        4 => insert(node, choices.one_of(KEYS).to_owned(), copy),
        5 => rename(document, place, name(choices)),
        6 => insert(node, name(choices), copy),
        7 => nest(node, choices),
        8 => *node = json!({ "$ref": format!("#{}", reference(other)) }),
        9 => *node = word(choices).into(),
        10 => *node = number(choices),
        _ => repeat(node, copy, choices),
    }
}

fn remove(document: &mut Value, place: &str) {
    let Some((parent, last)) = place.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.shift_remove(&plain(last))),
        Some(Value::Array(elements)) => {
            last.parse::<usize>().ok().filter(|index| *index < elements.len()).map(|index| elements.remove(index));
        }
        _ => {}
    }
}

fn rename(document: &mut Value, place: &str, name: String) {
    let Some((parent, last)) = place.rsplit_once('/') else { return };
    if let Some(Value::Object(members)) = document.pointer_mut(parent) {
        let old = plain(last);
        let renamed = |(key, value): (String, Value)| if key == old { (name.clone(), value) } else { (key, value) };
        *members = std::mem::take(members).into_iter().map(renamed).collect();
    }
}

fn insert(node: &mut Value, key: String, value: Value) {
    match node {
        Value::Object(members) => drop(members.insert(key, value)),
        Value::Array(elements) => elements.push(value),
        other => *other = Value::Object(Map::from_iter([(key, value)])),
    }
}

/// Puts a node into as many others as a byte says.
fn nest(node: &mut Value, choices: &mut Choices<'_>) {
    let (wrap, depth) = (choices.below(6), choices.below(256));
    for _ in 0..depth {
        let inner = node.take();
        *node = match wrap {
            0 => json!([inner]),
            1 => json!({ "items": inner, "type": "array" }),
            2 => json!({ "properties": { "a": inner } }),
            3 => json!({ "allOf": [inner] }),
            4 => json!({ "additionalProperties": inner }),
            _ => json!({ "a": inner }),
        };
    }
}

/// Puts copies of another node into one, each under its own name.
fn repeat(node: &mut Value, copy: Value, choices: &mut Choices<'_>) {
    for index in 0..choices.below(256).min(MOST_NODES / size(&copy)) {
        insert(node, format!("a{index}"), copy.clone());
    }
}

/// How many nodes a value has, itself included.
fn size(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        Value::Array(elements) => 1 + elements.iter().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// A pointer as it stands in a `$ref`.
fn reference(pointer: &str) -> String {
    pointer.replace('{', "%7B").replace('}', "%7D")
}

fn plain(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

fn name(choices: &mut Choices<'_>) -> String {
    match choices.below(4) {
        0 => choices.one_of(KEYS).to_owned(),
        1 => choices.one_of(VALUES).to_owned(),
        2 => "a".repeat(1 << choices.below(13)),
        _ => choices.one_of(NAMES).to_owned(),
    }
}

fn word(choices: &mut Choices<'_>) -> String {
    match choices.below(3) {
        0 => choices.one_of(PATTERNS).to_owned(),
        1 => choices.one_of(VALUES).to_owned(),
        _ => name(choices),
    }
}

fn number(choices: &mut Choices<'_>) -> Value {
    let numbers = [
        json!(0),
        json!(-1),
        json!(1),
        json!(0.1),
        json!(-0.0),
        json!(2_147_483_648_i64),
        json!(4_294_967_296_i64),
        json!(9_007_199_254_740_993_i64),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e300),
        json!(-1e300),
        json!(5e-324),
    ];
    numbers[choices.below(numbers.len())].clone()
}

fn strange(choices: &mut Choices<'_>) -> Value {
    match choices.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!([]),
        4 => json!({}),
        5 => json!([[]]),
        6 => json!({ "type": "object", "properties": {} }),
        7 => json!({ "$ref": "#" }),
        8 => json!([word(choices), word(choices)]),
        9 => json!({ word(choices): word(choices) }),
        10 => number(choices),
        _ => word(choices).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_are_the_same_edits_and_other_bytes_are_others() {
        let base = json!({ "a": [1, { "b/c": "d" }], "e": {} });
        let edited = |bytes: &[u8]| {
            let mut document = base.clone();
            edit(&mut document, &mut Choices(bytes));
            document
        };
        assert_eq!(edited(&[]), base);
        assert_eq!(edited(&[1, 0, 0]), json!({ "e": {} }));
        assert_eq!(edited(&[4, 8, 3]), json!({ "a": [1, { "b/c": { "$ref": "#/a/1" } }], "e": {} }));
        assert_eq!(edited(&[5, 7, 0, 0, 2]), json!({ "a": [1, { "b/c": "d" }], "e": [[{}]] }));
        assert_eq!(edited(&[4, 5, 0, 3, 0]), json!({ "a": [1, { "": "d" }], "e": {} }));
    }

    #[test]
    fn a_document_does_not_grow_without_end() {
        let mut document = json!({ "a": { "b": 1 } });
        for _ in 0..64 {
            // The root, the last kind of edit, the root again, as often as can be. A choice among many takes two bytes.
            let choices: &[u8] = if size(&document) > 256 { &[0, 0, 11, 0, 0, 255] } else { &[0, 11, 0, 255] };
            edit(&mut document, &mut Choices(choices));
        }
        assert!((MOST_NODES..4 * MOST_NODES).contains(&size(&document)), "{}", size(&document));
    }
}
