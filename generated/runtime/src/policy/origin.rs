//! The one place a token may go to: scheme, host and port of the configured endpoint, and its base path.
//!
//! Links come from answers of the service, and an answer can be forged or wrong. Each is resolved and checked here before a
//! request is made of it, and once more by the policy that attaches the token.
//!
//! Two rules, by who wrote the link. One in an answer of this client's own requests was written by the service, which may
//! page and poll where it likes within its origin: it is checked here and nowhere else. One out of a text that an application
//! kept, a [`PollerToken`](crate::PollerToken) or a [`Continuation`](crate::Continuation), is not trusted:
//! `saved_link` asks for more.
//!
//! Invariant: a `Location`, an `Azure-AsyncOperation`, a redirect is taken as it is, and so is the path of a `nextLink` and
//! every pair of its query. The service may page or poll on another api-version than the one that was asked, and would not
//! understand its own token with ours, so an api-version that is there is never replaced. One thing is added, by `pager`: a
//! `nextLink` that names no api-version gets the one that its list was asked with, without which Resource Manager refuses
//! every request. The other links get none: what has no api-version there need not be Resource Manager's own.

use azure_core::{
    error::{Error, ErrorKind},
    http::Url,
};

use crate::{
    base::{
        ascii::{starts_ignoring_case, until},
        path::decode,
    },
    error::line,
};

/// The longest link that is followed. Resource Manager asks clients for 4 KB at least; continuation tokens can be longer.
pub(crate) const MAX_LINK: usize = 64 * 1024;

/// How often a path is decoded to see where it leads. What is still encoded after that hides something.
const ROUNDS: usize = 8;

/// How many characters an error says about a link. A host may be as long as a link.
const WHY: usize = 1000;

/// Scheme, host and port, and the path that everything stands below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
    /// Without a slash at its end, so that of most endpoints it is empty.
    base: String,
}

impl Origin {
    /// The origin of a URL, whatever its path. A port that the scheme implies is the same as none.
    pub(crate) fn of(url: &Url) -> Self {
        Self {
            scheme: url.scheme().to_owned(),
            // A trailing dot names the same host, but a proxy or a certificate check may think otherwise: it stays a difference.
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port_or_known_default(),
            base: String::new(),
        }
    }

    /// What an endpoint stands for: its origin, below its path. A proxy may have other services beside this one, which
    /// must not get the token either.
    pub(crate) fn of_endpoint(endpoint: &Url) -> Self {
        Self { base: endpoint.path().trim_end_matches('/').to_owned(), ..Self::of(endpoint) }
    }

    /// Accepts a URL of this origin and below its path, without user and password. `what` says where the URL came from.
    ///
    /// # Errors
    /// If the URL leads elsewhere; the error names the other origin, but not the rest of the URL, which may hold secrets.
    pub(crate) fn check(&self, url: &Url, what: &str) -> azure_core::Result<()> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused(what, &format!("it carries a user or a password for {}", Self::of(url))));
        }
        if !self.is_of(url) {
            return Err(refused(what, &format!("it leads to {}, and this client talks to {self} only", Self::of(url))));
        }
        if self.below(url).is_none() {
            return Err(refused(what, &format!("its path leads out of {self}, below which this client stays")));
        }
        Ok(())
    }

    /// Each request is asked twice, so nothing is copied for the answer.
    fn is_of(&self, url: &Url) -> bool {
        (url.scheme(), url.host_str().unwrap_or_default(), url.port_or_known_default())
            == (&*self.scheme, &*self.host, self.port)
    }

    /// The path of a URL below the base path; `None` if it is not.
    pub(crate) fn below<'a>(&self, url: &'a Url) -> Option<&'a str> {
        let path = url.path();
        if self.base.is_empty() {
            return Some(path);
        }
        if !starts_ignoring_case(path, &self.base) {
            return None;
        }
        let rest = &path[self.base.len()..];
        ((rest.is_empty() || rest.starts_with('/')) && !climbs(rest)).then_some(rest)
    }

    /// Resolves a link against the URL of the request whose answer it came in, and checks it.
    ///
    /// # Errors
    /// If it is not a URL or leads elsewhere.
    pub(crate) fn resolve(&self, base: &Url, link: &str, what: &str) -> azure_core::Result<Url> {
        let link = link.trim();
        if link.is_empty() || link.len() > MAX_LINK {
            return Err(refused(what, &format!("it is {} bytes long", link.len())));
        }
        let mut url = base.join(link).map_err(|error| refused(what, &format!("it is not a URL: {error}")))?;
        self.check(&url, what)?;
        // A fragment is never sent; left in, it would make two equal links look different.
        url.set_fragment(None);
        Ok(url)
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        f.write_str(&self.base)
    }
}

