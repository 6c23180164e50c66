//! What each kind of change can do to the items of a crate.

use crate::diff::{Change, Kind, Step, Subject};

/// The part of a method that a change is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Whether it is there, and what it is called.
    Name,
    /// What it is given.
    Arguments,
    /// What it gives back.
    Answer,
    /// A model, wherever it is mentioned.
    Type,
}

/// The part of a method that a change is of.
pub(super) fn aspect(change: &Change) -> Aspect {
    match change.kind {
        Kind::OperationAdded
        | Kind::OperationRemoved
        | Kind::OperationIdChanged
        | Kind::LongRunningAdded
        | Kind::LongRunningRemoved => Aspect::Name,
        Kind::PagingAdded | Kind::PagingRemoved | Kind::PagingChanged | Kind::FinalStateChanged => Aspect::Answer,
        _ => match (&change.place.subject, change.place.steps.first()) {
            (Subject::Parameter(_), _) | (Subject::Operation(_), Some(Step::Param(..) | Step::Body) | None) => {
                Aspect::Arguments
            }
            (Subject::Operation(_), Some(_)) => Aspect::Answer,
            (Subject::Model(_) | Subject::Api, _) => Aspect::Type,
        },
    }
}

/// Whether a kind can show in what code mentions. Limits, marks, headers and media types never do.
pub(super) fn shows(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::SecurityChanged
            | Kind::OdataChanged
            | Kind::ParameterDeprecated
            | Kind::ParameterUndeprecated
            | Kind::PropertyDeprecated
            | Kind::PropertyUndeprecated
            | Kind::ModelDeprecated
            | Kind::ModelUndeprecated
            | Kind::OperationUndeprecated
            | Kind::CollectionFormatChanged
            | Kind::UrlEncodingChanged
            | Kind::ConstraintTightened
            | Kind::ConstraintLoosened
            | Kind::ConstraintChanged
            | Kind::ErrorBodyChanged
            | Kind::ResponseHeaderAdded
            | Kind::ResponseHeaderRemoved
            | Kind::BecameNullable
            | Kind::BecameNonNullable
            | Kind::EnumReordered
            | Kind::FlattenChanged
            | Kind::ResourceMarkerChanged
            | Kind::PropertyBecameSecret
            | Kind::PropertyNoLongerSecret
            | Kind::IdentifiersChanged
            | Kind::ResourceIdTypesChanged
    )
}

/// Whether a change sets one of these constraints of an argument.
pub(super) fn sets(change: &Change, constraints: &[String]) -> bool {
    let rule = |name: &str| constraints.iter().any(|rule| rule == name);
    let facet = match change.place.steps.last() {
        Some(Step::Facet(facet)) => *facet,
        _ => "",
    };
    match (change.kind, facet) {
        (Kind::ConstraintTightened | Kind::ConstraintChanged, "minLength") => rule("min_length"),
        (Kind::ConstraintTightened | Kind::ConstraintChanged, "maxLength") => rule("max_length"),
        (Kind::ConstraintTightened | Kind::ConstraintChanged, "minimum") => {
            rule("minimum") || rule("exclusive_minimum")
        }
        (Kind::ConstraintTightened | Kind::ConstraintChanged, "maximum") => {
            rule("maximum") || rule("exclusive_maximum")
        }
        (Kind::ConstraintTightened | Kind::ConstraintChanged, "multipleOf") => rule("multiple_of"),
        (Kind::ConstraintTightened | Kind::ConstraintChanged, facet) => rule(facet),
        (Kind::FormatChanged, _) => rule("uuid"),
        (Kind::BecameEnum | Kind::EnumClosed | Kind::EnumValueRemoved, _) => rule("values"),
        (Kind::TypeChanged, _) => true,
        _ => false,
    }
}

/// Whether a change is of what a type is as a whole or is called.
pub(super) fn forms(change: &Change) -> bool {
    let form = matches!(
        change.kind,
        Kind::ModelAdded
            | Kind::ModelRemoved
            | Kind::ModelRenamed
            | Kind::ClientNameChanged
            | Kind::TypeChanged
            | Kind::FormatChanged
            | Kind::BecameEnum
            | Kind::NoLongerEnum
            | Kind::BaseChanged
    );
    let outer = change.place.steps.iter().all(|step| matches!(step, Step::Replaced(_) | Step::Items | Step::Values));
    form && (outer || !matches!(change.kind, Kind::ClientNameChanged))
}

/// Kinds that can change what a constructor asks for. A member that was or became optional it never asks for.
pub(super) fn asks(kind: Kind) -> bool {
    shows(kind) && !matches!(kind, Kind::OptionalPropertyAdded | Kind::OptionalPropertyRemoved)
}

/// Kinds by which a model becomes a page or another one.
pub(super) fn pages(kind: Kind) -> bool {
    matches!(kind, Kind::PagingAdded | Kind::PagingRemoved | Kind::PagingChanged | Kind::OperationRemoved)
}

/// Whether other operations can reach a type by a change, so that it takes another form.
pub(super) fn uses(change: &Change) -> bool {
    matches!(
        change.kind,
        Kind::OperationAdded
            | Kind::OperationRemoved
            | Kind::OperationMoved
            | Kind::RequiredParameterAdded
            | Kind::RequiredParameterRemoved
            | Kind::OptionalParameterAdded
            | Kind::OptionalParameterRemoved
            | Kind::ResponseStatusAdded
            | Kind::ResponseStatusRemoved
            | Kind::ResponseBodyAdded
            | Kind::ResponseBodyRemoved
            | Kind::FinalStateChanged
            | Kind::LongRunningAdded
            | Kind::LongRunningRemoved
            | Kind::ModelRenamed
            | Kind::BaseChanged
            | Kind::AdditionalPropertiesLoosened
            | Kind::AdditionalPropertiesTightened
            | Kind::RequiredPropertyAdded
            | Kind::RequiredPropertyRemoved
            | Kind::OptionalPropertyAdded
            | Kind::OptionalPropertyRemoved
            | Kind::TypeChanged
            | Kind::BecameEnum
            | Kind::NoLongerEnum
            | Kind::SubtypeAdded
            | Kind::SubtypeRemoved
            | Kind::SubtypeChanged
    )
}
