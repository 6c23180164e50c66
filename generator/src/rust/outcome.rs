//! What a method gives back: the one body type of its successful responses, or a body type by status code.
//!
//! Invariant: knows the model only. Contradictions are refused by `supported` with the same functions.

use std::collections::BTreeMap;

use crate::model::{
    Api, Location, Method, Operation, Paging, Param, PathTemplate, Response, Scalar, Segment, Struct, TypeId, TypeKind,
    TypeRef, Value,
};

/// What awaiting an operation gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome<'a> {
    /// No body.
    Nothing,
    /// Whether the thing exists: a HEAD that declares 404.
    Exists,
    /// A body, or the final result of a long-running operation.
    Body(&'a TypeRef),
    /// The final result that `final-state-schema` names.
    Final(&'a TypeId),
    /// A body for each status code, or none.
    ByStatus(Vec<(u16, Option<&'a TypeRef>)>),
}

/// What awaiting `op` gives.
///
/// The final result of a long-running operation is what its 200 or 201 carries: a body of its 202 describes the operation
/// on its way. Only where no other success has a body that of the 202 is the result: descriptions of operations that always
/// run long often declare nothing else. A resource that was deleted is gone, so a DELETE that runs long gives nothing.
pub(crate) fn outcome<'a>(api: &'a Api, op: &'a Operation) -> Outcome<'a> {
    if op.is_existence_check() {
        return Outcome::Exists;
    }
    match &op.lro {
        Some(lro) if lro.final_schema.is_some() => lro.final_schema.as_ref().map_or(Outcome::Nothing, Outcome::Final),
        Some(_) if op.method == Method::Delete => Outcome::Nothing,
        Some(_) => result(&bodies(api, op)),
        None => by_status(api, op).map_or_else(|| result(&bodies(api, op)), Outcome::ByStatus),
    }
}

/// The body of 200, which reading a thing that was changed gives as well, or else of the first status that has one.
fn result<'a>(bodies: &[(&'a Response, &'a TypeRef)]) -> Outcome<'a> {
    let ok = bodies.iter().find(|(response, _)| response.status == 200);
    ok.or(bodies.first()).map_or(Outcome::Nothing, |(_, ty)| Outcome::Body(ty))
}

/// What each success brings, where they do not all bring the same; lists have pages of one type.
fn by_status<'a>(api: &'a Api, op: &'a Operation) -> Option<Vec<(u16, Option<&'a TypeRef>)>> {
    let bodies = bodies(api, op);
    if op.paging.is_some() || bodies.iter().all(|(_, ty)| *ty == bodies[0].1) {
        return None;
    }
    let success = op.responses.iter().filter(|response| (200..300).contains(&response.status));
    let body = |response: &'a Response| response.body.as_ref().map(|body| &api.unaliased(body).ty);
    Some(success.map(|response| (response.status, body(response))).collect())
}

/// The bodies that decide what `op` gives, by response, aliases resolved.
pub(crate) fn bodies<'a>(api: &'a Api, op: &'a Operation) -> Vec<(&'a Response, &'a TypeRef)> {
    let success = op.responses.iter().filter(|response| (200..300).contains(&response.status));
    let bodies = success.filter_map(|response| Some((response, &api.unaliased(response.body.as_ref()?).ty)));
    let (accepted, done): (Vec<_>, Vec<_>) =
        bodies.partition(|(response, _)| op.lro.is_some() && response.status == 202);
    if done.is_empty() { accepted } else { done }
}

/// How a model is paged.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Page<'a> {
    /// The response model.
    pub(crate) id: &'a TypeId,
    /// Wire name of the member with the items.
    pub(crate) items: &'a str,
    /// Wire name of the member with the next page's URL.
    pub(crate) next_link: Option<&'a str>,
    /// The type of an item.
    pub(crate) item: &'a Value,
}

impl Page<'_> {
    /// Whether two operations can page one model like that: an operation need not follow the link.
    pub(crate) fn agrees_with(&self, other: &Self) -> bool {
        let links_agree = match (self.next_link, other.next_link) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        links_agree && (self.items, self.item) == (other.items, other.item)
    }
}

