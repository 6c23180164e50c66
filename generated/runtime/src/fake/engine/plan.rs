//! How the fake behaves when nothing goes wrong: how long lists are, how operations run.

use super::script::RetryAfter;

/// How the fake behaves.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whether things that nobody has put exist all the same, with a made-up body.
    pub everything_exists: bool,
    /// The success status to answer with where the operation declares it; one that runs long starts with it if its style can.
    pub status: Option<u16>,
    /// How lists are made up and cut; `None` lists what was put.
    pub pages: Option<Pages>,
    /// How many items of what was put stand on a page; `None` for all of them.
    pub page_size: Option<usize>,
    /// How long-running operations run.
    pub running: Running,
    /// What changes something and is not declared to run long is answered 202 all the same, and runs as `running` says.
    pub forgotten: bool,
    /// Whoever sends more requests than this is in a loop.
    pub most_requests: usize,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            everything_exists: false,
            status: None,
            pages: None,
            page_size: None,
            running: Running::default(),
            forgotten: false,
            most_requests: 20_000,
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
    /// Code and message of the error with which it does not end well; made up without.
    pub error: Option<(String, String)>,
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
            error: None,
            words: vec!["InProgress", "Running"],
            done: "Succeeded",
            missing: 0,
            silent: false,
            instead: None,
        }
    }
}
