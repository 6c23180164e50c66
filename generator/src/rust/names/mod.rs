//! Chooses what every thing is called in Rust, once for the whole version; all other files of this stage look names up here.
//!
//! Invariants:
//! - A name comes from the thing's own name in the description, or from `names.toml`. It depends neither on the order of
//!   things nor on the other api-version.
//! - Two things that would share a name are an error at both places. No name is ever numbered: numbers shift when the API grows.
//! - Enumerations that share a name and have the same values are one Rust type.

mod operations;
mod scope;
mod table;
mod types;

use self::scope::Assigner;
pub use self::table::{Names, OperationNames, ParamNames, TypeNames};
pub(in crate::rust) use self::types::UNKNOWN_KIND;
use crate::{
    diag::Diagnostic,
    model::{Api, Families},
    overrides::Overrides,
    spec::Source,
};

impl Names {
    /// Chooses every name. The diagnostics say which could not be chosen.
    #[must_use]
    pub fn assign(api: &Api, overrides: &Overrides, source: &Source) -> (Self, Vec<Diagnostic>) {
        let mut assigner = Assigner::new(api, overrides, source);
        assigner.names.families = Families::of(&api.types);
        types::assign(&mut assigner);
        operations::assign(&mut assigner);
        assigner.finish()
    }
}
