//! `firstflight fix` from outside: what it changes, what it leaves alone, and what it says.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{self, Folder, TODAY, firstflight};

pub const SITE: &str = "title: Test\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n";

/// A site with a misspelt key and a link in the wrong letter case, and a page that the link means.
pub fn site() -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", SITE);
    folder.write("content/en/index.md", "---\ntitle: Home\n---\n\nSee [our office](Contact.md).\n");
    folder.write("content/en/contact.md", "---\ntitle: Contact\ndescriptoin: Where we are.\n---\n\nHere.\n");
    folder
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = firstflight(&["fix", "--at", TODAY, "--jobs", "1", "--site"]);
    command.arg(folder).args(arguments);
    command
}

pub fn fix(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    said(&command(folder, arguments).output().expect("the program starts"))
}

pub fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is text");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

pub fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).expect("the file can be read")
}

pub fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "init.defaultBranch=main",
    ]);
    let output = command.args(arguments).output().expect("git starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub fn commit(folder: &Path) {
    git(folder, &["init", "-q"]);
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "Add the site"]);
}

/// A second run must find nothing to change.
pub fn assert_stable(folder: &Folder) {
    let before = support::tree(folder.path());
    let (code, out, _) = fix(folder.path(), &["--allow-dirty"]);
    assert_eq!((code, out.starts_with("Nothing ")), (Some(0), true), "{out}");
    support::assert_same("a second run", &before, &support::tree(folder.path()));
}

#[test]
fn certain_edits_are_made_and_shown() {
    let folder = site();
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(
        out.contains("--- content/en/contact.md\n+++ content/en/contact.md\n@@ -1,6 +1,6 @@ unknown-key: "),
        "{out}"
    );
    assert!(out.contains("\n-descriptoin: Where we are.\n+description: Where we are.\n"), "{out}");
    assert!(out.contains("\n-See [our office](Contact.md).\n+See [our office](contact.md).\n"), "{out}");
    assert!(out.ends_with("\n\nChanged 2 files: 2 findings fixed, none left.\n"), "{out}");
    assert_eq!(read(&folder, "content/en/index.md"), "---\ntitle: Home\n---\n\nSee [our office](contact.md).\n");
    assert!(!out.contains('\u{1b}'));
    assert_stable(&folder);
    let left = fs::read_dir(folder.path().join("content/en")).unwrap().count();
    assert_eq!(left, 2, "a temporary file was left");
}

#[test]
fn a_dry_run_shows_the_same_and_writes_nothing() {
    let folder = site();
    let before = support::tree(folder.path());
    let (code, out, _) = fix(folder.path(), &["--dry-run"]);
    assert_eq!(code, Some(1), "{out}");
    support::assert_same("a dry run", &before, &support::tree(folder.path()));
    let (_, written, _) = fix(folder.path(), &[]);
    let end = "Would change 2 files: 2 findings fixed, none left. Nothing was written.\n";
    assert_eq!(out, written.replace("Changed 2 files: 2 findings fixed, none left.\n", end));
    assert_eq!(fix(folder.path(), &["--dry-run"]).0, Some(0));
}

#[test]
fn line_ends_byte_order_mark_missing_line_end_and_mode_stay() {
    let folder = site();
    let path = folder.path().join("content/en/contact.md");
    folder.write(
        "content/en/contact.md",
        "\u{feff}---\r\ntitle: Contact\r\ndescriptoin: Here.\r\n---\r\n\r\n[a](Index.md) [b](Index.md)",
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
    let owner = fs::metadata(&path).map(|found| (found.uid(), found.gid())).unwrap();
    let (code, out, _) = fix(folder.path(), &[]);
    assert_eq!(code, Some(0), "{out}");
    assert_eq!(
        read(&folder, "content/en/contact.md"),
        "\u{feff}---\r\ntitle: Contact\r\ndescription: Here.\r\n---\r\n\r\n[a](index.md) [b](index.md)"
    );
    assert!(out.contains("\n+[a](index.md) [b](index.md)\n\\ No newline at end of file\n"), "{out}");
    let found = fs::metadata(&path).unwrap();
    assert_eq!((found.permissions().mode() & 0o7777, (found.uid(), found.gid())), (0o664, owner));
    assert_stable(&folder);
}

#[test]
fn settings_are_fixed_first_and_then_what_they_hide() {
    let folder = site();
    folder.write("content/site.yaml", &SITE.replace("title", "tilte"));
    let (code, out, _) = fix(folder.path(), &[]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("Changed 3 files: 3 findings fixed, none left.\n"), "{out}");
    assert_eq!(read(&folder, "content/site.yaml"), SITE);
    assert_stable(&folder);
}

#[test]
fn files_with_uncommitted_changes_are_refused_all_together() {
    let folder = site();
    commit(folder.path());
    folder.write("content/en/contact.md", "---\ntitle: Contact\ndescriptoin: New words.\n---\n\nHere.\n");
    folder.write("content/en/new.md", "---\ntitle: New\n---\n\n[a](Index.md)\n");
    let before = support::tree(folder.path());
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("content/en/contact.md: it has changes that are not committed"), "{err}");
    assert!(err.contains("content/en/new.md: it is not committed") && err.contains("--allow-dirty"), "{err}");
    assert!(!err.contains("index.md"), "{err}");
    support::assert_same("a refused run", &before, &support::tree(folder.path()));
    // Staged is not committed.
    git(folder.path(), &["add", "-A"]);
    assert_eq!(fix(folder.path(), &[]).0, Some(2));
    let (code, out, err) = fix(folder.path(), &["--dry-run"]);
    assert!(code == Some(1) && err.starts_with("warning: ") && out.contains("Would change 3 files"), "{err}{out}");
    assert_eq!(fix(folder.path(), &["--allow-dirty"]).0, Some(0));
    assert_stable(&folder);
}

