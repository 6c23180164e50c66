//! What an operation answers: statuses, bodies, headers, errors.

use super::{
    Differ,
    change::{Change, Touches, Variance},
    kind::Kind,
    pairing::OperationPair,
    place::{Place, Step},
    reach,
    spot::Spot,
    values::together,
    words,
};
use crate::model::{Response, TypeRef, Value};

/// The kinds for a status that came and one that went.
#[derive(Clone, Copy)]
struct StatusKinds {
    added: (Kind, Variance),
    removed: (Kind, Variance),
}

/// A client takes every success it was told of and no other, so both ways break it.
const SUCCESS: StatusKinds = StatusKinds {
    added: (Kind::ResponseStatusAdded, Variance::Incompatible),
    removed: (Kind::ResponseStatusRemoved, Variance::Incompatible),
};

/// A failure is a failure, declared or not.
const FAILURE: StatusKinds = StatusKinds {
    added: (Kind::ErrorStatusAdded, Variance::Same),
    removed: (Kind::ErrorStatusRemoved, Variance::Same),
};

impl Differ<'_> {
    pub(super) fn answers(&mut self, spot: &Spot, pair: OperationPair<'_>) -> Vec<Change> {
        let spot = spot.seen_by(Touches::response(&pair.new.id));
        let mut found = statuses(&spot, (&pair.old.responses, &pair.new.responses), SUCCESS);
        found.extend(statuses(&spot, (&pair.old.failures, &pair.new.failures), FAILURE));
        for (old, new) in paired(&pair.old.responses, &pair.new.responses) {
            let spot = spot.placed(Step::Status(new.status), &old.at, &new.at);
            found.extend(self.success(&spot, old, new));
        }
        for (old, new) in paired(&pair.old.failures, &pair.new.failures) {
            let spot = spot.placed(Step::Status(new.status), &old.at, &new.at);
            found.extend(self.headers(&spot, old, new));
            found.extend(self.error(&spot, old.body.as_ref(), new.body.as_ref()));
        }
        let spot = spot.at(Step::DefaultResponse, "responses");
        let spot = Spot { old_at: spot.old_at.join("default"), new_at: spot.new_at.join("default"), ..spot };
        found.extend(self.error(&spot, pair.old.error.as_ref(), pair.new.error.as_ref()));
        found
    }

    fn success(&mut self, spot: &Spot, old: &Response, new: &Response) -> Vec<Change> {
        let mut found = self.headers(spot, old, new);
        let body = spot.step(Step::Body);
        match (&old.body, &new.body) {
            (None, None) => {}
            (None, Some(new)) => {
                found.push(body.added(Kind::ResponseBodyAdded, Variance::Same, words::ty(&new.ty)));
            }
            (Some(old), None) => {
                found.push(body.removed(Kind::ResponseBodyRemoved, Variance::Incompatible, words::ty(&old.ty)));
            }
            (Some(before), Some(after)) => {
                found.extend(media_types(&body, old, new));
                found.extend(self.value(&body, before, after));
            }
        }
        found
    }

    fn headers(&mut self, spot: &Spot, old: &Response, new: &Response) -> Vec<Change> {
        let mut found = Vec::new();
        let at = |name: &str| spot.at(Step::Header(name.to_owned()), "headers");
        for header in &new.headers {
            if let Some(old) = old.headers.iter().find(|old| old.name.eq_ignore_ascii_case(&header.name)) {
                found.extend(self.value(&at(&header.name), &old.value, &header.value));
            } else {
                let ty = words::ty(&header.value.ty);
                found.push(at(&header.name).added(Kind::ResponseHeaderAdded, Variance::Same, ty));
            }
        }
        for header in &old.headers {
            if !new.headers.iter().any(|new| new.name.eq_ignore_ascii_case(&header.name)) {
                let ty = words::ty(&header.value.ty);
                found.push(at(&header.name).removed(Kind::ResponseHeaderRemoved, Variance::Incompatible, ty));
            }
        }
        found
    }

    /// An error's body as a whole: types that only errors use are part of it, so that "the error body changed" is one entry.
    fn error(&mut self, spot: &Spot, old: Option<&Value>, new: Option<&Value>) -> Vec<Change> {
        let sides = (old.map(|value| words::ty(&value.ty).into()), new.map(|value| words::ty(&value.ty).into()));
        let (Some(old), Some(new)) = (old, new) else {
            let variance = if new.is_some() { Variance::Same } else { Variance::Incompatible };
            return (sides.0 != sides.1)
                .then(|| spot.change(Kind::ErrorBodyChanged, variance, sides))
                .into_iter()
                .collect();
        };
        let mut details = self.error_details(spot, old, new);
        if details.is_empty() {
            return Vec::new();
        }
        let variance = together(&details);
        let replaced = |detail: &Change| matches!(detail.place.steps.last(), Some(Step::Replaced(_)));
        if details.len() == 1 && replaced(&details[0]) {
            // This entry already says that another model took the place.
            details = details.remove(0).details;
        }
        let spot = self.error_place(spot, old, new);
        vec![Change { details, ..spot.change(Kind::ErrorBodyChanged, variance, sides) }]
    }

    /// In what two errors differ; operations share their errors, so it is asked again and again.
    fn error_details(&mut self, spot: &Spot, old: &Value, new: &Value) -> Vec<Change> {
        if let Some((.., known)) = self.errors.iter().find(|(a, b, _)| a == old && b == new) {
            return known.clone();
        }
        let mut details = self.value(spot, old, new);
        for (old, new) in reach::of_value(&self.scope, old, new).same.keys() {
            if !self.reached.travels(old, new) {
                let (a, b) = (self.scope.old.ty(old), self.scope.new.ty(new));
                let inner = spot.elsewhere(Place::model(new), &a.at, &b.at);
                details.extend(self.types(&inner, a, b));
            }
        }
        self.errors.push((old.clone(), new.clone(), details.clone()));
        details
    }

    /// The place of the error's type, so that one type at many operations is one change.
    fn error_place(&self, spot: &Spot, old: &Value, new: &Value) -> Spot {
        let (TypeRef::Named(old), TypeRef::Named(new)) = (&old.ty, &new.ty) else { return spot.clone() };
        let place = if self.scope.same(old, new) {
            Place::model(new)
        } else {
            Place::model(old).join(Step::Replaced(new.clone()))
        };
        spot.elsewhere(place, &self.scope.old.ty(old).at, &self.scope.new.ty(new).at)
    }
}

