//! One answer of an example: served to the client, and what it makes of that is judged.

use arm_apimanagement::ArmError;
use generator::pointer::Pointer;
use serde_json::Value as Json;

use super::{
    Answered, Declared,
    contradiction::declared,
    differ::differences,
    normal::normal,
    play::{Play, below},
    reach, request,
    stage::{Stage, Validation, accepted, answering, beginning, reply},
};
use kit::calls::{Answer, Running};
use simulator::json::check::Rule;

/// One answer of an example in its turn.
pub(super) struct Turn<'a, 'b> {
    pub(super) play: &'a mut Play<'b>,
    pub(super) key: &'a str,
    pub(super) answered: &'a Answered,
    pub(super) validation: Validation,
}

impl Turn<'_, '_> {
    pub(super) async fn take(&mut self) {
        let first = reply(self.play.op, self.answered);
        let service = if self.play.op.lro.is_some() || self.is_accepted() {
            beginning(self.play.op, first, self.ending().map(|(_, body)| body))
        } else {
            answering(first)
        };
        let stage = self.play.stage(self.validation, service);
        match stage.run(self.play.op, &self.play.arguments) {
            Err(refusal) => self.fail(format!("the client refuses the arguments: {refusal}")),
            Ok(Running::Call(call)) => {
                let result = call.await;
                self.compare_request(&stage);
                self.judge(result);
                self.once(&stage);
            }
            Ok(Running::List(list)) => self.list(list, &stage).await,
            Ok(Running::Poller(polling)) => self.operation(polling, &stage).await,
        }
        self.response_reachable().await;
    }

    /// The members of the body are fields of what the method gives.
    pub(super) async fn response_reachable(&mut self) {
        let (Some(value), Some(sent)) = (self.declared().body(), &self.answered.body) else { return };
        let Some(body) = reach::hollow(self.play.api, value, sent) else { return };
        let hollow = Answered { body: Some(body.clone()), ..self.answered.clone() };
        let op = self.play.op;
        let service = match op.lro {
            Some(_) => beginning(op, accepted(), Some(body)),
            None => answering(reply(op, &hollow)),
        };
        let stage = self.play.stage(self.validation, service);
        let written = match stage.run(op, &self.play.arguments) {
            // It was told.
            Err(_) => return,
            Ok(Running::List(list)) => list.into_pages().next().await.transpose(),
            Ok(running) => running.finish().await.map(|answer| answer.body),
        };
        match written {
            Ok(Some(written)) => self.play.gone(&written, &self.place()),
            // Nobody is given a model of what an operation says on its way, nor of what is deleted.
            Ok(None) => {}
            // Nor is a failure read as a model; and what fails anyhow is told once.
            Err(_) if self.answered.status >= 400 || !self.play.failures.is_empty() => {}
            Err(_) if self.spoilt(&self.place()) => {}
            Err(error) => self.fail(format!("without its values the body became an error: {error}")),
        }
    }

    pub(super) fn fail(&mut self, failure: impl Into<String>) {
        self.play.failures.push(failure.into());
    }

