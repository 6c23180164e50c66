//! The tests that cross crates, in one binary: linking it once is what keeps them quick.

mod challenge;
mod fake;
mod diff;
mod load;
mod origin;
mod paging;
mod prose;
mod retry;
mod tidy;
