//! Translations that are marked, and originals that change afterwards: findings, `mark-translated`, `check --languages` and
//! `new page --translate`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use firstflight::cache::{Cache, ReadScope};
use firstflight::pipeline;
use firstflight::report::{Code, Finding};
use serde_json::{Value, json};

use crate::support::{self, Folder, firstflight, told};
use crate::warm;

const SITE: &str = "title: { en: A site, fr: Un site }\nbase_url: https://example.org/\n\
                    languages: { en: { at: / }, fr: { at: /fr/ }, ar: { at: /ar/ } }\n\
                    findings: { missing-translation: off, unlinked-page: off, unused-file: off, different-ids: off, \
                    loose-number: off }\n";
const MARKS: &str = "content/translations.yaml";
const ENGLISH: &str = "---\ntitle: Who we are\ndescription: About us.\n---\n\nWe are nine people.\n\n## Where\n\n- In the *north*\n- In \
                       the south\n\nCall us.\n";
const FRENCH: &str = "---\ntitle: Qui nous sommes\ndescription: À propos.\n---\n\nNous sommes neuf.\n";

fn site() -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", SITE);
    for tag in ["en", "fr", "ar"] {
        folder.write(&format!("content/{tag}/index.md"), &format!("---\ntitle: Home {tag}\n---\n\n[All](about.md)\n"));
    }
    folder.write("content/ar/about.md", "---\ntitle: من نحن\n---\n\nنحن تسعة.\n");
    folder.write("content/en/about.md", ENGLISH).write("content/fr/about.md", FRENCH);
    folder
}

fn run(folder: &Folder, arguments: &[&str]) -> Output {
    firstflight(arguments).current_dir(folder.path()).output().expect("the program starts")
}

fn printed(folder: &Folder, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("standard output is text")
}

/// Runs a command that must fail, and gives what it said.
fn refused(folder: &Folder, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    said
}

fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

fn mark(folder: &Folder) {
    printed(folder, &["mark-translated", "content/fr/about.md"]);
}

/// The findings about marks.
fn found(folder: &Folder) -> Vec<Finding> {
    let built = folder.build();
    let findings = built.report.findings().iter();
    let of_marks = |finding: &&Finding| matches!(finding.code, Code::StaleTranslation | Code::UnknownTranslation);
    findings.filter(of_marks).cloned().collect()
}

/// What a finding says, with the lines of the original that it names.
fn said(finding: &Finding) -> String {
    let labels: Vec<String> = finding.labels.iter().map(|label| label.place.to_string()).collect();
    format!("{} at {}", finding.message, labels.join(" "))
}

#[test]
fn what_was_translated_is_kept_in_a_file_that_people_can_read() {
    let folder = site();
    let out = printed(&folder, &["mark-translated", "content/fr/about.md", "./content/ar/about.md"]);
    assert_eq!(
        out,
        "marked content/fr/about.md as translated from content/en/about.md as it is now (7 paragraphs)\n\
         marked content/ar/about.md as translated from content/en/about.md as it is now (7 paragraphs)\n\
         wrote content/translations.yaml\n"
    );
    let text = read(&folder, MARKS);
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines[..3], ["ar/about.md:", "  original: en/about.md", "  blocks:"], "{text}");
    assert_eq!((lines.len(), lines[10]), (20, "fr/about.md:"), "{text}");
    assert!(lines[3..10].iter().all(|line| line.starts_with("    - \"") && line.len() == 16), "{text}");
    assert_eq!(told(&folder.build()), Vec::<String>::new());
    // The same marks are the same bytes, in whatever order they are made.
    let again = printed(&folder, &["mark-translated", "content/ar/about.md", "content/fr/about.md"]);
    assert!(again.ends_with("content/translations.yaml says so already\n"), "{again}");
    assert_eq!(read(&folder, MARKS), text);
    folder.write("content/en/about.md", &ENGLISH.replace("Call us.", "Write to us."));
    assert_eq!(found(&folder).len(), 2);
    assert!(
        printed(&folder, &["mark-translated", "content/fr/about.md"]).ends_with("changed content/translations.yaml\n")
    );
    assert_eq!(found(&folder).len(), 1);
    let changed = read(&folder, MARKS);
    let differing = text.lines().zip(changed.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((differing, text.lines().count()), (1, changed.lines().count()), "{changed}");
}

