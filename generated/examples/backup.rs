//! A service is backed up. The token of the operation is kept in a file, so that the program can be stopped and started again
//! without beginning a second backup.
//!
//! `cargo run --example backup --features fake -- [RESOURCE_GROUP SERVICE STORAGE_ACCOUNT CONTAINER TOKEN_FILE]`
#![allow(clippy::print_stdout, reason = "printing is what a program does")]

mod connect;

use std::{error::Error, fs, io, path::Path};

use arm_apimanagement::{
    PollerToken,
    v2024_05_01::{
        Client,
        models::{AccessType, ApiManagementServiceBackupRestoreParameters},
    },
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::temp_dir().join("apim-backup.token");
    let [group, service, account, container, file] =
        connect::arguments(["rg1", "apimService1", "contosobackups", "apim", &file.to_string_lossy()])?;
    let client = connect::client(connect::backup)?;
    let target = ApiManagementServiceBackupRestoreParameters {
        // The service's own identity writes the blob, so there is no key to hand over.
        access_type: Some(AccessType::SystemAssignedManagedIdentity),
        ..ApiManagementServiceBackupRestoreParameters::new("nightly", container, account)
    };
    back_up(&client, &group, &service, &target, file.as_ref()).await?;
    println!("done");
    Ok(())
}

/// Begins a backup, or goes on with the one whose token is in `file`; waits until it is done.
pub(crate) async fn back_up(
    client: &Client,
    group: &str,
    service: &str,
    target: &ApiManagementServiceBackupRestoreParameters,
    file: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut poller = client.api_management_service().begin_backup(group, service, target);
    match fs::read_to_string(file) {
        Ok(saved) => poller = poller.with_token(saved.parse::<PollerToken>()?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    while let Some(status) = poller.next().await {
        // A failed operation is over: its token is of no use to the next run.
        let status = status.inspect_err(|error| {
            if PollerToken::from_error(error).is_none() {
                let _ = fs::remove_file(file);
            }
        })?;
        println!("{:?}", status.state());
        if let Some(token) = poller.token() {
            fs::write(file, token.to_string())?;
        }
    }
    poller.await?;
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
