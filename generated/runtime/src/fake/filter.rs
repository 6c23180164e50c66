//! The part of OData's `$filter` that Resource Manager's services share: comparisons of members, and how texts begin, end and
//! what they contain.

use std::cmp::Ordering;

use serde_json::Value as Json;

/// A filter.
#[derive(Debug)]
pub(super) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    Compare(String, Comparison, Json),
    Text(Text, String, String),
}

/// How a member is compared.
#[derive(Clone, Copy, Debug)]
pub(super) enum Comparison {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

/// Where in a text another one is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Text {
    Contains,
    StartsWith,
    EndsWith,
}

impl Filter {
    /// Reads it.
    ///
    /// # Errors
    /// With what is not understood.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0 };
        let filter = parser.or()?;
        match parser.tokens.get(parser.at) {
            None => Ok(filter),
            Some(token) => Err(format!("{token:?} is one too many")),
        }
    }

    /// Whether an item is meant. Its members are looked for in `properties` too.
    pub(super) fn holds(&self, item: &Json) -> bool {
        match self {
            Self::And(one, other) => one.holds(item) && other.holds(item),
            Self::Or(one, other) => one.holds(item) || other.holds(item),
            Self::Not(filter) => !filter.holds(item),
            Self::Compare(member, comparison, value) => {
                let found = find(item, member);
                match comparison {
                    Comparison::Eq => same(found, value),
                    Comparison::Ne => !same(found, value),
                    Comparison::Gt => order(found, value) == Some(Ordering::Greater),
                    Comparison::Ge => order(found, value).is_some_and(Ordering::is_ge),
                    Comparison::Lt => order(found, value) == Some(Ordering::Less),
                    Comparison::Le => order(found, value).is_some_and(Ordering::is_le),
                }
            }
            Self::Text(text, member, part) => find(item, member).as_str().is_some_and(|found| match text {
                Text::Contains => found.contains(part),
                Text::StartsWith => found.starts_with(part),
                Text::EndsWith => found.ends_with(part),
            }),
        }
    }
}

fn find<'a>(item: &'a Json, member: &str) -> &'a Json {
    let below = |mut value: &'a Json| {
        for part in member.split('/') {
            value = value.get(part)?;
        }
        Some(value)
    };
    below(item).or_else(|| below(item.get("properties")?)).unwrap_or(&Json::Null)
}

fn same(found: &Json, value: &Json) -> bool {
    found == value || order(found, value) == Some(Ordering::Equal)
}

