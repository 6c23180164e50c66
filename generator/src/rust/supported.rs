//! What has no Rust form (yet): a check that refuses it, with the place, before anything is rendered.
//!
//! Invariant: whatever passes here can be rendered. Nothing is skipped in silence and nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    arguments::{self, Role},
    constraints::ParamConstraints,
    outcome::{self, Outcome},
    reached::reached,
};
use crate::{
    diag::{Code, Diagnostic},
    model::{
        Additional, Api, Enum, Families, Method, Operation, Param, Scalar, Security, Type, TypeId, TypeKind, TypeRef,
        Value, is_json,
    },
    pointer::Pointer,
    spec::Source,
};

/// What to do about a secret where values are printed.
const SECRET: &str = "describe an object with a member for it, which is not printed";

/// Everything in `api` that cannot be rendered.
pub(super) fn check(api: &Api, source: &Source) -> Vec<Diagnostic> {
    let families = Families::of(&api.types);
    let mut check =
        Check { api, source, families, diagnostics: Vec::new(), pages: BTreeMap::new(), seen: BTreeSet::new() };
    check.security(&api.security, &Pointer::root());
    for id in reached(api) {
        check.ty(api.ty(id));
    }
    for op in &api.operations {
        check.operation(op);
    }
    check.diagnostics
}

struct Check<'a> {
    api: &'a Api,
    source: &'a Source,
    families: Families,
    diagnostics: Vec<Diagnostic>,
    /// How each model is paged by the first operation that pages it.
    pages: BTreeMap<&'a TypeId, (outcome::Page<'a>, &'a str)>,
    /// Places already reported: a shared parameter is met by every operation that uses it.
    seen: BTreeSet<(Pointer, String)>,
}

impl<'a> Check<'a> {
    fn refuse(&mut self, at: &Pointer, what: impl Into<String>, remedy: &str) {
        let what = what.into();
        if self.seen.insert((at.clone(), what.clone())) {
            let message = format!("{what} is not supported");
            self.diagnostics.push(Diagnostic::error(self.source.at(at), Code::Unsupported, message).help(remedy));
        }
    }

    fn ty(&mut self, ty: &'a Type) {
        // A field is hidden as a whole, and this one has no key to hide it by.
        if let TypeKind::Struct(body) = &ty.kind
            && let Additional::Typed(value) = &body.additional
            && self.api.is_secret(value)
        {
            self.refuse(&ty.at, format!("additionalProperties of secrets on {}", ty.id), SECRET);
        }
        if let TypeKind::Enum(body) = &ty.kind
            && body.scalar == Scalar::String
        {
            self.enumeration(ty, body);
        }
    }

    fn enumeration(&mut self, ty: &Type, body: &Enum) {
        if body.variants.iter().any(|variant| !variant.value.is_string()) {
            let what = format!("enumeration {} of values that are no strings", ty.id);
            self.refuse(&ty.at, what, "correct its type or its values");
        }
    }

    fn operation(&mut self, op: &'a Operation) {
        if let Some(security) = &op.security {
            if security.is_empty() {
                self.refuse(&op.at, format!("operation {} without security", op.id), "drop its `security`");
            }
            self.security(security, &op.at);
        }
        for reference in &op.params {
            self.param(op, self.api.param(reference));
        }
        if let Some(body) = &op.body {
            self.media_types(&body.at, &format!("request body of {}", op.id), &body.media_types, &body.value);
            // The options structure prints its fields.
            if !body.required && self.api.is_secret(&body.value) {
                self.refuse(&body.at, format!("a secret as the optional body of {}", op.id), SECRET);
            }
        }
        for response in &op.responses {
            if let Some(value) = &response.body {
                let what = format!("response {} of {}", response.status, op.id);
                self.media_types(&response.at, &what, &response.media_types, value);
            }
        }
        self.result(op);
        self.paging(op);
    }

    fn security(&mut self, security: &[Security], at: &Pointer) {
        for requirement in security.iter().filter(|requirement| requirement.kind != "oauth2") {
            let what = format!("security scheme \"{}\" of type {}", requirement.scheme, requirement.kind);
            self.refuse(at, what, "the client authenticates with OAuth 2 bearer tokens only");
        }
    }

    fn param(&mut self, op: &Operation, param: &Param) {
        let what = |construct: &str| format!("{construct} of parameter \"{}\"", param.name);
        let value = self.api.unaliased(&param.value);
        let items = if let TypeRef::List(item) = &value.ty { self.api.unaliased(item) } else { value };
        match &items.ty {
            TypeRef::Map(_) | TypeRef::Object | TypeRef::Any => {
                self.refuse(&param.at, what("an object as the value"), "declare a string");
            }
            TypeRef::Named(id) if matches!(self.api.ty(id).kind, TypeKind::Struct(_)) => {
                self.refuse(&param.at, what("an object as the value"), "declare a string");
            }
            TypeRef::List(_) => {
                self.refuse(&param.at, what("a list of lists as the value"), "declare a list of strings");
            }
            _ => {}
        }
        match arguments::role(self.api, op, param) {
            Role::InPath => self.constant_in_path(op, param),
            Role::Constant(value) => self.constant(param, &value),
            // The options structure prints its fields.
            Role::Optional if ParamConstraints::of(self.api, param).secret => {
                self.refuse(&param.at, what("format \"password\""), "make it required, or declare a plain string");
            }
            _ => {}
        }
    }

