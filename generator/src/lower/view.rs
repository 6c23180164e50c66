//! One view of a schema, whichever of openapiv3's variants it came as.
//!
//! Why: openapiv3 sorts schemas into typed variants and a catch-all with every key. What a schema means does not depend on
//! that; the passes ask this view.

use std::fmt;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, IntegerType, NumberType, ObjectType, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::{Number, Value};

use crate::model::Constraints;

/// A schema, or the name of the one it refers to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'a> {
    /// The text of a `$ref`.
    Ref(&'a str),
    /// A schema written out.
    Item(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for Node<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Ref(reference),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Node<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Ref(reference),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

/// `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Array => "array",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Object => "object",
            Self::String => "string",
        })
    }
}

/// What a schema says.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) data: &'a SchemaData,
    pub(super) word: Option<Word>,
    pub(super) format: Option<String>,
    pub(super) values: Vec<Value>,
    pub(super) constraints: Constraints,
    pub(super) items: Option<Node<'a>>,
    pub(super) properties: Vec<(&'a str, Node<'a>)>,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
    pub(super) all_of: &'a [ReferenceOr<Schema>],
    /// Keys the model has no place for.
    pub(super) unsupported: Vec<&'static str>,
}

impl<'a> View<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        let mut view = Self {
            data: &schema.schema_data,
            word: None,
            format: None,
            values: Vec::new(),
            constraints: Constraints::default(),
            items: None,
            properties: Vec::new(),
            required: &[],
            additional: None,
            all_of: &[],
            unsupported: Vec::new(),
        };
        match &schema.schema_kind {
            SchemaKind::Type(Type::String(string)) => view.string(string),
            SchemaKind::Type(Type::Number(number)) => view.number(number),
            SchemaKind::Type(Type::Integer(integer)) => view.integer(integer),
            SchemaKind::Type(Type::Object(object)) => view.object(object),
            SchemaKind::Type(Type::Array(array)) => view.array(array),
            SchemaKind::Type(Type::Boolean(boolean)) => {
                view.word = Some(Word::Boolean);
                view.values = json(&boolean.enumeration);
            }
            SchemaKind::AllOf { all_of } => view.all_of = all_of,
            SchemaKind::OneOf { .. } => view.unsupported.push("oneOf"),
            SchemaKind::AnyOf { .. } => view.unsupported.push("anyOf"),
            SchemaKind::Not { .. } => view.unsupported.push("not"),
            SchemaKind::Any(any) => view.any(any),
        }
        if schema.schema_data.write_only {
            view.unsupported.push("writeOnly");
        }
        view
    }

    /// Whether it describes an object, be it by name or by what it says.
    pub(super) fn is_object(&self) -> bool {
        let says = !self.properties.is_empty() || !self.required.is_empty() || self.additional.is_some();
        match self.word {
            Some(word) => word == Word::Object,
            None => says || !self.all_of.is_empty() || self.data.discriminator.is_some(),
        }
    }

    fn string(&mut self, string: &StringType) {
        self.word = Some(Word::String);
        self.format = format(&string.format);
        self.values = json(&string.enumeration);
        self.constraints = Constraints {
            min_length: string.min_length.map(length),
            max_length: string.max_length.map(length),
            pattern: string.pattern.clone(),
            ..Constraints::default()
        };
    }

    fn number(&mut self, number: &NumberType) {
        self.word = Some(Word::Number);
        self.format = format(&number.format);
        self.values = json(&number.enumeration);
        self.constraints = Constraints {
            minimum: number.minimum.and_then(plain),
            maximum: number.maximum.and_then(plain),
            exclusive_minimum: number.exclusive_minimum,
            exclusive_maximum: number.exclusive_maximum,
            multiple_of: number.multiple_of.and_then(plain),
            ..Constraints::default()
        };
    }

    fn integer(&mut self, integer: &IntegerType) {
        self.word = Some(Word::Integer);
        self.format = format(&integer.format);
        self.values = json(&integer.enumeration);
        self.constraints = Constraints {
            minimum: integer.minimum.map(Number::from),
            maximum: integer.maximum.map(Number::from),
            exclusive_minimum: integer.exclusive_minimum,
            exclusive_maximum: integer.exclusive_maximum,
            multiple_of: integer.multiple_of.map(Number::from),
            ..Constraints::default()
        };
    }

    fn object(&mut self, object: &'a ObjectType) {
        self.word = Some(Word::Object);
        self.members(&object.properties, &object.required, object.additional_properties.as_ref());
        self.counts(object.min_properties, object.max_properties);
    }

    fn array(&mut self, array: &'a ArrayType) {
        self.word = Some(Word::Array);
        self.items = array.items.as_ref().map(Node::from);
        self.constraints = Constraints {
            min_items: array.min_items.map(length),
            max_items: array.max_items.map(length),
            unique_items: array.unique_items,
            ..Constraints::default()
        };
    }

    fn any(&mut self, any: &'a AnySchema) {
        self.word = any.typ.as_deref().and_then(word);
        self.format.clone_from(&any.format);
        self.values.clone_from(&any.enumeration);
        self.items = any.items.as_ref().map(Node::from);
        self.all_of = &any.all_of;
        self.members(&any.properties, &any.required, any.additional_properties.as_ref());
        self.counts(any.min_properties, any.max_properties);
        self.constraints = Constraints {
            min_length: any.min_length.map(length),
            max_length: any.max_length.map(length),
            pattern: any.pattern.clone(),
            minimum: any.minimum.and_then(plain),
            maximum: any.maximum.and_then(plain),
            exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
            multiple_of: any.multiple_of.and_then(plain),
            min_items: any.min_items.map(length),
            max_items: any.max_items.map(length),
            unique_items: any.unique_items.unwrap_or_default(),
        };
        let combined =
            [("oneOf", !any.one_of.is_empty()), ("anyOf", !any.any_of.is_empty()), ("not", any.not.is_some())];
        self.unsupported.extend(combined.into_iter().filter(|(_, stands)| *stands).map(|(key, _)| key));
    }

    fn members(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &'a [String],
        additional: Option<&'a AdditionalProperties>,
    ) {
        self.properties = properties.iter().map(|(name, schema)| (name.as_str(), Node::from(schema))).collect();
        self.required = required;
        self.additional = additional;
    }

    fn counts(&mut self, min_properties: Option<usize>, max_properties: Option<usize>) {
        self.unsupported.extend(min_properties.map(|_| "minProperties"));
        self.unsupported.extend(max_properties.map(|_| "maxProperties"));
    }
}

fn word(text: &str) -> Option<Word> {
    match text {
        "array" => Some(Word::Array),
        "boolean" => Some(Word::Boolean),
        "integer" => Some(Word::Integer),
        "number" => Some(Word::Number),
        "object" => Some(Word::Object),
        "string" => Some(Word::String),
        _ => None,
    }
}

fn format<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match serde_json::to_value(format) {
        Ok(Value::String(text)) => Some(text),
        _ => None,
    }
}

fn json<T: Serialize>(values: &[Option<T>]) -> Vec<Value> {
    values.iter().map(|value| serde_json::to_value(value).expect("a scalar is JSON")).collect()
}

/// A limit as the source wrote it: openapiv3 makes `1` the float `1.0`.
#[expect(clippy::cast_possible_truncation, reason = "a float without a fraction below 2^53 is exact in 64 bits")]
fn plain(limit: f64) -> Option<Number> {
    if limit.fract() == 0.0 && limit.abs() < 2_f64.powi(53) {
        Some(Number::from(limit as i64))
    } else {
        Number::from_f64(limit)
    }
}

fn length(length: usize) -> u64 {
    u64::try_from(length).expect("a length fits 64 bits")
}
