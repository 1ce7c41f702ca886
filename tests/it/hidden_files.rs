//! Hidden files: `.well-known` is published where programs look for it, `.nojekyll` where a host asks for it, and the rest is
//! named.

use firstflight::pipeline::Built;
use firstflight::report::Code;

use super::support::Folder;

fn settings(more: &str) -> String {
    format!("title: Test\nbase_url: https://example.org/\n{more}\n")
}

fn paths(built: &Built) -> Vec<&str> {
    built.output.iter().map(|(path, _)| path).filter(|path| path.contains("/.") || path.starts_with('.')).collect()
}

fn notes(built: &Built) -> Vec<Code> {
    let codes = built.report.findings().iter().map(|finding| finding.code);
    codes.filter(|code| matches!(code, Code::UnpublishedFile | Code::MisplacedFile)).collect()
}

#[test]
fn well_known_files_are_at_the_root_whatever_the_address_of_the_language() {
    for (at, path) in [("/", "a/.well-known/x"), ("/en/", "en/a/.well-known/x")] {
        let site = Folder::new();
        site.write("content/site.yaml", &settings(&format!("languages: {{ en: {{ at: {at} }} }}")));
        site.write("content/en/.well-known/security.txt", "Contact: mailto:a@example.org\n");
        site.write("content/en/.well-known/acme/token", "t\n");
        site.write("content/en/a/.well-known/x", "x\n");
        site.write("content/en/index.md", "---\ntitle: Home\n---\n\n[Security](.well-known/security.txt)\n");
        let built = site.build_clean();
        let mut expected = vec![".well-known/acme/token", ".well-known/security.txt", path];
        expected.sort_unstable();
        assert_eq!(paths(&built), expected);
        assert_eq!(notes(&built), []);
    }
}

#[test]
fn a_well_known_file_of_another_language_is_misplaced() {
    let site = Folder::new();
    site.write("content/site.yaml", &settings("languages: { en: { at: / }, en-NP: { at: /np/ } }"));
    site.write("content/en-NP/index.md", "---\ntitle: Home\n---\n");
    site.write("content/en-NP/.well-known/x", "x\n");
    let built = site.build_clean();
    assert_eq!((paths(&built), notes(&built)), (vec!["np/.well-known/x"], vec![Code::MisplacedFile]));
}

#[test]
fn github_pages_gets_the_file_that_keeps_names_with_an_underscore() {
    for (host, file, expected, said) in [
        ("github-pages", "content/en/.nojekyll", &[".nojekyll"][..], &[][..]),
        ("github-pages", "themes/own/static/.nojekyll", &[".nojekyll"], &[]),
        ("github-pages", "content/en/_under.md", &[".nojekyll"], &[]),
        ("generic", "content/en/.nojekyll", &[], &[Code::UnpublishedFile]),
        ("generic", "themes/own/static/.nojekyll", &[], &[Code::UnpublishedFile]),
        ("nginx", "content/en/_under.md", &[], &[]),
    ] {
        let site = Folder::new();
        site.write("themes/own/static/a.txt", "a\n");
        site.write(
            "content/site.yaml",
            &settings(&format!("languages: {{ en: {{ at: / }} }}\nhost: {host}\ntheme: [own, plain]")),
        );
        site.write(file, "---\ntitle: A page\n---\n");
        let built = site.build_clean();
        assert_eq!((&paths(&built)[..], &notes(&built)[..]), (expected, said), "{host} {file}");
    }
}

#[test]
fn what_is_hidden_is_named_once_for_each_folder() {
    let site = Folder::new();
    site.write("content/site.yaml", &settings("languages: { en: { at: / } }\ntheme: [own, plain]"));
    for file in ["content/en/.htaccess", "content/.git/config", "content/en/.well-known/.secret"] {
        site.write(file, "x\n");
    }
    for file in ["static/.htaccess", "static/.well-known/x", "templates/.draft.html"] {
        site.write(&format!("themes/own/{file}"), "x\n");
    }
    let built = site.build_clean();
    assert_eq!(paths(&built), [".well-known/x"]);
    let named: Vec<String> = built
        .report
        .findings()
        .iter()
        .filter(|finding| finding.code == Code::UnpublishedFile)
        .map(|finding| finding.place.as_ref().map(|place| place.file().path().to_owned()).unwrap_or_default())
        .collect();
    assert_eq!(named, ["content/.git", "themes/own/static/.htaccess"]);
}

#[test]
fn temporary_files_that_are_left_are_named() {
    let temporary =
        ["report.tmp", "plan.md~", "#d.md#", "~$i.docx", ".g.md.swp", ".g.md.swo", "4913", ".#n.md", "a___jb_tmp___"];
    for name in temporary {
        let site = Folder::new();
        site.write("content/site.yaml", &settings("languages: { en: { at: / } }\ntheme: [own, plain]"));
        site.write("content/en/index.md", "---\ntitle: Home\n---\n");
        site.write("themes/own/static/a.txt", "a\n");
        for folder in ["content/en", "themes/own/static"] {
            site.write(&format!("{folder}/{name}"), "x\n");
        }
        let built = site.build();
        assert_eq!(notes(&built), [Code::UnpublishedFile; 2], "{name}");
        assert!(!built.output.iter().any(|(path, _)| path.ends_with(name)), "{name}");
    }
    let site = Folder::new();
    site.write("content/site.yaml", &settings("languages: { en: { at: / } }"));
    site.write("content/en/4913/index.md", "---\ntitle: A page\n---\n");
    assert_eq!(notes(&site.build_clean()), []);
}
