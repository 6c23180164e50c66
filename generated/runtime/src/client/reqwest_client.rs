//! reqwest as a transport. Built like azure_core's own, but for three things.
//!
//! It gives an error where reqwest would panic for want of a runtime; of several `WWW-Authenticate` lines it keeps all, since
//! the one with the claims need not be the last; and its errors keep the query of the URL out, which may be a signature.

use azure_core::{
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, Body, HttpClient, Request, StatusCode,
        headers::{HeaderName, HeaderValue, Headers, WWW_AUTHENTICATE},
    },
};
use futures::{
    StreamExt as _,
    future::{BoxFuture, ready},
};
use reqwest::header::HeaderMap;

/// The transport.
#[derive(Clone, Debug)]
pub(crate) struct ReqwestClient(reqwest::Client);

impl ReqwestClient {
    pub(crate) fn new(client: reqwest::Client) -> Self {
        Self(client)
    }

    fn request(&self, request: &Request) -> azure_core::Result<reqwest::Request> {
        let method = reqwest::Method::from_bytes(request.method().as_ref().as_bytes());
        let method =
            method.map_err(|error| Error::with_error(ErrorKind::Other, error, "the method is none of HTTP"))?;
        let mut builder = self.0.request(method, request.url().clone());
        for (name, value) in request.headers().iter() {
            builder = builder.header(name.as_str(), value.as_str());
        }
        let body = match request.body().clone() {
            Body::Bytes(bytes) => bytes.into(),
            Body::SeekableStream(stream) => reqwest::Body::wrap_stream(stream),
        };
        let built = builder.body(body).build();
        built.map_err(|error| Error::with_error(ErrorKind::Other, error.without_url(), "the request cannot be built"))
    }
}

impl HttpClient for ReqwestClient {
    // Written out, since an asynchronous function would hold `self`: see `send`.
    fn execute_request<'a, 'b, 'c>(
        &'a self,
        request: &'b Request,
    ) -> BoxFuture<'c, azure_core::Result<AsyncRawResponse>>
    where
        'a: 'c,
        'b: 'c,
    {
        match self.request(request) {
            Ok(request) => send(self.0.clone(), request),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }
}

/// Sends, and takes the head of the answer. A function without a lifetime: for one with lifetimes the compiler proves anew that
/// all that reqwest consists of may move to another thread, two tenths of a second of every build.
fn send(
    client: reqwest::Client,
    request: reqwest::Request,
) -> BoxFuture<'static, azure_core::Result<AsyncRawResponse>> {
    Box::pin(async move {
        if tokio::runtime::Handle::try_current().is_err() {
            let message = "the default transport works inside of a tokio runtime only: call from within one, \
                           or set `ClientOptions::transport`";
            return Err(Error::with_message(ErrorKind::Other, message));
        }
        let response = client.execute(request).await.map_err(|error| {
            let kind = if error.is_connect() { ErrorKind::Connection } else { ErrorKind::Io };
            Error::with_error(kind, error.without_url(), "the request could not be sent")
        })?;
        let (status, headers) = (StatusCode::from(response.status().as_u16()), headers(response.headers()));
        let body = response.bytes_stream().map(|chunk| {
            chunk.map_err(|error| Error::with_error(ErrorKind::Io, error.without_url(), "the answer broke off"))
        });
        Ok(AsyncRawResponse::new(status, headers, Box::pin(body)))
    })
}

/// azure_core keeps one value a name: the last, and of challenges the list of all. A value that is no text is left out.
fn headers(map: &HeaderMap) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in map {
        // Not `as_str`, which is inlined: the compiler would go through the names of all known headers once more, here.
        let name: &str = name.as_ref();
        let (name, Ok(value)) = (HeaderName::from(name.to_owned()), value.to_str()) else { continue };
        let former = if name == WWW_AUTHENTICATE { headers.get_optional_str(&name) } else { None };
        let value = former.map_or_else(|| value.to_owned(), |former| format!("{former}, {value}"));
        headers.insert(name, HeaderValue::from(value));
    }
    headers
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_trait::async_trait;
    use azure_core::{
        base64,
        credentials::{AccessToken, TokenCredential, TokenRequestOptions},
        time::OffsetDateTime,
    };
    use futures::executor::block_on;

    use super::*;
    use crate::{
        args::operation::Operation,
        client::{
            client_core::{ClientCore, Service},
            cloud::Cloud,
            options::ClientOptions,
        },
        policy::challenge,
    };

    #[test]
    fn of_several_challenges_none_is_lost() {
        let claims = base64::encode("{}");
        let lines = [
            "Negotiate".to_owned(),
            format!(r#"Bearer error="insufficient_claims", claims="{claims}""#),
            r#"Bearer realm="a, b", error="invalid_token""#.to_owned(),
        ];
        for shift in 0..lines.len() {
            let mut map = HeaderMap::new();
            map.append("etag", "1".parse().unwrap());
            for at in 0..lines.len() {
                map.append("www-authenticate", lines[(at + shift) % lines.len()].parse().unwrap());
            }
            map.append("etag", "2".parse().unwrap());
            map.append("x-binary", reqwest::header::HeaderValue::from_bytes(b"\xff").unwrap());
            let headers = headers(&map);
            assert_eq!(challenge::claims(&headers).map(|claims| claims.as_str().to_owned()).as_deref(), Some("{}"));
            assert_eq!(headers.get_optional_str(&HeaderName::from_static("etag")), Some("2"));
            assert_eq!(headers.iter().count(), 2);
        }
    }

    #[derive(Debug)]
    struct Static;

    #[async_trait]
    impl TokenCredential for Static {
        async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
            Ok(AccessToken::new("token", OffsetDateTime::now_utc() + std::time::Duration::from_secs(3600)))
        }
    }

    #[test]
    fn without_a_runtime_a_call_is_an_error() {
        const SERVICE: Service =
            Service { package: "arm-widgets", package_version: "1.2.3", api_version: "1", namespaces: &[] };
        const OPERATION: Operation = Operation { name: "Thing_Do", ..Operation::DEFAULT };
        let cloud = Cloud::Custom { endpoint: "https://localhost:1".to_owned(), audience: "a".to_owned() };
        let core = ClientCore::new(
            &SERVICE,
            None,
            Arc::new(Static),
            Some(ClientOptions { cloud, ..ClientOptions::default() }),
        );
        let error = block_on(core.unwrap().request(OPERATION).call::<()>()).unwrap_err().to_string();
        assert!(error.contains("inside of a tokio runtime") && error.contains("`ClientOptions::transport`"), "{error}");
    }
}
