//! A model of one api-version as that of another.
//!
//! Invariant: goes through the wire, member by member, so that no pair of types needs code of its own. Errors hold names of
//! members, never their values, which could be secret.

use std::{error, fmt};

use azure_core::error::{Error, ErrorKind};
use serde_json::Value;

use crate::model::{
    field_value::{DynModel, Shape},
    take::convert_members,
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
    let (from, to) = (Shape::of(&old).name(), Shape::of(&model).name());
    if from != to {
        return Err(ConvertError::OtherModel { from, to });
    }
    let members = fill(&mut model, &old.to_wire());
    if members.is_empty() { Ok(model) } else { Err(ConvertError::LeftOver { members, model: Box::new(model) }) }
}

/// Fills an empty model, and gives the paths to the members that no field took.
fn fill(model: &mut dyn DynModel, value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => convert_members(model, members),
        _ => Vec::new(),
    }
}

#[allow(dead_code, unreachable_pub, reason = "the macros give every type all that a published one has")]
#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::{codegen as rt, model::extra::Extra};

    struct PetBase {
        kind: Option<String>,
        extra: Extra,
    }
    rt::model!(PetBase, None { "kind" => kind });

    struct Cat {
        lives: Option<i32>,
        friends: Option<Vec<Pet>>,
        extra: Extra,
    }
    rt::model!(Cat is "kind" = "cat", None, with_null { "lives" => lives, "friends" => friends });

    #[derive(Clone)]
    enum Pet {
        Cat(Box<Cat>),
        UnknownKind(Box<PetBase>),
    }
    rt::kinds!(Pet by "kind" { Cat(Cat) = "cat", * => UnknownKind });

    struct Home {
        cats: Option<BTreeMap<String, Cat>>,
        rooms: Option<Vec<BTreeMap<String, Pet>>>,
        additional_properties: BTreeMap<String, Pet>,
        extra: Extra,
    }
    rt::model!(Home, None { "cats" => cats, "rooms" => rooms, * => additional_properties });

    /// Converts a model to itself; gives what is left over. Nothing is lost.
    fn left_over<T: Model + PartialEq>(value: &Value) -> Vec<String> {
        let model = T::from_wire(value).unwrap();
        let (converted, mut members) = match convert::<T>(model) {
            Ok(model) => (model, Vec::new()),
            Err(ConvertError::LeftOver { members, model }) => (*model, members),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(converted.to_wire(), *value);
        members.sort();
        members
    }

    #[test]
    fn the_kind_of_a_tagged_model_is_not_left_over() {
        let cat = convert::<Cat>(Cat { lives: Some(9), ..Cat::default() }).unwrap();
        assert_eq!((cat.lives, cat.extra.len()), (Some(9), 0));
        assert_eq!(left_over::<Cat>(&json!({ "kind": "cat", "lives": 9, "tail": 1 })), ["tail"]);
        assert_eq!(left_over::<Cat>(&json!({ "kind": "lion" })), ["kind"]);
        assert_eq!(left_over::<Cat>(&json!({ "kind": "cat", "friends": [{ "kind": "CAT" }] })), [""; 0]);
    }

    #[test]
    fn the_path_to_a_member_leads_through_maps_and_kinds() {
        let home = json!({
            "cats": { "a": { "kind": "cat" }, "b": { "kind": "cat", "tail": 1 } },
            "rooms": [{}, { "c": { "kind": "cat", "tail": 1 }, "d": { "kind": "dog", "tail": 1 } }],
            "e": { "kind": "cat", "friends": [{ "kind": "cat", "tail": 1 }] },
        });
        let expected = ["cats/b/tail", "e/friends/0/tail", "rooms/1/c/tail", "rooms/1/d/tail"];
        assert_eq!(left_over::<Home>(&home), expected);
    }

    #[test]
    fn what_does_not_fit_as_a_whole_is_told_as_a_whole() {
        let home = json!({ "rooms": [{ "c": { "kind": "cat", "tail": 1 } }, "none"], "e": 1 });
        assert_eq!(left_over::<Home>(&home), ["e", "rooms"]);
    }

    #[test]
    fn a_null_below_a_map_is_sent() {
        let mut home = Home::default();
        let cats = home.cats.insert(BTreeMap::new());
        cats.insert("a".to_owned(), Cat::default().with_null(|cat| &cat.lives));
        let home = convert::<Home>(home).unwrap();
        assert_eq!(home.to_wire(), json!({ "cats": { "a": { "kind": "cat", "lives": null } } }));
    }
}
