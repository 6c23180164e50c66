//! The places in JSON text. YAML's scanner would do for most of it, but not for surrogate pairs and long keys.
//!
//! Invariant: the text is known to be JSON, so nothing is checked again.

use super::tree::{Id, Tree};

struct Frame {
    node: Id,
    /// Elements seen so far; `None` in an object.
    elements: Option<usize>,
    /// The member whose value comes next.
    member: Option<Id>,
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    column: usize,
    tree: Tree,
    frames: Vec<Frame>,
}

/// Scans `text`.
pub(super) fn scan(text: &str) -> Tree {
    let mut scanner = Scanner { rest: text, line: 1, column: 1, tree: Tree::new(), frames: Vec::new() };
    while let Some(first) = scanner.rest.chars().next() {
        match first {
            '{' => scanner.open(None),
            '[' => scanner.open(Some(0)),
            '}' | ']' => drop(scanner.frames.pop()),
            '"' => {
                scanner.string();
                continue;
            }
            '-' | '0'..='9' | 'a'..='z' => {
                scanner.value();
                let end = scanner.rest.find([',', '}', ']', ' ', '\t', '\r', '\n']).unwrap_or(scanner.rest.len());
                scanner.advance(end);
                continue;
            }
            _ => {}
        }
        scanner.advance(first.len_utf8());
    }
    scanner.tree
}

impl Scanner<'_> {
    fn open(&mut self, elements: Option<usize>) {
        let node = self.value();
        self.frames.push(Frame { node, elements, member: None });
    }

    /// The node of the value that starts here.
    fn value(&mut self) -> Id {
        let Some(frame) = self.frames.last_mut() else { return Tree::ROOT };
        if let Some(count) = &mut frame.elements {
            let token = count.to_string();
            *count += 1;
            return self.tree.push(frame.node, token, self.line, self.column);
        }
        frame.member.take().unwrap_or(Tree::ROOT)
    }

    fn string(&mut self) {
        let mut escaped = false;
        let end = self.rest[1..].find(|c| match c {
            _ if escaped => {
                escaped = false;
                false
            }
            '\\' => {
                escaped = true;
                false
            }
            c => c == '"',
        });
        let end = end.map_or(self.rest.len(), |end| end + 2);
        match self.frames.last_mut() {
            Some(frame) if frame.elements.is_none() && frame.member.is_none() => {
                let key = serde_json::from_str(&self.rest[..end]).unwrap_or_default();
                frame.member = Some(self.tree.push(frame.node, key, self.line, self.column));
            }
            _ => drop(self.value()),
        }
        self.advance(end);
    }

    fn advance(&mut self, bytes: usize) {
        let (gone, rest) = self.rest.split_at(bytes);
        for c in gone.chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.rest = rest;
    }
}
