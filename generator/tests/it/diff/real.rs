//! The two published versions: what is known of them, and the reports as they stand beside the tests.

use std::{collections::BTreeSet, fs, sync::LazyLock};

use expect_test::{ExpectFile, expect_file};
use generator::{
    diag::At,
    diff::{
        Change, Kind, diff,
        report::{self, Entry, Excerpts, JSON_SCHEMA, Places, Report, Side, Style, View},
    },
    overrides::Accepted,
    spec::Source,
};
use kit::{repo, specs};
use serde_json::{Value, json};

use super::{schema, view};

fn source(version: &str) -> Source {
    let name = format!("specs/apimanagement/{version}.yaml");
    let text = fs::read_to_string(repo::root().join(&name)).expect("the description is there");
    Source::new(name, text)
}

static SOURCES: LazyLock<[Source; 2]> = LazyLock::new(|| specs::NAMED.map(source));

fn changes() -> &'static [Change] {
    static CHANGES: LazyLock<Vec<Change>> = LazyLock::new(|| {
        let [old, new] = specs::named();
        diff(old, new).changes
    });
    &CHANGES
}

/// The report, with what becomes of code.
pub(super) fn report(view: View) -> Report {
    let [old, new] = specs::named();
    let [before, after] = &*SOURCES;
    let side = |api: &generator::model::Api, source: &Source| Side {
        version: api.api_version.clone(),
        file: source.name.clone(),
        operations: api.operations.len(),
    };
    let places = Places { old: &|at| before.at(at), new: &|at| after.at(at) };
    let (diff, rust) = super::code::compared();
    Report::new((side(old, before), side(new, after)), diff, places, view, Some(rust))
}

/// The page of the comparison, as it would stand beside the other reports.
pub(super) fn page() -> String {
    let [old, new] = &*SOURCES;
    let excerpts = Excerpts { old: old.text(), new: new.text() };
    report::html(&report(View::Wire), excerpts, "../../../../../")
}

fn of(kind: Kind) -> Vec<&'static Change> {
    changes().iter().filter(|change| change.kind == kind).collect()
}

fn operations(kind: Kind) -> BTreeSet<&'static str> {
    of(kind).iter().flat_map(|change| change.affected.operations()).collect()
}

#[test]
fn a_version_does_not_differ_from_itself() {
    for api in specs::all() {
        assert_eq!(diff(api, api).changes, []);
    }
}

#[test]
fn the_way_back_mirrors_the_way_there() {
    let [old, new] = specs::named();
    let there: Vec<_> = changes().iter().map(view::mirror).collect::<BTreeSet<_>>().into_iter().collect();
    let back: Vec<_> = diff(new, old).changes.iter().map(view::straight).collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(there, back);
}

#[test]
fn operations_were_only_added() {
    assert_eq!(of(Kind::OperationAdded).len(), 269);
    for kind in [Kind::OperationRemoved, Kind::OperationMoved, Kind::OperationIdChanged] {
        assert_eq!(of(kind).len(), 0, "{}", kind.id());
    }
}

#[test]
fn two_deletes_became_long_running() {
    let deletes = BTreeSet::from(["Api_Delete", "User_Delete"]);
    assert_eq!(operations(Kind::LongRunningAdded), deletes);
    assert_eq!(operations(Kind::ResponseStatusAdded), deletes);
    let statuses = |kind, status: u16| -> BTreeSet<_> {
        let of_status = of(kind).into_iter().filter(|change| {
            change.old.as_ref().or(change.new.as_ref()).and_then(Value::as_u64) == Some(u64::from(status))
        });
        of_status.flat_map(|change| change.affected.operations()).collect()
    };
    assert_eq!(statuses(Kind::ResponseStatusAdded, 202), deletes);
    assert_eq!(statuses(Kind::ResponseStatusRemoved, 200), deletes);
    let dropped = statuses(Kind::ResponseStatusRemoved, 202);
    assert_eq!(dropped.len(), 6);
    assert!(dropped.iter().all(|id| id.ends_with("_CreateOrUpdate")), "{dropped:?}");
    assert_eq!(of(Kind::ResponseStatusRemoved).len(), 8);
}

#[test]
fn one_change_of_what_is_shared_is_one_entry() {
    let subscription: Vec<_> = of(Kind::FormatChanged);
    assert_eq!(subscription.len(), 1);
    assert_eq!(subscription[0].place.to_string(), "parameters/SubscriptionIdParameter");
    assert_eq!(subscription[0].new, Some("string (uuid)".into()));
    assert_eq!(subscription[0].affected.operations().len(), 343);
    let error = of(Kind::ErrorBodyChanged);
    assert_eq!(error.len(), 1);
    assert_eq!(error[0].affected.operations().len(), 344);
}

#[test]
fn two_lists_became_pageable() {
    assert_eq!(operations(Kind::PagingAdded).len(), 2);
    assert_eq!(operations(Kind::PagingRemoved).len(), 0);
}

