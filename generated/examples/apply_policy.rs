//! The policy of an API is set from a file, unless it is set already, and never over somebody else's change.
//!
//! `cargo run --example apply_policy --features fake -- [RESOURCE_GROUP SERVICE API FILE]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]
#![allow(clippy::needless_update, reason = "options and models may gain fields")]

mod connect;

use std::{error::Error, fs};

use arm_apimanagement::{
    ArmError, azure_core,
    v2024_05_01::{
        Client, api_policy,
        models::{PolicyContentFormat, PolicyContract, PolicyContractProperties, PolicyExportFormat, PolicyIdName},
    },
};

/// What is set where no file is given.
const POLICY: &str = r#"<policies>
    <inbound><base /><rate-limit calls="20" renewal-period="60" /></inbound>
    <backend><base /></backend>
    <outbound><base /></outbound>
    <on-error><base /></on-error>
</policies>"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [group, service, api, file] = connect::arguments(["rg1", "apimService1", "echo-api", ""])?;
    let policy = if file.is_empty() { POLICY.to_owned() } else { fs::read_to_string(file)? };
    let client = connect::client(connect::nothing)?;
    println!("{:?}", apply(&client, &group, &service, &api, &policy).await?);
    Ok(())
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The policy was set.
    Applied,
    /// It was there already.
    Unchanged,
    /// Somebody else has changed it since it was read: look at it, and try again.
    ChangedMeanwhile,
}

/// Sets the policy of an API.
pub(crate) async fn apply(
    client: &Client,
    group: &str,
    service: &str,
    api: &str,
    policy: &str,
) -> azure_core::Result<Outcome> {
    let policies = client.api_policy();
    // As it was written: without escapes in its expressions.
    let options = api_policy::ApiPolicyGetOptions { format: Some(PolicyExportFormat::Rawxml), ..Default::default() };
    let (current, etag) = match policies.get(group, service, api, &PolicyIdName::Policy, Some(options)).await {
        Ok(response) => {
            let etag = response.etag();
            (response.into_model()?.properties.and_then(|properties| properties.value), etag)
        }
        Err(error) if ArmError::from_error(&error).is_some_and(ArmError::is_not_found) => (None, None),
        Err(error) => return Err(error),
    };
    if current.as_deref().is_some_and(|current| is_same(current, policy)) {
        return Ok(Outcome::Unchanged);
    }
    let properties =
        PolicyContractProperties { format: Some(PolicyContentFormat::Rawxml), ..PolicyContractProperties::new(policy) };
    let body = PolicyContract { properties: Some(properties), ..Default::default() };
    // Without a policy there is no ETag to match, and the service takes the first one that comes.
    let options = api_policy::ApiPolicyCreateOrUpdateOptions { if_match: etag, ..Default::default() };
    match policies.create_or_update(group, service, api, &PolicyIdName::Policy, &body, Some(options)).await {
        Ok(_) => Ok(Outcome::Applied),
        Err(error) if ArmError::from_error(&error).is_some_and(ArmError::is_precondition_failed) => {
            Ok(Outcome::ChangedMeanwhile)
        }
        Err(error) => Err(error),
    }
}

/// The service changes the ends of lines and the indentation.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
