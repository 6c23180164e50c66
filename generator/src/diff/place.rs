//! The place of a change in words that stay the same when lines move: what an ignore file names.
//!
//! `Gateway_Get/200/ETag`, `parameters/ServiceNameParameter#maxLength`, `models/ApiContract.properties`.
//! Invariant: a place knows no file and no line; a change carries those beside it.

use std::fmt;

use crate::model::{Location, Operation, ParamId, TypeId};

/// What a change is about, before the steps inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The API as a whole.
    Api,
    /// An operation, by its id: the new one where it has both.
    Operation(String),
    /// A shared parameter.
    Parameter(ParamId),
    /// A named type: the new name where it has both.
    Model(TypeId),
}

/// A step inside the subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A parameter of an operation.
    Param(Location, String),
    /// The request body.
    Body,
    /// A response by status code.
    Status(u16),
    /// The `default` response.
    DefaultResponse,
    /// A response header.
    Header(String),
    /// A member of an object.
    Property(String),
    /// The elements of a list.
    Items,
    /// The values of a map.
    Values,
    /// A value of an enumeration or discriminator.
    Variant(String),
    /// The type that stands in place of this one.
    Replaced(TypeId),
    /// Something inside that the model has no form for, by its way in the document.
    Within(String),
    /// A facet, for instance `maxLength`.
    Facet(&'static str),
}

/// A stable place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// What it is about.
    pub subject: Subject,
    /// Where in it.
    pub steps: Vec<Step>,
}

impl Subject {
    /// Its name without a prefix.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Api => "api",
            Self::Operation(id) | Self::Parameter(ParamId(id)) | Self::Model(TypeId(id)) => id,
        }
    }
}

impl Place {
    /// The API as a whole.
    #[must_use]
    pub fn api() -> Self {
        Self { subject: Subject::Api, steps: Vec::new() }
    }

    /// An operation.
    #[must_use]
    pub fn operation(op: &Operation) -> Self {
        Self { subject: Subject::Operation(op.id.clone()), steps: Vec::new() }
    }

    /// A shared parameter.
    #[must_use]
    pub fn parameter(id: &ParamId) -> Self {
        Self { subject: Subject::Parameter(id.clone()), steps: Vec::new() }
    }

    /// A named type.
    #[must_use]
    pub fn model(id: &TypeId) -> Self {
        Self { subject: Subject::Model(id.clone()), steps: Vec::new() }
    }

    /// The place in a sentence: without the prefix that tells a model from an operation.
    #[must_use]
    pub fn format(&self) -> String {
        let mut format = match &self.subject {
            Subject::Api => "the API".to_owned(),
            Subject::Operation(id) | Subject::Model(TypeId(id)) => id.clone(),
            Subject::Parameter(id) => format!("parameter {}", id.0),
        };
        let (facet, steps) = match self.steps.split_last() {
            Some((Step::Facet(facet), steps)) => (Some(facet), steps),
            _ => (None, self.steps.as_slice()),
        };
        format.extend(steps.iter().map(ToString::to_string));
        facet.map_or_else(|| format.clone(), |facet| format!("{facet} of {format}"))
    }

    /// One step further in.
    #[must_use]
    pub fn join(&self, step: Step) -> Self {
        let mut place = self.clone();
        place.steps.push(step);
        place
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api => f.write_str("api"),
            Self::Operation(id) => f.write_str(id),
            Self::Parameter(id) => write!(f, "parameters/{}", id.0),
            Self::Model(id) => write!(f, "models/{id}"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Param(Location::Path, name) => write!(f, "/path/{name}"),
            Self::Param(Location::Query, name) => write!(f, "/query/{name}"),
            Self::Param(Location::Header, name) => write!(f, "/header/{name}"),
            Self::Body => f.write_str("/body"),
            Self::Status(status) => write!(f, "/{status}"),
            Self::DefaultResponse => f.write_str("/default"),
            Self::Header(name) => write!(f, "/{name}"),
            Self::Property(name) => write!(f, ".{name}"),
            Self::Items => f.write_str("[]"),
            Self::Values => f.write_str("{}"),
            Self::Variant(value) => write!(f, "={value}"),
            Self::Replaced(id) => write!(f, ">{id}"),
            Self::Within(way) => write!(f, "@{way}"),
            Self::Facet(name) => write!(f, "#{name}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.subject)?;
        self.steps.iter().try_for_each(|step| write!(f, "{step}"))
    }
}
