//! A third party's opinion: the AutoRest test server, which knows what a client of its descriptions has to send and has to bear,
//! and counts the scenarios that it saw.
//!
//! The build script imports and renders the descriptions as they are published. Every operation of every client is called, over
//! the real reqwest transport and TLS, with the arguments of a table (`calls/`), and what comes of it is compared with what the
//! server sent. Two lists are checked in both directions: descriptions that have no client (`refused.yaml`) and scenarios that are
//! not hit (`missed.yaml`), each with its reason.
//!
//! `tests/conformance/run.sh` installs the server and runs this. The descriptions are no part of this repository: without
//! `AUTOREST_SWAGGER` there are no clients, and nothing to run.

mod clients;
mod drive;
mod relay;
mod rendered;
mod same;
mod server;
mod table;

#[allow(unused_imports, reason = "there are clients only where there are descriptions")]
/// What rendered clients are made of, by the name that they have for it.
pub(crate) use arm_runtime::codegen as rt;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use kit::front::Front;

use self::{
    relay::Relay,
    rendered::{CLIENTS, REFUSED},
    server::Server,
    table::Table,
};

/// The reports whose scenarios count.
const REPORTS: [&str; 2] = ["/report/azure", "/report"];

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What to print: the numbers, and what is missed and why.
    pub told: String,
    /// Everything that is not as it should be.
    pub complaints: Vec<String>,
}

/// Has the test server judge every client; `program` is its script, `folder` is for what it keeps.
///
/// # Errors
/// In words, if it does not start or a table cannot be read.
pub async fn judge(program: &Path, folder: &Path) -> Result<Findings, String> {
    if CLIENTS.is_empty() {
        return Err(
            "AUTOREST_SWAGGER named no descriptions when this was built; tests/conformance/run.sh does".to_owned()
        );
    }
    let mut findings = Findings::default();
    refused(&mut findings)?;
    let is_known = |name: &String| CLIENTS.iter().any(|client| client.name == name);
    let others = Table::names()?.into_iter().filter(|name| !is_known(name));
    findings.complaints.extend(others.map(|name| format!("calls/{name}.yaml: there is no client of that name")));
    let server = Server::start(program, folder)?;
    let mut relay = None;
    let front = Front::start(|origin| relay.insert(Relay::new(server.origin(), origin)).handler()).await;
    let relay = relay.expect("the front has been started");
    for client in CLIENTS {
        let table = Table::of(client.name)?;
        findings.complaints.extend(drive::drive(client, &table, &relay, &front).await);
    }
    missed(&server, &mut findings).await?;
    Ok(findings)
}

/// Compares the descriptions that have no client with the list of them.
fn refused(findings: &mut Findings) -> Result<(), String> {
    let mut excused = table::excused("refused.yaml")?;
    let all = CLIENTS.len() + REFUSED.len();
    let _ = writeln!(findings.told, "{} of {all} descriptions have a client", CLIENTS.len());
    for (name, problems) in REFUSED {
        match excused.remove(*name) {
            Some(reason) => findings.told += &format!("  {name}: {reason}\n"),
            None => findings.complaints.push(format!("{name} has no client:\n{problems}")),
        }
    }
    findings.complaints.extend(excused.into_keys().map(|name| format!("refused.yaml: {name} has a client")));
    Ok(())
}

/// Compares the scenarios that were not hit with the list of them.
async fn missed(server: &Server, findings: &mut Findings) -> Result<(), String> {
    let mut excused = table::excused("missed.yaml")?;
    for report in REPORTS {
        let scenarios = server.report(report).await?;
        let missed: BTreeSet<&String> =
            scenarios.iter().filter(|(_, count)| **count == 0).map(|(name, _)| name).collect();
        let _ =
            writeln!(findings.told, "{report}: {} of {} scenarios", scenarios.len() - missed.len(), scenarios.len());
        let mut by_reason: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for name in missed {
            match excused.remove(name) {
                Some(reason) => by_reason.entry(reason).or_default().push(name),
                None => findings.complaints.push(format!("{report}: {name} was not hit")),
            }
        }
        for (reason, names) in by_reason {
            let _ = writeln!(findings.told, "  {}: {reason}: {}", names.len(), names.join(", "));
        }
    }
    findings
        .complaints
        .extend(excused.into_keys().map(|name| format!("missed.yaml: {name} was hit, or is no scenario")));
    Ok(())
}
