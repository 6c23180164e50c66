//! Errors of requests that were not answered: why, and which request it was.
//!
//! Transports say why in the errors behind their error, and reqwest's print whole URLs. So the reasons are put together here,
//! without queries, and reqwest's error is kept without its URL.

use std::error;

use azure_core::{
    error::Error,
    http::{Context, Request},
};

use super::{super::DeadlineExceeded, ArmError, Asked};

type Source = Box<dyn error::Error + Send + Sync>;

/// An error of the same kind and with the same error behind it, which says what was asked and why there is no answer.
pub(crate) fn of_sending(error: Error, context: &Context<'_>, request: &Request) -> Error {
    if ArmError::from_error(&error).is_some() {
        // It was answered after all, and says all that.
        return error;
    }
    let asked = Asked::in_context(context, request);
    let id = asked.client_request_id.as_deref().map(|id| format!(" (client request id: {id})"));
    let message = match error.downcast_ref::<DeadlineExceeded>() {
        // It begins with the operation itself.
        Some(late) => format!("{late} ({} {})", asked.method, asked.path),
        None => format!("{asked}: {}{}", reasons(&error), id.unwrap_or_default()),
    };
    let kind = error.kind().clone();
    match error.into_inner() {
        Ok(source) => Error::with_error(kind, without_url(source), message),
        Err(_) => Error::with_message(kind, message),
    }
}

/// What an error says, and after it what the errors behind it add.
fn reasons(error: &Error) -> String {
    let mut text = without_queries(&error.to_string());
    let mut cause = error::Error::source(error);
    while let Some(error) = cause {
        let reason = without_queries(&error.to_string());
        if !text.contains(&reason) {
            text.push_str(": ");
            text.push_str(&reason);
        }
        cause = error.source();
    }
    super::line(&text)
}

/// A text in which no URL has a query.
fn without_queries(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        let end = from.find(|c: char| c.is_whitespace() || "\"'<>()[]{}`,".contains(c)).unwrap_or(from.len());
        let url = &from[..end];
        kept.push_str(url.split(['?', '#']).next().unwrap_or_default());
        rest = &from[end..];
    }
    kept.push_str(rest);
    kept
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
        http::{Method, Url},
    };

    use super::{super::super::core::RequestPlan, *};

    #[test]
    fn queries_are_left_out_of_texts() {
        for (text, expected) in [
            ("no URL? none", "no URL? none"),
            ("GET https://a.example/b?sig=1&c=d failed? yes", "GET https://a.example/b failed? yes"),
            ("(https://a.example/?sig=1)", "(https://a.example/)"),
            ("\"https://a/x?sig=1\", https://b/y#f?sig=2", "\"https://a/x\", https://b/y"),
            ("https://a", "https://a"),
            ("://?", "://"),
        ] {
            assert_eq!(without_queries(text), expected);
        }
    }

    #[test]
    fn an_error_says_what_was_asked_and_why_it_failed() {
        let request = Request::new(Url::parse("https://management.azure.com/a?sig=1").unwrap(), Method::Put);
        let mut context = Context::new();
        context.insert(RequestPlan { operation: "Thing_Do".into(), read_only_post: false });
        let refused = std::io::Error::new(std::io::ErrorKind::ConnectionRefused, "refused by https://x/?sig=1");
        let inner = Error::with_error(ErrorKind::Io, refused, "cannot connect");
        let error = inner.with_context("sending failed");
        let told = of_sending(error, &context, &request);
        assert_eq!(told.to_string(), "Thing_Do (PUT /a): sending failed: cannot connect: refused by https://x/");
        assert_eq!(told.kind(), &ErrorKind::Io);
        let told = of_sending(Error::with_message(ErrorKind::Connection, "lost"), &context, &request);
        assert_eq!((told.to_string().as_str(), told.kind()), ("Thing_Do (PUT /a): lost", &ErrorKind::Connection));
    }
}
