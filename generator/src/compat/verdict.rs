//! What becomes of code that mentions an item, when the module it comes from is replaced by the newer version's.

use super::{
    constraints::refused,
    items::{Item, Items, Kind},
};

/// What becomes of code that mentions an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It no longer compiles.
    Breaks,
    /// It compiles if it was written as the documentation asks (structures with `..Default::default()`, enumerations with a `_` arm), and
    /// something else happens.
    Differs,
    /// It compiles as it stands and does the same.
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
            Self::Differs => "differs",
            Self::Unchanged => "unchanged",
            Self::New => "new",
        }
    }
}

/// Why code that compiles does something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A field came to a structure: a literal that lists all of them must leave room for more.
    Field,
    /// A variant came to an enumeration: its value arrived as `UnknownValue` before.
    Variant,
    /// The compiler warns who mentions it.
    Deprecated,
    /// An argument is refused before anything is sent that was let pass.
    Refused {
        /// The argument, or the field of the options structure.
        argument: String,
        /// The constraints that refuse it, for instance `max_length`.
        constraints: Vec<String>,
        /// What is refused, in words.
        what: String,
    },
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
    /// For [`Verdict::Differs`]: in what.
    pub differences: Vec<Difference>,
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
        let (verdict, differences) = verdict(path, before, after, old);
        ItemVerdict {
            path: path.clone(),
            verdict,
            differences,
            old: shape(before),
            new: shape(after),
            operation: after.or(before).and_then(|item| item.operation.clone()),
        }
    };
    paths.into_iter().map(verdicts).collect()
}

fn verdict(path: &str, before: Option<&Item>, after: Option<&Item>, old: &Items) -> (Verdict, Vec<Difference>) {
    match (before, after) {
        (Some(before), Some(after)) if before.shape == after.shape && is_kept(before.kind, after.kind) => {
            let found = differences(before, after);
            (if found.is_empty() { Verdict::Unchanged } else { Verdict::Differs }, found)
        }
        (Some(_), _) => (Verdict::Breaks, Vec::new()),
        (None, after) => addition(path, after.map(|item| item.kind), old),
    }
}

/// Whether code on the one kind of thing works with the other. A structure must keep its `Default`, an enumeration must not begin to
/// grow; the reverse of either is no harm.
fn is_kept(old: Kind, new: Kind) -> bool {
    match (old, new) {
        (Kind::Struct { default: old }, Kind::Struct { default: new }) => new || !old,
        (Kind::Enum { open: old }, Kind::Enum { open: new }) => old || !new,
        (old, new) => old == new,
    }
}

fn differences(old: &Item, new: &Item) -> Vec<Difference> {
    let deprecated = (new.deprecated && !old.deprecated).then_some(Difference::Deprecated);
    let refused = refused(&old.checks, &new.checks).into_iter();
    let refused =
        refused.map(|one| Difference::Refused { argument: one.argument, constraints: one.constraints, what: one.what });
    deprecated.into_iter().chain(refused).collect()
}

/// A new part of an item that was there: code that lists all its parts is affected.
fn addition(path: &str, kind: Option<Kind>, old: &Items) -> (Verdict, Vec<Difference>) {
    let (whole, difference) = match kind {
        Some(Kind::Field) => (path.rsplit_once('.'), Difference::Field),
        Some(Kind::Variant) => (path.rsplit_once("::"), Difference::Variant),
        _ => return (Verdict::New, Vec::new()),
    };
    match whole.and_then(|(whole, _)| old.get(whole)).map(|whole| whole.kind) {
        None => (Verdict::New, Vec::new()),
        Some(Kind::Struct { default: true } | Kind::Enum { open: true }) => (Verdict::Differs, vec![difference]),
        Some(_) => (Verdict::Breaks, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};
    use crate::compat::items;

    fn verdicts(old: &str, new: &str) -> Vec<String> {
        let read = |text: &str| {
            let parsed = syn::parse_file(text).expect("it is Rust").items;
            items([("models/a.rs", parsed.as_slice())])
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
                vec!["models::A.y differs", "models::E::R differs"],
            ),
            (
                "#[derive(Default)] pub struct A { pub x: u16 } #[non_exhaustive] pub enum E { P }",
                vec!["models::A.x breaks", "models::E::Q breaks"],
            ),
            (
                "#[derive(Default)] pub struct B { pub x: u8 } #[non_exhaustive] pub enum E { P, Q }",
                vec!["models::A breaks", "models::A.x breaks", "models::B new", "models::B.x new"],
            ),
            ("pub struct A { pub x: u8 } pub enum E { P, Q }", vec!["models::A breaks"]),
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

    #[test]
    fn what_compiles_may_do_something_else() {
        let old = "impl A { pub fn f(&self, name: &str) -> u8 { 1 } }";
        assert_eq!(
            verdicts(old, "impl A { #[deprecated] pub fn f(&self, name: &str) -> u8 { 1 } }"),
            ["models::A::f differs"]
        );
    }
}
