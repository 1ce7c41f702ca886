//! `firstflight new language`: what it writes, that the site builds afterwards, and what it refuses.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::support::firstflight;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    firstflight(arguments).current_dir(folder).output().expect("the program starts")
}

fn printed(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("standard output is text")
}

/// Runs a command that must fail, and gives what it said.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    said
}

fn new_site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    printed(&run(folder.path(), &["new", "site", "."]));
    folder
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

/// The paths of all files of a site, hidden ones too.
fn files(folder: &TempDir) -> Vec<String> {
    let walk = walkdir::WalkDir::new(folder.path()).min_depth(1).sort_by_file_name();
    let paths = walk.into_iter().map(|entry| entry.unwrap().path().strip_prefix(folder.path()).unwrap().to_owned());
    paths.map(|path| path.display().to_string()).collect()
}

/// The codes and levels of what a check finds.
fn findings(folder: &TempDir) -> Vec<(String, String)> {
    let output = run(folder.path(), &["check", "--format", "json", "--at", "2026-11-23"]);
    let lines = String::from_utf8(output.stdout).unwrap();
    let all = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let part = |finding: &serde_json::Value, key: &str| Some(finding[key].as_str()?.to_owned());
    all.filter_map(|finding| Some((part(&finding, "code")?, part(&finding, "level")?))).collect()
}

#[test]
fn a_language_that_the_theme_knows_begins_with_words_of_the_theme() {
    let folder = new_site();
    let before = read(&folder, "content/site.yaml");
    let said = printed(&run(folder.path(), &["new", "language", "fr"]));
    assert_eq!(
        said,
        "wrote content/fr/index.md\nchanged content/site.yaml: added `fr: { at: /fr/ }` to `languages`\n\nNext:\n  \
         add `fr: …` to `title` in content/site.yaml\n  \
         translate the front matter of content/fr/index.md, and replace its text\n  \
         firstflight check --languages    (shows what has no translation yet)\n"
    );
    let after = read(&folder, "content/site.yaml");
    assert_eq!(after.replace("  fr: { at: /fr/ }\n", ""), before);
    assert!(after.find("  en: { at: / }") < after.find("  fr: { at: /fr/ }"), "{after}");
    let page = read(&folder, "content/fr/index.md");
    assert!(page.contains("\ntitle: My site\n") && page.contains("\n# description: "), "{page}");
    assert!(page.ends_with("\n---\n\nRien pour le moment.\n"), "{page}");
    assert!(!folder.path().join("themes").exists());
    let found = findings(&folder);
    assert!(found.iter().all(|(code, level)| level == "note" || code == "missing-translation"), "{found:?}");
    printed(&run(folder.path(), &["build", "--no-sync"]));
    let built = read(&folder, "public/fr/index.html");
    assert!(built.contains("lang=fr") && built.contains("Rien pour le moment."), "{built}");
}

