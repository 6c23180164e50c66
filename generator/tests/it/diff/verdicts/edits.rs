//! The kinds of edits. Each changes the document in one place, drawn at random, and says which; `None` when the draw has nothing to change.

use generator::model::{Api, Struct, TypeKind};
use kit::random::Random;
use serde_json::{Map, Value, json};

type Edit = fn(&mut Value, &Api, &mut Random) -> Option<String>;

pub(super) const ALL: &[(&str, Edit)] = &[
    ("remove-operation", remove_operation),
    ("add-operation", add_operation),
    ("rename-operation-id", rename_operation_id),
    ("deprecate-operation", deprecate_operation),
    ("spell-path-in-another-case", |raw, _, random| {
        move_path(raw, random, |path| path.replacen("/providers/", "/Providers/", 1))
    }),
    ("add-trailing-slash", |raw, _, random| move_path(raw, random, |path| format!("{path}/"))),
    ("move-operation", |raw, _, random| {
        move_path(raw, random, |path| path.replacen("/providers/", "/elsewhere/providers/", 1))
    }),
    ("add-first-optional-query", |raw, _, random| add_query(raw, random, false, false)),
    ("add-another-optional-query", |raw, _, random| add_query(raw, random, true, false)),
    ("add-required-query", |raw, _, random| add_query(raw, random, false, true)),
    ("remove-optional-query", remove_optional_query),
    ("require-optional-query", |raw, _, random| query(raw, random, "string", |param| param["required"] = true.into())),
    ("make-required-header-optional", make_required_header_optional),
    ("query-string-to-integer", |raw, _, random| {
        query(raw, random, "string", |param| param["schema"] = json!({"type": "integer", "format": "int32"}))
    }),
    ("query-boolean-to-string", |raw, _, random| {
        query(raw, random, "boolean", |param| param["schema"] = json!({"type": "string"}))
    }),
    ("query-int32-to-int64", query_int32_to_int64),
    ("rename-query-for-clients", |raw, _, random| {
        query(raw, random, "string", |param| param["x-ms-client-name"] = "somethingElse".into())
    }),
    ("rename-query", |raw, _, random| query(raw, random, "string", |param| param["name"] = "somethingElse".into())),
    ("move-query-to-header", |raw, _, random| query(raw, random, "string", |param| param["in"] = "header".into())),
    ("tighten-path-length", |raw, _, random| shared_path(raw, random, |schema| set(schema, "maxLength", 5))),
    ("loosen-path-length", |raw, _, random| {
        shared_path(raw, random, |schema| {
            let limit = schema["maxLength"].as_u64()?;
            set(schema, "maxLength", limit + 1)
        })
    }),
    ("path-not-empty", |raw, _, random| {
        shared_path(
            raw,
            random,
            |schema| {
                if schema.get("minLength").is_some() { None } else { set(schema, "minLength", 1) }
            },
        )
    }),
    ("api-version-not-empty", |raw, _, _| {
        let schema = &mut raw["components"]["parameters"]["ApiVersionParameter"]["schema"];
        let length = schema["minLength"].as_u64().unwrap_or_default();
        set(schema, "minLength", length + 1).map(|()| "ApiVersionParameter".to_owned())
    }),
    ("add-query-pattern", |raw, _, random| {
        query(raw, random, "string", |param| param["schema"]["pattern"] = "^[a-z]{3,}$".into())
    }),
    ("path-to-uuid", |raw, _, random| {
        shared_path(raw, random, |schema| {
            let plain = schema.get("format").is_none();
            plain.then(|| *schema = json!({"type": "string", "format": "uuid"}))
        })
    }),
    ("path-to-integer", |raw, _, random| {
        shared_path(raw, random, |schema| {
            *schema = json!({"type": "integer", "format": "int32"});
            Some(())
        })
    }),
    ("deprecate-query", |raw, _, random| query(raw, random, "string", |param| param["deprecated"] = true.into())),
    ("swap-parameters", swap_parameters),
    ("move-parameters-to-path-item", move_parameters_to_path_item),
    ("make-body-optional", |raw, _, random| {
        body(raw, random, |body| {
            body["required"].as_bool().filter(|required| *required)?;
            body["required"] = false.into();
            Some(())
        })
    }),
    ("rename-body", |raw, _, random| {
        body(raw, random, |body| {
            body["x-ms-requestBody-name"] = "another".into();
            Some(())
        })
    }),
    ("replace-body-by-equal-model", replace_body_by_equal_model),
    ("add-required-member-to-body", add_required_member_to_body),
    ("add-optional-member", |raw, api, random| {
        let name = model(raw, api, random, |usage, _| usage.request || usage.response)?;
        own(raw, &name)?.insert("zzAdded".into(), json!({"type": "string"}));
        Some(name)
    }),
    ("remove-member", |raw, api, random| {
        let (name, member) = member(raw, api, random, Travels::Both)?;
        own(raw, &name)?.shift_remove(&member);
        Some(format!("{name}.{member}"))
    }),
    ("member-string-to-integer", |raw, api, random| {
        let (name, member) = member(raw, api, random, Travels::Both)?;
        own(raw, &name)?.insert(member.clone(), json!({"type": "integer", "format": "int32"}));
        Some(format!("{name}.{member}"))
    }),
    ("rename-member-for-clients", |raw, api, random| {
        edit_member(raw, api, random, Travels::Both, |schema| {
            schema["x-ms-client-name"] = "somethingElse".into();
        })
    }),
    ("require-member", require_member),
    ("make-member-read-only", |raw, api, random| {
        edit_member(raw, api, random, Travels::Sent, |schema| {
            schema["readOnly"] = true.into();
        })
    }),
    ("make-member-writable", make_member_writable),
    ("flip-read-only-of-what-is-only-read", |raw, api, random| {
        edit_member(raw, api, random, Travels::OnlyReceived, |schema| schema["readOnly"] = true.into())
    }),
    ("read-only-as-mutability", read_only_as_mutability),
    ("limit-sent-member", |raw, api, random| {
        edit_member(raw, api, random, Travels::Sent, |schema| {
            schema["maxLength"] = 1.into();
        })
    }),
    ("limit-received-member", |raw, api, random| {
        edit_member(raw, api, random, Travels::OnlyReceived, |schema| {
            schema["maxLength"] = 1.into();
        })
    }),
    ("member-became-secret", |raw, api, random| {
        edit_member(raw, api, random, Travels::Both, |schema| {
            schema["x-ms-secret"] = true.into();
        })
    }),
    ("add-default", |raw, api, random| {
        edit_member(raw, api, random, Travels::Sent, |schema| {
            schema["default"] = "zz".into();
        })
    }),
    ("change-default", change_default),
    ("object-to-any", object_to_any),
    ("identify-elements", identify_elements),
    ("add-value-to-open-enum", |raw, api, random| {
        enumeration(raw, api, random, (Some(true), Travels::Both), |schema| {
            schema["enum"].as_array_mut()?.push("zzAdded".into());
            if let Some(values) = schema["x-ms-enum"].get_mut("values").and_then(Value::as_array_mut) {
                values.push(json!({"value": "zzAdded"}));
            }
            Some(())
        })
    }),
    ("remove-value-from-sent-enum", |raw, api, random| {
        enumeration(raw, api, random, (None, Travels::Sent), |schema| {
            let values = schema["enum"].as_array_mut()?;
            if values.len() < 3 {
                return None;
            }
            let gone = values.pop()?;
            if let Some(values) = schema["x-ms-enum"].get_mut("values").and_then(Value::as_array_mut) {
                values.retain(|value| value["value"] != gone);
            }
            Some(())
        })
    }),
    ("open-received-enum", |raw, api, random| {
        enumeration(raw, api, random, (Some(false), Travels::Received), |schema| {
            schema["x-ms-enum"]["modelAsString"] = true.into();
            Some(())
        })
    }),
    ("enum-to-string", |raw, api, random| {
        enumeration(raw, api, random, (Some(true), Travels::Both), |schema| {
            *schema = json!({"type": "string"});
            Some(())
        })
    }),
    ("remove-status", |raw, _, random| {
        statuses(raw, random, |responses| {
            let success = ["200", "201", "204"].iter().filter(|status| responses.contains_key(**status)).count();
            let gone =
                ["201", "204"].into_iter().find(|status| responses.contains_key(*status)).filter(|_| success > 1)?;
            responses.shift_remove(gone).map(|_| ())
        })
    }),
    ("add-status-with-same-body", |raw, _, random| {
        statuses(raw, random, |responses| {
            if responses.contains_key("201") {
                return None;
            }
            let body = responses.get("200").filter(|body| body.get("content").is_some())?.clone();
            responses.insert("201".to_owned(), body);
            Some(())
        })
    }),
    ("add-header", |raw, _, random| {
        statuses(raw, random, |responses| {
            let response = responses.get_mut("200")?.as_object_mut()?;
            let headers = response.entry("headers").or_insert_with(|| json!({})).as_object_mut()?;
            headers.insert("x-added".to_owned(), json!({"schema": {"type": "string"}}));
            Some(())
        })
    }),
    ("remove-header", |raw, _, random| {
        statuses(raw, random, |responses| {
            let headers = responses.get_mut("200")?.get_mut("headers")?.as_object_mut()?;
            headers.shift_remove("ETag").map(|_| ())
        })
    }),
    ("replace-answer-by-other-model", |raw, _, random| {
        answers(raw, random, "get", |operation| {
            let schema = operation["responses"]["200"].pointer_mut("/content/application~1json/schema")?;
            let other = "#/components/schemas/ErrorFieldContract";
            let now = schema["$ref"].as_str()?;
            if now == other || now.contains("Collection") || now.contains("ErrorField") {
                return None;
            }
            *schema = json!({"type": "array", "items": schema.clone()});
            Some(())
        })
    }),
    ("become-long-running", |raw, _, random| {
        answers(raw, random, "delete", |operation| {
            let operation = operation.as_object_mut()?;
            if operation.contains_key("x-ms-long-running-operation") {
                return None;
            }
            operation.insert("x-ms-long-running-operation".to_owned(), true.into());
            Some(())
        })
    }),
    ("no-longer-long-running", |raw, _, random| {
        answers(raw, random, "delete", |operation| {
            operation.as_object_mut()?.shift_remove("x-ms-long-running-operation")?;
            operation.as_object_mut()?.shift_remove("x-ms-long-running-operation-options");
            Some(())
        })
    }),
    ("final-state-to-the-usual", |raw, _, random| final_state(raw, random, "delete", Some("location"), None)),
    ("final-state-to-azure-async-on-put", |raw, _, random| {
        final_state(raw, random, "put", None, Some("azure-async-operation"))
    }),
    ("final-state-to-another", |raw, _, random| {
        final_state(raw, random, "delete", Some("location"), Some("azure-async-operation"))
    }),
    ("no-longer-paged", |raw, _, random| {
        answers(raw, random, "get", |operation| operation.as_object_mut()?.shift_remove("x-ms-pageable").map(|_| ()))
    }),
    ("head-becomes-existence-check", |raw, _, random| {
        answers(raw, random, "head", |operation| {
            let responses = operation["responses"].as_object_mut()?;
            let is_new = responses.insert("404".to_owned(), json!({"description": "Not there"})).is_none();
            is_new.then_some(())
        })
    }),
    ("rename-model", rename_model),
    ("drop-base", drop_base),
    ("inline-base", inline_base),
    ("inline-model", inline_model),
    ("name-inline-model", name_inline_model),
    ("sort-keys", sort_keys),
    ("wrap-reference", wrap_reference),
];

