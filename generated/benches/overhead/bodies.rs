//! What the server answers: documents of the size that the service sends.

use serde_json::{Value as Json, json};

const SERVICE: &str = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1";

/// How large the answers are, in the order of the table.
pub fn sizes() -> [usize; 4] {
    [0, certificate().to_string().len(), service().to_string().len(), page().to_string().len()]
}

/// A certificate that is kept in a key vault.
pub fn certificate() -> Json {
    json!({
        "id": format!("{SERVICE}/certificates/templateCertkv"),
        "type": "Microsoft.ApiManagement/service/certificates",
        "name": "templateCertkv",
        "properties": {
            "subject": "CN=*.contoso.example",
            "thumbprint": "EA276907917CB5XXXXXXXXXXX690",
            "expirationDate": "2037-01-01T07:00:00Z",
            "keyVault": {
                "secretIdentifier": "https://contosovault.vault.azure.net/secrets/certificate",
                "identityClientId": "ceaa6b06-c00f-43ef-99ac-f53d1fe876a0",
                "lastStatus": { "code": "Success", "timeStampUtc": "2020-09-22T00:24:53.3191468Z" }
            }
        }
    })
}

/// A service with several regions, hosts and settings.
pub fn service() -> Json {
    let regions = ["East US", "West Europe", "Japan East", "Brazil South"];
    let hosts = ["api", "portal", "management", "scm", "developer", "gateway"];
    let custom: Json = (0..24)
        .map(|number| {
            let name = format!("Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Ciphers.SUITE_{number:03}");
            (name, json!("False"))
        })
        .collect();
    json!({
        "id": SERVICE,
        "name": "apimService1",
        "type": "Microsoft.ApiManagement/service",
        "tags": { "environment": "production", "owner": "platform", "costCenter": "1234" },
        "location": "South Central US",
        "etag": "AAAAAAAWN/4=",
        "zones": ["1", "2", "3"],
        "sku": { "name": "Premium", "capacity": 3 },
        "properties": {
            "provisioningState": "Succeeded",
            "targetProvisioningState": "",
            "createdAtUtc": "2021-06-16T09:40:00.9453556Z",
            "gatewayUrl": "https://apimservice1.azure-api.net",
            "gatewayRegionalUrl": "https://apimservice1-southcentralus-01.regional.azure-api.net",
            "portalUrl": "https://apimservice1.portal.azure-api.net",
            "developerPortalUrl": "https://apimservice1.developer.azure-api.net",
            "managementApiUrl": "https://apimservice1.management.azure-api.net",
            "scmUrl": "https://apimservice1.scm.azure-api.net",
            "publisherEmail": "admin@contoso.example",
            "publisherName": "Contoso",
            "notificationSenderEmail": "noreply@contoso.example",
            "virtualNetworkType": "External",
            "publicNetworkAccess": "Enabled",
            "disableGateway": false,
            "enableClientCertificate": true,
            "platformVersion": "stv2",
            "customProperties": custom,
            "hostnameConfigurations": hosts.iter().map(|host| json!({
                "type": "Proxy",
                "hostName": format!("{host}.contoso.example"),
                "keyVaultId": format!("https://contosovault.vault.azure.net/secrets/{host}"),
                "negotiateClientCertificate": false,
                "defaultSslBinding": *host == "api",
                "certificateSource": "KeyVault",
                "certificate": {
                    "expiry": "2037-01-01T07:00:00Z",
                    "thumbprint": "EA276907917CB5XXXXXXXXXXX690",
                    "subject": format!("CN={host}.contoso.example")
                }
            })).collect::<Vec<_>>(),
            "additionalLocations": regions.iter().map(|region| json!({
                "location": region,
                "sku": { "name": "Premium", "capacity": 2 },
                "zones": ["1", "2"],
                "gatewayRegionalUrl": format!("https://apimservice1-{}.regional.azure-api.net", region.len()),
                "disableGateway": false,
                "platformVersion": "stv2",
                "virtualNetworkConfiguration": {
                    "subnetResourceId": format!("{SERVICE}/subnets/{region}")
                }
            })).collect::<Vec<_>>()
        }
    })
}

/// A page of 100 APIs, with a next one.
pub fn page() -> Json {
    page_of(100)
}

/// A page of so many APIs, with a next one.
pub fn page_of(count: usize) -> Json {
    let api = |number: usize| {
        json!({
            "id": format!("{SERVICE}/apis/api-{number}"),
            "type": "Microsoft.ApiManagement/service/apis",
            "name": format!("api-{number}"),
            "properties": {
                "displayName": format!("Orders {number}"),
                "description": "Creates, reads, changes and cancels orders, and tells how far their delivery has come.",
                "apiRevision": "1",
                "isCurrent": true,
                "isOnline": true,
                "subscriptionRequired": true,
                "subscriptionKeyParameterNames": { "header": "Ocp-Apim-Subscription-Key", "query": "subscription-key" },
                "serviceUrl": format!("https://backend-{number}.contoso.example/orders"),
                "path": format!("orders/{number}"),
                "protocols": ["https"],
                "apiVersion": "v2",
                "apiVersionSetId": format!("{SERVICE}/apiVersionSets/set-{number}")
            }
        })
    };
    json!({
        "value": (0..count).map(api).collect::<Vec<_>>(),
        "count": 250,
        "nextLink": format!("https://localhost{SERVICE}/apis?$top=100&$skip=100&api-version=2024-05-01")
    })
}
