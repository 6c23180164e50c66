//! Tokens are made of operations under way, and read as such again.

use azure_core::http::Url;

use crate::{
    base::ascii,
    client::{client_core::ClientCore, saved_link},
    lro::{
        operation::{FinalState, Lro, Monitor, Subject},
        token::{Follow, PollerToken, VERSION, invalid, shown},
    },
};

/// How long the name of an operation may be. Those of Azure have about 80 characters at most.
const LONGEST_NAME: usize = 200;

impl PollerToken {
    pub(crate) fn new(subject: &Subject, api_version: &str, lro: &Lro) -> Self {
        let (follow, url) = match &lro.monitor {
            Monitor::Status(url) => (Follow::Status, Some(url.to_string())),
            Monitor::Location(url) => (Follow::Location, Some(url.to_string())),
            Monitor::Resource => (Follow::Resource, None),
        };
        Self {
            version: VERSION,
            operation: subject.operation.to_string(),
            api_version: api_version.to_owned(),
            model: subject.model.to_string(),
            method: lro.method,
            resource: lro.resource.to_string(),
            result: lro.via.map(|via| name(via).to_owned()),
            follow,
            url,
            location: lro.location.as_ref().map(Url::to_string),
            out_of_reach: lro.out_of_reach.is_some(),
        }
    }

    /// The operation again, every URL checked.
    ///
    /// # Errors
    /// If the token is of another version, of another api-version, of an operation that gives something else than the
    /// subject does, makes no sense, or leads elsewhere.
    pub(crate) fn open(&self, core: &ClientCore, subject: &Subject) -> azure_core::Result<Lro> {
        if self.version != VERSION {
            return Err(invalid(&format!("its version is {}, this crate reads {VERSION}", self.version)));
        }
        // It becomes the name of what is followed, in errors and in spans.
        if !is_name(&self.operation) {
            return Err(invalid(&format!("{:?} is not the name of an operation", shown(&self.operation))));
        }
        if self.api_version != core.api_version() {
            let (theirs, ours) = (shown(&self.api_version), core.api_version());
            return Err(invalid(&format!("it is of api-version {theirs}, and this client speaks {ours}")));
        }
        let model = &*subject.model;
        if self.model != model {
            let (operation, theirs) = (&self.operation, shown(&self.model));
            return Err(invalid(&format!("it is of {operation}, which gives {theirs}, and not {model}")));
        }
        let url = |text: &str, what: &str| {
            Url::parse(text).map_err(|error| invalid(&format!("its {what} is not a URL: {error}")))?;
            saved_link::read(core, subject.url.as_ref(), text, &format!("the {what} of the token"))
        };
        let followed = || self.url.as_deref().ok_or_else(|| invalid("it has no URL to follow"));
        let via = self.result.as_deref().map(via).transpose()?;
        Ok(Lro {
            monitor: match self.follow {
                Follow::Status => Monitor::Status(url(followed()?, "URL")?),
                Follow::Location => Monitor::Location(url(followed()?, "URL")?),
                Follow::Resource | Follow::NewResource => Monitor::Resource,
            },
            location: self.location.as_deref().map(|location| url(location, "location")).transpose()?,
            // The link itself is not saved, since it is not to be followed.
            out_of_reach: self.out_of_reach.then(|| "its Location was refused when the operation began".to_owned()),
            ..Lro::new(self.method, url(&self.resource, "resource")?, via, false)
        })
    }
}

/// Whether a text could be the name of an operation, as API descriptions have them.
fn is_name(operation: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    (1..=LONGEST_NAME).contains(&operation.len()) && ascii::all(operation, is_plain)
}

/// Names of `final-state-via`, as API descriptions spell them.
fn name(via: FinalState) -> &'static str {
    match via {
        FinalState::AzureAsyncOperation => "azure-async-operation",
        FinalState::Location => "location",
        FinalState::OperationLocation => "operation-location",
        FinalState::OriginalUri => "original-uri",
    }
}

fn via(name: &str) -> azure_core::Result<FinalState> {
    match name {
        "azure-async-operation" => Ok(FinalState::AzureAsyncOperation),
        "location" => Ok(FinalState::Location),
        "operation-location" => Ok(FinalState::OperationLocation),
        "original-uri" => Ok(FinalState::OriginalUri),
        other => Err(invalid(&format!("its result {:?} is unknown", shown(other)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_an_operation_is_a_short_plain_word() {
        for name in ["Api_CreateOrUpdate", "a", "get-x.y_2", &"x".repeat(200)] {
            assert!(is_name(name), "{name}");
        }
        for other in ["", "a b", "a\n", "\u{1b}[31m", "a\u{202e}", "\u{e9}", "a/b", &"x".repeat(201)] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn an_unknown_result_is_shown_in_short() {
        let error = via(&format!("\u{1b}{}", "x".repeat(100_000))).expect_err("unknown").to_string();
        assert!(
            error.len() < 400 && !error.contains("u{1b}") && error.ends_with("is unknown"),
            "{} bytes",
            error.len()
        );
    }
}
