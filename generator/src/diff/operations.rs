//! Operations: where they are, how they page and how long they run; and what holds for all of them.

use super::{
    change::{AffectedOperations, Change, Variance},
    differ::Differ,
    format,
    kind::Kind,
    pairing::OperationPair,
    place::Place,
    reach,
    site::Site,
    types::flag,
};
use crate::model::{Api, FinalState, Lro, Method, Operation, Paging, Security, TypeId, TypeKind, TypeRef, Value};

impl Differ<'_> {
    /// Everything about one operation but the types it shares with others.
    pub(super) fn operation(&mut self, pair: OperationPair<'_>) -> Vec<Change> {
        let OperationPair { old, new } = pair;
        let site = Site::new(Place::operation(new), &old.at, &new.at, AffectedOperations::operation(&new.id));
        let mut found = Vec::new();
        if pair.moved() {
            let site = site.seen_by(AffectedOperations::request(&new.id));
            found.push(site.changed(Kind::OperationMoved, Variance::Narrower, address(old), address(new)));
        }
        if pair.respelt() {
            found.push(site.changed(Kind::PathRespelt, Variance::Same, address(old), address(new)));
        }
        if old.id != new.id {
            found.push(site.changed(Kind::OperationIdChanged, Variance::Same, old.id.clone(), new.id.clone()));
        }
        let deprecated = (Kind::OperationDeprecated, Kind::OperationUndeprecated);
        found.extend(flag(&site, (old.deprecated, new.deprecated), deprecated));
        found.extend(self.odata(&site, old.odata.as_ref(), new.odata.as_ref()));
        if old.security != new.security {
            let effective = |op: &Operation, api: &Api| op.security.clone().unwrap_or_else(|| api.security.clone());
            let (before, after) = (effective(old, self.scope.old), effective(new, self.scope.new));
            found.extend(security(&site.seen_by(AffectedOperations::request(&new.id)), &before, &after));
        }
        found.extend(self.request(&site, pair));
        found.extend(self.answers(&site, pair));
        let site = site.seen_by(AffectedOperations::response(&new.id));
        found.extend(self.paging(&site, old, new));
        found.extend(self.long_running(&site, old, new));
        found
    }

    /// What holds for the API as a whole.
    pub(super) fn whole(&self, operations: &[OperationPair<'_>]) -> Vec<Change> {
        let root = crate::pointer::Pointer::root();
        let all = || operations.iter().map(|pair| pair.new.id.clone()).collect();
        let site = Site::new(
            Place::api(),
            &root,
            &root,
            AffectedOperations { request: all(), ..AffectedOperations::default() },
        );
        let (old, new) = (self.scope.old, self.scope.new);
        let mut found = Vec::new();
        if old.endpoint != new.endpoint {
            let (old, new) = (old.endpoint.clone(), new.endpoint.clone());
            found.push(site.at(super::place::Step::Facet("endpoint"), "servers").changed(
                Kind::EndpointChanged,
                Variance::Narrower,
                old,
                new,
            ));
        }
        let inherit = operations.iter().filter(|pair| pair.old.security.is_none() && pair.new.security.is_none());
        let affected = AffectedOperations {
            request: inherit.map(|pair| pair.new.id.clone()).collect(),
            ..AffectedOperations::default()
        };
        let site = site.seen_by(affected).at(super::place::Step::Facet("security"), "security");
        found.extend(security(&site, &old.security, &new.security));
        found
    }

    fn odata(&self, site: &Site, old: Option<&TypeId>, new: Option<&TypeId>) -> Option<Change> {
        let same = match (old, new) {
            (Some(old), Some(new)) => self.scope.same(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        let word = |id: Option<&TypeId>| id.map(|id| id.to_string().into());
        (!same).then(|| site.change(Kind::OdataChanged, Variance::Same, (word(old), word(new))))
    }

    fn paging(&self, site: &Site, old: &Operation, new: &Operation) -> Option<Change> {
        let word = |paging: &Paging| {
            let part = |name: &Option<String>| name.clone().unwrap_or_else(|| "none".to_owned());
            let operation = paging.operation.as_ref().map_or_else(String::new, |name| format!(", next {name}"));
            format!("items {}, link {}{operation}", part(&paging.items), part(&paging.next_link))
        };
        // A reader that follows no link misses what is behind it, unless the link was there before.
        let link_is_new =
            |link: &Option<String>| link.as_ref().is_some_and(|link| !has_member(self.scope.old, old, link));
        match (&old.paging, &new.paging) {
            (None, Some(after)) => {
                let variance = if link_is_new(&after.next_link) { Variance::Wider } else { Variance::Same };
                Some(site.added(Kind::PagingAdded, variance, word(after)))
            }
            (Some(before), None) => Some(site.removed(Kind::PagingRemoved, Variance::Same, word(before))),
            (Some(before), Some(after)) if before != after => {
                let moved =
                    before.next_link.is_some() && after.next_link.is_some() && before.next_link != after.next_link;
                let variance = if before.items != after.items || moved {
                    Variance::Incompatible
                } else if before.next_link.is_none() && link_is_new(&after.next_link) {
                    Variance::Wider
                } else {
                    Variance::Same
                };
                Some(site.changed(Kind::PagingChanged, variance, word(before), word(after)))
            }
            _ => None,
        }
    }

    fn long_running(&self, site: &Site, old: &Operation, new: &Operation) -> Option<Change> {
        match (&old.lro, &new.lro) {
            // The first answer is no longer the result.
            (None, Some(after)) => Some(site.added(Kind::LongRunningAdded, Variance::Wider, lro_words(after))),
            // A poller that asks for the status finds that it is done.
            (Some(before), None) => Some(site.removed(Kind::LongRunningRemoved, Variance::Same, lro_words(before))),
            (Some(before), Some(after)) => self.final_state(site, (old.method, before), (new.method, after)),
            (None, None) => None,
        }
    }

    fn final_state(&self, site: &Site, (from, old): (Method, &Lro), (to, new): (Method, &Lro)) -> Option<Change> {
        let same_schema = match (&old.final_schema, &new.final_schema) {
            (Some(a), Some(b)) => self.scope.same(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        if old.final_state == new.final_state && same_schema {
            return None;
        }
        let same = same_end((from, old), (to, new)) && same_schema;
        let variance = if same { Variance::Same } else { Variance::Incompatible };
        Some(site.changed(Kind::FinalStateChanged, variance, lro_words(old), lro_words(new)))
    }
}

fn lro_words(lro: &Lro) -> String {
    let state = lro.final_state.map_or("unspecified", format::final_state);
    lro.final_schema.as_ref().map_or_else(|| state.to_owned(), |schema| format!("{state} as {schema}"))
}

/// Whether a client that follows either comes to the same result. Where nothing is said, PUT and PATCH end with the resource: it is read
/// where it was sent once the status, which `azure-async-operation` points to, says that it is done. All others end at their `Location`.
fn same_end((from, old): (Method, &Lro), (to, new): (Method, &Lro)) -> bool {
    let usual = |method, state| match method {
        Method::Put | Method::Patch => matches!(state, FinalState::OriginalUri | FinalState::AzureAsyncOperation),
        Method::Delete | Method::Get | Method::Head | Method::Post => state == FinalState::Location,
    };
    let kept = |method| matches!(method, Method::Put | Method::Patch);
    match (old.final_state, new.final_state) {
        (Some(old), Some(new)) => old == new,
        (None, Some(new)) => usual(from, new),
        (Some(old), None) => usual(to, old),
        (None, None) => kept(from) == kept(to),
    }
}

/// `PUT /subscriptions/{subscriptionId}/...`.
pub(super) fn address(op: &Operation) -> String {
    format!("{} {}", op.method, op.path)
}

/// Whether a success body of the operation has this member.
fn has_member(api: &Api, op: &Operation, name: &str) -> bool {
    op.responses.iter().filter_map(|response| response.body.as_ref()).any(|body| is_member_of(api, body, name))
}

fn is_member_of(api: &Api, value: &Value, name: &str) -> bool {
    match &value.ty {
        TypeRef::Named(id) => match &api.ty(id).kind {
            TypeKind::Struct(structure) => reach::field(structure, name).is_some(),
            TypeKind::Alias(inner) => is_member_of(api, inner, name),
            TypeKind::Enum(_) => false,
        },
        _ => false,
    }
}

/// Requirements, all of which a request must meet.
fn security(site: &Site, old: &[Security], new: &[Security]) -> Option<Change> {
    let atoms = |all: &[Security]| -> std::collections::BTreeSet<String> {
        let scheme = |one: &Security| format!("{} ({})", one.scheme, one.kind);
        let scopes =
            |one: &Security| one.scopes.iter().map(|scope| format!("{}: {scope}", one.scheme)).collect::<Vec<_>>();
        all.iter().flat_map(|one| std::iter::once(scheme(one)).chain(scopes(one))).collect()
    };
    let (before, after) = (atoms(old), atoms(new));
    if before == after {
        return None;
    }
    let variance = if after.is_subset(&before) { Variance::Wider } else { Variance::Narrower };
    Some(site.changed(Kind::SecurityChanged, variance, format::list(&before), format::list(&after)))
}
