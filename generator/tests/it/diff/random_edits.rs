//! One random edit of the newest description in, exactly its entry out.

use generator::{
    diff::{Kind, diff},
    model::{Api, Docs, Field, FinalState, Lro, Param, Scalar, Struct, TypeId, TypeKind, TypeRef, Value, Variant},
};
use kit::{random::Random, specs};

/// How many edits a run makes: each in turn, on what its seed draws.
const EDITS: usize = 72;

/// What an edit must be reported as: kind and place.
type Expected = (Kind, String);

/// An edit: it changes the model, or says that this draw has nothing to change.
type Edit = fn(&mut Api, &mut Random) -> Option<Expected>;

const ALL: [Edit; 18] = [
    remove_operation,
    deprecate_operation,
    rename_operation,
    drop_status,
    toggle_long_running,
    tighten_parameter,
    flip_parameter,
    require_member,
    make_member_read_only,
    make_member_nullable,
    change_member_type,
    limit_member,
    default_member,
    remove_member,
    add_member,
    add_enum_value,
    remove_enum_value,
    flip_enum,
];

#[test]
fn one_edit_in_exactly_its_entry_out() {
    let base = specs::api("2024-05-01");
    let mut made = [0_usize; ALL.len()];
    for seed in 0..EDITS {
        let mut random = Random::new(seed as u64);
        let index = seed % ALL.len();
        let mut edited = base.clone();
        let Some(expected) = ALL[index](&mut edited, &mut random) else { continue };
        made[index] += 1;
        let forth = entries(base, &edited);
        assert_eq!(forth, std::slice::from_ref(&expected), "seed {seed}");
        let back = entries(&edited, base);
        assert_eq!(back.len(), 1, "seed {seed}: {back:?}");
        assert_eq!(back[0].0, expected.0.mirror(), "seed {seed}");
    }
    assert!(made.iter().all(|count| *count > 0), "some edits were never made: {made:?}");
}

fn entries(old: &Api, new: &Api) -> Vec<Expected> {
    diff(old, new).changes.iter().map(|change| (change.kind, change.place.to_string())).collect()
}

fn operation<'a>(api: &'a mut Api, random: &mut Random) -> &'a mut generator::model::Operation {
    let index = random.below(api.operations.len());
    &mut api.operations[index]
}

fn remove_operation(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let index = random.below(api.operations.len());
    let op = api.operations.remove(index);
    Some((Kind::OperationRemoved, op.id))
}

fn deprecate_operation(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let op = operation(api, random);
    op.deprecated = !op.deprecated;
    Some((if op.deprecated { Kind::OperationDeprecated } else { Kind::OperationUndeprecated }, op.id.clone()))
}

fn rename_operation(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let op = operation(api, random);
    op.id.push_str("Now");
    Some((Kind::OperationIdChanged, op.id.clone()))
}

fn drop_status(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let op = operation(api, random);
    let gone = op.responses.pop()?;
    Some((Kind::ResponseStatusRemoved, format!("{}/{}", op.id, gone.status)))
}

fn toggle_long_running(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let op = operation(api, random);
    let kind = if op.lro.take().is_some() {
        Kind::LongRunningRemoved
    } else {
        op.lro = Some(Lro { final_state: Some(FinalState::Location), final_schema: None });
        Kind::LongRunningAdded
    };
    Some((kind, op.id.clone()))
}

/// A shared parameter that operations use, for instance `ServiceNameParameter`.
fn parameter<'a>(api: &'a mut Api, random: &mut Random) -> Option<(String, &'a mut Param)> {
    let used = |id: &generator::model::ParamId| {
        let is_it =
            |param: &generator::model::ParamRef| matches!(param, generator::model::ParamRef::Shared(one) if one == id);
        api.operations.iter().any(|op| op.params.iter().any(is_it))
    };
    let ids: Vec<_> = api.parameters.keys().filter(|id| used(id)).cloned().collect();
    let id = random.pick(&ids).clone();
    Some((format!("parameters/{}", id.0), api.parameters.get_mut(&id)?))
}

fn tighten_parameter(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let (place, param) = parameter(api, random)?;
    param.value.constraints.pattern = Some("^never$".to_owned());
    let had = specs::api("2024-05-01")
        .parameters
        .values()
        .any(|old| old.at == param.at && old.value.constraints.pattern.is_some());
    let kind = if had { Kind::ConstraintChanged } else { Kind::ConstraintTightened };
    Some((kind, format!("{place}#pattern")))
}

fn flip_parameter(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let (place, param) = parameter(api, random)?;
    param.required = !param.required;
    let kind = if param.required { Kind::ParameterBecameRequired } else { Kind::ParameterBecameOptional };
    Some((kind, place))
}

/// A type that requests or successes use.
fn ty(api: &Api, random: &mut Random, fits: impl Fn(&TypeKind) -> bool) -> TypeId {
    let ids: Vec<_> = api
        .types
        .values()
        .filter(|ty| (ty.usage.request || ty.usage.response) && fits(&ty.kind))
        .map(|ty| &ty.id)
        .collect();
    (*random.pick(&ids)).clone()
}

fn structure<'a>(api: &'a mut Api, id: &TypeId) -> &'a mut Struct {
    match &mut api.types.get_mut(id).expect("it was found there").kind {
        TypeKind::Struct(structure) => structure,
        other => panic!("{id} is {other:?}"),
    }
}

