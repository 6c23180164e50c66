//! Schemas, which Swagger 2.0 and OpenAPI 3.0 write almost alike.

use serde_json::{Value, json};

use super::{
    convert::{Converter, Kind, Object},
    files::Node,
    keys,
};
use crate::diag::{Code, Diagnostic};

const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object"];

impl<'a> Converter<'a> {
    /// A schema. What stands beside a `$ref` is kept: the reference moves into `allOf`, because OpenAPI 3.0 ignores the
    /// neighbours of a reference.
    pub(super) fn schema(&mut self, node: &Node<'a>) -> Value {
        let mut out = Object::new();
        if !self.is_object(node) {
            return Value::Object(out);
        }
        let mut reference = None;
        for (key, member) in node.members() {
            match key {
                "$ref" => reference = self.reference(Kind::Schema, &member),
                _ => self.schema_key(key, &member, &mut out),
            }
        }
        if let Some(reference) = reference {
            let reference = json!({ "$ref": reference });
            if out.is_empty() {
                return reference;
            }
            let all_of = out.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all_of) = all_of {
                all_of.insert(0, reference);
            }
        }
        keys::sort(&mut out, keys::SCHEMA_ORDER);
        Value::Object(out)
    }

    fn schema_key(&mut self, key: &str, node: &Node<'a>, out: &mut Object) {
        let value = match key {
            "properties" => self.properties(node),
            "items" => self.schema(node),
            "additionalProperties" => self.additional(node),
            "allOf" => self.all_of(node),
            "discriminator" => self.discriminator(node),
            "required" => self.required(node),
            // It stands in the mapping of the schema that this one derives from.
            "x-ms-discriminator-value" => return,
            "type" | "x-ms-enum" | "x-nullable" => return self.typed(key, node, out),
            _ => return self.copy(&keys::SCHEMA, key, node, out),
        };
        out.insert(key.to_owned(), value);
    }

    fn properties(&mut self, node: &Node<'a>) -> Value {
        self.is_object(node);
        let properties = node.members().into_iter();
        Value::Object(properties.map(|(name, property)| (name.to_owned(), self.schema(&property))).collect())
    }

    fn additional(&mut self, node: &Node<'a>) -> Value {
        if node.value.is_boolean() { node.value.clone() } else { self.schema(node) }
    }

    fn all_of(&mut self, node: &Node<'a>) -> Value {
        self.is_array(node);
        Value::Array(node.elements().iter().map(|element| self.schema(element)).collect())
    }

    /// The mapping from values to schemas is added when all subtypes are known.
    fn discriminator(&mut self, node: &Node<'a>) -> Value {
        if node.text().is_none() {
            self.expected(node, "the name of a property");
        }
        json!({ "propertyName": node.value })
    }

    fn required(&mut self, node: &Node<'a>) -> Value {
        self.is_array(node);
        let mut names: Vec<&str> = Vec::new();
        for element in node.elements() {
            match element.text() {
                None => self.expected(&element, "the name of a property"),
                Some(name) if names.contains(&name) => {
                    let message = format!("\"{name}\" stands twice in \"required\"");
                    self.diagnostics.push(Diagnostic::warning(element.at(), Code::Shape, message).help("keep one"));
                }
                Some(name) => names.push(name),
            }
        }
        json!(names)
    }

    /// A key that schemas share with parameters, headers and their items.
    pub(super) fn typed(&mut self, key: &str, node: &Node<'a>, out: &mut Object) {
        match key {
            "type" => self.ty(node, out),
            "items" => drop(out.insert(key.into(), self.items(node))),
            "x-ms-enum" => drop(out.insert(key.into(), self.enumeration(node))),
            "x-nullable" => drop(out.insert("nullable".into(), node.value.clone())),
            _ => drop(out.insert(key.into(), node.value.clone())),
        }
    }

    fn ty(&mut self, node: &Node<'a>, out: &mut Object) {
        match node.text() {
            Some("file") => {
                out.insert("type".into(), json!("string"));
                out.insert("format".into(), json!("binary"));
            }
            Some(ty) if TYPES.contains(&ty) => drop(out.insert("type".into(), node.value.clone())),
            _ => self.expected(node, "one of string, number, integer, boolean, array, object and file"),
        }
    }

    /// The items of an array that is a parameter or a header.
    fn items(&mut self, node: &Node<'a>) -> Value {
        let mut out = Object::new();
        self.is_object(node);
        for (key, member) in node.members() {
            match key {
                "collectionFormat" if member.text() == Some("csv") => {}
                "collectionFormat" => {
                    let message = "an array inside an array cannot have a collectionFormat of its own in OpenAPI 3.0";
                    self.error(&member, Code::Unsupported, message, "use csv");
                }
                key if keys::TYPED.contains(&key) => self.typed(key, &member, &mut out),
                key => self.copy(&keys::ITEMS, key, &member, &mut out),
            }
        }
        keys::sort(&mut out, keys::SCHEMA_ORDER);
        Value::Object(out)
    }

    fn enumeration(&mut self, node: &Node<'a>) -> Value {
        let mut out = Object::new();
        self.is_object(node);
        for (key, member) in node.members() {
            if key == "values" {
                self.is_array(&member);
                let values = member.elements();
                let values = values.iter().map(|value| self.copied(&keys::ENUM_VALUE, value)).collect();
                out.insert(key.into(), values);
            } else {
                self.copy(&keys::ENUMERATION, key, &member, &mut out);
            }
        }
        keys::sort(&mut out, keys::ORDER);
        Value::Object(out)
    }
}
