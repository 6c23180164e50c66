//! A tracer that remembers which spans were started under which.

use std::{
    any::Any,
    borrow::Cow,
    error::Error,
    fmt,
    sync::{Arc, Mutex},
};

use azure_core::{
    http::{Context, Request},
    tracing::{AsAny, Attribute, AttributeValue, Span, SpanGuard, SpanKind, SpanStatus, Tracer, TracerProvider},
};

/// What happened, one line an event: `start Internal Thing_Do`, `start Client GET in Thing_Do`, `end Thing_Do`.
#[derive(Clone, Default)]
pub struct FakeTracer(Arc<Mutex<Vec<String>>>);

impl FakeTracer {
    /// Every event so far.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn events(&self) -> Vec<String> {
        self.0.lock().expect("nothing panics in here").clone()
    }

    fn note(&self, event: String) {
        self.0.lock().expect("nothing panics in here").push(event);
    }
}

impl fmt::Debug for FakeTracer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FakeTracer")
    }
}

impl TracerProvider for FakeTracer {
    fn get_tracer(
        &self,
        _: Option<&'static str>,
        name: &'static str,
        version: Option<&'static str>,
    ) -> Arc<dyn Tracer> {
        self.note(format!("tracer {name} {}", version.unwrap_or("of no version")));
        Arc::new(self.clone())
    }
}

impl Tracer for FakeTracer {
    fn start_span(&self, name: Cow<'static, str>, kind: SpanKind, _: Vec<Attribute>) -> Arc<dyn Span> {
        self.note(format!("start {kind:?} {name}"));
        Arc::new(FakeSpan { tracer: self.clone(), name: name.into_owned() })
    }

    fn start_span_with_parent(
        &self,
        name: Cow<'static, str>,
        kind: SpanKind,
        _: Vec<Attribute>,
        parent: Arc<dyn Span>,
    ) -> Arc<dyn Span> {
        let parent = parent.as_any().downcast_ref::<FakeSpan>().map_or("?", |span| span.name.as_str());
        self.note(format!("start {kind:?} {name} in {parent}"));
        Arc::new(FakeSpan { tracer: self.clone(), name: name.into_owned() })
    }

    fn namespace(&self) -> Option<&'static str> {
        None
    }
}

struct FakeSpan {
    tracer: FakeTracer,
    name: String,
}

impl AsAny for FakeSpan {
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Span for FakeSpan {
    fn is_recording(&self) -> bool {
        true
    }

    fn span_id(&self) -> [u8; 8] {
        [1; 8]
    }

    fn end(&self) {
        self.tracer.note(format!("end {}", self.name));
    }

    fn set_status(&self, status: SpanStatus) {
        self.tracer.note(format!("{} is {status:?}", self.name));
    }

    fn set_attribute(&self, _: &'static str, _: AttributeValue) {}

    fn record_error(&self, _: &dyn Error) {}

    #[expect(elided_lifetimes_in_paths, reason = "the trait elides it")]
    fn set_current(&self, _: &Context) -> Box<dyn SpanGuard> {
        unimplemented!("azure_core's policies hand spans on in the context")
    }

    fn propagate_headers(&self, request: &mut Request) {
        request.insert_header("traceparent", format!("in {}", self.name));
    }
}
