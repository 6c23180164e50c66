//! Enumerations: known values as variants, any other value kept as it came. They are compared by their text on the wire.

use std::borrow::Cow;

use crate::{args::to_param::ToParam, model::field_value::Scalar};

/// A text with known values; an unknown one is kept. Implemented by `rt::enumeration!`.
pub trait Enumeration: AsRef<str> + for<'a> From<&'a str> {}

impl<E: Enumeration> ToParam for E {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_ref())
    }
}

/// Reads an enumeration from a value that has no parts.
#[inline]
#[must_use]
pub fn text_as<E: Enumeration>(value: &Scalar<'_>) -> Option<E> {
    value.as_text().map(E::from)
}

/// Ties an enumeration to the wire. See `rt::enumeration`.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($ty:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl rt::Enumeration for $ty {}
        impl From<&str> for $ty {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    unknown => Self::UnknownValue(unknown.to_owned()),
                }
            }
        }
        impl $ty {
            /// The value on the wire.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::UnknownValue(text) => text,
                }
            }
        }
        impl AsRef<str> for $ty {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl rt::FromStr for $ty {
            type Err = rt::Infallible;
            #[inline]
            fn from_str(text: &str) -> rt::Result<Self, rt::Infallible> {
                Ok(Self::from(text))
            }
        }
        impl rt::Wire for $ty {
            #[inline]
            fn from_scalar(value: &rt::Scalar<'_>) -> Option<Self> {
                rt::text_as(value)
            }
            #[inline]
            fn as_value(&self) -> rt::ValueRef<'_> {
                rt::ValueRef::text(self.as_str())
            }
        }
        impl PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl Eq for $ty {}
        impl PartialOrd for $ty {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<rt::Ordering> {
                Some(Ord::cmp(self, other))
            }
        }
        impl Ord for $ty {
            #[inline]
            fn cmp(&self, other: &Self) -> rt::Ordering {
                Ord::cmp(self.as_str(), other.as_str())
            }
        }
        impl rt::Hash for $ty {
            fn hash<H: rt::Hasher>(&self, state: &mut H) {
                rt::Hash::hash(self.as_str(), state);
            }
        }
        impl Clone for $ty {
            #[inline]
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant => Self::$variant,)*
                    Self::UnknownValue(text) => Self::UnknownValue(Clone::clone(text)),
                }
            }
        }
        impl rt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::fmt::Result {
                let variant = match self {
                    $(Self::$variant => stringify!($variant),)*
                    Self::UnknownValue(_) => "",
                };
                rt::debug_enumeration(variant, self.as_str(), f)
            }
        }
        impl rt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl rt::Serialize for $ty {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> rt::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> rt::Deserialize<'de> for $ty {
            fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> rt::Result<Self, D::Error> {
                rt::deserialize(deserializer)
            }
        }
    };
}
