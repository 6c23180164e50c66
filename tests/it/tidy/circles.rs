//! No file leads back to itself: who reads one knows the others it stands on, and none of those knows it.

use std::collections::{BTreeMap, BTreeSet};

use kit::repo;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Attribute, Item, UseTree};

use super::none;

/// The folders of the runtime, and which others each of them may know. The files beside them may know all.
const STOREYS: [(&str, &[&str]); 8] = [
    ("base", &[]),
    ("args", &["base"]),
    ("model", &["base", "args"]),
    // A deadline that has passed gives the token of the operation, which is data and knows nothing.
    ("error", &["base", "args", "lro::token"]),
    ("policy", &["base", "args", "error"]),
    ("client", &["base", "args", "model", "error", "policy"]),
    ("paging", &["base", "args", "model", "error", "policy", "client"]),
    ("lro", &["base", "args", "model", "error", "policy", "client"]),
];

/// Which files each file of a crate leads to, all of them as paths of modules: `client::core`.
/// The root of the crate is the empty path.
type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_file_of_the_runtime_leads_back_to_itself() {
    none(&circles(&graph("generated/runtime/src/")));
}

#[test]
fn storeys_of_the_runtime_stand_on_those_below() {
    let mut offences = Vec::new();
    for (file, targets) in graph("generated/runtime/src/") {
        let Some((folder, _)) = file.split_once("::") else { continue };
        let Some((_, allowed)) = STOREYS.iter().find(|(storey, _)| *storey == folder) else {
            offences.push(format!("{file}: there is no storey {folder}"));
            continue;
        };
        let may = |target: &&String| [folder].iter().chain(*allowed).any(|allowed| is_below(target, allowed));
        offences.extend(
            targets.iter().filter(|target| !may(target)).map(|target| format!("{file}: may not know {target}")),
        );
    }
    none(&offences);
}

/// The circles, each by one way around it.
fn circles(graph: &Graph) -> Vec<String> {
    let mut circles = BTreeSet::new();
    for start in graph.keys() {
        if let Some(mut way) = way_back(graph, start) {
            // The same circle from each of its files is one.
            let least = way.iter().enumerate().min_by_key(|(_, file)| (*file).clone()).map_or(0, |(at, _)| at);
            way.rotate_left(least);
            way.push(way[0].clone());
            circles.insert(way.join(" -> "));
        }
    }
    circles.into_iter().collect()
}

