//! Names of groups, methods, arguments, options and the constants of parameters.

use std::collections::BTreeMap;

use super::scope::{Assigner, Scope, Thing};
use crate::{
    model::{Operation, Param, ParamRef},
    overrides::Kind,
    pointer::Pointer,
    rust::{
        arguments::{Role, role},
        ident,
        limits::Limits,
    },
};

/// Modules that a version's module declares or names without a leading `::`.
const RESERVED_MODULES: &[&str] = &["alloc", "azure_core", "core", "models", "params", "rt", "std"];

pub(super) fn assign(assigner: &mut Assigner<'_>) {
    let api = assigner.api;
    let mut root = Scope::new("the version's client", &["new"]);
    let mut modules = Scope::new("the version's module", RESERVED_MODULES);
    let mut groups: BTreeMap<&str, Scope> = BTreeMap::new();
    let mut constants = Constants::default();
    for op in &api.operations {
        if !op.group().is_empty() && !groups.contains_key(op.group()) {
            assign_group(assigner, op, &mut modules, &mut root);
            groups.insert(op.group(), Scope::new(format!("the client of group {}", op.group()), &["new"]));
        }
        let scope = groups.get_mut(op.group()).unwrap_or(&mut root);
        assign_method(assigner, op, scope);
        assign_arguments(assigner, op);
        for param in op.params.iter().filter(|param| role(api, op, api.param(param)) != Role::InPath) {
            constants.assign(assigner, op, param);
        }
    }
}

/// A group is a module and a method of the version's client that leads there.
fn assign_group(assigner: &mut Assigner<'_>, op: &Operation, modules: &mut Scope, root: &mut Scope) {
    let group = op.group();
    let thing = Thing { kind: Kind::Group, key: group.to_owned(), label: group, name: ident::snake(group), at: &op.at };
    if let Some(name) = assigner.claim(modules, &thing) {
        assigner.take(root, &thing, &name);
        assigner.names.groups.insert(group.to_owned(), name);
    }
}

fn assign_method(assigner: &mut Assigner<'_>, op: &Operation, scope: &mut Scope) {
    let prefix = if op.lro.is_some() { "begin_" } else { "" };
    let name = ident::snake(&format!("{prefix}{}", op.verb()));
    let thing = Thing { kind: Kind::Method, key: op.id.clone(), label: &op.id, name, at: &op.at };
    if let Some(name) = assigner.claim(scope, &thing) {
        let options = ident::pascal(&format!("client_{}_options", name.strip_prefix("begin_").unwrap_or(&name)));
        assigner.names.options.insert(op.id.clone(), options.expect("\"client\" has letters"));
        assigner.names.methods.insert(op.id.clone(), name);
    }
}

fn assign_arguments(assigner: &mut Assigner<'_>, op: &Operation) {
    let mut arguments = Scope::new(format!("the arguments of {}", op.id), &["options"]);
    let mut options = Scope::new(format!("the options of {}", op.id), &[]);
    for reference in &op.params {
        let param = assigner.api.param(reference);
        let scope = match role(assigner.api, op, param) {
            Role::Argument => &mut arguments,
            Role::Optional => &mut options,
            Role::Client | Role::Constant(_) | Role::InPath => continue,
        };
        let thing = argument(op, reference, param);
        if let Some(name) = assigner.claim(scope, &thing) {
            assigner.names.arguments.insert((op.id.clone(), param.name.clone()), name);
        }
    }
    if let Some(body) = &op.body {
        let scope = if body.required { &mut arguments } else { &mut options };
        let key = format!("{}.{}", op.id, body.name);
        let thing =
            Thing { kind: Kind::Parameter, key, label: &body.name, name: ident::snake(&body.name), at: &body.at };
        if let Some(name) = assigner.claim(scope, &thing) {
            assigner.names.arguments.insert((op.id.clone(), body.name.clone()), name);
        }
    }
}

fn argument<'a>(op: &Operation, reference: &ParamRef, param: &'a Param) -> Thing<'a> {
    let key = match reference {
        ParamRef::Shared(id) => id.0.clone(),
        ParamRef::Own(param) => format!("{}.{}", op.id, param.name),
    };
    let label = param.client_name.as_deref().unwrap_or(&param.name);
    Thing { kind: Kind::Parameter, key, label: &param.name, name: ident::snake(label), at: &param.at }
}

/// The constants of `params.rs`. Parameters of one content may share one.
///
/// A shared parameter's constant is called by its component. An operation's own one is called by its name, as `PLAIN_*`, when
/// it has no limits and the name says all there is to it, and else by operation and name: no other operation has a say in it.
#[derive(Default)]
struct Constants {
    taken: BTreeMap<String, (String, Limits, Pointer)>,
}

impl Constants {
    fn assign(&mut self, assigner: &mut Assigner<'_>, op: &Operation, reference: &ParamRef) {
        let param = assigner.api.param(reference);
        let limits = Limits::of(assigner.api, param);
        let own_name = param.client_name.as_deref().unwrap_or(&param.name);
        let text = match reference {
            ParamRef::Shared(id) if assigner.names.shared_constants.contains_key(id) => return,
            ParamRef::Shared(id) => id.0.strip_suffix("Parameter").unwrap_or(&id.0).to_owned(),
            ParamRef::Own(_) if limits == Limits::default() => format!("plain_{own_name}"),
            ParamRef::Own(_) => format!("{}_{own_name}", op.id),
        };
        let mut thing = argument(op, reference, param);
        thing.name = ident::screaming(&text);
        let Some(name) = assigner.choose(&thing) else { return };
        let name = ident::screaming(&name).unwrap_or(name);
        match self.taken.get(&name) {
            Some((wire_name, others, at)) if (wire_name, others) != (&param.name, &limits) => {
                let message = format!(
                    "parameter \"{}\" and the one at {at} both become the constant `{name}` although they differ",
                    param.name
                );
                assigner.collide(&param.at, message);
            }
            _ => {
                self.taken.insert(name.clone(), (param.name.clone(), limits, param.at.clone()));
            }
        }
        match reference {
            ParamRef::Shared(id) => assigner.names.shared_constants.insert(id.clone(), name),
            ParamRef::Own(param) => assigner.names.own_constants.insert((op.id.clone(), param.name.clone()), name),
        };
    }
}
