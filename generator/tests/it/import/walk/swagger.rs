//! The walk over published files.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    rc::Rc,
};

use serde_json::Value;

use super::{ByOperation, Facts, PROSE, sorted, without_prose};

const METHODS: [&str; 6] = ["get", "put", "post", "delete", "head", "patch"];

/// A folder of files with what was read of it.
pub(crate) struct Checkout {
    root: PathBuf,
    read: RefCell<BTreeMap<String, Rc<Value>>>,
}

impl Checkout {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root, read: RefCell::default() }
    }

    fn file(&self, path: &str) -> Rc<Value> {
        let mut read = self.read.borrow_mut();
        let file = read.entry(path.to_owned()).or_insert_with(|| {
            let text = fs::read_to_string(self.root.join(path)).expect("a published file");
            Rc::new(serde_json::from_str(&text).expect("JSON"))
        });
        Rc::clone(file)
    }

    /// The file and the value that `reference` in the file `from` means.
    fn follow(&self, from: &str, reference: &str) -> (String, Value) {
        let (path, pointer) = reference.split_once('#').expect("a pointer");
        let mut parts: Vec<&str> = from.split('/').collect();
        if !path.is_empty() {
            parts.pop();
        }
        for step in path.split('/').filter(|step| !matches!(*step, "" | ".")) {
            if step == ".." {
                parts.pop();
            } else {
                parts.push(step);
            }
        }
        let file = parts.join("/");
        let value = self.file(&file).pointer(pointer).expect("a target").clone();
        (file, value)
    }
}

/// The facts of every operation of `entries`, each on its own.
pub(crate) fn by_operation(checkout: &Checkout, entries: &[String]) -> ByOperation {
    let mut all = ByOperation::new();
    each_operation(checkout, entries, |file, path, method, operation| {
        let mut walk = Walk { checkout, facts: Facts::default(), seen: BTreeSet::new() };
        walk.operation(file, path, method, operation);
        let id = operation["operationId"].as_str().expect("an id").to_owned();
        assert!(all.insert(id, walk.facts).is_none());
    });
    all
}

/// The facts of all of them, each schema counted once.
pub(crate) fn all_facts(checkout: &Checkout, entries: &[String]) -> Facts {
    let mut walk = Walk { checkout, facts: Facts::default(), seen: BTreeSet::new() };
    each_operation(checkout, entries, |file, path, method, operation| walk.operation(file, path, method, operation));
    walk.facts
}

fn each_operation(checkout: &Checkout, entries: &[String], mut visit: impl FnMut(&str, &str, &str, &Value)) {
    for file in entries {
        let document = checkout.file(file);
        for section in ["paths", "x-ms-paths"] {
            for (path, item) in document.get(section).and_then(Value::as_object).into_iter().flatten() {
                for (method, operation) in item.as_object().expect("an object") {
                    assert!(METHODS.contains(&method.as_str()), "{method}");
                    visit(file, path, method, operation);
                }
            }
        }
    }
}

struct Walk<'a> {
    checkout: &'a Checkout,
    facts: Facts,
    seen: BTreeSet<String>,
}

impl Walk<'_> {
    fn operation(&mut self, file: &str, path: &str, method: &str, operation: &Value) {
        self.facts.add(format!("operation path {method} {path}"));
        let document = self.checkout.file(file);
        let media = |key: &str| operation.get(key).or(document.get(key)).cloned().expect("media types");
        for (key, value) in operation.as_object().expect("an object") {
            match key.as_str() {
                "parameters" => self.parameters(file, value, &media("consumes")),
                "responses" => self.responses(file, value, &media("produces")),
                "x-ms-odata" => {
                    self.facts.add("operation x-ms-odata");
                    self.reference(file, value);
                }
                "produces" | "consumes" | "x-ms-examples" => {}
                key if PROSE.contains(&key) => {}
                key => self.facts.value("operation", key, value),
            }
        }
    }

    fn parameters(&mut self, file: &str, list: &Value, consumes: &Value) {
        for (index, parameter) in list.as_array().expect("an array").iter().enumerate() {
            let (file, parameter) = match parameter.get("$ref") {
                Some(reference) => self.checkout.follow(file, reference.as_str().expect("a text")),
                None => (file.to_owned(), parameter.clone()),
            };
            let name = parameter["name"].as_str().expect("a name");
            let location = parameter["in"].as_str().expect("a place");
            self.facts.add(format!("parameter {location} {name} at {index}"));
            for (key, value) in parameter.as_object().expect("an object") {
                match key.as_str() {
                    "name" | "in" => {}
                    "schema" => self.bodies(&file, value, consumes),
                    "required" | "x-ms-parameter-location" | "x-ms-client-name" | "x-ms-skip-url-encoding" => {
                        self.facts.value("parameter", key, value);
                    }
                    key => self.keyword(&file, key, value),
                }
            }
        }
    }

    fn responses(&mut self, file: &str, responses: &Value, produces: &Value) {
        for (status, response) in responses.as_object().expect("an object") {
            self.facts.add(format!("response status {status}"));
            for (key, value) in response.as_object().expect("an object") {
                match key.as_str() {
                    "schema" => self.bodies(file, value, produces),
                    "headers" => self.headers(file, value),
                    "description" => {}
                    key => self.facts.value("response", key, value),
                }
            }
        }
    }

    fn headers(&mut self, file: &str, headers: &Value) {
        for (name, header) in headers.as_object().expect("an object") {
            self.facts.add(format!("header name {name}"));
            self.schema(file, header);
        }
    }

    fn bodies(&mut self, file: &str, schema: &Value, media_types: &Value) {
        for media_type in media_types.as_array().expect("an array") {
            self.facts.add(format!("body type {media_type}"));
            self.schema(file, schema);
        }
    }

    fn schema(&mut self, file: &str, schema: &Value) {
        for (key, value) in schema.as_object().expect("an object") {
            self.keyword(file, key, value);
        }
    }

    fn keyword(&mut self, file: &str, key: &str, value: &Value) {
        match key {
            "$ref" => self.reference(file, value),
            "properties" => {
                for (name, property) in value.as_object().expect("an object") {
                    self.facts.add(format!("schema property {name}"));
                    self.schema(file, property);
                }
            }
            "items" => self.schema(file, value),
            "additionalProperties" if value.is_object() => {
                self.facts.add("schema additionalProperties");
                self.schema(file, value);
            }
            "allOf" => value.as_array().expect("an array").iter().for_each(|part| self.schema(file, part)),
            "required" => {
                for name in value.as_array().expect("an array") {
                    self.facts.value("schema", "required", name);
                }
            }
            "enum" => value.as_array().expect("an array").iter().for_each(|v| self.facts.value("schema", "enum", v)),
            "x-nullable" => self.facts.value("schema", "nullable", value),
            "x-apim-code-nillable" => {}
            key if PROSE.contains(&key) => {}
            key => self.facts.value("schema", key, &sorted(value)),
        }
    }

    fn reference(&mut self, file: &str, reference: &Value) {
        let reference = reference.as_str().expect("a text");
        self.facts.add("schema $ref");
        let (file, target) = self.checkout.follow(file, reference);
        let name = reference.rsplit('/').next().unwrap_or_default();
        // Two definitions that say the same under one name are one component in our document.
        if self.seen.insert(format!("{name} {}", without_prose(&target))) {
            self.facts.add("component schema");
            self.schema(&file, &target);
        }
    }
}
