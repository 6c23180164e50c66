//! Every operation of every version, called once on a fake that was told nothing.

use std::{collections::BTreeMap, fmt::Write as _};

use arm_apimanagement::{ArmError, fake::Fake};
use dispatch::Dispatcher;
use expect_test::expect;
use generator::model::{Method, Param};
use kit::specs;
use serde_json::json;
use simulator::{
    call::{SUBSCRIPTION, arguments, path},
    json::Shape,
};

/// How it ends: `answered`, an ARM error by its status, or `told nothing`.
async fn call(version: &str, operation: &str, arguments: &dispatch::Arguments) -> String {
    let azure = Fake::new();
    let client = Dispatcher::new(version, SUBSCRIPTION, azure.credential(), azure.options()).unwrap();
    let running = client.run(operation, arguments).unwrap_or_else(|mismatch| panic!("{operation}: {mismatch:?}"));
    let ended = match running.finish().await {
        Ok(_) => "answered".to_owned(),
        Err(error) => match ArmError::from_error(&error) {
            Some(arm) => format!("{} {}", u16::from(arm.status()), arm.code().unwrap_or_default()),
            None => {
                assert!(error.to_string().contains(&format!("azure.on({operation:?}).answer(&")), "{error}");
                "told nothing".to_owned()
            }
        },
    };
    assert_eq!(azure.problems().len(), usize::from(ended == "told nothing"), "{operation}: {:?}", azure.problems());
    assert_eq!(azure.calls(operation).len(), 1, "{operation}: {}", azure.dump());
    ended
}

