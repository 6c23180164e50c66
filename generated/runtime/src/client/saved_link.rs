//! Where a link out of a saved text may lead.
//!
//! A [`PollerToken`](crate::PollerToken) and a [`Continuation`](crate::Continuation) are kept by applications: in a file, in
//! a queue, in a form field. Whoever can write there could have this client read any path of Resource Manager with the
//! rights of its credential. So a saved link leads to what the call itself asks for, or to where links of this client's own
//! operations lead:
//!
//! - below the endpoint, as [`Origin`](crate::policy::origin::Origin) has it of all links;
//! - `/subscriptions/{own}/..` or, for what belongs to no subscription, `/providers/..`. A client that was made for no
//!   subscription takes the one that its call names;
//! - to a resource provider of this api-version: the last `/providers/{namespace}` counts, since it is the one that gets the
//!   request. Resource Manager's own records of operations have none:
//!   `/subscriptions/{own}/operationresults/..` and `../operationstatuses/..`.
//!
//! Segments are compared decoded and without regard to case. What two readers of a path could understand differently is
//! refused wherever it stands: dot segments, slashes and other marks of a URL in disguise, what is encoded twice or with
//! `%u`, a keyword with parameters. A name that is a keyword (a named value `providers`) is none where only a name can stand.
//!
//! Invariant: nothing here is asked about a link in an answer. The service may lead anywhere within its origin.

use azure_core::http::Url;

use crate::{
    base::{ascii, path::decode},
    client::client_core::ClientCore,
    policy::origin::{MAX_LINK, name_of, refused},
};

/// The segments of Resource Manager's own records of operations, behind those of the subscription.
const RECORDS: [&str; 2] = ["operationresults", "operationstatuses"];

/// How much of a segment an error shows.
const SHOWN: usize = 80;

/// Whether a text is a link at all: a URL, or what stands for one within an answer. Everything else is the token of another
/// way of paging, which is not for a path.
pub(crate) fn is_link(text: &str) -> bool {
    behind_scheme(text).is_some() || text.starts_with(['/', '?'])
}

/// What stands behind the scheme of a URL, if the text is one.
fn behind_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    (!ascii::has(scheme, |c| matches!(c, '/' | '?' | '#'))).then_some(rest)
}

/// Reads a link. `asked` is the URL of the call that it is given to, if there is one: the link may go there, and is relative
/// to it.
///
/// # Errors
/// If the link breaks a rule; the error says which.
pub(crate) fn read(core: &ClientCore, asked: Option<&Url>, text: &str, what: &str) -> azure_core::Result<Url> {
    let text = text.trim();
    // What is too long is refused further down, without a look at it.
    if text.len() <= MAX_LINK {
        plainly_written(text).map_err(|why| refused(what, why))?;
    }
    let url = core.origin().resolve(asked.unwrap_or(core.endpoint()), text, what)?;
    match (Rule { core, asked }).check(&url) {
        Ok(()) => Ok(url),
        Err(why) => Err(refused(what, &why)),
    }
}

/// Refuses what the URL parser would mend in silence, so that a text leads where it seems to.
fn plainly_written(text: &str) -> Result<(), &'static str> {
    if !is_link(text) {
        return Err("it is neither a URL nor begins with `/` or `?`, so it is no link");
    }
    if ascii::has(text, char::is_control) {
        return Err("it has a control character");
    }
    let path = raw_path(text);
    if path.contains('\\') {
        return Err("it has a backslash in its path");
    }
    for segment in path.split('/') {
        let decoded = decode(segment.as_bytes());
        if matches!(name_of(&String::from_utf8_lossy(&decoded)), "." | "..") {
            return Err("it has a dot segment in its path");
        }
    }
    Ok(())
}

/// The path of a link as it is written.
fn raw_path(text: &str) -> &str {
    let path = match behind_scheme(text).or_else(|| text.strip_prefix("//")) {
        Some(rest) => ascii::find(rest, |c| matches!(c, '/' | '\\' | '?' | '#')).map_or("", |at| &rest[at..]),
        None => text,
    };
    ascii::until(path, |c| matches!(c, '?' | '#'))
}

/// The rule, for one client and one call.
struct Rule<'a> {
    core: &'a ClientCore,
    asked: Option<&'a Url>,
}

