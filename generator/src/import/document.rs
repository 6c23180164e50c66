//! The document as a whole: what the entry files must agree on, then paths and components.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    convert::{Converter, Kind, Object},
    files::{File, Files, Node},
    keys,
    names::Names,
};
use crate::{
    diag::{Code, Diagnostic},
    model::api_version_problem,
    pointer::Pointer,
};

/// Where ARM is, for files that do not say.
const DEFAULT_HOST: &str = "management.azure.com";

/// Refuses entry files that are something else than Swagger 2.0.
pub(super) fn refuse_others(files: &Files) -> Vec<Diagnostic> {
    files.entries().filter_map(refuse_other).collect()
}

fn refuse_other(file: &File) -> Option<Diagnostic> {
    let root = file.root();
    let (node, found) = match (root.member("swagger"), root.member("openapi")) {
        (Some(version), _) if version.text() == Some("2.0") => return None,
        (Some(version), _) => (version.clone(), format!("it says swagger {}", version.value)),
        (None, Some(version)) => (version.clone(), format!("it says openapi {}", version.value)),
        (None, None) => (root, "it has no \"swagger\"".into()),
    };
    let message = format!("not a Swagger 2.0 document: {found}");
    let help = "only Swagger 2.0 is imported; an OpenAPI 3.0 document can stand in specs/ as it is";
    Some(Diagnostic::error(node.at(), Code::NotOpenapi, message).help(help))
}

/// Puts the converted parts together.
pub(super) fn assemble(bundle: &Converter<'_>, names: &Names) -> Value {
    let mut out = bundle.head.clone();
    let schemes = out.remove("securitySchemes");
    let [paths, query_paths] = &bundle.paths;
    let items = |paths: &BTreeMap<String, Object>| -> Object {
        let sorted = |item: &Object| {
            let mut item = item.clone();
            item.sort_keys();
            Value::Object(item)
        };
        paths.iter().map(|(path, item)| (path.clone(), sorted(item))).collect()
    };
    out.insert("paths".into(), Value::Object(items(paths)));
    if !query_paths.is_empty() {
        out.insert("x-ms-paths".into(), Value::Object(items(query_paths)));
    }
    let mut sections: BTreeMap<Kind, BTreeMap<String, Value>> = BTreeMap::new();
    for ((kind, id), component) in &bundle.components {
        // Of components that say the same the first stands for all.
        sections
            .entry(*kind)
            .or_default()
            .entry(names.of(*kind, id).to_owned())
            .or_insert_with(|| component.value.clone());
    }
    let mut components = Object::new();
    for (kind, key) in [(Kind::Parameter, "parameters"), (Kind::Schema, "schemas")] {
        components.extend(sections.remove(&kind).map(|section| (key.to_owned(), json!(section))));
    }
    components.extend(schemes.map(|schemes| ("securitySchemes".to_owned(), schemes)));
    out.insert("components".into(), Value::Object(components));
    let mut document = Value::Object(out);
    names.apply(&mut document);
    document
}

impl<'a> Converter<'a> {
    /// Everything before the paths, and `securitySchemes`, which `assemble` puts in its place.
    pub(super) fn document_head(&mut self) {
        let files: Vec<&'a File> = speakers(self.files);
        let mut head = Object::new();
        head.insert("openapi".into(), json!("3.0.3"));
        let infos = files.iter().map(|file| self.info(file)).collect();
        let infos = self.one_title(infos);
        head.extend(self.agreed("info", infos).map(|info| ("info".to_owned(), info)));
        let servers = files.iter().map(|file| (file.root().or_member("host"), servers(file))).collect();
        head.extend(self.agreed("host", servers).map(|servers| ("servers".to_owned(), servers)));
        head.extend(self.common_security(&files).map(|security| ("security".to_owned(), security)));
        let mut schemes = Object::new();
        for file in self.files.entries() {
            self.refuse_unknown_top(file);
            self.security_schemes(file, &mut schemes);
        }
        schemes.sort_keys();
        head.extend((!schemes.is_empty()).then(|| ("securitySchemes".to_owned(), Value::Object(schemes))));
        self.head = head;
    }

    fn refuse_unknown_top(&mut self, file: &'a File) {
        for (key, node) in file.root().members() {
            self.copy(&keys::DOCUMENT, key, &node, &mut Object::new());
        }
    }

    fn info(&mut self, file: &'a File) -> (Node<'a>, Value) {
        let node = file.root().or_member("info");
        let mut info = Object::new();
        for key in ["title", "version"] {
            if node.text_of(key).is_none() {
                self.error(&node, Code::Shape, format!("the document's info has no \"{key}\""), "add it");
            }
        }
        if let Some((message, help)) = node.text_of("version").and_then(api_version_problem) {
            self.error(&node.clone().or_member("version"), Code::Unsupported, message, help);
        }
        for (key, member) in node.members().into_iter().filter(|_| node.pointer != Pointer::root()) {
            self.copy(&keys::INFO, key, &member, &mut info);
        }
        // Each file may describe its own share; the bundle is none of them.
        info.retain(|key, _| keys::INFO.kept.contains(&key.as_str()));
        keys::sort(&mut info, keys::ORDER);
        (node, Value::Object(info))
    }

