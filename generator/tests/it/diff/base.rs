//! A small API, by hand, with one of everything the model knows. The table of pairs edits it.

use std::collections::BTreeMap;

use generator::{
    model::{
        Additional, Api, Body, Collection, Constraints, Discriminator, Docs, Enum, Field, FinalState, Header, Location,
        Lro, Method, Operation, Paging, Param, ParamId, ParamRef, Response, Scalar, Security, Struct, Type, TypeId,
        TypeKind, TypeRef, Usage, Value, Variant,
    },
    pointer::Pointer,
};

fn at(text: &str) -> Pointer {
    Pointer::parse(text).expect("pointers of the base begin with a slash")
}

fn value(ty: TypeRef) -> Value {
    Value {
        ty,
        nullable: false,
        default: None,
        constraints: Constraints::default(),
        identifiers: None,
        arm_id_types: None,
    }
}

fn scalar(scalar: Scalar) -> Value {
    value(TypeRef::Scalar(scalar))
}

fn named(id: &str) -> Value {
    value(TypeRef::Named(TypeId(id.into())))
}

fn list(item: Value) -> Value {
    value(TypeRef::List(Box::new(item)))
}

fn field(name: &str, value: Value) -> Field {
    Field {
        name: name.into(),
        client_name: None,
        at: Pointer::root(),
        docs: Docs::default(),
        inherited_from: None,
        value,
        required: false,
        read_only: false,
        mutability: None,
        secret: false,
        flatten: false,
        deprecated: false,
        recursive: false,
    }
}

fn ty(id: &str, place: &str, kind: TypeKind) -> Type {
    Type {
        id: TypeId(id.into()),
        client_name: None,
        at: at(place),
        docs: Docs::default(),
        usage: Usage::default(),
        deprecated: false,
        azure_resource: false,
        kind,
    }
}

fn structure(fields: Vec<Field>) -> Struct {
    Struct { fields, bases: Vec::new(), additional: Additional::Unspecified, discriminator: None }
}

/// A component that is an object; its members get their places.
fn object(id: &str, structure: Struct) -> Type {
    let place = format!("/components/schemas/{id}");
    let mut structure = structure;
    for field in structure.fields.iter_mut().filter(|field| field.inherited_from.is_none()) {
        field.at = at(&format!("{place}/properties/{}", field.name));
    }
    ty(id, &place, TypeKind::Struct(structure))
}

fn enumeration(id: &str, extensible: Option<bool>, values: &[&str]) -> Type {
    let variant = |value: &&str| Variant { value: (*value).into(), client_name: None, docs: Docs::default() };
    let variants = values.iter().map(variant).collect();
    let kind = TypeKind::Enum(Enum { scalar: Scalar::String, extensible, variants });
    ty(id, &format!("/components/schemas/{id}"), kind)
}

/// The member of `base`, as an heir lists it.
fn inherited(field: Field, base: &str) -> Field {
    let place = at(&format!("/components/schemas/{base}/properties/{}", field.name));
    Field { inherited_from: Some(TypeId(base.into())), at: place, ..field }
}

fn thing() -> Type {
    let limits = |constraints: Constraints, value: Value| Value { constraints, ..value };
    let name = Constraints {
        min_length: Some(1),
        max_length: Some(80),
        pattern: Some("^[a-z]+$".into()),
        ..Constraints::default()
    };
    let size = Constraints { minimum: Some(1.into()), maximum: Some(10.into()), ..Constraints::default() };
    let step = Constraints { multiple_of: Some(2.into()), ..Constraints::default() };
    let tags = Constraints { min_items: Some(1), max_items: Some(5), unique_items: true, ..Constraints::default() };
    let mut fields = vec![
        field("blob", value(TypeRef::Object)),
        field("child", named("Part")),
        field("color", named("Color")),
        Field { deprecated: true, ..field("former", scalar(Scalar::String)) },
        Field { read_only: true, ..inherited(field("id", scalar(Scalar::ArmId)), "Resource") },
        field("labels", value(TypeRef::Map(Box::new(scalar(Scalar::String))))),
        field("mode", named("Mode")),
        Field { required: true, ..field("name", limits(name, scalar(Scalar::String))) },
        field("note", Value { default: Some("none".into()), nullable: true, ..scalar(Scalar::String) }),
        field("open", value(TypeRef::Any)),
        field("parts", Value { identifiers: Some(vec!["weight".into()]), ..list(named("Part")) }),
        field("plain", scalar(Scalar::String)),
        Field { secret: true, ..field("secretKey", scalar(Scalar::String)) },
        field("settings", named("Thing.settings")),
        field("size", limits(size, scalar(Scalar::Int32))),
        Field { read_only: true, ..field("state", scalar(Scalar::String)) },
        field("step", limits(step, scalar(Scalar::Double))),
        field("tags", limits(tags, list(scalar(Scalar::String)))),
        field("target", Value { arm_id_types: Some(vec!["Example/things".into()]), ..scalar(Scalar::ArmId) }),
        field("when", scalar(Scalar::DateTime)),
    ];
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    object("Thing", Struct { bases: vec![TypeId("Resource".into())], ..structure(fields) })
}

