//! Plain sentences where the description has no prose, made from names and facts.
//!
//! Invariant: a sentence depends on the thing alone, so that it is the same in every version that has the thing.

use super::{
    docs::{Text, code_span},
    ident,
    limits::Limits,
};
use crate::model::{Docs, Field, FilterRow, Mutability, Operation, Scalar, TypeRef, value_text};

/// Words that are written in capitals, or as a name.
const SPELLINGS: &[(&str, &str)] = &[
    ("aad", "AAD"),
    ("api", "API"),
    ("apis", "APIs"),
    ("arm", "ARM"),
    ("css", "CSS"),
    ("dns", "DNS"),
    ("graph ql", "GraphQL"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("https", "HTTPS"),
    ("id", "ID"),
    ("ids", "IDs"),
    ("ip", "IP"),
    ("json", "JSON"),
    ("jwt", "JWT"),
    ("o auth", "OAuth"),
    ("o auth2", "OAuth 2"),
    ("open id", "OpenID"),
    ("rest", "REST"),
    ("sas", "SAS"),
    ("sku", "SKU"),
    ("skus", "SKUs"),
    ("ssl", "SSL"),
    ("sso", "SSO"),
    ("tls", "TLS"),
    ("uri", "URI"),
    ("uris", "URIs"),
    ("url", "URL"),
    ("urls", "URLs"),
    ("wadl", "WADL"),
    ("wsdl", "WSDL"),
    ("xml", "XML"),
];

/// The summary and further paragraphs of `docs`, or `fallback` as the summary.
pub(super) fn text(docs: &Docs, fallback: impl FnOnce() -> String) -> Text {
    let mut text = Text::default();
    let (summary, description) = (docs.summary.as_deref(), docs.description.as_deref());
    match (summary, description) {
        (None, None) => text.push(fallback()),
        (Some(summary), Some(description)) if summary != description => {
            text.push_prose(summary);
            text.push_prose(description);
        }
        (Some(prose), _) | (None, Some(prose)) => text.push_prose(prose),
    }
    text
}

/// A name as words for a sentence, for instance `API version set`.
pub(super) fn noun(name: &str) -> String {
    spell(&ident::words(name))
}

/// A sentence that is only a name, for instance `API version set.`.
pub(super) fn name_sentence(name: &str) -> String {
    sentence(&noun(name))
}

/// What an operation does where nothing says it: `Calls `Widgets_WhoAmI`.` An operationId is no sentence, and guessing one makes
/// `Whoes the am i of the widget.` of it.
pub(super) fn operation(op: &Operation) -> String {
    format!("Calls {}.", code_span(&op.id))
}

/// What a member of a structure holds, and its flags.
pub(super) fn field(field: &Field) -> Text {
    let name = field.client_name.as_deref().unwrap_or(&field.name);
    let mut text = text(&field.docs, || {
        let words = noun(name);
        match (&field.value.ty, words.strip_prefix("is ")) {
            (TypeRef::Scalar(Scalar::Boolean), Some(rest)) => format!("Whether it is {rest}."),
            (TypeRef::Scalar(Scalar::Boolean), None) if words == "enabled" => "Whether it is enabled.".to_owned(),
            (TypeRef::Scalar(Scalar::Boolean), None) => format!("Flag: {words}."),
            _ => format!("The {words}."),
        }
    });
    text.push(facts(field).join(" "));
    text
}

/// What an OData filter may ask, as a table.
pub(super) fn filter(rows: &[FilterRow]) -> Option<String> {
    let cell = |names: &[String]| match names {
        [] => "none".to_owned(),
        // A bar ends a cell, within a code span too.
        names => names.iter().map(|name| code_span(name).replace('|', "\\|")).collect::<Vec<_>>().join(", "),
    };
    let row =
        |row: &FilterRow| format!("\n| {} | {} | {} |", cell(&row.fields), cell(&row.operators), cell(&row.functions));
    let head = "| Fields | Operators | Functions |\n|---|---|---|";
    (!rows.is_empty()).then(|| rows.iter().map(row).fold(head.to_owned(), |table, row| table + &row))
}

/// Sentences about when a member is given and what it may be.
fn facts(field: &Field) -> Vec<String> {
    let mut facts = Vec::new();
    if field.read_only {
        facts.push("Read-only: the service sets it.".to_owned());
    } else if field.required {
        facts.push("Required.".to_owned());
    }
    if let Some(mutability) = &field.mutability
        && mutability.contains(&Mutability::Create)
        && !mutability.contains(&Mutability::Update)
    {
        facts.push("Set when the resource is created and never changed.".to_owned());
    }
    if field.secret || matches!(field.value.ty, TypeRef::Scalar(Scalar::Password)) {
        facts.push("A secret: `Debug` never prints it.".to_owned());
    }
    let limits = Limits::of_constraints(&field.value.constraints).describe();
    if !limits.is_empty() {
        facts.push(sentence(&limits.join(", ")));
    }
    match (field.value.constraints.min_items, field.value.constraints.max_items) {
        (Some(min), Some(max)) => facts.push(format!("{min} to {max} items.")),
        (Some(min), None) => facts.push(format!("At least {min} item{}.", if min == 1 { "" } else { "s" })),
        (None, Some(max)) => facts.push(format!("At most {max} items.")),
        (None, None) => {}
    }
    if let Some(default) = field.value.default.as_ref().filter(|default| !default.is_null()) {
        facts.push(format!("The service takes {} when it is left out.", code_span(&value_text(default))));
    }
    if field.deprecated {
        facts.push("Deprecated.".to_owned());
    }
    facts
}

/// Words with the capitals they are known by.
fn spell(words: &[String]) -> String {
    let mut text: Vec<&str> = Vec::new();
    let mut rest = words;
    while let Some((word, behind)) = rest.split_first() {
        let pair = behind.first().map(|second| format!("{word} {second}"));
        let find = |wanted: &str| SPELLINGS.iter().find(|(plain, _)| *plain == wanted).map(|(_, spelt)| *spelt);
        if let Some(spelt) = pair.as_deref().and_then(find) {
            text.push(spelt);
            rest = &behind[1..];
        } else {
            text.push(find(word).unwrap_or(word));
            rest = behind;
        }
    }
    text.join(" ")
}

/// A first letter in capitals and a full stop.
pub(super) fn sentence(text: &str) -> String {
    format!("{}.", capital(text))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_wins_over_names() {
        let docs = Docs { summary: Some("A [thing].".to_owned()), description: Some("More.".to_owned()) };
        assert_eq!(text(&docs, || unreachable!("there is prose")).into_lines(), ["A \\[thing\\].", "", "More."]);
        assert_eq!(text(&Docs::default(), || name_sentence("apiVersionSet")).into_lines(), ["API version set."]);
    }
}
