//! A certificate is fetched anew from the key vault that it is kept in, and the program waits until the service has it.
//!
//! `cargo run --example refresh_certificate --features fake -- [RESOURCE_GROUP SERVICE CERTIFICATE]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

mod connect;

use std::{error::Error, time::Duration};

use arm_apimanagement::{
    OffsetDateTime,
    v2024_05_01::{Client, models::CertificateContract},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [group, service, certificate] = connect::arguments(["rg1", "apimService1", "templateCertkv"])?;
    let client = connect::client(connect::certificate)?;
    let current = refresh(&client, &group, &service, &certificate, Duration::from_secs(5)).await?;
    let properties = current.properties.unwrap_or_default();
    println!("{:?} until {:?}", properties.thumbprint, properties.expiration_date);
    Ok(())
}

/// Refreshes a certificate, and gives it as it is once the key vault was asked; waits `pause` between two looks.
pub(crate) async fn refresh(
    client: &Client,
    group: &str,
    service: &str,
    certificate: &str,
    pause: Duration,
) -> Result<CertificateContract, Box<dyn Error>> {
    let certificates = client.certificate();
    let before = certificates.get(group, service, certificate).await?.into_model()?;
    let asked_before = last_fetch(&before)?;
    certificates.refresh_secret(group, service, certificate).await?;
    for _ in 0..60 {
        let now = certificates.get(group, service, certificate).await?.into_model()?;
        // An older time is that of the fetch before this one.
        if last_fetch(&now)? > asked_before {
            return Ok(now);
        }
        tokio::time::sleep(pause).await;
    }
    Err("the service has not asked the key vault".into())
}

/// When the key vault was asked last; an error if it was asked in vain.
fn last_fetch(certificate: &CertificateContract) -> Result<Option<OffsetDateTime>, Box<dyn Error>> {
    let properties = certificate.properties.as_ref();
    let key_vault =
        properties.and_then(|properties| properties.key_vault.as_ref()).ok_or("it is not in a key vault")?;
    let Some(status) = &key_vault.last_status else { return Ok(None) };
    match status.code.as_deref() {
        None | Some("Success") => Ok(status.time_stamp_utc),
        Some(code) => Err(format!("{code}: {}", status.message.as_deref().unwrap_or_default()).into()),
    }
}
