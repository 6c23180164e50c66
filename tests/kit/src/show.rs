//! A model as short text, for tests that state what lowering gives: a line a member, a parameter, a response.
//!
//! Invariant: every fact that is not its default is shown, so that a golden which does not change means nothing changed.
//! Left out are the places in the source, which each have a test of their own.

use std::fmt::Write;

use generator::model::{
    Additional, Api, Docs, Enum, Field, Operation, Param, Response, Struct, Type, TypeKind, TypeRef, Usage, Value,
};

/// Everything in a model.
#[must_use]
pub fn api(api: &Api) -> String {
    operations(api) + &types(api)
}

/// Every operation of a model.
#[must_use]
pub fn operations(api: &Api) -> String {
    api.operations.iter().map(|op| operation(op, api)).collect()
}

/// Every type of a model.
#[must_use]
pub fn types(api: &Api) -> String {
    api.types.values().map(ty).collect()
}

fn operation(op: &Operation, api: &Api) -> String {
    let mut out = format!("{} {} {}", op.id, op.method, op.path);
    let tags = (!op.tags.is_empty()).then(|| format!("tags {}", op.tags.join(" ")));
    let words = [
        op.deprecated.then(|| "deprecated".to_owned()),
        op.read_only_post.then(|| "only reads".to_owned()),
        tags,
        op.odata.as_ref().map(|id| format!("odata {id}")),
        op.paging.as_ref().map(|paging| format!("paging {}", json(paging))),
        op.lro.as_ref().map(|lro| format!("lro {}", json(lro))),
        op.security.as_ref().map(|security| format!("security {}", json(security))),
        docs(&op.docs),
    ];
    finish(&mut out, words);
    for entry in &op.params {
        let shared = matches!(entry, generator::model::ParamRef::Shared(_));
        param(&mut out, api.param(entry), shared);
    }
    if let Some(body) = &op.body {
        write!(out, "  body {} #{} [{}] {}", body.name, body.index, body.media_types.join(" "), value(&body.value))
            .expect("writing text does not fail");
        finish(&mut out, [body.required.then(|| "required".to_owned()), docs(&body.docs)]);
    }
    for (word, responses) in [("", &op.responses), ("failure ", &op.failures)] {
        responses.iter().for_each(|found| response(&mut out, word, found));
    }
    if let Some(error) = &op.error {
        writeln!(out, "  default {}", value(error)).expect("writing text does not fail");
    }
    out
}

fn param(out: &mut String, param: &Param, shared: bool) {
    write!(out, "  {} {} {}", json(&param.location).trim_matches('"'), param.name, value(&param.value))
        .expect("writing text does not fail");
    let words = [
        shared.then(|| "shared".to_owned()),
        param.required.then(|| "required".to_owned()),
        param.client.then(|| "client".to_owned()),
        param.client_name.as_ref().map(|name| format!("called {name}")),
        param.collection.map(|collection| json(&collection)),
        param.skip_encoding.then(|| "not encoded".to_owned()),
        param.deprecated.then(|| "deprecated".to_owned()),
        docs(&param.docs),
    ];
    finish(out, words);
}

fn response(out: &mut String, word: &str, response: &Response) {
    write!(out, "  {word}{}", response.status).expect("writing text does not fail");
    if let Some(body) = &response.body {
        write!(out, " [{}] {}", response.media_types.join(" "), value(body)).expect("writing text does not fail");
    }
    let headers = response.headers.iter().map(|header| Some(format!("{}: {}", header.name, value(&header.value))));
    finish(out, headers.chain([docs(&response.docs)]));
}

fn ty(ty: &Type) -> String {
    let mut out = match &ty.kind {
        TypeKind::Struct(_) => format!("struct {}", ty.id),
        TypeKind::Enum(_) => format!("enum {}", ty.id),
        TypeKind::Alias(inner) => format!("alias {} = {}", ty.id, value(inner)),
    };
    let words = [
        ty.client_name.as_ref().map(|name| format!("called {name}")),
        ty.deprecated.then(|| "deprecated".to_owned()),
        ty.azure_resource.then(|| "resource".to_owned()),
        Some(usage(&ty.usage)),
        docs(&ty.docs),
    ];
    finish(&mut out, words);
    match &ty.kind {
        TypeKind::Struct(body) => structure(&mut out, body),
        TypeKind::Enum(body) => enumeration(&mut out, body),
        TypeKind::Alias(_) => {}
    }
    out
}

