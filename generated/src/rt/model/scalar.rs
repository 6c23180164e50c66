//! What fields are made of: scalars, lists, maps, boxes, free JSON.

use std::collections::BTreeMap;

use azure_core::{http::RawResponse, time::OffsetDateTime};
use serde_json::{Map, Value};

use super::{IsoDuration, Wire, date};

impl Wire for String {
    fn from_wire(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }

    fn to_wire(&self) -> Value {
        Value::String(self.clone())
    }
}

impl Wire for bool {
    fn from_wire(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn to_wire(&self) -> Value {
        Value::Bool(*self)
    }

    /// An existence check: 404 says no, success says yes. A body, should there be one, is beside the point.
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        Ok(u16::from(response.status()) != 404)
    }
}

impl Wire for i64 {
    fn from_wire(value: &Value) -> Option<Self> {
        value.as_i64()
    }

    fn to_wire(&self) -> Value {
        Value::from(*self)
    }
}

impl Wire for i32 {
    fn from_wire(value: &Value) -> Option<Self> {
        i64::from_wire(value)?.try_into().ok()
    }

    fn to_wire(&self) -> Value {
        Value::from(*self)
    }
}

impl Wire for f64 {
    fn from_wire(value: &Value) -> Option<Self> {
        value.as_f64()
    }

    fn to_wire(&self) -> Value {
        Value::from(*self)
    }
}

impl Wire for Value {
    fn from_wire(value: &Value) -> Option<Self> {
        Some(value.clone())
    }

    fn to_wire(&self) -> Value {
        self.clone()
    }
}

impl Wire for Map<String, Value> {
    fn from_wire(value: &Value) -> Option<Self> {
        value.as_object().cloned()
    }

    fn to_wire(&self) -> Value {
        Value::Object(self.clone())
    }
}

impl Wire for OffsetDateTime {
    fn from_wire(value: &Value) -> Option<Self> {
        date::parse(value.as_str()?)
    }

    fn to_wire(&self) -> Value {
        Value::String(date::to_text(*self))
    }
}

impl Wire for IsoDuration {
    fn from_wire(value: &Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }

    fn to_wire(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl<T: Wire> Wire for Box<T> {
    #[inline]
    fn from_wire(value: &Value) -> Option<Self> {
        T::from_wire(value).map(Self::new)
    }

    #[inline]
    fn to_wire(&self) -> Value {
        T::to_wire(self)
    }
}

impl<T: Wire> Wire for Vec<T> {
    #[inline]
    fn from_wire(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::from_wire).collect()
    }

    #[inline]
    fn to_wire(&self) -> Value {
        Value::Array(self.iter().map(T::to_wire).collect())
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    #[inline]
    fn from_wire(value: &Value) -> Option<Self> {
        value.as_object()?.iter().map(|(key, value)| Some((key.clone(), T::from_wire(value)?))).collect()
    }

    #[inline]
    fn to_wire(&self) -> Value {
        Value::Object(self.iter().map(|(key, value)| (key.clone(), value.to_wire())).collect())
    }
}
