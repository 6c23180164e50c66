//! A place in both documents at once, from which changes are made.
//!
//! Invariant: a site knows where it is and whom it affects, not what is compared there.

use std::{collections::BTreeSet, rc::Rc};

use serde_json::Value;

use super::{
    change::{AffectedOperations, Change, Variance},
    kind::Kind,
    place::{Place, Step},
};
use crate::pointer::Pointer;

/// A place that both sides have, with the operations that pass through it.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) place: Place,
    pub(super) old_at: Pointer,
    pub(super) new_at: Pointer,
    /// Shared, because a type that hundreds of operations use has hundreds of members.
    pub(super) affected: Rc<AffectedOperations>,
    pub(super) sent: bool,
    pub(super) received: bool,
    /// Whether the value is written as text: in a path, a query or a header.
    pub(super) written: bool,
}

impl Site {
    pub(super) fn new(place: Place, old_at: &Pointer, new_at: &Pointer, affected: AffectedOperations) -> Self {
        let affected = Rc::new(affected);
        Self {
            place,
            old_at: old_at.clone(),
            new_at: new_at.clone(),
            affected,
            sent: true,
            received: true,
            written: false,
        }
    }

    /// Another place that the same operations pass through.
    pub(super) fn elsewhere(&self, place: Place, old_at: &Pointer, new_at: &Pointer) -> Self {
        Self { place, old_at: old_at.clone(), new_at: new_at.clone(), ..self.clone() }
    }

    /// The same place, met only where `sent` and `received` say so.
    pub(super) fn travelling(&self, sent: bool, received: bool) -> Self {
        Self { sent: self.sent && sent, received: self.received && received, ..self.clone() }
    }

    /// The operations that pass through it.
    fn affected(&self) -> AffectedOperations {
        let when = |seen: bool, set: &BTreeSet<String>| if seen { set.clone() } else { BTreeSet::new() };
        AffectedOperations {
            request: when(self.sent, &self.affected.request),
            response: when(self.received, &self.affected.response),
            whole: self.affected.whole.clone(),
        }
    }

    /// One step further in; the documents' places stay, for steps that have none of their own.
    pub(super) fn step(&self, step: Step) -> Self {
        Self { place: self.place.join(step), ..self.clone() }
    }

    /// One step further in, to a key that has its own place in both documents.
    pub(super) fn at(&self, step: Step, key: &str) -> Self {
        Self { old_at: self.old_at.join(key), new_at: self.new_at.join(key), ..self.step(step) }
    }

    /// The same place with other places in the documents.
    pub(super) fn placed(&self, step: Step, old_at: &Pointer, new_at: &Pointer) -> Self {
        Self { old_at: old_at.clone(), new_at: new_at.clone(), ..self.step(step) }
    }

    /// The same place as other operations see it.
    pub(super) fn seen_by(&self, affected: AffectedOperations) -> Self {
        Self { affected: Rc::new(affected), ..self.clone() }
    }

    /// What both sides have says something else.
    pub(super) fn changed(
        &self,
        kind: Kind,
        variance: Variance,
        old: impl Into<Value>,
        new: impl Into<Value>,
    ) -> Change {
        self.change(kind, variance, (Some(old.into()), Some(new.into())))
    }

    /// The new side says something where the old one does not.
    pub(super) fn added(&self, kind: Kind, variance: Variance, new: impl Into<Value>) -> Change {
        self.change(kind, variance, (None, Some(new.into())))
    }

    /// The old side says something where the new one does not.
    pub(super) fn removed(&self, kind: Kind, variance: Variance, old: impl Into<Value>) -> Change {
        self.change(kind, variance, (Some(old.into()), None))
    }

    pub(super) fn change(&self, kind: Kind, variance: Variance, (old, new): (Option<Value>, Option<Value>)) -> Change {
        Change {
            kind,
            place: self.place.clone(),
            old_at: Some(self.old_at.clone()),
            new_at: Some(self.new_at.clone()),
            old,
            new,
            variance,
            affected: self.affected(),
            details: Vec::new(),
            restated: false,
            summary: None,
        }
    }
}
