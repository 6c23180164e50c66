//! What a Rust client of Azure Resource Manager needs, whatever the service.
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The code must compile fast, and every instance of a generic function is compiled with it. So there are loops where a chain
// of iterator adapters would serve one place, and what only applications call is `#[inline]`: compiled where it is used.
//
// Invariant: nothing here knows an api-version, an operation or a model of any one service.
//
// The storeys, each of which knows those before it: `base`, `args`, `model`, `error`, `policy`, `client`; on these, apart from
// one another, `paging` and `lro`; on top `call`, which may become a long-running operation, `result_list`, where one gives a
// list, `codegen`, and `fake`, behind a feature.

mod args;
mod base;
mod call;
mod client;
#[doc(hidden)]
pub mod codegen;
mod error;
#[cfg(feature = "fake")]
pub mod fake;
mod lro;
mod model;
mod paging;
mod policy;
mod result_list;

/// The runtime that clients stand on: its types are in signatures here, so a program needs the version that matches.
pub use azure_core;
pub use azure_core::{
    Bytes,
    http::{Etag, poller::PollerStatus},
    time::OffsetDateTime,
};

pub use self::{
    args::param::InvalidArgument,
    base::clock::Clock,
    call::Call,
    client::{cloud::Cloud, options::ClientOptions, response::Response},
    error::{
        arm_error::ArmError,
        deadline::DeadlineExceeded,
        detail::{ArmErrorDetail, ArmErrorInfo},
    },
    lro::{
        poller::{Finishing, Poller, Resume},
        status::OperationStatus,
        token::PollerToken,
    },
    model::{
        convert::{ConvertError, convert},
        duration::{IsoDuration, IsoDurationError},
        extra::Extra,
        patch::Patch,
        payload::{Exists, Payload},
        resource_id::{ResourceId, ResourceIdError},
        wire::Model,
    },
    paging::{continuation::Continuation, list::List, page::Page, pages::Pages},
    policy::{challenge::Claims, retry_options::RetryOptions},
};
