//! A model of one api-version as that of another.
//!
//! Invariant: goes through the wire, member by member, so that no pair of types needs code of its own. Errors hold names of
//! members, never their values, which could be secret.

use std::{error, fmt, fmt::Write as _};

use azure_core::error::{Error, ErrorKind};
use serde_json::{Map, Value};

use crate::model::{
    slot::{Container, DynModel, FieldVisitorMut, Items, Shape, Slot},
    take::{self, take},
    wire::{Model, Wire as _},
};

/// How many members an error names.
const SHOWN: usize = 20;
/// How much of the path to a member an error shows. A service may have chosen its name.
const SHOWN_OF_PATH: usize = 200;

/// Why a model did not become that of another api-version.
#[non_exhaustive]
pub enum ConvertError<T> {
    /// They are not the same model: these are their names.
    OtherModel {
        /// Of the one there is.
        from: &'static str,
        /// Of the one that was asked for.
        to: &'static str,
    },
    /// There are members that no field took, because the other api-version does not know them, or not with such a value.
    LeftOver {
        /// The paths to them, by wire names, for instance `properties/keyVault/identity`.
        members: Vec<String>,
        /// The model with all the others in its fields, and these in `extra`: they would be sent.
        model: Box<T>,
    },
}

impl<T> fmt::Display for ConvertError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherModel { from, to } => write!(f, "a {from} is no {to} of another api-version"),
            Self::LeftOver { members, .. } => {
                f.write_str("the other api-version has no field for ")?;
                for (at, member) in members.iter().take(SHOWN).enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    let shown = member.char_indices().nth(SHOWN_OF_PATH).map_or(&**member, |(end, _)| &member[..end]);
                    write!(f, "{shown:?}")?;
                }
                match members.len().checked_sub(SHOWN) {
                    None | Some(0) => Ok(()),
                    Some(more) => write!(f, " and {more} more"),
                }
            }
        }
    }
}

/// Without the model.
impl<T> fmt::Debug for ConvertError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConvertError({self})")
    }
}

impl<T> error::Error for ConvertError<T> {}

impl<T> From<ConvertError<T>> for Error {
    fn from(error: ConvertError<T>) -> Self {
        Self::with_message(ErrorKind::DataConversion, error.to_string())
    }
}

/// Makes the model of one api-version that of another: `convert::<v2024_05_01::models::ApiContract>(old)`.
///
/// Both must have the same name. Every member that is set, unknown ones and those to be sent as `null` among them, becomes the
/// field of that wire name.
///
/// # Errors
/// If the models have different names, or members are left over that no field takes. That error has the model nevertheless, and
/// says which members those are.
#[inline]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what was converted has served; a copy is made where both are wanted"
)]
pub fn convert<T: Model>(old: impl Model) -> Result<T, ConvertError<T>> {
    let mut model = T::default();
    let (from, to) = (Shape::of(&old).name, Shape::of(&model).name);
    if from != to {
        return Err(ConvertError::OtherModel { from, to });
    }
    let members = fill(&mut model, &old.to_wire());
    if members.is_empty() { Ok(model) } else { Err(ConvertError::LeftOver { members, model: Box::new(model) }) }
}

/// Fills an empty model, and gives the paths to the members that no field took.
fn fill(model: &mut dyn DynModel, value: &Value) -> Vec<String> {
    let mut filling = Filling::default();
    if let Value::Object(members) = value {
        filling.members(model, members);
    }
    filling.left
}

#[derive(Default)]
struct Filling {
    /// Where it is, with a `/` at its end.
    path: String,
    left: Vec<String>,
}

impl Filling {
    fn members(&mut self, model: &mut dyn DynModel, members: &Map<String, Value>) {
        let shape = Shape::of(model);
        model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, extra| {
            for (key, value) in members {
                let mismatch = match (shape.find(key), take::additional(shape, slots)) {
                    (Some(at), _) => {
                        let mismatch = self.slot(slots[at], key, value);
                        // To be sent as `null`: there is a field, and it cannot hold that.
                        let is_null = value.is_null() && !slots[at].is_set();
                        if is_null {
                            extra.insert(key, Value::Null);
                        }
                        mismatch
                    }
                    (None, Some(entries)) => {
                        let (mismatch, filled) = take::take_entry(entries, key, value);
                        mismatch.or_else(|| (!filled).then(|| Box::new(value.clone())))
                    }
                    (None, None) => Some(Box::new(value.clone())),
                };
                if mismatch.is_some() {
                    self.left.push(format!("{}{key}", self.path));
                }
                take::keep(extra, key, mismatch);
            }
        }));
    }

    /// Fills a slot, models in it and in its list member by member; gives what does not fit.
    fn slot(&mut self, slot: &mut dyn Slot, key: &str, value: &Value) -> take::Misfit {
        let length = self.path.len();
        // Writing to a String cannot fail.
        let _ = write!(self.path, "{key}/");
        let filled = match (slot.begin_container(), value) {
            (Container::Object(model), Value::Object(members)) => {
                self.members(model, members);
                true
            }
            (Container::List(list), Value::Array(values)) => self.items(list, values),
            _ => false,
        };
        self.path.truncate(length);
        if filled {
            return None;
        }
        slot.reset();
        take(slot, value)
    }

    /// Whether every item is a model, and so could be filled.
    fn items(&mut self, list: &mut dyn Items, values: &[Value]) -> bool {
        let before = self.left.len();
        for (at, value) in values.iter().enumerate() {
            let mut filled = false;
            list.add(&mut |slot| {
                if let (Container::Object(model), Value::Object(members)) = (slot.begin_container(), value) {
                    let length = self.path.len();
                    let _ = write!(self.path, "{at}/");
                    self.members(model, members);
                    self.path.truncate(length);
                    filled = true;
                }
            });
            if !filled {
                // The list is filled anew as a whole.
                self.left.truncate(before);
                return false;
            }
        }
        true
    }
}
