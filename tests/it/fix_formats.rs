//! What `firstflight fix` writes for programs, and what it shows of changes that a person decides about.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use serde_json::{Value, json};

use crate::fix::{SITE, command, fix, said, site};
use crate::support::{self, Folder, TODAY, firstflight};

/// The lines of standard output; those about changes first, then the findings.
fn lines(folder: &Folder, arguments: &[&str]) -> (Option<i32>, Vec<Value>, Vec<Value>, String) {
    let (code, out, err) = said(&command(folder.path(), arguments).args(["--format", "json"]).output().unwrap());
    let all: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect();
    let (changes, findings) = all.into_iter().partition(|line| line.get("change").is_some());
    (code, changes, findings, err)
}

fn checked(folder: &Folder) -> Vec<Value> {
    let mut command = firstflight(&["check", "--at", TODAY, "--format", "json", "--site"]);
    let output = command.arg(folder.path()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // The last object is about the whole run.
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.filter(|line: &Value| line.get("code").is_some()).collect()
}

#[test]
fn json_names_each_change_and_what_is_left() {
    let folder = site();
    folder.write("content/en/index.md", "---\ntitle: Home\n---\n\nÉ [desk](Contact.md) [x](nowhere.md).\n");
    let before = support::tree(folder.path());
    let (code, planned, left, err) = lines(&folder, &["--dry-run"]);
    assert_eq!((code, planned.len(), left.len()), (Some(1), 2, 1), "{err}");
    assert!(err.starts_with("Would change 2 files: 2 findings fixed, 1 left. Nothing was written.\n"), "{err}");
    support::assert_same("a dry run", &before, &support::tree(folder.path()));
    let text = fs::read_to_string(folder.path().join("content/en/index.md")).unwrap();
    let start = text.find("Contact.md").unwrap();
    let expected = json!({
        "change": "planned",
        "file": "content/en/index.md",
        "count": 1,
        "edits": [{
            "start": start, "end": start + 10, "line": 5, "column": 10, "end_line": 5, "end_column": 20,
            "replacement": "contact.md",
            "findings": [{ "code": "broken-link", "message": "no page is published at `Contact.md`" }],
        }],
        "why": null,
    });
    assert_eq!(planned[1], expected);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&planned[1]), ["change", "file", "count", "edits", "why"]);
    assert_eq!(keys(&planned[1]["edits"][0])[..7], keys(&expected["edits"][0])[..7]);

    let (code, written, left, err) = lines(&folder, &[]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(written[1]["edits"], expected["edits"]);
    assert!(written.iter().all(|line| line["change"] == "written"));
    // What is left is what `check` lists then, in the same shape.
    assert_eq!(left, checked(&folder));
    assert_eq!(left[0]["code"], "broken-link");
    assert_eq!(lines(&folder, &[]).1, [] as [Value; 0]);
}

/// A program that applies the edits to the bytes of the files gets what is written.
#[test]
fn the_edits_of_json_are_the_whole_change() {
    let folder = site();
    folder.write(
        "content/en/a.md",
        "\u{feff}---\r\ntilte: A\r\nextra:\r\n\ta: `x`\r\n\tb: c: d\r\n---\r\nÉ [a](A.md)[b](A.md)",
    );
    let before: Vec<(String, String)> = ["content/en/a.md", "content/en/index.md", "content/en/contact.md"]
        .map(|path| (path.to_owned(), fs::read_to_string(folder.path().join(path)).unwrap()))
        .to_vec();
    let (code, changes, _, err) = lines(&folder, &[]);
    assert_eq!((code, changes.len()), (Some(0), 3), "{err}");
    for (path, mut text) in before {
        let change = changes.iter().find(|line| line["file"] == path.as_str()).unwrap();
        let edits = change["edits"].as_array().unwrap();
        assert_eq!(change["count"], edits.len());
        for edit in edits.iter().rev() {
            let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
            text.replace_range(at("start")..at("end"), edit["replacement"].as_str().unwrap());
            assert!(!edit["findings"].as_array().unwrap().is_empty(), "{edit}");
        }
        assert_eq!(text, fs::read_to_string(folder.path().join(&path)).unwrap(), "{path}");
    }
}

#[test]
fn json_names_files_that_were_left() {
    let folder = site();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("a.md"), "---\ntitle: Linked\ndescriptoin: Elsewhere.\n---\n\nHere.\n").unwrap();
    symlink(elsewhere.path(), folder.path().join("content/fr")).unwrap();
    folder.write("content/site.yaml", &SITE.replace("at: / }", "at: / }, fr: { at: /fr/ }"));
    let read_only = folder.path().join("content/en/index.md");
    fs::set_permissions(&read_only, fs::Permissions::from_mode(0o444)).unwrap();
    let (code, changes, left, err) = lines(&folder, &["--follow"]);
    assert_eq!(code, Some(1), "{err}");
    let short: Vec<_> = changes.iter().map(|it| [&it["change"], &it["file"], &it["why"]].map(Value::as_str)).collect();
    assert_eq!(
        short,
        [
            [Some("written"), Some("content/en/contact.md"), None],
            [Some("skipped"), Some("content/en/index.md"), Some("it is read-only")],
            [Some("skipped"), Some("content/fr/a.md"), Some("it is a link, or in a folder that is a link")],
        ]
    );
    assert!(left.iter().any(|it| it["file"] == "content/fr/a.md" && it["edit"]["certainty"] == "certain"), "{left:?}");
    let (_, planned, ..) = lines(&site(), &["--dry-run"]);
    assert!(planned.iter().all(|it| it["why"].is_null()));
}

