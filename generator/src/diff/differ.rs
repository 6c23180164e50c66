//! What the passes share while two models are compared.

use super::{
    change::Change,
    reach::{Reached, TypePair},
    scope::Scope,
};
use crate::model::Value;

/// The two models and what is known of them while they are compared.
pub(super) struct Differ<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) reached: Reached,
    /// What was found between two errors' bodies, for the operations that share them.
    pub(super) errors: Vec<(Value, Value, Vec<Change>)>,
    /// The replacements whose inside is being compared, outermost first.
    pub(super) replacing: Vec<TypePair>,
}
