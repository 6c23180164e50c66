//! Names of groups, methods, arguments, options and the constants of parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    scope::{Assigner, Named, Scope},
    table::{OperationNames, ParamNames},
};
use crate::{
    model::{Api, Operation, Param, ParamId, ParamRef},
    overrides::Kind,
    pointer::Pointer,
    rust::{
        arguments::{Role, role},
        constraints::ParamConstraints,
        ident,
        outcome::{Outcome, outcome},
    },
};

/// Modules that a version's module declares or names without a leading `::`.
const RESERVED_MODULES: &[&str] = &["alloc", "azure_core", "core", "models", "params", "rt", "std"];

/// Types that a version's module declares or names without a path.
const RESERVED_TYPES: &[&str] = &["Arc", "Client", "TokenCredential"];

/// Where the names of groups must differ.
struct Groups {
    /// Their modules.
    modules: Scope,
    /// What their clients are called beside the version's own.
    clients: Scope,
    /// The methods of the version's client.
    root: Scope,
}

pub(super) fn assign(assigner: &mut Assigner<'_>) {
    let api = assigner.api;
    let mut all = Groups {
        modules: Scope::new("the version's module", RESERVED_MODULES),
        clients: Scope::new("the version's module", RESERVED_TYPES),
        root: Scope::new("the version's client", &["new"]),
    };
    let mut groups: BTreeMap<&str, Scope> = BTreeMap::new();
    let mut types: BTreeMap<&str, Scope> = BTreeMap::new();
    let mut constants = Constants::new(api);
    for op in &api.operations {
        if !op.group().is_empty() && !groups.contains_key(op.group()) {
            assign_group(assigner, op, &mut all);
            groups.insert(op.group(), Scope::new(format!("the client of group {}", op.group()), &["new"]));
        }
        let scope = groups.get_mut(op.group()).unwrap_or(&mut all.root);
        let mut names = OperationNames::default();
        if let Some(method) = method(assigner, op, scope) {
            let owner = assigner.names.groups.get(op.group()).map_or("client", String::as_str);
            let verb = method.strip_prefix("begin_").unwrap_or(&method);
            names.options = ident::pascal(&format!("{owner}_{verb}_options")).expect("\"options\" has letters");
            names.method = method;
            let types = types.entry(op.group()).or_insert_with(|| {
                let file = format!("the file of group {}", op.group());
                Scope::new(if op.group().is_empty() { "the version's module".to_owned() } else { file }, &[])
            });
            take_types(assigner, op, &names.options, types);
        }
        assign_arguments(assigner, op, &mut constants, &mut names);
        names.page = assigner.page(op);
        assigner.names.operations.insert(op.id.clone(), names);
    }
}

/// The types that stand beside an operation's method, where it has them. Methods may differ where these do not: `a_1` and `a1`.
fn take_types(assigner: &mut Assigner<'_>, op: &Operation, options: &str, types: &mut Scope) {
    let api = assigner.api;
    let wanted = Named { kind: Kind::Method, key: op.id.clone(), label: &op.id, name: None, at: &op.at };
    let is_optional = |param: &ParamRef| role(api, op, api.param(param)) == Role::Optional;
    let has_options = op.params.iter().any(is_optional) || op.body.as_ref().is_some_and(|body| !body.required);
    let is_free = !has_options || assigner.take(types, &wanted, options);
    if is_free && matches!(outcome(api, op), Outcome::ByStatus(_)) {
        assigner.take(types, &wanted, &OperationNames::answer(options));
    }
}

/// A group is a module, a method of the version's client that leads there, and a name for its client beside that one.
fn assign_group(assigner: &mut Assigner<'_>, op: &Operation, all: &mut Groups) {
    let group = op.group();
    let wanted =
        Named { kind: Kind::Group, key: group.to_owned(), label: group, name: ident::snake(group), at: &op.at };
    if let Some(name) = assigner.claim(&mut all.modules, &wanted) {
        assigner.take(&mut all.root, &wanted, &name);
        let client = ident::pascal(&format!("{name}_client")).expect("\"client\" has letters");
        assigner.take(&mut all.clients, &wanted, &client);
        assigner.names.clients.insert(group.to_owned(), client);
        assigner.names.groups.insert(group.to_owned(), name);
    }
}

fn method(assigner: &mut Assigner<'_>, op: &Operation, scope: &mut Scope) -> Option<String> {
    let prefix = if op.lro.is_some() { "begin_" } else { "" };
    let name = ident::snake(&format!("{prefix}{}", op.verb()));
    let wanted = Named { kind: Kind::Method, key: op.id.clone(), label: &op.id, name, at: &op.at };
    assigner.claim(scope, &wanted)
}

