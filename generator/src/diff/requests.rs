//! What an operation sends: parameters and body.

use super::{
    change::{AffectedOperations, Change, Variance},
    differ::Differ,
    format,
    kind::Kind,
    pairing::{self, Declared, OperationPair},
    place::{Place, Step},
    reach::is_api_version,
    responses::medium,
    site::Site,
    types::{client_name, flag},
};
use crate::model::{Body, Location, Operation, Param, ParamRef};

impl Differ<'_> {
    pub(super) fn request(&mut self, site: &Site, pair: OperationPair<'_>) -> Vec<Change> {
        let site = site.seen_by(AffectedOperations::request(&pair.new.id));
        let parameters = pairing::parameters(self.scope.old, self.scope.new, pair);
        let mut found = Vec::new();
        for (old, new) in &parameters.paired {
            found.extend(self.parameter(&site, *old, *new));
        }
        found.extend(parameters.added.iter().map(|new| parameter_added(&site, new.param)));
        found.extend(parameters.removed.iter().map(|old| parameter_removed(&site, old.param)));
        found.extend(self.body(&site, pair.old.body.as_ref(), pair.new.body.as_ref()));
        found.extend(reordered(&site, &parameters, pair));
        found
    }

    fn parameter(&mut self, site: &Site, old: Declared<'_>, new: Declared<'_>) -> Vec<Change> {
        let place = match (old.reference, new.reference) {
            (_, ParamRef::Shared(id)) | (ParamRef::Shared(id), _) => Place::parameter(id),
            _ => site.place.join(Step::Param(new.param.location, new.param.name.clone())),
        };
        let (old, new) = (old.param, new.param);
        let site = site.elsewhere(place, &old.at, &new.at);
        let mut found = Vec::new();
        if old.location != new.location {
            let (old, new) = (format::location(old.location), format::location(new.location));
            found.push(site.changed(Kind::ParameterMoved, Variance::Narrower, old, new));
        }
        if old.name != new.name {
            // A path parameter's name never travels, and a header's name is the same in any case.
            let on_wire = new.location != Location::Path && !old.name.eq_ignore_ascii_case(&new.name);
            let variance = if on_wire { Variance::Narrower } else { Variance::Same };
            found.push(site.changed(Kind::ParameterRenamed, variance, old.name.clone(), new.name.clone()));
        }
        found.extend(parameter_facts(&site, old, new));
        let schema = Site { old_at: old.at.join("schema"), new_at: new.at.join("schema"), written: true, ..site };
        let values = self.value(&schema, &old.value, &new.value);
        found.extend(values.into_iter().map(|change| weighed(change, new)));
        found
    }

    fn body(&mut self, site: &Site, old: Option<&Body>, new: Option<&Body>) -> Vec<Change> {
        let site = site.step(Step::Body);
        let kinds = |body: &Body| format::ty(&body.value.ty);
        match (old, new) {
            (None, None) => Vec::new(),
            (None, Some(new)) => {
                let (kind, variance) = if new.required {
                    (Kind::RequiredParameterAdded, Variance::Narrower)
                } else {
                    (Kind::OptionalParameterAdded, Variance::Same)
                };
                vec![Change { new_at: Some(new.at.clone()), ..site.added(kind, variance, kinds(new)) }]
            }
            (Some(old), None) => {
                let kind = if old.required { Kind::RequiredParameterRemoved } else { Kind::OptionalParameterRemoved };
                vec![Change { old_at: Some(old.at.clone()), ..site.removed(kind, Variance::Narrower, kinds(old)) }]
            }
            (Some(old), Some(new)) => self.bodies(&site, old, new),
        }
    }

    fn bodies(&mut self, site: &Site, old: &Body, new: &Body) -> Vec<Change> {
        let site = Site { old_at: old.at.clone(), new_at: new.at.clone(), ..site.clone() };
        let mut found = Vec::new();
        if old.name != new.name {
            found.push(site.changed(Kind::ParameterRenamed, Variance::Same, old.name.clone(), new.name.clone()));
        }
        found.extend(required(&site, old.required, new.required));
        for media_type in new.media_types.iter().filter(|one| !old.media_types.contains(one)) {
            found.push(medium(&site, media_type).added(
                Kind::RequestMediaTypeAdded,
                Variance::Same,
                media_type.clone(),
            ));
        }
        for media_type in old.media_types.iter().filter(|one| !new.media_types.contains(one)) {
            found.push(medium(&site, media_type).removed(
                Kind::RequestMediaTypeRemoved,
                Variance::Narrower,
                media_type.clone(),
            ));
        }
        found.extend(self.value(&site, &old.value, &new.value));
        found
    }
}

