//! What to write instead of an item that breaks, and what to look at where code compiles and something else happens.
//!
//! Invariant: one line of plain English with names of the crate in backticks, as users write them.

use std::collections::BTreeMap;

use super::{
    items::{Item, Side},
    verdict::{Difference, ItemVerdict, Verdict},
};
use crate::{
    diff::{Diff, Kind},
    model::TypeId,
};

pub(super) struct Advice<'a> {
    old: Side<'a>,
    new: Side<'a>,
    /// By the operation's new id, the path of its method in the new version.
    methods: BTreeMap<&'a str, &'a str>,
    /// By the path of a method or an options structure in either version, the operation's new id.
    operations: BTreeMap<String, &'a str>,
    /// By the Rust name of a model in the old version, its name in the new one.
    renamed: BTreeMap<&'a str, &'a str>,
}

impl<'a> Advice<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>, diff: &'a Diff) -> Self {
        let new_ids: BTreeMap<&str, &str> =
            diff.operations.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        let mut operations = BTreeMap::new();
        for (side, is_old) in [(old, true), (new, false)] {
            for op in &side.api.operations {
                let id = if is_old { new_ids.get(op.id.as_str()).copied().unwrap_or(&op.id) } else { &op.id };
                let module = side.names.group(op.group()).map_or_else(String::new, |module| format!("{module}::"));
                operations.insert(format!("{module}{}", side.names.operation(op).options), id);
                operations.extend(side.names.method_path(op).map(|path| (path, id)));
            }
        }
        let methods = new.items.iter().filter_map(|(path, item)| Some((item.operation.as_deref()?, path.as_str())));
        let mut renamed = BTreeMap::new();
        for change in diff.changes.iter().filter(|change| names_model(change.kind)) {
            let id = |value: &Option<serde_json::Value>| value.as_ref()?.as_str().map(|id| TypeId(id.to_owned()));
            if let (Some(before), Some(after)) = (id(&change.old), id(&change.new))
                && let (Some(before), Some(after)) = (old.names.ty(&before), new.names.ty(&after))
            {
                renamed.insert(before, after);
            }
        }
        for id in old.api.types.keys() {
            if let (Some(before), Some(after)) = (old.names.ty(id), new.names.ty(id))
                && before != after
            {
                renamed.insert(before, after);
            }
        }
        Self { old, new, methods: methods.collect(), operations, renamed }
    }

    /// The operation, by its new id, that the item is a method or the options of.
    pub(super) fn operation(&self, item: &ItemVerdict) -> Option<&'a str> {
        let owner = item.path.split_once('.').map_or(item.path.as_str(), |(owner, _)| owner);
        self.operations.get(owner).copied()
    }

    pub(super) fn of(&self, item: &ItemVerdict) -> Option<String> {
        match item.verdict {
            Verdict::Breaks => self.instead(item),
            Verdict::Differs => {
                Some(item.differences.iter().map(|one| difference(item, one)).collect::<Vec<_>>().join("; "))
            }
            Verdict::Unchanged | Verdict::New => None,
        }
    }

    fn instead(&self, item: &ItemVerdict) -> Option<String> {
        match (&item.old, &item.new) {
            (Some(old), Some(new)) if old.starts_with('(') && new.starts_with('(') => Some(self.call(item)),
            (Some(old), Some(new)) if old == new => {
                Some("it can no longer be made with `..Default::default()`".to_owned())
            }
            (Some(old), Some(new)) => Some(value(old, new)),
            (Some(_), None) => self.gone(item),
            (None, _) => Some("code that lists all parts must list this one too".to_owned()),
        }
    }

    fn gone(&self, item: &ItemVerdict) -> Option<String> {
        if let Some(operation) = self.operation(item) {
            return Some(self.gone_from_call(item, operation));
        }
        let path = item.path.strip_prefix("models::")?;
        if let Some((model, what)) = path.split_once(" as ") {
            return Some(match what {
                _ if !self.new.items.contains_key(&format!("models::{model}")) => self.model(model),
                "Page" => "the list is no longer paged: read the member with the items".to_owned(),
                _ => {
                    "it is no longer made of this alone: begin with `default()` or `new` and set its fields".to_owned()
                }
            });
        }
        if let Some((model, field)) = path.split_once('.') {
            if !self.new.items.contains_key(&format!("models::{model}")) {
                return Some(self.model(model));
            }
            return Some(match self.member(model, field) {
                Some(now) => format!("write `{now}`"),
                None => "there is no such member any more".to_owned(),
            });
        }
        if let Some((model, part)) = path.split_once("::") {
            if !self.new.items.contains_key(&format!("models::{model}")) {
                return Some(self.model(model));
            }
            return Some(match part {
                "new" => format!("nothing is required any more: begin with `{model}::default()`"),
                "with_null" => {
                    "the service no longer takes this model, so there is nothing to send as `null`".to_owned()
                }
                variant => match self.member(model, variant) {
                    Some(now) => format!("write `{model}::{now}`"),
                    None => "the description no longer lists the value; it arrives as `UnknownValue`".to_owned(),
                },
            });
        }
        Some(self.model(path))
    }

    fn gone_from_call(&self, item: &ItemVerdict, operation: &str) -> String {
        let now = self.methods.get(operation);
        if let Some((options, field)) = item.path.split_once('.') {
            let declaration = now.and_then(|path| self.new.items.get(*path)).map(|item| item.declaration.as_str());
            let is_argument = declaration.is_some_and(|text| arguments(text).iter().any(|(name, _)| *name == field));
            return match now {
                Some(_) if is_argument => format!("`{field}` is an argument of the method now"),
                Some(_) if !self.new.items.contains_key(options) => self.options(options, operation),
                Some(_) => match self.option(item, field, operation) {
                    Some(now) => format!("write `{now}`"),
                    None => "the operation no longer has this parameter".to_owned(),
                },
                None => "the operation is gone".to_owned(),
            };
        }
        if item.old.as_deref() == Some("struct") {
            return self.options(&item.path, operation);
        }
        let Some(now) = now else { return "the operation is gone".to_owned() };
        let name = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
        let (before, after) = (call_path(&item.path), call_path(now));
        let (before, after) = if before.0 == after.0 { (name(&item.path), name(now)) } else { (before.1, after.1) };
        let poller = self.new.items.get(*now).is_some_and(|item| item.shape.contains("-> Poller<"));
        let poller =
            if poller && !before.starts_with("begin_") { "; await the poller it gives for the result" } else { "" };
        format!("`{before}` is now `{after}`{poller}")
    }

    /// What became of an options structure.
    fn options(&self, path: &str, operation: &str) -> String {
        let module = path.rsplit_once("::").map_or("", |(module, _)| module);
        let op = self.new.api.operations.iter().find(|op| op.id == operation);
        let now = op.map(|op| self.new.names.operation(op).options.clone()).unwrap_or_default();
        let qualified = if module.is_empty() { now.clone() } else { format!("{module}::{now}") };
        if self.new.items.contains_key(&qualified) && qualified != path {
            return format!("write `{now}`");
        }
        "nothing is optional any more: leave the argument out".to_owned()
    }

    /// The new name of an option whose parameter is still there.
    fn option(&self, item: &ItemVerdict, field: &str, operation: &str) -> Option<String> {
        let before = self.old.api.operations.iter().find(|op| self.operations_id(&op.id) == operation)?;
        let after = self.new.api.operations.iter().find(|op| op.id == operation)?;
        let names = &self.old.names.operation(before).params;
        let wire_name = &names.iter().find(|param| param.argument.as_deref() == Some(field))?.wire_name;
        let now = self.new.names.argument(after, wire_name)?;
        let owner = item.path.split_once('.')?.0;
        (now != field && self.new.items.contains_key(&format!("{owner}.{now}"))).then(|| now.to_owned())
    }

    fn operations_id(&self, old: &'a str) -> &'a str {
        let op = self.old.api.operations.iter().find(|op| op.id == old);
        let path = op.and_then(|op| self.old.names.method_path(op));
        path.and_then(|path| self.operations.get(&path).copied()).unwrap_or(old)
    }

    fn model(&self, name: &str) -> String {
        match self.renamed.get(name).filter(|now| **now != name) {
            Some(now) => format!("write `models::{now}`"),
            None => "nothing of the API uses it any more".to_owned(),
        }
    }

    /// The new name of a field or variant whose member or value is still there.
    fn member(&self, model: &str, part: &str) -> Option<String> {
        let old = self.old.api.types.keys().find(|id| self.old.names.ty(id) == Some(model))?;
        let new = self.new.api.types.keys().find(|id| self.new.names.ty(id) == Some(model))?;
        let members = &self.old.names.type_names(old)?.members;
        let (wire_name, _) = members.iter().find(|(_, name)| *name == part)?;
        let now = self.new.names.field(new, wire_name)?;
        (now != part).then(|| now.to_owned())
    }

    /// What to change at the calls of a method that is still there.
    fn call(&self, item: &ItemVerdict) -> String {
        let declaration = |side: &Side<'a>| side.items.get(&item.path).map(|item: &Item| item.declaration.clone());
        let (before, after) = (declaration(&self.old).unwrap_or_default(), declaration(&self.new).unwrap_or_default());
        let (old, new) = (arguments(&before), arguments(&after));
        let mut steps = Vec::new();
        for (name, ty) in new.iter().filter(|(name, _)| !old.iter().any(|(old, _)| old == name)) {
            steps.push(match ty.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>')) {
                Some(options) if *name == "options" => format!("give also `None` or `Some({options} {{ .. }})`"),
                _ => format!("give also `{name}: {ty}`"),
            });
        }
        for (name, _) in old.iter().filter(|(name, _)| !new.iter().any(|(new, _)| new == name)) {
            let module = item.path.split("::Client::").next().unwrap_or_default();
            let in_options = new.iter().find(|(argument, _)| *argument == "options").and_then(|(_, ty)| {
                let options = ty.strip_prefix("Option<")?.strip_suffix('>')?;
                let field = format!("{module}::{options}.{name}");
                self.new.items.contains_key(&field).then(|| options.to_owned())
            });
            steps.push(match in_options {
                Some(options) => format!("`{name}` is optional now: wrap it in `Some` and give it in `{options}`"),
                None => format!("leave out `{name}`"),
            });
        }
        for (name, ty) in &new {
            if let Some((_, before)) = old.iter().find(|(old, before)| old == name && before != ty) {
                steps.push(format!("`{name}` is `{ty}` now, it was `{before}`"));
            }
        }
        let kept = |all: &[(&str, &str)], other: &[(&str, &str)]| -> Vec<String> {
            let both = all.iter().filter(|(name, _)| other.iter().any(|(other, _)| other == name));
            both.map(|(name, _)| (*name).to_owned()).collect()
        };
        if kept(&old, &new) != kept(&new, &old) {
            steps.push(format!("the arguments now stand in this order: `{}`", kept(&new, &old).join("`, `")));
        }
        let result = |text: &str| text.rsplit_once(" -> ").map(|(_, result)| result.to_owned()).unwrap_or_default();
        steps.extend(answer(&result(&before), &result(&after)));
        if steps.is_empty() { format!("its signature is now `{after}`") } else { steps.join("; ") }
    }
}

