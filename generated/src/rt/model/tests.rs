//! The macros, on models written as the generator writes them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Extra, Page, Patch, Wire};
use crate::rt;

#[derive(Clone, Default)]
#[expect(clippy::struct_field_names, reason = "named after members that the API has")]
struct Key {
    primary_key: Option<String>,
    key_type: Option<KeyType>,
    inner: Option<Box<Key>>,
    list: Option<Vec<Key>>,
    type_: Option<String>,
    extra: Extra,
}
rt::model!(Key { "primaryKey" => primary_key, secret, "keyType" => key_type, "inner" => inner, "list" => list, "type" => type_ });

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
enum KeyType {
    Primary,
    Secondary,
    UnknownValue(String),
}
rt::enumeration!(KeyType { Primary = "primary", Secondary = "secondary" });

#[derive(Clone, Default)]
struct Change {
    name: Patch<String>,
    extra: Extra,
}
rt::model!(Change { "name" => name });

#[derive(Clone, Default)]
struct Tags {
    name: Option<String>,
    additional_properties: BTreeMap<String, String>,
    extra: Extra,
}
rt::model!(Tags { "name" => name, * => additional_properties });

#[derive(Clone, Default)]
struct Keys {
    value: Option<Vec<Key>>,
    next_link: Option<String>,
    extra: Extra,
}
rt::model!(Keys { "value" => value, "nextLink" => next_link });
rt::page!(Keys { items: value, next_link: next_link } => Key);

fn read<T: Wire>(value: &Value) -> T {
    T::from_wire(value).expect("the value is of the right JSON type")
}

#[test]
fn a_model_survives_the_wire() {
    let value =
        json!({"primaryKey": "s3cret", "keyType": "primary", "inner": {"keyType": "tertiary"}, "list": [{}], "new": 1});
    let key: Key = read(&value);
    assert_eq!(key.key_type, Some(KeyType::Primary));
    assert_eq!(
        key.inner.as_ref().and_then(|inner| inner.key_type.clone()),
        Some(KeyType::UnknownValue("tertiary".to_owned()))
    );
    assert_eq!(key.to_wire(), value);
    assert_eq!(serde_json::to_value(&key).unwrap(), value);
    assert_eq!(serde_json::from_value::<Key>(value).unwrap(), key);
}

#[test]
fn secrets_and_unknown_values_are_not_printed() {
    let key: Key = read(&json!({"list": [{"primaryKey": "s3cret", "keyType": "primary", "token": "s3cret"}]}));
    let printed = format!("{key:?}");
    assert_eq!(printed, "Key { list: Some([Key { primary_key: ***, key_type: Some(Primary), extra: [\"token\"] }]) }");
}

#[test]
fn what_does_not_fit_is_kept() {
    let value = json!({"keyType": 1, "list": "none", "type": null});
    let key: Key = read(&value);
    assert_eq!((key.key_type.clone(), key.list.is_none()), (None, true));
    assert_eq!(key.to_wire(), json!({"keyType": 1, "list": "none"}));
}

#[test]
fn a_field_that_is_set_wins() {
    let mut key = Key { type_: Some("a".to_owned()), ..Key::default() }.with_null("type");
    assert_eq!(key.to_wire(), json!({"type": null}));
    key.type_ = Some("b".to_owned());
    assert_eq!(key.to_wire(), json!({"type": "b"}));
}

#[test]
fn a_patch_tells_three_states_apart() {
    for value in [json!({}), json!({"name": null}), json!({"name": "a"})] {
        assert_eq!(read::<Change>(&value).to_wire(), value);
    }
    assert_eq!(Change { name: "a".to_owned().into(), ..Change::default() }.name, Patch::Set("a".to_owned()));
}

#[test]
fn typed_additional_members_are_a_map() {
    let value = json!({"name": "n", "a": "b", "c": 1});
    let tags: Tags = read(&value);
    assert_eq!(tags.additional_properties, BTreeMap::from([("a".to_owned(), "b".to_owned())]));
    assert_eq!(tags.extra.get("c"), Some(&json!(1)));
    assert_eq!(tags.to_wire(), value);
}

#[test]
fn a_page_that_does_not_fit_is_an_error() {
    let (items, link) = read::<Keys>(&json!({"value": [{}, {}], "nextLink": "n"})).into_items().unwrap();
    assert_eq!((items.len(), link.as_deref()), (2, Some("n")));
    let (items, link) = read::<Keys>(&json!({"nextLink": "", "count": "x"})).into_items().unwrap();
    assert_eq!((items.len(), link), (0, None));
    for page in [json!({"value": {}}), json!({"value": [], "nextLink": 1})] {
        assert!(read::<Keys>(&page).into_items().is_err(), "{page}");
    }
}
