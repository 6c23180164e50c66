//! Places in every style of text that a person or a tool writes.

use super::Source;
use crate::pointer::Pointer;

fn place(text: &str, pointer: &str) -> (usize, usize) {
    let at = Source::new("x", text).at(&Pointer::parse(pointer).expect("a pointer"));
    (at.line, at.column)
}

#[test]
fn block_style() {
    let text = "# note\na:\n  b: 1\n  list:\n  - x\n  - k: v\n    l: w\n  -   - deep\nc: z\n";
    assert_eq!(place(text, "/a"), (2, 1));
    assert_eq!(place(text, "/a/b"), (3, 3));
    assert_eq!(place(text, "/a/list/0"), (5, 5));
    assert_eq!(place(text, "/a/list/1"), (6, 5));
    assert_eq!(place(text, "/a/list/1/k"), (6, 5));
    assert_eq!(place(text, "/a/list/1/l"), (7, 5));
    assert_eq!(place(text, "/a/list/2/0"), (8, 9));
    assert_eq!(place(text, "/c"), (9, 1));
}

#[test]
fn quoted_and_odd_keys() {
    let text = "'/a/{b}':\n  \"x~y\": 1\n  200: ok\n  ? long\n  : {q: 2}\n";
    assert_eq!(place(text, "/~1a~1{b}"), (1, 1));
    assert_eq!(place(text, "/~1a~1{b}/x~0y"), (2, 3));
    assert_eq!(place(text, "/~1a~1{b}/200"), (3, 3));
    assert_eq!(place(text, "/~1a~1{b}/long"), (4, 5));
    assert_eq!(place(text, "/~1a~1{b}/long/q"), (5, 6));
}

#[test]
fn flow_style() {
    let text = "a: {b: [1, {c: é, d: 2}],\n  e: [x,\n   y]}\n";
    assert_eq!(place(text, "/a/b"), (1, 5));
    assert_eq!(place(text, "/a/b/0"), (1, 9));
    assert_eq!(place(text, "/a/b/1"), (1, 12));
    assert_eq!(place(text, "/a/b/1/d"), (1, 19));
    assert_eq!(place(text, "/a/e/1"), (3, 4));
}

#[test]
fn block_scalars_hide_their_text() {
    let text = "a: |\n  b: not a key\n\n  - nor this\nb: >-\n  c: neither\nc:\n- |\n  x\n- y\n";
    assert_eq!(place(text, "/b"), (5, 1));
    assert_eq!(place(text, "/c"), (7, 1));
    assert_eq!(place(text, "/c/0"), (8, 3));
    assert_eq!(place(text, "/c/1"), (10, 3));
    let text = "- a\n- |2- # why\n\n\n   x |\n- >+\n- z\n";
    assert_eq!(place(text, "/1"), (2, 3));
    assert_eq!(place(text, "/2"), (6, 3));
    assert_eq!(place(text, "/3"), (7, 3));
}

#[test]
fn anchors_do_not_shift_places() {
    let text = "a: &x\n  b: 1\nc: *x\nd: &y 3\ne: 4\n";
    assert_eq!(place(text, "/a/b"), (2, 3));
    assert_eq!(place(text, "/c/b"), (3, 1));
    assert_eq!(place(text, "/e"), (5, 1));
}

#[test]
fn json() {
    let text = "{\n\t\"a\": [1, -2.5e3, true, {\"b\\\"c\": \"x\\\\\"}],\n\t\"\\ud83d\\ude00\": {\n    \"d\" : null},\"e\":[]\n}\n";
    assert_eq!(place(text, "/a"), (2, 2));
    assert_eq!(place(text, "/a/0"), (2, 8));
    assert_eq!(place(text, "/a/1"), (2, 11));
    assert_eq!(place(text, "/a/2"), (2, 19));
    assert_eq!(place(text, "/a/3"), (2, 25));
    assert_eq!(place(text, "/a/3/b\"c"), (2, 26));
    assert_eq!(place(text, "/😀/d"), (4, 5));
    assert_eq!(place(text, "/e"), (4, 17));
}

#[test]
fn the_nearest_ancestor_stands_for_what_is_not_there() {
    assert_eq!(place("a:\n  b: 1\n", "/a/x/y"), (1, 1));
    assert_eq!(place("a: 1\n", "/x"), (1, 1));
    assert_eq!(place("\n\n  a: [1]\n", "/a/7"), (3, 3));
    assert_eq!(place("a: 1\nb: [\n", "/b/0"), (2, 1));
}

#[test]
fn a_byte_order_mark_has_no_column() {
    assert_eq!(place("\u{feff}{\"a\": 1}", "/a"), (1, 2));
    assert_eq!(place("\u{feff}a: 1\nb: 2\n", "/b"), (2, 1));
}

#[test]
fn hostile_depth_does_not_overflow_the_stack() {
    assert_eq!(place(&"[".repeat(200_000), "/0/0"), (1, 1));
    assert_eq!(place(&"- ".repeat(200_000), "/0/0"), (1, 5));
    assert_eq!(place(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), "/0/0"), (1, 3));
}
