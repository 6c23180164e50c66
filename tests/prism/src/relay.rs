//! Between the client and Prism: TLS on one side, plain HTTP on the other, and a journal of what Prism says.

use std::sync::{Arc, Mutex};

use generator::model::{Api, Operation};
use serde_json::Value as Json;

use super::copy::segment;
use kit::{
    front::Handler,
    onward,
    wire::{Incoming, Reply},
};
use simulator::arm::route::route;

/// The header in which Prism lists what is wrong, with the request and with its own answer.
const VIOLATIONS: &str = "sl-violations";

/// What became of a request.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The operation that the fake service takes the request for.
    pub operation: Option<&'static Operation>,
    /// Prism's status; 0 when it could not be reached.
    pub status: u16,
    /// What Prism finds wrong with the request.
    pub violations: Vec<String>,
}

/// Passes requests on to Prism.
#[derive(Debug)]
pub struct Relay {
    api: &'static Api,
    /// Where Prism is.
    origin: String,
    client: reqwest::Client,
    journal: Mutex<Vec<Verdict>>,
}

impl Relay {
    /// To the Prism of a version.
    #[must_use]
    pub fn new(api: &'static Api, origin: &str) -> Arc<Self> {
        Arc::new(Self { api, origin: origin.to_owned(), client: onward::client(), journal: Mutex::default() })
    }

    /// As what answers behind a front.
    #[must_use]
    pub fn handler(self: &Arc<Self>) -> Handler {
        let relay = Arc::clone(self);
        Arc::new(move |request| {
            let relay = Arc::clone(&relay);
            Box::pin(async move { relay.pass_on(request).await })
        })
    }

    /// Every verdict since the last time.
    ///
    /// # Panics
    /// If a request made it panic.
    #[must_use]
    pub fn take(&self) -> Vec<Verdict> {
        std::mem::take(&mut self.journal.lock().expect("nobody panics with the journal locked"))
    }

    /// Has Prism answer a request.
    pub async fn pass_on(&self, request: Incoming) -> Reply {
        let operation = route(&[self.api], &request).ok().map(|route| route.op);
        let reply = match self.ask(&request, operation).await {
            Ok(reply) => reply,
            Err(error) => Reply::error(0, "Unreachable", &error.to_string()),
        };
        let violations = reply.header(VIOLATIONS).map_or_else(Vec::new, of_the_request);
        let verdict = Verdict { operation, status: reply.status, violations };
        self.journal.lock().expect("nobody panics with the journal locked").push(verdict);
        if reply.status == 0 { Reply::error(502, "Unreachable", "Prism is not there") } else { reply }
    }

    async fn ask(&self, request: &Incoming, operation: Option<&Operation>) -> reqwest::Result<Reply> {
        // The copy of the description has a path of its own for what is told from its neighbour by its query.
        let segment = operation.map(|op| segment(&op.path.query)).unwrap_or_default();
        let query = request.url.query().map_or(String::new(), |query| format!("?{query}"));
        let url = format!("{}{}{segment}{query}", self.origin, request.url.path());
        let answer = onward::request(&self.client, request, &url).send().await?;
        let mut reply = Reply::empty(answer.status().as_u16());
        for (name, value) in onward::headers(&answer) {
            reply = reply.with(&name, value);
        }
        Ok(Reply { body: answer.bytes().await?.to_vec(), ..reply })
    }
}

/// What of Prism's list is about the request; the rest is about the answer that it made up itself.
fn of_the_request(list: &str) -> Vec<String> {
    let Ok(Json::Array(list)) = serde_json::from_str(list) else { return vec![format!("unreadable: {list}")] };
    let about_request = list.iter().filter(|violation| violation["location"][0] == "request");
    about_request.map(|violation| format!("{} {}", violation["location"], violation["message"])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_the_request_counts() {
        let list = r#"[{"location":["response","body"],"message":"a"},{"location":["request"],"message":"b"}]"#;
        assert_eq!(of_the_request(list), [r#"["request"] "b""#]);
        assert_eq!(of_the_request("[").len(), 1, "what cannot be read is no clean record");
    }
}
