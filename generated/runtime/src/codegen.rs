//! What machine-written clients name, under the name `crate::rt`, and nothing else does: it changes with the generator.

pub use azure_core::http::Method;

pub use crate::{
    __enumeration as enumeration, __model as model, __page as page, Call, ClientOptions, Cloud, Etag, Exists, Extra,
    IsoDuration, List, OffsetDateTime, Page, Patch, Payload, Poller, Resume,
    core::{Core, Service},
    model::{
        Entries, Enumeration, Field, Fields, Fill, Given, Items, Model, Open, PageBody, PageFault, PageParts, Scalar,
        See, Shape, Slot, Wire, internal,
    },
    param::Param,
    pattern::Pattern,
    poller::FinalState,
    request::{Operation, Request},
    response::ResponseBody,
    rules::Rules,
    text::ToText,
};
