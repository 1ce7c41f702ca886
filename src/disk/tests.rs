use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::*;

/// Runs a test with a site and a folder outside it, once for each method of opening files.
fn both(test: impl Fn(&Path, &Path, &SiteFiles)) {
    for is_by_component in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let (site, outside) = (folder.path().join("site"), folder.path().join("outside"));
        for path in ["site/content/en/deep", "site/shared", "outside/en"] {
            fs::create_dir_all(folder.path().join(path)).unwrap();
        }
        fs::write(site.join("content/en/a.md"), "a").unwrap();
        fs::write(site.join("content/en/deep/b.md"), "b").unwrap();
        fs::write(site.join("shared/c.md"), "c").unwrap();
        fs::write(outside.join("en/secret.md"), "secret").unwrap();
        let mut files = SiteFiles::new(&site, false).unwrap();
        if is_by_component {
            files.method = OpenMethod::ByComponent;
        }
        test(&site, &outside, &files);
    }
}

fn refusal<T>(result: io::Result<T>) -> Option<Refusal> {
    result.err().and_then(|error| Refusal::from_error(&error))
}

#[test]
fn files_of_the_site_are_read() {
    both(|site, _, files| {
        for (path, text) in [("content/en/a.md", "a"), ("content/en/deep/b.md", "b"), ("./content/./en/a.md", "a")] {
            assert_eq!(files.read(&site.join(path), 10).unwrap(), text.as_bytes(), "{path}");
        }
        assert_eq!(files.read(&site.join("content/en/a.md"), 1).unwrap(), b"a");
        assert_eq!(refusal(files.read(&site.join("content/en/a.md"), 0)), Some(Refusal::TooLarge(1)));
        assert_eq!(refusal(files.open(&site.join("content/en"))), Some(Refusal::Folder));
        let missing = files.open(&site.join("content/en/none.md")).unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::NotFound);
        let names: Vec<_> = files.list(&site.join("content/en")).unwrap().entries;
        assert_eq!(names.iter().map(|entry| entry.kind).collect::<Vec<_>>(), [EntryKind::File, EntryKind::Folder]);
        assert!(files.list(site).unwrap().entries.iter().map(|entry| &entry.name).eq(["content", "shared"]));
    });
}

#[test]
fn links_are_followed_within_the_site_and_not_out_of_it() {
    both(|site, outside, files| {
        let link = |to: &Path, at: &str| {
            symlink(to, site.join(at)).unwrap();
            site.join(at)
        };
        let inside = [
            (link(Path::new("a.md"), "content/en/again.md"), "a"),
            (link(Path::new("../../shared/c.md"), "content/en/c.md"), "c"),
            (link(Path::new("../../shared"), "content/en/shared").join("c.md"), "c"),
            (link(&site.join("shared"), "content/en/absolute").join("c.md"), "c"),
        ];
        for (path, text) in inside {
            assert_eq!(files.read(&path, 10).unwrap(), text.as_bytes(), "{}", path.display());
        }
        let out = [
            link(&outside.join("en/secret.md"), "content/en/out.md"),
            link(Path::new("../../../outside/en/secret.md"), "content/en/up.md"),
            link(outside, "content/en/folder").join("en/secret.md"),
            link(Path::new("folder"), "content/en/chain").join("en/secret.md"),
            link(Path::new("/proc/self/root"), "content/en/magic").join("etc/hostname"),
            site.join("../outside/en/secret.md"),
            outside.join("en/secret.md"),
        ];
        for path in out {
            assert_eq!(refusal(files.open(&path)), Some(Refusal::Outside), "{}", path.display());
        }
        assert_eq!(refusal(files.list(&site.join("content/en/folder"))), Some(Refusal::Outside));
        assert_eq!(refusal(files.target(&site.join("content/en/folder"))), Some(Refusal::Outside));
        assert_eq!(files.kind_and_stamp(&site.join("content/en/shared")).unwrap().0, EntryKind::Folder);
    });
}

#[test]
fn pipes_and_devices_are_refused_at_once() {
    both(|site, _, files| {
        let pipe = site.join("content/en/pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(refusal(files.open(&pipe)), Some(Refusal::Special));
        let socket = site.join("content/en/socket");
        drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
        assert_eq!(refusal(files.read(&socket, 10)), Some(Refusal::Special));
        let link = site.join("content/en/link");
        symlink("pipe", &link).unwrap();
        assert_eq!(refusal(files.open(&link)), Some(Refusal::Special));
    });
}

#[test]
fn folders_that_lead_out_are_read_only_where_they_are_followed() {
    both(|site, outside, _| {
        fs::rename(site.join("content"), outside.join("content")).unwrap();
        symlink(outside.join("content"), site.join("content")).unwrap();
        let file = site.join("content/en/a.md");
        let refusing = SiteFiles::new(site, false).unwrap();
        assert_eq!(refusal(refusing.open(&file)), Some(Refusal::Outside));
        assert_eq!(refusal(refusing.list(&site.join("content"))), Some(Refusal::Outside));
        let following = SiteFiles::new(site, true).unwrap();
        assert_eq!(following.read(&file, 10).unwrap(), b"a");
        // It is followed that far and no farther.
        symlink(outside.join("en/secret.md"), outside.join("content/en/out.md")).unwrap();
        assert_eq!(refusal(following.open(&site.join("content/en/out.md"))), Some(Refusal::Outside));
        symlink(outside.join("en"), outside.join("content/fr")).unwrap();
        assert_eq!(refusal(following.open(&site.join("content/fr/secret.md"))), Some(Refusal::Outside));
        assert_eq!(
            SiteFiles::new(site, true).unwrap().read(&site.join("content/fr/secret.md"), 10).unwrap(),
            b"secret"
        );
    });
}

#[test]
fn a_stamp_differs_wherever_a_file_may() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a");
    let stamp = || Stamp::from_metadata(&fs::metadata(&file).unwrap());
    fs::write(&file, "one").unwrap();
    let first = stamp();
    assert_eq!(first, stamp());
    fs::File::options().write(true).open(&file).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let second = stamp();
    assert_ne!(first, second);
    // Clocks of files tick a few hundred times a second.
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&file, "two").unwrap();
    fs::File::options().write(true).open(&file).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    // Without a time that programs cannot set, this is not seen; editors set none.
    assert!(cfg!(portable) || second != stamp());
    assert!(second.is_same_file(&stamp()));
}
