//! What a rendered api-version offers to its users: every name that code can mention.
//!
//! Invariant: nothing is guessed from the model. What stands here was read from the items that `rust` made.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprField, ExprLit, ExprMethodCall, FnArg, ImplItem, ImplItemFn, Item as Syntax, ItemEnum,
    ItemImpl, ItemMacro, ItemStatic, ItemStruct, Lit, Member, ReturnType, Signature, UseTree, Visibility,
    visit::{self, Visit},
};

use super::{
    constraints::{Checked, CheckedParam},
    format::words,
};
use crate::{
    model::Api,
    rust::{File, Names, parsed, render_with_items},
};

/// What kind of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A method or constructor.
    Function,
    /// A constant.
    Constant,
    /// A structure. One without `Default` must be written out field by field.
    Struct {
        /// Whether it has a `Default` to take the rest from.
        default: bool,
    },
    /// A field of a structure.
    Field,
    /// An enumeration.
    Enum {
        /// Whether code must expect variants it does not know.
        open: bool,
    },
    /// A variant of an enumeration.
    Variant,
    /// That a model is a page, and of what.
    Page,
    /// That a value converts into a model.
    Conversion,
    /// Another name of a thing.
    Alias,
}

/// A name that user code can mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it stands for.
    pub kind: Kind,
    /// What the compiler sees of it, for instance `(&str, &str) -> Call<()>`.
    pub shape: String,
    /// The same as it is declared, with the names of arguments, which no caller sees.
    pub declaration: String,
    /// The operation that it calls.
    pub operation: Option<String>,
    /// Whether the compiler warns who mentions it.
    pub deprecated: bool,
    /// What its arguments are checked for before anything is sent.
    pub checks: Vec<Checked>,
}

impl Item {
    fn new(kind: Kind, shape: impl Into<String>, attributes: &[Attribute]) -> Self {
        let shape = shape.into();
        Self {
            kind,
            declaration: shape.clone(),
            shape,
            operation: None,
            deprecated: attributes.iter().any(|attribute| attribute.path().is_ident("deprecated")),
            checks: Vec::new(),
        }
    }
}

/// Every item by its path below the version's module, for instance `gateway::Client::regenerate_key`.
pub type Items = BTreeMap<String, Item>;

/// One side of the comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its model.
    pub api: &'a Api,
    /// What its things are called.
    pub names: &'a Names,
    /// What its rendered files offer.
    pub items: &'a Items,
}

/// Renders a version and reads its items on the way.
#[must_use]
pub fn render_items(api: &Api, names: &Names) -> (Vec<File>, Items) {
    let parsed = render_with_items(api, names);
    let found = items(parsed.iter().map(|(file, parsed)| (file.path.as_str(), parsed.as_slice())));
    (parsed.into_iter().map(|(file, _)| file).collect(), found)
}

/// The items of a version, without the work of printing it.
#[must_use]
pub fn read_items(api: &Api, names: &Names) -> Items {
    let parsed = parsed(api, names);
    items(parsed.iter().map(|(path, parsed)| (path.as_str(), parsed.as_slice())))
}

/// The items of files, each by its path and what it was parsed to.
#[must_use]
pub fn items<'a>(files: impl IntoIterator<Item = (&'a str, &'a [Syntax])>) -> Items {
    // What all operations share is no user's to name, but it says what arguments are checked for.
    let (shared, named): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| *path == "params.rs");
    let statics = shared.iter().flat_map(|(_, items)| items.iter());
    let params: BTreeMap<String, CheckedParam> = statics
        .filter_map(|item| match item {
            Syntax::Static(ItemStatic { ident, expr, .. }) => Some((ident.to_string(), CheckedParam::read(expr)?)),
            _ => None,
        })
        .collect();
    let mut reader = Reader { params, items: Items::new() };
    for (path, items) in named {
        let module = module(path);
        for item in items {
            reader.add(&module, item);
        }
    }
    reader.items
}

