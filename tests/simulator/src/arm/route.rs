//! Which operation a request means: by api-version, method, path and constant query.

use std::collections::BTreeMap;

use arm_apimanagement::fake::engine::wire::Incoming;
use generator::model::{Api, Operation, Segment};

/// An operation and the path arguments of a request, decoded.
#[derive(Clone, Debug)]
pub struct Route {
    /// The description.
    pub api: &'static Api,
    /// The operation.
    pub op: &'static Operation,
    /// Path arguments by wire name.
    pub args: BTreeMap<String, String>,
}

/// Why a request means no operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unroutable {
    /// No api-version, several, or one that is not served.
    ApiVersion(Vec<String>),
    /// The path is that of no operation.
    Path,
    /// The path is right, the method is not.
    Method,
}

/// Finds the operation.
///
/// # Errors
/// When there is none.
pub fn route(apis: &[&'static Api], request: &Incoming) -> Result<Route, Unroutable> {
    let versions = request.query("api-version");
    let api = match versions.as_slice() {
        [version] => apis.iter().copied().find(|api| api.api_version == *version),
        _ => None,
    };
    let api = api.ok_or(Unroutable::ApiVersion(versions))?;
    let segments: Vec<&str> = request.url.path().split('/').skip(1).collect();
    let mut best: Option<((usize, usize), Route)> = None;
    let mut path_known = false;
    for op in &api.operations {
        let Some(args) = fit(op, &segments) else { continue };
        if !op.path.query.iter().all(|(name, value)| request.query(name) == [value.as_str()]) {
            continue;
        }
        path_known = true;
        if op.method.as_str() != request.method {
            continue;
        }
        // A path with more fixed text is meant rather than one that only happens to fit, and so is one with a query.
        let literals = op.path.segments.len() - args.len();
        let weight = (literals, op.path.query.len());
        if best.as_ref().is_none_or(|(other, _)| weight > *other) {
            best = Some((weight, Route { api, op, args }));
        }
    }
    match best {
        Some((_, route)) => Ok(route),
        None if path_known => Err(Unroutable::Method),
        None => Err(Unroutable::Path),
    }
}

/// The path arguments when the segments fit the template.
fn fit(op: &Operation, segments: &[&str]) -> Option<BTreeMap<String, String>> {
    if op.path.segments.len() != segments.len() {
        return None;
    }
    let mut args = BTreeMap::new();
    for (wanted, found) in op.path.segments.iter().zip(segments) {
        match wanted {
            Segment::Literal(text) if text == found => {}
            Segment::Literal(_) => return None,
            Segment::Param(_) if found.is_empty() => return None,
            Segment::Param(name) => {
                args.insert(name.clone(), decode(found)?);
            }
        }
    }
    Some(args)
}

/// Undoes percent-encoding; `None` when the bytes are not UTF-8.
fn decode(segment: &str) -> Option<String> {
    percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
