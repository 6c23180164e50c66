//! Path items and operations.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    convert::{Converter, Kind, Object},
    files::{File, Node},
    keys,
};
use crate::diag::{Code, Diagnostic};

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch"];

/// What a file without `consumes` or `produces` means: everything in this API family is JSON unless it says otherwise.
const DEFAULT_MEDIA_TYPE: &str = "application/json";

/// An operation where it stands.
struct Place<'a> {
    path: &'a str,
    node: Node<'a>,
    /// The parameters that the path item declares for all of its operations.
    shared: Vec<Node<'a>>,
}

impl<'a> Converter<'a> {
    /// All path items of an entry file.
    pub(super) fn path_items(&mut self, file: &'a File) {
        for key in ["paths", "x-ms-paths"] {
            let Some(items) = file.root().member(key) else { continue };
            self.is_object(&items);
            for (path, item) in items.members() {
                // Wherever it stands in the published file: with a query it belongs into `x-ms-paths`.
                self.path_item(usize::from(path.contains('?')), path, &item);
            }
        }
    }

    fn path_item(&mut self, index: usize, path: &'a str, item: &Node<'a>) {
        self.is_object(item);
        if !path.starts_with('/') {
            self.error(item, Code::Shape, format!("the path \"{path}\" does not start with /"), "correct it");
        }
        let shared = item.member("parameters").map(|node| node.elements()).unwrap_or_default();
        for (key, node) in item.members() {
            if key == "parameters" {
                continue;
            }
            if key.starts_with("x-") {
                self.leave_out(key, &node);
                continue;
            }
            if !METHODS.contains(&key) {
                let message = format!("\"{key}\" is no method that a path item can have");
                self.error(&node, Code::Unsupported, message, "write the operations where the path stands");
                continue;
            }
            let operation = self.operation(&Place { path, node: node.clone(), shared: shared.clone() });
            let methods = self.paths[index].entry(path.to_owned()).or_default();
            methods.insert(key.to_owned(), operation);
            if let Some(first) = self.origins.insert((path.to_owned(), key.to_owned()), node.clone()) {
                let at = first.at();
                let message = format!("{} {path} is declared at {}:{} already", key.to_uppercase(), at.file, at.line);
                self.error(&node, Code::DuplicateOperation, message, "keep one of them");
            }
        }
    }

    fn operation(&mut self, place: &Place<'a>) -> Value {
        let mut out = Object::new();
        let node = &place.node;
        if !self.is_object(node) {
            return Value::Object(out);
        }
        self.check_id(node);
        for (key, member) in node.members() {
            match key {
                "parameters" | "consumes" | "produces" => {}
                "responses" => {
                    let produces = self.media_types(node, "produces");
                    out.insert(key.into(), self.responses(&member, &produces));
                }
                "x-ms-odata" => drop(self.reference(Kind::Schema, &member).map(|id| out.insert(key.into(), id))),
                "x-ms-pageable" => drop(out.insert(key.into(), self.copied(&keys::PAGEABLE, &member))),
                "x-ms-long-running-operation-options" => drop(out.insert(key.into(), self.long_running(&member))),
                _ => self.copy(&keys::OPERATION, key, &member, &mut out),
            }
        }
        self.parameters(place, &mut out);
        if !out.contains_key("responses") {
            self.error(node, Code::Shape, "the operation has no \"responses\"", "declare what it answers");
        }
        if let (None, Some(security)) = (out.get("security"), self.security.get(node.file.path.as_str())) {
            out.insert("security".into(), security.clone());
        }
        keys::sort(&mut out, keys::ORDER);
        Value::Object(out)
    }

    fn check_id(&mut self, node: &Node<'a>) {
        let Some(id) = node.member("operationId") else {
            let message = "the operation has no \"operationId\", so no method could be named after it";
            return self.error(node, Code::Shape, message, "add one");
        };
        let Some(text) = id.text() else { return self.expected(&id, "a text") };
        if let Some(first) = self.operations.get(text) {
            let at = first.at();
            let message = format!("the operationId \"{text}\" is taken by {}:{}", at.file, at.line);
            return self.error(&id, Code::DuplicateOperation, message, "give each operation its own");
        }
        self.operations.insert(text.to_owned(), id);
    }

    fn long_running(&mut self, node: &Node<'a>) -> Value {
        let mut out = Object::new();
        self.is_object(node);
        for (key, member) in node.members() {
            match key {
                "final-state-schema" => {
                    drop(self.reference(Kind::Schema, &member).map(|id| out.insert(key.into(), id)));
                }
                _ => self.copy(&keys::LONG_RUNNING, key, &member, &mut out),
            }
        }
        Value::Object(out)
    }

    /// The media types of an operation: its own, else its file's.
    fn media_types(&mut self, node: &Node<'a>, key: &str) -> Vec<String> {
        let Some(list) = node.member(key).or_else(|| node.file.root().member(key)) else {
            return vec![DEFAULT_MEDIA_TYPE.into()];
        };
        self.is_array(&list);
        let types: Vec<String> = list.elements().iter().filter_map(Node::text).map(str::to_owned).collect();
        if types.is_empty() { vec![DEFAULT_MEDIA_TYPE.into()] } else { types }
    }

