//! How the fake behaves when nothing goes wrong: how long lists are, how operations run, what bodies show.

use super::script::RetryAfter;

/// How the fake behaves.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whether things that nobody has put exist all the same, with a made-up body.
    pub everything_exists: bool,
    /// The success status to answer with where the operation declares it; one that runs long starts with it if its style can.
    pub status: Option<u16>,
    /// What made-up bodies show.
    pub shape: Shape,
    /// What made-up bodies hold that the description does not know.
    pub strange: Strange,
    /// How lists are cut; `None` lists what was put, on one page.
    pub pages: Option<Pages>,
    /// How long-running operations run.
    pub running: Running,
    /// What changes something and is not declared to run long is answered 202 all the same, and runs as `running` says.
    pub forgotten: bool,
    /// Whether requests that violate the description are refused. They are written down in any case.
    pub strict: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            everything_exists: false,
            status: None,
            shape: Shape::Minimal,
            strange: Strange::Nothing,
            pages: None,
            running: Running::default(),
            forgotten: false,
            strict: true,
        }
    }
}

/// How a list is cut into pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// Items on each page; 0 is an empty page.
    pub sizes: Vec<usize>,
    /// How the next page is pointed to.
    pub link: Link,
    /// What stands in the place of the link on the last page.
    pub last: Last,
    /// The link of this page (from 0) points to this place instead.
    pub instead: Option<(usize, Instead)>,
}

impl Default for Pages {
    fn default() -> Self {
        Self { sizes: vec![2, 0, 3], link: Link::Absolute, last: Last::Absent, instead: None }
    }
}

/// How the next page is pointed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A whole URL.
    Absolute,
    /// A path and a query.
    Relative,
}

/// What stands in the place of the link on the last page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    /// Nothing.
    Absent,
    /// `null`.
    Null,
    /// An empty text.
    Empty,
}

/// Where a link that is wrong points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    /// The page it stands on.
    Itself,
    /// The first page.
    First,
    /// This URL.
    To(String),
}

/// How a long-running operation tells its progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// It is done at once.
    Sync,
    /// `Azure-AsyncOperation`, and `Location` where the result is read there.
    AsyncOperation,
    /// `Location` alone.
    Location,
    /// `properties.provisioningState` of the thing itself.
    ProvisioningState,
}

impl Style {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sync, Self::AsyncOperation, Self::Location, Self::ProvisioningState];
}

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Succeeded,
    /// Badly.
    Failed,
    /// Cancelled, with this spelling.
    Canceled(&'static str),
}

/// How long-running operations run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// How progress is told.
    pub style: Style,
    /// Answers that say "not yet".
    pub polls: usize,
    /// What each of them, and the first answer, says about the next poll.
    pub retry_after: Option<RetryAfter>,
    /// How it ends.
    pub outcome: Outcome,
    /// Status words while it runs, taken in turn.
    pub words: Vec<&'static str>,
    /// The final word of success, in any case.
    pub done: &'static str,
    /// So many polls of its links are answered 404 before the first one is not.
    pub missing: usize,
    /// The last answer of its status monitor has no status.
    pub silent: bool,
    /// The first answer points here instead of to the status of the operation.
    pub instead: Option<String>,
}

impl Default for Running {
    fn default() -> Self {
        Self {
            style: Style::AsyncOperation,
            polls: 2,
            retry_after: None,
            outcome: Outcome::Succeeded,
            words: vec!["InProgress", "Running"],
            done: "Succeeded",
            missing: 0,
            silent: false,
            instead: None,
        }
    }
}

/// How much of a type an instance shows, and which end of its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Required members only.
    Minimal,
    /// Every member; lists and maps have two elements.
    Maximal,
    /// Every member, each at the lower end of its limits: the shortest text, the first enumeration value, no elements.
    Shortest,
    /// Every member, each at the upper end of its limits: the longest text, the last enumeration value, most elements.
    Longest,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Minimal, Self::Maximal, Self::Shortest, Self::Longest];
}

/// What instances hold that the description does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strange {
    /// Nothing.
    #[default]
    Nothing,
    /// A member that no structure declares, in every structure.
    Members,
    /// A value that no enumeration declares, for every enumeration of strings.
    EnumValues,
}
