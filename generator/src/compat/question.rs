//! What of a comparison touches somebody: the operations they name, or those that their code calls.

use std::collections::{BTreeMap, BTreeSet};

use super::usage::Usage;
use crate::{
    diag::{At, Code, Diagnostic},
    diff::{
        Diff,
        report::{CodeItem, Question, Report},
        users,
    },
    model::{Api, TypeId},
    rust::Names,
};

/// The operations of two versions by all that they are called, each with its new id where it has one.
#[derive(Debug)]
pub struct Operations<'a> {
    ids: BTreeMap<String, &'a str>,
    old: (&'a Api, &'a Names),
    new: (&'a Api, &'a Names),
}

impl<'a> Operations<'a> {
    /// Looks them up by operationId and by the path of their method, in both versions.
    #[must_use]
    pub fn new(old: (&'a Api, &'a Names), new: (&'a Api, &'a Names), diff: &'a Diff) -> Self {
        let now: BTreeMap<&str, &str> = diff.operations.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        let mut ids = BTreeMap::new();
        // What the older version calls an operation is what its users mean.
        for ((api, names), is_old) in [(new, false), (old, true)] {
            for op in &api.operations {
                let id = if is_old { now.get(op.id.as_str()).copied().unwrap_or(&op.id) } else { &op.id };
                ids.extend(names.method_path(op).map(|path| (path, id)));
                ids.insert(op.id.clone(), id);
            }
        }
        Self { ids, old, new }
    }

    /// The operations that a file names, an operationId or a path of a method in each line. What stands behind a `#` is a comment.
    ///
    /// # Errors
    /// Every line that names no operation of either version, and a file that names none at all.
    pub fn read(&self, name: &str, text: &str) -> Result<Question, Vec<Diagnostic>> {
        let mut operations = BTreeSet::new();
        let mut problems = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let said = line.split('#').next().unwrap_or_default();
            let word = said.trim();
            if word.is_empty() {
                continue;
            }
            if let Some(id) = self.find(word) {
                operations.insert(id.to_owned());
                continue;
            }
            let column = said.len() - said.trim_start().len() + 1;
            let at = At { line: index + 1, column, ..At::file(name) };
            let message = format!("neither version has an operation \"{word}\"");
            let help = "name an operationId (`Gateway_Get`) or a method (`gateway::Client::get`); `cargo xtask list VERSION` has all";
            problems.push(Diagnostic::error(at, Code::Shape, message).help(help));
        }
        if problems.is_empty() && operations.is_empty() {
            let problem = Diagnostic::error(At::file(name), Code::EmptyFile, "the file names no operation");
            problems.push(problem.help("write an operationId or the path of a method in each line"));
        }
        if problems.is_empty() { Ok(Question { source: name.to_owned(), operations }) } else { Err(problems) }
    }

    /// The operation behind an id, a path, or a path with the crate and the version in front.
    fn find(&self, word: &str) -> Option<&'a str> {
        let mut rest = word;
        loop {
            if let Some(id) = self.ids.get(rest) {
                return Some(id);
            }
            rest = rest.split_once("::")?.1;
        }
    }

    /// Leaves of a report what these operations meet.
    pub fn ask(&self, report: &mut Report, question: Question) {
        let reached = self.reached(&question.operations);
        report.ask(question, |item| model(&item.path).is_none_or(|name| reached.contains(name)));
    }

    /// Leaves of a report what code meets: what its calls meet, and of models what it mentions.
    ///
    /// # Errors
    /// When the code calls no operation of the older version.
    pub fn used(&self, report: &mut Report, source: &str, usage: &Usage) -> Result<(), Diagnostic> {
        let found = usage.methods().iter().filter_map(|path| self.ids.get(path));
        let operations: BTreeSet<String> = found.map(|id| (*id).to_owned()).collect();
        if operations.is_empty() {
            let version = &self.old.0.api_version;
            let message = format!("no call of an operation of {version} was found");
            let help = "name the folder with the sources that use the older version, or list the operations and use `--operations FILE`";
            return Err(Diagnostic::error(At::file(source), Code::EmptyFile, message).help(help));
        }
        let reached = self.reached(&operations);
        let touches = |item: &CodeItem| usage.touches(&item.path, item.old.is_none(), |name| reached.contains(name));
        report.ask(Question { source: source.to_owned(), operations }, touches);
        Ok(())
    }

    /// The models that these operations reach in either version, by their Rust names.
    fn reached(&self, operations: &BTreeSet<String>) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        for (api, names) in [self.old, self.new] {
            let of: BTreeMap<&TypeId, BTreeSet<&str>> = users(api);
            let met = |id: &&str| self.ids.get(*id).is_some_and(|id| operations.contains(*id));
            let types = of.iter().filter(|(_, ids)| ids.iter().any(met));
            reached.extend(types.filter_map(|(id, _)| names.ty(id)));
        }
        reached
    }
}

/// The model that an item is of.
fn model(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("models::")?;
    let end = rest.find(['.', ':', ' ']).unwrap_or(rest.len());
    Some(&rest[..end])
}
