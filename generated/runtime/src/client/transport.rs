//! The default transport: reqwest as this crate wants it configured.

use azure_core::http::Transport;

/// Opening a connection, TLS included, may take this long.
#[cfg(feature = "reqwest")]
const CONNECT_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(20);

/// Silence between two reads of a response may last this long. Resource Manager itself gives up after 60 s.
#[cfg(feature = "reqwest")]
const READ_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(90);

/// Idle connections are dropped before the load balancers of Azure forget them (4 minutes).
#[cfg(feature = "reqwest")]
const POOL_IDLE_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(90);

/// reqwest without redirects, so that no policy of ours is bypassed by a `Location`.
#[cfg(feature = "reqwest")]
pub(crate) fn default_transport() -> azure_core::Result<Transport> {
    use azure_core::error::{Error, ErrorKind};

    let client = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .pool_idle_timeout(POOL_IDLE_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .https_only(true)
        .gzip(true)
        .build()
        .map_err(|error| Error::with_error(ErrorKind::Other, error, "the reqwest transport cannot be set up"))?;
    Ok(Transport::new(std::sync::Arc::new(super::reqwest_client::ReqwestClient::new(client))))
}

/// Without the feature there is nothing to fall back on.
#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_transport() -> azure_core::Result<Transport> {
    use azure_core::error::{Error, ErrorKind};

    let message = "no transport: set `ClientOptions::transport`, or build with the feature `reqwest`";
    Err(Error::with_message(ErrorKind::Other, message))
}

#[cfg(all(test, not(feature = "reqwest")))]
mod tests {
    use std::sync::Arc;

    use azure_core::{
        credentials::{AccessToken, TokenCredential, TokenRequestOptions},
        http::{AsyncRawResponse, HttpClient, Request, Transport},
    };

    use crate::client::{
        client_core::{ClientCore, Service},
        options::ClientOptions,
    };

    const SERVICE: Service =
        Service { package: "arm-widgets", package_version: "1.2.3", api_version: "2022-01-01", namespaces: &[] };

    #[derive(Debug)]
    struct Nobody;

    #[async_trait::async_trait]
    impl TokenCredential for Nobody {
        async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
            unreachable!("nothing is asked for")
        }
    }

    #[async_trait::async_trait]
    impl HttpClient for Nobody {
        async fn execute_request(&self, _: &Request) -> azure_core::Result<AsyncRawResponse> {
            unreachable!("nothing is sent")
        }
    }

    #[test]
    fn without_reqwest_a_client_says_that_it_needs_a_transport() {
        let core = |transport| {
            let options = ClientOptions { transport, ..ClientOptions::default() };
            ClientCore::new(&SERVICE, None, Arc::new(Nobody), Some(options))
        };
        let error = core(None).expect_err("there is nothing to send with").to_string();
        assert!(error.contains("set `ClientOptions::transport`") && error.contains("feature `reqwest`"), "{error}");
        assert!(core(Some(Transport::new(Arc::new(Nobody)))).is_ok());
    }
}
