//! What the documentation of models says: few fields and few values of enumerations may say no more than their names.

use kit::repo;
use syn::{Attribute, Expr, ExprLit, Fields, Item, Lit, Meta};

use super::none;

/// Of a hundred fields, fewer than so many say no more than their name.
const EMPTY_FIELDS: usize = 3;

/// The same of a hundred values of enumerations.
const EMPTY_VALUES: usize = 20;

/// Words that say nothing by themselves.
const FILLERS: [&str; 23] = [
    "a", "an", "and", "are", "be", "by", "flag", "for", "has", "in", "is", "it", "its", "of", "one", "ones", "or",
    "that", "the", "this", "to", "whether", "with",
];

/// Words that stand for one another.
const SYNONYMS: [(&str, &str); 6] = [
    ("identifier", "id"),
    ("identifiers", "id"),
    ("off", "disabled"),
    ("on", "enabled"),
    ("uris", "uri"),
    ("urls", "url"),
];

/// What is said of a thing, by the thing's place.
struct Said {
    place: String,
    name: String,
    text: String,
}

#[test]
fn fields_say_more_than_their_names() {
    let (fields, _) = said();
    let empty: Vec<&Said> = fields.iter().filter(|field| is_empty(&field.name, &field.text)).collect();
    report("fields", &empty, fields.len(), EMPTY_FIELDS);
}

#[test]
fn values_of_enumerations_say_what_they_mean() {
    let (_, values) = said();
    let empty: Vec<&Said> = values.iter().filter(|value| is_value_repeated(&value.text)).collect();
    report("values", &empty, values.len(), EMPTY_VALUES);
}

#[test]
fn pages_that_a_registry_shows_hide_no_lines() {
    // rustdoc leaves out lines that begin with `# `; whoever reads the file sees them.
    let mut offences = Vec::new();
    for file in repo::files().iter().filter(|file| file.has_suffix(".md") && !file.path.contains("/fixtures/")) {
        let mut in_rust = false;
        for (index, line) in file.text.lines().enumerate() {
            if let Some(language) = line.trim_start().strip_prefix("```") {
                in_rust = !in_rust && language.starts_with("rust");
            } else if in_rust && (line == "#" || line.starts_with("# ")) {
                offences.push(format!(
                    "{}:{}: write the example so that every line is worth reading",
                    file.path,
                    index + 1
                ));
            }
        }
    }
    none(&offences);
}

#[test]
fn a_text_is_empty_if_its_words_are_those_of_the_name() {
    for text in ["The host name.", "Host names.", "Hostname.", "Whether it is the host name.", ""] {
        assert!(is_empty("host_name", text), "{text}");
    }
    assert!(is_empty("authorization_server_id", "Identifier of the authorization server."));
    assert!(is_empty("enabled", "Whether it is on."));
    for text in ["DNS name of the endpoint.", "Host name that clients call.", "Name of the region."] {
        assert!(!is_empty("host_name", text), "{text}");
    }
    assert!(
        is_value_repeated("The value `a`.") && is_value_repeated("The empty value.") && !is_value_repeated("A key.")
    );
}

#[track_caller]
fn report(what: &str, empty: &[&Said], all: usize, limit: usize) {
    assert!(all > 500, "only {all} {what} were found");
    let list: String = empty.iter().map(|said| format!("\n{}: {:?}", said.place, said.text)).collect();
    assert!(empty.len() * 100 < all * limit, "{} of {all} {what} say nothing:{list}", empty.len());
}

/// Whether a text has no word that the name does not have.
fn is_empty(name: &str, text: &str) -> bool {
    let names: Vec<String> = words(name).map(|word| stem(&word)).collect();
    let joined: String = words(name).collect();
    words(text)
        .filter(|word| !FILLERS.contains(&word.as_str()))
        .all(|word| joined.contains(&word) || names.contains(&stem(&word)))
}

fn is_value_repeated(text: &str) -> bool {
    text.is_empty() || text.starts_with("The value `") || text == "The empty value."
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase)
}

fn stem(word: &str) -> String {
    let word = SYNONYMS.iter().find(|(one, _)| *one == word).map_or(word, |(_, other)| other);
    word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word).to_owned()
}

/// What is said of the fields of all models, and of the values of all enumerations.
fn said() -> (Vec<Said>, Vec<Said>) {
    let (mut fields, mut values) = (Vec::new(), Vec::new());
    for file in repo::rust_files() {
        if !file.is_machine_written() || !file.path.starts_with("generated/src/") || !file.path.contains("/models/") {
            continue;
        }
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        for item in parsed.items {
            match item {
                Item::Struct(item) => {
                    let Fields::Named(named) = &item.fields else { continue };
                    // The same in every model, by the generator.
                    let own =
                        named.named.iter().filter_map(|field| Some((field.ident.as_ref()?.to_string(), &field.attrs)));
                    let own = own.filter(|(name, _)| !matches!(name.as_str(), "extra" | "additional_properties"));
                    fields.extend(own.map(|(name, attrs)| say(&file.path, &item.ident, name, attrs)));
                }
                Item::Enum(item) => {
                    let known = item.variants.iter().filter(|variant| variant.ident != "UnknownValue");
                    values.extend(
                        known.map(|variant| say(&file.path, &item.ident, variant.ident.to_string(), &variant.attrs)),
                    );
                }
                _ => {}
            }
        }
    }
    (fields, values)
}

fn say(path: &str, owner: &syn::Ident, name: String, attrs: &[Attribute]) -> Said {
    let name = name.trim_start_matches("r#").to_owned();
    Said { place: format!("{path}: {owner}.{name}"), name, text: first_paragraph(attrs) }
}

fn first_paragraph(attrs: &[Attribute]) -> String {
    let lines = attrs.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
