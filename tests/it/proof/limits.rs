//! Just outside of what the description allows: every limit of every argument of every operation, one step beyond. The client
//! refuses it, names the argument and sends nothing. What stands just inside arrives: `requests` proves that.

use arm_apimanagement::InvalidArgument;
use dispatch::Arguments;
use generator::{
    model::{Api, Constraints, Operation, Param, Scalar, TypeKind, TypeRef},
    rust::Names,
};
use kit::{pipeline::published, specs};
use serde_json::{Value as Json, json};
use simulator::{call::Pair, json::Shape};

use super::{Count, arguments};

/// Every value of a parameter that breaks one limit, with the limit.
fn beyond(api: &Api, param: &Param, arguments: impl Fn(Shape) -> Arguments) -> Vec<(&'static str, Json)> {
    let text = |shape| arguments(shape).params[&param.name].as_str().map(ToOwned::to_owned).expect("a text");
    let limits = &param.value.constraints;
    let mut beyond = Vec::new();
    match &param.value.ty {
        TypeRef::Scalar(Scalar::Int32) => {
            let number = |limit: &serde_json::Number| limit.as_i64().expect("the limit of an integer is one");
            beyond.extend(limits.minimum.as_ref().map(|limit| ("minimum", json!(number(limit) - 1))));
            beyond.extend(limits.maximum.as_ref().map(|limit| ("maximum", json!(number(limit) + 1))));
        }
        TypeRef::Scalar(Scalar::Uuid) => beyond.push(("uuid", json!("00000000-0000-0000-0000-00000000000g"))),
        TypeRef::Scalar(Scalar::String) => {
            beyond.extend(limits.min_length.filter(|min| *min > 0).map(|min| {
                let short: String = text(Shape::Shortest).chars().take(usize::try_from(min - 1).unwrap()).collect();
                ("min_length", json!(short))
            }));
            beyond.extend(limits.max_length.map(|_| ("max_length", json!(longer(&text(Shape::Longest), limits)))));
            beyond.extend(limits.pattern.as_ref().map(|pattern| ("pattern", json!(against(pattern, limits)))));
        }
        TypeRef::Named(id) => {
            let TypeKind::Enum(body) = &api.ty(id).kind else { panic!("{} is no scalar", param.name) };
            // An open enumeration limits nothing: the service may know more values.
            beyond.extend((body.extensible != Some(true)).then(|| ("values", json!("no-such-value"))));
        }
        _ => assert_eq!(*limits, Constraints::default(), "{}: limits that are not tried", param.name),
    }
    beyond
}

/// A character more, and nothing else wrong.
fn longer(text: &str, limits: &Constraints) -> String {
    let middle = text.char_indices().nth(text.chars().count() / 2).expect("the longest text has a middle").0;
    let longer = format!("{}a{}", &text[..middle], &text[middle..]);
    assert!(matches(limits.pattern.as_deref(), &longer), "{longer:?} should match {:?}", limits.pattern);
    longer
}

/// A text of a good length that does not match.
fn against(pattern: &str, limits: &Constraints) -> String {
    let length = usize::try_from(limits.min_length.unwrap_or(0).max(3)).unwrap();
    let texts = ["*", "-", " "].map(|character| character.repeat(length));
    let found = texts.into_iter().find(|text| !matches(Some(pattern), text));
    found.unwrap_or_else(|| panic!("{pattern} matches everything that is tried"))
}

fn matches(pattern: Option<&str>, text: &str) -> bool {
    pattern.is_none_or(|pattern| regex_lite::Regex::new(pattern).expect("the pattern is one").is_match(text))
}

async fn refuse(pair: &Pair, op: &Operation, arguments: &Arguments, (argument, at): (&str, &str)) {
    let running = pair.client.run(&op.id, arguments).unwrap_or_else(|mismatch| panic!("{at}: {mismatch}"));
    let error = running.finish().await.expect_err(at);
    let invalid = error.downcast_ref::<InvalidArgument>().unwrap_or_else(|| panic!("{at}: {error:?}"));
    assert_eq!(invalid.argument(), argument, "{at}: {invalid}");
}

async fn refuse_all(version: &str) {
    let api = specs::api(version);
    let lowered = published(version);
    let (names, _) = Names::assign(&lowered.api, &lowered.overrides, &lowered.source);
    let pair = Pair::new(api, 1);
    let mut count = Count::default();
    let mut limits = std::collections::BTreeMap::new();
    for op in &api.operations {
        let good = arguments(api, op, Shape::Maximal);
        for param in op.params.iter().map(|param| api.param(param)).filter(|p| good.params.contains_key(&p.name)) {
            for (limit, value) in beyond(api, param, |shape| arguments(api, op, shape)) {
                let at = format!("{version} {} {} {limit} {value}", op.id, param.name);
                let argument = names.argument(op, &param.name).unwrap_or_else(|| panic!("{at}: it has no name"));
                count.sent += 1;
                refuse(&pair, op, &good.clone().with(&param.name, value), (argument, &at)).await;
                count.matched += 1;
                *limits.entry(limit).or_insert(0) += 1;
            }
        }
    }
    println!("{version}: arguments beyond a limit: {limits:?}: {} refused of {}", count.matched, count.sent);
    assert_eq!(pair.service.journal().len(), 0, "{version}: nothing is sent");
    assert_eq!(count, Count::all(limits.values().sum()));
    for limit in ["max_length", "min_length", "minimum", "pattern"] {
        assert!(limits.contains_key(limit), "{version} has no {limit}: the test tries nothing");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_beyond_a_limit_is_refused() {
    for version in specs::versions() {
        refuse_all(version).await;
    }
}
