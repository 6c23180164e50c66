//! How types stand in reports.

use quote::ToTokens;

/// Tokens as the crate's users write them: with the paths that lead there from outside.
pub(super) fn words(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [
        (":: std :: collections :: ", ""),
        (":: serde_json :: ", "serde_json::"),
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
    ] {
        // Most types have few of these, and replacing copies the text even where there is none.
        if text.contains(spaced) {
            text = text.replace(spaced, tight);
        }
    }
    let text = with_path(&text, "rt::", "");
    with_path(&text, "super::", "models::")
}

/// Puts another path where one begins: in `export::Client` no `rt::` does.
fn with_path(text: &str, path: &str, other: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices(path) {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        out.push_str(&text[done..at]);
        out.push_str(other);
        done = at + path.len();
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn paths_are_those_from_outside() {
        for (inside, outside) in [
            ("&rt::Etag", "&Etag"),
            ("api_export::Client", "api_export::Client"),
            ("(rt::List<super::A>, part_super::B)", "(List<models::A>, part_super::B)"),
            ("::std::collections::BTreeMap<String, ::serde_json::Value>", "BTreeMap<String, serde_json::Value>"),
        ] {
            let ty: syn::Type = syn::parse_str(inside).expect("it is a type");
            assert_eq!(words(&ty), outside);
        }
    }
}
