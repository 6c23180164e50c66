//! Which members of a body the typed model gives access to.
//!
//! A member is **reachable** when the generated type of the structure that it stands in has a field for it (or typed
//! `additionalProperties`) and the value fits that field's type. What is merely kept in a model's `extra` and written back is
//! not: nobody finds it there by its name.
//!
//! Two looks at it, since each misses something. [`strays`] asks the generated type of each declared structure what it has
//! left over, and so sees values that do not fit. [`hollow`] and [`nulls`] ask the type that the method itself takes or
//! gives, whichever that is: a `null` vanishes in a field and is kept in `extra`.

use generator::{
    model::{Additional, Api, Struct, TypeId, TypeKind, TypeRef, Value},
    pointer::Pointer,
};
use serde_json::{Map, Value as Json};

use super::Client;
use kit::calls::Through;
use simulator::json::kind::{discriminator, kind};

/// The places in a body that are not reachable. What is below one of them is not looked at.
///
/// A member that is `null` is absent, and a value that an enumeration does not list is reachable as its text.
#[must_use]
pub fn strays(client: &Client<'_>, value: &Value, json: &Json) -> Vec<Pointer> {
    let mut walk = Walk { client, found: Vec::new() };
    walk.value(value, json, &Pointer::root());
    walk.found
}

/// The body, read as the model of its declared type and written again; `None` where that is no structure.
#[must_use]
pub fn through(client: &Client<'_>, value: &Value, json: &Json) -> Option<Json> {
    let TypeRef::Named(id) = &value.ty else { return None };
    if let TypeKind::Alias(value) = &client.api.ty(id).kind {
        return through(client, value, json);
    }
    Some(model(client, id)(json)?.json)
}

/// The body with `null` for every value that is no structure. What a model has fields for, it writes back without. `None` for
/// a body without structures: it has no members to look for, and would not be one any more.
///
/// Members of free names and free JSON are left out or filled: there a `null` says nothing.
#[must_use]
pub fn hollow(api: &Api, value: &Value, json: &Json) -> Option<Json> {
    Some(without_values(api, value, json)).filter(has_object)
}

fn has_object(json: &Json) -> bool {
    match json {
        Json::Array(elements) => elements.iter().any(has_object),
        json => json.is_object(),
    }
}

fn without_values(api: &Api, value: &Value, json: &Json) -> Json {
    match (&value.ty, json) {
        (TypeRef::Any, _) => Json::Object(Map::new()),
        (TypeRef::List(item), Json::Array(elements)) => {
            elements.iter().map(|element| without_values(api, item, element)).collect()
        }
        (TypeRef::Named(id), _) => match (&api.ty(id).kind, json) {
            (TypeKind::Alias(value), _) => without_values(api, value, json),
            (TypeKind::Struct(_), Json::Object(members)) => hollow_structure(api, id, members),
            _ => Json::Null,
        },
        _ => Json::Null,
    }
}

fn hollow_structure(api: &Api, id: &TypeId, members: &Map<String, Json>) -> Json {
    let structure = structure(api, id, members);
    // What tells the kinds apart stays, or the value would be of none.
    let tells = discriminator(api, id).map(|discriminator| discriminator.property.as_str());
    let named = !matches!(structure.additional, Additional::Any | Additional::Typed(_));
    let hollowed =
        members.iter().filter_map(|(name, member)| match structure.fields.iter().find(|field| field.name == *name) {
            Some(_) if tells == Some(name) => Some((name.clone(), member.clone())),
            Some(field) => Some((name.clone(), without_values(api, &field.value, member))),
            None => named.then(|| (name.clone(), Json::Null)),
        });
    Json::Object(hollowed.collect())
}

/// The structure that members are of where `id` is named.
fn structure<'a>(api: &'a Api, id: &TypeId, members: &Map<String, Json>) -> &'a Struct {
    api.ty(kind(api, id, members)).as_struct().expect("what stands for a structure is one")
}

/// The members that are `null`.
#[must_use]
pub fn nulls(json: &Json) -> Vec<Pointer> {
    fn walk(json: &Json, at: &Pointer, found: &mut Vec<Pointer>) {
        match json {
            Json::Null => found.push(at.clone()),
            Json::Array(elements) => elements.iter().enumerate().for_each(|(i, json)| walk(json, &at.join(i), found)),
            Json::Object(members) => members.iter().for_each(|(name, json)| walk(json, &at.join(name), found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(json, &Pointer::root(), &mut found);
    found
}

/// The model of a structure.
fn model(client: &Client<'_>, id: &TypeId) -> Through {
    let models = client.models;
    let at = models.binary_search_by_key(&id.0.as_str(), |(name, _)| name).expect("every structure has a model");
    models[at].1
}

struct Walk<'a> {
    client: &'a Client<'a>,
    found: Vec<Pointer>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, json: &Json, at: &Pointer) {
        match (&value.ty, json) {
            (_, Json::Null) => {}
            (TypeRef::Named(id), _) => self.named(id, json, at),
            (TypeRef::List(item), Json::Array(elements)) => {
                elements.iter().enumerate().for_each(|(index, element)| self.value(item, element, &at.join(index)));
            }
            (TypeRef::Map(item), Json::Object(members)) => {
                members.iter().for_each(|(name, member)| self.value(item, member, &at.join(name)));
            }
            // Whether a scalar fits is known one level up: what does not is left over there.
            _ => {}
        }
    }

    fn named(&mut self, id: &TypeId, json: &Json, at: &Pointer) {
        let api = self.client.api;
        match &api.ty(id).kind {
            TypeKind::Alias(value) => return self.value(value, json, at),
            TypeKind::Enum(_) => return,
            TypeKind::Struct(_) => {}
        }
        let (Some(trip), Json::Object(members)) = (model(self.client, id)(json), json) else {
            return self.found.push(at.clone());
        };
        let structure = structure(api, id, members);
        for (name, member) in members.iter().filter(|(_, member)| !member.is_null()) {
            let below = at.join(name);
            if trip.unknown.contains(name) {
                self.found.push(below);
            } else if let Some(field) = structure.fields.iter().find(|field| field.name == *name) {
                self.value(&field.value, member, &below);
            } else if let Additional::Typed(value) = &structure.additional {
                self.value(value, member, &below);
            }
        }
    }
}
