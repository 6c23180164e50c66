//! Has this page been read before? A list whose links lead back would never end.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The links of the pages that were read.
#[derive(Debug, Default)]
pub(crate) struct LoopGuard {
    /// Their hashes in ascending order, because links are long: 8 bytes a page, and two links of 65,536 are taken for one in 2^33
    /// lists. A set would cost every user's compiler more.
    visited: Vec<u64>,
}

impl LoopGuard {
    /// Notes a link; `false` if it is one that was noted before.
    pub(crate) fn visit(&mut self, link: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        link.hash(&mut hasher);
        let hash = hasher.finish();
        let at = self.visited.partition_point(|visited| *visited < hash);
        let is_new = self.visited.get(at) != Some(&hash);
        if is_new {
            self.visited.insert(at, hash);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many pages are read of a list whose links run straight for so many pages and then in a circle of so many.
    fn read(straight: usize, circle: usize) -> usize {
        let mut loop_guard = LoopGuard::default();
        let link = |page: usize| if page < straight { page } else { straight + (page - straight) % circle };
        let mut pages = 0..2 * (straight + circle);
        pages.find(|&page| !loop_guard.visit(&link(page).to_string())).expect("every circle is found")
    }

    #[test]
    fn a_circle_is_found_at_its_first_repetition() {
        for (straight, circle) in [(0, 1), (0, 2), (1, 1), (5, 1), (3, 7), (5000, 1), (0, 5000), (3000, 5000)] {
            assert_eq!(read(straight, circle), straight + circle);
        }
    }

    #[test]
    fn a_straight_list_is_read_to_its_end() {
        let mut loop_guard = LoopGuard::default();
        assert!((0..20_000).all(|page| loop_guard.visit(&format!("https://x/{page}"))));
    }
}
