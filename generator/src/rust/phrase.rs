//! Plain sentences where the description has no prose, made from names and facts.
//!
//! Invariant: a sentence depends on the thing alone, so that it is the same in every version that has the thing.

use super::{
    docs::{Text, code_span},
    ident,
    limits::Limits,
};
use crate::model::{Docs, Field, Method, Mutability, Operation, Scalar, TypeRef, value_text};

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

/// Words that begin what an action relates to.
const CONNECTORS: &[&str] = &["by", "for", "from", "in", "of", "on", "to", "with"];

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

/// What an operation does, for instance `Regenerates the key of the gateway.`.
pub(super) fn operation(op: &Operation) -> String {
    let group = noun(op.group());
    if op.is_existence_check() {
        return format!("Asks whether the {group} exists.");
    }
    let mut words = ident::words(op.verb());
    if words.len() > 1 && words.last().is_some_and(|last| last == "async") {
        words.pop();
    }
    let (verb, rest) = split_verb(op, &words);
    let cut = rest.iter().position(|word| is_connector(word)).unwrap_or(rest.len());
    let (object, tail) = rest.split_at(cut);
    let lists = verb == "Lists";
    let mut text = verb;
    match (object.is_empty(), group.is_empty()) {
        (true, false) if lists => push(&mut text, &format!("the {}", plural(&group))),
        (true, false) => push(&mut text, &format!("the {group}")),
        (false, false) => push(&mut text, &format!("the {} of the {group}", spell(object))),
        (false, true) => push(&mut text, &format!("the {}", spell(object))),
        (true, true) => {}
    }
    if let Some((connector, target)) = tail.split_first() {
        push(&mut text, &relation(connector, target, object.is_empty() && !group.ends_with('s')));
    }
    sentence(&text)
}

/// The verb in the third person, and the words behind it. Two verbs joined by `or` or `and` count as one.
fn split_verb<'a>(op: &Operation, words: &'a [String]) -> (String, &'a [String]) {
    match words {
        [first, ..] if is_connector(first) => (by_method(op.method).to_owned(), words),
        [one, joint, two, rest @ ..] if joint == "or" || joint == "and" => {
            (capital(&format!("{} {joint} {}", third_person(one), third_person(two))), rest)
        }
        [verb, rest @ ..] => (capital(&third_person(verb)), rest),
        [] => (by_method(op.method).to_owned(), words),
    }
}

fn by_method(method: Method) -> &'static str {
    match method {
        Method::Delete => "Deletes",
        Method::Get => "Gets",
        Method::Head => "Checks",
        Method::Patch => "Updates",
        Method::Post => "Runs",
        Method::Put => "Sets",
    }
}

/// `by` one thing that things belong to reads better as `of the`; `by` several is a way of sorting.
fn relation(connector: &str, target: &[String], belongs: bool) -> String {
    let noun = spell(target);
    let one = !noun.ends_with('s') && !noun.chars().any(|c| c.is_ascii_digit());
    match (connector, one) {
        (_, true) if noun.is_empty() => connector.to_owned(),
        ("by", true) if belongs => format!("of the {noun}"),
        ("by", _) | (_, false) => format!("{connector} {noun}"),
        (_, true) => format!("{connector} the {noun}"),
    }
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

fn is_connector(word: &str) -> bool {
    CONNECTORS.contains(&word)
}

fn push(text: &mut String, more: &str) {
    text.push(' ');
    text.push_str(more);
}

fn third_person(verb: &str) -> String {
    let consonant_before_y = verb.ends_with('y') && !verb.ends_with(['a', 'e', 'o', 'u']) && {
        let before = verb[..verb.len() - 1].chars().next_back();
        before.is_some_and(|c| !"aeiou".contains(c))
    };
    if consonant_before_y {
        format!("{}ies", &verb[..verb.len() - 1])
    } else if ["s", "x", "ch", "sh", "o", "z"].iter().any(|end| verb.ends_with(end)) {
        format!("{verb}es")
    } else {
        format!("{verb}s")
    }
}

/// Adds the plural to the last word, unless it has one.
fn plural(noun: &str) -> String {
    if noun.ends_with('s') { noun.to_owned() } else { third_person(noun) }
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
    use crate::{model::PathTemplate, pointer::Pointer};

    fn op(id: &str, method: Method) -> Operation {
        Operation {
            id: id.to_owned(),
            method,
            path: "/".parse::<PathTemplate>().expect("a path"),
            at: Pointer::root(),
            docs: Docs::default(),
            deprecated: false,
            tags: Vec::new(),
            params: Vec::new(),
            body: None,
            responses: Vec::new(),
            failures: Vec::new(),
            error: None,
            paging: None,
            lro: None,
            odata: None,
            read_only_post: false,
            security: None,
        }
    }

    #[test]
    fn operations_read_as_sentences() {
        for (id, sentence) in [
            ("Gateway_Get", "Gets the gateway."),
            ("Gateway_GetEntityTag", "Gets the entity tag of the gateway."),
            ("Gateway_ListByService", "Lists the gateways of the service."),
            ("Policy_ListByService", "Lists the policies of the service."),
            ("Reports_ListByApi", "Lists the reports by API."),
            ("Api_ListByTags", "Lists the APIs by tags."),
            ("Gateway_ListKeys", "Lists the keys of the gateway."),
            ("Gateway_RegenerateKey", "Regenerates the key of the gateway."),
            ("Api_CreateOrUpdate", "Creates or updates the API."),
            ("Tag_AssignToApi", "Assigns the tag to the API."),
            ("Tag_DetachFromProduct", "Detaches the tag from the product."),
            ("Tag_GetByApi", "Gets the tag of the API."),
            ("ApiManagementService_MigrateToStv2", "Migrates the API management service to stv2."),
            ("ApiManagementService_GetSsoToken", "Gets the SSO token of the API management service."),
            (
                "ApiManagementService_ApplyNetworkConfigurationUpdates",
                "Applies the network configuration updates of the API management service.",
            ),
            ("PolicyRestrictionValidations_ByService", "Runs the policy restriction validations by service."),
            ("PerformConnectivityCheckAsync", "Performs the connectivity check."),
            ("GraphQLApiResolver_Get", "Gets the GraphQL API resolver."),
            ("OpenIdConnectProvider_Delete", "Deletes the OpenID connect provider."),
        ] {
            assert_eq!(operation(&op(id, Method::Post)), sentence, "{id}");
        }
    }

    #[test]
    fn a_nameless_verb_is_read_from_the_method() {
        assert_eq!(operation(&op("Widget_", Method::Put)), "Sets the widget.");
    }

    #[test]
    fn verbs_take_the_third_person() {
        for (verb, third) in [("deploy", "deploys"), ("apply", "applies"), ("refresh", "refreshes"), ("do", "does")] {
            assert_eq!(third_person(verb), third);
        }
    }

    #[test]
    fn prose_wins_over_names() {
        let docs = Docs { summary: Some("A [thing].".to_owned()), description: Some("More.".to_owned()) };
        assert_eq!(text(&docs, || unreachable!("there is prose")).into_lines(), ["A \\[thing\\].", "", "More."]);
        assert_eq!(text(&Docs::default(), || name_sentence("apiVersionSet")).into_lines(), ["API version set."]);
    }
}
