//! Two descriptions compared: two texts as they come, or edits of good ones.

use generator::{
    compat::{self, Compat, Items, read_items},
    diff::{
        Diff, diff as changes,
        report::{Excerpts, Places, Report, RustView, Side, Style, View, html, json, markdown, text},
    },
    model::Api,
    overrides::Overrides,
    rust::{Names, prepare},
    spec::{Source, yaml},
};
use serde_json::Value;

use super::{
    edit::{Choices, edit},
    lower::bases,
    through::{EDITS, through},
};

/// The line between two texts.
const BETWEEN: &str = "\n=====\n";

/// Compares what the bytes are.
///
/// # Panics
/// If the generator panics, does not see a change from both sides, or writes a report that text of a description broke.
pub fn diff(data: &[u8]) {
    match data.split_first() {
        Some((first, rest)) if *first < EDITS => edited(rest),
        _ => {
            let both = String::from_utf8_lossy(data);
            let (before, after) = both.split_once(BETWEEN).unwrap_or((&both, ""));
            compare(before, after);
        }
    }
}

/// Two fixtures, or one twice, each with edits of its own.
fn edited(bytes: &[u8]) {
    let (head, rest) = bytes.split_at(bytes.len().min(5));
    let mut head = Choices(head);
    let bases = bases();
    let (base, other) = (head.below(bases.len()), head.below(bases.len()));
    let other = if head.below(2) == 0 { base } else { other };
    let (first, second) = rest.split_at(head.below(256).min(rest.len()));
    let sides = [(base, first), (other, second)].map(|(base, bytes)| {
        let mut document = bases[base].clone();
        edit(&mut document, &mut Choices(bytes));
        yaml::write(&document)
    });
    compare(&sides[0], &sides[1]);
}

/// A description that came through, with its text and what it is as Rust.
struct Described<'a> {
    api: Api,
    names: Names,
    items: Items,
    source: Source,
    name: &'static str,
    text: &'a str,
}

impl<'a> Described<'a> {
    fn of(name: &'static str, text: &'a str) -> Option<Self> {
        let (_, api) = through(name, text).ok()?;
        let source = Source::new(name, text);
        let names = prepare(&api, &Overrides::default(), &source).expect("it came through");
        Some(Self { items: read_items(&api, &names), api, names, source, name, text })
    }

    fn side(&self) -> Side {
        Side {
            version: self.api.api_version.clone(),
            file: self.name.to_owned(),
            operations: self.api.operations.len(),
        }
    }
}

/// Compares two texts in both directions, for every policy and in every format, if both are accepted.
pub(super) fn compare(before: &str, after: &str) {
    let (Some(old), Some(new)) = (Described::of("old.yaml", before), Described::of("new.yaml", after)) else { return };
    let (there, back) = (changes(&old.api, &new.api), changes(&new.api, &old.api));
    assert_eq!(there.changes.len(), back.changes.len(), "there are more changes in one direction");
    assert!(old.api != new.api || there.changes.is_empty(), "equal models differ");
    for (old, new, diff) in [(&old, &new, &there), (&new, &old, &back)] {
        for view in [View::Wire, View::Azure] {
            report(old, new, diff, view, None);
        }
        in_rust(old, new, diff);
    }
}

/// The comparison for Rust code: of what both sides render.
fn in_rust(old: &Described<'_>, new: &Described<'_>, diff: &Diff) {
    let [before, after] =
        [old, new].map(|side| compat::Side { api: &side.api, names: &side.names, items: &side.items });
    let compat = Compat::new(before, after, diff);
    report(old, new, diff, View::Rust, Some(compat.view(diff)));
}

/// Every format of a comparison, and what text of a description must not do to it.
fn report(old: &Described<'_>, new: &Described<'_>, diff: &Diff, view: View, rust: Option<RustView>) {
    let places = Places { old: &|at| old.source.at(at), new: &|at| new.source.at(at) };
    let sides = (old.side(), new.side());
    let report = Report::new(sides, diff.clone(), places, view, rust);
    drop(text(&report, Style::Colour));
    for (format, text) in [("text", text(&report, Style::Plain)), ("Markdown", markdown(&report, ""))] {
        let control = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(control, None, "a control character in the report as {format}");
    }
    let page = html(&report, Excerpts { old: old.text, new: new.text }, "");
    assert_eq!(page.matches("</script>").count(), 2, "the data ends an element of the page");
    let parsed: Value = serde_json::from_str(&json(&report)).expect("the JSON report is JSON");
    assert_eq!(parsed["changes"].as_array().map(Vec::len), Some(report.entries.len()));
}

#[cfg(test)]
mod tests {
    use super::{diff, edited};

    #[test]
    fn the_same_text_twice_is_compared_and_half_a_text_is_no_fault() {
        let text = std::fs::read(kit::repo::root().join("generator/tests/fixtures/emit/basic/input.yaml"));
        let text = text.expect("a fixture");
        diff(&[&text, b"\n=====\n".as_slice(), &text].concat());
        diff(&text);
    }

    #[test]
    fn few_bytes_are_edits_too() {
        for length in 0..8 {
            edited(&[7; 8][..length]);
        }
    }
}
