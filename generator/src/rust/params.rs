//! `params.rs`: what operations share, each parameter and each pattern once, so that one changed limit is one changed line.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Number;
use syn::Ident;

use super::{
    arguments::{Role, is_api_version},
    constraints::ParamConstraints,
    docs::{Text, code_span},
    file::Item,
    ident,
    resolve::{Argument, Method},
};
use crate::ecma;

/// The items of `params.rs`, sorted by name; none when the runtime adds all that is sent.
pub(super) fn items(methods: &[Method<'_>]) -> Vec<Item> {
    let constants = constants(methods);
    if constants.is_empty() {
        return Vec::new();
    }
    let mut items = vec![Item::Rust(quote!(
        use crate::rt;
    ))];
    let patterns = Patterns::of(constants.iter().map(|(name, constant)| (*name, &constant.limits)));
    let by_name: BTreeMap<&Ident, &str> = patterns.0.iter().map(|(text, name)| (name, *text)).collect();
    items.extend(by_name.into_iter().filter_map(|(name, text)| {
        let regex = ecma::translate(text)?;
        Some(Item::Rust(quote!(static #name: rt::Pattern = rt::Pattern::new(#text, #regex);)))
    }));
    items.extend(constants.iter().map(|(name, constant)| Item::Rust(declaration(name, constant, &patterns))));
    items
}

/// The statics of patterns, by the text of each.
struct Patterns<'a>(BTreeMap<&'a str, Ident>);

impl<'a> Patterns<'a> {
    /// A pattern is called by what it says: it belongs to no one parameter. Where two have one hash, each is called by all of its
    /// text, or one would be checked in the other's place. An underscore, which ends no constant, keeps it off the constants.
    fn of(constants: impl Iterator<Item = (&'a str, &'a ParamConstraints)>) -> Self {
        let (names, limits): (BTreeSet<&str>, Vec<_>) = constants.unzip();
        let texts: BTreeSet<&str> = limits.into_iter().filter_map(|limits| limits.pattern.as_deref()).collect();
        let is_alone = |text: &str| texts.iter().filter(|other| ident::hash(other) == ident::hash(text)).count() == 1;
        let name = |text: &str| {
            let mut name = format!("PATTERN_{:08X}", ident::hash(text));
            if !is_alone(text) {
                name.extend(text.bytes().map(|byte| format!("_{byte:02X}")));
            }
            if names.contains(&*name) { format_ident!("{name}_") } else { format_ident!("{name}") }
        };
        Self(texts.iter().map(|text| (*text, name(text))).collect())
    }
}

/// The limits of every argument as a Markdown list, for the documentation of the version's client.
pub(super) fn limits(methods: &[Method<'_>]) -> Option<Text> {
    let mut arguments: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
    for constant in constants(methods).into_values() {
        let mut limits = constant.limits.describe();
        if unchecked_pattern(&constant.limits) {
            limits.push("which only the service checks".to_owned());
        }
        // No caller needs to know the limits of an api-version that is not theirs to give.
        let is_given = matches!(constant.role, Role::Argument | Role::Optional);
        if !limits.is_empty() && (is_given || !is_api_version(constant.param)) {
            arguments.entry((&constant.name, &constant.param.name)).or_default().insert(limits.join(", "));
        }
    }
    let lines = arguments.into_iter().map(|((argument, wire_name), limits)| {
        let limits: Vec<String> = limits.into_iter().collect();
        format!("- `{argument}` ({}): {}", code_span(wire_name), limits.join("; in other operations "))
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| Text::of(lines.join("\n")))
}

/// What each constant is made of: the first parameter that it stands for.
fn constants<'m, 'a>(methods: &'m [Method<'a>]) -> BTreeMap<&'a str, &'m Argument<'a>> {
    let mut constants = BTreeMap::new();
    for method in methods {
        // Nothing refers to the constant of an api-version that the runtime adds.
        let is_added = |param: &Argument<'_>| is_api_version(param.param) && method.sends_version_last;
        for param in method.params.iter().filter(|param| !is_added(param)) {
            if let Some(name) = param.constant {
                constants.entry(name).or_insert(param);
            }
        }
    }
    constants
}

fn declaration(name: &str, constant: &Argument<'_>, patterns: &Patterns<'_>) -> TokenStream {
    let name = format_ident!("{name}");
    let (wire_name, argument) = (&constant.param.name, &constant.name);
    let constraints = constraints(&constant.limits, patterns);
    quote!(pub(super) static #name: rt::Param = rt::Param { name: #wire_name, argument: #argument, constraints: #constraints };)
}

fn constraints(limits: &ParamConstraints, patterns: &Patterns<'_>) -> TokenStream {
    let mut constraints = Vec::new();
    let mut set = |name: &str, value: Option<TokenStream>| {
        if let Some(value) = value {
            let name = format_ident!("{name}");
            constraints.push(quote!(#name: #value));
        }
    };
    set("min_length", limits.min_length.map(length));
    set("max_length", limits.max_length.map(length));
    let pattern = limits.pattern.as_deref().filter(|_| !unchecked_pattern(limits));
    set("pattern", pattern.and_then(|text| patterns.0.get(text)).map(|name| quote!(Some(&#name))));
    set("minimum", limits.minimum.as_ref().map(number));
    set("maximum", limits.maximum.as_ref().map(number));
    set("exclusive_minimum", limits.exclusive_minimum.then(|| quote!(true)));
    set("exclusive_maximum", limits.exclusive_maximum.then(|| quote!(true)));
    set("multiple_of", limits.multiple_of.as_ref().map(number));
    set("uuid", limits.uuid.then(|| quote!(true)));
    let values = &limits.values;
    set("values", (!values.is_empty()).then(|| quote!(&[#(#values),*])));
    set("secret", limits.secret.then(|| quote!(true)));
    if constraints.is_empty() {
        quote!(rt::Constraints::NONE)
    } else {
        quote!(rt::Constraints { #(#constraints,)* ..rt::Constraints::NONE })
    }
}

/// A length as the runtime takes it; one beyond its range limits nothing that fits in memory.
fn length(length: u64) -> TokenStream {
    let length = proc_macro2::Literal::u32_unsuffixed(u32::try_from(length).unwrap_or(u32::MAX));
    quote!(Some(#length))
}

fn number(number: &Number) -> TokenStream {
    let number = proc_macro2::Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
    quote!(Some(#number))
}

/// Whether there is a pattern that the client cannot check: a good argument must not be refused for it.
fn unchecked_pattern(limits: &ParamConstraints) -> bool {
    limits.pattern.as_deref().is_some_and(|pattern| ecma::translate(pattern).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_say_only_what_is_limited() {
        let none = Patterns(BTreeMap::new());
        let limits = ParamConstraints {
            min_length: Some(1),
            minimum: Some(1.into()),
            uuid: true,
            ..ParamConstraints::default()
        };
        let expected =
            quote!(rt::Constraints { min_length: Some(1), minimum: Some(1.0), uuid: true, ..rt::Constraints::NONE });
        assert_eq!(constraints(&limits, &none).to_string(), expected.to_string());
        assert_eq!(
            constraints(&ParamConstraints::default(), &none).to_string(),
            quote!(rt::Constraints::NONE).to_string()
        );
    }

    fn limits(pattern: &str) -> ParamConstraints {
        ParamConstraints { pattern: Some(pattern.to_owned()), ..ParamConstraints::default() }
    }

    fn names(constants: &[(&str, &str)]) -> Vec<String> {
        let constants: Vec<_> = constants.iter().map(|(name, pattern)| (*name, limits(pattern))).collect();
        let patterns = Patterns::of(constants.iter().map(|(name, limits)| (*name, limits)));
        patterns.0.values().map(ToString::to_string).collect()
    }

    #[test]
    fn a_pattern_that_cannot_be_checked_is_no_rule() {
        let code = |pattern: &str| {
            let limits = limits(pattern);
            constraints(&limits, &Patterns::of([("A", &limits)].into_iter())).to_string()
        };
        let name = format_ident!("PATTERN_{:08X}", ident::hash("^a$"));
        let expected = quote!(rt::Constraints { pattern: Some(&#name), ..rt::Constraints::NONE });
        assert_eq!(code("^a$"), expected.to_string());
        assert_eq!(code("^(?=a)b$"), quote!(rt::Constraints::NONE).to_string());
    }

    #[test]
    fn a_patterns_name_depends_on_its_text_alone() {
        assert_eq!(names(&[("A", "a"), ("B", "a")]), ["PATTERN_E40C292C"]);
        assert_eq!(names(&[("A", "^a$"), ("B", "^b$")]).len(), 2);
    }

    #[test]
    fn two_patterns_are_never_one() {
        let (one, other) = ("^v1023300$", "^v858208$");
        assert_eq!(ident::hash(one), ident::hash(other));
        let both = names(&[("A", one), ("B", other)]);
        assert_eq!(both.len(), 2);
        assert_ne!(both[0], both[1]);
        assert_eq!(names(&[("PATTERN_E40C292C", "a")]), ["PATTERN_E40C292C_"]);
    }
}
