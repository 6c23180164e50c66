//! Every model of every version: JSON that becomes a model is the same JSON when it is written again, and every member of it
//! that the description knows is in a field, every known value in a variant.
//!
//! The second half is what the first one cannot show: what a model knows no field for survives as well, in `extra`.

use std::collections::BTreeSet;

use dispatch::{Through, Trip, models};
use generator::{
    model::{Api, Struct, Type, TypeId, TypeKind, TypeRef, Value},
    rust::Names,
};
use kit::{
    pipeline::{Lowered, published},
    specs,
};
use serde_json::{Value as Json, json};
use simulator::json::{Purpose, Sampler, Shape, Strange};

/// The member that stands for all that the description does not know.
const UNKNOWN: &str = "x-unknown-member";

/// A version: its types, and what they are called in Rust.
struct Version {
    lowered: Lowered,
    names: Names,
}

impl Version {
    fn new(version: &str) -> Self {
        let lowered = published(version);
        let (names, problems) = Names::assign(&lowered.api, &lowered.overrides, &lowered.source);
        assert_eq!(problems, []);
        Self { lowered, names }
    }

    fn api(&self) -> &Api {
        &self.lowered.api
    }

    /// Every type that has a Rust form, with its way through it.
    fn models(&self) -> impl Iterator<Item = (&Type, Through)> {
        let models = models(&self.api().api_version).iter();
        models.map(|(id, through)| (self.api().ty(&TypeId((*id).to_owned())), *through))
    }

    fn structures(&self) -> impl Iterator<Item = (&Type, &Struct, Through)> {
        self.models().filter_map(|(ty, through)| match &ty.kind {
            TypeKind::Struct(structure) => Some((ty, structure, through)),
            _ => None,
        })
    }

    fn sample(&self, ty: &Type, shape: Shape, strange: Strange) -> Json {
        Sampler::new(self.api(), shape, Purpose::Response, 1).strange(strange).named(&ty.id)
    }

    /// A trip from which the JSON came back unchanged.
    fn round_trip(&self, ty: &Type, through: Through, json: &Json) -> Trip {
        let trip = through(json).unwrap_or_else(|| panic!("{}: {json} is no such model", ty.id));
        assert_eq!(trip.json, *json, "{}", ty.id);
        trip
    }
}

#[test]
fn the_table_has_every_model() {
    for version in specs::versions() {
        let version = Version::new(version);
        let ids: Vec<&str> = models(&version.api().api_version).iter().map(|(id, _)| *id).collect();
        let wanted = version.api().types.keys().filter(|id| version.names.ty(id).is_some());
        assert_eq!(ids, wanted.map(|id| id.0.as_str()).collect::<Vec<_>>());
        let names: BTreeSet<&str> = version.api().types.keys().filter_map(|id| version.names.ty(id)).collect();
        assert_eq!(version.names.type_count(), names.len(), "types that are one in Rust count once");
        for ty in version.api().types.values().filter(|ty| version.names.ty(&ty.id).is_none()) {
            let is_inherited_only = |id: &TypeId| {
                let mut heirs = version.api().types.values();
                heirs.any(|heir| matches!(&heir.kind, TypeKind::Struct(body) if body.bases.contains(id)))
            };
            let errors_only = ty.usage.error && !ty.usage.request && !ty.usage.response;
            let has_no_form = errors_only || matches!(ty.kind, TypeKind::Alias(_)) || is_inherited_only(&ty.id);
            // The one value of a parameter that callers are not asked for.
            let is_constant = matches!(&ty.kind, TypeKind::Enum(body) if body.variants.len() == 1);
            assert!(has_no_form || is_constant, "{} has no Rust form", ty.id);
        }
    }
}

#[test]
fn every_model_comes_back_unchanged() {
    for version in specs::versions() {
        let version = Version::new(version);
        let mut trips = 0;
        for (ty, through) in version.models() {
            for shape in Shape::ALL {
                let trip = version.round_trip(ty, through, &version.sample(ty, shape, Strange::Nothing));
                assert!(trip.unknown.is_empty(), "{} {shape:?}: no field for {:?}", ty.id, trip.unknown);
                trips += 1;
            }
            for (strange, shape) in [(Strange::Members, Shape::Maximal), (Strange::EnumValues, Shape::Maximal)] {
                let json = version.sample(ty, shape, strange);
                let trip = version.round_trip(ty, through, &json);
                assert_eq!(trip.unknown, unknown(ty, strange, &json), "{}", ty.id);
                trips += 1;
            }
        }
        println!("{}: {} models, {trips} round trips", version.api().api_version, version.names.type_count());
        assert_eq!(trips, version.models().count() * (Shape::ALL.len() + 2));
    }
}

