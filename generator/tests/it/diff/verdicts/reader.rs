//! A second reader: says whether an edit breaks a careful client from the two documents as data, with nothing of the generator's.
//!
//! It follows references and reads each operation whole, so it finds a change at every place that it reaches; it is slow and names no place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As a segment of the path, which is never empty.
    Path,
    /// As text in a query or a header.
    Written,
    Sent,
    Received,
}

struct Reader<'a> {
    old: &'a Value,
    new: &'a Value,
}

/// Whether any operation of the old document breaks.
pub(super) fn breaks(old: &Value, new: &Value) -> bool {
    let reader = Reader { old, new };
    let (before, after) = (operations(old), operations(new));
    // One that is not where it was is gone, wherever it went.
    before.iter().any(|(key, (params, op))| {
        after.get(key).is_none_or(|(new_params, new_op)| reader.operation((params, op), (new_params, new_op)))
    })
}

/// Every operation by method and path, without the names of parameters, in lower case.
fn operations(raw: &Value) -> BTreeMap<String, (Vec<Value>, Value)> {
    let mut found = BTreeMap::new();
    for section in ["paths", "x-ms-paths"] {
        for (path, item) in raw[section].as_object().into_iter().flatten() {
            let (plain, query) = path.split_once('?').map_or((path.as_str(), ""), |(plain, query)| (plain, query));
            let segments = plain.trim_end_matches('/').split('/');
            let erased: Vec<String> = segments
                .map(|part| if part.starts_with('{') { "{}".to_owned() } else { part.to_lowercase() })
                .collect();
            let shared = item["parameters"].as_array().cloned().unwrap_or_default();
            for (method, op) in item.as_object().into_iter().flatten().filter(|(key, _)| *key != "parameters") {
                let own = op["parameters"].as_array().cloned().unwrap_or_default();
                let params = shared.iter().chain(&own).cloned().collect();
                found.insert(format!("{method} {}?{query}", erased.join("/")), (params, op.clone()));
            }
        }
    }
    found
}

fn resolve<'a>(root: &'a Value, mut value: &'a Value) -> &'a Value {
    while let Some(reference) = value["$ref"].as_str() {
        value = root.pointer(reference.trim_start_matches('#')).expect("a reference leads somewhere");
    }
    value
}