    fn declared(&self) -> Declared<'_> {
        declared(self.play.op, self.answered.status)
    }

    /// Whether this is a 202 that the description does not know. It is an error or followed to its end, as the client likes.
    fn is_accepted(&self) -> bool {
        self.answered.status == 202 && matches!(self.declared(), Declared::Nothing)
    }

    /// Compares the request. Without one there is an error that says why.
    pub(super) fn compare_request(&mut self, stage: &Stage) {
        if let Some(seen) = stage.seen().first() {
            let found = request::compare(self.play.api, self.play.op, &self.play.arguments, seen);
            self.play.failures.extend(found.into_iter().map(|difference| format!("request: {difference}")));
            if let (Some(asked), Some(body)) = (&self.play.arguments.body.clone(), &self.play.op.body) {
                let sent = serde_json::from_slice(&seen.body).unwrap_or(Json::Null);
                self.differ("request", (asked, &sent), &Pointer::root().join("parameters").join(&body.name));
            }
        }
    }

    /// A success is not asked for again; some failures are.
    pub(super) fn once(&mut self, stage: &Stage) {
        let sent = stage.seen().len();
        if sent > 1 && self.answered.status < 400 && !self.is_accepted() {
            self.fail(format!("{sent} requests were sent instead of one"));
        }
    }

    /// What came of a call that ends with the example's answer.
    fn judge(&mut self, result: azure_core::Result<Answer>) {
        let success = self.answered.status < 400 || self.play.op.is_existence_check() && self.answered.status == 404;
        match result {
            Ok(_) if self.is_accepted() => {}
            Ok(answer) if success => {
                if answer.status != self.answered.status {
                    self.fail(format!("the status became {}", answer.status));
                }
                self.headers(&answer.headers.iter().map(|(k, v)| (k.clone(), v.clone())).collect::<Vec<_>>());
                self.body(answer.body.as_ref());
            }
            Ok(_) => self.fail("a failure was taken for a success"),
            Err(error) if success => self.unread(&error),
            Err(error) => self.failure(&error),
        }
    }

    /// A success that the client does not give. That is right where there is nothing to read a model from: where the example
    /// leaves the body out, or has something else altogether for it.
    pub(super) fn unread(&mut self, error: &azure_core::Error) {
        let missing = self.answered.body.is_none() && self.declared().body().is_some();
        let undeclared = matches!(self.declared(), Declared::Nothing);
        let arm = ArmError::from_error(error).map(|arm| u16::from(arm.status()));
        let elsewhere = self.play.leads_elsewhere(&Pointer::root().join("responses").join(self.key));
        let spoilt = arm.is_none() && (elsewhere || missing || self.spoilt(&self.place()));
        if !(spoilt || undeclared && arm == Some(self.answered.status)) {
            self.fail(format!("the answer became an error: {error}"));
        }
    }

    /// Whether a body is none of the declared type. Of a page that is so if its items or its link are not: going on without
    /// them would lose items.
    pub(super) fn spoilt(&self, body: &Pointer) -> bool {
        let page = self.play.op.paging.is_some();
        self.play.contradicted(body, &[Rule::Type]) || page && self.play.contradicted_within(body, &[Rule::Type])
    }

    /// A failure that the service answers with.
    pub(super) fn failure(&mut self, error: &azure_core::Error) {
        match ArmError::from_error(error) {
            Some(arm) if u16::from(arm.status()) == self.answered.status => {
                let told = self.answered.body.as_ref().map_or(Json::Null, |body| body["error"].clone());
                self.says(error, &told);
            }
            _ => self.fail(format!("the failure became another: {error}")),
        }
    }

    /// What the service said about a failure is reachable from the error.
    pub(super) fn says(&mut self, error: &azure_core::Error, told: &Json) {
        let arm = ArmError::from_error(error);
        let said = |name: &str| told[name].as_str();
        let same = arm.is_some_and(|arm| {
            said("code").is_none_or(|code| arm.code() == Some(code))
                && said("message").is_none_or(|message| arm.message() == Some(message))
        });
        if !same {
            self.fail(format!("the error does not say what the service said: {error}"));
        }
    }

    pub(super) fn headers(&mut self, arrived: &[(String, String)]) {
        for (name, value) in &self.answered.headers {
            let found = arrived.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value);
            if found != Some(value) {
                self.play.failures.push(format!("header {name} became {found:?}"));
            }
        }
    }

    /// The body must come back equal, and be reachable.
    pub(super) fn body(&mut self, model: Option<&Json>) {
        let Some(sent) = &self.answered.body else { return };
        let value = self.declared().body().cloned();
        let model = match (model, &value) {
            (Some(model), _) => Some(model.clone()),
            // A body of an operation on its way is for whoever looks at its status; its type is public all the same.
            (None, Some(value)) if self.play.op.lro.is_some() => reach::through(&self.play.client, value, sent),
            (None, Some(_)) => None,
            (None, None) => return,
        };
        let base = self.place();
        match model {
            None if self.spoilt(&base) => {}
            None => self.fail("the client gives no model for the body"),
            Some(model) => self.equal(sent, &model, &base),
        }
        if let Some(value) = &value {
            self.play.reachable(value, sent, &base);
        }
    }

    /// Where the body stands in the file.
    pub(super) fn place(&self) -> Pointer {
        let answer = Pointer::root().join("responses").join(self.key);
        if self.answered.misplaced { answer } else { answer.join("body") }
    }

    /// What is written back must be what was sent.
    pub(super) fn equal(&mut self, sent: &Json, written: &Json, base: &Pointer) {
        self.differ("written back", (sent, written), base);
    }

    /// Two bodies must be equal, unless what was given was not of its declared type: then it may be read as what it means.
    fn differ(&mut self, what: &str, (given, made): (&Json, &Json), base: &Pointer) {
        for difference in differences(&normal(given), &normal(made)) {
            let at = below(base, &difference.at);
            if !self.play.contradicted(&at, &[Rule::Type, Rule::Format]) {
                self.fail(format!("{what}: {difference}"));
            }
        }
    }
}