fn assign_arguments(
    assigner: &mut Assigner<'_>,
    op: &Operation,
    constants: &mut Constants,
    names: &mut OperationNames,
) {
    let mut arguments = Scope::new(format!("the arguments of {}", op.id), &["options"]);
    let mut options = Scope::new(format!("the options of {}", op.id), &[]);
    for reference in &op.params {
        let param = assigner.api.param(reference);
        let role = role(assigner.api, op, param);
        let scope = match &role {
            Role::Argument => Some(&mut arguments),
            Role::Optional => Some(&mut options),
            Role::Client | Role::Constant(_) | Role::InPath => None,
        };
        let argument = scope.and_then(|scope| assigner.claim(scope, &argument(op, reference, param)));
        let constant = if role == Role::InPath { None } else { constants.choose(assigner, op, reference) };
        names.params.push(ParamNames { wire_name: param.name.clone(), argument, constant });
    }
    if let Some(body) = &op.body {
        let scope = if body.required { &mut arguments } else { &mut options };
        let key = format!("{}.{}", op.id, body.name);
        let wanted =
            Named { kind: Kind::Parameter, key, label: &body.name, name: ident::snake(&body.name), at: &body.at };
        names.body = assigner.claim(scope, &wanted).map(|name| (body.name.clone(), name));
    }
}

fn argument<'a>(op: &Operation, reference: &ParamRef, param: &'a Param) -> Named<'a> {
    let key = match reference {
        ParamRef::Shared(id) => id.0.clone(),
        ParamRef::Own(param) => format!("{}.{}", op.id, param.name),
    };
    let label = param.client_name.as_deref().unwrap_or(&param.name);
    Named { kind: Kind::Parameter, key, label: &param.name, name: ident::snake(label), at: &param.at }
}

/// The constants of `params.rs`. Parameters of one content may share one.
///
/// A shared parameter's constant is called by its component, without the word "Parameter" at its end unless another component
/// is called so. An operation's own one is called by its name, as `PLAIN_*` (`PATH_*` for a path), when it has no limits and the
/// name says all there is to it, and else by operation and name: no other operation has a say in it.
#[derive(Default)]
struct Constants {
    /// Names that several parameters would have, although they differ.
    ambiguous: BTreeSet<String>,
    taken: BTreeMap<String, (String, ParamConstraints, Pointer)>,
    /// Of the shared parameters that were met.
    shared: BTreeMap<ParamId, Option<String>>,
}

/// What a constant is called if that is clear: all of a shared parameter's component but the word at its end, or the name of
/// an operation's own one that has no limits.
fn short_text(reference: &ParamRef, limits: &ParamConstraints, own_name: &str) -> Option<String> {
    match reference {
        ParamRef::Shared(id) => Some(id.0.strip_suffix("Parameter").unwrap_or(&id.0).to_owned()),
        ParamRef::Own(_) if *limits == ParamConstraints::default() => Some(format!("plain_{own_name}")),
        ParamRef::Own(_) if *limits == (ParamConstraints { is_path: true, ..ParamConstraints::default() }) => {
            Some(format!("path_{own_name}"))
        }
        ParamRef::Own(_) => None,
    }
}

impl Constants {
    fn new(api: &Api) -> Self {
        let mut known: BTreeMap<String, (&str, ParamConstraints)> = BTreeMap::new();
        let mut ambiguous = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for reference in api.operations.iter().flat_map(|op| &op.params) {
            if let ParamRef::Shared(id) = reference
                && !seen.insert(id)
            {
                continue;
            }
            let param = api.param(reference);
            let limits = ParamConstraints::of(api, param);
            let own_name = param.client_name.as_deref().unwrap_or(&param.name);
            let Some(name) = short_text(reference, &limits, own_name).and_then(|text| ident::screaming(&text)) else {
                continue;
            };
            match known.get(&name) {
                Some(other) if *other != (param.name.as_str(), limits.clone()) => {
                    ambiguous.insert(name);
                }
                Some(_) => {}
                None => {
                    known.insert(name, (&param.name, limits));
                }
            }
        }
        Self { ambiguous, ..Self::default() }
    }

    fn choose(&mut self, assigner: &mut Assigner<'_>, op: &Operation, reference: &ParamRef) -> Option<String> {
        let ParamRef::Shared(id) = reference else { return self.assign(assigner, op, reference) };
        if let Some(known) = self.shared.get(id) {
            return known.clone();
        }
        let name = self.assign(assigner, op, reference);
        self.shared.insert(id.clone(), name.clone());
        name
    }

    fn assign(&mut self, assigner: &mut Assigner<'_>, op: &Operation, reference: &ParamRef) -> Option<String> {
        let param = assigner.api.param(reference);
        let limits = ParamConstraints::of(assigner.api, param);
        let own_name = param.client_name.as_deref().unwrap_or(&param.name);
        let short = short_text(reference, &limits, own_name);
        let is_ambiguous = |text: &String| ident::screaming(text).is_some_and(|name| self.ambiguous.contains(&name));
        let text = short.filter(|text| !is_ambiguous(text)).unwrap_or_else(|| match reference {
            ParamRef::Shared(id) => id.0.clone(),
            ParamRef::Own(_) => format!("{}_{own_name}", op.id),
        });
        let mut wanted = argument(op, reference, param);
        wanted.name = ident::screaming(&text);
        let name = assigner.choose(&wanted)?;
        let name = ident::screaming(&name).unwrap_or(name);
        match self.taken.get(&name) {
            Some((wire_name, others, at)) if (wire_name, others) != (&param.name, &limits) => {
                let message = format!(
                    "parameter \"{}\" and the one at {at} both become the constant `{name}` although they differ",
                    param.name
                );
                assigner.collide(&wanted, message);
            }
            _ => {
                self.taken.insert(name.clone(), (param.name.clone(), limits, param.at.clone()));
            }
        }
        Some(name)
    }
}
