//! A checkout of Swagger files in memory, from one text or from the fixture with edits.

use std::{collections::BTreeMap, fs, sync::LazyLock};

use generator::{
    diag::{At, Code, Diagnostic},
    import::Reader,
};
use serde_json::Value;

use super::edit::{Choices, edit};
use kit::repo;

/// What separates the files of a text: this and the path of the file that follows.
const SEPARATOR: &str = "=== ";

/// The folder of the files that the import is asked for. What stands elsewhere can only be referred to.
const ENTRIES: &str = "svc/";

/// The files by path.
#[derive(Debug)]
pub(super) struct Checkout(pub(super) BTreeMap<String, String>);

impl Checkout {
    /// The files that a text has between its separators; what comes before the first is a file too.
    pub(super) fn of_text(text: &str) -> Self {
        let mut files = BTreeMap::from([("svc/a.json".to_owned(), String::new())]);
        let mut path = "svc/a.json".to_owned();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix(SEPARATOR) {
                Some(next) => path = next.trim().to_owned(),
                None => files.entry(path.clone()).or_default().push_str(line),
            }
        }
        files.retain(|_, text| !text.is_empty());
        Self(files)
    }

    /// The files of the import's own fixture with the edits that the bytes spell; the first byte says in which of them the
    /// first edit is.
    pub(super) fn of_edits(choices: &mut Choices<'_>) -> Self {
        static FIXTURE: LazyLock<BTreeMap<String, Value>> = LazyLock::new(fixture);
        let mut files = FIXTURE.clone();
        let count = files.len();
        let chosen = files.values_mut().nth(choices.below(count)).expect("one of those that are there");
        edit(chosen, choices);
        Self(files.into_iter().map(|(path, value)| (path, value.to_string())).collect())
    }

    /// The paths of the files that the import is asked for.
    pub(super) fn entries(&self) -> Vec<String> {
        self.0.keys().filter(|path| path.starts_with(ENTRIES)).cloned().collect()
    }
}

/// A file that is not there cannot be read, and says so as the real reader does.
impl Reader for &Checkout {
    fn read(&mut self, path: &str) -> Result<String, Diagnostic> {
        let missing = || Diagnostic::error(At::file(path), Code::Unreadable, "there is no such file");
        self.0.get(path).cloned().ok_or_else(missing)
    }
}

fn fixture() -> BTreeMap<String, Value> {
    let root = repo::root().join("generator/tests/fixtures/import/bundle/specification");
    let mut paths = Vec::new();
    repo::walk(&root, &mut paths);
    let read = |path: &std::path::PathBuf| {
        let name = path.strip_prefix(&root).expect("the walk starts there").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(path).expect("a fixture can be read");
        (name, serde_json::from_str(&text).expect("a fixture of the import is JSON"))
    };
    paths.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_file_or_several() {
        let files = |text| Checkout::of_text(text).0.into_iter().collect::<Vec<_>>();
        let pair = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        assert_eq!(files("{}"), [pair("svc/a.json", "{}")]);
        assert_eq!(
            files("=== svc/b.json\n{}\n=== c.json\n[]\n=== svc/b.json\n{}"),
            [pair("c.json", "[]\n"), pair("svc/b.json", "{}\n{}")]
        );
        assert_eq!(Checkout::of_text("=== svc/b.json\n{}\n=== c.json\n[]").entries(), ["svc/b.json"]);
    }

    #[test]
    fn no_edit_is_the_fixture() {
        let files = Checkout::of_edits(&mut Choices(&[]));
        assert_eq!(files.entries().len(), 3, "{files:?}");
        assert_eq!(files.0.len(), 5, "{files:?}");
    }
}
