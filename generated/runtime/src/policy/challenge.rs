//! The `WWW-Authenticate` header of a 401: does the service want a token with further claims?
//!
//! Entra ID revokes access before a token expires ("continuous access evaluation"); the service then answers 401 and says
//! what the next token must prove. Reading that header is all that happens here; `bearer` acts on it.

use azure_core::{
    base64,
    http::headers::{Headers, WWW_AUTHENTICATE},
};

use crate::base::ascii::is_token_byte;

/// What a new token has to prove: the JSON text that the service sent in a claims challenge, decoded.
///
/// A credential finds it in `TokenRequestOptions::method_options.context` when the service has refused the last token for
/// want of these claims, and must then pass it on as the `claims` parameter of its token request and leave its own cache
/// aside:
///
/// ```
/// # fn example(options: &azure_core::credentials::TokenRequestOptions<'_>) {
/// # use arm_runtime::Claims;
/// if let Some(claims) = options.method_options.context.value::<Claims>() {
///     let parameter = ("claims", claims.as_str());
/// #   let _ = parameter;
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims(String);

impl Claims {
    /// The JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The claims that a refusal asks for, if it asks for any that can be read.
pub(crate) fn claims(headers: &Headers) -> Option<Claims> {
    let header = headers.get_optional_str(&WWW_AUTHENTICATE)?;
    for challenge in &challenges(header) {
        let error = challenge.param("error").unwrap_or_default();
        if challenge.scheme.eq_ignore_ascii_case("bearer") && error.eq_ignore_ascii_case("insufficient_claims") {
            let claims = challenge.param("claims").and_then(decode);
            if claims.is_some() {
                return claims;
            }
        }
    }
    None
}

/// Accepts either alphabet of base64, with or without padding, as long as a JSON object comes out.
fn decode(encoded: &str) -> Option<Claims> {
    let mut standard = String::with_capacity(encoded.len() + 3);
    for c in encoded.chars() {
        match c {
            '-' => standard.push('+'),
            '_' => standard.push('/'),
            c if c.is_ascii_whitespace() => {}
            c => standard.push(c),
        }
    }
    standard.truncate(standard.trim_end_matches('=').len());
    while !standard.len().is_multiple_of(4) {
        standard.push('=');
    }
    let text = String::from_utf8(base64::decode(standard).ok()?).ok()?;
    let json: serde_json::Value = text.parse().ok()?;
    json.is_object().then_some(Claims(text))
}

/// One challenge of the header: a scheme and what it says.
struct Challenge<'a> {
    scheme: &'a str,
    params: Vec<(&'a str, String)>,
}

impl Challenge<'_> {
    fn param(&self, name: &str) -> Option<&str> {
        for (own, value) in &self.params {
            if own.eq_ignore_ascii_case(name) {
                return Some(value);
            }
        }
        None
    }
}

/// Reads as much as makes sense: schemes and parameters are told apart by the `=`, and what is neither is skipped.
fn challenges(header: &str) -> Vec<Challenge<'_>> {
    let mut found: Vec<Challenge<'_>> = Vec::new();
    let mut rest = Scanner(header);
    loop {
        rest.take(|c| c == ',' || c.is_ascii_whitespace());
        if rest.0.is_empty() {
            return found;
        }
        let word = rest.take(is_token);
        rest.take(is_blank);
        if word.is_empty() {
            rest.skip_to_comma();
        } else if let Some(after) = rest.0.strip_prefix('=') {
            rest.0 = after;
            let value = rest.value();
            if let Some(challenge) = found.last_mut() {
                challenge.params.push((word, value));
            }
        } else {
            found.push(Challenge { scheme: word, params: Vec::new() });
        }
    }
}

fn is_token(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_token_byte)
}

fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t'
}

/// What is left of the header.
struct Scanner<'a>(&'a str);

