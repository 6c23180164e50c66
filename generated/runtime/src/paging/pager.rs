//! From page to page, whatever is on them: what [`List`](crate::List) and [`Pages`](crate::Pages) have in common.
//!
//! Not generic, so it is compiled once, in this crate.

use std::sync::{Arc, Mutex};

use azure_core::{
    Bytes,
    error::{Error, ErrorKind},
    http::{
        Context, Method, RawResponse, Request as HttpRequest, StatusCode, Url,
        headers::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE},
        pager::{PagerContinuation, PagerOptions, PagerState},
    },
};

use crate::{
    args::operation::Operation,
    base::{
        lock::lock,
        path::{self, decode},
    },
    client::{client_core::ClientCore, prepared::Prepared, saved_link, span::OperationSpan},
    error::{self, Asked, REQUEST_ID, Recognizes},
    model::{payload::ResponseBody, read::json},
    paging::{
        continuation::Continuation,
        loop_guard::LoopGuard,
        page::{Page, PageFault},
    },
};

/// What the pages behind the first are asked for with, where no operation of their own lists them.
const PAGES: Operation = Operation { name: "next page", ..Operation::DEFAULT };

/// A list before it is read, and where it stands afterwards.
#[derive(Debug)]
pub(crate) struct Pager {
    prepared: Prepared,
    /// The first page, where it is there already.
    first: Option<Arc<RawResponse>>,
    /// Where reading begins; `None` is the first page.
    pub(super) from: Option<PagerContinuation>,
    span: OperationSpan,
}

impl Pager {
    pub(crate) fn new(prepared: Prepared) -> Self {
        Self { prepared, first: None, from: None, span: OperationSpan::default() }
    }

    /// The pages that begin with one which is there already. Its links are those of the client's endpoint.
    pub(crate) fn beginning_with(first: RawResponse, core: ClientCore) -> Self {
        let mut url = core.endpoint().clone();
        url.set_query(Some(core.version_pair()));
        let mut request = HttpRequest::new(url, Method::Get);
        request.insert_header(ACCEPT, PAGES.accept);
        let prepared = Prepared::of(core, PAGES, Ok(request));
        Self { first: Some(Arc::new(first)), ..Self::new(prepared) }
    }

    pub(crate) fn prepared(&mut self) -> &mut Prepared {
        &mut self.prepared
    }

    /// Notes for a fake service what it lists.
    #[cfg(feature = "fake")]
    pub(super) fn noting_call<P: Page>(mut self) -> Self {
        self.prepared.note_call::<P>(crate::client::called::Ends::List(std::any::type_name::<P::Item>()));
        self
    }

    pub(super) fn operation(&self) -> &'static str {
        self.prepared.operation.name
    }

    /// Begins where a reader of the same list stands: at a link of the service, or at a saved text that is still to be
    /// judged.
    pub(super) fn start_at(&mut self, from: Option<PagerContinuation>) {
        self.from = from;
    }

    /// Begins where a saved text says, which is not trusted.
    pub(crate) fn start_at_saved(&mut self, from: &Continuation) {
        self.from = Some(PagerContinuation::Token(from.as_str().to_owned()));
    }

    /// What azure_core's iterators need. An argument that was refused comes out here, once.
    pub(super) fn begin(&mut self) -> azure_core::Result<(Source, PagerOptions<'static>)> {
        let gone = || Err(Error::with_message(ErrorKind::Other, "the request of this list was refused before"));
        let request = match &self.prepared.request {
            Ok(request) => request.clone(),
            Err(_) => {
                return Err(std::mem::replace(&mut self.prepared.request, gone()).expect_err("it was matched as one"));
            }
        };
        let continuation = self.from.clone();
        #[cfg(feature = "fake")]
        self.prepared.tell_called();
        let (core, mut context) = (self.prepared.core.clone(), self.prepared.context.clone());
        self.span = OperationSpan::start(core.tracer(), self.operation().into(), &mut context);
        let first = self.first.clone();
        let operation = self.prepared.operation;
        let next_page = self.prepared.next_page.clone().map(|(before, after)| {
            let (_, constant) = path::split_query(operation.next_page);
            let query = path::join_queries(constant, request.url().query().unwrap_or_default()).into_owned();
            Arc::new(NextPage { before, after, query })
        });
        let source = Source { core, operation, context, request, first, next_page, loop_guard: Arc::default() };
        // The context stays with the source, and with it the span: azure_core's iterators would not end theirs when dropped.
        Ok((source, PagerOptions { context: Context::new(), continuation }))
    }

    /// Notes how reading goes: its end and an error end the span.
    pub(super) fn note<T>(&mut self, polled: Option<&azure_core::Result<T>>) {
        match polled {
            Some(Ok(_)) => {}
            Some(Err(error)) => self.span.fail(error),
            None => self.span.end(),
        }
    }
}

