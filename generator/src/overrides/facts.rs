//! Facts that the descriptions leave out, from `secrets.toml` and `read-only-posts.toml`, each with its reason.
//!
//! Invariant: an entry keeps the place it stands at, so that `lower` can name it when it matches nothing.

use std::ops::Range;

use serde::{Deserialize, de::DeserializeOwned};
use toml::Spanned;

use crate::{
    diag::{At, Code, Diagnostic},
    pointer::Pointer,
};

/// Facts that the descriptions leave out.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Members that are secret although the description does not say so.
    pub secrets: Vec<Secret>,
    /// POSTs that change nothing.
    pub read_only_posts: Vec<ReadOnlyPost>,
}

/// A member that must never be printed.
#[derive(Clone, Debug)]
pub struct Secret {
    /// The id of the type that has the member.
    pub ty: String,
    /// Its wire name.
    pub member: String,
    /// Where the entry stands.
    pub at: At,
}

/// A POST that changes nothing.
#[derive(Clone, Debug)]
pub struct ReadOnlyPost {
    /// Its operationId.
    pub id: String,
    /// Where the entry stands.
    pub at: At,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretsFile {
    #[serde(default)]
    secret: Vec<Spanned<SecretEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretEntry {
    r#type: String,
    member: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostsFile {
    #[serde(default)]
    operation: Vec<Spanned<PostEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostEntry {
    id: String,
    reason: String,
}

impl Facts {
    /// Reads the names and texts of `secrets.toml` and `read-only-posts.toml`.
    ///
    /// # Errors
    /// Every problem found.
    pub fn parse(secrets: Option<(&str, &str)>, posts: Option<(&str, &str)>) -> Result<Self, Vec<Diagnostic>> {
        let mut facts = Self::default();
        let mut problems = Vec::new();
        if let Some((name, text)) = secrets {
            facts.read_secrets(name, text, &mut problems);
        }
        if let Some((name, text)) = posts {
            facts.read_posts(name, text, &mut problems);
        }
        problems.sort();
        if problems.is_empty() { Ok(facts) } else { Err(problems) }
    }

    fn read_secrets(&mut self, name: &str, text: &str, problems: &mut Vec<Diagnostic>) {
        let Some(file) = read::<SecretsFile>(name, text, problems) else { return };
        for entry in file.secret {
            let at = place(name, text, entry.span());
            let SecretEntry { r#type: ty, member, reason } = entry.into_inner();
            let repeats = self.secrets.iter().any(|known| known.ty == ty && known.member == member);
            check(&format!("\"{member}\" of \"{ty}\""), &reason, repeats, &at, problems);
            self.secrets.push(Secret { ty, member, at });
        }
    }

    fn read_posts(&mut self, name: &str, text: &str, problems: &mut Vec<Diagnostic>) {
        let Some(file) = read::<PostsFile>(name, text, problems) else { return };
        for entry in file.operation {
            let at = place(name, text, entry.span());
            let PostEntry { id, reason } = entry.into_inner();
            let repeats = self.read_only_posts.iter().any(|known| known.id == id);
            check(&format!("\"{id}\""), &reason, repeats, &at, problems);
            self.read_only_posts.push(ReadOnlyPost { id, at });
        }
    }
}

fn read<T: DeserializeOwned>(name: &str, text: &str, problems: &mut Vec<Diagnostic>) -> Option<T> {
    match toml::from_str(text) {
        Ok(file) => Some(file),
        Err(error) => {
            let at = error.span().map_or_else(|| At::file(name), |span| place(name, text, span));
            let message = error.message().replace('\n', ", ");
            problems
                .push(Diagnostic::error(at, Code::Syntax, message).help("each entry names its subject and its reason"));
            None
        }
    }
}

fn check(subject: &str, reason: &str, repeats: bool, at: &At, problems: &mut Vec<Diagnostic>) {
    if reason.trim().is_empty() {
        let message = format!("the entry for {subject} gives no reason");
        problems.push(Diagnostic::error(at.clone(), Code::Shape, message).help("say why it is so"));
    }
    if repeats {
        let message = format!("{subject} is listed twice");
        problems.push(Diagnostic::error(at.clone(), Code::Conflict, message).help("remove one of the entries"));
    }
}

/// Line and column of the first byte of a span.
fn place(name: &str, text: &str, span: Range<usize>) -> At {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    At { line, column, pointer: Pointer::root(), ..At::file(name) }
}