// Operations.

const METHODS: [&str; 6] = ["get", "put", "post", "patch", "delete", "head"];

fn operations(raw: &Value) -> Vec<(String, String)> {
    let paths = raw["paths"].as_object().expect("it has paths");
    let all = paths.iter().flat_map(|(path, item)| {
        let methods = METHODS.iter().filter(|method| item.get(**method).is_some());
        methods.map(|method| (path.clone(), (*method).to_owned()))
    });
    all.collect()
}

fn pick(raw: &Value, random: &mut Random) -> (String, String) {
    random.pick(&operations(raw)).clone()
}

fn operation<'a>(raw: &'a mut Value, (path, method): &(String, String)) -> &'a mut Value {
    &mut raw["paths"][path.as_str()][method.as_str()]
}

fn id(operation: &Value) -> String {
    operation["operationId"].as_str().unwrap_or_default().to_owned()
}

fn set(schema: &mut Value, key: &str, value: impl Into<Value>) -> Option<()> {
    schema.as_object_mut()?.insert(key.to_owned(), value.into());
    Some(())
}

fn remove_operation(raw: &mut Value, _: &Api, random: &mut Random) -> Option<String> {
    let at = pick(raw, random);
    raw["paths"][at.0.as_str()].as_object_mut()?.shift_remove(&at.1).map(|operation| id(&operation))
}

