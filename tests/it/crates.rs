//! A crate of what a test writes, for cargo. It stands in the target folder and shares the dependencies that are built there.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use kit::repo;

/// A crate in the target folder.
pub(super) struct Crate {
    name: String,
    folder: PathBuf,
    target: PathBuf,
}

impl Crate {
    /// Writes the crate, which depends on the client with some of its features; files are named below `src`. Profiles and versions are
    /// those of the workspace, or nothing could be shared.
    pub(super) fn write(name: &str, features: &[&str], files: &[(String, String)]) -> Self {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| repo::root().join("target"), PathBuf::from);
        let target = repo::root().join(target);
        let name = name.to_owned();
        let folder = target.join("crates").join(&name);
        let _ = fs::remove_dir_all(&folder);
        let write = |path: &Path, text: &str| {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(&folder.join("Cargo.toml"), &manifest(&name, features));
        fs::copy(repo::root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        for (path, text) in files {
            write(&folder.join("src").join(path), text);
        }
        Self { name, folder, target }
    }

    /// Runs cargo there and gives what it printed; fails with it if cargo fails.
    pub(super) fn cargo(&self, arguments: &[&str]) -> String {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(arguments).arg("--offline").current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        let output = command.env("RUSTDOCFLAGS", "-D warnings").output().unwrap();
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(output.status.success(), "{arguments:?}\n{printed}");
        assert!(!self.folder.join("EXECUTED").exists(), "text of a description was run");
        printed
    }

    /// What the compiler says of the crate, one message of cargo's a line.
    pub(super) fn messages(&self) -> String {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["check", "--offline", "--message-format=json"]).current_dir(&self.folder);
        let output = command.env("CARGO_TARGET_DIR", &self.target).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Replaces a file below `src`.
    pub(super) fn replace(&self, path: &str, text: &str) {
        fs::write(self.folder.join("src").join(path), text).unwrap();
    }

    /// Nothing of the description is markup on the pages of the documentation.
    pub(super) fn check_pages(&self) {
        let pages = self.target.join("doc").join(self.name.replace('-', "_"));
        let mut paths = Vec::new();
        repo::walk(&pages, &mut paths);
        assert!(paths.len() > 5, "{} has no pages", pages.display());
        for path in paths {
            let page = fs::read_to_string(&path).unwrap().to_lowercase();
            for markup in [
                "<script>alert",
                "<img src=x",
                "href=\"javascript:",
                "src=\"https://example.com",
                "id=\"errors-1",
                "\u{202e}",
            ] {
                assert!(!page.contains(markup), "{markup} in {}", path.display());
            }
        }
    }
}

fn manifest(name: &str, features: &[&str]) -> String {
    let root: toml::Table = fs::read_to_string(repo::root().join("Cargo.toml")).unwrap().parse().unwrap();
    let workspace = &root["workspace"];
    let depend = |package: &str| workspace["dependencies"][package].clone();
    let mut client = toml::Table::new();
    client.insert("path".to_owned(), repo::root().join("generated").to_string_lossy().into_owned().into());
    client.insert("default-features".to_owned(), false.into());
    client.insert("features".to_owned(), features.to_vec().into());
    let mut dependencies = toml::Table::new();
    dependencies.insert("arm-apimanagement".to_owned(), client.into());
    // Examples in the documentation of a version find its client with a macro of the runtime.
    let mut runtime = toml::Table::new();
    runtime.insert("path".to_owned(), repo::root().join("generated/runtime").to_string_lossy().into_owned().into());
    runtime.insert("default-features".to_owned(), false.into());
    dependencies.insert("arm-runtime".to_owned(), runtime.into());
    dependencies.insert("azure_core".to_owned(), depend("azure_core"));
    dependencies.insert("serde_json".to_owned(), "1".into());
    let mut package = toml::Table::new();
    package.insert("name".to_owned(), name.into());
    package.insert("version".to_owned(), "0.0.0".into());
    package.insert("edition".to_owned(), workspace["package"]["edition"].clone());
    let mut manifest = toml::Table::new();
    manifest.insert("package".to_owned(), package.into());
    manifest.insert("dependencies".to_owned(), dependencies.into());
    manifest.insert("profile".to_owned(), root["profile"].clone());
    // Not a member of the workspace that the target folder stands in.
    manifest.insert("workspace".to_owned(), toml::Table::new().into());
    toml::to_string(&manifest).unwrap()
}