#[test]
fn a_language_that_the_theme_does_not_know_has_its_texts_to_translate() {
    let folder = new_site();
    let said = printed(&run(folder.path(), &["new", "language", "pl"]));
    assert!(said.starts_with("wrote content/pl/index.md\nwrote themes/local/strings/pl.yaml\nchanged "), "{said}");
    assert!(said.contains("\n  write `theme: [local, plain]` in content/site.yaml\n"), "{said}");
    assert!(said.contains("\n  translate themes/local/strings/pl.yaml, "), "{said}");
    let page = read(&folder, "content/pl/index.md");
    assert!(page.contains("\n# Translate these lines into `pl`") && page.contains("\ndescription: "), "{page}");
    let strings = read(&folder, "themes/local/strings/pl.yaml");
    assert!(strings.contains("\n# menu: \"Menu\"\n"), "{strings}");
    let days = "\n# amount_days: { one: \"{number} day\", few: \"{number} days\", many: \"{number} days\", other: \"{number} days\" }\n";
    assert!(strings.contains(days), "{strings}");
    let english = include_str!("../../themes/plain/strings/en.yaml");
    for key in english.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")) {
        assert!(key.0 == "checked" || strings.contains(&format!("\n# {}: ", key.0)), "{} is missing", key.0);
    }
    // The finding stays until the texts are translated, also once the theme is used.
    let set_theme = |folder: &TempDir| {
        let text = read(folder, "content/site.yaml").replace("theme: plain ", "theme: [local, plain] ");
        fs::write(folder.path().join("content/site.yaml"), text).unwrap();
    };
    for is_used in [false, true] {
        if is_used {
            set_theme(&folder);
        }
        let found = findings(&folder);
        assert!(found.iter().any(|(code, _)| code == "missing-string"), "{is_used}: {found:?}");
        assert!(found.iter().all(|(_, level)| level != "error"), "{is_used}: {found:?}");
    }
    printed(&run(folder.path(), &["build", "--no-sync"]));
    assert!(read(&folder, "public/pl/index.html").contains("lang=en"), "English words are marked");
    // Without the signs of comments, it has all texts, and each form.
    let translated: Vec<&str> =
        strings.lines().filter_map(|line| line.strip_prefix("# ")).filter(|line| line.contains(": ")).collect();
    let translated: Vec<&str> = translated.into_iter().filter(|line| !line.starts_with("The texts")).collect();
    fs::write(folder.path().join("themes/local/strings/pl.yaml"), translated.join("\n") + "\n").unwrap();
    let found = findings(&folder);
    assert!(found.iter().all(|(code, _)| !code.ends_with("-string")), "{found:?}");
}

#[test]
fn the_texts_go_into_the_theme_that_the_site_has() {
    let folder = new_site();
    printed(&run(folder.path(), &["new", "theme", "mine"]));
    let text = read(&folder, "content/site.yaml").replace("theme: plain ", "theme: [mine, plain] ");
    fs::write(folder.path().join("content/site.yaml"), text).unwrap();
    let said = printed(&run(folder.path(), &["new", "language", "sv"]));
    assert!(said.contains("wrote themes/mine/strings/sv.yaml\n") && !said.contains("write `theme:"), "{said}");
    // A language whose readers fall back to one that the theme has needs none.
    let said = printed(&run(folder.path(), &["new", "language", "es-MX"]));
    assert!(!said.contains("strings"), "{said}");
    assert!(read(&folder, "content/es-MX/index.md").ends_with("Nada por el momento.\n"));
    let settings = read(&folder, "content/site.yaml");
    let places = ["  en: {", "  es-MX: {", "  sv: {"].map(|entry| settings.find(entry).unwrap());
    assert!(places.is_sorted(), "{settings}");
}

#[test]
fn settings_that_cannot_be_edited_with_certainty_are_left_and_the_line_is_printed() {
    for (settings, wanted) in [
        (
            "title: A\n",
            "  write `languages: { en: { at: / }, fr: { at: /fr/ } }` in content/site.yaml, which was not changed: ",
        ),
        (
            "title: A\nlanguages: { en: }\n",
            "  write `languages: { en: { at: / }, fr: { at: /fr/ } }` in content/site.yaml, ",
        ),
        (
            "title: A\nextra: &l { en: { at: / } }\nlanguages: *l\n",
            "  add `fr: { at: /fr/ }` to `languages` in content/site.yaml, ",
        ),
    ] {
        let folder = new_site();
        fs::write(folder.path().join("content/site.yaml"), settings).unwrap();
        let said = printed(&run(folder.path(), &["new", "language", "fr"]));
        assert!(said.contains(wanted), "{settings}: {said}");
        assert_eq!(read(&folder, "content/site.yaml"), settings);
        assert!(folder.path().join("content/fr/index.md").is_file());
    }
    // A link is not written through.
    let folder = new_site();
    fs::rename(folder.path().join("content/site.yaml"), folder.path().join("settings.yaml")).unwrap();
    symlink("../settings.yaml", folder.path().join("content/site.yaml")).unwrap();
    let before = read(&folder, "settings.yaml");
    let said = printed(&run(folder.path(), &["new", "language", "fr"]));
    assert!(
        said.contains(
            "  add `fr: { at: /fr/ }` to `languages` in content/site.yaml, which was not changed: it is a link"
        ),
        "{said}"
    );
    assert_eq!(read(&folder, "settings.yaml"), before);
}

