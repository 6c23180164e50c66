//! Error bodies in XML, and HTML told from them. No parser: of an error only the texts of two elements are wanted.

use crate::{
    base::ascii::{self, find_ignoring_case},
    error::{
        detail::ArmErrorDetail,
        line::cut,
        names::{joined, words},
    },
};

/// How much of a document is looked at. Errors are small.
const MAX_LOOKED_AT: usize = 64 * 1024;

const CODE: &[&str] = &["Code", "ErrorCode", "faultcode"];
const MESSAGE: &[&str] = &["Message", "ErrorMessage", "faultstring", "Detail"];
/// What is the message where there is none by those names: of problem+xml, and of SOAP 1.2.
const OTHER_MESSAGE: &[&str] = &["Title", "Reason"];

/// Elements that a page, or a piece of one, begins with and an error in XML does not.
const HTML: &[&str] = &[
    "html", "head", "body", "title", "h1", "h2", "h3", "center", "div", "p", "pre", "table", "script", "style", "b",
    "hr", "br", "span", "a", "ul", "meta",
];

/// Whether a text is a page for people, or a piece of one, maybe with a word before it.
///
/// Only its first element tells: errors in XML have elements within them that are called `Title` or `Body`, and quote HTML.
pub(super) fn is_html(text: &str) -> bool {
    let text = cut(text, MAX_LOOKED_AT);
    let start = ascii::find(text, |c| !c.is_whitespace() && !matches!(c, '"' | '\u{feff}')).unwrap_or(text.len());
    match first_tag(&text[start..]) {
        Some(tag) => begins_page(tag),
        None => !text[start..].starts_with('<') && !begins_json(text) && has_page(text),
    }
}

/// Whether a text is XML and not one that has a word in angle brackets, as `<name> is too long`.
pub(super) fn is_xml(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('<') && (text.contains("</") || text.ends_with("/>") || text.starts_with("<?xml"))
}

/// Whether the document is an error by its name, and says both what and why: nobody's resource does.
pub(super) fn is_error(text: &str) -> bool {
    let Some(tag) = first_tag(text.trim_start()) else { return false };
    let name = ascii::until(tag, ends_name);
    let said = read(text);
    local(name).eq_ignore_ascii_case("Error") && said.code.is_some() && said.message.is_some()
}

/// Whether what is no JSON began as such, and broke. A sentence may well begin with a bracket: `[ERR-42] The name is taken.`
pub(super) fn begins_json(text: &str) -> bool {
    let mut first = None;
    for c in text.chars() {
        match first {
            _ if c.is_whitespace() || c == '\u{feff}' => {}
            None if matches!(c, '{' | '[') => first = Some(c),
            None => return false,
            Some('{') => return matches!(c, '"' | '}'),
            Some(_) => return matches!(c, '{' | '"' | '[' | ']'),
        }
    }
    first.is_some()
}

/// The first tag of a text that begins with one, from its name on, without what XML has before it.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let tag = rest.strip_prefix('<')?;
        let end = match tag {
            _ if tag.starts_with('?') => "?>",
            _ if tag.starts_with("!--") => "-->",
            _ if tag.starts_with('!') && !begins_page(tag) => ">",
            _ => return Some(tag),
        };
        rest = tag[tag.find(end)? + end.len()..].trim_start();
    }
}

/// Whether a tag, from its name on, is one that a page begins with.
fn begins_page(tag: &str) -> bool {
    let (name, rest) = tag.split_at(ascii::until(tag, ends_name).len());
    if name.eq_ignore_ascii_case("!doctype") {
        return ascii::starts_ignoring_case(rest.trim_start(), "html");
    }
    HTML.iter().any(|html| html.eq_ignore_ascii_case(name))
}

/// Whether there is a page within a text.
fn has_page(text: &str) -> bool {
    for (start, tag) in ["<html", "<!doctype html"].map(|tag| (find_ignoring_case(text, tag), tag)) {
        if start.is_some_and(|at| text[at + tag.len()..].chars().next().is_none_or(ends_name)) {
            return true;
        }
    }
    false
}

fn ends_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '/')
}

/// A name without its namespace.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
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
    let (code, message) = (element(xml, CODE), element(xml, MESSAGE).or_else(|| element(xml, OTHER_MESSAGE)));
    let alone = || if Tags(xml).count() == 1 { Some(plain(xml)) } else { None };
    // RFC 9457 has the kind of a problem in one element, and what happened in another.
    let is_problem = first_tag(xml.trim_start()).is_some_and(|tag| ascii::until(tag, ends_name) == "problem");
    let message = if is_problem { joined(element(xml, &["title"]), message) } else { message };
    let message = if code.is_none() && message.is_none() { alone() } else { message };
    let text = |text: Option<String>| text.and_then(|text| words(&text));
    ArmErrorDetail { code: text(code), message: text(message), ..ArmErrorDetail::default() }
}

