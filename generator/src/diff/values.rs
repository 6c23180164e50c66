//! Values: nullability, default, limits and type.

use serde_json::Value as Json;

use super::{
    change::{Change, Direction, Variance},
    constraints,
    differ::Differ,
    format,
    kind::Kind,
    place::{Place, Step, Subject},
    site::Site,
};
use crate::model::{Api, Enum, Scalar, TypeId, TypeKind, TypeRef, Value};

impl Differ<'_> {
    /// Compares two values at paired places.
    pub(super) fn value(&mut self, site: &Site, old: &Value, new: &Value) -> Vec<Change> {
        let (old, new) = self.scope.resolved(old, new);
        let types = self.type_ref(site, &old.ty, &new.ty);
        let mut found = facets(site, &old, &new);
        if types.iter().any(|change| change.kind == Kind::TypeChanged && change.place == site.place) {
            // Limits of another type are no looser or tighter ones of this.
            found.retain(|change| {
                !matches!(change.kind, Kind::ConstraintTightened | Kind::ConstraintLoosened | Kind::ConstraintChanged)
            });
        }
        found.extend(types);
        found
    }

    fn type_ref(&mut self, site: &Site, old: &TypeRef, new: &TypeRef) -> Vec<Change> {
        match (old, new) {
            (TypeRef::Scalar(a), TypeRef::Scalar(b)) => scalar(site, *a, *b).into_iter().collect(),
            (TypeRef::List(a), TypeRef::List(b)) => self.value(&site.at(Step::Items, "items"), a, b),
            (TypeRef::Map(a), TypeRef::Map(b)) => self.value(&site.at(Step::Values, "additionalProperties"), a, b),
            (TypeRef::Named(a), TypeRef::Named(b)) => self.named(site, a, b),
            (TypeRef::Scalar(a), TypeRef::Named(b)) => match &self.scope.new.ty(b).kind {
                TypeKind::Enum(kind) => vec![became_enum(site, (*a, old), (kind, new))],
                _ => vec![self.other_type(site, old, new)],
            },
            (TypeRef::Named(a), TypeRef::Scalar(b)) => match &self.scope.old.ty(a).kind {
                TypeKind::Enum(kind) => vec![no_longer_enum(site, (kind, old), (*b, new))],
                _ => vec![self.other_type(site, old, new)],
            },
            (TypeRef::Object, TypeRef::Object) | (TypeRef::Any, TypeRef::Any) => Vec::new(),
            _ => vec![self.other_type(site, old, new)],
        }
    }

    /// Types of different shape. Any value contains all others, an open object all objects.
    fn other_type(&self, site: &Site, old: &TypeRef, new: &TypeRef) -> Change {
        let variance = match (old, new) {
            // Descriptions say the one and mean the other: neither says anything of what is in it.
            (TypeRef::Object, TypeRef::Any) => Variance::Same,
            (TypeRef::Any, _) => Variance::Narrower,
            (_, TypeRef::Any) => Variance::Wider,
            (TypeRef::Object, new) if is_object(self.scope.new, new) => Variance::Narrower,
            (old, TypeRef::Object) if is_object(self.scope.old, old) => Variance::Wider,
            _ => Variance::Incompatible,
        };
        site.changed(Kind::TypeChanged, variance, format::ty(old), format::ty(new))
    }

    fn named(&mut self, site: &Site, old: &TypeId, new: &TypeId) -> Vec<Change> {
        let inside_replaced = !self.replacing.is_empty() && self.scope.both_inline(old, new);
        if self.scope.same(old, new) && !inside_replaced {
            // What changed in the type itself is that type's change.
            return Vec::new();
        }
        let pair = (old.clone(), new.clone());
        if self.replacing.contains(&pair) {
            return Vec::new();
        }
        self.replacing.push(pair);
        let (a, b) = (self.scope.old.ty(old), self.scope.new.ty(new));
        let inner = site.elsewhere(Place::model(new), &a.at, &b.at);
        let details = self.types(&inner, a, b);
        self.replacing.pop();
        if inside_replaced {
            return details;
        }
        // The same replacement at several operations is one change, so it must not carry the place of one of them.
        let site = match site.place.subject {
            Subject::Operation(_) | Subject::Parameter(_) => {
                Site { place: Place::model(old).join(Step::Replaced(new.clone())), ..inner }
            }
            Subject::Api | Subject::Model(_) => site.clone(),
        };
        let variance = together(&details);
        vec![Change { details, ..site.changed(Kind::TypeChanged, variance, old.to_string(), new.to_string()) }]
    }
}

/// What changes do together, each in the directions it is seen in.
pub(super) fn together(changes: &[Change]) -> Variance {
    let breaks = |direction| {
        changes
            .iter()
            .any(|change| change.affected.directions().contains(&direction) && change.variance.breaks(direction))
    };
    match (breaks(Direction::Request), breaks(Direction::Response)) {
        (false, false) => Variance::Same,
        (true, false) => Variance::Narrower,
        (false, true) => Variance::Wider,
        (true, true) => Variance::Incompatible,
    }
}

