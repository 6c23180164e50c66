//! A client for Azure API Management.
//!
// The chapters' links lead to files in the README, and to modules here: of two definitions the first one holds.
#![cfg_attr(
    all(feature = "v2021_08_01", feature = "v2024_05_01"),
    doc = "[Authentication]: guide::authentication\n[Lists]: guide::lists\n[Long operations]: guide::long_operations\n[Errors and retries]: guide::errors\n[Models]: guide::models\n[Options]: guide::options\n[Testing]: guide::testing\n[Moving between versions]: guide::versions\n[Coming from azure_mgmt_apimanagement]: guide::migrating\n"
)]
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
//! | `fake` | a Resource Manager in memory, for tests; behind the feature of that name |
//! | [`Patch`], [`Extra`], [`IsoDuration`] | parts of models |
//! | [`convert`] | the model of one api-version as that of another |
//! | [`ResourceId`] | the id of a resource: what it consists of, what stands around it |
//! | [`migrating`] | how code moves from one api-version's module to the next |
//! | [`Payload`], [`Page`], [`Model`] | bounds for functions that take any [`Call`], any [`List`], any model |
//!
//! Each method says its operationId and links to its page in Microsoft's
//! [REST reference](https://learn.microsoft.com/rest/api/apimanagement/operation-groups), which describes what the service does. A
//! page opens with the current api-version; behind `?view=rest-apimanagement-2021-08-01` stands the one of that version.
//!
//! A model has a field for each member of the wire, all of them optional, and [`Extra`] for the rest, so that reading never
//! fails for a member that is missing, unknown, `null` or of another type, and what was read is written back whole.

#[doc(hidden)]
pub use arm_runtime::codegen as rt;
#[cfg(feature = "fake")]
#[doc(inline)]
pub use arm_runtime::fake;
#[doc(inline)]
pub use arm_runtime::{
    ArmError, ArmErrorDetail, ArmErrorInfo, Call, Claims, ClientOptions, Clock, Cloud, Continuation, ConvertError,
    DeadlineExceeded, Etag, Exists, Extra, Finishing, InvalidArgument, IsoDuration, IsoDurationError, List, Model,
    OffsetDateTime, OperationStatus, Page, Pages, Patch, Payload, Poller, PollerStatus, PollerToken, ResourceId,
    ResourceIdError, Response, Resume, RetryOptions, convert,
};
pub use azure_core;

#[cfg(doc)]
#[doc = include_str!("../MIGRATING-2021-08-01-to-2024-05-01.md")]
pub mod migrating {}

// Texts alone: a build without documentation does not go through them.
#[cfg(all(any(doc, doctest), feature = "v2021_08_01", feature = "v2024_05_01"))]
pub mod guide;

// Machine-written, with all that is in it.
#[rustfmt::skip]
#[allow(clippy::too_many_arguments, reason = "the API's paths say how many arguments identify a resource")]
#[allow(unused_qualifications, reason = "a model is named the same way in every file, so that moving one changes no other text")]
mod versions;

#[allow(unused_imports, unreachable_pub, reason = "without any api-version there is nothing in it")]
pub use self::versions::*;
