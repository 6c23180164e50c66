//! Every API of a service, with the products that offer it and its tags.
//!
//! `cargo run --example list_apis --features fake -- [RESOURCE_GROUP SERVICE]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

mod connect;

use std::error::Error;

use arm_apimanagement::{azure_core, v2024_05_01::Client};
use futures::{StreamExt as _, TryStreamExt as _};

/// How many APIs are looked at at a time.
const IN_FLIGHT: usize = 8;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [group, service] = connect::arguments(["rg1", "apimService1"])?;
    let client = connect::client(connect::apis)?;
    for api in inventory(&client, &group, &service).await? {
        println!("{}: products {:?}, tags {:?}", api.name, api.products, api.tags);
    }
    Ok(())
}

/// An API with what it belongs to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its identifier.
    pub(crate) name: String,
    /// The identifiers of its products.
    pub(crate) products: Vec<String>,
    /// Its tags.
    pub(crate) tags: Vec<String>,
}

/// All APIs, in the order of the list; products and tags of several are asked for at a time.
pub(crate) async fn inventory(client: &Client, group: &str, service: &str) -> azure_core::Result<Vec<Entry>> {
    let apis = client.api().list_by_service(group, service, None);
    apis.try_filter_map(|api| async move { Ok(api.name) })
        .map_ok(|name| entry(client, group, service, name))
        .try_buffered(IN_FLIGHT)
        .try_collect()
        .await
}

async fn entry(client: &Client, group: &str, service: &str, name: String) -> azure_core::Result<Entry> {
    let products = client.api_product().list_by_apis(group, service, &name, None);
    let products = products.try_filter_map(|product| async move { Ok(product.name) }).try_collect().await?;
    let tags = client.tag().list_by_api(group, service, &name, None);
    let tags = tags.map(|tag| tag.map(|tag| tag.name.unwrap_or_default())).try_collect().await?;
    Ok(Entry { name, products, tags })
}
