//! Request bodies and responses: media types, headers and what is sent in them.

use openapiv3::{
    Header as HeaderSource, MediaType, Operation as Source, ParameterSchemaOrContent, ReferenceOr, RequestBody,
    Response as ResponseSource, StatusCode,
};

use indexmap::IndexMap;

use super::{
    context::Lowering,
    params::is_token,
    types::{any, inline},
    view::Node,
};
use crate::{
    diag::Code,
    model::{Body, Docs, Header, Method, Response, Scalar, TypeId, TypeRef, Value, is_json},
    pointer::Pointer,
    spec::{
        Problem,
        ext::{self, RequestBodyExt},
        refs::Ref,
    },
};

/// The responses of an operation.
pub(super) struct Responses {
    /// 2xx, and 404 on HEAD.
    pub(super) success: Vec<Response>,
    /// The other codes.
    pub(super) failures: Vec<Response>,
    /// The body of `default`.
    pub(super) error: Option<Value>,
}

/// What `content` holds.
struct Content {
    media_types: Vec<String>,
    value: Option<Value>,
}

impl<'a> Lowering<'a> {
    /// The request body; `count` is the number of parameters, behind which it stands unless it says otherwise.
    pub(super) fn body(
        &mut self,
        body: &'a ReferenceOr<RequestBody>,
        at: &Pointer,
        owner: &TypeId,
        count: usize,
    ) -> Option<Body> {
        let (body, at, owner) = match body {
            ReferenceOr::Item(body) => (body, at.clone(), owner.clone()),
            ReferenceOr::Reference { reference } => {
                let components = &self.document.api.components.as_ref()?.request_bodies;
                let (name, body) = chase(components, reference)?;
                (body, Pointer::root().join("components").join("requestBodies").join(&name), TypeId(name))
            }
        };
        let ext: RequestBodyExt = ext::read(&body.extensions);
        let name = ext.name.unwrap_or_else(|| "body".to_owned());
        let content = self.content(&body.content, &at, &inline(&owner, &name));
        let Some(value) = content.value else {
            self.unsupported(&at.join("content"), "a request body without a schema", "give it one, or remove the body");
            return None;
        };
        Some(Body {
            name,
            index: ext.index.unwrap_or(count),
            docs: Docs { summary: None, description: body.description.clone() },
            required: body.required,
            media_types: content.media_types,
            value,
            at,
        })
    }

    /// Every response, sorted by status.
    pub(super) fn responses(&mut self, source: &'a Source, at: &Pointer, owner: &TypeId, method: Method) -> Responses {
        let at = at.join("responses");
        let mut responses = Responses { success: Vec::new(), failures: Vec::new(), error: None };
        for (code, response) in &source.responses.responses {
            let StatusCode::Code(status) = *code else {
                self.unsupported(&at.join(code), "a range of status codes", "list the codes");
                continue;
            };
            let Some(response) = self.response(response, status, &at.join(status), &inline(owner, &status.to_string()))
            else {
                continue;
            };
            let is_success = (200..300).contains(&status) || (status == 404 && method == Method::Head);
            if is_success { &mut responses.success } else { &mut responses.failures }.push(response);
        }
        if let Some(default) = &source.responses.default {
            let here = at.join("default");
            if let Some(response) = self.response(default, 0, &here, &inline(owner, "default")) {
                if !response.headers.is_empty() {
                    self.unsupported(
                        &response.at.join("headers"),
                        "headers of the default response",
                        "declare them for a status code",
                    );
                }
                responses.error = response.body;
            }
        }
        if !responses.success.iter().any(|r| r.status < 300) {
            let what = "no 2xx response is declared, so that of a success nothing is known";
            self.report.warn_at(&at, Problem::new(Code::Shape, what).help("declare what success looks like"));
        }
        responses.success.sort_by_key(|r| r.status);
        responses.failures.sort_by_key(|r| r.status);
        responses
    }

    fn response(
        &mut self,
        response: &'a ReferenceOr<ResponseSource>,
        status: u16,
        at: &Pointer,
        id: &TypeId,
    ) -> Option<Response> {
        let (response, at, id) = match response {
            ReferenceOr::Item(response) => (response, at.clone(), id.clone()),
            ReferenceOr::Reference { reference } => {
                let (name, response) = chase(&self.document.api.components.as_ref()?.responses, reference)?;
                let at = Pointer::root().join("components").join("responses").join(&name);
                (response, at, inline(&TypeId(name), "body"))
            }
        };
        if !response.links.is_empty() {
            self.unsupported(&at.join("links"), "links are not supported", "remove them");
        }
        // How a failure is read is the runtime's business, and it reads what is no JSON as text.
        let fails = !((200..300).contains(&status));
        let is_json_or_empty = response.content.is_empty() || response.content.keys().any(|name| is_json(name));
        let content = if fails && !is_json_or_empty {
            Content { media_types: response.content.keys().cloned().collect(), value: None }
        } else {
            self.content(&response.content, &at, &id)
        };
        let headers = self.headers(&response.headers, &at.join("headers"), &id);
        Some(Response {
            status,
            docs: Docs {
                summary: None,
                description: Some(response.description.clone()).filter(|text| !text.is_empty()),
            },
            headers,
            media_types: content.media_types,
            body: content.value,
            at,
        })
    }

