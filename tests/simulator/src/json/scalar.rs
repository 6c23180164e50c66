//! Instances of scalars: texts of a wanted length, numbers at the ends of their range, dates and durations in every form.

use generator::model::{Constraints, Scalar, Value};
use serde_json::{Number, Value as Json, json};

use super::{Shape, pattern::Pattern};
use kit::random::Random;

/// The longest text where no limit is stated.
const LONG: usize = 300;

pub(super) fn sample(scalar: &Scalar, value: &Value, shape: Shape, random: &mut Random) -> Json {
    let limits = &value.constraints;
    match scalar {
        Scalar::Boolean => json!(matches!(shape, Shape::Maximal | Shape::Longest)),
        Scalar::Int32 => integer(limits, shape, random, i64::from(i32::MIN), i64::from(i32::MAX)),
        Scalar::Int64 => integer(limits, shape, random, i64::MIN, i64::MAX),
        Scalar::Float | Scalar::Double => float(limits, shape),
        Scalar::String | Scalar::Password | Scalar::Binary => json!(text(limits, shape, random)),
        Scalar::DateTime => json!(date_time(shape)),
        Scalar::Date => json!("2024-02-29"),
        Scalar::Duration => json!(duration(shape)),
        Scalar::Uuid => json!(uuid(shape, random)),
        Scalar::ArmId if limits.pattern.is_some() => json!(text(limits, shape, random)),
        Scalar::ArmId => json!(arm_id(value, shape, random)),
        Scalar::Uri => json!(format!("https://example.com/{}?a=b%20c#d", random.below(1_000_000))),
        Scalar::Base64 => json!("AP9+Zm9v"),
    }
}

fn bound(limit: Option<&Number>, otherwise: i64) -> i64 {
    limit.and_then(Number::as_i64).unwrap_or(otherwise)
}

fn integer(limits: &Constraints, shape: Shape, random: &mut Random, lowest: i64, highest: i64) -> Json {
    let first = bound(limits.minimum.as_ref(), lowest).saturating_add(i64::from(limits.exclusive_minimum));
    let last = bound(limits.maximum.as_ref(), highest).saturating_sub(i64::from(limits.exclusive_maximum));
    let step = bound(limits.multiple_of.as_ref(), 1);
    let wanted = match shape {
        Shape::Minimal => i64::try_from(random.below(1000)).expect("a small number fits").clamp(first, last),
        Shape::Maximal => i64::try_from(random.between(1, 1000)).expect("a small number fits").clamp(first, last),
        Shape::Shortest => first,
        Shape::Longest => last,
    };
    let multiple = wanted - wanted % step;
    json!(if multiple < first { multiple + step } else { multiple })
}

fn float(limits: &Constraints, shape: Shape) -> Json {
    let end = |limit: &Option<Number>| limit.as_ref().and_then(Number::as_f64);
    let (first, last) = (end(&limits.minimum), end(&limits.maximum));
    json!(match shape {
        Shape::Minimal | Shape::Maximal => 1.5_f64.clamp(first.unwrap_or(1.5), last.unwrap_or(1.5)),
        Shape::Shortest => first.unwrap_or(-1.25e10),
        Shape::Longest => last.unwrap_or(1.25e10),
    })
}

fn text(limits: &Constraints, shape: Shape, random: &mut Random) -> String {
    let min = usize::try_from(limits.min_length.unwrap_or(0)).expect("a length fits");
    let max = limits.max_length.map(|max| usize::try_from(max).expect("a length fits"));
    let pattern = limits.pattern.as_deref().map(Pattern::of);
    // Where the limits and the pattern leave nothing, no text is right.
    let pattern = pattern.filter(|pattern| pattern.lengths(min, max.unwrap_or(LONG)).next().is_some());
    if let Some(pattern) = pattern {
        let mut lengths = pattern.lengths(min, max.unwrap_or(LONG));
        let length = match shape {
            Shape::Shortest => lengths.next(),
            Shape::Longest => lengths.next_back(),
            // Some middle length, so that texts differ from one another.
            Shape::Minimal | Shape::Maximal => {
                let able: Vec<usize> = lengths.take(24).collect();
                able.get(able.len() / 2..).filter(|able| !able.is_empty()).map(|able| *random.pick(able))
            }
        };
        return pattern.text(length.expect("the limits and the pattern leave something"), random);
    }
    let body = format!("value-{}", random.below(1_000_000));
    let length = match shape {
        Shape::Minimal => body.len(),
        Shape::Maximal => 40,
        Shape::Shortest => min,
        Shape::Longest => max.unwrap_or(LONG),
    };
    fit(&body, length.clamp(min, max.unwrap_or(usize::MAX)))
}

/// The text, cut or filled up with characters that need care in URLs, in headers and in JSON.
fn fit(body: &str, length: usize) -> String {
    const CARE: &str = " \"quoted\" & a/b?c=d#e%2F+é日\\";
    body.chars().chain(CARE.chars().cycle()).take(length).collect()
}

fn date_time(shape: Shape) -> &'static str {
    match shape {
        Shape::Minimal => "2024-05-01T08:09:10Z",
        Shape::Maximal => "2021-08-01T23:59:59.1234567Z",
        Shape::Shortest => "0001-01-01T00:00:00Z",
        Shape::Longest => "9999-12-31T23:59:59.9999999Z",
    }
}

fn duration(shape: Shape) -> &'static str {
    match shape {
        Shape::Minimal => "PT1H",
        // No fraction here: ISO 8601 has them, the `duration` of JSON Schema, which is that of RFC 3339, has not.
        Shape::Maximal => "P1DT2H3M4S",
        Shape::Shortest => "PT0S",
        Shape::Longest => "P10675199DT2H48M5.4775807S",
    }
}

fn uuid(shape: Shape, random: &mut Random) -> String {
    match shape {
        Shape::Shortest => "00000000-0000-0000-0000-000000000000".to_owned(),
        Shape::Longest => "ffffffff-ffff-ffff-ffff-ffffffffffff".to_owned(),
        Shape::Minimal | Shape::Maximal => {
            let (high, low) = (random.next(), random.next());
            let part = |number: u64, from: u32, digits: usize| {
                format!("{:0digits$x}", (number >> from) & ((1 << (4 * digits)) - 1))
            };
            let parts = [part(high, 32, 8), part(high, 16, 4), part(high, 0, 4), part(low, 48, 4), part(low, 0, 12)];
            parts.join("-")
        }
    }
}

fn arm_id(value: &Value, shape: Shape, random: &mut Random) -> String {
    let kinds = value.arm_id_types.as_deref().unwrap_or_default();
    let kind = match shape {
        Shape::Minimal | Shape::Shortest => kinds.first(),
        Shape::Maximal | Shape::Longest => kinds.last(),
    };
    let kind = kind.map_or("Microsoft.ApiManagement/service", String::as_str);
    let mut id = format!("/subscriptions/{}/resourceGroups/rg/providers", uuid(Shape::Minimal, random));
    let mut parts = kind.split('/');
    id.extend(parts.next().map(|namespace| format!("/{namespace}")));
    for part in parts {
        id.push_str(&format!("/{part}/name{}", random.below(1000)));
    }
    id
}
