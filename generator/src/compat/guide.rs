//! The migration guide beside the generated crate: what to do to move code from one version to the next, and no more.
//!
//! Invariant: short enough to be read from end to end. What breaks is told item by item; what is alike is told once.

use std::{collections::BTreeMap, fmt::Write};

use super::{ItemVerdict, Verdict, verdict::Difference, version::Version};
use crate::{
    diff::{
        Kind,
        report::{CodeItem, Entry, Report, advised, sentence},
    },
    rust::{File, version_module},
    text::markdown::{code_span, plain},
};

/// How many of a list are named before the rest is counted.
const NAMED: usize = 6;

/// The guide for a report that knows what becomes of code.
pub(super) fn guide(
    old: Version<'_>,
    new: Version<'_>,
    report: &Report,
    verdicts: &[ItemVerdict],
    header: &str,
) -> File {
    let (before, after) = (&old.side.api.api_version, &new.side.api.api_version);
    let (old_module, new_module) = (version_module(before), version_module(after));
    let code = report.code.clone().unwrap_or_default();
    let mut out = format!("{header}\n\n# Moving from {before} to {after}\n\n");
    line(
        &mut out,
        &format!(
            "Write `{new_module}` where your code says `{old_module}`, and build. The first list is what the compiler then says, with what to \
             write instead; the second is what it does not say. In a checkout of the repository, this leaves of both what your code uses:\n\n\
             ```text\ncargo xtask diff {before} {after} --policy rust --used-by path/to/your/src\n```"
        ),
    );
    let broken: Vec<&CodeItem> = code.items.iter().filter(|item| item.breaking).collect();
    line(&mut out, &format!("\n## What no longer compiles: {}\n", count(broken.len(), "item")));
    if broken.is_empty() {
        line(&mut out, "Nothing.");
    }
    for item in broken {
        let advice = item.advice.as_deref().map_or_else(String::new, |advice| format!(": {}", advised(advice)));
        line(&mut out, &format!("- {}{advice}", code_span(&item.path)));
    }
    line(&mut out, "\n## What compiles and does something else\n");
    differing(&mut out, verdicts);
    service(&mut out, report);
    let added = report.entries.iter().filter(|entry| entry.change.kind == Kind::OperationAdded).count();
    line(
        &mut out,
        &format!(
            "\n## What is new\n\n{} and {}. Every change of the API, with its place in the descriptions, stands in `CHANGES-{before}-to-{after}.md`.",
            count(added, "operation"),
            count(code.new, "more item")
        ),
    );
    File { path: format!("MIGRATING-{before}-to-{after}.md"), text: out }
}

/// What the compiler does not say, one paragraph a kind.
fn differing(out: &mut String, verdicts: &[ItemVerdict]) {
    let mut deprecated = Vec::new();
    let mut fields = Vec::new();
    let mut variants = Vec::new();
    let mut refused: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for item in verdicts.iter().filter(|item| item.verdict == Verdict::Differs) {
        for difference in &item.differences {
            match difference {
                Difference::Deprecated => deprecated.push(item.path.as_str()),
                Difference::Field => fields.extend(item.path.split_once('.').map(|(owner, _)| owner)),
                Difference::Variant => variants.push(item.path.as_str()),
                Difference::Refused { argument, what, .. } => {
                    refused.entry((argument, what)).or_default().push(&item.path);
                }
            }
        }
    }
    for ((argument, what), paths) in refused {
        let methods = if paths.len() > NAMED { count(paths.len(), "method") } else { list(&paths) };
        line(
            out,
            &format!(
                "- {} is refused before anything is sent when it is {}: {methods}",
                code_span(argument),
                plain(what)
            ),
        );
    }
    if !deprecated.is_empty() {
        line(out, &format!("- Deprecated, so the compiler warns: {}", list(&deprecated)));
    }
    if !variants.is_empty() {
        line(
            out,
            &format!(
                "- Values that arrived as `UnknownValue` and have a name now; code that looks for their text misses them: {}",
                list(&variants)
            ),
        );
    }
    fields.dedup();
    if !fields.is_empty() {
        line(
            out,
            &format!(
                "- Structures with more fields; a literal must end with `..Default::default()`: {}",
                list(&fields)
            ),
        );
    }
    if verdicts.iter().all(|item| item.verdict != Verdict::Differs) {
        line(out, "Nothing.");
    }
}

/// What the service does differently, whatever the code.
fn service(out: &mut String, report: &Report) {
    let breaks = |entry: &&Entry| entry.verdicts.wire && !entry.change.restated;
    let entries: Vec<&Entry> = report.entries.iter().filter(breaks).collect();
    line(out, "\n## What the service does differently\n");
    if entries.is_empty() {
        line(out, "Nothing that a call meets.");
    }
    for entry in entries {
        let note = entry.note.map_or_else(String::new, |note| format!(" ({note})"));
        line(out, &format!("- {}{note}", sentence(entry)));
    }
}

fn list(paths: &[&str]) -> String {
    paths.iter().map(|path| code_span(path)).collect::<Vec<_>>().join(", ")
}

fn count(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("writing to a string cannot fail");
}
