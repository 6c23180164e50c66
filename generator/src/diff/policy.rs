//! Policies: which changes break.
//!
//! `wire` asks what a careful client meets: a request that was accepted must still be accepted, an answer must still be understood.
//! `azure` applies the rules by which the Azure API reviewers judge a new api-version: the numbered rules of their own comparison tool, with
//! the weight it gives them between versions (what it reports as an error breaks, what it reports as a warning or a note does not).
//! Where that rule book is silent, the wire decides. What breaks Rust code is not known here: `compat` reads that from the rendered crates.

use super::{
    change::{Change, Direction, Variance},
    kind::Kind,
    place::Subject,
};

/// A view on what breaks, from the model alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// What a careful client meets.
    Wire,
    /// What Azure's reviewers say of a new api-version.
    Azure,
}

impl Policy {
    /// Whether the change breaks in any direction.
    #[must_use]
    pub fn breaks(self, change: &Change) -> bool {
        change.affected.directions().into_iter().any(|direction| self.breaks_in(change, direction))
    }

    /// Whether the change breaks in this direction. What no operation meets breaks nothing.
    #[must_use]
    pub fn breaks_in(self, change: &Change, direction: Direction) -> bool {
        match self {
            _ if change.affected.is_empty() => false,
            Self::Wire => change.variance.breaks(direction),
            Self::Azure => breaks_azure(change, direction),
        }
    }
}

/// A rule of Azure's comparison tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AzureRule {
    /// Its number, for instance 1012.
    pub number: u16,
    /// Its name, for instance `RemovedResponseCode`.
    pub name: &'static str,
}

/// What a rule weighs when a new api-version is compared with an older one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// An error.
    Breaks,
    /// A warning or a note.
    Allowed,
    /// An error for what is sent, a note for what is received.
    BreaksRequest,
    /// The reverse.
    BreaksResponse,
    /// The rule looks only at what else differs inside.
    Inside,
}

fn breaks_azure(change: &Change, direction: Direction) -> bool {
    let Some((_, weight)) = rule(change) else { return change.variance.breaks(direction) };
    match weight {
        Weight::Breaks => true,
        Weight::Allowed => false,
        Weight::BreaksRequest => direction != Direction::Response,
        Weight::BreaksResponse => direction == Direction::Response,
        Weight::Inside => change
            .details
            .iter()
            .any(|detail| detail.affected.directions().contains(&direction) && breaks_azure(detail, direction)),
    }
}

/// Azure's rule for this change; `None` where there is none.
#[must_use]
pub fn azure_rule(change: &Change) -> Option<AzureRule> {
    rule(change).map(|(rule, _)| rule)
}

fn rule(change: &Change) -> Option<(AzureRule, Weight)> {
    let (number, name, weight) = operation_rule(change)
        .or_else(|| parameter_rule(change))
        .or_else(|| response_rule(change))
        .or_else(|| model_rule(change))
        .or_else(|| value_rule(change))?;
    Some((AzureRule { number, name }, weight))
}

