//! `firstflight fix` where files are hard to change: other line ends, links, files that change meanwhile, and every state that
//! git may have a file in.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::fix::{SITE, assert_stable, command, commit, fix, git, read, said, site};
use crate::support::{self, Folder};

const WRONG: &str = "---\ntitle: New\n---\n\n[a](Contact.md)\n";
const RIGHT: &str = "---\ntitle: New\n---\n\n[a](contact.md)\n";

/// A page before and after a run.
fn assert_page(before: &str, after: &str) {
    let folder = site();
    folder.write("content/en/sub/deep.md", "---\ntitle: Deep\n---\n");
    folder.write("content/en/a.md", before);
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert_eq!(read(&folder, "content/en/a.md"), after);
    assert_stable(&folder);
}

#[test]
fn other_line_ends_marks_and_letters() {
    let page = |end: &str, link: &str, key: &str| {
        format!(
            "---{end}title: Ä{end}{key}: É{end}extra:{end}\u{20}\u{20}a: 1{end}---{end}{end}ÄÖ€😀 [a]({link}) é [b]({link})"
        )
    };
    for end in ["\n", "\r\n"] {
        for start in ["", "\u{feff}"] {
            for last in ["", end] {
                let before = format!("{start}{}{last}", page(end, "CONTACT.md", "descriptoin"));
                assert_page(&before, &format!("{start}{}{last}", page(end, "contact.md", "description")));
            }
        }
    }
    // Tabs, with the other line end and letters of several bytes before them.
    let tabs = "\u{feff}---\r\ntitle: Ä\r\nextra:\r\n\té: ü\r\n\tb:\r\n\t\t- `ß`\r\n---\r\n\r\nText.";
    assert_page(tabs, &tabs.replace('\t', "  ").replace("`ß`", "\"`ß`\""));
}

#[test]
fn an_address_five_times_on_one_line() {
    let line = |path: &str| {
        format!("é [a]({path}) <é> `{path}` [b]({path} \"{path}\") ![é]({path}) [c]: {path}").replace("![é]", "[é]")
    };
    let text = format!("---\ntitle: A\n---\n\n{}\n", line("Contact.md"));
    let right = "é [a](contact.md) <é> `Contact.md` [b](contact.md \"Contact.md\") [é](contact.md) [c]: Contact.md";
    assert_page(&text, &format!("---\ntitle: A\n---\n\n{right}\n"));
    let many = "[a](Contact.md)".repeat(5);
    assert_page(&format!("---\ntitle: A\n---\n\n{many}"), &format!("---\ntitle: A\n---\n\n{}", many.to_lowercase()));
}

#[test]
fn quotes_anchors_and_aliases() {
    // Quotes in quotes: a value that needs more than quotes around it is left to a person.
    let text = "---\ntitle: A\nextra:\n  a: @x \"y\" z\n---\n";
    let folder = site();
    folder.write("content/en/a.md", text);
    assert_eq!(fix(folder.path(), &[]).0, Some(0));
    assert_eq!(read(&folder, "content/en/a.md"), text);
    assert_stable(&folder);
    assert_page(
        "---\n\"titel\": \"A \\\"b\\\" 'c'\"\n'descriptoin': 'it''s'\n---\n",
        "---\n\"title\": \"A \\\"b\\\" 'c'\"\n'description': 'it''s'\n---\n",
    );
    // A key that is written once and used twice, and a value reached by its name.
    assert_page(
        "---\ntitle: A\nexpect:\n  - &e { finding: raw-htm, reasn: &r It is so. }\n  - { finding: nested-lin, reason: *r }\n---\n\n<b>x</b> [a [b](Contact.md)](contact.md)\n",
        "---\ntitle: A\nexpect:\n  - &e { finding: raw-html, reason: &r It is so. }\n  - { finding: nested-link, reason: *r }\n---\n\n<b>x</b> [a [b](contact.md)](contact.md)\n",
    );
    let folder = site();
    folder.write("content/sources.yaml", "- id: itu\n  title: Facts\n");
    let record = |id: &str, more: &str| format!("- id: {id}\n  {more}\n  unit: percent\n  of: people\n  source: itu\n");
    let records = |value: &str, key: &str| {
        record("one", &format!("value: &v {value}\n  {key}: &p \"2019\""))
            + &record("two", &format!("value: *v\n  {key}: *p"))
    };
    folder.write("content/statistics.yaml", &records("19 %", "perid"));
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(read(&folder, "content/statistics.yaml").contains("period: *p"), "{out}");
    assert_stable(&folder);
}

