//! `allOf`: copies the members of parents into the structures that extend them.
//!
//! Invariant: afterwards a structure's `fields` are complete and sorted, and each says which parent declares it.
//! A member that is declared again must be the same or narrower: a client that knows only the parent must not be misled.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Lowering;
use crate::{
    diag::Code,
    model::{Additional, Discriminator, Docs, Field, Struct, TypeId, TypeKind, TypeRef},
    spec::Problem,
};

/// The longest line of parents that is followed.
const MAX_PARENTS: usize = 64;

impl Lowering<'_> {
    /// Completes every structure.
    pub(super) fn compose(&mut self) {
        self.resolve_bases();
        let ids: Vec<TypeId> = self.types.keys().cloned().collect();
        let mut done = BTreeSet::new();
        for id in &ids {
            self.complete(id, &mut Vec::new(), &mut done);
        }
        let children = self.children();
        for id in &ids {
            self.complete_discriminator(id, &children);
        }
    }

    /// What extends each type by itself. Asked of every type for every discriminator instead, large descriptions would take as long as
    /// they are large, squared.
    fn children(&self) -> BTreeMap<TypeId, Vec<TypeId>> {
        let mut children: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
        for (id, ty) in &self.types {
            for base in ty.as_struct().into_iter().flat_map(|body| &body.bases) {
                children.entry(base.clone()).or_default().push(id.clone());
            }
        }
        children
    }

    /// Follows parents that are names for other components, and reports those that end at no structure.
    fn resolve_bases(&mut self) {
        let mut resolved = Vec::new();
        let mut wrong = Vec::new();
        for (id, ty) in &self.types {
            let TypeKind::Struct(body) = &ty.kind else { continue };
            let mut bases = Vec::new();
            for base in &body.bases {
                match self.structure_behind(base) {
                    Some(found) if !bases.contains(&found) => bases.push(found),
                    Some(_) => {}
                    None => wrong.push((ty.at.join("allOf"), base.clone())),
                }
            }
            resolved.push((id.clone(), bases));
        }
        for (id, bases) in resolved {
            self.structure(&id).bases = bases;
        }
        for (at, base) in wrong {
            self.conflict(&at, format!("\"{base}\" is no object, so nothing can extend it"), "refer to an object");
        }
    }

    /// The structure that an id stands for, directly or by another name.
    fn structure_behind(&self, id: &TypeId) -> Option<TypeId> {
        let found = match &self.types.get(id)?.kind {
            TypeKind::Alias(value) => match &value.unaliased(&self.types).ty {
                TypeRef::Named(found) => found,
                _ => return None,
            },
            _ => id,
        };
        matches!(self.types.get(found)?.kind, TypeKind::Struct(_)).then(|| found.clone())
    }

    fn structure(&mut self, id: &TypeId) -> &mut Struct {
        match &mut self.types.get_mut(id).expect("ids come from the table").kind {
            TypeKind::Struct(body) => body,
            _ => unreachable!("asked for structures only"),
        }
    }

    fn complete(&mut self, id: &TypeId, path: &mut Vec<TypeId>, done: &mut BTreeSet<TypeId>) {
        let TypeKind::Struct(body) = &self.types[id].kind else { return };
        if done.contains(id) {
            return;
        }
        if path.contains(id) {
            return self.report_cycle(id, path);
        }
        if path.len() == MAX_PARENTS {
            let at = self.types[id].at.clone();
            return self.unsupported(&at, format!("more than {MAX_PARENTS} parents in a row"), "extend fewer");
        }
        let mut body = body.clone();
        path.push(id.clone());
        let mut inherited: BTreeMap<String, Field> = BTreeMap::new();
        for base in body.bases.clone() {
            self.complete(&base, path, done);
            let parent = self.structure(&base).clone();
            for field in parent.fields {
                let from = field.inherited_from.clone().unwrap_or_else(|| base.clone());
                self.inherit(id, Field { inherited_from: Some(from), ..field }, &mut inherited);
            }
            self.inherit_additional(id, &mut body, &parent.additional);
        }
        path.pop();
        for field in std::mem::take(&mut body.fields) {
            let field = match inherited.get(&field.name) {
                Some(parent) => self.redeclared(id, parent, field),
                None => field,
            };
            inherited.insert(field.name.clone(), field);
        }
        self.require(id, &mut inherited);
        body.fields = inherited.into_values().collect();
        *self.structure(id) = body;
        done.insert(id.clone());
    }

    fn report_cycle(&mut self, id: &TypeId, path: &[TypeId]) {
        let start = path.iter().position(|known| known == id).unwrap_or_default();
        let mut cycle: Vec<&TypeId> = path[start..].iter().collect();
        // The cycle is met wherever it is entered; it is reported from its first type by name.
        let first = cycle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(index, _)| index);
        cycle.rotate_left(first);
        let names: Vec<String> = cycle.iter().map(ToString::to_string).collect();
        let message = format!("\"{0}\" extends only itself: {1} -> {0}", names[0], names.join(" -> "));
        let at = self.types[cycle[0]].at.clone();
        self.report.push_at(&at, Problem::new(Code::RefCycle, message).help("remove one of them from allOf"));
    }

    /// Adds a parent's member; two parents may both have it if one of the two is the other or narrows it.
    fn inherit(&mut self, id: &TypeId, field: Field, inherited: &mut BTreeMap<String, Field>) {
        let Some(known) = inherited.get(&field.name) else {
            inherited.insert(field.name.clone(), field);
            return;
        };
        if self.narrows(&known.value, &field.value) {
            return;
        }
        if self.narrows(&field.value, &known.value) {
            inherited.insert(field.name.clone(), field);
            return;
        }
        let at = self.types[id].at.join("allOf");
        let parents = [known, &field].map(|f| f.inherited_from.as_ref().map_or_else(String::new, TypeId::to_string));
        let what = format!("\"{}\" comes from {} and {}, which disagree on it", field.name, parents[0], parents[1]);
        self.conflict(&at, what, "extend one of them only");
    }

    /// A parent's member, declared again.
    fn redeclared(&mut self, id: &TypeId, parent: &Field, own: Field) -> Field {
        if !self.narrows(&own.value, &parent.value) {
            let from = parent.inherited_from.as_ref().map_or_else(String::new, TypeId::to_string);
            let what = format!("\"{}\" of \"{id}\" contradicts what it inherits from {from}", own.name);
            self.conflict(&own.at, what, "declare it as the parent does, or narrower");
        }
        Field {
            required: own.required || parent.required,
            read_only: own.read_only || parent.read_only,
            secret: own.secret || parent.secret,
            mutability: own.mutability.or_else(|| parent.mutability.clone()),
            client_name: own.client_name.or_else(|| parent.client_name.clone()),
            docs: if own.docs == Docs::default() { parent.docs.clone() } else { own.docs },
            ..own
        }
    }

    fn inherit_additional(&mut self, id: &TypeId, body: &mut Struct, parent: &Additional) {
        match (&body.additional, parent) {
            (_, Additional::Unspecified) => {}
            (_, Additional::Denied) if !body.fields.is_empty() => {
                let at = self.types[id].at.join("allOf");
                let what = format!("\"{id}\" adds members to a parent that allows no other");
                self.conflict(&at, what, "drop additionalProperties: false from the parent");
            }
            (Additional::Unspecified, _) => body.additional = parent.clone(),
            (own, parent) if own == parent || *own == Additional::Denied || *parent == Additional::Any => {}
            _ => {
                let at = self.types[id].at.join("additionalProperties");
                self.conflict(&at, "additionalProperties contradicts what is inherited", "say it in one place");
            }
        }
    }

    fn require(&mut self, id: &TypeId, fields: &mut BTreeMap<String, Field>) {
        for demand in self.demands.remove(id).unwrap_or_default() {
            if let Some(field) = fields.get_mut(&demand.member) {
                field.required = true;
            } else {
                let what =
                    format!("\"{}\" is required, and \"{id}\" has no such member; that means nothing", demand.member);
                self.no_effect(&demand.at, what, "declare it in properties, or remove it from required");
            }
        }
    }

    /// Adds the subtypes that a discriminator does not list: their names are their values.
    fn complete_discriminator(&mut self, id: &TypeId, children: &BTreeMap<TypeId, Vec<TypeId>>) {
        let ty = &self.types[id];
        let TypeKind::Struct(Struct { discriminator: Some(discriminator), fields, .. }) = &ty.kind else { return };
        let mut mapping = discriminator.mapping.clone();
        let at = ty.at.join("discriminator");
        let has_member = fields.iter().any(|field| field.name == discriminator.property);
        let unknown: Vec<TypeId> = mapping.values().filter(|target| !self.extends(target, id)).cloned().collect();
        let known: BTreeSet<&TypeId> = discriminator.mapping.values().collect();
        for sub in below(children, id).into_iter().filter(|sub| *sub != id && !known.contains(sub)) {
            mapping.insert(sub.0.clone(), sub.clone());
        }
        let property = discriminator.property.clone();
        if !has_member {
            let what = format!("\"{id}\" has no member \"{property}\" to tell its subtypes by");
            self.conflict(&at.join("propertyName"), what, "declare it in properties");
        }
        for target in &unknown {
            let what = format!("\"{target}\" is no type that extends \"{id}\"");
            self.conflict(&at.join("mapping"), what, "correct the mapping, or extend it with allOf");
        }
        mapping.retain(|_, target| !unknown.contains(target));
        self.structure(id).discriminator = Some(Discriminator { property, mapping });
    }

    /// Whether a type is `base` or extends it.
    pub(super) fn extends(&self, id: &TypeId, base: &TypeId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if id == base {
                return true;
            }
            if let Some(TypeKind::Struct(body)) = self.types.get(id).map(|ty| &ty.kind)
                && seen.insert(id)
            {
                open.extend(&body.bases);
            }
        }
        false
    }
}

/// What extends `base`, in any number of steps.
fn below<'c>(children: &'c BTreeMap<TypeId, Vec<TypeId>>, base: &TypeId) -> BTreeSet<&'c TypeId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&TypeId> = children.get(base).into_iter().flatten().collect();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(children.get(id).into_iter().flatten());
        }
    }
    found
}
