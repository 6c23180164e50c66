//! Code that uses everything of one api-version, compiled against the other: what the compiler refuses is what `diff --policy rust` says,
//! item by item and both ways.
//!
//! Takes minutes, so it runs only where `ARM_SLOW_TESTS` is set, as in `.ci/run moves`.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
};

use generator::{
    compat::{Item, Items, Kind, Verdict, judge, read_items},
    rust::version_module,
};
use kit::{
    pipeline::{good, published},
    specs::NAMED as VERSIONS,
};
use serde_json::Value;
use syn::{FnArg, ItemFn, Pat, Type};

use crate::crates::Crate;

fn items(version: &str) -> Items {
    let lowered = published(version);
    read_items(&lowered.api, &good(lowered.names()))
}

#[test]
fn the_compiler_agrees_with_the_comparison() {
    if env::var_os("ARM_SLOW_TESTS").is_none() {
        eprintln!("skipped: set ARM_SLOW_TESTS to compile the use of one api-version against another");
        return;
    }
    let [first, second] = VERSIONS.map(|version| (version, items(version)));
    for ((old, before), (new, after)) in [(&first, &second), (&second, &first)] {
        let verdicts = judge(before, after);
        let predicted: BTreeSet<&str> = verdicts
            .iter()
            .filter(|item| item.verdict == Verdict::Breaks && item.old.is_some())
            .map(|item| item.path.as_str())
            .collect();
        let (refused, warned) = compile(before, after, new);
        let refused: BTreeSet<&str> = refused.iter().map(String::as_str).collect();
        let unpredicted: Vec<_> = refused.difference(&predicted).collect();
        let in_vain: Vec<_> = predicted.difference(&refused).collect();
        assert!(
            unpredicted.is_empty() && in_vain.is_empty(),
            "{old} to {new}: unpredicted {unpredicted:#?}, predicted in vain {in_vain:#?}"
        );
        let deprecated: BTreeSet<String> = after
            .iter()
            .filter(|(path, item)| item.deprecated && before.contains_key(*path) && !predicted.contains(path.as_str()))
            .map(|(path, _)| path.clone())
            .collect();
        assert_eq!(warned, deprecated, "{old} to {new}");
        assert!(before.len() > 3000 && !refused.is_empty());
    }
}

/// The items whose use the compiler refuses, and those it warns of. Names that lead nowhere hide wrong types, so what is refused is
/// taken out and the compiler is asked again until it has nothing to say.
fn compile(items: &Items, now: &Items, version: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let module = version_module(version);
    let head = format!(
        "#![allow(dead_code, unused_imports, clippy::all)] use std::{{collections::BTreeMap, sync::Arc}}; use arm_apimanagement::*; \
         use azure_core::credentials::TokenCredential; use arm_apimanagement::{module} as v;\n"
    );
    let mut uses: BTreeMap<usize, (String, String)> = BTreeMap::new();
    for (index, (path, item)) in items.iter().enumerate() {
        uses.insert(index + 2, (path.clone(), usage(index, path, (item, items, now))));
    }
    let text = |uses: &BTreeMap<usize, (String, String)>| {
        let mut text = head.clone();
        for line in 2..items.len() + 2 {
            text.push_str(uses.get(&line).map_or("", |(_, usage)| usage));
            text.push('\n');
        }
        text
    };
    let krate = Crate::write(&format!("moves-{module}"), &[&module], &[("lib.rs".to_owned(), text(&uses))]);
    let mut refused = BTreeSet::new();
    for _ in 0..50 {
        let messages = krate.messages();
        let errors = places(&messages, |message| message["level"] == "error");
        if errors.is_empty() {
            assert!(messages.contains("\"reason\":\"build-finished\",\"success\":true"), "{messages}");
            let warned = places(&messages, |message| message["code"]["code"] == "deprecated");
            return (refused, warned.iter().filter_map(|line| Some(uses.get(line)?.0.clone())).collect());
        }
        let before = uses.len();
        for line in errors {
            refused.extend(uses.remove(&line).map(|(path, _)| path));
        }
        assert!(uses.len() < before, "the compiler complains of what is no use: {messages}");
        krate.replace("lib.rs", &text(&uses));
    }
    panic!("the compiler is never content");
}

/// The lines of the crate that messages are about.
fn places(messages: &str, fits: impl Fn(&Value) -> bool) -> BTreeSet<usize> {
    let parsed = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let messages = parsed.filter(|line| line["reason"] == "compiler-message").map(|line| line["message"].clone());
    let spans = messages
        .filter(|message| fits(message))
        .flat_map(|message| message["spans"].as_array().cloned().unwrap_or_default());
    let ours = spans.filter(|span| span["is_primary"] == true && span["file_name"] == "src/lib.rs");
    ours.filter_map(|span| usize::try_from(span["line_start"].as_u64()?).ok()).collect()
}

