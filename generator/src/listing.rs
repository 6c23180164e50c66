//! The operations of an api-version as a table: what is called how, and by which method.
//!
//! Invariant: knows the model and what of it was corrected; the caller says what a method is called.

use std::{collections::BTreeSet, fmt};

use serde::Serialize;

use crate::{
    corrected::corrected_operations,
    model::{Api, Method, Operation},
    spec::Correction,
    text::visible,
};

/// Every operation of an api-version, in the model's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// For instance `2024-05-01`.
    pub api_version: String,
    /// One entry an operation.
    pub operations: Vec<Entry>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// HTTP method.
    pub method: Method,
    /// Path template, with the query that tells it from its neighbour.
    pub path: String,
    /// `operationId`.
    pub operation_id: String,
    /// The Rust method, below the version's module.
    pub rust: String,
    /// The declared 2xx codes, ascending.
    pub success: Vec<u16>,
    /// Whether it is a list in pages.
    pub paging: bool,
    /// Whether it runs long.
    pub long_running: bool,
    /// Why it is not as published: the reasons of the corrections that it rests on.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub corrected: BTreeSet<String>,
}

impl Listing {
    /// Lists the operations of `api`, which these corrections have made; `rust` names the method of each.
    pub fn new(api: &Api, corrections: &[Correction], rust: impl Fn(&Operation) -> String) -> Self {
        let corrected = corrected_operations(api, corrections);
        let reasons = |op: &Operation| corrected.get(&op.id).into_iter().flatten().map(|&reason| reason.to_owned());
        let entry = |op: &Operation| Entry {
            method: op.method,
            path: op.path.to_string(),
            operation_id: op.id.clone(),
            rust: rust(op),
            success: op.success().collect(),
            paging: op.paging.is_some(),
            long_running: op.lro.is_some(),
            corrected: reasons(op).collect(),
        };
        Self { api_version: api.api_version.clone(), operations: api.operations.iter().map(entry).collect() }
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for op in &self.operations {
            let success: Vec<String> = op.success.iter().map(u16::to_string).collect();
            write!(f, "{:<6} {} -> {}", op.method.as_str(), visible(&op.path), success.join(", "))?;
            let flags = [("paged", op.paging), ("long-running", op.long_running)];
            for (flag, _) in flags.into_iter().filter(|(_, stands)| *stands) {
                write!(f, ", {flag}")?;
            }
            writeln!(f, "\n       {} = {}", visible(&op.operation_id), op.rust)?;
            for reason in &op.corrected {
                writeln!(f, "       corrected: {}", visible(reason))?;
            }
        }
        Ok(())
    }
}