/// A site with one finding of each kind that a person decides about.
fn doubtful() -> Folder {
    let folder = site();
    folder.write(
        "content/en/contact.md",
        "---\ntitle: Contact\nsummary: Where we are.\nlastmod: 2026-01-02\n---\n\n## Who comes\n",
    );
    folder.write(
        "content/en/index.md",
        "---\ntitle: Home\n---\n\nSee [our office](contacts.md), [who](contact.md#who-come).\n",
    );
    folder
}

#[test]
fn suggestions_show_the_closest_and_change_nothing() {
    let folder = doubtful();
    let before = support::tree(folder.path());
    let (code, out, err) = fix(folder.path(), &["--suggest"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.starts_with("4 suggestions, not written:\n"), "{out}");
    for line in [
        "-summary: Where we are.\n",
        "+description: Where we are.\n",
        "-lastmod: 2026-01-02\n",
        "+updated: 2026-01-02\n",
        "+See [our office](contact.md), [who](contact.md#who-comes).\n",
    ] {
        assert!(out.contains(line), "{line}{out}");
    }
    assert!(out.contains("Nothing was changed: 0 findings fixed, 4 left.\n"), "{out}");
    support::assert_same("suggestions", &before, &support::tree(folder.path()));
    // Without being asked, it says only that there are some.
    let (code, out, _) = fix(folder.path(), &[]);
    assert_eq!(code, Some(0));
    assert!(!out.contains("+updated") && out.contains("run `firstflight fix --suggest`"), "{out}");
    support::assert_same("a run", &before, &support::tree(folder.path()));
}

#[test]
fn suggestions_are_shown_below_the_changes_that_are_made() {
    let folder = doubtful();
    folder.write("content/en/new.md", "---\ntitle: New\nsumary: A\n---\n\n[a](Contact.md) [b](contacs.md)\n");
    let (code, out, _) = fix(folder.path(), &["--suggest"]);
    assert_eq!(code, Some(0), "{out}");
    let (made, shown) = out.split_once("suggestions, not written:\n").unwrap();
    assert!(made.contains("+[a](contact.md) [b](contacs.md)\n") && !made.contains("[b](contact.md)\n"), "{out}");
    // A suggestion starts from the text that was written.
    assert!(shown.contains("-[a](contact.md) [b](contacs.md)\n+[a](contact.md) [b](contact.md)\n"), "{out}");
    let text = fs::read_to_string(folder.path().join("content/en/new.md")).unwrap();
    assert!(text.contains("[a](contact.md) [b](contacs.md)"), "{text}");
}

/// A finding that a page expects or that the settings switch off is not fixed: somebody wants the text as it is.
#[test]
fn what_is_expected_or_switched_off_is_left() {
    let page = "---\ntitle: A\nexpect:\n  - { finding: indirect-link, reason: The host has no other site. }\n---\n\n[c](/contact/)\n";
    let folder = site();
    let (code, ..) = fix(folder.path(), &[]);
    assert_eq!(code, Some(0));
    folder.write("content/en/a.md", page);
    folder.write("content/en/b.md", "---\ntitle: B\n---\n\n[c](/contact/)\n");
    let (code, out, _) = fix(folder.path(), &["--suggest"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("Changed 1 file: 1 finding fixed"), "{out}");
    assert_eq!(fs::read_to_string(folder.path().join("content/en/a.md")).unwrap(), page);
    // Another finding on the page is.
    folder.write("content/en/a.md", &page.replace("[c]", "[d](Contact.md) [c]"));
    let (_, out, _) = fix(folder.path(), &[]);
    assert!(out.contains("+[d](contact.md) [c](/contact/)\n"), "{out}");

    folder.write("content/en/a.md", "---\ntitle: A\n---\n\n[c](/contact/)\n");
    folder.write("content/site.yaml", &format!("{SITE}findings: {{ indirect-link: off }}\n"));
    let before = support::tree(folder.path());
    for arguments in [&["--suggest"][..], &["--format", "json"]] {
        let (code, out, err) = fix(folder.path(), arguments);
        assert_eq!(code, Some(0), "{out}{err}");
        assert!(!out.contains("/contact/"), "{out}");
    }
    support::assert_same("a finding that is off", &before, &support::tree(folder.path()));
    // Another level is no reason to leave it.
    folder.write("content/site.yaml", &format!("{SITE}findings: {{ indirect-link: note }}\n"));
    assert!(fix(folder.path(), &[]).1.contains("+[c](contact.md)\n"));
}
