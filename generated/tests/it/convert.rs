//! Models of one api-version as those of the other.

use arm_apimanagement::{ConvertError, convert, v2021_08_01::models as old, v2024_05_01::models as new};
use serde_json::{from_value, json};

/// The error, and the model in it.
fn left_over<T: std::fmt::Debug>(result: Result<T, ConvertError<T>>) -> (Vec<String>, T) {
    match result {
        Err(ConvertError::LeftOver { members, model }) => (members, *model),
        other => panic!("nothing is left over: {other:?}"),
    }
}

#[test]
fn what_both_versions_know_is_converted() {
    let json = json!({
        "id": "/subscriptions/sub/a",
        "name": "echo",
        "properties": {
            "displayName": "Echo",
            "path": "echo",
            "protocols": ["https", "gopher"],
            "authenticationSettings": { "oAuth2": { "scope": "all" } },
        },
    });
    let api: old::ApiContract = from_value(json.clone()).unwrap();
    let newer: new::ApiContract = convert(api).unwrap();
    assert_eq!(newer.properties.as_ref().and_then(|properties| properties.path.as_deref()), Some("echo"));
    assert_eq!(serde_json::to_value(&newer).unwrap(), json);
    assert_eq!(serde_json::to_value(convert::<old::ApiContract>(newer).unwrap()).unwrap(), json);
}

#[test]
fn every_null_is_sent_by_the_other_version_too() {
    let properties = old::ProductContractProperties::new("Starter").with_null(|product| &product.terms);
    let product = old::ProductContract::from(properties).with_null(|product| &product.name);
    let expected = json!({ "name": null, "properties": { "displayName": "Starter", "terms": null } });
    assert_eq!(serde_json::to_value(convert::<new::ProductContract>(product).unwrap()).unwrap(), expected);
    let change = old::ProductUpdateProperties { description: arm_apimanagement::Patch::Null, ..Default::default() };
    let change = convert::<new::ProductUpdateProperties>(change).unwrap();
    assert_eq!(serde_json::to_value(change).unwrap(), json!({ "description": null }));
}

#[test]
fn what_no_field_takes_is_told_by_name_only() {
    let json = json!({
        "properties": {
            "path": "echo",
            "provisioningState": "Succeeded",
            "protocols": "s3cret",
            "authenticationSettings": { "oAuth2AuthenticationSettings": [{}, { "later": "s3cret" }] },
        },
        "unknown": "s3cret",
    });
    let api: new::ApiContract = from_value(json.clone()).unwrap();
    let result = convert::<old::ApiContract>(api);
    let error = result.as_ref().unwrap_err();
    let printed = format!(
        "{error} {error:?} {:?}",
        azure_core::Error::from(
            convert::<old::ApiContract>(from_value::<new::ApiContract>(json.clone()).unwrap()).unwrap_err()
        )
    );
    assert!(printed.contains("\"unknown\"") && !printed.contains("s3cret"), "{printed}");
    let (mut members, model) = left_over(result);
    members.sort();
    // In the older version an API has no state, nor a list of settings.
    let expected = [
        "properties/authenticationSettings/oAuth2AuthenticationSettings",
        "properties/protocols",
        "properties/provisioningState",
        "unknown",
    ];
    assert_eq!(members, expected);
    assert_eq!(serde_json::to_value(&model).unwrap(), json, "nothing is lost");
}

#[test]
fn the_path_to_a_member_leads_through_lists() {
    let api: old::ApiCollection =
        from_value(json!({ "value": [{ "name": "a" }, { "properties": { "later": 1 } }] })).unwrap();
    let (members, model) = left_over(convert::<new::ApiCollection>(api));
    assert_eq!(members, ["value/1/properties/later"]);
    assert_eq!(model.value.unwrap()[0].name.as_deref(), Some("a"));
}

#[test]
fn models_of_other_names_are_refused() {
    let error = convert::<new::ProductContract>(old::ApiContract::default()).unwrap_err();
    assert_eq!(error.to_string(), "a ApiContract is no ProductContract of another api-version");
}
