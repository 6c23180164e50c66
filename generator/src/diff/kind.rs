//! The kinds of change: their stable names and which kind is seen when the comparison runs the other way.
//!
//! Invariant: a kind says what changed, never whether it breaks; [`super::Variance`] and [`super::Policy`] do that.

/// Declares [`Kind`] with, for each variant, its stable name, its mirror image, a short title, which is also its
/// documentation, and a sentence.
macro_rules! kinds {
    ($($variant:ident $id:literal $mirror:ident $title:literal $sentence:literal;)*) => {
        /// What changed. Each kind has a stable kebab-case name, which reports and ignore files use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = $title] $variant,)*
        }

        impl Kind {
            /// Every kind, in the order of reports.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name, for instance `response-status-removed`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }

            /// The kind of the same change when old and new are swapped.
            #[must_use]
            pub fn mirror(self) -> Self {
                match self {
                    $(Self::$variant => Self::$mirror,)*
                }
            }

            /// What happened, as a sentence with `{place}`, `{subject}`, `{operation}`, `{old}` and `{new}` left open.
            #[must_use]
            pub fn template(self) -> &'static str {
                match self {
                    $(Self::$variant => $sentence,)*
                }
            }

            /// A title for tables and filters.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)*
                }
            }
        }
    };
}

kinds! {
    EndpointChanged "endpoint-changed" EndpointChanged "Service endpoint changed"
        "the service moved from {old} to {new}";
    SecurityChanged "security-changed" SecurityChanged "Security requirements changed"
        "the security requirements of {place} were {old} and are {new}";
    OperationAdded "operation-added" OperationRemoved "Operation added"
        "{place} is new: {new}";
    OperationRemoved "operation-removed" OperationAdded "Operation removed"
        "{place} is gone: {old}";
    OperationMoved "operation-moved" OperationMoved "Operation moved to another method or path"
        "{place} moved from {old} to {new}";
    PathRespelt "path-respelt" PathRespelt "Path spelt in another case or with another slash at its end"
        "{place} was spelt {old} and is spelt {new}, which is the same to Resource Manager";
    OperationIdChanged "operation-id-changed" OperationIdChanged "Operation id changed"
        "{old} is now called {new}";
    OperationDeprecated "operation-deprecated" OperationUndeprecated "Operation deprecated"
        "{place} is deprecated";
    OperationUndeprecated "operation-undeprecated" OperationDeprecated "Operation no longer deprecated"
        "{place} is no longer deprecated";
    OdataChanged "odata-changed" OdataChanged "Type behind $filter changed"
        "$filter of {place} spoke of {old} and speaks of {new}";
    RequiredParameterAdded "required-parameter-added" RequiredParameterRemoved "Required parameter added"
        "{place} must now be given ({new})";
    RequiredParameterRemoved "required-parameter-removed" RequiredParameterAdded "Required parameter removed"
        "{place}, which had to be given, is gone ({old})";
    OptionalParameterAdded "optional-parameter-added" OptionalParameterRemoved "Optional parameter added"
        "{place} can now be given ({new})";
    OptionalParameterRemoved "optional-parameter-removed" OptionalParameterAdded "Optional parameter removed"
        "{place}, which could be given, is gone ({old})";
    ParameterBecameRequired "parameter-became-required" ParameterBecameOptional "Parameter became required"
        "{place} was optional and must now be given";
    ParameterBecameOptional "parameter-became-optional" ParameterBecameRequired "Parameter became optional"
        "{place} had to be given and is now optional";
    ParameterMoved "parameter-moved" ParameterMoved "Parameter moved to another part of the request"
        "{place} moved from {old} to {new}";
    ParameterReordered "parameter-reordered" ParameterReordered "Parameters in another order"
        "the parameters of {place} were declared as {old} and are declared as {new}";
    ParameterRenamed "parameter-renamed" ParameterRenamed "Parameter renamed"
        "{place}: the parameter {old} is now called {new}";
    ParameterDeprecated "parameter-deprecated" ParameterUndeprecated "Parameter deprecated"
        "{place} is deprecated";
    ParameterUndeprecated "parameter-undeprecated" ParameterDeprecated "Parameter no longer deprecated"
        "{place} is no longer deprecated";
    ParameterOwnerChanged "parameter-owner-changed" ParameterOwnerChanged "Parameter moved between client and call"
        "{place} belonged to the {old} and belongs to the {new}";
    CollectionFormatChanged "collection-format-changed" CollectionFormatChanged "List written in another way"
        "the list {place} was written as {old} and is written as {new}";
    UrlEncodingChanged "url-encoding-changed" UrlEncodingChanged "URL encoding of a parameter changed"
        "whether {place} is URL-encoded changed from {old} to {new}";
    RequestMediaTypeAdded "request-media-type-added" RequestMediaTypeRemoved "Request media type added"
        "{place}: {new} is now accepted";
    RequestMediaTypeRemoved "request-media-type-removed" RequestMediaTypeAdded "Request media type removed"
        "{place}: {old} is no longer accepted";
    ResponseStatusAdded "response-status-added" ResponseStatusRemoved "Success status added"
        "{operation} may now answer {new}";
    ResponseStatusRemoved "response-status-removed" ResponseStatusAdded "Success status removed"
        "{operation} no longer answers {old}";
    ResponseBodyAdded "response-body-added" ResponseBodyRemoved "Response body added"
        "{place} now carries {new}";
    ResponseBodyRemoved "response-body-removed" ResponseBodyAdded "Response body removed"
        "{place} no longer carries {old}";
    ResponseMediaTypeAdded "response-media-type-added" ResponseMediaTypeRemoved "Response media type added"
        "{place}: {new} can now be asked for";
    ResponseMediaTypeRemoved "response-media-type-removed" ResponseMediaTypeAdded "Response media type removed"
        "{place}: {old} can no longer be asked for";
    ResponseHeaderAdded "response-header-added" ResponseHeaderRemoved "Response header added"
        "{place} is a new response header ({new})";
    ResponseHeaderRemoved "response-header-removed" ResponseHeaderAdded "Response header removed"
        "{place} is no longer a response header ({old})";
    ErrorStatusAdded "error-status-added" ErrorStatusRemoved "Failure status declared"
        "{operation} now declares the failure {new}";
    ErrorStatusRemoved "error-status-removed" ErrorStatusAdded "Failure status no longer declared"
        "{operation} no longer declares the failure {old}";
    ErrorBodyChanged "error-body-changed" ErrorBodyChanged "Error body changed"
        "the error body {place} changed";
    PagingAdded "paging-added" PagingRemoved "Became a paged list"
        "{place} became a paged list: {new}";
    PagingRemoved "paging-removed" PagingAdded "No longer a paged list"
        "{place} is no longer a paged list: {old}";
    PagingChanged "paging-changed" PagingChanged "Paging works in another way"
        "{place} paged by {old} and pages by {new}";
    LongRunningAdded "long-running-added" LongRunningRemoved "Became long-running"
        "{place} became long-running, its result is read from {new}";
    LongRunningRemoved "long-running-removed" LongRunningAdded "No longer long-running"
        "{place} is no longer long-running, its result was read from {old}";
    FinalStateChanged "final-state-changed" FinalStateChanged "Final result read elsewhere"
        "the result of {place} was read from {old} and is read from {new}";
    ModelAdded "model-added" ModelRemoved "Model added"
        "the model {new} is new";
    ModelRemoved "model-removed" ModelAdded "Model removed"
        "the model {old} is gone";
    ModelRenamed "model-renamed" ModelRenamed "Model renamed"
        "the model {old} is now called {new}";
    ModelDeprecated "model-deprecated" ModelUndeprecated "Model deprecated"
        "{place} is deprecated";
    ModelUndeprecated "model-undeprecated" ModelDeprecated "Model no longer deprecated"
        "{place} is no longer deprecated";
    ResourceMarkerChanged "resource-marker-changed" ResourceMarkerChanged "Model became or stopped being an ARM resource"
        "whether {place} is an ARM resource changed from {old} to {new}";
    BaseChanged "base-changed" BaseChanged "Base models (allOf) changed"
        "the bases of {place} were {old} and are {new}";
    AdditionalPropertiesTightened "additional-properties-tightened" AdditionalPropertiesLoosened "Fewer additional members allowed"
        "{place}: additional members were {old} and are {new}";
    AdditionalPropertiesLoosened "additional-properties-loosened" AdditionalPropertiesTightened "More additional members allowed"
        "{place}: additional members were {old} and are {new}";
    AdditionalPropertiesDeclared "additional-properties-declared" AdditionalPropertiesUndeclared "Additional members declared"
        "{place}: additional members are now declared";
    AdditionalPropertiesUndeclared "additional-properties-undeclared" AdditionalPropertiesDeclared "Additional members no longer declared"
        "{place}: additional members are no longer declared";
    DiscriminatorAdded "discriminator-added" DiscriminatorRemoved "Discriminator added"
        "{new} now tells the subtypes of {subject} apart";
    DiscriminatorRemoved "discriminator-removed" DiscriminatorAdded "Discriminator removed"
        "{old} no longer tells the subtypes of {subject} apart";
    DiscriminatorChanged "discriminator-changed" DiscriminatorChanged "Another member discriminates"
        "the subtypes of {subject} were told apart by {old} and are by {new}";
    SubtypeAdded "subtype-added" SubtypeRemoved "Subtype added"
        "{place} is a new subtype, {new}";
    SubtypeRemoved "subtype-removed" SubtypeAdded "Subtype removed"
        "{place} is no longer a subtype, it was {old}";
    SubtypeChanged "subtype-changed" SubtypeChanged "Discriminator value means another subtype"
        "{place} meant {old} and means {new}";
    RequiredPropertyAdded "required-property-added" RequiredPropertyRemoved "Required property added"
        "{place} is new and required ({new})";
    RequiredPropertyRemoved "required-property-removed" RequiredPropertyAdded "Required property removed"
        "{place}, which was required, is gone ({old})";
    OptionalPropertyAdded "optional-property-added" OptionalPropertyRemoved "Optional property added"
        "{place} is new ({new})";
    OptionalPropertyRemoved "optional-property-removed" OptionalPropertyAdded "Optional property removed"
        "{place} is gone ({old})";
    PropertyBecameRequired "property-became-required" PropertyBecameOptional "Property became required"
        "{place} was optional and is required";
    PropertyBecameOptional "property-became-optional" PropertyBecameRequired "Property became optional"
        "{place} was required and is optional";
    PropertyBecameReadOnly "property-became-read-only" PropertyBecameWritable "Property became read-only"
        "{place} became read-only";
    PropertyBecameWritable "property-became-writable" PropertyBecameReadOnly "Property became writable"
        "{place} is no longer read-only";
    PropertyBecameSecret "property-became-secret" PropertyNoLongerSecret "Property became a secret"
        "{place} became a secret";
    PropertyNoLongerSecret "property-no-longer-secret" PropertyBecameSecret "Property no longer a secret"
        "{place} is no longer a secret";
    PropertyDeprecated "property-deprecated" PropertyUndeprecated "Property deprecated"
        "{place} is deprecated";
    PropertyUndeprecated "property-undeprecated" PropertyDeprecated "Property no longer deprecated"
        "{place} is no longer deprecated";
    MutabilityNarrowed "mutability-narrowed" MutabilityWidened "Property settable or readable in fewer situations"
        "{place} was for {old} and is only for {new}";
    MutabilityWidened "mutability-widened" MutabilityNarrowed "Property settable or readable in more situations"
        "{place} was only for {old} and is for {new}";
    MutabilityChanged "mutability-changed" MutabilityChanged "Property settable or readable in other situations"
        "{place} was for {old} and is for {new}";
    FlattenChanged "flatten-changed" FlattenChanged "Flattening hint changed"
        "whether tools should flatten {place} changed from {old} to {new}";
    EnumValueAdded "enum-value-added" EnumValueRemoved "Enum value added"
        "{subject} has a new value, {new}";
    EnumValueRemoved "enum-value-removed" EnumValueAdded "Enum value removed"
        "{subject} no longer has the value {old}";
    EnumOpened "enum-opened" EnumClosed "Enum became extensible"
        "{place} was closed and may now get values at any time";
    EnumClosed "enum-closed" EnumOpened "Enum became closed"
        "{place} was extensible and is now closed";
    EnumReordered "enum-reordered" EnumReordered "Enum values in another order"
        "the values of {place} are listed in another order";
    BecameEnum "became-enum" NoLongerEnum "Plain value became an enum"
        "{place} was any {old} and is one of {new}";
    NoLongerEnum "no-longer-enum" BecameEnum "Enum became a plain value"
        "{place} was one of {old} and is any {new}";
    TypeChanged "type-changed" TypeChanged "Type changed"
        "the type of {place} was {old} and is {new}";
    FormatChanged "format-changed" FormatChanged "Format changed"
        "the format of {place} was {old} and is {new}";
    DefaultAdded "default-added" DefaultRemoved "Default added"
        "{place} is now {new} when left out";
    DefaultRemoved "default-removed" DefaultAdded "Default removed"
        "{place} is no longer {old} when left out";
    DefaultChanged "default-changed" DefaultChanged "Default changed"
        "{place} was {old} when left out and is {new}";
    ConstraintTightened "constraint-tightened" ConstraintLoosened "Constraint tightened"
        "{place} is tighter: {old} before, {new} now";
    ConstraintLoosened "constraint-loosened" ConstraintTightened "Constraint loosened"
        "{place} is looser: {old} before, {new} now";
    ConstraintChanged "constraint-changed" ConstraintChanged "Constraint replaced by another"
        "{place} is another: {old} before, {new} now";
    BecameNullable "became-nullable" BecameNonNullable "Became nullable"
        "{place} may now be null";
    BecameNonNullable "became-non-nullable" BecameNullable "No longer nullable"
        "{place} may no longer be null";
    ClientNameChanged "client-name-changed" ClientNameChanged "Name preferred for clients changed"
        "{place}: the name preferred for clients was {old} and is {new}";
    IdentifiersChanged "identifiers-changed" IdentifiersChanged "Members that identify a list's elements changed"
        "the elements of {place} were identified by {old} and are by {new}";
    ConstructAdded "construct-added" ConstructRemoved "Construct without a form added"
        "{place} now says what has no form here: {new}";
    ConstructRemoved "construct-removed" ConstructAdded "Construct without a form removed"
        "{place} no longer says what has no form here: {old}";
    ConstructChanged "construct-changed" ConstructChanged "Construct without a form changed"
        "{place} says something else of what has no form here: {old} before, {new} now";
    ResourceIdTypesChanged "resource-id-types-changed" ResourceIdTypesChanged "Resource types that an id may name changed"
        "{place} could name {old} and can name {new}";
}

impl Kind {
    /// The kind with this stable name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Kind;

    #[test]
    fn a_mirror_is_its_own_inverse() {
        for kind in Kind::ALL {
            assert_eq!(kind.mirror().mirror(), *kind, "{}", kind.id());
        }
    }

    #[test]
    fn names_and_titles_are_unique() {
        let ids: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.id()).collect();
        let titles: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.title()).collect();
        assert_eq!((ids.len(), titles.len()), (Kind::ALL.len(), Kind::ALL.len()));
        assert!(Kind::ALL.iter().all(|kind| Kind::from_id(kind.id()) == Some(*kind)));
    }
}
