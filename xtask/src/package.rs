//! `cargo xtask crate`: a crate of its own around the clients of a folder of descriptions.
//!
//! Run again, it brings the versions, their features and the table in the README up to date; everything else belongs to people once
//! it is written.
//!
//! Invariant: a crate that is not of this making stays as it is, and so does the client of this repository.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::bail;
use generator::{
    diag::Diagnostic,
    rust::{HEADER, Package, Workspace, package},
};
use toml_edit::{DocumentMut, InlineTable, Item, Value};

use crate::{
    disk::{self, Access, Folders},
    flags,
    regen::{self, ALL, Facade, Others, Plan, TABLE},
    report::{self, Refused},
    service::Service,
};

const MANIFEST: &str = "Cargo.toml";

impl flags::Crate {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let out = &self.out_dir;
        let service = Service::open(&self.specs_dir)?;
        disk::existing(disk::parent(out)).map_err(Refused::from)?;
        self.refuse_project()?;
        let source = out.join("src");
        self.refuse_foreign(&source).map_err(Refused::from)?;
        let versions = regen::render_all(&service)?;
        // Whatever is refused from here on leaves no empty folders.
        let mut made = Folders::default();
        made.make(&source).map_err(|error| Refused::from(disk::unmade(&source, &error)))?;
        let held = disk::lock(&source, Access::Write).map_err(Refused::from)?;
        // Whoever had to wait goes by what the other run left.
        self.refuse_foreign(&source).map_err(Refused::from)?;
        let newest = versions.last().expect("a service without descriptions is refused");
        let root = disk::project_root();
        let workspace = Root::read(&root.join(MANIFEST), &way(out, &root.join("generated/runtime")));
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
        let missing: BTreeMap<PathBuf, String> =
            begun.filter(|(path, _)| fs::symlink_metadata(path).is_err()).collect();

        // Versions in a folder that is no crate yet were put there by `regen --out`, from other descriptions.
        let others = if missing.contains_key(&out.join(MANIFEST)) { Others::Keep } else { Others::Delete };
        let mut plan = Plan::new(&source, &versions, others)?;
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

    /// Refuses the client of this repository, what is in it and what it is in: its versions have their own descriptions.
    fn refuse_project(&self) -> anyhow::Result<()> {
        let own = disk::project_root().join("generated");
        let (out, place) = (disk::place(&self.out_dir), disk::place(&own));
        if out.starts_with(&place) || place.starts_with(&out) {
            let (shown, own) = (disk::shown(&self.out_dir), disk::shown(&own));
            bail!("{shown} is, holds or lies in {own}, the crates of this repository; name another folder");
        }
        Ok(())
    }

    /// Refuses a folder with a crate that is another one, or not of this making.
    fn refuse_foreign(&self, source: &Path) -> Result<(), Diagnostic> {
        let out = &self.out_dir;
        if disk::stands(out)? {
            disk::existing(out)?;
        }
        disk::refuse_other_than_folder(source)?;
        let manifest = out.join(MANIFEST);
        for path in [&manifest, &out.join("README.md"), &source.join("versions.rs")] {
            disk::refuse_other_than_file(path)?;
        }
        if disk::stands(&manifest)? {
            self.refuse_manifest(&manifest)?;
        }
        let list = source.join("versions.rs");
        if disk::stands(&list)? && !disk::own_text(&list).is_some_and(|text| text.starts_with(HEADER)) {
            let refusal = disk::unreadable(&list, "was not written by `cargo xtask crate`, which owns this file");
            return Err(refusal.help("move it elsewhere, or delete it"));
        }
        Ok(())
    }

    fn refuse_manifest(&self, path: &Path) -> Result<(), Diagnostic> {
        let manifest = manifest(path)?;
        let name = manifest.get("package").and_then(|package| package.get("name")).and_then(Item::as_str);
        if name != Some(&self.name) {
            let whose = name.map_or_else(|| "has no package".to_owned(), |name| format!("is that of \"{name}\""));
            let refusal = disk::unreadable(path, format!("{whose}, and --name says \"{}\"", self.name));
            return Err(refusal.help("name another folder, or give the name that stands there"));
        }
        // Each manifest that we begin has this feature, and others that happen to have versions' names are not ours to delete.
        if manifest.get("features").and_then(|features| features.get(ALL)).is_none() {
            let refusal =
                disk::unreadable(path, "was not begun by `cargo xtask crate`: it has no feature all-versions");
            return Err(refusal.help("name another folder, or add `all-versions = []` to [features]"));
        }
        Ok(())
    }
}

fn manifest(path: &Path) -> Result<DocumentMut, Diagnostic> {
    let refuse = |error: toml_edit::TomlError| disk::unreadable(path, error.message()).help("correct it");
    disk::read(path)?.parse().map_err(refuse)
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
        let manifest = manifest(path)?;
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
