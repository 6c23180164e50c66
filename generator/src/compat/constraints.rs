//! What arguments are checked for before anything is sent, as the rendered constants say it, and which of two versions refuses more.

use syn::{Expr, ExprStruct, Member};

use super::format::words;

/// A constant of `params.rs`: an argument and the constraints it must obey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedParam {
    /// The argument, or the field of the options structure.
    pub argument: String,
    /// Rule and value, for instance `max_length` and `Some(90)`.
    pub constraints: Vec<(String, String)>,
}

/// A check of an argument by a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether the argument is a segment of the path, which must not be empty in any case.
    pub is_path: bool,
    /// What it is checked for.
    pub param: CheckedParam,
}

impl CheckedParam {
    /// Reads `rt::Param { name: .., argument: .., constraints: rt::Constraints { .. } }`.
    pub(super) fn read(constant: &Expr) -> Option<Self> {
        let Expr::Struct(param) = constant else { return None };
        let argument = words(member(param, "argument")?).trim_matches('"').to_owned();
        let constraints = match member(param, "constraints")? {
            Expr::Struct(constraints) => {
                constraints.fields.iter().map(|field| (words(&field.member), words(&field.expr))).collect()
            }
            _ => Vec::new(),
        };
        Some(Self { argument, constraints })
    }

    fn rule(&self, name: &str) -> Option<&str> {
        self.constraints.iter().find(|(rule, _)| rule == name).map(|(_, value)| value.as_str())
    }
}

fn member<'a>(structure: &'a ExprStruct, name: &str) -> Option<&'a Expr> {
    let named = |member: &Member| matches!(member, Member::Named(ident) if ident == name);
    structure.fields.iter().find(|field| named(&field.member)).map(|field| &field.expr)
}

/// An argument that is refused and was not before.
pub(super) struct Refused {
    pub(super) argument: String,
    /// The constraints that refuse it.
    pub(super) constraints: Vec<String>,
    /// What is refused, in words.
    pub(super) what: String,
}

/// The arguments of a method that are refused now and were not before.
pub(super) fn refused(old: &[Checked], new: &[Checked]) -> Vec<Refused> {
    let mut refused = Vec::new();
    for check in new {
        let argument = &check.param.argument;
        let before = old.iter().find(|before| before.param.argument == *argument).map(|before| &before.param);
        let tighter = check.param.constraints.iter().filter(|(rule, value)| {
            let before = before.and_then(|before| before.rule(rule));
            is_tighter(rule, before, value) && !(check.is_path && rule == "min_length" && number(value) <= Some(1.0))
        });
        let tighter: Vec<_> = tighter.collect();
        if before.is_some() && !tighter.is_empty() {
            let what: Vec<String> = tighter.iter().map(|(rule, value)| sentence(rule, value)).collect();
            let constraints = tighter.iter().map(|(rule, _)| rule.clone()).collect();
            refused.push(Refused { argument: argument.clone(), constraints, what: what.join(" or ") });
        }
    }
    refused
}

fn is_tighter(rule: &str, old: Option<&str>, new: &str) -> bool {
    let Some(old) = old else { return rule != "secret" };
    match (rule, number(old), number(new)) {
        _ if old == new => false,
        ("min_length" | "minimum", Some(old), Some(new)) => new > old,
        ("max_length" | "maximum", Some(old), Some(new)) => new < old,
        ("multiple_of", Some(old), Some(new)) => (old / new).fract() != 0.0,
        ("values", ..) => {
            let (old, new) = (values(old), values(new));
            old.iter().any(|value| !new.contains(value))
        }
        ("secret", ..) => false,
        _ => true,
    }
}

fn number(value: &str) -> Option<f64> {
    value.strip_prefix("Some(")?.strip_suffix(')')?.replace(' ', "").parse().ok()
}

fn values(list: &str) -> Vec<&str> {
    list.trim_start_matches(['&', '[']).trim_end_matches(']').split(", ").map(str::trim).collect()
}

fn sentence(rule: &str, value: &str) -> String {
    let value = value.strip_prefix("Some(").and_then(|value| value.strip_suffix(')')).unwrap_or(value);
    match rule {
        "min_length" => format!("shorter than {value} characters"),
        "max_length" => format!("longer than {value} characters"),
        "minimum" => format!("less than {value}"),
        "maximum" => format!("more than {value}"),
        "exclusive_minimum" | "exclusive_maximum" => "equal to its limit".to_owned(),
        "multiple_of" => format!("no multiple of {value}"),
        "uuid" => "no UUID".to_owned(),
        "values" => format!("none of {}", value.trim_start_matches(['&', '[']).trim_end_matches(']')),
        "pattern" => "not as its pattern says".to_owned(),
        other => format!("not as `{other}` says"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Checked, CheckedParam, refused};

    fn checks(is_path: bool, constraints: &str) -> Vec<Checked> {
        let text = format!(
            "rt::Param {{ name: \"a\", argument: \"a\", constraints: rt::Constraints {{ {constraints} ..rt::Constraints::NONE }} }}"
        );
        let param = CheckedParam::read(&syn::parse_str(&text).expect("it is Rust")).expect("it is a constant");
        vec![Checked { is_path, param }]
    }

    #[test]
    fn only_what_is_tighter_refuses_more() {
        for (old, new, said) in [
            ("", "", None),
            ("", "max_length: Some(9),", Some("longer than 9 characters")),
            ("max_length: Some(9),", "", None),
            ("max_length: Some(9),", "max_length: Some(10),", None),
            ("min_length: Some(2),", "min_length: Some(3),", Some("shorter than 3 characters")),
            ("minimum: Some(-1.0),", "minimum: Some(-2.0),", None),
            ("pattern: Some(&PATTERN_A),", "pattern: Some(&PATTERN_B),", Some("not as its pattern says")),
            ("", "uuid: true,", Some("no UUID")),
            ("", "secret: true,", None),
            ("values: &[\"a\", \"b\"],", "values: &[\"b\"],", Some("none of \"b\"")),
            ("values: &[\"b\"],", "values: &[\"a\", \"b\"],", None),
        ] {
            let found = refused(&checks(false, old), &checks(false, new));
            assert_eq!(found.first().map(|one| one.what.as_str()), said, "{old} -> {new}");
        }
    }

    #[test]
    fn a_segment_of_a_path_was_never_empty() {
        assert_eq!(refused(&checks(true, ""), &checks(true, "min_length: Some(1),")).len(), 0);
        assert_eq!(refused(&checks(false, ""), &checks(false, "min_length: Some(1),")).len(), 1);
    }
}