fn add_operation(raw: &mut Value, _: &Api, random: &mut Random) -> Option<String> {
    let at = pick(raw, random);
    // A change would make other operations use its model in another way.
    let mut copy = operation(raw, &at).clone();
    if at.1 != "get" || copy.get("x-ms-pageable").is_some() {
        return None;
    }
    let name = id(&copy);
    copy["operationId"] = format!("{name}Again").into();
    raw["paths"][format!("{}/again", at.0)] = json!({ "get": copy });
    Some(name)
}

fn rename_operation_id(raw: &mut Value, _: &Api, random: &mut Random) -> Option<String> {
    let at = pick(raw, random);
    let operation = operation(raw, &at);
    let name = id(operation);
    operation["operationId"] = format!("{name}Anew").into();
    Some(name)
}

fn deprecate_operation(raw: &mut Value, _: &Api, random: &mut Random) -> Option<String> {
    let at = pick(raw, random);
    let operation = operation(raw, &at);
    if operation["deprecated"] == true {
        return None;
    }
    operation["deprecated"] = true.into();
    Some(id(operation))
}

fn move_path(raw: &mut Value, random: &mut Random, spell: impl Fn(&str) -> String) -> Option<String> {
    let (path, _) = pick(raw, random);
    let now = spell(&path);
    let paths = raw["paths"].as_object_mut()?;
    if now == path {
        return None;
    }
    let item = paths.shift_remove(&path)?;
    paths.insert(now, item);
    Some(path)
}