fn animals() -> Vec<Type> {
    let kind = || Field { required: true, ..field("kind", scalar(Scalar::String)) };
    let heir = |id: &str, own: Field| {
        let fields = vec![own, inherited(kind(), "Animal")];
        object(id, Struct { bases: vec![TypeId("Animal".into())], ..structure(fields) })
    };
    let mapping = BTreeMap::from([("cat".to_owned(), TypeId("Cat".into())), ("dog".to_owned(), TypeId("Dog".into()))]);
    let discriminator = Some(Discriminator { property: "kind".into(), mapping });
    vec![
        object("Animal", Struct { discriminator, ..structure(vec![kind()]) }),
        heir("Cat", field("claws", scalar(Scalar::Int64))),
        heir("Dog", field("barks", scalar(Scalar::Boolean))),
    ]
}

fn types() -> Vec<Type> {
    let id = Field { read_only: true, ..field("id", scalar(Scalar::ArmId)) };
    let settings = Field {
        at: at("/components/schemas/Thing/properties/settings/properties/level"),
        ..field("level", scalar(Scalar::Int32))
    };
    let inline = TypeKind::Struct(structure(vec![settings]));
    let mut types = vec![
        thing(),
        ty("Thing.settings", "/components/schemas/Thing/properties/settings", inline),
        object("Resource", structure(vec![id])),
        object(
            "Part",
            structure(vec![field("length", scalar(Scalar::Double)), field("weight", scalar(Scalar::Double))]),
        ),
        object(
            "ThingList",
            structure(vec![field("nextLink", scalar(Scalar::String)), field("value", list(named("Thing")))]),
        ),
        object(
            "Input",
            structure(vec![
                field("level", named("Level")),
                field("limit", scalar(Scalar::Int64)),
                Field { required: true, ..field("text", scalar(Scalar::String)) },
            ]),
        ),
        object(
            "Report",
            Struct {
                additional: Additional::Typed(Box::new(scalar(Scalar::Int32))),
                ..structure(vec![
                    field("count", scalar(Scalar::Int64)),
                    Field { required: true, ..field("text", scalar(Scalar::String)) },
                    field("verdict", named("Verdict")),
                ])
            },
        ),
        object(
            "Problem",
            structure(vec![field("code", scalar(Scalar::String)), field("inner", named("ProblemDetail"))]),
        ),
        object("ProblemDetail", structure(vec![field("message", scalar(Scalar::String))])),
        object(
            "Fault",
            structure(vec![field("code", scalar(Scalar::String)), field("reason", scalar(Scalar::String))]),
        ),
        enumeration("Color", Some(true), &["red", "green", "blue"]),
        enumeration("Mode", Some(false), &["on", "off"]),
        enumeration("Level", Some(false), &["low", "high"]),
        enumeration("Verdict", None, &["good", "bad"]),
        ty("Names", "/components/schemas/Names", TypeKind::Alias(list(scalar(Scalar::String)))),
    ];
    types.extend(animals());
    types
}

fn param(name: &str, location: Location, value: Value) -> Param {
    Param {
        name: name.into(),
        client_name: None,
        at: Pointer::root(),
        docs: Docs::default(),
        location,
        required: location == Location::Path,
        value,
        client: false,
        collection: None,
        skip_encoding: false,
        deprecated: false,
        example: None,
        filter: Vec::new(),
    }
}

fn parameters() -> BTreeMap<ParamId, Param> {
    let uuid = Param { client: true, ..param("subscriptionId", Location::Path, scalar(Scalar::Uuid)) };
    let version =
        Param { client: true, required: true, ..param("api-version", Location::Query, scalar(Scalar::String)) };
    let name =
        Value { constraints: Constraints { max_length: Some(50), ..Constraints::default() }, ..scalar(Scalar::String) };
    [
        ("SubscriptionId", uuid),
        ("ApiVersion", version),
        ("ThingName", param("thingName", Location::Path, name)),
        ("Top", param("$top", Location::Query, scalar(Scalar::Int32))),
        ("IfMatch", param("If-Match", Location::Header, scalar(Scalar::String))),
    ]
    .into_iter()
    .map(|(id, param)| (ParamId(id.into()), Param { at: at(&format!("/components/parameters/{id}")), ..param }))
    .collect()
}

fn shared(ids: &[&str]) -> Vec<ParamRef> {
    ids.iter().map(|id| ParamRef::Shared(ParamId((*id).into()))).collect()
}