    /// The first file's title for all: it names a client, and each file may be one of its own.
    fn one_title(&mut self, mut infos: Vec<(Node<'a>, Value)>) -> Vec<(Node<'a>, Value)> {
        let Some((first, title)) = infos.first().map(|(node, info)| (node.file, info["title"].clone())) else {
            return infos;
        };
        for (node, info) in &mut infos {
            if info["title"] != title {
                let message = format!("the title {} gives way to {title} of {}", info["title"], first.path);
                self.diagnostics.push(Diagnostic::warning(
                    node.clone().or_member("title").at(),
                    Code::Conflict,
                    message,
                ));
                info["title"] = title.clone();
            }
        }
        infos
    }

    /// The security of all operations. Where the files differ in it, each operation gets what its file says, and there is none.
    fn common_security(&mut self, files: &[&'a File]) -> Option<Value> {
        let of = |file: &'a File| file.value.get("security");
        let first = of(files.first()?);
        if files.iter().all(|file| of(file) == first) {
            return first.cloned();
        }
        self.security = files.iter().filter_map(|file| Some((file.path.as_str(), of(file)?.clone()))).collect();
        None
    }

    /// The value that all files give; the first and an error where they do not agree.
    fn agreed(&mut self, what: &str, values: Vec<(Node<'a>, Value)>) -> Option<Value> {
        let mut values = values.into_iter();
        let (first, agreed) = values.next()?;
        for (node, value) in values.filter(|(_, value)| *value != agreed) {
            let message = format!("\"{what}\" is {value} here, but {agreed} in {}", first.file.path);
            self.error(&node, Code::Conflict, message, "the files of one api-version must agree");
        }
        Some(agreed)
    }

    fn security_schemes(&mut self, file: &'a File, schemes: &mut Object) {
        let Some(definitions) = file.root().member("securityDefinitions") else { return };
        self.is_object(&definitions);
        for (name, node) in definitions.members() {
            let scheme = self.security_scheme(&node);
            let before = schemes.entry(name).or_insert_with(|| scheme.clone());
            if *before != scheme {
                let message = format!("the security scheme \"{name}\" is another one in an earlier file");
                self.error(&node, Code::Conflict, message, "the files of one api-version must agree");
            }
        }
    }

    fn security_scheme(&mut self, node: &Node<'a>) -> Value {
        let mut out = Object::new();
        if !self.is_object(node) {
            return Value::Object(out);
        }
        for (key, member) in node.members() {
            self.copy(&keys::SECURITY_SCHEME, key, &member, &mut out);
        }
        match node.text_of("type") {
            Some("oauth2") => self.oauth2(node, &mut out),
            Some("basic") => {
                out.insert("type".into(), json!("http"));
                out.insert("scheme".into(), json!("basic"));
            }
            Some("apiKey") => {}
            _ => self.error(node, Code::Shape, "the security scheme has no \"type\" of Swagger 2.0", "correct it"),
        }
        Value::Object(out)
    }

    fn oauth2(&mut self, node: &Node<'a>, out: &mut Object) {
        let flow = match node.text_of("flow") {
            Some("implicit") => "implicit",
            Some("password") => "password",
            Some("application") => "clientCredentials",
            Some("accessCode") => "authorizationCode",
            _ => {
                return self.error(
                    node,
                    Code::Shape,
                    "the security scheme has no \"flow\" of Swagger 2.0",
                    "correct it",
                );
            }
        };
        out.shift_remove("flow");
        let mut details = Object::new();
        for key in ["authorizationUrl", "tokenUrl"] {
            details.extend(out.shift_remove(key).map(|url| (key.to_owned(), url)));
        }
        out.shift_remove("scopes");
        let scopes = node.member("scopes").map(|scopes| scopes.members()).unwrap_or_default();
        // OpenAPI asks for a description of each scope; its name is the one we have without the prose.
        let described = |value: &Value, name: &str| if self.keeps_prose() { value.clone() } else { json!(name) };
        let scopes = scopes.iter().map(|(name, node)| ((*name).to_owned(), described(node.value, name))).collect();
        details.insert("scopes".into(), Value::Object(scopes));
        out.insert("flows".into(), json!({ flow: details }));
    }
}

/// The entry files that have operations: only those speak of titles, servers and security with any effect.
fn speakers(files: &Files) -> Vec<&File> {
    let has =
        |file: &File, key: &str| file.value.get(key).and_then(Value::as_object).is_some_and(|items| !items.is_empty());
    let speakers: Vec<&File> = files.entries().filter(|file| has(file, "paths") || has(file, "x-ms-paths")).collect();
    if speakers.is_empty() { files.entries().collect() } else { speakers }
}

/// The servers of a file, one for each scheme.
fn servers(file: &File) -> Value {
    let text = |key: &str| file.value.get(key).and_then(Value::as_str);
    let host = text("host").unwrap_or(DEFAULT_HOST);
    let base = text("basePath").unwrap_or_default().trim_end_matches('/');
    let schemes = file.value.get("schemes").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let urls: Vec<String> = schemes.map(|scheme| format!("{scheme}://{host}{base}")).collect();
    let urls = if urls.is_empty() { vec![format!("https://{host}{base}")] } else { urls };
    urls.iter().map(|url| json!({ "url": url })).collect()
}
