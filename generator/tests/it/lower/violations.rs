//! The invariants that `generator::model` states, checked.

use std::collections::BTreeSet;

use generator::model::{Api, Operation, ParamRef, Type, TypeId, TypeKind, Value};

/// What in a model breaks the invariants that `model` states; empty for every model that `lower` makes without an error.
pub(super) fn violations(api: &Api) -> Vec<String> {
    let mut found = Vec::new();
    for (id, ty) in &api.types {
        if ty.id != *id {
            found.push(format!("type {id} calls itself {}", ty.id));
        }
        if ty.usage.groups.is_empty() {
            found.push(format!("type {id} is reached by no operation"));
        }
        check_type(ty, api, &mut found);
    }
    let mut ids = BTreeSet::new();
    for op in &api.operations {
        if !ids.insert(&op.id) {
            found.push(format!("operation {} stands twice", op.id));
        }
        check_operation(op, api, &mut found);
    }
    if !api.operations.is_sorted_by_key(|op| (op.path.to_string(), op.method)) {
        found.push("operations are not sorted".to_owned());
    }
    found
}

fn check_type(ty: &Type, api: &Api, found: &mut Vec<String>) {
    let inherited = match &ty.kind {
        TypeKind::Struct(body) => {
            if !body.fields.is_sorted_by(|a, b| a.name < b.name) {
                found.push(format!("members of {} are not sorted", ty.id));
            }
            body.fields.iter().filter_map(|field| field.inherited_from.as_ref()).collect()
        }
        TypeKind::Enum(_) | TypeKind::Alias(_) => Vec::new(),
    };
    ty.mentions().into_iter().chain(inherited).for_each(|id| check_id(id, &ty.id.0, api, found));
}

fn check_operation(op: &Operation, api: &Api, found: &mut Vec<String>) {
    for param in &op.params {
        match param {
            ParamRef::Own(param) => check_value(&param.value, &param.name, api, found),
            ParamRef::Shared(id) => match api.parameters.get(id) {
                Some(param) => check_value(&param.value, &param.name, api, found),
                None => found.push(format!("{} lists the unknown parameter {}", op.id, id.0)),
            },
        }
    }
    for responses in [&op.responses, &op.failures] {
        if !responses.is_sorted_by(|a, b| a.status < b.status) {
            found.push(format!("responses of {} are not sorted", op.id));
        }
        for response in responses {
            response.body.iter().for_each(|value| check_value(value, &op.id, api, found));
            response.headers.iter().for_each(|header| check_value(&header.value, &op.id, api, found));
            if !response.headers.is_sorted_by_key(|header| header.name.to_ascii_lowercase()) {
                found.push(format!("headers of {} are not sorted", op.id));
            }
        }
    }
    op.body.iter().for_each(|body| check_value(&body.value, &op.id, api, found));
    op.error.iter().for_each(|value| check_value(value, &op.id, api, found));
    op.odata.iter().for_each(|id| check_id(id, &op.id, api, found));
    op.lro.iter().filter_map(|lro| lro.final_schema.as_ref()).for_each(|id| check_id(id, &op.id, api, found));
}

fn check_value(value: &Value, owner: &str, api: &Api, found: &mut Vec<String>) {
    value.named_type().into_iter().for_each(|id| check_id(id, owner, api, found));
}

fn check_id(id: &TypeId, owner: &str, api: &Api, found: &mut Vec<String>) {
    if !api.types.contains_key(id) {
        found.push(format!("{owner} mentions the unknown type {id}"));
    }
}
