//! Which change of the API is behind an item that breaks, or that does something else.
//!
//! The items are the truth: that code breaks is seen there. Here each such item is traced back to a change, and none is left without one.
//! What explains an item best is taken: a change of the very thing it renders, which shows in the code; failing that, any change of the
//! operation or type; failing that, one that made other operations use the type, by which its form is chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    causes::{self, Aspect},
    items::Side,
    subject::Index,
    verdict::{Difference, ItemVerdict, Verdict},
};
use crate::{
    diff::{Change, Diff, Kind, Step, Subject},
    model::{Location, Operation, TypeId},
    rust::ident::snake,
};

/// For each change, by its index, the items that it breaks and those that it makes differ, by their index.
#[derive(Clone, Debug, Default)]
pub(super) struct Attribution {
    pub(super) breaks: BTreeMap<usize, BTreeSet<usize>>,
    pub(super) differs: BTreeMap<usize, BTreeSet<usize>>,
    /// Items that break and that no change explains.
    pub(super) unexplained: Vec<usize>,
}

/// Traces every item that does not stay as it is.
pub(super) fn find(old: Side<'_>, new: Side<'_>, diff: &Diff, verdicts: &[ItemVerdict]) -> Attribution {
    let mut found = Attribution::default();
    let affected = |verdict: &ItemVerdict| matches!(verdict.verdict, Verdict::Breaks | Verdict::Differs);
    if !verdicts.iter().any(affected) {
        return found;
    }
    let finder = Finder::new(old, new, diff);
    for (item, verdict) in verdicts.iter().enumerate().filter(|(_, verdict)| affected(verdict)) {
        let causes = finder.causes(verdict);
        let breaks = verdict.verdict == Verdict::Breaks;
        if causes.is_empty() && breaks {
            found.unexplained.push(item);
        }
        let side = if breaks { &mut found.breaks } else { &mut found.differs };
        for cause in causes {
            side.entry(cause).or_default().insert(item);
        }
    }
    found
}

struct Finder<'a> {
    old: Index<'a>,
    new: Index<'a>,
    changes: &'a [Change],
    /// By operation, under both of its ids, the changes that affect it.
    by_operation: BTreeMap<&'a str, Vec<usize>>,
    /// By type, the changes of it; those inside another type's entry too.
    by_type: BTreeMap<&'a TypeId, Vec<usize>>,
}

impl<'a> Finder<'a> {
    fn new(old: Side<'a>, new: Side<'a>, diff: &'a Diff) -> Self {
        let changes = diff.changes.as_slice();
        let mut by_operation: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_type: BTreeMap<&TypeId, Vec<usize>> = BTreeMap::new();
        let before: BTreeMap<&str, &str> =
            diff.operations.iter().map(|(old, new)| (new.as_str(), old.as_str())).collect();
        for (index, change) in changes.iter().enumerate() {
            for id in change.affected.operations() {
                by_operation.entry(id).or_default().push(index);
                if let Some(old) = before.get(id).filter(|old| **old != id) {
                    by_operation.entry(old).or_default().push(index);
                }
            }
            for id in types_of(change) {
                by_type.entry(id).or_default().push(index);
            }
        }
        // A renamed type is known under both names.
        let renamed: Vec<(&TypeId, &TypeId)> = changes.iter().filter_map(|change| renamed(change, old)).collect();
        for (before, after) in renamed {
            let known = by_type.get(after).cloned().unwrap_or_default();
            by_type.entry(before).or_default().extend(known);
        }
        Self { old: Index::new(old), new: Index::new(new), changes, by_operation, by_type }
    }

    fn causes(&self, item: &ItemVerdict) -> BTreeSet<usize> {
        match item.path.strip_prefix("models::") {
            Some(path) => self.of_model(path, item),
            None => self.of_client(item),
        }
    }

    // Methods and options.

