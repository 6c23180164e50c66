//! Building a request, one argument a step. The first error is kept and comes out when the call is awaited.

use std::{fmt, mem};

use azure_core::{
    Bytes,
    error::Error,
    http::{
        Method, Request as HttpRequest, Url,
        headers::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
    },
};

use crate::{
    args::{
        operation::Operation,
        param::{InvalidArgument, Param},
        to_param::{Collection, Place, ToParam},
    },
    base::path::{self, Segments},
    client::{
        client_core::ClientCore,
        prepared::{Prepared, refused},
    },
    model::{internal, wire::Wire},
};

/// A request that is being built.
#[must_use]
pub struct Request {
    core: ClientCore,
    operation: Operation,
    path: Segments,
    query: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    next_page: Option<(String, String)>,
    error: Option<Error>,
}

/// Without the arguments: some are secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl ClientCore {
    /// Begins a request of an operation.
    pub fn request(&self, operation: Operation) -> Request {
        Request::new(self.clone(), operation)
    }

    /// Begins a DELETE. What its operation differs in from the usual, a step says: [`success`](Request::success) and those after it.
    /// So it is with the other methods. A structure would cost the compiler of each operation a constant.
    pub fn delete(&self, name: &'static str, path: &'static str) -> Request {
        self.request(Operation::usual(Method::Delete, name, path))
    }

    /// Begins a GET.
    pub fn get(&self, name: &'static str, path: &'static str) -> Request {
        self.request(Operation::usual(Method::Get, name, path))
    }

    /// Begins a HEAD.
    pub fn head(&self, name: &'static str, path: &'static str) -> Request {
        self.request(Operation::usual(Method::Head, name, path))
    }

    /// Begins a PATCH.
    pub fn patch(&self, name: &'static str, path: &'static str) -> Request {
        self.request(Operation::usual(Method::Patch, name, path))
    }

    /// Begins a POST.
    pub fn post(&self, name: &'static str, path: &'static str) -> Request {
        self.request(Operation::usual(Method::Post, name, path))
    }

    /// Begins a PUT.
    pub fn put(&self, name: &'static str, path: &'static str) -> Request {
        self.request(Operation::usual(Method::Put, name, path))
    }
}

impl Request {
    fn new(core: ClientCore, operation: Operation) -> Self {
        let mut path = Segments::new();
        // The core has checked it already.
        if let Some(subscription) = core.subscription() {
            path.push_encoded(subscription.name, &subscription.segment);
        }
        Self {
            core,
            operation,
            path,
            query: String::new(),
            headers: Vec::new(),
            body: None,
            next_page: None,
            error: None,
        }
    }

    /// Sets the status codes that mean success.
    pub fn success(mut self, success: &'static [u16]) -> Self {
        self.operation.success = success;
        self
    }

    /// Sets the `Accept` header.
    pub fn accept(mut self, media_type: &'static str) -> Self {
        self.operation.accept = media_type;
        self
    }

    /// Sets the `Content-Type` of the body.
    pub fn content_type(mut self, media_type: &'static str) -> Self {
        self.operation.content_type = media_type;
        self
    }

    /// A POST that only reads, and so may be repeated like a GET.
    pub fn read_only(mut self) -> Self {
        self.operation.read_only_post = true;
        self
    }

    /// The query does not end with the client's `api-version`.
    pub fn unversioned(mut self) -> Self {
        self.operation.versioned = false;
        self
    }

    /// The list ends with its first page, whatever link stands there.
    pub fn single_page(mut self) -> Self {
        self.operation.single_page = true;
        self
    }

    /// Sets the path template of the next page: see [`Operation::next_page`].
    pub fn next_page(mut self, path: &'static str) -> Self {
        self.operation.next_page = path;
        self
    }

