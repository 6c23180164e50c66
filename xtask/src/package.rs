//! `cargo xtask crate`: a crate of its own around the clients of a folder of descriptions.
//!
//! Run again, it brings the versions, their features and the table in the README up to date; everything else belongs to people once
//! it is written.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use generator::{
    diag::Diagnostic,
    rust::{Package, Workspace, package},
};
use toml_edit::{DocumentMut, InlineTable, Item, Value};

use crate::{
    disk::{self, Access},
    flags,
    regen::{self, Facade, Others, Plan, TABLE},
    report::{self, Refused},
    service::Service,
};

impl flags::Crate {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let out = &self.out_dir;
        let service = Service::open(&self.specs_dir)?;
        disk::existing(disk::parent(out)).map_err(Refused::from)?;
        let versions = regen::render_all(&service)?;
        let source = out.join("src");
        fs::create_dir_all(&source)
            .map_err(|error| Refused::from(disk::unreadable(&source, format!("cannot be made: {error}"))))?;
        let held = disk::lock(&source, Access::Write).map_err(Refused::from)?;
        let newest = versions.last().expect("a service without descriptions is refused");
        let root = disk::project_root();
        let workspace = Root::read(&root.join("Cargo.toml"), &way(out, &root.join("generated/runtime")));
        let workspace = workspace.map_err(Refused::from)?;
        let begun = package(&Package {
            name: &self.name,
            api: &newest.api,
            names: &newest.names,
            table: TABLE,
            workspace: Workspace {
                edition: &workspace.edition,
                rust_version: &workspace.rust_version,
                dependencies: &workspace.dependencies,
            },
        });
        let begun = begun.into_iter().map(|file| (out.join(file.path), file.text));
        let missing: BTreeMap<PathBuf, String> = begun.filter(|(path, _)| !path.exists()).collect();

        let mut plan = Plan::new(&source, &versions, Others::Delete)?;
        plan.add_facade(Facade::of_package(out, &versions, &missing)?)?;
        let told = regen::summary(&source, &versions, &plan, &BTreeMap::new());
        plan.carry_out()?;
        drop(held);
        let mut lines = told;
        for path in missing.keys() {
            lines.extend(["wrote ", &*disk::shown(path), ": yours from here on\n"]);
        }
        report::output(&lines)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What the crate's manifest takes from that of this workspace.
struct Root {
    edition: String,
    rust_version: String,
    dependencies: BTreeMap<&'static str, String>,
}

impl Root {
    fn read(path: &Path, runtime: &str) -> Result<Self, Diagnostic> {
        let wrong = |what: &str| disk::unreadable(path, format!("has no {what}"));
        let manifest: DocumentMut =
            disk::read(path)?.parse().map_err(|error: toml_edit::TomlError| disk::unreadable(path, error.message()))?;
        let workspace = manifest.get("workspace").ok_or_else(|| wrong("[workspace]"))?;
        let of_package = |key: &str| {
            let value = workspace.get("package").and_then(|package| package.get(key)).and_then(Item::as_value);
            value.map(|value| value.clone().decorated("", "").to_string()).ok_or_else(|| wrong(key))
        };
        let dependency = |name: &str| {
            let stands = workspace.get("dependencies").and_then(|all| all.get(name)).and_then(Item::as_value);
            stands.cloned().ok_or_else(|| wrong(name))
        };
        let version = |value: &Value| match value {
            Value::InlineTable(table) => table.get("version").and_then(Value::as_str).unwrap_or("*").to_owned(),
            value => value.as_str().unwrap_or("*").to_owned(),
        };
        let bare = |name: &str, features: &[&str]| {
            let mut table = InlineTable::new();
            table.insert("version", version(&dependency(name)?).into());
            if !features.is_empty() {
                table.insert("features", features.iter().copied().collect::<toml_edit::Array>().into());
            }
            Ok::<_, Diagnostic>(table)
        };
        let without_defaults = |mut table: InlineTable| {
            table.insert("default-features", false.into());
            table
        };
        let mut own = without_defaults(bare("arm-runtime", &[])?);
        own.insert("path", runtime.into());
        let dependencies = BTreeMap::from([
            ("arm-runtime", own.to_string()),
            ("azure_core", without_defaults(bare("azure_core", &[])?).to_string()),
            ("serde_json", format!("{:?}", version(&dependency("serde_json")?))),
            ("azure_identity", format!("{:?}", version(&dependency("azure_identity")?))),
            ("futures", format!("{:?}", version(&dependency("futures")?))),
            ("tokio", bare("tokio", &["macros", "rt-multi-thread"])?.to_string()),
        ]);
        Ok(Self { edition: of_package("edition")?, rust_version: of_package("rust-version")?, dependencies })
    }
}

/// The way from one folder to another: relative, so that both can be moved together.
fn way(from: &Path, to: &Path) -> String {
    let (Ok(from), Ok(to)) = (fs::canonicalize(from), fs::canonicalize(to)) else {
        return to.to_string_lossy().replace('\\', "/");
    };
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Path::new(".."));
    let way: PathBuf = up.chain(to.components().skip(shared).map(|part| Path::new(part.as_os_str()))).collect();
    way.to_string_lossy().replace('\\', "/")
}