    fn of_client(&self, item: &ItemVerdict) -> BTreeSet<usize> {
        let sides = [(&self.old, self.old.operation(&item.path)), (&self.new, self.new.operation(&item.path))];
        let ops: Vec<(&Index<'_>, &Operation)> = sides.into_iter().filter_map(|(side, op)| Some((side, op?))).collect();
        if ops.is_empty() {
            return self.of_group(item);
        }
        let all: BTreeSet<usize> = ops
            .iter()
            .flat_map(|(_, op)| self.by_operation.get(op.id.as_str()).into_iter().flatten())
            .copied()
            .collect();
        let field = item.path.split_once('.').map(|(_, field)| field);
        let deprecated = item.differences.contains(&Difference::Deprecated);
        let fits = |index: &usize| {
            let change = &self.changes[*index];
            if let Some(part) = field {
                return causes::shows(change.kind)
                    && (is_of_argument(&ops, change, part) || self.is_mentioned(item, change));
            }
            let refuses = item.differences.iter().any(|difference| match difference {
                Difference::Refused { argument, constraints, .. } => {
                    causes::sets(change, constraints)
                        && (is_of_argument(&ops, change, argument) || matches!(change.place.subject, Subject::Model(_)))
                }
                _ => false,
            });
            refuses
                || deprecated && change.kind == Kind::OperationDeprecated
                || item.verdict == Verdict::Breaks
                    && causes::shows(change.kind)
                    && (shapes(item, change) || self.is_mentioned(item, change))
        };
        let precise: BTreeSet<usize> = all.iter().copied().filter(fits).collect();
        first_of([precise, self.named(&all), self.showing(&all), all])
    }

    fn named(&self, all: &BTreeSet<usize>) -> BTreeSet<usize> {
        all.iter().copied().filter(|index| causes::aspect(&self.changes[*index]) == Aspect::Name).collect()
    }

    fn showing(&self, all: &BTreeSet<usize>) -> BTreeSet<usize> {
        all.iter().copied().filter(|index| causes::shows(self.changes[*index].kind)).collect()
    }

    /// Whether a change is of the form or name of a type that the item mentions.
    fn is_mentioned(&self, item: &ItemVerdict, change: &Change) -> bool {
        if !causes::forms(change) {
            return false;
        }
        let mentioned = |shape: &Option<String>, side: &Index<'_>, id: &TypeId| {
            shape
                .as_deref()
                .is_some_and(|shape| mentions(shape).any(|name| side.types(name).contains(id)) || side.is_alias(id))
        };
        types_of(change).any(|id| mentioned(&item.old, &self.old, id) || mentioned(&item.new, &self.new, id))
    }

    /// What belongs to a group or to the version as a whole: the client, the accessor of a group, the constructor.
    fn of_group(&self, item: &ItemVerdict) -> BTreeSet<usize> {
        let all = || self.changes.iter().enumerate();
        let indices = |fits: &dyn Fn(&Change) -> bool| -> BTreeSet<usize> {
            all().filter(|(_, change)| fits(change)).map(|(index, _)| index).collect()
        };
        if item.verdict == Verdict::Differs {
            return indices(&|change| {
                item.differences.iter().any(|difference| match difference {
                    Difference::Refused { argument, constraints, .. } => {
                        causes::sets(change, constraints) && self.is_of_client(change, argument)
                    }
                    _ => false,
                })
            });
        }
        // A group goes with the operations in it.
        let said = [&item.old, &item.new].into_iter().flatten().find_map(|shape| shape.strip_suffix("::Client"));
        let module = match (item.path.strip_suffix("::Client"), said) {
            (Some(module), _) => module,
            // The accessor of a group, and another name of its client.
            (None, Some(shape)) => shape.rsplit([' ', ':']).next().unwrap_or_default(),
            (None, None) => item.path.rsplit("::").next().unwrap_or_default(),
        };
        let of_group = |change: &Change| {
            let old = change.old.as_ref().and_then(|old| old.as_str());
            let mut ids = change.affected.operations().into_iter().chain(old);
            causes::aspect(change) == Aspect::Name && ids.any(|id| self.group(id) == Some(module))
        };
        let of_client = |change: &Change| {
            change.kind == Kind::EndpointChanged
                || causes::aspect(change) == Aspect::Arguments && self.is_of_client(change, "subscription_id")
        };
        let named = |change: &Change| causes::aspect(change) == Aspect::Name;
        first_of([indices(&of_group), indices(&of_client), indices(&named)])
    }

    /// Whether a change is of a parameter that the client gives, by its argument.
    fn is_of_client(&self, change: &Change, argument: &str) -> bool {
        let named = |name: &str| snake(name).as_deref() == Some(argument);
        match (&change.place.subject, change.place.steps.first()) {
            (Subject::Parameter(id), _) => {
                self.old.parameter(id).is_some_and(named) || self.new.parameter(id).is_some_and(named)
            }
            (Subject::Operation(_), Some(Step::Param(Location::Path, name))) => named(name),
            _ => false,
        }
    }

