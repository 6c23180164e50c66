//! One request for a token, which any number of calls can wait for.
//!
//! Nothing here runs by itself, since no runtime is assumed: whoever waits for a request polls it, and so does a call that only
//! helps an early renewal along. A call that is dropped leaves the request to the others.

use std::{error, fmt, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use azure_core::{
    credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions},
    error::{Error, ErrorKind},
    http::{ClientMethodOptions, Context},
};
use futures::{
    FutureExt as _, StreamExt as _,
    future::{BoxFuture, Shared, WeakShared},
    stream::FuturesUnordered,
};

use crate::policy::challenge::Claims;

/// How long an early renewal may take before it is given up for lost: its connection may have died while no call polled it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A token with what has to be known to replace it.
pub(crate) struct Token {
    pub(super) secret: Secret,
    /// In seconds since 1970.
    pub(super) expires_on: i64,
    /// What it was asked to prove.
    pub(super) claims: Option<Claims>,
    /// Tells two tokens apart even if the credential gives the same one twice.
    pub(super) serial: u64,
}

impl Token {
    /// The secret itself.
    pub(crate) fn secret(&self) -> &str {
        self.secret.secret()
    }
}

/// What comes of a request.
pub(crate) type Outcome = Result<Arc<Token>, Arc<Error>>;

/// A request for a token.
pub(crate) type TokenRequest = Shared<BoxFuture<'static, Outcome>>;

/// The request that is under way.
pub(crate) struct UnderWay {
    pub(crate) serial: u64,
    pub(crate) claims: Option<Claims>,
    /// Begun while the old token was good: its failure fails no call.
    pub(crate) early: bool,
    began: Duration,
    /// Lives as long as a call waits for it, so that one that hangs ends with the deadlines of those calls.
    request: WeakShared<BoxFuture<'static, Outcome>>,
    /// No call waits for an early renewal; it stays from call to call.
    kept: Option<TokenRequest>,
}

impl UnderWay {
    pub(crate) fn new(
        serial: u64,
        claims: Option<Claims>,
        early: bool,
        began: Duration,
        request: &TokenRequest,
    ) -> Self {
        let weak = request.downgrade().expect("it was not polled, so it is not done");
        Self { serial, claims, early, began, request: weak, kept: early.then(|| request.clone()) }
    }

    /// The request, unless every call that waited for it has ended, or it is given up for lost.
    pub(crate) fn request(&self, now: Duration) -> Option<TokenRequest> {
        let lost = self.kept.is_some() && now.saturating_sub(self.began) >= PATIENCE;
        if lost { None } else { self.request.upgrade() }
    }

    /// The token is needed now: from here on the request lives as long as it is waited for.
    pub(crate) fn is_needed(&mut self) {
        self.kept = None;
    }
}

/// Asks a credential. A panic of it becomes an error: it would end a call that only helped along.
pub(crate) async fn ask(
    credential: &dyn TokenCredential,
    scope: &str,
    context: Context<'static>,
) -> azure_core::Result<AccessToken> {
    let scopes = [scope];
    let asking = async {
        let options = TokenRequestOptions { method_options: ClientMethodOptions { context } };
        credential.get_token(&scopes, Some(options)).await
    };
    // A set polls only what was woken. Without it each call that joins would poll the credential, and bring it to its end while
    // others, who came with it, are yet to join.
    let mut only = FuturesUnordered::new();
    only.push(AssertUnwindSafe(asking).catch_unwind());
    match only.next().await {
        Some(Ok(result)) => result,
        _ => Err(Error::with_message(ErrorKind::Credential, "the credential panicked")),
    }
}

/// The failure of a request as the error of one of the calls that waited for it.
pub(crate) fn failure(error: Arc<Error>) -> Error {
    Arc::try_unwrap(error).unwrap_or_else(|error| Error::new(error.kind().clone(), Failure(error)))
}

/// An error that several calls have.
#[derive(Debug)]
struct Failure(Arc<Error>);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl error::Error for Failure {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        error::Error::source(&*self.0)
    }
}