    /// A constant that the parameter does not allow would be refused at run time, whatever the caller does.
    fn constant(&mut self, param: &Param, value: &str) {
        let limits = ParamConstraints::of(self.api, param);
        if !limits.values.is_empty() && !limits.values.iter().any(|known| known == value) {
            let message = format!("parameter \"{}\" is {value} by default, which it does not allow", param.name);
            let diagnostic = Diagnostic::error(self.source.at(&param.at), Code::Conflict, message);
            self.diagnostics.push(diagnostic.help("correct its default or its values"));
        }
    }

    /// The constant in the path must be a value the parameter allows, or the description contradicts itself.
    fn constant_in_path(&mut self, op: &Operation, param: &Param) {
        let TypeRef::Named(id) = &param.value.ty else { return };
        let TypeKind::Enum(body) = &self.api.ty(id).kind else { return };
        for (_, value) in op.path.query.iter().filter(|(name, _)| *name == param.name) {
            if !body.variants.iter().any(|variant| variant.text() == *value) {
                let message = format!("the path says {}={value}, which parameter \"{0}\" does not allow", param.name);
                let diagnostic = Diagnostic::error(self.source.at(&param.at), Code::Conflict, message);
                self.diagnostics.push(diagnostic.help("correct the path or the parameter"));
            }
        }
    }

    /// A body that is no JSON is text or bytes.
    fn media_types(&mut self, at: &Pointer, what: &str, media_types: &[String], value: &Value) {
        let is_plain = matches!(self.api.unaliased(value).ty, TypeRef::Scalar(Scalar::String | Scalar::Binary));
        if !is_plain && !media_types.is_empty() && json(media_types).is_none() {
            let what = format!("{what} in {}", media_types.join(", "));
            self.refuse(at, what, "only JSON, texts and bytes are");
        }
    }

    fn result(&mut self, op: &'a Operation) {
        let bodies = outcome::bodies(self.api, op);
        if op.paging.is_some()
            && let Some(((_, first), rest)) = bodies.split_first()
        {
            for (response, _) in rest.iter().filter(|(_, ty)| ty != first) {
                let what = format!("a second type of page in the successful responses of {}", op.id);
                self.refuse(&response.at, what, "give every 2xx the same schema");
            }
        }
        // The enumeration of answers derives `Debug`.
        if let Outcome::ByStatus(_) = outcome::outcome(self.api, op) {
            for (response, _) in bodies
                .iter()
                .filter(|(response, _)| response.body.as_ref().is_some_and(|body| self.api.is_secret(body)))
            {
                let what = format!("a secret as one of several answers ({} of {})", response.status, op.id);
                self.refuse(&response.at, what, SECRET);
            }
        }
        if op.is_existence_check() && !bodies.is_empty() || op.method == Method::Head && op.lro.is_some() {
            self.refuse(&op.at, format!("a HEAD with a body or a long-running end ({})", op.id), "drop it");
        }
    }

    fn paging(&mut self, op: &'a Operation) {
        if let Some(next) = op.paging.as_ref().and_then(|paging| paging.operation.as_deref())
            && outcome::next_page(self.api, op).is_err()
        {
            let what = format!("next pages that another operation fetches ({next} for {})", op.id);
            let remedy = "let it be a GET whose path has the link and else only parameters of the list";
            self.refuse(&op.at.join("x-ms-pageable").join("operationName"), what, remedy);
        }
        match outcome::page(self.api, op) {
            Ok(None) => {}
            Ok(Some(page)) if self.families.head(page.id).is_some() => {
                let what = format!("a page of several kinds, {} ({})", page.id, op.id);
                self.refuse(&op.at, what, "describe the page without a discriminator; its items may have one");
            }
            Ok(Some(page)) if self.families.tags(page.id).iter().any(|tag| page.next_link == Some(&tag.property)) => {
                let what = format!("a page whose link tells the kind of {} ({})", page.id, op.id);
                self.refuse(&op.at, what, "name another member in nextLinkName, or in the discriminator");
            }
            Ok(Some(page)) => match self.pages.get(page.id) {
                Some((other, by)) if !other.agrees_with(&page) => {
                    let what = format!("{} paged in another way by {} than by {by}", page.id, op.id);
                    self.refuse(&op.at, what, "give both the same `x-ms-pageable`");
                }
                Some(_) => {}
                None => {
                    self.pages.insert(page.id, (page, &op.id));
                }
            },
            Err(what) => {
                self.refuse(&op.at, format!("{what} ({})", op.id), "correct `x-ms-pageable` or the response");
            }
        }
    }
}

/// The first media type that is JSON.
pub(super) fn json(media_types: &[String]) -> Option<&str> {
    media_types.iter().map(String::as_str).find(|name| is_json(name))
}
