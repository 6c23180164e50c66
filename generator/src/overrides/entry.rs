//! One entry: its subject, the reason for it and its place; and how a file of entries is read.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Deserializer, Error},
};

use crate::diag::{At, Code, Diagnostic, Places};

/// Something that we add to the descriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    /// What it is about.
    pub subject: T,
    /// Why it is there.
    pub reason: String,
    /// Where it begins.
    pub at: At,
}

/// A kind of entry. Its fields are the keys of the entry, beside `reason`.
pub(super) trait Subject: DeserializeOwned {
    /// The table, `rename` for entries that begin with `[[rename]]`.
    const TABLE: &'static str;

    /// The entry in messages, for instance `the rename of type "A"`.
    fn title(&self) -> String;

    /// What it is about, in which no two entries agree.
    fn key(&self) -> impl Ord;

    /// What is wrong with an entry that nothing needs.
    fn unmatched(&self) -> String;
}

/// The entries that are not used, each an error at its place.
pub(super) fn unused<T: Subject>(entries: &[Entry<T>], used: &BTreeSet<At>) -> Vec<Diagnostic> {
    let unused = entries.iter().filter(|entry| !used.contains(&entry.at));
    unused
        .map(|Entry { subject, at, .. }| {
            let diagnostic = Diagnostic::error(at.clone(), Code::UnusedOverride, subject.unmatched());
            diagnostic.help("correct the entry or remove it")
        })
        .collect()
}

/// Reads a file; `take` takes the kinds of entries that it may hold. Gives back every problem.
pub(super) fn read(name: &str, text: &str, take: impl FnOnce(&mut Reader<'_>)) -> Vec<Diagnostic> {
    let mut reader = Reader { name, places: Places::new(text), tables: DeTable::new(), problems: Vec::new() };
    match DeTable::parse(text) {
        Ok(tables) => reader.tables = tables.into_inner(),
        Err(error) => reader.refuse(&error, Code::Syntax),
    }
    take(&mut reader);
    for (table, _) in std::mem::take(&mut reader.tables) {
        let message = format!("\"{}\" is no kind of entry", table.get_ref());
        reader.problem(table.span().start, Code::Shape, message, "correct its spelling, or remove it");
    }
    reader.problems.sort();
    reader.problems
}

/// A file that is being read.
pub(super) struct Reader<'a> {
    name: &'a str,
    places: Places<'a>,
    /// What was not taken yet.
    tables: DeTable<'a>,
    problems: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Takes the entries of one kind.
    pub(super) fn take<T: Subject>(&mut self, entries: &mut Vec<Entry<T>>) {
        let Some(list) = self.tables.remove(T::TABLE) else { return };
        let start = list.span().start;
        let DeValue::Array(list) = list.into_inner() else {
            let message = format!("\"{}\" is not a list of entries", T::TABLE);
            return self.problem(start, Code::Shape, message, "begin each entry with the name in double brackets");
        };
        let earlier = entries.len();
        entries.extend(list.into_iter().filter_map(|entry| self.entry(entry)));
        let mut known: BTreeSet<_> = entries[..earlier].iter().map(|entry| entry.subject.key()).collect();
        for entry in &entries[earlier..] {
            let is_new = known.insert(entry.subject.key());
            self.check(entry, is_new);
        }
    }

    fn entry<T: Subject>(&mut self, entry: Spanned<DeValue<'a>>) -> Option<Entry<T>> {
        let span = entry.span();
        let mut keys = match entry.into_inner() {
            DeValue::Table(keys) => keys,
            _ => DeTable::new(),
        };
        let reason = keys.remove("reason");
        let reason = reason.and_then(|reason| reason.get_ref().as_str().map(str::to_owned)).unwrap_or_default();
        match T::deserialize(Deserializer::from(Spanned::new(span.clone(), keys))) {
            Ok(subject) => Some(Entry { subject, reason, at: self.at(span.start) }),
            Err(error) => {
                self.refuse(&error, Code::Shape);
                None
            }
        }
    }

    fn check<T: Subject>(&mut self, entry: &Entry<T>, is_new: bool) {
        let mut problem = |code, message: String, help| {
            self.problems.push(Diagnostic::error(entry.at.clone(), code, message).help(help));
        };
        let title = entry.subject.title();
        if entry.reason.trim().is_empty() {
            problem(Code::Shape, format!("{title} has no reason"), "say why in `reason`");
        }
        if !is_new {
            problem(Code::Conflict, format!("{title} stands twice"), "keep one entry");
        }
    }

    fn refuse(&mut self, error: &Error, code: Code) {
        let start = error.span().map_or(0, |span| span.start);
        self.problem(start, code, error.message().replace('\n', ", "), "each entry names its subject and its reason");
    }

    fn problem(&mut self, start: usize, code: Code, message: String, help: &str) {
        self.problems.push(Diagnostic::error(self.at(start), code, message).help(help));
    }

    fn at(&self, offset: usize) -> At {
        let (line, column) = self.places.find(offset);
        At { line, column, ..At::file(self.name) }
    }
}
