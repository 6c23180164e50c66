//! Long-running operations: the first answer, the answers to polls, and what stands at the end.

use azure_core::http::Method;
use serde_json::{Value as Json, json};

use super::{
    at::At,
    known::Declared,
    plan::{Outcome, Running, Style},
    reply::{hint, not_found},
    state,
    wire::Reply,
};

/// A long-running operation on its way.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) op: Declared<'static>,
    /// The path of the thing it works on.
    pub(crate) path: String,
    /// Where its status is read.
    pub(crate) status_url: String,
    /// Where its result is read.
    pub(crate) result_url: String,
    /// What the caller is to find at the end.
    pub(crate) result: Option<Json>,
    /// What the thing is to become; `None` when it goes, or stays as it is.
    pub(crate) becomes: Option<Json>,
    /// What the thing is called that it writes.
    pub(super) kind: Option<&'static str>,
    running: Running,
    /// The status that the first answer is to have.
    status: Option<u16>,
    missing: usize,
    polls: usize,
    /// Whether the end has been reached and, for a deletion or creation, carried out.
    pub(crate) ended: bool,
}

/// The statuses of the first answer, by style and method, the usual one first.
fn first_statuses(style: Style, method: Method) -> &'static [u16] {
    match (style, method) {
        (Style::Sync, Method::Put | Method::Patch) => &[200, 201],
        (Style::Sync, _) => &[200, 204],
        (Style::ProvisioningState, Method::Put) => &[201, 200],
        (Style::ProvisioningState, _) => &[200, 201],
        (Style::AsyncOperation, Method::Put) => &[201, 200, 202],
        (Style::AsyncOperation | Style::Location, _) => &[202, 201, 200],
    }
}

/// Whether the first answer of an operation that runs in a style can have this status.
#[must_use]
pub fn can_start(op: &Declared<'_>, style: Style, status: u16) -> bool {
    let declared = op.responses.iter().find(|(declared, _)| *declared == status);
    let fits = match style {
        // What is done at once says so with any success but "accepted".
        Style::Sync => matches!(status, 200 | 201 | 204),
        Style::AsyncOperation => matches!(status, 200..=202),
        // A 200 is the end, whatever it points to.
        Style::Location => matches!(status, 201 | 202),
        Style::ProvisioningState => matches!(status, 200 | 201) && declared.is_some_and(|(_, body)| *body),
    };
    declared.is_some() && fits && can_run(op, style)
}

/// Whether an operation can run in a style as ARM describes it.
#[must_use]
pub fn can_run(op: &Declared<'_>, style: Style) -> bool {
    let statuses = first_statuses(style, op.method);
    let Some((_, body)) = op.responses.iter().find(|(status, _)| statuses.contains(status)) else { return false };
    match style {
        Style::ProvisioningState => matches!(op.method, Method::Put | Method::Patch) && *body,
        Style::Sync | Style::AsyncOperation | Style::Location => true,
    }
}

/// Where the records of operations stand: some are the resource provider's, some Resource Manager's own. Both spell the path as
/// they like.
fn records(op: &Declared<'_>, path: &str, id: usize) -> String {
    let provider = op.provider.unwrap_or("Microsoft.Fake");
    match path.strip_prefix("/subscriptions/").and_then(|rest| rest.split('/').next()) {
        Some(subscription) if id % 2 == 1 => format!("/Subscriptions/{}", subscription.to_uppercase()),
        Some(subscription) => format!("/subscriptions/{subscription}/providers/{}", provider.to_lowercase()),
        None => format!("/providers/{provider}"),
    }
}

impl Job {
    /// Sets out as planned; `id` makes its URLs its own.
    pub(super) fn new(op: Declared<'static>, at: &At, running: Running, status: Option<u16>, id: usize) -> Self {
        let At { origin, path, version } = at;
        // What a service puts behind such a URL is its own business: a client must send it back as it is.
        let tail = format!("{id}?api-version={version}&t=a%2Bb%2fc&s=%7e~&s=");
        let records = records(&op, path, id);
        Self {
            path: path.clone(),
            status_url: format!("{origin}{records}/operationStatuses/{tail}"),
            result_url: format!("{origin}{records}/operationResults/{tail}"),
            result: None,
            becomes: None,
            kind: None,
            status: status.filter(|status| can_start(&op, running.style, *status)),
            missing: running.missing,
            running,
            polls: 0,
            ended: false,
            op,
        }
    }

    pub(crate) fn style(&self) -> Style {
        self.running.style
    }

    pub(crate) fn outcome(&self) -> Outcome {
        self.running.outcome
    }

    /// The status that it starts with.
    pub(crate) fn first_status(&self) -> u16 {
        let mut statuses: Vec<u16> = self.status.into_iter().collect();
        statuses.extend(first_statuses(self.running.style, self.op.method));
        self.op.success(&statuses)
    }