/// The text of the first element with one of these names, whatever its namespace.
fn element(xml: &str, names: &[&str]) -> Option<String> {
    for (tag, rest) in Tags(xml) {
        if names.iter().any(|name| name.eq_ignore_ascii_case(local(tag))) {
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
            ("<problem xmlns='urn:ietf:rfc:7807'><title>Forbidden</title></problem>", None, Some("Forbidden")),
            ("<problem><title>Forbidden</title><detail>why</detail></problem>", None, Some("Forbidden: why")),
            ("<s:Body><s:Fault><s:Reason><s:Text>why</s:Text></s:Reason></s:Fault></s:Body>", None, Some("why")),
            ("<", None, None),
            ("<a", None, None),
            ("<Code", None, None),
        ] {
            let found = read(xml);
            assert_eq!((found.code(), found.message()), (code, message), "{xml}");
        }
    }

    #[test]
    fn sentences_are_told_from_documents() {
        for json in ["{\"a", "{ \n\"a", "{}x", "[{", "[ \"", "[[", "[]]", "{", "["] {
            assert!(begins_json(json), "{json}");
        }
        for text in ["[ERR-42] taken", "[2024-05-01T00:00:00Z] ERROR", "{name} is bad", "", "a {\"b\"}"] {
            assert!(!begins_json(text), "{text}");
        }
        for xml in ["<Error><Code>A</Code>", "<?xml version=\"1.0\"?><e", " <e/> "] {
            assert!(is_xml(xml), "{xml}");
        }
        for text in ["<name> is bad", "<unknown>: not found", "<3", "a</b>"] {
            assert!(!is_xml(text), "{text}");
        }
    }

    #[test]
    fn only_a_whole_error_is_one_by_its_name() {
        for error in [
            "<Error><Code>A</Code><Message>m</Message></Error>",
            "<?xml version=\"1.0\"?>\n<m:error xmlns:m=\"m\"><m:code>A</m:code><m:message>m</m:message></m:error>",
        ] {
            assert!(is_error(error), "{error}");
        }
        for other in [
            "<Error><Code>A</Code></Error>",
            "<Errors><Code>A</Code><Message>m</Message></Errors>",
            "<Row><Error><Code>A</Code><Message>m</Message></Error></Row>",
            "Error",
            "",
        ] {
            assert!(!is_error(other), "{other}");
        }
    }

    #[test]
    fn pages_are_told_from_errors() {
        for page in [
            "<!DOCTYPE html><p>",
            " <HTML>",
            "\"<html>\"",
            "<?xml version=\"1.0\"?><html>",
            "\u{feff}<?xml version=\"1.0\"?>\n<!-- <Error> -->\n<!doctype\nHTML PUBLIC \"x\">",
            "<h1>Bad</h1>",
            "<p>Bad <b>Gateway</b></p><hr>",
            "<table class=\"x\"><tr>",
            "<script>x</script>",
            "<hr/>",
            "<br",
            "upstream error <html><body>",
            "502: <!DOCTYPE html>",
            "[ERR] <html lang=\"en\">",
        ] {
            assert!(is_html(page), "{page}");
        }
        for other in [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>A</Code><HeaderName>x</HeaderName></Error>",
            "<Error><Headers/><Code>A</Code></Error>",
            "<Error><Title>no</Title></Error>",
            "<!DOCTYPE Error SYSTEM \"e.dtd\"><Error/>",
            "<problem xmlns=\"urn:ietf:rfc:7807\"><title>no</title></problem>",
            "<s:Envelope><s:Body><s:Fault/></s:Body></s:Envelope>",
            "<Envelope><Body><Fault/></Body></Envelope>",
            "<Error><Message><![CDATA[<div>bad</div>]]></Message></Error>",
            "<Path/>",
            "<html5x>",
            "text with <htmlx>",
            "{\"message\":\"<html>\"}",
            "<!-- endless <html>",
            "",
            "<",
        ] {
            assert!(!is_html(other), "{other}");
        }
        assert_eq!(title("<html><TITLE lang='en'>502 &amp; more\n</title>").as_deref(), Some("502 & more"));
    }
}
