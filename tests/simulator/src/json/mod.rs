//! Instances of the API's types as JSON, made from the model; and the reverse, whether JSON fits the model.
//!
//! Invariant: an instance satisfies every limit that the description states, and [`check`] proves it: the two are written
//! apart and tested against each other.

pub mod check;
mod ecma;
pub mod kind;
pub mod pattern;
mod scalar;
mod shape;

use generator::model::{
    Additional, Api, Constraints, Field, Method, Mutability, Param, Struct, TypeId, TypeKind, TypeRef, Value, Variant,
};
use serde_json::{Map, Value as Json, json};

use kit::random::Random;

pub use self::shape::{Shape, Strange};

/// Which way an instance goes, which decides about read-only members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To the service that creates something: without what only the service sets or what only an update may set.
    Request(Method),
    /// From the service: with everything.
    Response,
}

/// Makes instances.
#[derive(Debug)]
pub struct Sampler<'a> {
    api: &'a Api,
    shape: Shape,
    purpose: Purpose,
    strange: Strange,
    random: Random,
    /// The named types around what is being made, outermost first.
    within: Vec<TypeId>,
}

/// How often a type may stand within itself, directly or not, unless the description requires it to go on.
const DEEPEST: usize = 2;

/// More elements than this are not made when a list may have any number.
const MOST_ITEMS: u64 = 32;

impl<'a> Sampler<'a> {
    /// A maker of instances; a seed always gives the same ones.
    #[must_use]
    pub fn new(api: &'a Api, shape: Shape, purpose: Purpose, seed: u64) -> Self {
        Self { api, shape, purpose, strange: Strange::Nothing, random: Random::new(seed), within: Vec::new() }
    }

    /// The same with something that the description does not know.
    #[must_use]
    pub fn strange(mut self, strange: Strange) -> Self {
        self.strange = strange;
        self
    }

    /// An instance of a named type.
    pub fn named(&mut self, id: &TypeId) -> Json {
        self.within.push(id.clone());
        let made = match &self.api.ty(id).kind {
            TypeKind::Struct(structure) => self.structure(structure),
            TypeKind::Enum(enumeration) => self.enumeration(&enumeration.variants),
            TypeKind::Alias(value) => self.value(value),
        };
        self.within.pop();
        made
    }

    /// An instance of a value.
    pub fn value(&mut self, value: &Value) -> Json {
        match &value.ty {
            TypeRef::Scalar(scalar) => scalar::sample(scalar, value, self.shape, &mut self.random),
            TypeRef::Named(id) => self.named(id),
            TypeRef::List(item) => self.list(item, &value.constraints),
            TypeRef::Map(item) => self.map(item),
            TypeRef::Object | TypeRef::Any if self.shape == Shape::Minimal => json!({}),
            TypeRef::Object | TypeRef::Any => self.anything(),
        }
    }

    /// The argument for a parameter, as JSON: a scalar, or a list of scalars.
    pub fn param(&mut self, param: &Param) -> Json {
        // A path argument is never empty, whatever the description says of its length: it would not be a segment.
        let mut value = param.value.clone();
        if matches!(value.ty, TypeRef::Scalar(_)) && param.location == generator::model::Location::Path {
            value.constraints.min_length = value.constraints.min_length.max(Some(1));
        }
        self.value(&value)
    }

    fn structure(&mut self, structure: &Struct) -> Json {
        let mut members = Map::new();
        for field in structure.fields.iter().filter(|field| self.wants(field)).collect::<Vec<_>>() {
            members.insert(field.name.clone(), self.value(&field.value));
        }
        match &structure.additional {
            Additional::Typed(value) if self.shape != Shape::Minimal => {
                members.insert("additional-1".to_owned(), self.value(value));
            }
            Additional::Any if self.shape != Shape::Minimal => {
                members.insert("additional-1".to_owned(), self.anything());
            }
            _ => {}
        }
        if self.strange == Strange::Members {
            members.insert("x-unknown-member".to_owned(), self.anything());
        }
        Json::Object(members)
    }

    fn wants(&self, field: &Field) -> bool {
        let given = match self.purpose {
            Purpose::Response => true,
            Purpose::Request(method) => !field.read_only && may_be_given(field, method),
        };
        given && (field.required || self.shape != Shape::Minimal && !self.ends(&field.value.ty))
    }

    /// Whether a type stands within itself often enough; two elements of a list each double what is below them.
    fn ends(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::List(item) | TypeRef::Map(item) => self.ends(&item.ty),
            TypeRef::Named(id) => self.within.iter().filter(|outer| *outer == id).count() > DEEPEST,
            TypeRef::Scalar(_) | TypeRef::Object | TypeRef::Any => false,
        }
    }

    fn enumeration(&mut self, variants: &[Variant]) -> Json {
        let known = match self.shape {
            Shape::Minimal | Shape::Shortest => variants.first(),
            Shape::Maximal | Shape::Longest => variants.last(),
        };
        let known = known.expect("an enumeration has values").value.clone();
        match (self.strange, &known) {
            (Strange::EnumValues, Json::String(_)) => json!(format!("Unknown {}", self.random.below(1000))),
            _ => known,
        }
    }

    fn list(&mut self, item: &Value, limits: &Constraints) -> Json {
        let least = limits.min_items.unwrap_or(0);
        let most = limits.max_items.unwrap_or(MOST_ITEMS);
        let count = match self.shape {
            Shape::Minimal | Shape::Shortest => least,
            Shape::Maximal => 2.clamp(least, most),
            // Most elements only where there is a limit to be met: lists in lists would grow beyond all bounds.
            Shape::Longest => limits.max_items.unwrap_or(1).clamp(least, MOST_ITEMS.max(least)),
        };
        let mut items = Vec::new();
        while (items.len() as u64) < count {
            let item = self.value(item);
            if limits.unique_items && items.contains(&item) {
                break;
            }
            items.push(item);
        }
        Json::Array(items)
    }

    fn map(&mut self, item: &Value) -> Json {
        let keys: &[&str] = match self.shape {
            Shape::Minimal | Shape::Shortest => &[],
            Shape::Maximal => &["first", "second key"],
            Shape::Longest => &["a \"quoted\" / key.with:all~0 é"],
        };
        Json::Object(keys.iter().map(|key| ((*key).to_owned(), self.value(item))).collect())
    }

    /// Any JSON at all: every kind of value, and numbers that a detour over floats would spoil.
    fn anything(&mut self) -> Json {
        json!({ "text": format!("any-{}", self.random.below(1000)), "numbers": [0, -1, 9_007_199_254_740_993_i64, 0.5],
                "nothing": null, "flag": true, "empty": {} })
    }
}

/// Whether `x-ms-mutability` lets a request of this method give the member.
fn may_be_given(field: &Field, method: Method) -> bool {
    field.mutability.as_ref().is_none_or(|allowed| match method {
        Method::Patch => allowed.contains(&Mutability::Update),
        _ => allowed.contains(&Mutability::Create) || allowed.contains(&Mutability::Update),
    })
}