impl Rule<'_> {
    fn check(&self, url: &Url) -> Result<(), String> {
        if self.asked.is_some_and(|asked| same_path(asked, url)) {
            return Ok(());
        }
        let mut segments = Vec::new();
        for segment in self.raw_segments(url) {
            segments.push(readable(segment)?);
        }
        let first = segments.first().map_or("", String::as_str);
        if !is_keyword(first) {
            return Err(format!("it begins with {}, not with a subscription or a resource provider", show(first)));
        }
        let provider = last_provider(&segments);
        self.check_subscriptions(&segments[..provider.unwrap_or(segments.len())])?;
        match provider {
            Some(at) => self.check_namespace(&segments[at + 1]),
            None => check_record(&segments),
        }
    }

    /// The segments below the endpoint. An empty one is none: some services write `//` at the beginning.
    fn raw_segments<'u>(&self, url: &'u Url) -> impl Iterator<Item = &'u str> + use<'u> {
        let path = self.core.origin().below(url).unwrap_or_default();
        path.split('/').filter(|segment| !segment.is_empty())
    }

    /// `scope` is what stands before the resource provider: behind it, `subscriptions` is a word of the provider's own.
    fn check_subscriptions(&self, scope: &[String]) -> Result<(), String> {
        for (at, segment) in scope.iter().enumerate() {
            if !is(segment, "subscriptions") {
                continue;
            }
            match scope.get(at + 1) {
                Some(id) if self.is_own(id) => {}
                Some(id) => return Err(format!("it is of subscription {}, which is not this client's", show(id))),
                None if at == 0 => return Err("it names no subscription".to_owned()),
                // A resource group may be called so. What stands behind it is `providers`, or nothing: no subscription.
                None => {}
            }
        }
        Ok(())
    }

    fn is_own(&self, subscription: &str) -> bool {
        if let Some(own) = self.core.subscription() {
            return is(subscription, &own.id);
        }
        let Some(asked) = self.asked else { return false };
        let mut asked = self.raw_segments(asked);
        asked.next().is_some_and(|first| is(first, "subscriptions"))
            && asked.next().is_some_and(|own| decode(own.as_bytes()).eq_ignore_ascii_case(subscription.as_bytes()))
    }

    fn check_namespace(&self, namespace: &str) -> Result<(), String> {
        let mut all = String::new();
        for known in self.core.namespaces() {
            if is(namespace, known) {
                return Ok(());
            }
            all.push_str(if all.is_empty() { "" } else { ", " });
            all.push_str(known);
        }
        let all = if all.is_empty() { "none" } else { &all };
        Err(format!("it leads to the resource provider {}, and this client's are {all}", show(namespace)))
    }
}

/// Where the last `providers` stands that is a keyword. A name may be `providers` too: at the end, or where behind a provider a
/// name stands, as types and names alternate there. Behind such a name there is no namespace, all of which have a dot; what
/// has one is taken for it, since nobody knows how a service reads that.
fn last_provider(segments: &[String]) -> Option<usize> {
    let mut last: Option<usize> = None;
    for (at, pair) in segments.windows(2).enumerate() {
        let is_name = last.is_some_and(|last| (at - last) % 2 == 1) && !pair[1].contains('.');
        if is(&pair[0], "providers") && !is_name {
            last = Some(at);
        }
    }
    last
}

/// A link without a resource provider leads to a record of an operation, or nowhere.
fn check_record(segments: &[String]) -> Result<(), String> {
    match segments {
        [_, _, record, _, ..] if RECORDS.iter().any(|known| is(record, known)) => Ok(()),
        _ => Err(format!("it names no resource provider, and does not lead below {} or {}", RECORDS[0], RECORDS[1])),
    }
}

/// A segment decoded, if there is one way to read it.
fn readable(segment: &str) -> Result<String, String> {
    let decoded = decode(segment.as_bytes());
    let why = if decoded.contains(&b'/') {
        "has an encoded slash (`%2F`)"
    } else if decoded.contains(&b'\\') {
        "has an encoded backslash (`%5C`)"
    } else if decode(&decoded) != decoded {
        "is encoded twice"
    } else {
        match String::from_utf8(decoded) {
            Ok(text) if ascii::has(&text, char::is_control) => "has an encoded control character",
            Ok(text) if ascii::has(&text, |c| matches!(c, '?' | '#')) => "has an encoded `?` or `#`",
            Ok(text) if ascii::find_ignoring_case(&text, "%u").is_some() => "is encoded with `%u`",
            Ok(text) if is_keyword(name_of(&text)) && !is_keyword(&text) => "is a keyword with something behind it",
            Ok(text) => return Ok(text),
            Err(_) => "is not UTF-8",
        }
    };
    Err(format!("a segment of its path {why}"))
}

fn is_keyword(segment: &str) -> bool {
    is(segment, "subscriptions") || is(segment, "providers")
}

fn same_path(one: &Url, other: &Url) -> bool {
    let (mut one, mut other) = (one.path().split('/'), other.path().split('/'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if decode(one.as_bytes()).eq_ignore_ascii_case(&decode(other.as_bytes())) => {}
            _ => return false,
        }
    }
}

/// Resource Manager's words are ASCII, so no other letters can be taken for theirs.
fn is(segment: &str, word: &str) -> bool {
    segment.eq_ignore_ascii_case(word)
}