#[tokio::test]
async fn an_untouched_fake_answers_every_operation_but_what_only_the_service_knows() {
    let (mut ends, mut unanswered) = (BTreeMap::<_, usize>::new(), String::new());
    for api in specs::all() {
        for op in &api.operations {
            let ended = call(&api.api_version, &op.id, &arguments(api, op, Shape::Minimal, 1)).await;
            if ended == "told nothing" {
                assert_eq!(op.method, Method::Post, "{}", op.id);
            }
            // The lists below are those of the versions that the guide is about.
            if specs::NAMED.contains(&api.api_version.as_str()) {
                if ended == "told nothing" {
                    writeln!(unanswered, "{} {}", api.api_version, op.id).unwrap();
                }
                *ends.entry((op.method.as_str(), ended)).or_default() += 1;
            }
        }
    }
    assert_eq!(ends.values().sum::<usize>(), 957);
    let mut counts = String::new();
    for ((method, ended), count) in ends {
        writeln!(counts, "{method} {ended}: {count}").unwrap();
    }
    expect![[r#"
        DELETE 404 ResourceNotFound: 102
        DELETE answered: 39
        GET 404 ResourceNotFound: 162
        GET answered: 214
        HEAD 404 : 120
        HEAD answered: 9
        PATCH 404 ResourceNotFound: 79
        POST answered: 22
        POST told nothing: 57
        PUT 412 PreconditionFailed: 3
        PUT answered: 150
    "#]]
    .assert_eq(&counts);
    expect![[r#"
        2021-08-01 ApiManagementService_CheckNameAvailability
        2021-08-01 ApiManagementService_GetDomainOwnershipIdentifier
        2021-08-01 ApiManagementService_ApplyNetworkConfigurationUpdates
        2021-08-01 AuthorizationServer_ListSecrets
        2021-08-01 ApiManagementService_Backup
        2021-08-01 Certificate_RefreshSecret
        2021-08-01 PerformConnectivityCheckAsync
        2021-08-01 Gateway_GenerateToken
        2021-08-01 Gateway_ListKeys
        2021-08-01 ApiManagementService_GetSsoToken
        2021-08-01 IdentityProvider_ListSecrets
        2021-08-01 NamedValue_ListValue
        2021-08-01 NamedValue_RefreshSecret
        2021-08-01 OpenIdConnectProvider_ListSecrets
        2021-08-01 DelegationSettings_ListSecrets
        2021-08-01 ApiManagementService_Restore
        2021-08-01 Subscription_ListSecrets
        2021-08-01 TenantAccess_ListSecrets
        2021-08-01 TenantConfiguration_Deploy
        2021-08-01 TenantConfiguration_Save
        2021-08-01 TenantConfiguration_Validate
        2021-08-01 User_GenerateSsoUrl
        2021-08-01 User_GetSharedAccessToken
        2024-05-01 ApiManagementService_CheckNameAvailability
        2024-05-01 ApiManagementService_GetDomainOwnershipIdentifier
        2024-05-01 ApiManagementService_ApplyNetworkConfigurationUpdates
        2024-05-01 AuthorizationLoginLinks_Post
        2024-05-01 AuthorizationServer_ListSecrets
        2024-05-01 ApiManagementService_Backup
        2024-05-01 Certificate_RefreshSecret
        2024-05-01 PerformConnectivityCheckAsync
        2024-05-01 Gateway_GenerateToken
        2024-05-01 Gateway_ListDebugCredentials
        2024-05-01 Gateway_ListKeys
        2024-05-01 Gateway_ListTrace
        2024-05-01 ApiManagementService_GetSsoToken
        2024-05-01 IdentityProvider_ListSecrets
        2024-05-01 ApiManagementService_MigrateToStv2
        2024-05-01 NamedValue_ListValue
        2024-05-01 NamedValue_RefreshSecret
        2024-05-01 OpenIdConnectProvider_ListSecrets
        2024-05-01 PolicyFragment_ListReferences
        2024-05-01 DelegationSettings_ListSecrets
        2024-05-01 ApiManagementService_Restore
        2024-05-01 Subscription_ListSecrets
        2024-05-01 TenantAccess_ListSecrets
        2024-05-01 TenantConfiguration_Deploy
        2024-05-01 TenantConfiguration_Save
        2024-05-01 TenantConfiguration_Validate
        2024-05-01 User_GenerateSsoUrl
        2024-05-01 User_GetSharedAccessToken
        2024-05-01 PolicyRestrictionValidations_ByService
        2024-05-01 WorkspaceCertificate_RefreshSecret
        2024-05-01 WorkspaceNamedValue_ListValue
        2024-05-01 WorkspaceNamedValue_RefreshSecret
        2024-05-01 WorkspacePolicyFragment_ListReferences
        2024-05-01 WorkspaceSubscription_ListSecrets
    "#]]
    .assert_eq(&unanswered);
}

fn is_if_match(param: &Param) -> bool {
    param.required && param.name.eq_ignore_ascii_case("if-match")
}

#[tokio::test]
async fn what_was_put_is_answered_by_every_operation_that_reads_changes_or_removes_it() {
    let mut paths = 0;
    for api in specs::all() {
        for put in api.operations.iter().filter(|op| op.method == Method::Put) {
            let azure = Fake::new();
            let options = azure.options();
            let client = Dispatcher::new(&api.api_version, SUBSCRIPTION, azure.credential(), options).unwrap();
            let at = |method: Method| {
                api.operations.iter().find(|op| op.method == method && op.path.erased() == put.path.erased())
            };
            // What can only be changed has always been there.
            if put.params.iter().any(|param| is_if_match(api.param(param))) {
                azure.put(&path(put, &arguments(api, put, Shape::Minimal, 1)), &json!({}));
            }
            let order = [Method::Put, Method::Get, Method::Head, Method::Patch, Method::Put, Method::Delete];
            for op in order.into_iter().filter_map(at) {
                let mut arguments = arguments(api, op, Shape::Minimal, 1);
                // The same thing, although each operation has its own limits and so its own made-up names.
                for name in op.path.params().filter(|name| *name != "subscriptionId") {
                    let same = simulator::call::arguments(api, put, Shape::Minimal, 1).params.get(name).cloned();
                    arguments.params.extend(same.map(|same| (name.to_owned(), same)));
                }
                let running =
                    client.run(&op.id, &arguments).unwrap_or_else(|mismatch| panic!("{}: {mismatch:?}", op.id));
                if let Err(error) = running.finish().await {
                    panic!("{} {}: {error}\n{}", api.api_version, op.id, azure.dump());
                }
            }
            assert!(at(Method::Delete).is_none() || azure.ids().is_empty(), "{}: {}", put.id, azure.dump());
            azure.verify();
            paths += 1;
        }
    }
    assert!(paths > 150, "{paths}");
}