fn facets(site: &Site, old: &Value, new: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    match (old.nullable, new.nullable) {
        (false, true) => found.push(site.changed(Kind::BecameNullable, Variance::Wider, false, true)),
        (true, false) => found.push(site.changed(Kind::BecameNonNullable, Variance::Narrower, true, false)),
        _ => {}
    }
    found.extend(default(site, old.default.as_ref(), new.default.as_ref()));
    found.extend(constraints::compare(site, &old.constraints, &new.constraints));
    let list = |items: &Option<Vec<String>>| items.as_ref().map(format::list);
    if old.identifiers != new.identifiers {
        let sides = (list(&old.identifiers), list(&new.identifiers));
        found.push(site.change(Kind::IdentifiersChanged, Variance::Same, sides));
    }
    if old.arm_id_types != new.arm_id_types {
        let sides = (list(&old.arm_id_types), list(&new.arm_id_types));
        found.push(site.change(Kind::ResourceIdTypesChanged, Variance::Same, sides));
    }
    found
}

/// A default is what the service takes for a member that was left out, so another one changes what an old request means.
fn default(site: &Site, old: Option<&Json>, new: Option<&Json>) -> Option<Change> {
    let site = site.at(Step::Facet("default"), "default");
    match (old, new) {
        (None, Some(new)) => Some(site.added(Kind::DefaultAdded, Variance::Same, new.clone())),
        (Some(old), None) => Some(site.removed(Kind::DefaultRemoved, Variance::Narrower, old.clone())),
        (Some(old), Some(new)) if old != new => {
            Some(site.changed(Kind::DefaultChanged, Variance::Narrower, old.clone(), new.clone()))
        }
        _ => None,
    }
}

/// The JSON type behind a scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Boolean,
    Integer,
    Number,
    Text,
    /// A raw body is no JSON at all.
    Raw,
}

fn family(scalar: Scalar) -> Family {
    match scalar {
        Scalar::Boolean => Family::Boolean,
        Scalar::Int32 | Scalar::Int64 => Family::Integer,
        Scalar::Float | Scalar::Double => Family::Number,
        Scalar::Binary => Family::Raw,
        _ => Family::Text,
    }
}

fn scalar(site: &Site, old: Scalar, new: Scalar) -> Option<Change> {
    if old == new {
        return None;
    }
    let (kind, facet) =
        if family(old) == family(new) { (Kind::FormatChanged, "format") } else { (Kind::TypeChanged, "type") };
    let written = site.written;
    let site = Site { place: site.place.clone(), ..site.at(Step::Facet(facet), facet) };
    let variance = match (family(old), new) {
        // What stands in a path, a query or a header is text, whatever it is the text of.
        (Family::Boolean | Family::Integer | Family::Number, Scalar::String | Scalar::Password) if written => {
            Variance::Wider
        }
        (_, _)
            if written
                && matches!(old, Scalar::String | Scalar::Password)
                && family(new) != Family::Raw
                && family(new) != Family::Text =>
        {
            Variance::Narrower
        }
        _ => scalar_variance(old, new),
    };
    Some(site.changed(kind, variance, format::scalar(old), format::scalar(new)))
}

fn scalar_variance(old: Scalar, new: Scalar) -> Variance {
    // A password is a string that tools hide.
    let plain = |scalar| matches!(scalar, Scalar::String | Scalar::Password);
    match (old, new) {
        (a, b) if a == b || plain(a) && plain(b) => Variance::Same,
        (a, b) if plain(a) && family(b) == Family::Text => Variance::Narrower,
        (a, b) if family(a) == Family::Text && plain(b) => Variance::Wider,
        (Scalar::Int32, Scalar::Int64) | (Scalar::Float, Scalar::Double) => Variance::Wider,
        (Scalar::Int64, Scalar::Int32) | (Scalar::Double, Scalar::Float) => Variance::Narrower,
        (a, b) if family(a) == Family::Integer && family(b) == Family::Number => Variance::Wider,
        (a, b) if family(a) == Family::Number && family(b) == Family::Integer => Variance::Narrower,
        _ => Variance::Incompatible,
    }
}

fn became_enum(site: &Site, (scalar, old): (Scalar, &TypeRef), (kind, new): (&Enum, &TypeRef)) -> Change {
    let listed = if kind.extensible == Some(true) { Variance::Same } else { Variance::Narrower };
    let variance = scalar_variance(scalar, kind.scalar).and(listed);
    site.changed(Kind::BecameEnum, variance, format::ty(old), format::ty(new))
}

fn no_longer_enum(site: &Site, (kind, old): (&Enum, &TypeRef), (scalar, new): (Scalar, &TypeRef)) -> Change {
    let listed = if kind.extensible == Some(true) { Variance::Same } else { Variance::Wider };
    let variance = scalar_variance(kind.scalar, scalar).and(listed);
    site.changed(Kind::NoLongerEnum, variance, format::ty(old), format::ty(new))
}

fn is_object(api: &Api, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Map(_) => true,
        TypeRef::Named(id) => matches!(api.ty(id).kind, TypeKind::Struct(_)),
        _ => false,
    }
}
