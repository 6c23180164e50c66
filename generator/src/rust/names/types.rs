//! Names of structures, enumerations, their fields and variants.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    scope::{Assigner, Named, Scope},
    table::TypeNames,
};
use crate::{
    model::{Additional, Enum, Struct, Type, TypeId, TypeKind, Variant},
    overrides::Kind,
    rust::{ident, reached::reached},
};

/// Names that the text of a models file says without a path.
const RESERVED_TYPES: &[&str] = &["Box", "Default", "Into", "Option", "Self", "Some", "String", "Vec"];

/// Names every type first, then what is in it.
pub(super) fn assign(assigner: &mut Assigner<'_>) {
    let api = assigner.api;
    let mut wanted: BTreeMap<String, Vec<&Type>> = BTreeMap::new();
    for ty in reached(api).into_iter().map(|id| api.ty(id)) {
        if let Some(name) = assigner.choose(&named(ty)) {
            wanted.entry(name).or_default().push(ty);
        }
    }
    let mut models = Scope::new("models", RESERVED_TYPES);
    for (name, types) in wanted {
        let owner = types[0];
        assigner.take(&mut models, &named(owner), &name);
        for ty in types {
            let merged_into = (ty.id != owner.id && merge(assigner, owner, ty, &name)).then(|| owner.id.clone());
            let members = members(assigner, ty, &name);
            assigner.names.types.insert(ty.id.clone(), TypeNames { name: name.clone(), merged_into, members });
        }
    }
}

fn named(ty: &Type) -> Named<'_> {
    let label = ty.client_name.as_deref().unwrap_or(&ty.id.0);
    Named { kind: Kind::Type, key: ty.id.0.clone(), label: &ty.id.0, name: ident::pascal(label), at: &ty.at }
}

/// Two types of one name: equal enumerations become one, anything else collides.
fn merge(assigner: &mut Assigner<'_>, owner: &Type, ty: &Type, name: &str) -> bool {
    let same = match (&owner.kind, &ty.kind) {
        (TypeKind::Enum(one), TypeKind::Enum(other)) => one.scalar == other.scalar && values(one) == values(other),
        _ => false,
    };
    if !same {
        let message = format!("type \"{}\" and \"{}\" both become `{name}` of models", ty.id, owner.id);
        assigner.collide(&ty.at, message);
    }
    same
}

fn values(ty: &Enum) -> BTreeSet<String> {
    ty.variants.iter().map(Variant::text).collect()
}

/// The fields of a structure by wire name, the variants of an enumeration by value.
fn members(assigner: &mut Assigner<'_>, ty: &Type, name: &str) -> BTreeMap<String, String> {
    match &ty.kind {
        TypeKind::Struct(body) => fields(assigner, &ty.id, body, name),
        TypeKind::Enum(body) => variants(assigner, ty, body, name),
        TypeKind::Alias(_) => BTreeMap::new(),
    }
}

fn fields(assigner: &mut Assigner<'_>, id: &TypeId, body: &Struct, name: &str) -> BTreeMap<String, String> {
    let typed = matches!(body.additional, Additional::Typed(_));
    let reserved: &[&str] = if typed { &["additional_properties", "extra"] } else { &["extra"] };
    let mut scope = Scope::new(name, reserved);
    let fields = body.fields.iter().filter_map(|field| {
        let label = field.client_name.as_deref().unwrap_or(&field.name);
        let named = Named {
            kind: Kind::Field,
            key: format!("{id}.{}", field.name),
            label: &field.name,
            name: ident::snake(label),
            at: &field.at,
        };
        Some((field.name.clone(), assigner.claim(&mut scope, &named)?))
    });
    fields.collect()
}

fn variants(assigner: &mut Assigner<'_>, ty: &Type, body: &Enum, name: &str) -> BTreeMap<String, String> {
    let mut scope = Scope::new(name, &["UnknownValue"]);
    let variants = body.variants.iter().filter_map(|variant| {
        let value = variant.text();
        let label = variant.client_name.as_deref().unwrap_or(&value);
        let named = Named {
            kind: Kind::Variant,
            key: format!("{}.{value}", ty.id),
            label: &value,
            name: ident::pascal(label),
            at: &ty.at,
        };
        let chosen = assigner.claim(&mut scope, &named)?;
        Some((value, chosen))
    });
    variants.collect()
}