/// The module as users name it: models are re-exported flat, `mod.rs` is the version itself.
fn module(path: &str) -> String {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    match stem.split_once('/') {
        Some((folder, _)) => format!("{folder}::"),
        None if stem == "mod" => String::new(),
        None => format!("{stem}::"),
    }
}

struct Reader {
    /// By constant, what an argument is checked for.
    params: BTreeMap<String, CheckedParam>,
    items: Items,
}

impl Reader {
    fn add(&mut self, module: &str, item: &Syntax) {
        match item {
            Syntax::Const(item) if is_public(&item.vis) => {
                let constant = Item::new(Kind::Constant, words(&item.ty), &item.attrs);
                self.items.insert(format!("{module}{}", item.ident), constant);
            }
            Syntax::Struct(item) if is_public(&item.vis) => self.structure(module, item),
            Syntax::Enum(item) if is_public(&item.vis) => self.enumeration(module, item),
            Syntax::Impl(item) if item.trait_.is_none() => self.methods(module, item),
            Syntax::Impl(item) => self.conversion(module, item),
            Syntax::Use(item) if is_public(&item.vis) && module.is_empty() => self.alias(&item.tree, String::new()),
            Syntax::Macro(item) => self.table(module, item),
            _ => {}
        }
    }

    fn structure(&mut self, module: &str, item: &ItemStruct) {
        let path = format!("{module}{}", item.ident);
        for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
            let Some(name) = &field.ident else { continue };
            self.items.insert(format!("{path}.{name}"), Item::new(Kind::Field, words(&field.ty), &field.attrs));
        }
        let default = derives(&item.attrs, "Default");
        self.items.insert(path, Item::new(Kind::Struct { default }, "struct", &item.attrs));
    }

    fn enumeration(&mut self, module: &str, item: &ItemEnum) {
        let path = format!("{module}{}", item.ident);
        for variant in &item.variants {
            let shape = words(&variant.fields);
            self.items.insert(format!("{path}::{}", variant.ident), Item::new(Kind::Variant, shape, &variant.attrs));
        }
        let open = item.attrs.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
        self.items.insert(path, Item::new(Kind::Enum { open }, "enum", &item.attrs));
    }

    fn methods(&mut self, module: &str, item: &ItemImpl) {
        let owner = words(&item.self_ty);
        for function in &item.items {
            if let ImplItem::Fn(function) = function
                && is_public(&function.vis)
            {
                self.items.insert(format!("{module}{owner}::{}", function.sig.ident), self.method(function));
            }
        }
    }

    fn conversion(&mut self, module: &str, item: &ItemImpl) {
        let Some((path, _)) = &item.trait_ else { return };
        if path.segments.last().is_some_and(|segment| segment.ident == "From") {
            let conversion = format!("{module}{} as {}", words(&item.self_ty), words(path));
            self.items.insert(conversion, Item::new(Kind::Conversion, "", &item.attrs));
        }
    }

    /// What the version's own module gives another name.
    fn alias(&mut self, tree: &UseTree, path: String) {
        match tree {
            UseTree::Path(inner) if inner.ident == "self" => self.alias(&inner.tree, path),
            UseTree::Path(inner) => self.alias(&inner.tree, format!("{path}{}::", inner.ident)),
            UseTree::Rename(name) => {
                let alias = Item::new(Kind::Alias, format!("{path}{}", name.ident), &[]);
                self.items.insert(name.rename.to_string(), alias);
            }
            UseTree::Name(name) => {
                let alias = Item::new(Kind::Alias, format!("{path}{}", name.ident), &[]);
                self.items.insert(name.ident.to_string(), alias);
            }
            UseTree::Group(group) => {
                for inner in &group.items {
                    self.alias(inner, path.clone());
                }
            }
            UseTree::Glob(_) => {}
        }
    }

    fn method(&self, function: &ImplItemFn) -> Item {
        let mut body = Body { params: &self.params, operation: None, checks: Vec::new() };
        body.visit_block(&function.block);
        Item {
            declaration: declaration(&function.sig),
            operation: body.operation,
            checks: body.checks,
            ..Item::new(Kind::Function, signature(&function.sig), &function.attrs)
        }
    }

    /// What the tables give every model is the runtime's; what differs between models is not.
    fn table(&mut self, module: &str, item: &ItemMacro) {
        let name = item.mac.path.segments.last().map(|segment| segment.ident.to_string());
        let text = words(&item.mac.tokens);
        match name.as_deref() {
            Some("page") => {
                let Some((head, element)) = text.split_once(" => ") else { return };
                let Some((page, _)) = head.split_once(' ') else { return };
                let shape = element.trim_end_matches(['}', ')', ' ']).to_owned();
                let declaration = format!("of {shape} {}", head.trim_start_matches(page).trim());
                let item = Item { declaration, ..Item::new(Kind::Page, shape, &[]) };
                self.items.insert(format!("{module}{page} as Page"), item);
            }
            Some("model" | "options") => {
                let mut marks = text.split('{').next().unwrap_or_default().split(',').map(str::trim);
                let model = marks.next().and_then(|head| head.split(' ').next()).unwrap_or_default();
                // The structure stands before its table.
                if let Some(Item { kind: Kind::Struct { default }, .. }) =
                    self.items.get_mut(&format!("{module}{model}"))
                {
                    *default = true;
                }
                if marks.any(|mark| mark == "with_null") {
                    let item = Item::new(Kind::Function, "(fn(&Self) -> &Option<T>) -> Self", &[]);
                    self.items.insert(format!("{module}{model}::with_null"), item);
                }
            }
            _ => {}
        }
    }
}