fn answers(
    raw: &mut Value,
    random: &mut Random,
    method: &str,
    edit: impl Fn(&mut Value) -> Option<()>,
) -> Option<String> {
    let fitting: Vec<_> = operations(raw).into_iter().filter(|(_, other)| other == method).collect();
    let at = random.pick(&fitting).clone();
    let operation = operation(raw, &at);
    edit(operation)?;
    Some(id(operation))
}

fn statuses(
    raw: &mut Value,
    random: &mut Random,
    edit: impl Fn(&mut Map<String, Value>) -> Option<()>,
) -> Option<String> {
    let at = pick(raw, random);
    let operation = operation(raw, &at);
    // What the status of a long-running operation means is another matter.
    if operation.get("x-ms-long-running-operation").is_some() || at.1 == "head" {
        return None;
    }
    edit(operation["responses"].as_object_mut()?)?;
    Some(id(operation))
}

fn final_state(
    raw: &mut Value,
    random: &mut Random,
    method: &str,
    from: Option<&str>,
    to: Option<&str>,
) -> Option<String> {
    answers(raw, random, method, |operation| {
        operation.get("x-ms-long-running-operation")?;
        let options = operation.as_object_mut()?;
        let said = options.get("x-ms-long-running-operation-options").and_then(|one| one["final-state-via"].as_str());
        if from.is_some() && said != from {
            return None;
        }
        if from.is_none() && said.is_some() {
            return None;
        }
        match to {
            Some(to) => {
                drop(options.insert("x-ms-long-running-operation-options".to_owned(), json!({"final-state-via": to})))
            }
            None => drop(options.shift_remove("x-ms-long-running-operation-options")),
        }
        Some(())
    })
}

// Parameters.