fn usage(usage: &Usage) -> String {
    let words = [
        ("request", usage.request),
        ("response", usage.response),
        ("error", usage.error),
        ("patch-only", usage.patch_only),
    ];
    let words: Vec<&str> = words.into_iter().filter(|(_, stands)| *stands).map(|(word, _)| word).collect();
    let groups: Vec<&str> = usage.groups.iter().map(String::as_str).collect();
    format!("{} of {}", words.join("+"), groups.join(" "))
}

fn structure(out: &mut String, body: &Struct) {
    if !body.bases.is_empty() {
        let bases: Vec<String> = body.bases.iter().map(ToString::to_string).collect();
        writeln!(out, "  extends {}", bases.join(", ")).expect("writing text does not fail");
    }
    match &body.additional {
        Additional::Unspecified => {}
        Additional::Denied => out.push_str("  no other members\n"),
        Additional::Any => out.push_str("  any other members\n"),
        Additional::Typed(inner) => {
            writeln!(out, "  other members: {}", value(inner)).expect("writing text does not fail")
        }
    }
    if let Some(discriminator) = &body.discriminator {
        writeln!(out, "  told apart by {}", json(discriminator)).expect("writing text does not fail");
    }
    body.fields.iter().for_each(|found| field(out, found));
}

fn field(out: &mut String, field: &Field) {
    write!(out, "  {}: {}", field.name, value(&field.value)).expect("writing text does not fail");
    let words = [
        field.required.then(|| "required".to_owned()),
        field.read_only.then(|| "read-only".to_owned()),
        field.secret.then(|| "secret".to_owned()),
        field.mutability.as_ref().map(|words| format!("mutability {}", json(words))),
        field.flatten.then(|| "flatten".to_owned()),
        field.deprecated.then(|| "deprecated".to_owned()),
        field.recursive.then(|| "recursive".to_owned()),
        field.client_name.as_ref().map(|name| format!("called {name}")),
        field.inherited_from.as_ref().map(|id| format!("from {id}")),
        docs(&field.docs),
    ];
    finish(out, words);
}

fn enumeration(out: &mut String, body: &Enum) {
    let extensible = body.extensible.map_or("", |extensible| if extensible { ", extensible" } else { ", closed" });
    writeln!(out, "  {}{extensible}", json(&body.scalar).trim_matches('"')).expect("writing text does not fail");
    for variant in &body.variants {
        write!(out, "  {}", variant.value).expect("writing text does not fail");
        finish(out, [variant.client_name.as_ref().map(|name| format!("called {name}")), docs(&variant.docs)]);
    }
}

fn value(value: &Value) -> String {
    let mut out = match &value.ty {
        TypeRef::Scalar(scalar) => json(scalar).trim_matches('"').to_owned(),
        TypeRef::Named(id) => id.to_string(),
        TypeRef::List(items) => format!("[{}]", self::value(items)),
        TypeRef::Map(values) => format!("{{{}}}", self::value(values)),
        TypeRef::Object => "object".to_owned(),
        TypeRef::Any => "any".to_owned(),
    };
    if value.nullable {
        out.push('?');
    }
    if let Some(default) = &value.default {
        write!(out, " = {default}").expect("writing text does not fail");
    }
    if !value.constraints.is_empty() {
        write!(out, " {}", json(&value.constraints)).expect("writing text does not fail");
    }
    for (word, list) in [("identifiers", &value.identifiers), ("arm ids", &value.arm_id_types)] {
        if let Some(list) = list {
            write!(out, " {word} {}", json(list)).expect("writing text does not fail");
        }
    }
    out
}

fn docs(docs: &Docs) -> Option<String> {
    let words: Vec<&str> = [&docs.summary, &docs.description].into_iter().flatten().map(String::as_str).collect();
    (!words.is_empty()).then(|| format!("\"{}\"", words.join(" / ")))
}

fn finish(out: &mut String, words: impl IntoIterator<Item = Option<String>>) {
    for word in words.into_iter().flatten() {
        out.push_str(", ");
        out.push_str(&word);
    }
    out.push('\n');
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("writing text does not fail")
}
