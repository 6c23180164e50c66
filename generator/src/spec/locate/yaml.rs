//! The places in YAML text, from the events of a spanned parser.
//!
//! Invariant: what follows an error in the text has no place of its own; its nearest ancestor stands for it.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::tree::{Id, Tree};

enum Frame {
    /// An open sequence and the elements seen so far.
    Sequence(Id, usize),
    /// An open mapping and the member whose value comes next.
    Mapping(Id, Option<Id>),
    /// A mapping or sequence that is itself a key: JSON has none, so nothing in it can be pointed at.
    Key,
}

struct Scanner {
    tree: Tree,
    frames: Vec<Frame>,
}

/// Scans `text`.
pub(super) fn scan(text: &str) -> Tree {
    let lines: Vec<&str> = text.lines().collect();
    let mut scanner = Scanner { tree: Tree::new(), frames: Vec::new() };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let (line, column) = (span.start.line(), span.start.col() + 1);
        match event {
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                let (line, column) = header(&lines, line).unwrap_or((line, column));
                scanner.node("", line, column);
            }
            Event::Scalar(text, ..) => drop(scanner.node(&text, line, column)),
            Event::Alias(_) => drop(scanner.node("", line, column)),
            Event::SequenceStart(..) => {
                let frame = scanner.node("", line, column).map_or(Frame::Key, |id| Frame::Sequence(id, 0));
                scanner.frames.push(frame);
            }
            Event::MappingStart(..) => {
                let frame = scanner.node("", line, column).map_or(Frame::Key, |id| Frame::Mapping(id, None));
                scanner.frames.push(frame);
            }
            Event::SequenceEnd | Event::MappingEnd => drop(scanner.frames.pop()),
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    scanner.tree
}

/// The place of the `|` or `>` above a block scalar's first line, which is where the parser says that it starts.
fn header(lines: &[&str], first: usize) -> Option<(usize, usize)> {
    let above = lines.get(..first.saturating_sub(1))?;
    // An empty scalar is said to start on the line of its header.
    let line =
        above.iter().rposition(|line| !line.trim().is_empty()).filter(|&line| header_column(above[line]).is_some());
    let index = line.unwrap_or(first.saturating_sub(1));
    Some((index + 1, header_column(lines.get(index)?)?))
}

fn header_column(line: &str) -> Option<usize> {
    let code = line.split(" #").next().unwrap_or(line).trim_end();
    let before =
        code.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-').strip_suffix(['|', '>'])?;
    Some(before.chars().count() + 1)
}

impl Scanner {
    /// The node that starts here; `None` for a key, which is remembered for its value.
    fn node(&mut self, text: &str, line: usize, column: usize) -> Option<Id> {
        match self.frames.last_mut() {
            None => Some(Tree::ROOT),
            Some(Frame::Key) => None,
            Some(Frame::Sequence(parent, count)) => {
                let id = self.tree.push(*parent, count.to_string(), line, column);
                *count += 1;
                Some(id)
            }
            Some(Frame::Mapping(parent, member)) => {
                if member.is_none() {
                    *member = Some(self.tree.push(*parent, text.to_owned(), line, column));
                    return None;
                }
                member.take()
            }
        }
    }
}