/// Kinds whose sides can be the names of one model.
fn names_model(kind: Kind) -> bool {
    matches!(kind, Kind::ModelRenamed | Kind::ModelAdded | Kind::ModelRemoved | Kind::TypeChanged)
}

/// The arguments of a declaration, each with its type.
fn arguments(declaration: &str) -> Vec<(&str, &str)> {
    let end = declaration.rfind(") -> ").unwrap_or(declaration.len().saturating_sub(1));
    let mut list = Vec::new();
    let inner = declaration.get(1..end).unwrap_or_default();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                list.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    list.push(&inner[start..]);
    list.into_iter().filter_map(|argument| argument.trim().split_once(": ")).collect()
}

/// What to do with another result.
fn answer(old: &str, new: &str) -> Option<String> {
    let split = |text: &str| -> (String, String) {
        text.split_once('<').map_or((text.to_owned(), String::new()), |(outer, inner)| {
            (outer.to_owned(), inner.strip_suffix('>').unwrap_or(inner).to_owned())
        })
    };
    if old == new {
        return None;
    }
    let ((before, old_inner), (after, new_inner)) = (split(old), split(new));
    Some(match (before.as_str(), after.as_str()) {
        ("Call", "List") => "iterate over the list instead of reading the member with its items (`value`)".to_owned(),
        ("List", "Call") => "the whole list is in the answer: read the member with its items (`value`)".to_owned(),
        ("Call" | "List", "Poller") => "await the poller it gives for the result".to_owned(),
        ("Poller", "Call") => "await the call: there is nothing to wait for any more".to_owned(),
        (one, two) if one == two && new_inner == "()" => "the answer no longer has a body".to_owned(),
        (one, two) if one == two && old_inner == "()" => format!("the answer now is `{new_inner}`"),
        _ => format!("the result is `{new}` now, it was `{old}`"),
    })
}

