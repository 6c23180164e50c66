//! The crate's models once more, with serde derive: what the crate is measured against.
//!
//! A module for each api-version. Only what costs the compiler is alike: the same structures, fields and enumerations, with the
//! derives a hand-written client would have.

use std::{collections::BTreeSet, fmt::Write};

use generator::model::{Additional, Enum, Field, Scalar, Struct, Type, TypeId, TypeKind, TypeRef, Value};
use kit::specs;

/// The derives of structures; enumerations have no default.
const DERIVES: &str = "#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]";

/// The source of the library.
pub(super) fn source() -> String {
    let mut source = "//! Models with serde derive.\n".to_owned();
    for (index, api) in specs::all().into_iter().enumerate() {
        let mut out = String::new();
        api.types.values().for_each(|ty| item(&mut out, ty).expect("writing to a string does not fail"));
        write!(source, "/// {}.\npub mod v{index} {{\n{out}}}\n", api.api_version).expect("nor does this");
    }
    source
}

fn item(out: &mut String, ty: &Type) -> Result<(), std::fmt::Error> {
    let name = type_name(&ty.id);
    writeln!(out, "/// {}.", ty.id)?;
    match &ty.kind {
        TypeKind::Struct(body) => structure(out, &name, body),
        TypeKind::Enum(body) => enumeration(out, &name, body),
        TypeKind::Alias(value) => writeln!(out, "pub type {name} = {};", rust(value)),
    }
}

fn structure(out: &mut String, name: &str, body: &Struct) -> Result<(), std::fmt::Error> {
    writeln!(out, "{DERIVES}\npub struct {name} {{")?;
    for field in &body.fields {
        writeln!(out, "/// {}.", field.name)?;
        writeln!(out, "#[serde(rename = {:?}, {})]", field.name, attributes(field))?;
        let value = rust(&field.value);
        let value = if field.recursive { format!("Box<{value}>") } else { value };
        writeln!(out, "pub {}: Option<{value}>,", snake(&field.name))?;
    }
    // Ours keep the members that no description knows, so these do too.
    let value = match &body.additional {
        Additional::Typed(value) => rust(value),
        _ => "serde_json::Value".to_owned(),
    };
    writeln!(out, "/// More.\n#[serde(flatten)]\npub additional: std::collections::BTreeMap<String, {value}>,")?;
    writeln!(out, "}}")
}

fn attributes(field: &Field) -> &'static str {
    match field.value.ty {
        TypeRef::Scalar(Scalar::DateTime) => {
            "default, skip_serializing_if = \"Option::is_none\", with = \"azure_core::time::rfc3339::option\""
        }
        _ => "default, skip_serializing_if = \"Option::is_none\"",
    }
}

fn enumeration(out: &mut String, name: &str, body: &Enum) -> Result<(), std::fmt::Error> {
    writeln!(
        out,
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]"
    )?;
    writeln!(out, "#[non_exhaustive]\npub enum {name} {{")?;
    for (index, variant) in body.variants.iter().enumerate() {
        let value = variant.value.as_str().map_or_else(|| variant.value.to_string(), str::to_owned);
        writeln!(out, "/// {value}.\n#[serde(rename = {value:?})]\n{},", pascal(&format!("v{index}_{value}")))?;
    }
    writeln!(out, "/// Another value.\n#[serde(untagged)]\nUnknownValue(String),\n}}")
}

fn rust(value: &Value) -> String {
    match &value.ty {
        TypeRef::Named(id) => type_name(id),
        TypeRef::List(item) => format!("Vec<{}>", rust(item)),
        TypeRef::Map(item) => format!("std::collections::BTreeMap<String, {}>", rust(item)),
        TypeRef::Object => "serde_json::Map<String, serde_json::Value>".to_owned(),
        TypeRef::Any => "serde_json::Value".to_owned(),
        TypeRef::Scalar(scalar) => rust_scalar(scalar).to_owned(),
    }
}

fn rust_scalar(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "bool",
        Scalar::Int32 => "i32",
        Scalar::Int64 => "i64",
        Scalar::Float | Scalar::Double => "f64",
        Scalar::DateTime => "azure_core::time::OffsetDateTime",
        _ => "String",
    }
}

fn type_name(id: &TypeId) -> String {
    pascal(&id.0)
}

/// Letters and digits with a capital after everything else, unique as long as the ids differ by more than punctuation.
fn pascal(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn snake(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        match c {
            'A'..='Z' if name.ends_with(|last: char| last.is_ascii_lowercase()) => {
                name.push('_');
                name.push(c.to_ascii_lowercase());
            }
            c if c.is_ascii_alphanumeric() => name.push(c.to_ascii_lowercase()),
            _ => name.push('_'),
        }
    }
    let keywords = BTreeSet::from(["type", "default", "in", "ref", "where", "use", "as", "match", "self"]);
    if keywords.contains(name.as_str()) { name + "_" } else { name }
}
