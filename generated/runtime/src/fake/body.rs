//! What an answer is read as, told by an empty one: which members it has, and which of them are lists.

use serde_json::{Value as Json, json};

use super::engine::{
    known::Paging,
    state::{decoded, set_state},
};
use crate::{
    client::called::Called,
    model::{
        payload::Exists,
        slot::{Container, FieldVisitorMut, Shape, Slot},
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
        self.look(|place| declares(place, &["count"])).unwrap_or_default()
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

fn identify_all(slot: &mut dyn Slot, items: &mut [(String, Json)]) {
    for (path, item) in items {
        identify(slot.begin_container(), item, path);
    }
}

fn identify(place: Container<'_>, body: &mut Json, path: &str) {
    let (Container::Object(model), Json::Object(members)) = (place, &mut *body) else { return };
    let shape = Shape::of(model);
    let facts = [("id", Some(decoded(path))), ("name", name(path)), ("type", resource_type(path))];
    for (member, fact) in facts {
        if let (Some(_), Some(fact)) = (shape.find(member), fact) {
            members.insert(member.to_owned(), json!(fact));
        }
    }
    if declares(Container::Object(model), &["properties", "provisioningState"]) {
        set_state(body, "Succeeded");
    }
}

/// Whether there is a field for a member.
fn declares(place: Container<'_>, member: &[&str]) -> bool {
    let [first, rest @ ..] = member else { return true };
    let Container::Object(model) = place else { return false };
    let Some(at) = Shape::of(model).find(first) else { return false };
    let mut found = false;
    model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, _| {
        found = rest.is_empty() || declares(slots[at].begin_container(), rest);
    }));
    found
}

/// The name of the thing at a path.
pub(super) fn name(path: &str) -> Option<String> {
    path.rsplit('/').next().map(decoded)
}

/// The type of the thing at a path, for instance `Microsoft.ApiManagement/service/gateways`.
pub(super) fn resource_type(path: &str) -> Option<String> {
    let at = path.to_ascii_lowercase().rfind("/providers/")?;
    let mut parts = path[at + "/providers/".len()..].split('/');
    let mut ty = decoded(parts.next()?);
    for part in parts.step_by(2) {
        ty.push('/');
        ty.push_str(&decoded(part));
    }
    Some(ty)
}
