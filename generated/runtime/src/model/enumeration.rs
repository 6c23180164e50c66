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
        impl $crate::codegen::Enumeration for $ty {}
        impl std::convert::From<&str> for $ty {
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
        impl std::convert::AsRef<str> for $ty {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl std::str::FromStr for $ty {
            type Err = std::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }
        impl $crate::codegen::Wire for $ty {
            #[inline]
            fn from_scalar(value: &$crate::codegen::Scalar<'_>) -> std::option::Option<Self> {
                $crate::codegen::text_as(value)
            }
            #[inline]
            fn as_value(&self) -> $crate::codegen::ValueRef<'_> {
                $crate::codegen::ValueRef::text(self.as_str())
            }
        }
        impl std::cmp::PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl std::cmp::Eq for $ty {}
        impl std::cmp::PartialOrd for $ty {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> std::option::Option<std::cmp::Ordering> {
                Some(std::cmp::Ord::cmp(self, other))
            }
        }
        impl std::cmp::Ord for $ty {
            #[inline]
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                std::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }
        impl std::hash::Hash for $ty {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                std::hash::Hash::hash(self.as_str(), state);
            }
        }
        impl std::clone::Clone for $ty {
            #[inline]
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant => Self::$variant,)*
                    Self::UnknownValue(text) => Self::UnknownValue(std::clone::Clone::clone(text)),
                }
            }
        }
        impl std::fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let variant = match self {
                    $(Self::$variant => stringify!($variant),)*
                    Self::UnknownValue(_) => "",
                };
                $crate::codegen::internal::debug_enumeration(variant, self.as_str(), f)
            }
        }
        impl std::fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl $crate::codegen::internal::Serialize for $ty {
            fn serialize<S: $crate::codegen::internal::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> $crate::codegen::internal::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::codegen::internal::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                $crate::codegen::internal::deserialize(deserializer)
            }
        }
    };
}