/// What of a sample its own type does not know.
fn unknown(ty: &Type, strange: Strange, json: &Json) -> Vec<String> {
    match (&ty.kind, strange) {
        (TypeKind::Struct(_), Strange::Members) => vec![UNKNOWN.to_owned()],
        (TypeKind::Enum(_), Strange::EnumValues) => vec![json.as_str().expect("values are texts").to_owned()],
        _ => Vec::new(),
    }
}

#[test]
fn every_value_of_every_enumeration_has_a_variant() {
    for version in specs::versions() {
        let version = Version::new(version);
        let mut values = 0;
        for (ty, through) in version.models() {
            let TypeKind::Enum(enumeration) = &ty.kind else { continue };
            for variant in &enumeration.variants {
                let trip = version.round_trip(ty, through, &variant.value);
                let value = variant.value.as_str().expect("values are texts");
                let name = version.names.variant(&ty.id, value);
                assert_eq!((trip.unknown, Some(trip.debug.as_str())), (Vec::new(), name), "{}: {value}", ty.id);
                values += 1;
            }
        }
        println!("{}: {values} values of enumerations", version.api().api_version);
        let declared = version.models().map(|(ty, _)| match &ty.kind {
            TypeKind::Enum(enumeration) => enumeration.variants.len(),
            _ => 0,
        });
        assert_eq!(values, declared.sum::<usize>());
    }
}

/// The fields that print, in the order in which a model writes its members, and whether they hide what they hold.
fn printed(debug: &str) -> Vec<(&str, bool)> {
    let lines = debug.lines().filter_map(|line| line.strip_prefix("    "));
    let own = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()));
    own.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name, value == "***,")).collect()
}

#[test]
fn every_member_is_in_the_field_of_its_name_and_a_secret_does_not_print() {
    for version in specs::versions() {
        let version = Version::new(version);
        let mut fields = 0;
        for (ty, structure, through) in version.structures() {
            let trip = version.round_trip(ty, through, &version.sample(ty, Shape::Maximal, Strange::Nothing));
            let members: Vec<&String> = trip.json.as_object().expect("a structure is an object").keys().collect();
            let printed = printed(&trip.debug);
            assert_eq!((members.len(), printed.len()), (structure.fields.len(), structure.fields.len()), "{}", ty.id);
            for (member, (name, hidden)) in members.into_iter().zip(printed) {
                assert_eq!(version.names.field(&ty.id, member), Some(name), "{} {member}", ty.id);
                let declared = structure.fields.iter().find(|field| field.name == *member);
                assert_eq!(declared.map(|field| field.secret), Some(hidden), "{} {member}", ty.id);
                fields += 1;
            }
        }
        println!("{}: {fields} members", version.api().api_version);
        assert_eq!(fields, version.structures().map(|(_, structure, _)| structure.fields.len()).sum::<usize>());
    }
}

/// A value that no field of this type can hold.
fn mismatch(value: &Value) -> Json {
    match value.ty {
        TypeRef::List(_) => json!({ "not": "a list" }),
        _ => json!([{ "not": ["this type", null] }]),
    }
}

#[test]
fn what_does_not_fit_its_field_is_kept() {
    for version in specs::versions() {
        let version = Version::new(version);
        for (ty, structure, through) in version.structures() {
            let mismatchs = structure.fields.iter().map(|field| (field.name.clone(), mismatch(&field.value)));
            let trip = version.round_trip(ty, through, &Json::Object(mismatchs.collect()));
            let takes_anything = structure.fields.iter().filter(|field| field.value.ty == TypeRef::Any).count();
            assert_eq!(trip.unknown.len() + takes_anything, structure.fields.len(), "{}", ty.id);
        }
    }
}

/// What the guide of the crate says is normalised: a member that is `null` is as good as absent, but in bodies that only ever
/// change something, where it empties the member, and where any JSON is a value.
#[test]
fn a_null_is_absent_but_where_it_empties() {
    for version in specs::versions() {
        let version = Version::new(version);
        let mut patches = 0;
        for (ty, structure, through) in version.structures() {
            let nulls: Json = structure.fields.iter().map(|field| (field.name.clone(), Json::Null)).collect();
            let trip = through(&nulls).expect("an object is any model");
            let stays = structure.fields.iter().filter(|field| ty.usage.patch_only || field.value.ty == TypeRef::Any);
            assert_eq!(trip.json, stays.map(|field| (field.name.clone(), Json::Null)).collect::<Json>(), "{}", ty.id);
            assert!(trip.unknown.is_empty(), "{}", ty.id);
            patches += usize::from(ty.usage.patch_only);
        }
        assert_eq!(patches, version.structures().filter(|(ty, ..)| ty.usage.patch_only).count());
        assert!(patches > 0, "a version without a body that only changes something");
    }
}