#[test]
fn only_words_make_a_translation_stale() {
    let folder = site();
    mark(&folder);
    for same in [
        ENGLISH.replace("We are nine people.", "We are\nnine   people."),
        ENGLISH.replace("*north*", "**north**").replace("## Where", "Where\n-----"),
        ENGLISH.replace("nine people", "`nine` people").replace("- In", "* In"),
        ENGLISH
            .replace("## Where", "## Where {#where}")
            .replace("title: Who we are", "title: \"Who we are\"\norder: 3"),
        ENGLISH.replace("Call us.", "[Call us](index.md).").replace('\n', "\r\n"),
        ENGLISH.replace("Call us.", "Call us.\n\n<!-- a note -->\n"),
    ] {
        folder.write("content/en/about.md", &same);
        assert!(found(&folder).is_empty(), "{same}");
    }
    let stale = "`content/en/about.md` has changed since it was translated: ";
    for (text, expected) in [
        (ENGLISH.replace("nine", "ten"), "1 paragraph changed at content/en/about.md:6:1"),
        (ENGLISH.replace("Who we are", "About us"), "1 paragraph changed at content/en/about.md:2:8"),
        (ENGLISH.replace("About us.", "On us."), "1 paragraph changed at content/en/about.md:3:14"),
        (
            format!("{ENGLISH}\nOr write.\n\nPlease.\n"),
            "2 paragraphs new at content/en/about.md:15:1 content/en/about.md:17:1",
        ),
        (ENGLISH.replace("We are nine people.\n\n", ""), "1 paragraph removed at "),
        (
            ENGLISH.replace("We are nine people.\n\n", "").replace("Call us.", "Call us.\n\nWe are nine people."),
            "1 paragraph moved at content/en/about.md:13:1",
        ),
        (
            ENGLISH.replace("nine", "ten").replace("- In the south\n", "- East\n").replace("## Where\n\n", ""),
            "2 paragraphs changed, 1 removed at content/en/about.md:6:1 content/en/about.md:9:3",
        ),
    ] {
        folder.write("content/en/about.md", &text);
        let found = found(&folder);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].place.as_ref().unwrap().to_string(), "content/fr/about.md:2:8");
        assert_eq!(said(&found[0]), format!("{stale}{expected}"), "{text}");
        let help = found[0].help.as_deref().unwrap();
        assert_eq!(help, "translate what has changed, then run `firstflight mark-translated content/fr/about.md`");
    }
    // The editor may expect it, or the site may set another level.
    folder.write(
        "content/fr/about.md",
        &FRENCH.replace("---\n\n", "expect: [{ finding: stale-translation, reason: r }]\n---\n\n"),
    );
    assert!(found(&folder).is_empty());
}

#[test]
fn pages_that_are_renamed_or_gone_are_named() {
    let folder = site();
    mark(&folder);
    let (old, new) = (folder.path().join("content/en/about.md"), folder.path().join("content/en/abouts.md"));
    fs::rename(&old, &new).unwrap();
    let renamed = found(&folder);
    assert_eq!(renamed.len(), 1, "{renamed:?}");
    assert_eq!(
        (renamed[0].code, renamed[0].message.as_str()),
        (Code::UnknownTranslation, "there is no page content/en/about.md")
    );
    assert_eq!(renamed[0].edit.as_ref().map(|edit| edit.replacement.as_str()), Some("en/abouts.md"));
    fs::rename(&new, &old).unwrap();
    fs::remove_file(folder.path().join("content/fr/about.md")).unwrap();
    let gone = found(&folder);
    assert_eq!(gone.len(), 1, "{gone:?}");
    let edit = gone[0].edit.as_ref().expect("the entry can be removed");
    let (text, range) = (read(&folder, MARKS), edit.place.range().unwrap());
    assert!(
        text[range.clone()].starts_with("fr/about.md:\n") && range.end == text.len() && edit.replacement.is_empty()
    );
    // A draft is a page; so is a file that cannot be used.
    folder.write("content/fr/about.md", &FRENCH.replace("title", "draft: true\ntitle"));
    folder.write("content/en/about.md", &ENGLISH.replace("nine", "ten"));
    assert!(found(&folder).is_empty());
    fs::write(folder.path().join("content/fr/about.md"), b"---\ntitle: \xff\n---\n").unwrap();
    assert!(found(&folder).is_empty());
}

