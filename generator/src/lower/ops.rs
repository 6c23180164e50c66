//! Operations: what stands in `paths` and `x-ms-paths`.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Operation as Source, PathItem, Paths, ReferenceOr};

use super::context::Lowering;
use crate::{
    diag::Code,
    model::{Docs, Location, Method, Operation, Param, ParamRef, PathTemplate, TypeId},
    pointer::Pointer,
    spec::{
        Problem,
        ext::{self, OperationExt},
        refs::Ref,
    },
};

/// Where an operation stands.
struct Place<'a> {
    item: &'a PathItem,
    item_at: Pointer,
    path: PathTemplate,
    method: Method,
}

impl<'a> Lowering<'a> {
    /// Lowers every operation, sorted by path and method. Paging follows when the types are complete.
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let document = self.document;
        let mut operations = Vec::new();
        self.paths(&document.api.paths, &Pointer::root().join("paths"), &mut operations);
        self.paths(&document.query_paths, &Pointer::root().join("x-ms-paths"), &mut operations);
        operations.sort_by_cached_key(|op: &Operation| (op.path.to_string(), op.method));
        self.check_unique(&operations);
        operations
    }

    fn paths(&mut self, paths: &'a Paths, at: &Pointer, operations: &mut Vec<Operation>) {
        for (text, item) in &paths.paths {
            let at = at.join(text);
            let ReferenceOr::Item(item) = item else { continue };
            let path = match text.parse::<PathTemplate>() {
                Ok(path) => path,
                Err(message) => {
                    self.unsupported(
                        &at,
                        message,
                        "give each parameter a segment of its own, and write the rest as it is sent",
                    );
                    PathTemplate::verbatim(text)
                }
            };
            if !item.servers.is_empty() {
                self.unsupported(&at.join("servers"), "servers of one path", "declare them for the whole document");
            }
            for (word, source) in item.iter() {
                let here = at.join(word);
                if let Some(method) = method(word) {
                    let place = Place { item, item_at: at.clone(), path: path.clone(), method };
                    operations.push(self.operation(source, &here, place));
                } else {
                    let what = format!("method {word} is none that Resource Manager has");
                    self.no_effect(&here, what, "remove it");
                }
            }
        }
    }

    fn operation(&mut self, source: &'a Source, at: &Pointer, place: Place<'a>) -> Operation {
        let ext: OperationExt = ext::read(&source.extensions);
        let id = source.operation_id.clone().expect("load asks for operationId");
        let owner = TypeId(id.clone());
        if !source.callbacks.is_empty() {
            self.unsupported(&at.join("callbacks"), "callbacks are not supported", "remove them");
        }
        if !source.servers.is_empty() {
            self.unsupported(&at.join("servers"), "servers of one operation", "declare them for the whole document");
        }
        let params = self.params(source, at, &place, &owner);
        self.check_path(&params, at, &place);
        let body = source.request_body.as_ref();
        let body = body.and_then(|body| self.body(body, &at.join("requestBody"), &owner, params.len()));
        let responses = self.responses(source, at, &owner, place.method);
        let lro = self.lro(&ext, at);
        if let Some(pageable) = ext.pageable {
            self.pageables.insert(at.clone(), pageable);
        }
        Operation {
            id,
            method: place.method,
            path: place.path,
            at: at.clone(),
            docs: Docs { summary: source.summary.clone(), description: source.description.clone() },
            deprecated: source.deprecated,
            tags: source.tags.clone(),
            params,
            body,
            responses: responses.success,
            failures: responses.failures,
            error: responses.error,
            paging: None,
            lro,
            odata: ext.odata.as_deref().map(|reference| TypeId(Ref::name_in(reference))),
            read_only_post: false,
            security: source.security.as_ref().map(|list| self.security(list, &at.join("security"))),
        }
    }

    /// The parameters of the path item, where the operation does not declare them anew, then its own.
    fn params(&mut self, source: &'a Source, at: &Pointer, place: &Place<'a>, owner: &TypeId) -> Vec<ParamRef> {
        let shared = (&place.item.parameters, place.item_at.join("parameters"));
        let mut params: Vec<(ParamRef, bool)> = Vec::new();
        for ((list, at), own) in [(shared, false), ((&source.parameters, at.join("parameters")), true)] {
            for (index, parameter) in list.iter().enumerate() {
                let here = at.join(index);
                let Some(param) = self.param_ref(parameter, &here, owner) else { continue };
                let key = self.key(&param);
                match params.iter().position(|(known, _)| self.key(known) == key) {
                    None => params.push((param, own)),
                    Some(index) if own && !params[index].1 => params[index] = (param, own),
                    Some(_) => self.conflict(&here, format!("parameter \"{}\" is declared twice", key.0), "remove one"),
                }
            }
        }
        params.into_iter().map(|(param, _)| param).collect()
    }

    fn key(&self, param: &ParamRef) -> (String, Location) {
        let param = self.resolve(param);
        (param.name.clone(), param.location)
    }

    fn resolve<'p>(&'p self, param: &'p ParamRef) -> &'p Param {
        match param {
            ParamRef::Shared(id) => &self.params[id],
            ParamRef::Own(param) => param,
        }
    }

    /// Path parameters must be those of the template, and a constant query must not contradict a query parameter.
    fn check_path(&mut self, params: &[ParamRef], at: &Pointer, place: &Place<'_>) {
        let mut problems = Vec::new();
        let mut wanted: BTreeSet<&str> = BTreeSet::new();
        for name in place.path.params() {
            if !wanted.insert(name) {
                problems.push((
                    place.item_at.clone(),
                    format!("\"{{{name}}}\" stands twice in the path"),
                    "rename one",
                ));
            }
        }
        let mut declared: BTreeMap<String, Pointer> = BTreeMap::new();
        for (index, param) in params.iter().enumerate() {
            let param = self.resolve(param);
            if param.location == Location::Path {
                let here = if matches!(params[index], ParamRef::Own(_)) {
                    param.at.clone()
                } else {
                    at.join("parameters").join(index)
                };
                declared.insert(param.name.clone(), here);
            }
        }
        for name in wanted.iter().filter(|name| !declared.contains_key(**name)) {
            problems.push((
                at.clone(),
                format!("\"{{{name}}}\" of the path is not declared"),
                "declare a path parameter of that name",
            ));
        }
        for (name, here) in declared.iter().filter(|(name, _)| !wanted.contains(name.as_str())) {
            problems.push((
                here.clone(),
                format!("path parameter \"{name}\" is not in the path"),
                "put it there, or remove it",
            ));
        }
        for (here, message, remedy) in problems {
            self.report.push_at(&here, Problem::new(Code::PathParameter, message).help(remedy));
        }
    }

    fn check_unique(&mut self, operations: &[Operation]) {
        let mut ids: BTreeMap<&str, &Operation> = BTreeMap::new();
        let mut places: BTreeMap<(String, Method), &Operation> = BTreeMap::new();
        for op in operations {
            if let Some(other) = ids.insert(&op.id, op) {
                let message = format!("operationId \"{}\" is that of {} {} too", op.id, other.method, other.path);
                let problem = Problem::new(Code::DuplicateOperation, message).help("rename one of them");
                self.report.push_at(&op.at.join("operationId"), problem);
            }
            if let Some(other) = places.insert((op.path.erased(), op.method), op) {
                // Both can be sent; that nobody can tell their requests apart is the service's business.
                let message =
                    format!("{} {} differs from the path of {} in nothing but names", op.method, op.path, other.id);
                let problem = Problem::new(Code::DuplicateOperation, message).help("remove one of them");
                self.report.warn_at(&op.at, problem);
            }
        }
    }
}

fn method(word: &str) -> Option<Method> {
    match word {
        "delete" => Some(Method::Delete),
        "get" => Some(Method::Get),
        "head" => Some(Method::Head),
        "patch" => Some(Method::Patch),
        "post" => Some(Method::Post),
        "put" => Some(Method::Put),
        _ => None,
    }
}
