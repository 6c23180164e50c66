//! The rules of the house that no compiler checks: layers, sizes, words, reasons.
//!
//! Each rule collects every offence before it fails, so that one run shows all there is to mend.

mod facts;
mod features;
mod fuzz;
mod layers;
mod links;
mod literals;
mod pages;
mod prose;
mod sources;
mod storeys;
mod toolchain;
mod uses;
mod words;

/// Fails with all offences, if there are any.
#[track_caller]
fn none(offences: &[String]) {
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}