#[test]
fn reports_are_as_they_stand_beside_the_tests() {
    let report = report(View::Wire);
    golden("report.txt").assert_eq(&report::text(&report, Style::Plain));
    golden("report.md").assert_eq(&report::markdown(&report, "../../../../../"));
    golden("report.json").assert_eq(&report::json(&report));
    golden("report.azure.txt").assert_eq(&report::text(&self::report(View::Azure), Style::Plain));
    let rust = self::report(View::Rust);
    golden("report.rust.txt").assert_eq(&report::text(&rust, Style::Plain));
    golden("report.rust.md").assert_eq(&report::markdown(&rust, "../../../../../"));
}

fn golden(name: &str) -> ExpectFile {
    expect_file![repo::root().join("generator/tests/fixtures/diff/real").join(name)]
}

/// The report that `report.json` shows, and the lines around each of its places.
#[test]
fn the_page_holds_the_report_and_its_excerpts() {
    let report = report(View::Wire);
    let page = page();
    let data = page.split("id=\"data\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let data: Value = serde_json::from_str(data.expect("the page holds its data")).expect("it is JSON");
    let [old, new] = &*SOURCES;
    let excerpts = |source: &Source, at: fn(&Entry) -> &Option<At>| {
        let lines: Vec<&str> = source.text().lines().collect();
        let places: BTreeSet<usize> =
            report.entries.iter().filter_map(|entry| Some(at(entry).as_ref()?.line)).collect();
        let excerpt = |line: usize| {
            let first = line.saturating_sub(2).max(1);
            (line.to_string(), json!([first, lines[first - 1..(line + 5).min(lines.len())]]))
        };
        assert!(places.len() > 50, "a comparison of the real versions has many places");
        Value::Object(places.into_iter().filter(|line| *line > 0).map(excerpt).collect())
    };
    let shown: Value = serde_json::from_str(&report::json(&report)).expect("it is JSON");
    assert!(data["report"] == shown, "the page shows another report than `report.json`");
    let excerpts = json!({ "old": excerpts(old, |entry| &entry.old_at), "new": excerpts(new, |entry| &entry.new_at) });
    assert!(data["excerpts"] == excerpts, "the excerpts are not the lines around the places");
    assert_eq!(data["root"], "../../../../../");
    assert_eq!(data.as_object().map(serde_json::Map::len), Some(3));
}

#[test]
fn the_page_is_whole_and_fetches_nothing() {
    let report = report(View::Wire);
    let page = report::html(&report, Excerpts { old: "", new: "" }, "");
    assert!(!page.contains("{{"), "a gap of the page is not filled");
    for word in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML"] {
        assert!(!page.contains(word), "the page says {word}");
    }
    let scripts: Vec<_> = page.match_indices("</script").collect();
    assert_eq!(scripts.len(), 2, "data must not end its element");
}

#[test]
fn json_has_the_shape_of_its_schema() {
    let json: Value = serde_json::from_str(&report::json(&report(View::Azure))).expect("it is JSON");
    let schema: Value = serde_json::from_str(JSON_SCHEMA).expect("it is JSON");
    assert_eq!(schema::problems(&schema, &json), [""; 0]);
    let kinds: Vec<_> = Kind::ALL.iter().map(|kind| Value::from(kind.id())).collect();
    assert_eq!(schema.pointer("/$defs/kind/enum"), Some(&Value::from(kinds)));
    let mut broken = json;
    broken["changes"][0]["direction"] = "sideways".into();
    broken["summary"].as_object_mut().expect("an object").remove("groups");
    assert_eq!(schema::problems(&schema, &broken).len(), 2);
}

#[test]
fn accepted_changes_are_left_out_and_leftovers_told() {
    let text = "[[accept]]\nkind = \"response-status-removed\"\nplace = \"Api_Delete/200\"\nreason = \"pollers do not look at it\"\n\n\
                [[accept]]\nkind = \"operation-removed\"\nplace = \"Api_Get\"\nreason = \"it was never called\"\n";
    let accepted = Accepted::parse("accepted.toml", text).expect("it is well written");
    let mut report = report(View::Wire);
    let before = report.entries.len();
    let left: Vec<_> = accepted.apply(&mut report).iter().map(ToString::to_string).collect();
    assert_eq!((report.entries.len(), report.accepted), (before - 1, 1));
    assert_eq!(
        left,
        [
            "accepted.toml:6:1: warning: unused-override: no change \"operation-removed\" at \"Api_Get\" is left to accept; \
          correct the entry or remove it"
        ]
    );
}

#[test]
fn colours_are_all_that_tells_a_terminal_from_a_file() {
    let report = report(View::Wire);
    let coloured = report::text(&report, Style::Colour);
    let plain = ["\u{1b}[1m", "\u{1b}[1;31m", "\u{1b}[2m", "\u{1b}[0m"]
        .iter()
        .fold(coloured, |text, code| text.replace(code, ""));
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&plain), trimmed(&report::text(&report, Style::Plain)));
}

#[test]
fn the_readme_shows_the_first_screen() {
    let readme = fs::read_to_string(repo::root().join("README.md")).expect("there is a README");
    let shown = readme.split("```text\n").find(|block| block.starts_with("2021-08-01 -> 2024-05-01"));
    let shown =
        shown.and_then(|block| block.split("\n```").next()).expect("the README shows the report's first screen");
    let text = report::text(&report(View::Wire), Style::Plain);
    assert!(text.starts_with(shown), "the README's first screen is not the report's");
}
