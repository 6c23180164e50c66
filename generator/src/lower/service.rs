//! What holds for the whole service: its endpoint, how a caller proves who it is, what its groups of operations are for.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, ReferenceOr, SecurityRequirement, SecurityScheme};

use super::context::Lowering;
use crate::{
    model::{Docs, Operation, Security, api_version_problem},
    pointer::Pointer,
    spec::refs::Ref,
};

impl Lowering<'_> {
    /// The api-version.
    pub(super) fn api_version(&mut self) -> String {
        let version = self.document.api.info.version.clone();
        if let Some((what, help)) = api_version_problem(&version) {
            self.unsupported(&Pointer::root().join("info").join("version"), what, help);
        }
        version
    }

    /// The service's URL.
    pub(super) fn endpoint(&mut self) -> String {
        let at = Pointer::root().join("servers");
        let servers = &self.document.api.servers;
        let Some(server) = servers.first() else {
            self.unsupported(
                &Pointer::root(),
                "a document without a server",
                "add `servers: [{url: https://management.azure.com}]`",
            );
            return String::new();
        };
        if servers.len() > 1 {
            self.unsupported(&at.join(1), "more than one server", "name one; clients choose another by their options");
        }
        if server.variables.as_ref().is_some_and(|variables| !variables.is_empty()) {
            self.unsupported(&at.join(0).join("variables"), "variables in a server's URL", "write the URL out");
        }
        server.url.clone()
    }

    /// Security requirements: alternatives of one scheme each.
    pub(super) fn security(&mut self, requirements: &[SecurityRequirement], at: &Pointer) -> Vec<Security> {
        let mut lowered = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            let at = at.join(index);
            if requirement.len() != 1 {
                self.unsupported(&at, "a requirement of no scheme or several", "require one scheme");
            }
            for (scheme, scopes) in requirement {
                match self.scheme(scheme) {
                    Some(kind) => {
                        lowered.push(Security {
                            scheme: scheme.clone(),
                            kind: kind.to_owned(),
                            scopes: scopes.clone(),
                        });
                    }
                    None => self.unresolved(&at.join(scheme), format!("there is no security scheme \"{scheme}\"")),
                }
            }
        }
        lowered
    }

    /// The type of a security scheme.
    fn scheme(&self, name: &str) -> Option<&'static str> {
        let schemes = &self.document.api.components.as_ref()?.security_schemes;
        let mut name = name.to_owned();
        loop {
            match schemes.get(&name)? {
                ReferenceOr::Reference { reference } => name = Ref::name_in(reference),
                ReferenceOr::Item(SecurityScheme::APIKey { .. }) => return Some("apiKey"),
                ReferenceOr::Item(SecurityScheme::HTTP { .. }) => return Some("http"),
                ReferenceOr::Item(SecurityScheme::OAuth2 { .. }) => return Some("oauth2"),
                ReferenceOr::Item(SecurityScheme::OpenIDConnect { .. }) => return Some("openIdConnect"),
            }
        }
    }
}

/// What is said of the groups that operations belong to.
pub(super) fn groups(api: &OpenAPI, operations: &[Operation]) -> BTreeMap<String, Docs> {
    let tags = api.tags.iter().filter(|tag| operations.iter().any(|op| op.group() == tag.name));
    let docs = |description: &Option<String>| Docs { summary: None, description: description.clone() };
    tags.map(|tag| (tag.name.clone(), docs(&tag.description))).collect()
}
