//! One span over all requests of a list or a long-running operation, as azure_core's own pager and poller have.
//!
//! What stands below it, a span a try, is the business of azure_core's policies: they find this one in the context and start
//! none of their own for the single request.

use std::{borrow::Cow, fmt, sync::Arc};

use azure_core::{
    error::Error,
    http::{
        Context,
        policies::{PublicApiInstrumentationInformation, create_public_api_span},
    },
    tracing::{Span, SpanStatus, Tracer},
};

/// A span that ends once: with the result, or when whoever asked for it goes away.
#[derive(Default)]
pub(crate) struct OperationSpan(Option<Arc<dyn Span>>);

impl OperationSpan {
    /// Starts the span and puts it into the context. Without a tracer, or below a span of the application's, there is none.
    pub(crate) fn start(
        tracer: Option<&Arc<dyn Tracer>>,
        operation: Cow<'static, str>,
        context: &mut Context<'static>,
    ) -> Self {
        let named = PublicApiInstrumentationInformation::new(operation, Vec::new());
        let whole = Self(create_public_api_span(context, tracer.cloned(), Some(named)));
        whole.put_into(context);
        whole
    }

    /// Lets a request stand below it.
    pub(crate) fn put_into(&self, context: &mut Context<'static>) {
        if let Some(span) = &self.0 {
            context.insert(Arc::clone(span));
        }
    }

    /// Ends it well.
    pub(crate) fn end(&mut self) {
        if let Some(span) = self.0.take() {
            span.end();
        }
    }

    /// Ends it with an error. The description is the kind: the message may quote the service.
    pub(crate) fn fail(&mut self, error: &Error) {
        if let Some(span) = self.0.take() {
            let kind = error.kind().to_string();
            span.set_attribute("error.type", kind.clone().into());
            span.set_status(SpanStatus::Error { description: kind });
            span.end();
        }
    }
}

impl Drop for OperationSpan {
    fn drop(&mut self) {
        self.end();
    }
}

impl fmt::Debug for OperationSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationSpan").finish_non_exhaustive()
    }
}
