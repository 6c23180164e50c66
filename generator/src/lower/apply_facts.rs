//! Facts that the descriptions leave out: secrets and POSTs that only read.
//!
//! Invariant: an entry that adds nothing to this document is reported, at its own place. One file serves several versions, so
//! only who lowers them all can tell whether an entry is of no use anywhere (see [`crate::diag::in_all`]).

use crate::{
    diag::{Code, Diagnostic},
    model::{Api, Field, Method, TypeId, TypeKind},
    spec::facts::{Facts, ReadOnlyPost, Secret},
};

/// Applies the facts; gives back an `unused-override` for each that adds nothing.
pub(super) fn apply(facts: &Facts, api: &mut Api) -> Vec<Diagnostic> {
    let mut unused = Vec::new();
    let marked: Vec<Result<(), String>> = facts.secrets.iter().map(|secret| find(secret, api)).collect();
    for (secret, result) in facts.secrets.iter().zip(marked) {
        match result {
            Ok(()) => mark(secret, api),
            Err(why) => unused.push(unused_override(&secret.at, why)),
        }
    }
    for post in &facts.read_only_posts {
        if let Err(why) = read_only(post, api) {
            unused.push(unused_override(&post.at, why));
        }
    }
    unused
}

fn unused_override(at: &crate::diag::At, why: String) -> Diagnostic {
    Diagnostic::error(at.clone(), Code::UnusedOverride, why).help("remove the entry, or correct it")
}

/// Whether the entry says something new.
fn find(secret: &Secret, api: &Api) -> Result<(), String> {
    let Some(ty) = api.types.get(&TypeId(secret.ty.clone())) else {
        return Err(format!("there is no type \"{}\"", secret.ty));
    };
    let TypeKind::Struct(body) = &ty.kind else {
        return Err(format!("\"{}\" has no members", secret.ty));
    };
    match body.fields.iter().find(|field| field.name == secret.member) {
        None => Err(format!("\"{}\" has no member \"{}\"", secret.ty, secret.member)),
        Some(field) if field.secret => {
            Err(format!("\"{}\" of \"{}\" is marked secret already", secret.member, secret.ty))
        }
        Some(_) => Ok(()),
    }
}

/// Marks a member, also where it is inherited.
fn mark(secret: &Secret, api: &mut Api) {
    for (id, ty) in &mut api.types {
        let TypeKind::Struct(body) = &mut ty.kind else { continue };
        let is_it = |field: &Field| {
            field.name == secret.member
                && (id.0 == secret.ty || field.inherited_from.as_ref().is_some_and(|from| from.0 == secret.ty))
        };
        body.fields.iter_mut().filter(|field| is_it(field)).for_each(|field| field.secret = true);
    }
}

fn read_only(post: &ReadOnlyPost, api: &mut Api) -> Result<(), String> {
    match api.operations.iter_mut().find(|op| op.id == post.id) {
        None => Err(format!("there is no operation \"{}\"", post.id)),
        Some(op) if op.method != Method::Post => Err(format!("\"{}\" is a {}, not a POST", post.id, op.method)),
        Some(op) => {
            op.read_only_post = true;
            Ok(())
        }
    }
}
