//! Answers of any service: what is missing, when to come again, and what becomes of an answer on its way.

use super::{
    script::{Fault, RetryAfter},
    wire::{End, Reply},
};

/// Says that there is nothing at a path.
#[must_use]
pub fn not_found(path: &str) -> Reply {
    Reply::error(404, "ResourceNotFound", &format!("{path} does not exist"))
}

/// Says when to come again, if that is known; `now` in seconds since 1970.
#[must_use]
pub fn hint(reply: Reply, after: Option<&RetryAfter>, now: i64) -> Reply {
    let Some(after) = after else { return reply };
    match after {
        RetryAfter::Text(text) => reply.with("retry-after", text.clone()),
        RetryAfter::Date(seconds) => {
            let date = azure_core::time::OffsetDateTime::from_unix_timestamp(now.saturating_add(*seconds));
            reply.with(
                "retry-after",
                date.map_or_else(|_| "no date".to_owned(), |date| azure_core::time::to_rfc7231(&date)),
            )
        }
        RetryAfter::Millis(millis) => reply.with("retry-after-ms", millis.to_string()),
        RetryAfter::MsMillis(millis) => reply.with("x-ms-retry-after-ms", millis.to_string()),
    }
}

/// Spoils an answer on its way.
#[must_use]
pub fn spoil(mut reply: Reply, fault: &Fault) -> Reply {
    let half = reply.body.len() / 2;
    match fault {
        Fault::LostAfter => reply.ending(End::Lost),
        Fault::Cut if reply.body.is_empty() => reply.ending(End::Lost),
        Fault::Cut => reply.ending(End::Cut(half)),
        Fault::Truncated => {
            reply.body.truncate(half);
            reply
        }
        Fault::NotJson if !reply.body.is_empty() => {
            reply.body =
                b"<!DOCTYPE html><html><body><h1>Our services aren't available right now</h1></body></html>".to_vec();
            reply.with("content-type", "text/html")
        }
        Fault::WrongType if !reply.body.is_empty() => reply.with("content-type", "text/plain"),
        Fault::Slow(delay) => Reply { delay: *delay, ..reply },
        _ => reply,
    }
}