    fn group(&self, operation: &str) -> Option<&'a str> {
        let group = operation.split_once('_').map_or("", |(group, _)| group);
        self.old.module(group).or_else(|| self.new.module(group))
    }

    // Models.

    fn of_model(&self, path: &str, item: &ItemVerdict) -> BTreeSet<usize> {
        // What a type is made into or from says so behind its name.
        let whole = path.split_once(" as ").map_or(path, |(whole, _)| whole);
        let (name, part) = match whole.split_once('.') {
            Some((name, field)) => (name, Some(field)),
            None => match whole.split_once("::") {
                Some((name, "new" | "with_null")) => (name, None),
                Some((name, variant)) => (name, Some(variant)),
                None => (whole, None),
            },
        };
        let mut ids: BTreeSet<&TypeId> = self.old.types(name).into_iter().chain(self.new.types(name)).collect();
        if path.ends_with("::new") {
            // What the properties of a body require its own constructor may ask for.
            for side in [&self.old, &self.new] {
                ids.extend(
                    side.shape(&format!("models::{name}.properties"))
                        .into_iter()
                        .flat_map(mentions)
                        .flat_map(|name| side.types(name)),
                );
            }
        }
        let all: BTreeSet<usize> =
            ids.iter().flat_map(|id| self.by_type.get(*id).into_iter().flatten()).copied().collect();
        let of_whole = |index: &usize| {
            let change = &self.changes[*index];
            causes::forms(change) || causes::aspect(change) == Aspect::Name
        };
        // A type that came or went takes its parts with it.
        let is_there = |side: &Index<'_>| !side.types(name).is_empty();
        let precise: BTreeSet<usize> = if is_there(&self.old) && is_there(&self.new) {
            let fits = |index: &usize| match part {
                Some(part) => self.is_of_part(&ids, &self.changes[*index], part),
                None => {
                    causes::shows(self.changes[*index].kind) && is_of_constructor(path, &ids, &self.changes[*index])
                }
            };
            all.iter().copied().filter(fits).collect()
        } else {
            all.iter().copied().filter(of_whole).collect()
        };
        let mentioned: BTreeSet<usize> = self.mentioned_types(item);
        let used = || self.by_use(&ids, path.ends_with(" as Page"));
        let owners = || self.by_owner(&ids);
        let tiers: [&dyn Fn() -> BTreeSet<usize>; 6] =
            [&|| precise.clone(), &|| mentioned.clone(), &owners, &used, &|| self.showing(&all), &|| {
                self.by_any_use(&ids)
            }];
        tiers.iter().map(|tier| tier()).find(|tier| !tier.is_empty()).unwrap_or_default()
    }

    /// Whether a change is of this field or variant.
    fn is_of_part(&self, ids: &BTreeSet<&TypeId>, change: &Change, part: &str) -> bool {
        if !causes::shows(change.kind) && change.details.is_empty() {
            return false;
        }
        let here = |change: &Change| {
            let Subject::Model(id) = &change.place.subject else { return false };
            let first = change.place.steps.iter().find(|step| !matches!(step, Step::Facet(_)));
            ids.contains(id)
                && match first {
                    Some(Step::Property(name) | Step::Variant(name)) => {
                        let named = |side: &Index<'_>| ids.iter().any(|id| side.is_part(id, name, part));
                        (named(&self.old) || named(&self.new)) && causes::shows(change.kind)
                    }
                    Some(Step::Values) => part == "additional_properties",
                    _ => false,
                }
        };
        here(change) || change.details.iter().any(here)
    }

    /// The changes of the form or name of types that the item mentions.
    fn mentioned_types(&self, item: &ItemVerdict) -> BTreeSet<usize> {
        let names = |shape: &Option<String>, side: &Index<'a>| -> Vec<&'a TypeId> {
            shape.as_deref().into_iter().flat_map(mentions).flat_map(|name| side.types(name)).collect()
        };
        let ids = names(&item.old, &self.old).into_iter().chain(names(&item.new, &self.new));
        let found = ids.flat_map(|id| self.by_type.get(id).into_iter().flatten()).copied();
        found.filter(|index| causes::forms(&self.changes[*index])).collect()
    }

    /// The changes of the place that an inline type is declared at: `Owner.member` is a part of `Owner`.
    fn by_owner(&self, ids: &BTreeSet<&TypeId>) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for id in ids {
            let mut owner = id.0.as_str();
            while let Some((before, member)) = owner.rsplit_once('.') {
                let is_of_member = |index: &&usize| {
                    let change = &self.changes[**index];
                    causes::shows(change.kind)
                        && change.place.steps.iter().any(|step| matches!(step, Step::Property(name) if name == member))
                };
                let changes = self.by_type.get(&TypeId(before.to_owned())).into_iter().flatten();
                found.extend(changes.filter(is_of_member));
                owner = before;
            }
        }
        found
    }

    /// The changes by which other operations use the types than before.
    fn by_use(&self, ids: &BTreeSet<&TypeId>, paging: bool) -> BTreeSet<usize> {
        let users = |side: &Index<'a>| -> BTreeSet<&'a str> { ids.iter().flat_map(|id| side.users(id)).collect() };
        let (before, after) = (users(&self.old), users(&self.new));
        let differing: BTreeSet<&str> = if paging {
            before.union(&after).copied().collect()
        } else {
            before.symmetric_difference(&after).copied().collect()
        };
        let fits = |change: &Change| if paging { causes::pages(change.kind) } else { causes::uses(change) };
        self.affecting(&differing, fits)
    }

    fn by_any_use(&self, ids: &BTreeSet<&TypeId>) -> BTreeSet<usize> {
        let users = |side: &Index<'a>| ids.iter().flat_map(|id| side.users(id)).collect::<BTreeSet<_>>();
        self.affecting(&users(&self.old).union(&users(&self.new)).copied().collect(), causes::uses)
    }

    fn affecting(&self, operations: &BTreeSet<&str>, fits: impl Fn(&Change) -> bool) -> BTreeSet<usize> {
        let changes = operations.iter().flat_map(|id| self.by_operation.get(id).into_iter().flatten());
        changes.copied().filter(|index| fits(&self.changes[*index])).collect()
    }
}

