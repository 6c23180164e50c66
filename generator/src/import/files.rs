//! The files of an import, and a cursor into them that always knows its place.
//!
//! Invariant: reads every file once, through the [`Reader`]; nothing outside the checkout's root is ever asked for.

use std::collections::BTreeMap;

use serde_json::Value;

use super::keys::EXAMPLES;
use crate::{
    diag::{At, Code, Diagnostic},
    pointer::Pointer,
    spec::{Source, yaml},
};

/// Where the importer reads from.
pub trait Reader {
    /// The text of a file by its path relative to the checkout's root, `/`-separated and without `.` or `..`.
    ///
    /// # Errors
    /// `unreadable` or `too-large`, of the file as a whole.
    fn read(&mut self, path: &str) -> Result<String, Diagnostic>;

    /// Files that nothing need refer to, but that may hold subtypes of a discriminated schema: only the wire names those.
    fn beside(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// A file that could be read.
#[derive(Debug)]
pub(super) struct File {
    /// The path relative to the checkout's root.
    pub(super) path: String,
    pub(super) source: Source,
    pub(super) value: Value,
    /// Whether it is one of the files that the import was asked for.
    pub(super) entry: bool,
}

impl File {
    /// The path without its folder and extension.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node { file: self, pointer: Pointer::root(), value: &self.value }
    }
}

/// All files, by path.
#[derive(Debug)]
pub(super) struct Files {
    by_path: BTreeMap<String, Result<File, Diagnostic>>,
}

/// What a `$ref` that leads nowhere is refused with.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Files {
    /// Reads the entries and, in turn, whatever files they name.
    pub(super) fn load(entries: &[String], reader: &mut dyn Reader) -> Result<Self, Vec<Diagnostic>> {
        let mut by_path = BTreeMap::new();
        let mut waiting: Vec<(String, bool)> = entries.iter().map(|path| (path.clone(), true)).collect();
        // Entries first: a file that an entry refers to may be an entry itself.
        waiting.reverse();
        waiting.splice(0..0, reader.beside().into_iter().map(|path| (path, false)));
        while let Some((path, entry)) = waiting.pop() {
            if by_path.contains_key(&path) {
                continue;
            }
            let file = reader.read(&path).and_then(|text| {
                let value = yaml::parse(&path, &text)?;
                Ok(File { source: Source::new(path.clone(), text), path: path.clone(), value, entry })
            });
            if let Ok(file) = &file {
                let mut named = Vec::new();
                files_named(&file.path, &file.value, &mut named);
                waiting.splice(0..0, named.into_iter().map(|path| (path, false)));
            }
            by_path.insert(path, file);
        }
        let refusals: Vec<Diagnostic> =
            entries.iter().filter_map(|path| by_path[path].as_ref().err().cloned()).collect();
        if refusals.is_empty() { Ok(Self { by_path }) } else { Err(refusals) }
    }

    /// The entry files, by path.
    pub(super) fn entries(&self) -> impl Iterator<Item = &File> {
        self.all().filter(|file| file.entry)
    }

    /// All files that could be read, by path.
    pub(super) fn all(&self) -> impl Iterator<Item = &File> {
        self.by_path.values().filter_map(|file| file.as_ref().ok())
    }

    /// What the `$ref` text `reference`, standing in `file`, leads to.
    pub(super) fn resolve(&self, file: &File, reference: &str) -> Result<Node<'_>, Refusal> {
        let unresolved = |message: String| Refusal {
            code: Code::UnresolvedRef,
            message,
            help: "correct the reference, or add what it names",
        };
        let (path, fragment) = split(reference);
        let path = target(&file.path, path)?;
        let pointer = Pointer::parse(&fragment)
            .ok_or_else(|| unresolved(format!("\"{reference}\" does not end in a JSON pointer")))?;
        let found = match self.by_path.get(&path) {
            Some(Ok(found)) => found,
            Some(Err(why)) => return Err(unresolved(format!("\"{reference}\" leads to {path}, which {}", said(why)))),
            None => return Err(unresolved(format!("\"{reference}\" leads to {path}, which was not read"))),
        };
        let value = found.value.pointer(pointer.as_str());
        let value = value.ok_or_else(|| unresolved(format!("\"{reference}\" names nothing in {path}")))?;
        Ok(Node { file: found, pointer, value })
    }
}

/// Why a file could not be used, as the end of a sentence.
fn said(why: &Diagnostic) -> String {
    match why.at.line {
        0 => why.message.clone(),
        line => format!("has an error in line {line}: {}", why.message),
    }
}

