//! What of a crate Rust sources mention: which methods they call, which models, fields and variants they name.
//!
//! Sources are read one by one and without types, so this errs on the side of too much: a call is taken for one of the crate's when its
//! receiver can be one. Only what no reading of the file can mean is left out.

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Expr, ExprCall, ExprField, ExprMethodCall, ExprStruct, Field, FnArg, Local, Macro, Member, Pat, PatType, Path,
    Token, Type,
    punctuated::Punctuated,
    visit::{self, Visit},
};

use super::items::{Items, Kind};
use crate::diag::{At, Code, Diagnostic};

/// What sources mention.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    methods: BTreeSet<String>,
    /// Every name in a path: types, variants, functions.
    names: BTreeSet<String>,
    /// Every pair of neighbours in a path, for instance `ApiType::Http`.
    pairs: BTreeSet<(String, String)>,
    /// Every member that is read, written or matched.
    members: BTreeSet<String>,
    /// Structures written out in full, without `..`.
    literals: BTreeSet<String>,
}

impl Usage {
    /// Reads sources, each by its name and text, for what they use of a version with these items.
    ///
    /// # Errors
    /// Every source that is not Rust.
    pub fn find(sources: &[(String, String)], items: &Items) -> Result<Self, Vec<Diagnostic>> {
        let mut usage = Self::default();
        let mut problems = Vec::new();
        let known = Known::new(items);
        for (name, text) in sources {
            match syn::parse_file(text) {
                Ok(file) => {
                    let mut bindings = Bindings { known: &known, groups: BTreeMap::new() };
                    bindings.visit_file(&file);
                    let mut reader = Reader { known: &known, groups: bindings.groups, usage: &mut usage };
                    reader.visit_file(&file);
                }
                Err(error) => {
                    // Where in it is not known: that would have every token of every rendering remember its place.
                    let problem =
                        Diagnostic::error(At::file(name.as_str()), Code::Syntax, format!("it is not Rust: {error}"));
                    problems.push(problem.help("correct it (`rustc` says where), or name a folder without it"));
                }
            }
        }
        if problems.is_empty() { Ok(usage) } else { Err(problems) }
    }

    /// The methods that are called, by their paths.
    #[must_use]
    pub fn methods(&self) -> &BTreeSet<String> {
        &self.methods
    }

    /// Whether an item that is no operation's own is met. `reached` says which models the called operations send or receive.
    pub(super) fn touches(&self, path: &str, is_new: bool, reached: impl Fn(&str) -> bool) -> bool {
        let Some(path) = path.strip_prefix("models::") else {
            let name = path.rsplit("::").next().unwrap_or_default();
            return self.names.contains(name) || self.members.contains(name);
        };
        if let Some((model, _)) = path.split_once(" as ") {
            return self.names.contains(model);
        }
        if let Some((model, field)) = path.split_once('.') {
            let known = reached(model) || self.names.contains(model);
            // A new field is met by literals that list all fields.
            return if is_new { self.literals.contains(model) } else { known && self.members.contains(field) };
        }
        if let Some((model, part)) = path.split_once("::") {
            let pair = |part: &str| self.pairs.contains(&(model.to_owned(), part.to_owned()));
            // A new variant is met by code that looks for what is not known.
            return if is_new {
                pair("UnknownValue")
            } else {
                pair(part) || self.names.contains(part) && reached(model)
            };
        }
        self.names.contains(path)
    }
}

/// The groups of a version and the methods in each.
struct Known {
    groups: BTreeSet<String>,
    /// By method, the groups that have it; the version's own client is the empty one.
    methods: BTreeMap<String, BTreeSet<String>>,
}

impl Known {
    fn new(items: &Items) -> Self {
        let mut known = Self { groups: BTreeSet::new(), methods: BTreeMap::new() };
        for (path, item) in items.iter().filter(|(_, item)| item.kind == Kind::Function) {
            if let Some(accessor) = path.strip_prefix("Client::").filter(|_| item.shape.ends_with("::Client")) {
                known.groups.insert(accessor.to_owned());
            } else if item.operation.is_some()
                && let Some((owner, method)) = path.rsplit_once("::")
            {
                let group = owner.strip_suffix("::Client").unwrap_or_default();
                known.methods.entry(method.to_owned()).or_default().insert(group.to_owned());
            }
        }
        known
    }

