//! What fields are made of: scalars, lists, maps, boxes, free JSON.

use std::{borrow::Cow, collections::BTreeMap};

use azure_core::{http::RawResponse, time::OffsetDateTime};
use serde_json::{Map, Value};

use crate::{
    base::body,
    model::{
        date,
        duration::IsoDuration,
        field_value::{Container, Scalar, ValueRef},
        read::json,
        wire::Wire,
    },
};

impl Wire for String {
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        value.as_text().map(str::to_owned)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Borrowed(self))
    }

    /// A JSON string, or the text itself when the service does not call it JSON (a policy document).
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        if body::is_json(response) {
            let value = json(response)?;
            return Self::from_wire(&value).ok_or_else(|| body::type_mismatch(&value));
        }
        response.clone().into_body().into_string()
    }
}

/// `"true"` counts too, in any case.
impl Wire for bool {
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Bool(value) => Some(*value),
            Scalar::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Scalar::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("boolean")
    }
}

/// A number without a fraction, be it written `1`, `1.0` or `"1"`.
impl Wire for i64 {
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            Scalar::Text(text) => text.parse().ok().or_else(|| whole(text.parse().ok()?)),
            _ => None,
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Integer(*self)
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("integer")
    }
}

/// The integer that a floating-point number stands for, if it stands for exactly one.
fn whole(number: f64) -> Option<i64> {
    // 2^53: from there on neighbouring integers share one f64, and it may itself be what 2^53 + 1 was rounded to.
    const SHARED: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "the number has no fraction and is small enough")]
    (number.fract() == 0.0 && number.abs() < SHARED).then_some(number as i64)
}

impl Wire for i32 {
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        i64::from_scalar(value)?.try_into().ok()
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Integer((*self).into())
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("integer")
    }
}

/// A number, be it written `0.5` or `"0.5"`. What JSON cannot write (`NaN`) is none.
impl Wire for f64 {
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        let number = match value {
            Scalar::Number(number) => number.as_f64(),
            Scalar::Text(text) => text.parse().ok(),
            _ => None,
        };
        number.filter(|number| number.is_finite())
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Float(*self)
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("number")
    }
}

impl Wire for Value {
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        Some(value.into())
    }

    fn empty() -> Option<Self> {
        Some(Self::Null)
    }

    fn begin_container(&mut self) -> Container<'_> {
        Container::Any(self)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Any(self)
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("any")
    }

    /// No body is `null`.
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        if response.body().is_empty() { Ok(Self::Null) } else { json(response) }
    }
}

impl Wire for Map<String, Value> {
    fn empty() -> Option<Self> {
        Some(Self::new())
    }

    fn begin_container(&mut self) -> Container<'_> {
        Container::Map(self)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Map(self, None)
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("object")
    }
}

impl Wire for OffsetDateTime {
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        date::parse(value.as_text()?)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Owned(date::to_text(*self)))
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("date-time")
    }
}

impl Wire for IsoDuration {
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        value.as_text()?.parse().ok()
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Owned(self.to_string()))
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("duration")
    }
}

/// An element or a body that may be `null`; a body may be missing too.
impl<T: Wire> Wire for Option<T> {
    #[inline]
    fn from_scalar(value: &Scalar<'_>) -> Option<Self> {
        if matches!(value, Scalar::Null) { Some(None) } else { T::from_scalar(value).map(Some) }
    }

    #[inline]
    fn empty() -> Option<Self> {
        T::empty().map(Some)
    }

    #[inline]
    fn begin_container(&mut self) -> Container<'_> {
        self.as_mut().map_or(Container::Closed, T::begin_container)
    }

    #[inline]
    fn as_value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Null, T::as_value)
    }

    #[inline]
    fn may_be_absent() -> bool {
        true
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        T::name()
    }

    #[inline]
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        if response.body().is_empty() { Ok(None) } else { T::from_response(response).map(Some) }
    }
}

impl<T: Wire> Wire for Vec<T> {
    #[inline]
    fn empty() -> Option<Self> {
        Some(Self::new())
    }

    #[inline]
    fn begin_container(&mut self) -> Container<'_> {
        Container::List(self)
    }

    #[inline]
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::List(self, None)
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        format!("[{}]", T::name()).into()
    }
}

/// As for lists, a member that is `null` and may not be is left out.
impl<T: Wire> Wire for BTreeMap<String, T> {
    #[inline]
    fn empty() -> Option<Self> {
        Some(Self::new())
    }