/// What the body of a method says: the operation that its request begins with, and the constants that its arguments are checked by.
struct Body<'a> {
    params: &'a BTreeMap<String, CheckedParam>,
    operation: Option<String>,
    checks: Vec<Checked>,
}

impl Body<'_> {
    fn checked_by(&mut self, constant: &Expr, is_path: bool) {
        let Expr::Reference(reference) = constant else { return };
        let Expr::Path(path) = &*reference.expr else { return };
        let name = path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if path.path.segments.len() > 1
            && let Some(param) = self.params.get(&name)
        {
            self.checks.push(Checked { is_path, param: param.clone() });
        }
    }
}

impl<'ast> Visit<'ast> for Body<'_> {
    fn visit_expr_method_call(&mut self, node: &'ast ExprMethodCall) {
        visit::visit_expr_method_call(self, node);
        // `self.core.get("Thing_Get", "/things")`
        if let Expr::Field(ExprField { member: Member::Named(core), .. }) = &*node.receiver
            && core == "core"
            && let Some(Expr::Lit(ExprLit { lit: Lit::Str(name), .. })) = node.args.first()
        {
            self.operation = Some(name.value());
        }
        // What the client gives itself no caller can get wrong.
        let is_given = !matches!(node.args.get(1), Some(Expr::MethodCall(_)));
        if let Some(constant) = node.args.first().filter(|_| is_given) {
            let is_path = node.method == "path" || node.method == "path_of";
            self.checked_by(constant, is_path);
        }
    }

    fn visit_expr_tuple(&mut self, node: &'ast syn::ExprTuple) {
        // How the version's client is given the constant of its subscription.
        if let Some(constant) = node.elems.first() {
            self.checked_by(constant, true);
        }
        visit::visit_expr_tuple(self, node);
    }
}

/// The operation that the body of a method calls.
pub(super) fn operation(block: &syn::Block) -> Option<String> {
    let params = BTreeMap::new();
    let mut body = Body { params: &params, operation: None, checks: Vec::new() };
    body.visit_block(block);
    body.operation
}

/// The types of a function: callers do not see what its arguments are called.
fn signature(signature: &Signature) -> String {
    let inputs: Vec<String> = typed(signature).map(|(_, ty)| ty).collect();
    format!("({}){}", inputs.join(", "), output(signature))
}

