//! Lists: what is on which page, and the links between pages.

use generator::model::{Operation, Paging, Response, TypeKind, TypeRef, Value};
use serde_json::{Value as Json, json};

use super::{
    answer,
    plan::{Instead, Last, Link, Pages, Plan},
    route::Route,
};

/// Member by which an item tells its place in the list, whatever its type.
pub const MARK: &str = "x-fake-place";

/// A list on its way to a caller.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) op: &'static Operation,
    envelope: Json,
    items: Vec<Json>,
    pages: Pages,
    paging: Paging,
    /// Origin, path and query that every link starts with.
    base: (String, String),
    id: usize,
}

impl Listing {
    /// Cuts a list; `stored` are the items when the plan does not say how many to make up.
    pub(super) fn new(route: &Route, plan: &Plan, stored: Vec<Json>, base: (String, String), id: usize) -> Self {
        let op = route.op;
        let paging = op.paging.clone().expect("only lists are cut");
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
                let item = item(route, response, &paging);
                let count: usize = pages.sizes.iter().sum();
                ((0..count).map(|place| made_up(route, item, plan, place)).collect(), pages)
            }
        };
        Self { op, envelope, items, pages, paging, base, id }
    }

    /// Every item in order.
    pub(super) fn items(&self) -> &[Json] {
        &self.items
    }

    /// The body of a page, from 0, and the link on it with the page it leads to.
    pub(super) fn page(&self, page: usize) -> (Json, Option<(String, usize)>) {
        let before: usize = self.pages.sizes[..page].iter().sum();
        let items = self.items[before..before + self.pages.sizes[page]].to_vec();
        let Some(member) = &self.paging.items else { return (Json::Array(items), None) };
        let mut body = self.envelope.clone();
        body[member] = Json::Array(items);
        let Some(member) = &self.paging.next_link else { return (body, None) };
        if let Json::Object(members) = &mut body {
            members.remove(member);
        }
        let link = (page + 1 < self.pages.sizes.len()).then(|| (self.link(page + 1), page + 1));
        let link = match &self.pages.instead {
            Some((at, instead)) if *at == page => Some(match instead {
                Instead::Itself => (self.link(page), page),
                Instead::First => (self.link(0), 0),
                Instead::To(url) => (url.clone(), page),
            }),
            _ => link,
        };
        match (&link, self.pages.last) {
            (Some((link, _)), _) => body[member] = json!(link),
            (None, Last::Absent) => {}
            (None, Last::Null) => body[member] = Json::Null,
            (None, Last::Empty) => body[member] = json!(""),
        }
        (body, link)
    }

    /// The link to a page. It holds what a careless client would encode once more or take apart.
    fn link(&self, page: usize) -> String {
        let (origin, rest) = &self.base;
        let origin = if self.pages.link == Link::Absolute { origin.as_str() } else { "" };
        format!("{origin}{rest}&%24skiptoken=list{}%2Fpage+{page}%26%3D&$top=1", self.id)
    }
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

fn made_up(route: &Route, item: &Value, plan: &Plan, place: usize) -> Json {
    let mut json = answer::made_up(route.api, item, plan, place as u64);
    match &mut json {
        Json::Object(members) => {
            members.insert(MARK.to_owned(), json!(place));
        }
        Json::String(text) => *text = format!("{text}#{place}"),
        _ => {}
    }
    json
}

/// The place that an item tells.
#[must_use]
pub fn place(item: &Json) -> Option<usize> {
    match item {
        Json::Object(members) => members.get(MARK)?.as_u64()?.try_into().ok(),
        Json::String(text) => text.rsplit_once('#')?.1.parse().ok(),
        _ => None,
    }
}
