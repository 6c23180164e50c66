//! The macro behind every generated structure: one line of text a type, one small expansion.

/// Ties a structure to the wire. See `rt::model`.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($ty:ident { $($key:literal => $field:ident $(, $secret:ident)?),* $(, * => $additional:ident)? $(,)? }) => {
        impl $crate::rt::Model for $ty {
            const NAME: &'static str = stringify!($ty);
            #[inline]
            fn slot(&mut self, key: &str) -> (Option<&mut dyn $crate::rt::Slot>, &mut $crate::rt::Extra) {
                let slot: Option<&mut dyn $crate::rt::Slot> = match key {
                    $($key => Some(&mut self.$field),)*
                    _ => None,
                };
                (slot, &mut self.extra)
            }
            #[inline]
            fn visit(&self, visitor: &mut $crate::rt::Visitor<'_>) -> &$crate::rt::Extra {
                $(
                    $(visitor.$secret();)?
                    visitor.field($key, stringify!($field), &self.$field);
                )*
                $(for (key, value) in &self.$additional {
                    visitor.field(key, "..", &$crate::rt::internal::Additional(value));
                })?
                &self.extra
            }
            $(
                #[inline]
                fn take_additional(&mut self, key: &str, value: &$crate::rt::internal::serde_json::Value) -> bool {
                    $crate::rt::internal::take_additional(&mut self.$additional, key, value)
                }
            )?
        }
        impl $ty {
            /// Empties a member, by its wire name, and has it written as `null`.
            #[inline]
            #[must_use]
            pub fn with_null(self, member: &str) -> Self {
                $crate::rt::internal::with_null(self, member)
            }
        }
        impl std::fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::rt::internal::debug(self, f)
            }
        }
        impl PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::rt::Wire::to_wire(self) == $crate::rt::Wire::to_wire(other)
            }
        }
        impl $crate::rt::internal::serde::Serialize for $ty {
            #[inline]
            fn serialize<S: $crate::rt::internal::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::rt::internal::serialize(self, serializer)
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
