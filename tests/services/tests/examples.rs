//! The published examples of other services, where `ARM_SERVICES_DIR` says where they are.

use std::{collections::BTreeSet, fs, path::Path};

use generator::model::Api;
use kit::{checkout::Checkout, pipeline::good, repo};
use replay::{
    Client, Folder, Outcome, Report,
    known::{self, Known},
    replay_with,
};
use serde_json::{Value as Json, json};
use services::{Service, refused, services};

/// The lists of examples that contradict their description, from the root of the repository: a file a service.
const LISTS: &str = "tests/services/fixtures";

/// A service while it is tried.
struct Subject {
    service: &'static Service,
    api: Api,
    folder: Folder,
}

impl Subject {
    fn new(root: &Path, service: &'static Service) -> Self {
        let api = good(Checkout::new(root, service.folder).lowered()).api;
        let folder = good(Folder::read_of(&root.join(service.folder), &[&api.api_version]));
        Self { service, api, folder }
    }

    fn replay(&self, folder: &Folder) -> Report {
        let Service { models, connect, .. } = self.service;
        replay_with(Client { api: &self.api, models, connect }, folder, &|| {})
    }

    /// The examples that give a list without the page around it, with that page: as they are nobody looks into their items.
    fn lists_as_pages(&self) -> Folder {
        let mut folder = self.folder.clone();
        folder.examples.retain_mut(|example| {
            let op = self.api.operations.iter().find(|op| op.id == example.operation);
            let Some(member) = op.and_then(|op| op.paging.as_ref()?.items.clone()) else { return false };
            let bodies = example.answers.values_mut().filter_map(|answer| answer.body.as_mut());
            let bare: Vec<&mut Json> = bodies.filter(|body| body.is_array()).collect();
            let any = !bare.is_empty();
            bare.into_iter().for_each(|body| *body = json!({ member.as_str(): body.take() }));
            any
        });
        folder
    }
}

fn failed(report: &Report) -> impl Iterator<Item = String> {
    let failed = report.verdicts.iter().filter(|verdict| verdict.outcome() == Outcome::Failed);
    failed.map(ToString::to_string)
}

/// Nothing fails, all that is there is replayed, and what contradicts its description is what the list says. With that, no member of
/// an example is left without a field: one that is would fail, unless the description has none either.
#[test]
fn every_example_of_other_services_passes_or_is_listed() {
    let Some(root) = repo::services() else { return };
    assert_eq!(refused(), [], "every service that has examples has a client");
    let folders: Vec<_> = services().iter().map(|service| service.folder).collect();
    assert_eq!(folders, repo::with_examples(&root), "the clients are those of another ARM_SERVICES_DIR");
    let (mut wrong, mut told) = (Vec::new(), String::new());
    let mut lists = lists();
    for service in services() {
        let subject = Subject::new(&root, service);
        let report = subject.replay(&subject.folder);
        let mut found: Vec<String> = failed(&report).collect();
        found.extend(report.problems.iter().map(ToString::to_string));
        let known = match lists.remove(service.name) {
            true => Known::read(&format!("{LISTS}/{}.toml", service.name)).unwrap(),
            false => Known::default(),
        };
        found.extend(known::compare(&known, &report));
        let pages = subject.replay(&subject.lists_as_pages());
        let pages = pages.verdicts.iter().filter(|verdict| verdict.outcome() != Outcome::Passed);
        found.extend(pages.map(|verdict| format!("as a page: {verdict}")));
        wrong.extend(found.into_iter().map(|line| format!("{}: {line}", service.name)));
        let last = report.to_string();
        told += &format!("{} {}\n", service.name, last.lines().last().expect("a report ends with its numbers"));
    }
    wrong.extend(lists.into_iter().map(|name| format!("{LISTS}/{name}.toml: no service of that name has examples")));
    assert!(wrong.is_empty(), "{}\n{told}", wrong.join("\n"));
}

/// The names of the lists.
fn lists() -> BTreeSet<String> {
    let entries = fs::read_dir(repo::root().join(LISTS)).expect("the lists stand there");
    let names = entries.map(|entry| entry.expect("a file").file_name().into_string().expect("a name in ASCII"));
    names.map(|name| name.strip_suffix(".toml").expect("a list").to_owned()).collect()
}
