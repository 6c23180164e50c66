//! Many calls with one client: every gateway of a list of names is read, so many calls at a time, and what fails is told at the
//! end with the thing that it was about.
//!
//! `cargo run --example bulk --features fake -- [RESOURCE_GROUP SERVICE GATEWAYS]`, the names with commas between them
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what a program does")]

mod connect;

use std::{error::Error, process::ExitCode};

use arm_apimanagement::{
    ArmError, azure_core,
    v2024_05_01::{Client, models::GatewayContract},
};
use futures::stream::{self, StreamExt as _};

/// Calls in flight at most. Resource Manager grants a subscription some ten reads a second for long, and more in short
/// bursts; beyond that it answers 429, which the client waits out.
const IN_FLIGHT: usize = 16;

/// What came of one call: the gateway's name with its content, or with the error.
pub(crate) type Outcome = (String, azure_core::Result<GatewayContract>);

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let [group, service, gateways] = connect::arguments(["rg1", "apimService1", "gw1,gw2,gw3"])?;
    // One client for all calls: they share its connections and its token. Clones of it do, too.
    let client = connect::client(connect::gateways)?;
    let names: Vec<String> = gateways.split(',').map(str::to_owned).collect();
    let mut code = ExitCode::SUCCESS;
    for (name, outcome) in read_all(&client, &group, &service, &names).await {
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
pub(crate) async fn read_all(client: &Client, group: &str, service: &str, names: &[String]) -> Vec<Outcome> {
    let gateways = &client.gateway();
    let calls = names.iter().map(|name| async move {
        let outcome = async { gateways.get(group, service, name).await?.into_model() }.await;
        (name.clone(), outcome)
    });
    // Nothing is sent before a call is polled, so the stream decides how many are under way.
    stream::iter(calls).buffer_unordered(IN_FLIGHT).collect().await
}
