//! The things that exist, by path, each with an entity tag that changes with it.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// A thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Thing {
    /// Its body, as it was put and patched.
    pub body: Json,
    /// Its entity tag, quotes included.
    pub etag: String,
}

/// The things that exist.
#[derive(Clone, Debug, Default)]
pub struct Store {
    things: BTreeMap<String, Thing>,
    changes: u64,
}

impl Store {
    /// A thing.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Thing> {
        self.things.get(path)
    }

    /// Creates or replaces a thing; its entity tag is a new one even when nothing changes.
    pub fn put(&mut self, path: &str, body: Json) -> &Thing {
        self.changes += 1;
        let thing = Thing { body, etag: format!("\"{:016X}\"", 0x0800_0000 + self.changes) };
        self.things.insert(path.to_owned(), thing);
        &self.things[path]
    }

    /// Changes a thing as RFC 7396 (merge patch) says.
    pub fn merge(&mut self, path: &str, patch: &Json) -> &Thing {
        let mut body = self.get(path).map_or(Json::Null, |thing| thing.body.clone());
        merge(&mut body, patch);
        self.put(path, body)
    }

    /// Removes a thing and all that is below it; says whether it existed.
    pub fn remove(&mut self, path: &str) -> bool {
        let below = format!("{path}/");
        self.things.retain(|own, _| !own.starts_with(&below));
        self.things.remove(path).is_some()
    }

    /// The things that stand directly below a path.
    pub fn below<'a>(&'a self, path: &'a str) -> impl Iterator<Item = (&'a str, &'a Thing)> {
        self.things.iter().filter_map(move |(own, thing)| {
            let rest = own.strip_prefix(path)?.strip_prefix('/')?;
            (!rest.contains('/')).then_some((own.as_str(), thing))
        })
    }
}

fn merge(target: &mut Json, patch: &Json) {
    let Json::Object(members) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Json::Object(serde_json::Map::new());
    }
    let Json::Object(own) = target else { return };
    for (name, value) in members {
        if value.is_null() {
            own.remove(name);
        } else {
            merge(own.entry(name.clone()).or_insert(Json::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_merge_patch_keeps_removes_and_sets() {
        let mut store = Store::default();
        let first = store.put("/a", json!({ "x": { "y": 1, "z": 2 }, "k": [1] })).etag.clone();
        let thing = store.merge("/a", &json!({ "x": { "y": null, "w": { "v": null, "u": 3 } }, "k": 4 }));
        assert_eq!(thing.body, json!({ "x": { "z": 2, "w": { "u": 3 } }, "k": 4 }));
        assert_ne!(thing.etag, first);
    }

    #[test]
    fn what_is_below_a_thing_goes_with_it() {
        let mut store = Store::default();
        for path in ["/a", "/a/b", "/a/b/c", "/ab"] {
            store.put(path, json!({}));
        }
        assert_eq!(store.below("/a").map(|(path, _)| path).collect::<Vec<_>>(), ["/a/b"]);
        assert!(store.remove("/a"));
        assert!(store.get("/a/b/c").is_none() && store.get("/ab").is_some());
        assert!(!store.remove("/a"));
    }
}
