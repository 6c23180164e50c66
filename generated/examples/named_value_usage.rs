//! What uses a named value: the policies of the service, its products, APIs, operations and fragments that refer to it, and its
//! backends. Workspaces and the resolvers of GraphQL APIs have policies too, which are read in the same way.
//!
//! `cargo run --example named_value_usage --features fake -- [RESOURCE_GROUP SERVICE NAMED_VALUE]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

mod connect;

use std::error::Error;

use arm_apimanagement::{
    ArmError, Call, azure_core,
    v2024_05_01::{
        Client,
        models::{PolicyContract, PolicyIdName},
    },
};
use futures::TryStreamExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [group, service, value] = connect::arguments(["rg1", "apimService1", "secret1"])?;
    let client = connect::client(connect::named_value)?;
    for place in usages(&client, &group, &service, &value).await? {
        println!("{place}");
    }
    Ok(())
}

/// The resources that refer to a named value, as paths below the service.
pub(crate) async fn usages(
    client: &Client,
    group: &str,
    service: &str,
    value: &str,
) -> Result<Vec<String>, Box<dyn Error>> {
    let named = client.named_value().get(group, service, value).await?.into_model()?;
    let name = named.properties.and_then(|properties| properties.display_name).ok_or("it has no name")?;
    // Policies and backends refer to it by its display name, whatever its identifier is.
    let reference = format!("{{{{{name}}}}}");
    let mut places = Vec::new();
    let mut look = |place: String, text: Option<&str>| {
        if text.is_some_and(|text| text.contains(&reference)) {
            places.push(place);
        }
    };

    let policy = PolicyIdName::Policy;
    look("policies/policy".to_owned(), text(client.policy().get(group, service, &policy, None)).await?.as_deref());
    let mut products = client.product().list_by_service(group, service, None);
    while let Some(product) = products.try_next().await? {
        let id = product.name.unwrap_or_default();
        let policy = text(client.product_policy().get(group, service, &id, &policy, None)).await?;
        look(format!("products/{id}/policies/policy"), policy.as_deref());
    }
    let mut apis = client.api().list_by_service(group, service, None);
    while let Some(api) = apis.try_next().await? {
        let id = api.name.unwrap_or_default();
        let of_api = text(client.api_policy().get(group, service, &id, &policy, None)).await?;
        look(format!("apis/{id}/policies/policy"), of_api.as_deref());
        let mut operations = client.api_operation().list_by_api(group, service, &id, None);
        while let Some(operation) = operations.try_next().await? {
            let operation = operation.name.unwrap_or_default();
            let call = client.api_operation_policy().get(group, service, &id, &operation, &policy, None);
            look(format!("apis/{id}/operations/{operation}/policies/policy"), text(call).await?.as_deref());
        }
    }
    let mut fragments = client.policy_fragment().list_by_service(group, service, None);
    while let Some(fragment) = fragments.try_next().await? {
        let text = fragment.properties.and_then(|properties| properties.value);
        look(format!("policyFragments/{}", fragment.name.unwrap_or_default()), text.as_deref());
    }
    let mut backends = client.backend().list_by_service(group, service, None);
    while let Some(backend) = backends.try_next().await? {
        // Any member may refer to it: address, headers, query, credentials.
        let text = serde_json::to_string(&backend.properties)?;
        look(format!("backends/{}", backend.name.unwrap_or_default()), Some(&text));
    }
    Ok(places)
}

/// The text of a policy; `None` where there is none.
async fn text(call: Call<PolicyContract>) -> azure_core::Result<Option<String>> {
    match call.await {
        Ok(response) => Ok(response.into_model()?.properties.and_then(|properties| properties.value)),
        Err(error) if ArmError::from_error(&error).is_some_and(ArmError::is_not_found) => Ok(None),
        Err(error) => Err(error),
    }
}
