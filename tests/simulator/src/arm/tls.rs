//! The fake service as a real server: TLS on loopback, real sockets, the real reqwest transport.

use std::sync::{Arc, OnceLock};

use arm_apimanagement::Cloud;
use azure_core::http::Transport;
use generator::model::Api;

use super::Service;
use kit::front::Front;

/// A server on a port of its own. It stops when this is dropped.
#[derive(Debug)]
pub struct Server {
    service: Arc<Service>,
    front: Front,
}

impl Server {
    /// Starts it; serves these versions.
    ///
    /// # Panics
    /// If loopback has no port left.
    pub async fn start(apis: &[&'static Api]) -> Self {
        let service = OnceLock::new();
        let front = Front::start(|origin| {
            let service = Arc::clone(service.get_or_init(|| Service::new(apis, origin)));
            Arc::new(move |request| {
                let reply = service.answer(request);
                Box::pin(async { reply })
            })
        });
        let front = front.await;
        Self { service: service.into_inner().expect("the front asks for its handler"), front }
    }

    /// What answers.
    #[must_use]
    pub fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// The cloud that the client is to talk to.
    #[must_use]
    pub fn cloud(&self) -> Cloud {
        self.front.cloud()
    }

    /// A reqwest client that trusts this server's certificate and no other.
    ///
    /// # Panics
    /// If TLS cannot be set up.
    #[must_use]
    pub fn reqwest(&self) -> reqwest::Client {
        self.front.reqwest()
    }

    /// The same as a transport.
    #[must_use]
    pub fn transport(&self) -> Transport {
        self.front.transport()
    }
}
