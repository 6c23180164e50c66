//! A client for Azure API Management.

#[doc(hidden)]
pub mod rt;

pub use rt::{
    ArmError, ArmErrorDetail, Call, ClientOptions, Cloud, Etag, Extra, FinalState, InvalidArgument, IsoDuration, List,
    OffsetDateTime, Patch, Poller, Response, Sending,
};
