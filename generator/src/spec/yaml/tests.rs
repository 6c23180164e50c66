//! What is read, what is refused and where, and that writing loses nothing.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use serde_json::json;

use super::{LIMIT, parse, too_large, write};

#[track_caller]
fn refused(name: &str, text: &str, expected: &Expect) {
    expected.assert_eq(&refusal(name, text));
}

fn refusal(name: &str, text: &str) -> String {
    parse(name, text).expect_err("refused").to_string()
}

#[test]
fn yaml_and_json_read_the_same() {
    let value = json!({"a": [1, -2, 2.5, true, null, "x"], "200": {"b": "é😀"}});
    assert_eq!(parse("x.yaml", "a: [1, -2, 2.5, true, ~, x]\n200: {b: é😀}\n"), Ok(value.clone()));
    assert_eq!(
        parse("x.json", "{\"a\": [1, -2, 2.5, true, null, \"x\"], \"200\": {\"b\": \"é\\ud83d\\ude00\"}}"),
        Ok(value)
    );
}

#[test]
fn keys_keep_their_order() {
    let value = parse("x.yaml", "z: 1\na: 2\nm: 3\n").expect("YAML");
    assert_eq!(write(&value), "z: 1\na: 2\nm: 3\n");
}

#[test]
fn flow_yaml_is_not_mistaken_for_json() {
    assert_eq!(parse("x.yaml", "{a: [b]}"), Ok(json!({"a": ["b"]})));
}

/// Texts that a careless writer would turn into something else.
const ODD_TEXTS: &[&str] = &[
    "",
    " ",
    "yes",
    "no",
    "on",
    "null",
    "~",
    "1",
    "1e3",
    "0x1",
    ".5",
    "-",
    "- a",
    "a: b",
    "#c",
    "a #c",
    "é😀",
    "\u{feff}x",
    "line\nline\n",
    "line\n\nline",
    " lead",
    "trail ",
    "trail \nx",
    "\ttab",
    "tab\t",
    "\u{85}",
    "\u{2028}",
    "\u{9b}\u{202e}a\u{200b}",
    "line\n\u{e0041}\u{1d173}line",
    "\r\n",
    "'",
    "\"",
    "\\",
    "{a}",
    "[a]",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "2021-08-01",
    "1:30",
    "=",
    "<<",
    "^[A-Za-z0-9-._]+$",
    "a:",
    "x: |",
    "é",
    "+a",
    "+1",
    ".a",
    ".5e3",
    "-.inf",
    "a'b",
    "a\n\n",
    "\n a\nb",
    "a\n b\n\n\nc\n",
    "a \nb",
    "a\tb\nc",
    "\0",
    "\u{7f}",
    "---",
    "...",
    "--- a",
    "? a",
    "a, b",
    "a]",
    "1_000",
    "0b1",
    "0o7",
    "2021-08-01T00:00:00Z",
    "%",
    "y",
    "(a)",
    "\\d",
    "$a",
    "<a>",
    "/a/{b}?c=d",
    "a#b",
    "a:b",
];

#[test]
fn writing_and_reading_gives_the_same() {
    let members = ODD_TEXTS.iter().map(|text| ((*text).to_owned(), json!([text, {"k": text}]))).collect();
    let value = serde_json::Value::Object(members);
    let text = write(&value);
    assert_eq!(parse("x.yaml", &text), Ok(value));
}

