//! The parts of a body as they arrive, put together.

use azure_core::Bytes;

/// What has arrived of a body. Most bodies are one part, which is kept as it is: no copy is made of it.
#[derive(Default)]
pub(crate) struct Chunks {
    first: Bytes,
    /// Everything, from the second part on.
    whole: Vec<u8>,
    received: usize,
}

impl Chunks {
    /// Adds a part. If it is the second one, memory for `expected` bytes is taken at once.
    pub(crate) fn push(&mut self, chunk: Bytes, expected: usize) {
        let former = self.received;
        self.received += chunk.len();
        if former == 0 {
            self.first = chunk;
            return;
        }
        if self.whole.is_empty() {
            self.whole.reserve(expected.max(self.received));
            self.whole.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.whole.extend_from_slice(&chunk);
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> usize {
        self.received
    }

    /// All of them.
    pub(crate) fn into_bytes(self) -> Bytes {
        if self.whole.is_empty() { self.first } else { Bytes::from(self.whole) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn together(parts: &[&'static str]) -> (Bytes, usize) {
        let mut chunks = Chunks::default();
        for part in parts {
            chunks.push(Bytes::from_static(part.as_bytes()), 0);
        }
        let length = chunks.len();
        (chunks.into_bytes(), length)
    }

    #[test]
    fn parts_are_put_together_in_their_order() {
        for parts in [&["", ""][..], &["a"], &["", "a"], &["a", ""], &["ab", "c", "", "def"], &["", "", "a", "", "b"]] {
            let text = parts.concat();
            assert_eq!(together(parts), (Bytes::from(text.clone()), text.len()), "{parts:?}");
        }
    }

    #[test]
    fn a_single_part_is_not_copied() {
        const PART: &str = "one part";
        assert_eq!(together(&["", PART]).0.as_ptr(), PART.as_ptr());
    }
}
