//! What the passes share while a document is lowered.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{Node, View};
use crate::{
    diag::Code,
    model::{Docs, Mutability, Param, ParamId, Type, TypeId},
    pointer::Pointer,
    spec::{
        Document, Problem, Report,
        ext::{self, Pageable, SchemaExt},
    },
};

/// The passes' common state.
pub(super) struct Lowering<'a> {
    pub(super) document: &'a Document,
    pub(super) report: Report<'a>,
    /// Every named type. Until `compose` has run, a structure holds its own members only.
    pub(super) types: BTreeMap<TypeId, Type>,
    /// Shared parameters.
    pub(super) params: BTreeMap<ParamId, Param>,
    /// `x-ms-pageable` by operation: what it names is looked up when the types are complete.
    pub(super) pageables: BTreeMap<Pointer, Pageable>,
    /// What components say of the members that use them.
    pub(super) annotations: BTreeMap<TypeId, Annotation>,
    /// What `required` lists, by structure: it may name members of a parent, so `compose` resolves it.
    pub(super) demands: BTreeMap<TypeId, Vec<Demand>>,
    /// Where constructs stand that the model cannot hold.
    pub(super) opaque: BTreeSet<Pointer>,
}

/// A name in `required` and where it stands.
pub(super) struct Demand {
    pub(super) member: String,
    pub(super) at: Pointer,
}

/// What a schema says about the place it stands at, beside its type.
#[derive(Debug, Default)]
pub(super) struct Flags {
    pub(super) docs: Docs,
    pub(super) client_name: Option<String>,
    pub(super) read_only: bool,
    pub(super) mutability: Option<BTreeSet<Mutability>>,
    pub(super) secret: bool,
    pub(super) flatten: bool,
    pub(super) deprecated: bool,
    pub(super) azure_resource: bool,
}

/// What a component says of every member that uses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Annotation {
    pub(super) read_only: bool,
    pub(super) mutability: Option<BTreeSet<Mutability>>,
    pub(super) secret: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            report: Report::new(&document.source),
            types: BTreeMap::new(),
            params: BTreeMap::new(),
            annotations: BTreeMap::new(),
            pageables: BTreeMap::new(),
            demands: BTreeMap::new(),
            opaque: BTreeSet::new(),
        }
    }

    /// Reports a construct that the model cannot hold.
    pub(super) fn unsupported(&mut self, at: &Pointer, what: impl Into<String>, remedy: &str) {
        self.opaque.insert(at.clone());
        self.report.push_at(at, Problem::new(Code::Unsupported, what).help(remedy));
    }

    /// Reports parts that contradict one another.
    pub(super) fn conflict(&mut self, at: &Pointer, what: impl Into<String>, remedy: &str) {
        self.report.push_at(at, Problem::new(Code::Conflict, what).help(remedy));
    }

    /// Warns of a key that means nothing where it stands, and is left out.
    pub(super) fn no_effect(&mut self, at: &Pointer, what: impl Into<String>, remedy: &str) {
        let what = format!("{}, and is left out", what.into());
        self.report.warn_at(at, Problem::new(Code::Conflict, what).help(remedy));
    }

    /// The schema component of this name; `load` has made sure that there is one.
    pub(super) fn component(&self, name: &str) -> Node<'a> {
        let schemas = &self.document.api.components.as_ref().expect("a reference leads to a component").schemas;
        Node::from(&schemas[name])
    }

    /// The flags of a schema, and its extensions.
    pub(super) fn flags(view: &View<'a>) -> (Flags, SchemaExt) {
        let ext: SchemaExt = ext::read(&view.data.extensions);
        let flags = Flags {
            docs: Docs { summary: view.data.title.clone(), description: view.data.description.clone() },
            client_name: ext.client_name.clone(),
            read_only: view.data.read_only,
            mutability: ext.mutability.as_ref().map(|words| words.iter().map(|word| mutability(word)).collect()),
            secret: ext.secret,
            flatten: ext.flatten,
            deprecated: view.data.deprecated,
            azure_resource: ext.azure_resource,
        };
        (flags, ext)
    }

    /// Reports the flags that mean something on a member of an object only. `x-ms-client-flatten` is let pass: it is advice to
    /// other tools, and on anything but a member it advises nothing.
    pub(super) fn refuse_member_flags(&mut self, flags: &Flags, at: &Pointer) {
        let keys = [("readOnly", flags.read_only), ("x-ms-mutability", flags.mutability.is_some())];
        for (key, _) in keys.into_iter().filter(|(_, stands)| *stands) {
            let what = format!("{key} means nothing here: it belongs on a member of an object");
            self.no_effect(&at.join(key), what, "move it to the members that use this schema");
        }
        // What must not be printed is never left out.
        if flags.secret {
            let what = "x-ms-secret means nothing here: it belongs on a member of an object";
            self.unsupported(&at.join("x-ms-secret"), what, "move it to the members that use this schema");
        }
    }

    /// Keeps the flags of a component for the members that use it.
    pub(super) fn annotate_component(&mut self, id: &TypeId, flags: &Flags) {
        let Flags { read_only, mutability, secret, .. } = flags;
        let annotation = Annotation { read_only: *read_only, mutability: mutability.clone(), secret: *secret };
        if annotation != Annotation::default() {
            self.annotations.insert(id.clone(), annotation);
        }
    }

    /// Reports flags that a named type or a member could carry, where there is neither.
    pub(super) fn refuse_all_flags(&mut self, flags: &Flags, at: &Pointer) {
        self.refuse_member_flags(flags, at);
        let flags = [("x-ms-client-name", flags.client_name.is_some()), ("deprecated", flags.deprecated)];
        for (key, _) in flags.into_iter().filter(|(_, stands)| *stands) {
            self.no_effect(&at.join(key), format!("{key} names nothing here"), "move it to a component or a member");
        }
    }
}

fn mutability(word: &str) -> Mutability {
    match word {
        "read" => Mutability::Read,
        "create" => Mutability::Create,
        _ => Mutability::Update,
    }
}