/// Where the pages come from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    core: ClientCore,
    operation: Operation,
    context: Context<'static>,
    request: HttpRequest,
    first: Option<Arc<RawResponse>>,
    next_page: Option<Arc<NextPage>>,
    loop_guard: Arc<Mutex<LoopGuard>>,
}

impl Source {
    /// Asks for one page.
    ///
    /// # Errors
    /// If there is no answer, or one that is no success, or the page was read before, or is not at the configured origin.
    pub(crate) async fn fetch(mut self, state: PagerState, recognizes: Recognizes) -> azure_core::Result<Answered> {
        let mut request = match (state, &self.first) {
            (PagerState::Initial, Some(first)) => {
                let response = RawResponse::clone(first);
                return Ok(Answered { operation: self.operation, request: self.request, response, next_page: None });
            }
            (PagerState::Initial, None) => self.request.clone(),
            (PagerState::More(link), _) => self.following(&link).map_err(|error| self.misled(error))?,
        };
        if !lock(&self.loop_guard).visit(request.url().as_str()) {
            let message = "nextLink leads back to a page that was read before; the list would never end";
            return Err(self.misled(Error::with_message(ErrorKind::Other, message)));
        }
        let response = self.core.send(&mut self.context, &mut request, (&self.operation).into()).await?;
        // No content is no items, whether the operation declares it or not.
        if !is_no_content(&response) {
            let asked = || Asked::of(self.operation.name, &request);
            error::check_status(&response, self.operation.success, recognizes, asked)?;
        }
        Ok(Answered { operation: self.operation, request, response, next_page: self.next_page })
    }

    /// The error of a link that is not followed. The request to name is the one that the list began with.
    fn misled(&self, error: Error) -> Error {
        error::of_reading(error, &Asked::of(self.operation.name, &self.request), None)
    }

    /// A link is followed by GET, whatever method began the list, and says all there is to say but the api-version, which
    /// some services leave out, and what the operation declares.
    fn following(&self, link: &PagerContinuation) -> azure_core::Result<HttpRequest> {
        let mut request = self.request.clone();
        let asked = self.request.url();
        let mut url = match link {
            PagerContinuation::Link(link) => self.core.origin().resolve(asked, link.as_str(), "nextLink")?,
            saved => saved_link::read(&self.core, Some(asked), saved.as_ref(), "nextLink")?,
        };
        carry("api-version", asked, &mut url);
        for name in self.operation.next_query {
            carry(name, asked, &mut url);
        }
        *request.url_mut() = url;
        if request.method() != Method::Get {
            request.set_method(Method::Get);
            request.set_body(Bytes::new());
            request.headers_mut().remove(CONTENT_TYPE);
            request.headers_mut().remove(CONTENT_LENGTH);
        }
        Ok(request)
    }
}

/// Where the next page is, of whose path a page says a part only.
#[derive(Debug)]
struct NextPage {
    /// The path before that part.
    before: String,
    /// The path behind it.
    after: String,
    /// The constant query of its path, and the query that the list was asked with.
    query: String,
}

