//! From a request to its answer: script, token, links, operations.

use arm_apimanagement::Clock as _;
use azure_core::http::Url;
use serde_json::json;

use super::{
    Entry, Inner, Role, Service,
    audit::{Violation, audit},
    route::{Unroutable, route},
    start::poll,
};
use crate::engine::{
    reply::{hint, spoil},
    script::Fault,
};
use kit::wire::{End, Incoming, Reply};

/// A client that sends more than this to one service is in a loop.
const MOST_REQUESTS: usize = 20_000;

/// The claims that a challenge demands.
const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;

/// What the service made of a request.
pub(super) struct Outcomes {
    pub(super) reply: Reply,
    pub(super) role: Role,
    pub(super) operation: Option<&'static str>,
    pub(super) violations: Vec<Violation>,
}

impl Outcomes {
    pub(super) fn new(role: Role, reply: Reply) -> Self {
        Self { reply, role, operation: None, violations: Vec::new() }
    }
}

impl Service {
    /// Answers a request.
    ///
    /// # Panics
    /// If an earlier request made it panic.
    #[must_use]
    pub fn answer(&self, request: Incoming) -> Reply {
        let mut inner = self.lock();
        inner.now = self.time.now().unix_timestamp();
        assert!(inner.journal.len() < MOST_REQUESTS, "the client does not stop");
        let foreign = request.url.origin().ascii_serialization() != self.origin;
        let fault = if foreign { None } else { inner.script.step() };
        let (outcomes, carried_out) = if foreign {
            (Outcomes::new(Role::Stray, Reply::json(200, &json!({ "value": [], "status": "Succeeded" }))), 0)
        } else {
            self.with_fault(&mut inner, &request, fault.as_ref())
        };
        let Outcomes { reply, role, operation, violations } = outcomes;
        let reply = reply.with("x-ms-request-id", format!("request-{}", inner.journal.len()));
        let reply = reply.with("x-ms-correlation-request-id", format!("correlation-{}", inner.journal.len()));
        let entry = Entry { request, role, operation, fault, violations, carried_out, foreign, reply: reply.clone() };
        inner.journal.push(entry);
        reply
    }

    fn with_fault(&self, inner: &mut Inner, request: &Incoming, fault: Option<&Fault>) -> (Outcomes, usize) {
        if let Some(fault) = fault
            && let Some(reply) = self.refusal(inner.now, request, fault)
        {
            return (Outcomes::new(self.role(inner, request), reply), 0);
        }
        let mut outcomes = self.authorised(inner, request);
        let mut carried_out = usize::from(outcomes.reply.status < 400);
        if fault == Some(&Fault::Duplicate) {
            outcomes = self.authorised(inner, request);
            carried_out += usize::from(outcomes.reply.status < 400);
        }
        if let Some(fault) = fault {
            outcomes.reply = spoil(outcomes.reply, fault);
        }
        (outcomes, carried_out)
    }

    /// The answer that comes before the service does anything.
    fn refusal(&self, now: i64, request: &Incoming, fault: &Fault) -> Option<Reply> {
        let token = request.header("authorization").and_then(|header| header.strip_prefix("Bearer "));
        Some(match fault {
            Fault::Status(status, after) => {
                let reply = Reply::error(*status, "FakeFault", "The service is not in the mood.");
                match after {
                    Some(after) => hint(reply, after, now),
                    None => reply,
                }
            }
            Fault::Conflict => Reply::error(409, "PessimisticConcurrencyConflict", "Another write holds the resource."),
            Fault::Refused => Reply::empty(0).ending(End::Refused),
            Fault::LostBefore => Reply::empty(0).ending(End::Lost),
            Fault::Redirect(to) => Reply::empty(307).with("location", to.clone()),
            Fault::Expired => {
                self.issuer.expire(token.unwrap_or_default());
                unauthorised("Bearer error=\"invalid_token\", error_description=\"The token expired\"")
            }
            Fault::Challenge => {
                self.issuer.demand(CLAIMS);
                unauthorised(&self.issuer.challenge().expect("claims have just been demanded"))
            }
            _ => return None,
        })
    }

