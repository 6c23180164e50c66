//! Values of several kinds: a variant for each that is known, any other kept whole with the members that all share.
//!
//! Which kind a value is, one of its members says. A known kind has no field for it, so that it cannot say another.

use std::{any::Any, borrow::Cow};

use crate::model::{
    field_value::{DynModel, Field, FieldVisitor, ValueRef},
    patch::Patch,
    wire::Wire,
};

/// The model that a value is at the moment.
fn model<T: Wire>(value: &T) -> Option<&dyn DynModel> {
    match value.as_value() {
        ValueRef::Object(model) => Some(model),
        _ => None,
    }
}

/// A member that all kinds share, by its wire name; `None` where it is not set.
#[must_use]
pub fn member<'a, T: Wire>(value: &'a impl Wire, name: &str) -> Option<&'a T> {
    let field: &dyn Any = field(model(value)?, name)?;
    // The kinds differ in whether the member stands in a box there.
    if let Some(plain) = field.downcast_ref::<Option<T>>() {
        return plain.as_ref();
    }
    match field.downcast_ref::<Option<Box<T>>>() {
        Some(boxed) => boxed.as_deref(),
        None => field.downcast_ref::<Patch<T>>()?.as_set(),
    }
}

fn field<'a>(model: &'a dyn DynModel, name: &str) -> Option<&'a dyn Field> {
    let mut found = None;
    model.visit(&mut FieldVisitor::new(&mut |shape, slots, _| {
        found = shape.find(name).and_then(|at| slots.get(at)).copied();
    }));
    found
}

/// What the member says that tells the kinds apart, by its wire name; `None` where it is not set.
#[must_use]
pub fn kind<'a>(value: &'a impl Wire, property: &str) -> Option<&'a str> {
    let mut found = None;
    model(value)?.visit(&mut FieldVisitor::new(&mut |shape, slots, extra| {
        let field = shape.find(property).and_then(|at| slots.get(at)).map(|slot| slot.as_value());
        found = match (field, extra.get(property)) {
            (Some(ValueRef::Text(Cow::Borrowed(text))), _) => Some(text),
            (_, Some(told)) => told.as_str(),
            (_, None) => shape.tag(property),
        };
    }));
    found
}

/// Ties a value of several kinds to the wire. See `rt::kinds`.
#[doc(hidden)]
#[macro_export]
macro_rules! __kinds {
    ($ty:ident by $property:literal {
        $($variant:ident($body:ty) = $($kind:literal)|+,)*
        * => $unknown:ident $(,)?
    }) => {
        impl rt::Kinds for $ty {
            #[inline]
            fn property(&self) -> &'static str {
                $property
            }
            fn become_kind(&mut self, is_told: &dyn Fn(&str) -> bool) -> bool {
                $(if $(is_told($kind))||+ {
                    *self = Self::$variant(Box::default());
                    return true;
                })*
                false
            }
            fn members(&mut self) -> rt::Container<'_> {
                match self {
                    $(Self::$variant(value) => rt::Wire::begin_container(&mut **value),)*
                    Self::$unknown(value) => rt::Wire::begin_container(&mut **value),
                }
            }
        }
        impl rt::Wire for $ty {
            #[inline]
            fn empty() -> Option<Self> {
                Some(<Self as Default>::default())
            }
            #[inline]
            fn begin_container(&mut self) -> rt::Container<'_> {
                rt::Container::Kinds(self)
            }
            fn as_value(&self) -> rt::ValueRef<'_> {
                match self {
                    $(Self::$variant(value) => rt::Wire::as_value(&**value),)*
                    Self::$unknown(value) => rt::Wire::as_value(&**value),
                }
            }
            #[inline]
            fn name() -> rt::Cow<'static, str> {
                rt::Cow::Borrowed(stringify!($ty))
            }
        }
        $(impl From<$body> for $ty {
            #[inline]
            fn from(value: $body) -> Self {
                Self::$variant(Box::new(value))
            }
        })*
        impl Default for $ty {
            #[inline]
            fn default() -> Self {
                Self::$unknown(Box::default())
            }
        }
        impl rt::Debug for $ty {
            fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::fmt::Result {
                match self {
                    $(Self::$variant(value) => rt::Debug::fmt(value, f),)*
                    Self::$unknown(value) => rt::Debug::fmt(value, f),
                }
            }
        }
        impl PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                rt::same(self, other)
            }
        }
        impl rt::Serialize for $ty {
            #[inline]
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> rt::Result<S::Ok, S::Error> {
                rt::serialize(self, serializer)
            }
        }
        impl<'de> rt::Deserialize<'de> for $ty {
            #[inline]
            fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> rt::Result<Self, D::Error> {
                rt::deserialize(deserializer)
            }
        }
    };
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macros give every type all that a published one has")]
mod tests {
    use serde_json::{Value, json};

