//! The tables that are written by hand: what each operation is called with and what must come of it, which descriptions have no
//! client, and which scenarios are not hit.
//!
//! `calls/NAME.yaml` belongs to the description NAME. In it stand `subscription`, for a client that has one; `audience`, where tokens
//! are for something else than the server; `calls`, a call or a
//! list of calls by operation; and `uncalled`, the operations that are not called, by reason, or a reason for all. An operation that
//! is not in the table is called without arguments. Of a call stand there, each where it is needed:
//!
//! - `with`: its parameters by name; `body`: its body, or `body_of`: the operation whose answer it is; `sends`: headers that the application adds, or takes away with `null`;
//! - `gives`: the body that comes of it as JSON, where that is not exactly what the server's last answer says; of a list, its items;
//! - `items`: how many a list has;
//! - `headers`: headers of the answer; `status`: its status, where it is no 200;
//! - `fails`: the status of the answer that is the error, or words of an error that is none of the server's.

use std::{collections::BTreeMap, fs};

use generator::spec::yaml;
use kit::{calls::Arguments, repo};
use serde_json::{Map, Value as Json, json};

/// Where the tables are.
const FOLDER: &str = "tests/conformance";

/// What an operation is called with, and what must come of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) arguments: Arguments,
    /// The operation whose answer is the body.
    pub(crate) body_of: Option<String>,
    /// Headers that the application adds, or takes away.
    pub(crate) sends: BTreeMap<String, Option<String>>,
    pub(crate) gives: Option<Json>,
    pub(crate) items: Option<u64>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) status: Option<u64>,
    pub(crate) fails: Option<Failure>,
}

/// How a call fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// With an answer of this status.
    Status(u64),
    /// With these words.
    Words(String),
}

/// The table of a description.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) subscription: String,
    /// What tokens are for, where that is not the server itself.
    pub(crate) audience: Option<String>,
    pub(crate) calls: BTreeMap<String, Vec<Call>>,
    pub(crate) uncalled: BTreeMap<String, String>,
    /// Why none of its operations is called.
    pub(crate) all_uncalled: Option<String>,
}

impl Table {
    /// The table of the description `name`; an empty one if there is none.
    pub(crate) fn of(name: &str) -> Result<Self, String> {
        let Some(members) = read(&format!("calls/{name}.yaml"))? else { return Ok(Self::default()) };
        let mut table = Self::default();
        for (key, value) in members {
            match key.as_str() {
                "subscription" => table.subscription = text(value, name)?,
                "audience" => table.audience = Some(text(value, name)?),
                "calls" => {
                    for (id, calls) in object(value, name)? {
                        let calls = if let Json::Array(calls) = calls { calls } else { vec![calls] };
                        let at = format!("{name}: {id}");
                        let calls = calls.into_iter().map(|call| Call::read(call, &at)).collect::<Result<_, _>>()?;
                        table.calls.insert(id, calls);
                    }
                }
                "uncalled" if value.is_string() => table.all_uncalled = Some(text(value, name)?),
                "uncalled" => table.uncalled = by_thing(object(value, name)?, name)?,
                other => return Err(format!("{name}: no such key: {other}")),
            }
        }
        Ok(table)
    }

    /// The descriptions that have a table.
    pub(crate) fn names() -> Result<Vec<String>, String> {
        let folder = repo::root().join(FOLDER).join("calls");
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        Ok(paths.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect())
    }
}

impl Call {
    fn read(call: Json, at: &str) -> Result<Self, String> {
        let mut read = Self::default();
        for (key, value) in object(call, at)? {
            match key.as_str() {
                "with" => read.arguments.params = object(value, at)?.into_iter().collect(),
                "body" => read.arguments.body = Some(value),
                "body_of" => read.body_of = Some(text(value, at)?),
                "sends" => {
                    let header = |(name, value): (String, Json)| match value {
                        Json::Null => Ok((name, None)),
                        value => Ok((name, Some(text(value, at)?))),
                    };
                    read.sends = object(value, at)?.into_iter().map(header).collect::<Result<_, String>>()?;
                }
                "gives" => read.gives = Some(value),
                "items" => read.items = Some(whole(&value, at)?),
                "headers" => {
                    let header = |(name, value)| Ok((name, text(value, at)?));
                    read.headers = object(value, at)?.into_iter().map(header).collect::<Result<_, String>>()?;
                }
                "status" => read.status = Some(whole(&value, at)?),
                "fails" if value.is_number() => read.fails = Some(Failure::Status(whole(&value, at)?)),
                "fails" if value != json!("") => read.fails = Some(Failure::Words(text(value, at)?)),
                other => return Err(format!("{at}: no such key: {other}")),
            }
        }
        Ok(read)
    }
}

