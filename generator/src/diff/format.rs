//! The model's values in words, as reports show them.

use crate::model::{Collection, FinalState, Location, Mutability, Scalar, TypeRef};

/// A type, for instance `string (uuid)`, `[ApiContract]` or `{string: string}`.
pub(super) fn ty(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Scalar(one) => scalar(*one).to_owned(),
        TypeRef::Named(id) => id.to_string(),
        TypeRef::List(value) => format!("[{}]", self::ty(&value.ty)),
        TypeRef::Map(value) => format!("{{string: {}}}", self::ty(&value.ty)),
        TypeRef::Object => "object".to_owned(),
        TypeRef::Any => "any".to_owned(),
    }
}

/// A scalar: JSON type and format.
pub(super) fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "boolean",
        Scalar::Int32 => "integer (int32)",
        Scalar::Int64 => "integer (int64)",
        Scalar::Float => "number (float)",
        Scalar::Double => "number (double)",
        Scalar::String => "string",
        Scalar::DateTime => "string (date-time)",
        Scalar::Date => "string (date)",
        Scalar::Duration => "string (duration)",
        Scalar::Uuid => "string (uuid)",
        Scalar::ArmId => "string (arm-id)",
        Scalar::Uri => "string (uri)",
        Scalar::Base64 => "string (byte)",
        Scalar::Binary => "string (binary)",
        Scalar::Password => "string (password)",
    }
}

/// The `in` of a parameter.
pub(super) fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
    }
}

/// The Swagger 2.0 word for how a list is written.
pub(super) fn collection(collection: Collection) -> &'static str {
    match collection {
        Collection::Csv => "csv",
        Collection::Ssv => "ssv",
        Collection::Tsv => "tsv",
        Collection::Pipes => "pipes",
        Collection::Multi => "multi",
    }
}

/// The value of `final-state-via`.
pub(super) fn final_state(state: FinalState) -> &'static str {
    match state {
        FinalState::AzureAsyncOperation => "azure-async-operation",
        FinalState::Location => "location",
        FinalState::OriginalUri => "original-uri",
        FinalState::OperationLocation => "operation-location",
    }
}

/// A value of `x-ms-mutability`.
pub(super) fn mutability(mutability: Mutability) -> &'static str {
    match mutability {
        Mutability::Read => "read",
        Mutability::Create => "create",
        Mutability::Update => "update",
    }
}

/// Owned text, for lists of JSON values.
pub(super) fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> serde_json::Value {
    items.into_iter().map(|item| serde_json::Value::from(item.as_ref())).collect()
}