/// How the response model of `op` is paged; `None` when it is not, or the page is a bare array.
///
/// # Errors
/// In words, when `x-ms-pageable` names members that are not there.
pub(crate) fn page<'a>(api: &'a Api, op: &'a Operation) -> Result<Option<Page<'a>>, String> {
    let Some(Paging { items, next_link, .. }) = &op.paging else { return Ok(None) };
    let Outcome::Body(ty) = outcome(api, op) else { return Err("a paged operation without a body".to_owned()) };
    let id = match (ty, items) {
        (TypeRef::List(_), _) => return Ok(None),
        (TypeRef::Named(id), Some(_)) => id,
        _ => return Err("a page that is neither an object nor an array".to_owned()),
    };
    let TypeKind::Struct(body) = &api.ty(id).kind else { return Err(format!("a page of type {id}")) };
    let items = items.as_deref().unwrap_or("value");
    let item = match member(body, items).map(|value| &api.unaliased(value).ty) {
        Some(TypeRef::List(item)) => item,
        Some(_) => return Err(format!("a page whose member \"{items}\" is no array")),
        None => return Err(format!("a page without the member \"{items}\"")),
    };
    if let Some(next_link) = next_link {
        match member(body, next_link).map(|value| &api.unaliased(value).ty) {
            Some(TypeRef::Scalar(Scalar::String | Scalar::Uri | Scalar::ArmId)) => {}
            Some(_) => return Err(format!("a page whose link \"{next_link}\" is no text")),
            None => return Err(format!("a page without the member \"{next_link}\"")),
        }
    }
    Ok(Some(Page { id, items, next_link: next_link.as_deref(), item }))
}

/// How another operation reads the next page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NextPage<'a> {
    /// From this path, of which a page names only a part, the one parameter that the first operation does not have.
    Path(&'a PathTemplate),
    /// From the link, with these parameters of the query that both operations have.
    Query(Vec<&'a str>),
}

/// How the next page of `op` is read, if another operation reads it and there is more to it than following a link.
///
/// # Errors
/// If that operation cannot be called with what there is.
pub(crate) fn next_page<'a>(api: &'a Api, op: &Operation) -> Result<Option<NextPage<'a>>, ()> {
    let Some(id) = op.paging.as_ref().and_then(|paging| paging.operation.as_deref()).filter(|id| *id != op.id) else {
        return Ok(None);
    };
    let next = api.operations.iter().find(|other| other.id == id && other.method == Method::Get).ok_or(())?;
    // An operation whose whole path is the link does what following it does.
    if let [Segment::Param(_)] = next.path.segments.as_slice() {
        return Ok(None);
    }
    let own: Vec<&str> = next.path.params().filter(|name| !op.path.params().any(|known| known == *name)).collect();
    let is_named = |param: &Param| {
        let mut own = op.params.iter().map(|own| api.param(own));
        own.any(|own| (own.location, &own.name) == (param.location, &param.name))
    };
    let is_sent = |param: &Param| param.location == Location::Path || !param.required || is_named(param);
    if !next.params.iter().all(|param| is_sent(api.param(param))) {
        return Err(());
    }
    match own.len() {
        0 => {
            let params = next.params.iter().map(|param| api.param(param));
            let names =
                params.filter(|param| param.location == Location::Query && is_named(param)).map(|param| &*param.name);
            let names: Vec<&str> = names.filter(|name| !name.eq_ignore_ascii_case("api-version")).collect();
            match names.as_slice() {
                // Nothing of the other operation would be in the request: the link alone decides where it leads.
                [] if next.path != op.path => Err(()),
                [] => Ok(None),
                _ => Ok(Some(NextPage::Query(names))),
            }
        }
        1 => Ok(Some(NextPage::Path(&next.path))),
        _ => Err(()),
    }
}

/// How each response model is paged. Where an operation says that there is never a second page, and another where its link
/// stands, the model has the link, and the first operation does not follow it.
pub(crate) fn pages(api: &Api) -> BTreeMap<&TypeId, Page<'_>> {
    let mut pages: BTreeMap<&TypeId, Page<'_>> = BTreeMap::new();
    for page in api.operations.iter().filter_map(|op| page(api, op).ok().flatten()) {
        let known = pages.entry(page.id).or_insert_with(|| page.clone());
        known.next_link = known.next_link.or(page.next_link);
    }
    pages
}

fn member<'a>(body: &'a Struct, name: &str) -> Option<&'a Value> {
    body.fields.iter().find(|field| field.name == name).map(|field| &field.value)
}
