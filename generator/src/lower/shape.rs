//! What a schema is, seen from outside: an object, a list, a name for another schema.

use openapiv3::{AdditionalProperties, ReferenceOr};

use super::{
    context::Lowering,
    facets::Facets,
    view::{Node, View, Word},
};
use crate::{
    diag::Code,
    pointer::Pointer,
    spec::{Problem, ext::SchemaExt},
};

/// What a schema is, seen from outside.
pub(super) enum Shape<'a> {
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
    /// What a schema is. Reports what keeps it from being that.
    pub(super) fn shape(&mut self, view: &View<'a>, at: &Pointer) -> Shape<'a> {
        let shape = self.bare_shape(view, at);
        let kind = match shape {
            Shape::Same(_) | Shape::Refused => return shape,
            Shape::Enum | Shape::Scalar(_) => Facets::scalar(view.word),
            Shape::List => Facets { list: true, ..Facets::default() },
            Shape::Struct | Shape::Map(_) | Shape::Object => Facets { members: true, ..Facets::default() },
            Shape::Any => Facets::default(),
        };
        for key in kind.foreign(view) {
            let what = format!("{key} means nothing for this kind of schema");
            if Facets::contradicts(key) {
                self.conflict(&at.join(key), what, "remove it, or correct the type");
            } else {
                self.no_effect(&at.join(key), what, "remove it, or correct the type");
            }
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
                if let Some(word) = Facets::word(view) {
                    let what = format!("the schema has constraints or a format, and no type; it is read as {word}");
                    self.report.warn_at(at, Problem::new(Code::Shape, what).help("give it a \"type\""));
                    return Shape::Scalar(word);
                }
                let problem = Problem::new(Code::Shape, "the schema has constraints or a format, and no type");
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
    pub(super) fn check_ext(&mut self, shape: &Shape<'_>, ext: &SchemaExt, at: &Pointer) {
        let is_text = matches!(shape, Shape::Scalar(Word::String));
        let misplaced = [
            ("x-ms-enum", ext.enumeration.is_some() && !matches!(shape, Shape::Enum)),
            ("x-enumDescriptions", !ext.enum_descriptions.is_empty() && !matches!(shape, Shape::Enum)),
            ("x-ms-identifiers", ext.identifiers.is_some() && !matches!(shape, Shape::List)),
            ("x-ms-arm-id-details", ext.arm_id_details.is_some() && !is_text),
            ("x-ms-azure-resource", ext.azure_resource && !matches!(shape, Shape::Struct)),
        ];
        for (key, _) in misplaced.into_iter().filter(|(_, misplaced)| *misplaced) {
            self.no_effect(&at.join(key), format!("{key} means nothing on this kind of schema"), "remove it");
        }
    }
}
