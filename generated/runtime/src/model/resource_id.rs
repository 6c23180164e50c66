//! Ids of resources: read, asked and built, instead of split at `/`.
//!
//! Invariant: an id is a list of pairs, a type and a name each. That of a resource provider is `providers` and a namespace.

use std::{
    cmp::Ordering,
    error, fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use azure_core::error::{Error, ErrorKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::base::{ascii, path::is_segment};

const SUBSCRIPTIONS: &str = "subscriptions";
const RESOURCE_GROUPS: &str = "resourceGroups";
const PROVIDERS: &str = "providers";
/// The namespace of what has no provider in its id: subscriptions, resource groups, and what stands directly in those.
const RESOURCES: &str = "Microsoft.Resources";

/// The id of a resource, for instance
/// `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1/apis/echo`.
///
/// It is read from what a service answers, and gives the arguments of the next call:
///
/// ```
/// use arm_runtime::ResourceId;
///
/// # let text = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1/apis/echo";
/// let id: ResourceId = text.parse()?;
/// let [group, service, api] = id.names(["resourceGroups", "service", "apis"])?;
/// assert_eq!((group, service, api), ("rg1", "apim1", "echo"));
///
/// assert_eq!(id.name_of("service"), Some("apim1"));
/// assert_eq!(id.provider(), Some("Microsoft.ApiManagement"));
/// assert_eq!(id.resource_type(), "Microsoft.ApiManagement/service/apis");
/// assert_eq!(id.parent().and_then(|service| service.parent()).map(|group| group.to_string()).as_deref(),
///     Some("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1"));
///
/// let built = ResourceId::of_subscription("00000000-0000-0000-0000-000000000000")?
///     .child("resourceGroups", "RG1")?
///     .resource("Microsoft.ApiManagement", "service", "apim1")?
///     .child("apis", "echo")?;
/// assert_eq!(built, id);
/// # Ok::<(), arm_runtime::ResourceIdError>(())
/// ```
///
/// Resource Manager compares ids without regard to case, and so do `==`, the order, the hash and every question here. An id is
/// kept and printed as it was written, apart from a `/` at its end.
#[derive(Clone)]
pub struct ResourceId(String);

/// Why a text is no id of a resource, or an id has not what is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResourceIdError {
    /// There is none: the service left it out.
    Missing,
    /// It begins with neither `/subscriptions/` nor `/providers/`. Ids have no endpoint before them.
    Start,
    /// The last type, which this is, has no name: it is the path of a list, not of a resource.
    NoName(String),
    /// A type or a name, by its position from 1, is empty, `.` or `..`, or has a `/`, `?`, `#` or a control character in it.
    Segment(usize),
    /// The id has no name for a type, which this is.
    NoSuchType(String),
}

impl fmt::Display for ResourceIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no resource id"),
            Self::Start => f.write_str("a resource id begins with /subscriptions/ or /providers/, without an endpoint"),
            Self::NoName(ty) => write!(f, "the resource id ends with the type {ty:?} and has no name for it"),
            Self::Segment(at) => write!(
                f,
                "segment {at} of the resource id is empty, \".\", \"..\", or has a /, ?, # or a control character in it"
            ),
            Self::NoSuchType(ty) => write!(f, "the resource id has no name for the type {ty:?}"),
        }
    }
}

impl error::Error for ResourceIdError {}

impl From<ResourceIdError> for Error {
    fn from(error: ResourceIdError) -> Self {
        Self::new(ErrorKind::DataConversion, error)
    }
}

impl ResourceId {
    /// That of a subscription.
    ///
    /// # Errors
    /// If the id of the subscription cannot stand in one.
    pub fn of_subscription(subscription_id: &str) -> Result<Self, ResourceIdError> {
        Self(String::new()).child(SUBSCRIPTIONS, subscription_id)
    }

    /// That of a resource which belongs to no subscription, or of a resource provider's namespace.
    ///
    /// # Errors
    /// If the namespace, the type or the name cannot stand in one.
    pub fn of_tenant(provider: &str, ty: &str, name: &str) -> Result<Self, ResourceIdError> {
        Self(String::new()).resource(provider, ty, name)
    }

    /// That of a resource of a provider in this scope: a subscription, a resource group, or a resource that another one extends.
    ///
    /// # Errors
    /// If the namespace, the type or the name cannot stand in one.
    pub fn resource(&self, provider: &str, ty: &str, name: &str) -> Result<Self, ResourceIdError> {
        self.child(PROVIDERS, provider)?.child(ty, name)
    }

    /// That of what stands in it: a resource group in a subscription, a resource in another one.
    ///
    /// # Errors
    /// If the type or the name cannot stand in one.
    pub fn child(&self, ty: &str, name: &str) -> Result<Self, ResourceIdError> {
        let mut text = self.0.clone();
        let mut at = self.0.matches('/').count();
        for segment in [ty, name] {
            at += 1;
            check(segment, at)?;
            text.push('/');
            text.push_str(segment);
        }
        Ok(Self(text))
    }

