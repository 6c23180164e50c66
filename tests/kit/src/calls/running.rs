//! What calls give, with the model's type taken away: every body has been a typed model in between.

use std::{collections::BTreeMap, fmt, future::IntoFuture, time::Duration};

use arm_apimanagement::{
    Call, Continuation, Exists, List, OperationStatus, Pages, Poller, PollerToken, Response,
    rt::{ClientCore, Page, Payload, ResponseBody, Wire},
};
use azure_core::{Bytes, Result, http::RawResponse};
use futures::{StreamExt, future::BoxFuture};
use serde_json::Value as Json;

/// A call on its way.
pub enum Running {
    /// A single request.
    Call(BoxFuture<'static, Result<Answer>>),
    /// A list.
    List(Listing),
    /// A long-running operation.
    Poller(Polling),
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body on the wire.
    pub raw: Vec<u8>,
    /// The model, written as JSON again; `None` when the operation gives none, or nothing came that could be read as one: of
    /// the statuses of an operation some can have a body and others not.
    pub body: Option<Json>,
}

/// Reads the body as a model and writes it again.
type Read = fn(&RawResponse) -> Result<Option<Json>>;

fn read<T: Wire>(response: &RawResponse) -> Result<Option<Json>> {
    T::from_response(response).map(|model| Some(model.to_wire()))
}

fn nothing(_: &RawResponse) -> Result<Option<Json>> {
    Ok(None)
}

/// Bytes as base64.
#[allow(clippy::unnecessary_wraps, reason = "as models are read")]
fn bytes(response: &RawResponse) -> Result<Option<Json>> {
    Ok(Some(Json::String(azure_core::base64::encode(response.body()))))
}

/// A model as it is on the wire.
pub fn shown<T: Wire>(model: &T) -> Json {
    model.to_wire()
}

async fn answer(
    response: BoxFuture<'static, Result<RawResponse>>,
    read: impl Fn(&RawResponse) -> Result<Option<Json>> + Send,
) -> Result<Answer> {
    let response = response.await?;
    let headers = response.headers().iter();
    let body = match read(&response) {
        Err(_) if response.body().is_empty() => None,
        read => read?,
    };
    Ok(Answer {
        status: u16::from(response.status()),
        headers: headers.map(|(name, value)| (name.as_str().to_lowercase(), value.as_str().to_owned())).collect(),
        raw: response.body().to_vec(),
        body,
    })
}

impl Running {
    /// A call that gives a model.
    #[must_use]
    pub fn call<T: Wire + 'static>(call: Call<T>) -> Self {
        Self::one(call, read::<T>)
    }

    /// A call that gives bytes.
    #[must_use]
    pub fn call_of_bytes(call: Call<Bytes>) -> Self {
        Self::one(call, bytes)
    }

    /// A call whose body depends on the status; `show` is what it is on the wire.
    #[must_use]
    pub fn call_by_status<T: Payload<Model = T> + ResponseBody<Model = T>>(
        call: Call<T>,
        show: fn(T) -> Option<Json>,
    ) -> Self {
        Self::one(call, move |response| T::from_response(response).map(show))
    }

    /// A call that tells whether something exists.
    #[must_use]
    pub fn exists(call: Call<Exists>) -> Self {
        Self::one(call, |response| {
            Response::<Exists>::from(response.clone()).into_model().map(|exists| Some(exists.into()))
        })
    }

    /// A call that gives no body.
    #[must_use]
    pub fn call_without_body(call: Call<()>) -> Self {
        Self::one(call, nothing)
    }

    fn one<T: Payload>(
        call: Call<T>,
        read: impl Fn(&RawResponse) -> Result<Option<Json>> + Send + Sync + 'static,
    ) -> Self {
        let sending = call.into_future();
        let raw = Box::pin(async move { sending.await.map(RawResponse::from) });
        Self::Call(Box::pin(answer(raw, read)))
    }

    /// A list.
    #[must_use]
    pub fn list<P: Page + Wire>(list: List<P>) -> Self
    where
        P::Item: Wire,
    {
        Self::List(Listing(Box::new(list)))
    }

    /// A long-running operation that gives a model.
    #[must_use]
    pub fn poller<T: Wire + 'static>(poller: Poller<T>) -> Self {
        Self::Poller(Polling { poller: Box::new(poller), read: read::<T> })
    }

    /// A long-running operation that gives bytes.
    #[must_use]
    pub fn poller_of_bytes(poller: Poller<Bytes>) -> Self {
        Self::Poller(Polling { poller: Box::new(poller), read: bytes })
    }

    /// A long-running operation that gives nothing.
    #[must_use]
    pub fn poller_without_body(poller: Poller<()>) -> Self {
        Self::Poller(Polling { poller: Box::new(poller), read: nothing })
    }

    /// Waits for a call, for all items of a list (the body is the array of them), or for the end of an operation.
    ///
    /// # Errors
    /// Whatever the client says.
    pub async fn finish(self) -> Result<Answer> {
        match self {
            Self::Call(answer) => answer.await,
            Self::Poller(polling) => polling.finish().await,
            Self::List(mut list) => {
                let mut items = Vec::new();
                while let Some(item) = list.next().await {
                    items.push(item?);
                }
                Ok(Answer { status: 200, headers: BTreeMap::new(), raw: Vec::new(), body: Some(Json::Array(items)) })
            }
        }
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call(_) => "Call",
            Self::List(_) => "List",
            Self::Poller(_) => "Poller",
        })
    }
}