/// Whether an operation has anything optional.
fn has_options(raw: &Value, operation: &Value) -> bool {
    let optional = operation["parameters"].as_array().into_iter().flatten().any(|param| {
        let name = param["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        let param = name.map_or(param, |name| &raw["components"]["parameters"][name]);
        param["required"] != true
    });
    optional || operation.get("requestBody").is_some_and(|body| body["required"] != true)
}

fn add_query(raw: &mut Value, random: &mut Random, beside: bool, required: bool) -> Option<String> {
    let at = pick(raw, random);
    let copy = operation(raw, &at).clone();
    if !required && has_options(raw, &copy) != beside {
        return None;
    }
    let operation = operation(raw, &at);
    let param = json!({"name": "zzAdded", "in": "query", "required": required, "schema": {"type": "string"}});
    operation["parameters"].as_array_mut()?.push(param);
    Some(id(operation))
}

/// Edits an optional query parameter of one operation, of a type, without limits.
fn query(raw: &mut Value, random: &mut Random, ty: &str, edit: impl Fn(&mut Value)) -> Option<String> {
    let fits = |param: &Value| {
        let schema = param["schema"].as_object();
        let plain = schema.is_some_and(|schema| schema.len() == 1 && schema["type"] == ty);
        plain && param["in"] == "query" && param["required"] != true && param.get("x-ms-client-name").is_none()
    };
    let all = operations(raw);
    let found: Vec<_> = all
        .into_iter()
        .flat_map(|at| {
            let params =
                raw["paths"][at.0.as_str()][at.1.as_str()]["parameters"].as_array().cloned().unwrap_or_default();
            params
                .iter()
                .enumerate()
                .filter(|(_, param)| fits(param))
                .map(|(index, _)| (at.clone(), index))
                .collect::<Vec<_>>()
        })
        .collect();
    if found.is_empty() {
        return None;
    }
    let (at, index) = random.pick(&found).clone();
    let operation = operation(raw, &at);
    edit(&mut operation["parameters"][index]);
    Some(format!("{} {index}", id(operation)))
}

fn remove_optional_query(raw: &mut Value, _: &Api, random: &mut Random) -> Option<String> {
    let what = query(raw, random, "string", |param| *param = Value::Null)?;
    for (path, method) in operations(raw) {
        if let Some(params) = raw["paths"][path.as_str()][method.as_str()]["parameters"].as_array_mut() {
            params.retain(|param| !param.is_null());
        }
    }
    Some(what)
}

fn query_int32_to_int64(raw: &mut Value, _: &Api, _: &mut Random) -> Option<String> {
    let param = &mut raw["components"]["parameters"]["TopQueryParameter"];
    (param["schema"]["format"] == "int32").then(|| param["schema"]["format"] = "int64".into())?;
    Some("TopQueryParameter".to_owned())
}

fn make_required_header_optional(raw: &mut Value, _: &Api, _: &mut Random) -> Option<String> {
    raw["components"]["parameters"]["IfMatchRequiredParameter"]["required"] = false.into();
    Some("IfMatchRequiredParameter".to_owned())
}

/// Edits the schema of a path parameter that operations share.
fn shared_path(raw: &mut Value, random: &mut Random, edit: impl Fn(&mut Value) -> Option<()>) -> Option<String> {
    let text = raw["paths"].to_string();
    let params = raw["components"]["parameters"].as_object_mut()?;
    let used = |name: &str| text.contains(&format!("/parameters/{name}\""));
    let fitting: Vec<String> = params
        .iter()
        .filter(|(name, param)| {
            let schema = &param["schema"];
            param["in"] == "path"
                && schema.get("enum").is_none()
                && schema.get("$ref").is_none()
                && used(name)
                && !["subscriptionId", "resourceGroupName"].contains(&param["name"].as_str().unwrap_or_default())
        })
        .map(|(name, _)| name.clone())
        .collect();
    let name = random.pick(&fitting).clone();
    let schema = &mut params[&name]["schema"];
    let before = schema.clone();
    edit(schema)?;
    (*schema != before).then_some(name)
}

fn swap_parameters(raw: &mut Value, _: &Api, random: &mut Random) -> Option<String> {
    let at = pick(raw, random);
    let operation = operation(raw, &at);
    let name = id(operation);
    let params = operation["parameters"].as_array_mut()?;
    let own: Vec<usize> = (0..params.len()).filter(|index| params[*index]["in"] == "query").collect();
    let [first, .., last] = own[..] else { return None };
    params.swap(first, last);
    Some(name)
}

fn move_parameters_to_path_item(raw: &mut Value, _: &Api, random: &mut Random) -> Option<String> {
    let (path, _) = pick(raw, random);
    let item = raw["paths"][path.as_str()].as_object_mut()?;
    if item.len() != 1 || item.contains_key("parameters") {
        return None;
    }
    let (_, operation) = item.iter_mut().next()?;
    let params = operation["parameters"].as_array_mut()?;
    let moved: Vec<Value> = params.iter().rev().filter(|param| param["$ref"].is_string()).take(2).cloned().collect();
    params.retain(|param| !moved.contains(param));
    item.insert("parameters".to_owned(), moved.into());
    Some(path)
}

// Bodies.

fn body(raw: &mut Value, random: &mut Random, edit: impl Fn(&mut Value) -> Option<()>) -> Option<String> {
    let fitting: Vec<_> = operations(raw)
        .into_iter()
        .filter(|at| raw["paths"][at.0.as_str()][at.1.as_str()].get("requestBody").is_some())
        .collect();
    let at = random.pick(&fitting).clone();
    let operation = operation(raw, &at);
    edit(&mut operation["requestBody"])?;
    Some(id(operation))
}

fn body_model(raw: &Value, at: &(String, String)) -> Option<String> {
    let body = &raw["paths"][at.0.as_str()][at.1.as_str()]["requestBody"];
    let reference = body.pointer("/content/application~1json/schema/$ref")?.as_str()?;
    Some(reference.rsplit('/').next()?.to_owned())
}

fn replace_body_by_equal_model(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let at = pick(raw, random);
    let name = body_model(raw, &at)?;
    // Another use of it elsewhere, so that it stays.
    let usage = &api.types.get(&generator::model::TypeId(name.clone()))?.usage;
    if !usage.response {
        return None;
    }
    let copy = raw["components"]["schemas"][name.as_str()].clone();
    let inline = copy.to_string().contains("\"enum\"");
    if inline {
        return None;
    }
    raw["components"]["schemas"][format!("{name}Twin")] = copy;
    let schema = operation(raw, &at)["requestBody"].pointer_mut("/content/application~1json/schema")?;
    schema["$ref"] = format!("#/components/schemas/{name}Twin").into();
    Some(name)
}

fn add_required_member_to_body(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let name = model(raw, api, random, |usage, body| {
        usage.request && body.fields.iter().any(|field| field.required && !field.read_only)
    })?;
    own(raw, &name)?.insert("zzAdded".into(), json!({"type": "string"}));
    let schema = raw["components"]["schemas"][name.as_str()].as_object_mut()?;
    schema.entry("required").or_insert_with(|| json!([])).as_array_mut()?.push("zzAdded".into());
    Some(name)
}

// Members.

#[derive(Clone, Copy, PartialEq, Eq)]
enum Travels {
    Sent,
    Received,
    Both,
    OnlyReceived,
}

impl Travels {
    fn fits(self, usage: &generator::model::Usage) -> bool {
        match self {
            Self::Sent => usage.request,
            Self::Received => usage.response,
            Self::Both => usage.request && usage.response,
            Self::OnlyReceived => usage.response && !usage.request,
        }
    }
}

/// A component that is an object with members of its own.
fn model(
    raw: &Value,
    api: &Api,
    random: &mut Random,
    fits: impl Fn(&generator::model::Usage, &Struct) -> bool,
) -> Option<String> {
    let names: Vec<&str> = api
        .types
        .values()
        .filter(|ty| matches!(&ty.kind, TypeKind::Struct(body) if fits(&ty.usage, body)))
        .map(|ty| ty.id.0.as_str())
        .filter(|name| raw["components"]["schemas"][*name]["properties"].is_object())
        .collect();
    (!names.is_empty()).then(|| (*random.pick(&names)).to_owned())
}

fn own<'a>(raw: &'a mut Value, name: &str) -> Option<&'a mut Map<String, Value>> {
    raw["components"]["schemas"][name]["properties"].as_object_mut()
}

