//! The Azure clouds: where Resource Manager answers, and what a token for it is asked for.
//!
//! azure_core's own cloud type names neither for Resource Manager, hence this table.

use std::fmt;

use azure_core::{
    cloud::CloudConfiguration,
    error::{Error, ErrorKind},
    http::Url,
};

use crate::{base::ascii::until, error::line};

/// How many characters of an endpoint are shown.
const SHOWN: usize = 200;

/// The Azure cloud a client talks to.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cloud {
    /// The public cloud.
    #[default]
    Public,
    /// Azure US Government.
    UsGovernment,
    /// Azure in China, operated by 21Vianet.
    China,
    /// Any other cloud, or a proxy in front of one.
    Custom {
        /// Where Resource Manager answers, for instance `https://management.local.azurestack.external`. Must be `https`. It may
        /// have a path, as that of a proxy with other services beside this one; then nothing is sent out of that path.
        endpoint: String,
        /// What tokens are asked for; `/.default` is appended for the scope.
        audience: String,
    },
}

impl Cloud {
    /// Where Resource Manager answers in this cloud.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        match self {
            Self::Public => "https://management.azure.com",
            Self::UsGovernment => "https://management.usgovcloudapi.net",
            Self::China => "https://management.chinacloudapi.cn",
            Self::Custom { endpoint, .. } => endpoint,
        }
    }

    /// The scope tokens are asked for in this cloud.
    #[must_use]
    pub fn scope(&self) -> String {
        let audience = match self {
            Self::Custom { audience, .. } => audience,
            known => known.endpoint(),
        };
        format!("{}/.default", audience.trim_end_matches('/'))
    }

    /// The endpoint as a URL without query and fragment.
    pub(crate) fn url(&self) -> azure_core::Result<Url> {
        let refuse = |why: &str| {
            let message = format!("endpoint {:?} of the cloud {why}", shown(self.endpoint()));
            Error::with_message(ErrorKind::Other, message)
        };
        let url = Url::parse(self.endpoint()).map_err(|_| refuse("is not a URL"))?;
        if url.scheme() != "https" {
            return Err(refuse("must be https, or a token could be read on its way"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("must not carry a user or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("must not carry a query or a fragment"));
        }
        Ok(url)
    }
}

/// Without a user, a password or a query, which an endpoint must not have, but may have been given with.
impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("Public"),
            Self::UsGovernment => f.write_str("UsGovernment"),
            Self::China => f.write_str("China"),
            Self::Custom { endpoint, audience } => f
                .debug_struct("Custom")
                .field("endpoint", &shown(endpoint))
                .field("audience", &shown(audience))
                .finish(),
        }
    }
}

/// A URL as it may be shown. It need not be one, so it is taken to pieces by hand.
fn shown(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let plain = until(rest, |c| matches!(c, '?' | '#'));
    let plain = match plain.rsplit_once('@') {
        // The password may have a `?` in it.
        _ if rest[plain.len()..].contains('@') => "***".to_owned(),
        Some((_, behind)) => format!("***@{behind}"),
        None => plain.to_owned(),
    };
    let separator = if scheme.is_empty() { "" } else { "://" };
    line(&format!("{scheme}{separator}{plain}"), SHOWN)
}

/// The cloud that azure_core calls so.
///
/// ```
/// # use arm_runtime::Cloud;
/// use azure_core::cloud::CloudConfiguration;
///
/// assert_eq!(Cloud::try_from(&CloudConfiguration::AzureGovernment)?, Cloud::UsGovernment);
/// # Ok::<(), azure_core::Error>(())
/// ```
///
/// A custom cloud of azure_core does not say where Resource Manager answers, so it is an error: name it as [`Cloud::Custom`].
impl TryFrom<&CloudConfiguration> for Cloud {
    type Error = Error;

    fn try_from(cloud: &CloudConfiguration) -> azure_core::Result<Self> {
        Ok(match cloud {
            CloudConfiguration::AzurePublic => Self::Public,
            CloudConfiguration::AzureGovernment => Self::UsGovernment,
            CloudConfiguration::AzureChina => Self::China,
            CloudConfiguration::Custom(_) => {
                let message = "a custom cloud of azure_core does not say where Resource Manager answers: \
                               name its endpoint and its audience with `Cloud::Custom`";
                return Err(Error::with_message(ErrorKind::Other, message));
            }
            other => {
                let message =
                    format!("the cloud {other:?} of azure_core is not known here: name it with `Cloud::Custom`");
                return Err(Error::with_message(ErrorKind::Other, message));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use azure_core::cloud::CustomConfiguration;

    use super::*;

    #[test]
    fn clouds_of_azure_core_are_ours() {
        let ours = |cloud: &CloudConfiguration| Cloud::try_from(cloud).map_err(|error| error.to_string());
        assert_eq!(ours(&CloudConfiguration::default()), Ok(Cloud::Public));
        assert_eq!(ours(&CloudConfiguration::AzureGovernment), Ok(Cloud::UsGovernment));
        assert_eq!(ours(&CloudConfiguration::AzureChina), Ok(Cloud::China));
        let custom = ours(&CustomConfiguration::default().into()).expect_err("it says no endpoint");
        assert!(custom.contains("`Cloud::Custom`"), "{custom}");
    }

    #[test]
    fn no_secret_of_an_endpoint_is_shown() {
        for (endpoint, shows) in [
            ("https://user:s3cret@proxy.example/arm", "https://***@proxy.example/arm"),
            ("https://s3cret@proxy.example", "https://***@proxy.example"),
            ("https://user:s3c@s3cret@proxy.example", "https://***@proxy.example"),
            ("https://proxy.example/arm?sig=s3cret", "https://proxy.example/arm"),
            ("https://proxy.example#s3cret", "https://proxy.example"),
            ("https://user:s3?cret@proxy.example", "https://***"),
            ("https:user:s3cret@proxy.example", "***@proxy.example"),
            ("http://user:s3cret@proxy.example", "http://***@proxy.example"),
            ("user:s3cret@proxy.example/?s3cret", "***@proxy.example/"),
            ("ftp://proxy.example", "ftp://proxy.example"),
            ("proxy.example", "proxy.example"),
        ] {
            let cloud = Cloud::Custom { endpoint: endpoint.to_owned(), audience: endpoint.to_owned() };
            assert_eq!(format!("{cloud:?}"), format!("Custom {{ endpoint: {shows:?}, audience: {shows:?} }}"));
            let error = cloud.url().map_or_else(|error| error.to_string(), |url| panic!("{url}"));
            assert!(error.starts_with(&format!("endpoint {shows:?} of the cloud ")), "{error}");
        }
        let long = Cloud::Custom { endpoint: "x\u{1b}".repeat(10_000), audience: String::new() };
        assert!(format!("{long:?}").len() < 300, "it is bounded");
        assert_eq!(
            format!("{:?} {:?} {:?}", Cloud::Public, Cloud::UsGovernment, Cloud::China),
            "Public UsGovernment China"
        );
    }
}
