//! What a model carries beyond its fields.

use std::fmt;

use serde_json::{Map, Value};

/// Members that the description of the API does not know, values that do not fit their field, and members to be sent
/// as `null`. They are written after the fields; a field that is set wins.
///
/// `Debug` prints names only: the values could be secret.
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
    pub fn remove(&mut self, member: &str) -> Option<Value> {
        self.0.as_mut()?.remove(member)
    }

    /// Every member and its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().flat_map(|members| members.iter()).map(|(key, value)| (key.as_str(), value))
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

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(key, _)| key)).finish()
    }
}
