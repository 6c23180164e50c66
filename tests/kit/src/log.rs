//! Everything that is logged while something runs, whatever its level.

use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex},
};

use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// A subscriber that keeps the text of every event and span.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<String>>);

impl Log {
    /// Keeps what this thread logs while it does something.
    pub fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        // With a single subscriber around, tracing asks the thread that comes by an event first whether anybody wants it, and
        // remembers the answer of a test that has none. A second one makes it ask them all.
        let _second = Dispatch::new(self.clone());
        tracing::subscriber::with_default(self.clone(), work)
    }

    /// What was logged so far.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.lock().expect("nothing panics in here").clone()
    }
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = self.0.lock().expect("nothing panics in here");
        writeln!(text, "{field}={value:?}").expect("writing to a String cannot fail");
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
