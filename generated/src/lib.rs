//! A client for Azure API Management.
#![cfg_attr(all(feature = "v2021_08_01", feature = "v2024_05_01"), doc = include_str!("../README.md"))]
#![cfg_attr(docsrs, feature(doc_cfg))]
//! # Where things are
//!
//! | | |
//! |---|---|
//! | a module an api-version | `Client`, `models`, and a module an operation group with a `Client` of its own |
//! | [`Call`] | what a method returns: await it for a [`Response`]; a context, a header or a request id can be set before |
//! | [`Response`] | status, headers, [`Etag`], request id, and the body as a model |
//! | [`List`], [`Pages`] | items or pages of a list as a stream, resumable by a [`Continuation`] |
//! | [`Poller`] | a long-running operation: await its end, watch its [`OperationStatus`], save its [`PollerToken`] |
//! | [`ArmError`], [`InvalidArgument`], [`DeadlineExceeded`] | what is behind an `azure_core::Error`: the service's answer, an argument refused, no time left |
//! | [`ClientOptions`], [`Cloud`], [`RetryOptions`] | what an application can choose |
//! | [`Patch`], [`Extra`], [`IsoDuration`] | parts of models |
//! | [`ResourceId`] | the id of a resource: what it consists of, what stands around it |
//! | [`Payload`], [`Page`] | bounds for functions that take any [`Call`], any [`List`] |
//! | [`migrating`] | how code moves from one api-version's module to the next |
//!
//! A model has a field for each member of the wire, all of them optional, and [`Extra`] for the rest, so that reading never
//! fails for a member that is missing, unknown, `null` or of another type, and what was read is written back whole.

#[doc(hidden)]
pub use arm_runtime::codegen as rt;
#[doc(inline)]
pub use arm_runtime::{
    ArmError, ArmErrorDetail, ArmErrorInfo, Call, Claims, ClientOptions, Clock, Cloud, Continuation, DeadlineExceeded,
    Etag, Exists, Extra, Finishing, InvalidArgument, IsoDuration, IsoDurationError, List, OffsetDateTime,
    OperationStatus, Page, Pages, Patch, Payload, Poller, PollerStatus, PollerToken, ResourceId, ResourceIdError,
    Response, Resume, RetryOptions, Sending,
};
pub use azure_core;

#[cfg(doc)]
#[doc = include_str!("../MIGRATING-2021-08-01-to-2024-05-01.md")]
pub mod migrating {}

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