    #[inline]
    fn begin_container(&mut self) -> Container<'_> {
        Container::Map(self)
    }

    #[inline]
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Map(self, None)
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        format!("{{{}}}", T::name()).into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::read::stream, *};
    use crate::base::room::Room;

    #[expect(clippy::needless_pass_by_value, reason = "the tests write their values in place")]
    fn read<T: Wire>(value: Value) -> Option<T> {
        T::from_wire(&value)
    }

    #[test]
    fn numbers_are_read_in_any_spelling() {
        for value in [json!(5), json!(5.0), json!("5"), json!("5.0")] {
            assert_eq!(
                (read(value.clone()), read(value.clone()), read(value)),
                (Some(5_i32), Some(5_i64), Some(5.0_f64))
            );
        }
        assert_eq!(read(json!(i64::MAX)), Some(i64::MAX));
        assert_eq!(read(json!("-9223372036854775808")), Some(i64::MIN));
        assert_eq!(read(json!("1e3")), Some(1000_i64));
    }

    /// They stand in saved tokens: one that says another name is refused, so they stay as they are.
    #[test]
    fn names_are_those_in_saved_tokens() {
        let names = [bool::name(), i32::name(), i64::name(), f64::name(), Value::name(), Map::<String, Value>::name()];
        assert_eq!(names, ["boolean", "integer", "integer", "number", "any", "object"]);
        assert_eq!([OffsetDateTime::name(), IsoDuration::name()], ["date-time", "duration"]);
        let nested = [Option::<bool>::name(), Vec::<i32>::name(), BTreeMap::<String, Vec<f64>>::name()];
        assert_eq!(nested, ["boolean", "[integer]", "{[number]}"]);
    }

    #[test]
    fn doubles_keep_their_last_bit() {
        let check = |double: f64| {
            let text = format!("{double:?}");
            let mut place: Option<f64> = None;
            assert!(stream(&mut place, text.as_bytes(), &Room::of(0)), "{text}");
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!([place, read(value.clone())].map(|read| read.map(f64::to_bits)), [Some(double.to_bits()); 2]);
            for written in [serde_json::to_string(&double.to_wire()).unwrap(), value.to_string()] {
                assert_eq!(written.parse().map(f64::to_bits), Ok(double.to_bits()), "{text}");
            }
        };
        for double in [0.1 + 0.2, -0.0, 5e-324, f64::MAX, f64::MIN_POSITIVE, 1e23, 9_007_199_254_740_993.0] {
            check(double);
        }
        let mut bits = 1_u64;
        for _ in 0..10_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if f64::from_bits(bits).is_finite() {
                check(f64::from_bits(bits));
            }
        }
    }

    #[test]
    fn integers_beyond_64_bits_become_doubles() {
        let text = "[9223372036854775807,-9223372036854775808,18446744073709551615,18446744073709551616]";
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(value[2], json!(u64::MAX));
        assert_eq!(value[3].as_f64().map(f64::to_bits), Some(18_446_744_073_709_551_616.0_f64.to_bits()));
        assert_eq!([0, 1, 2, 3].map(|at| read::<i64>(value[at].clone())), [Some(i64::MAX), Some(i64::MIN), None, None]);
    }

    #[test]
    fn a_double_that_may_be_a_rounded_integer_is_none() {
        for (text, read) in [
            ("9007199254740991.0", Some(9_007_199_254_740_991)),
            ("-9007199254740991.0", Some(-9_007_199_254_740_991)),
            ("9007199254740992.0", None),
            ("9007199254740993.0", None),
            ("-9007199254740993.0", None),
            ("9007199254740993", Some(9_007_199_254_740_993)),
        ] {
            assert_eq!(i64::from_wire(&serde_json::from_str(text).unwrap()), read, "{text}");
            assert_eq!(i64::from_wire(&json!(text)), read, "{text}");
        }
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused() {
        for value in
            [json!(1.5), json!("1.5"), json!(u64::MAX), json!(1e300), json!(""), json!("x"), json!(true), json!(null)]
        {
            assert_eq!(read::<i64>(value.clone()), None, "{value}");
        }
        assert_eq!(read::<i32>(json!(3_000_000_000_i64)), None);
        for value in [json!("NaN"), json!("inf"), json!(null), json!([])] {
            assert_eq!(read::<f64>(value.clone()), None, "{value}");
        }
    }

    #[test]
    fn booleans_may_be_text() {
        assert_eq!(
            [json!(true), json!("True"), json!("false"), json!(1), json!("yes")].map(read::<bool>),
            [Some(true), Some(true), Some(false), None, None]
        );
    }

    #[test]
    fn a_number_is_no_text() {
        assert_eq!(read::<String>(json!(5)), None);
        assert_eq!(read::<OffsetDateTime>(json!(5)), None);
    }

    #[test]
    fn null_elements_are_left_out() {
        assert_eq!(read(json!(["a", null, "b"])), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(read(json!([1, null])), Some(vec![json!(1), json!(null)]));
        assert_eq!(read(json!({"a": null, "b": 1})), Some(BTreeMap::from([("b".to_owned(), 1_i64)])));
    }

    #[test]
    fn null_elements_are_kept_where_they_may_be() {
        let items = vec![Some("a".to_owned()), None];
        assert_eq!(read(json!(["a", null])), Some(items.clone()));
        assert_eq!(items.to_wire(), json!(["a", null]));
        let entries = BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1_i64))]);
        assert_eq!(read(json!({"a": null, "b": 1})), Some(entries.clone()));
        assert_eq!(entries.to_wire(), json!({"a": null, "b": 1}));
        assert_eq!(read::<Vec<Option<i64>>>(json!([1, "x"])), None);
        let lists: Option<Vec<Option<Vec<i64>>>> = read(json!([[1], null, []]));
        assert_eq!(lists, Some(vec![Some(vec![1]), None, Some(Vec::new())]));
        let mut place: Option<Vec<Option<Vec<i64>>>> = None;
        assert!(stream(&mut place, b"[[1],null,[]]", &Room::of(0)));
        assert_eq!(place, lists);
    }

    #[test]
    fn one_element_that_does_not_fit_spoils_the_list() {
        assert_eq!(read::<Vec<String>>(json!(["a", 1])), None);
        assert_eq!(read::<BTreeMap<String, i64>>(json!({"a": "x"})), None);
        assert_eq!(read::<Vec<String>>(json!({})), None);
    }
}
