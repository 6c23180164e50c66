//! What a model looks like, as data.

/// The name of a model, and those of its fields.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Rust name of the structure.
    pub name: &'static str,
    /// Wire names of its members.
    pub keys: &'static [&'static str],
    /// Rust names of their fields, in the same order, with white space between.
    pub fields: &'static str,
    /// Wire names of the members that must never be printed.
    pub secrets: &'static [&'static str],
}

impl Shape {
    /// The Rust names of the fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static str> + use<> {
        // `stringify!` breaks long lines.
        self.fields.split_ascii_whitespace()
    }

    /// The index of the field that a member has.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|known| *known == key)
    }
}
