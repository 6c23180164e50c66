//! Where every key and element of a text stands, as a tree in one allocation.
//!
//! Invariant: flat on purpose. A tree of boxes would be dropped by recursion, and hostile text nests as deeply as it likes.

use crate::pointer::Pointer;

/// A node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(usize);

#[derive(Debug)]
struct Node {
    token: String,
    line: usize,
    column: usize,
    first: Option<Id>,
    last: Option<Id>,
    next: Option<Id>,
}

/// The places of one text.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// The node of the whole document.
    pub(super) const ROOT: Id = Id(0);

    /// A tree of the root alone.
    pub(super) fn new() -> Self {
        let root = Node { token: String::new(), line: 1, column: 1, first: None, last: None, next: None };
        Self { nodes: vec![root] }
    }

    /// Adds the member or element `token` of `parent`.
    pub(super) fn push(&mut self, parent: Id, token: String, line: usize, column: usize) -> Id {
        let id = Id(self.nodes.len());
        self.nodes.push(Node { token, line, column, first: None, last: None, next: None });
        match self.nodes[parent.0].last.replace(id) {
            Some(previous) => self.nodes[previous.0].next = Some(id),
            None => self.nodes[parent.0].first = Some(id),
        }
        id
    }

    /// Line and column of `pointer`, or of its nearest ancestor.
    pub(super) fn find(&self, pointer: &Pointer) -> (usize, usize) {
        let mut id = Self::ROOT;
        for token in pointer.tokens() {
            let Some(child) = self.named(id, &token).next() else { break };
            id = child;
        }
        self.place(id)
    }

    /// The same, of the second child with the last token's name.
    pub(super) fn find_repeated(&self, pointer: &Pointer) -> (usize, usize) {
        let mut id = Self::ROOT;
        let mut tokens = pointer.tokens().peekable();
        while let Some(token) = tokens.next() {
            let nth = usize::from(tokens.peek().is_none());
            let Some(child) = self.named(id, &token).nth(nth) else { break };
            id = child;
        }
        self.place(id)
    }

    fn place(&self, id: Id) -> (usize, usize) {
        (self.nodes[id.0].line, self.nodes[id.0].column)
    }

    fn named<'a>(&'a self, parent: Id, token: &'a str) -> impl Iterator<Item = Id> + 'a {
        std::iter::successors(self.nodes[parent.0].first, |id| self.nodes[id.0].next)
            .filter(move |id| self.nodes[id.0].token == token)
    }
}
