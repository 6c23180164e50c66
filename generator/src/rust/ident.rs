//! Spelling: turns names of the description into Rust's casing and keeps them off its keywords.
//!
//! Invariant: a name's spelling depends on its own text alone. Which text a thing is called by, and what happens when two
//! become one, is chosen in `names`; words that casing would not spell as people do are listed in `spelling`. This file is the
//! one user of `heck`.

use heck::{ToKebabCase, ToSnakeCase};

use super::spelling::{self, Word};
use crate::text::is_hidden;

/// Every word Rust 2024 keeps for itself, reserved ones too, that casing can produce.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// `snake_case`, for fields, arguments, methods and modules. `None` when the text has no letter or digit.
#[must_use]
pub fn snake(text: &str) -> Option<String> {
    finish(joined(text), "value_")
}

/// `PascalCase`, for types and variants. `None` when the text has no letter or digit.
#[must_use]
pub fn pascal(text: &str) -> Option<String> {
    finish(words(text).iter().map(Word::pascal).collect(), "Value")
}

/// `PascalCase` with signs called by their names, and with a word for the case of letters: for variants whose values differ in
/// those only.
#[must_use]
pub fn pascal_in_full(text: &str) -> Option<String> {
    let case = match text {
        _ if text.chars().all(|c| !c.is_uppercase()) => "lower",
        _ if text.chars().all(|c| !c.is_lowercase()) => "upper",
        _ => "",
    };
    pascal(text)?;
    let word = |c: char| sign(c).map_or_else(|| c.to_string(), |name| format!(" {name} "));
    pascal(&format!("{} {case}", text.chars().map(word).collect::<String>()))
}

/// The characters of a text by their names, for a variant whose value has no letter: `Asterisk`. `None` for more than a few.
#[must_use]
pub fn spelled(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("Empty".to_owned());
    }
    let names: Option<String> = text.chars().map(sign).collect();
    names.filter(|_| text.len() <= 8)
}

/// What a sign is called.
fn sign(sign: char) -> Option<&'static str> {
    const NAMES: &[(char, &str)] = &[
        (' ', "Space"),
        ('!', "Exclamation"),
        ('"', "Quote"),
        ('#', "Hash"),
        ('$', "Dollar"),
        ('%', "Percent"),
        ('&', "Ampersand"),
        ('\'', "Apostrophe"),
        ('(', "OpeningParenthesis"),
        (')', "ClosingParenthesis"),
        ('*', "Asterisk"),
        ('+', "Plus"),
        (',', "Comma"),
        ('-', "Minus"),
        ('.', "Dot"),
        ('/', "Slash"),
        (':', "Colon"),
        (';', "Semicolon"),
        ('<', "Less"),
        ('=', "Equal"),
        ('>', "Greater"),
        ('?', "Question"),
        ('@', "At"),
        ('[', "OpeningBracket"),
        ('\\', "Backslash"),
        (']', "ClosingBracket"),
        ('^', "Caret"),
        ('_', "Underscore"),
        ('`', "Backtick"),
        ('{', "OpeningBrace"),
        ('|', "Bar"),
        ('}', "ClosingBrace"),
        ('~', "Tilde"),
    ];
    NAMES.iter().find(|(known, _)| *known == sign).map(|(_, name)| *name)
}

/// `SCREAMING_SNAKE_CASE`, for constants. `None` when the text has no letter or digit.
#[must_use]
pub fn screaming(text: &str) -> Option<String> {
    finish(joined(text).to_uppercase(), "VALUE_")
}

/// `kebab-case`, as Microsoft's REST reference calls its pages. `None` for a name that it splits in a way of its own: it has runs
/// of capitals, digits or other signs, and so does not tell where its words end.
#[must_use]
pub(super) fn kebab(text: &str) -> Option<String> {
    let is_clear = text.chars().all(|c| c.is_ascii_alphabetic())
        && !text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_uppercase));
    Some(text.to_kebab_case()).filter(|text| is_clear && !text.is_empty())
}

/// The words of a name.
pub(super) fn words(text: &str) -> Vec<Word> {
    spelling::words(&seen(text).to_snake_case())
}

/// The words of a name with `_` between them.
fn joined(text: &str) -> String {
    words(text).iter().map(Word::snake).collect::<Vec<_>>().join("_")
}

/// The text without invisible characters, some of which count as letters.
fn seen(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect()
}

/// Whether the text can stand as an identifier as it is.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    !KEYWORDS.contains(&text) && syn::parse_str::<syn::Ident>(text).is_ok()
}

/// Keeps a cased name off keywords (a trailing underscore) and off a leading digit (a word in front).
fn finish(cased: String, before_digit: &str) -> Option<String> {
    let first = cased.chars().next()?;
    let name = if first.is_numeric() { format!("{before_digit}{cased}") } else { cased };
    let name = if KEYWORDS.contains(&name.as_str()) { format!("{name}_") } else { name };
    is_valid(&name).then_some(name)
}

