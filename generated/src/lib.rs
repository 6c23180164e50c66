//! A client for Azure API Management.

#[doc(hidden)]
pub mod rt;

pub use rt::{
    ArmError, ArmErrorDetail, ArmErrorInfo, Call, Claims, ClientOptions, Clock, Cloud, Continuation, Etag, Extra,
    FinalState, InvalidArgument, IsoDuration, IsoDurationError, List, OffsetDateTime, Pages, Patch, Poller, Response,
    RetryOptions, Sending,
};
