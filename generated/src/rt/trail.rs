//! Has this page been read before? A list whose links lead back would never end.
//!
//! Most circles are short, so the last links are remembered. A circle longer than that is found by comparing each link with
//! one that was left as a mark, further and further back (Brent's algorithm): it is noticed late, but it is noticed, and the
//! memory is the same after a million pages.

use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

/// How many links are remembered.
const REMEMBERED: usize = 1024;

/// The links of the pages that were read.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    /// Hashes: two different links of one list are taken for the same once in 2^50 lists.
    last: VecDeque<u64>,
    mark: Option<u64>,
    since_mark: u64,
    until_next_mark: u64,
}

impl Trail {
    /// Notes a link; `false` if it is one that was noted before.
    pub(crate) fn visit(&mut self, link: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        link.hash(&mut hasher);
        let hash = hasher.finish();
        if self.mark == Some(hash) || self.last.contains(&hash) {
            return false;
        }
        if self.last.len() == REMEMBERED {
            self.last.pop_front();
        }
        self.last.push_back(hash);
        self.since_mark += 1;
        if self.since_mark > self.until_next_mark {
            self.until_next_mark = (self.until_next_mark * 2).max(1);
            self.since_mark = 0;
            self.mark = Some(hash);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many pages are read of a list whose links run straight for so many pages and then in a circle of so many.
    fn read(straight: usize, circle: usize) -> usize {
        let mut trail = Trail::default();
        let link = |page: usize| if page < straight { page } else { straight + (page - straight) % circle };
        let mut pages = 0..10 * (straight + circle);
        pages.find(|&page| !trail.visit(&link(page).to_string())).expect("every circle is found")
    }

    #[test]
    fn a_short_circle_is_found_at_its_first_repetition() {
        for (straight, circle) in [(0, 1), (0, 2), (1, 1), (5, 1), (3, 7), (5000, 1), (5000, REMEMBERED)] {
            assert_eq!(read(straight, circle), straight + circle);
        }
    }

    #[test]
    fn a_long_circle_is_found_too() {
        for (straight, circle) in [(0, REMEMBERED + 1), (0, 5000), (3000, 5000), (1, 9_000)] {
            let pages = read(straight, circle);
            assert!(pages <= 4 * (straight + circle), "{straight} {circle}: {pages}");
        }
    }

    #[test]
    fn a_straight_list_is_read_to_its_end_in_bounded_memory() {
        let mut trail = Trail::default();
        assert!((0..20_000).all(|page| trail.visit(&format!("https://x/{page}"))));
        assert!(trail.last.len() == REMEMBERED && trail.last.capacity() <= 2 * REMEMBERED);
    }
}
