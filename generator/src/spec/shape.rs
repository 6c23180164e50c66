//! Checks a raw document against the grammar: kinds of values, known keys, known extensions, references.
//!
//! Why not leave it to the typed reader: that one names a place far above the mistake, drops unknown keys in silence, and takes
//! exponential time over a mistake deep inside nested schemas. What passes here, it reads.

use serde_json::{Map, Value};

use super::{
    Problem, Report,
    grammar::{Keys, Kind, OVERLAY, Object, ROOT},
    refs::{self, Ref},
    trail::Trail,
};
use crate::diag::Code;

/// The deepest nesting that is read. Published descriptions stay below 25.
const MAX_DEPTH: usize = 64;

/// Reports everything about the shape of `raw` that is wrong.
pub(super) fn check(raw: &Value, report: &mut Report<'_>) {
    let mut walk = Walk { raw, report };
    walk.object(raw, &Trail::Root, &ROOT);
    refs::check_cycles(raw, walk.report);
}

/// Reports everything about the shape of an overlay that is wrong.
pub(super) fn check_overlay(raw: &Value, report: &mut Report<'_>) {
    Walk { raw, report }.object(raw, &Trail::Root, &OVERLAY);
}

/// Reports everything about a value of an overlay that is not of its kind.
pub(super) fn check_value(value: &Value, trail: &Trail<'_>, kind: &Kind, report: &mut Report<'_>) {
    Walk { raw: value, report }.value(value, trail, kind);
}

struct Walk<'a, 'b> {
    raw: &'a Value,
    report: &'a mut Report<'b>,
}

impl Walk<'_, '_> {
    fn value(&mut self, value: &Value, trail: &Trail<'_>, kind: &Kind) {
        if trail.depth() > MAX_DEPTH {
            let problem = Problem::new(Code::Shape, format!("nested deeper than {MAX_DEPTH} levels"));
            return self.report.push(trail, problem.help("move inner schemas to components and refer to them"));
        }
        match kind {
            Kind::Text => self.scalar(value, trail, value.is_string(), "a string"),
            Kind::Flag => self.scalar(value, trail, value.is_boolean(), "true or false"),
            Kind::Number => self.scalar(value, trail, value.is_number(), "a number"),
            Kind::Count => self.scalar(value, trail, value.is_u64(), "a whole number from 0"),
            Kind::Word(words) => self.word(value, trail, words),
            Kind::Pointer(section) => self.pointer(value, trail, section),
            Kind::List(kind) => self.list(value, trail, kind),
            Kind::Map(keys, kind) => self.map(value, trail, *keys, kind),
            Kind::Object(object) => self.object(value, trail, object),
            Kind::OrRef(object, section) => self.or_ref(value, trail, object, section),
            Kind::OrFlag(kind) if !value.is_boolean() => self.value(value, trail, kind),
            Kind::OrNull(kind) if !value.is_null() => self.value(value, trail, kind),
            Kind::Data | Kind::OrFlag(_) | Kind::OrNull(_) => {}
        }
    }

    fn scalar(&mut self, value: &Value, trail: &Trail<'_>, fits: bool, wanted: &str) {
        if !fits {
            let problem = Problem::new(Code::Shape, format!("{trail} is {}", describe(value)));
            self.report.push(trail, problem.help(format!("write {wanted}")));
        }
    }

    fn word(&mut self, value: &Value, trail: &Trail<'_>, words: &[&str]) {
        match value.as_str() {
            None => self.scalar(value, trail, false, "a string"),
            Some(word) if words.contains(&word) => {}
            Some(word) => {
                let problem = Problem::new(Code::Shape, format!("{trail} is \"{word}\""));
                self.report.push(trail, problem.help(format!("write one of {}", words.join(", "))));
            }
        }
    }

    fn list(&mut self, value: &Value, trail: &Trail<'_>, kind: &Kind) {
        let Some(list) = value.as_array() else {
            return self.scalar(value, trail, false, "an array");
        };
        for (index, element) in list.iter().enumerate() {
            self.value(element, &trail.element(index), kind);
        }
    }

    fn map(&mut self, value: &Value, trail: &Trail<'_>, keys: Keys, kind: &Kind) {
        let Some(map) = value.as_object() else {
            return self.scalar(value, trail, false, "an object");
        };
        for (key, member) in map {
            let here = trail.member(key);
            match key_problem(keys, key) {
                None => self.value(member, &here, kind),
                Some(_) if keys != Keys::Any && key.starts_with("x-") => self.extension(&here, key, "here"),
                Some((what, remedy)) => {
                    let problem = Problem::new(Code::Shape, format!("\"{key}\" is not {what}"));
                    self.report.push(&here, problem.help(remedy));
                }
            }
        }
    }

