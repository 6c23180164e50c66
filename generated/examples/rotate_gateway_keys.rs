//! Both keys of a self-hosted gateway are replaced, and it is never without one that works.
//!
//! A gateway has two keys so that one can be replaced while the other is in use: the second one is renewed and handed to the
//! gateway's deployment, and only then the first one, which nobody uses any more, is renewed and handed over in its turn.
//!
//! `cargo run --example rotate_gateway_keys --features fake -- [RESOURCE_GROUP SERVICE GATEWAY]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

mod connect;

use std::error::Error;

use arm_apimanagement::v2024_05_01::{
    Client,
    models::{GatewayKeyRegenerationRequestContract, KeyType},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [group, service, gateway] = connect::arguments(["rg1", "apimService1", "gw1"])?;
    let client = connect::client(connect::gateway_keys)?;
    // A real program would write the key where the gateway reads it, and wait until every replica runs with it.
    let deploy = async |which: &KeyType, key: String| {
        println!("deploy the {which:?} key, {} characters", key.len());
        Ok(())
    };
    rotate(&client, &group, &service, &gateway, deploy).await
}

/// Renews both keys; `deploy` has to return when the gateway runs with the key that it is given. If it cannot, the other key, with
/// which the gateway still runs, stays as it is.
pub(crate) async fn rotate(
    client: &Client,
    group: &str,
    service: &str,
    gateway: &str,
    mut deploy: impl AsyncFnMut(&KeyType, String) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let gateways = client.gateway();
    // The gateway runs with the primary key when this begins, and when it ends.
    for which in [KeyType::Secondary, KeyType::Primary] {
        let body = GatewayKeyRegenerationRequestContract::new(which.clone());
        gateways.regenerate_key(group, service, gateway, &body).await?;
        let keys = gateways.list_keys(group, service, gateway).await?.into_model()?;
        let key = if matches!(which, KeyType::Primary) { keys.primary } else { keys.secondary };
        deploy(&which, key.ok_or("the service gave no key")?).await?;
    }
    Ok(())
}
