//! Answers that differ by status code.

use azure_core::{
    error::{Error, ErrorKind},
    http::RawResponse,
};

/// The error of a status code that brings no answer, such as 304.
#[must_use]
pub fn no_answer(response: &RawResponse) -> Error {
    let message = format!("an answer with status {} has no body that the API declares", u16::from(response.status()));
    Error::with_message(ErrorKind::DataConversion, message)
}

/// Says what each status code brings. See `rt::answers`.
#[doc(hidden)]
#[macro_export]
macro_rules! __answers {
    ($ty:ident { $($status:literal => $variant:ident $(($body:ty))?),+ $(,)? }) => {
        impl rt::ResponseBody for $ty {
            type Model = Self;
            fn from_response(response: &rt::RawResponse) -> rt::azure_core::Result<Self> {
                match u16::from(response.status()) {
                    $($status => {
                        Ok(Self::$variant $((<$body as rt::ResponseBody>::from_response(response)?))?)
                    })+
                    _ => Err(rt::no_answer(response)),
                }
            }
            fn name() -> rt::Cow<'static, str> {
                rt::Cow::Borrowed(stringify!($ty))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use azure_core::http::{RawResponse, StatusCode, headers::Headers};

    use crate::{
        codegen as rt,
        model::{extra::Extra, payload::ResponseBody},
    };

    struct Thing {
        name: Option<String>,
        extra: Extra,
    }
    rt::model!(Thing, None { "name" => name });

    #[derive(Debug, PartialEq)]
    enum Answer {
        Ok(Thing),
        Accepted(Vec<i64>),
        NoContent,
    }
    rt::answers!(Answer { 200 => Ok(Thing), 202 => Accepted(Vec<i64>), 204 => NoContent });

    fn read(status: StatusCode, body: &'static str) -> azure_core::Result<Answer> {
        Answer::from_response(&RawResponse::from_bytes(status, Headers::new(), body))
    }

    #[test]
    fn the_status_says_what_the_body_is() {
        let thing = Thing { name: Some("a".to_owned()), ..Thing::default() };
        assert_eq!(read(StatusCode::Ok, r#"{"name":"a"}"#).unwrap(), Answer::Ok(thing));
        assert_eq!(read(StatusCode::Accepted, "[1]").unwrap(), Answer::Accepted(vec![1]));
        assert_eq!(read(StatusCode::NoContent, "").unwrap(), Answer::NoContent);
        for (status, body) in [(StatusCode::Ok, "[1]"), (StatusCode::NotModified, ""), (StatusCode::Created, "{}")] {
            assert!(read(status, body).is_err(), "{status} {body}");
        }
    }
}
