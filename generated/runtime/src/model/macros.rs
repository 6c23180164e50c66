//! The macro behind every generated structure: one line of text a type, one small expansion.

/// Ties a structure to the wire. See `rt::model`. `$unset` is what each field is without a value: `None`, or `Patch::Keep`.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($ty:ident $(is $($tag:literal = $kind:literal) is +)? , $unset:path $(, $with_null:ident)? { $($key:literal => $field:ident $(, $secret:ident)?),* $(,)? $(* => $additional:ident $(,)?)? }) => {
        impl rt::Model for $ty {
            #[inline]
            fn visit<'a>(&'a self, visitor: &mut rt::FieldVisitor<'a, '_>) {
                visitor$(.tagged(&[$(($tag, $kind)),+]))?.all(
                    stringify!($ty $($field $(as $secret)?)*),
                    &[$($key),*],
                    [$(&self.$field,)* $(&self.$additional)?],
                    &self.extra,
                )
            }
            #[inline]
            fn visit_mut(&mut self, visitor: &mut rt::FieldVisitorMut<'_>) {
                visitor.all([$(&mut self.$field,)* $(&mut self.$additional)?], &mut self.extra)
            }
        }
        $(impl $ty {
            /// Empties a field and has its member written as `null`: `with_null(|model| &model.description)`.
            ///
            /// # Panics
            /// If the function gives anything but a field of the model that it is given.
            #[must_use]
            pub fn $with_null<T: 'static>(self, field: fn(&Self) -> &Option<T>) -> Self {
                rt::with_null(self, field)
            }
        })?
        impl Default for $ty {
            #[inline]
            fn default() -> Self {
                Self { $($field: $unset,)* $($additional: Default::default(),)? extra: Default::default() }
            }
        }
        impl Clone for $ty {
            #[inline]
            fn clone(&self) -> Self {
                rt::copy(self)
            }
        }
        impl rt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::fmt::Result {
                rt::debug(self, f)
            }
        }
        impl PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                rt::equal(self, other)
            }
        }
        impl rt::Serialize for $ty {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> rt::Result<S::Ok, S::Error> {
                rt::serialize_model(self, serializer)
            }
        }
        impl<'de> rt::Deserialize<'de> for $ty {
            fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> rt::Result<Self, D::Error> {
                rt::deserialize_model(deserializer)
            }
        }
    };
}