fn response(status: u16, body: Option<Value>) -> Response {
    let media_types = body.iter().map(|_| "application/json".to_owned()).collect();
    Response { status, at: Pointer::root(), docs: Docs::default(), headers: Vec::new(), media_types, body }
}

/// An operation with its places filled in.
fn operation(id: &str, method: Method, path: &str, params: Vec<ParamRef>, responses: Vec<Response>) -> Operation {
    let place = Pointer::root().join("paths").join(path).join(method.as_str().to_lowercase());
    let mut params = params;
    for (index, reference) in params.iter_mut().enumerate() {
        if let ParamRef::Own(param) = reference {
            param.at = place.join("parameters").join(index);
        }
    }
    let (responses, failures): (Vec<_>, Vec<_>) = responses
        .into_iter()
        .map(|response| Response { at: place.join("responses").join(response.status), ..response })
        .partition(|response| response.status < 300 || method == Method::Head);
    Operation {
        id: id.into(),
        method,
        path: path.parse().expect("paths of the base are templates"),
        docs: Docs::default(),
        deprecated: false,
        tags: Vec::new(),
        params,
        body: None,
        responses,
        failures,
        error: Some(named("Problem")),
        paging: None,
        lro: None,
        odata: None,
        read_only_post: false,
        security: None,
        at: place,
    }
}

fn body(op: Operation, value: Value, index: usize) -> Operation {
    let body = Body {
        name: "parameters".into(),
        index,
        at: op.at.join("requestBody"),
        docs: Docs::default(),
        required: true,
        media_types: vec!["application/json".into()],
        value,
    };
    Operation { body: Some(body), ..op }
}

fn operations() -> Vec<Operation> {
    const THINGS: &str = "/subscriptions/{subscriptionId}/things";
    const THING: &str = "/subscriptions/{subscriptionId}/things/{thingName}";
    const RUN: &str = "/subscriptions/{subscriptionId}/things/{thingName}/run";
    const ANIMAL: &str = "/subscriptions/{subscriptionId}/animals/{thingName}";
    let place = || shared(&["ThingName", "ApiVersion", "SubscriptionId"]);
    let own = |param: Param| ParamRef::Own(Box::new(param));
    let tags =
        Param { collection: Some(Collection::Csv), ..param("tags", Location::Query, list(scalar(Scalar::String))) };
    let query = vec![own(param("$filter", Location::Query, scalar(Scalar::String))), own(tags)];
    let mut get = operation("Thing_Get", Method::Get, THING, place(), vec![response(200, Some(named("Thing")))]);
    get.responses[0].headers = vec![Header { name: "ETag".into(), value: scalar(Scalar::String) }];
    let conditional = shared(&["ThingName", "IfMatch", "ApiVersion", "SubscriptionId"]);
    let created = vec![response(200, Some(named("Thing"))), response(201, Some(named("Thing")))];
    let put = body(operation("Thing_CreateOrUpdate", Method::Put, THING, conditional, created), named("Thing"), 1);
    let lro = Some(Lro { final_state: Some(FinalState::Location), final_schema: None });
    let mut run = operation(
        "Thing_Run",
        Method::Post,
        RUN,
        place(),
        vec![response(200, Some(named("Report"))), response(202, None), response(404, Some(named("Problem")))],
    );
    run.responses[0].media_types.push("application/xml".into());
    let paging = Some(Paging { items: Some("value".into()), next_link: Some("nextLink".into()), operation: None });
    let listing = [query, shared(&["Top", "ApiVersion", "SubscriptionId"])].concat();
    vec![
        operation("Animal_Get", Method::Get, ANIMAL, place(), vec![response(200, Some(named("Animal")))]),
        Operation {
            paging,
            odata: Some(TypeId("Thing".into())),
            ..operation("Thing_List", Method::Get, THINGS, listing, vec![response(200, Some(named("ThingList")))])
        },
        operation("Thing_Delete", Method::Delete, THING, place(), vec![response(200, None), response(204, None)]),
        get,
        operation("Thing_Head", Method::Head, THING, place(), vec![response(200, None), response(404, None)]),
        Operation { lro, ..put },
        body(run, named("Input"), 1),
        operation("Thing_Names", Method::Get, "/names", Vec::new(), vec![response(200, Some(named("Names")))]),
    ]
}

/// The API that every pair of the table starts from.
pub(super) fn api() -> Api {
    Api {
        opaque: Vec::new(),
        title: "Things".into(),
        api_version: "1".into(),
        endpoint: "https://management.example".into(),
        docs: Docs::default(),
        groups: BTreeMap::new(),
        security: vec![Security { scheme: "azure_auth".into(), kind: "oauth2".into(), scopes: vec!["user".into()] }],
        types: types().into_iter().map(|ty| (ty.id.clone(), ty)).collect(),
        parameters: parameters(),
        operations: operations(),
    }
}
