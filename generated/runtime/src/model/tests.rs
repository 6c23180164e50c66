//! The macros, on models written as the generator writes them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    base::room::Room,
    codegen as rt,
    model::{extra::Extra, patch::Patch, read::stream, take::take, wire::Wire},
    paging::page::{PageBody, PageFault, PageParts},
};

#[expect(clippy::struct_field_names, reason = "named after members that the API has")]
pub(super) struct Key {
    primary_key: Option<String>,
    key_type: Option<KeyType>,
    inner: Option<Box<Key>>,
    list: Option<Vec<Key>>,
    type_: Option<String>,
    extra: Extra,
}
rt::model!(Key, None, with_null { "primaryKey" => primary_key, secret, "keyType" => key_type, "inner" => inner, "list" => list, "type" => type_ });

#[non_exhaustive]
pub(super) enum KeyType {
    Primary,
    Secondary,
    UnknownValue(String),
}
rt::enumeration!(KeyType { Primary = "primary", Secondary = "secondary" });

/// A description may name no value but `null`. Clippy sees whether the macro warns of that.
#[non_exhaustive]
enum NoneKnown {
    UnknownValue(String),
}
rt::enumeration!(NoneKnown {});

/// Names that the macro says itself.
#[non_exhaustive]
enum Names {
    Err,
    Ok,
    Some,
    UnknownValue(String),
}
rt::enumeration!(Names { Err = "Err", Ok = "Ok", Some = "Some" });

/// One that only its tag and the members of no name make what it is.
struct OnlyMore {
    additional_properties: BTreeMap<String, String>,
    extra: Extra,
}
rt::model!(OnlyMore is "kind" = "b", None {
    * => additional_properties,
});

struct Change {
    name: Patch<String>,
    extra: Extra,
}
rt::model!(Change, Patch::Keep { "name" => name });

struct Tags {
    name: Option<String>,
    additional_properties: BTreeMap<String, String>,
    extra: Extra,
}
rt::model!(Tags, None { "name" => name, * => additional_properties });

pub(super) struct Keys {
    value: Option<Vec<Key>>,
    next_link: Option<String>,
    extra: Extra,
}
rt::model!(Keys, None { "value" => value, "nextLink" => next_link });
rt::page!(Keys { items: value, next_link: next_link } => Key);

pub(super) fn read<T: Wire>(value: &Value) -> T {
    T::from_wire(value).expect("the value is of the right JSON type")
}