    fn authorised(&self, inner: &mut Inner, request: &Incoming) -> Outcomes {
        let token = request.header("authorization").and_then(|header| header.strip_prefix("Bearer "));
        if !token.is_some_and(|token| self.issuer.takes(token)) {
            let challenge = self.issuer.challenge();
            let reply = unauthorised(challenge.as_deref().unwrap_or("Bearer error=\"invalid_token\""));
            let mut outcomes = Outcomes::new(self.role(inner, request), reply);
            if token.is_none() {
                outcomes.violations.push(violation("", "header authorization", "no bearer token"));
            }
            return outcomes;
        }
        match self.role(inner, request) {
            Role::Page => self.page(inner, request),
            Role::Poll => poll(inner, request),
            Role::Call | Role::Stray => self.call(inner, request),
        }
    }

    /// What a request is, before anything is done for it.
    fn role(&self, inner: &Inner, request: &Incoming) -> Role {
        if inner.links.iter().any(|(link, ..)| *link == request.url.as_str()) {
            return Role::Page;
        }
        if inner.jobs.iter().any(|job| [job.status_url.as_str(), &job.result_url].contains(&request.url.as_str())) {
            return Role::Poll;
        }
        if route(&self.apis, request).is_ok() { Role::Call } else { Role::Stray }
    }

    fn page(&self, inner: &mut Inner, request: &Incoming) -> Outcomes {
        let (_, listing, page) = inner
            .links
            .iter()
            .find(|(link, ..)| *link == request.url.as_str())
            .cloned()
            .expect("the caller has found it");
        let operation = inner.listings[listing].operation;
        let reply = self.show(inner, listing, page);
        let mut outcomes = Outcomes::new(Role::Page, reply);
        outcomes.operation = Some(operation);
        if request.method != "GET" {
            outcomes.violations.push(violation(operation, "method", "a further page is read with GET"));
        }
        outcomes
    }

    /// A page, with the link behind it written down.
    pub(super) fn show(&self, inner: &mut Inner, listing: usize, page: usize) -> Reply {
        let (body, link) = inner.listings[listing].page(page);
        // A link that leads elsewhere is written down as well: only a request to this origin can use it.
        if let Some((link, to)) = link
            && let Some(url) = Url::parse(&self.origin).ok().and_then(|base| base.join(&link).ok())
            && !inner.links.iter().any(|(own, ..)| *own == url.as_str())
        {
            inner.links.push((url.into(), listing, to));
        }
        Reply::json(200, &body)
    }

    fn call(&self, inner: &mut Inner, request: &Incoming) -> Outcomes {
        let found = match route(&self.apis, request) {
            Ok(found) => found,
            Err(unroutable) => return stray(request, &unroutable),
        };
        let violations = audit(&found, request);
        let refused = inner.plan.strict && !violations.is_empty();
        let reply = if refused {
            let messages: Vec<String> = violations.iter().map(ToString::to_string).collect();
            Reply::error(400, "ValidationError", &messages.join("\n"))
        } else {
            self.carry_out(inner, &found, request)
        };
        Outcomes { reply, role: Role::Call, operation: Some(&found.op.id), violations }
    }
}

pub(super) fn violation(operation: &str, part: &str, message: &str) -> Violation {
    Violation { operation: operation.to_owned(), part: part.to_owned(), rule: None, message: message.to_owned() }
}

fn unauthorised(challenge: &str) -> Reply {
    Reply::error(401, "ExpiredAuthenticationToken", "The access token is not taken.")
        .with("www-authenticate", challenge)
}

/// The answer to a request that means no operation.
fn stray(request: &Incoming, unroutable: &Unroutable) -> Outcomes {
    let (status, code, message) = match unroutable {
        Unroutable::ApiVersion(found) => (400, "InvalidApiVersionParameter", format!("api-version {found:?}")),
        Unroutable::Path => (404, "InvalidResourceType", format!("no operation has the path {}", request.url.path())),
        Unroutable::Method => (405, "MethodNotAllowed", format!("the path knows no {}", request.method)),
    };
    let mut outcomes = Outcomes::new(Role::Stray, Reply::error(status, code, &message));
    outcomes.violations.push(violation("", &format!("{} {}", request.method, request.url), &message));
    outcomes
}