/// A list of reasons in a file, each with what it holds for: the reason by thing.
pub(crate) fn excused(file: &str) -> Result<BTreeMap<String, String>, String> {
    by_thing(read(file)?.unwrap_or_default(), file)
}

fn by_thing(things_by_reason: Map<String, Json>, at: &str) -> Result<BTreeMap<String, String>, String> {
    let mut reasons = BTreeMap::new();
    for (reason, things) in things_by_reason {
        let Json::Array(things) = things else { return Err(format!("{at}: {reason}: no list")) };
        for thing in things {
            let Json::String(thing) = thing else { return Err(format!("{at}: {reason}: {thing} is no name")) };
            if let Some(other) = reasons.insert(thing, reason.clone()) {
                return Err(format!("{at}: what stands below {reason:?} stands below {other:?} too"));
            }
        }
    }
    Ok(reasons)
}

/// A file beside the sources; `None` if there is none.
fn read(file: &str) -> Result<Option<Map<String, Json>>, String> {
    let path = repo::root().join(FOLDER).join(file);
    let Ok(text) = fs::read_to_string(path) else { return Ok(None) };
    let value = yaml::parse(file, &text).map_err(|problem| problem.to_string())?;
    object(value, file).map(Some)
}

fn object(value: Json, at: &str) -> Result<Map<String, Json>, String> {
    match value {
        Json::Object(members) => Ok(members),
        Json::Null => Ok(Map::new()),
        _ => Err(format!("{at}: no object")),
    }
}

fn text(value: Json, at: &str) -> Result<String, String> {
    match value {
        Json::String(text) => Ok(text),
        other => Err(format!("{at}: no text: {other}")),
    }
}

fn whole(value: &Json, at: &str) -> Result<u64, String> {
    value.as_u64().ok_or_else(|| format!("{at}: no number: {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_list_can_be_read() {
        let names = Table::names().expect("there are tables");
        let tables: Vec<Table> =
            names.iter().map(|name| Table::of(name).unwrap_or_else(|error| panic!("{error}"))).collect();
        assert!(tables.iter().map(|table| table.calls.len()).sum::<usize>() > 500);
        for list in ["missed.yaml", "refused.yaml"] {
            assert!(!excused(list).unwrap_or_else(|error| panic!("{error}")).is_empty(), "{list}");
        }
        assert!(Table::of("none").expect("a description needs no table").calls.is_empty());
    }

    #[test]
    fn a_call_says_what_it_says_in_known_words() {
        let read = |call| Call::read(call, "a: B_Get");
        let call =
            read(json!({"with": {"x": 1}, "body": null, "gives": [], "sends": {"y": null}, "fails": 400})).unwrap();
        assert_eq!(call.arguments.params["x"], json!(1));
        assert_eq!(
            (call.arguments.body, call.gives, call.fails),
            (Some(Json::Null), Some(json!([])), Some(Failure::Status(400)))
        );
        assert_eq!(call.sends["y"], None);
        assert_eq!(read(json!({"whith": {}})).unwrap_err(), "a: B_Get: no such key: whith");
        assert_eq!(read(json!(5)).unwrap_err(), "a: B_Get: no object");
        for bad in [json!({"items": "1"}), json!({"fails": ""}), json!({"fails": true}), json!({"body_of": null})] {
            assert!(read(bad.clone()).is_err(), "{bad}");
        }
    }

    #[test]
    fn nothing_has_two_reasons() {
        let reasons = |value| by_thing(object(value, "f").unwrap(), "f");
        assert_eq!(reasons(json!({"r": ["a", "b"]})).unwrap()["b"], "r");
        let twice = reasons(json!({"r": ["a"], "s": ["a"]})).unwrap_err();
        assert_eq!(twice, "f: what stands below \"s\" stands below \"r\" too");
        assert!(reasons(json!({"r": "a"})).is_err() && reasons(json!({"r": [5]})).is_err());
    }
}
