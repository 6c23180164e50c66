//! What an answer is read as, told by an empty one: which members it has, and which of them are lists.

use serde_json::{Value as Json, json};

use super::engine::{
    known::Paging,
    state::{facts, set_state},
};
use crate::{
    client::called::Called,
    model::{
        field_value::{Container, FieldValue, FieldVisitorMut, Shape},
        internal::model_of,
        payload::Exists,
    },
};

impl Called {
    /// The Rust type that the operation answers with.
    pub(super) fn type_name(&self) -> &'static str {
        let mut name = "";
        (self.describe)(&mut |found, _| name = found);
        name
    }

    /// Whether an answer has a body.
    pub(super) fn has_body(&self) -> bool {
        let name = self.type_name();
        name != std::any::type_name::<()>() && name != std::any::type_name::<Exists>()
    }

    /// Looks at an empty answer.
    fn look<T>(&self, look: impl FnOnce(Container<'_>) -> T) -> Option<T> {
        let (mut look, mut seen) = (Some(look), None);
        (self.describe)(&mut |_, place| seen = place.and_then(|place| look.take().map(|look| look(place))));
        seen
    }

    /// How its pages look, if it is a list of things.
    pub(super) fn paging(&self) -> Option<Paging> {
        self.look(|place| match place {
            Container::List(_) => Some(Paging::default()),
            Container::Object(model) => {
                let keys = Shape::of(model).keys;
                let mut lists = Vec::new();
                model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, _| {
                    for (key, slot) in keys.iter().zip(slots) {
                        if matches!(slot.begin_container(), Container::List(_)) {
                            lists.push((*key).to_owned());
                        }
                    }
                }));
                let items = match lists.iter().position(|key| key == "value") {
                    Some(at) => lists.swap_remove(at),
                    None if lists.len() == 1 => lists.remove(0),
                    None => return None,
                };
                let next_link = keys.iter().find(|key| key.to_ascii_lowercase().contains("nextlink"));
                Some(Paging { items: Some(items), next_link: next_link.map(|key| (*key).to_owned()) })
            }
            _ => None,
        })?
    }

    /// Whether a page says how many items there are in all.
    pub(super) fn counts(&self) -> bool {
        self.look(|place| declares(place, &Json::Null, &["count"])).unwrap_or_default()
    }

    /// Adds what the service says of a thing at a path, as far as the type of the answer has a place for it.
    pub(super) fn identify(&self, body: &mut Json, path: &str) {
        self.look(|place| identify(place, body, path));
    }

    /// The same for each thing of a list.
    pub(super) fn identify_items(&self, items: &mut [(String, Json)], member: Option<&str>) {
        self.look(|place| match (place, member) {
            (Container::List(list), _) => {
                list.add(&mut |slot| identify_all(slot, items));
            }
            (Container::Object(model), Some(member)) => {
                let Some(at) = Shape::of(model).find(member) else { return };
                model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, _| {
                    if let Container::List(list) = slots[at].begin_container() {
                        list.add(&mut |slot| identify_all(slot, items));
                    }
                }));
            }
            _ => {}
        });
    }
}

fn identify_all(slot: &mut dyn FieldValue, items: &mut [(String, Json)]) {
    for (path, item) in items {
        identify(slot.begin_container(), item, path);
    }
}

fn identify(place: Container<'_>, body: &mut Json, path: &str) {
    let Some(model) = model_of(place, body) else { return };
    let shape = Shape::of(model);
    let has_state = declares(Container::Object(model), body, &["properties", "provisioningState"]);
    let Json::Object(members) = body else { return };
    for (member, fact) in facts(path).filter(|(member, _)| shape.find(member).is_some()) {
        members.insert(member.to_owned(), json!(fact));
    }
    if has_state {
        set_state(body, "Succeeded");
    }
}

/// Whether there is a field for a member of such a body.
fn declares(place: Container<'_>, body: &Json, member: &[&str]) -> bool {
    let [first, rest @ ..] = member else { return true };
    let Some(model) = model_of(place, body) else { return false };
    let Some(at) = Shape::of(model).find(first) else { return false };
    let mut found = false;
    model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, _| {
        found = rest.is_empty() || declares(slots[at].begin_container(), &body[*first], rest);
    }));
    found
}

#[allow(dead_code, unreachable_pub, reason = "the macros give every type all that a published one has")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        codegen as rt,
        model::{extra::Extra, wire::Wire as _},
    };

    struct Base {
        kind: Option<String>,
        name: Option<String>,
        extra: Extra,
    }
    rt::model!(Base, None { "kind" => kind, "name" => name });

    struct State {
        provisioning_state: Option<String>,
        extra: Extra,
    }
    rt::model!(State, None { "provisioningState" => provisioning_state });

    struct Cluster {
        id: Option<String>,
        name: Option<String>,
        type_: Option<String>,
        properties: Option<State>,
        extra: Extra,
    }
    rt::model!(Cluster is "kind" = "cluster", None {
        "id" => id, "name" => name, "type" => type_, "properties" => properties
    });

    #[derive(Clone)]
    enum Resource {
        Cluster(Box<Cluster>),
        UnknownKind(Box<Base>),
    }
    rt::kinds!(Resource by "kind" { Cluster(Cluster) = "cluster", * => UnknownKind });

    #[test]
    fn a_resource_of_several_kinds_is_told_what_its_kind_has_a_place_for() {
        let told = |mut body: Json| {
            let mut resource = Resource::default();
            identify(resource.begin_container(), &mut body, "/providers/Microsoft.X/things/a%20b");
            body
        };
        let cluster = json!({
            "kind": "cluster", "id": "/providers/Microsoft.X/things/a b", "name": "a b", "type": "Microsoft.X/things",
            "properties": { "provisioningState": "Succeeded" },
        });
        assert_eq!(told(json!({ "kind": "cluster", "name": "other" })), cluster);
        assert_eq!(told(json!({ "kind": "new" })), json!({ "kind": "new", "name": "a b" }));
        assert_eq!(told(json!([])), json!([]));
    }
}
