//! What an operation answers, as a test tells it.

use std::any::type_name;

use serde::Serialize;
use serde_json::Value as Json;

use super::engine::{known::Told, wire::Reply};

/// What an operation answers, for [`On::answer_with`](super::On::answer_with).
///
/// ```
/// # use arm_runtime::fake::Answer;
/// # use serde_json::json;
/// let answers = [
///     Answer::json(json!({ "primary": "one", "secondary": "two" })),
///     Answer::status(204),
///     Answer::error(409, "Conflict", "The key is being renewed.").with_header("x-ms-note", "seen"),
/// ];
/// # let _ = answers;
/// ```
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) told: Told,
    /// The type of the model, or of the items, if it is typed.
    pub(super) ty: Option<&'static str>,
}

impl Answer {
    /// A model: what the method returns, or the call fails and names both types. Of an operation that changes something the
    /// change is made as well, and of one that runs long this is the result.
    #[must_use]
    pub fn model<T: Serialize>(model: &T) -> Self {
        Self { told: body(model), ty: Some(type_name::<T>()) }
    }

    /// The items of a list. They are cut into pages, and `$top` and `$skip` are obeyed.
    #[must_use]
    pub fn items<T: Serialize>(items: &[T]) -> Self {
        let told = match body(&items) {
            Told::Body(Json::Array(items)) => Told::Items(items),
            other => other,
        };
        Self { told, ty: Some(type_name::<T>()) }
    }

    /// The same as [`model`](Self::model), in JSON. Nobody checks whether it is what the method returns.
    #[must_use]
    pub fn json(body: Json) -> Self {
        Self { told: Told::Body(body), ty: None }
    }

    /// A status without a body. Nothing is changed.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self { told: Told::Reply(Reply::empty(status)), ty: None }
    }

    /// An error as Resource Manager writes it. Nothing is changed.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self { told: Told::Reply(Reply::error(status, code, message)), ty: None }
    }

    /// The same with a header. It is for [`status`](Self::status) and [`error`](Self::error): the others have the headers that
    /// the service gives them.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Told::Reply(reply) = self.told {
            self.told = Told::Reply(reply.with(&name.to_lowercase(), value));
        }
        self
    }
}

fn body<T: Serialize>(model: &T) -> Told {
    match serde_json::to_value(model) {
        Ok(body) => Told::Body(body),
        Err(error) => Told::Reply(Reply::failing(format!("fake: {} is not JSON: {error}", type_name::<T>()))),
    }
}
