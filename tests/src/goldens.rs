//! What the emit fixtures give, compiled: a golden that only looks like Rust would be worth little.
//!
//! `tests/it/emit.rs` makes sure that every fixture stands here and that its golden is what the generator writes.

#![deny(warnings)]
#![allow(missing_docs, reason = "the head of each fixture says what it is about")]
#![allow(clippy::too_many_arguments, clippy::module_inception, unused_qualifications, reason = "as for the published versions, see the crate")]

#[path = "../../generator/tests/fixtures/emit/accepted/expected/mod.rs"]
pub mod accepted;
#[path = "../../generator/tests/fixtures/emit/additional/expected/mod.rs"]
pub mod additional;
#[path = "../../generator/tests/fixtures/emit/alias/expected/mod.rs"]
pub mod alias;
#[path = "../../generator/tests/fixtures/emit/api_versions/expected/mod.rs"]
pub mod api_versions;
#[path = "../../generator/tests/fixtures/emit/basic/expected/mod.rs"]
pub mod basic;
#[path = "../../generator/tests/fixtures/emit/by_status/expected/mod.rs"]
pub mod by_status;
#[path = "../../generator/tests/fixtures/emit/client_header/expected/mod.rs"]
pub mod client_header;
#[path = "../../generator/tests/fixtures/emit/client_parameter/expected/mod.rs"]
pub mod client_parameter;
#[path = "../../generator/tests/fixtures/emit/compose/expected/mod.rs"]
pub mod compose;
#[path = "../../generator/tests/fixtures/emit/elsewhere/expected/mod.rs"]
pub mod elsewhere;
#[path = "../../generator/tests/fixtures/emit/enums/expected/mod.rs"]
pub mod enums;
#[path = "../../generator/tests/fixtures/emit/families/expected/mod.rs"]
pub mod families;
#[path = "../../generator/tests/fixtures/emit/formats/expected/mod.rs"]
pub mod formats;
#[path = "../../generator/tests/fixtures/emit/head/expected/mod.rs"]
pub mod head;
#[path = "../../generator/tests/fixtures/emit/integer_enum/expected/mod.rs"]
pub mod integer_enum;
#[path = "../../generator/tests/fixtures/emit/lists/expected/mod.rs"]
pub mod lists;
#[path = "../../generator/tests/fixtures/emit/lro/expected/mod.rs"]
pub mod lro;
#[path = "../../generator/tests/fixtures/emit/media_types/expected/mod.rs"]
pub mod media_types;
#[path = "../../generator/tests/fixtures/emit/names/expected/mod.rs"]
pub mod names;
#[path = "../../generator/tests/fixtures/emit/next_page/expected/mod.rs"]
pub mod next_page;
#[path = "../../generator/tests/fixtures/emit/null_elements/expected/mod.rs"]
pub mod null_elements;
#[path = "../../generator/tests/fixtures/emit/paged_lro/expected/mod.rs"]
pub mod paged_lro;
#[path = "../../generator/tests/fixtures/emit/paging/expected/mod.rs"]
pub mod paging;
#[path = "../../generator/tests/fixtures/emit/parameters/expected/mod.rs"]
pub mod parameters;
#[path = "../../generator/tests/fixtures/emit/patch/expected/mod.rs"]
pub mod patch;
#[path = "../../generator/tests/fixtures/emit/prose/expected/mod.rs"]
pub mod prose;
#[path = "../../generator/tests/fixtures/emit/query_paths/expected/mod.rs"]
pub mod query_paths;
#[path = "../../generator/tests/fixtures/emit/recursion/expected/mod.rs"]
pub mod recursion;
#[path = "../../generator/tests/fixtures/emit/required/expected/mod.rs"]
pub mod required;
#[path = "../../generator/tests/fixtures/emit/scalars/expected/mod.rs"]
pub mod scalars;
#[path = "../../generator/tests/fixtures/emit/scopes/expected/mod.rs"]
pub mod scopes;
#[path = "../../generator/tests/fixtures/emit/shared/expected/mod.rs"]
pub mod shared;
#[path = "../../generator/tests/fixtures/emit/single_page/expected/mod.rs"]
pub mod single_page;
#[path = "../../generator/tests/fixtures/emit/spelling/expected/mod.rs"]
pub mod spelling;
#[path = "../../generator/tests/fixtures/emit/statuses/expected/mod.rs"]
pub mod statuses;
#[path = "../../generator/tests/fixtures/emit/std_names/expected/mod.rs"]
pub mod std_names;
#[path = "../../generator/tests/fixtures/emit/texts/expected/mod.rs"]
pub mod texts;
#[path = "../../generator/tests/fixtures/emit/ungrouped/expected/mod.rs"]
pub mod ungrouped;
