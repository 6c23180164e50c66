//! One published example: the arguments of a call, and the answers that the service may give to it.
//!
//! Invariant: knows the form of an example file and nothing of the model; whether the contents fit is asked elsewhere.

use std::collections::BTreeMap;

use generator::{
    diag::{Code, Diagnostic},
    pointer::Pointer,
    spec::Source,
};
use serde_json::{Map, Value as Json};

/// The status under which an answer is served that the example calls `default`: any failure that nobody repeats.
const DEFAULT: u16 = 400;

/// An example of one operation. A file that several operations refer to is one example of each.
#[derive(Clone, Debug)]
pub struct Example {
    /// The file, by its path from the folder of the api-version.
    pub file: String,
    /// The operation that refers to it.
    pub operation: String,
    /// The arguments: parameters and the body by their names in the description.
    pub parameters: Map<String, Json>,
    /// The answers, by the key they have in the file.
    pub answers: BTreeMap<String, Answered>,
    /// The text, to resolve places.
    pub source: Source,
}

/// An answer of an example.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    /// Status code.
    pub status: u16,
    /// Headers, as they are spelt.
    pub headers: BTreeMap<String, String>,
    /// The body; `null` is none.
    pub body: Option<Json>,
    /// Whether the body's members stand where `body` should: beside `headers`.
    pub misplaced: bool,
}

impl Example {
    /// Reads a file that was parsed.
    ///
    /// # Errors
    /// If it has not the form of an example, each fault with its place.
    pub fn read(file: &str, operation: &str, source: &Source, json: &Json) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader { source, problems: Vec::new() };
        let root = Pointer::root();
        let parameters = reader.object(json.get("parameters"), &root.join("parameters"));
        let responses = reader.object(json.get("responses"), &root.join("responses"));
        let answers: BTreeMap<String, Answered> = responses
            .iter()
            .map(|(key, response)| (key.clone(), reader.answer(key, response, &root.join("responses").join(key))))
            .collect();
        if !reader.problems.is_empty() {
            return Err(reader.problems);
        }
        Ok(Self { file: file.to_owned(), operation: operation.to_owned(), parameters, answers, source: source.clone() })
    }

    /// The place of an answer's part in the file.
    #[must_use]
    pub fn place(key: &str, part: &str) -> Pointer {
        Pointer::root().join("responses").join(key).join(part)
    }
}

struct Reader<'a> {
    source: &'a Source,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn object(&mut self, json: Option<&Json>, at: &Pointer) -> Map<String, Json> {
        match json {
            Some(Json::Object(members)) => return members.clone(),
            Some(other) => self.report(at, format!("{other} is not an object")),
            None => self.report(at, format!("the example has no \"{}\"", at.last().unwrap_or_default())),
        }
        Map::new()
    }

    fn answer(&mut self, key: &str, response: &Json, at: &Pointer) -> Answered {
        let status = if key == "default" { Some(DEFAULT) } else { key.parse().ok().filter(|s| (200..600).contains(s)) };
        if status.is_none() {
            self.report(at, format!("\"{key}\" is not a status code"));
        }
        let mut members = self.object(Some(response), at);
        let headers = match members.remove("headers") {
            Some(headers) => self.headers(&headers, &at.join("headers")),
            None => BTreeMap::new(),
        };
        let given = members.remove("body").map(|body| Some(body).filter(|body| !body.is_null()));
        let misplaced = given.is_none() && !members.is_empty();
        if given.is_some() {
            for name in members.keys() {
                self.report(&at.join(name), format!("an answer has headers and a body, but no \"{name}\""));
            }
        }
        let body = if misplaced { Some(Json::Object(members)) } else { given.flatten() };
        Answered { status: status.unwrap_or_default(), headers, body, misplaced }
    }

    fn headers(&mut self, headers: &Json, at: &Pointer) -> BTreeMap<String, String> {
        let mut read = BTreeMap::new();
        for (name, value) in self.object(Some(headers), at) {
            match value {
                Json::String(text) => drop(read.insert(name, text)),
                Json::Number(number) => drop(read.insert(name, number.to_string())),
                other => self.report(&at.join(&name), format!("{other} is not the text of a header")),
            }
        }
        read
    }

    fn report(&mut self, at: &Pointer, message: String) {
        self.problems.push(Diagnostic::error(self.source.at(at), Code::Shape, message));
    }
}
