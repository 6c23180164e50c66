//! Places: a JSON pointer to the line and column of YAML or JSON text.
//!
//! Invariant: knows syntax only, nothing of OpenAPI. The text is scanned once, when the first place is asked for, so a
//! run without diagnostics pays nothing.

mod json;
mod tree;
mod yaml;

use std::sync::{Arc, OnceLock};

use self::tree::Places;
use crate::{diag::At, pointer::Pointer};

/// A text with its name, able to tell where a pointer points.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name as the caller gave it, usually a path.
    pub name: String,
    text: Arc<str>,
    places: Arc<OnceLock<Places>>,
}

impl Source {
    /// Keeps the text to resolve places in it later.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into().into(), places: Arc::default() }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of `pointer`: of the key for a member, of the first character for an element; of the nearest
    /// ancestor that exists when the pointer leads nowhere.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> At {
        self.place(pointer, self.places().find(pointer))
    }

    /// The place where the last key of `pointer` stands for the second time in its mapping.
    #[must_use]
    pub fn at_repeated(&self, pointer: &Pointer) -> At {
        self.place(pointer, self.places().find_repeated(pointer))
    }

    fn place(&self, pointer: &Pointer, (line, column): (usize, usize)) -> At {
        At { file: self.name.clone(), line, column, pointer: pointer.clone() }
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| {
            let text = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text);
            let json = text.trim_start().starts_with(['{', '['])
                && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
            let tree = if json { json::scan(text) } else { yaml::scan(text) };
            tree.places()
        })
    }
}

#[cfg(test)]
mod tests;
