//! What becomes of JSON on its way through a model, with the model's type taken away.

use arm_apimanagement::rt::{Enumeration, Model, Wire};
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

pub(super) fn structure<T: Model + Wire>(json: &Json) -> Option<Trip> {
    let mut model = T::from_wire(json)?;
    let (_, extra) = model.slot("");
    let unknown = extra.iter().map(|(name, _)| name.to_owned()).collect();
    Some(trip(&model, unknown))
}

pub(super) fn enumeration<T: Enumeration + Wire>(json: &Json) -> Option<Trip> {
    let model = T::from_wire(json)?;
    let text = model.as_text();
    // A variant is not to be told from an unknown value by its text: both write it.
    let unknown = if T::KNOWN.contains(&text) { Vec::new() } else { vec![text.to_owned()] };
    Some(trip(&model, unknown))
}

fn trip<T: Wire>(model: &T, unknown: Vec<String>) -> Trip {
    Trip { json: model.to_wire(), unknown, debug: format!("{model:#?}") }
}
