//! The page with the tables: each stands between two comments that name its section, and nothing else is touched.

use std::{fs, path::Path};

use anyhow::Context;

/// Puts a section's table in the place of the former one.
pub(super) fn replace(path: &Path, section: &str, table: &str) -> anyhow::Result<()> {
    let page = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let replaced = replaced(&page, section, table)
        .with_context(|| format!("{}: \"{}\" and \"{}\" are missing", path.display(), begin(section), end(section)))?;
    fs::write(path, replaced).with_context(|| path.display().to_string())
}

fn begin(section: &str) -> String {
    format!("<!-- begin of {section}: cargo xtask bench {section} --update -->")
}

fn end(section: &str) -> String {
    format!("<!-- end of {section} -->")
}

fn replaced(page: &str, section: &str, table: &str) -> Option<String> {
    let (before, rest) = page.split_once(&begin(section))?;
    let (_, after) = rest.split_once(&end(section))?;
    Some(format!("{before}{}\n\n{}\n\n{}{after}", begin(section), table.trim(), end(section)))
}

#[cfg(test)]
mod tests {
    use super::{begin, end, replaced};
    use crate::{Section, page_path};

    #[test]
    fn only_the_section_changes() {
        let page = format!("a\n{}\nold\n{}\nb\n", begin("x"), end("x"));
        let expected = format!("a\n{}\n\nnew\n\n{}\nb\n", begin("x"), end("x"));
        assert_eq!(replaced(&page, "x", "new\n").as_deref(), Some(expected.as_str()));
        assert_eq!(replaced(&expected, "x", "new").as_deref(), Some(expected.as_str()));
        assert_eq!(replaced(&page, "y", "new"), None);
    }

    #[test]
    fn the_page_has_a_place_for_every_section() {
        let page = std::fs::read_to_string(page_path()).unwrap();
        for section in Section::ALL {
            assert!(replaced(&page, section.name(), "").is_some(), "{}", section.name());
        }
    }
}