/// Whether a proxy that decodes a path before it splits it, or more than once, or cuts parameters off its segments, would
/// leave the base path. The dot segments that every reader understands are gone: a [`Url`] has none.
fn climbs(path: &str) -> bool {
    let mut read = path.as_bytes().to_vec();
    for _ in 0..ROUNDS {
        // Lenient decoders take `%c0%ae` and `%u002e` for a dot.
        let Ok(text) = str::from_utf8(&read) else { return true };
        if has_wide_escape(&read) {
            return true;
        }
        for segment in text.split(['/', '\\']) {
            if name_of(segment) == ".." {
                return true;
            }
        }
        let decoded = decode(&read);
        if decoded.len() == read.len() {
            return false;
        }
        read = decoded;
    }
    true
}

/// Whether there is a `%uXXXX`, which is no encoding of URLs, but some servers decode it.
fn has_wide_escape(text: &[u8]) -> bool {
    for window in text.windows(6) {
        if matches!(window, [b'%', b'u' | b'U', ..]) && window[2..].iter().all(u8::is_ascii_hexdigit) {
            return true;
        }
    }
    false
}

/// What a server may take a decoded segment for: some cut off what they have for parameters, or for the end of a text, before
/// they look at it, and some trim it.
pub(crate) fn name_of(segment: &str) -> &str {
    until(segment, |c| matches!(c, ';' | '?' | '#' | '\0')).trim_matches(|c: char| c.is_whitespace() || c.is_control())
}

