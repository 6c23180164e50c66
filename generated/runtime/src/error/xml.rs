//! Error bodies in XML, and HTML told from them. No parser: of an error only the texts of two elements are wanted.

use crate::{
    base::ascii::{self, find_ignoring_case},
    error::{detail::ArmErrorDetail, line::cut, names::words},
};

/// How much of a document is looked at. Errors are small.
const MAX_LOOKED_AT: usize = 64 * 1024;

const CODE: &[&str] = &["Code", "ErrorCode", "faultcode"];
const MESSAGE: &[&str] = &["Message", "ErrorMessage", "faultstring", "Detail"];

/// Tags that a page has and an error in XML has not.
const HTML: &[&str] = &["<!doctype html", "<html", "<head", "<body", "<title", "<h1", "<center", "<div"];

/// Whether a text is a page for people, or a piece of one.
pub(super) fn is_html(text: &str) -> bool {
    let start = ascii::find(text, |c| !c.is_whitespace() && c != '"').unwrap_or(text.len());
    let start = cut(&text[start..], 4096);
    start.starts_with('<') && HTML.iter().any(|tag| find_ignoring_case(start, tag).is_some())
}

/// The title of a page.
pub(super) fn title(page: &str) -> Option<String> {
    let page = cut(page, MAX_LOOKED_AT);
    let at = find_ignoring_case(page, "<title")?;
    words(&element(&page[at..], &["title"])?)
}

/// What a document says: the first code and message, or the text of its one element.
pub(super) fn read(text: &str) -> ArmErrorDetail {
    let xml = cut(text, MAX_LOOKED_AT);
    let (code, message) = (element(xml, CODE), element(xml, MESSAGE));
    let alone = || if Tags(xml).count() == 1 { Some(plain(xml)) } else { None };
    let message = if code.is_none() && message.is_none() { alone() } else { message };
    let text = |text: Option<String>| text.and_then(|text| words(&text));
    ArmErrorDetail { code: text(code), message: text(message), ..ArmErrorDetail::default() }
}

/// The text of the first element with one of these names, whatever its namespace.
fn element(xml: &str, names: &[&str]) -> Option<String> {
    for (tag, rest) in Tags(xml) {
        let local = tag.rsplit(':').next().unwrap_or(tag);
        if names.iter().any(|name| name.eq_ignore_ascii_case(local)) {
            let end = find_ignoring_case(rest, &format!("</{tag}")).or_else(|| rest.find('<')).unwrap_or(rest.len());
            return Some(plain(&rest[..end]));
        }
    }
    None
}

/// The tags that open an element with something in it: its name, and all that follows the tag.
struct Tags<'a>(&'a str);

impl<'a> Iterator for Tags<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let tag = &self.0[self.0.find('<')? + 1..];
            let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">"), ("/", ">")];
            if let Some((_, end)) = skipped.iter().find(|(start, _)| tag.starts_with(start)) {
                self.0 = &tag[tag.find(end)? + end.len()..];
                continue;
            }
            let end = end_of_tag(tag)?;
            self.0 = &tag[end + 1..];
            if !tag[..end].ends_with('/') {
                let name = ascii::until(tag[..end].trim_start(), char::is_whitespace);
                return Some((name, self.0));
            }
        }
    }
}

/// Where the `>` of a tag stands: not in the value of an attribute.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Content without tags, entities resolved.
fn plain(content: &str) -> String {
    let mut text = String::new();
    let mut rest = content;
    while let Some(at) = ascii::find(rest, |c| matches!(c, '<' | '&')) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            text.push_str(&data[..end]);
            rest = data.get(end + 3..).unwrap_or_default();
        } else if rest.starts_with('<') {
            rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        } else if let Some((c, after)) = entity(rest) {
            text.push(c);
            rest = after;
        } else {
            text.push('&');
            rest = &rest[1..];
        }
    }
    text + rest
}

/// The character that a text begins with as an entity, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    let (name, rest) =
        cut(text, 12).strip_prefix('&')?.split_once(';').map(|(name, _)| (name, &text[name.len() + 2..]))?;
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        number => {
            let number = number.strip_prefix('#')?;
            let value = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u64::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(value.ok()?.try_into().ok()?)?
        }
    };
    Some((c, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_message_are_found_whatever_surrounds_them() {
        for (xml, code, message) in [
            ("<?xml version=\"1.0\"?><Error><Code>A</Code><Message>why</Message></Error>", Some("A"), Some("why")),
            ("<Error xmlns=\"urn:a>b\"><Code>A</Code>\n<Message>why</Message></Error>", Some("A"), Some("why")),
            (
                "<m:error xmlns:m='m'><m:code/><m:code>A</m:code><m:message xml:lang=\"en\">why</m:message></m:error>",
                Some("A"),
                Some("why"),
            ),
            (
                "<ERROR><CODE>A</CODE><MESSAGE>a &lt;b&gt; &amp; &#99;&#x64; &no;</MESSAGE></ERROR>",
                Some("A"),
                Some("a <b> & cd &no;"),
            ),
            ("<e><!-- <Code>no</Code> --><Code><![CDATA[<A>]]></Code></e>", Some("<A>"), None),
            (
                "<s:Fault><faultcode>s:Client</faultcode><faultstring>why</faultstring></s:Fault>",
                Some("s:Client"),
                Some("why"),
            ),
            ("<Error><Message>a <b>bold</b> word</Message></Error>", None, Some("a bold word")),
            ("<string xmlns=\"urn:x\">why</string>", None, Some("why")),
            ("<Error><Code>A</Code><Message>breaks o", Some("A"), Some("breaks o")),
            ("<policies><inbound/></policies>", None, None),
            ("<a><b>secret</b></a>", None, None),
            ("<", None, None),
            ("<a", None, None),
            ("<Code", None, None),
        ] {
            let found = read(xml);
            assert_eq!((found.code(), found.message()), (code, message), "{xml}");
        }
    }

    #[test]
    fn pages_are_told_from_errors() {
        for page in ["<!DOCTYPE html><p>", " <HTML>", "\"<html>\"", "<?xml version=\"1.0\"?><html>", "<h1>Bad</h1>"] {
            assert!(is_html(page), "{page}");
        }
        for other in ["<Error><Code>A</Code></Error>", "text with <html>", "", "<"] {
            assert!(!is_html(other), "{other}");
        }
        assert_eq!(title("<html><TITLE lang='en'>502 &amp; more\n</title>").as_deref(), Some("502 & more"));
    }
}
