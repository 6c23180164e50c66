//! Plain sentences where the description has no prose, made from names and facts.
//!
//! Invariant: a sentence depends on the thing alone, so that it is the same in every version that has the thing.

use super::{
    constraints::ParamConstraints,
    docs::{Text, code_span},
    ident,
    spelling::{Word, capital},
};
use crate::model::{Docs, Field, FilterRow, Mutability, Operation, Scalar, TypeRef, value_text};

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
    ident::words(name).iter().map(Word::prose).collect::<Vec<_>>().join(" ")
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

/// What a member of a structure holds, what the API calls it if the field has another name, and its flags.
pub(super) fn field(field: &Field, in_rust: &str) -> Text {
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
    let mut facts = facts(field);
    if field.name != in_rust {
        facts.insert(0, format!("{} on the wire.", code_span(&field.name)));
    }
    text.push(facts.join(" "));
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
    let limits = ParamConstraints::of_constraints(&field.value.constraints).describe();
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

/// A first letter in capitals, unless the word has a spelling of its own (`gRPC`), and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    if first.contains(char::is_uppercase) { format!("{text}.") } else { format!("{}.", capital(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_wins_over_names() {
        let docs = Docs { summary: Some("A [thing].".to_owned()), description: Some("More.".to_owned()) };
        assert_eq!(text(&docs, || unreachable!("there is prose")).into_lines(), ["A \\[thing\\].", "", "More."]);
        assert_eq!(text(&Docs::default(), || name_sentence("apiVersionSet")).into_lines(), ["API version set."]);
        assert_eq!(["gRPC", "GraphQLApi"].map(name_sentence), ["gRPC.", "GraphQL API."]);
    }
}