/// A limit that nobody meets, or that was there before it was written down.
fn weighed(change: Change, param: &Param) -> Change {
    if is_api_version(param) {
        // The version is what is compared here, and no value that a caller chooses.
        return Change { variance: Variance::Same, ..change };
    }
    let facet = match change.place.steps.last() {
        Some(Step::Facet(facet)) => *facet,
        _ => "",
    };
    let number = |value: &Option<serde_json::Value>| value.as_ref().and_then(serde_json::Value::as_u64);
    let tightened = change.kind == Kind::ConstraintTightened && param.location == Location::Path;
    if tightened && facet == "minLength" && number(&change.new) == Some(1) {
        // An empty segment leads to another path.
        return Change { variance: Variance::Same, ..change };
    }
    let restated = match param.name.as_str() {
        "resourceGroupName" => tightened && facet == "maxLength" && number(&change.new) == Some(90),
        "subscriptionId" => {
            let uuid = change.new.as_ref().and_then(|new| new.as_str()) == Some("string (uuid)");
            param.location == Location::Path && change.kind == Kind::FormatChanged && uuid
        }
        _ => false,
    };
    Change { restated, ..change }
}

fn required(site: &Site, old: bool, new: bool) -> Option<Change> {
    match (old, new) {
        (false, true) => Some(site.changed(Kind::ParameterBecameRequired, Variance::Narrower, false, true)),
        (true, false) => Some(site.changed(Kind::ParameterBecameOptional, Variance::Wider, true, false)),
        _ => None,
    }
}

fn parameter_facts(site: &Site, old: &Param, new: &Param) -> Vec<Change> {
    let mut found = Vec::new();
    found.extend(required(site, old.required, new.required));
    if old.collection != new.collection && (old.collection.is_some() == new.collection.is_some()) {
        let word = |param: &Param| param.collection.map(format::collection).map(Into::into);
        found.push(site.change(Kind::CollectionFormatChanged, Variance::Narrower, (word(old), word(new))));
    }
    if old.skip_encoding != new.skip_encoding {
        found.push(site.changed(Kind::UrlEncodingChanged, Variance::Narrower, !old.skip_encoding, !new.skip_encoding));
    }
    if old.client != new.client {
        let word = |client| if client { "client" } else { "call" };
        found.push(site.changed(Kind::ParameterOwnerChanged, Variance::Same, word(old.client), word(new.client)));
    }
    let deprecated = (Kind::ParameterDeprecated, Kind::ParameterUndeprecated);
    found.extend(flag(site, (old.deprecated, new.deprecated), deprecated));
    found.extend(client_name(site, old.client_name.as_deref(), new.client_name.as_deref()));
    found
}

fn parameter_added(site: &Site, new: &Param) -> Change {
    let site = site.step(Step::Param(new.location, new.name.clone()));
    let (kind, variance) = if new.required {
        (Kind::RequiredParameterAdded, Variance::Narrower)
    } else {
        (Kind::OptionalParameterAdded, Variance::Same)
    };
    Change { new_at: Some(new.at.clone()), ..site.added(kind, variance, format::ty(&new.value.ty)) }
}

fn parameter_removed(site: &Site, old: &Param) -> Change {
    let site = site.step(Step::Param(old.location, old.name.clone()));
    let kind = if old.required { Kind::RequiredParameterRemoved } else { Kind::OptionalParameterRemoved };
    Change { old_at: Some(old.at.clone()), ..site.removed(kind, Variance::Narrower, format::ty(&old.value.ty)) }
}

/// The order of what both versions declare. It never travels; positional arguments follow it, but for those of the path, which stand as
/// the path has them, and those that the client gives. So it does not matter whether the path item or the operation declares one.
fn reordered(site: &Site, parameters: &pairing::Parameters<'_>, pair: OperationPair<'_>) -> Option<Change> {
    let has_body = pair.old.body.is_some() && pair.new.body.is_some();
    let counts =
        |one: Declared<'_>| one.param.location != Location::Path && !one.param.client && !is_api_version(one.param);
    let index = |side: &dyn Fn(&(Declared<'_>, Declared<'_>)) -> bool| {
        let at = parameters.paired.iter().position(side)?;
        let (old, new) = parameters.paired[at];
        (counts(old) && counts(new)).then_some(at)
    };
    let before = order(pair.old, has_body, |one| index(&|(old, _)| std::ptr::eq(old.reference, one)));
    let after = order(pair.new, has_body, |one| index(&|(_, new)| std::ptr::eq(new.reference, one)));
    let names = |order: &[Argument]| {
        format::list(order.iter().map(|place| match place {
            Argument::Param(index) => parameters.paired[*index].1.param.name.as_str(),
            Argument::Body => "body",
        }))
    };
    (before != after).then(|| site.changed(Kind::ParameterReordered, Variance::Same, names(&before), names(&after)))
}

/// A parameter, by its index among the paired ones, or the body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Argument {
    Param(usize),
    Body,
}

/// The declared order of what both versions have.
fn order(op: &Operation, has_body: bool, index: impl Fn(&ParamRef) -> Option<usize>) -> Vec<Argument> {
    let mut order: Vec<Option<Argument>> = op.params.iter().map(|param| index(param).map(Argument::Param)).collect();
    if let Some(body) = op.body.as_ref().filter(|_| has_body) {
        order.insert(body.index.min(order.len()), Some(Argument::Body));
    }
    order.into_iter().flatten().collect()
}