    /// What it stands in: a resource for a nested one or one that extends it, a resource group, a subscription. `None` for a
    /// subscription and for what belongs to none.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let mut text = &*self.0;
        loop {
            text = text.rsplit_once('/')?.0.rsplit_once('/')?.0;
            let ends_with_provider = pairs(text).last().is_some_and(|(ty, _)| ty.eq_ignore_ascii_case(PROVIDERS));
            if !ends_with_provider {
                return Some(text).filter(|text| !text.is_empty()).map(|text| Self(text.to_owned()));
            }
        }
    }

    /// The types and names in it, from the outside in, `subscriptions`, `resourceGroups` and `providers` among them.
    pub fn segments(&self) -> impl Iterator<Item = (&str, &str)> {
        pairs(&self.0)
    }

    /// The name of the resource itself.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(_, name)| name)
    }

    /// The name of the resource of a type, for instance of `service`; the innermost if there are more.
    #[must_use]
    pub fn name_of(&self, ty: &str) -> Option<&str> {
        let mut found = None;
        for (known, name) in pairs(&self.0) {
            if known.eq_ignore_ascii_case(ty) {
                found = Some(name);
            }
        }
        found
    }

    /// The names of the resources of these types, in their order.
    ///
    /// # Errors
    /// If there is none for one of them.
    pub fn names<const N: usize>(&self, types: [&str; N]) -> Result<[&str; N], ResourceIdError> {
        let mut names = [""; N];
        for (name, ty) in names.iter_mut().zip(types) {
            *name = self.name_of(ty).ok_or_else(|| ResourceIdError::NoSuchType(ty.to_owned()))?;
        }
        Ok(names)
    }

    /// The subscription.
    #[must_use]
    pub fn subscription_id(&self) -> Option<&str> {
        self.name_of(SUBSCRIPTIONS)
    }

    /// The resource group.
    #[must_use]
    pub fn resource_group(&self) -> Option<&str> {
        self.name_of(RESOURCE_GROUPS)
    }

    /// The namespace of the resource provider that the resource belongs to, for instance `Microsoft.ApiManagement`.
    #[must_use]
    pub fn provider(&self) -> Option<&str> {
        self.name_of(PROVIDERS)
    }

    /// The type with the namespace before it, for instance `Microsoft.ApiManagement/service/apis`.
    #[must_use]
    pub fn resource_type(&self) -> String {
        let mut found = String::from(RESOURCES);
        for (ty, name) in pairs(&self.0) {
            if ty.eq_ignore_ascii_case(PROVIDERS) {
                name.clone_into(&mut found);
                continue;
            }
            // A resource group is a type beside that of subscriptions, not below it.
            if ty.eq_ignore_ascii_case(RESOURCE_GROUPS) {
                RESOURCES.clone_into(&mut found);
            }
            found.push('/');
            found.push_str(ty);
        }
        // The id of a provider has no type behind it.
        if found.contains('/') { found } else { format!("{RESOURCES}/{PROVIDERS}") }
    }

    /// The id as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The pairs of a text that has been checked.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut segments = text.split('/').skip(1);
    std::iter::from_fn(move || segments.next().zip(segments.next()))
}

/// Whether a text can be a type or a name: one segment of a path and nothing else.
fn check(segment: &str, at: usize) -> Result<(), ResourceIdError> {
    let is_good = is_segment(segment) && !ascii::has(segment, |c| matches!(c, '/' | '?' | '#') || c.is_control());
    if is_good { Ok(()) } else { Err(ResourceIdError::Segment(at)) }
}

impl FromStr for ResourceId {
    type Err = ResourceIdError;

    fn from_str(text: &str) -> Result<Self, ResourceIdError> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let mut segments = text.split('/');
        let start = segments.next().filter(|before| before.is_empty()).and_then(|_| segments.clone().next());
        if !start.is_some_and(|ty| ty.eq_ignore_ascii_case(SUBSCRIPTIONS) || ty.eq_ignore_ascii_case(PROVIDERS)) {
            return Err(ResourceIdError::Start);
        }
        let (mut last, mut count) = ("", 0);
        for segment in segments {
            count += 1;
            check(segment, count)?;
            last = segment;
        }
        if count % 2 == 1 { Err(ResourceIdError::NoName(last.to_owned())) } else { Ok(Self(text.to_owned())) }
    }
}

impl TryFrom<&str> for ResourceId {
    type Error = ResourceIdError;

    fn try_from(text: &str) -> Result<Self, ResourceIdError> {
        text.parse()
    }
}

/// The field `id` of a model.
///
/// ```
/// # use arm_runtime::{ResourceId, ResourceIdError};
/// # struct Api { id: Option<String> }
/// # fn example(api: &Api) -> Result<(), ResourceIdError> {
/// let id = ResourceId::try_from(&api.id)?;
/// # Ok(())
/// # }
/// ```
impl TryFrom<&Option<String>> for ResourceId {
    type Error = ResourceIdError;

    fn try_from(id: &Option<String>) -> Result<Self, ResourceIdError> {
        id.as_ref().ok_or(ResourceIdError::Missing)?.parse()
    }
}

impl From<ResourceId> for String {
    fn from(id: ResourceId) -> Self {
        id.0
    }
}

impl AsRef<str> for ResourceId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResourceId({})", self.0)
    }
}

impl PartialEq for ResourceId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for ResourceId {}

impl PartialOrd for ResourceId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ResourceId {
    fn cmp(&self, other: &Self) -> Ordering {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        self.0.bytes().map(lower).cmp(other.0.bytes().map(lower))
    }
}

impl Hash for ResourceId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for chunk in self.0.as_bytes().chunks(64) {
            let mut lower = [0; 64];
            let lower = &mut lower[..chunk.len()];
            lower.copy_from_slice(chunk);
            lower.make_ascii_lowercase();
            state.write(lower);
        }
        // No text has it, so that none hashes as the beginning of another with what comes next.
        state.write_u8(0xFF);
    }
}

impl Serialize for ResourceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ResourceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