/// A function, on one line, that compiles as long as the item is what it was.
fn usage(index: usize, path: &str, (item, items, now): (&Item, &Items, &Items)) -> String {
    let module = path.split("::").next().filter(|_| path.contains("::Client")).unwrap_or_default();
    let ty = |text: &str| qualified(text, module);
    match item.kind {
        Kind::Constant => {
            let of = ty(&item.shape).replace('&', "&'static ");
            format!("pub fn u{index}() -> {of} {{ v::{path} }}")
        }
        Kind::Struct { .. } | Kind::Enum { .. } => format!("pub fn u{index}(_: &v::{path}) {{}}"),
        Kind::Field => {
            let (owner, field) = path.split_once('.').expect("a field has an owner");
            let owner_module = owner.split_once("::").map_or("", |(module, _)| module);
            format!("pub fn u{index}(x: &v::{owner}) -> &{} {{ &x.{field} }}", qualified(&item.shape, owner_module))
        }
        Kind::Variant => {
            let (owner, _) = path.rsplit_once("::").expect("a variant has an owner");
            let value = if item.shape.is_empty() { "" } else { "(String::new())" };
            format!("pub fn u{index}() -> v::{owner} {{ v::{path}{value} }}")
        }
        Kind::Page => {
            let (owner, _) = path.split_once(" as ").expect("a page has an owner");
            format!("pub fn u{index}() {{ fn is<T: Page<Item = {}>>() {{}} is::<v::{owner}>() }}", ty(&item.shape))
        }
        Kind::Conversion => {
            let (owner, from) = path.split_once(" as From<").expect("it says from what");
            let from = ty(from.trim_end_matches('>'));
            format!("pub fn u{index}(x: {from}) -> v::{owner} {{ x.into() }}")
        }
        Kind::Alias => format!("pub fn u{index}(x: v::{path}) -> v::{} {{ x }}", item.shape),
        Kind::Function if path.ends_with("::with_null") => {
            let (owner, _) = path.rsplit_once("::").expect("a function has an owner");
            // A field that is what it was, as long as there is such a function.
            let is_gone = !now.contains_key(path);
            let fields = items.range(format!("{owner}.")..format!("{owner}/"));
            let kept = |(path, field): &(&String, &Item)| {
                field.shape.starts_with("Option<")
                    && (is_gone || now.get(*path).is_some_and(|now| now.shape == field.shape))
            };
            let field = fields.filter(|(_, field)| field.kind == Kind::Field).find(kept);
            let Some((field, _)) = field else { return String::new() };
            let name = field.rsplit('.').next().unwrap_or_default();
            format!("pub fn u{index}(x: v::{owner}) -> v::{owner} {{ x.with_null(|x| &x.{name}) }}")
        }
        Kind::Function => function(index, path, item),
    }
}

fn function(index: usize, path: &str, item: &Item) -> String {
    let (owner, name) = path.rsplit_once("::").expect("a function has an owner");
    let module = owner.rsplit_once("::").map_or("", |(module, _)| module);
    let declaration = if name == "with_null" { "(member: &str) -> Self".to_owned() } else { item.declaration.clone() };
    let parsed: ItemFn = syn::parse_str(&format!("fn f{declaration} {{}}"))
        .unwrap_or_else(|error| panic!("{path}{declaration}: {error}"));
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for (number, input) in parsed.sig.inputs.iter().enumerate() {
        let FnArg::Typed(input) = input else { continue };
        assert!(matches!(*input.pat, Pat::Ident(_)));
        let ty = match &*input.ty {
            Type::ImplTrait(_) => "String".to_owned(),
            _ => {
                let text = item_type(&declaration, number);
                qualified(&text, module)
            }
        };
        arguments.push(format!("a{number}: {ty}"));
        values.push(format!("a{number}"));
    }
    let result = declaration.rsplit_once(") -> ").map_or("()", |(_, result)| result);
    let result = if result.contains("Self") {
        result.replace("Self", &format!("v::{owner}"))
    } else {
        qualified(result, module)
    };
    let (arguments, values) = (arguments.join(", "), values.join(", "));
    match name {
        "new" => format!("pub fn u{index}({arguments}) -> {result} {{ v::{path}({values}) }}"),
        _ => format!("pub fn u{index}(x: &v::{owner}, {arguments}) -> {result} {{ x.{name}({values}) }}"),
    }
}

/// The text of an argument's type.
fn item_type(declaration: &str, number: usize) -> String {
    let end = declaration.rfind(") -> ").unwrap_or(declaration.len() - 1);
    let mut depth = 0_usize;
    let mut parts = vec![String::new()];
    for c in declaration[1..end].chars() {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 { parts.push(String::new()) } else { parts.last_mut().expect("there is one").push(c) }
    }
    let (_, ty) = parts[number].split_once(": ").expect("an argument has a type");
    ty.trim().to_owned()
}

/// A type as a program outside of the crate writes it.
fn qualified(text: &str, module: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_alphanumeric() || c == '_' || c == ':' {
            word.push(c);
            continue;
        }
        let options = word.ends_with("Options") && word != "ClientOptions" && !word.contains(':');
        if word.starts_with("models::") || word.ends_with("::Client") {
            out.push_str("v::");
        } else if options {
            out.push_str(&if module.is_empty() { "v::".to_owned() } else { format!("v::{module}::") });
        }
        out.push_str(&word);
        word.clear();
        out.push(c);
    }
    out.trim_end().to_owned()
}
