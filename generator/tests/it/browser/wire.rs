//! The debugging pipe: requests, their answers, and the events in between.

use std::{
    fmt,
    io::{BufRead, BufReader, Write},
    process::{ChildStdin, ChildStdout},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::{Value as Json, json};

/// A browser that says nothing for so long has gone.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Wire {
    requests: ChildStdin,
    messages: Receiver<Json>,
    sent: u64,
    /// Events that nobody has asked for yet.
    events: Vec<Json>,
    /// The page that requests are about.
    pub(super) session: Option<String>,
}

impl Wire {
    pub(super) fn new(requests: ChildStdin, answers: ChildStdout) -> Self {
        let (sender, messages) = channel();
        thread::spawn(move || {
            for message in BufReader::new(answers).split(0) {
                let Ok(message) = message else { return };
                let message = serde_json::from_slice(&message).expect("the browser speaks JSON");
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { requests, messages, sent: 0, events: Vec::new(), session: None }
    }

    /// Sends a request and waits for its answer.
    ///
    /// # Panics
    /// If the browser refuses it, or has gone.
    #[track_caller]
    pub(super) fn ask(&mut self, method: &str, params: Json) -> Json {
        self.sent += 1;
        let mut request = json!({ "id": self.sent, "method": method, "params": params });
        if let Some(session) = &self.session {
            request["sessionId"] = session.as_str().into();
        }
        let bytes = [request.to_string().as_bytes(), &[0]].concat();
        self.requests.write_all(&bytes).and_then(|()| self.requests.flush()).expect("the browser is there");
        loop {
            let mut message = self.receive(method);
            if message["id"] == self.sent {
                assert!(message.get("error").is_none(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
            self.events.push(message);
        }
    }

    /// Waits for an event.
    ///
    /// # Panics
    /// If it does not come.
    #[track_caller]
    pub(super) fn wait(&mut self, event: &str) {
        while !self.events.iter().any(|message| message["method"] == event) {
            let message = self.receive(event);
            self.events.push(message);
        }
    }

    /// The events of a kind so far.
    pub(super) fn events(&self, kind: &str) -> impl Iterator<Item = &Json> {
        self.events.iter().filter(move |message| message["method"] == kind).map(|message| &message["params"])
    }

    /// Forgets the events so far.
    pub(super) fn forget(&mut self) {
        self.events.clear();
    }

    #[track_caller]
    fn receive(&self, what: &str) -> Json {
        self.messages.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{what}: {error}"))
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("sent", &self.sent).finish_non_exhaustive()
    }
}
