//! Prose, code spans and sentences, the plain and the hostile.

use super::*;

#[test]
fn code_spans_show_what_they_hold() {
    for (text, span) in [
        ("a", "`a`"),
        ("", "`\"\"`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("a``", "``` a`` ```"),
        (" a", "`  a `"),
        ("x`\n\n```\nrun()\n```", "```` x`\\n\\n```\\nrun()\\n``` ````"),
        ("^[^*#&+:<>?]+$", "`^[^*#&+:<>?]+$`"),
        ("\u{202e}\u{200b}", "`\\u{202e}\\u{200b}`"),
    ] {
        assert_eq!(code_span(text), span, "{text}");
    }
}

#[test]
fn prose_reads_as_it_did() {
    for (text, lines) in [
        ("Plain text.", &["Plain text."][..]),
        ("See https://example.com/a?b=c.", &["See <https://example.com/a?b=c>."]),
        ("See (https://example.com), please", &["See (<https://example.com>), please"]),
        ("A [link](https://example.com) stays", &["A [link](https://example.com) stays"]),
        ("A `Vec<T>` and ``a`b``", &["A `Vec<T>` and ``a`b``"]),
        ("- one\n- two\n1. three", &["- one", "- two", "1. three"]),
        ("One\n\n\n\nTwo  ", &["One", "", "Two"]),
        ("Say *this* and snake_case", &["Say *this* and snake_case"]),
        ("ünïcode ≥ 1, a | b, 5 - 3, 1 + 1", &["ünïcode ≥ 1, a | b, 5 - 3, 1 + 1"]),
        ("escaped \\* and \\[x\\]", &["escaped \\* and \\[x\\]"]),
        ("", &[]),
    ] {
        assert_eq!(prose(text), lines, "{text}");
    }
}

#[test]
fn brackets_and_angles_are_text() {
    for (text, line) in [
        ("An [index] and <b>html</b>", "An \\[index\\] and \\<b\\>html\\</b\\>"),
        ("Vec<T> in text", "Vec\\<T\\> in text"),
        (
            "A [[link](https://example.com) of two [brackets](x)",
            "A \\[[link](https://example.com) of two \\[brackets\\](x)",
        ),
        ("[a](https://b[c](https://d)", "\\[a\\](<https://b[c>\\](<https://d>)"),
        ("[a](javascript:alert(1))", "\\[a\\](javascript:alert(1))"),
        ("<javascript:alert(1)>", "\\<javascript:alert(1)\\>"),
        ("[<img src=x>](https://example.com)", "[\\<img src=x\\>](https://example.com)"),
        ("[a](https://example.com \"title\")", "\\[a\\](<https://example.com> \"title\")"),
        ("![pixel](https://example.com/p.png)", "\\![pixel](https://example.com/p.png)"),
        ("[label]: javascript:alert(1)", "\\[label\\]: javascript:alert(1)"),
        ("[^1]: a note", "\\[^1\\]: a note"),
        ("[x](https:///a)", "\\[x\\](<https:///a>)"),
        ("An open ` backtick", "An open \\` backtick"),
        ("~~struck~~", "\\~\\~struck\\~\\~"),
        ("a &lt; b & c&d; &#60;&#x202e; &zwj;", "a &lt; b & c\\&d; \\&#60;\\&#x202e; \\&zwj;"),
    ] {
        assert_eq!(prose(text), [line], "{text}");
    }
}

#[test]
fn an_escape_of_the_source_cannot_undo_ours() {
    for (text, line) in [
        ("\\[x](https://example.com)", "\\[x\\](<https://example.com>)"),
        ("\\\\[x]", "\\\\\\[x\\]"),
        ("\\\\<b>", "\\\\\\<b\\>"),
        ("\\\\`code`", "\\\\`code`"),
        ("\\`not code`", "\\`not code\\`"),
        ("C:\\dir and \\", "C:\\\\dir and \\\\"),
    ] {
        assert_eq!(prose(text), [line], "{text}");
    }
}

#[test]
fn blocks_become_text() {
    for (text, lines) in [
        ("```\nlet x = <T>;\n```", &["```text", "let x = <T>;", "```"][..]),
        ("```rust\nrun();\n```", &["```text", "run();", "```"]),
        ("~~~\nrun();\n~~~", &["```text", "run();", "```"]),
        ("   ~~~~ rust\nrun();\n~~~\n~~~~", &["```text", "run();", "~~~", "```"]),
        ("~~~\n```\nrun();\n```\n~~~", &["````text", "```", "run();", "```", "````"]),
        ("```json\n{}", &["```text", "{}", "```"]),
        ("```a`b", &["\\`\\`\\`a\\`b"]),
        ("    indented\n\ttabbed", &["indented", "tabbed"]),
        ("- item\n\n        run();", &["- item", "", "run();"]),
        ("-     run();", &["- run();"]),
        ("- ```\n  run();\n  ```", &["- \\`\\`\\`", "run();", "```text", "```"]),
        ("1. ~~~\n   run();", &["1. \\~\\~\\~", "run();"]),
        ("> ```\n> run();", &["\\> \\`\\`\\`", "\\> run();"]),
    ] {
        assert_eq!(prose(text), lines, "{text}");
    }
}

#[test]
fn headings_rules_and_tables_are_text() {
    for (text, lines) in [
        ("# Errors", &["\\# Errors"][..]),
        ("- # Errors", &["- \\# Errors"]),
        ("Heading\n===\nOther\n---", &["Heading", "\\===", "Other", "\\---"]),
        ("***", &["\\***"]),
        ("a | b\n:-|-:\n1 | 2", &["a | b", "\\:-|-:", "1 | 2"]),
        ("-", &["\\-"]),
    ] {
        assert_eq!(prose(text), lines, "{text}");
    }
}

#[test]
fn hidden_characters_are_dropped_and_every_break_is_one() {
    assert_eq!(prose("a\u{202e}b\u{200b}c\u{1b}[0m"), ["abc\\[0m"]);
    assert_eq!(prose("a\rb\u{2028}c\u{85}d\r\ne"), ["a", "b", "c", "d", "e"]);
    assert_eq!(prose("\u{feff}```\u{200b}\nrun()\n```"), ["```text", "run()", "```"]);
    assert_eq!(prose("``\u{200b}`\nrun()\n`\u{200b}``"), ["```text", "run()", "```"]);
}

#[test]
fn a_sentence_is_text() {
    for (text, expected) in [
        ("plain words, 1-2: three.", "plain words, 1-2: three."),
        ("a*b_c`d<e>[f]\\~|", "a\\*b\\_c\\`d\\<e\\>\\[f\\]\\\\\\~\\|"),
        ("see https://example.com or www.example.com, a@b", "see https\\://example.com or www\\.example.com, a\\@b"),
        ("a & b, &lt; &#x202e; &zwj; &; &#;", "a & b, \\&lt; \\&#x202e; \\&zwj; &; &#;"),
        ("# one\ntwo\u{202e}", "\\# one\\ntwo\\u{202e}"),
    ] {
        assert_eq!(plain(text), expected, "{text}");
    }
}