type Rule = Option<(u16, &'static str, Weight)>;

fn operation_rule(change: &Change) -> Rule {
    Some(match change.kind {
        Kind::OperationAdded => (1039, "AddedOperation", Weight::Allowed),
        Kind::OperationRemoved => (1035, "RemovedOperation", Weight::Breaks),
        Kind::OperationMoved => (1005, "RemovedPath", Weight::Breaks),
        Kind::PathRespelt => (1005, "RemovedPath", Weight::Allowed),
        Kind::OperationIdChanged => (1008, "ModifiedOperationId", Weight::Breaks),
        Kind::LongRunningAdded | Kind::LongRunningRemoved => (1044, "XmsLongRunningOperationChanged", Weight::Breaks),
        _ => return None,
    })
}

fn parameter_rule(change: &Change) -> Rule {
    Some(match change.kind {
        Kind::RequiredParameterAdded => (1010, "AddingRequiredParameter", Weight::Breaks),
        Kind::RequiredParameterRemoved => (1009, "RemovedRequiredParameter", Weight::Breaks),
        Kind::OptionalParameterAdded => (1043, "AddingOptionalParameter", Weight::Allowed),
        Kind::OptionalParameterRemoved => (1046, "RemovedOptionalParameter", Weight::Allowed),
        Kind::ParameterRenamed if change.place.steps.is_empty() || change.variance != Variance::Same => {
            (1009, "RemovedRequiredParameter", Weight::Breaks)
        }
        Kind::ParameterBecameRequired => (1025, "RequiredStatusChange", Weight::Breaks),
        Kind::ParameterBecameOptional => (1025, "RequiredStatusChange", Weight::Allowed),
        Kind::ParameterMoved => (1015, "ParameterInHasChanged", Weight::Breaks),
        Kind::ParameterOwnerChanged => (1050, "ParameterLocationHasChanged", Weight::Breaks),
        Kind::ParameterReordered => (1042, "ChangedParameterOrder", Weight::Breaks),
        Kind::CollectionFormatChanged => (1028, "ArrayCollectionFormatChanged", Weight::Breaks),
        Kind::RequestMediaTypeRemoved => (1003, "RequestBodyFormatNoLongerSupported", Weight::Breaks),
        _ => return None,
    })
}

fn response_rule(change: &Change) -> Rule {
    Some(match change.kind {
        Kind::ResponseStatusAdded | Kind::ErrorStatusAdded => (1011, "AddingResponseCode", Weight::Breaks),
        Kind::ResponseStatusRemoved | Kind::ErrorStatusRemoved => (1012, "RemovedResponseCode", Weight::Allowed),
        Kind::ResponseMediaTypeAdded => (1004, "ResponseBodyFormatNowSupported", Weight::Allowed),
        Kind::ResponseHeaderAdded => (1013, "AddingHeader", Weight::Allowed),
        Kind::ResponseHeaderRemoved => (1014, "RemovingHeader", Weight::Allowed),
        Kind::ErrorBodyChanged if !change.details.is_empty() => (1017, "ReferenceRedirection", Weight::Inside),
        _ => return None,
    })
}

fn model_rule(change: &Change) -> Rule {
    Some(match change.kind {
        Kind::ModelRemoved | Kind::ModelRenamed => (1006, "RemovedDefinition", Weight::Breaks),
        Kind::BaseChanged => (1032, "DifferentAllOf", Weight::Inside),
        Kind::AdditionalPropertiesLoosened | Kind::AdditionalPropertiesDeclared => {
            (1021, "AddedAdditionalProperties", Weight::Allowed)
        }
        Kind::AdditionalPropertiesTightened | Kind::AdditionalPropertiesUndeclared => {
            (1022, "RemovedAdditionalProperties", Weight::Breaks)
        }
        Kind::DiscriminatorAdded | Kind::DiscriminatorRemoved | Kind::DiscriminatorChanged => {
            (1030, "DifferentDiscriminator", Weight::Breaks)
        }
        Kind::RequiredPropertyAdded => (1034, "AddedRequiredProperty", Weight::Breaks),
        Kind::OptionalPropertyAdded => (1045, "AddedOptionalProperty", Weight::Allowed),
        Kind::RequiredPropertyRemoved | Kind::OptionalPropertyRemoved => (1033, "RemovedProperty", Weight::Breaks),
        Kind::PropertyBecameRequired | Kind::PropertyBecameOptional => (1025, "RequiredStatusChange", Weight::Breaks),
        // The book makes an exception for members that may be set at last.
        Kind::PropertyBecameReadOnly => (1029, "ReadonlyPropertyChanged", Weight::Breaks),
        Kind::PropertyBecameWritable => (1029, "ReadonlyPropertyChanged", Weight::Allowed),
        Kind::EnumValueAdded => (1020, "AddedEnumValue", Weight::Allowed),
        Kind::EnumValueRemoved => (1019, "RemovedEnumValue", Weight::Breaks),
        Kind::EnumOpened | Kind::EnumClosed => (1047, "XmsEnumChanged", Weight::Breaks),
        _ => return None,
    })
}

fn value_rule(change: &Change) -> Rule {
    let is_model = matches!(change.place.subject, Subject::Model(_)) && change.place.steps.is_empty();
    Some(match change.kind {
        Kind::BecameEnum => (1048, "AddedXmsEnum", Weight::Breaks),
        Kind::NoLongerEnum => (1049, "RemovedXmsEnum", Weight::Breaks),
        // A model that another one replaced without any difference is a redirected reference too.
        Kind::TypeChanged
            if change.details.is_empty() && (change.variance != Variance::Same || change.frees_type()) =>
        {
            (1026, "TypeChanged", Weight::Breaks)
        }
        Kind::TypeChanged => (1017, "ReferenceRedirection", Weight::Inside),
        Kind::ClientNameChanged if is_model => (1047, "XmsEnumChanged", Weight::Breaks),
        Kind::ClientNameChanged => (1017, "ReferenceRedirection", Weight::Allowed),
        // Only integers may grow in requests and shrink in responses.
        Kind::FormatChanged => (1023, "TypeFormatChanged", format_weight(change)),
        Kind::DefaultAdded | Kind::DefaultRemoved | Kind::DefaultChanged => {
            (1027, "DefaultValueChanged", Weight::Breaks)
        }
        Kind::ConstraintTightened => (1024, "ConstraintIsStronger", Weight::BreaksRequest),
        Kind::ConstraintLoosened => (1037, "ConstraintIsWeaker", Weight::BreaksResponse),
        Kind::ConstraintChanged => (1036, "ConstraintChanged", Weight::Breaks),
        _ => return None,
    })
}

fn format_weight(change: &Change) -> Weight {
    let integer = change.old.as_ref().and_then(|old| old.as_str()).is_some_and(|old| old.starts_with("integer"));
    match (integer, change.variance) {
        (true, Variance::Wider) => Weight::BreaksResponse,
        (true, Variance::Narrower) => Weight::BreaksRequest,
        _ => Weight::Breaks,
    }
}
