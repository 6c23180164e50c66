//! Errors that are no answer of the service: why, and which request it was.
//!
//! Transports say why in the errors behind their error, and reqwest's print whole URLs. So the reasons are put together here,
//! without queries, and reqwest's error is kept without its URL.

use std::{error, io};

use azure_core::{
    error::{Error, ErrorKind},
    http::{Context, Request},
};

use crate::{
    args::param::InvalidArgument,
    error::{
        arm_error::ArmError,
        asked::Asked,
        deadline::DeadlineExceeded,
        line::{MESSAGE, ids, line, without_queries},
    },
};

type Source = Box<dyn error::Error + Send + Sync>;

/// How many errors behind an error are read.
const MAX_CHAIN: usize = 16;

/// An error of the same kind and with the same error behind it, which says what was asked and why there is no answer.
pub(crate) fn of_sending(error: Error, context: &Context<'_>, request: &Request) -> Error {
    if ArmError::from_error(&error).is_some() {
        // It was answered after all, and says all that.
        return error;
    }
    let asked = Asked::in_context(context, request);
    let message = match error.downcast_ref::<DeadlineExceeded>() {
        // It begins with the operation itself.
        Some(late) => {
            let path = line(&asked.path, MESSAGE);
            format!("{late} ({} {path}){}", asked.method, ids(None, asked.client_request_id.as_deref()))
        }
        None => text(&asked, &reasons(&error), None),
    };
    with_message(error, message)
}

/// The same of a request that was not sent at all, since an argument was refused.
pub(crate) fn of_argument(invalid: InvalidArgument, asked: &Asked) -> Error {
    let message = text(asked, &invalid.to_string(), None);
    with_message(invalid.into(), message)
}

/// The same of an answer that is a success, but cannot be read.
pub(crate) fn of_reading(error: Error, asked: &Asked, request_id: Option<&str>) -> Error {
    let message = text(asked, &error.to_string(), request_id);
    with_message(error, message)
}

fn text(asked: &Asked, what: &str, request_id: Option<&str>) -> String {
    format!("{asked}: {what}{}", ids(request_id, asked.client_request_id.as_deref()))
}

fn with_message(error: Error, message: String) -> Error {
    let kind = error.kind().clone();
    match error.into_inner() {
        Ok(source) => Error::with_error(kind, without_url(source), message),
        Err(_) => Error::with_message(kind, message),
    }
}

/// What an error says, and after it what the errors behind it add; of a connection, first in plain words.
fn reasons(error: &Error) -> String {
    let mut text = without_queries(&error.to_string());
    let mut reason = None;
    let mut cause: Option<&(dyn error::Error + 'static)> = Some(error);
    for _ in 0..MAX_CHAIN {
        let Some(error) = cause else { break };
        let added = without_queries(&error.to_string());
        if !text.contains(&added) {
            text.push_str(": ");
            text.push_str(&added);
        }
        // The innermost error knows best.
        reason = error.downcast_ref().and_then(reason_of_io).or_else(|| reason_in(&added)).or(reason);
        cause = error.source();
    }
    let text = line(&text, MESSAGE);
    match (error.kind(), reason) {
        (ErrorKind::Connection, Some(reason)) => format!("no connection, {reason}: {text}"),
        (ErrorKind::Connection, None) => format!("no connection: {text}"),
        (ErrorKind::Io, Some(reason)) => format!("{reason}: {text}"),
        _ => text,
    }
}

fn reason_of_io(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::ConnectionRefused => "it was refused",
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => {
            "the connection was lost"
        }
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "the host cannot be reached",
        io::ErrorKind::TimedOut => "it took too long",
        _ => return None,
    })
}

/// TLS and the search for a name have errors of types that are not ours to name.
fn reason_in(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    for (part, reason) in [
        ("certificate", "TLS failed"),
        ("handshake", "TLS failed"),
        ("corrupt message", "TLS failed"),
        ("received fatal alert", "TLS failed"),
        ("dns error", "the name was not found"),
        ("failed to lookup address", "the name was not found"),
        ("timed out", "it took too long"),
    ] {
        if text.contains(part) {
            return Some(reason);
        }
    }
    None
}

