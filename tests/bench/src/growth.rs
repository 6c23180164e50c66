//! How costs grow with a description: 2021-08-01, and as much of it two, four and eight times.
//!
//! A copy has all of its components, operations and named enumerations under names of its own, so nothing is shared.

use std::{fs, process::Command};

use anyhow::Context;
use kit::repo;
use serde_json::{Map, Value};

use super::{
    measured, peers,
    regen::xtask,
    stats::{Runs, Table},
    workshop::{Mode, Package, Workshop, again},
};

const VERSION: &str = "2021-08-01";
const MODULE: &str = "v2021_08_01";

/// How many copies.
const FACTORS: [usize; 4] = [1, 2, 4, 8];

struct Subject {
    name: String,
    operations: usize,
    package: Package,
    generation: Runs,
    memory: Runs,
    check: Runs,
    compiler: Runs,
}

/// The table.
pub(super) fn measure(workshop: &Workshop) -> anyhow::Result<String> {
    let (xtask, raw) = (xtask()?, peers::description(VERSION)?);
    let subjects = FACTORS.map(|factor| subject(&xtask, workshop, &raw, factor));
    let mut subjects = subjects.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    for _ in 0..workshop.runs {
        for subject in &mut subjects {
            let cost = measured::measure(workshop.folder(), &regen(&xtask, workshop, &subject.name))?;
            subject.generation.push(cost.cpu);
            subject.memory.push(cost.peak);
            workshop.forget(&subject.package, Mode::Check, &[&subject.name])?;
            let cost = workshop.build(&subject.package, Mode::Check, &subject.name)?;
            subject.check.push(cost.cpu);
            subject.compiler.push(cost.peak);
        }
    }
    let mut table = Table::new(&[
        "operations",
        "regen, processor seconds",
        "memory, MiB",
        "check of the client, processor seconds",
        "memory of rustc, MiB",
        "check, ms an operation",
    ]);
    for subject in &subjects {
        #[expect(clippy::cast_precision_loss, reason = "there are thousands")]
        let each = subject.check.median() * 1000.0 / subject.operations as f64;
        let cells =
            [subject.generation.cell(2), subject.memory.cell(0), subject.check.cell(1), subject.compiler.cell(0)];
        table.row(&[vec![subject.operations.to_string()], cells.to_vec(), vec![format!("{each:.1}")]].concat());
    }
    Ok(table.text())
}

fn subject(xtask: &Command, workshop: &Workshop, raw: &Value, factor: usize) -> anyhow::Result<Subject> {
    let name = format!("growth-{factor}");
    workshop.file(&format!("{name}/specs/{VERSION}.json"), &times(raw, factor).to_string())?;
    let runtime = fs::canonicalize(repo::root().join("generated/runtime")).context("the runtime's folder")?;
    let runtime = toml::Value::from(runtime.display().to_string());
    let manifest = format!(
        "[dependencies]\narm-runtime = {{ path = {runtime} }}\nazure_core = {{ version = \"1.1\", default-features = false }}\nserde_json = \"1\"\n"
    );
    let library = format!(
        "//! As large as a client gets.\n#[doc(hidden)]\npub use arm_runtime::codegen as rt;\n#[rustfmt::skip]\npub mod {MODULE};\n"
    );
    let package = workshop.package(&name, &manifest, &[("src/lib.rs", &library)])?;
    measured::run(&mut regen(xtask, workshop, &name))?;
    // With all that it depends on; what it cost is not wanted.
    workshop.build(&package, Mode::Check, &name)?;
    let [generation, memory, check, compiler] = [const { Runs::new() }; 4];
    Ok(Subject { operations: operations(raw) * factor, name, package, generation, memory, check, compiler })
}

/// Renders a subject's client.
fn regen(xtask: &Command, workshop: &Workshop, name: &str) -> Command {
    let folder = workshop.folder().join(name);
    let mut command = again(xtask);
    command.arg("regen").arg("--specs").arg(folder.join("specs")).arg("--out").arg(folder.join("src"));
    command
}