/// The shortest way from a file back to itself.
fn way_back(graph: &Graph, start: &str) -> Option<Vec<String>> {
    let (mut seen, mut ways) = (BTreeSet::new(), vec![vec![start.to_owned()]]);
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in way.last().and_then(|file| graph.get(file)).into_iter().flatten() {
                if next == start {
                    return Some(way);
                }
                if seen.insert(next.clone()) {
                    longer.push([&way[..], std::slice::from_ref(next)].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

/// The files below a folder and what they lead to. Tests, and modules that only tests have, are left out.
fn graph(folder: &str) -> Graph {
    let mut files: BTreeMap<String, syn::File> = BTreeMap::new();
    let mut for_tests: Vec<String> = Vec::new();
    for file in repo::rust_files() {
        let Some(below) = file.path.strip_prefix(folder) else { continue };
        let below = below.strip_suffix(".rs").unwrap_or(below);
        let module = below.strip_suffix("mod").map_or(below, |parent| parent.trim_end_matches('/'));
        let module = if module == "lib" { String::new() } else { module.replace('/', "::") };
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        let only_tests = parsed.items.iter().filter_map(|item| match item {
            Item::Mod(item) if item.content.is_none() && is_for_tests(&item.attrs) => {
                Some(join(&module, &item.ident.to_string()))
            }
            _ => None,
        });
        for_tests.extend(only_tests);
        files.insert(module, parsed);
    }
    assert!(files.len() > 10, "the sources are not where this test looks for them");
    files.retain(|module, _| !for_tests.iter().any(|tests| is_below(module, tests)));
    let names: BTreeSet<String> = files.keys().cloned().collect();
    let targets = |(module, file): (String, syn::File)| {
        let mut paths = Vec::new();
        file.items.iter().for_each(|item| mentions(item, &mut paths));
        let mut targets: BTreeSet<String> = paths.iter().filter_map(|path| target(&names, &module, path)).collect();
        targets.remove(&module);
        (module, targets)
    };
    files.into_iter().map(targets).collect()
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

fn is_below(module: &str, ancestor: &str) -> bool {
    module.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_cfg = |attribute: &&Attribute| attribute.path().is_ident("cfg");
    attributes.iter().filter(is_cfg).any(|cfg| cfg.meta.to_token_stream().to_string().contains("test"))
}

/// The paths that an item has in it, but for what only tests have and what a macro writes elsewhere.
fn mentions(item: &Item, paths: &mut Vec<Vec<String>>) {
    match item {
        Item::Use(item) => expand(&mut Vec::new(), &item.tree, paths),
        Item::Mod(item) if is_for_tests(&item.attrs) => {}
        Item::Mod(item) => item.content.iter().flat_map(|(_, items)| items).for_each(|item| mentions(item, paths)),
        Item::Macro(item) if item.ident.is_some() => {}
        item => in_code(item.to_token_stream(), paths),
    }
}

/// The paths of a `use`.
fn expand(before: &mut Vec<String>, tree: &UseTree, paths: &mut Vec<Vec<String>>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            expand(before, &path.tree, paths);
            before.pop();
        }
        UseTree::Name(name) => paths.push([&before[..], &[name.ident.to_string()]].concat()),
        UseTree::Rename(name) => paths.push([&before[..], &[name.ident.to_string()]].concat()),
        UseTree::Glob(_) => paths.push(before.clone()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| expand(before, tree, paths)),
    }
}

/// The paths in code.
fn in_code(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                if colons != 2 {
                    paths.push(std::mem::take(&mut path));
                }
                path.push(name.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            other => {
                paths.push(std::mem::take(&mut path));
                colons = 0;
                if let TokenTree::Group(group) = other {
                    in_code(group.stream(), paths);
                }
            }
        }
    }
    paths.push(path);
}

/// The file that a path leads to, if it is one of the crate. What the root re-exports leads to the root.
fn target(names: &BTreeSet<String>, module: &str, path: &[String]) -> Option<String> {
    let mut full: Vec<&str> = module.split("::").filter(|name| !name.is_empty()).collect();
    let mut path = path.iter().map(String::as_str);
    // Alone it is a visibility, or the value `self`.
    if path.len() < 2 {
        return None;
    }
    match path.next()? {
        "crate" => full.clear(),
        "self" => {}
        "super" => full.truncate(full.len().saturating_sub(1)),
        _ => return None,
    }
    for name in path {
        match name {
            "super" => full.truncate(full.len().saturating_sub(1)),
            "self" => {}
            name => full.push(name),
        }
    }
    while !names.contains(&full.join("::")) {
        full.pop();
    }
    Some(full.join("::"))
}

#[test]
fn circles_are_found() {
    let graph = |edges: &[(&str, &[&str])]| -> Graph {
        edges.iter().map(|(from, to)| ((*from).to_owned(), to.iter().map(|to| (*to).to_owned()).collect())).collect()
    };
    assert!(circles(&graph(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])).is_empty());
    assert_eq!(circles(&graph(&[("c", &["a"]), ("a", &["b"]), ("b", &["c"])])), ["a -> b -> c -> a"]);
}

#[test]
fn paths_lead_to_files() {
    let names: BTreeSet<String> = ["", "a", "a::b", "c"].map(str::to_owned).into();
    let text =
        "use crate::a::{self, b::Item as Other}; pub(super) fn f() -> super::c::Thing { self::x::y(crate::c::z) }";
    let mut paths = Vec::new();
    syn::parse_file(text).unwrap().items.iter().for_each(|item| mentions(item, &mut paths));
    let targets: BTreeSet<_> = paths.iter().filter_map(|path| target(&names, "a", path)).collect();
    assert_eq!(targets, ["a", "a::b", "c"].map(str::to_owned).into());
}