impl Reader<'_> {
    fn operation(&self, (old_params, old): (&[Value], &Value), (new_params, new): (&[Value], &Value)) -> bool {
        self.parameters(old_params, new_params)
            || self.body(&old["requestBody"], &new["requestBody"])
            || self.answers(old, new)
            || self.long_running(old, new)
    }

    fn parameters(&self, old: &[Value], new: &[Value]) -> bool {
        let named = |root, params: &[Value]| -> BTreeMap<(String, String), Value> {
            let all = params.iter().map(|param| resolve(root, param).clone());
            let ours = all.filter(|param| param["name"] != "api-version");
            ours.map(|param| {
                let word = |key: &str| param[key].as_str().unwrap_or_default().to_owned();
                let name = if word("in") == "header" { word("name").to_lowercase() } else { word("name") };
                ((word("in"), name), param)
            })
            .collect()
        };
        let (before, after) = (named(self.old, old), named(self.new, new));
        let gone = before.keys().any(|key| !after.contains_key(key));
        let demanded = after.iter().any(|(key, param)| !before.contains_key(key) && param["required"] == true);
        gone || demanded
            || before.iter().any(|(key, one)| {
                let other = &after[key];
                let way = if key.0 == "path" { Way::Path } else { Way::Written };
                one["required"] != true && other["required"] == true
                    || self.value(&one["schema"], &other["schema"], way, &mut BTreeSet::new())
            })
    }

    fn body(&self, old: &Value, new: &Value) -> bool {
        let (old, new) = (resolve(self.old, old), resolve(self.new, new));
        match (old.is_object(), new.is_object()) {
            (false, false) => false,
            (false, true) => new["required"] == true,
            (true, false) => true,
            (true, true) => old["required"] != true && new["required"] == true || self.content(old, new, Way::Sent),
        }
    }

    fn content(&self, old: &Value, new: &Value, way: Way) -> bool {
        let (old, new) = (&old["content"], &new["content"]);
        old.as_object().into_iter().flatten().any(|(media_type, one)| {
            let Some(other) = new.get(media_type) else { return true };
            self.value(&one["schema"], &other["schema"], way, &mut BTreeSet::new())
        })
    }

    fn answers(&self, old: &Value, new: &Value) -> bool {
        let success = |responses: &Value| -> BTreeSet<String> {
            let all = responses.as_object().into_iter().flatten().map(|(status, _)| status.clone());
            all.filter(|status| status.starts_with('2') || status == "404").collect()
        };
        let (before, after) = (&old["responses"], &new["responses"]);
        success(before) != success(after)
            || before.as_object().into_iter().flatten().any(|(status, one)| {
                let Some(other) = after.get(status) else { return false };
                let (one, other) = (resolve(self.old, one), resolve(self.new, other));
                let lost = |name: &String| {
                    !other["headers"]
                        .as_object()
                        .into_iter()
                        .flatten()
                        .any(|(other, _)| other.eq_ignore_ascii_case(name))
                };
                one["headers"].as_object().into_iter().flatten().any(|(name, _)| lost(name))
                    || self.content(one, other, Way::Received)
            })
    }

    fn long_running(&self, old: &Value, new: &Value) -> bool {
        let runs = |op: &Value| op["x-ms-long-running-operation"] == true;
        let state =
            |op: &Value| op["x-ms-long-running-operation-options"]["final-state-via"].as_str().map(str::to_owned);
        // What is not said is the usual, and nothing that a client can miss.
        let said = |op: &Value| state(op).unwrap_or_default();
        !runs(old) && runs(new)
            || runs(old) && runs(new) && state(old).is_some() && state(new).is_some() && said(old) != said(new)
    }

    fn value(&self, old: &Value, new: &Value, way: Way, seen: &mut BTreeSet<String>) -> bool {
        let pair = format!("{} {}", old["$ref"], new["$ref"]);
        if old["$ref"].is_string() && !seen.insert(pair) {
            return false;
        }
        let (one, other) = (Whole::of(self.old, old), Whole::of(self.new, new));
        types(&one.keys, &other.keys, way)
            || enums(&one.keys, &other.keys, way)
            || limits(&one.keys, &other.keys, way)
            || self.members(&one, &other, way, seen)
            || match (one.keys.get("items"), other.keys.get("items")) {
                (Some(one), Some(other)) => self.value(one, other, way, seen),
                _ => false,
            }
    }

    fn members(&self, old: &Whole, new: &Whole, way: Way, seen: &mut BTreeSet<String>) -> bool {
        let received = way == Way::Received;
        for (name, member) in &old.members {
            let Some(other) = new.members.get(name) else {
                if received || !is_read_only(self.old, member) {
                    return true;
                }
                continue;
            };
            let (was, is) = (is_read_only(self.old, member), is_read_only(self.new, other));
            if !received && !was && is {
                return true;
            }
            if !received && (was || is) {
                continue;
            }
            let (was, is) = (old.required.contains(name), new.required.contains(name));
            if !received && !was && is || received && was && !is {
                return true;
            }
            if self.value(member, other, way, seen) {
                return true;
            }
        }
        !received
            && new.required.iter().any(|name| {
                !old.members.contains_key(name)
                    && new.members.get(name).is_some_and(|member| !is_read_only(self.new, member))
            })
    }
}

fn is_read_only(root: &Value, member: &Value) -> bool {
    let sent = |words: &Value| words.as_array().is_some_and(|words| words.iter().all(|word| word == "read"));
    member["readOnly"] == true || sent(&member["x-ms-mutability"]) || resolve(root, member)["readOnly"] == true
}

