//! A line of the table: an edit of the model, written as JSON.
//!
//! `set PATH JSON`, `del PATH`, `copy FROM TO` and `rename OLD NEW`. A path walks the model as `dump api` prints it; an element of a list is
//! called by its `id`, `name`, `status` or `value`, or by its index. `copy` gives the copy the last word of TO as its name. `rename`
//! replaces every text that is OLD.

use serde_json::{Map, Value};

/// Keys by which an element of a list is called.
const NAMES: [&str; 4] = ["id", "name", "status", "value"];

/// Applies one line; says what is wrong with it otherwise.
pub(super) fn apply(model: &mut Value, line: &str) -> Result<(), String> {
    let mut words = line.splitn(3, ' ');
    let (verb, first, second) = (words.next().unwrap_or_default(), words.next(), words.next());
    match (verb, first, second) {
        ("set", Some(path), Some(json)) => {
            let value = serde_json::from_str(json).map_err(|error| format!("{json}: {error}"))?;
            set(model, path, value)
        }
        ("del", Some(path), None) => {
            let (parent, last) = parent(model, path)?;
            match parent {
                Value::Object(map) => map.remove(last).map(|_| ()),
                Value::Array(items) => find(items, last).map(|index| drop(items.remove(index))),
                _ => None,
            }
            .ok_or_else(|| format!("nothing to delete at {path}"))
        }
        ("copy", Some(from), Some(to)) => copy(model, from, to),
        ("rename", Some(old), Some(new)) => {
            rename(model, old, new);
            Ok(())
        }
        _ => Err(format!("no such edit: {line}")),
    }
}

fn set(model: &mut Value, path: &str, value: Value) -> Result<(), String> {
    let (parent, last) = parent(model, path)?;
    match parent {
        Value::Object(map) => {
            map.insert(last.to_owned(), value);
        }
        Value::Array(items) => match find(items, last) {
            Some(index) => items[index] = value,
            None if last == "+" => items.push(value),
            None => return Err(format!("no element {last} at {path}")),
        },
        _ => return Err(format!("nothing to set at {path}")),
    }
    Ok(())
}

fn copy(model: &mut Value, from: &str, to: &str) -> Result<(), String> {
    let (source, last) = parent(model, from)?;
    let mut value = child(source, last).ok_or_else(|| format!("nothing at {from}"))?.clone();
    let (target, name) = parent(model, to)?;
    if let Value::Object(map) = &mut value
        && let Some(key) = NAMES.iter().find(|key| map.get(**key).is_some_and(|value| !value.is_object()))
    {
        map.insert((*key).to_owned(), name.parse::<u64>().map_or_else(|_| name.into(), Into::into));
    }
    match target {
        Value::Array(items) => items.push(value),
        Value::Object(map) => drop(map.insert(name.to_owned(), value)),
        _ => return Err(format!("nowhere to copy to at {to}")),
    }
    Ok(())
}

fn parent<'a, 'p>(model: &'a mut Value, path: &'p str) -> Result<(&'a mut Value, &'p str), String> {
    let (parents, last) = path.rsplit_once('/').unwrap_or(("", path));
    let mut here = model;
    for token in parents.split('/').filter(|token| !token.is_empty()) {
        here = child(here, token).ok_or_else(|| format!("no {token} on the way to {path}"))?;
    }
    Ok((here, last))
}

fn child<'a>(value: &'a mut Value, token: &str) -> Option<&'a mut Value> {
    match value {
        Value::Object(map) => map.get_mut(token),
        Value::Array(items) => find(items, token).map(|index| &mut items[index]),
        _ => None,
    }
}

fn find(items: &[Value], token: &str) -> Option<usize> {
    let called = |item: &Value| {
        item.as_str() == Some(token) || NAMES.iter().any(|key| item.get(key).is_some_and(|name| is_named(name, token)))
    };
    items.iter().position(called).or_else(|| token.parse().ok().filter(|index| *index < items.len()))
}

fn rename(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::String(text) if text == old => new.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, old, new)),
        Value::Object(map) => {
            let entries: Map<String, Value> = std::mem::take(map)
                .into_iter()
                .map(|(key, mut value)| {
                    rename(&mut value, old, new);
                    (if key == old { new.to_owned() } else { key }, value)
                })
                .collect();
            *map = entries;
        }
        _ => {}
    }
}

/// A response is named by its status, which is a number.
fn is_named(name: &Value, token: &str) -> bool {
    name.as_str() == Some(token) || name.as_u64().is_some_and(|number| number.to_string() == token)
}
