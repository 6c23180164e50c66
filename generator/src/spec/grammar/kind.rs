//! What a grammar is made of.

/// What a value has to be.
#[derive(Debug)]
pub(in crate::spec) enum Kind {
    /// A string.
    Text,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number from 0.
    Count,
    /// Any JSON at all, not looked into.
    Data,
    /// The text of a `$ref` to a component of this section.
    Pointer(&'static str),
    /// An array of one kind.
    List(&'static Kind),
    /// An object with free keys.
    Map(Keys, &'static Kind),
    /// An object with known keys.
    Object(&'static Object),
    /// An object with known keys, or a reference to a component of this section.
    OrRef(&'static Object, &'static str),
    /// `true`, `false` or something else.
    OrFlag(&'static Kind),
    /// `null` or something else.
    OrNull(&'static Kind),
}

/// What the keys of a map have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::spec) enum Keys {
    /// Anything.
    Any,
    /// The name of a component.
    Name,
    /// A path without a query.
    Path,
    /// A path with a query.
    QueryPath,
    /// A status code, a range of them, or `default`.
    Status,
}

/// An object with known keys.
#[derive(Debug)]
pub(in crate::spec) struct Object {
    /// What messages call it, with its article.
    pub(in crate::spec) name: &'static str,
    /// Its keys.
    pub(in crate::spec) keys: &'static [(&'static str, &'static Kind)],
    /// Those that must be there.
    pub(in crate::spec) required: &'static [&'static str],
    /// Of these, exactly one must be there.
    pub(in crate::spec) one_of: &'static [&'static str],
    /// A key whose value decides about others.
    pub(in crate::spec) cases: Option<(&'static str, &'static [Case])>,
}

/// What a value of the deciding key brings with it.
#[derive(Debug)]
pub(in crate::spec) struct Case {
    /// The value.
    pub(in crate::spec) value: &'static str,
    /// More keys, or other kinds for known ones.
    pub(in crate::spec) keys: &'static [(&'static str, &'static Kind)],
    /// More keys that must be there.
    pub(in crate::spec) required: &'static [&'static str],
}

/// An object that needs nothing.
pub(in crate::spec) const PLAIN: Object = Object { name: "", keys: &[], required: &[], one_of: &[], cases: None };

/// Strings.
pub(super) static TEXTS: Kind = Kind::List(&Kind::Text);
