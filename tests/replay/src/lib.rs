//! Published examples, replayed through a typed client: that of API Management, or any other that the caller brings.
//!
//! An example's arguments go through the typed method of its operation. The request that goes out is compared with them, and
//! each answer of the example is served to the client, read as a model and written back: equal, up to one [normalisation], and
//! every member [reachable] from the model. An example that contradicts its own description is replayed all the same, and told
//! apart from one that fails: see [`contradictions`].
//!
//! Whatever it finds is the client's fault or the example's; a folder that is no folder of examples is refused before. A file that
//! is no example is told beside the others.
//!
//! [normalisation]: normal
//! [reachable]: reach

mod contradiction;
pub mod differ;
mod example;
mod folder;
mod following;
pub mod known;
mod lists;
pub mod normal;
mod operations;
mod play;
pub mod reach;
mod report;
mod request;
mod stage;
mod turn;

use std::{fmt, sync::Arc};

use generator::model::Api;

use self::play::Play;
pub use self::{
    contradiction::{Contradiction, Declared, Kind, contradictions, declared},
    example::{Answered, Example},
    folder::Folder,
    report::{Outcome, Report, Verdict},
};
use arm_apimanagement::ClientOptions;
use azure_core::credentials::TokenCredential;
use dispatch::Dispatcher;
use kit::{
    calls::{Run, Through},
    specs,
};

/// Makes a client; the subscription is for those that have one.
pub type Connect<'a> = dyn Fn(&str, Arc<dyn TokenCredential>, ClientOptions) -> azure_core::Result<Run> + 'a;

/// A client, and the description that it is held against.
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// The description.
    pub api: &'a Api,
    /// The way of each model through Rust, sorted by the id of its type.
    pub models: &'a [(&'static str, Through)],
    /// Makes one.
    pub connect: &'a Connect<'a>,
}

impl fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api", &self.api.title).finish_non_exhaustive()
    }
}

/// Replays every example of a folder, and calls `played` after each.
#[must_use]
pub fn replay(folder: &Folder, played: &dyn Fn()) -> Report {
    replay_by(specs::api(&folder.version), folder, played)
}

/// The same by another description than the one that the crate was made from.
#[must_use]
pub fn replay_by(api: &Api, folder: &Folder, played: &dyn Fn()) -> Report {
    let version = api.api_version.as_str();
    let connect = |subscription: &str, credential, options| {
        let client = Dispatcher::new(version, subscription, credential, options)?;
        Ok(Box::new(move |id: &str, arguments: &_| client.run(id, arguments)) as Run)
    };
    replay_with(Client { api, models: dispatch::models(version), connect: &connect }, folder, played)
}

/// Replays every example of a folder through any client, and calls `played` after each.
///
/// # Panics
/// If no runtime can be started.
#[must_use]
pub fn replay_with(client: Client<'_>, folder: &Folder, played: &dyn Fn()) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime needs nothing");
    let replay_one = |example| {
        let verdict = runtime.block_on(verdict(client, example));
        played();
        verdict
    };
    let verdicts = folder.examples.iter().map(replay_one).collect();
    Report {
        version: folder.version.clone(),
        verdicts,
        unused: folder.unused.clone(),
        problems: folder.problems.clone(),
    }
}

async fn verdict(client: Client<'_>, example: &Example) -> Verdict {
    let api = client.api;
    let Some(op) = api.operations.iter().find(|op| op.id == example.operation) else {
        return Verdict::new(example, Vec::new(), vec![format!("the crate has no operation {}", example.operation)]);
    };
    let contradictions = contradictions(api, op, example);
    let arguments = request::arguments(api, op, example);
    let mut play = Play { client, api, op, example, contradictions: &contradictions, arguments, failures: Vec::new() };
    play.all().await;
    let failures = play.failures;
    Verdict::new(example, contradictions, failures)
}
