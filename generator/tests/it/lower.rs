//! `lower`: what small documents become, a construct a test.

mod compose;
mod operations;
mod order;
mod reach;
mod types;
mod unfit;
mod violations;

use expect_test::Expect;
use generator::{diag::Diagnostic, lower::lower, model::Api, overrides::Overrides, spec::load};
use kit::show;

use self::violations::violations;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: https://management.azure.com}]\n";

/// Lowers a document, which must be without fault, and so must the model be.
#[track_caller]
fn lowered(text: &str) -> Api {
    let document = load("a.yaml", text, None).unwrap_or_else(|diagnostics| panic!("{}", lines(&diagnostics)));
    let (api, diagnostics) = lower(&document, &Overrides::default());
    assert!(diagnostics.is_empty(), "{}", lines(&diagnostics));
    assert_eq!(violations(&api), [""; 0]);
    let json = serde_json::to_string(&api).unwrap();
    assert_eq!(serde_json::from_str::<Api>(&json).unwrap(), api, "the model does not survive JSON");
    api
}

fn lines(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n")).collect()
}

/// A document of schemas, of which an operation sends and gets `A`.
fn schemas(text: &str) -> String {
    let body = "{'application/json': {schema: {$ref: '#/components/schemas/A'}}}";
    let put = format!(
        "paths:\n  /a: {{put: {{operationId: Things_Put, requestBody: {{content: {body}}}, responses: {{'200': {{description: '', content: {body}}}}}}}}}\n"
    );
    let indented: String = text.trim_matches('\n').lines().map(|line| format!("    {line}\n")).collect();
    format!("{HEAD}{put}components:\n  schemas:\n{indented}")
}

/// What a document of schemas becomes.
#[track_caller]
fn check_schemas(text: &str, expected: Expect) {
    expected.assert_eq(&show::types(&lowered(&schemas(text))));
}

/// What a document of paths, and perhaps components, becomes.
#[track_caller]
fn check_paths(text: &str, expected: Expect) {
    expected.assert_eq(&show::api(&lowered(&format!("{HEAD}{text}"))));
}

/// What is wrong with a document that loads.
#[track_caller]
fn check_refused(text: &str, expected: Expect) {
    let document = load("a.yaml", text, None).unwrap_or_else(|diagnostics| panic!("{}", lines(&diagnostics)));
    let (_, diagnostics) = lower(&document, &Overrides::default());
    expected.assert_eq(&lines(&diagnostics));
}
