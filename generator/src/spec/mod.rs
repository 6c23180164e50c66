//! Documents: text in, a checked OpenAPI document out.

pub mod locate;
pub mod yaml;

use openapiv3::OpenAPI;

pub use self::locate::Source;
use crate::diag::Diagnostic;

/// A loaded OpenAPI 3.0 document.
#[derive(Debug)]
pub struct Document {
    /// The text, to resolve places.
    pub source: Source,
    /// The document as plain data, overlay applied.
    pub raw: serde_json::Value,
    /// The same, typed. Nothing that `raw` holds is missing here; `load` checks that.
    pub api: OpenAPI,
}

/// Reads an OpenAPI 3.0 document from YAML or JSON; `overlay` is the text of an OpenAPI Overlay 1.0 document with its name.
///
/// # Errors
/// Every problem found, when any of them is an error.
pub fn load(name: &str, text: &str, overlay: Option<(&str, &str)>) -> Result<Document, Vec<Diagnostic>> {
    let _ = (name, text, overlay);
    unimplemented!("owned by the load stage")
}
