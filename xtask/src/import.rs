//! `cargo xtask import`: published Swagger files to one bundled OpenAPI document.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use generator::{
    diag::Diagnostic,
    import::{self, Prose, Reader},
    text::visible,
};

use crate::{
    disk::{self, Output},
    flags,
    report::{self, Refused},
};

/// The folder of a checkout that everything a description may refer to lies in.
const ROOT_NAME: &str = "specification";

impl flags::Import {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let start = Instant::now();
        let mut checkout = Checkout::around(&self.src_dir).map_err(Refused::from)?;
        let entries = checkout.entries(&self.src_dir).map_err(Refused::from)?;
        let output = Output::at(&self.out_file).map_err(Refused::from)?;
        let prose = if self.with_descriptions { Prose::Keep } else { Prose::Drop };
        let result = import::import(&entries, &mut checkout, prose);
        let imported = result.map_err(|diagnostics| Refused(checkout.named(diagnostics)))?;
        output.refuse_input(&checkout.read).map_err(Refused::from)?;
        report::print(checkout.named(imported.warnings));
        let written = output.write(&imported.text).map_err(Refused::from)?;
        let (files, lines, time) = (entries.len(), imported.text.lines().count(), start.elapsed().as_millis());
        let mut told = format!("{files} files, {lines} lines, {time} ms");
        if !imported.left_out.is_empty() {
            told.push_str("\nleft out, as no operation reaches them:");
        }
        for name in imported.left_out {
            told.extend(["\n  ", &*visible(&name)]);
        }
        report::wrote(written, output.path(), &told)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The files that an import may read.
struct Checkout {
    /// The root with links resolved; what is read must lie below it.
    root: PathBuf,
    /// The folder of one api-version, links resolved.
    source: PathBuf,
    /// What was read so far.
    read: Vec<PathBuf>,
}

impl Checkout {
    /// The checkout that the folder `source` lies in.
    fn around(source: &Path) -> Result<Self, Diagnostic> {
        disk::api_version(source)?;
        let canonical = fs::canonicalize(source).map_err(|error| disk::unreadable(source, error.to_string()))?;
        let root = canonical.ancestors().find(|path| path.ends_with(ROOT_NAME)).unwrap_or(&canonical);
        Ok(Self { root: root.to_owned(), source: canonical.clone(), read: Vec::new() })
    }

    /// The JSON files that stand in `source` itself, relative to the root, by their names alone: one that cannot be read must not
    /// be missed in silence. Below it are examples, which nobody reads.
    fn entries(&self, source: &Path) -> Result<Vec<String>, Diagnostic> {
        let canonical = fs::canonicalize(source).map_err(|error| disk::unreadable(source, error.to_string()))?;
        let paths = disk::list(&canonical)?;
        let is_entry = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "json");
        let entries: Vec<String> = paths.iter().filter(is_entry).filter_map(|path| self.relative(path)).collect();
        if entries.is_empty() {
            let refusal = disk::unreadable(source, "the folder holds no .json file");
            return Err(refusal.help("name the folder of one api-version"));
        }
        Ok(entries)
    }

    /// The JSON files in the folders below `folder`, but for examples.
    fn below(&self, folder: &Path, found: &mut Vec<String>) {
        for path in disk::list(folder).unwrap_or_default() {
            if path.is_dir() && !path.is_symlink() && !path.ends_with("examples") {
                self.below(&path, found);
            } else if folder != self.source && path.extension().is_some_and(|extension| extension == "json") {
                found.extend(self.relative(&path));
            }
        }
    }

    fn relative(&self, path: &Path) -> Option<String> {
        path.strip_prefix(&self.root).ok().map(|path| path.to_string_lossy().replace('\\', "/"))
    }

    /// The diagnostics with files named as the user would name them.
    fn named(&self, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        for diagnostic in &mut diagnostics {
            let path = self.root.join(&diagnostic.at.file);
            if path.exists() {
                diagnostic.at.file = disk::shown(&path);
            }
        }
        diagnostics
    }
}

impl Reader for Checkout {
    fn beside(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        self.below(&self.source, &mut found);
        found
    }

    fn read(&mut self, path: &str) -> Result<String, Diagnostic> {
        let path = self.root.join(path);
        // A link may lead out of the checkout although its name does not.
        match fs::canonicalize(&path) {
            Ok(real) if !real.starts_with(&self.root) => {
                Err(disk::unreadable(&path, "is a link that leaves the checkout"))
            }
            _ => {
                let text = disk::read(&path);
                self.read.push(path);
                text
            }
        }
    }
}

#[cfg(test)]
mod tests;
