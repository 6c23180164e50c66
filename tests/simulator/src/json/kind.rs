//! Which structure a value is of, where one stands for several.

use generator::model::{Api, Discriminator, Struct, TypeId};
use serde_json::{Map, Value as Json};

/// The structure that members are of where `id` is named: one that extends it, if a discriminator says so.
#[must_use]
pub fn kind<'a>(api: &'a Api, id: &TypeId, members: &Map<String, Json>) -> &'a TypeId {
    let mut kind = &api.ty(id).id;
    // Below a kind that tells its own kinds apart the search goes on, and ends where there is no other.
    while let Some(next) = discriminator(api, kind).and_then(|found| named(found, members)) {
        if next == kind || !extends(api, next, kind) {
            break;
        }
        kind = next;
    }
    kind
}

/// The member that tells the kinds of a structure apart: its own discriminator, or that of what it extends.
#[must_use]
pub fn discriminator<'a>(api: &'a Api, id: &TypeId) -> Option<&'a Discriminator> {
    let body = structure(api, id)?;
    body.discriminator.as_ref().or_else(|| body.bases.iter().find_map(|base| discriminator(api, base)))
}

fn named<'a>(discriminator: &'a Discriminator, members: &Map<String, Json>) -> Option<&'a TypeId> {
    discriminator.mapping.get(members.get(&discriminator.property)?.as_str()?)
}

fn extends(api: &Api, id: &TypeId, base: &TypeId) -> bool {
    id == base || structure(api, id).is_some_and(|body| body.bases.iter().any(|above| extends(api, above, base)))
}

fn structure<'a>(api: &'a Api, id: &TypeId) -> Option<&'a Struct> {
    api.types.get(id)?.as_struct()
}

#[cfg(test)]
mod tests {
    use kit::{
        pipeline::{Lowered, good},
        repo,
    };
    use serde_json::json;

    use super::kind;
    use crate::json::check::{Rule, Side, check};

    #[test]
    fn the_members_of_a_value_say_what_it_is() {
        let folder = repo::root().join("generator/tests/fixtures/emit/families");
        let api = good(Lowered::read(&folder, "input.yaml")).api;
        let id = |name: &str| api.types.keys().find(|id| id.0 == name).expect("there is such a type").clone();
        for (named, told, expected) in [
            ("Pet", "siamese", "Siamese"),
            ("Pet", "hound", "Dog"),
            ("Cat", "siamese", "Siamese"),
            // Not a kind of what is named, one that the description does not know.
            ("Cat", "dog", "Cat"),
            ("Pet", "parrot", "Pet"),
            ("DogTraits", "dog", "DogTraits"),
        ] {
            let json = json!({ "kind": told });
            assert_eq!(*kind(&api, &id(named), json.as_object().unwrap()), id(expected), "{named} {told}");
        }
        let put = api.operations.iter().find(|op| op.id == "Pet_Create").unwrap();
        let pet = &put.body.as_ref().unwrap().value;
        let found = |json| {
            let found = check(&api, Side::Response, pet, &json);
            found.iter().map(|finding| (finding.at.to_string(), finding.rule)).collect::<Vec<_>>()
        };
        assert_eq!(found(json!({ "kind": "siamese", "name": "a", "lives": 9, "voice": "loud" })), []);
        assert_eq!(
            found(json!({ "kind": "siamese", "name": "a", "lives": "many" })),
            [("/lives".to_owned(), Rule::Type), ("/voice".to_owned(), Rule::Required)]
        );
        assert_eq!(
            found(json!({ "kind": "cat", "name": "a", "voice": "" })),
            [("/voice".to_owned(), Rule::UnknownMember)]
        );
    }
}