/// What to do with another type of a field.
fn value(old: &str, new: &str) -> String {
    let inner = |text: &str, wrapper: &str| {
        text.strip_prefix(wrapper).and_then(|rest| rest.strip_prefix('<')?.strip_suffix('>')).map(str::to_owned)
    };
    let (option, patch) = (inner(old, "Option"), inner(new, "Patch"));
    if let (Some(old), Some(new)) = (&option, &patch)
        && old == new
    {
        return "wrap the value in `Patch::Set` instead of `Some`".to_owned();
    }
    if let (Some(old), Some(new)) = (inner(old, "Patch"), inner(new, "Option"))
        && old == new
    {
        return "wrap the value in `Some` instead of `Patch::Set`".to_owned();
    }
    if inner(new, "Option").as_deref() == Some(old) {
        return "wrap the value in `Some`".to_owned();
    }
    format!("its type is `{new}` now, it was `{old}`")
}

fn difference(item: &ItemVerdict, difference: &Difference) -> String {
    match difference {
        Difference::Field => "a literal of the structure must end with `..Default::default()`".to_owned(),
        Difference::Variant => {
            let variant = item.path.rsplit("::").next().unwrap_or_default();
            format!("the value arrived as `UnknownValue` and arrives as `{variant}`")
        }
        Difference::Deprecated => "it is deprecated: the compiler warns".to_owned(),
        Difference::Refused { argument, what, .. } => {
            format!("`{argument}` is refused before anything is sent when it is {what}")
        }
    }
}

