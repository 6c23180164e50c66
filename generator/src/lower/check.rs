//! The model's promises, checked: for tests, and for whoever builds a model by hand.

use std::collections::BTreeSet;

use crate::model::{Additional, Api, Operation, Param, ParamRef, Type, TypeId, TypeKind, TypeRef, Value};

/// What in a model breaks the invariants that `model` states; empty for every model that `lower` makes without an error.
#[must_use]
pub fn violations(api: &Api) -> Vec<String> {
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
    match &ty.kind {
        TypeKind::Enum(_) => {}
        TypeKind::Alias(value) => check_value(value, &ty.id.0, api, found),
        TypeKind::Struct(body) => {
            if !body.fields.is_sorted_by(|a, b| a.name < b.name) {
                found.push(format!("members of {} are not sorted", ty.id));
            }
            for field in &body.fields {
                check_value(&field.value, &format!("{}.{}", ty.id, field.name), api, found);
                field.inherited_from.iter().for_each(|id| check_id(id, &ty.id.0, api, found));
            }
            body.bases.iter().for_each(|id| check_id(id, &ty.id.0, api, found));
            if let Additional::Typed(value) = &body.additional {
                check_value(value, &ty.id.0, api, found);
            }
            let subtypes = body.discriminator.iter().flat_map(|d| d.mapping.values());
            subtypes.for_each(|id| check_id(id, &ty.id.0, api, found));
        }
    }
}

fn check_operation(op: &Operation, api: &Api, found: &mut Vec<String>) {
    for param in &op.params {
        match param {
            ParamRef::Own(param) => check_param(param, api, found),
            ParamRef::Shared(id) => match api.parameters.get(id) {
                Some(param) => check_param(param, api, found),
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

fn check_param(param: &Param, api: &Api, found: &mut Vec<String>) {
    check_value(&param.value, &param.name, api, found);
}

fn check_value(value: &Value, owner: &str, api: &Api, found: &mut Vec<String>) {
    match &value.ty {
        TypeRef::Named(id) => check_id(id, owner, api, found),
        TypeRef::List(inner) | TypeRef::Map(inner) => check_value(inner, owner, api, found),
        TypeRef::Scalar(_) | TypeRef::Object | TypeRef::Any => {}
    }
}

fn check_id(id: &TypeId, owner: &str, api: &Api, found: &mut Vec<String>) {
    if !api.types.contains_key(id) {
        found.push(format!("{owner} mentions the unknown type {id}"));
    }
}
