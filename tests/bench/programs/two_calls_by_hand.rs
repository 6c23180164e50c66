//! Regenerates a gateway's key and refreshes a certificate, by hand: no retry, no deadline, no typed errors.

use azure_core::credentials::TokenCredential;
use serde::Deserialize;

#[derive(Deserialize)]
struct Certificate {
    properties: Option<Properties>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    expiration_date: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let subscription = std::env::var("AZURE_SUBSCRIPTION_ID")?;
    let credential = azure_identity::DeveloperToolsCredential::new(None)?;
    let token = credential.get_token(&["https://management.azure.com/.default"], None).await?;
    let token = token.token.secret();
    let service = format!(
        "https://management.azure.com/subscriptions/{subscription}/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1"
    );
    let http = reqwest::Client::new();
    let url = format!("{service}/gateways/gwId/regenerateKey?api-version=2024-05-01");
    let body = r#"{"keyType":"primary"}"#;
    let request = http.post(url).bearer_auth(token).header("content-type", "application/json").body(body);
    request.send().await?.error_for_status()?;
    let url = format!("{service}/certificates/templateCertkv/refreshSecret?api-version=2024-05-01");
    let response = http.post(url).bearer_auth(token).header("content-length", "0").send().await?.error_for_status()?;
    println!("{:?}", response.headers().get("etag"));
    let certificate: Certificate = serde_json::from_slice(&response.bytes().await?)?;
    println!("{:?}", certificate.properties.and_then(|properties| properties.expiration_date));
    Ok(())
}
