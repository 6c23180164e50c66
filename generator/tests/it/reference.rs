//! Links to the REST reference: to pages that are there, or nowhere.

use generator::{overrides::Overrides, rust::Names};
use kit::{
    pipeline::{Lowered, lines, published},
    specs,
};

/// The page of an operation below the service's folder.
fn page(lowered: &Lowered, id: &str) -> Option<String> {
    let (names, problems) = Names::assign(&lowered.api, &lowered.overrides, &lowered.source);
    assert_eq!(lines(&problems), "");
    let op = lowered.api.operations.iter().find(|op| op.id == id).expect("the version has the operation");
    let page = names.operation(op).page.as_deref()?;
    Some(page.strip_prefix("https://learn.microsoft.com/rest/api/apimanagement/").expect("it is there").to_owned())
}

#[test]
fn pages_are_where_the_reference_has_them() {
    let lowered = published("2024-05-01");
    // Each of these was looked up.
    for (id, expected) in [
        ("Gateway_RegenerateKey", "gateway/regenerate-key"),
        ("ApiManagementService_CreateOrUpdate", "api-management-service/create-or-update"),
        ("ApiManagementService_MigrateToStv2", "api-management-service/migratetostv2"),
        ("Api_CreateOrUpdate", "apis/create-or-update"),
        ("Api_ListByTags", "api/list-by-tags"),
        ("GraphQLApiResolver_CreateOrUpdate", "graph-ql-api-resolver/create-or-update"),
        ("OpenIdConnectProvider_Update", "openid-connect-provider/update"),
        ("PerformConnectivityCheckAsync", "perform-connectivity-check-async/perform-connectivity-check-async"),
        ("PrivateEndpointConnection_CreateOrUpdate", "private-endpoint-connection/create-or-update"),
        ("Product_ListByTags", "tag-product/list-by-tags"),
        ("Tag_AssignToApi", "tag/assign-to-api"),
        ("Tag_AssignToProduct", "product-tag/assign-to-product"),
        ("Tag_CreateOrUpdate", "tag-entity/create-or-update"),
        ("User_GetSharedAccessToken", "user/get-shared-access-token"),
        ("WorkspaceApi_CreateOrUpdate", "workspace-api/create-or-update"),
    ] {
        assert_eq!(page(&lowered, id).as_deref(), Some(expected), "{id}");
    }
}

#[test]
fn an_operation_has_a_page_of_its_own_in_every_version() {
    for version in specs::NAMED {
        let lowered = published(version);
        let (names, _) = Names::assign(&lowered.api, &lowered.overrides, &lowered.source);
        let mut pages: Vec<_> = lowered.api.operations.iter().map(|op| names.operation(op).page.as_deref()).collect();
        let operations = pages.len();
        assert!(pages.iter().all(Option::is_some), "{version}");
        pages.sort_unstable();
        pages.dedup();
        assert_eq!(pages.len(), operations, "{version}");
    }
}

#[test]
fn where_the_reference_is_must_be_said() {
    let linked = |text: &str, id: &str| {
        let overrides = Overrides::parse(&[("reference.toml", text)]).expect("it is good");
        page(&Lowered { overrides, ..published("2024-05-01") }, id)
    };
    const HERE: &str = "[[reference]]\nservice = \"apimanagement\"\nreason = \"a test\"\n";
    assert_eq!(linked("", "Gateway_Get"), None);
    assert_eq!(linked(HERE, "Gateway_Get").as_deref(), Some("gateway/get"));
    // Digits and runs of capitals do not tell where a word ends.
    assert_eq!(linked(HERE, "ApiManagementService_MigrateToStv2"), None);
    assert_eq!(linked(HERE, "GraphQLApiResolver_Get"), None);
}

#[test]
fn a_page_that_nothing_needs_is_an_error() {
    let unused = |text: &str| {
        let overrides = Overrides::parse(&[("reference.toml", text)]).expect("it is good");
        lines(&Lowered { overrides, ..published("2024-05-01") }.render().expect("it can be rendered").unused)
    };
    let page = "[[page]]\nof = \"Nothing\"\npage = \"a\"\nreason = \"a test\"\n";
    assert_eq!(
        unused(page),
        "reference.toml:1:1: unused-override: no operation or group that is linked is called \"Nothing\"; correct the entry or \
         remove it\n"
    );
}
