//! Lists: what is on which page, and the links between pages.

use serde_json::{Value as Json, json};

use super::plan::{Instead, Last, Link, Pages};

/// Member by which an item tells its place in the list, whatever its type.
pub const MARK: &str = "x-fake-place";

/// A list on its way to a caller.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    /// The id of its operation.
    pub(crate) operation: &'static str,
    /// What is on every page beside the items.
    pub(crate) envelope: Json,
    /// Every item in order.
    pub(crate) items: Vec<Json>,
    /// How it is cut.
    pub(crate) pages: Pages,
    /// The member with the items; without one a page is a bare array.
    pub(crate) member: Option<String>,
    /// The member with the link to the next page.
    pub(crate) next_link: Option<String>,
    /// Origin, and path and query, that every link starts with.
    pub(crate) base: (String, String),
    /// What tells its links from those of other lists.
    pub(crate) id: usize,
}

impl Listing {
    /// The body of a page, from 0, and the link on it with the page it leads to.
    pub(crate) fn page(&self, page: usize) -> (Json, Option<(String, usize)>) {
        let before: usize = self.pages.sizes[..page].iter().sum();
        let items = self.items[before..before + self.pages.sizes[page]].to_vec();
        let Some(member) = &self.member else { return (Json::Array(items), None) };
        let mut body = self.envelope.clone();
        body[member] = Json::Array(items);
        let Some(member) = &self.next_link else { return (body, None) };
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

/// Lets an item tell its place.
pub(crate) fn marked(mut item: Json, place: usize) -> Json {
    match &mut item {
        Json::Object(members) => {
            members.insert(MARK.to_owned(), json!(place));
        }
        Json::String(text) => *text = format!("{text}#{place}"),
        _ => {}
    }
    item
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
