//! Lists as the description declares them: what an item is.

use generator::model::{Paging, Response, TypeKind, TypeRef, Value};

use super::route::Route;

/// The type of an item.
pub(super) fn item<'a>(route: &'a Route, response: &'a Response, paging: &Paging) -> &'a Value {
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