/// The maps of paths of a document.
const PATHS: [&str; 2] = ["paths", "x-ms-paths"];

fn operations(raw: &Value) -> usize {
    let items = PATHS.iter().filter_map(|key| raw[key].as_object()).flat_map(Map::values);
    items.filter_map(Value::as_object).flat_map(Map::values).filter(|item| item.get("operationId").is_some()).count()
}

/// A description of so many copies.
fn times(raw: &Value, factor: usize) -> Value {
    let mut all = raw.clone();
    for number in 1..factor {
        let copy = copied(raw, &format!("Copy{number}"));
        for key in PATHS {
            merge(&mut all[key], &copy[key]);
        }
        for (kind, members) in all["components"].as_object_mut().into_iter().flatten() {
            merge(members, &copy["components"][kind]);
        }
    }
    all
}

fn merge(into: &mut Value, from: &Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
}

/// The document with `suffix` at every name that would meet itself again.
fn copied(raw: &Value, suffix: &str) -> Value {
    let mut copy = renamed(raw, suffix);
    for key in PATHS {
        rename_keys(&mut copy[key], |path| {
            path.replace("Microsoft.ApiManagement", &format!("Microsoft.ApiManagement{suffix}"))
        });
    }
    for members in copy["components"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        rename_keys(members, |name| format!("{name}{suffix}"));
    }
    copy
}

fn rename_keys(members: &mut Value, name: impl Fn(&str) -> String) {
    if let Value::Object(members) = members {
        *members = std::mem::take(members).into_iter().map(|(key, value)| (name(&key), value)).collect();
    }
}

fn renamed(value: &Value, suffix: &str) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), member(key, value, suffix))).collect())
        }
        Value::Array(items) => items.iter().map(|item| renamed(item, suffix)).collect(),
        Value::String(text) if text.starts_with("#/components/") => format!("{text}{suffix}").into(),
        _ => value.clone(),
    }
}

fn member(key: &str, value: &Value, suffix: &str) -> Value {
    match (key, value) {
        ("operationId" | "operationName", Value::String(id)) => match id.split_once('_') {
            Some((group, verb)) => format!("{group}{suffix}_{verb}").into(),
            None => format!("{id}{suffix}").into(),
        },
        ("x-ms-enum", Value::Object(_)) => {
            let mut value = value.clone();
            if let Some(Value::String(name)) = value.get_mut("name") {
                name.push_str(suffix);
            }
            value
        }
        _ => renamed(value, suffix),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{operations, times};

    #[test]
    fn a_copy_shares_nothing() {
        let one = json!({
            "paths": { "/providers/Microsoft.ApiManagement/a": { "get": {
                "operationId": "A_Get",
                "x-ms-pageable": { "operationName": "A_Next" },
                "responses": { "200": { "$ref": "#/components/responses/R" } },
            } } },
            "components": {
                "schemas": { "S": { "enum": ["a"], "x-ms-enum": { "name": "E" } } },
                "responses": { "R": { "schema": { "$ref": "#/components/schemas/S" } } },
            },
        });
        let two = times(&one, 2);
        assert_eq!((operations(&one), operations(&two)), (1, 2));
        let copy = &two["paths"]["/providers/Microsoft.ApiManagementCopy1/a"]["get"];
        assert_eq!(copy["operationId"], "ACopy1_Get");
        assert_eq!(copy["x-ms-pageable"]["operationName"], "ACopy1_Next");
        assert_eq!(copy["responses"]["200"]["$ref"], "#/components/responses/RCopy1");
        let components = &two["components"];
        assert_eq!(components["responses"]["RCopy1"]["schema"]["$ref"], "#/components/schemas/SCopy1");
        assert_eq!(components["schemas"]["SCopy1"]["x-ms-enum"]["name"], "ECopy1");
        assert_eq!(components["schemas"]["S"], one["components"]["schemas"]["S"]);
        assert_eq!(times(&one, 1), one);
    }
}
