//! What the disk layer promises, on a real temporary folder.

use std::{fs, path::Path};

use super::{delete_strays, list, read, writable, write};

fn names(folder: &Path) -> Vec<String> {
    let paths = list(folder).expect("a folder");
    paths.iter().map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect()
}

#[test]
fn writes_only_what_changes_and_leaves_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a/b.yaml");
    assert_eq!(write(&path, "x"), Ok(true));
    assert_eq!(write(&path, "x"), Ok(false));
    assert_eq!(write(&path, "y"), Ok(true));
    assert_eq!(read(&path).as_deref(), Ok("y"));
    assert_eq!(names(&folder.path().join("a")), ["b.yaml"]);
}

#[test]
fn refuses_what_cannot_be_read_or_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = |name: &str| folder.path().join(name);
    let message = |result: Result<String, generator::diag::Diagnostic>| result.expect_err("refused").message;
    assert_eq!(message(read(&inside("missing"))), "cannot be read: it does not exist");
    assert_eq!(message(read(folder.path())), "is a folder, not a file");
    fs::write(inside("latin1"), b"a\n\xe9").expect("written");
    let refused = read(&inside("latin1")).expect_err("refused");
    assert_eq!((refused.at.line, refused.message.as_str()), (2, "the text is not UTF-8"));

    fs::write(inside("fixed"), "x").expect("written");
    let mut permissions = fs::metadata(inside("fixed")).expect("metadata").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(inside("fixed"), permissions).expect("set");
    let refused = write(&inside("fixed"), "y").expect_err("refused");
    assert_eq!(refused.message, "cannot be written: it is read-only");
    assert_eq!(fs::read_to_string(inside("fixed")).expect("read"), "x");
    let refused = writable(&inside("fixed/below")).expect_err("refused");
    assert_eq!(refused.message, "is a file, not a folder");
}

#[test]
fn refuses_a_large_file_by_its_length() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.yaml");
    let file = fs::File::create(&path).expect("created");
    file.set_len(generator::spec::yaml::LIMIT + 1).expect("a hole");
    assert_eq!(read(&path).expect_err("refused").code, generator::diag::Code::TooLarge);
}

#[test]
fn strays_go_and_everything_else_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for (name, text) in
        [("keep.rs", "// ours"), ("old/stray.rs", "// ours"), ("hand.rs", "by hand"), (".x.rs.1.xtask-tmp", "")]
    {
        write(&root.join(name), text).expect("written");
    }
    let gone = delete_strays(root, &|path| path.ends_with("keep.rs"), &|text| text == "// ours").expect("deleted");
    assert_eq!(gone.len(), 2);
    assert_eq!(names(root), ["hand.rs", "keep.rs"]);
}
