//! Text of a description as Markdown, for rustdoc and for reports.
//!
//! Invariant: what comes from a description is text, a code span, a link to an `http(s)` URL, emphasis, a list, or a block of
//! code that says `text`. It never becomes a heading, HTML, an image, a definition that other text could refer to, or
//! code that a doctest would run. Each line is safe by itself, so that lines can be put anywhere.

use super::{is_hidden, push_visible, visible};

/// What ends a line, anywhere.
const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// The references that prose may have: each shows what it says.
const SIGNS: [&str; 6] = ["lt", "gt", "amp", "quot", "apos", "nbsp"];

/// A code span that shows the text as it is, whatever stands in it; hidden characters and line breaks are escaped.
#[must_use]
pub fn code_span(text: &str) -> String {
    let text = visible(text);
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let is_bounded = |c: char| text.starts_with(c) || text.ends_with(c);
    let pad = if is_bounded('`') || is_bounded(' ') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A sentence as text and nothing else, on one line.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        // A colon or a dot that would make an address of its neighbours does not count as one when it is escaped.
        let in_address = match c {
            ':' => text[at..].starts_with("://"),
            '.' => matches!(before, 'w' | 'W') && text[..at].to_ascii_lowercase().ends_with("www"),
            '@' => true,
            _ => false,
        };
        let is_reference = c == '&' && reference(&text[at..]).is_some();
        let opens_block = at == 0 && matches!(c, '#' | '-' | '+' | '=');
        if in_address
            || opens_block
            || is_reference
            || matches!(c, '\\' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '~' | '|')
        {
            out.push('\\');
        }
        push_visible(&mut out, c);
        before = c;
    }
    out
}

/// Prose as lines of Markdown; an empty line stands between two paragraphs.
#[must_use]
pub fn prose(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let mut source = text.trim().split(BREAKS);
    let mut lines: Vec<String> = Vec::new();
    while let Some(line) = source.next() {
        let line = flat(line);
        if let Some(fence) = Fence::open(&line) {
            let code: Vec<String> =
                source.by_ref().take_while(|line| !fence.closes(&flat(line))).map(code_line).collect();
            push_block(&mut lines, &code);
        } else if line.is_empty() {
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
        } else {
            lines.push(clean_line(&line));
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A line without hidden characters and with single spaces: four of them in front, or behind the mark of a list, would make a
/// block of code, which a doctest would run.
fn flat(line: &str) -> String {
    let text: String = line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a block of code begins with, and so ends with.
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn open(line: &str) -> Option<Self> {
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = line.chars().take_while(|c| *c == mark).count();
        // Backticks that end on the same line are a code span.
        let is_span = mark == '`' && line[length..].contains('`');
        (length >= 3 && !is_span).then_some(Self { mark, length })
    }

    fn closes(&self, line: &str) -> bool {
        line.len() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

fn code_line(line: &str) -> String {
    let text: String = line.replace('\t', "    ").chars().filter(|c| !is_hidden(*c)).collect();
    text.trim_end().to_owned()
}

fn push_block(lines: &mut Vec<String>, code: &[String]) {
    let longest = code.iter().map(|line| longest_run(line)).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    lines.push(format!("{fence}text"));
    lines.extend(code.iter().cloned());
    lines.push(fence);
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A line of a paragraph or a list, already [`flat`].
fn clean_line(line: &str) -> String {
    let marks = list_marks(line);
    let (mut clean, rest) = (line[..marks].to_owned(), &line[marks..]);
    // A heading, the line below one, a rule, or the line that makes a table of its neighbours.
    if rest.starts_with('#') || rest.chars().all(|c| "-=_*+:| ".contains(c)) {
        clean.push('\\');
    }
    push_inline(&mut clean, rest);
    clean
}

/// How many bytes in front are the marks of list items, each with its space.
fn list_marks(line: &str) -> usize {
    let mut end = 0;
    while let Some((mark, rest)) = line[end..].split_once(' ') {
        let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
        let is_number = !number.is_empty() && number.len() < 10 && number.bytes().all(|byte| byte.is_ascii_digit());
        if rest.is_empty() || !(is_number || matches!(mark, "-" | "*" | "+")) {
            break;
        }
        end += mark.len() + 1;
    }
    end
}

fn push_inline(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '`' {
            push_span(out, rest)
        } else if let Some((label, url)) = link(rest) {
            out.extend(["[", &plain(label), "](", url, ")"]);
            label.len() + url.len() + "[]()".len()
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            let url = bare_url(rest);
            out.extend(["<", url, ">"]);
            url.len()
        } else {
            push_escaped(out, rest, first)
        };
        rest = &rest[length..];
    }
}

/// One character, or an escape of the source with what it escapes; gives its length.
fn push_escaped(out: &mut String, rest: &str, first: char) -> usize {
    let next = rest[first.len_utf8()..].chars().next();
    match (first, next) {
        ('\\', Some(next)) if next.is_ascii_punctuation() => {
            out.extend(['\\', next]);
            return 2;
        }
        // A browser fetches images without being asked.
        ('&', _) if reference(rest).is_some_and(|name| !SIGNS.contains(&name)) => out.push('\\'),
        ('!', Some('[')) | ('\\' | '[' | ']' | '<' | '>' | '~', _) => out.push('\\'),
        _ => {}
    }
    out.push(first);
    first.len_utf8()
}

/// The name of a character reference at the start of `text`, for instance `lt` or `#x202e`. Markdown puts the character in its place,
/// which may be one that nobody sees.
fn reference(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('&')?;
    let word = inner.strip_prefix('#').unwrap_or(inner);
    let rest = word.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    (rest.len() < word.len() && rest.starts_with(';')).then(|| &inner[..inner.len() - rest.len()])
}

/// A code span, written anew, or escaped backticks when it does not end on its line; gives the length it had.
fn push_span(out: &mut String, text: &str) -> usize {
    let length = text.len() - text.trim_start_matches('`').len();
    let mut at = length;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == length {
            out.push_str(&code_span(text[length..start].trim()));
            return start + run;
        }
        at = start + run;
    }
    out.push_str(&"\\`".repeat(length));
    length
}

/// The label and the URL of a link at the start of `text`. Looks no further than the next bracket that cannot be part of it,
/// since it is asked at every bracket.
fn link(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?;
    let (label, rest) = inner.split_at(inner.find(['[', ']', '`', '\\'])?);
    let target = rest.strip_prefix("](")?;
    let address = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://"))?;
    let in_url = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c);
    let end = target.len() - address.trim_start_matches(in_url).len();
    let is_link = !label.is_empty() && !address.starts_with('/') && target[end..].starts_with(')');
    is_link.then_some((label, &target[..end]))
}

/// A bare URL at the start of `text`, without the punctuation of the sentence around it.
fn bare_url(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || "<>\"`)]\\".contains(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\''])
}

#[cfg(test)]
mod tests;
