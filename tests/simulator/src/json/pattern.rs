//! Texts that match a pattern and have a given length.
//!
//! Crates that draw from a regular expression (rand_regex, proptest) cannot aim at a length, which the limits of the
//! descriptions need. So the pattern is parsed by regex-syntax, and each node knows which lengths it can have. What regex-syntax
//! cannot parse is drawn from a wider pattern until a text matches.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex},
};

use regex_syntax::hir::{Class, Hir, HirKind};

use super::ecma;
use kit::random::Random;

/// Longest text that is considered; the limits of the descriptions end at 256.
const CAP: usize = 320;

/// How often a text is drawn before a length counts as one that no match has.
const TRIES: usize = 64;

/// A pattern, prepared for drawing.
#[derive(Debug)]
pub struct Pattern {
    root: Node,
    /// By length a text that matches, where what is drawn need not: `root` is wider than the pattern then.
    matching: Option<(String, BTreeMap<usize, String>)>,
}

/// A part of a pattern and, by index, whether it matches texts of that length.
#[derive(Debug)]
struct Node {
    kind: Kind,
    lengths: Vec<bool>,
}

#[derive(Debug)]
enum Kind {
    Empty,
    Literal(String),
    /// Letters and digits, and the rest.
    Class(Vec<char>, Vec<char>),
    Repeat {
        sub: Box<Node>,
        min: usize,
        max: usize,
    },
    Concat(Vec<Node>),
    Alternation(Vec<Node>),
}

impl Pattern {
    /// Prepares an ECMA-262 pattern; each is prepared once. A text that is no pattern is as good as none.
    ///
    /// # Panics
    /// If another thread did while it prepared one.
    #[must_use]
    pub fn of(pattern: &str) -> Arc<Self> {
        static KNOWN: LazyLock<Mutex<BTreeMap<String, Arc<Pattern>>>> = LazyLock::new(Mutex::default);
        let mut known = KNOWN.lock().expect("nobody panics with the patterns locked");
        Arc::clone(known.entry(pattern.to_owned()).or_insert_with(|| Arc::new(Self::prepared(pattern))))
    }

    fn prepared(pattern: &str) -> Self {
        // `\w` and `\d` are ASCII in ECMA-262 but not in regex-syntax, so other letters are for patterns without them.
        let alphabet = if pattern.contains('\\') { "" } else { "éß日" };
        let parse = |pattern: &str| node(&regex_syntax::parse(pattern).ok()?, alphabet);
        if let Some(root) = parse(pattern) {
            return Self { root, matching: None };
        }
        let root = parse(&ecma::without_look_around(pattern)).or_else(|| parse("^[A-Za-z0-9-]*$"));
        let mut made = Self { root: root.expect("these are letters"), matching: None };
        let mut random = Random::new(1);
        let able: Vec<usize> = made.lengths(0, CAP).collect();
        let matching = able.into_iter().filter_map(|length| Some((length, made.drawn(pattern, length, &mut random)?)));
        made.matching = Some((pattern.to_owned(), matching.collect()));
        made
    }

    /// The lengths (in characters) that it can have within limits, ascending.
    pub fn lengths(&self, min: usize, max: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let able = |length: &usize| match &self.matching {
            Some((_, matching)) => matching.contains_key(length),
            None => self.root.lengths[*length],
        };
        (min..=max.min(CAP)).filter(able)
    }

    /// A text of this length, which must be one of [`Self::lengths`].
    #[must_use]
    pub fn text(&self, length: usize, random: &mut Random) -> String {
        match &self.matching {
            Some((pattern, matching)) => {
                self.drawn(pattern, length, random).unwrap_or_else(|| matching[&length].clone())
            }
            None => self.any(length, random),
        }
    }

    /// A text that was found to match.
    fn drawn(&self, pattern: &str, length: usize, random: &mut Random) -> Option<String> {
        (0..TRIES).map(|_| self.any(length, random)).find(|text| ecma::is_match(pattern, text))
    }

    fn any(&self, length: usize, random: &mut Random) -> String {
        let mut out = String::new();
        draw(&self.root, length, random, &mut out);
        out
    }
}

