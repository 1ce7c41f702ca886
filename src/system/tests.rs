//! Tests that hold for each system.

use std::path::Path;

use super::*;

#[test]
fn causes_are_found_in_the_errors_that_have_them() {
    let causes = [
        Cause::LinkLoop,
        Cause::OtherDevice,
        Cause::NotPermitted,
        Cause::Unsupported,
        Cause::TooManyLinks,
        Cause::NameTooLong,
        Cause::TooManyOpenFiles,
    ];
    for cause in causes {
        assert!(causes.into_iter().all(|other| is(&error_of(cause), other) == (cause == other)), "{cause:?}");
    }
    assert!(is_absent(&error_of(Cause::LinkLoop)) && is_absent(&ErrorKind::NotFound.into()));
    assert!(!is_absent(&error_of(Cause::OtherDevice)));
}

#[test]
fn an_open_folder_creates_renames_lists_and_removes() {
    let place = tempfile::tempdir().unwrap();
    let path = canonicalize(place.path()).unwrap();
    let dir = Dir::open(&path).unwrap();
    dir.make_folder(Path::new("a"), 0o700).unwrap();
    std::io::Write::write_all(&mut dir.create(Path::new("a/one"), 0o600).unwrap(), b"one").unwrap();
    assert_eq!(dir.create(Path::new("a/one"), 0o600).unwrap_err().kind(), ErrorKind::AlreadyExists);
    let inner = dir.folder(Path::new("a")).unwrap();
    let found = inner.status_of(Path::new("one")).unwrap().unwrap();
    assert_eq!((found.kind, found.length, found.names), (FileKind::File, 3, 1));
    assert!(found.is_same(&status_of_file(&inner.open_to_read(Path::new("one")).unwrap()).unwrap()));
    assert_eq!(folder_identity(&path), dir.status().ok().map(|found| (found.device, found.inode)));
    inner.link_into_own(Path::new("one"), &dir, Path::new("two")).unwrap();
    assert_eq!(
        dir.rename_to_free(Path::new("a/one"), &dir, Path::new("two")).unwrap_err().kind(),
        ErrorKind::AlreadyExists
    );
    dir.rename_to_free(Path::new("two"), &inner, Path::new("two")).unwrap();
    let mut names: Vec<_> = inner.list().unwrap().into_iter().map(|entry| (entry.name, entry.kind)).collect();
    names.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(names, [("one".into(), Some(FileKind::File)), ("two".into(), Some(FileKind::File))]);
    assert!(dir.remove_folder(Path::new("a")).is_err());
    dir.flush().and_then(|()| dir.flush_entries()).unwrap();
    for name in ["a/one", "a/two", "a/none"] {
        dir.remove_file(Path::new(name)).unwrap();
    }
    dir.remove_folder(Path::new("a")).unwrap();
    dir.remove_folder(Path::new("a")).unwrap();
    assert!(dir.status_of(Path::new("a")).unwrap().is_none());
}

#[test]
fn files_are_read_from_any_place_and_up_to_the_room_there_is() {
    let mut file = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut file, b"0123456789").unwrap();
    let mut bytes = [0; 3];
    assert_eq!(read_at(&file, &mut bytes, 4).unwrap(), 3);
    assert_eq!(&bytes, b"456");
    std::io::Seek::rewind(&mut file).unwrap();
    let mut bytes = Vec::with_capacity(32);
    assert_eq!((read_more(&file, &mut bytes).unwrap(), &bytes[..]), (10, &b"0123456789"[..]));
    assert_eq!(read_more(&file, &mut bytes).unwrap(), 0);
    assert_eq!(bytes.len(), 10);
}
