//! Random edits of a published description, each of a kind whose verdicts stand in `fixtures/diff/verdicts.txt`: what the comparison says under
//! each policy must be what the table says.
//!
//! One edit of each kind is made to a part of the description. `DIFF_EDITS=300` makes so many to the whole of it, in turn.

mod edits;
mod reader;

use std::{collections::BTreeMap, fs, sync::LazyLock};

use generator::{
    compat::{Compat, Items, Side, Verdict, read_items},
    diff::{Diff, diff},
    model::Api,
    rust::Names,
    service,
};
use kit::{
    pipeline::{Lowered, lines},
    random::Random,
    repo,
};
use serde_json::Value;

/// What the table says of a kind of edit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Expected {
    wire: String,
    azure: String,
    rust: String,
}

fn table() -> BTreeMap<String, Expected> {
    let path = repo::root().join("generator/tests/fixtures/diff/verdicts.txt");
    let text = fs::read_to_string(path).expect("the table stands beside the tests");
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let words: Vec<&str> = row.split_whitespace().collect();
        let [kind, wire, azure, rust] = words[..] else { panic!("a row has four words: {row}") };
        let expected = Expected { wire: wire.to_owned(), azure: azure.to_owned(), rust: rust.to_owned() };
        (kind.to_owned(), expected)
    })
    .collect()
}

/// A description as data, as a model and as Rust.
struct Described {
    raw: Value,
    lowered: Lowered,
    names: Names,
    items: Items,
}

impl Described {
    fn of(raw: Value) -> Result<Self, String> {
        let folder = repo::root().join("specs/apimanagement");
        let lowered = Lowered::of(&folder, "edited.json", &raw.to_string()).map_err(|problems| lines(&problems))?;
        let names = lowered.names().map_err(|problems| lines(&problems))?;
        let items = read_items(&lowered.api, &names);
        Ok(Self { raw, lowered, names, items })
    }

    fn api(&self) -> &Api {
        &self.lowered.api
    }

    fn side(&self) -> Side<'_> {
        Side { api: &self.lowered.api, names: &self.names, items: &self.items }
    }
}

fn published() -> Value {
    let name = "2024-05-01.yaml";
    let text = fs::read_to_string(repo::root().join("specs/apimanagement").join(name)).expect("it is there");
    let mut raw = service::Service::default().version(name, &text).expect("it is well written").raw;
    // Every operation that runs long says where its result is; some edits are about those that do not.
    for item in raw["paths"].as_object_mut().expect("it has paths").values_mut() {
        let silent = item.get_mut("put").filter(|put| put["operationId"] == "NamedValue_CreateOrUpdate");
        if let Some(put) = silent.and_then(Value::as_object_mut) {
            put.shift_remove("x-ms-long-running-operation-options");
        }
    }
    raw
}

/// Groups of operations that together have everything the edits look for.
const GROUPS: [&str; 9] =
    ["Api", "ApiSchema", "Backend", "Certificate", "Gateway", "NamedValue", "Policy", "Subscription", "User"];

/// The operations of a few groups and what they use.
static PART: LazyLock<Described> = LazyLock::new(|| {
    let mut raw = published();
    let paths = raw["paths"].as_object_mut().expect("it has paths");
    for item in paths.values_mut() {
        let operations = item.as_object_mut().expect("a path item");
        operations.retain(|_, operation| {
            let id = operation["operationId"].as_str().unwrap_or_default();
            GROUPS.contains(&id.split('_').next().unwrap_or_default())
        });
    }
    paths.retain(|_, item| item.as_object().is_some_and(|item| !item.is_empty()));
    Described::of(raw).unwrap_or_else(|problems| panic!("{problems}"))
});

/// What the comparison says, in the words of the table.
fn verdicts(old: &Described, new: &Described) -> (Expected, Diff, Vec<String>) {
    let diff = diff(old.api(), new.api());
    let compat = Compat::new(old.side(), new.side(), &diff);
    let unexplained: Vec<String> = compat.unexplained().map(|item| item.path.clone()).collect();
    let has = |verdict| compat.verdicts.iter().any(|item| item.verdict == verdict);
    let rust = if has(Verdict::Breaks) {
        "breaks"
    } else if has(Verdict::Differs) {
        "differs"
    } else {
        "same"
    };
    let breaks = |policy: generator::diff::Policy| diff.changes.iter().any(|change| policy.breaks(change));
    let wire = if breaks(generator::diff::Policy::Wire) {
        "breaks"
    } else if diff.changes.iter().any(generator::diff::Change::is_on_wire) {
        "holds"
    } else {
        "empty"
    };
    let azure = if breaks(generator::diff::Policy::Azure) { "breaks" } else { "holds" };
    (Expected { wire: wire.into(), azure: azure.into(), rust: rust.into() }, diff, unexplained)
}

#[test]
fn the_table_and_the_edits_are_the_same_kinds() {
    let table: Vec<String> = table().into_keys().collect();
    let mut edits: Vec<&str> = edits::ALL.iter().map(|(kind, _)| *kind).collect();
    edits.sort_unstable();
    assert_eq!(table, edits);
    assert!(table.len() >= 50);
}

#[test]
fn every_edit_is_judged_as_the_table_says() {
    let whole;
    let count = std::env::var("DIFF_EDITS").ok().map(|count| count.parse::<usize>().expect("DIFF_EDITS is a number"));
    let base = match count {
        Some(_) => {
            whole = Described::of(published()).unwrap_or_else(|problems| panic!("{problems}"));
            &whole
        }
        None => &*PART,
    };
    let table = table();
    let mut wrong = Vec::new();
    let mut made = BTreeMap::new();
    for round in 0..count.unwrap_or(edits::ALL.len()) {
        let (kind, edit) = edits::ALL[round % edits::ALL.len()];
        // A draw may find nothing to edit, or make what has no form in Rust (two types of one name): then the next one is taken.
        let edited = (0..40_u64).find_map(|draw| {
            let mut random = Random::new(round as u64 * 1000 + draw);
            let mut raw = base.raw.clone();
            let what = edit(&mut raw, base.api(), &mut random)?;
            Some((what, Described::of(raw).ok()?))
        });
        let Some((what, edited)) = edited else { continue };
        *made.entry(kind).or_insert(0_usize) += 1;
        let (found, diff, unexplained) = verdicts(base, &edited);
        // The second reader knows the documents only.
        let read = reader::breaks(&base.raw, &edited.raw);
        if read != (table[kind].wire == "breaks") {
            wrong.push(format!("{kind} of {what}: the second reader says {read}"));
        }
        if found != table[kind] || !unexplained.is_empty() {
            let changes: Vec<String> = diff
                .changes
                .iter()
                .map(|change| format!("{} {} {:?}", change.kind.id(), change.place, change.variance))
                .collect();
            wrong.push(format!(
                "{kind} of {what}: {found:?}, the table says {:?}; unexplained {unexplained:?}\n    {}",
                table[kind],
                changes.join("\n    ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let missing: Vec<&str> = edits::ALL.iter().map(|(kind, _)| *kind).filter(|kind| !made.contains_key(kind)).collect();
    assert!(missing.is_empty(), "never made: {missing:?}");
}
