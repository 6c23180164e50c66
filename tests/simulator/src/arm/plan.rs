//! How the simulator behaves when nothing goes wrong.

use arm_apimanagement::fake::engine::plan::{self, Pages, Running};

use crate::json::{Shape, Strange};

/// How the simulator behaves.
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

impl Plan {
    /// What of it is the engine's.
    pub(super) fn for_engine(&self) -> plan::Plan {
        plan::Plan {
            everything_exists: self.everything_exists,
            status: self.status,
            pages: self.pages.clone(),
            running: self.running.clone(),
            forgotten: self.forgotten,
            ..plan::Plan::default()
        }
    }
}
