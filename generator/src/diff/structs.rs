//! Objects: bases, additional members, discriminator, and which members came and went.
//!
//! A member that a base declares is the base's: a change of it is reported there, once, and not at each model that inherits it.

use std::collections::BTreeSet;

use super::{
    change::{Change, Variance},
    differ::Differ,
    format,
    kind::Kind,
    place::Step,
    reach::{self, Role},
    site::Site,
    values::together,
};
use crate::model::{Additional, Discriminator, Field, Struct, TypeId, TypeKind};

/// A structure with its id.
type Owned<'a> = (&'a TypeId, &'a Struct);

impl Differ<'_> {
    pub(super) fn structs(&mut self, site: &Site, old: Owned<'_>, new: Owned<'_>) -> Vec<Change> {
        let mut found = Vec::new();
        for (before, after) in reach::paired_fields(old.1, new.1) {
            found.extend(self.paired_member(site, before, after));
        }
        let bases = self.bases_differ(old.1, new.1);
        let mut through_bases = Vec::new();
        for field in &new.1.fields {
            if reach::field(old.1, &field.name).is_none() && !self.is_reported_by_base(field, old.1, Side::New) {
                let change = came(site, field);
                if bases && field.inherited_from.is_some() { &mut through_bases } else { &mut found }.push(change);
            }
        }
        for field in &old.1.fields {
            if reach::field(new.1, &field.name).is_none() && !self.is_reported_by_base(field, new.1, Side::Old) {
                let change = went(site, field);
                if bases && field.inherited_from.is_some() { &mut through_bases } else { &mut found }.push(change);
            }
        }
        // Members that moved between a model and its bases are the same members.
        if !through_bases.is_empty() {
            let names = |structure: &Struct| format::list(structure.bases.iter().map(|id| &id.0));
            let variance = together(&through_bases);
            let change = site.changed(Kind::BaseChanged, variance, names(old.1), names(new.1));
            found.push(Change { details: through_bases, ..change });
        }
        found.extend(self.additional(site, &old.1.additional, &new.1.additional));
        found.extend(self.discriminators(site, old.1.discriminator.as_ref(), new.1.discriminator.as_ref()));
        found
    }

    fn bases_differ(&self, old: &Struct, new: &Struct) -> bool {
        old.bases.len() != new.bases.len() || old.bases.iter().zip(&new.bases).any(|(a, b)| !self.scope.same(a, b))
    }

    /// A member both sides have; what its base already says of it is left out.
    fn paired_member(&mut self, site: &Site, old: &Field, new: &Field) -> Vec<Change> {
        let found = self.member(site, old, new);
        let (Some(a), Some(b)) = (&old.inherited_from, &new.inherited_from) else { return found };
        if found.is_empty() || !self.scope.same(a, b) || !self.reached.contains(a, b) {
            return found;
        }
        let (Some(a), Some(b)) = (self.declared(Side::Old, a, &old.name), self.declared(Side::New, b, &new.name))
        else {
            return found;
        };
        let reported = self.member(site, &a, &b);
        found.into_iter().filter(|change| !reported.iter().any(|base| base.same_cause(change))).collect()
    }

    fn declared(&self, side: Side, id: &TypeId, name: &str) -> Option<Field> {
        match &self.api(side).ty(id).kind {
            TypeKind::Struct(structure) => reach::field(structure, name).cloned(),
            _ => None,
        }
    }

    /// Whether the member of `side` that the other side lacks comes from a base that both have.
    fn is_reported_by_base(&self, field: &Field, other: &Struct, side: Side) -> bool {
        let Some(base) = &field.inherited_from else { return false };
        self.ancestors(side.other(), other).iter().any(|ancestor| {
            let (old, new) = if side == Side::New { (ancestor, base) } else { (base, ancestor) };
            self.scope.same(old, new) && self.reached.contains(old, new)
        })
    }

    fn ancestors(&self, side: Side, structure: &Struct) -> BTreeSet<TypeId> {
        let mut open: Vec<&TypeId> = structure.bases.iter().collect();
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if found.insert(id.clone())
                && let TypeKind::Struct(base) = &self.api(side).ty(id).kind
            {
                open.extend(&base.bases);
            }
        }
        found
    }

    fn api(&self, side: Side) -> &crate::model::Api {
        match side {
            Side::Old => self.scope.old,
            Side::New => self.scope.new,
        }
    }

    fn additional(&mut self, site: &Site, old: &Additional, new: &Additional) -> Vec<Change> {
        if let (Additional::Typed(old), Additional::Typed(new)) = (old, new) {
            return self.value(&site.at(Step::Values, "additionalProperties"), old, new);
        }
        let (before, after) = (openness(old), openness(new));
        let (kind, variance) = match (before.0.cmp(&after.0), before == after) {
            (_, true) => return Vec::new(),
            (std::cmp::Ordering::Less, _) => (Kind::AdditionalPropertiesLoosened, Variance::Wider),
            (std::cmp::Ordering::Greater, _) => (Kind::AdditionalPropertiesTightened, Variance::Narrower),
            (std::cmp::Ordering::Equal, _) if after.1 == "any" => (Kind::AdditionalPropertiesDeclared, Variance::Same),
            (std::cmp::Ordering::Equal, _) => (Kind::AdditionalPropertiesUndeclared, Variance::Same),
        };
        vec![site.at(Step::Values, "additionalProperties").changed(kind, variance, before.1, after.1)]
    }

    fn discriminators(&mut self, site: &Site, old: Option<&Discriminator>, new: Option<&Discriminator>) -> Vec<Change> {
        let site = site.at(Step::Facet("discriminator"), "discriminator");
        match (old, new) {
            (None, None) => Vec::new(),
            (None, Some(new)) => {
                vec![site.added(Kind::DiscriminatorAdded, Variance::Narrower, new.property.clone())]
            }
            (Some(old), None) => {
                vec![site.removed(Kind::DiscriminatorRemoved, Variance::Wider, old.property.clone())]
            }
            (Some(old), Some(new)) => self.subtypes(&site, old, new),
        }
    }

    fn subtypes(&mut self, site: &Site, old: &Discriminator, new: &Discriminator) -> Vec<Change> {
        let mut found = Vec::new();
        if old.property != new.property {
            let (old, new) = (old.property.clone(), new.property.clone());
            found.push(site.changed(Kind::DiscriminatorChanged, Variance::Incompatible, old, new));
        }
        for (value, after) in &new.mapping {
            let site = site.step(Step::Variant(value.clone()));
            match old.mapping.get(value) {
                None => found.push(site.added(Kind::SubtypeAdded, Variance::Wider, after.to_string())),
                Some(before) if !self.scope.same(before, after) => {
                    let (before, after) = (before.to_string(), after.to_string());
                    found.push(site.changed(Kind::SubtypeChanged, Variance::Incompatible, before, after));
                }
                Some(_) => {}
            }
        }
        for (value, before) in old.mapping.iter().filter(|(value, _)| !new.mapping.contains_key(*value)) {
            let site = site.step(Step::Variant(value.clone()));
            found.push(site.removed(Kind::SubtypeRemoved, Variance::Narrower, before.to_string()));
        }
        found
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

impl Side {
    fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// How much is allowed beyond the declared members, with a word for it. JSON Schema allows anything where nothing is said.
fn openness(additional: &Additional) -> (u8, String) {
    match additional {
        Additional::Denied => (0, "denied".to_owned()),
        Additional::Typed(value) => (1, format::ty(&value.ty)),
        Additional::Unspecified => (2, "unspecified".to_owned()),
        Additional::Any => (2, "any".to_owned()),
    }
}

fn came(site: &Site, field: &Field) -> Change {
    let kind = if field.required { Kind::RequiredPropertyAdded } else { Kind::OptionalPropertyAdded };
    let variance = if field.required { Variance::Narrower } else { Variance::Same };
    let site = member_spot(site, field, field);
    Change {
        new_at: Some(field.at.clone()),
        old_at: Some(site.old_at.clone()),
        ..site.added(kind, variance, format::ty(&field.value.ty))
    }
}

/// What an old request said with it is lost, and what an old reader looks for is no longer there.
fn went(site: &Site, field: &Field) -> Change {
    let kind = if field.required { Kind::RequiredPropertyRemoved } else { Kind::OptionalPropertyRemoved };
    let site = member_spot(site, field, field);
    let change = site.removed(kind, Variance::Incompatible, format::ty(&field.value.ty));
    Change { old_at: Some(field.at.clone()), ..change }
}

/// The member's place, seen by those who can meet it on either side.
pub(super) fn member_spot(site: &Site, old: &Field, new: &Field) -> Site {
    let both = |role| reach::travels(old, role) && reach::travels(new, role);
    site.step(Step::Property(new.name.clone())).travelling(both(Role::Request), both(Role::Response))
}