impl NextPage {
    /// The URL of the page. The part is encoded already, and may end with a query; `None` if it climbs.
    fn url(&self, page: &Url, part: &str) -> Option<Url> {
        let (path, query) = path::split_query(part);
        let mut text = self.before.clone();
        let mut segments = Vec::new();
        for segment in path::segments(path) {
            let segment = String::from_utf8(decode(segment.as_bytes())).ok()?;
            if !path::is_segment(&segment) {
                return None;
            }
            segments.push(segment);
        }
        path::push_segments(&mut text, segments);
        let mut url = page.clone();
        url.set_path(&(text + &self.after));
        let query = path::join_queries(query, &self.query);
        url.set_query(Some(&*query).filter(|query| !query.is_empty()));
        Some(url)
    }
}

/// The answer to the request of one page.
pub(crate) struct Answered {
    operation: Operation,
    request: HttpRequest,
    pub(crate) response: RawResponse,
    next_page: Option<Arc<NextPage>>,
}

impl Answered {
    /// The page, and where the next one is.
    ///
    /// # Errors
    /// If it is none.
    pub(crate) fn page<P: Page>(&self) -> azure_core::Result<(P, Option<PagerContinuation>)> {
        if is_no_content(&self.response)
            && let Some(page) = P::empty()
        {
            return Ok((page, None));
        }
        let mut page = <P as ResponseBody>::from_response(&self.response).map_err(|error| self.no_page(error))?;
        let parts = page.parts();
        let link = parts.link.filter(|_| !self.operation.single_page).map(str::to_owned);
        if let Some(fault) = parts.fault
            && !self.has_null_list(&fault)
        {
            // What was read of a body that is not wanted must not stand beside what is read of it for the error.
            drop(page);
            return Err(self.no_page(fault.into()));
        }
        let next = match (&self.next_page, link) {
            (Some(next), Some(part)) if !part.trim().is_empty() => Some(self.next(next, part.trim())?),
            (_, link) => continuation(self.request.url(), link),
        };
        Ok((page, next))
    }

    /// The next page, of whose path this one says a part.
    fn next(&self, next: &NextPage, part: &str) -> azure_core::Result<PagerContinuation> {
        next.url(self.request.url(), part).map(PagerContinuation::Link).ok_or_else(|| {
            let message =
                format!("the next page cannot be at {part:?}: no part of a path may be empty, \".\" or \"..\"");
            self.no_page(Error::with_message(ErrorKind::DataConversion, message))
        })
    }

    /// Whether the list is there after all, as `null`. A model does not tell that from its absence.
    fn has_null_list(&self, fault: &PageFault) -> bool {
        let PageFault::Unknown { list, .. } = fault else { return false };
        json(&self.response).is_ok_and(|page| page.get(*list).is_some())
    }

    /// Why it is no page: the error in its body, if there is one.
    fn no_page(&self, error: Error) -> Error {
        let asked = Asked::of(self.operation.name, &self.request);
        match error::beside_success(&self.response, &asked) {
            Some(error) => error,
            None => error::of_reading(error, &asked, self.response.headers().get_optional_str(&REQUEST_ID)),
        }
    }
}

/// Whether there is nothing, as the status says: a gateway may well write an error under it.
fn is_no_content(response: &RawResponse) -> bool {
    response.status() == StatusCode::NoContent && response.body().is_empty()
}

/// Where a page says that the next one is. A link is only resolved here; whether it may be followed is asked when it is,
/// so that a bad one does not cost the page it stands on.
///
/// Only a link of the service becomes a [`PagerContinuation::Link`]; what stands as text is judged like a saved one.
pub(crate) fn continuation(page: &Url, link: Option<String>) -> Option<PagerContinuation> {
    let link = link?;
    let trimmed = link.trim();
    if trimmed.is_empty() {
        return None;
    }
    match page.join(trimmed) {
        Ok(url) if saved_link::is_link(trimmed) => Some(PagerContinuation::Link(url)),
        _ => Some(PagerContinuation::Token(link)),
    }
}

/// Gives a link the parameter that its list was asked with, unless it names it.
fn carry(name: &str, asked: &Url, link: &mut Url) {
    if pair(link, name).is_some() {
        return;
    }
    let Some(pair) = pair(asked, name) else { return };
    let query = match link.query() {
        None | Some("") => pair.to_owned(),
        Some(query) => format!("{query}&{pair}"),
    };
    link.set_query(Some(&query));
}