/// The group of a method, and the method as it is called: `client.gateway().get`.
fn call_path(path: &str) -> (&str, String) {
    match path.split_once("::Client::") {
        Some((group, method)) => (group, format!("client.{group}().{method}")),
        None => ("", format!("client.{}", path.rsplit("::").next().unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use super::{answer, arguments, value};

    #[test]
    fn arguments_are_cut_at_outer_commas() {
        let declaration = "(a: &str, b: BTreeMap<String, i32>, options: Option<ClientGetOptions>) -> Call<(A, B)>";
        assert_eq!(
            arguments(declaration),
            [("a", "&str"), ("b", "BTreeMap<String, i32>"), ("options", "Option<ClientGetOptions>")]
        );
        assert_eq!(arguments("()"), []);
        assert_eq!(arguments("() -> Call<()>"), []);
    }

    #[test]
    fn advice_says_what_to_write() {
        assert!(answer("Call<A>", "List<A>").is_some_and(|text| text.starts_with("iterate over the list")));
        assert_eq!(answer("Call<()>", "Call<A>").as_deref(), Some("the answer now is `A`"));
        assert_eq!(answer("Call<A>", "Call<A>"), None);
        assert_eq!(value("Option<A>", "Patch<A>"), "wrap the value in `Patch::Set` instead of `Some`");
        assert_eq!(value("A", "Option<A>"), "wrap the value in `Some`");
    }
}
