//! Parameters that are not bodies.

use serde_json::{Value, json};

use super::{
    convert::{Converter, Object},
    files::Node,
    keys,
};
use crate::diag::Code;

impl<'a> Converter<'a> {
    /// A parameter of the path, the query or a header: what it says of its values moves into a schema.
    pub(super) fn parameter(&mut self, node: &Node<'a>) -> Value {
        let mut out = Object::new();
        let mut schema = Object::new();
        if !self.is_object(node) {
            return Value::Object(out);
        }
        for (key, member) in node.members() {
            match key {
                "collectionFormat" => {}
                key if keys::TYPED.contains(&key) => self.typed(key, &member, &mut schema),
                key => self.copy(&keys::PARAMETER, key, &member, &mut out),
            }
        }
        self.check_parameter(node);
        if schema.get("type") == Some(&json!("array")) {
            self.collection(node, &mut out);
        }
        keys::sort(&mut schema, keys::SCHEMA_ORDER);
        out.insert("schema".into(), Value::Object(schema));
        keys::sort(&mut out, keys::ORDER);
        Value::Object(out)
    }

    fn check_parameter(&mut self, node: &Node<'a>) {
        for key in ["name", "in", "type"] {
            if node.text_of(key).is_none() {
                self.error(node, Code::Shape, format!("the parameter has no \"{key}\""), "add it");
            }
        }
        let required = node.value.get("required").and_then(Value::as_bool);
        if node.text_of("in") == Some("path") && required != Some(true) {
            let name = node.text_of("name").unwrap_or_default();
            let message = format!("the path parameter \"{name}\" is not required, but a path always has it");
            self.error(node, Code::PathParameter, message, "add \"required\": true");
        }
    }

    /// How an array is put into a text: always written out, because the defaults of the two formats differ.
    pub(super) fn collection(&mut self, node: &Node<'a>, out: &mut Object) {
        let format = node.text_of("collectionFormat").unwrap_or("csv");
        let query = node.text_of("in") == Some("query");
        let (style, explode) = match format {
            "csv" if query => ("form", false),
            "csv" => ("simple", false),
            "multi" if query => ("form", true),
            "ssv" if query => ("spaceDelimited", false),
            "pipes" if query => ("pipeDelimited", false),
            // OpenAPI 3.0 has no word for these here, so an extension says it.
            "ssv" | "tsv" | "pipes" => {
                out.insert("x-ms-collection-format".into(), json!(format));
                (if query { "form" } else { "simple" }, false)
            }
            _ => {
                let place = node.member("collectionFormat").unwrap_or_else(|| node.clone());
                let message = format!("OpenAPI 3.0 has no word for the collectionFormat \"{format}\" here");
                return self.error(&place, Code::Unsupported, message, "use csv");
            }
        };
        out.insert("style".into(), json!(style));
        out.insert("explode".into(), json!(explode));
    }
}
