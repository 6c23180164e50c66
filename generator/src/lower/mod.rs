//! Lowers a document to the model, one pass a concern: schemas get ids and bodies, `allOf` is composed, operations follow,
//! then cycles, usage and overrides.
//!
//! Invariant: nothing a document says is dropped in silence. What the model cannot hold is an `unsupported` error. Left out on
//! purpose, because it shapes neither the wire nor the client: examples, `externalDocs`, contact, license, tags that are no group of operations,
//! the URLs of security schemes, descriptions of response headers, and string formats that are plain strings on the wire.
//!
//! Invariant: the result does not depend on the order of keys in the source, only on that of arrays.

mod annotate;
mod bodies;
mod compose;
mod context;
mod cycles;
mod enums;
mod facets;
mod lro;
mod narrow;
mod ops;
mod paging;
mod params;
mod service;
mod shape;
mod structs;
mod types;
mod usage;
mod view;

use self::context::Lowering;
use crate::{
    diag::{Code, Diagnostic, Severity},
    model::{Api, Docs, Opaque},
    overrides::Overrides,
    pointer::Pointer,
    spec::Document,
};

/// Lowers a document; the diagnostics say what could not be, and which overrides are of no use (`unused-override`).
///
/// The model is complete only if none of the diagnostics is an error other than `unused-override`. Where all of them are `unsupported` it
/// can be compared and listed: what it has no form for stands in [`Api::opaque`] as the document says it.
#[must_use]
pub fn lower(document: &Document, overrides: &Overrides) -> (Api, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(document);
    lowering.components();
    lowering.shared_params();
    let mut operations = lowering.operations();
    // After the operations, because what stands inline in their bodies may extend components too.
    lowering.annotate();
    lowering.compose();
    lowering.paging(&mut operations);
    lowering.cycles();
    let (api_version, endpoint) = (lowering.api_version(), lowering.endpoint());
    let requirements = document.api.security.as_deref().unwrap_or_default();
    let security = lowering.security(requirements, &Pointer::root().join("security"));
    let groups = service::groups(&document.api, &operations);
    let Lowering { report, types, params, opaque, .. } = lowering;
    let mut diagnostics = report.finish();
    let is_fatal = |one: &Diagnostic| one.severity == Severity::Error && one.code != Code::Unsupported;
    let complete = !diagnostics.iter().any(is_fatal);
    let mut api = Api {
        title: document.api.info.title.clone(),
        api_version,
        docs: Docs { summary: None, description: document.api.info.description.clone() },
        endpoint,
        groups,
        security,
        types,
        parameters: params,
        operations,
        opaque: opaque.into_iter().map(|at| says(&document.raw, at)).collect(),
    };
    if complete {
        usage::mark(&mut api);
        diagnostics.extend(overrides.apply(&mut api));
    }
    diagnostics.sort();
    (api, diagnostics)
}

/// What the document says at a place, or around it where the place is that of something missing.
fn says(raw: &serde_json::Value, mut at: Pointer) -> Opaque {
    loop {
        match (raw.pointer(at.as_str()), at.parent()) {
            (Some(says), _) => return Opaque { says: says.clone(), at },
            (None, Some(parent)) => at = parent,
            (None, None) => return Opaque { says: serde_json::Value::Null, at },
        }
    }
}