    use crate::{
        base::room::Room,
        codegen as rt,
        model::{extra::Extra, read::stream, wire::Wire},
    };
    use azure_core::http::{RawResponse, StatusCode, headers::Headers};

    struct PetBase {
        kind: Option<String>,
        name: Option<String>,
        friends: Option<Vec<Pet>>,
        extra: Extra,
    }
    rt::model!(PetBase, None { "kind" => kind, "name" => name, "friends" => friends });

    struct CatBase {
        name: Option<String>,
        friends: Option<Vec<Pet>>,
        lives: Option<i32>,
        extra: Extra,
    }
    rt::model!(CatBase is "kind" = "cat", None, with_null { "name" => name, "friends" => friends, "lives" => lives });

    struct Siamese {
        name: Option<String>,
        friends: Option<Vec<Pet>>,
        lives: Option<i32>,
        voice: Option<String>,
        additional_properties: std::collections::BTreeMap<String, i64>,
        extra: Extra,
    }
    rt::model!(Siamese is "kind" = "siamese", None {
        "name" => name, "friends" => friends, "lives" => lives, "voice" => voice, * => additional_properties
    });

    #[derive(Clone)]
    enum Pet {
        Cat(Box<CatBase>),
        Siamese(Box<Siamese>),
        UnknownKind(Box<PetBase>),
    }
    rt::kinds!(Pet by "kind" { Cat(CatBase) = "cat", Siamese(Siamese) = "siamese" | "thai", * => UnknownKind });

    impl Pet {
        /// As the accessor of a member of that name would be called.
        fn default(&self) -> Option<&str> {
            rt::kind(self, "kind")
        }
    }

    struct Owner {
        pet: Option<Pet>,
        pets: Option<std::collections::BTreeMap<String, Pet>>,
        extra: Extra,
    }
    rt::model!(Owner, None { "pet" => pet, "pets" => pets });

    /// Reads from text and from a value; the two are the same, and both write what was read.
    fn read<T: Wire + PartialEq>(value: &Value) -> T {
        let mut place = None;
        assert!(stream(&mut place, value.to_string().as_bytes(), &Room::of(0)), "{value}");
        let model = T::from_wire(value).unwrap();
        assert_eq!(place.as_ref(), Some(&model));
        assert_eq!(model.to_wire(), *value);
        assert_eq!(serde_json::to_value(model.as_value()).unwrap(), *value);
        model
    }

    #[test]
    fn the_member_tells_the_kind_wherever_it_stands() {
        for value in [json!({"kind": "cat", "lives": 9, "name": "a"}), json!({"lives": 9, "name": "a", "kind": "cat"})]
        {
            let Pet::Cat(cat) = read(&value) else { panic!("a cat") };
            assert_eq!((cat.lives, cat.name.as_deref(), cat.extra.len()), (Some(9), Some("a"), 0));
        }
        let value = json!({"kind": "siamese", "voice": "loud", "friends": [{"kind": "cat"}, {"kind": "dog", "tail": 1}], "age": 3});
        let Pet::Siamese(siamese) = read(&value) else { panic!("a siamese") };
        assert!(matches!(siamese.friends.as_deref(), Some([Pet::Cat(_), Pet::UnknownKind(_)])));
        assert_eq!(siamese.additional_properties.get("age"), Some(&3), "the kind is no additional member");
        assert_eq!(siamese.additional_properties.len(), 1);
    }

