//! Named types: what they are, and the values of enumerations.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::{
    change::{Change, Variance},
    differ::Differ,
    format,
    kind::Kind,
    place::Step,
    site::Site,
};
use crate::model::{Enum, Type, TypeKind, TypeRef, Value};

impl Differ<'_> {
    /// Compares two types that are one, or of which one took the other's place.
    pub(super) fn types(&mut self, site: &Site, old: &Type, new: &Type) -> Vec<Change> {
        let mut found = marks(site, old, new);
        found.extend(match (&old.kind, &new.kind) {
            (TypeKind::Struct(a), TypeKind::Struct(b)) => self.structs(site, (&old.id, a), (&new.id, b)),
            (TypeKind::Enum(a), TypeKind::Enum(b)) => enums(site, a, b),
            (TypeKind::Alias(a), TypeKind::Alias(b)) => self.value(site, a, b),
            (TypeKind::Alias(a), _) => self.value(site, a, &reference(new)),
            (_, TypeKind::Alias(b)) => self.value(site, &reference(old), b),
            (TypeKind::Struct(_), TypeKind::Enum(b)) => {
                vec![site.changed(Kind::TypeChanged, Variance::Incompatible, "object", format::scalar(b.scalar))]
            }
            (TypeKind::Enum(a), TypeKind::Struct(_)) => {
                vec![site.changed(Kind::TypeChanged, Variance::Incompatible, format::scalar(a.scalar), "object")]
            }
        });
        found
    }
}

/// A value that is just the type.
fn reference(ty: &Type) -> Value {
    Value {
        ty: TypeRef::Named(ty.id.clone()),
        nullable: false,
        default: None,
        constraints: crate::model::Constraints::default(),
        identifiers: None,
        arm_id_types: None,
    }
}

fn marks(site: &Site, old: &Type, new: &Type) -> Vec<Change> {
    let mut found = Vec::new();
    found.extend(client_name(site, old.client_name.as_deref(), new.client_name.as_deref()));
    found.extend(flag(site, (old.deprecated, new.deprecated), (Kind::ModelDeprecated, Kind::ModelUndeprecated)));
    if old.azure_resource != new.azure_resource {
        found.push(site.changed(Kind::ResourceMarkerChanged, Variance::Same, old.azure_resource, new.azure_resource));
    }
    found
}

/// A name preferred for clients: it never travels.
pub(super) fn client_name(site: &Site, old: Option<&str>, new: Option<&str>) -> Option<Change> {
    let sides = (old.map(Json::from), new.map(Json::from));
    (old != new).then(|| site.change(Kind::ClientNameChanged, Variance::Same, sides))
}

/// A mark that says nothing about what is allowed: the kind when it came, and when it went.
pub(super) fn flag(site: &Site, (old, new): (bool, bool), (came, went): (Kind, Kind)) -> Option<Change> {
    (old != new).then(|| site.changed(if new { came } else { went }, Variance::Same, old, new))
}

/// Enumerations. A closed one is a promise about every value; an extensible one about none, but a value that the service no longer
/// lists is one it may no longer take.
fn enums(site: &Site, old: &Enum, new: &Enum) -> Vec<Change> {
    let mut found = Vec::new();
    let open = |kind: &Enum| kind.extensible == Some(true);
    match (open(old), open(new)) {
        (false, true) => found.push(site.changed(Kind::EnumOpened, Variance::Wider, "closed", "extensible")),
        (true, false) => found.push(site.changed(Kind::EnumClosed, Variance::Narrower, "extensible", "closed")),
        _ => {}
    }
    if old.scalar != new.scalar {
        let (old, new) = (format::scalar(old.scalar), format::scalar(new.scalar));
        found.push(site.changed(Kind::TypeChanged, Variance::Incompatible, old, new));
    }
    let (before, after) = (values(old), values(new));
    for variant in &new.variants {
        let site = site.step(Step::Variant(word(&variant.value)));
        if let Some(old) = old.variants.iter().find(|old| old.value == variant.value) {
            found.extend(client_name(&site, old.client_name.as_deref(), variant.client_name.as_deref()));
        } else {
            let variance = if open(old) { Variance::Same } else { Variance::Wider };
            found.push(site.added(Kind::EnumValueAdded, variance, variant.value.clone()));
        }
    }
    for variant in old.variants.iter().filter(|old| !after.contains(&word(&old.value))) {
        let site = site.step(Step::Variant(word(&variant.value)));
        found.push(site.removed(Kind::EnumValueRemoved, Variance::Narrower, variant.value.clone()));
    }
    let common = |kind: &Enum, other: &BTreeSet<String>| -> Vec<String> {
        kind.variants.iter().map(|v| word(&v.value)).filter(|v| other.contains(v)).collect()
    };
    let (old_order, new_order) = (common(old, &after), common(new, &before));
    if old_order != new_order {
        found.push(site.changed(Kind::EnumReordered, Variance::Same, old_order, new_order));
    }
    found
}

fn values(kind: &Enum) -> BTreeSet<String> {
    kind.variants.iter().map(|variant| word(&variant.value)).collect()
}

/// A wire value as text, without quotes.
fn word(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
