//! What becomes of JSON on its way through a model, with the model's type taken away.

use arm_apimanagement::rt::{Enumeration, FieldVisitor, ValueRef, Wire};
use azure_core::http::{RawResponse, StatusCode, headers::Headers};
use serde_json::Value as Json;

/// JSON on its way through a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    /// The model, written as JSON again.
    pub json: Json,
    /// What no field and no variant of it is declared for: names of members, or the value of an enumeration. What it contains
    /// is left to its own type.
    pub unknown: Vec<String>,
    /// How it prints, over several lines.
    pub debug: String,
}

/// The way through a model; `None` where the JSON is something else altogether.
pub type Through = fn(&Json) -> Option<Trip>;

/// The way through a structure, or through one of several that a value can be.
///
/// # Panics
/// If a copy or a second reading differs.
#[must_use]
pub fn structure<T: Wire>(json: &Json) -> Option<Trip> {
    let model = T::from_wire(json)?;
    let mut unknown = Vec::new();
    if let ValueRef::Object(model) = model.as_value() {
        model.visit(&mut FieldVisitor::new(&mut |_, _, extra| {
            unknown.extend(extra.iter().map(|(name, _)| name.to_owned()));
        }));
    }
    let trip = trip(&model, unknown);
    assert_eq!(trip.json, streamed::<T>(json).to_wire(), "a model is the same read from a value and from text");
    Some(trip)
}

fn streamed<T: Wire>(json: &Json) -> T {
    let response = RawResponse::from_bytes(StatusCode::Ok, Headers::new(), json.to_string());
    T::from_response(&response).expect("what is read from a value is read from text")
}

/// The way through an enumeration.
///
/// # Panics
/// If a copy differs.
#[must_use]
pub fn enumeration<T: Enumeration + Wire>(json: &Json) -> Option<Trip> {
    let model = T::from_wire(json)?;
    let text: &str = model.as_ref();
    // A variant is not to be told from an unknown value by its text: both write it.
    let unknown = if format!("{model:?}").starts_with("UnknownValue(") { vec![text.to_owned()] } else { Vec::new() };
    Some(trip(&model, unknown))
}

fn trip<T: Wire>(model: &T, unknown: Vec<String>) -> Trip {
    let (json, debug) = (model.to_wire(), format!("{model:#?}"));
    let copy = model.clone();
    assert_eq!((copy.to_wire(), format!("{copy:#?}")), (json.clone(), debug.clone()), "a copy is the same");
    Trip { json, unknown, debug }
}
