//! An answer to an operation that may go on after it.

use generator::model::{Method, Operation};
use serde_json::{Value as Json, json};

use super::{
    stage::{Stage, accepted, beginning, reply},
    turn::Turn,
};
use crate::{
    dispatch::{Answer, Polling},
    json::{Purpose, Sampler, Shape},
    memory::Reply,
};

impl Turn<'_, '_> {
    /// The example's answer is the first one; the client shows it, follows the operation and gives its result.
    pub(super) async fn operation(&mut self, mut polling: Polling, stage: &Stage) {
        let status = polling.next().await;
        self.compare_request(stage);
        match status {
            None => return self.fail("there is no first status"),
            Some(Err(error)) if self.answered.status < 400 => return self.unread(&error),
            Some(Err(error)) => return self.failure(&error),
            Some(Ok(_)) if self.answered.status >= 400 => return self.fail("a failure was taken for a success"),
            Some(Ok(status)) => {
                let arrived = status.headers().iter();
                let arrived = arrived.map(|(name, value)| (name.as_str().to_owned(), value.as_str().to_owned()));
                self.headers(&arrived.collect::<Vec<_>>());
                let same = matches!(reply(self.play.op, self.answered), Reply::Answer { status: code, body, .. }
                    if code == u16::from(status.status()) && body == status.body().as_ref());
                if !same {
                    self.fail("the first status is not the answer");
                }
            }
        }
        let result = polling.finish().await;
        let ended_at_once = stage.seen().len() == 1;
        let last = if ended_at_once { self.answered.body.clone() } else { self.ending() };
        match self.end(result, last.as_ref()) {
            None => {}
            Some(answer) if ended_at_once => self.body(answer.body.as_ref()),
            Some(Answer { body: Some(body), .. }) => {
                let at = self.place();
                self.equal(&last.unwrap_or_default(), &body, &at);
            }
            Some(_) => {}
        }
        if self.answered.body.is_some() {
            self.result().await;
        }
    }

    /// The example's body as the result of an operation that was under way, so that it is read whatever it says of itself.
    async fn result(&mut self) {
        let (op, body) = (self.play.op, self.answered.body.clone());
        let service = beginning(accepted(op.method), body.clone());
        let stage = self.play.stage(self.validation, service);
        match stage.run(op, &self.play.arguments) {
            Err(refusal) => self.fail(refusal),
            Ok(running) => {
                let result = running.finish().await;
                let answer = self.end(result, body.as_ref());
                self.body(answer.and_then(|answer| answer.body).as_ref());
            }
        }
    }

    /// How the operation ends when its last answer has this body: with a result, unless that is the record of a failure.
    fn end(&mut self, result: azure_core::Result<Answer>, last: Option<&Json>) -> Option<Answer> {
        match (result, last.and_then(|body| failure(self.play.op, body))) {
            (Ok(answer), None) => return Some(answer),
            (Ok(_), Some(told)) => self.fail(format!("the operation failed with {told} and has a result")),
            (Err(error), Some(told)) => self.says(&error, told),
            (Err(error), None) => self.unread(&error),
        }
        None
    }

    /// What the operation ends with: the body of the example's 200, else of its 201, else one that is made up.
    pub(super) fn ending(&self) -> Option<Json> {
        let answers = &self.play.example.answers;
        let of = |key: &str| answers.get(key).and_then(|answered| answered.body.clone());
        let declared = self.play.op.responses.iter().find(|r| r.status != 202).and_then(|r| r.body.as_ref());
        let made_up = || {
            let mut sampler = Sampler::new(self.play.api, Shape::Minimal, Purpose::Response, 1);
            declared.map(|value| sampler.value(value))
        };
        let mut body = of("200").or_else(|| of("201")).or_else(made_up)?;
        // Else it would go on.
        if let Some(state) = body.pointer_mut("/properties/provisioningState") {
            *state = json!("Succeeded");
        }
        Some(body)
    }
}

/// The error in the record of an operation that failed, which some operations answer with instead of a result: with a status
/// of success, and a `status` that says otherwise.
fn failure<'a>(op: &Operation, body: &'a Json) -> Option<&'a Json> {
    let failed = |word: &str| ["failed", "canceled", "cancelled"].contains(&word.to_lowercase().as_str());
    let records = [Some(body), body.get("properties")].into_iter().flatten();
    let mut records = records.filter(|record| record["status"].as_str().is_some_and(failed));
    let error = records.find_map(|record| record.get("error").filter(|error| error.is_object()));
    error.filter(|_| !matches!(op.method, Method::Put | Method::Patch))
}
