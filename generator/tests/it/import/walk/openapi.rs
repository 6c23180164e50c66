//! The walk over our document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{ByOperation, Facts, PROSE, sorted};

/// The facts of every operation, each on its own.
pub(crate) fn by_operation(document: &Value) -> ByOperation {
    let mut all = ByOperation::new();
    each_operation(document, |path, method, operation| {
        let mut walk = Walk { document, facts: Facts::default(), seen: BTreeSet::new() };
        walk.operation(path, method, operation);
        let id = operation["operationId"].as_str().expect("an id").to_owned();
        assert!(all.insert(id, walk.facts).is_none());
    });
    all
}

/// The facts of all of them, each schema counted once.
pub(crate) fn all_facts(document: &Value) -> Facts {
    let mut walk = Walk { document, facts: Facts::default(), seen: BTreeSet::new() };
    each_operation(document, |path, method, operation| walk.operation(path, method, operation));
    walk.facts
}

fn each_operation<'a>(document: &'a Value, mut visit: impl FnMut(&'a str, &'a str, &'a Value)) {
    for section in ["paths", "x-ms-paths"] {
        for (path, item) in document.get(section).and_then(Value::as_object).into_iter().flatten() {
            item.as_object().expect("an object").iter().for_each(|(method, operation)| visit(path, method, operation));
        }
    }
}

struct Walk<'a> {
    document: &'a Value,
    facts: Facts,
    seen: BTreeSet<&'a str>,
}

impl<'a> Walk<'a> {
    fn operation(&mut self, path: &str, method: &str, operation: &'a Value) {
        self.facts.add(format!("operation path {method} {path}"));
        let body = operation.get("requestBody");
        let position = body.and_then(|body| body["x-ms-requestBody-index"].as_u64());
        for (key, value) in operation.as_object().expect("an object") {
            match key.as_str() {
                "parameters" => self.parameters(value, position),
                "requestBody" => self.request_body(value),
                "responses" => self.responses(value),
                "x-ms-odata" => {
                    self.facts.add("operation x-ms-odata");
                    self.reference(value);
                }
                key if PROSE.contains(&key) => {}
                key => self.facts.value("operation", key, value),
            }
        }
    }

    fn parameters(&mut self, list: &'a Value, body: Option<u64>) {
        let free = (0..).filter(|index| Some(*index) != body);
        for (parameter, index) in list.as_array().expect("an array").iter().zip(free) {
            let parameter = parameter.get("$ref").map_or(parameter, |reference| self.target(reference).1);
            let name = parameter["name"].as_str().expect("a name");
            let location = parameter["in"].as_str().expect("a place");
            self.facts.add(format!("parameter {location} {name} at {index}"));
            for (key, value) in parameter.as_object().expect("an object") {
                match key.as_str() {
                    "name" | "in" => {}
                    "schema" => self.schema(value),
                    key if PROSE.contains(&key) => {}
                    key => self.facts.value("parameter", key, value),
                }
            }
        }
    }

    fn request_body(&mut self, body: &'a Value) {
        let name = body["x-ms-requestBody-name"].as_str().expect("a name");
        self.facts.add(format!("parameter body {name} at {}", body["x-ms-requestBody-index"]));
        for (key, value) in body.as_object().expect("an object") {
            match key.as_str() {
                "x-ms-requestBody-name" | "x-ms-requestBody-index" => {}
                "content" => self.bodies(value),
                key if PROSE.contains(&key) => {}
                key => self.facts.value("parameter", key, value),
            }
        }
    }

    fn responses(&mut self, responses: &'a Value) {
        for (status, response) in responses.as_object().expect("an object") {
            self.facts.add(format!("response status {status}"));
            for (key, value) in response.as_object().expect("an object") {
                match key.as_str() {
                    "content" => self.bodies(value),
                    "headers" => self.headers(value),
                    "description" => {}
                    key => self.facts.value("response", key, value),
                }
            }
        }
    }

    fn headers(&mut self, headers: &'a Value) {
        for (name, header) in headers.as_object().expect("an object") {
            self.facts.add(format!("header name {name}"));
            self.schema(&header["schema"]);
        }
    }

    fn bodies(&mut self, content: &'a Value) {
        for (media_type, body) in content.as_object().expect("an object") {
            self.facts.add(format!("body type {}", Value::from(media_type.as_str())));
            self.schema(&body["schema"]);
        }
    }

    fn schema(&mut self, schema: &'a Value) {
        for (key, value) in schema.as_object().expect("an object") {
            match key.as_str() {
                "$ref" => self.reference(value),
                "properties" => {
                    for (name, property) in value.as_object().expect("an object") {
                        self.facts.add(format!("schema property {name}"));
                        self.schema(property);
                    }
                }
                "items" => self.schema(value),
                "additionalProperties" if value.is_object() => {
                    self.facts.add("schema additionalProperties");
                    self.schema(value);
                }
                "allOf" => value.as_array().expect("an array").iter().for_each(|part| self.schema(part)),
                "required" | "enum" => {
                    value.as_array().expect("an array").iter().for_each(|v| self.facts.value("schema", key, v));
                }
                key if PROSE.contains(&key) => {}
                key => self.facts.value("schema", key, &sorted(value)),
            }
        }
    }

    fn reference(&mut self, reference: &'a Value) {
        self.facts.add("schema $ref");
        let (name, schema) = self.target(reference);
        if self.seen.insert(name) {
            self.facts.add("component schema");
            self.schema(schema);
        }
    }

    fn target(&self, reference: &'a Value) -> (&'a str, &'a Value) {
        let reference = reference.as_str().expect("a text");
        let pointer = reference.strip_prefix('#').expect("a reference into the document");
        (reference, self.document.pointer(pointer).expect("a target"))
    }
}
