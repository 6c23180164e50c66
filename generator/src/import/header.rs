//! Response headers.

use serde_json::{Value, json};

use super::{
    convert::{Converter, Object},
    files::Node,
    keys,
};

impl<'a> Converter<'a> {
    /// A header: what it says of its values moves into a schema.
    pub(super) fn header(&mut self, node: &Node<'a>) -> Value {
        let mut out = Object::new();
        let mut schema = Object::new();
        if !self.is_object(node) {
            return Value::Object(out);
        }
        for (key, member) in node.members() {
            match key {
                "collectionFormat" => {}
                key if keys::TYPED.contains(&key) => self.typed(key, &member, &mut schema),
                key => self.copy(&keys::HEADER, key, &member, &mut out),
            }
        }
        if schema.get("type") == Some(&json!("array")) {
            self.collection(node, &mut out);
        }
        keys::sort(&mut schema, keys::SCHEMA_ORDER);
        out.insert("schema".into(), Value::Object(schema));
        keys::sort(&mut out, keys::ORDER);
        Value::Object(out)
    }
}
