//! How types stand in reports.

use quote::ToTokens;

/// Tokens as the crate's users write them: with the paths that lead there from outside.
pub(super) fn words(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
        (",>", ">"),
        (",)", ")"),
        (" :", ":"),
        ("::std::collections::", ""),
        ("::serde_json::", "serde_json::"),
        ("rt::", ""),
        ("super::", "models::"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}
