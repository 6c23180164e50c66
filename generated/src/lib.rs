//! A client for Azure API Management.
#![doc = include_str!("../README.md")]

#[doc(hidden)]
pub mod rt;

pub use rt::{
    ArmError, ArmErrorDetail, ArmErrorInfo, Call, Claims, ClientOptions, Clock, Cloud, Continuation, Etag, Extra,
    FinalState, Finishing, InvalidArgument, IsoDuration, IsoDurationError, List, OffsetDateTime, OperationStatus,
    Pages, Patch, Poller, PollerStatus, PollerToken, Response, Resume, RetryOptions, Sending,
};

/// Api-version 2021-08-01.
#[cfg(feature = "v2021_08_01")]
#[rustfmt::skip]
#[allow(clippy::too_many_arguments, reason = "the API's paths say how many arguments identify a thing")]
#[allow(unused_qualifications, reason = "a model is named the same way in every file, so that moving one changes no other text")]
pub mod v2021_08_01;
/// Api-version 2024-05-01.
#[cfg(feature = "v2024_05_01")]
#[rustfmt::skip]
#[allow(clippy::too_many_arguments, reason = "the API's paths say how many arguments identify a thing")]
#[allow(unused_qualifications, reason = "a model is named the same way in every file, so that moving one changes no other text")]
pub mod v2024_05_01;
