//! Enumerations: `enum` and what `x-ms-enum` adds to it.
//!
//! Invariant: every list of values becomes a type of its own, even where two share an `x-ms-enum.name`; whether those are one
//! in Rust is for the renderer to decide, and easy to see: their `client_name` and `kind` are equal.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    context::{Flags, Lowering},
    types::for_type,
    view::{View, Word},
};
use crate::{
    model::{Docs, Enum, Scalar, TypeId, TypeKind, Variant},
    pointer::Pointer,
    spec::ext::{EnumExt, EnumValue},
};

impl<'a> Lowering<'a> {
    /// Makes a schema with `enum` the type `id`.
    pub(super) fn define_enum(&mut self, id: &TypeId, view: &View<'a>, at: &Pointer) {
        let (flags, ext) = Self::flags(view);
        let scalar = self.enum_scalar(view, at);
        let mut variants = self.variants(view, ext.enumeration.as_ref(), &at.join("enum"));
        for variant in &mut variants {
            let text = ext.enum_descriptions.get(&variant.text());
            variant.docs.description = text.cloned().or(variant.docs.description.take());
        }
        let flags = for_type(flags, at);
        let client_name = ext.enumeration.as_ref().and_then(|ext| ext.name.clone()).or(flags.client_name.clone());
        let flags = Flags { client_name, ..flags };
        let extensible = ext.enumeration.as_ref().map(|ext| ext.model_as_string.unwrap_or(false));
        self.define(id, at, &flags, TypeKind::Enum(Enum { scalar, extensible, variants }));
    }

    fn enum_scalar(&mut self, view: &View<'a>, at: &Pointer) -> Scalar {
        match (view.word, view.format.as_deref()) {
            (Some(Word::String), None) => Scalar::String,
            (Some(Word::Integer), Some("int32")) => Scalar::Int32,
            (Some(Word::Integer), None | Some("int64")) => Scalar::Int64,
            (Some(Word::Number), Some("float")) => Scalar::Float,
            (Some(Word::Number), _) => Scalar::Double,
            (Some(Word::Boolean), _) => Scalar::Boolean,
            (None, None) if view.values.iter().all(Value::is_string) => Scalar::String,
            (Some(word @ (Word::String | Word::Integer)), Some(format)) => {
                let what = format!("format \"{format}\" means nothing on an enumeration of type {word}");
                self.no_effect(&at.join("format"), what, "remove it");
                if word == Word::String { Scalar::String } else { Scalar::Int64 }
            }
            _ => {
                self.unsupported(
                    &at.join("enum"),
                    "an enumeration of this type and format",
                    "enumerate plain strings or integers",
                );
                Scalar::String
            }
        }
    }

    fn variants(&mut self, view: &View<'a>, ext: Option<&EnumExt>, at: &Pointer) -> Vec<Variant> {
        let more = more_by_value(ext);
        let mut seen = BTreeSet::new();
        let mut variants: Vec<Variant> = Vec::new();
        for (index, value) in view.values.iter().enumerate() {
            let here = at.join(index);
            if value.is_null() {
                if !view.data.nullable {
                    self.no_effect(
                        &here,
                        "null in an enumeration that is not nullable",
                        "remove it, or say `nullable: true`",
                    );
                }
                continue;
            }
            let (value, fits) = match view.word {
                Some(Word::Integer) => (value.clone(), value.is_i64()),
                Some(Word::Number) => (value.clone(), value.is_number()),
                Some(Word::Boolean) => (value.clone(), value.is_boolean()),
                _ if value.is_number() || value.is_boolean() => {
                    self.no_effect(
                        &here,
                        format!("that {value} is no string, which the enumeration is of,"),
                        "quote it",
                    );
                    (Value::String(value.to_string()), true)
                }
                _ => (value.clone(), value.is_string()),
            };
            if !fits {
                self.conflict(
                    &here,
                    format!("{value} is not of the enumeration's type"),
                    "correct the value or the type",
                );
            } else if !seen.insert(value.to_string()) {
                self.no_effect(&here, format!("{value} stands twice in the enumeration"), "remove one");
            } else {
                let more = more.get(&value.to_string());
                variants.push(Variant {
                    value,
                    client_name: more.and_then(|more| more.name.clone()),
                    docs: Docs { summary: None, description: more.and_then(|more| more.description.clone()) },
                });
            }
        }
        self.check_values(&variants, ext, at);
        variants
    }

    /// `x-ms-enum.values` lists the values again; the two lists must agree, in whatever order.
    fn check_values(&mut self, variants: &[Variant], ext: Option<&EnumExt>, at: &Pointer) {
        let Some(ext) = ext.filter(|ext| !ext.values.is_empty()) else { return };
        let here: BTreeSet<String> = variants.iter().map(|variant| variant.value.to_string()).collect();
        let there: BTreeSet<String> = ext.values.iter().map(|more| more.value.to_string()).collect();
        let odd: Vec<String> = here.symmetric_difference(&there).cloned().collect();
        if !odd.is_empty() {
            let what = format!("enum and x-ms-enum.values do not agree on {}", odd.join(", "));
            self.no_effect(at, what, "list the same values in both");
        }
    }
}

/// The elements of `x-ms-enum.values` by value.
fn more_by_value(ext: Option<&EnumExt>) -> BTreeMap<String, &EnumValue> {
    ext.into_iter().flat_map(|ext| &ext.values).map(|more| (more.value.to_string(), more)).collect()
}
