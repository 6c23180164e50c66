//! An answer to an operation that may go on after it.

use generator::{
    model::{Method, Operation},
    pointer::Pointer,
};
use serde_json::{Value as Json, json};

use super::{
    Example,
    following::without_status,
    stage::{Stage, accepted, beginning, reply},
    turn::Turn,
};
use kit::calls::{Answer, Polling};
use kit::memory::Reply;
use simulator::json::{Purpose, Sampler, Shape};

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
        if stage.seen().len() == 1 {
            let answer = self.end(result, self.answered.body.as_ref(), &self.place());
            if let Some(answer) = answer {
                self.body(answer.body.as_ref());
            }
        } else if let Some((place, last)) = self.ending()
            && let Some(Answer { body: Some(body), .. }) = self.end(result, Some(&last), &place)
        {
            self.equal(&last, &without_status(body, &last), &place);
        }
        if self.answered.body.is_some() {
            self.result().await;
        }
    }

    /// The example's body as the result of an operation that was under way, so that it is read whatever it says of itself.
    async fn result(&mut self) {
        let (op, body) = (self.play.op, self.answered.body.clone());
        if op.method == Method::Delete {
            // A deletion has none.
            return self.body(None);
        }
        let stage = self.play.stage(self.validation, beginning(op, accepted(), body.clone()));
        match stage.run(op, &self.play.arguments) {
            Err(refusal) => self.fail(refusal),
            Ok(running) => {
                let result = running.finish().await;
                let answer = self.end(result, body.as_ref(), &self.place());
                let made = answer.and_then(|answer| answer.body);
                let made = made.map(|made| body.iter().fold(made, without_status));
                self.body(made.as_ref());
            }
        }
    }

    /// How the operation ends when its last answer has this body: with a result, unless that is the record of a failure.
    fn end(&mut self, result: azure_core::Result<Answer>, last: Option<&Json>, place: &Pointer) -> Option<Answer> {
        match (result, last.and_then(|body| failure(self.play.op, body))) {
            (Ok(answer), None) => return Some(answer),
            (Ok(_), Some(told)) => self.fail(format!("the operation failed with {told} and has a result")),
            (Err(error), Some(told)) => self.says(&error, told),
            (Err(_), None) if self.spoilt(place) => {}
            (Err(error), None) => self.unread(&error),
        }
        None
    }

    /// What the operation ends with, and its place in the file: the body of the example's 200, else of its 201, else one that
    /// is made up.
    pub(super) fn ending(&self) -> Option<(Pointer, Json)> {
        let answers = &self.play.example.answers;
        let of = |key: &str| Some((Example::place(key, "body"), answers.get(key)?.body.clone()?));
        let declared = self.play.op.responses.iter().find(|r| r.status != 202).and_then(|r| r.body.as_ref());
        let made_up = || {
            let mut sampler = Sampler::new(self.play.api, Shape::Minimal, Purpose::Response, 1);
            declared.map(|value| (Pointer::root(), sampler.value(value)))
        };
        let (place, mut body) = of("200").or_else(|| of("201")).or_else(made_up)?;
        // Else it would go on.
        if let Some(state) = body.pointer_mut("/properties/provisioningState") {
            *state = json!("Succeeded");
        }
        Some((place, body))
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
