//! Where the API answers: at Resource Manager, or at an endpoint that an override accepts.
//!
//! A client sends a token for Resource Manager to its cloud's Resource Manager. A description that names another host, or a
//! path below it, is of another API: its client would send every request to the wrong place, and say nothing.

use crate::{
    diag::{Code, Diagnostic},
    model::Api,
    overrides::Overrides,
    pointer::Pointer,
    spec::Source,
};

/// Resource Manager in the public cloud, where clients go unless their options say otherwise.
const RESOURCE_MANAGER: &str = "https://management.azure.com";

/// Whether a description's server is Resource Manager, at the root. Host and scheme have no case.
pub(super) fn is_resource_manager(url: &str) -> bool {
    let url = url.strip_suffix('/').unwrap_or(url);
    let url = url.strip_suffix(":443").unwrap_or(url);
    url.eq_ignore_ascii_case(RESOURCE_MANAGER)
}

/// An error for a server that is not Resource Manager and that no override accepts.
pub(super) fn check(api: &Api, overrides: &Overrides, source: &Source) -> Option<Diagnostic> {
    if is_resource_manager(&api.endpoint) || overrides.endpoint(&api.endpoint).1 {
        return None;
    }
    let at = source.at(&Pointer::root().join("servers").join(0).join("url"));
    let message = format!("\"{}\" is not where Resource Manager answers ({RESOURCE_MANAGER})", api.endpoint);
    let help = "correct it; if it is meant, say so with an [[endpoint]] in names.toml or with `regen --endpoint`";
    let url = toml::Value::from(api.endpoint.as_str());
    let entry = ["[[endpoint]]".to_owned(), format!("url = {url}"), "reason = \"\"".to_owned()];
    Some(Diagnostic::error(at, Code::Unsupported, message).help(help).addition("names.toml", entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_manager_is_one_host_and_no_path() {
        for url in
            ["https://management.azure.com", "https://management.azure.com/", "HTTPS://Management.Azure.com:443/"]
        {
            assert!(is_resource_manager(url), "{url}");
        }
        for url in [
            "http://management.azure.com",
            "https://management.azure.com/arm",
            "https://management.azure.com//",
            "https://management.azure.com.example",
            "https://management.azure.com:444",
            "https://management.azure.com@example.org",
            "https://management.usgovcloudapi.net",
            "https://vault.azure.net",
            "/",
            "",
        ] {
            assert!(!is_resource_manager(url), "{url}");
        }
    }
}
