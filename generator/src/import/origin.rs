//! From a place in the output back to the place in the published files that it was made of.
//!
//! Invariant: exact for what keeps its shape; for what moves, such as a parameter's type into its schema, the nearest
//! thing that stayed.

use super::{
    convert::{Converter, Kind},
    files::Node,
    names::Names,
};
use crate::{diag::At, pointer::Pointer};

/// Where `pointer`, in the document made of `bundle`, came from.
pub(super) fn of(bundle: &Converter<'_>, names: &Names, pointer: &Pointer) -> Option<At> {
    let tokens: Vec<String> = pointer.tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match *tokens.as_slice() {
        ["components", "securitySchemes", name, ref inside @ ..] => {
            let mut schemes =
                bundle.files.entries().filter_map(|file| file.root().member("securityDefinitions")?.member(name));
            schemes.next().map(|node| below(&node, inside))
        }
        ["components", section, name, ref inside @ ..] => {
            let kind = if section == "parameters" { Kind::Parameter } else { Kind::Schema };
            let mut same = bundle.components.iter().filter(|((k, id), _)| *k == kind && names.of(kind, id) == name);
            same.next().map(|(_, component)| below(&component.node, inside))
        }
        ["paths" | "x-ms-paths", path, method, ref inside @ ..] => {
            let operation = bundle.origins.get(&(path.to_owned(), method.to_owned()));
            operation.map(|node| below(node, inside))
        }
        // What stands above the paths is what the first file says, or the import would have failed before.
        [key, ..] => bundle.files.entries().next().map(|file| file.root().or_member(key).at()),
        [] => None,
    }
}

/// The place below `node`. The wrapping of references in `allOf` is the import's own, so its steps are left out.
fn below(node: &Node<'_>, inside: &[&str]) -> At {
    let mut pointer = node.pointer.clone();
    let mut value = Some(node.value);
    for token in inside {
        let next = value.and_then(|value| match value {
            serde_json::Value::Array(elements) => elements.get(token.parse::<usize>().ok()?),
            value => value.get(token),
        });
        if next.is_some() {
            pointer = pointer.join(token);
            value = next;
        }
    }
    node.file.source.at(&pointer)
}
