//! A validator for the part of JSON Schema that our own schema uses. Any keyword it does not know is an error, so that a schema cannot
//! promise what nobody checks.

use serde_json::Value;

/// Everything in `value` that `schema` forbids, with its place.
pub(super) fn problems(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for (keyword, argument) in schema.as_object().expect("a schema is an object") {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "properties" => {}
            "$ref" => check(root, definition(root, argument), value, at, found),
            "type" if !is_a(value, argument) => found.push(format!("{at}: not {argument}: {value}")),
            "enum" if !argument.as_array().expect("a list").contains(value) => {
                found.push(format!("{at}: unlisted {value}"));
            }
            "minimum" if value.as_f64() < argument.as_f64() => found.push(format!("{at}: below {argument}")),
            "type" | "enum" | "minimum" => {}
            "required" => found.extend(missing(argument, value).map(|name| format!("{at}: lacks {name}"))),
            "additionalProperties" => members(root, (schema, argument), value, at, found),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, argument, item, &format!("{at}/{index}"), found);
                }
            }
            "anyOf" => {
                let fits = |one: &Value| {
                    let mut inner = Vec::new();
                    check(root, one, value, at, &mut inner);
                    inner.is_empty()
                };
                if !argument.as_array().expect("a list").iter().any(fits) {
                    found.push(format!("{at}: fits none of {argument}"));
                }
            }
            other => panic!("the schema uses {other}, which this validator does not know"),
        }
    }
}

fn definition<'a>(root: &'a Value, reference: &Value) -> &'a Value {
    let pointer = reference.as_str().and_then(|text| text.strip_prefix('#')).expect("references stay in the schema");
    root.pointer(pointer).expect("references resolve")
}

fn is_a(value: &Value, name: &Value) -> bool {
    match name.as_str().expect("a type is a word") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the schema names the type {other}"),
    }
}

fn missing<'a>(required: &'a Value, value: &'a Value) -> impl Iterator<Item = &'a str> {
    let names = required.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name"));
    names.filter(|name| value.get(*name).is_none())
}

fn members(root: &Value, (schema, additional): (&Value, &Value), value: &Value, at: &str, found: &mut Vec<String>) {
    for (name, member) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{name}");
        match schema.get("properties").and_then(|properties| properties.get(name)) {
            Some(schema) => check(root, schema, member, &at, found),
            None if additional == &Value::Bool(false) => found.push(format!("{at}: not a known member")),
            None => check(root, additional, member, &at, found),
        }
    }
}
