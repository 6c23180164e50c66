//! Limits of a value: which became tighter, which looser.

use serde_json::{Number, Value};

use super::{
    change::{Change, Variance},
    kind::Kind,
    place::Step,
    site::Site,
};
use crate::model::Constraints;

/// How one limit moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Tighter,
    Looser,
    /// Neither side allows all that the other does, or it cannot be told.
    Sideways,
}

/// Compares the limits of one value.
pub(super) fn compare(site: &Site, old: &Constraints, new: &Constraints) -> Vec<Change> {
    let mut found = Vec::new();
    let mut limit = |name: &'static str, moved: Option<Move>, old: Value, new: Value| {
        if let Some(moved) = moved {
            found.push(change(&site.at(Step::Facet(name), name), moved, old, new));
        }
    };
    let json = |number: Option<u64>| number.map_or(Value::Null, Value::from);
    limit("minLength", lower(old.min_length, new.min_length), json(old.min_length), json(new.min_length));
    limit("maxLength", upper(old.max_length, new.max_length), json(old.max_length), json(new.max_length));
    limit("minItems", lower(old.min_items, new.min_items), json(old.min_items), json(new.min_items));
    limit("maxItems", upper(old.max_items, new.max_items), json(old.max_items), json(new.max_items));
    let text = |pattern: &Option<String>| pattern.as_deref().map_or(Value::Null, Value::from);
    limit("pattern", presence(old.pattern.as_ref(), new.pattern.as_ref()), text(&old.pattern), text(&new.pattern));
    let unique = presence(old.unique_items.then_some(()), new.unique_items.then_some(()));
    limit("uniqueItems", unique, old.unique_items.into(), new.unique_items.into());

    let (before, after) = (Bound::minimum(old), Bound::minimum(new));
    limit("minimum", before.moved(&after, f64::lt), before.json(), after.json());
    let (before, after) = (Bound::maximum(old), Bound::maximum(new));
    limit("maximum", before.moved(&after, f64::gt), before.json(), after.json());
    let number = |number: &Option<Number>| number.clone().map_or(Value::Null, Value::Number);
    let multiple = multiple_of(old.multiple_of.as_ref(), new.multiple_of.as_ref());
    limit("multipleOf", multiple, number(&old.multiple_of), number(&new.multiple_of));
    found
}

fn change(site: &Site, moved: Move, old: Value, new: Value) -> Change {
    let (kind, variance) = match moved {
        Move::Tighter => (Kind::ConstraintTightened, Variance::Narrower),
        Move::Looser => (Kind::ConstraintLoosened, Variance::Wider),
        Move::Sideways => (Kind::ConstraintChanged, Variance::Incompatible),
    };
    let present = |value: Value| (!value.is_null()).then_some(value);
    site.change(kind, variance, (present(old), present(new)))
}

/// A limit from below; none is the same as 0.
fn lower(old: Option<u64>, new: Option<u64>) -> Option<Move> {
    match old.unwrap_or(0).cmp(&new.unwrap_or(0)) {
        std::cmp::Ordering::Less => Some(Move::Tighter),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Move::Looser),
    }
}

/// A limit from above; none is the same as infinity.
fn upper(old: Option<u64>, new: Option<u64>) -> Option<Move> {
    lower(new, old).filter(|_| old.is_some() && new.is_some()).or_else(|| presence(old, new))
}

/// A limit whose values have no order: it is there or not, or another one.
fn presence<T: PartialEq>(old: Option<T>, new: Option<T>) -> Option<Move> {
    match (old, new) {
        (None, Some(_)) => Some(Move::Tighter),
        (Some(_), None) => Some(Move::Looser),
        (Some(old), Some(new)) if old != new => Some(Move::Sideways),
        _ => None,
    }
}

/// A limit of a number, with whether the limit itself is left out.
struct Bound<'a> {
    value: Option<&'a Number>,
    exclusive: bool,
}

impl<'a> Bound<'a> {
    fn minimum(limits: &'a Constraints) -> Self {
        Self { value: limits.minimum.as_ref(), exclusive: limits.exclusive_minimum }
    }

    fn maximum(limits: &'a Constraints) -> Self {
        Self { value: limits.maximum.as_ref(), exclusive: limits.exclusive_maximum }
    }

    /// `looser(a, b)`: a bound of `a` allows more than one of `b`.
    fn moved(&self, new: &Self, looser: impl Fn(&f64, &f64) -> bool) -> Option<Move> {
        let number = |bound: &Self| bound.value.and_then(Number::as_f64);
        match (number(self), number(new)) {
            (Some(old), Some(after)) if looser(&old, &after) => Some(Move::Tighter),
            (Some(old), Some(after)) if looser(&after, &old) => Some(Move::Looser),
            (Some(_), Some(_)) if self.exclusive != new.exclusive => {
                Some(if new.exclusive { Move::Tighter } else { Move::Looser })
            }
            (old, after) => presence(old.map(|_| ()), after.map(|_| ())),
        }
    }

    fn json(&self) -> Value {
        match (self.value, self.exclusive) {
            (None, _) => Value::Null,
            (Some(number), false) => Value::Number(number.clone()),
            (Some(number), true) => Value::from(format!("{number}, exclusive")),
        }
    }
}

fn multiple_of(old: Option<&Number>, new: Option<&Number>) -> Option<Move> {
    let number = |number: &Number| number.as_f64().filter(|n| *n > 0.0);
    let divides = |small: f64, big: f64| (big / small).fract() == 0.0;
    match (old.and_then(number), new.and_then(number)) {
        (Some(a), Some(b)) if a.total_cmp(&b).is_eq() => None,
        (Some(a), Some(b)) if divides(a, b) => Some(Move::Tighter),
        (Some(a), Some(b)) if divides(b, a) => Some(Move::Looser),
        _ => presence(old, new),
    }
}