    /// The group that an expression is the client of: `x.gateway()`, through `?`, references and clones.
    fn group(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::MethodCall(call) if call.args.is_empty() => {
                let name = call.method.to_string();
                if self.groups.contains(&name) { Some(name) } else { self.group(&call.receiver) }
            }
            Expr::Reference(inner) => self.group(&inner.expr),
            Expr::Paren(inner) => self.group(&inner.expr),
            Expr::Try(inner) => self.group(&inner.expr),
            _ => None,
        }
    }

    /// The group in a type: `gateway::Client`, wherever it stands.
    fn group_of_type(&self, ty: &Type) -> Option<String> {
        struct Find<'a>(&'a BTreeSet<String>, Option<String>);
        impl<'ast> Visit<'ast> for Find<'_> {
            fn visit_path(&mut self, path: &'ast Path) {
                let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                if let [.., group, client] = names.as_slice()
                    && client == "Client"
                    && self.0.contains(group)
                {
                    self.1 = Some(group.clone());
                }
                visit::visit_path(self, path);
            }
        }
        let mut find = Find(&self.groups, None);
        find.visit_type(ty);
        find.1
    }
}

/// Which names stand for the client of a group: variables, arguments, fields.
struct Bindings<'a> {
    known: &'a Known,
    groups: BTreeMap<String, BTreeSet<String>>,
}

impl Bindings<'_> {
    fn bind(&mut self, name: String, group: Option<String>) {
        if let Some(group) = group {
            self.groups.entry(name).or_default().insert(group);
        }
    }
}

impl<'ast> Visit<'ast> for Bindings<'_> {
    fn visit_local(&mut self, local: &'ast Local) {
        let group = local.init.as_ref().and_then(|init| self.known.group(&init.expr));
        match &local.pat {
            Pat::Ident(pat) => self.bind(pat.ident.to_string(), group),
            Pat::Type(PatType { pat, ty, .. }) => {
                if let Pat::Ident(pat) = &**pat {
                    self.bind(pat.ident.to_string(), group.or_else(|| self.known.group_of_type(ty)));
                }
            }
            _ => {}
        }
        visit::visit_local(self, local);
    }

    fn visit_fn_arg(&mut self, argument: &'ast FnArg) {
        if let FnArg::Typed(PatType { pat, ty, .. }) = argument
            && let Pat::Ident(pat) = &**pat
        {
            self.bind(pat.ident.to_string(), self.known.group_of_type(ty));
        }
        visit::visit_fn_arg(self, argument);
    }

    fn visit_field(&mut self, field: &'ast Field) {
        if let Some(name) = &field.ident {
            self.bind(name.to_string(), self.known.group_of_type(&field.ty));
        }
        visit::visit_field(self, field);
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if let Member::Named(name) = &field.member {
            self.bind(name.to_string(), self.known.group(&field.expr));
        }
        visit::visit_field_value(self, field);
    }
}

struct Reader<'a> {
    known: &'a Known,
    groups: BTreeMap<String, BTreeSet<String>>,
    usage: &'a mut Usage,
}

