//! The guide, a chapter a module. The same texts stand in the crate's folder `guide/`.
//!
//! | Chapter | |
//! |---|---|
//! | [`authentication`] | credentials, roles, tokens, clouds |
//! | [`lists`] | items, filters, pages, going on later |
//! | [`long_operations`] | waiting, progress, surviving a restart |
//! | [`errors`] | what went wrong, what is repeated, conditional writes, many calls at once |
//! | [`models`] | making and changing them, tolerant reading, secrets, what semver means |
//! | [`options`] | limits, checks, headers, transport, tracing |
//! | [`testing`] | a Resource Manager in memory: any operation, without an account or a network |
//! | [`versions`] | both api-versions in one program, and from one to the other |
//! | [`migrating`] | what is called what in `azure_mgmt_apimanagement` |

#[doc = include_str!("../guide/authentication.md")]
pub mod authentication {}

#[doc = include_str!("../guide/errors.md")]
pub mod errors {}

#[doc = include_str!("../guide/lists.md")]
pub mod lists {}

#[doc = include_str!("../guide/long-operations.md")]
pub mod long_operations {}

#[doc = include_str!("../guide/migrating.md")]
pub mod migrating {}

#[doc = include_str!("../guide/models.md")]
pub mod models {}

#[doc = include_str!("../guide/options.md")]
pub mod options {}

/// How to test a program without an account, with the feature `fake`.
///
#[cfg_attr(all(feature = "fake", feature = "reqwest"), doc = include_str!("../guide/testing.md"))]
pub mod testing {}

#[doc = include_str!("../guide/versions.md")]
pub mod versions {}