/// The node of a parsed pattern; `None` if a class of it has nothing to draw.
fn node(hir: &Hir, alphabet: &str) -> Option<Node> {
    let all = |parts: &[Hir]| parts.iter().map(|part| node(part, alphabet)).collect::<Option<Vec<_>>>();
    let kind = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Kind::Empty,
        HirKind::Literal(literal) => Kind::Literal(String::from_utf8(literal.0.to_vec()).ok()?),
        HirKind::Class(class) => self::class(class, alphabet)?,
        HirKind::Repetition(repetition) => Kind::Repeat {
            sub: Box::new(node(&repetition.sub, alphabet)?),
            min: repetition.min as usize,
            max: repetition.max.map_or(CAP, |max| max as usize),
        },
        HirKind::Capture(capture) => return node(&capture.sub, alphabet),
        HirKind::Concat(parts) => Kind::Concat(all(parts)?),
        HirKind::Alternation(parts) => Kind::Alternation(all(parts)?),
    };
    Some(Node { lengths: lengths(&kind), kind })
}

/// What a class holds of the characters that are drawn.
fn class(class: &Class, alphabet: &str) -> Option<Kind> {
    let Class::Unicode(class) = class else { return None };
    let holds = |c: char| class.iter().any(|range| (range.start()..=range.end()).contains(&c));
    let (plain, odd): (Vec<char>, Vec<char>) =
        (' '..='~').chain(alphabet.chars()).filter(|&c| holds(c)).partition(char::is_ascii_alphanumeric);
    (!plain.is_empty() || !odd.is_empty()).then_some(Kind::Class(plain, odd))
}

fn exactly(length: usize) -> Vec<bool> {
    (0..=CAP).map(|own| own == length).collect()
}

/// The lengths of two parts one after the other.
fn both(left: &[bool], right: &[bool]) -> Vec<bool> {
    // Most parts have one length, or few: their indices are fewer than their slots.
    let able = |lengths: &[bool]| -> Vec<usize> {
        lengths.iter().enumerate().filter(|(_, can)| **can).map(|(length, _)| length).collect()
    };
    let (left, right) = (able(left), able(right));
    let mut sums = vec![false; CAP + 1];
    for a in left {
        for b in right.iter().take_while(|b| a + **b <= CAP) {
            sums[a + b] = true;
        }
    }
    sums
}

fn lengths(kind: &Kind) -> Vec<bool> {
    match kind {
        Kind::Empty => exactly(0),
        Kind::Literal(text) => exactly(text.chars().count()),
        Kind::Class(..) => exactly(1),
        Kind::Concat(parts) => parts.iter().fold(exactly(0), |sum, part| both(&sum, &part.lengths)),
        Kind::Alternation(parts) => (0..=CAP).map(|length| parts.iter().any(|part| part.lengths[length])).collect(),
        Kind::Repeat { sub, min, max } => {
            let mut power = (0..*min).fold(exactly(0), |power, _| both(&power, &sub.lengths));
            let mut sum = power.clone();
            for _ in *min..*max {
                power = both(&power, &sub.lengths);
                let before = sum.clone();
                sum.iter_mut().zip(&power).for_each(|(sum, can)| *sum |= can);
                if sum == before {
                    break;
                }
            }
            sum
        }
    }
}

fn draw(node: &Node, length: usize, random: &mut Random, out: &mut String) {
    assert!(node.lengths[length], "only possible lengths are asked for");
    match &node.kind {
        Kind::Empty => {}
        Kind::Literal(text) => out.push_str(text),
        Kind::Class(plain, odd) => {
            // A text starts and mostly goes on with letters and digits, so that it never is `.` or `..`.
            let take_plain = !plain.is_empty() && (odd.is_empty() || out.is_empty() || random.chance(80));
            out.push(*random.pick(if take_plain { plain } else { odd }));
        }
        Kind::Alternation(parts) => {
            let able: Vec<&Node> = parts.iter().filter(|part| part.lengths[length]).collect();
            draw(able[random.below(able.len())], length, random, out);
        }
        Kind::Concat(parts) => draw_all(&parts.iter().collect::<Vec<_>>(), length, random, out),
        // The usual case, without the sums that the general one needs.
        Kind::Repeat { sub, .. } if matches!(sub.kind, Kind::Class(..)) => {
            (0..length).for_each(|_| draw(sub, 1, random, out));
        }
        Kind::Repeat { sub, min, max } => {
            let mut times = *min;
            let mut power = (0..*min).fold(exactly(0), |power, _| both(&power, &sub.lengths));
            while !power[length] && times < *max {
                power = both(&power, &sub.lengths);
                times += 1;
            }
            draw_all(&vec![&**sub; times], length, random, out);
        }
    }
}