#[test]
fn other_words_and_known_languages_are_refused_and_nothing_is_written() {
    let folder = new_site();
    let before = files(&folder);
    for (code, wanted) in [
        ("en", "the site has the language `en` already"),
        ("en_GB", "run `firstflight new language en-GB`"),
        ("FR", "run `firstflight new language fr`"),
        ("francais", "did you mean `fr`?"),
        ("qqq", "`qqq` is not a known language tag"),
        ("../x", "`../x` is not a known language tag"),
        ("", "`` is not a known language tag"),
    ] {
        let said = refused(folder.path(), &["new", "language", code]);
        assert!(said.contains(wanted), "{code}: {said}");
    }
    assert_eq!(files(&folder), before);
    fs::write(folder.path().join("content/site.yaml"), "title: A\nlanguages: { en: [ }\n").unwrap();
    let said = refused(folder.path(), &["new", "language", "fr"]);
    assert!(said.contains("has mistakes") && said.contains("add `fr: { at: /fr/ }` to `languages`"), "{said}");
    fs::write(folder.path().join("content/site.yaml"), "title: A\nlanguages: { en: { at: /fr/ } }\n").unwrap();
    let said = refused(folder.path(), &["new", "language", "fr"]);
    assert!(said.contains("the language `en` is published at `/fr/`"), "{said}");
    assert_eq!(files(&folder), before);
    let empty = tempfile::tempdir().unwrap();
    assert!(refused(empty.path(), &["new", "language", "fr"]).contains("there is no folder content/ in ."));
}

#[test]
fn files_that_exist_are_kept_and_folders_outside_are_not_written_to() {
    let folder = new_site();
    fs::create_dir_all(folder.path().join("content/sv")).unwrap();
    fs::create_dir_all(folder.path().join("themes/local/strings")).unwrap();
    fs::write(folder.path().join("content/sv/index.md"), "---\ntitle: Min sida\n---\n").unwrap();
    fs::write(folder.path().join("themes/local/strings/sv.yaml"), "# nothing yet\n").unwrap();
    let said = printed(&run(folder.path(), &["new", "language", "sv"]));
    assert!(
        said.starts_with("kept content/sv/index.md, which exists already\nkept themes/local/strings/sv.yaml, "),
        "{said}"
    );
    assert_eq!(read(&folder, "content/sv/index.md"), "---\ntitle: Min sida\n---\n");
    assert_eq!(read(&folder, "themes/local/strings/sv.yaml"), "# nothing yet\n");
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), folder.path().join("content/fr")).unwrap();
    let before = read(&folder, "content/site.yaml");
    let said = refused(folder.path(), &["new", "language", "fr"]);
    assert!(said.contains("content/fr is a link that leads out of the site's folder"), "{said}");
    assert_eq!(read(&folder, "content/site.yaml"), before);
    assert!(files(&outside).is_empty());
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_can_be_repeated() {
    let whole = new_site();
    printed(&run(whole.path(), &["new", "language", "pl"]));
    let expected = files(&whole);
    let paths = ["content/pl/index.md", "themes/local/strings/pl.yaml"];
    for time in 0..40 {
        let folder = new_site();
        let before = read(&folder, "content/site.yaml");
        let mut child = firstflight(&["new", "language", "pl"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(time * 250));
        let _ = child.kill();
        child.wait().unwrap();
        for path in paths.into_iter().filter(|path| folder.path().join(path).exists()) {
            assert_eq!(read(&folder, path), read(&whole, path), "{time}: {path}");
        }
        let settings = read(&folder, "content/site.yaml");
        let after = read(&whole, "content/site.yaml");
        assert!([&before, &after].contains(&&settings), "{time}: {settings}");
        if settings == before {
            printed(&run(folder.path(), &["new", "language", "pl"]));
        }
        let left = files(&folder).into_iter().filter(|path| !path.contains(".firstflight-"));
        assert_eq!(left.collect::<Vec<_>>(), expected, "{time}");
        assert_eq!(read(&folder, "content/site.yaml"), after);
    }
}
