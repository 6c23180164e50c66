//! Schemas in Swagger's words against types of the model, walked side by side.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{
    Additional, Api, Constraints, Field, Operation, Scalar, Struct, TypeId, TypeKind, TypeRef, Value as Ours,
};
use serde_json::Value;

use super::swagger::{At, Source, Swagger};

/// The walk over all operations of a version.
pub(super) struct Schemas<'a> {
    swagger: &'a Swagger,
    api: &'a Api,
    /// Pairs of a definition and a type that have been compared, or are being.
    seen: BTreeSet<(String, String)>,
    /// Where the two differ.
    pub(super) found: Vec<String>,
    /// The types that were compared.
    pub(super) compared: BTreeSet<TypeId>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(swagger: &'a Swagger, api: &'a Api) -> Self {
        Self { swagger, api, seen: BTreeSet::new(), found: Vec::new(), compared: BTreeSet::new() }
    }

    /// Everything that an operation sends and gets.
    pub(super) fn operation(&mut self, source: &Source, op: &Operation) {
        let params = self.swagger.parameters(source);
        for (theirs, at) in &params {
            if theirs["in"] == "body" {
                let ours = op.body.as_ref().map(|body| &body.value);
                self.pair(&format!("{} body", op.id), theirs.get("schema"), ours, at);
            } else {
                let ours = op.params.iter().map(|param| self.api.param(param)).find(|p| theirs["name"] == p.name);
                self.pair(&format!("{} {}", op.id, theirs["name"]), Some(theirs), ours.map(|p| &p.value), at);
            }
        }
        for response in op.responses.iter().chain(&op.failures) {
            let (theirs, at) =
                self.swagger.follow(&source.operation["responses"][response.status.to_string()], &source.at);
            let place = format!("{} {}", op.id, response.status);
            self.pair(&place, theirs.get("schema"), response.body.as_ref(), &at);
            let mut headers: Vec<&str> =
                super::swagger::object(&theirs["headers"]).map(|(name, _)| name.as_str()).collect();
            headers.sort_by_key(|name| name.to_ascii_lowercase());
            let ours: Vec<&str> = response.headers.iter().map(|header| header.name.as_str()).collect();
            self.equal(&format!("{place} headers"), &ours, &headers);
        }
        let (default, at) = self.swagger.follow(&source.operation["responses"]["default"], &source.at);
        self.pair(&format!("{} default", op.id), default.get("schema"), op.error.as_ref(), &at);
    }

    fn equal<T: PartialEq + std::fmt::Debug>(&mut self, place: &str, ours: &T, theirs: &T) {
        if ours != theirs {
            self.found.push(format!("{place}: {ours:?} here, {theirs:?} published"));
        }
    }

    fn pair(&mut self, place: &str, theirs: Option<&Value>, ours: Option<&Ours>, at: &At) {
        match (theirs, ours) {
            (Some(theirs), Some(ours)) => self.value(place, theirs, ours, at),
            (None, None) => {}
            (theirs, ours) => self.equal(place, &ours.is_some(), &theirs.is_some()),
        }
    }

    fn value(&mut self, place: &str, theirs: &Value, ours: &Ours, at: &At) {
        self.equal(&format!("{place} default"), &ours.default.as_ref(), &theirs.get("default"));
        self.equal(&format!("{place} nullable"), &ours.nullable, &(theirs["x-nullable"] == true));
        let (theirs, at) = self.swagger.follow(theirs, at);
        let (ty, named, constraints) = self.behind(ours);
        if !at.key.is_empty() && !named.is_empty() && !self.seen.insert((at.key.clone(), named.clone())) {
            return;
        }
        let (members, required) = self.swagger.members(&theirs, &at);
        if !members.is_empty() {
            return self.members(place, &named, &members, &required, &theirs);
        }
        if let Some(values) = theirs["enum"].as_array() {
            return self.enumeration(place, &named, values, &theirs);
        }
        self.equal(&format!("{place} limits"), &constraints, &limits(&theirs));
        let ids = theirs["x-ms-identifiers"].as_array().map(|ids| ids.iter().map(text).collect::<Vec<_>>());
        self.equal(&format!("{place} identifiers"), &ours.identifiers, &ids);
        match (theirs["type"].as_str(), &theirs["additionalProperties"], &ty) {
            (Some("array"), _, TypeRef::List(items)) => self.value(&format!("{place}[]"), &theirs["items"], items, &at),
            (_, values @ Value::Object(_), TypeRef::Map(inner)) => {
                self.value(&format!("{place}{{}}"), values, inner, &at);
            }
            (Some("object"), Value::Null, TypeRef::Object)
            | (_, Value::Bool(true), TypeRef::Object)
            | (None, Value::Null, TypeRef::Any) => {}
            (Some(word), _, TypeRef::Scalar(scalar)) => {
                // A number without a format is a double.
                let format = theirs["format"].as_str().or((word == "number").then_some("double"));
                self.equal(place, &words(scalar), &(word, format));
            }
            (word, additional, ty) => self.found.push(format!("{place}: {ty:?} here, {word:?} {additional} published")),
        }
    }

    /// The type behind names for it, the last name, and the limits that come with it.
    fn behind(&self, value: &Ours) -> (TypeRef, String, Constraints) {
        match &value.ty {
            TypeRef::Named(id) => match &self.api.ty(id).kind {
                TypeKind::Alias(inner) => self.behind(inner),
                _ => (value.ty.clone(), id.to_string(), value.constraints.clone()),
            },
            ty => (ty.clone(), String::new(), value.constraints.clone()),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "both sides, each with its place")]
    fn members(
        &mut self,
        place: &str,
        named: &str,
        members: &BTreeMap<String, (Value, At)>,
        required: &[String],
        theirs: &Value,
    ) {
        let api = self.api;
        let kind = api.types.values().find(|ty| ty.id.0 == named).map(|ty| &ty.kind);
        let Some(TypeKind::Struct(Struct { fields, additional, .. })) = kind else {
            return self.found.push(format!("{place}: \"{named}\" is no structure"));
        };
        let names = |fields: &[Field]| fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
        self.equal(&format!("{place} members"), &names(fields), &members.keys().cloned().collect());
        self.compared.insert(TypeId(named.to_owned()));
        for field in fields {
            let Some((theirs, at)) = members.get(&field.name) else { continue };
            let place = format!("{named}.{}", field.name);
            let (target, _) = self.swagger.follow(theirs, at);
            let says = |key: &str| theirs[key] == true || target[key] == true;
            let flags = (field.required, field.read_only, field.flatten);
            let published = (required.contains(&field.name), says("readOnly"), theirs["x-ms-client-flatten"] == true);
            self.equal(&format!("{place} flags"), &flags, &published);
            self.equal(&format!("{place} name"), &field.client_name.as_deref(), &theirs["x-ms-client-name"].as_str());
            // More are secret than the descriptions say; none that they name may be missing.
            self.equal(&format!("{place} secret"), &(field.secret || !says("x-ms-secret")), &true);
            self.value(&place, theirs, &field.value, at);
        }
        let typed = matches!(additional, Additional::Typed(_) | Additional::Any);
        self.equal(&format!("{place} other members"), &typed, &theirs["additionalProperties"].is_object());
    }

    fn enumeration(&mut self, place: &str, named: &str, values: &[Value], theirs: &Value) {
        let kind = self.api.types.values().find(|ty| ty.id.0 == named);
        let Some(TypeKind::Enum(body)) = kind.map(|ty| &ty.kind) else {
            return self.found.push(format!("{place}: \"{named}\" is no enumeration"));
        };
        self.compared.insert(TypeId(named.to_owned()));
        let ours: Vec<Value> = body.variants.iter().map(|variant| variant.value.clone()).collect();
        self.equal(&format!("{place} values"), &ours.as_slice(), &values);
        let ext = theirs.get("x-ms-enum");
        let name = kind.and_then(|ty| ty.client_name.as_deref());
        self.equal(&format!("{place} x-ms-enum"), &name, &ext.and_then(|ext| ext["name"].as_str()));
        self.equal(&format!("{place} modelAsString"), &body.extensible, &ext.map(|ext| ext["modelAsString"] == true));
        for variant in &body.variants {
            let more = ext.and_then(|ext| ext["values"].as_array()).into_iter().flatten();
            let name = more.filter(|more| more["value"] == variant.value).find_map(|more| more["name"].as_str());
            self.equal(&format!("{place} {}", variant.value), &variant.client_name.as_deref(), &name);
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn limits(theirs: &Value) -> Constraints {
    let number = |key: &str| theirs.get(key).map(|value| value.as_number().unwrap().clone());
    Constraints {
        min_length: theirs["minLength"].as_u64(),
        max_length: theirs["maxLength"].as_u64(),
        pattern: theirs["pattern"].as_str().map(str::to_owned),
        minimum: number("minimum"),
        maximum: number("maximum"),
        exclusive_minimum: theirs["exclusiveMinimum"] == true,
        exclusive_maximum: theirs["exclusiveMaximum"] == true,
        multiple_of: number("multipleOf"),
        min_items: theirs["minItems"].as_u64(),
        max_items: theirs["maxItems"].as_u64(),
        unique_items: theirs["uniqueItems"] == true,
    }
}

/// Type and format of a scalar, where the published files have it.
fn words(scalar: &Scalar) -> (&'static str, Option<&'static str>) {
    match scalar {
        Scalar::Boolean => ("boolean", None),
        Scalar::Int32 => ("integer", Some("int32")),
        Scalar::Int64 => ("integer", Some("int64")),
        Scalar::Double => ("number", Some("double")),
        Scalar::String => ("string", None),
        Scalar::DateTime => ("string", Some("date-time")),
        Scalar::Duration => ("string", Some("duration")),
        Scalar::Uuid => ("string", Some("uuid")),
        Scalar::ArmId => ("string", Some("arm-id")),
        Scalar::Uri => ("string", Some("uri")),
        Scalar::Float | Scalar::Date | Scalar::Base64 | Scalar::Binary | Scalar::Password => ("?", None),
    }
}