impl<'a> Scanner<'a> {
    fn take(&mut self, wanted: fn(char) -> bool) -> &'a str {
        let rest = self.0.trim_start_matches(wanted);
        let taken = &self.0[..self.0.len() - rest.len()];
        self.0 = rest;
        taken
    }

    fn skip_to_comma(&mut self) {
        while !self.0.is_empty() && !self.0.starts_with(',') {
            if self.0.starts_with('"') {
                self.quoted();
            } else {
                self.0 = &self.0[self.0.chars().next().map_or(0, char::len_utf8)..];
            }
        }
    }

    /// The value of a parameter: quoted, or up to the next comma or blank. The latter is laxer than the grammar, under which
    /// base64 would have to be quoted.
    fn value(&mut self) -> String {
        self.take(is_blank);
        if self.0.starts_with('"') {
            let value = self.quoted();
            self.skip_to_comma();
            return value;
        }
        self.take(|c| c != ',' && !c.is_ascii_whitespace()).to_owned()
    }

    /// A quoted string with its escapes undone; one that is not closed ends with the header.
    fn quoted(&mut self) -> String {
        let mut value = String::new();
        let mut chars = self.0.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.0 = &self.0[at + 1..];
                    return value;
                }
                '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
                c => value.push(c),
            }
        }
        self.0 = "";
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1600000000?>~"}}}"#;

    fn read(header: &str) -> Option<String> {
        let mut headers = Headers::new();
        headers.insert(WWW_AUTHENTICATE, header.to_owned());
        claims(&headers).map(|claims| claims.as_str().to_owned())
    }

    #[test]
    fn claims_are_found_in_every_spelling() {
        let standard = base64::encode(JSON);
        let url = standard.replace('+', "-").replace('/', "_");
        assert!(
            standard.ends_with('=') && (standard != url),
            "the sample must show padding and both alphabets: {standard}"
        );
        let bare = url.trim_end_matches('=');
        for header in [
            format!(
                r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common", error="insufficient_claims", claims="{standard}""#
            ),
            format!(r#"Bearer realm="", error="insufficient_claims", claims="{}""#, standard.trim_end_matches('=')),
            format!(r#"bearer CLAIMS="{url}",ERROR="Insufficient_Claims""#),
            format!(r#"Bearer error="insufficient_claims",claims={bare}"#),
            format!("Bearer error=insufficient_claims claims={standard}"),
            format!(
                r#"Basic realm="a, b", Negotiate abc==, Bearer error="invalid_token", Bearer claims="{url}", error="insufficient_claims""#
            ),
            format!(
                r#"Negotiate, Bearer  realm="say \"Bearer error=\" \\", error = "insufficient_claims" , claims = "{standard}""#
            ),
            format!(r#",,Bearer error="insufficient_claims",,claims="{standard}",Digest qop="auth""#),
        ] {
            assert_eq!(read(&header).as_deref(), Some(JSON), "{header}");
        }
    }

    #[test]
    fn anything_else_asks_for_nothing() {
        let standard = base64::encode(JSON);
        for header in [
            String::new(),
            "Bearer".to_owned(),
            "Bearer ,=,\"".to_owned(),
            format!(r#"Bearer error="invalid_token", claims="{standard}""#),
            format!(r#"Bearer claims="{standard}""#),
            format!(r#"Basic error="insufficient_claims", claims="{standard}""#),
            format!(r#"Basic realm="Bearer error=\"insufficient_claims\", claims=\"{standard}\"""#),
            r#"Bearer error="insufficient_claims""#.to_owned(),
            r#"Bearer error="insufficient_claims", claims="""#.to_owned(),
            r#"Bearer error="insufficient_claims", claims="%%%""#.to_owned(),
            format!(r#"Bearer error="insufficient_claims", claims="{}""#, base64::encode([0xff, 0xfe])),
            format!(r#"Bearer error="insufficient_claims", claims="{}""#, base64::encode("not json")),
            format!(r#"Bearer error="insufficient_claims", claims="{}""#, base64::encode("[1]")),
            "é\u{1F600} \"é".to_owned(),
        ] {
            assert_eq!(read(&header), None, "{header}");
        }
    }
}
