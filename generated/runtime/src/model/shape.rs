//! What a model looks like, as data: texts, because each list of texts in a constant costs the compiler as much as a function.

use crate::model::slot::{Fields, See};

/// The name of a model, and those of its fields.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Rust name of the structure.
    pub name: &'static str,
    /// Wire names of its members.
    pub keys: &'static [&'static str],
    /// Rust names of their fields, in the same order, with white space between.
    pub fields: &'static str,
    /// `secret` and a Rust name, for every field that must never be printed.
    pub secrets: &'static str,
}

impl Shape {
    /// That of a model. It comes with the slots, because a constant costs the compiler as much as a function.
    pub(super) fn of(model: &dyn Fields) -> &'static Self {
        let mut of: &'static Self = &Self { name: "", keys: &[], fields: "", secrets: "" };
        model.see(&mut See::new(&mut |shape, _, _| of = shape));
        of
    }

    /// The Rust names of the fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static str> + use<> {
        // `stringify!` breaks long lines.
        self.fields.split_ascii_whitespace()
    }

    /// Whether a field must never be printed.
    pub(super) fn is_secret(&self, field: &str) -> bool {
        let mut words = self.secrets.split_ascii_whitespace();
        while let (Some(_), Some(secret)) = (words.next(), words.next()) {
            if secret == field {
                return true;
            }
        }
        false
    }

    /// The index of the field that a member has.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        // Many names are of one length; their ends tell most of them apart before whole texts are compared.
        let end = key.as_bytes().last();
        for (at, known) in self.keys.iter().enumerate() {
            if known.len() == key.len() && known.as_bytes().last() == end && *known == key {
                return Some(at);
            }
        }
        None
    }
}
