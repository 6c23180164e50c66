//! Every place of a description that holds a text, in every report: what stands there is shown, and is neither Markdown nor HTML nor an
//! order to a terminal.
//!
//! A place is a word of the description below, for which the hostile texts are put wherever it stands.

use std::collections::BTreeSet;

use generator::{
    compat::{Compat, HEADER, Items, Side as RustSide, Version as RustVersion, document, read_items},
    diag::Diagnostic,
    diff::{
        diff,
        report::{Excerpts, Places, Question, Report, Side, Style, View, html, json, markdown, text},
    },
    listing::Listing,
    rust::{Names, prepare},
    service::{Service, Text, Version, correction},
    spec::Correction,
    text::{is_hidden, json as visible_json},
};
use kit::pipeline;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

/// The words of [`rendered`], then those of [`opaque`] and of the files beside a description.
const WORDS: [&str; 33] = [
    "WTitle",
    "WAbout",
    "WTag",
    "WSegment",
    "WSummary",
    "WGroup",
    "WMethod",
    "WOperation",
    "WQuery",
    "WSaid",
    "WDefault",
    "WPattern",
    "WValue",
    "WEnum",
    "WMeans",
    "WReply",
    "WHeader",
    "WModel",
    "WMember",
    "WMemberDefault",
    "WMemberPattern",
    "WMemberSaid",
    "WName",
    "WKind",
    "WBase",
    "WShared",
    "WServer",
    "WCallback",
    "WForm",
    "WMedia",
    "WContent",
    "WFile",
    "WReason",
];

/// Documentation, which no comparison and no list has: `dump` shows it.
const DUMPED: [&str; 8] = ["WTitle", "WAbout", "WTag", "WOperation", "WSaid", "WMeans", "WReply", "WMemberSaid"];

/// Names of components: what is no name is refused before anything is made of it.
const REFUSED: [&str; 3] = ["WModel", "WBase", "WShared"];

/// Each says `MARK`, and begins all lines but its first with `TAIL`.
const TEXTS: [&str; 9] = [
    "MARK\u{1b}[31m\u{1b}]0;x\u{7}\u{9b}31m\u{8}\u{7f}",
    "MARK\u{202e}\u{2066}\u{200f}\u{feff}\u{200b}",
    "MARK</script><script>alert(1)</script><img src=x onerror=alert(1)><!-- {{data}} {{script}}",
    "MARK [a](javascript:b) ![i](https://a.invalid/i) <https://a.invalid> https://a.invalid [r] [^1] www.a.invalid a@b.cd",
    "MARK\nTAIL\n\nTAIL\n===\nTAIL\r\nTAIL\u{2028}TAIL\u{85}TAIL",
    "MARK\n\n```\nTAIL\n```\n# TAIL\n- TAIL\n\n    TAIL\n[r]: https://a.invalid\n",
    "| MARK | b |\n|---|---|\n| TAIL | d |",
    "MARK ` `` ``` ~~~ *a* _b_ **c** __d__ ~~e~~ \\ &lt;b&gt; &#27;[31m &#x202e; &zwj; &Tab;",
    "# MARK",
];

fn rendered() -> Value {
    let text = |more: Value| {
        let mut schema = json!({"type": "string"});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    json!({
        "openapi": "3.0.3",
        "info": {"title": "WTitle", "description": "WAbout", "version": "2024-01-01"},
        "servers": [{"url": "https://management.azure.com"}],
        "tags": [{"name": "WGroup", "description": "WTag"}],
        "paths": {
            "/things/WSegment/{name}": {"get": {
                "operationId": "WGroup_WMethod",
                "summary": "WSummary",
                "description": "WOperation",
                "parameters": [
                    {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}},
                    {"name": "WQuery", "in": "query", "description": "WSaid",
                        "schema": text(json!({"default": "WDefault", "pattern": "WPattern"}))},
                    {"name": "one", "in": "query", "schema": text(json!({"enum": ["WValue", "other"], "x-ms-enum": {"name": "WEnum",
                        "modelAsString": false, "values": [{"value": "WValue", "name": "WValue", "description": "WMeans"}, {"value": "other"}]}}))},
                    {"$ref": "#/components/parameters/WShared"},
                ],
                "responses": {"200": {
                    "description": "WReply",
                    "headers": {"WHeader": {"schema": {"type": "string"}}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/WModel"}}},
                }},
            }},
        },
        "components": {
            "parameters": {"WShared": {"name": "shared", "in": "query", "x-ms-parameter-location": "method", "schema": {"type": "string"}}},
            "schemas": {
                "WModel": {"type": "object", "description": "WAbout", "properties": {
                    "WMember": text(json!({"default": "WMemberDefault", "pattern": "WMemberPattern", "description": "WMemberSaid",
                        "x-ms-client-name": "WName"})),
                    "base": {"$ref": "#/components/schemas/WBase"},
                }},
                "WBase": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
                    "discriminator": {"propertyName": "kind", "mapping": {"WKind": "#/components/schemas/Derived"}}},
                "Derived": {"allOf": [{"$ref": "#/components/schemas/WBase"}], "type": "object"},
            },
        },
    })
}