/// An optional, writable, plain text of a component.
fn member(raw: &Value, api: &Api, random: &mut Random, travels: Travels) -> Option<(String, String)> {
    let mut found = Vec::new();
    for ty in api.types.values().filter(|ty| travels.fits(&ty.usage)) {
        let schema = &raw["components"]["schemas"][ty.id.0.as_str()];
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let plain = member["type"] == "string" && member.as_object().is_some_and(|keys| keys.len() == 1);
            if plain && !required.iter().any(|one| one == name) && name != "nextLink" {
                found.push((ty.id.0.clone(), name.clone()));
            }
        }
    }
    (!found.is_empty()).then(|| random.pick(&found).clone())
}

fn edit_member(
    raw: &mut Value,
    api: &Api,
    random: &mut Random,
    travels: Travels,
    edit: impl Fn(&mut Value),
) -> Option<String> {
    let (name, member) = member(raw, api, random, travels)?;
    edit(&mut own(raw, &name)?[&member]);
    Some(format!("{name}.{member}"))
}

fn require_member(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let (name, member) = member(raw, api, random, Travels::Sent)?;
    let TypeKind::Struct(body) = &api.types.get(&generator::model::TypeId(name.clone()))?.kind else { return None };
    // One that has a constructor already.
    if !body.fields.iter().any(|field| field.required && !field.read_only) {
        return None;
    }
    let schema = raw["components"]["schemas"][name.as_str()].as_object_mut()?;
    schema.entry("required").or_insert_with(|| json!([])).as_array_mut()?.push(member.clone().into());
    Some(format!("{name}.{member}"))
}

