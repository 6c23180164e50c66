//! The macro behind every structure of optional parameters: in one expansion what three derives would write in more code.

use std::fmt::{Debug, Formatter, Result};

/// Ties a structure to what all options can. See `rt::options`.
#[doc(hidden)]
#[macro_export]
macro_rules! __options {
    ($ty:ident { $($field:ident),* $(,)? }) => {
        impl Default for $ty {
            #[inline]
            fn default() -> Self {
                Self { $($field: None),* }
            }
        }
        impl Clone for $ty {
            #[inline]
            fn clone(&self) -> Self {
                Self { $($field: Clone::clone(&self.$field)),* }
            }
        }
        impl rt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::fmt::Result {
                rt::debug_options(stringify!($ty $($field)*), &[$(&self.$field),*], f)
            }
        }
    };
}

/// Prints options as a derived `Debug` would. `names` is that of the structure, then those of its fields.
///
/// # Errors
/// If the formatter fails.
pub fn debug_options(names: &str, fields: &[&dyn Debug], f: &mut Formatter<'_>) -> Result {
    let mut names = names.split_ascii_whitespace();
    let mut out = f.debug_struct(names.next().unwrap_or_default());
    for field in fields {
        out.field(names.next().unwrap_or_default(), field);
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use crate::codegen as rt;

    struct GetOptions {
        if_match: Option<String>,
        top: Option<i32>,
    }
    rt::options!(GetOptions { if_match, top });

    #[test]
    fn options_are_empty_at_first_and_copied_and_printed_as_a_derive_would() {
        let options = GetOptions { top: Some(1), ..GetOptions::default() };
        assert_eq!(format!("{:?}", options.clone()), "GetOptions { if_match: None, top: Some(1) }");
        let (options, top) = (GetOptions { if_match: Some("a".to_owned()), ..options }, "top: Some(1)");
        assert_eq!(format!("{options:?}"), format!("GetOptions {{ if_match: Some(\"a\"), {top} }}"));
    }
}