fn declaration(signature: &Signature) -> String {
    let inputs: Vec<String> = typed(signature).map(|(name, ty)| format!("{name}: {ty}")).collect();
    format!("({}){}", inputs.join(", "), output(signature))
}

fn typed(signature: &Signature) -> impl Iterator<Item = (String, String)> {
    signature.inputs.iter().filter_map(|input| match input {
        FnArg::Receiver(_) => None,
        FnArg::Typed(input) => Some((words(&input.pat), words(&input.ty))),
    })
}

fn output(signature: &Signature) -> String {
    match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", words(ty)),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn derives(attributes: &[Attribute], name: &str) -> bool {
    let list = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let mut words = list.flat_map(|attribute| {
        attribute.to_token_stream().to_string().split([' ', ',', '(', ')']).map(str::to_owned).collect::<Vec<_>>()
    });
    words.any(|word| word == name)
}

#[cfg(test)]
mod tests {
    use super::{Kind, items};

    #[test]
    fn every_public_name_is_found() {
        let group = "/// x\n#[derive(Clone, Debug)]\npub struct Client { core: rt::ClientCore }\n\
            pub struct ClientGetOptions { pub top: Option<i32> }\nrt::options!(ClientGetOptions { top });\n\
            impl Client { pub(super) fn new(core: rt::ClientCore) -> Self { Self { core } }\n\
            #[deprecated = \"x\"] pub fn get(&self, name: &str, options: Option<ClientGetOptions>) -> rt::Call<models::Thing> {\n\
            self.core.get(\"Thing_Get\", \"/things/{name}\").path(&params::NAME, name).call() } }";
        let models = "#[non_exhaustive] pub enum Color { Red, UnknownValue(String) } impl Color { pub fn new(a: super::B) -> Self {} }\n\
            rt::page!(Colors { items: value, next_link: next_link } => super::Color);\n\
            pub struct Colors {} rt::model!(Colors is \"kind\" = \"a\", None, with_null { \"value\" => value, });";
        let params = "pub(super) static NAME: rt::Param = rt::Param { name: \"name\", argument: \"name\",\n\
            constraints: rt::Constraints { min_length: Some(1), ..rt::Constraints::NONE } };";
        let parsed = [("thing.rs", group), ("models/thing.rs", models), ("params.rs", params)]
            .map(|(path, text)| (path, syn::parse_file(text).expect("it is Rust").items));
        let found = items(parsed.iter().map(|(path, items)| (*path, items.as_slice())));
        let lines: Vec<_> = found.iter().map(|(path, item)| format!("{path} {:?} {}", item.kind, item.shape)).collect();
        assert_eq!(
            lines,
            [
                "models::Color Enum { open: true } enum",
                "models::Color::Red Variant ",
                "models::Color::UnknownValue Variant (String)",
                "models::Color::new Function (models::B) -> Self",
                "models::Colors Struct { default: true } struct",
                "models::Colors as Page Page models::Color",
                "models::Colors::with_null Function (fn(&Self) -> &Option<T>) -> Self",
                "thing::Client Struct { default: false } struct",
                "thing::Client::get Function (&str, Option<ClientGetOptions>) -> Call<models::Thing>",
                "thing::ClientGetOptions Struct { default: true } struct",
                "thing::ClientGetOptions.top Field Option<i32>",
            ]
        );
        let get = &found["thing::Client::get"];
        assert_eq!((get.operation.as_deref(), get.deprecated), (Some("Thing_Get"), true));
        assert_eq!(get.declaration, "(name: &str, options: Option<ClientGetOptions>) -> Call<models::Thing>");
        assert_eq!(get.checks.iter().map(|check| check.param.argument.as_str()).collect::<Vec<_>>(), ["name"]);
        assert_eq!(found["thing::ClientGetOptions"].kind, Kind::Struct { default: true });
    }
}
