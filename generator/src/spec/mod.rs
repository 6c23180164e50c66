//! Documents: text in, a checked OpenAPI document out.
//!
//! Invariant: what [`load`] returns has the shape of OpenAPI 3.0.3, every reference in it leads to a component, every `x-*` key
//! is a known one, and its typed form holds all that its raw form does. Later stages may rely on it and never panic.

pub mod ext;
mod grammar;
pub mod locate;
mod lossless;
mod overlay;
pub mod refs;
mod report;
mod shape;
mod targets;
mod trail;
pub mod yaml;

use openapiv3::{OpenAPI, Paths};
use serde::Deserialize;
use serde_json::Value;

pub(crate) use self::report::Report;
use self::trail::Trail;
pub use self::{locate::Source, report::Problem};
use crate::{
    diag::{Code, Diagnostic},
    pointer::Pointer,
};

/// A loaded OpenAPI 3.0 document.
#[derive(Debug)]
pub struct Document {
    /// The text, to resolve places.
    pub source: Source,
    /// The document as plain data, overlay applied.
    pub raw: Value,
    /// The same, typed. Nothing that `raw` holds is missing here; `load` checks that.
    pub api: OpenAPI,
    /// `x-ms-paths`, typed: operations that differ by a constant query.
    pub query_paths: Paths,
    /// `unused-override` errors: what the overlay mentions and this document does not have. One overlay serves several
    /// versions, so an action is of no use only if all versions report it (see [`crate::diag::in_all`]).
    pub unused: Vec<Diagnostic>,
}

/// Reads an OpenAPI 3.0 document from YAML or JSON; `overlay` is the name and the text of an OpenAPI Overlay 1.0 document.
///
/// # Errors
/// Every problem found, when any of them is an error.
pub fn load(name: &str, text: &str, overlay: Option<(&str, &str)>) -> Result<Document, Vec<Diagnostic>> {
    let mut raw = yaml::parse(name, text).map_err(|problem| vec![problem])?;
    let source = Source::new(name, text);
    if let Some(problem) = not_openapi(&raw) {
        return Err(vec![problem.at(&source, &Pointer::root().join("openapi"))]);
    }
    let unused = match overlay {
        Some((name, text)) => overlay::apply(name, text, &mut raw)?,
        None => Vec::new(),
    };
    let mut report = Report::new(&source);
    shape::check(&raw, &mut report);
    if report.has_errors() {
        return Err(report.finish());
    }
    let typed = read(&raw, &mut report);
    match typed {
        Some((api, query_paths)) if !report.has_errors() => Ok(Document { source, raw, api, query_paths, unused }),
        _ => Err(report.finish()),
    }
}

/// The typed forms, and the proof that they are complete.
fn read(raw: &Value, report: &mut Report<'_>) -> Option<(OpenAPI, Paths)> {
    let api = typed::<OpenAPI>(raw, &Trail::Root, report)?;
    let written = serde_json::to_value(&api).expect("a document without maps keyed by anything but strings is JSON");
    lossless::compare(raw, &written, &Trail::Root, report);
    let Some(raw) = raw.get("x-ms-paths") else {
        return Some((api, Paths::default()));
    };
    let root = Trail::Root;
    let trail = root.member("x-ms-paths");
    let query_paths = typed::<Paths>(raw, &trail, report)?;
    let written =
        serde_json::to_value(&query_paths).expect("paths without maps keyed by anything but strings are JSON");
    lossless::compare(raw, &written, &trail, report);
    Some((api, query_paths))
}

fn typed<'de, T: Deserialize<'de>>(raw: &'de Value, trail: &Trail<'_>, report: &mut Report<'_>) -> Option<T> {
    T::deserialize(raw)
        .map_err(|error| {
            // The grammar should have refused it, at a better place; this is for what it overlooks.
            let problem = Problem::new(Code::Shape, format!("the typed reader refuses the document: {error}"));
            report.push(trail, problem.help("compare it with OpenAPI 3.0.3"));
        })
        .ok()
}

/// Why this is no OpenAPI 3.0 document, if it is none.
fn not_openapi(raw: &Value) -> Option<Problem> {
    let problem = |message: String| Some(Problem::new(Code::NotOpenapi, message));
    if raw.get("swagger").is_some() {
        return problem("this is a Swagger 2.0 document, not OpenAPI 3.0".to_owned())
            .map(|p| p.help("convert it with `cargo xtask import`"));
    }
    match raw.get("openapi") {
        Some(Value::String(version)) if version.starts_with("3.0.") => None,
        Some(Value::String(version)) => problem(format!("OpenAPI version \"{version}\" is not 3.0"))
            .map(|p| p.help("convert the document to OpenAPI 3.0.3")),
        Some(version) => problem(format!("OpenAPI version {version} is not text"))
            .map(|p| p.help("write `openapi: 3.0.3` if the document is that")),
        None => problem("this is no OpenAPI document: it has no \"openapi\" key".to_owned())
            .map(|p| p.help("check that it is the right file")),
    }
}