#[test]
fn committed_and_ignored_files_are_changed_whatever_the_environment_of_git() {
    let folder = site();
    folder.write(".gitignore", "contact.md\n");
    // Line ends that git changes when it stores a file.
    folder.write(".gitattributes", "*.md text\n");
    folder.write("content/en/index.md", "---\r\ntitle: Home\r\n---\r\n\r\nSee [our office](Contact.md).\r\n");
    commit(folder.path());
    let output =
        command(folder.path(), &[]).env("GIT_DIR", "/nowhere").env("GIT_INDEX_FILE", "/nowhere").output().unwrap();
    let (code, out, err) = said(&output);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("Changed 2 files"), "{out}");
}

#[test]
fn a_repository_cannot_run_programs() {
    let folder = site();
    commit(folder.path());
    let trap = folder.path().join("trap");
    let mark = folder.path().join("trapped");
    fs::write(&trap, format!("#!/bin/sh\ntouch {}\ncat\n", mark.display())).unwrap();
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    let program = trap.to_str().unwrap();
    for (key, value) in [
        ("core.fsmonitor", program),
        ("core.pager", program),
        ("core.sshCommand", program),
        ("core.editor", program),
        ("diff.external", program),
        ("filter.trap.clean", program),
        ("filter.trap.smudge", program),
        ("filter.trap.process", program),
        ("diff.trap.textconv", program),
        ("alias.cat-file", &format!("!{program}")),
        ("remote.origin.url", &format!("ext::{program}")),
        ("remote.origin.promisor", "true"),
        ("extensions.partialClone", "origin"),
        ("core.repositoryFormatVersion", "1"),
    ] {
        git(folder.path(), &["config", key, value]);
    }
    folder.write(".gitattributes", "* filter=trap diff=trap\n");
    fs::copy(&trap, folder.path().join(".git/hooks/post-index-change")).unwrap();
    // Git would look at the file again, and fetch the committed text.
    folder.write("content/en/index.md", "---\ntitle: Home\n---\n\nSee [the office](Contact.md).\n");
    assert_eq!(fix(folder.path(), &[]).0, Some(2));
    fs::remove_dir_all(folder.path().join(".git/objects")).unwrap();
    fs::create_dir(folder.path().join(".git/objects")).unwrap();
    let (code, _, err) = fix(folder.path(), &[]);
    assert_eq!(code, Some(2), "{err}");
    assert!(!mark.exists(), "{err}");
    // Such settings do run programs.
    let mut status = Command::new("git");
    let _ = status.arg("-C").arg(folder.path()).args(["status", "--short"]).output().unwrap();
    assert!(mark.exists(), "the trap does not work");
}

#[test]
fn a_repository_that_git_refuses_counts_as_not_committed() {
    let folder = site();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("git cannot tell whether it is committed: not a git repository"), "{err}");
    let without_git = command(folder.path(), &[]).env("PATH", "/nowhere:relative").output().unwrap();
    assert_eq!(said(&without_git).0, Some(0));
}