#[test]
fn edits_that_overlap_or_touch_are_made_one_after_another() {
    // A path and the fragment after it, a key and its value, and a link in the words of another.
    assert_page(
        "---\ntitle: A\n---\n\n[a](/sub/deep/#Top)[b](/sub/deep/)[c](Sub/Deep.md#top) [d [e](Contact.md)](Contact.md)\n\n## Top\n",
        "---\ntitle: A\n---\n\n[a](sub/deep.md#Top)[b](sub/deep.md)[c](sub/deep.md#top) [d [e](contact.md)](Contact.md)\n\n## Top\n",
    );
    // A tab in a line whose value needs quotes, and a key below it that is misspelt.
    assert_page(
        "---\ntitle: A\nexpect:\n\t- finding: raw-htm\n\t  reason: `x`\ndescriptoin: @y\n---\n\n<b>x</b>\n",
        "---\ntitle: A\nexpect:\n  - finding: raw-html\n    reason: \"`x`\"\ndescription: \"@y\"\n---\n\n<b>x</b>\n",
    );
}

#[test]
fn a_site_that_is_reached_through_a_link() {
    let folder = site();
    let beside = tempfile::tempdir().unwrap();
    symlink(folder.path(), beside.path().join("site")).unwrap();
    let (code, out, err) = fix(&beside.path().join("site"), &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert_eq!(read(&folder, "content/en/index.md"), "---\ntitle: Home\n---\n\nSee [our office](contact.md).\n");
    // A file with a second name on the disk gets a file of its own; the other name keeps the old text.
    let folder = site();
    let page = folder.path().join("content/en/index.md");
    let other = beside.path().join("other.md");
    fs::hard_link(&page, &other).unwrap();
    assert_eq!(fix(folder.path(), &[]).0, Some(0));
    assert!(fs::read_to_string(other).unwrap().contains("Contact.md"));
    assert!(fs::read_to_string(page).unwrap().contains("contact.md"));
}

/// A folder with a program `git` that first runs `script`, then git. It runs after the site is read, and before it is written.
fn git_after(script: &str) -> Folder {
    let folder = Folder::new();
    let program = folder.path().join("bin/git");
    folder.write("bin/git", &format!("#!/bin/sh\nexport PATH=\"${{PATH#*:}}\"\n{script}\nexec git \"$@\"\n"));
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn fix_with(programs: &Folder, folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let path = format!("{}:{}", programs.path().join("bin").display(), std::env::var("PATH").unwrap());
    said(&command(folder, arguments).env("PATH", path).output().unwrap())
}

#[test]
fn a_file_that_changes_between_reading_and_writing_is_refused() {
    for change in ["echo more >> {}", "rm {}", "rm {} && ln -s contact.md {}", "rm {} && mkdir {}"] {
        let folder = site();
        commit(folder.path());
        let page = folder.path().join("content/en/index.md");
        let programs = git_after(&change.replace("{}", page.to_str().unwrap()));
        let before = read(&folder, "content/en/contact.md");
        let (code, out, err) = fix_with(&programs, folder.path(), &[]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{change}: {err}");
        assert!(err.contains("cannot write content/en/index.md: "), "{change}: {err}");
        assert!(err.contains("nothing was written"), "{change}: {err}");
        assert_eq!(read(&folder, "content/en/contact.md"), before, "{change}");
        let left = fs::read_dir(folder.path().join("content/en")).unwrap();
        let hidden = left.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
        assert_eq!(hidden.count(), 0, "{change}: a temporary file was left");
    }
    // Only the time of a file changes: that is no reason.
    let folder = site();
    commit(folder.path());
    let page = folder.path().join("content/en/index.md");
    let programs = git_after(&format!("touch {}", page.display()));
    let (code, out, err) = fix_with(&programs, folder.path(), &[]);
    assert_eq!(code, Some(0), "{out}{err}");
}

#[test]
fn a_site_in_no_repository_or_without_git_is_changed() {
    let folder = site();
    assert_eq!(fix(folder.path(), &[]).0, Some(0));
    let folder = site();
    commit(folder.path());
    folder.write("content/en/new.md", WRONG);
    // Without the program nobody could restore a file with it either.
    let (code, out, err) = said(&command(folder.path(), &[]).env("PATH", "/nowhere").output().unwrap());
    assert_eq!(code, Some(0), "{out}{err}");
    assert_eq!(read(&folder, "content/en/new.md"), RIGHT);
}

fn assert_refused(folder: &Path, why: &[&str]) {
    let before = support::tree(folder);
    let (code, out, err) = fix(folder, &[]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    for why in why {
        assert!(err.contains(why), "{why}: {err}");
    }
    support::assert_same("a refused run", &before, &support::tree(folder));
    assert_eq!(fix(folder, &["--allow-dirty"]).0, Some(0));
}

fn assert_changed(folder: &Path) {
    let (code, out, err) = fix(folder, &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("\nChanged "), "{out}");
}

#[test]
fn files_that_are_staged_untracked_or_ignored() {
    let dirty = "content/en/contact.md: it has changes that are not committed";
    // Staged, staged and changed back on the disk, staged for the first time, and announced only.
    let folder = site();
    commit(folder.path());
    let committed = read(&folder, "content/en/contact.md");
    folder.write("content/en/contact.md", &format!("{committed}\nMore.\n"));
    git(folder.path(), &["add", "-A"]);
    folder.write("content/en/contact.md", &committed);
    assert_refused(folder.path(), &[dirty]);
    for announce in ["add", "add -N"] {
        let folder = site();
        commit(folder.path());
        folder.write("content/en/new.md", WRONG);
        git(folder.path(), &[&announce.split(' ').collect::<Vec<_>>()[..], &["content/en/new.md"]].concat());
        assert_refused(folder.path(), &["content/en/new.md: it has changes that are not committed"]);
    }
    // Removed from git only, and not known to it.
    let folder = site();
    commit(folder.path());
    git(folder.path(), &["rm", "-q", "--cached", "content/en/contact.md"]);
    assert_refused(folder.path(), &[dirty]);
    let folder = site();
    commit(folder.path());
    folder.write("content/en/new.md", WRONG);
    assert_refused(folder.path(), &["content/en/new.md: it is not committed"]);
    // Ignored, by any of the files that say so.
    for ignore in [".gitignore", ".git/info/exclude", "content/.gitignore"] {
        let folder = site();
        commit(folder.path());
        folder.write("content/en/new.md", WRONG);
        folder.write(ignore, "new.md\n");
        assert_changed(folder.path());
        assert_eq!(read(&folder, "content/en/new.md"), RIGHT);
    }
    // A name that git would quote, or take for a pattern.
    let folder = site();
    commit(folder.path());
    folder.write("content/en/é [x] *.md", WRONG);
    assert_refused(folder.path(), &["content/en/é [x] *.md: it is not committed"]);
    // A repository without a commit.
    let folder = site();
    git(folder.path(), &["init", "-q"]);
    assert_refused(folder.path(), &["content/en/contact.md: it is not committed"]);
}

#[test]
fn a_site_in_a_folder_of_a_repository_in_a_second_worktree_or_in_a_submodule() {
    let clean = site();
    commit(clean.path());
    // The site is a folder of the repository.
    let outer = tempfile::tempdir().unwrap();
    let inner = outer.path().join("docs/site");
    fs::create_dir_all(&inner).unwrap();
    support::succeed(Command::new("cp").arg("-r").arg(clean.path().join("content")).arg(&inner));
    commit(outer.path());
    fs::write(inner.join("content/en/new.md"), WRONG).unwrap();
    assert_refused(&inner, &["content/en/new.md: it is not committed"]);
    // A second worktree, whose `.git` is a file.
    let second = outer.path().join("second");
    git(clean.path(), &["worktree", "add", "-q", "-b", "second", second.to_str().unwrap()]);
    assert!(second.join(".git").is_file());
    fs::write(second.join("content/en/new.md"), WRONG).unwrap();
    assert_refused(&second, &["content/en/new.md: it is not committed"]);
    git(&second, &["checkout", "-q", "."]);
    fs::remove_file(second.join("content/en/new.md")).unwrap();
    assert_changed(&second);
    // A submodule, first committed in itself, then with a change that only the outer repository does not see.
    let parent = tempfile::tempdir().unwrap();
    git(parent.path(), &["init", "-q"]);
    let url = clean.path().to_str().unwrap();
    git(parent.path(), &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url, "site"]);
    let module = parent.path().join("site");
    assert!(module.join(".git").is_file());
    assert_changed(&module);
    fs::write(module.join("content/en/new.md"), WRONG).unwrap();
    assert_refused(&module, &["content/en/new.md: it is not committed"]);
    // Content that is a submodule of its own, in a site that is not committed.
    let around = tempfile::tempdir().unwrap();
    git(around.path(), &["init", "-q"]);
    support::succeed(Command::new("cp").arg("-r").arg(clean.path().join("content")).arg(around.path()));
    commit(&around.path().join("content"));
    assert_changed(around.path());
}

#[test]
fn a_sparse_checkout() {
    let folder = site();
    folder.write("content/site.yaml", &SITE.replace("at: / }", "at: / }, fr: { at: /fr/ }"));
    folder.write("content/fr/index.md", "---\ntitle: Accueil\n---\n\n[a](Contact.md)\n");
    folder.write("content/fr/contact.md", "---\ntitle: Contact\n---\n");
    commit(folder.path());
    for arguments in [&["--cone", "--sparse-index"][..], &["--no-cone"]] {
        let paths = if arguments.contains(&"--cone") { "content/en" } else { "/content/en/\n/content/site.yaml" };
        let mut all = vec!["sparse-checkout", "set"];
        all.extend(arguments);
        all.extend(paths.lines());
        git(folder.path(), &all);
        assert!(!folder.path().join("content/fr/index.md").exists());
        folder.write("content/en/new.md", WRONG);
        assert_refused(folder.path(), &["content/en/new.md: it is not committed"]);
        fs::remove_file(folder.path().join("content/en/new.md")).unwrap();
        git(folder.path(), &["checkout", "-q", "."]);
        let (code, out, err) = fix(folder.path(), &[]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
        assert!(out.contains("Changed 2 files"), "{out}");
        git(folder.path(), &["checkout", "-q", "."]);
    }
}
