//! How deep YAML text nests, found out before the real parser sees it.
//!
//! Why: `libyaml` takes quadratic time for nested flow collections, and only what it has built is checked for depth. A
//! few hundred kilobytes of brackets would keep it busy for minutes.

use saphyr_parser::{Event, Parser};

/// What both parsers of values allow.
pub(super) const LIMIT: usize = 128;

/// A place with what is wrong there.
pub(super) struct TooDeep {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
}

/// Refuses text that nests deeper than [`LIMIT`]. Text with few brackets cannot, and is not parsed for it: depth in block
/// style is checked in good time by the parser itself.
pub(super) fn check(text: &str) -> Result<(), TooDeep> {
    if openers(text) <= LIMIT {
        return Ok(());
    }
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let marker = error.marker();
            TooDeep { line: marker.line(), column: marker.col() + 1, message: error.info().to_owned() }
        })?;
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth -= 1,
            _ => {}
        }
        if depth > LIMIT {
            let message = format!("more than {LIMIT} levels of nesting");
            return Err(TooDeep { line: span.start.line(), column: span.start.col() + 1, message });
        }
    }
    Ok(())
}

/// At least the number of brackets that open a collection. One that follows a letter or a slash, as in
/// `/subscriptions/{subscriptionId}`, is part of a text.
fn openers(text: &str) -> usize {
    let pairs = std::iter::once(b' ').chain(text.bytes()).zip(text.bytes());
    pairs
        .filter(|(before, byte)| matches!(byte, b'[' | b'{') && !before.is_ascii_alphanumeric() && *before != b'/')
        .count()
}
