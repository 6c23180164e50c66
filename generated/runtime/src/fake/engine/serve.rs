//! From a request to its answer: script, token, links, operations.

use serde_json::json;

use super::{
    at::At,
    carry::carry_out,
    known::{Book, Violation},
    reply::{hint, spoil},
    script::Fault,
    service::{Entry, Inner, Outcomes, Place, Role, Service},
    start::poll,
    wire::{End, Incoming, Reply},
};

/// The claims that a challenge demands.
const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;

impl Service {
    /// Whether a request follows a link that the service has handed out.
    #[must_use]
    pub fn follows_link(&self, request: &Incoming) -> bool {
        self.lock().place(request).is_some()
    }

    /// Answers a request.
    pub fn answer<R>(&self, request: Incoming, book: &dyn Book<R>) -> Entry<R> {
        let mut inner = self.lock();
        inner.now = self.clock.now().unix_timestamp();
        let number = inner.requests;
        inner.requests += 1;
        let foreign = self.origin.as_ref().is_some_and(|own| request.url.origin().ascii_serialization() != *own);
        let fault = if foreign { None } else { book.fault().or_else(|| inner.script.step()) };
        let (outcomes, carried_out) = if foreign {
            (Outcomes::new(Role::Stray, Reply::json(200, &json!({ "value": [], "status": "Succeeded" }))), 0)
        } else if number >= inner.plan.most_requests {
            let message = format!("the service has had {number} requests: whoever sends them does not stop");
            (Outcomes::new(Role::Stray, Reply::failing(message)), 0)
        } else {
            self.with_fault(&mut inner, &request, fault.as_ref(), book)
        };
        let Outcomes { reply, role, operation, violations } = outcomes;
        let reply = reply.with("x-ms-request-id", format!("request-{number}"));
        let reply = reply.with("x-ms-correlation-request-id", format!("correlation-{number}"));
        Entry { request, role, operation, fault, violations, carried_out, foreign, reply }
    }

    fn with_fault<R>(
        &self,
        inner: &mut Inner,
        request: &Incoming,
        fault: Option<&Fault>,
        book: &dyn Book<R>,
    ) -> (Outcomes<R>, usize) {
        if let Some(fault) = fault
            && let Some(reply) = self.refusal(inner.now, request, fault)
        {
            return (Outcomes::new(role(inner, request, book), reply), 0);
        }
        let mut outcomes = self.authorised(inner, request, book);
        let mut carried_out = usize::from(outcomes.reply.status < 400);
        if fault == Some(&Fault::Duplicate) {
            outcomes = self.authorised(inner, request, book);
            carried_out += usize::from(outcomes.reply.status < 400);
        }
        if let Some(fault) = fault {
            outcomes.reply = spoil(outcomes.reply, fault);
        }
        (outcomes, carried_out)
    }

    /// The answer that comes before the service does anything.
    fn refusal(&self, now: i64, request: &Incoming, fault: &Fault) -> Option<Reply> {
        Some(match fault {
            Fault::Status(status, after) => {
                let reply = Reply::error(*status, "FakeFault", "The service is not in the mood.");
                hint(reply, after.as_ref(), now)
            }
            Fault::Error { status, code, message, after } => {
                hint(Reply::error(*status, code, message), after.as_ref(), now)
            }
            Fault::Conflict => Reply::error(409, "PessimisticConcurrencyConflict", "Another write holds the resource."),
            Fault::Refused => Reply::empty(0).ending(End::Refused),
            Fault::LostBefore => Reply::empty(0).ending(End::Lost),
            Fault::Redirect(to) => Reply::empty(307).with("location", to.clone()),
            Fault::Expired => {
                self.issuer.expire(token(request).unwrap_or_default());
                unauthorised("Bearer error=\"invalid_token\", error_description=\"The token expired\"")
            }
            Fault::Challenge => {
                self.issuer.demand(CLAIMS);
                unauthorised(&self.issuer.challenge().expect("claims have just been demanded"))
            }
            _ => return None,
        })
    }

    fn authorised<R>(&self, inner: &mut Inner, request: &Incoming, book: &dyn Book<R>) -> Outcomes<R> {
        let token = token(request);
        if !token.is_some_and(|token| self.issuer.takes(token)) {
            let challenge = self.issuer.challenge();
            let reply = unauthorised(challenge.as_deref().unwrap_or("Bearer error=\"invalid_token\""));
            let mut outcomes = Outcomes::new(role(inner, request, book), reply);
            if token.is_none() {
                outcomes.violations.push(Violation::new("", "header authorization", "no bearer token"));
            }
            return outcomes;
        }
        match inner.place(request) {
            Some(Place::Page { listing, page }) => show(inner, request, listing, page),
            Some(Place::Poll(job)) => poll(inner, request, job),
            None => call(inner, request, book),
        }
    }
}

fn token(request: &Incoming) -> Option<&str> {
    request.header("authorization").and_then(|header| header.strip_prefix("Bearer "))
}

/// What a request is, before anything is done for it.
fn role<R>(inner: &Inner, request: &Incoming, book: &dyn Book<R>) -> Role {
    match inner.place(request) {
        Some(Place::Page { .. }) => Role::Page,
        Some(Place::Poll(_)) => Role::Poll,
        None if book.find(request).is_ok() => Role::Call,
        None => Role::Stray,
    }
}

/// A further page of a list.
fn show<R>(inner: &mut Inner, request: &Incoming, listing: usize, page: usize) -> Outcomes<R> {
    let operation = inner.listings[listing].operation;
    let mut outcomes = Outcomes::new(Role::Page, inner.show(listing, page));
    outcomes.operation = Some(operation);
    if request.method != "GET" {
        outcomes.violations.push(Violation::new(operation, "method", "a further page is read with GET"));
    }
    outcomes
}

fn call<R>(inner: &mut Inner, request: &Incoming, book: &dyn Book<R>) -> Outcomes<R> {
    let found = match book.find(request) {
        Ok(found) => found,
        Err(stray) => {
            let mut outcomes = Outcomes::new(Role::Stray, stray.reply);
            let part = format!("{} {}", request.method, request.url);
            outcomes.violations.push(Violation::new("", &part, &stray.message));
            return outcomes;
        }
    };
    let reply = if found.refused {
        let messages: Vec<String> = found.violations.iter().map(ToString::to_string).collect();
        Reply::error(400, "ValidationError", &messages.join("\n"))
    } else {
        carry_out(inner, &*found.operation, request, &At::new(request))
    };
    let operation = Some(found.operation.declared().id);
    Outcomes { reply, role: Role::Call, operation, violations: found.violations }
}

fn unauthorised(challenge: &str) -> Reply {
    Reply::error(401, "ExpiredAuthenticationToken", "The access token is not taken.")
        .with("www-authenticate", challenge)
}
