//! Tests: links that lead outside are never followed.

use super::*;
use crate::system::OpenMethod;

#[test]
fn nothing_below_a_folder_is_reached_through_a_link() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    std::fs::create_dir_all(path.join("in/a/b")).unwrap();
    std::fs::create_dir(path.join("out")).unwrap();
    std::fs::write(path.join("out/file"), "precious").unwrap();
    std::fs::write(path.join("in/a/b/file"), "plain").unwrap();
    for (link, aim) in [("in/link", "../out"), ("in/a/link", "../../out"), ("in/file", "../out/file")] {
        std::os::unix::fs::symlink(aim, path.join(link)).unwrap();
    }
    let dir = Dir::open(&path.join("in")).unwrap();
    let read = |path: &str| dir.read(Path::new(path)).and_then(std::io::read_to_string);
    assert_eq!(read("a/b/file").unwrap(), "plain");
    for path in ["link/file", "a/link/file", "file", "../out/file", "a/../../out/file", "/etc/passwd", "..", "."] {
        assert!(read(path).is_err(), "{path}");
        assert!(path == "." || OpenMethod::ByComponent.file(&dir, Path::new(path)).is_err(), "{path} folder by folder");
        assert!(path == "." || dir.create(&Path::new(path).join("new"), 0o600).is_err(), "{path}");
    }
    assert_eq!(std::fs::read_dir(path.join("out")).unwrap().count(), 1);
    assert!(dir.remove_tree(Path::new("link")).is_err());
    dir.remove_tree(Path::new("a")).unwrap();
    assert_eq!(std::fs::read_to_string(path.join("out/file")).unwrap(), "precious");
}

#[test]
fn what_is_set_aside_takes_the_next_free_number() {
    let place = tempfile::tempdir().unwrap();
    let dir = Dir::open(place.path()).unwrap();
    for number in 1..4 {
        std::fs::write(place.path().join("lock"), number.to_string()).unwrap();
        assert_eq!(dir.set_aside(OsStr::new("lock")).unwrap(), OsStr::new(&format!("lock.aside-{number}")));
    }
    assert!(dir.set_aside(OsStr::new("lock")).is_err());
}
