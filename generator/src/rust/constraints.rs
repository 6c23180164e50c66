//! What the values of a parameter must obey, as far as the client checks it before it sends anything.
//!
//! Invariant: plain data, comparable, so that `names` can tell whether two parameters are the same to the client.

use serde_json::Number;

use super::docs::code_span;
use crate::model::{Api, Constraints, Location, Param, Scalar, TypeKind, TypeRef, Variant};

/// The limits of a parameter; `default()` when it has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ParamConstraints {
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<String>,
    pub(crate) minimum: Option<Number>,
    pub(crate) maximum: Option<Number>,
    pub(crate) exclusive_minimum: bool,
    pub(crate) exclusive_maximum: bool,
    pub(crate) multiple_of: Option<Number>,
    pub(crate) uuid: bool,
    /// Every allowed value of a closed enumeration.
    pub(crate) values: Vec<String>,
    pub(crate) secret: bool,
    /// Whether the value is a path, not one segment of it.
    pub(crate) is_path: bool,
}

impl ParamConstraints {
    /// The limits of `param`. A value that the service may add to is not checked, so an open enumeration limits nothing.
    pub(crate) fn of(api: &Api, param: &Param) -> Self {
        let mut stated = &param.value;
        // Of a list its items are checked, each alone.
        if let TypeRef::List(item) = &api.unaliased(stated).ty {
            stated = item;
        }
        let value = api.unaliased(stated);
        let own = Self::of_constraints(&stated.constraints);
        let mut limits = if own == Self::default() { Self::of_constraints(&value.constraints) } else { own };
        limits.is_path = param.skip_encoding && param.location == Location::Path;
        match &value.ty {
            TypeRef::Scalar(scalar) => {
                limits.uuid = *scalar == Scalar::Uuid;
                limits.secret = *scalar == Scalar::Password;
            }
            TypeRef::Named(id) => {
                if let TypeKind::Enum(body) = &api.ty(id).kind
                    && body.extensible != Some(true)
                {
                    limits.values = body.variants.iter().map(Variant::text).collect();
                }
            }
            _ => {}
        }
        limits
    }

    /// The limits that constraints alone set.
    pub(crate) fn of_constraints(constraints: &Constraints) -> Self {
        Self {
            min_length: constraints.min_length,
            max_length: constraints.max_length,
            pattern: constraints.pattern.clone(),
            minimum: constraints.minimum.clone(),
            maximum: constraints.maximum.clone(),
            exclusive_minimum: constraints.exclusive_minimum,
            exclusive_maximum: constraints.exclusive_maximum,
            multiple_of: constraints.multiple_of.clone(),
            ..Self::default()
        }
    }

    /// The limits in words, for documentation; empty when there is none.
    pub(crate) fn describe(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if self.is_path {
            parts.push("a path of any number of segments, each of which is checked and encoded alone".to_owned());
        }
        match (self.min_length, self.max_length) {
            (Some(min), Some(max)) if min == max => parts.push(format!("exactly {min} characters")),
            (Some(min), Some(max)) => parts.push(format!("{min} to {max} characters")),
            (Some(min), None) => parts.push(format!("at least {min} character{}", if min == 1 { "" } else { "s" })),
            (None, Some(max)) => parts.push(format!("at most {max} characters")),
            (None, None) => {}
        }
        if let Some(minimum) = &self.minimum {
            parts.push(format!("{} {minimum}", if self.exclusive_minimum { "more than" } else { "at least" }));
        }
        if let Some(maximum) = &self.maximum {
            parts.push(format!("{} {maximum}", if self.exclusive_maximum { "less than" } else { "at most" }));
        }
        if let Some(step) = &self.multiple_of {
            parts.push(format!("a multiple of {step}"));
        }
        if self.uuid {
            parts.push("a UUID".to_owned());
        }
        if !self.values.is_empty() {
            let values: Vec<_> = self.values.iter().map(|value| code_span(value)).collect();
            parts.push(format!("one of {}", values.join(", ")));
        }
        if let Some(pattern) = &self.pattern {
            parts.push(format!("matches {}", code_span(pattern)));
        }
        parts
    }
}
