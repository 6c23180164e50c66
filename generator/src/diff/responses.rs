//! What an operation answers: statuses, bodies, headers, errors.

use super::{
    change::{AffectedOperations, Change, Variance},
    differ::Differ,
    format,
    kind::Kind,
    pairing::OperationPair,
    place::{Place, Step},
    reach,
    site::Site,
    values::together,
};
use crate::model::{Response, TypeRef, Value};

/// The kinds for a status that came and one that went.
#[derive(Clone, Copy)]
struct StatusKinds {
    added: (Kind, Variance),
    removed: (Kind, Variance),
}

/// A client takes every declared success and no other, so both ways break it.
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
    pub(super) fn answers(&mut self, site: &Site, pair: OperationPair<'_>) -> Vec<Change> {
        let site = site.seen_by(AffectedOperations::response(&pair.new.id));
        let mut found = statuses(&site, (&pair.old.responses, &pair.new.responses), SUCCESS);
        found.extend(statuses(&site, (&pair.old.failures, &pair.new.failures), FAILURE));
        for (old, new) in paired(&pair.old.responses, &pair.new.responses) {
            let site = site.placed(Step::Status(new.status), &old.at, &new.at);
            found.extend(self.success(&site, old, new));
        }
        for (old, new) in paired(&pair.old.failures, &pair.new.failures) {
            let site = site.placed(Step::Status(new.status), &old.at, &new.at);
            found.extend(self.headers(&site, old, new));
            found.extend(self.error(&site, old.body.as_ref(), new.body.as_ref()));
        }
        let site = site.at(Step::DefaultResponse, "responses");
        let site = Site { old_at: site.old_at.join("default"), new_at: site.new_at.join("default"), ..site };
        found.extend(self.error(&site, pair.old.error.as_ref(), pair.new.error.as_ref()));
        found
    }

    fn success(&mut self, site: &Site, old: &Response, new: &Response) -> Vec<Change> {
        let mut found = self.headers(site, old, new);
        let body = site.step(Step::Body);
        match (&old.body, &new.body) {
            (None, None) => {}
            (None, Some(new)) => {
                found.push(body.added(Kind::ResponseBodyAdded, Variance::Same, format::ty(&new.ty)));
            }
            (Some(old), None) => {
                found.push(body.removed(Kind::ResponseBodyRemoved, Variance::Incompatible, format::ty(&old.ty)));
            }
            (Some(before), Some(after)) => {
                found.extend(media_types(&body, old, new));
                found.extend(self.value(&body, before, after));
            }
        }
        found
    }

    fn headers(&mut self, site: &Site, old: &Response, new: &Response) -> Vec<Change> {
        let mut found = Vec::new();
        let at = |name: &str| site.at(Step::Header(name.to_owned()), "headers");
        for header in &new.headers {
            if let Some(old) = old.headers.iter().find(|old| old.name.eq_ignore_ascii_case(&header.name)) {
                found.extend(self.value(&at(&header.name), &old.value, &header.value));
            } else {
                let ty = format::ty(&header.value.ty);
                found.push(at(&header.name).added(Kind::ResponseHeaderAdded, Variance::Same, ty));
            }
        }
        for header in &old.headers {
            if !new.headers.iter().any(|new| new.name.eq_ignore_ascii_case(&header.name)) {
                let ty = format::ty(&header.value.ty);
                found.push(at(&header.name).removed(Kind::ResponseHeaderRemoved, Variance::Incompatible, ty));
            }
        }
        found
    }

    /// An error's body as a whole: types that only errors use are part of it, so that "the error body changed" is one entry.
    fn error(&mut self, site: &Site, old: Option<&Value>, new: Option<&Value>) -> Vec<Change> {
        let sides = (old.map(|value| format::ty(&value.ty).into()), new.map(|value| format::ty(&value.ty).into()));
        let (Some(old), Some(new)) = (old, new) else {
            let variance = if new.is_some() { Variance::Same } else { Variance::Incompatible };
            return (sides.0 != sides.1)
                .then(|| site.change(Kind::ErrorBodyChanged, variance, sides))
                .into_iter()
                .collect();
        };
        let mut details = self.error_details(site, old, new);
        if details.is_empty() {
            return Vec::new();
        }
        let variance = together(&details);
        let replaced = |detail: &Change| matches!(detail.place.steps.last(), Some(Step::Replaced(_)));
        if details.len() == 1 && replaced(&details[0]) {
            // This entry already says that another model took the place.
            details = details.remove(0).details;
        }
        let site = self.error_place(site, old, new);
        vec![Change { details, ..site.change(Kind::ErrorBodyChanged, variance, sides) }]
    }

    /// In what two errors differ; operations share their errors, so it is asked again and again.
    fn error_details(&mut self, site: &Site, old: &Value, new: &Value) -> Vec<Change> {
        if let Some((.., known)) = self.errors.iter().find(|(a, b, _)| a == old && b == new) {
            return known.clone();
        }
        let mut details = self.value(site, old, new);
        for (old, new) in reach::of_value(&self.scope, old, new).same.keys() {
            if !self.reached.travels(old, new) {
                let (a, b) = (self.scope.old.ty(old), self.scope.new.ty(new));
                let inner = site.elsewhere(Place::model(new), &a.at, &b.at);
                details.extend(self.types(&inner, a, b));
            }
        }
        self.errors.push((old.clone(), new.clone(), details.clone()));
        details
    }

    /// The place of the error's type, so that one type at many operations is one change.
    fn error_place(&self, site: &Site, old: &Value, new: &Value) -> Site {
        let (TypeRef::Named(old), TypeRef::Named(new)) = (&old.ty, &new.ty) else { return site.clone() };
        let place = if self.scope.same(old, new) {
            Place::model(new)
        } else {
            Place::model(old).join(Step::Replaced(new.clone()))
        };
        site.elsewhere(place, &self.scope.old.ty(old).at, &self.scope.new.ty(new).at)
    }
}

