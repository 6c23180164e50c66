//! The tables of versions in pages that are otherwise written by hand.

use std::path::Path;

use generator::diag::Diagnostic;

use crate::disk;

const BEGIN: &str = "<!-- api-versions: written by cargo xtask regen -->\n";
const END: &str = "<!-- end of api-versions -->\n";

/// What a table says of a version.
pub(super) struct Row<'a> {
    pub(super) api_version: &'a str,
    pub(super) module: &'a str,
    pub(super) operations: usize,
    pub(super) is_default: bool,
    /// The older versions that it is compared with, and the file that says how.
    pub(super) changes: Vec<(&'a str, &'a str)>,
}

/// The page at `path` with the table of these versions; `None` if there is no such page. Links lead to `folder`, from the page.
pub(super) fn page(path: &Path, folder: &str, rows: &[Row<'_>]) -> Result<Option<String>, Diagnostic> {
    if !path.exists() {
        return Ok(None);
    }
    let text = disk::read(path)?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else {
        let message = "has no place for the table of api-versions";
        let help = format!("add the two lines \"{}\" and \"{}\" where it belongs", BEGIN.trim_end(), END.trim_end());
        return Err(disk::unreadable(path, message).help(help));
    };
    Ok(Some(format!("{before}{BEGIN}{}{END}{after}", table(folder, rows))))
}

fn table(folder: &str, rows: &[Row<'_>]) -> String {
    let mut table =
        "| Api-version | Operations | Feature | On by default | What changed |\n|---|---|---|---|---|\n".to_owned();
    for row in rows {
        let changes: Vec<String> =
            row.changes.iter().map(|(since, file)| format!("[since {since}]({folder}{file})")).collect();
        let on = if row.is_default { "yes" } else { "no" };
        let Row { api_version, module, operations, .. } = row;
        let changes = changes.join(", ");
        table.extend([format!("| {api_version} | {operations} | `{module}` | {on} | {changes} |\n")]);
    }
    table
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_table_stands_between_its_lines_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("README.md");
        let rows = [
            Row { api_version: "2021", module: "v2021", operations: 3, is_default: true, changes: Vec::new() },
            Row {
                api_version: "2024",
                module: "v2024",
                operations: 4,
                is_default: false,
                changes: vec![("2021", "C.md")],
            },
        ];
        assert_eq!(page(&path, "", &rows).unwrap(), None);
        fs::write(&path, format!("# A\n{BEGIN}old\n{END}\nB\n")).unwrap();
        let once = page(&path, "generated/", &rows).unwrap().unwrap();
        assert!(
            once.starts_with(&format!("# A\n{BEGIN}| Api-version |")) && once.ends_with(&format!("{END}\nB\n")),
            "{once}"
        );
        assert!(once.contains(
            "\n| 2021 | 3 | `v2021` | yes |  |\n| 2024 | 4 | `v2024` | no | [since 2021](generated/C.md) |\n"
        ));
        fs::write(&path, &once).unwrap();
        assert_eq!(page(&path, "generated/", &rows).unwrap(), Some(once));
        fs::write(&path, "# A\n").unwrap();
        assert!(page(&path, "", &rows).unwrap_err().to_string().contains("has no place for the table"));
    }
}
