//! What a model carries beyond its fields.

use serde_json::{Map, Value, map};

/// Members that the description of the API does not know, values that do not fit their field, and members to be sent
/// as `null`. They are written after the fields; a field that is set wins.
///
/// A map whose values do not all fit (a number among texts) is split: its field has those that do, and this has the others as an
/// object, by the same wire name. Both are written, but what the field has by now wins over another value of that name; to
/// drop the others, [`remove`](Self::remove) them. So it is with maps in a map, and with those in a list by their position: then
/// this has a list with an object or `null` for each item, which counts as long as the field's list keeps its length. A list
/// with any other item that does not fit is here as a whole, and its field is `None`.
///
/// `Debug` prints names only, and none that is a URL with a signature: the values could be secret.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Map<String, Value>>>);

impl Extra {
    /// The value of a member, by its wire name.
    #[must_use]
    pub fn get(&self, member: &str) -> Option<&Value> {
        self.0.as_ref()?.get(member)
    }

    /// Sets a member; gives the value it had.
    pub fn insert(&mut self, member: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0.get_or_insert_default().insert(member.into(), value.into())
    }

    /// Takes a member out.
    #[inline]
    pub fn remove(&mut self, member: &str) -> Option<Value> {
        self.0.as_mut()?.remove(member)
    }

    /// Every member and its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        Iter(self.0.as_ref().map(|members| members.iter()))
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |members| members.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

struct Iter<'a>(Option<map::Iter<'a>>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = self.0.as_mut()?.next()?;
        Some((key, value))
    }
}
