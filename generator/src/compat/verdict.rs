//! What becomes of code that mentions an item, when the module it comes from is replaced by the newer version's.

use super::items::{Item, Items, Kind};

/// What becomes of code that mentions an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It no longer compiles.
    Breaks,
    /// It compiles if it was written as the documentation asks: structures with `..Default::default()`, enumerations with a `_` arm.
    Compatible,
    /// It compiles as it stands.
    Unchanged,
    /// There was no such item to mention.
    New,
}

impl Verdict {
    /// As in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaks => "breaks",
            Self::Compatible => "compatible",
            Self::Unchanged => "unchanged",
            Self::New => "new",
        }
    }
}

/// An item in both versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemVerdict {
    /// Its path below the version's module.
    pub path: String,
    /// What becomes of code that mentions it.
    pub verdict: Verdict,
    /// What the compiler saw of it.
    pub old: Option<String>,
    /// What the compiler sees of it.
    pub new: Option<String>,
    /// The operation that it calls.
    pub operation: Option<String>,
}

/// Judges every item of either version, sorted by path.
#[must_use]
pub fn judge(old: &Items, new: &Items) -> Vec<ItemVerdict> {
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    let verdicts = |path: &String| {
        let (before, after) = (old.get(path), new.get(path));
        let shape = |item: Option<&Item>| item.map(|item| item.shape.clone());
        ItemVerdict {
            path: path.clone(),
            verdict: verdict(path, before, after, old),
            old: shape(before),
            new: shape(after),
            operation: after.or(before).and_then(|item| item.operation.clone()),
        }
    };
    paths.into_iter().map(verdicts).collect()
}

fn verdict(path: &str, before: Option<&Item>, after: Option<&Item>, old: &Items) -> Verdict {
    match (before, after) {
        (Some(before), Some(after)) if before.kind == after.kind && before.shape == after.shape => Verdict::Unchanged,
        (Some(_), _) => Verdict::Breaks,
        (None, after) => addition(path, after.map(|item| item.kind), old),
    }
}

/// A new part of an item that was there: code that lists all its parts is affected.
fn addition(path: &str, kind: Option<Kind>, old: &Items) -> Verdict {
    let whole = match kind {
        Some(Kind::Field) => path.rsplit_once('.').and_then(|(whole, _)| old.get(whole)),
        Some(Kind::Variant) => path.rsplit_once("::").and_then(|(whole, _)| old.get(whole)),
        _ => None,
    };
    match whole.map(|whole| whole.kind) {
        None => Verdict::New,
        Some(Kind::Struct { default: true } | Kind::Enum { open: true }) => Verdict::Compatible,
        Some(_) => Verdict::Breaks,
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};
    use crate::{compat::items, rust::File};

    fn verdicts(old: &str, new: &str) -> Vec<String> {
        let read = |text: &str| {
            let parsed = syn::parse_file(text).expect("it is Rust").items;
            items(&[(File { path: "models/a.rs".to_owned(), text: text.to_owned() }, parsed)])
        };
        let verdicts = judge(&read(old), &read(new));
        let reported = verdicts.iter().filter(|one| one.verdict != Verdict::Unchanged);
        reported.map(|one| format!("{} {}", one.path, one.verdict.as_str())).collect()
    }

    #[test]
    fn code_breaks_by_what_it_can_mention() {
        const OPEN: &str = "#[derive(Default)] pub struct A { pub x: u8 } #[non_exhaustive] pub enum E { P, Q }";
        for (new, expected) in [
            (OPEN, vec![]),
            (
                "#[derive(Default)] pub struct A { pub x: u8, pub y: u8 } #[non_exhaustive] pub enum E { P, Q, R }",
                vec!["models::A.y compatible", "models::E::R compatible"],
            ),
            (
                "#[derive(Default)] pub struct A { pub x: u16 } #[non_exhaustive] pub enum E { P }",
                vec!["models::A.x breaks", "models::E::Q breaks"],
            ),
            (
                "#[derive(Default)] pub struct B { pub x: u8 } #[non_exhaustive] pub enum E { P, Q }",
                vec!["models::A breaks", "models::A.x breaks", "models::B new", "models::B.x new"],
            ),
            ("pub struct A { pub x: u8 } pub enum E { P, Q }", vec!["models::A breaks", "models::E breaks"]),
        ] {
            assert_eq!(verdicts(OPEN, new), expected, "{new}");
        }
        let closed = "pub struct A { pub x: u8 } pub enum E { P }";
        let grown = "pub struct A { pub x: u8, pub y: u8 } pub enum E { P, Q }";
        assert_eq!(verdicts(closed, grown), ["models::A.y breaks", "models::E::Q breaks"]);
    }

    #[test]
    fn names_of_arguments_and_bodies_do_not_matter() {
        let old = "impl A { pub fn f(&self, name: &str) -> u8 { 1 } pub fn g(&self) {} }";
        assert_eq!(verdicts(old, "impl A { pub fn f(&self, other: &str) -> u8 { 2 } pub fn g(&self) {} }"), [""; 0]);
        assert_eq!(
            verdicts(old, "impl A { pub fn f(&self, name: &str, more: u8) -> u8 { 1 } pub fn g(&self) -> u8 { 1 } }"),
            ["models::A::f breaks", "models::A::g breaks"]
        );
    }
}
