//! The command line. The doc comments here are the text of `--help`.

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::service::Facts;

/// Turns Azure descriptions into the client crate in `generated/`.
///
/// Problems are printed to stderr as `file:line:column: code: message`, all of them, sorted.
/// Exit codes: 0 done, 1 refused (nothing is written), 2 a breaking change that `diff --fail-on breaking` found.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", version, max_term_width = 120)]
pub(crate) struct Xtask {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to print in colours.
    ///
    /// auto: on a terminal, unless NO_COLOR is set or TERM is dumb.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

/// A command with its flags.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Regen(Regen),
    Import(Import),
    Crate(Crate),
    Diff(Diff),
    List(List),
    Replay(Replay),
    Soak(Soak),
    Bench(Bench),
    Dump(Dump),
}

/// Renders every api-version found in `specs/` into `generated/src/`.
///
/// Writes only the files that change, deletes machine-written files that are no longer rendered, and
/// prints one line per version: operations, types, files, lines, milliseconds; below it, what changed. A version
/// whose description was deleted goes from the crate in `generated/`, and from nowhere else.
#[derive(Args, Debug)]
pub(crate) struct Regen {
    /// Writes nothing; lists the files that differ and exits 1 if there are any.
    #[arg(long)]
    pub(crate) check: bool,
    /// The service below `specs/` to render; one other than apimanagement, the default, needs `--out`.
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    /// A folder of OpenAPI 3.0 files to render instead, one file per version, named by its api-version. Needs `--out`.
    #[arg(long, value_name = "DIR", conflicts_with = "service")]
    pub(crate) specs: Option<PathBuf>,
    /// The folder that gets one module folder per version; the folder around it must exist. Default: generated/src.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// An endpoint of descriptions that is meant although it is not Resource Manager's, as they have it.
    ///
    /// Their clients have no endpoint of their own: who makes one must name it. `[[endpoint]]` in names.toml says
    /// the same for good.
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
}

/// Bundles published Swagger 2.0 descriptions into one OpenAPI 3.0.3 file.
///
/// Follows every `$ref` across files, up to the nearest folder named `specification` above SRC_DIR (SRC_DIR
/// itself if there is none). Keeps every fact that shapes a request, a response or the client.
#[derive(Args, Debug)]
#[command(after_long_help = "Example:
  cargo xtask import \\
    ../azure-rest-api-specs/specification/apimanagement/resource-manager/Microsoft.ApiManagement/stable/2024-05-01 \\
    specs/apimanagement/2024-05-01.yaml")]
pub(crate) struct Import {
    /// The folder of one api-version: its `*.json` files are imported with all that they refer to.
    pub(crate) src_dir: PathBuf,
    /// The file to write, in a folder that exists. It stays as it is when anything is wrong.
    pub(crate) out_file: PathBuf,
    /// Keeps titles, summaries, descriptions and examples. Without it the file holds facts only.
    #[arg(long)]
    pub(crate) with_descriptions: bool,
}

/// Writes a crate of its own around the clients of a folder of descriptions: of any Resource Manager service.
///
/// It builds, documents itself and can be published. Run again, it brings the versions, their features and the table in the
/// README up to date, and leaves all else as you made it. A version goes with its description.
#[derive(Args, Debug)]
#[command(after_long_help = "Example:
  mkdir vault
  cargo xtask import \\
    ../azure-rest-api-specs/specification/keyvault/resource-manager/Microsoft.KeyVault/stable/2023-07-01 \\
    vault/2023-07-01.yaml
  cargo xtask crate vault ../arm-keyvault --name arm-keyvault")]
pub(crate) struct Crate {
    /// A folder of OpenAPI 3.0 files, one per api-version, as `import` writes them.
    pub(crate) specs_dir: PathBuf,
    /// The crate's folder; the folder around it must exist.
    pub(crate) out_dir: PathBuf,
    /// What the crate is called.
    #[arg(long, value_parser = crate_name)]
    pub(crate) name: String,
}

/// Cargo's rules, as far as crates.io has them too.
fn crate_name(name: &str) -> Result<String, &'static str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.len() <= 64 && name.chars().all(fits) {
        Ok(name.to_owned())
    } else {
        Err("a crate's name begins with a letter and has at most 64 letters, digits, `-` or `_`")
    }
}

/// Says what changes between two api-versions, for callers of the API and for Rust code on the crate.
#[derive(Args, Debug)]
#[command(after_long_help = "Example:
  cargo xtask diff 2021-08-01 2024-05-01 --format markdown --out CHANGES.md")]
pub(crate) struct Diff {
    /// An api-version in `specs/`, or an OpenAPI 3.0 file.
    pub(crate) old: String,
    /// The same, of the newer side.
    pub(crate) new: String,
    /// How the changes are written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DiffFormat,
    /// The file to write, in a folder that exists. Default: standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// What exits with 2.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) fail_on: Option<FailOn>,
    /// Who it is that must not break.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) policy: DiffPolicy,
    /// A TOML file of accepted changes, `[[accept]]` with kind, place and reason, which are left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) ignore: Option<PathBuf>,
    /// Leaves what touches the operations that a file names, an operationId or the path of a method in each line.
    #[arg(long, value_name = "FILE", conflicts_with = "used_by")]
    pub(crate) operations: Option<PathBuf>,
    /// Leaves what touches the Rust sources below a folder, by what they call and name of the older version.
    #[arg(long, value_name = "SRC_DIR")]
    pub(crate) used_by: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) facts: FactsFlag,
}

