//! How acronyms and names of products are spelt: in Rust and in sentences.
//!
//! Casing alone makes `o_auth2` of "oAuth2" and `Openapi` beside `OpenApi` of two values that mean one thing. So the words of a name
//! are looked up here, also where its author or the casing split them, and one word is spelt one way in fields, types and text.
//!
//! Ordinary words stay as the description writes them: `host_name` of "hostName" beside `hostname` of "hostname".
//!
//! Invariant: a name's spelling depends on its own text alone.

/// A word that casing alone would not spell as people do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    /// In lower case, without anything between its parts.
    pub(super) joined: &'static str,
    /// In `snake_case`.
    pub(super) snake: &'static str,
    /// In `PascalCase`.
    pub(super) pascal: &'static str,
    /// In a sentence.
    pub(super) prose: &'static str,
}

/// The most pieces that casing may have made of a word of the list.
const MOST_PIECES: usize = 2;

#[rustfmt::skip]
const WORDS: &[Spelling] = &[
    word("aad", "aad", "Aad", "AAD"),
    word("api", "api", "Api", "API"),
    word("apis", "apis", "Apis", "APIs"),
    word("arm", "arm", "Arm", "ARM"),
    word("css", "css", "Css", "CSS"),
    word("dns", "dns", "Dns", "DNS"),
    word("graphql", "graphql", "GraphQl", "GraphQL"),
    word("grpc", "grpc", "Grpc", "gRPC"),
    word("html", "html", "Html", "HTML"),
    word("http", "http", "Http", "HTTP"),
    word("https", "https", "Https", "HTTPS"),
    word("id", "id", "Id", "ID"),
    word("ids", "ids", "Ids", "IDs"),
    word("ip", "ip", "Ip", "IP"),
    word("ipv4", "ipv4", "Ipv4", "IPv4"),
    word("ipv6", "ipv6", "Ipv6", "IPv6"),
    word("json", "json", "Json", "JSON"),
    word("jwt", "jwt", "Jwt", "JWT"),
    word("oauth", "oauth", "OAuth", "OAuth"),
    word("oauth1", "oauth1", "OAuth1", "OAuth 1"),
    word("oauth2", "oauth2", "OAuth2", "OAuth 2"),
    word("odata", "odata", "OData", "OData"),
    word("openapi", "openapi", "OpenApi", "OpenAPI"),
    word("openid", "openid", "OpenId", "OpenID"),
    word("rest", "rest", "Rest", "REST"),
    word("saml", "saml", "Saml", "SAML"),
    word("sas", "sas", "Sas", "SAS"),
    word("sku", "sku", "Sku", "SKU"),
    word("skus", "skus", "Skus", "SKUs"),
    word("soap", "soap", "Soap", "SOAP"),
    word("sql", "sql", "Sql", "SQL"),
    word("ssl", "ssl", "Ssl", "SSL"),
    word("sso", "sso", "Sso", "SSO"),
    word("tls", "tls", "Tls", "TLS"),
    word("uri", "uri", "Uri", "URI"),
    word("uris", "uris", "Uris", "URIs"),
    word("url", "url", "Url", "URL"),
    word("urls", "urls", "Urls", "URLs"),
    word("wadl", "wadl", "Wadl", "WADL"),
    word("websocket", "websocket", "WebSocket", "WebSocket"),
    word("wsdl", "wsdl", "Wsdl", "WSDL"),
    word("xml", "xml", "Xml", "XML"),
];

const fn word(joined: &'static str, snake: &'static str, pascal: &'static str, prose: &'static str) -> Spelling {
    Spelling { joined, snake, pascal, prose }
}

/// A word of a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// One that the list spells.
    Known(&'static Spelling),
    /// Any other, in lower case.
    Plain(String),
}

impl Word {
    /// In `snake_case`.
    pub(super) fn snake(&self) -> &str {
        match self {
            Self::Known(known) => known.snake,
            Self::Plain(word) => word,
        }
    }

    /// In `PascalCase`.
    pub(super) fn pascal(&self) -> String {
        match self {
            Self::Known(known) => known.pascal.to_owned(),
            Self::Plain(word) => capital(word),
        }
    }

    /// In a sentence.
    pub(super) fn prose(&self) -> &str {
        match self {
            Self::Known(known) => known.prose,
            Self::Plain(word) => word,
        }
    }
}

/// The words of a name that stands in `snake_case`.
pub(super) fn words(snake: &str) -> Vec<Word> {
    let pieces: Vec<&str> = snake.split('_').filter(|piece| !piece.is_empty()).collect();
    let mut words = Vec::new();
    let mut rest = pieces.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let joined = (1..=MOST_PIECES.min(rest.len())).rev().find_map(|pieces| {
            let text = rest[..pieces].concat();
            WORDS.iter().find(|known| known.joined == text).map(|known| (known, pieces))
        });
        if let Some((known, pieces)) = joined {
            words.push(Word::Known(known));
            rest = &rest[pieces..];
        } else {
            words.push(Word::Plain((*first).to_owned()));
            rest = behind;
        }
    }
    words
}

/// The text with its first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_says_one_word_four_times() {
        assert!(WORDS.is_sorted_by_key(|word| word.joined));
        for Spelling { joined, snake, pascal, prose } in WORDS {
            for spelling in [snake, pascal, prose] {
                let letters: String = spelling.chars().filter(|c| c.is_alphanumeric()).collect();
                assert_eq!(letters.to_lowercase(), *joined);
            }
        }
    }

    #[test]
    fn words_are_found_in_pieces() {
        let spell = |snake: &str| words(snake).iter().map(|word| word.prose().to_owned()).collect::<Vec<_>>();
        assert_eq!(spell("graph_ql_api_resolver"), ["GraphQL", "API", "resolver"]);
        assert_eq!(spell("o_auth2_grant_type"), ["OAuth 2", "grant", "type"]);
        assert_eq!(spell("open_apis"), ["open", "APIs"]);
        assert_eq!(spell(""), Vec::<String>::new());
    }
}
