//! Swagger 2.0 files as plain data, and references across them.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use kit::repo::stable;
use serde_json::{Map, Value};

/// The files of one api-version and what they refer to.
pub(super) struct Swagger {
    entries: Vec<PathBuf>,
    files: RefCell<BTreeMap<PathBuf, Rc<Value>>>,
}

/// Where something was found.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) file: PathBuf,
    /// Whether a reference led there.
    pub(super) shared: bool,
    /// File and pointer, as a key; empty for what stands inline.
    pub(super) key: String,
}

/// An operation and the file it stands in.
pub(super) struct Source {
    pub(super) operation: Value,
    pub(super) item: Value,
    pub(super) at: At,
}

impl Swagger {
    pub(super) fn read(specification: &Path, version: &str) -> Self {
        let folder = specification.join(stable(version));
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let entries =
            entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "json"));
        Self { entries: entries.collect(), files: RefCell::default() }
    }

    fn file(&self, path: &Path) -> Rc<Value> {
        let mut files = self.files.borrow_mut();
        let read = || Rc::new(serde_json::from_slice(&fs::read(path).unwrap()).unwrap());
        Rc::clone(files.entry(path.to_owned()).or_insert_with(read))
    }

    /// Every operation by path and method.
    pub(super) fn operations(&self) -> BTreeMap<(String, String), Source> {
        let mut operations = BTreeMap::new();
        for path in &self.entries {
            let file = self.file(path);
            for (text, item) in ["paths", "x-ms-paths"].iter().flat_map(|key| object(&file[*key])) {
                for (method, operation) in object(item).filter(|(key, _)| *key != "parameters") {
                    let at = At { file: path.clone(), shared: false, key: String::new() };
                    let source = Source { operation: operation.clone(), item: item.clone(), at };
                    let known = operations.insert((text.clone(), method.to_uppercase()), source);
                    assert!(known.is_none(), "{method} {text} stands twice");
                }
            }
        }
        operations
    }

    /// What a value is or refers to. What stands beside the reference is left to the caller.
    pub(super) fn follow(&self, value: &Value, at: &At) -> (Value, At) {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return (value.clone(), At { shared: at.shared, ..at.clone() });
        };
        let (file, pointer) = reference.split_once('#').unwrap();
        let path = if file.is_empty() { at.file.clone() } else { normal(&at.file.parent().unwrap().join(file)) };
        let target = self.file(&path).pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere")).clone();
        let key = format!("{}#{pointer}", path.display());
        self.follow(&target, &At { file: path, shared: true, key })
    }

    /// The parameters of an operation, those of its path first.
    pub(super) fn parameters(&self, source: &Source) -> Vec<(Value, At)> {
        let lists = [&source.item["parameters"], &source.operation["parameters"]];
        let all = lists.into_iter().filter_map(Value::as_array).flatten();
        all.map(|parameter| self.follow(parameter, &source.at)).collect()
    }

    /// Every member of a schema with those of its parents, and the names that are required.
    pub(super) fn members(&self, schema: &Value, at: &At) -> (BTreeMap<String, (Value, At)>, Vec<String>) {
        let mut members = BTreeMap::new();
        let mut required = Vec::new();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let (part, at) = self.follow(part, at);
            let (inherited, demands) = self.members(&part, &at);
            members.extend(inherited);
            required.extend(demands);
        }
        members.extend(object(&schema["properties"]).map(|(name, value)| (name.clone(), (value.clone(), at.clone()))));
        required
            .extend(schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()));
        (members, required)
    }
}

pub(super) fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// The path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part.as_os_str().to_str() {
            Some("..") => {
                out.pop();
            }
            Some(".") => {}
            _ => out.push(part),
        }
    }
    out
}
