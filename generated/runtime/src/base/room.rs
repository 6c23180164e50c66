//! How much memory a JSON document may become that somebody else wrote.
//!
//! A short text can become large values: `[{},{},..` a thousand times its size in a list of models, `[{"":0},..` a hundred times
//! where it is kept as it came. So whatever reads a document takes from its [`Room`], and stops where there is none left.

use std::cell::Cell;

const MIB: usize = 1024 * 1024;

/// What a `Value` counts as. Not its size: with serde_json's feature `preserve_order`, which some other crate of a program may want,
/// it is twice as large, and the same documents should be read.
pub(crate) const VALUE: usize = 32;

/// What an item of a `Vec` takes, itself of that size: a list has four places at first, and twice as many when they are full.
pub(crate) fn item(size: usize, is_first: bool) -> usize {
    if is_first { 4 * size } else { 2 * size }
}

/// What an entry of a `BTreeMap` takes, its value of that size: eleven share a node, which need not be half full.
pub(crate) fn entry(size: usize, is_first: bool) -> usize {
    let size = size_of::<String>() + size;
    if is_first { 11 * size } else { 2 * size }
}

/// What a model takes, should it stand in a box: the size of a box says nothing of what is in it.
pub(crate) fn object<T: ?Sized>(model: &T) -> usize {
    size_of_val(model).max(256)
}

/// How much memory the values of a document may still take.
pub(crate) struct Room(Cell<usize>);

impl Room {
    /// That of a document of so many bytes: 64 times as much, and of a large one a GiB and eight times as much. Small objects of a
    /// real service come to some 30 times their text, and are many only as long as their texts are not.
    pub(crate) fn of(length: usize) -> Self {
        let small = length.saturating_mul(64).saturating_add(8 * MIB);
        let large = length.saturating_mul(8).saturating_add(1024 * MIB);
        Self(Cell::new(small.min(large)))
    }

    /// Takes as much from it, or all there is.
    pub(crate) fn take(&self, bytes: usize) {
        self.0.set(self.0.get().saturating_sub(bytes));
    }

    /// Whether there is none left. What takes from it looks before it goes on.
    pub(crate) fn is_used_up(&self) -> bool {
        self.0.get() == 0
    }
}