#[test]
fn mistakes_in_the_file_are_findings_and_keep_it_from_being_written() {
    let folder = site();
    for (text, expected) in [
        ("fr/about.md: { original: en/about.md, blocks: [zzz] }\n", "`zzz` is not the hash of a block"),
        ("fr/about.md: { original: en/about.md, blocks: [], by: me }\n", "unknown key `by`"),
        ("<<<<<<< ours\nfr/about.md:\n", "translations.yaml"),
    ] {
        folder.write(MARKS, text);
        let told = told(&folder.build());
        assert!(told.iter().any(|line| line.contains(expected)), "{told:?}");
        let said = refused(&folder, &["mark-translated", "content/fr/about.md"]);
        assert!(said.contains("has mistakes, so that nothing can be added to it"), "{said}");
        assert_eq!(read(&folder, MARKS), text);
    }
}

#[test]
fn the_original_is_the_page_that_is_most_likely_meant() {
    let folder = site();
    let original = |arguments: &[&str]| {
        let mut all = vec!["mark-translated"];
        all.extend(arguments);
        let out = printed(&folder, &all);
        out.split(" as translated from ").nth(1).unwrap().split(' ').next().unwrap().to_owned()
    };
    assert_eq!(original(&["content/fr/about.md"]), "content/en/about.md");
    assert_eq!(original(&["content/fr/about.md", "--from", "ar"]), "content/ar/about.md");
    // As before.
    assert_eq!(original(&["content/fr/about.md"]), "content/ar/about.md");
    // What is a translation itself is left to the last.
    assert_eq!(original(&["content/en/about.md"]), "content/ar/about.md");
    assert!(refused(&folder, &["mark-translated", "content/ar/about.md"]).contains("is marked as a translation of"));
    // A page whose path differs says what it is.
    folder.write("content/fr/nous.md", "---\ntitle: Nous\ntranslation_of: ../en/us.md\n---\n\nNous.\n");
    folder.write("content/en/us.md", "---\ntitle: Us\n---\n\nUs.\n");
    assert_eq!(original(&["content/fr/nous.md"]), "content/en/us.md");
    for (arguments, expected) in [
        (&["content/fr/abuot.md"][..], "did you mean content/fr/about.md?"),
        (&["content/site.yaml"], "there is no page content/site.yaml"),
        (&["../x.md"], "name the file of a page"),
        (&["content/fr/about.md", "--from", "de"], "`de` is not a language of this site"),
        (&["content/fr/about.md", "--from", "fr"], "is in the language `fr` itself"),
        (&["content/en/us.md", "--from", "ar"], "has no page that content/en/us.md is a translation of"),
    ] {
        let mut all = vec!["mark-translated"];
        all.extend(arguments);
        let said = refused(&folder, &all);
        assert!(said.contains(expected) && said.contains("nothing was written"), "{said}");
    }
    folder.write("content/fr/alone.md", "---\ntitle: Seule\n---\n\nSeule.\n");
    assert!(refused(&folder, &["mark-translated", "content/fr/alone.md"]).contains("there is no page that"));
}

#[test]
fn an_edit_of_the_original_is_found_by_a_build_with_a_cache() {
    let folder = site();
    mark(&folder);
    let options = support::options(folder.path());
    let mut cache = Cache::new();
    let mut look = ReadScope::Whole;
    let marked = read(&folder, MARKS);
    let ten = ENGLISH.replace("nine", "ten");
    for (path, text, expected) in [
        ("content/en/about.md", ENGLISH, 0),
        ("content/en/about.md", ten.as_str(), 1),
        ("content/fr/about.md", "---\ntitle: Nous\n---\n\nNous.\n", 1),
        (MARKS, "", 0),
        (MARKS, marked.as_str(), 1),
        ("content/en/about.md", ENGLISH, 0),
    ] {
        warm::write(&folder, path, text);
        let warm = pipeline::make(&options, &mut cache, &look).unwrap();
        let rendered = warm.rendered;
        let warm = warm.weigh(&options);
        let cold = pipeline::build(&options).unwrap();
        assert_eq!(warm::told(&warm), warm::told(&cold), "{path}");
        let stale = warm.report.findings().iter().filter(|finding| finding.code == Code::StaleTranslation).count();
        assert_eq!(stale, expected, "{path}: {text}");
        if path == MARKS {
            assert_eq!(rendered, 0, "no page depends on marks");
        }
        let paths = ["content/en/about.md", "content/fr/about.md", MARKS].map(|path| folder.path().join(path));
        look = ReadScope::Paths(BTreeSet::from(paths));
    }
}