/// As an error shows it: it comes from outside, so it may be long and hold anything.
fn show(segment: &str) -> String {
    let end = segment.char_indices().nth(SHOWN).map_or(segment.len(), |(at, _)| at);
    format!("{:?}", &segment[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_absolute_or_begins_like_one() {
        for link in ["https://x/y", "http://x", "//x/y", "/x", "?x", "x://y"] {
            assert!(is_link(link), "{link}");
        }
        for marker in ["", "x", "x/y", "x?y=://", "x/y?u=https://z", "#x", "https:x", r"\\x\y", "x#://y"] {
            assert!(!is_link(marker), "{marker}");
        }
    }

    #[test]
    fn the_raw_path_is_what_stands_between_the_host_and_the_query() {
        for (link, path) in [
            ("https://x/a/../b?c=/d#e", "/a/../b"),
            ("https://x", ""),
            ("https://x?a/b", ""),
            (r"https://x\a", r"\a"),
            ("//x/a", "/a"),
            ("/a?b=https://c/d", "/a"),
            ("?a/../b", ""),
        ] {
            assert_eq!(raw_path(link), path, "{link}");
        }
    }

    #[test]
    fn what_the_parser_would_mend_is_refused() {
        for good in ["https://x/a..b/...?c=/../d", "/a;..", "/..a/%2e%2ea", "/a%2E", "?../x"] {
            assert_eq!(plainly_written(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("/a/..", "dot segment"),
            ("https://x/./a", "dot segment"),
            ("/%2e%2E/a", "dot segment"),
            ("/a/..;x=y/b", "dot segment"),
            ("/a/..%3Bx=y/b", "dot segment"),
            ("/a/..%20/b", "dot segment"),
            ("/a/..%C2%A0/b", "dot segment"),
            ("/a/%20.;/b", "dot segment"),
            ("/a/..%23/b", "dot segment"),
            ("/a/..%3Fx/b", "dot segment"),
            ("/a/..%00x/b", "dot segment"),
            (r"/a\b", "backslash"),
            ("/a\tb", "control"),
            ("/a?b\n=c", "control"),
            ("more", "no link"),
        ] {
            let found = plainly_written(bad).expect_err(bad);
            assert!(found.contains(why), "{bad}: {found}");
        }
    }

    #[test]
    fn a_segment_can_be_read_in_one_way_only() {
        for good in
            ["echo;rev=2", "a%20b", "100%25", "a%3Bb", "r%C3%A9seau", "Providers", "subscriptions", "providers2;a"]
        {
            assert!(readable(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("a%2Fb", "slash"),
            ("a%5Cb", "backslash"),
            ("a%252Fb", "twice"),
            ("a%00", "control"),
            ("%c0%ae", "UTF-8"),
            ("..%u002F..%u002Ftenants", "`%u`"),
            ("%U002e%u002e", "`%u`"),
            ("%25u002e", "`%u`"),
            ("a%3Fb", "`?` or `#`"),
            ("a%23b", "`?` or `#`"),
            ("providers;a=b", "a keyword with"),
            ("Subscriptions%3Bx", "a keyword with"),
            ("subscriptions;", "a keyword with"),
            ("providers%20", "a keyword with"),
        ] {
            let found = readable(bad).expect_err(bad);
            assert!(found.contains(why), "{bad}: {found}");
        }
    }

    #[test]
    fn a_name_may_be_a_keyword_where_names_stand() {
        for (path, at) in [
            ("subscriptions/s/providers/A.B/c/d", Some(2)),
            ("subscriptions/s/resourceGroups/providers/providers/A.B/c", Some(4)),
            ("subscriptions/s/providers/A.B/c/providers/refreshSecret", Some(2)),
            ("subscriptions/s/providers/A.B/c/d/e/providers/f/g", Some(2)),
            ("subscriptions/s/providers/A.B/c/providers", Some(2)),
            ("subscriptions/s/providers/A.B/c/d/providers/E.F/g", Some(6)),
            ("subscriptions/s/providers/A.B/c/d/providers/e/f", Some(6)),
            // Not at its place, but a namespace.
            ("subscriptions/s/providers/A.B/c/providers/E.F/g", Some(5)),
            ("subscriptions/s/providers/A.B/providers/E.F/g", Some(4)),
            ("subscriptions/s/providers/providers/x", Some(2)),
            ("subscriptions/s/operationresults/x", None),
        ] {
            let mut segments = Vec::new();
            for segment in path.split('/') {
                segments.push(segment.to_owned());
            }
            assert_eq!(last_provider(&segments), at, "{path}");
        }
    }

    #[test]
    fn a_path_is_the_same_in_any_case_and_encoding_but_segment_by_segment() {
        let same = |one: &str, other: &str| {
            let base = Url::parse("https://x").expect("a URL");
            same_path(&base.join(one).expect("a URL"), &base.join(other).expect("a URL"))
        };
        assert!(same("/a%2Fb/C?x", "/A%2fB/c?y") && same("/%41", "/a") && same("/", "/"));
        assert!(!same("/a%2Fb", "/a/b") && !same("/a", "/a/") && !same("/a/b", "/a") && !same("/a", "/b"));
    }
}
