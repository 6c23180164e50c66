//! One place where names must differ, and the state the naming passes share.

use std::collections::BTreeMap;

use super::table::Names;
use crate::{
    diag::{Code, Diagnostic},
    model::{Api, LONGEST_NAME, Operation},
    overrides::{Kind, Overrides},
    pointer::Pointer,
    rust::ident,
    spec::Source,
};

const REMEDY: &str = "add a rename to names.toml";

/// What the naming passes share.
pub(super) struct Assigner<'a> {
    pub(super) api: &'a Api,
    pub(super) names: Names,
    overrides: &'a Overrides,
    source: &'a Source,
    diagnostics: Vec<Diagnostic>,
}

/// A thing that wants a name.
pub(super) struct Named<'a> {
    pub(super) kind: Kind,
    /// Its key in `names.toml`.
    pub(super) key: String,
    /// What the description calls it, for messages.
    pub(super) label: &'a str,
    /// The name it gets unless it is renamed; `None` when its text has no letter or digit.
    pub(super) name: Option<String>,
    pub(super) at: &'a Pointer,
}

/// One place where names must differ.
pub(super) struct Scope {
    /// As it stands in messages, behind "of".
    place: String,
    /// The name, to what the description calls the thing; `None` for names the generated code uses itself.
    taken: BTreeMap<String, Option<String>>,
}

impl Scope {
    pub(super) fn new(place: impl Into<String>, reserved: &[&str]) -> Self {
        Self { place: place.into(), taken: reserved.iter().map(|name| ((*name).to_owned(), None)).collect() }
    }
}

impl Scope {
    /// Whether the generated code uses a name itself.
    pub(super) fn is_reserved(&self, name: &str) -> bool {
        self.taken.get(name).is_some_and(Option::is_none)
    }

    /// Whether a name is taken.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }
}

impl<'a> Assigner<'a> {
    pub(super) fn new(api: &'a Api, overrides: &'a Overrides, source: &'a Source) -> Self {
        let used = overrides.endpoint(&api.endpoint).0.map(|entry| entry.at.clone()).into_iter().collect();
        Self { api, names: Names { used, ..Names::default() }, overrides, source, diagnostics: Vec::new() }
    }

    pub(super) fn finish(self) -> (Names, Vec<Diagnostic>) {
        (self.names, self.diagnostics)
    }

    /// The thing's name: from `names.toml`, else its own. `None`, with a diagnostic, when it has neither.
    pub(super) fn choose(&mut self, named: &Named<'_>) -> Option<String> {
        if let Some(entry) = self.overrides.rename(named.kind, &named.key) {
            self.names.used.insert(entry.at.clone());
            return Some(entry.subject.to.clone());
        }
        if named.name.is_none() {
            let message = format!("{} \"{}\" has no letter to make a name of", named.kind.name(), named.label);
            self.collide(named, message);
        }
        if let Some(name) = named.name.as_deref().filter(|name| name.len() > LONGEST_NAME) {
            let message = format!("{} \"{}\" becomes a name of {} bytes", named.kind.name(), named.label, name.len());
            self.collide(named, message);
            return None;
        }
        // Files and modules are called so, and what else is made of such a name may not be one.
        if let Some(name) = named.name.as_deref().filter(|name| !name.is_ascii())
            && matches!(named.kind, Kind::Group | Kind::Type)
        {
            let message = format!("{} \"{}\" becomes `{name}`, which is not ASCII", named.kind.name(), named.label);
            self.collide(named, message);
            return None;
        }
        named.name.clone()
    }

    /// Chooses the thing's name and takes it in `scope`. Like keywords, names that the generated code uses itself are told apart by
    /// an underscore, unless an override asks for them.
    pub(super) fn claim(&mut self, scope: &mut Scope, named: &Named<'_>) -> Option<String> {
        let name = self.choose(named)?;
        let name =
            if scope.is_reserved(&name) && named.name.as_ref() == Some(&name) { format!("{name}_") } else { name };
        self.take(scope, named, &name).then_some(name)
    }

    /// Takes a chosen name in `scope`; `false`, with a diagnostic, when another thing has it.
    pub(super) fn take(&mut self, scope: &mut Scope, named: &Named<'_>, name: &str) -> bool {
        let (kind, label, place) = (named.kind.name(), named.label, &scope.place);
        match scope.taken.get(name) {
            None => {
                scope.taken.insert(name.to_owned(), Some(label.to_owned()));
                return true;
            }
            Some(None) => {
                let message = format!(
                    "{kind} \"{label}\" becomes `{name}` of {place}, a name that the generated code uses itself"
                );
                self.collide(named, message);
            }
            Some(Some(other)) => {
                let message = format!("{kind} \"{label}\" and \"{other}\" both become `{name}` of {place}");
                self.collide(named, message);
            }
        }
        false
    }

    /// The address of an operation's page in the REST reference: made of its group and its name, unless an override has another.
    /// `None` where no override says where the reference is, or where it is not certain how the page is called.
    pub(super) fn page(&mut self, op: &Operation) -> Option<String> {
        let reference = self.overrides.reference()?;
        let of = |name: &str| self.overrides.page(name).filter(|_| !name.is_empty());
        let (own, of_group) = (of(&op.id), of(op.group()));
        let page = match (own, of_group) {
            (Some(own), _) => own.subject.page.clone(),
            (None, Some(of_group)) => format!("{}/{}", of_group.subject.page, ident::kebab(op.verb())?),
            (None, None) => {
                let operation = ident::kebab(op.verb())?;
                // An operation without a group is filed below its own name.
                let group = if op.group().is_empty() { operation.clone() } else { ident::kebab(op.group())? };
                format!("{group}/{operation}")
            }
        };
        let used = own.or(of_group).map(|entry| entry.at.clone());
        self.names.used.extend(used.into_iter().chain([reference.at.clone()]));
        Some(format!("https://learn.microsoft.com/rest/api/{}/{page}", reference.subject.service))
    }

    pub(super) fn collide(&mut self, named: &Named<'_>, message: String) {
        let diagnostic = Diagnostic::error(self.source.at(named.at), Code::NameCollision, message).help(REMEDY);
        let text = |text: &str| toml::Value::from(text).to_string();
        let entry = [
            "[[rename]]".to_owned(),
            format!("kind = {}", text(named.kind.name())),
            format!("from = {}", text(&named.key)),
            "to = \"\"  # its name in Rust".to_owned(),
            "reason = \"\"".to_owned(),
        ];
        self.diagnostics.push(diagnostic.addition("names.toml", entry));
    }
}
