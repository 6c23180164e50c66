//! What a service answers, as a text: an operation, and the answers that its requests get one after the other.
//!
//! ```text
//! 2024-05-01 Gateway_ListByService
//! continuation https://management.azure.com/next
//! HTTP 200
//! Content-Type: application/json
//!
//! {"value": []}
//! ---
//! HTTP 404
//! ```

use generator::model::{Api, Operation, TypeRef};
use serde_json::Value as Json;

use super::edit::{Choices, edit};
use kit::{memory::Reply, specs};
use simulator::json::{Purpose, Sampler, Shape, Strange};

/// One run.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) api: &'static Api,
    pub(super) op: &'static Operation,
    /// A saved token of a long-running operation, as somebody may have changed it.
    pub(super) token: Option<String>,
    /// A saved place in a list.
    pub(super) continuation: Option<String>,
    pub(super) replies: Vec<Reply>,
}

impl Script {
    /// A script as a text. An operation that does not exist stands for one that does.
    pub(super) fn of_text(data: &[u8]) -> Self {
        let text = String::from_utf8_lossy(data);
        let mut lines = text.splitn(2, '\n');
        let (api, op) = chosen(lines.next().unwrap_or_default(), |_| true);
        let mut script = Self { api, op, token: None, continuation: None, replies: Vec::new() };
        for part in lines.next().unwrap_or_default().split("\n---\n") {
            let mut rest = part;
            while let Some((line, after)) = rest.split_once('\n').or((!rest.is_empty()).then_some((rest, ""))) {
                let saved = line.split_once(' ').map(|(word, value)| (word, Some(value.to_owned())));
                match saved {
                    Some(("token", value)) => script.token = value,
                    Some(("continuation", value)) => script.continuation = value,
                    _ => break,
                }
                rest = after;
            }
            script.replies.extend(reply(rest));
        }
        script
    }

    /// A good answer of an operation with the edits that the bytes spell.
    pub(super) fn of_edits(choices: &mut Choices<'_>) -> Self {
        let apis = specs::all();
        let api = apis[choices.below(apis.len())];
        let op = &api.operations[choices.below(api.operations.len())];
        let response = &op.responses[choices.below(op.responses.len())];
        let shape = Shape::ALL[choices.below(4)];
        let strange = [Strange::Nothing, Strange::Members, Strange::EnumValues][choices.below(3)];
        let mut reply = Reply::status(response.status);
        if let Some(value) = &response.body {
            let mut body = Sampler::new(api, shape, Purpose::Response, 1).strange(strange).value(value);
            edit(&mut body, choices);
            let text = if value.ty == TypeRef::Any && body == Json::Null { String::new() } else { body.to_string() };
            reply = Reply::text(response.status, text);
        }
        Self { api, op, token: None, continuation: None, replies: vec![reply] }
    }
}

/// The operation that a line names if it is `wanted`, or a wanted one that follows from the line.
pub(super) fn chosen(line: &str, wanted: fn(&Operation) -> bool) -> (&'static Api, &'static Operation) {
    let (version, id) = line.trim().split_once(' ').unwrap_or(("", line));
    let apis = specs::all();
    let api = apis.iter().copied().find(|api| api.api_version == version).unwrap_or(apis[line.len() % apis.len()]);
    let operations: Vec<_> = api.operations.iter().filter(|op| wanted(op)).collect();
    let named = operations.iter().find(|op| op.id == id);
    let number = line.bytes().fold(7_usize, |number, byte| number.wrapping_mul(31).wrapping_add(usize::from(byte)));
    (api, named.unwrap_or(&operations[number % operations.len()]))
}

/// A status, headers, an empty line, a body. What is no header is left out.
fn reply(text: &str) -> Option<Reply> {
    if text.trim().is_empty() {
        return None;
    }
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let status = lines.next().unwrap_or_default();
    let status = status.trim_start_matches("HTTP").trim().parse().unwrap_or(200);
    // What an HTTP library hands on: names are tokens, in lower case.
    let is_token = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !name.is_empty();
    let headers = lines.filter_map(|line| line.split_once(':')).filter(|(name, _)| is_token(name.trim()));
    let empty = Reply::text(status, body.as_bytes());
    Some(headers.fold(empty, |reply, (name, value)| reply.with(&name.trim().to_ascii_lowercase(), value.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_an_operation_and_its_answers() {
        let text = "2021-08-01 Gateway_Get\ntoken {}\nHTTP 202\nLocation: /x: y\nnonsense\n\na\n\nb\n---\nHTTP 404";
        let script = Script::of_text(text.as_bytes());
        assert_eq!((script.api.api_version.as_str(), script.op.id.as_str()), ("2021-08-01", "Gateway_Get"));
        assert_eq!((script.token.as_deref(), script.continuation), (Some("{}"), None));
        let [Reply::Answer { status: 202, headers, body }, Reply::Answer { status: 404, .. }] = &script.replies[..]
        else {
            panic!("{:?}", script.replies)
        };
        assert_eq!(headers[..], [("location".to_owned(), "/x: y".to_owned())]);
        assert_eq!(body, b"a\n\nb");
    }

    #[test]
    fn whatever_is_written_names_some_operation() {
        let ids: std::collections::BTreeSet<_> =
            (0..200).map(|number| Script::of_text(format!("{number}").as_bytes()).op.id.as_str()).collect();
        assert!(ids.len() > 100, "{ids:?}");
    }
}
