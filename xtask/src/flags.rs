//! The command line. The doc comments here are the text of `--help`.
#![allow(missing_docs, unreachable_pub, reason = "the macro writes these items")]

use std::{path::PathBuf, str::FromStr};

xflags::xflags! {
    src "./src/flags.rs"

    /// Turns Azure descriptions into the client crate in `generated/`.
    ///
    /// Problems are printed to stderr as `file:line:column: code: message`, all of them, sorted.
    /// Exit codes: 0 done, 1 refused (nothing is written), 2 a breaking change that `diff --fail-on breaking` found.
    cmd xtask {
        /// Renders every api-version found in `specs/` into `generated/src/`.
        ///
        /// Writes only the files that change, deletes machine-written files that are no longer rendered, and
        /// prints one line a version: operations, types, files, lines, milliseconds. A version whose description
        /// was deleted goes from `generated/src/`, and from nowhere else.
        cmd regen {
            /// Writes nothing; lists the files that differ and exits 1 if there are any.
            optional --check
            /// The service below `specs/` to render. Default: apimanagement; another one needs `--out`.
            optional --service service: String
            /// A folder of OpenAPI 3.0 files to render instead, one file a version, named by its api-version. Needs `--out`.
            optional --specs dir: PathBuf
            /// The folder that gets one module folder a version; the folder around it must exist. Default: generated/src.
            optional --out dir: PathBuf
            /// An endpoint of descriptions that is meant although it is not Resource Manager's, as they have it.
            ///
            /// Their clients have no endpoint of their own: who makes one must name it. `[[endpoint]]` in names.toml says
            /// the same for good.
            optional --endpoint url: String
        }

        /// Bundles published Swagger 2.0 descriptions into one OpenAPI 3.0.3 file.
        ///
        /// Follows every `$ref` across files, up to the nearest folder named `specification` above SRC_DIR (SRC_DIR
        /// itself if there is none). Keeps every fact that shapes a request, a response or the client.
        /// Example: cargo xtask import
        /// ../azure-rest-api-specs/specification/apimanagement/resource-manager/Microsoft.ApiManagement/stable/2024-05-01
        /// specs/apimanagement/2024-05-01.yaml
        cmd import {
            /// The folder of one api-version: its `*.json` files are imported with all that they refer to.
            required src_dir: PathBuf
            /// The file to write, in a folder that exists. It stays as it is when anything is wrong.
            required out_file: PathBuf
            /// Keeps titles, summaries, descriptions and examples. Without it the file holds facts only.
            optional --with-descriptions
        }

        /// Says what changes between two api-versions, for callers of the API and for Rust code on the crate.
        ///
        /// Example: cargo xtask diff 2021-08-01 2024-05-01 --format markdown --out CHANGES.md
        cmd diff {
            /// An api-version in `specs/`, or an OpenAPI 3.0 file.
            required old: String
            /// The same, of the newer side.
            required new: String
            /// text, markdown, json or html. Default: text.
            optional --format format: DiffFormat
            /// The file to write, in a folder that exists. Default: standard output.
            optional --out file: PathBuf
            /// breaking: exit 2 when a change can break a caller.
            optional --fail-on what: FailOn
            /// wire, azure or rust: who it is that must not break. Default: wire.
            ///
            /// wire: a careful HTTP client. azure: the rules by which Azure reviews a new api-version.
            /// rust: code that moves from one version's module of the crate to the other's.
            optional --policy policy: DiffPolicy
            /// A TOML file of accepted changes, `[[accept]]` with kind, place and reason, which are left out.
            optional --ignore file: PathBuf
            /// Leaves what touches the operations that a file names: an operationId or the path of a method in each line.
            optional --operations file: PathBuf
            /// Leaves what touches the Rust sources below a folder (or in a file), by what they call and name of the older version.
            optional --used-by src_dir: PathBuf
        }

        /// Prints every operation of an api-version with the Rust method that calls it.
        cmd list {
            /// An api-version in `specs/`, or an OpenAPI 3.0 file.
            required version: String
            /// text or json. Default: text.
            optional --format format: ListFormat
        }

        /// Replays published examples through the typed client, and prints what became of each.
        ///
        /// Passed: the request that goes out is the example's, and each of its answers is read as a model with every
        /// member reachable and written back equal. Contradicted: the same, but the example contradicts its own
        /// description; each place is told with the reason. Failed: the client did something else. Exits 1 if any failed.
        /// Example: cargo xtask replay
        /// ../azure-rest-api-specs/specification/apimanagement/resource-manager/Microsoft.ApiManagement/stable/2021-08-01
        cmd replay {
            /// The folder of one api-version that the crate has: documents `*.json` whose `x-ms-examples` refer to files.
            required dir: PathBuf
        }

        /// Plays random fault scenarios through the typed client against the fake service, and prints what they came to.
        ///
        /// Exits 1 if the client lost or doubled an item, reported a success for a failure, hung, panicked or talked to
        /// another origin. Each complaint names the seed of its scenario; `--scenario` plays that one again.
        cmd soak {
            /// Where the sequence of scenarios begins. Default: 1.
            optional --seed seed: u64
            /// How many scenarios. Default: 10000.
            optional --count count: u64
            /// Plays the one scenario of this seed and tells its story.
            optional --scenario seed: u64
        }

        /// Prints what a stage of the pipeline makes of an api-version, as JSON. For work on the generator.
        cmd dump {
            /// raw (the document with its overlay) or api (the model).
            required stage: String
            /// An api-version in `specs/`, or an OpenAPI 3.0 file.
            required version: String
        }
    }
}
// generated start
// The following code is generated by `xflags` macro.
// Run `env UPDATE_XFLAGS=1 cargo build` to regenerate.
#[derive(Debug)]
pub struct Xtask {
    pub subcommand: XtaskCmd,
}

