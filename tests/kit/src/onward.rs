//! Passes requests on to another server, as a proxy does.

use crate::wire::Incoming;

/// Headers that belong to one connection and not to what is sent over it.
const OF_THE_CONNECTION: [&str; 5] = ["connection", "content-length", "host", "keep-alive", "transfer-encoding"];

/// A client that answers of the other server pass through as they are.
///
/// # Panics
/// If there can be none.
#[must_use]
pub fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
    client.expect("a client needs nothing")
}

/// The request, to be sent to a URL.
///
/// # Panics
/// If its method is none of HTTP.
pub fn request(client: &reqwest::Client, request: &Incoming, url: &str) -> reqwest::RequestBuilder {
    let method = reqwest::Method::from_bytes(request.method.as_bytes()).expect("it has come over HTTP");
    let mut asked = client.request(method, url);
    for (name, value) in &request.headers {
        if !OF_THE_CONNECTION.contains(&name.as_str()) {
            asked = asked.header(name, value);
        }
    }
    if request.body.is_empty() { asked } else { asked.body(request.body.clone()) }
}

/// The headers of an answer that are not its connection's.
pub fn headers(answer: &reqwest::Response) -> impl Iterator<Item = (String, String)> {
    let headers = answer.headers().iter().filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.as_str()));
    headers.map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
}