#[test]
fn a_table_shows_what_each_language_has() {
    let folder = site();
    folder.write(
        "content/sources.yaml",
        "- id: survey\n  title: { en: A survey, ar: مسح }\n- id: other\n  title: Other\n",
    );
    folder.write("content/fr/only.md", "---\ntitle: Seule\ndraft: true\n---\n\nSeule.\n");
    mark(&folder);
    folder.write("content/en/about.md", &ENGLISH.replace("nine", "ten"));
    let shown = printed(&folder, &["check", "--languages"]);
    let (tables, totals) = shown.split_once("language  ").unwrap();
    assert_eq!(
        tables,
        "page      en       fr        ar\n\
         about.md  present  stale     present\n\
         index.md  present  present   present\n\
         only.md   missing  withheld  missing\n\n\
         missing texts               en       fr       ar\n\
         site.yaml title             present  present  missing\n\
         sources.yaml survey: title  present  missing  present\n\n"
    );
    let rows: Vec<Vec<&str>> = totals.lines().skip(1).map(|line| line.split_whitespace().take(7).collect()).collect();
    assert_eq!(rows[0], ["en", "2", "0", "1", "0", "2", "0"]);
    assert_eq!(rows[1], ["fr", "1", "1", "0", "1", "1", "1"]);
    assert_eq!(rows[2], ["ar", "2", "0", "1", "0", "1", "1"]);

    let lines = printed(&folder, &["check", "--languages", "--format", "json"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let rows: Vec<&Value> = lines.iter().filter(|line| line["translation"].is_string()).collect();
    let about = rows.iter().find(|line| line["name"] == "about.md").unwrap();
    assert_eq!(
        **about,
        json!({
            "translation": "page",
            "name": "about.md",
            "states": { "ar": "present", "en": "present", "fr": "stale" },
            "files": { "ar": "content/ar/about.md", "en": "content/en/about.md", "fr": "content/fr/about.md" },
        })
    );
    assert!(rows.iter().any(|line| line["translation"] == "theme" && line["name"] == "menu"));
    let total = rows.iter().find(|line| line["language"] == "fr").unwrap();
    assert_eq!(total["pages"], json!({ "present": 1, "stale": 1, "missing": 0, "withheld": 1 }));
    assert_eq!(total["texts"], json!({ "present": 1, "missing": 1 }));
    assert_eq!(lines.last().unwrap()["version"], 1);
    assert!(!printed(&folder, &["check"]).contains("missing texts"));
    // A site with errors has a table, too.
    folder.write("content/en/bad.md", "---\ntitle: Bad\n---\n\n[x](nothing.md)\n");
    let output = run(&folder, &["check", "--languages"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("\nbad.md    present  missing"));
}

/// A page with every kind of link, to be copied.
const LINKED: &str = "---\n# About the page.\ntitle: Linked\ndescription: \"All: links\"\ndate: 2026-01-02\nslug: links\naliases:\n  - /old/\n\
                      tags: [water]\nextra: { a: 1 }\n---\n\nSee [us](../about.md#where), [home](../index.md), [it](<all links.md>), \
                      [self](linked.md#a), [web](https://example.org/), [top](#a) and [mail](mailto:a@example.org).\n\n![A \
                      plan](../plan.svg \"The plan\")\n\n{{ image(src=\"../plan.svg\", alt=\"The plan of a house\") }}\n\n{{ \
                      button(to=\"../about.md\", text=\"Us\") }}\n\n`[not](../a.md)` [ref]\n\n{% box(kind=\"tip\") \
                      %}\nInside: [other](all%20links.md).\n{% end %}\n\n[ref]: ../only.md?x=1#y 'Title'\n";

#[test]
fn a_copy_to_translate_keeps_links_shortcodes_and_images() {
    let folder = site();
    folder
        .write("content/en/news/linked.md", LINKED)
        .write("content/en/news/all links.md", "---\ntitle: All\n---\n\nAll.\n");
    folder.write("content/en/news/index.md", "---\ntitle: News\n---\n\nNews.\n");
    folder.write("content/en/only.md", "---\ntitle: Only\n---\n\nOnly.\n");
    folder.write("content/en/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    let from = "content/en/news/linked.md";
    let said = printed(&folder, &["new", "page", "content/fr/news/linked.md", "--translate", from]);
    assert_eq!(
        said,
        "wrote content/fr/news/linked.md, a draft\n\nNext:\n  translate it, and remove `draft: true`\n  \
         firstflight mark-translated content/fr/news/linked.md    (then changes of content/en/news/linked.md are noticed)\n  \
         its links to pages without a translation lead to the originals: content/en/news/all links.md, content/en/only.md\n"
    );
    let copy = read(&folder, "content/fr/news/linked.md");
    let head = "---\n# Translate this page into `fr`. Then remove this comment and `draft: true`, and run\n\
                # `firstflight mark-translated content/fr/news/linked.md`.\ndraft: true\n# About the page.\n";
    assert!(copy.starts_with(head), "{copy}");
    let expected = LINKED
        .replace("---\n# About the page.\n", head)
        .replace("slug: links\naliases:\n  - /old/\n", "")
        .replace("<all links.md>", "<../../en/news/all%20links.md>")
        .replace("../plan.svg", "../../en/plan.svg")
        .replace("(all%20links.md)", "(../../en/news/all%20links.md)")
        .replace("../only.md", "../../en/only.md");
    assert_eq!(support::line_difference(&expected, &copy), "");

    // Elsewhere, each link leads where it led, and the page says what it is a translation of.
    printed(&folder, &["new", "page", "content/ar/deep/er/l.md", "--translate", from]);
    let copy = read(&folder, "content/ar/deep/er/l.md");
    for link in
        ["(../../about.md#where)", "(../../index.md)", "(l.md#a)", "(../../../en/plan.svg ", "to=\"../../about.md\""]
    {
        assert!(copy.contains(link), "{link}\n{copy}");
    }
    assert!(copy.contains("\ntranslation_of: \"../../../en/news/linked.md\"\n"), "{copy}");
    let built = folder.build();
    let errors: Vec<String> = told(&built).into_iter().filter(|line| line.contains("content/fr/")).collect();
    assert!(errors.iter().all(|line| line.starts_with("withheld ")), "{errors:?}");
    // With drafts, all links of the copies lead somewhere.
    let drafts = run(&folder, &["check", "--drafts", "--format", "json"]);
    let lines = String::from_utf8(drafts.stdout).unwrap();
    for line in lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let is_copy = line["file"].as_str().is_some_and(|file| file.ends_with("/l.md") || file.contains("fr/news"));
        let code = line["code"].as_str().unwrap_or_default();
        assert!(!is_copy || !["broken-link", "bad-image", "indirect-link"].contains(&code), "{line}");
    }
}

#[test]
fn the_path_of_a_copy_may_follow_from_the_site() {
    let folder = site();
    folder.write("content/en/plain.md", "# A title\n\nWithout front matter.\n");
    let several = refused(&folder, &["new", "page", "--translate", "content/en/plain.md"]);
    assert!(
        several.contains("`firstflight new page content/fr/plain.md --translate content/en/plain.md`"),
        "{several}"
    );
    folder.write("content/ar/plain.md", "---\ntitle: A\n---\n\nA.\n");
    printed(&folder, &["new", "page", "--translate", "content/en/plain.md"]);
    assert_eq!(
        read(&folder, "content/fr/plain.md"),
        "---\n# Translate this page into `fr`. Then remove this comment and `draft: true`, and run\n\
         # `firstflight mark-translated content/fr/plain.md`.\ndraft: true\n---\n# A title\n\nWithout front matter.\n"
    );
    for (arguments, expected) in [
        (&["--translate", "content/en/plain.md"][..], "each language of the site has content/en/plain.md"),
        (&["content/fr/plain.md", "--translate", "content/en/plain.md"], "content/fr/plain.md already exists"),
        (&["content/en/b.md", "--translate", "content/en/plain.md"], "is in the language `en` itself"),
        (&["fr/b.md", "--translate", "content/en/plain.md"], "is not a valid path for a page"),
        (&["content/fr/b.md", "--translate", "content/en/plian.md"], "did you mean content/en/plain.md?"),
    ] {
        let mut all = vec!["new", "page"];
        all.extend(arguments);
        let said = refused(&folder, &all);
        assert!(said.contains(expected), "{said}");
    }
    let other = printed(&folder, &["new", "page", "content/sw/plain.md", "--translate", "content/en/plain.md"]);
    assert!(other.contains("add `sw: { at: /sw/ }` to `languages` in content/site.yaml"), "{other}");
    let from = Path::new("/");
    let site = folder.path().to_str().unwrap();
    let arguments = ["new", "page", "--site", site, "content/fr/x.md", "--translate", "content/en/about.md"];
    let output = firstflight(&arguments).current_dir(from).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        String::from_utf8_lossy(&output.stdout).contains(&format!("mark-translated --site {site} content/fr/x.md"))
    );
}
