//! The tests that cross crates, in one binary: linking it once is what keeps them quick.

mod load;
mod tidy;
