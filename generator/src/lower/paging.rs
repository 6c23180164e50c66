//! Paging, `x-ms-pageable`.
//!
//! Invariant: the members that paging names exist in the answer, so that no list turns out to be endless or empty at run time.

use super::context::Lowering;
use crate::{
    model::{Field, Operation, Paging, Response, TypeKind, TypeRef},
    pointer::Pointer,
    spec::ext::Pageable,
};

/// The member with the items, when nothing else is said.
const ITEMS: &str = "value";

impl Lowering<'_> {
    /// Says of each list how it is paged.
    pub(super) fn paging(&mut self, operations: &mut [Operation]) {
        for op in operations.iter_mut() {
            op.paging =
                self.pageables.remove(&op.at).map(|ext| self.paged(&ext, &op.responses, &op.at.join("x-ms-pageable")));
        }
        self.check_next_operations(operations);
    }

    fn paged(&mut self, ext: &Pageable, success: &[Response], at: &Pointer) -> Paging {
        let body =
            success.iter().find_map(|response| response.body.as_ref()).map(|body| &body.unaliased(&self.types).ty);
        let bare = matches!(body, Some(TypeRef::List(_)));
        let items = ext.item_name.clone().unwrap_or_else(|| ITEMS.to_owned());
        let paging = Paging {
            items: (!bare).then_some(items),
            next_link: ext.next_link_name.clone().filter(|name| !name.is_empty()),
            operation: ext.operation_name.clone(),
        };
        let fields = match body {
            Some(TypeRef::Named(id)) => match &self.types[id].kind {
                TypeKind::Struct(body) => body.fields.as_slice(),
                _ => &[],
            },
            _ => &[],
        };
        let found = |name: &str| fields.iter().find(|field| field.name == name);
        let is_list = |field: &Field| matches!(field.value.unaliased(&self.types).ty, TypeRef::List(_));
        let mut problems = Vec::new();
        if let Some(items) = &paging.items
            && !found(items).is_some_and(is_list)
        {
            problems.push(("itemName", format!("the answer has no list \"{items}\"")));
        }
        if let Some(next) = &paging.next_link
            && found(next).is_none()
        {
            problems.push(("nextLinkName", format!("the answer has no member \"{next}\"")));
        }
        for (key, what) in problems {
            self.conflict(&at.join(key), what, "name a member of the answer, or null for nextLinkName");
        }
        paging
    }

    /// Operations that fetch next pages must exist.
    fn check_next_operations(&mut self, operations: &[Operation]) {
        for op in operations {
            let Some(next) = op.paging.as_ref().and_then(|paging| paging.operation.as_ref()) else { continue };
            if !operations.iter().any(|known| known.id == *next) {
                let at = op.at.join("x-ms-pageable").join("operationName");
                self.unresolved(&at, format!("there is no operation \"{next}\""));
            }
        }
    }
}
