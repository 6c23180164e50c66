//! Lists as the description declares them: which items there are, and what stands around them.

use generator::model::{Paging, Response, TypeKind, TypeRef, Value};
use serde_json::Value as Json;

use super::{answer, route::Route};
use crate::engine::{
    list::{Listing, marked},
    plan::{Pages, Plan},
};

/// Cuts a list; `stored` are the items when the plan does not say how many to make up.
pub(super) fn listing(route: &Route, plan: &Plan, stored: Vec<Json>, base: (String, String), id: usize) -> Listing {
    let op = route.op;
    let paging = op.paging.as_ref().expect("only lists are cut");
    let response = answer::success(op, &[200]);
    let mut envelope = envelope(route, response, plan);
    if let (Some(items), Json::Object(members)) = (&paging.items, &mut envelope) {
        members.remove(items);
    }
    let (items, pages) = match &plan.pages {
        None => {
            let count = stored.len();
            (stored, Pages { sizes: vec![count], ..Pages::default() })
        }
        Some(pages) => {
            let mut pages = pages.clone();
            if paging.next_link.is_none() {
                pages.sizes = vec![pages.sizes.iter().sum()];
            }
            let item = item(route, response, paging);
            let count: usize = pages.sizes.iter().sum();
            let made_up = |place| marked(answer::made_up(route.api, item, plan, place as u64), place);
            ((0..count).map(made_up).collect(), pages)
        }
    };
    let (member, next_link) = (paging.items.clone(), paging.next_link.clone());
    Listing { operation: &op.id, envelope, items, pages, member, next_link, base, id }
}

/// The page's other members.
fn envelope(route: &Route, response: &Response, plan: &Plan) -> Json {
    response.body.as_ref().map_or(Json::Null, |value| answer::made_up(route.api, value, plan, 0))
}

/// The type of an item.
fn item<'a>(route: &'a Route, response: &'a Response, paging: &Paging) -> &'a Value {
    let mut value = response.body.as_ref().expect("a list answers with a body");
    loop {
        value = match &value.ty {
            TypeRef::List(item) => return item,
            TypeRef::Named(id) => match &route.api.ty(id).kind {
                TypeKind::Alias(value) => value,
                TypeKind::Struct(structure) => {
                    let items = paging.items.as_deref().expect("an object is paged by a member");
                    let field = structure.fields.iter().find(|field| field.name == items);
                    &field.expect("a page has its items").value
                }
                TypeKind::Enum(_) => panic!("{}: a page is no enumeration", route.op.id),
            },
            _ => panic!("{}: a page is an object or an array", route.op.id),
        };
    }
}
