//! Responses.

use serde_json::{Value, json};

use super::{
    convert::{Converter, Object},
    files::Node,
    keys,
};
use crate::diag::Code;

impl<'a> Converter<'a> {
    /// The responses of an operation, by status and `default` last. `produces` are the media types of their bodies.
    pub(super) fn responses(&mut self, node: &Node<'a>, produces: &[String]) -> Value {
        self.is_object(node);
        let mut members = node.members();
        members.sort_by_key(|(status, _)| *status);
        let mut out = Object::new();
        for (status, response) in members {
            match status.parse::<u16>() {
                Ok(100..=599) => {}
                Err(_) if status == "default" => {}
                _ => {
                    self.expected(&response, "a status code or \"default\"");
                    continue;
                }
            }
            if let Some(response) = self.shared(&response) {
                out.insert(status.to_owned(), self.response(status, &response, produces));
            }
        }
        if out.is_empty() {
            self.error(node, Code::Shape, "the operation has no response", "declare what it answers");
        }
        Value::Object(out)
    }

    fn response(&mut self, status: &str, node: &Node<'a>, produces: &[String]) -> Value {
        let mut out = Object::new();
        self.is_object(node);
        let described = node.text_of("description").filter(|text| self.keeps_prose() && !text.is_empty());
        out.insert("description".into(), json!(described.unwrap_or_else(|| reason(status))));
        for (key, member) in node.members() {
            match key {
                "description" => {}
                "schema" => drop(out.insert("content".into(), self.content(&member, produces))),
                "headers" => drop(out.insert(key.into(), self.headers(&member))),
                "examples" => self.examples(&member),
                _ => self.copy(&keys::RESPONSE, key, &member, &mut out),
            }
        }
        keys::sort(&mut out, keys::ORDER);
        Value::Object(out)
    }

    fn headers(&mut self, node: &Node<'a>) -> Value {
        self.is_object(node);
        let headers = node.members().into_iter();
        Value::Object(headers.map(|(name, header)| (name.to_owned(), self.header(&header))).collect())
    }

    /// Examples are prose, and Swagger 2.0 keeps them apart from the body they belong to.
    fn examples(&mut self, node: &Node<'a>) {
        if self.keeps_prose() {
            let message = "examples beside a response are not carried over";
            self.diagnostics.push(crate::diag::Diagnostic::warning(node.at(), Code::Unsupported, message));
        }
    }

    /// A body: its schema under each of the media types.
    pub(super) fn content(&mut self, schema: &Node<'a>, media_types: &[String]) -> Value {
        let schema = self.schema(schema);
        Value::Object(media_types.iter().map(|media| (media.clone(), json!({ "schema": schema }))).collect())
    }
}

/// The words that HTTP has for a status; OpenAPI asks for a description.
fn reason(status: &str) -> &'static str {
    match status {
        "200" => "OK",
        "201" => "Created",
        "202" => "Accepted",
        "204" => "No Content",
        "206" => "Partial Content",
        "301" => "Moved Permanently",
        "302" => "Found",
        "303" => "See Other",
        "304" => "Not Modified",
        "307" => "Temporary Redirect",
        "308" => "Permanent Redirect",
        "400" => "Bad Request",
        "401" => "Unauthorized",
        "403" => "Forbidden",
        "404" => "Not Found",
        "405" => "Method Not Allowed",
        "409" => "Conflict",
        "410" => "Gone",
        "412" => "Precondition Failed",
        "413" => "Content Too Large",
        "429" => "Too Many Requests",
        "default" => "Error",
        _ => match status.as_bytes().first() {
            Some(b'1') => "Informational",
            Some(b'2') => "Successful",
            Some(b'3') => "Redirection",
            Some(b'4') => "Client Error",
            _ => "Server Error",
        },
    }
}