/// An error of the default transport without the URL, of which it would print the query.
fn without_url(source: Source) -> Source {
    #[cfg(feature = "reqwest")]
    let source = match source.downcast::<reqwest::Error>() {
        Ok(error) => return error.without_url().into(),
        Err(source) => source,
    };
    match source.downcast::<Error>() {
        Ok(error) => {
            let (kind, text) = (error.kind().clone(), without_queries(&error.to_string()));
            match error.into_inner() {
                Ok(source) => Error::with_error(kind, without_url(source), text).into(),
                Err(_) => Error::with_message(kind, text).into(),
            }
        }
        Err(source) => source,
    }
}

#[cfg(test)]
mod tests {
    use azure_core::{
        error::ErrorKind,
        http::{Method, Url, headers::CLIENT_REQUEST_ID},
    };

    use super::*;
    use crate::args::operation::RequestPlan;

    /// What a failure of a request becomes.
    fn told(error: Error) -> Error {
        let mut request = Request::new(Url::parse("https://management.azure.com/a?sig=1").unwrap(), Method::Put);
        request.insert_header(CLIENT_REQUEST_ID, "mine");
        let mut context = Context::new();
        context.insert(RequestPlan { operation: "Thing_Do".into(), read_only_post: false });
        of_sending(error, &context, &request)
    }

    #[test]
    fn an_error_says_what_was_asked_and_why_it_failed() {
        let kind = |kind: io::ErrorKind| Error::with_error(ErrorKind::Connection, io::Error::from(kind), "sending");
        let text = |text: &'static str| {
            Error::with_error(ErrorKind::Connection, io::Error::other(format!("{text} at https://x/?sig=1")), "sending")
        };
        let message = |kind, text: &'static str| Error::with_message(kind, text);
        for (error, expected) in [
            (kind(io::ErrorKind::ConnectionRefused), "no connection, it was refused: sending: connection refused"),
            (kind(io::ErrorKind::TimedOut), "no connection, it took too long: sending: timed out"),
            (text("dns error"), "no connection, the name was not found: sending: dns error at https://x/"),
            (
                text("invalid peer certificate"),
                "no connection, TLS failed: sending: invalid peer certificate at https://x/",
            ),
            (text("something else"), "no connection: sending: something else at https://x/"),
            (message(ErrorKind::Io, "lost"), "lost"),
            (message(ErrorKind::Other, "certificate"), "certificate"),
        ] {
            let kind = error.kind().clone();
            let told = told(error);
            assert_eq!(told.to_string(), format!("Thing_Do (PUT /a): {expected} (client request id: mine)"));
            assert_eq!(told.kind(), &kind);
        }
        let inner = Error::with_error(ErrorKind::Io, io::Error::other("refused by https://x/?sig=1"), "cannot connect");
        let outer = told(inner.with_context("sending failed at https://x/?sig=1"));
        let expected = "Thing_Do (PUT /a): sending failed at https://x/: cannot connect: refused by https://x/ (client request id: mine)";
        assert_eq!(outer.to_string(), expected);
    }

    #[test]
    fn what_was_late_is_said_in_short() {
        let url = format!("https://management.azure.com/{}?sig=1", "x".repeat(50_000));
        let request = Request::new(Url::parse(&url).unwrap(), Method::Put);
        let late = DeadlineExceeded::call("Thing_Do", std::time::Duration::from_secs(1));
        let told = of_sending(late.into(), &Context::new(), &request).to_string();
        assert!(told.starts_with("Thing_Do took longer") && told.contains("(PUT /xxx"), "{}", &told[..80]);
        assert!(told.ends_with("...)") && told.len() < 1500, "{} bytes", told.len());
    }

    #[test]
    fn what_is_behind_an_error_stays_there() {
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        let told = told(Error::with_error(ErrorKind::Connection, refused, "sending"));
        assert!(told.downcast_ref::<io::Error>().is_some());
    }
}
