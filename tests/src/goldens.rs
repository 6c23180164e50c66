//! What the emit fixtures give, compiled: a golden that only looks like Rust would be worth little.
//!
//! `tests/it/emit.rs` makes sure that every fixture stands here and that its golden is what the generator writes.

#![deny(warnings)]
#![allow(missing_docs, reason = "the head of each fixture says what it is about")]
#![allow(clippy::too_many_arguments, clippy::module_inception, unused_qualifications, reason = "as for the published versions, see the crate")]

#[path = "../fixtures/emit/accepted/expected/mod.rs"]
pub mod accepted;
#[path = "../fixtures/emit/additional/expected/mod.rs"]
pub mod additional;
#[path = "../fixtures/emit/alias/expected/mod.rs"]
pub mod alias;
#[path = "../fixtures/emit/api_versions/expected/mod.rs"]
pub mod api_versions;
#[path = "../fixtures/emit/basic/expected/mod.rs"]
pub mod basic;
#[path = "../fixtures/emit/compose/expected/mod.rs"]
pub mod compose;
#[path = "../fixtures/emit/elsewhere/expected/mod.rs"]
pub mod elsewhere;
#[path = "../fixtures/emit/enums/expected/mod.rs"]
pub mod enums;
#[path = "../fixtures/emit/head/expected/mod.rs"]
pub mod head;
#[path = "../fixtures/emit/lro/expected/mod.rs"]
pub mod lro;
#[path = "../fixtures/emit/media_types/expected/mod.rs"]
pub mod media_types;
#[path = "../fixtures/emit/names/expected/mod.rs"]
pub mod names;
#[path = "../fixtures/emit/paging/expected/mod.rs"]
pub mod paging;
#[path = "../fixtures/emit/parameters/expected/mod.rs"]
pub mod parameters;
#[path = "../fixtures/emit/patch/expected/mod.rs"]
pub mod patch;
#[path = "../fixtures/emit/prose/expected/mod.rs"]
pub mod prose;
#[path = "../fixtures/emit/query_paths/expected/mod.rs"]
pub mod query_paths;
#[path = "../fixtures/emit/recursion/expected/mod.rs"]
pub mod recursion;
#[path = "../fixtures/emit/required/expected/mod.rs"]
pub mod required;
#[path = "../fixtures/emit/scalars/expected/mod.rs"]
pub mod scalars;
#[path = "../fixtures/emit/shared/expected/mod.rs"]
pub mod shared;
#[path = "../fixtures/emit/statuses/expected/mod.rs"]
pub mod statuses;
#[path = "../fixtures/emit/ungrouped/expected/mod.rs"]
pub mod ungrouped;