/// The last mistake of a site that is fixed step by step is found, and no site is changed twice.
#[test]
fn a_second_run_changes_nothing_on_any_site() {
    let site_yaml = "title: T\nbase_uri: https://example.org/\nlanguages: { en: { at: / } }\nthemes: [own, plain]\n";
    let template = "{% extends \"plain/page.html\" %}\n{{ page.tilte }}\n";
    let page =
        "---\ntilte: A\ndescriptoin: B\ntags:\n\t- a\n\t- b\n---\n\n[a](Index.md#hOme) [b](A.MD) {{ sat(\"x\") }}";
    let sites: [&[(&str, &str)]; 4] = [
        &[("content/site.yaml", site_yaml)],
        &[("content/site.yaml", "title: T\nlanguages:\n\ten: { at: / }\n\tfr: { at: /fr/ }\n")],
        &[("content/en/a.md", page), ("content/site.yaml", site_yaml)],
        &[("themes/own/templates/page.html", template), ("themes/own/strings/en.yaml", "skp: Skip\n")],
    ];
    for files in sites {
        let folder = site();
        for (path, text) in files {
            folder.write(path, text);
        }
        let (code, out, err) = fix(folder.path(), &[]);
        assert_eq!(code, Some(0), "{out}{err}");
        assert_stable(&folder);
    }
}

#[test]
fn linked_files_are_left_alone() {
    let folder = site();
    let elsewhere = tempfile::tempdir().unwrap();
    let text = "---\ntitle: Linked\ndescriptoin: Somewhere else.\n---\n\nHere.\n";
    fs::write(elsewhere.path().join("a.md"), text).unwrap();
    symlink(elsewhere.path(), folder.path().join("content/fr")).unwrap();
    folder.write("content/site.yaml", &SITE.replace("at: / }", "at: / }, fr: { at: /fr/ }"));
    let (code, out, err) = fix(folder.path(), &["--follow"]);
    assert_eq!(code, Some(1), "{out}{err}");
    assert!(err.contains("warning: content/fr/a.md was left as it is: it is a link"), "{err}");
    assert_eq!(fs::read_to_string(elsewhere.path().join("a.md")).unwrap(), text);
    // A link within the site is fixed where it leads.
    fs::remove_file(folder.path().join("content/fr")).unwrap();
    folder.write("content/site.yaml", SITE);
    folder.write("content/en/contact.md", text);
    symlink("contact.md", folder.path().join("content/en/second.md")).unwrap();
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(folder.path().join("content/en/second.md").is_symlink());
    assert!(read(&folder, "content/en/contact.md").contains("description"));
}

#[test]
fn a_read_only_file_is_left_and_named_and_others_are_changed() {
    let folder = site();
    let path = folder.path().join("content/en/index.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let before = read(&folder, "content/en/index.md");
    let (code, out, err) = fix(folder.path(), &["--dry-run"]);
    assert_eq!((code, out.matches("--- content/").count()), (Some(1), 2), "{err}");
    assert!(err.contains("warning: content/en/index.md could not be changed: it is read-only"), "{err}");
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!((code, out.matches("--- content/").count()), (Some(1), 1), "{err}");
    assert!(err.contains("warning: content/en/index.md was left as it is: it is read-only"), "{err}");
    assert!(out.ends_with("Changed 1 file: 1 finding fixed, 1 left.\nTo see what is left, run `firstflight check`.\n"));
    assert_eq!(read(&folder, "content/en/index.md"), before);
    assert!(read(&folder, "content/en/contact.md").contains("description"));
}

#[test]
fn a_large_file_with_many_findings_is_fixed_within_the_limits() {
    let folder = site();
    let line = "See [the contact](Contact.md), where people are met who know of such things; it is a long line.\n\n";
    let page = format!("---\ntitle: Long\n---\n\n{}", line.repeat(20_000));
    folder.write("content/en/long.md", &page);
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(out.matches("\n+See [the contact](contact.md)").count(), 20_000);
    assert_eq!(read(&folder, "content/en/long.md"), page.replace("Contact.md", "contact.md"));
}

#[test]
fn text_that_may_have_been_meant_as_a_link_is_left_for_a_person() {
    let folder = Folder::new();
    folder.write("content/site.yaml", SITE);
    let page = "---\ntitle: Home\n---\n\n[a](/files/x -y.txt), [b](https://example. org/), [c](x.txt “Words”).\n";
    folder.write("content/en/index.md", page);
    fix(folder.path(), &[]);
    assert_eq!(read(&folder, "content/en/index.md"), page);
    let (_, suggested, _) = fix(folder.path(), &["--suggest"]);
    assert!(suggested.contains("+[a](</files/x -y.txt>)"), "{suggested}");
}
