//! Many calls with one client: every gateway of a list of services is read, so many calls at a time, and what fails is told
//! at the end with the thing that it was about.
//!
//! `cargo run --example bulk -- SUBSCRIPTION RESOURCE_GROUP SERVICE GATEWAY...` with a sign-in of `az login`.
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

use std::{env, process::ExitCode};

use arm_apimanagement::{
    ArmError,
    v2024_05_01::{Client, gateway, models::GatewayContract},
};
use azure_identity::DeveloperToolsCredential;
use futures::stream::{self, StreamExt as _};

/// Calls in flight at most. Resource Manager grants a subscription some ten reads a second for long, and more in short
/// bursts; beyond that it answers 429, which the client waits out.
const IN_FLIGHT: usize = 16;

/// What came of one call: the gateway's name with its content, or with the error.
type Outcome = (String, azure_core::Result<GatewayContract>);

#[tokio::main]
async fn main() -> azure_core::Result<ExitCode> {
    let [subscription, group, service, gateways @ ..] = &env::args().skip(1).collect::<Vec<_>>()[..] else {
        eprintln!("usage: bulk SUBSCRIPTION RESOURCE_GROUP SERVICE GATEWAY...");
        return Ok(ExitCode::FAILURE);
    };
    // One client for all calls: they share its connections and its token. Clones of it do, too.
    let client = Client::new(subscription, DeveloperToolsCredential::new(None)?, None)?;
    let outcomes = read_all(&client.gateway(), group, service, gateways).await;
    let mut code = ExitCode::SUCCESS;
    for (name, outcome) in outcomes {
        match outcome {
            Ok(gateway) => println!("{name}: {gateway:?}"),
            Err(error) if ArmError::from_error(&error).is_some_and(ArmError::is_not_found) => println!("{name}: none"),
            Err(error) => {
                eprintln!("{name}: {error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// Reads them in whatever order the answers come. One that fails does not stop the others; dropping the future stops all.
async fn read_all(client: &gateway::Client, group: &str, service: &str, gateways: &[String]) -> Vec<Outcome> {
    let calls = gateways.iter().map(|name| async move {
        let outcome = async { client.get(group, service, name).await?.into_model() }.await;
        (name.clone(), outcome)
    });
    // Nothing is sent before a call is polled, so the stream decides how many are under way.
    stream::iter(calls).buffer_unordered(IN_FLIGHT).collect().await
}
