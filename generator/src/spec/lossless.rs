//! Proof that the typed document holds everything the raw one does.
//!
//! Why: the typed reader ignores what it does not know. Here its result is written back and compared, so that a fact it drops
//! or bends, in this version of it or the next, is an error with a place and not a silently poorer client.

use serde_json::{Number, Value};

use super::{Problem, Report, trail::Trail};
use crate::diag::Code;

/// Reports what `raw` holds and `typed`, the same document read and written back, does not.
pub(super) fn compare(raw: &Value, typed: &Value, trail: &Trail<'_>, report: &mut Report<'_>) {
    match (raw, typed) {
        (Value::Object(raw), Value::Object(typed)) => {
            for (key, value) in raw {
                let here = trail.member(key);
                match typed.get(key) {
                    Some(kept) => compare(value, kept, &here, report),
                    // `null` as a default says that there is none.
                    None if is_default(value) || (key == "default" && value.is_null()) => {}
                    None => report.push(&here, lost(&here, value)),
                }
            }
        }
        (Value::Array(raw), Value::Array(typed)) if raw.len() == typed.len() => {
            for (index, (raw, typed)) in raw.iter().zip(typed).enumerate() {
                compare(raw, typed, &trail.element(index), report);
            }
        }
        (Value::Number(raw), Value::Number(typed)) if same_number(raw, typed) => {}
        (raw, typed) if raw == typed => {}
        (raw, _) => report.push(trail, lost(trail, raw)),
    }
}

fn lost(trail: &Trail<'_>, value: &Value) -> Problem {
    let text = value.to_string();
    let shown = if text.chars().count() > 40 { "its value" } else { text.as_str() };
    Problem::new(Code::LostKey, format!("{trail} would be lost: the typed reader does not keep {shown}"))
        .help("remove it, or write it in a form that OpenAPI 3.0 has")
}

/// What the typed writer leaves out because it says nothing.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => !flag,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// Equal as numbers, however written, and exactly: 2^53 + 1 is not the float nearest to it.
fn same_number(a: &Number, b: &Number) -> bool {
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a.as_f64() == b.as_f64(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a float without a fraction below 2^100 is exact in 128 bits")]
fn whole(number: &Number) -> Option<i128> {
    let float = || number.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 2_f64.powi(100)).map(|f| f as i128);
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from)).or_else(float)
}
