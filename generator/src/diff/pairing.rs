//! Which operation of the new version is which of the old one, and the same for their parameters.
//!
//! Operations pair by method and path with the parameters' names erased, then without regard to case; what is left pairs by operationId,
//! and so has moved. Parameters
//! pair by name and place, path parameters by position; what is left pairs when it is clearly one parameter under another name or in
//! another part of the request.

use std::collections::BTreeMap;

use crate::model::{Api, Location, Operation, Param, ParamRef};

/// The operations of two versions.
#[derive(Debug)]
pub(super) struct Operations<'a> {
    /// Those that both versions have.
    pub(super) paired: Vec<OperationPair<'a>>,
    pub(super) added: Vec<&'a Operation>,
    pub(super) removed: Vec<&'a Operation>,
}

/// One operation in both versions.
#[derive(Clone, Copy, Debug)]
pub(super) struct OperationPair<'a> {
    pub(super) old: &'a Operation,
    pub(super) new: &'a Operation,
}

impl OperationPair<'_> {
    /// Whether method or path lead to something else: beyond the names of parameters, the case of fixed text and a slash at the end.
    pub(super) fn moved(self) -> bool {
        resource(self.old) != resource(self.new)
    }

    /// Whether the path is spelt in another way.
    pub(super) fn respelt(self) -> bool {
        !self.moved() && address(self.old) != address(self.new)
    }
}

fn resource(op: &Operation) -> (String, &'static str) {
    (op.path.resource(), op.method.as_str())
}

fn address(op: &Operation) -> (String, &'static str) {
    (op.path.erased(), op.method.as_str())
}

/// Pairs the operations of two versions.
pub(super) fn operations<'a>(old: &'a Api, new: &'a Api) -> Operations<'a> {
    let mut rest = Operations {
        paired: Vec::new(),
        added: new.operations.iter().collect(),
        removed: old.operations.iter().collect(),
    };
    rest.pair(address);
    rest.pair(resource);
    rest.pair(|op| op.id.as_str());
    rest
}

impl<'a> Operations<'a> {
    /// Pairs what is left on both sides and has the same key; of several the first.
    fn pair<K: Ord>(&mut self, key: impl Fn(&'a Operation) -> K) {
        let mut by_key: BTreeMap<K, Vec<&Operation>> = BTreeMap::new();
        for op in self.added.drain(..).rev() {
            by_key.entry(key(op)).or_default().push(op);
        }
        for old in std::mem::take(&mut self.removed) {
            match by_key.get_mut(&key(old)).and_then(Vec::pop) {
                Some(new) => self.paired.push(OperationPair { old, new }),
                None => self.removed.push(old),
            }
        }
        self.added = by_key.into_values().flatten().collect();
    }
}

/// A parameter with the reference that leads to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared<'a> {
    pub(super) reference: &'a ParamRef,
    pub(super) param: &'a Param,
}

/// The parameters of one operation in two versions.
#[derive(Debug, Default)]
pub(super) struct Parameters<'a> {
    pub(super) paired: Vec<(Declared<'a>, Declared<'a>)>,
    pub(super) added: Vec<Declared<'a>>,
    pub(super) removed: Vec<Declared<'a>>,
}

fn declared<'a>(api: &'a Api, op: &'a Operation) -> Vec<Declared<'a>> {
    op.params.iter().map(|reference| Declared { reference, param: api.param(reference) }).collect()
}

/// Pairs the parameters of one operation, sure matches first.
pub(super) fn parameters<'a>(old: &'a Api, new: &'a Api, pair: OperationPair<'a>) -> Parameters<'a> {
    let mut rest = Parameters { paired: Vec::new(), added: declared(new, pair.new), removed: declared(old, pair.old) };
    if !pair.moved() {
        let renamed: Vec<_> = pair.old.path.params().zip(pair.new.path.params()).collect();
        rest.pair(|old, new| {
            old.location == Location::Path
                && new.location == Location::Path
                && renamed.contains(&(old.name.as_str(), new.name.as_str()))
        });
    }
    rest.pair(|old, new| old.location == new.location && same_name(old, new));
    rest.pair(same_name);
    rest.pair_renamed();
    if pair.moved() {
        // The path says what became of its parameters.
        rest.added.retain(|declared| declared.param.location != Location::Path);
        rest.removed.retain(|declared| declared.param.location != Location::Path);
    }
    rest
}

/// Header names are the same in any case (RFC 9110).
fn same_name(old: &Param, new: &Param) -> bool {
    match old.location {
        Location::Header => old.name.eq_ignore_ascii_case(&new.name),
        Location::Path | Location::Query => old.name == new.name,
    }
}

impl Parameters<'_> {
    fn pair(&mut self, is_match: impl Fn(&Param, &Param) -> bool) {
        for old in std::mem::take(&mut self.removed) {
            match self.added.iter().position(|new| is_match(old.param, new.param)) {
                Some(index) => self.paired.push((old, self.added.remove(index))),
                None => self.removed.push(old),
            }
        }
    }

    /// One left on each side of a place, alike in all but the name: the name changed.
    fn pair_renamed(&mut self) {
        for location in [Location::Query, Location::Header] {
            let here = |declared: &&Declared<'_>| declared.param.location == location;
            let alone = self.removed.iter().filter(here).count() == 1 && self.added.iter().filter(here).count() == 1;
            if alone {
                self.pair(|old, new| {
                    old.location == location
                        && new.location == location
                        && old.required == new.required
                        && old.value == new.value
                });
            }
        }
    }
}
