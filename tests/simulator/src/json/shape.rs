//! What an instance shows.

/// How much of a type an instance shows, and which end of its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Required members only.
    Minimal,
    /// Every member; lists and maps have two elements.
    Maximal,
    /// Every member, each at the lower end of its limits: the shortest text, the first enumeration value, no elements.
    Shortest,
    /// Every member, each at the upper end of its limits: the longest text, the last enumeration value, most elements.
    Longest,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Minimal, Self::Maximal, Self::Shortest, Self::Longest];
}

/// What instances hold that the description does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strange {
    /// Nothing.
    #[default]
    Nothing,
    /// A member that no structure declares, in every structure.
    Members,
    /// A value that no enumeration declares, for every enumeration of strings.
    EnumValues,
}
