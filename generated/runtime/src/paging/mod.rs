//! Lists: items and pages as streams, and where to go on.
//!
//! Invariant: knows no long-running operation. What is on a page it learns from [`page::PageBody`] alone.

pub(crate) mod continuation;
pub(crate) mod list;
pub(crate) mod loop_guard;
pub(crate) mod page;
pub(crate) mod pager;
pub(crate) mod pages;
pub(crate) mod reader;