    fn headers(
        &mut self,
        headers: &'a IndexMap<String, ReferenceOr<HeaderSource>>,
        at: &Pointer,
        id: &TypeId,
    ) -> Vec<Header> {
        let mut lowered: Vec<Header> = Vec::new();
        for (name, header) in headers {
            let here = at.join(name);
            let (header, here) = match header {
                ReferenceOr::Item(header) => (header, here),
                ReferenceOr::Reference { reference } => {
                    let components = self.document.api.components.as_ref();
                    let Some((name, header)) = components.and_then(|c| chase(&c.headers, reference)) else { continue };
                    (header, Pointer::root().join("components").join("headers").join(name))
                }
            };
            if lowered.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                self.conflict(&here, format!("header \"{name}\" is declared twice"), "remove one");
            }
            let flags = [("required", header.required), ("deprecated", header.deprecated.unwrap_or_default())];
            for (key, _) in flags.into_iter().filter(|(_, stands)| *stands) {
                self.unsupported(&here.join(key), format!("{key} on a response header"), "remove it");
            }
            let value = match &header.format {
                ParameterSchemaOrContent::Schema(schema) => {
                    self.plain(Node::from(schema), &here.join("schema"), &inline(id, name))
                }
                ParameterSchemaOrContent::Content(_) => {
                    self.unsupported(&here.join("content"), "a header in a media type", "describe it with \"schema\"");
                    any()
                }
            };
            lowered.push(Header { name: name.clone(), value });
        }
        lowered.sort_by_key(|header| header.name.to_ascii_lowercase());
        lowered
    }

    /// One value, in one or more media types.
    fn content(&mut self, content: &'a IndexMap<String, MediaType>, at: &Pointer, id: &TypeId) -> Content {
        let at = at.join("content");
        let mut media_types: Vec<String> = content.keys().cloned().collect();
        // A mapping has no order; JSON first, because that is what a client prefers.
        media_types.sort_by_key(|name| (!is_json(name), name.clone()));
        for name in media_types.iter().filter(|name| !is_media_type(name)) {
            let what = format!("\"{name}\" as a media type");
            self.unsupported(&at.join(name), what, "write `type/subtype`, with nothing but visible ASCII behind a `;`");
        }
        for (name, _) in content.iter().filter(|(_, media_type)| !media_type.encoding.is_empty()) {
            self.unsupported(&at.join(name).join("encoding"), "encoding is not supported", "send JSON");
        }
        let Some(first) = media_types.first() else {
            return Content { media_types, value: None };
        };
        for name in &media_types {
            if content[name].schema != content[first].schema {
                let what = format!("\"{name}\" and \"{first}\" describe different bodies");
                self.unsupported(&at.join(name), what, "describe one body in all media types");
            }
        }
        let here = at.join(first);
        let mut value =
            content[first].schema.as_ref().map(|schema| self.plain(Node::from(schema), &here.join("schema"), id));
        if let Some(value) = &mut value
            && !is_json(first)
            && matches!(value.ty, TypeRef::Object | TypeRef::Any)
        {
            let what = format!("a body in \"{first}\" of which nothing is said; it is read as text");
            let problem = Problem::new(Code::Shape, what);
            self.report.warn_at(&here, problem.help("declare a string; of bytes with format \"binary\""));
            value.ty = TypeRef::Scalar(Scalar::String);
        }
        if let Some(value) = &value
            && !is_json(first)
            && !matches!(value.unaliased(&self.types).ty, TypeRef::Scalar(Scalar::String | Scalar::Binary))
        {
            self.unsupported(&here, format!("a structured body in \"{first}\""), "offer it as application/json");
        }
        Content { media_types, value }
    }
}

/// Whether a text can stand in `Content-Type` and `Accept`: two tokens, and parameters that say nothing beyond their line.
fn is_media_type(text: &str) -> bool {
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    let is_shown = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    let essence = essence.trim_end_matches(' ').split_once('/');
    essence.is_some_and(|(ty, subtype)| is_token(ty) && is_token(subtype)) && parameters.bytes().all(is_shown)
}

/// A component, and its name, behind others that are only references to it.
fn chase<'c, T>(components: &'c IndexMap<String, ReferenceOr<T>>, reference: &str) -> Option<(String, &'c T)> {
    let mut name = Ref::name_in(reference);
    loop {
        match components.get(&name)? {
            ReferenceOr::Item(item) => return Some((name, item)),
            ReferenceOr::Reference { reference } => name = Ref::name_in(reference),
        }
    }
}

impl Lowering<'_> {
    /// Reports that a name leads nowhere.
    pub(super) fn unresolved(&mut self, at: &Pointer, what: impl Into<String>) {
        self.report.push_at(at, Problem::new(Code::UnresolvedRef, what).help("declare it, or correct the spelling"));
    }
}
