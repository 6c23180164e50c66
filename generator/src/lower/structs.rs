//! Structures: members, parents and inline parts of `allOf`, as one schema declares them.

use std::collections::BTreeMap;

use openapiv3::AdditionalProperties;

use super::{
    context::{Demand, Flags, Lowering},
    shape::Shape,
    types::{Placed, any, for_type, inline},
    view::{Node, View},
};
use crate::{
    model::{Additional, Discriminator, Field, Struct, TypeId, TypeKind},
    pointer::Pointer,
    spec::refs::Ref,
};

/// A structure while its parts are gathered.
struct Draft<'d> {
    id: &'d TypeId,
    flags: Flags,
    fields: BTreeMap<String, Field>,
    bases: Vec<TypeId>,
    additional: Additional,
}

impl<'a> Lowering<'a> {
    /// Makes a schema with members the type `id`.
    pub(super) fn define_struct(&mut self, id: &TypeId, view: &View<'a>, at: &Pointer) {
        let (flags, _) = Self::flags(view);
        let mut draft =
            Draft { id, flags, fields: BTreeMap::new(), bases: Vec::new(), additional: Additional::Unspecified };
        self.gather(&mut draft, view, at);
        let body = Struct {
            fields: draft.fields.into_values().collect(),
            bases: draft.bases,
            additional: draft.additional,
            discriminator: view.data.discriminator.as_ref().map(discriminator),
        };
        self.define(id, at, &for_type(draft.flags, at), TypeKind::Struct(body));
    }

    /// Adds what a schema and the inline parts of its `allOf` declare.
    fn gather(&mut self, draft: &mut Draft<'_>, view: &View<'a>, at: &Pointer) {
        let id = draft.id;
        for (index, part) in view.all_of.iter().enumerate() {
            self.part(draft, Node::from(part), &at.join("allOf").join(index));
        }
        for &(name, node) in &view.properties {
            let here = at.join("properties").join(name);
            let field = self.field(name, node, &here, &inline(id, name));
            if draft.fields.insert(name.to_owned(), field).is_some() {
                let what = format!("\"{name}\" is declared twice in \"{id}\"");
                self.conflict(&here, what, "keep one of the declarations");
            }
        }
        for (index, member) in view.required.iter().enumerate() {
            let demand = Demand { member: member.clone(), at: at.join("required").join(index) };
            self.demands.entry(id.clone()).or_default().push(demand);
        }
        if let Some(additional) = view.additional {
            let here = at.join("additionalProperties");
            if draft.additional != Additional::Unspecified {
                self.conflict(&here, format!("\"{id}\" says twice what other members it may have"), "say it once");
            }
            draft.additional = self.additional(additional, &here, &inline(id, "additionalProperties"));
        }
    }

    /// One part of an `allOf`: a parent, or more members written inline.
    fn part(&mut self, draft: &mut Draft<'_>, node: Node<'a>, at: &Pointer) {
        let schema = match node {
            Node::Ref(reference) => {
                let base = TypeId(Ref::name_in(reference));
                if !draft.bases.contains(&base) {
                    draft.bases.push(base);
                }
                return;
            }
            Node::Item(schema) => schema,
        };
        let view = View::new(schema);
        let (part, ext) = Self::flags(&view);
        let shape = self.shape(&view, at);
        self.check_ext(&shape, &ext, at);
        match shape {
            Shape::Refused => return,
            Shape::Struct | Shape::Object | Shape::Any | Shape::Map(_) | Shape::Same(_) => {}
            Shape::Enum | Shape::List | Shape::Scalar(_) => {
                return self.unsupported(at, "a part of allOf that is no object", "write the schema out");
            }
        }
        self.refuse_all_flags(&part, at);
        if view.data.nullable || view.data.default.is_some() || view.data.discriminator.is_some() {
            self.unsupported(at, "nullable, default or discriminator in a part of allOf", "move it beside the allOf");
        }
        let docs = &mut draft.flags.docs;
        docs.description = docs.description.take().or(part.docs.description);
        docs.summary = docs.summary.take().or(part.docs.summary);
        self.gather(draft, &view, at);
    }

    fn field(&mut self, name: &str, node: Node<'a>, at: &Pointer, id: &TypeId) -> Field {
        let Placed { value, flags } = self.place(node, at, id);
        Field {
            name: name.to_owned(),
            client_name: flags.client_name,
            at: at.clone(),
            docs: flags.docs,
            inherited_from: None,
            value,
            required: false,
            read_only: flags.read_only,
            mutability: flags.mutability,
            secret: flags.secret,
            flatten: flags.flatten,
            deprecated: flags.deprecated,
            recursive: false,
        }
    }

    fn additional(&mut self, additional: &'a AdditionalProperties, at: &Pointer, id: &TypeId) -> Additional {
        match additional {
            AdditionalProperties::Any(true) => Additional::Any,
            AdditionalProperties::Any(false) => Additional::Denied,
            AdditionalProperties::Schema(schema) => {
                let value = self.plain(Node::from(&**schema), at, id);
                if value == any() { Additional::Any } else { Additional::Typed(Box::new(value)) }
            }
        }
    }
}

/// Mapping values are references or bare component names.
fn discriminator(source: &openapiv3::Discriminator) -> Discriminator {
    let target = |text: &String| TypeId(Ref::parse(text).map_or_else(|_| text.clone(), |reference| reference.name));
    Discriminator {
        property: source.property_name.clone(),
        mapping: source.mapping.iter().map(|(value, text)| (value.clone(), target(text))).collect(),
    }
}
