//! Imports Swagger 2.0 files as one OpenAPI 3.0 document.
//!
//! The steps: read the files and what they refer to (`files`), convert what the operations reach (`convert` and the
//! files named after the things they convert), give every component a name (`names`), put the document together
//! (`document`).
//!
//! What is reached: every operation of the entry files, what it refers to in any way (`x-ms-odata` included), and the
//! subtypes of every discriminated schema, which only the wire refers to. Definitions that nothing reaches are left out
//! and named in [`Imported::left_out`].
//!
//! Invariant: facts are converted or refused, never lost. `keys` lists every key with what becomes of it.

mod check;
mod convert;
mod document;
mod files;
mod header;
mod keys;
mod names;
mod operation;
mod origin;
mod parameter;
mod response;
mod schema;
mod subtypes;

use self::{convert::Converter, files::Files, names::Names};
pub use self::{convert::Prose, files::Reader};
use crate::{
    diag::{self, Diagnostic, Severity},
    pointer::Pointer,
    spec::{self, yaml},
};

/// What an import gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The OpenAPI 3.0.3 document as YAML.
    pub text: String,
    /// What the reader should know.
    pub warnings: Vec<Diagnostic>,
    /// The definitions and parameters of the entry files that nothing refers to, as `file#/definitions/Name`, sorted.
    pub left_out: Vec<String>,
}

/// Imports the files `entries` (paths relative to the checkout's root) and all that they refer to.
///
/// # Errors
/// Every problem found, when any of them is an error.
pub fn import(entries: &[String], reader: &mut dyn Reader, prose: Prose) -> Result<Imported, Vec<Diagnostic>> {
    let files = Files::load(entries, reader)?;
    let others = document::refuse_others(&files);
    if !others.is_empty() {
        return Err(others);
    }
    // Names follow from the facts alone, so that keeping the prose renames nothing.
    let facts = Converter::run(&files, Prose::Drop);
    let mut diagnostics = facts.diagnostics.clone();
    let names = Names::assign(&facts.components, &mut diagnostics);
    let left_out = facts.left_out();
    let bundle = if prose == Prose::Keep { Converter::run(&files, prose) } else { facts };
    diagnostics.extend(bundle.diagnostics.iter().cloned());
    let document = document::assemble(&bundle, &names);
    let text = yaml::write(&document);
    // Also where something was refused already: all problems are told in one round.
    let refused: Vec<(String, Pointer)> =
        diagnostics.iter().filter(|d| d.severity == Severity::Error).map(whole).collect();
    diagnostics.extend(check(&text, &bundle, &names).into_iter().filter(|problem| !refused.contains(&whole(problem))));
    diagnostics.sort();
    diagnostics.dedup();
    if diag::any_error(&diagnostics) {
        return Err(diagnostics);
    }
    Ok(Imported { text, warnings: diagnostics, left_out })
}

/// The operation or definition that a problem is part of. What was refused in it may be the cause of all else there.
fn whole(problem: &Diagnostic) -> (String, Pointer) {
    let depth = if problem.at.pointer.as_str().starts_with("/paths/") { 3 } else { 2 };
    let tokens = problem.at.pointer.tokens().take(depth);
    (problem.at.file.clone(), tokens.fold(Pointer::root(), |pointer, token| pointer.join(&token)))
}

/// What keeps the document from loading, at the places in the published files that are to blame.
fn check(text: &str, bundle: &Converter<'_>, names: &Names) -> Vec<Diagnostic> {
    let problems = spec::load("imported.yaml", text, None).err().unwrap_or_default();
    let blamed = |problem: Diagnostic| match origin::of(bundle, names, &problem.at.pointer) {
        Some(at) => Diagnostic { at, ..problem },
        None => problem,
    };
    problems.into_iter().map(blamed).collect()
}