fn paired<'a>(old: &'a [Response], new: &'a [Response]) -> impl Iterator<Item = (&'a Response, &'a Response)> {
    old.iter().filter_map(|old| new.iter().find(|new| new.status == old.status).map(|new| (old, new)))
}

fn statuses(site: &Site, (old, new): (&[Response], &[Response]), kinds: StatusKinds) -> Vec<Change> {
    let lacks = |responses: &[Response], status| !responses.iter().any(|response| response.status == status);
    let mut found = Vec::new();
    for response in new.iter().filter(|new| lacks(old, new.status)) {
        let (kind, variance) = kinds.added;
        let change = site.step(Step::Status(response.status)).added(kind, variance, response.status);
        found.push(Change { new_at: Some(response.at.clone()), ..change });
    }
    for response in old.iter().filter(|old| lacks(new, old.status)) {
        let (kind, variance) = kinds.removed;
        let change = site.step(Step::Status(response.status)).removed(kind, variance, response.status);
        found.push(Change { old_at: Some(response.at.clone()), ..change });
    }
    found
}

/// A media type that came is sent to those who ask for it; one that went is missed by them.
fn media_types(site: &Site, old: &Response, new: &Response) -> Vec<Change> {
    let mut found = Vec::new();
    for media_type in new.media_types.iter().filter(|one| !old.media_types.contains(one)) {
        found.push(medium(site, media_type).added(Kind::ResponseMediaTypeAdded, Variance::Same, media_type.clone()));
    }
    for media_type in old.media_types.iter().filter(|one| !new.media_types.contains(one)) {
        found.push(medium(site, media_type).removed(
            Kind::ResponseMediaTypeRemoved,
            Variance::Incompatible,
            media_type.clone(),
        ));
    }
    found
}

/// A media type's place inside a body.
pub(super) fn medium(site: &Site, media_type: &str) -> Site {
    site.step(Step::Variant(media_type.to_owned()))
}
