//! Whether JSON fits the model: what the fake service asks of a request, and the tests of what it answers.
//!
//! Written apart from the client's own checks, which it must be able to catch out: nothing of the crate is used here.

use std::fmt;

use generator::{
    model::{Additional, Api, Constraints, Enum, Scalar, Struct, TypeId, TypeKind, TypeRef, Value},
    pointer::Pointer,
};
use serde_json::{Map, Number, Value as Json};

use super::{ecma, kind::kind};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the variants are the rules of the description")]
pub enum Rule {
    Type,
    Required,
    UnknownMember,
    UnknownEnumValue,
    Length,
    Pattern,
    Range,
    Items,
    Format,
    Null,
}

/// A place where JSON does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub at: Pointer,
    /// Against which rule.
    pub rule: Rule,
    /// What was expected and what was found.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at \"{}\": {}", self.rule, self.at, self.message)
    }
}

/// Which rules hold for members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A request: required members are there unless only the service sets them, and nothing is null that may not be.
    Request,
    /// A merge patch: the same, but a null removes.
    Patch,
    /// A response: every required member is there, and a null is as good as nothing.
    Response,
}

/// Everything that does not fit.
#[must_use]
pub fn check(api: &Api, side: Side, value: &Value, json: &Json) -> Vec<Finding> {
    let mut checker = Checker { api, side, findings: Vec::new() };
    checker.value(value, json, &Pointer::root());
    checker.findings
}

