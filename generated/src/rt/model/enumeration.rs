//! Enumerations: known values as variants, any other value kept as it came. They are compared by their text on the wire.

/// A text with known values. Implemented by `rt::enumeration!`.
pub trait Enumeration: Sized {
    /// Every value the description knows, as on the wire.
    const KNOWN: &'static [&'static str];

    /// From a wire value; an unknown one is kept.
    fn from_text(text: &str) -> Self;

    /// As on the wire.
    fn as_text(&self) -> &str;
}

/// Ties an enumeration to the wire. See `rt::enumeration`.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($ty:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $crate::rt::Enumeration for $ty {
            const KNOWN: &'static [&'static str] = &[$($text),*];
            #[inline]
            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    unknown => Self::UnknownValue(unknown.to_owned()),
                }
            }
            #[inline]
            fn as_text(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::UnknownValue(text) => text,
                }
            }
        }
        impl $crate::rt::Wire for $ty {
            #[inline]
            fn from_scalar(value: &$crate::rt::Scalar<'_>) -> Option<Self> {
                value.as_text().map($crate::rt::Enumeration::from_text)
            }
            #[inline]
            fn give(&self) -> $crate::rt::Given<'_> {
                $crate::rt::Given::Text($crate::rt::Enumeration::as_text(self).into())
            }
        }
        impl $crate::rt::ToText for $ty {
            #[inline]
            fn to_text(&self) -> std::borrow::Cow<'_, str> {
                $crate::rt::Enumeration::as_text(self).into()
            }
        }
        impl PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::rt::Enumeration::as_text(self) == $crate::rt::Enumeration::as_text(other)
            }
        }
        impl Eq for $ty {}
        impl PartialOrd for $ty {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $ty {
            #[inline]
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                $crate::rt::Enumeration::as_text(self).cmp($crate::rt::Enumeration::as_text(other))
            }
        }
        impl std::hash::Hash for $ty {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                $crate::rt::Enumeration::as_text(self).hash(state);
            }
        }
        impl From<&str> for $ty {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::rt::Enumeration::from_text(text)
            }
        }
        impl AsRef<str> for $ty {
            #[inline]
            fn as_ref(&self) -> &str {
                $crate::rt::Enumeration::as_text(self)
            }
        }
        impl std::fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::rt::Enumeration::as_text(self))
            }
        }
        impl $crate::rt::internal::serde::Serialize for $ty {
            #[inline]
            fn serialize<S: $crate::rt::internal::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::rt::Enumeration::as_text(self))
            }
        }
        impl<'de> $crate::rt::internal::serde::Deserialize<'de> for $ty {
            #[inline]
            fn deserialize<D: $crate::rt::internal::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::rt::internal::deserialize(deserializer)
            }
        }
    };
}