    /// The first answer; `body` is what the response declares.
    pub(crate) fn first(&self, body: Option<Json>, now: i64) -> Reply {
        // One that is not declared to run long is accepted, and that is all.
        let (status, mut body) = if self.op.runs_long { (self.first_status(), body) } else { (202, None) };
        if self.running.style != Style::Sync
            && let Some(body) = &mut body
        {
            let starts = state::state(body).is_some() || self.running.style == Style::ProvisioningState;
            if starts {
                state::set_state(body, self.word());
            }
        }
        let reply = match &body {
            Some(body) => Reply::json(status, body),
            None => Reply::empty(status),
        };
        let (status_url, result_url) = match &self.running.instead {
            Some(instead) => (instead.as_str(), instead.as_str()),
            None => (self.status_url.as_str(), self.result_url.as_str()),
        };
        let reply = match self.running.style {
            Style::Sync | Style::ProvisioningState => reply,
            Style::Location => reply.with("location", result_url),
            Style::AsyncOperation => {
                let reply = reply.with("azure-asyncoperation", status_url);
                if self.reads_location() { reply.with("location", result_url) } else { reply }
            }
        };
        if self.running.style == Style::Sync { reply } else { self.hint(reply, now) }
    }

    /// Whether the result is read where `Location` points to.
    fn reads_location(&self) -> bool {
        self.op.via_location || self.op.method == Method::Post
    }

    fn word(&self) -> &'static str {
        self.running.words.get(self.polls % self.running.words.len().max(1)).copied().unwrap_or("InProgress")
    }

    fn hint(&self, reply: Reply, now: i64) -> Reply {
        hint(reply, self.running.retry_after.as_ref(), now)
    }

    /// One poll, at whatever place; true when this was the last "not yet".
    pub(crate) fn poll(&mut self) -> bool {
        if self.polls < self.running.polls {
            self.polls += 1;
            return false;
        }
        self.ended = true;
        true
    }

    /// Whether a poll of a link comes too early for it.
    fn is_missing(&mut self) -> bool {
        let missing = self.missing > 0;
        self.missing -= usize::from(missing);
        missing
    }

    /// The status, as read from `Azure-AsyncOperation`.
    pub(crate) fn status(&mut self, now: i64) -> Reply {
        if self.is_missing() {
            return not_found(&self.status_url);
        }
        let word = self.word();
        if !self.poll() {
            return self.hint(Reply::json(200, &json!({ "name": "job", "status": word, "percentComplete": 50 })), now);
        }
        let mut body = json!({ "id": "/job", "name": "job", "status": self.end_word() });
        if let Some(error) = self.error() {
            body["error"] = error;
        } else if let (Some(result), false) = (&self.result, self.reads_location()) {
            body["properties"] = result.clone();
        }
        if let Some(members) = body.as_object_mut().filter(|_| self.running.silent) {
            members.remove("status");
        }
        Reply::json(200, &body)
    }

    /// The result, as read from `Location`, which stands in for the status when there is no other place.
    pub(crate) fn location(&mut self, now: i64) -> Reply {
        // Of a deletion that would mean that it is done.
        if self.op.method != Method::Delete && self.is_missing() {
            return not_found(&self.result_url);
        }
        if self.running.style == Style::Location && !self.ended && !self.poll() {
            return self.hint(Reply::empty(202).with("location", self.result_url.clone()), now);
        }
        if let Some(error) = self.error() {
            return Reply::json(409, &json!({ "error": error }));
        }
        match &self.result {
            Some(result) => Reply::json(200, result),
            None => Reply::empty(if self.op.method == Method::Delete { 204 } else { 200 }),
        }
    }

    /// The thing itself while the operation runs, or after it.
    pub(crate) fn thing(&mut self, thing: &Json, now: i64) -> Reply {
        let mut body = thing.clone();
        let running = self.running.style == Style::ProvisioningState && !self.ended && {
            let word = self.word();
            let ended = self.poll();
            if !ended {
                state::set_state(&mut body, word);
            }
            !ended
        };
        if !running && self.running.style == Style::ProvisioningState {
            state::set_state(&mut body, self.end_word());
        }
        let reply = Reply::json(200, &body);
        if running { self.hint(reply, now) } else { reply }
    }

    fn end_word(&self) -> &'static str {
        match self.running.outcome {
            Outcome::Succeeded => self.running.done,
            Outcome::Failed => "Failed",
            Outcome::Canceled(word) => word,
        }
    }

    /// The error of an operation that did not end well.
    fn error(&self) -> Option<Json> {
        let code = match self.running.outcome {
            Outcome::Succeeded => return None,
            Outcome::Failed => FAILED,
            Outcome::Canceled(_) => CANCELED,
        };
        if let Some((code, message)) = &self.running.error {
            return Some(json!({ "code": code, "message": message }));
        }
        Some(json!({ "code": code, "message": "The operation did not end \"well\".\nAsk again.",
                     "details": [{ "code": "Inner", "message": "why", "target": "properties" }] }))
    }
}

/// The error code of operations that fail.
pub const FAILED: &str = "FakeOperationFailed";

/// The error code of operations that are cancelled.
pub const CANCELED: &str = "FakeOperationCanceled";
