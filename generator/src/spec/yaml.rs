//! YAML and JSON text to plain data and back: the one user of `serde_yaml`.

use crate::diag::Diagnostic;

/// Reads YAML or JSON.
///
/// # Errors
/// `too-large`, `empty-file` or `syntax`, with line and column.
pub fn parse(name: &str, text: &str) -> Result<serde_json::Value, Diagnostic> {
    let _ = (name, text);
    unimplemented!("owned by the import stage")
}

/// Writes YAML in a stable form: keys in the order they stand in `value`, block style, LF.
#[must_use]
pub fn write(value: &serde_json::Value) -> String {
    let _ = value;
    unimplemented!("owned by the import stage")
}