impl Reader<'_> {
    fn method(&mut self, group: &str, method: &str) {
        let path = if group.is_empty() { format!("Client::{method}") } else { format!("{group}::Client::{method}") };
        self.usage.methods.insert(path);
    }

    /// The groups that a receiver can be the client of; `None` when nothing is known of it.
    fn receiver(&self, receiver: &Expr) -> Option<BTreeSet<String>> {
        if let Some(group) = self.known.group(receiver) {
            return Some(BTreeSet::from([group]));
        }
        let name = match receiver {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            Expr::Field(ExprField { member: Member::Named(name), .. }) => Some(name.to_string()),
            Expr::Reference(inner) => return self.receiver(&inner.expr),
            Expr::Paren(inner) => return self.receiver(&inner.expr),
            Expr::MethodCall(call) if call.method == "clone" => return self.receiver(&call.receiver),
            _ => None,
        };
        name.and_then(|name| self.groups.get(&name).cloned())
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let method = call.method.to_string();
        if let Some(owners) = self.known.methods.get(&method) {
            let groups: Vec<String> = match self.receiver(&call.receiver) {
                Some(groups) => owners.intersection(&groups).cloned().collect(),
                // The version's own client, or one group's that no other has.
                None if owners.len() == 1 => owners.iter().cloned().collect(),
                None => owners.iter().filter(|group| group.is_empty()).cloned().collect(),
            };
            for group in groups {
                self.method(&group, &method);
            }
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(path) = &*call.func {
            let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            if let [.., group, client, method] = names.as_slice()
                && client == "Client"
                && self.known.methods.get(method).is_some_and(|owners| owners.contains(group))
            {
                self.method(group, method);
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.usage.pairs.extend(names.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())));
        self.usage.names.extend(names);
        visit::visit_path(self, path);
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.usage.names.insert(name.ident.to_string());
    }

    fn visit_use_rename(&mut self, name: &'ast syn::UseRename) {
        self.usage.names.insert(name.ident.to_string());
    }

    fn visit_member(&mut self, member: &'ast Member) {
        if let Member::Named(name) = member {
            self.usage.members.insert(name.to_string());
        }
    }

    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        if literal.dot2_token.is_none()
            && let Some(last) = literal.path.segments.last()
        {
            self.usage.literals.insert(last.ident.to_string());
        }
        visit::visit_expr_struct(self, literal);
    }

    fn visit_macro(&mut self, node: &'ast Macro) {
        // Most macros take expressions or statements; what is in others cannot be known.
        if let Ok(list) = node.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
            for expr in &list {
                self.visit_expr(expr);
            }
        } else if let Ok(block) = node.parse_body_with(syn::Block::parse_within) {
            for statement in &block {
                self.visit_stmt(statement);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Usage;
    use crate::compat::items;

    fn usage(source: &str) -> Usage {
        let version =
            "impl Client { pub fn gateway(&self) -> gateway::Client { } pub fn api(&self) -> api::Client { } }";
        let group = |id: &str| {
            format!(
                "impl Client {{ pub fn get(&self) -> rt::Call<()> {{ self.core.get(\"{id}_Get\", \"/\") }}\n\
                 pub fn only_{id}(&self) -> rt::Call<()> {{ self.core.get(\"{id}_Only\", \"/\") }} }}"
            )
        };
        let (gateway, api) = (group("gateway"), group("api"));
        let files = [("mod.rs", version), ("gateway.rs", &gateway), ("api.rs", &api)]
            .map(|(path, text)| (path, syn::parse_file(text).expect("it is Rust").items));
        let items = items(files.iter().map(|(path, parsed)| (*path, parsed.as_slice())));
        Usage::find(&[("a.rs".to_owned(), source.to_owned())], &items).expect("it is Rust")
    }

    #[test]
    fn calls_are_found_through_what_names_a_client() {
        for (source, expected) in [
            ("fn f() { client.gateway().get(); }", vec!["gateway::Client::get"]),
            ("fn f() { let x = client.gateway(); x.get(); }", vec!["gateway::Client::get"]),
            ("fn f(x: &v1::api::Client) { x.get(); }", vec!["api::Client::get"]),
            ("struct S { g: gateway::Client } impl S { fn f(&self) { self.g.get(); } }", vec!["gateway::Client::get"]),
            ("fn f() { make().only_api(); }", vec!["api::Client::only_api"]),
            ("fn f() { map.get(); }", vec![]),
            ("fn f() { gateway::Client::get(&x); }", vec!["gateway::Client::get"]),
            ("fn f() { assert!(client.api().get().await.is_ok()); }", vec!["api::Client::get"]),
            (
                "fn f() { tokio::join!(client.api().get(), client.gateway().get()); }",
                vec!["api::Client::get", "gateway::Client::get"],
            ),
        ] {
            let found = usage(source);
            assert_eq!(found.methods().iter().map(String::as_str).collect::<Vec<_>>(), expected, "{source}");
        }
    }

    #[test]
    fn models_are_touched_by_what_is_named_of_them() {
        let found = usage(
            "fn f() { let a = models::A { b: 1 }; a.c; match e { models::E::UnknownValue(_) => {} models::E::X => {} } }",
        );
        let all = |_: &str| true;
        let none = |_: &str| false;
        assert!(found.touches("models::A.b", false, none));
        assert!(found.touches("models::A.new", true, none), "a literal without `..`");
        assert!(found.touches("models::Z.c", false, all) && !found.touches("models::Z.c", false, none));
        assert!(found.touches("models::E::Y", true, none), "an arm for unknown values");
        assert!(found.touches("models::E::X", false, none) && !found.touches("models::E::W", false, none));
        assert!(found.touches("models::A", false, none) && !found.touches("models::Z", false, all));
    }
}
