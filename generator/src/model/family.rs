//! Families: structures that one member on the wire tells apart.
//!
//! A structure is a *head* if others extend it and a discriminator, its own or that of one of its parents, tells which of them
//! a value is. Where a head is named, any of its kinds may stand.

use std::collections::{BTreeMap, BTreeSet};

use super::{Type, TypeId};

/// What may stand where a head is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Wire name of the member that tells the kinds apart.
    pub property: String,
    /// Each value of that member with the structure that it means: the head itself, or one that extends it.
    pub kinds: BTreeMap<String, TypeId>,
}

/// A member whose value follows from the structure that it stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// Wire name of the member.
    pub property: String,
    /// Its value.
    pub value: String,
}

/// The families of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Families {
    heads: BTreeMap<TypeId, Family>,
    tags: BTreeMap<TypeId, Vec<Tag>>,
}

impl Families {
    /// The families among `types`.
    #[must_use]
    pub fn of(types: &BTreeMap<TypeId, Type>) -> Self {
        let table = Table::new(types);
        let mut families = Self::default();
        for (root, ty) in types {
            if let Some(discriminator) = ty.as_struct().and_then(|body| body.discriminator.as_ref()) {
                families.add(&table, root, &discriminator.property, &discriminator.mapping);
            }
        }
        families
    }

    /// The family that a structure is the head of.
    #[must_use]
    pub fn head(&self, id: &TypeId) -> Option<&Family> {
        self.heads.get(id)
    }

    /// The members whose values follow from a structure, sorted.
    #[must_use]
    pub fn tags(&self, id: &TypeId) -> &[Tag] {
        self.tags.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Adds what the discriminator of `root` tells.
    fn add(&mut self, table: &Table<'_>, root: &TypeId, property: &str, mapping: &BTreeMap<String, TypeId>) {
        if mapping.values().all(|target| target == root) {
            return;
        }
        for (value, target) in mapping {
            let line = table.line(target, root);
            // Below a structure that has another member to tell its own kinds by, that member decides.
            let decides = |id: &TypeId| id != root && table.property(id).is_some_and(|other| other != property);
            let inner = line.iter().filter(|id| **id != target && decides(id));
            if let Some(inner) = inner.min_by_key(|id| table.line(id, root).len()) {
                if let Some((value, _)) = mapping.iter().find(|(_, id)| id == inner) {
                    self.tag(target, property, value);
                }
                continue;
            }
            self.tag(target, property, value);
            for head in line {
                if !decides(head) && (head != target || table.extended.contains(head)) {
                    self.family(head, property).kinds.insert(value.clone(), target.clone());
                }
            }
        }
    }

    fn family(&mut self, head: &TypeId, property: &str) -> &mut Family {
        let empty = || Family { property: property.to_owned(), kinds: BTreeMap::new() };
        self.heads.entry(head.clone()).or_insert_with(empty)
    }

    /// Two values may mean one structure; the first of them is sent.
    fn tag(&mut self, id: &TypeId, property: &str, value: &str) {
        let tags = self.tags.entry(id.clone()).or_default();
        if !tags.iter().any(|tag| tag.property == property) {
            tags.push(Tag { property: property.to_owned(), value: value.to_owned() });
            tags.sort();
        }
    }
}

/// The types, with what is asked of them.
struct Table<'a> {
    types: &'a BTreeMap<TypeId, Type>,
    /// Every structure that another extends.
    extended: BTreeSet<&'a TypeId>,
}

impl<'a> Table<'a> {
    fn new(types: &'a BTreeMap<TypeId, Type>) -> Self {
        let bodies = types.values().filter_map(|ty| ty.as_struct());
        Self { types, extended: bodies.flat_map(|body| &body.bases).collect() }
    }

    /// The member by which a structure itself tells its kinds apart.
    fn property(&self, id: &TypeId) -> Option<&'a str> {
        Some(&self.types.get(id)?.as_struct()?.discriminator.as_ref()?.property)
    }

    /// What stands between a structure and one that it extends, both of them included.
    fn line(&self, id: &'a TypeId, root: &TypeId) -> BTreeSet<&'a TypeId> {
        let above = self.above(id);
        above.into_iter().filter(|id| self.above(id).contains(root)).collect()
    }

    /// A structure and all that it extends.
    fn above(&self, id: &'a TypeId) -> BTreeSet<&'a TypeId> {
        let mut found = BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(self.types.get(id).and_then(Type::as_struct).into_iter().flat_map(|body| &body.bases));
            }
        }
        found
    }
}