/// The pair of a query that has this name, as it stands there. Names are compared as Resource Manager does it.
fn pair<'a>(url: &'a Url, wanted: &str) -> Option<&'a str> {
    for pair in url.query()?.split('&') {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        if decode(name.as_bytes()).eq_ignore_ascii_case(wanted.as_bytes()) {
            return Some(pair);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use azure_core::http::headers::Headers;

    use super::*;
    use crate::{codegen as rt, model::extra::Extra};

    struct Names {
        value: Option<Vec<String>>,
        extra: Extra,
    }
    rt::model!(Names, None { "value" => value });
    rt::page!(Names { items: value } => String);

    #[test]
    fn a_page_is_told_from_an_error_at_any_size() {
        let long = "x".repeat(2 << 20);
        for (body, expected) in [
            (r#"{"value":["a"]}"#.to_owned(), Ok(1)),
            (r#"{"value":["a"],"error":{}}"#.to_owned(), Ok(1)),
            (r#"{"value":["a"],"error":{"foo":"bar"}}"#.to_owned(), Err("there is an error in the body of the page")),
            (r#"{"error":{"code":"A","message":"why"}}"#.to_owned(), Err("200 OK, A: why")),
            (format!(r#"{{"value":null,"count":"{long}"}}"#), Ok(0)),
            (format!("\u{feff}{{\"value\":null,\"count\":\"{long}\"}}"), Ok(0)),
            (format!(r#"{{"count":"{long}"}}"#), Err("\"value\" is missing, and nobody knows \"count\"")),
            (format!(r#"{{"error":{{"code":"A","x":"{long}"}}}}"#), Err("there is an error in the body of the page")),
        ] {
            let request = HttpRequest::new(Url::parse("https://management.azure.com/a").unwrap(), Method::Get);
            let response = RawResponse::from_bytes(StatusCode::Ok, Headers::new(), body);
            let answered = Answered { operation: PAGES, request, response, next_page: None };
            match (answered.page::<Names>(), expected) {
                (Ok((page, _)), Ok(items)) => assert_eq!(page.value.map_or(0, |value| value.len()), items),
                (Err(error), Err(expected)) => {
                    assert!(error.to_string().contains(expected) && error.to_string().len() < 300, "{error}");
                }
                (page, _) => panic!("{expected:?}, but {:?}", page.map(|_| ()).map_err(|error| error.to_string())),
            }
        }
    }

    #[test]
    fn a_link_gets_what_the_list_was_asked_with_unless_it_says_so_itself() {
        let asked = Url::parse("https://management.azure.com/a?api-version=1&Kind=a%20b&first=true").unwrap();
        for (name, link, carried) in [
            ("api-version", "/b", "/b?api-version=1"),
            ("kind", "/b?x=1", "/b?x=1&Kind=a%20b"),
            ("kind", "/b?KIND=c", "/b?KIND=c"),
            ("kind", "/b?", "/b?Kind=a%20b"),
            ("other", "/b?x=1", "/b?x=1"),
        ] {
            let mut url = asked.join(link).unwrap();
            carry(name, &asked, &mut url);
            assert_eq!(url, asked.join(carried).unwrap(), "{name} {link}");
        }
    }

    #[test]
    fn a_page_may_say_a_part_of_the_next_ones_path() {
        let page = Url::parse("https://management.azure.com/a/b?x=1&y=2").unwrap();
        let next = NextPage { before: "/a/".to_owned(), after: "/c".to_owned(), query: "api-version=1".to_owned() };
        let url = |part: &str| next.url(&page, part).map(|url| url.to_string());
        for (part, path) in [
            ("next", "/a/next/c?api-version=1"),
            ("next?page=2", "/a/next/c?page=2&api-version=1"),
            ("/d/e%20f", "/a/d/e%20f/c?api-version=1"),
            ("a%2Fb#c", "/a/a%2Fb%23c/c?api-version=1"),
        ] {
            assert_eq!(url(part), Some(format!("https://management.azure.com{path}")), "{part}");
        }
        for part in ["..", "d/../e", "%2e%2e", "d//e", "?page=2", "%ff"] {
            assert_eq!(url(part), None, "{part}");
        }
    }
}
