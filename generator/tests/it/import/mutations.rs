//! The fixture with one value of its files replaced at a time: whatever comes, the import gives a document that loads, or
//! says what is wrong and where; it never panics.

use std::{collections::BTreeMap, fs};

use generator::import::{Prose, import};
use kit::repo;
use serde_json::{Value, json};

use super::{Folder, Memory, lines};

const ENTRIES: &str = "svc/stable/v1";

/// The pointers of everything in `value`.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(members) => {
            let token = |key: &str| key.replace('~', "~0").replace('/', "~1");
            members.iter().map(|(key, value)| (format!("{at}/{}", token(key)), value)).collect()
        }
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)).collect()
        }
        _ => Vec::new(),
    };
    found.push(at.to_owned());
    below.iter().for_each(|(pointer, value)| pointers(value, pointer, found));
}

#[test]
fn no_value_is_too_strange() {
    let folder = Folder(repo::root().join("generator/tests/fixtures/import/bundle/specification"));
    let entries = folder.entries(ENTRIES);
    let all = entries.iter().map(String::as_str).chain(["common-types/v1/types.json", "common-types/v2/types.json"]);
    let texts: BTreeMap<String, String> =
        all.map(|path| (path.to_owned(), fs::read_to_string(folder.0.join(path)).expect("a fixture"))).collect();
    let strange =
        [json!(null), json!(7), json!("x"), json!([]), json!({}), json!(true), json!([[]]), json!({ "$ref": "#" })];
    let mut turn = 0;
    let (mut accepted, mut refused) = (0, 0);
    for (path, text) in &texts {
        let document: Value = serde_json::from_str(text).expect("JSON");
        let mut places = Vec::new();
        pointers(&document, "", &mut places);
        for place in places {
            turn += 1;
            let mut changed = document.clone();
            *changed.pointer_mut(&place).expect("it is there") = strange[turn % strange.len()].clone();
            let mut files = texts.clone();
            files.insert(path.clone(), changed.to_string());
            let prose = if turn % 3 == 0 { Prose::Keep } else { Prose::Drop };
            match import(&entries, &mut Memory(files), prose) {
                Ok(_) => accepted += 1,
                Err(diagnostics) => {
                    refused += 1;
                    let placed = diagnostics.iter().all(|diagnostic| texts.contains_key(&diagnostic.at.file));
                    assert!(placed && !diagnostics.is_empty(), "{path}#{place}:\n{}", lines(&diagnostics));
                }
            }
        }
    }
    assert!(accepted > 50 && refused > 200, "{accepted} accepted, {refused} refused");
}