    /// The parameters of an operation: those of its path item, then its own, in declared order; the body apart.
    fn parameters(&mut self, place: &Place<'a>, out: &mut Object) {
        let own = place.node.member("parameters").map(|node| node.elements()).unwrap_or_default();
        let mut seen = BTreeSet::new();
        let mut list = Vec::new();
        let own: Vec<_> = own.into_iter().filter_map(|node| Some((self.shared(&node)?, node))).collect();
        let above: Vec<_> = place.shared.iter().filter_map(|node| Some((self.shared(node)?, node.clone()))).collect();
        let above = above.into_iter().filter(|(above, _)| !own.iter().any(|(own, _)| key(own) == key(above)));
        let all: Vec<_> = above.chain(own.iter().cloned()).collect();
        for (index, (target, node)) in all.into_iter().enumerate() {
            if !seen.insert(key(&target)) {
                let (location, name) = key(&target);
                let message = format!("the {location} parameter \"{name}\" stands twice in one operation");
                self.error(&node, Code::Shape, message, "keep one of them");
                continue;
            }
            match target.text_of("in") {
                Some("body") => self.body(place, &target, index, out),
                Some("formData") => {
                    self.error(&target, Code::Unsupported, "form parameters are not supported", "send a body");
                }
                Some("path" | "query" | "header") => list.push(self.parameter_or_reference(&node, target)),
                _ => self.error(&target, Code::Shape, "the parameter has no \"in\" of Swagger 2.0", "correct it"),
            }
        }
        self.check_path(place, &seen);
        out.insert("parameters".into(), Value::Array(list));
    }

    /// What `node` is, or leads to if it is a reference.
    pub(super) fn shared(&mut self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut target = node.clone();
        let mut steps = BTreeSet::new();
        while let Some(reference) = target.member("$ref") {
            if !steps.insert(target.id()) {
                let message = format!("the reference leads only to itself, through {}", target.id());
                self.error(node, Code::RefCycle, message, "let one of them say what it is");
                return None;
            }
            if let Some((neighbour, place)) = target.members().into_iter().find(|(key, _)| *key != "$ref") {
                let message = format!("\"{neighbour}\" beside a $ref to a parameter or response has no effect");
                let warning = Diagnostic::warning(place.at(), Code::RefSibling, message);
                self.diagnostics.push(warning.help("move it to where the reference leads, or remove it"));
            }
            target = self.target(&reference)?;
        }
        Some(target)
    }

    fn parameter_or_reference(&mut self, node: &Node<'a>, target: Node<'a>) -> Value {
        if node.id() == target.id() {
            return self.parameter(node);
        }
        let id = target.id();
        self.want(Kind::Parameter, target);
        json!({ "$ref": id })
    }

    /// A body parameter: OpenAPI 3.0 keeps it apart from the others, so its name and position are noted.
    fn body(&mut self, place: &Place<'a>, node: &Node<'a>, index: usize, out: &mut Object) {
        if out.contains_key("requestBody") {
            return self.error(node, Code::Shape, "the operation has two bodies", "keep one of them");
        }
        let mut body = Object::new();
        body.insert("x-ms-requestBody-name".into(), json!(node.text_of("name")));
        body.insert("x-ms-requestBody-index".into(), json!(index));
        for (key, member) in node.members() {
            match key {
                // A body always belongs to its method.
                "name" | "in" | "x-ms-parameter-location" => {}
                "schema" => {
                    let consumes = self.media_types(&place.node, "consumes");
                    body.insert("content".into(), self.content(&member, &consumes));
                }
                _ => self.copy(&keys::BODY, key, &member, &mut body),
            }
        }
        if !body.contains_key("content") {
            self.error(node, Code::Shape, "the body has no \"schema\"", "add it");
        }
        keys::sort(&mut body, keys::ORDER);
        out.insert("requestBody".into(), Value::Object(body));
    }

    /// The parameters in the path and the declared ones must be the same.
    fn check_path(&mut self, place: &Place<'a>, declared: &BTreeSet<(&'a str, &'a str)>) {
        let path = place.path;
        let inside: BTreeSet<&str> =
            path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect();
        let declared: BTreeSet<&str> =
            declared.iter().filter(|(location, _)| *location == "path").map(|(_, name)| *name).collect();
        for name in inside.difference(&declared) {
            let message = format!("the path has {{{name}}}, but no path parameter \"{name}\" is declared");
            self.error(&place.node, Code::PathParameter, message, "declare it");
        }
        for name in declared.difference(&inside) {
            let message = format!("the path parameter \"{name}\" is declared, but the path has no {{{name}}}");
            self.error(&place.node, Code::PathParameter, message, "remove it, or correct its name");
        }
    }
}

/// What tells parameters apart.
fn key<'a>(node: &Node<'a>) -> (&'a str, &'a str) {
    (node.text_of("in").unwrap_or_default(), node.text_of("name").unwrap_or_default())
}
