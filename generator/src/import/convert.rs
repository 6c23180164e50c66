//! What all conversions share: the bundle that grows, the components still to do, and the diagnostics.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    files::{Files, Node},
    keys::{self, Keys},
};
use crate::diag::{Code, Diagnostic};

/// Whether summaries and descriptions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prose {
    /// Facts only.
    Drop,
    /// Everything.
    Keep,
}

/// An object of the output.
pub(super) type Object = Map<String, Value>;

/// Where a component stands in the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `components.schemas`.
    Schema,
    /// `components.parameters`.
    Parameter,
}

/// A component, converted. Its references hold ids until `names` has names for them.
#[derive(Clone, Debug)]
pub(super) struct Component<'a> {
    pub(super) node: Node<'a>,
    pub(super) value: Value,
}

/// Components by kind and id.
pub(super) type Components<'a> = BTreeMap<(Kind, String), Component<'a>>;

/// One run over the files.
pub(super) struct Converter<'a> {
    pub(super) files: &'a Files,
    pub(super) prose: Prose,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) components: Components<'a>,
    /// The security of each file's operations, by path, where the files differ in it.
    pub(super) security: BTreeMap<&'a str, Value>,
    /// What stands before the paths.
    pub(super) head: Object,
    /// Path items of `paths` and of `x-ms-paths`.
    pub(super) paths: [BTreeMap<String, Object>; 2],
    /// Where the operations stand, by path and method.
    pub(super) origins: BTreeMap<(String, String), Node<'a>>,
    /// The operationIds met, and where.
    pub(super) operations: BTreeMap<String, Node<'a>>,
    /// Extensions that are not known: the first place of each, and how many places have it.
    unknown: BTreeMap<String, (Node<'a>, usize)>,
    seen: BTreeSet<(Kind, String)>,
    waiting: Vec<(Kind, Node<'a>)>,
}

impl<'a> Converter<'a> {
    /// Converts all operations of the entry files and everything that they reach.
    pub(super) fn run(files: &'a Files, prose: Prose) -> Self {
        let mut converter = Self {
            files,
            prose,
            diagnostics: Vec::new(),
            components: BTreeMap::new(),
            security: BTreeMap::new(),
            head: Object::new(),
            paths: Default::default(),
            origins: BTreeMap::new(),
            operations: BTreeMap::new(),
            unknown: BTreeMap::new(),
            seen: BTreeSet::new(),
            waiting: Vec::new(),
        };
        converter.document_head();
        for file in files.entries() {
            converter.path_items(file);
        }
        converter.work_off();
        while converter.want_subtypes() {
            converter.work_off();
        }
        converter.map_subtypes();
        converter.refuse_cycles();
        converter.report_unknown();
        converter
    }

    fn work_off(&mut self) {
        while let Some((kind, node)) = self.waiting.pop() {
            let value = match kind {
                Kind::Schema => self.schema(&node),
                Kind::Parameter => self.parameter(&node),
            };
            self.components.insert((kind, node.id()), Component { node, value });
        }
    }

    /// Asks for a component; whether it is new.
    pub(super) fn want(&mut self, kind: Kind, node: Node<'a>) -> bool {
        let new = self.seen.insert((kind, node.id()));
        if new {
            self.waiting.push((kind, node));
        }
        new
    }

    /// The id of what the reference `node` leads to, which becomes a component.
    pub(super) fn reference(&mut self, kind: Kind, node: &Node<'a>) -> Option<Value> {
        let target = self.target(node)?;
        let id = target.id();
        self.want(kind, target);
        Some(Value::String(id))
    }

    /// What the reference `node` leads to.
    pub(super) fn target(&mut self, node: &Node<'a>) -> Option<Node<'a>> {
        let Some(text) = node.text() else {
            self.expected(node, "the text of a reference");
            return None;
        };
        match self.files.resolve(node.file, text) {
            Ok(target) => Some(target),
            Err(refusal) => {
                self.diagnostics.push(Diagnostic::error(node.at(), refusal.code, refusal.message).help(refusal.help));
                None
            }
        }
    }

    /// Whether words for people are kept.
    pub(super) fn keeps_prose(&self) -> bool {
        self.prose == Prose::Keep
    }

    /// Reports an error.
    pub(super) fn error(&mut self, node: &Node<'_>, code: Code, message: impl Into<String>, help: &str) {
        self.diagnostics.push(Diagnostic::error(node.at(), code, message).help(help));
    }

    /// Reports a value of the wrong shape.
    pub(super) fn expected(&mut self, node: &Node<'_>, what: &str) {
        let tokens: Vec<String> = node.pointer.tokens().collect();
        let subject = match tokens.as_slice() {
            [] => "the document".to_owned(),
            [.., list, index] if index.bytes().all(|b| b.is_ascii_digit()) && list != "responses" => {
                format!("an element of \"{list}\"")
            }
            [.., name] => format!("\"{name}\""),
        };
        self.diagnostics.push(Diagnostic::error(node.at(), Code::Shape, format!("{subject} is not {what}")));
    }

    /// Whether `node` is an object; reports it otherwise.
    pub(super) fn is_object(&mut self, node: &Node<'_>) -> bool {
        if !node.value.is_object() {
            self.expected(node, "an object");
        }
        node.value.is_object()
    }

    /// Whether `node` is an array; reports it otherwise.
    pub(super) fn is_array(&mut self, node: &Node<'_>) -> bool {
        if !node.value.is_array() {
            self.expected(node, "an array");
        }
        node.value.is_array()
    }

    /// Deals with a key that needs no conversion, by its table.
    pub(super) fn copy(&mut self, table: &Keys, key: &str, node: &Node<'a>, out: &mut Object) {
        if table.kept.contains(&key) || (table.prose.contains(&key) && self.keeps_prose()) {
            out.insert(key.to_owned(), node.value.clone());
        } else if !table.prose.contains(&key) {
            self.refuse_unknown(table, key, node);
        }
    }

    fn refuse_unknown(&mut self, table: &Keys, key: &str, node: &Node<'a>) {
        if keys::is_dropped(table.what, key) {
            return;
        }
        if key.starts_with("x-") {
            self.leave_out(key, node);
        } else {
            let message = format!("\"{key}\" on {} is not known, and importing would lose it", table.what);
            self.error(node, Code::LostKey, message, "correct the key, or remove it");
        }
    }

    /// Leaves an extension out that is not known.
    pub(super) fn leave_out(&mut self, key: &str, node: &Node<'a>) {
        self.unknown.entry(key.to_owned()).or_insert_with(|| (node.clone(), 0)).1 += 1;
    }

    /// Says which extensions were left out: once each, however many places have it.
    fn report_unknown(&mut self) {
        for (key, (node, count)) in std::mem::take(&mut self.unknown) {
            let places = if count == 1 { "here".to_owned() } else { format!("here and in {} other places", count - 1) };
            let message = format!("\"{key}\" {places} is not known, and left out");
            let help = "if it changes requests or responses, say so in generator/src/import/keys.rs";
            self.diagnostics.push(Diagnostic::warning(node.at(), Code::UnknownExtension, message).help(help));
        }
    }

    /// An object all of whose keys are copied.
    pub(super) fn copied(&mut self, table: &Keys, node: &Node<'a>) -> Value {
        let mut out = Object::new();
        if self.is_object(node) {
            for (key, member) in node.members() {
                self.copy(table, key, &member, &mut out);
            }
        }
        keys::sort(&mut out, keys::ORDER);
        Value::Object(out)
    }

    /// The definitions and parameters of the entry files that nothing reached.
    pub(super) fn left_out(&self) -> Vec<String> {
        let kinds = [("definitions", Kind::Schema), ("parameters", Kind::Parameter)];
        let mut left_out = Vec::new();
        for file in self.files.entries() {
            for (key, kind) in kinds {
                let all = file.root().member(key).map(|node| node.members()).unwrap_or_default();
                let ids = all.iter().map(|(_, node)| node.id());
                left_out.extend(ids.filter(|id| !self.seen.contains(&(kind, id.clone()))));
            }
        }
        left_out
    }
}
