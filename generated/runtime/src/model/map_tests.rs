//! Maps whose values do not all fit: in fields, in one another, in lists, and alone.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    base::room::Room,
    codegen as rt,
    model::{
        extra::Extra,
        patch::Patch,
        read::stream,
        tests::{read, streamed},
        wire::Wire,
    },
};

struct Change {
    name: Option<String>,
    extra: Extra,
}
rt::model!(Change, None { "name" => name });

/// A model of an API has fields of one kind, and these have both.
trait Unset {
    const UNSET: Self;
}

impl<T> Unset for Option<T> {
    const UNSET: Self = None;
}

impl<T> Unset for Patch<T> {
    const UNSET: Self = Self::Keep;
}

struct Maps {
    tags: Option<BTreeMap<String, String>>,
    nested: Option<BTreeMap<String, BTreeMap<String, i64>>>,
    lists: Option<BTreeMap<String, Vec<String>>>,
    contexts: Option<Vec<BTreeMap<String, String>>>,
    deep: Option<Vec<Vec<BTreeMap<String, String>>>>,
    models: Option<BTreeMap<String, Change>>,
    patch: Patch<BTreeMap<String, String>>,
    additional_properties: BTreeMap<String, BTreeMap<String, String>>,
    extra: Extra,
}
rt::model!(Maps, Unset::UNSET {
    "tags" => tags, "nested" => nested, "lists" => lists, "contexts" => contexts, "deep" => deep, "models" => models,
    "patch" => patch, * => additional_properties
});

/// A model as it is read from a text in one go, and from a value; the two are the same.
fn read_both<T: Wire + PartialEq>(value: &Value) -> T {
    let (place, whole) = streamed::<T>(&value.to_string());
    let model: T = read(value);
    assert_eq!((whole, place.as_ref()), (true, Some(&model)), "{value}");
    model
}

fn map<T, const N: usize>(entries: [(&str, T); N]) -> BTreeMap<String, T> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

#[test]
fn a_map_has_the_good_members_and_extra_the_others() {
    let value = json!({
        "tags": {"a": "b", "c": 1, "d": {"e": "f"}},
        "nested": {"a": {"one": 1, "x": "y"}, "b": {"two": 2}, "c": []},
        "lists": {"a": ["b"], "c": "d"},
        "contexts": [{"a": "b"}, {"a": "b", "c": false}, {}],
        "models": {"a": {"name": "n", "new": 1}, "b": "c"},
        "patch": {"a": "b", "c": 1},
        "other": {"a": "b", "c": 1},
        "another": [1]
    });
    let maps: Maps = read_both(&value);
    let text = str::to_owned;
    assert_eq!(maps.tags, Some(map([("a", text("b"))])));
    assert_eq!(maps.nested, Some(map([("a", map([("one", 1)])), ("b", map([("two", 2)]))])));
    assert_eq!(maps.lists, Some(map([("a", vec![text("b")])])));
    let contexts = vec![map([("a", text("b"))]), map([("a", text("b"))]), BTreeMap::new()];
    assert_eq!(maps.contexts, Some(contexts));
    assert_eq!(maps.models.as_ref().map(BTreeMap::len), Some(1));
    assert_eq!(maps.patch, Patch::Set(map([("a", text("b"))])));
    assert_eq!(maps.additional_properties, map([("other", map([("a", text("b"))]))]));

    assert_eq!(maps.extra.get("tags"), Some(&json!({"c": 1, "d": {"e": "f"}})));
    assert_eq!(maps.extra.get("nested"), Some(&json!({"a": {"x": "y"}, "c": []})));
    assert_eq!(maps.extra.get("lists"), Some(&json!({"c": "d"})));
    assert_eq!(maps.extra.get("contexts"), Some(&json!([null, {"c": false}, null])));
    assert_eq!(maps.extra.get("other"), Some(&json!({"c": 1})));

    assert_eq!(maps.to_wire(), value);
    assert_eq!(serde_json::to_value(&maps).unwrap(), value);
    assert_eq!(maps.clone(), maps);
}

#[test]
fn members_that_do_not_fit_are_written_unless_they_were_set() {
    let value = json!({"tags": {"a": "b", "c": 1, "d": 2}, "contexts": [{"a": 1}, {"b": "c", "d": 2}]});
    let mut maps: Maps = read_both(&value);
    let tags = maps.tags.as_mut().unwrap();
    tags.insert("c".to_owned(), "now a text".to_owned());
    tags.remove("a");
    maps.contexts.as_mut().unwrap()[0].insert("a".to_owned(), "b".to_owned());
    let expected = json!({"tags": {"c": "now a text", "d": 2}, "contexts": [{"a": "b"}, {"b": "c", "d": 2}]});
    assert_eq!(maps.to_wire(), expected);

    // It is not known to which item of another list they belong.
    maps.contexts.as_mut().unwrap().remove(0);
    assert_eq!(maps.to_wire()["contexts"], json!([{"b": "c"}]));
    maps.extra.remove("tags");
    assert_eq!(maps.to_wire()["tags"], json!({"c": "now a text"}));
}

#[test]
fn a_list_that_does_not_fit_is_kept_whole_and_gives_way_to_one_that_is_set() {
    let value = json!({"contexts": [{"a": 1}, "b"], "deep": [[{"a": 1}]], "lists": {"a": ["b", 1], "c": ["d"]}});
    let mut maps: Maps = read(&value);
    assert_eq!((maps.contexts.is_none(), maps.deep.is_none()), (true, true));
    assert_eq!(maps.lists, Some(map([("c", vec!["d".to_owned()])])));
    assert_eq!(maps.to_wire(), value);
    maps.contexts = Some(vec![map([("c", "d".to_owned())]), BTreeMap::new()]);
    maps.deep = Some(vec![vec![BTreeMap::new()]]);
    let lists = json!({"a": ["b", 1], "c": ["d"]});
    assert_eq!(maps.to_wire(), json!({"contexts": [{"c": "d"}, {}], "deep": [[{}]], "lists": lists}));
}

#[test]
fn a_map_that_stands_alone_must_fit() {
    assert_eq!(BTreeMap::<String, i64>::from_wire(&json!({"a": 1, "b": "x"})), None, "there is nowhere to keep \"x\"");
    let mut place: Option<BTreeMap<String, i64>> = None;
    assert!(!stream(&mut place, br#"{"a":1,"b":{}}"#, &Room::of(0)));
    assert!(stream(&mut place, br#"{"a":1,"b":null}"#, &Room::of(0)), "null is left out");
    assert_eq!(place, Some(map([("a", 1)])));
}
