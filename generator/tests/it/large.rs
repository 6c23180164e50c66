//! Inputs that a fuzzer does not reach, for it likes small ones: long chains, wide mappings, texts of a megabyte. Each must
//! come through, or be refused, in a time and a memory that grow as the input does.

use std::{fmt::Write, time::Instant};

use generator::{
    diag::any_error,
    import::{Prose, import},
    lower::lower,
    overrides::{Accepted, Overrides},
    rust::{prepare, render},
    spec::load,
};

use kit::pipeline::Single;

const HEAD: &str =
    "openapi: 3.0.3\ninfo: {title: T, version: '2024-01-01'}\nservers: [{url: 'https://management.azure.com'}]\n";

/// How many of a thing there are.
const MANY: usize = 10_000;

/// The time that any of them may take, in milliseconds, without optimisation and on a busy machine.
const LONGEST: u128 = 30_000;

fn repeated(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, index| {
        text.write_str(&each(index)).expect("writing text does not fail");
        text
    })
}

/// A description with one operation that answers with `D0`.
fn answering(schemas: &str) -> String {
    format!(
        "{HEAD}paths:\n  /a:\n    get:\n      operationId: A_Get\n      responses:\n        '200':\n          description: OK\n          \
         content: {{application/json: {{schema: {{$ref: '#/components/schemas/D0'}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

/// What became of it, in a word, and how long it took.
fn run(name: &str, text: &str) -> &'static str {
    let start = Instant::now();
    let outcome = match load("a.yaml", text, None) {
        Err(problems) => {
            assert!(problems.iter().all(|problem| problem.at.line > 0), "{name}");
            "not loaded"
        }
        Ok(document) => {
            let (api, problems) = lower(&document, &Overrides::default());
            let lowered = !any_error(&problems);
            match lowered.then(|| prepare(&api, &Overrides::default(), &document.source)) {
                None => "not lowered",
                Some(Err(_)) => "not rendered",
                Some(Ok(names)) => {
                    assert!(!render(&api, &names).is_empty(), "{name}");
                    "rendered"
                }
            }
        }
    };
    let time = start.elapsed().as_millis();
    println!("{name}: {outcome} in {time} ms, {} bytes", text.len());
    assert!(time < LONGEST, "{name} took {time} ms");
    outcome
}

#[test]
fn chains_of_references() {
    let chain = |last: &str, link: &dyn Fn(usize) -> String| {
        answering(
            &(repeated(MANY, |index| format!("    D{index}: {}\n", link(index + 1)))
                + &format!("    D{MANY}: {last}\n")),
        )
    };
    let reference = |to: usize| format!("{{$ref: '#/components/schemas/D{to}'}}");
    assert_eq!(run("aliases", &chain("{type: string}", &reference)), "not lowered");
    assert_eq!(run("aliases in a circle", &chain("{$ref: '#/components/schemas/D0'}", &reference)), "not loaded");
    let members = |to| format!("{{type: object, properties: {{a: {}}}}}", reference(to));
    assert_eq!(run("members", &chain("{type: string}", &members)), "rendered");
    run("items", &chain("{type: string}", &|to| format!("{{type: array, items: {}}}", reference(to))));
    run("maps", &chain("{type: string}", &|to| format!("{{type: object, additionalProperties: {}}}", reference(to))));
    run(
        "bases",
        &chain("{type: object, properties: {z: {type: string}}}", &|to| format!("{{allOf: [{}]}}", reference(to))),
    );
    run(
        "bases in a circle",
        &chain("{$ref: '#/components/schemas/D0'}", &|to| format!("{{allOf: [{}]}}", reference(to))),
    );
    run(
        "bases with members",
        &chain("{type: object}", &|to| {
            format!("{{allOf: [{}], properties: {{p{to}: {{type: string}}}}}}", reference(to))
        }),
    );
}

#[test]
fn wide_mappings() {
    let wide = |each: &dyn Fn(usize) -> String| {
        answering(&format!("    D0:\n      type: object\n      properties:\n{}", repeated(MANY, each)))
    };
    run("members", &wide(&|index| format!("        p{index}: {{type: string}}\n")));
    run("members unknown", &wide(&|index| format!("        p{index}: {{type: string, x-{index}: 1}}\n")));
    run(
        "members inline",
        &wide(&|index| format!("        p{index}: {{type: object, properties: {{a: {{type: string}}}}}}\n")),
    );
    run("members of one name", &wide(&|index| format!("        p{}: {{type: string}}\n", "-".repeat(index % 300))));
    run("keys unknown", &format!("{HEAD}paths: {{}}\n{}", repeated(MANY, |index| format!("k{index}: 1\n"))));
    run("schemas wrong", &answering(&repeated(MANY, |index| format!("    D{index}: {{type: {index}}}\n"))));
    run(
        "schemas of one name",
        &answering(&repeated(MANY, |index| {
            format!(
                "    D0{}: {{type: object, properties: {{a: {{$ref: '#/components/schemas/D0{}'}}}}}}\n",
                "_".repeat(index % 100),
                "_".repeat((index + 1) % 100)
            )
        })),
    );
    let list = repeated(MANY, |index| format!("'v{index}', "));
    run("values", &answering(&format!("    D0: {{type: string, enum: [{list}]}}\n")));
    let same = repeated(MANY, |index| format!("'v{}', ", ["-", "_", " "][index % 3].repeat(index % 500)));
    run("values of one name", &answering(&format!("    D0: {{type: string, enum: [{same}]}}\n")));
    let required = repeated(MANY, |index| format!("p{index}, "));
    let members = repeated(MANY, |index| format!("p{index}: {{type: string}}, "));
    run(
        "required",
        &answering(&format!("    D0: {{type: object, required: [{required}], properties: {{{members}}}}}\n")),
    );
    let bases = repeated(MANY / 10, |index| format!("{{$ref: '#/components/schemas/B{index}'}}, "));
    let named = repeated(MANY / 10, |index| {
        format!("    B{index}: {{type: object, properties: {{p{index}: {{type: string}}}}}}\n")
    });
    let subtypes = repeated(MANY, |index| format!("    S{index}: {{allOf: [{{$ref: '#/components/schemas/D0'}}]}}\n"));
    let base = "{type: object, required: [k], properties: {k: {type: string}}, discriminator: {propertyName: k}}";
    run("subtypes", &answering(&format!("    D0: {base}\n{subtypes}")));
    run("bases", &answering(&format!("    D0: {{allOf: [{bases}]}}\n{named}")));
    let families = repeated(MANY, |index| {
        format!("    D{index}: {base}\n    S{index}: {{allOf: [{{$ref: '#/components/schemas/D{index}'}}]}}\n")
    });
    assert_eq!(run("families", &answering(&families)), "rendered");
}

#[test]
fn many_operations() {
    let operation =
        |id: &str, more: &str| format!("get: {{operationId: {id}, {more}responses: {{'200': {{description: OK}}}}}}");
    let paths = |each: &dyn Fn(usize) -> String| format!("{HEAD}paths:\n{}", repeated(MANY / 10, each));
    run(
        "operations",
        &paths(&|index| format!("  /a{index}: {{{}}}\n", operation(&format!("A{}_Get{index}", index % 50), ""))),
    );
    run("groups", &paths(&|index| format!("  /a{index}: {{{}}}\n", operation(&format!("A{index}_Get"), ""))));
    run("operations of one id", &paths(&|index| format!("  /a{index}: {{{}}}\n", operation("A_Get", ""))));
    run(
        "paths that are one",
        &paths(&|index| format!("  /{{a{index}}}: {{{}}}\n", operation(&format!("A_Get{index}"), ""))),
    );
    let parameters = repeated(MANY / 10, |index| {
        format!("{{name: p{index}, in: query, schema: {{type: string, pattern: '^a{index}$'}}}}, ")
    });
    run(
        "parameters",
        &format!("{HEAD}paths:\n  /a: {{{}}}\n", operation("A_Get", &format!("parameters: [{parameters}], "))),
    );
    let segments = repeated(MANY / 10, |index| format!("/{{p{index}}}"));
    let declared = repeated(MANY / 10, |index| {
        format!("{{name: p{index}, in: path, required: true, schema: {{type: string}}}}, ")
    });
    run(
        "segments",
        &format!("{HEAD}paths:\n  {segments}: {{{}}}\n", operation("A_Get", &format!("parameters: [{declared}], "))),
    );
}

#[test]
fn long_texts() {
    let described = |text: &str| {
        answering(&format!("    D0: {{type: object, description: \"{text}\", properties: {{a: {{type: string}}}}}}\n"))
    };
    for (name, text) in [
        ("letters", "a"),
        ("lines", "\\n"),
        ("brackets", "["),
        ("links", "[a](b"),
        ("fences", "```\\n"),
        ("ticks", "`"),
        ("lists", "- \\n "),
        ("addresses", "https://a.b "),
        ("stars", "*_"),
    ] {
        run(name, &described(&text.repeat(10 * MANY)));
    }
    run(
        "a long name",
        &answering(&format!("    D0: {{type: object, properties: {{{}: {{type: string}}}}}}\n", "aB".repeat(500))),
    );
    run(
        "a long pattern",
        &answering(&format!(
            "    D0: {{type: object, properties: {{a: {{type: string, pattern: '{}'}}}}}}\n",
            "(a|".repeat(MANY)
        )),
    );
    run("dashes", &format!("{HEAD}paths: {{}}\nx: {}", "- ".repeat(10 * MANY)));
    run("question marks", &format!("{HEAD}paths: {{}}\nx: {}", "? ".repeat(10 * MANY)));
    run("keys in a line", &format!("{HEAD}paths: {{}}\nx: {}", "a: ".repeat(10 * MANY)));
    run("stairs", &repeated(3000, |index| format!("{}a:\n", " ".repeat(index))));
    run("anchors", &format!("{HEAD}paths: {{}}\nx: [{}]", repeated(MANY, |index| format!("&a{index} 1, *a{index}, "))));
    run("tags", &format!("{HEAD}paths: {{}}\nx: [{}]", "!!str a, ".repeat(MANY)));
    run("quotes", &format!("{HEAD}paths: {{}}\nx: \"{}\"", "\\\"".repeat(10 * MANY)));
    run("comments", &format!("{HEAD}paths: {{}}\n{}", "# \n".repeat(10 * MANY)));
    run("documents", &format!("{HEAD}paths: {{}}\n{}", "---\n".repeat(10 * MANY)));
    run("a block", &format!("{HEAD}paths: {{}}\nx: |\n{}", "  a\n".repeat(10 * MANY)));
}

fn imports(name: &str, text: String) {
    let start = Instant::now();
    let bytes = text.len();
    let outcome = import(&["svc/a.json".to_owned()], &mut Single(text), Prose::Drop);
    let time = start.elapsed().as_millis();
    println!("import of {name}: {} in {time} ms, {bytes} bytes", if outcome.is_ok() { "done" } else { "refused" });
    assert!(time < LONGEST, "{name} took {time} ms");
}

#[test]
fn swagger_of_the_same_kinds() {
    let head = r#"{"swagger":"2.0","info":{"title":"T","version":"2024-01-01"},"host":"management.azure.com","schemes":["https"],"produces":["application/json"],"#;
    let answering = |definitions: &str| {
        format!(
            r##"{head}"paths":{{"/a":{{"get":{{"operationId":"A_Get","responses":{{"200":{{"description":"OK","schema":{{"$ref":"#/definitions/D0"}}}}}}}}}}}},"definitions":{{{definitions}"Z":{{}}}}}}"##
        )
    };
    let chain = |last: &str, link: &dyn Fn(&str) -> String| {
        answering(
            &(repeated(MANY, |index| {
                format!(r#""D{index}":{},"#, link(&format!(r##"{{"$ref":"#/definitions/D{}"}}"##, index + 1)))
            }) + &format!(r#""D{MANY}":{last},"#)),
        )
    };
    imports("aliases", chain(r#"{"type":"string"}"#, &|link| link.to_owned()));
    imports("aliases in a circle", chain(r##"{"$ref":"#/definitions/D0"}"##, &|link| link.to_owned()));
    imports("members", chain(r#"{"type":"string"}"#, &|link| format!(r#"{{"properties":{{"a":{link}}}}}"#)));
    imports("items", chain(r#"{"type":"string"}"#, &|link| format!(r#"{{"type":"array","items":{link}}}"#)));
    imports(
        "bases",
        chain(r#"{"type":"object"}"#, &|link| {
            format!(r#"{{"allOf":[{link}],"properties":{{"p":{{"type":"string"}}}}}}"#)
        }),
    );
    imports("bases in a circle", chain(r##"{"$ref":"#/definitions/D0"}"##, &|link| format!(r#"{{"allOf":[{link}]}}"#)));
    imports(
        "subtypes",
        chain(r#"{"discriminator":"k","properties":{"k":{"type":"string"}},"required":["k"]}"#, &|link| {
            format!(r#"{{"allOf":[{link}],"x-ms-discriminator-value":"v"}}"#)
        }),
    );
    imports(
        "unknown keys",
        answering(&format!(r#""D0":{{{}"type":"object"}},"#, repeated(MANY, |index| format!(r#""k{index}":1,"#)))),
    );
    imports(
        "wrong definitions",
        answering(&format!(
            r#""D0":{{"properties":{{{}"a":{{}}}}}},"#,
            repeated(MANY, |index| format!(r##""p{index}":{{"$ref":"#/definitions/N{index}"}},"##))
        )),
    );
    let operations = repeated(MANY / 10, |index| {
        format!(r#""/a{index}":{{"get":{{"operationId":"A_Get","responses":{{"200":{{"description":"OK"}}}}}}}},"#)
    });
    imports("operations of one id", format!(r#"{head}"paths":{{{operations}"/z":{{}}}}}}"#));
}

#[test]
fn entries_in_tables_and_on_one_line() {
    let keys = |index: usize, between: &str| {
        ["kind = \"model-added\"", &format!("place = \"models/N{index}\""), "reason = \"known\""].join(between)
    };
    let tables = repeated(2 * MANY, |index| format!("[[accept]]\n{}\n", keys(index, "\n")));
    let line = repeated(2 * MANY, |index| format!("{{ {} }}, ", keys(index, ", ")));
    for (name, text) in [("entries", tables.clone()), ("entries on one line", format!("accept = [{line}]\n"))] {
        let start = Instant::now();
        Accepted::parse("accepted.toml", &text).unwrap_or_else(|problems| panic!("{name}: {:?}", problems.first()));
        let time = start.elapsed().as_millis();
        println!("{name}: read in {time} ms, {} bytes", text.len());
        assert!(time < LONGEST, "{name} took {time} ms");
    }
    let twice = Accepted::parse("accepted.toml", &tables.repeat(2)).err().unwrap_or_default();
    assert_eq!(twice.len(), 2 * MANY);
    let first = twice.first().map(ToString::to_string).unwrap_or_default();
    assert!(first.starts_with(&format!("accepted.toml:{}:1: conflict: ", 8 * MANY + 1)), "{first}");
}