/// The error of a link that is not followed.
pub(crate) fn refused(what: &str, why: &str) -> Error {
    Error::with_message(ErrorKind::Other, format!("{what} was refused, nothing was sent there: {}", line(why, WHY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://management.azure.com/subscriptions/s/things?api-version=1";

    fn resolve(link: &str) -> Result<String, String> {
        let base = Url::parse(BASE).unwrap();
        let resolved = Origin::of(&base).resolve(&base, link, "nextLink");
        resolved.map(|url| url.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn links_of_the_same_origin_are_taken_as_they_are() {
        for (link, expected) in [
            ("https://management.azure.com/a?$skiptoken=x", "https://management.azure.com/a?$skiptoken=x"),
            ("https://management.azure.com:443/a", "https://management.azure.com/a"),
            ("HTTPS://MANAGEMENT.Azure.Com/a", "https://management.azure.com/a"),
            ("/a/b?c=d%2Fe", "https://management.azure.com/a/b?c=d%2Fe"),
            ("?$skip=10", "https://management.azure.com/subscriptions/s/things?$skip=10"),
            ("more", "https://management.azure.com/subscriptions/s/more"),
            ("//management.azure.com/a", "https://management.azure.com/a"),
            ("  /a \n", "https://management.azure.com/a"),
            ("/a#part", "https://management.azure.com/a"),
            // Without slashes this is a relative link, so it stays here.
            ("https:evil.example", "https://management.azure.com/subscriptions/s/evil.example"),
        ] {
            assert_eq!(resolve(link).as_deref(), Ok(expected), "{link}");
        }
    }

    #[test]
    fn links_to_elsewhere_are_refused_and_named() {
        for (link, named) in [
            ("http://management.azure.com/a", "http://management.azure.com:80"),
            ("https://management.azure.com:8443/a", "https://management.azure.com:8443"),
            ("https://evil.example/a?secret=1", "https://evil.example:443"),
            ("//evil.example/a", "https://evil.example:443"),
            (r"\\evil.example\a", "https://evil.example:443"),
            (r"/\evil.example/a", "https://evil.example:443"),
            ("https://management.azure.com.evil.example/", "https://management.azure.com.evil.example:443"),
            ("https://management.azure.com./", "https://management.azure.com.:443"),
            ("https://management.azure.com@evil.example/", "user or a password for https://evil.example:443"),
            ("https://user@management.azure.com/", "user or a password"),
            ("https://:pass@management.azure.com/", "user or a password"),
            ("javascript:alert(1)", "javascript://"),
            ("data:text/plain,x", "data://"),
            ("file:///etc/passwd", "file://"),
            ("ftp://management.azure.com/a", "ftp://management.azure.com:21"),
            ("https://", "not a URL"),
            ("https://[bad", "not a URL"),
            ("", "0 bytes"),
            ("  ", "0 bytes"),
        ] {
            let error = resolve(link).expect_err(link);
            assert!(error.contains(named) && error.starts_with("nextLink was refused"), "{link}: {error}");
            assert!(!error.contains("secret=1"), "{error}");
        }
        assert!(resolve(&"a".repeat(MAX_LINK + 1)).unwrap_err().contains("bytes long"));
        assert!(resolve(&format!("https://{}/", "a.".repeat(20_000))).unwrap_err().len() < 1200);
    }

    #[test]
    fn a_custom_port_is_part_of_the_origin() {
        let base = Url::parse("https://localhost:8443/x").unwrap();
        let origin = Origin::of(&base);
        assert!(origin.resolve(&base, "https://localhost:8443/y", "Location").is_ok());
        assert!(origin.resolve(&base, "https://localhost/y", "Location").is_err());
    }

    #[test]
    fn the_path_of_the_endpoint_is_a_part_of_it() {
        let base = Url::parse("https://proxy.example/arm/subscriptions/s?api-version=1").unwrap();
        for endpoint in ["https://proxy.example/arm", "https://proxy.example/arm/", "https://proxy.example/arm//"] {
            let origin = Origin::of_endpoint(&Url::parse(endpoint).unwrap());
            assert_eq!(origin.to_string(), "https://proxy.example:443/arm");
            let resolve = |link: &str| origin.resolve(&base, link, "Location").map_err(|error| error.to_string());
            for link in [
                "https://proxy.example/arm/subscriptions/s",
                "/arm",
                "/ARM/x?a=/other",
                "?$skiptoken=1",
                "next",
                "/other/../arm/x",
                "/arm/a..b/..c/d%2Fe",
                "/arm//x",
                "/arm/api;rev=2/x;../.;/100%25/50%25unit/r%C3%A9seau/a%20b%3B../..a;b",
                "/arm/%252525",
            ] {
                assert!(resolve(link).is_ok(), "{link}");
            }
            for link in [
                "https://proxy.example/other",
                "/other?x=/arm/",
                "/",
                "/armour",
                "/arm.example",
                "/arm/../other",
                "/arm/%2e%2E/other",
                "/arm/..%2Fother",
                "/arm/x/..%5c..%5cother",
                "/arm/%252e%252e/other",
                "/arm/..%252Fother",
                r"/arm\..\other",
                "/arm%2Fx",
                "/arm/..;/other",
                "/arm/x/..;x=y/..;/other",
                "/arm/..%3B/other",
                "/arm/..%253Bx=y/other",
                "/arm/..%00/other",
                "/arm/..%00x/other",
                "/arm/..%20/other",
                "/arm/..%23/other",
                "/arm/..%3Fx/other",
                "/arm/%25252e%25252e/other",
                "/arm/%2525252525252525252e./other",
                "/arm/%c0%ae%c0%ae/other",
                "/arm/%25c0%25ae%25c0%25ae/other",
                "/arm/%u002e%u002E/other",
                "/arm/..%U002Fother",
                "/arm/%25u002e./other",
                "../../x",
            ] {
                let error = resolve(link).expect_err(link);
                assert!(error.contains("its path leads out of https://proxy.example:443/arm"), "{link}: {error}");
                assert!(!error.contains("other"), "{error}");
            }
        }
    }

    #[test]
    fn an_endpoint_without_a_path_asks_nothing_of_paths() {
        let endpoint = Url::parse("https://management.azure.com/").unwrap();
        let origin = Origin::of_endpoint(&endpoint);
        for link in ["/a/..%2Fb", "/%252e%252e/b", "/", "/subscriptions/another"] {
            assert!(origin.resolve(&endpoint, link, "Location").is_ok(), "{link}");
        }
        assert_eq!(origin, Origin::of(&endpoint));
    }
}