fn paired<'a>(old: &'a [Response], new: &'a [Response]) -> impl Iterator<Item = (&'a Response, &'a Response)> {
    old.iter().filter_map(|old| new.iter().find(|new| new.status == old.status).map(|new| (old, new)))
}

fn statuses(spot: &Spot, (old, new): (&[Response], &[Response]), kinds: StatusKinds) -> Vec<Change> {
    let lacks = |responses: &[Response], status| !responses.iter().any(|response| response.status == status);
    let mut found = Vec::new();
    for response in new.iter().filter(|new| lacks(old, new.status)) {
        let (kind, variance) = kinds.added;
        let change = spot.step(Step::Status(response.status)).added(kind, variance, response.status);
        found.push(Change { new_at: Some(response.at.clone()), ..change });
    }
    for response in old.iter().filter(|old| lacks(new, old.status)) {
        let (kind, variance) = kinds.removed;
        let change = spot.step(Step::Status(response.status)).removed(kind, variance, response.status);
        found.push(Change { old_at: Some(response.at.clone()), ..change });
    }
    found
}

/// A media type that came is sent to those who ask for it; one that went is missed by them.
fn media_types(spot: &Spot, old: &Response, new: &Response) -> Vec<Change> {
    let mut found = Vec::new();
    for media_type in new.media_types.iter().filter(|one| !old.media_types.contains(one)) {
        found.push(medium(spot, media_type).added(Kind::ResponseMediaTypeAdded, Variance::Same, media_type.clone()));
    }
    for media_type in old.media_types.iter().filter(|one| !new.media_types.contains(one)) {
        found.push(medium(spot, media_type).removed(
            Kind::ResponseMediaTypeRemoved,
            Variance::Incompatible,
            media_type.clone(),
        ));
    }
    found
}

/// A media type's place inside a body.
pub(super) fn medium(spot: &Spot, media_type: &str) -> Spot {
    spot.step(Step::Variant(media_type.to_owned()))
}
