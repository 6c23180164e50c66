//! Names of structures, enumerations, their fields and variants.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    scope::{Assigner, Scope, Thing},
    value_text,
};
use crate::{
    model::{Additional, Enum, Struct, Type, TypeId, TypeKind},
    overrides::Kind,
    rust::{ident, is_rendered},
};

/// Names that the text of a models file says without a path.
const RESERVED_TYPES: &[&str] = &["Box", "Default", "Into", "Option", "Self", "Some", "String", "Vec"];

/// Names every type first, then what is in it.
pub(super) fn assign(assigner: &mut Assigner<'_>) {
    let api = assigner.api;
    let mut wanted: BTreeMap<String, Vec<&Type>> = BTreeMap::new();
    for ty in api.types.values().filter(|ty| is_rendered(ty)) {
        if let Some(name) = assigner.choose(&thing(ty)) {
            wanted.entry(name).or_default().push(ty);
        }
    }
    let mut models = Scope::new("models", RESERVED_TYPES);
    for (name, types) in wanted {
        let owner = types[0];
        assigner.take(&mut models, &thing(owner), &name);
        for ty in types {
            if ty.id != owner.id {
                merge(assigner, owner, ty, &name);
            }
            assigner.names.types.insert(ty.id.clone(), name.clone());
            assign_members(assigner, ty, &name);
        }
    }
}

fn thing(ty: &Type) -> Thing<'_> {
    let label = ty.client_name.as_deref().unwrap_or(&ty.id.0);
    Thing { kind: Kind::Type, key: ty.id.0.clone(), label: &ty.id.0, name: ident::pascal(label), at: &ty.at }
}

/// Two types of one name: equal enumerations become one, anything else collides.
fn merge(assigner: &mut Assigner<'_>, owner: &Type, ty: &Type, name: &str) {
    let same = match (&owner.kind, &ty.kind) {
        (TypeKind::Enum(one), TypeKind::Enum(other)) => one.scalar == other.scalar && values(one) == values(other),
        _ => false,
    };
    if same {
        assigner.names.owners.insert(ty.id.clone(), owner.id.clone());
    } else {
        let message = format!("type \"{}\" and \"{}\" both become `{name}` of models", ty.id, owner.id);
        assigner.collide(&ty.at, message);
    }
}

fn values(ty: &Enum) -> BTreeSet<String> {
    ty.variants.iter().map(|variant| value_text(&variant.value)).collect()
}

fn assign_members(assigner: &mut Assigner<'_>, ty: &Type, name: &str) {
    match &ty.kind {
        TypeKind::Struct(body) => assign_fields(assigner, &ty.id, body, name),
        TypeKind::Enum(body) => assign_variants(assigner, ty, body, name),
        TypeKind::Alias(_) => {}
    }
}

fn assign_fields(assigner: &mut Assigner<'_>, id: &TypeId, body: &Struct, name: &str) {
    let typed = matches!(body.additional, Additional::Typed(_));
    let reserved: &[&str] = if typed { &["additional_properties", "extra"] } else { &["extra"] };
    let mut scope = Scope::new(name, reserved);
    for field in &body.fields {
        let label = field.client_name.as_deref().unwrap_or(&field.name);
        let thing = Thing {
            kind: Kind::Field,
            key: format!("{id}.{}", field.name),
            label: &field.name,
            name: ident::snake(label),
            at: &field.at,
        };
        if let Some(chosen) = assigner.claim(&mut scope, &thing) {
            assigner.names.fields.insert((id.clone(), field.name.clone()), chosen);
        }
    }
}

fn assign_variants(assigner: &mut Assigner<'_>, ty: &Type, body: &Enum, name: &str) {
    let mut scope = Scope::new(name, &["UnknownValue"]);
    for variant in &body.variants {
        let value = value_text(&variant.value);
        let label = variant.client_name.as_deref().unwrap_or(&value);
        let thing = Thing {
            kind: Kind::Variant,
            key: format!("{}.{value}", ty.id),
            label: &value,
            name: ident::pascal(label),
            at: &ty.at,
        };
        if let Some(chosen) = assigner.claim(&mut scope, &thing) {
            assigner.names.variants.insert((ty.id.clone(), value), chosen);
        }
    }
}
