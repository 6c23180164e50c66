//! What every server of this benchmark answers, and to which request.

use crate::bodies;

/// Status and body of each answer, in the order of the tables.
pub fn answers() -> [(u16, Vec<u8>); 4] {
    let bodies = [bodies::certificate(), bodies::service(), bodies::page()];
    let [certificate, service, page] = bodies.map(|body| (200, body.to_string().into_bytes()));
    [(204, Vec::new()), certificate, service, page]
}

/// The headers of an answer. One without a body has no type, as the real one.
pub fn headers(body: &[u8]) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let kind = (!body.is_empty()).then_some(("content-type", "application/json"));
    [("etag", "\"1\""), ("x-ms-request-id", "1")].into_iter().chain(kind)
}

/// Which of the answers a request gets; one that is not as it should be, none.
pub fn kind(method: &str, path: &str) -> usize {
    match (method, path.rsplit('/').next()) {
        ("POST", Some("regenerateKey")) => 0,
        ("POST", Some("refreshSecret")) => 1,
        ("GET", Some("apis")) => 3,
        ("GET", _) => 2,
        (method, _) => panic!("nobody sends {method}"),
    }
}
