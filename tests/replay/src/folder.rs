//! A folder of published Swagger documents and the examples that its operations refer to.
//!
//! Read here from scratch, as far as examples need it: what the importer makes of the documents is the model's business.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Component, Path, PathBuf},
};

use generator::{
    diag::{At, Code, Diagnostic},
    pointer::Pointer,
    spec::{Source, yaml},
};
use serde_json::Value as Json;

use super::Example;
use kit::specs;

/// The key under which an operation has its examples.
const EXAMPLES: &str = "x-ms-examples";

/// An api-version as it is published.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Its api-version.
    pub version: String,
    /// Every example of every operation, sorted by file and operation.
    pub examples: Vec<Example>,
    /// Files in `examples` that no operation refers to.
    pub unused: Vec<String>,
    /// What is wrong with documents and examples that therefore are not among these.
    pub problems: Vec<Diagnostic>,
}

impl Folder {
    /// Reads a folder of API Management.
    ///
    /// # Errors
    /// As [`Folder::read_of`]; the crate's api-versions are those of API Management.
    pub fn read(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::read_of(folder, &specs::versions().collect::<Vec<_>>())
    }

    /// Reads a folder as in azure-rest-api-specs: documents `*.json`, and files that their `x-ms-examples` refer to. A file that
    /// cannot be read, or is not what it should be, is a problem that leaves the others as they are.
    ///
    /// # Errors
    /// If there is no such folder, if nothing in it is an example, or if its api-version is not among those of the crate.
    pub fn read_of(folder: &Path, versions: &[&str]) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader { folder, used: BTreeSet::new(), problems: Vec::new() };
        let paths = files(folder).map_err(|why| vec![unreadable(folder, why)])?;
        let documents: Vec<Document> = paths.iter().filter_map(|path| reader.json(path)).collect();
        let version = version(&documents, versions)?;
        let mut examples = reader.examples(&documents);
        examples.sort_by(|a, b| (&a.file, &a.operation).cmp(&(&b.file, &b.operation)));
        let mut problems = std::mem::take(&mut reader.problems);
        problems.sort();
        problems.dedup();
        if examples.is_empty() {
            if problems.is_empty() {
                let problem = unreadable(folder, format!("holds no document whose operations have {EXAMPLES}"));
                problems.push(problem.help("name the folder of one api-version, such as .../stable/2021-08-01"));
            }
            return Err(problems);
        }
        // Where there is no such folder, none of its files is left over.
        let present = below(&folder.join("examples"));
        let names = present.iter().map(|path| reader.name(path));
        let unused = names.filter(|name| !reader.used.contains(name)).collect();
        Ok(Self { version, examples, unused, problems })
    }
}

/// A document: its text, its contents.
struct Document {
    path: PathBuf,
    source: Source,
    json: Json,
}

struct Reader<'a> {
    folder: &'a Path,
    /// The files that an operation refers to.
    used: BTreeSet<String>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// How a file is called: by its path from the folder, with `/`.
    fn name(&self, path: &Path) -> String {
        let below = path.strip_prefix(self.folder).unwrap_or(path);
        below.to_string_lossy().replace('\\', "/")
    }

    /// Reads and parses a file.
    fn json(&mut self, path: &Path) -> Option<Document> {
        let shown = path.display().to_string();
        let parsed = text(path).and_then(|text| {
            let json = yaml::parse(&shown, &text)?;
            Ok(Document { path: path.to_owned(), source: Source::new(&shown, text), json })
        });
        parsed.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// Every example that an operation of the documents refers to.
    fn examples(&mut self, documents: &[Document]) -> Vec<Example> {
        let mut known: BTreeMap<PathBuf, Option<Document>> = BTreeMap::new();
        let mut found = Vec::new();
        for document in documents {
            for (operation, at, reference) in references(&document.json) {
                let Some(target) = reference.as_str().filter(|target| !target.contains('#')) else {
                    let message = format!("an example of {operation} is not in a file of its own");
                    let problem = Diagnostic::error(document.source.at(&at), Code::Unsupported, message);
                    self.problems.push(problem.help("move it to a file and refer to that with $ref"));
                    continue;
                };
                let path = plain(&document.path.with_file_name("").join(target));
                if !path.is_file() {
                    let message = format!("{target} is not there");
                    self.problems.push(Diagnostic::error(document.source.at(&at), Code::UnresolvedRef, message));
                    continue;
                }
                self.used.insert(self.name(&path));
                let file = known.entry(path.clone()).or_insert_with(|| self.json(&path));
                let Some(file) = file else { continue };
                match Example::read(&self.name(&path), &operation, &file.source, &file.json) {
                    Ok(example) => found.push(example),
                    Err(problems) => self.problems.extend(problems),
                }
            }
        }
        found
    }
}

