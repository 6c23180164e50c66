//! Names come from the thing itself: neither order nor anything else in the description has a say.

use generator::{diag::in_all, overrides::Overrides, rust::Names};
use kit::{
    pipeline::{Lowered, lines, published},
    specs,
};

fn names(lowered: &Lowered) -> Names {
    let (names, problems) = Names::assign(&lowered.api, &lowered.overrides, &lowered.source);
    assert_eq!(lines(&problems), "");
    names
}

#[test]
fn order_does_not_matter() {
    for version in specs::versions() {
        let mut lowered = published(version);
        let in_order = names(&lowered);
        lowered.api.operations.reverse();
        assert!(names(&lowered) == in_order, "{version}");
    }
}

#[test]
fn an_operation_keeps_its_names_when_others_go() {
    let mut lowered = published("2024-05-01");
    let all = names(&lowered);
    let mut number = 0;
    lowered.api.operations.retain(|_| {
        number += 1;
        number % 3 == 0
    });
    let some = names(&lowered);
    for op in &lowered.api.operations {
        assert_eq!(some.method_path(op), all.method_path(op));
        assert_eq!(some.operation(op), all.operation(op), "{}", op.id);
    }
}

#[test]
fn what_both_versions_have_is_called_the_same() {
    let [old, new] = specs::NAMED.map(published);
    let (old_names, new_names) = (names(&old), names(&new));
    let mut shared = 0;
    for (id, ty) in &old.api.types {
        let same = new.api.types.get(id).is_some_and(|newer| newer.client_name == ty.client_name);
        if let (true, Some(old), Some(new)) = (same, old_names.ty(id), new_names.ty(id)) {
            assert_eq!(old, new, "{id}");
            shared += 1;
        }
    }
    for op in &old.api.operations {
        if let Some(newer) = new.api.operations.iter().find(|newer| newer.id == op.id) {
            assert_eq!(old_names.method_path(op).is_some(), new_names.method_path(newer).is_some(), "{}", op.id);
            if op.lro.is_some() == newer.lro.is_some() {
                assert_eq!(old_names.method_path(op), new_names.method_path(newer), "{}", op.id);
            }
            shared += 1;
        }
    }
    assert!(shared > 600, "the versions have most of the API in common");
}

#[test]
fn an_override_must_be_of_use_to_one_version() {
    let text =
        |from: &str| format!("[[rename]]\nkind = \"type\"\nfrom = \"{from}\"\nto = \"Renamed\"\nreason = \"a test\"\n");
    let unused = |from: &str| {
        let lists: Vec<_> = specs::versions()
            .map(|version| {
                let overrides = Overrides::parse(&[("names.toml", &text(from))]).unwrap();
                Lowered { overrides, ..published(version) }.render().unwrap().unused
            })
            .collect();
        lines(&in_all(&lists))
    };
    assert_eq!(unused("WorkspaceContract"), "", "the newer version has it");
    let expected = "names.toml:1:1: unused-override: no type is called \"Nothing\"; correct the entry or remove it\n";
    assert_eq!(unused("Nothing"), expected);
}
