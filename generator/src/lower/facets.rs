//! Which keys mean something for which kind of schema; the others contradict its type.

use super::view::{View, Word};

/// The keys that mean something for a kind of schema.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facets {
    /// Lengths and patterns.
    pub(super) text: bool,
    /// Ranges.
    pub(super) number: bool,
    /// `format`.
    pub(super) format: bool,
    /// `items` and their count.
    pub(super) list: bool,
    /// `properties` and what goes with them, `allOf` included.
    pub(super) members: bool,
}

impl Facets {
    /// Those of a scalar.
    pub(super) fn scalar(word: Option<Word>) -> Self {
        let text = matches!(word, None | Some(Word::String));
        let number = matches!(word, Some(Word::Integer | Word::Number));
        Self { text, number, format: true, list: false, members: false }
    }

    /// Whether a key in the wrong place makes it doubtful which of the two is meant, it or the type.
    pub(super) fn contradicts(key: &str) -> bool {
        matches!(key, "properties" | "additionalProperties" | "discriminator" | "allOf")
    }

    /// The scalar that a schema without a type describes, if its constraints and format tell.
    pub(super) fn word(view: &View<'_>) -> Option<Word> {
        let limits = &view.constraints;
        let text = limits.min_length.is_some() || limits.max_length.is_some() || limits.pattern.is_some();
        let number = limits.minimum.is_some() || limits.maximum.is_some() || limits.multiple_of.is_some();
        let format = view.format.as_deref();
        match (text, number, format) {
            (true, true, _) | (false, false, None) => None,
            (false, _, Some("int32" | "int64")) => Some(Word::Integer),
            (false, true, _) | (false, false, Some("float" | "double")) => Some(Word::Number),
            (true, false, _) | (false, false, Some(_)) => Some(Word::String),
        }
    }

    /// The keys of a schema that mean nothing.
    pub(super) fn foreign(self, view: &View<'_>) -> Vec<&'static str> {
        let limits = &view.constraints;
        let keys = [
            ("minLength", self.text, limits.min_length.is_some()),
            ("maxLength", self.text, limits.max_length.is_some()),
            ("pattern", self.text, limits.pattern.is_some()),
            ("minimum", self.number, limits.minimum.is_some()),
            ("maximum", self.number, limits.maximum.is_some()),
            ("exclusiveMinimum", self.number, limits.exclusive_minimum),
            ("exclusiveMaximum", self.number, limits.exclusive_maximum),
            ("multipleOf", self.number, limits.multiple_of.is_some()),
            ("format", self.format, view.format.is_some()),
            ("items", self.list, view.items.is_some()),
            ("minItems", self.list, limits.min_items.is_some()),
            ("maxItems", self.list, limits.max_items.is_some()),
            ("uniqueItems", self.list, limits.unique_items),
            ("properties", self.members, !view.properties.is_empty()),
            ("required", self.members, !view.required.is_empty()),
            ("additionalProperties", self.members, view.additional.is_some()),
            ("discriminator", self.members, view.data.discriminator.is_some()),
            ("allOf", self.members, !view.all_of.is_empty()),
        ];
        keys.into_iter().filter(|(_, fits, stands)| *stands && !fits).map(|(key, ..)| key).collect()
    }
}
