//! One change: what, where, in which direction, and what the two sides say.
//!
//! Invariant: a change is a fact about two models. Whether it breaks is asked of it under a [`super::Policy`], never stored in it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{kind::Kind, place::Place};
use crate::pointer::Pointer;

/// Which way the changed thing travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
    /// Both of them. A change has each of its directions; a report that can name only one names this.
    Both,
    /// Neither: it is about an operation or a name as a whole.
    None,
}

impl Direction {
    /// As in the JSON report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
            Self::None => "none",
        }
    }
}

/// How what is allowed at a place changed. A request breaks when less is accepted, a response when more may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variance {
    /// Nothing that was valid became invalid, nothing became possible that a tolerant reader cannot take.
    Same,
    /// Less is allowed than before.
    Narrower,
    /// More is allowed than before.
    Wider,
    /// Neither contains the other.
    Incompatible,
}

impl Variance {
    /// Whether it breaks what relies on the old side.
    #[must_use]
    pub fn breaks(self, direction: Direction) -> bool {
        match direction {
            Direction::Request => matches!(self, Self::Narrower | Self::Incompatible),
            Direction::Response => matches!(self, Self::Wider | Self::Incompatible),
            Direction::Both => self != Self::Same,
            Direction::None => self == Self::Incompatible,
        }
    }

    /// The two together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, one) | (one, Self::Same) => one,
            (one, two) if one == two => one,
            _ => Self::Incompatible,
        }
    }
}

/// The operations a change affects, by the way the changed thing travels. Ids are the new ones where an operation has both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AffectedOperations {
    /// Operations that send it.
    pub request: BTreeSet<String>,
    /// Operations that receive it.
    pub response: BTreeSet<String>,
    /// Operations it is about as a whole.
    pub whole: BTreeSet<String>,
}

impl AffectedOperations {
    /// One operation as a whole.
    #[must_use]
    pub fn operation(id: &str) -> Self {
        Self { whole: BTreeSet::from([id.to_owned()]), ..Self::default() }
    }

    /// One operation's request.
    #[must_use]
    pub fn request(id: &str) -> Self {
        Self { request: BTreeSet::from([id.to_owned()]), ..Self::default() }
    }

    /// One operation's response.
    #[must_use]
    pub fn response(id: &str) -> Self {
        Self { response: BTreeSet::from([id.to_owned()]), ..Self::default() }
    }

    /// Every operation, sorted.
    #[must_use]
    pub fn operations(&self) -> BTreeSet<&str> {
        [&self.request, &self.response, &self.whole].into_iter().flatten().map(String::as_str).collect()
    }

    /// The directions it is seen in; `None` alone when it travels neither way.
    #[must_use]
    pub fn directions(&self) -> Vec<Direction> {
        let mut directions = Vec::new();
        if !self.request.is_empty() {
            directions.push(Direction::Request);
        }
        if !self.response.is_empty() {
            directions.push(Direction::Response);
        }
        if directions.is_empty() {
            directions.push(Direction::None);
        }
        directions
    }

    /// The operations that meet it in a direction; every one of them for [`Direction::Both`].
    pub fn set(&self, direction: Direction) -> impl Iterator<Item = &String> {
        let sets: &[&BTreeSet<String>] = match direction {
            Direction::Request => &[&self.request],
            Direction::Response => &[&self.response],
            Direction::Both => &[&self.request, &self.response],
            Direction::None => &[&self.whole],
        };
        sets.iter().flat_map(|set| set.iter()).collect::<Vec<_>>().into_iter()
    }

    /// All three sets.
    pub fn sets_mut(&mut self) -> [&mut BTreeSet<String>; 3] {
        [&mut self.request, &mut self.response, &mut self.whole]
    }

