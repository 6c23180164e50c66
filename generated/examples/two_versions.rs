//! One call through both api-versions, and what the newer one shows beyond the older one.
//!
//! `cargo run --example two_versions --features fake -- [RESOURCE_GROUP SERVICE]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

mod connect;

use std::{collections::BTreeSet, error::Error};

use arm_apimanagement::{v2021_08_01, v2024_05_01};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [group, service] = connect::arguments(["rg1", "apimService1"])?;
    let (old, new) = connect::clients(connect::service)?;
    println!("{:?}", newer_members(&old, &new, &group, &service).await?);
    Ok(())
}

/// The members of a service that the newer api-version answers and the older one does not.
pub(crate) async fn newer_members(
    old: &v2021_08_01::Client,
    new: &v2024_05_01::Client,
    group: &str,
    service: &str,
) -> Result<BTreeSet<String>, Box<dyn Error>> {
    // The same call, and the same names: only the module differs.
    let before = old.api_management_service().get(group, service).await?.into_model()?;
    let after = new.api_management_service().get(group, service).await?.into_model()?;
    let (before, after) = (serde_json::to_value(before.properties)?, serde_json::to_value(after.properties)?);
    let members = |value: &serde_json::Value| -> BTreeSet<String> {
        value.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
    };
    Ok(members(&after).difference(&members(&before)).cloned().collect())
}
