//! The things that exist, by path, each with an entity tag that changes with it.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::state::decoded;
use crate::base::path::push_segments;

/// A thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Thing {
    /// Its path, spelled as when it was put first.
    pub path: String,
    /// Its body, as it was put and patched.
    pub body: Json,
    /// Its entity tag, quotes included.
    pub etag: String,
    /// What it is called, if that is known.
    pub kind: Option<&'static str>,
}

/// What two paths have in common that mean the same thing, whether they are spelled as in a URL or as in an id. Resource Manager
/// compares them without regard to case.
#[must_use]
pub fn key(path: &str) -> String {
    let mut key = String::with_capacity(path.len());
    push_segments(&mut key, path.split('/').map(decoded));
    key.make_ascii_lowercase();
    key
}

/// The things that exist, each under the [`key`] of its path.
#[derive(Clone, Debug, Default)]
pub struct Store {
    things: BTreeMap<String, Thing>,
    changes: u64,
}

impl Store {
    /// A thing.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Thing> {
        self.things.get(&key(path))
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Thing> {
        self.things.values()
    }

    /// Creates or replaces a thing; its entity tag is a new one even when nothing changes.
    pub fn put(&mut self, path: &str, body: Json, kind: Option<&'static str>) -> &Thing {
        self.changes += 1;
        let key = key(path);
        let before = self.things.remove(&key);
        let kind = kind.or(before.as_ref().and_then(|thing| thing.kind));
        let path = before.map_or_else(|| path.to_owned(), |thing| thing.path);
        let thing = Thing { path, body, etag: format!("\"{:016X}\"", 0x0800_0000 + self.changes), kind };
        self.things.entry(key).or_insert(thing)
    }

    /// Removes a thing and all that is below it; says whether it existed.
    pub fn remove(&mut self, path: &str) -> bool {
        let path = key(path);
        let below = format!("{path}/");
        self.things.retain(|own, _| !own.starts_with(&below));
        self.things.remove(&path).is_some()
    }

    /// The things that a list at a path lists: those directly below it. At a provider of a subscription, where there are no
    /// groups, those of all its resource groups.
    pub fn listed<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a Thing> {
        let path = key(path);
        let parts: Vec<&str> = path.split('/').collect();
        let across = match parts.as_slice() {
            ["", "subscriptions", id, "providers", rest @ ..] => {
                Some((format!("/subscriptions/{id}/resourcegroups/"), format!("/providers/{}", rest.join("/"))))
            }
            _ => None,
        };
        self.things.iter().filter_map(move |(own, thing)| {
            let is_below = |rest: &str, path: &str| {
                let name = rest.strip_prefix(path).and_then(|rest| rest.strip_prefix('/'));
                name.is_some_and(|name| !name.contains('/'))
            };
            let is_across = || {
                let (groups, rest) = across.as_ref()?;
                let (_, below) = own.strip_prefix(groups)?.split_once('/')?;
                is_below(&format!("/{below}"), rest).then_some(())
            };
            (is_below(own, &path) || is_across().is_some()).then_some(thing)
        })
    }
}

/// Changes a value as RFC 7396 (merge patch) says.
pub(crate) fn merge(target: &mut Json, patch: &Json) {
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
        let mut body = json!({ "x": { "y": 1, "z": 2 }, "k": [1] });
        let first = store.put("/a", body.clone(), None).etag.clone();
        merge(&mut body, &json!({ "x": { "y": null, "w": { "v": null, "u": 3 } }, "k": 4 }));
        assert_eq!(body, json!({ "x": { "z": 2, "w": { "u": 3 } }, "k": 4 }));
        assert_ne!(store.put("/A", body, None).etag, first);
        assert_eq!(store.all().map(|thing| thing.path.as_str()).collect::<Vec<_>>(), ["/a"]);
    }

    #[test]
    fn a_path_is_the_same_in_an_id_and_in_a_url() {
        for (url, id) in [
            ("/A/gw%201", "/a/gw 1"),
            ("/a/echo%3brev%3D2", "/a/Echo;rev=2"),
            ("/a/100%25/%C3%A9", "/a/100%/\u{e9}"),
            ("/a/~%7e", "/a/%7E~"),
        ] {
            assert_eq!(key(url), key(id), "{url}");
        }
        assert_ne!(key("/a/b%2Fc"), key("/a/b/c"));
    }

    #[test]
    fn what_is_below_a_thing_goes_with_it() {
        let mut store = Store::default();
        for path in ["/a", "/a/b", "/a/b/c", "/ab"] {
            store.put(path, json!({}), None);
        }
        assert_eq!(store.listed("/a").map(|thing| thing.path.as_str()).collect::<Vec<_>>(), ["/a/b"]);
        assert!(store.remove("/a"));
        assert!(store.get("/a/b/c").is_none() && store.get("/ab").is_some());
        assert!(!store.remove("/a"));
    }

    #[test]
    fn a_subscription_lists_what_its_groups_have() {
        let mut store = Store::default();
        let service = |subscription: &str, group: &str, name: &str| {
            format!("/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.X/service/{name}")
        };
        for path in [service("s", "g1", "one"), service("s", "g2", "two"), service("t", "g1", "three")] {
            store.put(&format!("{path}/gateways/g"), json!({}), None);
            store.put(&path, json!({}), None);
        }
        let names = |path: &str| {
            let listed = store.listed(path).map(|thing| thing.path.rsplit('/').next().unwrap().to_owned());
            listed.collect::<Vec<_>>()
        };
        assert_eq!(names("/subscriptions/s/providers/microsoft.x/Service"), ["one", "two"]);
        assert_eq!(names("/subscriptions/s/resourceGroups/g1/providers/Microsoft.X/service"), ["one"]);
        assert!(names("/subscriptions/s/providers/Microsoft.X").is_empty());
    }
}