/// A number for a text of which no name can be made (a 32-bit FNV-1a): it depends on the text alone.
#[must_use]
pub(super) fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The module of an api-version, for instance `v2024_05_01`.
///
/// # Panics
/// Never: the name starts with a letter.
#[must_use]
pub fn version_module(api_version: &str) -> String {
    snake(&format!("v{api_version}")).expect("\"v\" is a letter")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_called_by_their_names() {
        for (text, name) in
            [("*", Some("Asterisk")), ("<=", Some("LessEqual")), (" ", Some("Space")), ("", Some("Empty"))]
        {
            assert_eq!(spelled(text).as_deref(), name, "{text}");
        }
        for (text, name) in [("a-b", "AMinusBLower"), ("A_B", "AUnderscoreBUpper"), ("aB", "AB"), ("None", "None")] {
            assert_eq!(pascal_in_full(text).as_deref(), Some(name), "{text}");
        }
        for text in ["\u{202e}", "\u{e9}", "*********"] {
            assert_eq!(spelled(text), None, "{text}");
        }
    }

    #[test]
    fn names_of_the_api_read_as_rust() {
        for (source, snake_case, pascal_case) in [
            ("serviceName", "service_name", "ServiceName"),
            ("RegenerateKey", "regenerate_key", "RegenerateKey"),
            ("HTTPConfiguration", "http_configuration", "HttpConfiguration"),
            ("publicIPAddresses", "public_ip_addresses", "PublicIpAddresses"),
            ("oAuth2", "oauth2", "OAuth2"),
            ("OAuth2", "oauth2", "OAuth2"),
            ("gRPC", "grpc", "Grpc"),
            ("grpc", "grpc", "Grpc"),
            ("GraphQLApiResolver", "graphql_api_resolver", "GraphQlApiResolver"),
            ("graphql", "graphql", "GraphQl"),
            ("openidConnectProvider", "openid_connect_provider", "OpenIdConnectProvider"),
            ("OpenIdConnectProvider", "openid_connect_provider", "OpenIdConnectProvider"),
            ("hostName", "host_name", "HostName"),
            ("websocket", "websocket", "WebSocket"),
            ("IPv4", "ipv4", "Ipv4"),
            ("serverX509Names", "server_x509_names", "ServerX509Names"),
            ("aadB2C", "aad_b2c", "AadB2c"),
            ("SystemAssigned, UserAssigned", "system_assigned_user_assigned", "SystemAssignedUserAssigned"),
            ("openapi+json", "openapi_json", "OpenApiJson"),
            ("openapi+json-link", "openapi_json_link", "OpenApiJsonLink"),
            ("wsdl-link+xml", "wsdl_link_xml", "WsdlLinkXml"),
            ("stv2.1", "stv2_1", "Stv21"),
            ("$filter", "filter", "Filter"),
            ("$orderby", "orderby", "Orderby"),
            ("If-Match", "if_match", "IfMatch"),
            ("api-version", "api_version", "ApiVersion"),
            ("GatewayContract.properties", "gateway_contract_properties", "GatewayContractProperties"),
            ("@odata.type", "odata_type", "ODataType"),
            ("a  b__c", "a_b_c", "ABC"),
            ("2xx", "value_2xx", "Value2xx"),
            ("1.0", "value_1_0", "Value10"),
            ("type", "type_", "Type"),
            ("self", "self_", "Self_"),
            ("Self", "self_", "Self_"),
            ("gen", "gen_", "Gen"),
            ("crate", "crate_", "Crate"),
            ("größe", "größe", "Größe"),
            ("a\u{3164}b\u{200b}`\nc", "a_b_c", "ABC"),
        ] {
            assert_eq!(snake(source).as_deref(), Some(snake_case), "{source}");
            assert_eq!(pascal(source).as_deref(), Some(pascal_case), "{source}");
        }
    }

    #[test]
    fn constants_shout() {
        assert_eq!(screaming("IfMatchRequired").as_deref(), Some("IF_MATCH_REQUIRED"));
        assert_eq!(screaming("$top").as_deref(), Some("TOP"));
        assert_eq!(screaming("2xx").as_deref(), Some("VALUE_2XX"));
    }

    #[test]
    fn pages_are_called_by_clear_names_only() {
        for (name, page) in [
            ("ApiManagementService", Some("api-management-service")),
            ("list", Some("list")),
            ("GraphQLApiResolver", None),
            ("MigrateToStv2", None),
            ("List_All", None),
            ("größe", None),
            ("", None),
        ] {
            assert_eq!(kebab(name).as_deref(), page, "{name}");
        }
    }

    #[test]
    fn text_without_letters_has_no_name() {
        for text in ["", "*", "_", "+-", ">=", "\u{3164}\u{115f}", "\u{202e}"] {
            assert_eq!((snake(text), pascal(text), screaming(text)), (None, None, None), "{text}");
        }
    }

    #[test]
    fn every_keyword_gives_way() {
        for keyword in KEYWORDS {
            let name = snake(keyword).expect("keywords have letters");
            assert!(is_valid(&name), "{keyword} became {name}");
        }
    }

    #[test]
    fn casing_is_stable() {
        for text in
            ["HTTPConfiguration", "aadB2C", "stv2.1", "type", "SystemAssigned, UserAssigned", "GraphQLApi", "gRPC"]
        {
            let once = pascal(text).expect("it has letters");
            assert_eq!(pascal(&once).as_ref(), Some(&once), "{text}");
        }
    }

    #[test]
    fn words_are_lower_case() {
        let words = |text| words(text).iter().map(|word| word.snake().to_owned()).collect::<Vec<_>>();
        assert_eq!(words("ApiManagementService"), ["api", "management", "service"]);
        assert_eq!(words("$filter"), ["filter"]);
    }
}
