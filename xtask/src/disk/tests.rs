//! What the disk layer promises, on a real temporary folder.

use std::{fs, path::Path};

use super::{Access, Output, Tree, Written, delete_strays, list, lock, read};

fn names(folder: &Path) -> Vec<String> {
    let paths = list(folder).expect("a folder");
    paths.iter().map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect()
}

/// What a command does with the file that it was given.
fn write(path: &Path, text: &str) -> Result<Written, String> {
    let told = |refused: generator::diag::Diagnostic| refused.message;
    Output::at(path).map_err(told)?.write(text).map_err(told)
}

/// What a command does with the files that it owns.
fn grow(files: &[(&Path, &str)]) -> Result<(), String> {
    let mut tree = Tree::default();
    files
        .iter()
        .try_for_each(|(path, text)| tree.add(path, text))
        .and_then(|()| tree.commit())
        .map_err(|refused| refused.message)
}

#[test]
fn writes_only_what_changes_and_leaves_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("b.yaml");
    assert_eq!(write(&path, "x"), Ok(Written::Changed));
    assert_eq!(write(&path, "x"), Ok(Written::Unchanged));
    assert_eq!(write(&path, "y"), Ok(Written::Changed));
    assert_eq!(read(&path).as_deref(), Ok("y"));
    assert_eq!(names(folder.path()), ["b.yaml"]);
}

#[test]
fn makes_no_folder_for_a_file_that_was_named() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(write(&folder.path().join("mistyped/b.yaml"), "x"), Err("there is no such folder".to_owned()));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_tree_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let (old, new, wrong) =
        (folder.path().join("old"), folder.path().join("deep/er/new"), folder.path().join("old/below"));
    fs::write(&old, "x").expect("written");
    let refused = grow(&[(&old, "y"), (&new, "y"), (&wrong, "y")]);
    assert_eq!(refused, Err("is a file, not a folder".to_owned()));
    assert_eq!((read(&old).as_deref(), names(folder.path())), (Ok("x"), vec!["old".to_owned()]));
    assert_eq!(grow(&[(&old, "y"), (&new, "y")]), Ok(()));
    assert_eq!((read(&old).as_deref(), read(&new).as_deref()), (Ok("y"), Ok("y")));
    assert_eq!(names(folder.path()), ["deep", "old"]);
}

#[cfg(unix)]
#[test]
fn what_is_written_can_be_read_by_whom_it_could() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let (plain, made) = (folder.path().join("plain"), folder.path().join("made"));
    let bits = |path: &Path| fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
    fs::write(&plain, "x").expect("written");
    assert_eq!(write(&made, "x"), Ok(Written::Changed));
    assert_eq!(bits(&made), bits(&plain));
    fs::set_permissions(&made, fs::Permissions::from_mode(0o640)).expect("set");
    assert_eq!(write(&made, "y"), Ok(Written::Changed));
    assert_eq!(bits(&made), 0o640);
}

#[cfg(unix)]
#[test]
fn links_stay_links() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let inside = |name: &str| folder.path().join(name);
    fs::create_dir(inside("other")).expect("made");
    fs::write(inside("other/file"), "x").expect("written");
    for (link, target) in [("to-file", "other/file"), ("to-link", "to-file"), ("to-nothing", "other/new")] {
        symlink(target, inside(link)).expect("a link");
        write(&inside(link), link).expect("written");
        assert!(inside(link).is_symlink(), "{link}");
        assert_eq!(read(&inside(link)).as_deref(), Ok(link));
    }
    assert_eq!(read(&inside("other/file")).as_deref(), Ok("to-link"));
    assert_eq!(names(&inside("other")), ["file", "new"]);
    symlink("other", inside("to-folder")).expect("a link");
    assert_eq!(write(&inside("to-folder"), "x"), Err("is a folder, not a file".to_owned()));
}

#[cfg(unix)]
#[test]
fn two_locks_follow_one_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    assert!(lock(&path.join("missing"), Access::Write).expect("nothing to lock").is_none());
    let readers = [lock(path, Access::Read).expect("free"), lock(path, Access::Read).expect("shared")];
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let writer = lock(path, Access::Write).expect("free in the end");
            send.send("written").expect("somebody listens");
            drop(writer);
        });
        assert!(receive.recv_timeout(std::time::Duration::from_millis(200)).is_err(), "the readers are still there");
        drop(readers);
        assert_eq!(receive.recv(), Ok("written"));
    });
    assert!(names(path).is_empty(), "nothing is left behind");
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
    let read_only = Err("cannot be written: it is read-only".to_owned());
    assert_eq!(write(&inside("fixed"), "y").map(drop), read_only);
    assert_eq!(grow(&[(&inside("fixed"), "y")]), read_only);
    assert_eq!(fs::read_to_string(inside("fixed")).expect("read"), "x");
    let no_folder = Err("is a file, not a folder".to_owned());
    assert_eq!(write(&inside("fixed/below"), "y").map(drop), no_folder);
    assert_eq!(grow(&[(&inside("fixed/below"), "y")]), no_folder);
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
        grow(&[(&root.join(name), text)]).expect("written");
    }
    let gone = delete_strays(root, &|path| path.ends_with("keep.rs"), &|text| text == "// ours").expect("deleted");
    assert_eq!(gone.len(), 2);
    assert_eq!(names(root), ["hand.rs", "keep.rs"]);
}