/// Prints every operation of an api-version with the Rust method that calls it.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// An api-version in `specs/`, or an OpenAPI 3.0 file.
    pub(crate) version: String,
    /// How the operations are written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ListFormat,
    #[command(flatten)]
    pub(crate) facts: FactsFlag,
}

/// Replays published examples through the typed client, and prints what became of each.
///
/// Passed: the request that goes out is the example's, and each of its answers is read as a model with every
/// member reachable and written back equal. Contradicted: the same, but the example contradicts its own
/// description; each place is told with the reason. Failed: the client did something else. Exits 1 if any failed.
#[derive(Args, Debug)]
#[command(after_long_help = "Example:
  cargo xtask replay \\
    ../azure-rest-api-specs/specification/apimanagement/resource-manager/Microsoft.ApiManagement/stable/2021-08-01")]
pub(crate) struct Replay {
    /// The folder of one api-version that the crate has: documents `*.json` whose `x-ms-examples` refer to files.
    pub(crate) dir: PathBuf,
}

/// Plays random fault scenarios through the typed client against the fake service, and prints what they came to.
///
/// Exits 1 if the client lost or doubled an item, reported a success for a failure, hung, panicked or talked to
/// another origin. Each complaint names the seed of its scenario; `--scenario` plays that one again.
#[derive(Args, Debug)]
pub(crate) struct Soak {
    /// Where the sequence of scenarios begins.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many scenarios.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) count: u64,
    /// Plays the one scenario of this seed and tells its story.
    #[arg(long, value_name = "SEED", conflicts_with_all = ["seed", "count"])]
    pub(crate) scenario: Option<u64>,
}

/// Measures what the client costs on this machine, beside others, and prints the tables of `generated/PERFORMANCE.md`.
///
/// Peers are built below `target/bench/`; they come from the registry the first time. All tables together take about an hour
/// on two idle processors.
#[derive(Args, Debug)]
#[command(after_long_help = "Example:
  cargo xtask bench compile growth --runs 7")]
pub(crate) struct Bench {
    /// The tables; without one, all.
    #[arg(value_enum, value_name = "TABLE")]
    pub(crate) tables: Vec<Table>,
    /// How often each thing is measured.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) runs: u64,
    /// Puts the tables into `generated/PERFORMANCE.md` as well.
    #[arg(long)]
    pub(crate) update: bool,
}

/// Prints what a stage of the pipeline makes of an api-version, as JSON. For work on the generator.
#[derive(Args, Debug)]
pub(crate) struct Dump {
    /// The stage.
    #[arg(value_enum)]
    pub(crate) stage: Stage,
    /// An api-version in `specs/`, or an OpenAPI 3.0 file.
    pub(crate) version: String,
    #[command(flatten)]
    pub(crate) facts: FactsFlag,
}

/// Which facts a command goes by.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct FactsFlag {
    /// Takes the facts as they are published, without what corrections.overlay.yaml says of them.
    #[arg(long)]
    pub(crate) uncorrected: bool,
}

impl FactsFlag {
    /// The same as what it means.
    pub(crate) fn facts(self) -> Facts {
        if self.uncorrected { Facts::Published } else { Facts::Corrected }
    }
}

/// When to print in colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that takes them, unless the environment asks for none.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl Color {
    /// What the arguments ask for, where they may not be right as a whole: even then it holds for what is said about them.
    pub(crate) fn asked() -> Self {
        let arguments: Vec<String> = std::env::args().collect();
        let after = arguments.windows(2).filter(|pair| pair[0] == "--color").map(|pair| pair[1].as_str());
        let values = arguments.iter().filter_map(|argument| argument.strip_prefix("--color=")).chain(after);
        values.filter_map(|value| Self::from_str(value, false).ok()).next_back().unwrap_or_default()
    }

    /// Makes all that is printed from here on go by it.
    pub(crate) fn apply(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }

    /// The value of the flag.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// How `diff` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Plain text.
    #[default]
    Text,
    /// A document for review.
    Markdown,
    /// For programs.
    Json,
    /// One self-contained page.
    Html,
}

/// Who it is that must not break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffPolicy {
    /// A careful HTTP client.
    #[default]
    Wire,
    /// The rules by which Azure reviews a new api-version.
    Azure,
    /// Code that moves from one version's module of the crate to the other's.
    Rust,
}

/// How `list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A line per operation.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// What makes `diff` exit with 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A change that can break a caller.
    Breaking,
}

/// What `dump` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// The document with its overlays.
    Raw,
    /// The model.
    Api,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_fits_together() {
        Xtask::command().debug_assert();
    }
}

/// A table of `bench`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Table {
    /// Time and memory of generating.
    Regen,
    /// One call, and a page of 1,000 items, beside the same by hand.
    Calls,
    /// The size of a program with two calls.
    Binary,
    /// The quick start from nothing, with all that it depends on.
    Quickstart,
    /// Descriptions two, four and eight times as large.
    Growth,
    /// Check, debug and release builds beside those of crates that others generate.
    Compile,
}
