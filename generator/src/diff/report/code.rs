//! What a report says of code on the rendered crates: plain data, which `compat` fills in.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// Up to how many items are listed one by one although the same is to be said of all.
const MANY: usize = 3;

/// What a change does to code that moves from one version's module to the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Code that mentions what changed no longer compiles.
    Breaks,
    /// Code compiles, and something else happens.
    Differs,
    /// Code cannot tell.
    Same,
}

impl Effect {
    /// As in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaks => "breaks",
            Self::Differs => "differs",
            Self::Same => "same",
        }
    }
}

/// What becomes of code that moves from one version's module to the other's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Code {
    /// Items that code can go on using as it stands.
    pub unchanged: usize,
    /// Items with which code compiles, and something else happens.
    pub differing: usize,
    /// Items that break code which mentions them.
    pub breaking: usize,
    /// Items that are new.
    pub new: usize,
    /// Operations whose method or options break, by their new id where they have one.
    pub operations: BTreeSet<String>,
    /// Every item that breaks or differs: what breaks first, then by path.
    pub items: Vec<CodeItem>,
}

/// A name that code can mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeItem {
    /// Its path below the version's module, for instance `gateway::Client::regenerate_key`.
    pub path: String,
    /// Whether code that mentions it no longer compiles. If not, it compiles and something else happens.
    pub breaking: bool,
    /// What the compiler saw of it; `None` when it is new.
    pub old: Option<String>,
    /// What the compiler sees of it; `None` when it is gone.
    pub new: Option<String>,
    /// The operation that it is a method or the options of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// What to write instead, or what to look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The changes behind it, each as an ignore file names it: kind and place.
    pub causes: Vec<String>,
}

impl CodeItem {
    /// What happened to it, in one line of code.
    #[must_use]
    pub fn line(&self) -> String {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) if old == new => format!("{}{}", self.path, separator(old)),
            (Some(old), Some(new)) => format!("{}{} is now {}", self.path, separator(old), new),
            (Some(old), None) => format!("{}{} is gone", self.path, separator(old)),
            (None, Some(new)) => format!("{}{} is new", self.path, separator(new)),
            (None, None) => self.path.clone(),
        }
    }
}

impl Code {
    /// The items as a reader wants them: those of which the same is to be said stand together, where it is said of many.
    #[must_use]
    pub fn together(&self) -> Vec<Vec<&CodeItem>> {
        type Said<'a> = (bool, Option<&'a str>, &'a [String]);
        fn said(item: &CodeItem) -> Said<'_> {
            (item.breaking, item.advice.as_deref(), &item.causes)
        }
        let mut count: BTreeMap<Said<'_>, usize> = BTreeMap::new();
        for item in &self.items {
            *count.entry(said(item)).or_default() += 1;
        }
        let mut groups: Vec<Vec<&CodeItem>> = Vec::new();
        let mut known: BTreeMap<Said<'_>, usize> = BTreeMap::new();
        for item in &self.items {
            let key = said(item);
            let many = !item.breaking && !item.causes.is_empty() && count[&key] > MANY;
            if let Some(group) = known.get(&key).filter(|_| many) {
                groups[*group].push(item);
            } else {
                known.insert(key, groups.len());
                groups.push(vec![item]);
            }
        }
        groups
    }

    /// Keeps the items that `keep` says, and counts anew what they come to.
    pub fn retain(&mut self, keep: impl Fn(&CodeItem) -> bool) {
        self.items.retain(keep);
        self.breaking = self.items.iter().filter(|item| item.breaking).count();
        self.differing = self.items.len() - self.breaking;
        let broken = self.items.iter().filter(|item| item.breaking);
        self.operations = broken.filter_map(|item| item.operation.clone()).collect();
    }
}

/// A signature follows its name directly, a type behind a colon, and `struct` says nothing.
fn separator(shape: &str) -> String {
    match shape {
        "" | "struct" | "enum" => String::new(),
        shape if shape.starts_with('(') => shape.to_owned(),
        shape => format!(": {shape}"),
    }
}
