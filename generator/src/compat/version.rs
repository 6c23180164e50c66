//! One side of what is written beside the crate: a version, with where it was described.

use super::items::Side;
use crate::{diff::report::Side as ReportSide, spec::Source};

/// A version with the text it was described by.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// Its model, names and items.
    pub side: Side<'a>,
    /// Its description.
    pub source: &'a Source,
    /// The description's path from the root of the workspace.
    pub file: &'a str,
}

impl Version<'_> {
    pub(super) fn report_side(&self) -> ReportSide {
        let api = self.side.api;
        ReportSide { version: api.api_version.clone(), file: self.file.to_owned(), operations: api.operations.len() }
    }
}