/// A list, item by item.
pub struct Listing(Box<dyn Items>);

/// A list, page by page.
pub struct Paging(Box<dyn PagesOf>);

trait Items: Send {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Json>>>;
    fn continuation(&self) -> Option<Continuation>;
    fn starting_at(self: Box<Self>, from: Continuation) -> Box<dyn Items>;
    fn into_pages(self: Box<Self>) -> Box<dyn PagesOf>;
}

trait PagesOf: Send {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Json>>>;
    fn continuation(&self) -> Option<Continuation>;
    fn starting_at(self: Box<Self>, from: Continuation) -> Box<dyn PagesOf>;
}

impl<P: Page + Wire> Items for List<P>
where
    P::Item: Wire,
{
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Json>>> {
        Box::pin(async { self.next().await.map(|item| item.map(|item| item.to_wire())) })
    }

    fn continuation(&self) -> Option<Continuation> {
        self.continuation()
    }

    fn starting_at(self: Box<Self>, from: Continuation) -> Box<dyn Items> {
        Box::new(self.with_continuation(from))
    }

    fn into_pages(self: Box<Self>) -> Box<dyn PagesOf> {
        Box::new((*self).into_pages())
    }
}

impl<P: Page + Wire> PagesOf for Pages<P> {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Json>>> {
        let read = |page: Response<P>| page.into_model().map(|page| page.to_wire());
        Box::pin(async move { self.next().await.map(|page| page.and_then(read)) })
    }

    fn continuation(&self) -> Option<Continuation> {
        self.continuation()
    }

    fn starting_at(self: Box<Self>, from: Continuation) -> Box<dyn PagesOf> {
        Box::new(self.with_continuation(from))
    }
}

impl Listing {
    /// The next item.
    ///
    /// # Errors
    /// If a page cannot be read.
    pub async fn next(&mut self) -> Option<Result<Json>> {
        self.0.next().await
    }

    /// Where to go on.
    #[must_use]
    pub fn continuation(&self) -> Option<Continuation> {
        self.0.continuation()
    }

    /// Begins there.
    #[must_use]
    pub fn starting_at(self, from: Continuation) -> Self {
        Self(self.0.starting_at(from))
    }

    /// The same list, page by page.
    #[must_use]
    pub fn into_pages(self) -> Paging {
        Paging(self.0.into_pages())
    }
}

impl Paging {
    /// The next page.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn next(&mut self) -> Option<Result<Json>> {
        self.0.next().await
    }

    /// Where to go on.
    #[must_use]
    pub fn continuation(&self) -> Option<Continuation> {
        self.0.continuation()
    }

    /// Begins there.
    #[must_use]
    pub fn starting_at(self, from: Continuation) -> Self {
        Self(self.0.starting_at(from))
    }
}

/// A long-running operation.
pub struct Polling {
    poller: Box<dyn Steps>,
    read: Read,
}

trait Steps: Send {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<OperationStatus>>>;
    fn token(&self) -> Option<PollerToken>;
    fn configured(self: Box<Self>, interval: Duration, deadline: Option<Duration>) -> Box<dyn Steps>;
    fn resumed(&self, client: &ClientCore, token: PollerToken) -> Box<dyn Steps>;
    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<RawResponse>>;
}

impl<T: Payload + 'static> Steps for Poller<T> {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<OperationStatus>>> {
        Box::pin(StreamExt::next(self))
    }

    fn token(&self) -> Option<PollerToken> {
        self.token()
    }

    fn configured(self: Box<Self>, interval: Duration, deadline: Option<Duration>) -> Box<dyn Steps> {
        let poller = self.with_interval(interval);
        Box::new(match deadline {
            Some(deadline) => poller.with_deadline(deadline),
            None => poller,
        })
    }

    fn resumed(&self, client: &ClientCore, token: PollerToken) -> Box<dyn Steps> {
        Box::new(Self::resume(client, token))
    }

    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<RawResponse>> {
        let finishing = IntoFuture::into_future(*self);
        Box::pin(async move { finishing.await.map(RawResponse::from) })
    }
}

impl Polling {
    /// The next status.
    ///
    /// # Errors
    /// If the operation failed, or how it stands cannot be learned.
    pub async fn next(&mut self) -> Option<Result<OperationStatus>> {
        self.poller.next().await
    }

    /// The operation, to be saved.
    #[must_use]
    pub fn token(&self) -> Option<PollerToken> {
        self.poller.token()
    }

    /// With this time between polls, and for no longer than the deadline.
    #[must_use]
    pub fn configured(self, interval: Duration, deadline: Option<Duration>) -> Self {
        Self { poller: self.poller.configured(interval, deadline), ..self }
    }

    /// The same operation, from a saved token.
    #[must_use]
    pub fn resumed(&self, client: &ClientCore, token: PollerToken) -> Self {
        Self { poller: self.poller.resumed(client, token), ..*self }
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// If the operation failed, or how it stands cannot be learned.
    pub async fn finish(self) -> Result<Answer> {
        answer(self.poller.finish(), self.read).await
    }
}