/// The files that references anywhere in `value` name. Those that leave the root are reported where they are used.
fn files_named(from: &str, value: &Value, named: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    _ if key == EXAMPLES => {}
                    Value::String(text) => {
                        named.extend(reference_in(key, text).and_then(|path| target(from, path).ok()));
                    }
                    member => files_named(from, member, named),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| files_named(from, element, named)),
        _ => {}
    }
}

/// The path part of a text that is a reference.
fn reference_in<'a>(key: &str, text: &'a str) -> Option<&'a str> {
    super::keys::REFERENCES.contains(&key).then(|| split(text).0).filter(|path| !path.is_empty())
}

/// A `$ref` as path and pointer; the pointer unescaped as a URL, since it is the fragment of one.
fn split(reference: &str) -> (&str, String) {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    (path, percent_decoded(fragment))
}

/// The path relative to the root that `path`, standing in the file `from`, means.
fn target(from: &str, path: &str) -> Result<String, Refusal> {
    let outside = |message: String| Refusal {
        code: Code::RefOutside,
        message,
        help: "refer to a file of the checkout by a relative path",
    };
    if path.is_empty() {
        return Ok(from.to_owned());
    }
    if path.contains("://") || path.starts_with("//") {
        return Err(outside(format!("\"{path}\" is a URL, and nothing is fetched")));
    }
    let path = percent_decoded(path);
    if path.starts_with('/') || path.contains('\\') || path.get(1..2) == Some(":") {
        return Err(outside(format!("\"{path}\" is not a relative path")));
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for step in path.split('/') {
        match step {
            ".." if folders.pop().is_none() => {
                return Err(outside(format!("\"{path}\" leaves the root of the checkout")));
            }
            "" | "." | ".." => {}
            step => folders.push(step),
        }
    }
    Ok(folders.join("/"))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A value in a file with its place.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) file: &'a File,
    pub(super) pointer: Pointer,
    pub(super) value: &'a Value,
}

impl<'a> Node<'a> {
    /// The place, for a diagnostic.
    pub(super) fn at(&self) -> At {
        self.file.source.at(&self.pointer)
    }

    /// The member `key` of an object.
    pub(super) fn member(&self, key: &str) -> Option<Node<'a>> {
        self.value.get(key).map(|value| Node { file: self.file, pointer: self.pointer.join(key), value })
    }

    /// The member `key`, or this node where there is none.
    pub(super) fn or_member(self, key: &str) -> Node<'a> {
        self.member(key).unwrap_or(self)
    }

    /// The members of an object; nothing for any other value.
    pub(super) fn members(&self) -> Vec<(&'a str, Node<'a>)> {
        let members = self.value.as_object().into_iter().flatten();
        members
            .map(|(key, value)| (key.as_str(), Node { file: self.file, pointer: self.pointer.join(key), value }))
            .collect()
    }

    /// The elements of an array; nothing for any other value.
    pub(super) fn elements(&self) -> Vec<Node<'a>> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements.map(|(index, value)| Node { file: self.file, pointer: self.pointer.join(index), value }).collect()
    }

    /// The text of a string.
    pub(super) fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// The text of the member `key`.
    pub(super) fn text_of(&self, key: &str) -> Option<&'a str> {
        self.value.get(key).and_then(Value::as_str)
    }

    /// A name for the place that no other place has: the file and the pointer.
    pub(super) fn id(&self) -> String {
        format!("{}#{}", self.file.path, self.pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::{percent_decoded, target};
    use crate::diag::Code;

    #[test]
    fn paths_are_relative_to_the_file_they_stand_in() {
        assert_eq!(target("a/b/c.json", "./d.json").ok().as_deref(), Some("a/b/d.json"));
        assert_eq!(target("a/b/c.json", "./../../d/e.json").ok().as_deref(), Some("d/e.json"));
        assert_eq!(target("a/b/c.json", "").ok().as_deref(), Some("a/b/c.json"));
        assert_eq!(target("a/c.json", "d%20e.json").ok().as_deref(), Some("a/d e.json"));
    }

    #[test]
    fn nothing_leads_out_of_the_root() {
        for path in
            ["../../x.json", "%2e%2e/../x.json", "/etc/passwd", "file:///x", "https://h/x", "//h/x", "c:\\x", "c:/x"]
        {
            assert_eq!(target("a/c.json", path).err().map(|refusal| refusal.code), Some(Code::RefOutside), "{path}");
        }
    }

    #[test]
    fn escapes_that_are_none_stay() {
        assert_eq!(percent_decoded("%7Ba%7d%zz%"), "{a}%zz%");
    }
}