    /// Whether no operation meets it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.request.is_empty() && self.response.is_empty() && self.whole.is_empty()
    }

    /// Adds those of another change.
    pub fn merge(&mut self, other: &Self) {
        self.request.extend(other.request.iter().cloned());
        self.response.extend(other.response.iter().cloned());
        self.whole.extend(other.whole.iter().cloned());
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What changed.
    pub kind: Kind,
    /// Where, in words that stay the same when lines move.
    pub place: Place,
    /// Where in the old document; `None` when it has nothing like it.
    pub old_at: Option<Pointer>,
    /// Where in the new document; `None` when it has nothing like it.
    pub new_at: Option<Pointer>,
    /// What the old side says; `None` when it says nothing.
    pub old: Option<Value>,
    /// What the new side says; `None` when it says nothing.
    pub new: Option<Value>,
    /// How what is allowed changed.
    pub variance: Variance,
    /// The operations it affects.
    pub affected: AffectedOperations,
    /// For a type that another one replaced: in what the two differ.
    pub details: Vec<Change>,
    /// Whether it writes down a limit that Resource Manager sets for every service, so that no call that worked stops working.
    pub restated: bool,
    /// For an operation that came: what it does, in a line.
    pub summary: Option<String>,
}

impl Change {
    /// Whether anything of it can be seen on the wire. What models are called, how members are shared between them, in which
    /// order things are declared and what tools should hide is seen by readers of the description only.
    #[must_use]
    pub fn is_on_wire(&self) -> bool {
        let names_only = matches!(
            self.kind,
            Kind::ModelAdded
                | Kind::ModelRemoved
                | Kind::ModelRenamed
                | Kind::ResourceMarkerChanged
                | Kind::BaseChanged
                | Kind::ParameterReordered
                | Kind::ParameterRenamed
                | Kind::ParameterOwnerChanged
                | Kind::FlattenChanged
                | Kind::PropertyBecameSecret
                | Kind::PropertyNoLongerSecret
                | Kind::EnumReordered
                | Kind::ClientNameChanged
                | Kind::IdentifiersChanged
        );
        // Another model in place of an equal one.
        let redirected = self.kind == Kind::TypeChanged && !self.frees_type();
        !(names_only || redirected) || self.variance != Variance::Same || self.details.iter().any(Self::is_on_wire)
    }

    /// Whether what had a type may be anything at all, or the reverse.
    pub(super) fn frees_type(&self) -> bool {
        let is_any = |side: &Option<Value>| side.as_ref().and_then(Value::as_str) == Some("any");
        is_any(&self.old) || is_any(&self.new)
    }

    /// The one direction to name: those it breaks in, else those it is seen in; [`Direction::Both`] for two.
    #[must_use]
    pub fn direction(&self, breaks: impl Fn(Direction) -> bool) -> Direction {
        let seen = self.affected.directions();
        let breaking: Vec<Direction> = seen.iter().copied().filter(|direction| breaks(*direction)).collect();
        match (if breaking.is_empty() { seen } else { breaking })[..] {
            [] => Direction::None,
            [one] => one,
            _ => Direction::Both,
        }
    }

    /// Whether the two are one change seen from several operations.
    #[must_use]
    pub fn same_cause(&self, other: &Self) -> bool {
        self.kind == other.kind && self.place == other.place && self.old == other.old && self.new == other.new
    }
}

#[cfg(test)]
mod tests {
    use super::{AffectedOperations, Direction, Variance};

    #[test]
    fn variance_breaks_by_direction() {
        for (variance, request, response, none) in [
            (Variance::Same, false, false, false),
            (Variance::Narrower, true, false, false),
            (Variance::Wider, false, true, false),
            (Variance::Incompatible, true, true, true),
        ] {
            assert_eq!(variance.breaks(Direction::Request), request);
            assert_eq!(variance.breaks(Direction::Response), response);
            assert_eq!(variance.breaks(Direction::None), none);
        }
        assert_eq!(Variance::Narrower.and(Variance::Wider), Variance::Incompatible);
        assert_eq!(Variance::Same.and(Variance::Wider), Variance::Wider);
    }

    #[test]
    fn what_travels_neither_way_has_no_direction() {
        assert_eq!(AffectedOperations::operation("A_Get").directions(), [Direction::None]);
        let mut both = AffectedOperations::response("A_Get");
        both.merge(&AffectedOperations::request("A_Update"));
        assert_eq!(both.directions(), [Direction::Request, Direction::Response]);
        assert_eq!(both.operations().into_iter().collect::<Vec<_>>(), ["A_Get", "A_Update"]);
    }
}
