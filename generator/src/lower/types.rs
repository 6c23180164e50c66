//! Named types: every schema component, and what is written inline and needs a name.
//!
//! Invariant: a type is known by its id alone, so forward and circular references are nothing special; what an id stands for
//! is looked up when all of them are there.

use openapiv3::{AdditionalProperties, ReferenceOr};

use super::{
    context::{Demand, Flags, Lowering},
    view::{Facets, Node, View, Word},
};
use crate::{
    diag::Code,
    model::{
        Additional, Constraints, Discriminator, Field, Scalar, Struct, Type, TypeId, TypeKind, TypeRef, Usage, Value,
    },
    pointer::Pointer,
    spec::{Problem, ext::SchemaExt, refs::Ref},
};

/// A value and what is said about the place it stands at.
pub(super) struct Placed {
    pub(super) value: Value,
    pub(super) flags: Flags,
}

/// What a schema is, seen from outside.
enum Shape<'a> {
    /// Another schema, perhaps with more to say.
    Same(&'a str),
    Enum,
    Struct,
    List,
    /// An object whose members all have one schema.
    Map(Node<'a>),
    Object,
    Any,
    Scalar(Word),
    /// Nothing that the model holds; reported already.
    Refused,
}

impl<'a> Lowering<'a> {
    /// Lowers every schema component.
    pub(super) fn components(&mut self) {
        let Some(components) = &self.document.api.components else { return };
        let at = Pointer::root().join("components").join("schemas");
        for (name, schema) in &components.schemas {
            self.component_type(TypeId(name.clone()), Node::from(schema), &at.join(name));
        }
    }

    fn component_type(&mut self, id: TypeId, node: Node<'a>, at: &Pointer) {
        let Node::Item(schema) = node else {
            let Placed { value, flags } = self.place(node, at, &id);
            return self.define(id, at, &flags, false, TypeKind::Alias(value));
        };
        let view = View::new(schema);
        let mut shape = self.shape(&view, at);
        if let Shape::Same(target) = shape
            && self.leads_to_object(target)
        {
            // A component that extends another and adds nothing is a structure of its own.
            shape = Shape::Struct;
        }
        match shape {
            Shape::Enum | Shape::Struct => {
                let (flags, ext) = Self::flags(&view);
                self.check_ext(&shape, &ext, at);
                self.annotate_component(&id, &flags);
                self.refuse_value_keys(&view, &ext, at);
                if matches!(shape, Shape::Enum) {
                    self.define_enum(&id, &view, at);
                } else {
                    self.define_struct(&id, &view, at);
                }
            }
            Shape::List => self.define_alias(id, "item", node, at),
            _ => self.define_alias(id, "value", node, at),
        }
    }

    /// What is said of a value, and a component that is a structure or an enumeration is none.
    fn refuse_value_keys(&mut self, view: &View<'a>, ext: &SchemaExt, at: &Pointer) {
        let keys = [
            ("nullable", view.data.nullable || ext.nullable),
            ("default", view.data.default.is_some()),
            ("limits", !view.constraints.is_empty()),
        ];
        for (key, _) in keys.into_iter().filter(|(_, stands)| *stands) {
            self.unsupported(
                at,
                format!("{key} on a component with members or values"),
                "move it to where the component is used",
            );
        }
    }

    /// A component that is a name for a list, a map, a scalar or another component. What stands inline in it is called `inner`.
    fn define_alias(&mut self, id: TypeId, inner: &str, node: Node<'a>, at: &Pointer) {
        let Placed { value, flags } = self.place(node, at, &inline(&id, inner));
        self.annotate_component(&id, &flags);
        self.define(id, at, &flags, false, TypeKind::Alias(value));
    }

    pub(super) fn define(&mut self, id: TypeId, at: &Pointer, flags: &Flags, azure_resource: bool, kind: TypeKind) {
        let ty = Type {
            id: id.clone(),
            client_name: flags.client_name.clone(),
            at: at.clone(),
            docs: flags.docs.clone(),
            usage: Usage::default(),
            deprecated: flags.deprecated,
            azure_resource,
            kind,
        };
        let other = self.types.insert(id.clone(), ty);
        // A shared response is lowered wherever it is used, and its inline types with it.
        if let Some(other) = other.filter(|other| other.at != *at) {
            let message = format!("the inline type here is called \"{id}\", and so is the one at {}", other.at);
            self.report
                .push_at(at, Problem::new(Code::NameCollision, message).help("rename the component or the member"));
        }
    }

    /// The value at a place that cannot carry a member's flags.
    pub(super) fn plain(&mut self, node: Node<'a>, at: &Pointer, id: &TypeId) -> Value {
        let Placed { value, flags } = self.place(node, at, id);
        self.refuse_all_flags(&flags, at);
        value
    }

    /// The value at a place, and its flags there. A type that stands inline is called `id`.
    pub(super) fn place(&mut self, node: Node<'a>, at: &Pointer, id: &TypeId) -> Placed {
        let schema = match node {
            Node::Ref(reference) => return Placed { value: named(&Ref::name_in(reference)), flags: Flags::default() },
            Node::Item(schema) => schema,
        };
        let view = View::new(schema);
        let (flags, ext) = Self::flags(&view);
        let mut constraints = view.constraints.clone();
        let shape = self.shape(&view, at);
        self.check_ext(&shape, &ext, at);
        let ty = match shape {
            Shape::Same(reference) => {
                constraints = self.beside_reference(&view, reference, at);
                TypeRef::Named(TypeId(Ref::name_in(reference)))
            }
            Shape::Enum => {
                self.define_enum(id, &view, at);
                TypeRef::Named(id.clone())
            }
            Shape::Struct => {
                self.define_struct(id, &view, at);
                TypeRef::Named(id.clone())
            }
            Shape::List => TypeRef::List(Box::new(self.items(&view, at, id))),
            Shape::Map(values) => self.map(values, &at.join("additionalProperties"), id),
            Shape::Object => TypeRef::Object,
            Shape::Any | Shape::Refused => TypeRef::Any,
            Shape::Scalar(word) => TypeRef::Scalar(self.scalar(word, view.format.as_deref(), at)),
        };
        let value = Value {
            ty,
            nullable: view.data.nullable || ext.nullable,
            default: view.data.default.clone(),
            constraints,
            identifiers: ext.identifiers,
            arm_id_types: ext.arm_id_details.map(|d| d.allowed_resources.into_iter().map(|r| r.ty).collect()),
        };
        Placed { value, flags }
    }

    /// What a schema is. Reports what keeps it from being that.
    fn shape(&mut self, view: &View<'a>, at: &Pointer) -> Shape<'a> {
        let shape = self.bare_shape(view, at);
        let kind = match shape {
            Shape::Same(_) | Shape::Refused => return shape,
            Shape::Enum | Shape::Scalar(_) => Facets::scalar(view.word),
            Shape::List => Facets { list: true, ..Facets::default() },
            Shape::Struct | Shape::Map(_) | Shape::Object => Facets { members: true, ..Facets::default() },
            Shape::Any => Facets::default(),
        };
        for key in kind.foreign(view) {
            self.conflict(
                &at.join(key),
                format!("{key} means nothing for this kind of schema"),
                "remove it, or correct the type",
            );
        }
        shape
    }

    fn bare_shape(&mut self, view: &View<'a>, at: &Pointer) -> Shape<'a> {
        if !view.unsupported.is_empty() {
            for key in &view.unsupported {
                self.unsupported(&at.join(key), format!("{key} is not supported"), "describe the value without it");
            }
            return Shape::Refused;
        }
        let members = !view.properties.is_empty() || !view.required.is_empty();
        if !view.values.is_empty() {
            return Shape::Enum;
        }
        if let ([ReferenceOr::Reference { reference }], false, None, None) =
            (view.all_of, members, view.additional, &view.data.discriminator)
        {
            return Shape::Same(reference);
        }
        match view.word {
            Some(Word::Object) => Self::object_shape(view, members),
            None if view.is_object() => Self::object_shape(view, members),
            Some(word) if !view.all_of.is_empty() => {
                self.unsupported(at, format!("allOf beside type {word}"), "write the schema out");
                Shape::Refused
            }
            Some(Word::Array) => Shape::List,
            None if view.items.is_some() => Shape::List,
            Some(word) => Shape::Scalar(word),
            None if view.format.is_none() && view.constraints.is_empty() => Shape::Any,
            None => {
                let problem = Problem::new(Code::Shape, "the schema has limits or a format, and no type");
                self.report.push_at(at, problem.help("give it a \"type\""));
                Shape::Refused
            }
        }
    }

    fn object_shape(view: &View<'a>, members: bool) -> Shape<'a> {
        if members || !view.all_of.is_empty() || view.data.discriminator.is_some() {
            return Shape::Struct;
        }
        match view.additional {
            None | Some(AdditionalProperties::Any(true)) => Shape::Object,
            Some(AdditionalProperties::Any(false)) => Shape::Struct,
            Some(AdditionalProperties::Schema(schema)) => Shape::Map(Node::from(&**schema)),
        }
    }

    /// `x-ms-*` keys that say something about one kind of schema, on another.
    fn check_ext(&mut self, shape: &Shape<'_>, ext: &SchemaExt, at: &Pointer) {
        let is_text = matches!(shape, Shape::Scalar(Word::String));
        let misplaced = [
            ("x-ms-enum", ext.enumeration.is_some() && !matches!(shape, Shape::Enum)),
            ("x-ms-identifiers", ext.identifiers.is_some() && !matches!(shape, Shape::List)),
            ("x-ms-arm-id-details", ext.arm_id_details.is_some() && !is_text),
            ("x-ms-azure-resource", ext.azure_resource && !matches!(shape, Shape::Struct)),
        ];
        for (key, _) in misplaced.into_iter().filter(|(_, misplaced)| *misplaced) {
            self.unsupported(&at.join(key), format!("{key} means nothing on this kind of schema"), "remove it");
        }
    }

    /// The limits beside `allOf` with one reference, and whether `type` there agrees with what is referred to.
    fn beside_reference(&mut self, view: &View<'a>, reference: &str, at: &Pointer) -> Constraints {
        if view.word == Some(Word::Object) && !self.leads_to_object(reference) {
            self.conflict(
                &at.join("type"),
                format!("type \"object\" beside a reference to {reference}, which is none"),
                "remove it",
            );
        } else if view.word.is_some_and(|word| word != Word::Object) || view.format.is_some() || view.items.is_some() {
            self.unsupported(at, "a type, format or items beside a reference", "leave them to the component");
        }
        view.constraints.clone()
    }

    /// Whether a reference to a schema component ends at an object.
    fn leads_to_object(&self, reference: &str) -> bool {
        let mut reference = reference;
        // A chain longer than this leads in a circle, which `compose` reports.
        for _ in 0..32 {
            let Node::Item(schema) = self.component(&Ref::name_in(reference)) else { return false };
            let view = View::new(schema);
            match (view.word, view.all_of) {
                (None, [ReferenceOr::Reference { reference: next }]) if view.properties.is_empty() => {
                    reference = next;
                }
                _ => return view.is_object(),
            }
        }
        true
    }

    fn items(&mut self, view: &View<'a>, at: &Pointer, id: &TypeId) -> Value {
        match view.items {
            Some(items) => self.plain(items, &at.join("items"), id),
            None => {
                let problem = Problem::new(Code::Shape, "an array needs \"items\"");
                self.report.push_at(at, problem.help("say what its elements are; `{}` when they are anything"));
                any()
            }
        }
    }

    fn map(&mut self, values: Node<'a>, at: &Pointer, id: &TypeId) -> TypeRef {
        let value = self.plain(values, at, id);
        if value == any() { TypeRef::Object } else { TypeRef::Map(Box::new(value)) }
    }

    fn scalar(&mut self, word: Word, format: Option<&str>, at: &Pointer) -> Scalar {
        match (word, format) {
            (Word::Boolean, None) => Scalar::Boolean,
            (Word::Integer, Some("int32")) => Scalar::Int32,
            (Word::Integer, None | Some("int64")) => Scalar::Int64,
            (Word::Number, Some("float")) => Scalar::Float,
            (Word::Number, None | Some("double")) => Scalar::Double,
            // On the wire these are strings like any other.
            (Word::String, None | Some("email" | "hostname" | "ipv4" | "ipv6")) => Scalar::String,
            (Word::String, Some("date-time")) => Scalar::DateTime,
            (Word::String, Some("date")) => Scalar::Date,
            (Word::String, Some("duration")) => Scalar::Duration,
            (Word::String, Some("uuid")) => Scalar::Uuid,
            (Word::String, Some("arm-id")) => Scalar::ArmId,
            (Word::String, Some("uri" | "url")) => Scalar::Uri,
            (Word::String, Some("byte")) => Scalar::Base64,
            (Word::String, Some("binary")) => Scalar::Binary,
            (Word::String, Some("password")) => Scalar::Password,
            (_, format) => {
                let format = format.unwrap_or_default();
                let what = format!("format \"{format}\" is not known for this type");
                self.unsupported(&at.join("format"), what, "use one that is, or none");
                Scalar::String
            }
        }
    }

    fn define_struct(&mut self, id: &TypeId, view: &View<'a>, at: &Pointer) {
        let (mut flags, ext) = Self::flags(view);
        let mut body = Struct {
            fields: Vec::new(),
            bases: Vec::new(),
            additional: Additional::Unspecified,
            discriminator: view.data.discriminator.as_ref().map(discriminator),
        };
        self.gather(id, view, at, &mut body, &mut flags);
        let flags = for_type(flags, at);
        self.define(id.clone(), at, &flags, ext.azure_resource, TypeKind::Struct(body));
    }

    /// Adds what a schema and the inline parts of its `allOf` declare.
    fn gather(&mut self, id: &TypeId, view: &View<'a>, at: &Pointer, body: &mut Struct, flags: &mut Flags) {
        for (index, part) in view.all_of.iter().enumerate() {
            self.part(id, Node::from(part), &at.join("allOf").join(index), body, flags);
        }
        for &(name, node) in &view.properties {
            let here = at.join("properties").join(name);
            let field = self.field(name, node, &here, &inline(id, name));
            if body.fields.iter().any(|known| known.name == name) {
                self.conflict(
                    &here,
                    format!("\"{name}\" is declared twice in \"{id}\""),
                    "keep one of the declarations",
                );
            } else {
                body.fields.push(field);
            }
        }
        for (index, member) in view.required.iter().enumerate() {
            let demand = Demand { member: member.clone(), at: at.join("required").join(index) };
            self.demands.entry(id.clone()).or_default().push(demand);
        }
        if let Some(additional) = view.additional {
            let here = at.join("additionalProperties");
            if body.additional != Additional::Unspecified {
                self.conflict(&here, format!("\"{id}\" says twice what other members it may have"), "say it once");
            }
            body.additional = self.additional(additional, &here, &inline(id, "additionalProperties"));
        }
    }

    /// One part of an `allOf`: a parent, or more members written inline.
    fn part(&mut self, id: &TypeId, node: Node<'a>, at: &Pointer, body: &mut Struct, flags: &mut Flags) {
        let schema = match node {
            Node::Ref(reference) => {
                let base = TypeId(Ref::name_in(reference));
                if !body.bases.contains(&base) {
                    body.bases.push(base);
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
        if flags.docs.description.is_none() {
            flags.docs.description = part.docs.description;
        }
        if flags.docs.summary.is_none() {
            flags.docs.summary = part.docs.summary;
        }
        self.gather(id, &view, at, body, flags);
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

/// Flags as a type carries them: a member's `x-ms-client-name` and `deprecated` speak of the member.
pub(super) fn for_type(flags: Flags, at: &Pointer) -> Flags {
    if is_component(at) { flags } else { Flags { docs: flags.docs, ..Flags::default() } }
}

/// Whether a pointer leads to a schema component, not into one.
pub(super) fn is_component(at: &Pointer) -> bool {
    at.as_str().starts_with("/components/schemas/") && at.tokens().count() == 3
}

/// The id of what stands inline at a member of `owner`.
pub(super) fn inline(owner: &TypeId, member: &str) -> TypeId {
    TypeId(format!("{owner}.{member}"))
}

/// A plain use of a schema component.
fn named(name: &str) -> Value {
    Value { ty: TypeRef::Named(TypeId(name.to_owned())), ..any() }
}

/// A value of which nothing is said.
pub(super) fn any() -> Value {
    Value {
        ty: TypeRef::Any,
        nullable: false,
        default: None,
        constraints: Constraints::default(),
        identifiers: None,
        arm_id_types: None,
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
