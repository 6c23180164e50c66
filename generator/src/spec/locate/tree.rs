//! Where every key and element of a text stands, as a tree in one allocation.
//!
//! Invariant: flat on purpose. A tree of boxes would be dropped by recursion, and hostile text nests as deeply as it likes.

use crate::pointer::Pointer;

/// A node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(usize);

#[derive(Debug)]
struct Node {
    parent: Id,
    token: String,
    line: usize,
    column: usize,
}

/// The places of one text, while it is scanned.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// The places of one text, to be asked for: of a mapping with many members each may be, so none is searched for in all of them.
#[derive(Debug)]
pub(super) struct Places {
    nodes: Vec<Node>,
    /// All nodes but the root by parent, then token, then where they stand.
    sorted: Vec<Id>,
}

impl Tree {
    /// The node of the whole document.
    pub(super) const ROOT: Id = Id(0);

    /// A tree of the root alone.
    pub(super) fn new() -> Self {
        Self { nodes: vec![Node { parent: Self::ROOT, token: String::new(), line: 1, column: 1 }] }
    }

    /// Adds the member or element `token` of `parent`.
    pub(super) fn push(&mut self, parent: Id, token: String, line: usize, column: usize) -> Id {
        self.nodes.push(Node { parent, token, line, column });
        Id(self.nodes.len() - 1)
    }

    /// The tree, complete.
    pub(super) fn places(self) -> Places {
        let nodes = self.nodes;
        let mut sorted: Vec<Id> = (1..nodes.len()).map(Id).collect();
        sorted.sort_by_key(|id| (nodes[id.0].parent, nodes[id.0].token.as_str(), *id));
        Places { nodes, sorted }
    }
}

impl Places {
    /// Line and column of `pointer`, or of its nearest ancestor.
    pub(super) fn find(&self, pointer: &Pointer) -> (usize, usize) {
        let mut id = Tree::ROOT;
        for token in pointer.tokens() {
            let Some(child) = self.named(id, &token).next() else { break };
            id = child;
        }
        self.place(id)
    }

    /// The same, of the second child with the last token's name.
    pub(super) fn find_repeated(&self, pointer: &Pointer) -> (usize, usize) {
        let mut id = Tree::ROOT;
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

    /// The children of this name, in the order they stand in.
    fn named<'a>(&'a self, parent: Id, token: &'a str) -> impl Iterator<Item = Id> + 'a {
        let key = |id: &Id| (self.nodes[id.0].parent, self.nodes[id.0].token.as_str());
        let first = self.sorted.partition_point(|id| key(id) < (parent, token));
        self.sorted[first..].iter().copied().take_while(move |id| key(id) == (parent, token))
    }
}