/// Draws the parts one after the other so that their lengths add up.
fn draw_all(parts: &[&Node], length: usize, random: &mut Random, out: &mut String) {
    // What the parts behind each one can have together.
    let mut behind = vec![exactly(0)];
    for part in parts.iter().skip(1).rev() {
        let next = both(&part.lengths, &behind[behind.len() - 1]);
        behind.push(next);
    }
    let mut left = length;
    for (part, behind) in parts.iter().zip(behind.iter().rev()) {
        let able: Vec<usize> = (0..=left).filter(|&own| part.lengths[own] && behind[left - own]).collect();
        let own = *random.pick(&able);
        draw(part, own, random, out);
        left -= own;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pattern that the two descriptions have, with the lengths that stand beside it.
    const PATTERNS: &[(&str, usize, usize)] = &[
        (
            "^/subscriptions/[^/]*/resourceGroups/[^/]*/providers/Microsoft.(ClassicNetwork|Network)/virtualNetworks/[^/]*/subnets/[^/]*$",
            98,
            256,
        ),
        (r"(^[\w]+$)|(^[\w][\w\-]+[\w]$)", 1, 80),
        ("^[A-Za-z0-9-._]+$", 1, 256),
        ("^[^*#&+:<>?]+$", 1, 80),
        ("^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$", 1, 50),
        ("^(ab)*c?$", 0, 5),
    ];

    #[test]
    fn texts_match_and_have_the_length_asked_for() {
        let mut random = Random::new(7);
        for &(pattern, min, max) in PATTERNS {
            let regex = regex_lite::Regex::new(pattern).unwrap();
            let prepared = Pattern::of(pattern);
            let lengths: Vec<usize> = prepared.lengths(min, max).collect();
            assert_eq!((lengths.first(), lengths.last()), (Some(&min), Some(&max)), "{pattern}");
            for length in lengths.into_iter().filter(|length| *length == max || length % 7 == min % 7) {
                let text = prepared.text(length, &mut random);
                assert!(regex.is_match(&text), "{text:?} should match {pattern}");
                assert_eq!(text.chars().count(), length, "{text:?} of {pattern}");
            }
        }
    }

    #[test]
    fn looking_around_limits_the_texts_and_their_lengths() {
        let mut random = Random::new(7);
        for (pattern, expected) in [
            ("^(?!-)[a-z-]{2,4}(?<!-)$", vec![2, 3, 4]),
            ("^[a-z](-(?!-)|[a-z]){1,2}$", vec![2, 3]),
            ("^(?=..$)[a-z]*$", vec![2]),
            (r"^(a|b)\1$", vec![]),
            ("^(?!a)a$", vec![]),
            // A class without anything that is drawn, and no pattern at all.
            (r"^\x07{2}$", vec![2]),
            ("[a-", (0..6).collect()),
        ] {
            let prepared = Pattern::of(pattern);
            assert_eq!(prepared.lengths(0, 5).collect::<Vec<_>>(), expected, "{pattern}");
            for length in expected {
                let text = prepared.text(length, &mut random);
                assert!(ecma::is_match(pattern, &text) && text.chars().count() == length, "{text:?} of {pattern}");
            }
        }
    }

    #[test]
    fn odd_characters_turn_up() {
        let mut random = Random::new(7);
        let text: String = (0..8).map(|_| Pattern::of("^[^*#&+:<>?]+$").text(250, &mut random)).collect();
        for wanted in ['/', '%', ' ', 'é', '日', '"'] {
            assert!(text.contains(wanted), "{wanted:?} in {text:?}");
        }
    }

    #[test]
    fn lengths_that_cannot_be_are_left_out() {
        assert_eq!(Pattern::of("^(ab)+$").lengths(0, 7).collect::<Vec<_>>(), [2, 4, 6]);
    }
}
