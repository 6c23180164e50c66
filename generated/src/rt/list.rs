//! Lists.

use std::marker::PhantomData;

use super::request::Prepared;

/// A list that has not been asked for yet.
#[derive(Debug)]
pub struct List<P> {
    #[expect(dead_code, reason = "the pager reads it")]
    prepared: Prepared,
    page: PhantomData<fn() -> P>,
}

impl<P> List<P> {
    pub(crate) fn new(prepared: Prepared) -> Self {
        Self { prepared, page: PhantomData }
    }
}
