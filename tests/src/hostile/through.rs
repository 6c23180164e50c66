//! OpenAPI 3.0 text all the way through the generator, and what must hold on the way.

use std::collections::{BTreeMap, BTreeSet};

use generator::{
    diag::{Code, Diagnostic, any_error},
    diff::diff,
    lower::lower,
    model::Api,
    overrides::Overrides,
    rust::{File, prepare, render},
    spec::load,
};

/// A first byte below this, which no text begins with, means edits.
pub(super) const EDITS: u8 = 9;

/// The files and the model, or what is wrong.
pub(super) type Outcome = Result<(Vec<File>, Api), Vec<Diagnostic>>;

/// Loads, lowers and renders.
///
/// # Panics
/// If what must hold does not.
pub(super) fn through(name: &str, text: &str) -> Outcome {
    let outcome = once(name, text);
    match (&outcome, once(name, text)) {
        (Ok((first, _)), Ok((second, _))) => assert_eq!(*first, second, "the second time it is another"),
        (Err(first), Err(second)) => assert_eq!(*first, second, "the second time it is another"),
        _ => panic!("accepted once and refused once"),
    }
    match &outcome {
        Ok((files, api)) => {
            rust(files);
            assert_eq!(diff(api, api).changes, [], "it differs from itself");
        }
        Err(problems) => {
            assert!(any_error(problems), "refused without an error");
            placed(problems, &BTreeMap::from([(name.to_owned(), text.to_owned())]));
        }
    }
    outcome
}

fn once(name: &str, text: &str) -> Outcome {
    let document = load(name, text, None)?;
    let (api, problems) = lower(&document, &Overrides::default());
    if any_error(&problems) {
        return Err(problems);
    }
    let names = prepare(&api, &Overrides::default(), &document.source)?;
    Ok((render(&api, &names), api))
}

/// Every file is Rust, under a path of its own that stays in the folder.
fn rust(files: &[File]) {
    let mut paths = BTreeSet::new();
    for file in files {
        if let Err(error) = syn::parse_file(&file.text) {
            panic!("{} is not Rust: {error}\n{}", file.path, file.text);
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "_/.".contains(c);
        assert!(file.path.chars().all(plain) && !file.path.contains(".."), "a file named {:?}", file.path);
        assert!(!file.path.starts_with('/') && file.path.ends_with(".rs"), "a file named {:?}", file.path);
        assert!(paths.insert(file.path.to_lowercase()), "two files named {}", file.path);
    }
}

/// Every diagnostic names a file that was read, and a place in it unless it speaks of the file as a whole.
pub(super) fn placed(problems: &[Diagnostic], files: &BTreeMap<String, String>) {
    // YAML knows more ends of a line than one, and an error at the end of a text stands behind its last line.
    let ends = |c: char| "\n\r\u{85}\u{2028}\u{2029}".contains(c);
    let size = |text: &String| {
        text.split(ends).fold((0, 0), |(lines, longest), line| (lines + 1, line.chars().count().max(longest)))
    };
    let sizes: BTreeMap<&String, (usize, usize)> = files.iter().map(|(name, text)| (name, size(text))).collect();
    for problem in problems {
        let at = &problem.at;
        let Some((lines, longest)) = sizes.get(&at.file) else { panic!("no such file: {problem}") };
        if at.line == 0 && at.column == 0 {
            let whole = matches!(problem.code, Code::EmptyFile | Code::TooLarge | Code::Unreadable);
            assert!(whole, "it says nothing of where: {problem}");
            continue;
        }
        assert!((1..=lines + 1).contains(&at.line), "no such line: {problem}");
        assert!((1..=longest + 2).contains(&at.column), "no such column: {problem}");
        assert!(!problem.message.is_empty() && !problem.message.contains('\n'), "not one line: {problem}");
    }
}
