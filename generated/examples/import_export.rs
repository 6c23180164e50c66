//! An API is imported from an OpenAPI document, and exported again.
//!
//! `cargo run --example import_export --features fake -- [RESOURCE_GROUP SERVICE API FILE]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

mod connect;

use std::{error::Error, fs};

use arm_apimanagement::{
    azure_core,
    v2024_05_01::{
        Client,
        models::{ApiContract, ApiCreateOrUpdateParameter, ApiCreateOrUpdateProperties, ContentFormat, ExportFormat},
    },
};

/// What is imported where no file is given.
const DOCUMENT: &str = r#"{
    "openapi": "3.0.3",
    "info": { "title": "Orders", "version": "1" },
    "paths": { "/orders": { "get": { "operationId": "list-orders", "responses": { "200": { "description": "Orders" } } } } }
}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [group, service, api, file] = connect::arguments(["rg1", "apimService1", "orders", ""])?;
    let document = if file.is_empty() { DOCUMENT.to_owned() } else { fs::read_to_string(file)? };
    let client = connect::client(connect::export)?;
    let imported = import(&client, &group, &service, &api, &document).await?;
    println!("imported {:?}", imported.properties.and_then(|properties| properties.display_name));
    // The link carries a signature and works for five minutes: download it, and do not log it.
    println!("exported, a link of {} characters", export(&client, &group, &service, &api).await?.len());
    Ok(())
}

/// Imports an OpenAPI 3.0 document in JSON as the API `api`, below the path of the same name.
pub(crate) async fn import(
    client: &Client,
    group: &str,
    service: &str,
    api: &str,
    document: &str,
) -> azure_core::Result<ApiContract> {
    let properties = ApiCreateOrUpdateProperties {
        format: Some(ContentFormat::OpenApiJson),
        value: Some(document.to_owned()),
        ..ApiCreateOrUpdateProperties::new(api)
    };
    let body = ApiCreateOrUpdateParameter { properties: Some(properties), ..Default::default() };
    client.api().begin_create_or_update(group, service, api, &body, None).await?.into_model()
}

/// Exports an API, and gives the link to the document.
pub(crate) async fn export(client: &Client, group: &str, service: &str, api: &str) -> Result<String, Box<dyn Error>> {
    let result = client.api_export().get(group, service, api, &ExportFormat::OpenApiJson).await?.into_model()?;
    // Services differ in where they put the link; the description is corrected to have all three places.
    let within = || result.properties.and_then(|properties| properties.value?.link);
    let link = result.value.and_then(|value| value.link).or(result.link).or_else(within);
    Ok(link.ok_or("the service gave no link")?)
}
