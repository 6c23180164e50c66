//! How much memory a body becomes: counted, on models of the real API.

use arm_apimanagement::{
    Payload,
    v2024_05_01::models::{ApiCollection, ApiManagementServiceListResult, ContentItemCollection, UserCollection},
};
use azure_core::http::{RawResponse, StatusCode, headers::Headers};
use serde_json::{Map, Value};

const MIB: u64 = 1024 * 1024;

/// What a list of a MiB of such items comes to, at its most, and the error if it is refused.
fn read<T: Payload>(item: &str) -> (u64, Option<String>) {
    let items = vec![item; MIB as usize / (item.len() + 1)].join(",");
    let body = format!("{{\"value\":[{items}]}}");
    let response = RawResponse::from_bytes(StatusCode::Ok, Headers::new(), body);
    let mut refused = None;
    let counted = allocation_counter::measure(|| {
        refused = T::from_response(&response).err().map(|error| error.to_string());
    });
    (counted.bytes_max, refused)
}

#[track_caller]
fn refused<T: Payload>(item: &str) {
    let (bytes, error) = read::<T>(item);
    let error = error.unwrap_or_else(|| panic!("{item}: it is read, in {bytes} bytes"));
    assert!(error.contains("more than is granted") && error.contains("Response::body"), "{item}: {error}");
    // The room there is, and what stood beside it when a list moved to a larger place.
    assert!(bytes < 150 * MIB, "{item}: {bytes} bytes");
}

#[test]
fn a_body_of_many_small_values_does_not_fill_the_memory() {
    for item in ["{}", r#"{"properties":{}}"#] {
        refused::<ApiCollection>(item);
        refused::<ApiManagementServiceListResult>(item);
    }
    refused::<UserCollection>("{}");
    refused::<ContentItemCollection>(r#"{"":0}"#);
    refused::<UserCollection>(r#"{"":0}"#);
    refused::<Value>(r#"{"":0}"#);
    refused::<Map<String, Value>>(r#"{"":0}"#);
    refused::<String>(r#"{"":0}"#);
}

/// What a service lists is read however long the list is, with little to tell of each thing.
#[test]
fn lists_of_real_things_are_read() {
    let user = r#"{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x/users/1","type":"Microsoft.ApiManagement/service/users","name":"1","properties":{"state":"active"}}"#;
    let (bytes, error) = read::<UserCollection>(user);
    assert!(error.is_none() && bytes < 64 * MIB, "{bytes} bytes: {error:?}");
    let (bytes, error) = read::<Value>(user);
    assert!(error.is_none() && bytes < 64 * MIB, "{bytes} bytes: {error:?}");
}