/// The same with what the model has no form for.
fn opaque() -> Value {
    let mut value = rendered();
    value["paths"]["/things/WSegment/{name}"]["servers"] = json!([{"url": "https://a.invalid/WServer"}]);
    let get = &mut value["paths"]["/things/WSegment/{name}"]["get"];
    get["callbacks"] = json!({"WCallback": {}});
    get["responses"]["200"]["content"]["application/WMedia"] = json!({"schema": {"type": "object"}});
    get["parameters"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "content", "in": "query", "content": {"application/WContent": {}}}));
    value["components"]["schemas"]["WModel"]["properties"]["formless"] =
        json!({"oneOf": [{"type": "string", "title": "WForm"}, {"type": "integer"}]});
    value
}

/// A description in which there is nothing yet.
fn bare() -> Value {
    let mut value = rendered();
    value["paths"] =
        json!({"/other": {"get": {"operationId": "Other_Get", "responses": {"204": {"description": "OK"}}}}});
    value["components"] = json!({});
    value["tags"] = json!([]);
    value
}

/// Puts a text wherever the word stands.
fn put(value: &mut Value, word: &str, text: &str) {
    match value {
        Value::String(said) if said.starts_with("#/") => {
            *said = said.replace(word, &text.replace('~', "~0").replace('/', "~1"));
        }
        Value::String(said) => *said = said.replace(word, text),
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, word, text)),
        Value::Object(members) => {
            for (key, mut member) in std::mem::take(members) {
                put(&mut member, word, text);
                members.insert(key.replace(word, text), member);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A description with all that can be made of it.
struct Made {
    version: Version,
    file: String,
    rust: Option<(Items, Names)>,
}

impl Made {
    fn side(&self) -> Side {
        Side {
            version: self.version.api.api_version.clone(),
            file: self.file.clone(),
            operations: self.version.api.operations.len(),
        }
    }

    fn rust(&self) -> Option<RustSide<'_>> {
        self.rust.as_ref().map(|(items, names)| RustSide { api: &self.version.api, names, items })
    }
}

/// The description with a text for a word, and the problems that are told of it.
fn make(mut value: Value, word: &str, text: &str) -> (Option<Made>, Vec<Diagnostic>) {
    put(&mut value, word, text);
    let of_file = |other: &str| if word == other { text.to_owned() } else { other.to_owned() };
    let file = format!("{}.json", of_file("WFile"));
    let corrections = json!({"overlay": "1.0.0", "info": {"title": "C", "version": "1"}, "actions": [
        {"target": "$.paths.*.get.parameters[0].schema", "description": of_file("WReason"), "update": {"maxLength": text.len()}}]});
    let service = Service::open::<Vec<Diagnostic>>(|name| {
        let is_it = name.starts_with("corrections") && word == "WReason";
        Ok(is_it.then(|| Text { name: name.to_owned(), text: corrections.to_string() }))
    });
    let service = service.unwrap_or_else(|problems| panic!("{problems:#?}"));
    match service.described(&file, &serde_json::to_string_pretty(&value).unwrap()) {
        Err(problems) => (None, problems),
        Ok(version) => {
            let mut problems = [&*version.diagnostics, &*version.unsupported, &*version.unused].concat();
            let mut rust = None;
            if version.unsupported.is_empty() {
                match prepare(&version.api, &service.overrides, &version.source) {
                    Ok(names) => rust = Some((read_items(&version.api, &names), names)),
                    Err(more) => problems.extend(more),
                }
            }
            (Some(Made { version, file, rust }), problems)
        }
    }
}

fn good(value: Value) -> Made {
    let (made, problems) = make(value, "", "");
    made.unwrap_or_else(|| panic!("{}", pipeline::lines(&problems)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Colours,
    Markdown,
    Json,
    Html,
}

/// Every report that compares the two.
fn comparisons(old: &Made, new: &Made, word: &str, asked: &str) -> Vec<(Format, String)> {
    let mut shown = Vec::new();
    let rust = old.rust().zip(new.rust());
    for view in [View::Wire, View::Rust] {
        if view == View::Rust && rust.is_none() {
            continue;
        }
        let diff = diff(&old.version.api, &new.version.api);
        let code = rust.map(|(before, after)| Compat::new(before, after, &diff).view(&diff));
        let places = Places { old: &|at| old.version.source.at(at), new: &|at| new.version.source.at(at) };
        let mut report = Report::new((old.side(), new.side()), diff, places, view, code);
        let reasons = |corrections| move |place: &_| Correction::reasons(corrections, place);
        report.mark(reasons(&old.version.corrections), reasons(&new.version.corrections));
        if word == "WFile" {
            let operations: BTreeSet<String> = report.operations.iter().map(|(_, new)| new.clone()).collect();
            report.ask(Question { source: asked.to_owned(), operations }, |_| true);
        }
        let excerpts = Excerpts { old: old.version.source.text(), new: new.version.source.text() };
        shown.extend([
            (Format::Text, text(&report, Style::Plain)),
            (Format::Colours, text(&report, Style::Colour)),
            (Format::Markdown, markdown(&report, "../")),
            (Format::Json, json(&report)),
            (Format::Html, html(&report, excerpts, "../")),
        ]);
    }
    if let Some((before, after)) = rust {
        let [old, new] = [(before, old), (after, new)].map(|(side, made)| RustVersion {
            side,
            source: &made.version.source,
            file: &made.file,
        });
        let files = document(old, new);
        shown.extend([files.text, files.guide.text].map(|text| (Format::Markdown, text)));
    }
    shown
}

/// Every report about one.
fn about(made: &Made) -> Vec<(Format, String)> {
    let Version { api, raw, corrections, .. } = &made.version;
    let listing = Listing::new(api, corrections, |_| "client::Client::get".to_owned());
    let pretty = |value: &Value| visible_json(serde_json::to_string_pretty(value).unwrap());
    vec![
        (Format::Text, listing.to_string()),
        (Format::Json, visible_json(serde_json::to_string_pretty(&listing).unwrap())),
        (Format::Json, pretty(raw)),
        (Format::Json, pretty(&serde_json::to_value(api).unwrap())),
    ]
}

fn check(format: Format, shown: &str) {
    let mut bare = shown.replace('\n', "");
    if format == Format::Colours {
        for code in ["1", "1;31", "2", "0"] {
            bare = bare.replace(&format!("\u{1b}[{code}m"), "");
        }
    }
    assert!(!bare.contains(is_hidden), "{shown}");
    let starts = |line: &str| line.trim_start_matches(|c: char| " -*>#|0123456789.".contains(c)).starts_with("TAIL");
    assert!(!shown.lines().any(starts), "{shown}");
    match format {
        Format::Text | Format::Colours => {}
        Format::Json => drop(serde_json::from_str::<Value>(shown).expect("a report is JSON")),
        Format::Markdown => check_markdown(shown),
        Format::Html => check_html(shown),
    }
}

/// The page has its own elements, and data.
fn check_html(shown: &str) {
    let (before, data) = shown.split_once("type=\"application/json\"").expect("the page has data");
    let data = &data[data.find('>').unwrap() + 1..];
    let data = &data[..data.find('<').unwrap()];
    serde_json::from_str::<Value>(data).expect("the data is JSON");
    assert_eq!((shown.matches("<script").count(), shown.matches("</script").count()), (2, 2), "{shown}");
    assert_eq!((shown.matches("<title>").count(), before.matches("<img").count()), (1, 0), "{shown}");
}

/// The document has the headings, lists, tables and links of a report, and nothing that a text could add.
fn check_markdown(shown: &str) {
    let own = shown.strip_prefix(HEADER).unwrap_or(shown);
    let mut heading = None;
    let (mut depth, mut link, mut strong) = (0, false, false);
    for event in Parser::new_ext(own, Options::all()) {
        match &event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((*level, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                let (level, said) = heading.take().unwrap();
                let known = ["Changes from ", "Moving from ", "Breaking", "All changes", "Rust code", "What "];
                let is_own = level > HeadingLevel::H2 || known.iter().any(|start| said.starts_with(start));
                assert!(is_own, "the heading {said}\n{shown}");
            }
            Event::Start(Tag::Item) => depth += 1,
            Event::End(TagEnd::Item) => depth -= 1,
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("../") && dest_url.contains("#L"), "{dest_url}\n{shown}");
                link = true;
            }
            Event::End(TagEnd::Link) => link = false,
            Event::Start(Tag::CodeBlock(kind)) => {
                assert!(matches!(kind, CodeBlockKind::Fenced(word) if &**word == "text"), "{shown}");
            }
            Event::Start(Tag::Strong) => strong = true,
            Event::End(TagEnd::Strong) => strong = false,
            Event::Text(said) => {
                assert!(!strong || &**said == "breaking", "{said:?} is strong\n{shown}");
                assert!(!link || said.starts_with("old:") || said.starts_with("new:"), "the link {said}\n{shown}");
                assert!(!said.trim_end_matches('\n').contains(|c| is_hidden(c) && c != '\n'), "{said:?}\n{shown}");
            }
            Event::Start(
                Tag::Paragraph | Tag::List(None) | Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell,
            )
            | Event::End(_)
            | Event::Code(_)
            | Event::SoftBreak => {}
            other => panic!("{other:?} stands in a report:\n{shown}"),
        }
        if let (Some((_, said)), Event::Text(text) | Event::Code(text)) = (&mut heading, &event) {
            said.push_str(text);
        }
        assert!(depth < 2, "a list in a list:\n{shown}");
    }
}

#[test]
fn no_text_of_a_description_is_more_than_text() {
    let (mut silent, mut lost) = (Vec::new(), Vec::new());
    let mut formats = BTreeSet::new();
    for word in WORDS {
        let is_opaque = ["WServer", "WCallback", "WForm", "WMedia", "WContent"].contains(&word);
        let whole = || if is_opaque { opaque() } else { rendered() };
        let known = good(whole());
        assert_eq!(known.rust.is_some(), !is_opaque, "{word}");
        let none = good(bare());
        let (mut told, mut kept) = (false, false);
        for text in TEXTS {
            let (made, problems) = make(whole(), word, text);
            for problem in problems {
                let more = correction(&problem, true).unwrap_or_default();
                let added = problem.addition.iter().flat_map(|addition| addition.lines.clone());
                let problem = problem.clone().addition("f", added.chain(more));
                let lines = problem.addition.iter().flat_map(|addition| &addition.lines).cloned();
                let lines = lines.chain([problem.to_string()]);
                for line in lines {
                    assert!(!line.contains(is_hidden), "{word}: {line:?}");
                    told |= line.contains("MARK");
                }
            }
            let Some(made) = made else { continue };
            let mut shown = about(&made);
            for (old, new) in [(&none, &made), (&made, &none), (&known, &made), (&made, &known)] {
                shown.extend(comparisons(old, new, word, text));
            }
            for (format, shown) in shown {
                check(format, &shown);
                let has = shown.contains("MARK");
                told |= has && !matches!(format, Format::Json | Format::Html);
                kept |= has && format == Format::Json;
                formats.insert(format as u8);
            }
        }
        if !told {
            silent.push(word);
        }
        if !kept {
            lost.push(word);
        }
    }
    assert_eq!(silent, DUMPED, "only these stand in no report for people");
    assert_eq!(lost, REFUSED, "only these stand in no report for programs");
    assert_eq!(formats.len(), 5);
}