#[derive(Debug)]
pub enum XtaskCmd {
    Regen(Regen),
    Import(Import),
    Diff(Diff),
    List(List),
    Replay(Replay),
    Soak(Soak),
    Dump(Dump),
}

#[derive(Debug)]
pub struct Regen {
    pub check: bool,
    pub service: Option<String>,
    pub specs: Option<PathBuf>,
    pub out: Option<PathBuf>,
    pub endpoint: Option<String>,
}

#[derive(Debug)]
pub struct Import {
    pub src_dir: PathBuf,
    pub out_file: PathBuf,

    pub with_descriptions: bool,
}

#[derive(Debug)]
pub struct Diff {
    pub old: String,
    pub new: String,

    pub format: Option<DiffFormat>,
    pub out: Option<PathBuf>,
    pub fail_on: Option<FailOn>,
    pub policy: Option<DiffPolicy>,
    pub ignore: Option<PathBuf>,
    pub operations: Option<PathBuf>,
    pub used_by: Option<PathBuf>,
}

#[derive(Debug)]
pub struct List {
    pub version: String,

    pub format: Option<ListFormat>,
}

#[derive(Debug)]
pub struct Replay {
    pub dir: PathBuf,
}

#[derive(Debug)]
pub struct Soak {
    pub seed: Option<u64>,
    pub count: Option<u64>,
    pub scenario: Option<u64>,
}

#[derive(Debug)]
pub struct Dump {
    pub stage: String,
    pub version: String,
}

impl Xtask {
    #[allow(dead_code)]
    pub fn from_env_or_exit() -> Self {
        Self::from_env_or_exit_()
    }

    #[allow(dead_code)]
    pub fn from_env() -> xflags::Result<Self> {
        Self::from_env_()
    }

    #[allow(dead_code)]
    pub fn from_vec(args: Vec<std::ffi::OsString>) -> xflags::Result<Self> {
        Self::from_vec_(args)
    }
}
// generated end

/// How `diff` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffFormat {
    /// Plain text.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
    /// One self-contained page.
    Html,
}

impl FromStr for DiffFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "markdown" => Ok(Self::Markdown),
            "json" => Ok(Self::Json),
            "html" => Ok(Self::Html),
            _ => Err("expected text, markdown, json or html"),
        }
    }
}

/// Who it is that must not break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffPolicy {
    /// A careful HTTP client.
    #[default]
    Wire,
    /// Azure's reviewers.
    Azure,
    /// Rust code on the crate.
    Rust,
}

impl FromStr for DiffPolicy {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "wire" => Ok(Self::Wire),
            "azure" => Ok(Self::Azure),
            "rust" => Ok(Self::Rust),
            _ => Err("expected wire, azure or rust"),
        }
    }
}

/// How `list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// A line an operation.
    #[default]
    Text,
    /// JSON.
    Json,
}

impl FromStr for ListFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("expected text or json"),
        }
    }
}

/// What makes `diff` exit 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// A change that can break a caller.
    Breaking,
}

impl FromStr for FailOn {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "breaking" => Ok(Self::Breaking),
            _ => Err("expected breaking"),
        }
    }
}