/// A member of a component that only the service sets.
fn read_only(raw: &Value, api: &Api, random: &mut Random, sent: bool) -> Option<(String, String)> {
    let mut found = Vec::new();
    for ty in api.types.values().filter(|ty| ty.usage.request == sent && ty.usage.response) {
        let members = raw["components"]["schemas"][ty.id.0.as_str()]["properties"].as_object();
        let members = members.into_iter().flatten();
        let read_only = members.filter(|(_, member)| member["readOnly"] == true && member["type"] == "string");
        found.extend(read_only.map(|(name, _)| (ty.id.0.clone(), name.clone())));
    }
    (!found.is_empty()).then(|| random.pick(&found).clone())
}

fn make_member_writable(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let (name, member) = read_only(raw, api, random, true)?;
    own(raw, &name)?[&member].as_object_mut()?.shift_remove("readOnly");
    Some(format!("{name}.{member}"))
}

fn read_only_as_mutability(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let (name, member) = read_only(raw, api, random, true)?;
    let schema = own(raw, &name)?[&member].as_object_mut()?;
    schema.shift_remove("readOnly");
    schema.insert("x-ms-mutability".to_owned(), json!(["read", "create"]));
    Some(format!("{name}.{member}"))
}

/// Every member of every component, with its place.
fn members(raw: &Value, api: &Api, fits: impl Fn(&generator::model::Usage, &Value) -> bool) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for ty in api.types.values() {
        let members = raw["components"]["schemas"][ty.id.0.as_str()]["properties"].as_object();
        let fitting = members.into_iter().flatten().filter(|(_, member)| fits(&ty.usage, member));
        found.extend(fitting.map(|(name, _)| (ty.id.0.clone(), name.clone())));
    }
    found
}

fn change_member(
    raw: &mut Value,
    found: &[(String, String)],
    random: &mut Random,
    edit: impl Fn(&mut Value) -> Option<()>,
) -> Option<String> {
    if found.is_empty() {
        return None;
    }
    let (name, member) = random.pick(found).clone();
    edit(&mut own(raw, &name)?[&member])?;
    Some(format!("{name}.{member}"))
}

fn change_default(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let found = members(raw, api, |usage, member| {
        usage.request && member["default"].is_boolean() && member["readOnly"] != true
    });
    change_member(raw, &found, random, |member| {
        let was = member["default"].as_bool()?;
        set(member, "default", !was)
    })
}

fn object_to_any(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let bare = |member: &Value| {
        let keys = member.as_object();
        member["type"] == "object"
            && keys.is_some_and(|keys| keys.keys().all(|key| key == "type" || key == "description"))
    };
    let found = members(raw, api, |usage, member| (usage.request || usage.response) && bare(member));
    change_member(raw, &found, random, |member| member.as_object_mut()?.shift_remove("type").map(|_| ()))
}

fn identify_elements(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let found = members(raw, api, |usage, member| {
        usage.response && member["type"] == "array" && member.get("x-ms-identifiers").is_none()
    });
    change_member(raw, &found, random, |member| set(member, "x-ms-identifiers", json!(["id"])))
}

// Enumerations.

/// Edits an enumeration that no other has the name of.
fn enumeration(
    raw: &mut Value,
    api: &Api,
    random: &mut Random,
    (open, travels): (Option<bool>, Travels),
    edit: impl Fn(&mut Value) -> Option<()>,
) -> Option<String> {
    let text = raw.to_string();
    let found = members(raw, api, |usage, member| {
        let name = member["x-ms-enum"]["name"].as_str().unwrap_or_default();
        let alone = text.matches(&format!("\"name\":\"{name}\"")).count() == 1;
        let is_open = member["x-ms-enum"]["modelAsString"] == true;
        travels.fits(usage)
            && member["enum"].is_array()
            && alone
            && open.is_none_or(|open| open == is_open)
            && member["readOnly"] != true
            && member.get("default").is_none()
    });
    change_member(raw, &found, random, edit)
}

// Models.

fn rename_model(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let name = model(raw, api, random, |usage, _| usage.request || usage.response)?;
    let schemas = raw["components"]["schemas"].as_object_mut()?;
    let schema = schemas.shift_remove(&name)?;
    schemas.insert(format!("{name}Anew"), schema);
    let text = raw.to_string();
    let renamed =
        text.replace(&format!("#/components/schemas/{name}\""), &format!("#/components/schemas/{name}Anew\""));
    *raw = serde_json::from_str(&renamed).expect("it was JSON");
    Some(name)
}

