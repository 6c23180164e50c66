//! Long-running operations, `x-ms-long-running-operation` and its options.

use super::context::Lowering;
use crate::{
    model::{FinalState, Lro, TypeId},
    pointer::Pointer,
    spec::{ext::OperationExt, refs::Ref},
};

impl Lowering<'_> {
    /// How a long-running operation ends; nothing for one that does not run long.
    pub(super) fn lro(&mut self, ext: &OperationExt, at: &Pointer) -> Option<Lro> {
        if !ext.long_running {
            if ext.long_running_options.is_some() {
                let at = at.join("x-ms-long-running-operation-options");
                self.conflict(
                    &at,
                    "options of a long-running operation on one that is none",
                    "add x-ms-long-running-operation: true",
                );
            }
            return None;
        }
        let options = ext.long_running_options.as_ref();
        Some(Lro {
            final_state: options.and_then(|options| options.final_state_via.as_deref()).and_then(final_state),
            final_schema: options
                .and_then(|options| options.final_state_schema.as_deref())
                .map(|reference| TypeId(Ref::name_in(reference))),
        })
    }
}

fn final_state(word: &str) -> Option<FinalState> {
    match word {
        "azure-async-operation" => Some(FinalState::AzureAsyncOperation),
        "location" => Some(FinalState::Location),
        "original-uri" => Some(FinalState::OriginalUri),
        "operation-location" => Some(FinalState::OperationLocation),
        _ => None,
    }
}