fn order(found: &Json, value: &Json) -> Option<Ordering> {
    match (found, value) {
        (Json::Number(found), Json::Number(value)) => found.as_f64()?.partial_cmp(&value.as_f64()?),
        (Json::String(found), Json::String(value)) => Some(found.as_str().cmp(value)),
        _ => None,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Comma,
    Word(String),
    Text(String),
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        tokens.push(match next {
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            '\'' => {
                let mut literal = String::new();
                loop {
                    match chars.next() {
                        Some('\'') if chars.peek() == Some(&'\'') => literal.extend(chars.next()),
                        Some('\'') => break,
                        Some(other) => literal.push(other),
                        None => return Err("a text does not end".to_owned()),
                    }
                }
                Token::Text(literal)
            }
            blank if blank.is_whitespace() => continue,
            first => {
                let mut word = String::from(first);
                while let Some(more) = chars.next_if(|next| !next.is_whitespace() && !"(),'".contains(*next)) {
                    word.push(more);
                }
                Token::Word(word)
            }
        });
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn next(&mut self) -> Option<Token> {
        self.at += 1;
        self.tokens.get(self.at - 1).cloned()
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, token: &Token) -> Result<(), String> {
        match self.next() {
            Some(found) if found == *token => Ok(()),
            found => Err(format!("{token:?} was expected, not {found:?}")),
        }
    }

    fn or(&mut self) -> Result<Filter, String> {
        let mut filter = self.and()?;
        while self.word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.and()?));
        }
        Ok(filter)
    }

    fn and(&mut self) -> Result<Filter, String> {
        let mut filter = self.one()?;
        while self.word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.one()?));
        }
        Ok(filter)
    }

    fn one(&mut self) -> Result<Filter, String> {
        if self.word("not") {
            return Ok(Filter::Not(Box::new(self.one()?)));
        }
        match self.next() {
            Some(Token::Open) => {
                let filter = self.or()?;
                self.expect(&Token::Close)?;
                Ok(filter)
            }
            Some(Token::Word(word)) if self.tokens.get(self.at) == Some(&Token::Open) => self.function(&word),
            Some(Token::Word(member)) => {
                let comparison = match self.next() {
                    Some(Token::Word(word)) => comparison(&word)?,
                    found => return Err(format!("a comparison was expected behind {member}, not {found:?}")),
                };
                let value = match self.next() {
                    Some(Token::Text(text)) => Json::String(text),
                    Some(Token::Word(word)) if word == "datetime" => match self.next() {
                        Some(Token::Text(text)) => Json::String(text),
                        found => return Err(format!("a date was expected, not {found:?}")),
                    },
                    Some(Token::Word(word)) => serde_json::from_str(&word).unwrap_or(Json::String(word)),
                    found => return Err(format!("a value was expected, not {found:?}")),
                };
                Ok(Filter::Compare(member, comparison, value))
            }
            found => Err(format!("a comparison was expected, not {found:?}")),
        }
    }

    fn function(&mut self, name: &str) -> Result<Filter, String> {
        self.expect(&Token::Open)?;
        let first = self.next();
        self.expect(&Token::Comma)?;
        let second = self.next();
        self.expect(&Token::Close)?;
        match (name.to_ascii_lowercase().as_str(), first, second) {
            ("contains", Some(Token::Word(member)), Some(Token::Text(text)))
            // The older version of OData has them the other way round.
            | ("substringof", Some(Token::Text(text)), Some(Token::Word(member))) => {
                Ok(Filter::Text(Text::Contains, member, text))
            }
            ("startswith", Some(Token::Word(member)), Some(Token::Text(text))) => {
                Ok(Filter::Text(Text::StartsWith, member, text))
            }
            ("endswith", Some(Token::Word(member)), Some(Token::Text(text))) => {
                Ok(Filter::Text(Text::EndsWith, member, text))
            }
            _ => Err(format!("{name} of these arguments is unknown")),
        }
    }
}

fn comparison(word: &str) -> Result<Comparison, String> {
    match word {
        "eq" => Ok(Comparison::Eq),
        "ne" => Ok(Comparison::Ne),
        "gt" => Ok(Comparison::Gt),
        "ge" => Ok(Comparison::Ge),
        "lt" => Ok(Comparison::Lt),
        "le" => Ok(Comparison::Le),
        _ => Err(format!("{word} is no comparison")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn filters_hold_or_do_not() {
        let item = json!({ "name": "it's", "properties": { "state": "active", "order": 3, "isCurrent": true,
            "api": { "path": "echo" }, "at": "2024-05-01T00:00:00Z" } });
        for (filter, holds) in [
            ("name eq 'it''s'", true),
            ("name ne 'it''s'", false),
            ("properties/state eq 'active' and order gt 2", true),
            ("state eq 'active' and (order lt 2 or order ge 3)", true),
            ("state eq 'x' or isCurrent eq true and order le 2.5", false),
            ("not state eq 'x'", true),
            ("missing eq null", true),
            ("missing gt 1", false),
            ("api/path eq 'echo'", true),
            ("contains(state, 'tiv') and startswith(state,'act') and endswith(state, 'ive')", true),
            ("substringof('tiv', state)", true),
            ("contains(order, '3')", false),
            ("at ge datetime'2024-01-01T00:00:00Z'", true),
            ("at lt 2024-01-01T00:00:00Z", false),
        ] {
            assert_eq!(Filter::parse(filter).unwrap().holds(&item), holds, "{filter}");
        }
        for filter in
            ["", "name", "name eq", "name is 'x'", "name eq 'x", "(name eq 'x'", "name eq 'x' 'y'", "f(a,'b')"]
        {
            assert!(Filter::parse(filter).is_err(), "{filter}");
        }
    }
}