/// A component with a single base that has members.
fn derived(raw: &Value, api: &Api, random: &mut Random) -> Option<(String, String)> {
    let mut found = Vec::new();
    for ty in api.types.values().filter(|ty| ty.usage.response) {
        let schema = &raw["components"]["schemas"][ty.id.0.as_str()];
        let Some([base]) = schema["allOf"].as_array().map(Vec::as_slice) else { continue };
        let Some(base) = base["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) else { continue };
        if raw["components"]["schemas"][base]["properties"].is_object()
            && raw["components"]["schemas"][base].get("allOf").is_none()
        {
            found.push((ty.id.0.clone(), base.to_owned()));
        }
    }
    (!found.is_empty()).then(|| random.pick(&found).clone())
}

fn drop_base(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let (name, _) = derived(raw, api, random)?;
    raw["components"]["schemas"][name.as_str()].as_object_mut()?.shift_remove("allOf");
    Some(name)
}

fn inline_base(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let (name, base) = derived(raw, api, random)?;
    let base = raw["components"]["schemas"][base.as_str()].clone();
    // What stands inline in the base would be called by the heir.
    if base.to_string().contains("\"enum\"") || base["properties"].to_string().contains("\"properties\"") {
        return None;
    }
    let schema = raw["components"]["schemas"][name.as_str()].as_object_mut()?;
    schema.shift_remove("allOf");
    let members = schema.entry("properties").or_insert_with(|| json!({})).as_object_mut()?;
    for (key, member) in base["properties"].as_object()? {
        members.entry(key.clone()).or_insert_with(|| member.clone());
    }
    if let Some(required) = base["required"].as_array() {
        schema.entry("required").or_insert_with(|| json!([])).as_array_mut()?.extend(required.iter().cloned());
    }
    Some(name)
}

/// Members that are nothing but a reference to an object without enumerations in it.
fn references(raw: &Value, api: &Api) -> Vec<(String, String)> {
    members(raw, api, |usage, member| {
        let name = member["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        let target = name.map(|name| &raw["components"]["schemas"][name]);
        let simple = |schema: &Value| {
            schema["type"] == "object"
                && schema.get("allOf").is_none()
                && schema["properties"].is_object()
                && !schema.to_string().contains("\"enum\"")
        };
        (usage.request || usage.response) && target.is_some_and(simple)
    })
}

fn inline_model(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let text = raw.to_string();
    let mut found = references(raw, api);
    // One that nothing else uses, so that it goes.
    found.retain(|(name, member)| {
        let reference = raw["components"]["schemas"][name.as_str()]["properties"][member.as_str()]["$ref"].to_string();
        text.matches(&reference).count() == 1
    });
    let schemas = raw["components"]["schemas"].clone();
    change_member(raw, &found, random, |member| {
        let name = member["$ref"].as_str()?.rsplit('/').next()?.to_owned();
        *member = schemas[name.as_str()].clone();
        Some(())
    })
}

fn name_inline_model(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    // The description has hardly any, so it is asked of enumerations: they stand inline everywhere.
    // What is said of the member itself cannot stand beside a reference.
    let of_member = ["default", "x-ms-client-name"];
    let found = members(raw, api, |usage, member| {
        usage.request
            && member["enum"].is_array()
            && of_member.iter().all(|key| member.get(key).is_none())
            && member["readOnly"] != true
    });
    if found.is_empty() {
        return None;
    }
    let (name, member) = random.pick(&found).clone();
    let schema = own(raw, &name)?[&member].clone();
    let component = format!("{name}Zz");
    // It keeps the name that it has for clients.
    let named = schema;
    raw["components"]["schemas"][component.as_str()] = named;
    own(raw, &name)?.insert(member.clone(), json!({"$ref": format!("#/components/schemas/{component}")}));
    Some(format!("{name}.{member}"))
}

fn sort_keys(raw: &mut Value, _: &Api, _: &mut Random) -> Option<String> {
    fn sorted(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.values_mut().for_each(sorted);
                map.sort_keys();
            }
            Value::Array(items) => items.iter_mut().for_each(sorted),
            _ => {}
        }
    }
    sorted(raw);
    Some("everything".to_owned())
}

fn wrap_reference(raw: &mut Value, api: &Api, random: &mut Random) -> Option<String> {
    let found = references(raw, api);
    change_member(raw, &found, random, |member| {
        let reference = member.clone();
        *member = json!({ "allOf": [reference] });
        Some(())
    })
}