    fn object(&mut self, value: &Value, trail: &Trail<'_>, object: &Object) {
        let Some(map) = value.as_object() else {
            return self.scalar(value, trail, false, object.name);
        };
        let case = object.cases.and_then(|(key, cases)| {
            let decided = map.get(key)?.as_str()?;
            cases.iter().find(|case| case.value == decided)
        });
        let more = case.map_or(&[][..], |case| case.keys);
        for (key, member) in map {
            let here = trail.member(key);
            match more.iter().chain(object.keys).find(|(known, _)| known == key) {
                Some((_, kind)) => self.value(member, &here, kind),
                None if key.starts_with("x-") => self.extension(&here, key, &format!("on {}", object.name)),
                None => self.report.push(&here, unknown_key(key, object)),
            }
        }
        let required = object.required.iter().chain(case.map_or(&[][..], |case| case.required));
        for required in required.filter(|key| !map.contains_key(**key)) {
            let problem = Problem::new(Code::Shape, format!("{} without \"{required}\"", object.name));
            self.report.push(trail, problem.help("add it"));
        }
        let found = object.one_of.iter().filter(|key| map.contains_key(**key)).count();
        if found != 1 && !object.one_of.is_empty() {
            let (with, remedy) =
                if found == 0 { ("without", "add one of them") } else { ("with both", "keep one of them") };
            let choice = object.one_of.join(if found == 0 { "\" or \"" } else { "\" and \"" });
            let problem = Problem::new(Code::Shape, format!("{} {with} \"{choice}\"", object.name));
            self.report.push(trail, problem.help(remedy));
        }
    }

    fn extension(&mut self, trail: &Trail<'_>, key: &str, place: &str) {
        let message = format!("extension \"{key}\" is not known {place}");
        let problem = Problem::new(Code::UnknownExtension, message);
        self.report.push(trail, problem.help("remove it, or teach spec/grammar.rs what it means"));
    }

    fn or_ref(&mut self, value: &Value, trail: &Trail<'_>, object: &Object, section: &str) {
        match value.get("$ref") {
            None => self.object(value, trail, object),
            Some(reference) => {
                self.siblings(value, trail, section);
                self.pointer(reference, &trail.member("$ref"), section);
            }
        }
    }

    fn siblings(&mut self, value: &Value, trail: &Trail<'_>, section: &str) {
        let remedy =
            if section == "schemas" { "wrap the $ref in allOf" } else { "remove it, or repeat the component here" };
        for key in value.as_object().into_iter().flat_map(Map::keys).filter(|key| *key != "$ref") {
            let problem = Problem::new(Code::RefSibling, format!("\"{key}\" beside $ref is ignored"));
            self.report.push(&trail.member(key), problem.help(remedy));
        }
    }

    fn pointer(&mut self, value: &Value, trail: &Trail<'_>, section: &str) {
        let Some(text) = value.as_str() else {
            return self.scalar(value, trail, false, "a string");
        };
        match Ref::parse(text) {
            Err(problem) => self.report.push(trail, problem),
            Ok(reference) => {
                if let Some(problem) = reference.check(section, self.raw) {
                    self.report.push(trail, problem);
                }
            }
        }
    }
}

fn unknown_key(key: &str, object: &Object) -> Problem {
    if key == "$ref" {
        return Problem::new(Code::UnresolvedRef, format!("a $ref cannot stand for {}", object.name))
            .help("write out what it names");
    }
    Problem::new(Code::LostKey, format!("\"{key}\" is not a key of {} and would be lost", object.name))
        .help("remove it, or correct its spelling")
}

/// What the key is not, and what to do about it.
fn key_problem(keys: Keys, key: &str) -> Option<(&'static str, &'static str)> {
    let is_name = |key: &str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let (fits, what, remedy) = match keys {
        Keys::Any => (true, "", ""),
        Keys::Name => (
            !key.is_empty() && is_name(key),
            "the name of a component",
            "use letters, digits, \".\", \"_\" and \"-\" only",
        ),
        Keys::Path => (
            key.starts_with('/') && !key.contains('?'),
            "a path",
            "start it with \"/\"; one with a query belongs into x-ms-paths",
        ),
        Keys::QueryPath => {
            (key.starts_with('/') && key.contains('?'), "a path with a query", "one without belongs into paths")
        }
        Keys::Status => (
            key == "default" || is_status(key),
            "a status code",
            "write a code such as 200, a range such as 4XX, or \"default\"",
        ),
    };
    (!fits).then_some((what, remedy))
}

fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'5', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}

/// What a value is, for messages.
fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
