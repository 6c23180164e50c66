//! What the repository's text may not contain: places of one machine, and other people's prose.

use std::{collections::BTreeMap, fs, path::Path};

use kit::repo::{self, RepoFile};
use serde_json::Value;

use super::none;

/// Sentences shorter than this are nobody's.
const SENTENCE_WORDS: usize = 6;

/// Places of one machine. In halves, so that this file is clean.
const PLACES: [(&str, &str); 6] = [
    ("/ho", "me/"),
    ("/ro", "ot/"),
    ("/wo", "rk/"),
    ("registry.npm", "js.org"),
    ("static.crates", ".io"),
    ("index.crates", ".io"),
];

#[test]
fn no_machine_is_named() {
    let mut offences = Vec::new();
    for file in repo::files() {
        for (index, line) in file.text.lines().enumerate() {
            let found = PLACES.iter().map(|(a, b)| format!("{a}{b}")).find(|place| line.contains(place));
            offences.extend(found.map(|place| format!("{}:{}: {place}", file.path, index + 1)));
        }
    }
    none(&offences);
}

#[test]
fn markdown_is_plain() {
    let mut offences = Vec::new();
    for file in repo::files().iter().filter(|file| file.has_suffix(".md") && !file.path.contains("/fixtures/")) {
        let mut inside = false;
        for (index, line) in file.text.lines().enumerate() {
            let mut offence = |what: &str| offences.push(format!("{}:{}: {what}", file.path, index + 1));
            if !line.is_ascii() {
                offence("is not ASCII");
            }
            if line.contains('\t') {
                offence("has a tab");
            }
            if let Some(language) = line.trim_start().strip_prefix("```") {
                if !inside && language.is_empty() {
                    offence("begins a code block without naming its language");
                }
                inside = !inside;
            }
        }
        if inside {
            offences.push(format!("{}: a code block does not end", file.path));
        }
    }
    none(&offences);
}

#[test]
fn no_published_prose_is_copied() {
    let Some(folder) = repo::published() else { return };
    let published = Published::read(&folder);
    assert!(published.0.len() > 500, "the published descriptions have more sentences than {}", published.0.len());
    let offences: Vec<_> = repo::files().iter().flat_map(|file| published.found_in(file)).collect();
    none(&offences);
}

/// The sentences of the published descriptions as words, by their first [`SENTENCE_WORDS`] words.
struct Published(BTreeMap<Vec<String>, Vec<Vec<String>>>);

impl Published {
    fn read(folder: &Path) -> Self {
        let mut paths = Vec::new();
        repo::walk(folder, &mut paths);
        let mut sentences = BTreeMap::<_, Vec<_>>::new();
        for path in paths.into_iter().filter(|path| is_description(path)) {
            let text = fs::read_to_string(&path).expect("a published file can be read");
            let document: Value = serde_json::from_str(&text).expect("a published file is JSON");
            prose(&document, &mut |sentence| {
                let words = words(sentence);
                if words.len() >= SENTENCE_WORDS {
                    sentences.entry(words[..SENTENCE_WORDS].to_vec()).or_default().push(words);
                }
            });
        }
        Self(sentences)
    }

    fn found_in(&self, file: &RepoFile) -> Vec<String> {
        // Names in code spans of a page are no prose: two lists of them may well read like a sentence.
        let spans = |text: &str| text.split('`').step_by(2).collect::<Vec<_>>().join(" `` code `` ");
        let words = if file.has_suffix(".md") { words(&spans(&file.text)) } else { words(&file.text) };
        let starts = words.windows(SENTENCE_WORDS).enumerate();
        let found = starts.filter_map(|(at, start)| {
            let known = self.0.get(start)?;
            let sentence = known.iter().find(|sentence| words[at..].starts_with(sentence))?;
            Some(format!("{}: \"{}\" stands in a published description", file.path, sentence.join(" ")))
        });
        found.collect()
    }
}

/// Whether it is a description and not one of its examples.
fn is_description(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json") && !path.iter().any(|part| part == "examples")
}

/// Calls `each` with every sentence of prose in a document.
fn prose(value: &Value, each: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                if let ("description" | "summary" | "title", Value::String(text)) = (key.as_str(), member) {
                    // A row of a table says which operators a field takes: facts, which have no other words.
                    let sentences = text.split_inclusive(['.', '!', '?', '\n']);
                    sentences.filter(|sentence| !sentence.contains('|')).for_each(&mut *each);
                }
                prose(member, each);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| prose(element, each)),
        _ => {}
    }
}

/// The words of a text: how it is broken into lines, commented or punctuated does not count.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
