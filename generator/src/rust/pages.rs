//! Pages: which response models are lists, and the line that says where items and the next page's URL stand.

use quote::{format_ident, quote};

use super::{
    file::Item,
    outcome::Page,
    ty::{Context, Home},
};

/// The line that says how a model is paged.
pub(super) fn item(context: Context<'_>, page: &Page<'_>) -> Item {
    let names = context.names.type_names(page.id).expect("a page is a structure that a response carries");
    let name = format_ident!("{}", names.name);
    let field = |property: &str| format_ident!("{}", names.members[property]);
    let items = field(page.items);
    let item = context.element(Home::Models, page.item);
    let next_link = page.next_link.map(field).map(|next_link| quote!(, next_link: #next_link));
    Item::Line { name: "page", arguments: quote!(#name { items: #items #next_link } => #item) }
}
