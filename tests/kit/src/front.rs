//! A server on loopback as clients in the field meet one: TLS, real sockets. What it answers is somebody else's business.

use std::{convert::Infallible, error::Error as StdError, fmt, net::SocketAddr, sync::Arc};

use arm_apimanagement::Cloud;
use azure_core::{
    Bytes,
    http::{Transport, Url},
};
use futures::{StreamExt as _, future::BoxFuture, stream};
use http_body_util::{BodyExt, Full, StreamBody, combinators::BoxBody};
use hyper::{
    Request, Response,
    body::{Frame, Incoming as Body},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

use crate::wire::{End, Incoming, Reply};

type Failure = Box<dyn StdError + Send + Sync>;

/// What answers requests.
pub type Handler = Arc<dyn Fn(Incoming) -> BoxFuture<'static, Reply> + Send + Sync>;

/// A server on a port of its own. It stops when this is dropped.
pub struct Front {
    origin: String,
    certificate: CertificateDer<'static>,
    accepting: JoinHandle<()>,
}

impl Front {
    /// Starts it; `handler` is told the origin.
    ///
    /// # Panics
    /// If loopback has no port left.
    pub async fn start(handler: impl FnOnce(&str) -> Handler) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate can be made");
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("the key is well-formed");
        let certificate = made.cert.der().clone();
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate.clone()], key);
        let acceptor = TlsAcceptor::from(Arc::new(config.expect("certificate and key belong together")));
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("loopback has a port");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let origin = format!("https://localhost:{port}");
        let base = Url::parse(&origin).expect("an origin is a URL");
        let handler = handler(&origin);
        let accepting = tokio::spawn(accept(listener, acceptor, base, handler));
        Self { origin, certificate, accepting }
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The cloud that a client is to talk to.
    #[must_use]
    pub fn cloud(&self) -> Cloud {
        Cloud::Custom { endpoint: self.origin.clone(), audience: self.origin.clone() }
    }

    /// A reqwest client that trusts this server's certificate and no other.
    ///
    /// # Panics
    /// If TLS cannot be set up.
    #[must_use]
    pub fn reqwest(&self) -> reqwest::Client {
        let certificate = reqwest::Certificate::from_der(&self.certificate).expect("the certificate is well-formed");
        reqwest::Client::builder()
            .tls_certs_only([certificate])
            .redirect(reqwest::redirect::Policy::none())
            .https_only(true)
            .no_proxy()
            .build()
            .expect("TLS can be set up")
    }

    /// The same as a transport.
    #[must_use]
    pub fn transport(&self) -> Transport {
        Transport::new(Arc::new(self.reqwest()))
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, base: Url, handler: Handler) {
    while let Ok((socket, _)) = listener.accept().await {
        tokio::spawn(serve(socket, acceptor.clone(), base.clone(), Arc::clone(&handler)));
    }
}

/// One connection, until it is closed or lost.
async fn serve(socket: TcpStream, acceptor: TlsAcceptor, base: Url, handler: Handler) {
    // A small answer must not wait for a larger one: that would be 40 ms of the kernel's, not of the client's.
    let _ = socket.set_nodelay(true);
    let Ok(stream) = acceptor.accept(socket).await else { return };
    let respond = service_fn(|request| respond(base.clone(), Arc::clone(&handler), request));
    // An error is a connection that was lost on purpose, or closed by the caller.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), respond).await;
}

async fn respond(
    base: Url,
    handler: Handler,
    request: Request<Body>,
) -> Result<Response<BoxBody<Bytes, Failure>>, Failure> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes().to_vec();
    let url = base.join(head.uri.path_and_query().map_or("/", |rest| rest.as_str()))?;
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let headers = headers.collect();
    let reply = handler(Incoming { method: head.method.to_string(), url, headers, body }).await;
    // A sleep of no length still waits for the timer's next tick.
    if !reply.delay.is_zero() {
        tokio::time::sleep(reply.delay).await;
    }
    match reply.end {
        // Whether the request left is not to be seen from here: the connection just goes.
        End::Refused | End::Lost | End::Failed(_) => Err("the connection is lost".into()),
        End::Whole => answer(
            &reply,
            Full::new(Bytes::from(reply.body.clone())).map_err(|error: Infallible| match error {}).boxed(),
        ),
        End::Cut(at) => {
            let start = Ok(Frame::data(Bytes::copy_from_slice(&reply.body[..at])));
            // The start goes out before the end comes: a pause lets it.
            let end = stream::once(async {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
                Err(Failure::from("the connection is lost in the middle of the body"))
            });
            answer(&reply, BodyExt::boxed(StreamBody::new(stream::iter([start]).chain(end))))
        }
    }
}

fn answer(reply: &Reply, body: BoxBody<Bytes, Failure>) -> Result<Response<BoxBody<Bytes, Failure>>, Failure> {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    if !reply.body.is_empty() {
        response = response.header("content-length", reply.body.len());
    }
    Ok(response.body(body)?)
}
