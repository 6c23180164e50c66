//! Swagger 2.0 texts to one OpenAPI 3.0 document.

use generator::import::{Prose, import as run};

use super::{
    checkout::Checkout,
    edit::Choices,
    through::{EDITS, placed, through},
};

/// Imports what the bytes are: a text, or edits of the fixture.
///
/// # Panics
/// If the importer panics, gives a document that does not load, gives another one the second time, or says of something that
/// it is wrong without saying where.
pub fn import(data: &[u8]) {
    let checkout = match data.split_first() {
        Some((first, rest)) if *first < EDITS => Checkout::of_edits(&mut Choices(rest)),
        _ => Checkout::of_text(&String::from_utf8_lossy(data)),
    };
    let entries = checkout.entries();
    // The command refuses a folder without files before it comes to this.
    if entries.is_empty() {
        return;
    }
    let import = |prose| run(&entries, &mut &checkout, prose);
    let (facts, prose) = (import(Prose::Drop), import(Prose::Keep));
    assert_eq!(facts, import(Prose::Drop), "the second time it is another");
    match (&facts, &prose) {
        (Ok(facts), Ok(prose)) => {
            assert_eq!(facts.left_out, prose.left_out, "prose decides what is left out");
            placed(&facts.warnings, &checkout.0);
            drop(through("imported.yaml", &facts.text));
            drop(through("imported.yaml", &prose.text));
        }
        (Err(refused), _) => {
            assert!(!refused.is_empty(), "refused without a word");
            placed(refused, &checkout.0);
        }
        // What only prose can be wrong about, such as a description that is a number.
        (Ok(_), Err(refused)) => placed(refused, &checkout.0),
    }
}
