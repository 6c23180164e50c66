//! Other services of Resource Manager, where their published files are at hand: each is imported and rendered, and what is
//! refused is listed here.

use std::{collections::BTreeMap, path::Path};

use generator::diag::{Code, Diagnostic};
use kit::{checkout::Checkout, pipeline::lines, repo};

/// The folders that are not rendered, with the code of the refusal.
const REFUSED: &[(&str, Code)] = &[];

/// How many services the list of folders has, and how many more api-versions of API Management stand beside it.
const SERVICES: usize = 46;
const VERSIONS: usize = 3;

/// Imports a folder, and renders what comes of it; gives the number of files.
fn render(root: &Path, folder: &str) -> Result<usize, Vec<Diagnostic>> {
    let lowered = Checkout::new(root, folder).lowered()?;
    Ok(lowered.render()?.files.len())
}

#[test]
fn every_service_is_imported_and_rendered() {
    let Some(services) = repo::services() else { return };
    let folders = repo::folders(&services);
    assert_eq!(folders.len(), SERVICES + VERSIONS);
    let mut refused = BTreeMap::new();
    for folder in &folders {
        match render(&services, folder) {
            Ok(files) => assert!(files > 2, "{folder}"),
            Err(problems) => {
                refused.insert(folder.as_str(), problems);
            }
        }
    }
    let found: BTreeMap<&str, Code> = refused.iter().map(|(folder, problems)| (*folder, problems[0].code)).collect();
    let told: Vec<String> = refused.iter().map(|(folder, problems)| format!("{folder}\n{}", lines(problems))).collect();
    assert_eq!(found, REFUSED.iter().copied().collect(), "{}", told.join("\n"));
    assert!(folders.len() - refused.len() >= 44 + VERSIONS);
}
