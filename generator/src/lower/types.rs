//! Named types: every schema component, and what is written inline and needs a name.
//!
//! Invariant: a type is known by its id alone, so forward and circular references are nothing special; what an id stands for
//! is looked up when all of them are there.

use openapiv3::ReferenceOr;
use serde_json::Number;

use super::{
    context::{Flags, Lowering},
    cycles::MAX_NAMES,
    shape::Shape,
    view::{Node, View, Word},
};
use crate::{
    diag::Code,
    model::{Constraints, Scalar, Type, TypeId, TypeKind, TypeRef, Usage, Value},
    pointer::Pointer,
    spec::{Problem, ext::SchemaExt, refs::Ref},
};

/// A value and what is said about the place it stands at.
pub(super) struct Placed {
    pub(super) value: Value,
    pub(super) flags: Flags,
}

impl<'a> Lowering<'a> {
    /// Lowers every schema component.
    pub(super) fn components(&mut self) {
        let Some(components) = &self.document.api.components else { return };
        let at = Pointer::root().join("components").join("schemas");
        for (name, schema) in &components.schemas {
            self.component_type(&TypeId(name.clone()), Node::from(schema), &at.join(name));
        }
    }

    fn component_type(&mut self, id: &TypeId, node: Node<'a>, at: &Pointer) {
        let Node::Item(schema) = node else {
            let Placed { value, flags } = self.place(node, at, id);
            return self.define(id, at, &flags, TypeKind::Alias(value));
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
                self.annotate_component(id, &flags);
                self.refuse_value_keys(&view, &ext, at);
                if matches!(shape, Shape::Enum) {
                    self.define_enum(id, &view, at);
                } else {
                    self.define_struct(id, &view, at);
                }
            }
            Shape::List => self.define_alias(id, "item", node, at),
            _ => self.define_alias(id, "value", node, at),
        }
    }

    /// What is said of a value, and a component that is a structure or an enumeration is none.
    fn refuse_value_keys(&mut self, view: &View<'a>, ext: &SchemaExt, at: &Pointer) {
        let remedy = "move it to where the component is used";
        if view.data.nullable || ext.nullable {
            self.unsupported(at, "nullable on a component with members or values", remedy);
        }
        if view.data.default.is_some() {
            self.no_effect(at, "default means nothing on a component with members or values", remedy);
        }
    }

    /// A component that is a name for a list, a map, a scalar or another component. What stands inline in it is called `inner`.
    fn define_alias(&mut self, id: &TypeId, inner: &str, node: Node<'a>, at: &Pointer) {
        let Placed { value, flags } = self.place(node, at, &inline(id, inner));
        self.annotate_component(id, &flags);
        self.define(id, at, &flags, TypeKind::Alias(value));
    }

    /// Adds a type to the table.
    pub(super) fn define(&mut self, id: &TypeId, at: &Pointer, flags: &Flags, kind: TypeKind) {
        let ty = Type {
            id: id.clone(),
            client_name: flags.client_name.clone(),
            at: at.clone(),
            docs: flags.docs.clone(),
            usage: Usage::default(),
            deprecated: flags.deprecated,
            azure_resource: flags.azure_resource,
            kind,
        };
        let other = self.types.insert(id.clone(), ty);
        // A shared response is lowered wherever it is used, and its inline types with it.
        if let Some(other) = other.filter(|other| other.at != *at) {
            let message = format!("what stands here is called \"{id}\", and so is what stands at {}", other.at);
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
        self.check_limits(&constraints, at);
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

    /// Limits that no value keeps.
    fn check_limits(&mut self, limits: &Constraints, at: &Pointer) {
        let float = |limit: &Option<Number>| limit.as_ref().and_then(Number::as_f64);
        let is_open = limits.exclusive_minimum || limits.exclusive_maximum;
        let is_empty = |(min, max): (f64, f64)| min > max || (is_open && min >= max);
        let pairs = [
            ("minLength", "maxLength", limits.min_length.zip(limits.max_length).is_some_and(|(min, max)| min > max)),
            ("minItems", "maxItems", limits.min_items.zip(limits.max_items).is_some_and(|(min, max)| min > max)),
            ("minimum", "maximum", float(&limits.minimum).zip(float(&limits.maximum)).is_some_and(is_empty)),
        ];
        for (min, max, _) in pairs.into_iter().filter(|(.., stands)| *stands) {
            self.conflict(&at.join(min), format!("no value keeps both {min} and {max}"), "correct one of them");
        }
        if float(&limits.multiple_of).is_some_and(|step| step <= 0.0) {
            self.conflict(&at.join("multipleOf"), "multipleOf is not above zero", "correct it, or remove it");
        }
    }

    /// The limits beside `allOf` with one reference, and whether `type` there agrees with what is referred to.
    fn beside_reference(&mut self, view: &View<'a>, reference: &str, at: &Pointer) -> Constraints {
        let agrees = match view.word {
            Some(Word::Object) => self.leads_to_object(reference),
            word => word.is_none(),
        };
        if !agrees || view.format.is_some() || view.items.is_some() {
            let what = format!("a type, format or items beside a reference to {reference} means nothing");
            self.no_effect(at, what, "remove it: the component says what it is");
        }
        view.constraints.clone()
    }

    /// Whether a reference to a schema component ends at an object.
    fn leads_to_object(&self, reference: &str) -> bool {
        let mut reference = reference;
        // A longer chain is reported, and so is a cycle.
        for _ in 0..=MAX_NAMES {
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
        let Some(items) = view.items else {
            let problem = Problem::new(Code::Shape, "an array without \"items\"");
            self.report.push_at(at, problem.help("say what its elements are; `{}` when they are anything"));
            return any();
        };
        self.plain(items, &at.join("items"), id)
    }

    fn map(&mut self, values: Node<'a>, at: &Pointer, id: &TypeId) -> TypeRef {
        let value = self.plain(values, at, id);
        if value == any() { TypeRef::Object } else { TypeRef::Map(Box::new(value)) }
    }

    fn scalar(&mut self, word: Word, format: Option<&str>, at: &Pointer) -> Scalar {
        match (word, format) {
            (Word::Boolean, None) => Scalar::Boolean,
            (Word::Integer | Word::Number, Some("int32")) => Scalar::Int32,
            // Seconds since 1970 travel as the number that they are.
            (Word::Integer, None | Some("unixtime")) | (Word::Integer | Word::Number, Some("int64")) => Scalar::Int64,
            (Word::Number, Some("float")) => Scalar::Float,
            (Word::Number, None | Some("double" | "decimal")) => Scalar::Double,
            // On the wire these are strings like any other.
            (
                Word::String,
                None
                | Some(
                    "email" | "hostname" | "ipv4" | "ipv6" | "date-time-rfc1123" | "time" | "base64url" | "char"
                    | "decimal",
                ),
            ) => Scalar::String,
            (Word::String, Some("date-time")) => Scalar::DateTime,
            (Word::String, Some("date")) => Scalar::Date,
            (Word::String, Some("duration")) => Scalar::Duration,
            (Word::String, Some("uuid")) => Scalar::Uuid,
            (Word::String, Some("arm-id")) => Scalar::ArmId,
            (Word::String, Some("uri" | "url")) => Scalar::Uri,
            (Word::String, Some("byte")) => Scalar::Base64,
            (Word::String, Some("binary")) => Scalar::Binary,
            (Word::String, Some("password")) => Scalar::Password,
            (word, format) => {
                let format = format.unwrap_or_default();
                let what = format!("format \"{format}\" is not known for type {word}");
                self.no_effect(&at.join("format"), what, "use one that is, or none");
                match word {
                    Word::Boolean => Scalar::Boolean,
                    Word::Integer => Scalar::Int64,
                    Word::Number => Scalar::Double,
                    Word::String | Word::Array | Word::Object => Scalar::String,
                }
            }
        }
    }
}

/// Flags as a type carries them: a member's `x-ms-client-name` and `deprecated` speak of the member.
pub(super) fn for_type(flags: Flags, at: &Pointer) -> Flags {
    if is_component(at) {
        return flags;
    }
    let Flags { docs, azure_resource, .. } = flags;
    Flags { docs, azure_resource, ..Flags::default() }
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
    Value::default()
}