#[test]
fn the_style_is_for_reading() {
    let long = "/x".repeat(600);
    let value = json!({
        "version": "2021-08-01", "200": {"list": ["a", {"b": 1, "c": [[], {}]}, [1, [2]], "x: y"]}, "empty": "",
        "text": "one\n  two\n\nthree", "ends": "a\nb\n", "tab": "a\tb", long.clone(): {"k": null}, "quote": "it's: \"so\"",
    });
    let text = write(&value).replace(&long, "LONG");
    expect![[r#"
        version: '2021-08-01'
        '200':
          list:
          - a
          - b: 1
            c:
            - []
            - {}
          - - 1
            - - 2
          - 'x: y'
        empty: ''
        text: |-
          one
            two

          three
        ends: |
          a
          b
        tab: "a\tb"
        ? LONG
        :
          k: null
        quote: 'it''s: "so"'
    "#]]
    .assert_eq(&text);
}

proptest! {
    #[test]
    fn any_text_survives(text in "\\PC*|[ -~\\n\\t]{0,20}|[\\-+.0-9eExX:_#'\"|> \\n]{0,8}", indent in 0..3usize) {
        let mut value = json!({text.clone(): text});
        for level in 0..indent {
            value = if level % 2 == 0 { json!([value, [value]]) } else { json!({"k": value}) };
        }
        prop_assert_eq!(parse("x.yaml", &write(&value)), Ok(value));
    }
}

#[test]
fn syntax_errors_name_their_place() {
    refused("x.json", "{\n \"é\": 1,\n}", &expect!["x.json:3:1: syntax: not valid JSON: trailing comma"]);
    refused("x.json", "{\"é\": x}", &expect!["x.json:1:7: syntax: not valid JSON: expected value"]);
    refused(
        "x.yaml",
        "a:\n  b: 1\n c: 2\n",
        &expect!["x.yaml:3:2: syntax: not valid YAML: did not find expected key, while parsing a block mapping"],
    );
    refused(
        "x.yaml",
        "a: 1\n---\nb: 2\n",
        &expect![
            "x.yaml:1:1: syntax: not valid YAML: deserializing from YAML containing more than one document is not supported"
        ],
    );
    refused("x.yaml", "a: .nan\n", &expect!["x.yaml:1:4: syntax: not valid YAML: a: a number that JSON cannot hold"]);
    refused("x.yaml", "a: *b\n", &expect!["x.yaml:1:4: syntax: not valid YAML: unknown anchor"]);
    refused(
        "x.yaml",
        "a: !b c\n",
        &expect!["x.yaml:1:4: syntax: not valid YAML: a: invalid type: enum, expected a value that JSON can hold"],
    );
}

#[test]
fn duplicate_keys_are_refused_at_the_second() {
    let expected = "x.yaml:4:3: syntax: the key \"b\" stands twice in one mapping; keep one of them";
    assert_eq!(refusal("x.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\n"), expected);
    let expected = "x.json:1:10: syntax: the key \"a\" stands twice in one mapping; keep one of them";
    assert_eq!(refusal("x.json", "{\"a\": 1, \"a\": 2}"), expected);
}

#[test]
fn nothing_is_no_document() {
    for text in ["", " \n\t\n", "# only a comment\n", "---\n", "\u{feff}"] {
        let expected = "x.yaml: empty-file: the file has no content; put an OpenAPI document there, or remove the file";
        assert_eq!(refusal("x.yaml", text), expected);
    }
}

#[test]
fn too_large_is_refused_before_parsing() {
    let refused = too_large("x.yaml", LIMIT + 1).expect("refused");
    assert!(refused.to_string().starts_with("x.yaml: too-large: the file has 67108865 bytes"));
    assert_eq!(too_large("x.yaml", LIMIT), None);
}

#[test]
fn hostile_depth_does_not_overflow_the_stack() {
    let deep = "[".repeat(100_000);
    refused("x.json", &deep, &expect!["x.json:1:128: syntax: not valid JSON: recursion limit exceeded"]);
    refused("x.yaml", &deep, &expect!["x.yaml:1:256: syntax: not valid YAML: recursion limit exceeded"]);
    refused(
        "x.yaml",
        &"{a: ".repeat(100_000),
        &expect!["x.yaml:1:1021: syntax: not valid YAML: recursion limit exceeded"],
    );
    refused(
        "x.yaml",
        &format!("{}{}", "[".repeat(200), "]".repeat(200)),
        &expect!["x.yaml:1:129: syntax: not valid YAML: more than 128 levels of nesting"],
    );
    assert!(parse("x.yaml", &format!("a: {}{}\n", "[".repeat(100), "]".repeat(100))).is_ok());
    assert!(parse("x.yaml", &format!("a:\n{}", "- [x, {y: '['}]\n".repeat(300))).is_ok());
    let deep = "- ".repeat(100_000);
    refused("x.yaml", &deep, &expect!["x.yaml:1:257: syntax: not valid YAML: recursion limit exceeded"]);
}

#[test]
fn aliases_cannot_multiply_the_document() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..9 {
        use std::fmt::Write as _;
        let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
        writeln!(text, "a{n}: &a{n} [{aliases}]").expect("writing to a string");
    }
    refused("x.yaml", &text, &expect!["x.yaml:1:1: syntax: not valid YAML: repetition limit exceeded"]);
    let text = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(20_000), "*a, ".repeat(20_000));
    refused(
        "x.yaml",
        &text,
        &expect!["x.yaml:1:12857: syntax: not valid YAML: b[32][4283]: aliases repeat too much of the document"],
    );
}

#[test]
fn a_control_character_is_reported_where_it_stands() {
    let refused = parse("a.yaml", "a: 1\né\u{1}: 2\n").unwrap_err();
    assert_eq!((refused.at.line, refused.at.column), (2, 2), "{refused}");
    assert!(!refused.message.contains("position"), "{refused}");
}