/// Changes a member that the structure declares itself, there and in everything that inherits it.
fn member(api: &mut Api, random: &mut Random, change: impl Fn(&mut Field) -> Option<Kind>) -> Option<Expected> {
    let id = ty(api, random, |kind| matches!(kind, TypeKind::Struct(_)));
    let own: Vec<_> = structure(api, &id)
        .fields
        .iter()
        .filter(|field| field.inherited_from.is_none())
        .map(|field| field.name.clone())
        .collect();
    if own.is_empty() {
        return None;
    }
    let name = random.pick(&own).clone();
    let field = structure(api, &id).fields.iter_mut().find(|field| field.name == name)?;
    let kind = change(field)?;
    let changed = field.clone();
    for heir in api.types.values_mut() {
        if let TypeKind::Struct(heir) = &mut heir.kind {
            for field in &mut heir.fields {
                if field.name == name && field.inherited_from.as_ref() == Some(&id) {
                    *field = Field { inherited_from: Some(id.clone()), ..changed.clone() };
                }
            }
        }
    }
    Some((kind, format!("models/{id}.{name}")))
}

fn require_member(api: &mut Api, random: &mut Random) -> Option<Expected> {
    member(api, random, |field| {
        field.required = !field.required;
        Some(if field.required { Kind::PropertyBecameRequired } else { Kind::PropertyBecameOptional })
    })
}

fn make_member_read_only(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let expected = member(api, random, |field| {
        field.read_only = !field.read_only;
        Some(if field.read_only { Kind::PropertyBecameReadOnly } else { Kind::PropertyBecameWritable })
    })?;
    // Of what only the service sends it says nothing.
    let owner = expected.1.strip_prefix("models/")?.rsplit_once('.')?.0;
    api.types[&TypeId(owner.to_owned())].usage.request.then_some(expected)
}

fn make_member_nullable(api: &mut Api, random: &mut Random) -> Option<Expected> {
    member(api, random, |field| {
        field.value.nullable = !field.value.nullable;
        Some(if field.value.nullable { Kind::BecameNullable } else { Kind::BecameNonNullable })
    })
}

fn change_member_type(api: &mut Api, random: &mut Random) -> Option<Expected> {
    member(api, random, |field| {
        let TypeRef::Scalar(Scalar::String) = field.value.ty else { return None };
        field.value.ty = TypeRef::Scalar(Scalar::Int32);
        Some(Kind::TypeChanged)
    })
}

fn limit_member(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let expected = member(api, random, |field| {
        let had = field.value.constraints.max_items.replace(3);
        had.is_none().then_some(Kind::ConstraintTightened)
    })?;
    Some((expected.0, format!("{}#maxItems", expected.1)))
}

fn default_member(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let expected = member(api, random, |field| match field.value.default.replace("other".into()) {
        None => Some(Kind::DefaultAdded),
        Some(_) => Some(Kind::DefaultChanged),
    })?;
    Some((expected.0, format!("{}#default", expected.1)))
}

fn heirs(api: &Api, id: &TypeId) -> bool {
    api.types.values().any(|ty| matches!(&ty.kind, TypeKind::Struct(structure) if structure.bases.contains(id)))
}

fn remove_member(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let id = ty(api, random, |kind| matches!(kind, TypeKind::Struct(_)));
    if heirs(api, &id) {
        return None;
    }
    let fields = &mut structure(api, &id).fields;
    let index = fields.iter().position(|field| field.inherited_from.is_none())?;
    let gone = fields.remove(index);
    let kind = if gone.required { Kind::RequiredPropertyRemoved } else { Kind::OptionalPropertyRemoved };
    Some((kind, format!("models/{id}.{}", gone.name)))
}

fn add_member(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let id = ty(api, random, |kind| matches!(kind, TypeKind::Struct(_)));
    if heirs(api, &id) {
        return None;
    }
    let fields = &mut structure(api, &id).fields;
    let model = fields.first()?.clone();
    let value = Value { ty: TypeRef::Scalar(Scalar::String), default: None, ..model.value.clone() };
    let required = random.chance(50);
    fields.push(Field { name: "zzz".into(), inherited_from: None, required, value, ..model });
    let kind = if required { Kind::RequiredPropertyAdded } else { Kind::OptionalPropertyAdded };
    Some((kind, format!("models/{id}.zzz")))
}

/// The enumeration under an id.
fn enumeration<'a>(api: &'a mut Api, random: &mut Random) -> (TypeId, &'a mut generator::model::Enum) {
    let id = ty(api, random, |kind| matches!(kind, TypeKind::Enum(_)));
    match &mut api.types.get_mut(&id).expect("it was found there").kind {
        TypeKind::Enum(kind) => (id, kind),
        other => panic!("{id} is {other:?}"),
    }
}

fn add_enum_value(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let (id, kind) = enumeration(api, random);
    kind.variants.push(Variant { value: "zzz".into(), client_name: None, docs: Docs::default() });
    Some((Kind::EnumValueAdded, format!("models/{id}=zzz")))
}

fn remove_enum_value(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let (id, kind) = enumeration(api, random);
    let gone = kind.variants.remove(random.below(kind.variants.len()));
    Some((Kind::EnumValueRemoved, format!("models/{id}={}", gone.value.as_str()?)))
}

fn flip_enum(api: &mut Api, random: &mut Random) -> Option<Expected> {
    let (id, kind) = enumeration(api, random);
    let open = kind.extensible == Some(true);
    kind.extensible = Some(!open);
    Some((if open { Kind::EnumClosed } else { Kind::EnumOpened }, format!("models/{id}")))
}