/// Whether a change is of the part of the signature that differs.
fn shapes(item: &ItemVerdict, change: &Change) -> bool {
    let (Some(old), Some(new)) = (&item.old, &item.new) else {
        // The whole method or structure came or went.
        let options = !item.path.contains("Client::");
        let aspect = causes::aspect(change);
        return aspect == Aspect::Name || options && aspect == Aspect::Arguments;
    };
    let cut = |shape: &str| shape.split_once(" -> ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap_or_default();
    let ((arguments, result), (new_arguments, new_result)) = (cut(old), cut(new));
    match causes::aspect(change) {
        Aspect::Arguments => arguments != new_arguments,
        Aspect::Answer => result != new_result,
        // What a type is called shows wherever it is mentioned, which is asked of the names.
        Aspect::Name | Aspect::Type => false,
    }
}

/// Whether a change is of this parameter or of the body, by its name in Rust.
fn is_of_argument(ops: &[(&Index<'_>, &Operation)], change: &Change, part: &str) -> bool {
    let step = change.place.steps.first();
    ops.iter().any(|(side, op)| match (&change.place.subject, step) {
        (Subject::Parameter(id), _) => {
            side.shared(op, &id.0).is_some_and(|name| side.is_argument(op, name, part))
                || renamed_argument(side, op, change, part)
        }
        (Subject::Operation(_), Some(Step::Param(_, name))) => {
            side.is_argument(op, name, part) || renamed_argument(side, op, change, part)
        }
        (Subject::Operation(_), Some(Step::Body)) => side.is_body(op, part),
        _ => false,
    })
}

fn is_of_constructor(path: &str, ids: &BTreeSet<&TypeId>, change: &Change) -> bool {
    let here = |change: &Change| {
        matches!(&change.place.subject, Subject::Model(id) if ids.contains(id))
            && if path.ends_with("::new") { causes::asks(change.kind) } else { causes::forms(change) }
    };
    here(change) || change.details.iter().any(here)
}

/// The first that is not empty.
fn first_of<const N: usize>(tiers: [BTreeSet<usize>; N]) -> BTreeSet<usize> {
    tiers.into_iter().find(|tier| !tier.is_empty()).unwrap_or_default()
}

/// The types that a change is about: its place's, those that took part in a replacement, and those inside.
fn types_of(change: &Change) -> impl Iterator<Item = &TypeId> {
    fn own(change: &Change) -> impl Iterator<Item = &TypeId> {
        let subject = match &change.place.subject {
            Subject::Model(id) => Some(id),
            _ => None,
        };
        let replaced = change.place.steps.iter().filter_map(|step| match step {
            Step::Replaced(id) => Some(id),
            _ => None,
        });
        subject.into_iter().chain(replaced)
    }
    own(change).chain(change.details.iter().flat_map(|detail| own(detail).chain(detail.details.iter().flat_map(own))))
}

/// The old and new name of a renamed type.
fn renamed<'a>(change: &'a Change, old: Side<'a>) -> Option<(&'a TypeId, &'a TypeId)> {
    let Subject::Model(after) = &change.place.subject else { return None };
    let is_name = matches!(change.kind, Kind::ModelRenamed | Kind::ModelAdded | Kind::ModelRemoved);
    let before = change.old.as_ref().filter(|_| is_name)?.as_str()?;
    let (before, _) = old.api.types.get_key_value(&TypeId(before.to_owned()))?;
    Some((before, after))
}

/// A renamed parameter stands at the place of its new name.
fn renamed_argument(side: &Index<'_>, op: &Operation, change: &Change, part: &str) -> bool {
    let old = change.old.as_ref().filter(|_| change.kind == Kind::ParameterRenamed).and_then(|old| old.as_str());
    old.is_some_and(|old| side.is_argument(op, old, part))
}

/// The models that a shape mentions.
fn mentions(shape: &str) -> impl Iterator<Item = &str> {
    shape.split("models::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}