struct Checker<'a> {
    api: &'a Api,
    side: Side,
    findings: Vec<Finding>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, at: &Pointer, rule: Rule, message: impl Into<String>) {
        self.findings.push(Finding { at: at.clone(), rule, message: message.into() });
    }

    fn value(&mut self, value: &Value, json: &Json, at: &Pointer) {
        if json.is_null() {
            if self.side == Side::Request && !value.nullable && value.ty != TypeRef::Any {
                self.report(at, Rule::Null, "null is not allowed here");
            }
            return;
        }
        match (&value.ty, json) {
            (TypeRef::Any, _) | (TypeRef::Object, Json::Object(_)) => {}
            (TypeRef::Scalar(scalar), _) => self.scalar(scalar, &value.constraints, json, at),
            (TypeRef::Named(id), _) => {
                let api = self.api;
                match &api.ty(id).kind {
                    TypeKind::Struct(structure) => self.structure(self.kind(id, json).unwrap_or(structure), json, at),
                    TypeKind::Enum(enumeration) => self.enumeration(enumeration, json, at),
                    TypeKind::Alias(value) => self.value(value, json, at),
                }
            }
            (TypeRef::List(item), Json::Array(items)) => self.list(item, &value.constraints, items, at),
            (TypeRef::Map(item), Json::Object(members)) => {
                members.iter().for_each(|(key, member)| self.value(item, member, &at.join(key)));
            }
            _ => self.report(at, Rule::Type, format!("{json} is not a {:?}", value.ty)),
        }
    }

    /// The structure that a value says it is, where the one that is named stands for several.
    fn kind(&self, id: &TypeId, json: &Json) -> Option<&'a Struct> {
        let kind = kind(self.api, id, json.as_object()?);
        self.api.ty(kind).as_struct()
    }

    fn list(&mut self, item: &Value, limits: &Constraints, items: &[Json], at: &Pointer) {
        let count = items.len() as u64;
        if limits.min_items.is_some_and(|min| count < min) || limits.max_items.is_some_and(|max| count > max) {
            self.report(at, Rule::Items, format!("{count} elements"));
        }
        if limits.unique_items && items.iter().enumerate().any(|(index, item)| items[..index].contains(item)) {
            self.report(at, Rule::Items, "an element stands twice");
        }
        items.iter().enumerate().for_each(|(index, element)| self.value(item, element, &at.join(index)));
    }

    fn structure(&mut self, structure: &Struct, json: &Json, at: &Pointer) {
        let Json::Object(members) = json else {
            return self.report(at, Rule::Type, format!("{json} is not an object"));
        };
        for field in &structure.fields {
            match members.get(&field.name) {
                Some(member) => self.value(&field.value, member, &at.join(&field.name)),
                None if !field.required || field.read_only && self.side != Side::Response => {}
                None => self.report(&at.join(&field.name), Rule::Required, "a required member is missing"),
            }
        }
        self.unknown(structure, members, at);
    }

    fn unknown(&mut self, structure: &Struct, members: &Map<String, Json>, at: &Pointer) {
        for (name, member) in members {
            if structure.fields.iter().any(|field| field.name == *name) {
                continue;
            }
            match &structure.additional {
                Additional::Any => {}
                Additional::Typed(value) => self.value(value, member, &at.join(name)),
                Additional::Unspecified | Additional::Denied => {
                    self.report(&at.join(name), Rule::UnknownMember, "the description knows no such member");
                }
            }
        }
    }

    fn enumeration(&mut self, enumeration: &Enum, json: &Json, at: &Pointer) {
        let fits = if enumeration.scalar == Scalar::String { json.is_string() } else { json.is_number() };
        if !fits {
            self.report(at, Rule::Type, format!("{json} is not a {:?}", enumeration.scalar));
        } else if !enumeration.variants.iter().any(|variant| variant.value == *json) {
            self.report(at, Rule::UnknownEnumValue, format!("{json} is not a known value"));
        }
    }

    fn scalar(&mut self, scalar: &Scalar, limits: &Constraints, json: &Json, at: &Pointer) {
        match scalar {
            Scalar::Boolean if json.is_boolean() => {}
            Scalar::Int32 if json.as_i64().is_some_and(|number| i32::try_from(number).is_ok()) => {
                self.range(limits, json, at);
            }
            Scalar::Int64 if json.is_i64() => self.range(limits, json, at),
            Scalar::Float | Scalar::Double if json.is_number() => self.range(limits, json, at),
            Scalar::Boolean | Scalar::Int32 | Scalar::Int64 | Scalar::Float | Scalar::Double => {
                self.report(at, Rule::Type, format!("{json} is not a {scalar:?}"));
            }
            _ => match json.as_str() {
                Some(text) => self.text(scalar, limits, text, at),
                None => self.report(at, Rule::Type, format!("{json} is not a text")),
            },
        }
    }

    fn range(&mut self, limits: &Constraints, json: &Json, at: &Pointer) {
        let number = json.as_f64().unwrap_or(f64::NAN);
        let end = |limit: &Option<Number>| limit.as_ref().and_then(Number::as_f64);
        let below = end(&limits.minimum).is_some_and(|min| number < min || limits.exclusive_minimum && number <= min);
        let above = end(&limits.maximum).is_some_and(|max| number > max || limits.exclusive_maximum && number >= max);
        let between = end(&limits.multiple_of).is_some_and(|step| (number / step).fract() != 0.0);
        if below || above || between {
            self.report(at, Rule::Range, format!("{json} is out of range"));
        }
    }

    fn text(&mut self, scalar: &Scalar, limits: &Constraints, text: &str, at: &Pointer) {
        let length = text.chars().count() as u64;
        if limits.min_length.is_some_and(|min| length < min) || limits.max_length.is_some_and(|max| length > max) {
            self.report(at, Rule::Length, format!("{length} characters"));
        }
        if let Some(pattern) = limits.pattern.as_ref().filter(|pattern| !ecma::is_match(pattern, text)) {
            self.report(at, Rule::Pattern, format!("{text:?} does not match {pattern}"));
        }
        if let Some(form) = form(scalar)
            && !ecma::is_match(form, text)
        {
            self.report(at, Rule::Format, format!("{text:?} is not a {scalar:?}"));
        }
    }
}

/// What texts of a scalar look like, if they are not just texts.
fn form(scalar: &Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::DateTime => Some(r"^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"),
        Scalar::Date => Some(r"^\d{4}-[01]\d-[0-3]\d$"),
        Scalar::Duration => Some(r"^P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$"),
        Scalar::Uuid => Some("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"),
        Scalar::Base64 => Some("^[A-Za-z0-9+/]*={0,2}$"),
        _ => None,
    }
}
