//! The macro behind every generated structure: one line of text a type, one small expansion.

/// Ties a structure to the wire. See `rt::model`. `$unset` is what each field is without a value: `None`, or `Patch::Keep`.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($ty:ident $(is $($tag:literal = $kind:literal) is +)? , $unset:path $(, $with_null:ident)? { $($key:literal => $field:ident $(, $secret:ident)?),* $(, * => $additional:ident)? $(,)? }) => {
        impl $crate::codegen::Model for $ty {
            #[inline]
            fn visit<'a>(&'a self, visitor: &mut $crate::codegen::FieldVisitor<'a, '_>) {
                visitor$(.tagged(&[$(($tag, $kind)),+]))?.all(
                    stringify!($ty $($field $(as $secret)?)*),
                    &[$($key),*],
                    [$(&self.$field,)* $(&self.$additional)?],
                    &self.extra,
                )
            }
            #[inline]
            fn visit_mut(&mut self, visitor: &mut $crate::codegen::FieldVisitorMut<'_>) {
                visitor.all([$(&mut self.$field,)* $(&mut self.$additional)?], &mut self.extra)
            }
        }
        $(impl $ty {
            /// Empties a field and has its member written as `null`: `with_null(|model| &model.description)`.
            ///
            /// # Panics
            /// If the function gives anything but a field of the model that it is given.
            #[must_use]
            pub fn $with_null<T: 'static>(self, field: fn(&Self) -> &std::option::Option<T>) -> Self {
                $crate::codegen::internal::with_null(self, field)
            }
        })?
        impl std::default::Default for $ty {
            #[inline]
            fn default() -> Self {
                Self { $($field: $unset,)* $($additional: std::default::Default::default(),)? extra: std::default::Default::default() }
            }
        }
        impl std::clone::Clone for $ty {
            #[inline]
            fn clone(&self) -> Self {
                $crate::codegen::internal::copy(self)
            }
        }
        impl std::fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::codegen::internal::debug(self, f)
            }
        }
        impl std::cmp::PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::codegen::internal::equal(self, other)
            }
        }
        impl $crate::codegen::internal::Serialize for $ty {
            fn serialize<S: $crate::codegen::internal::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                $crate::codegen::internal::serialize(self, serializer)
            }
        }
        impl<'de> $crate::codegen::internal::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::codegen::internal::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                $crate::codegen::internal::deserialize(deserializer)
            }
        }
    };
}
