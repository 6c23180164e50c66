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

/// Names that the text of a models file says without a path, or a macro of the runtime that it calls.
const RESERVED_TYPES: &[&str] = &[
    "AsRef",
    "Box",
    "Clone",
    "Default",
    "Eq",
    "Fn",
    "From",
    "Into",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// The variant of a value that the description does not know.
const UNKNOWN: &str = "UnknownValue";

/// The variant of a kind that the description does not know.
pub(in crate::rust) const UNKNOWN_KIND: &str = "UnknownKind";

/// Names every type first, then what is in it.
pub(super) fn assign(assigner: &mut Assigner<'_>) {
    let api = assigner.api;
    let mut models = Scope::new("models", RESERVED_TYPES);
    let mut wanted: BTreeMap<String, Vec<&Type>> = BTreeMap::new();
    for ty in reached(api).into_iter().map(|id| api.ty(id)) {
        let named = named(ty);
        if let Some(name) = assigner.choose(&named) {
            let is_reserved = models.is_reserved(&name) && named.name.as_ref() == Some(&name);
            let name = if is_reserved { format!("{name}_") } else { name };
            wanted.entry(name).or_default().push(ty);
        }
    }
    let wanted = inline_give_way(wanted);
    for (name, types) in wanted {
        let owner = types[0];
        assigner.take(&mut models, &named(owner), &name);
        for ty in types {
            let merged_into = (ty.id != owner.id && merge(assigner, owner, ty, &name)).then(|| owner.id.clone());
            let members = members(assigner, ty, &name);
            let names = TypeNames { name: name.clone(), base: None, merged_into, members };
            assigner.names.types.insert(ty.id.clone(), names);
        }
    }
    for ty in api.types.values() {
        if assigner.names.families.head(&ty.id).is_some() {
            base(assigner, ty, &mut models);
            kinds(assigner, ty);
        }
    }
}

/// Names the structure of what all kinds of a family share. It gives way to types that are called so themselves.
fn base(assigner: &mut Assigner<'_>, ty: &Type, models: &mut Scope) {
    let Some(names) = assigner.names.types.get(&ty.id) else { return };
    // A name that gave way to one of Rust's ends in an underscore, which is no part of another name.
    let stem = names.name.trim_end_matches('_');
    let wanted = ["Base", "Members"].map(|suffix| format!("{stem}{suffix}"));
    let free = wanted.iter().find(|name| !models.has(name)).unwrap_or(&wanted[0]).clone();
    if assigner.take(models, &named(ty), &free)
        && let Some(names) = assigner.names.types.get_mut(&ty.id)
    {
        names.base = Some(free);
    }
}

/// Takes the variants of a family, which are called by the structures that they hold.
fn kinds(assigner: &mut Assigner<'_>, head: &Type) {
    let Some(name) = assigner.names.ty(&head.id) else { return };
    let mut variants = Scope::new(name, &[UNKNOWN_KIND]);
    let family = assigner.names.families.head(&head.id);
    let kinds: BTreeSet<TypeId> = family.into_iter().flat_map(|family| family.kinds.values().cloned()).collect();
    for id in kinds {
        if let Some(variant) = assigner.names.ty(&id).map(str::to_owned) {
            assigner.take(&mut variants, &named(assigner.api.ty(&id)), &variant);
        }
    }
}

/// A type that stands inline gives way to a component of its name, which is what others call it.
fn inline_give_way(wanted: BTreeMap<String, Vec<&Type>>) -> BTreeMap<String, Vec<&Type>> {
    let mut given = BTreeMap::new();
    let mut moved: Vec<(String, &Type)> = Vec::new();
    for (name, types) in wanted {
        let component = types.iter().copied().find(|ty| !is_inline(ty));
        let stays = |ty: &&Type| !is_inline(ty) || component.is_none_or(|component| is_same(component, ty));
        let (stay, move_on): (Vec<&Type>, Vec<&Type>) = types.into_iter().partition(stays);
        moved.extend(move_on.into_iter().map(|ty| (format!("{}Inline", name.trim_end_matches('_')), ty)));
        given.insert(name, stay);
    }
    for (name, ty) in moved {
        given.entry(name).or_default().push(ty);
    }
    given
}

fn is_inline(ty: &Type) -> bool {
    !ty.at.as_str().starts_with("/components/schemas/") || ty.at.tokens().count() > 3
}

fn named(ty: &Type) -> Named<'_> {
    let label = ty.client_name.as_deref().unwrap_or(&ty.id.0);
    Named { kind: Kind::Type, key: ty.id.0.clone(), label: &ty.id.0, name: ident::pascal(label), at: &ty.at }
}

/// Two types of one name: equal enumerations become one, anything else collides.
fn merge(assigner: &mut Assigner<'_>, owner: &Type, ty: &Type, name: &str) -> bool {
    let same = is_same(owner, ty);
    if !same {
        let message = format!("type \"{}\" and \"{}\" both become `{name}` of models", ty.id, owner.id);
        assigner.collide(&named(ty), message);
    }
    same
}

/// Whether two types of one name are one in Rust.
fn is_same(one: &Type, other: &Type) -> bool {
    match (&one.kind, &other.kind) {
        (TypeKind::Enum(one), TypeKind::Enum(other)) => one.scalar == other.scalar && values(one) == values(other),
        _ => false,
    }
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
    let mut scope = Scope::new(name, &[UNKNOWN]);
    let plain = |variant: &Variant| {
        let value = variant.text();
        let name = ident::pascal(variant.client_name.as_deref().unwrap_or(&value));
        name.or_else(|| ident::spelled(&value)).or_else(|| Some(format!("Value{:08X}", ident::hash(&value))))
    };
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for name in body.variants.iter().filter_map(plain) {
        *wanted.entry(name).or_default() += 1;
    }
    let variants = body.variants.iter().filter_map(|variant| {
        let value = variant.text();
        let is_clear = |name: &String| wanted.get(name) == Some(&1);
        let name = plain(variant).filter(is_clear).or_else(|| ident::pascal_in_full(&value));
        let named = Named { kind: Kind::Variant, key: format!("{}.{value}", ty.id), label: &value, name, at: &ty.at };
        let chosen = assigner.claim(&mut scope, &named)?;
        Some((value, chosen))
    });
    variants.collect()
}
