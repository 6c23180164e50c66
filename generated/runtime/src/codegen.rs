//! What machine-written clients name, under the name `crate::rt`, and nothing else does: it changes with the generator.
//!
//! The macros name it so too, `rt::Model` and not `$crate::codegen::Model`: each segment of a path costs the compiler in each of
//! 900 types. So whoever calls one has this module as `rt`, and what the macros need of other crates is here as well, by one name.

// For the macros alone.
pub use std::{
    borrow::Cow,
    cmp::Ordering,
    convert::Infallible,
    fmt::{self, Debug, Display, Formatter},
    hash::{Hash, Hasher},
    result::Result,
    str::FromStr,
};

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use azure_core::{
    self, Bytes,
    http::{Etag, Method, RawResponse},
    time::OffsetDateTime,
};

pub use crate::{
    __answers as answers, __enumeration as enumeration, __kinds as kinds, __model as model, __options as options,
    __page as page,
    args::{
        constraints::Constraints,
        operation::Operation,
        options::debug_options,
        param::Param,
        pattern::Pattern,
        to_param::{Collection, Place, ToParam},
    },
    call::Call,
    client::{
        client_core::{ClientCore, Service},
        cloud::Cloud,
        options::ClientOptions,
        request::Request,
    },
    lro::{
        operation::FinalState,
        poller::{Poller, Resume},
    },
    model::{
        duration::IsoDuration,
        enumeration::{Enumeration, text_as},
        extra::Extra,
        field_value::{
            Container, DynModel, Entries, Field, FieldValue, FieldVisitor, FieldVisitorMut, Items, Kinds, Scalar,
            Shape, ValueRef,
        },
        internal::{
            copy, debug, debug_enumeration, deserialize, deserialize_model, equal, kind, member, no_answer, same,
            serialize, serialize_model, with_null,
        },
        patch::Patch,
        payload::{Exists, Payload, ResponseBody},
        wire::{Model, Wire},
    },
    paging::{
        list::List,
        page::{Page, PageBody, PageFault, PageParts, page_fault},
    },
};

/// Brings the client and the models of an api-version into the scope of an example: of `krate::version::group` it drops the
/// group, whose own client has the same name.
#[doc(hidden)]
#[macro_export]
macro_rules! __version_of {
    (@[$($version:tt)*] $group:ident) => {
        #[allow(unused_imports, reason = "few examples name a model")]
        use $($version)*{Client, models};
    };
    // The module that declares the versions is private; what is in it stands at the root.
    (@[$krate:ident ::] versions :: $($rest:tt)*) => {
        $crate::__version_of!(@[$krate ::] $($rest)*);
    };
    (@[$($front:tt)*] $next:ident :: $($rest:tt)*) => {
        $crate::__version_of!(@[$($front)* $next ::] $($rest)*);
    };
    ($($path:tt)*) => {
        $crate::__version_of!(@[] $($path)*);
    };
}
