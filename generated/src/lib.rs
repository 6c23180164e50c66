//! A client for Azure API Management.

#[doc(hidden)]
pub mod rt;

pub use rt::{
    ArmError, ArmErrorDetail, ArmErrorInfo, Call, Claims, ClientOptions, Clock, Cloud, Continuation, Etag, Extra,
    FinalState, Finishing, InvalidArgument, IsoDuration, IsoDurationError, List, OffsetDateTime, OperationStatus,
    Pages, Patch, Poller, PollerStatus, PollerToken, Response, Resume, RetryOptions, Sending,
};
