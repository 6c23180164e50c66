//! Parameters: shared ones and those of one operation.

use openapiv3::{HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::{
    context::Lowering,
    types::{any, inline},
    view::Node,
};
use crate::{
    diag::Code,
    model::{
        Collection, Docs, FilterRow, Location, Param, ParamId, ParamRef, TypeId, TypeKind, TypeRef, Value, value_text,
    },
    pointer::Pointer,
    spec::{
        Problem,
        ext::{self, ParameterExt},
        refs::Ref,
    },
};

/// Where a parameter is declared.
#[derive(Clone, Copy)]
enum Declared {
    /// In `components.parameters`.
    Shared,
    /// In an operation or its path item.
    Own,
}

impl<'a> Lowering<'a> {
    /// Lowers every shared parameter.
    pub(super) fn shared_params(&mut self) {
        let Some(components) = &self.document.api.components else { return };
        let at = Pointer::root().join("components").join("parameters");
        for (name, parameter) in &components.parameters {
            let ReferenceOr::Item(parameter) = parameter else { continue };
            let owner = TypeId(name.clone());
            if let Some(param) = self.param(parameter, &at.join(name), &owner, Declared::Shared) {
                self.params.insert(ParamId(name.clone()), param);
            }
        }
    }

    /// A parameter where an operation lists it.
    pub(super) fn param_ref(
        &mut self,
        parameter: &'a ReferenceOr<Parameter>,
        at: &Pointer,
        owner: &TypeId,
    ) -> Option<ParamRef> {
        match parameter {
            ReferenceOr::Reference { reference } => {
                let id = ParamId(self.final_param(&Ref::name_in(reference)));
                // One that is missing here could not be lowered, and that has been reported.
                self.params.contains_key(&id).then_some(ParamRef::Shared(id))
            }
            ReferenceOr::Item(parameter) => {
                self.param(parameter, at, owner, Declared::Own).map(|param| ParamRef::Own(Box::new(param)))
            }
        }
    }

    /// The shared parameter behind others that are only references to it; `load` has ruled out cycles.
    fn final_param(&self, name: &str) -> String {
        let parameters = &self.document.api.components.as_ref().expect("a reference leads to a component").parameters;
        let mut name = name.to_owned();
        while let ReferenceOr::Reference { reference } = &parameters[&name] {
            name = Ref::name_in(reference);
        }
        name
    }

    fn param(&mut self, parameter: &'a Parameter, at: &Pointer, owner: &TypeId, declared: Declared) -> Option<Param> {
        let data = parameter.parameter_data_ref();
        let location = self.location(parameter, at)?;
        if location == Location::Header && is_transports(&data.name) {
            let what = format!("header \"{}\" is set by the client itself, so the parameter means nothing", data.name);
            self.no_effect(at, what, "drop the parameter; callers choose what is theirs in the options of the client");
            return None;
        }
        if location == Location::Header && !is_token(&data.name) {
            let what = format!("\"{}\" as the name of a header", data.name);
            self.unsupported(&at.join("name"), what, "use letters, digits and `-`, as RFC 9110 has it for a token");
        }
        let ext: ParameterExt = ext::read(&data.extensions);
        let value = self.param_value(data, at, &inline(owner, &data.name));
        if location == Location::Path && !data.required {
            let message = format!("path parameter \"{}\" must be required", data.name);
            self.report.push_at(at, Problem::new(Code::PathParameter, message).help("add `required: true`"));
        }
        Some(Param {
            name: data.name.clone(),
            client_name: ext.client_name,
            at: at.clone(),
            docs: Docs { summary: None, description: data.description.clone() },
            location,
            required: data.required,
            collection: self.collection(parameter, &value, at).map(|style| match ext.collection.as_deref() {
                Some("ssv") => Collection::Ssv,
                Some("tsv") => Collection::Tsv,
                Some("pipes") => Collection::Pipes,
                _ => style,
            }),
            value,
            client: match (ext.location.as_deref(), declared) {
                (Some(word), _) => word == "client",
                (None, Declared::Shared) => true,
                (None, Declared::Own) => false,
            },
            skip_encoding: ext.skip_encoding,
            deprecated: data.deprecated.unwrap_or_default(),
            example: data.example.as_ref().filter(|example| example.is_string() || example.is_number()).map(value_text),
            filter: ext.filter.into_iter().map(filter_row).collect(),
        })
    }

    fn location(&mut self, parameter: &Parameter, at: &Pointer) -> Option<Location> {
        match parameter {
            Parameter::Path { .. } => Some(Location::Path),
            Parameter::Header { .. } => Some(Location::Header),
            // `allowEmptyValue` says nothing new: an empty argument is sent as one wherever its constraints allow it.
            Parameter::Query { allow_reserved, .. } => {
                if *allow_reserved {
                    self.unsupported(&at.join("allowReserved"), "allowReserved is not supported", "remove it");
                }
                Some(Location::Query)
            }
            Parameter::Cookie { .. } => {
                self.unsupported(&at.join("in"), "parameters in cookies are not supported", "send it as a header");
                None
            }
        }
    }

    fn param_value(&mut self, data: &'a ParameterData, at: &Pointer, id: &TypeId) -> Value {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => self.plain(Node::from(schema), &at.join("schema"), id),
            ParameterSchemaOrContent::Content(_) => {
                let what = format!("\"{}\" is written in a media type", data.name);
                self.unsupported(&at.join("content"), what, "describe it with \"schema\"");
                any()
            }
        }
    }

    /// How a list is written. What is not text, a number or a list of these cannot be written at all.
    fn collection(&mut self, parameter: &Parameter, value: &Value, at: &Pointer) -> Option<Collection> {
        let data = parameter.parameter_data_ref();
        let list = match &value.unaliased(&self.types).ty {
            TypeRef::List(items) if self.is_scalar(items) => true,
            _ if self.is_scalar(value) => false,
            _ => {
                let what = format!("parameter \"{}\" is neither a scalar nor a list of scalars", data.name);
                self.unsupported(&at.join("schema"), what, "send it in the body");
                return None;
            }
        };
        let style = match parameter {
            Parameter::Query { style, .. } => query_style(style, data.explode),
            Parameter::Path { style: PathStyle::Simple, .. } | Parameter::Header { style: HeaderStyle::Simple, .. } => {
                Some(Collection::Csv)
            }
            Parameter::Path { .. } | Parameter::Cookie { .. } => None,
        };
        if style.is_none() {
            let what = format!("the style of \"{}\" is not supported", data.name);
            self.unsupported(
                &at.join("style"),
                what,
                "use form, spaceDelimited or pipeDelimited in a query, simple elsewhere",
            );
        }
        style.filter(|_| list)
    }

    fn is_scalar(&self, value: &Value) -> bool {
        match &value.unaliased(&self.types).ty {
            TypeRef::Scalar(_) => true,
            TypeRef::Named(id) => matches!(self.types.get(id).map(|ty| &ty.kind), Some(TypeKind::Enum(_))),
            _ => false,
        }
    }
}

fn filter_row(row: ext::FilterRow) -> FilterRow {
    FilterRow { fields: row.fields, operators: row.operators, functions: row.functions }
}

fn query_style(style: &QueryStyle, explode: Option<bool>) -> Option<Collection> {
    match (style, explode) {
        (QueryStyle::Form, Some(false)) => Some(Collection::Csv),
        (QueryStyle::Form, None | Some(true)) => Some(Collection::Multi),
        (QueryStyle::SpaceDelimited, None | Some(false)) => Some(Collection::Ssv),
        (QueryStyle::PipeDelimited, None | Some(false)) => Some(Collection::Pipes),
        _ => None,
    }
}

/// Whether a text is a token of HTTP (RFC 9110, section 5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_tchar)
}

/// Whether the client, or what carries its requests, sets a header, whatever an operation says. Of some of them OpenAPI says that a
/// parameter is to be ignored. Whatever the runtime's `reserved` keeps from callers is among them.
fn is_transports(header: &str) -> bool {
    const HEADERS: [&str; 17] = [
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    ];
    HEADERS.iter().any(|known| header.eq_ignore_ascii_case(known))
}