    /// Of two readers the second one fills what the first one kept: nothing of it may be lost in silence.
    #[test]
    fn kinds_far_larger_than_their_text_are_refused() {
        for (many, refused) in [(",{}", true), (r#",{"lives":1234567,"a":"bcdefghijklm"}"#, false)] {
            let friends = many.repeat(1024 * 1024 / many.len());
            let text = format!(r#"{{"kind":"cat","friends":[{{}}{friends}]}}"#);
            let response = RawResponse::from_bytes(StatusCode::Ok, Headers::new(), text);
            let error = Pet::from_response(&response).err().map(|error| error.to_string());
            assert_eq!(error.is_some_and(|error| error.contains("more than is granted")), refused, "{many}");
        }
    }

    #[test]
    fn what_is_not_known_is_kept_whole() {
        for value in [
            json!({"kind": "dog", "name": "b", "tail": {"long": true}, "friends": []}),
            json!({"name": "b"}),
            json!({"kind": 1, "name": "b"}),
            json!({"kind": "", "name": "b"}),
        ] {
            let Pet::UnknownKind(base) = read(&value) else { panic!("{value}") };
            assert_eq!(base.name.as_deref(), Some("b"));
        }
        for value in [json!("cat"), json!([{"kind": "cat"}]), json!(1), json!(null)] {
            assert_eq!(Pet::from_wire(&value), None, "{value}");
        }
        let value = json!({"pet": "cat", "pets": {"a": {"kind": "cat"}, "b": 1}});
        let owner: Owner = read(&value);
        assert!(owner.pet.is_none() && owner.pets.unwrap().len() == 1, "the others are kept beside");
    }

    #[test]
    fn the_kind_is_written_first_and_exactly() {
        let cat = CatBase { lives: Some(7), ..CatBase::default() };
        assert_eq!(serde_json::to_string(&cat).unwrap(), r#"{"kind":"cat","lives":7}"#, "alone too");
        assert_eq!(serde_json::to_string(&Pet::from(cat)).unwrap(), r#"{"kind":"cat","lives":7}"#);
        // Another spelling, and another value where a subtype is named, are written as they came.
        for told in ["CAT", "thai"] {
            let value = json!({"kind": told, "name": "a"});
            let pet: Pet = read(&value);
            assert!(!matches!(pet, Pet::UnknownKind(_)));
            assert_eq!(rt::kind(&pet, "kind"), Some(told));
        }
        let _: CatBase = read(&json!({"kind": "lion", "lives": 1}));
    }

    #[test]
    fn shared_members_are_reached_from_any_kind() {
        for (kind, told) in [("cat", "cat"), ("siamese", "siamese"), ("dog", "dog")] {
            let pet: Pet = read(&json!({"kind": kind, "name": "a", "friends": [{"kind": "cat"}]}));
            assert_eq!(rt::kind(&pet, "kind"), Some(told));
            assert_eq!(rt::member::<String>(&pet, "name").map(String::as_str), Some("a"));
            assert_eq!(rt::member::<Vec<Pet>>(&pet, "friends").map(Vec::len), Some(1));
            assert_eq!(rt::member::<i32>(&pet, "name"), None, "of another type");
            assert_eq!(rt::member::<String>(&pet, "tail"), None, "of no kind");
        }
        assert_eq!(rt::kind(&<Pet as Default>::default(), "kind"), None);
        assert_eq!(rt::kind(&Pet::from(CatBase::default()), "kind"), Some("cat"));
    }

    #[test]
    fn values_print_as_the_kind_they_are() {
        let pet: Pet = read(&json!({"kind": "siamese", "voice": "https://a.example/?sig=abc", "name": "a"}));
        assert_eq!(format!("{pet:?}"), r#"Siamese { name: Some("a"), voice: *** }"#);
        assert_eq!(pet.clone(), pet);
    }
}