/// The api-version that all documents have, if the crate has it too. Each that is wrong is told once, at the first document.
fn version(documents: &[Document], versions: &[&str]) -> Result<String, Vec<Diagnostic>> {
    let mut version = "";
    let mut known = BTreeSet::new();
    let mut problems = Vec::new();
    for document in documents {
        let own = document.json["info"]["version"].as_str().unwrap_or_default();
        if !known.insert(own) {
            continue;
        }
        let problem = if !versions.contains(&own) {
            format!("the crate has no api-version \"{own}\", only {}", versions.join(" and "))
        } else if version.is_empty() {
            version = own;
            continue;
        } else {
            format!("the api-version is \"{own}\" here and \"{version}\" in another document of the folder")
        };
        let at = document.source.at(&Pointer::root().join("info").join("version"));
        problems.push(Diagnostic::error(at, Code::Unsupported, problem));
    }
    if problems.is_empty() { Ok(version.to_owned()) } else { Err(problems) }
}

/// Each operation with an example, where it refers to it, and what stands there as `$ref`.
fn references(document: &Json) -> Vec<(String, Pointer, &Json)> {
    let mut found = Vec::new();
    for section in ["paths", "x-ms-paths"] {
        for (path, item) in members_of(&document[section]) {
            for (method, operation) in members_of(item) {
                let at = Pointer::root().join(section).join(path).join(method).join(EXAMPLES);
                let id = operation["operationId"].as_str().unwrap_or_default();
                for (name, example) in members_of(&operation[EXAMPLES]) {
                    found.push((id.to_owned(), at.join(name).join("$ref"), &example["$ref"]));
                }
            }
        }
    }
    found
}

fn members_of(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

/// The `*.json` files of a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let refuse = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "does not exist".to_owned(),
        io::ErrorKind::NotADirectory => "is a file, not a folder".to_owned(),
        _ => format!("cannot be listed: {error}"),
    };
    let entries: io::Result<Vec<_>> = fs::read_dir(folder).map_err(refuse)?.collect();
    let mut paths: Vec<PathBuf> = entries.map_err(refuse)?.iter().map(fs::DirEntry::path).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json") && path.is_file());
    paths.sort();
    Ok(paths)
}

/// The `*.json` files of a folder and of all in it, sorted. Links to folders are not followed: two that lead to where they stand
/// make endless ways.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut paths = files(folder).unwrap_or_default();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    paths.extend(entries.filter(|path| path.is_dir() && !path.is_symlink()).flat_map(|path| below(&path)));
    paths.sort();
    paths
}

/// The path without `.` and with `..` taken back, so that one file has one name.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

fn text(path: &Path) -> Result<String, Diagnostic> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, format!("cannot be read: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        let at = At { line, column: 1, ..At::file(path.display().to_string()) };
        Diagnostic::error(at, Code::Syntax, "the text is not UTF-8")
    })
}

fn unreadable(path: &Path, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(At::file(path.display().to_string()), Code::Unreadable, message)
}
