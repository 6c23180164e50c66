//! What a report says of code on the rendered crates: plain data, which `compat` fills in.

use serde::Serialize;

/// What becomes of code that moves from one version's module to the other's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Code {
    /// Items that code can go on using as it stands.
    pub unchanged: usize,
    /// Parts that were added to a whole, so that code compiles if it leaves room for more.
    pub compatible: usize,
    /// Items that break code which mentions them.
    pub breaking: usize,
    /// Items that are new.
    pub new: usize,
    /// Every item that breaks or is merely compatible, sorted by path.
    pub items: Vec<CodeItem>,
}

/// A name that code can mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeItem {
    /// Its path below the version's module, for instance `gateway::Client::regenerate_key`.
    pub path: String,
    /// Whether code that mentions it no longer compiles.
    pub breaking: bool,
    /// What the compiler saw of it; `None` when it is new.
    pub old: Option<String>,
    /// What the compiler sees of it; `None` when it is gone.
    pub new: Option<String>,
    /// The operation that it calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
}

impl CodeItem {
    /// What happened to it, in one line of code.
    #[must_use]
    pub fn line(&self) -> String {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => format!("{}{} is now {}", self.path, separator(old), new),
            (Some(old), None) => format!("{}{} is gone", self.path, separator(old)),
            (None, Some(new)) => format!("{}{} is new", self.path, separator(new)),
            (None, None) => self.path.clone(),
        }
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