#[test]
fn enumerations_are_copied_and_printed_as_a_derive_would() {
    let values = [KeyType::Secondary, KeyType::from("tertiary"), KeyType::UnknownValue("primary".to_owned())];
    let copies = format!("{:?}", values.clone());
    assert_eq!(copies, r#"[Secondary, UnknownValue("tertiary"), UnknownValue("primary")]"#);
    assert_eq!(format!("{:?}", NoneKnown::from("a")), r#"UnknownValue("a")"#);
}

#[test]
fn names_that_the_macros_use_can_be_those_of_the_description() {
    for name in ["Err", "Ok", "Some"] {
        assert_eq!(name.parse::<Names>().unwrap().as_str(), name);
    }
    let value = json!({"kind": "b", "more": "1"});
    let read: OnlyMore = read(&value);
    assert_eq!((&*read.additional_properties["more"], read.to_wire()), ("1", value));
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
fn a_copy_has_every_field_and_is_apart() {
    let value = json!({
        "primaryKey": "s3cret", "keyType": 5, "inner": {"keyType": "tertiary", "new": [1]}, "list": [{}, {"type": "x"}], "new": 1
    });
    let key: Key = read(&value);
    let mut copy = key.clone();
    assert_eq!((copy.to_wire(), format!("{copy:?}")), (value.clone(), format!("{key:?}")));
    copy.inner.as_mut().unwrap().key_type = None;
    copy.list.as_mut().unwrap().clear();
    copy.extra.insert("new", 2);
    assert_eq!(key.to_wire(), value);
    assert_ne!(copy, key);

    for name in [Patch::Keep, Patch::Null, Patch::Set("a".to_owned())] {
        let change = Change { name, ..Change::default() };
        assert_eq!(change.clone().name, change.name);
    }
    let tags: Tags = read(&json!({"name": "a", "owner": "b"}));
    assert_eq!(tags.clone(), tags);
    assert_eq!(tags.clone().additional_properties, tags.additional_properties);
}

/// What becomes of a document that is read from its text, and whether that went in one go.
pub(super) fn streamed<T: Wire>(text: &str) -> (Option<T>, bool) {
    let mut place = None;
    let whole = stream(&mut place, text.as_bytes(), &Room::of(0));
    (place, whole)
}

#[test]
fn text_is_read_like_a_value() {
    for (text, whole) in [
        (
            r#"{"primaryKey":"s3cret","keyType":"tertiary","inner":{"list":[{},{"type":"t"}]},"new":{"a":[1,null]}}"#,
            true,
        ),
        (r#"{"keyType":1,"inner":[1,{"a":2}],"list":{"b":[]},"type":{"c":1.5}}"#, true),
        (
            r#"{"primaryKey":null,"inner":null,"list":[null,{"type":null}],"new":null,"big":18446744073709551615,"neg":-2}"#,
            true,
        ),
        (r#"{"type":"a","type":"b","esc\u0061ped\"":"\ud83d\ude00","inner":{"inner":{"inner":{"x":true}}}}"#, true),
        (r#"{"list":[{"type":"a"},"no key"],"type":"t"}"#, false),
        (r#"{"inner":{"list":[[]]}}"#, false),
    ] {
        let value: Value = serde_json::from_str(text).unwrap();
        let expected: Key = read(&value);
        let (key, went) = streamed::<Key>(text);
        assert_eq!(went, whole, "{text}");
        if whole {
            assert_eq!(key.map(|key| key.to_wire()), Some(expected.to_wire()), "{text}");
        }
    }
    let (tags, whole) = streamed::<Tags>(r#"{"a":"b","name":"n","c":1,"d":null,"e":{"f":1}}"#);
    assert_eq!(tags.map(|tags| tags.to_wire()), Some(json!({"name": "n", "a": "b", "c": 1, "d": null, "e": {"f": 1}})));
    assert!(whole);
}

#[test]
fn what_is_not_json_is_not_read_in_one_go() {
    for text in ["", "{", r#"{"type":}"#, r#"{"type":"a"} x"#, "<html>", r#"{"list":[{"type":"a"}"#] {
        assert!(!streamed::<Key>(text).1, "{text}");
    }
    for text in ["null", "[]", "1", r#""text""#] {
        assert!(streamed::<Key>(text).0.is_none(), "{text}");
    }
}

#[test]
fn a_number_in_place_of_an_object_is_none() {
    // serde_json's feature `arbitrary_precision`, if another package in the build turns it on, shows a number like this.
    assert!(!streamed::<Key>(r#"{"inner":{"$serde_json::private::Number":"1"}}"#).1);
}

#[test]
fn what_does_not_fit_leaves_a_field_as_it_was() {
    let mut change = Change::default();
    assert!(
        take(&mut change.name, &json!(["a"])).is_some()
            && take(&mut change.name, &json!({})).is_some()
            && take(&mut change.name, &json!(1)).is_some()
    );
    assert_eq!(change.name, Patch::Keep);
    let mut list: Option<Vec<String>> = None;
    assert!(take(&mut list, &json!(["a", 1])).is_some() && take(&mut list, &json!({"a": 1})).is_some());
    assert_eq!(list, None);
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
    let mut key = Key { type_: Some("a".to_owned()), ..Key::default() }.with_null(|key| &key.type_);
    assert_eq!(key.to_wire(), json!({"type": null}));
    key.type_ = Some("b".to_owned());
    assert_eq!(key.to_wire(), json!({"type": "b"}));
}

#[test]
fn a_field_to_be_sent_as_null_is_told_by_borrowing_it() {
    let full =
        read::<Key>(&json!({"primaryKey": "a", "keyType": "Primary", "inner": {"name": "b"}, "list": [], "type": "c"}));
    for (member, key) in [
        ("primaryKey", full.clone().with_null(|key| &key.primary_key)),
        ("keyType", full.clone().with_null(|key| &key.key_type)),
        ("inner", full.clone().with_null(|key| &key.inner)),
        ("list", full.clone().with_null(|key| &key.list)),
        ("type", full.clone().with_null(|key| &key.type_)),
    ] {
        let mut expected = full.to_wire();
        expected[member] = json!(null);
        assert_eq!(key.to_wire(), expected);
    }
}

#[test]
fn what_is_no_field_cannot_be_sent_as_null() {
    static NONE: Option<String> = None;
    // Fields of other models are out of reach, because the function is given an empty model.
    let misuses: [fn(&Key) -> &Option<String>; 2] =
        [|_| &NONE, |key| key.list.as_ref().map_or(&NONE, |list| &list[0].type_)];
    let full = read::<Key>(&json!({"list": [{"type": "a"}]}));
    for misuse in misuses {
        let full = full.clone();
        assert!(std::panic::catch_unwind(move || full.with_null(misuse)).is_err());
    }
}

#[test]
fn a_patch_tells_three_states_apart() {
    for value in [json!({}), json!({"name": null}), json!({"name": "a"})] {
        assert_eq!(read::<Change>(&value).to_wire(), value);
    }
    for name in ["a".into(), "a".to_owned().into(), Patch::Set("a".to_owned())] {
        assert_eq!(Change { name, ..Change::default() }.to_wire(), json!({"name": "a"}));
    }
}

#[test]
fn typed_additional_members_are_a_map() {
    let value = json!({"name": "n", "a": "b", "c": 1});
    let tags: Tags = read(&value);
    assert_eq!(tags.additional_properties, BTreeMap::from([("a".to_owned(), "b".to_owned())]));
    assert_eq!(tags.extra.get("c"), Some(&json!(1)));
    assert_eq!(tags.to_wire(), value);
}

/// How many items a page has, and the link on it, if it says something; an error if it is no page.
fn items_and_link(mut page: Keys) -> Result<(usize, Option<String>), PageFault> {
    let PageParts { items, link, fault } = page.parts();
    let link = link.filter(|link| !link.is_empty()).map(str::to_owned);
    fault.map_or(Ok((items.map_or(0, |items| items.len()), link)), Err)
}

#[test]
fn a_page_that_does_not_fit_is_an_error() {
    let (items, link) = items_and_link(read(&json!({"value": [{}, {}], "nextLink": "n"}))).unwrap();
    assert_eq!((items, link.as_deref()), (2, Some("n")));
    let (items, link) = items_and_link(read(&json!({"nextLink": "", "value": [], "count": "x"}))).unwrap();
    assert_eq!((items, link), (0, None));
    for page in [
        json!({"value": {}}),
        json!({"value": [], "nextLink": 1}),
        json!({"count": 0}),
        json!({"value": [], "Error": {"code": "A"}}),
    ] {
        assert!(items_and_link(read(&page)).is_err(), "{page}");
    }
}
