//! Regenerates a gateway's key and refreshes a certificate, through the crate.

use arm_apimanagement::v2024_05_01::{
    Client,
    models::{GatewayKeyRegenerationRequestContract, KeyType},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let subscription = std::env::var("AZURE_SUBSCRIPTION_ID")?;
    let client = Client::new(&subscription, azure_identity::DeveloperToolsCredential::new(None)?, None)?;
    let body = GatewayKeyRegenerationRequestContract::new(KeyType::Primary);
    client.gateway().regenerate_key("rg1", "apimService1", "gwId", &body).await?;
    let response = client.certificate().refresh_secret("rg1", "apimService1", "templateCertkv").await?;
    println!("{:?}", response.etag());
    let properties = response.into_model()?.properties;
    println!("{:?}", properties.and_then(|properties| properties.expiration_date));
    Ok(())
}
