//! Playing one example: its arguments are judged, then the call goes out once for each of its answers.

use std::sync::Arc;

use generator::{
    model::{Api, Method, Operation, Value},
    pointer::Pointer,
};
use serde_json::Value as Json;

use super::{
    Client, Contradiction, Example, Kind, reach,
    request::{self, Refusable, is_refusal},
    stage::{Stage, Validation, answering},
    turn::Turn,
};
use kit::calls::Arguments;
use kit::memory::{Memory, Reply};
use simulator::json::check::Rule;

/// An example while it is played.
pub(super) struct Play<'a> {
    pub(super) client: Client<'a>,
    pub(super) api: &'a Api,
    pub(super) op: &'a Operation,
    pub(super) example: &'a Example,
    pub(super) contradictions: &'a [Contradiction],
    pub(super) arguments: Arguments,
    pub(super) failures: Vec<String>,
}

impl Play<'_> {
    /// Plays it to the end; what went wrong stands in `failures`.
    pub(super) async fn all(&mut self) {
        let validation = match request::refusable(self.api, self.op, self.contradictions) {
            Refusable::Nothing => Validation::On,
            Refusable::Perhaps => Validation::Off,
            Refusable::Surely => {
                self.refused().await;
                Validation::Off
            }
        };
        self.make_sendable();
        self.request_reachable(validation).await;
        for (key, answered) in &self.example.answers {
            let failures = std::mem::take(&mut self.failures);
            Turn { play: self, key, answered, validation }.take().await;
            let own = std::mem::replace(&mut self.failures, failures);
            self.failures.extend(own.into_iter().map(|failure| format!("{key}: {failure}")));
        }
    }

    pub(super) fn stage(&self, validation: Validation, service: Arc<Memory>) -> Stage {
        Stage::new(&self.client, &self.arguments, validation, service)
    }

    /// Arguments that break a limit must not be sent while arguments are checked.
    async fn refused(&mut self) {
        let stage = self.stage(Validation::On, answering(Reply::status(400)));
        let refused = match stage.run(self.op, &self.arguments) {
            Err(_) => true,
            Ok(running) => running.finish().await.is_err_and(|error| is_refusal(&error)),
        };
        if !refused || !stage.seen().is_empty() {
            self.failures.push("an argument breaks a limit, and the client does not refuse it".to_owned());
        }
    }

    /// Takes out what contradicts the description so much that no typed argument can hold it.
    fn make_sendable(&mut self) {
        let stage = self.stage(Validation::Off, answering(Reply::status(400)));
        let unsendable = self.contradictions.iter().any(|found| found.kind == Kind::Unsendable);
        if unsendable || stage.run(self.op, &self.arguments).is_err() {
            let arguments = std::mem::take(&mut self.arguments);
            self.arguments = request::sendable(self.api, self.op, arguments, self.contradictions);
        }
    }

    /// The members of the body that is sent are fields of the method's argument.
    async fn request_reachable(&mut self, validation: Validation) {
        let (Some(body), Some(json)) = (&self.op.body, self.arguments.body.clone()) else { return };
        let at = Pointer::root().join("parameters").join(&body.name);
        self.reachable(&body.value, &json, &at);
        // In the body of a PATCH a null is sent on purpose, field or not.
        if self.op.method == Method::Patch {
            return;
        }
        let Some(hollow) = reach::hollow(self.api, &body.value, &json) else { return };
        let arguments = self.arguments.clone().with_body(hollow);
        let stage = Stage::new(&self.client, &arguments, validation, answering(Reply::status(400)));
        if let Ok(running) = stage.run(self.op, &arguments) {
            // Only what was sent is of interest.
            let _ = running.finish().await;
        }
        let sent = stage.seen().first().and_then(|seen| serde_json::from_slice(&seen.body).ok());
        self.gone(&sent.unwrap_or(Json::Null), &at);
    }

    /// What a model has no field for is a member that the description has none for either.
    pub(super) fn gone(&mut self, written: &Json, base: &Pointer) {
        for null in reach::nulls(written) {
            let at = below(base, &null);
            if !self.contradicted(&at, &[Rule::UnknownMember]) {
                self.failures.push(format!("{at} is not reachable from the model"));
            }
        }
    }

    /// What is not reachable must contradict the description: as a member that it does not have, or by its type. One element
    /// of another type is enough for a list or a map to be none.
    pub(super) fn reachable(&mut self, value: &Value, json: &Json, base: &Pointer) {
        for stray in reach::strays(&self.client, value, json) {
            let at = below(base, &stray);
            let spoilt = || self.contradicted_within(&at, &[Rule::Type, Rule::Format]);
            if !self.contradicted(&at, &[Rule::UnknownMember]) && !spoilt() {
                self.failures.push(format!("{at} is not reachable from the model"));
            }
        }
    }

    /// Whether the description is contradicted there by one of these rules.
    pub(super) fn contradicted(&self, at: &Pointer, rules: &[Rule]) -> bool {
        self.broken(rules).any(|place| place == at)
    }

    /// The same, there or anywhere inside.
    pub(super) fn contradicted_within(&self, at: &Pointer, rules: &[Rule]) -> bool {
        let inside = |place: &Pointer| place.as_str().strip_prefix(at.as_str()).map(str::to_owned);
        self.broken(rules).filter_map(inside).any(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the example shows links of this answer that no client follows.
    pub(super) fn leads_elsewhere(&self, answer: &Pointer) -> bool {
        let headers = format!("{answer}/headers/");
        self.contradictions.iter().any(|c| c.kind == Kind::ForeignLink && c.at.as_str().starts_with(&headers))
    }

    /// Where the example breaks one of these rules.
    fn broken<'r>(&'r self, rules: &'r [Rule]) -> impl Iterator<Item = &'r Pointer> {
        let broken = |kind| matches!(kind, Kind::Value(rule) if rules.contains(&rule));
        self.contradictions.iter().filter(move |found| broken(found.kind)).map(|found| &found.at)
    }
}

/// The pointer to a place in what `base` points to.
pub(super) fn below(base: &Pointer, place: &Pointer) -> Pointer {
    place.tokens().fold(base.clone(), |base, token| base.join(token))
}
