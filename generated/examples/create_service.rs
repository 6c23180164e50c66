//! A new service is created, which takes the better part of an hour, with its progress on the terminal.
//!
//! `cargo run --example create_service --features fake -- [RESOURCE_GROUP SERVICE REGION E_MAIL]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

mod connect;

use std::{error::Error, time::Duration};

use arm_apimanagement::{
    azure_core,
    v2024_05_01::{
        Client,
        models::{
            ApiManagementServiceProperties, ApiManagementServiceResource, ApiManagementServiceSkuProperties, SkuType,
        },
    },
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [group, service, region, email] =
        connect::arguments(["rg1", "apimService1", "westeurope", "admin@contoso.com"])?;
    let client = connect::client(connect::nothing)?;
    let wanted = ApiManagementServiceResource::new(
        region,
        ApiManagementServiceProperties::new(email, "Contoso"),
        ApiManagementServiceSkuProperties::new(1, SkuType::Developer),
    );
    let created = create(&client, &group, &service, &wanted, |line| println!("{line}")).await?;
    println!("{:?}", created.properties.and_then(|properties| properties.gateway_url));
    Ok(())
}

/// Creates a service and waits until it is there; `progress` is told each status.
pub(crate) async fn create(
    client: &Client,
    group: &str,
    service: &str,
    wanted: &ApiManagementServiceResource,
    mut progress: impl FnMut(&str),
) -> azure_core::Result<ApiManagementServiceResource> {
    let mut poller = client
        .api_management_service()
        .begin_create_or_update(group, service, wanted)
        .with_interval(Duration::from_secs(60))
        .with_deadline(Duration::from_secs(2 * 60 * 60));
    while let Some(status) = poller.next().await {
        let status = status?;
        let percent = status.percent_complete().map_or_else(String::new, |percent| format!(", {percent:.0} %"));
        progress(&format!("{:?}{percent}", status.state()));
    }
    poller.await?.into_model()
}