    /// Sets the parameters of the query that the next pages are asked with as well, unless their links name them.
    pub fn next_query(mut self, names: &'static [&'static str]) -> Self {
        self.operation.next_query = names;
        self
    }

    /// Sets a path parameter.
    pub fn path(mut self, param: &'static Param, value: &str) -> Self {
        self.set_path(param, value);
        self
    }

    /// Sets a path parameter that is not a mere text.
    pub fn path_of<V: ToParam>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_path(param, &value.to_param());
        self
    }

    /// Sets a path parameter that is a path itself, such as the id of a resource.
    pub fn path_segments(mut self, param: &'static Param, value: &str) -> Self {
        let checked = param.check_segments(value, self.core.validates());
        self.keep(checked, |request, ()| request.path.push_all(param.name, value));
        self
    }

    /// Sets or adds a parameter that is a list, if there is one.
    pub fn items<V: ToParam>(
        mut self,
        place: Place,
        param: &'static Param,
        items: Option<impl AsRef<[V]>>,
        collection: Collection,
    ) -> Self {
        if let Some(items) = items {
            let items = items.as_ref().iter().map(|item| item.to_param().into_owned()).collect();
            self.set_items(place, param, items, collection);
        }
        self
    }

    /// Adds a query parameter.
    pub fn query<V: ToParam + ?Sized>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_query(param, &value.to_param());
        self
    }

    /// Adds a query parameter if there is a value for it.
    pub fn query_opt<V: ToParam>(mut self, param: &'static Param, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.set_query(param, &value.to_param());
        }
        self
    }

    /// Adds a header.
    pub fn header<V: ToParam + ?Sized>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_header(param, &value.to_param());
        self
    }

    /// Adds a header if there is a value for it.
    pub fn header_opt<V: ToParam>(mut self, param: &'static Param, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.set_header(param, &value.to_param());
        }
        self
    }

    /// Sets the body.
    pub fn json<T: Wire>(mut self, body: &T) -> Self {
        self.body = Some(internal::text(body));
        self
    }

    /// Sets a body that is a text and no JSON.
    pub fn text(mut self, body: &str) -> Self {
        self.body = Some(body.as_bytes().to_owned());
        self
    }

    /// Sets a body that is a text and no JSON, if there is one.
    pub fn text_opt(self, body: Option<&String>) -> Self {
        match body {
            Some(body) => self.text(body),
            None => self,
        }
    }

    /// Sets a body of bytes.
    pub fn bytes(mut self, body: &Bytes) -> Self {
        self.body = Some(body.to_vec());
        self
    }

    /// Sets a body of bytes if there is one.
    pub fn bytes_opt(self, body: Option<&Bytes>) -> Self {
        match body {
            Some(body) => self.bytes(body),
            None => self,
        }
    }

    /// Sets the body if there is one.
    pub fn json_opt<T: Wire>(self, body: Option<&T>) -> Self {
        match body {
            Some(body) => self.json(body),
            None => self,
        }
    }

    fn set_path(&mut self, param: &'static Param, text: &str) {
        let checked = param.check_path(text, self.core.validates());
        self.keep(checked, |request, ()| request.path.push(param.name, text));
    }

    fn set_items(&mut self, place: Place, param: &'static Param, items: Vec<String>, collection: Collection) {
        let checked = param.check_items(&items, collection.separator(), self.core.validates());
        let Some(separator) = collection.separator() else {
            return self.keep(checked, |request, ()| {
                for item in items {
                    path::push_query(&mut request.query, param.name, &item);
                }
            });
        };
        let text = items.join(separator.encode_utf8(&mut [0; 4]));
        let checked = checked.and_then(|()| match place {
            Place::Path => param.check_path(&text, false),
            Place::Query => Ok(()),
            Place::Header => param.check_header(&text, false),
        });
        self.keep(checked, |request, ()| match place {
            Place::Path => request.path.push(param.name, &text),
            Place::Query => path::push_query(&mut request.query, param.name, &text),
            Place::Header => request.headers.push((param.name, text)),
        });
    }

    fn set_query(&mut self, param: &'static Param, text: &str) {
        let checked = param.check(text, self.core.validates());
        self.keep(checked, |request, ()| path::push_query(&mut request.query, param.name, text));
    }

    fn set_header(&mut self, param: &'static Param, text: &str) {
        let checked = param.check_header(text, self.core.validates());
        self.keep(checked.map(|()| text.to_owned()), |request, text| request.headers.push((param.name, text)));
    }

    fn keep<T>(&mut self, checked: Result<T, InvalidArgument>, then: impl FnOnce(&mut Self, T)) {
        match checked {
            Ok(value) => then(self, value),
            Err(invalid) if self.error.is_none() => self.error = Some(refused(invalid, &self.operation)),
            Err(_) => {}
        }
    }

    /// The request, complete.
    pub(crate) fn prepare(mut self) -> Prepared {
        let request = match self.error.take() {
            Some(error) => Err(error),
            None => self.build(),
        };
        let mut prepared = Prepared::of(self.core, self.operation, request);
        prepared.next_page = self.next_page;
        prepared
    }

    fn build(&mut self) -> azure_core::Result<HttpRequest> {
        if self.operation.versioned {
            path::push_pair(&mut self.query, self.core.version_pair());
        }
        let (template, constant) = path::split_query(self.operation.path);
        let query = path::join_queries(constant, &self.query);
        let mut url: Url = self.core.endpoint().clone();
        let mut path = String::from(url.path().trim_end_matches('/'));
        if !self.operation.next_page.is_empty() {
            let (template, _) = path::split_query(self.operation.next_page);
            let (before, after) = self.path.around_missing(template)?;
            self.next_page = Some((format!("{path}{before}"), after));
        }
        self.path.fill(template, &mut path)?;
        url.set_path(&path);
        url.set_query(Some(&*query).filter(|query| !query.is_empty()));
        let mut request = HttpRequest::new(url, self.operation.method);
        request.insert_header(ACCEPT, self.operation.accept);
        for (name, value) in mem::take(&mut self.headers) {
            request.insert_header(HeaderName::from(name.to_owned()), HeaderValue::from(value));
        }
        if let Some(body) = self.body.take() {
            request.insert_header(CONTENT_TYPE, self.operation.content_type);
            request.set_body(Bytes::from(body));
        }
        Ok(request)
    }
}