/// A schema with its bases.
struct Whole {
    keys: Map<String, Value>,
    members: BTreeMap<String, Value>,
    required: BTreeSet<String>,
}

impl Whole {
    fn of(root: &Value, schema: &Value) -> Self {
        let mut whole = Self { keys: Map::new(), members: BTreeMap::new(), required: BTreeSet::new() };
        whole.add(root, schema);
        whole
    }

    fn add(&mut self, root: &Value, schema: &Value) {
        let schema = resolve(root, schema);
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.add(root, part);
        }
        for (key, value) in schema.as_object().into_iter().flatten() {
            self.keys.insert(key.clone(), value.clone());
        }
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            self.members.insert(name.clone(), member.clone());
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        self.required.extend(required.map(str::to_owned));
    }
}

fn types(old: &Map<String, Value>, new: &Map<String, Value>, way: Way) -> bool {
    let ty = |keys: &Map<String, Value>| {
        let said = keys.get("type").and_then(Value::as_str);
        said.map_or(if keys.contains_key("properties") { "object" } else { "any" }.to_owned(), str::to_owned)
    };
    let format = |keys: &Map<String, Value>| keys.get("format").and_then(Value::as_str).unwrap_or_default().to_owned();
    let ((one, other), (before, after)) = ((ty(old), ty(new)), (format(old), format(new)));
    let scalar = |ty: &str| matches!(ty, "boolean" | "integer" | "number");
    if one != other {
        let written = matches!(way, Way::Path | Way::Written) && scalar(&one) && other == "string";
        return !(written || one == "object" && other == "any");
    }
    match (before.as_str(), after.as_str()) {
        (before, after) if before == after => false,
        ("int32", "int64") => way == Way::Received,
        ("", _) if one == "string" => way != Way::Received,
        (_, "") if one == "string" => way == Way::Received,
        _ => true,
    }
}

fn enums(old: &Map<String, Value>, new: &Map<String, Value>, way: Way) -> bool {
    let values = |keys: &Map<String, Value>| keys.get("enum").and_then(Value::as_array).cloned();
    let open = |keys: &Map<String, Value>| keys.get("x-ms-enum").is_some_and(|word| word["modelAsString"] == true);
    match (values(old), values(new)) {
        (Some(one), Some(other)) => {
            let gone = one.iter().any(|value| !other.contains(value));
            let came = other.iter().any(|value| !one.contains(value));
            if way == Way::Received {
                came && !open(old) || !open(old) && open(new)
            } else {
                gone || open(old) && !open(new)
            }
        }
        (Some(_), None) => way == Way::Received && !open(old),
        (None, Some(_)) => way != Way::Received && !open(new),
        (None, None) => false,
    }
}

fn limits(old: &Map<String, Value>, new: &Map<String, Value>, way: Way) -> bool {
    if old.get("type") != new.get("type") {
        return false;
    }
    let number = |keys: &Map<String, Value>, key: &str| keys.get(key).and_then(Value::as_f64);
    let mut tighter = false;
    let mut looser = false;
    for key in ["minLength", "minItems", "minimum"] {
        let (one, other) = (number(old, key).unwrap_or(0.0), number(new, key).unwrap_or(0.0));
        tighter |= other > one && !(way == Way::Path && key == "minLength" && other <= 1.0);
        looser |= other < one;
    }
    for key in ["maxLength", "maxItems", "maximum"] {
        let (one, other) = (number(old, key).unwrap_or(f64::MAX), number(new, key).unwrap_or(f64::MAX));
        tighter |= other < one;
        looser |= other > one;
    }
    match (old.get("pattern"), new.get("pattern")) {
        (None, Some(_)) => tighter = true,
        (Some(_), None) => looser = true,
        (one, other) => {
            tighter |= one != other;
            looser |= one != other;
        }
    }
    let defaults = old.get("default").is_some() && old.get("default") != new.get("default");
    if way == Way::Received { looser } else { tighter || defaults }
}
