//! `firstflight import site`: small sites of each generator with the expected result, and properties that hold for all.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use firstflight::import::{self, FileContent, Losses, Original};
use proptest::prelude::*;

use crate::archive::{Archive, Case, Section};
use crate::support::{self, firstflight, line_difference, refresh, updates};

/// What the title of a section begins with that contains a file of the new site.
const MADE: &str = "=> ";
/// The title of the section with what was not imported.
const LEFT: &str = "not imported";

fn archives() -> Vec<(PathBuf, Archive)> {
    let folder = support::repository().join("tests/import");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let archive = Archive::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, archive)
    };
    paths.into_iter().map(read).collect()
}

/// The files of the original in a case.
fn originals(shared: &[Section], case: &Case) -> BTreeMap<String, Vec<u8>> {
    let all = shared.iter().chain(&case.sections);
    let is_original = |section: &&Section| !section.title.starts_with(MADE) && section.title != LEFT;
    all.filter(is_original).map(|section| (section.title.clone(), section.bytes.clone())).collect()
}

/// Imports files, and returns the new site's texts and what was not imported.
fn imported(files: &BTreeMap<String, Vec<u8>>, generator: Option<&str>) -> (BTreeMap<String, Vec<u8>>, String) {
    let load = |path: &str| -> Result<Vec<u8>, String> {
        let found = files.get(path).unwrap_or_else(|| panic!("{path} is not a file of the original"));
        Ok(found.clone())
    };
    let original = Original::new(files.keys().cloned().collect(), &load);
    let generator = generator.and_then(import::by_name).unwrap_or_else(|| import::detect(&original));
    let made = import::import(&original, generator, "A site", Losses::default());
    let mut texts = BTreeMap::new();
    for (path, content) in &made.files {
        let bytes = match content {
            FileContent::Text(text) => text.clone().into_bytes(),
            FileContent::Copy(path) => files[path].clone(),
        };
        texts.insert(path.clone(), bytes);
    }
    let line = |loss: &import::Loss| format!("{} {}: {}: {}\n", loss.kind.name(), loss.place, loss.what, loss.why);
    (texts, made.losses.iter().map(line).collect())
}

fn write_all(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn every_case_gives_what_is_expected() {
    let mut wrong = String::new();
    let mut archives = archives();
    assert!(archives.len() >= 6, "there is an archive for each generator");
    for (path, archive) in &mut archives {
        let generator = path.file_stem().unwrap().to_str().unwrap();
        for case in &mut archive.cases {
            let files = originals(&archive.shared, case);
            let (texts, left) = imported(&files, None);
            let (again, _) = imported(&files, Some(generator));
            assert_eq!(texts, again, "{}: {generator} is found by its files", case.name);
            let mut sections: Vec<Section> =
                case.sections.iter().filter(|section| files.contains_key(&section.title)).cloned().collect();
            for (path, bytes) in texts {
                sections.push(Section { title: format!("{MADE}{path}"), bytes });
            }
            sections.push(Section { title: LEFT.to_owned(), bytes: left.into_bytes() });
            let shown = |sections: &[Section]| {
                let text =
                    |section: &Section| format!("--- {}\n{}\n", section.title, String::from_utf8_lossy(&section.bytes));
                sections.iter().map(text).collect::<String>()
            };
            let (expected, given) = (shown(&case.sections), shown(&sections));
            if expected != given {
                wrong += &format!("\n=== {} ({generator})\n{}", case.name, line_difference(&expected, &given));
                case.sections = sections;
            }
        }
    }
    if updates() {
        archives.iter().for_each(|(path, archive)| refresh(path, archive.to_text().as_bytes()));
    } else {
        assert!(wrong.is_empty(), "{wrong}\n`UPDATE=1 cargo test --test it` accepts what is given");
    }
}

/// Codes of findings that a new site never has, whatever the original contains.
const NEVER: [&str; 12] = [
    "invalid-yaml",
    "duplicate-key",
    "unknown-key",
    "missing-key",
    "wrong-type",
    "invalid-value",
    "missing-home",
    "address-clash",
    "malformed-call",
    "unclosed-call",
    "unknown-shortcode",
    "root-link",
];

#[test]
fn every_case_builds() {
    for (path, archive) in archives() {
        for case in &archive.cases {
            let (texts, _) = imported(&originals(&archive.shared, case), None);
            let folder = tempfile::tempdir().unwrap();
            write_all(folder.path(), &texts);
            let built = support::build(folder.path());
            let errors: Vec<String> = built
                .report
                .findings()
                .iter()
                .filter(|finding| finding.level == firstflight::report::Level::Error)
                .map(|finding| format!("{}: {} ({:?})", finding.code, finding.message, finding.place))
                .collect();
            assert!(errors.is_empty(), "{} in {}: {errors:#?}", case.name, path.display());
        }
    }
}

/// Names of files and folders that people give.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,4}",
        "[A-Z][a-z ]{0,3}[a-z]",
        "[a-zé日()&,' -]{0,4}[a-z]",
        Just("README".to_owned()),
        Just("index".to_owned())
    ]
}

/// Texts that look like front matter, calls, tags and links, mixed.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z ]{0,10}",
        "\\PC{0,8}",
        "(\n\n|\n# A\n|\n## B \\{#c\\}\n|```\n|`|> |- |<div>\n|</div>\n|<a id=\"x\">|<img src=y>|:::note\n|:::\n)",
        "(\\{\\{ x \\}\\}|\\{\\{ x\\(a=1\\) \\}\\}|\\{\\{<|>\\}\\}|\\{% raw %\\}|\\{% endraw %\\}|\\{: \\.a\\}|\\{\\{#include a\\.md\\}\\}|<A b=\"c\">|</A>|\\{/\\*|import x from 'y'\n)",
        "\\{\\{[<%] (/?details|highlight go|/highlight|comment|/comment|/?note|button href=x) ?[<>%$]\\}\\}",
        "\\{% ?(highlight go|endhighlight|comment|endcomment|note\\(\\)|end|mermaid\\(\\)) ?%?\\}",
        "(\\[a\\]\\(/b/c\\)|\\[\\]\\(x\\)|!\\[\\]\\(y\\.png\\)|\\[a\\]\\(javascript:x\\)|\\[a\\]: \\.\\./\\.\\./z|\\[a\\]\\(#b\\)|<ftp://x>)",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// The settings that make a folder a site of a generator.
const SITES: [(&str, &str, &str); 6] = [
    ("markdown", "x.txt", ""),
    ("hugo", "hugo.toml", "title = 'A'\n"),
    ("zola", "config.toml", "base_url = 'https://example.org'\n"),
    ("jekyll", "_config.yml", "title: A\n"),
    ("eleventy", ".eleventy.js", ""),
    ("mdbook", "book.toml", "[book]\ntitle = 'A'\n"),
];

/// The folder in which a generator has its pages.
fn folder_of(generator: &str) -> &'static str {
    match generator {
        "hugo" | "zola" => "content/",
        "mdbook" => "src/",
        _ => "",
    }
}

proptest! {
    #![proptest_config(support::cases(40))]

    /// The loader of `imported` fails where anything outside of the files is read.
    #[test]
    fn any_text_is_imported_twice_the_same_and_its_front_matter_is_valid(
        texts in prop::collection::vec((prop::collection::vec(name(), 1..3), text()), 1..5),
        front in prop_oneof![Just(String::new()), "---\n(title: [a-z:#'\" ]{0,8}\n|weight: 3\n|aliases: \\[/a/, b\\]\n|x: \\[\n){0,3}---\n"],
        which in 0..SITES.len(),
    ) {
        let (generator, settings, content) = SITES[which];
        let mut files = BTreeMap::from([(settings.to_owned(), content.as_bytes().to_vec())]);
        let mut summary = String::new();
        for (parts, text) in &texts {
            let path = format!("{}.md", parts.join("/"));
            summary += &format!("- [A](<{path}>)\n");
            files.insert(format!("{}{path}", folder_of(generator)), format!("{front}{text}").into_bytes());
        }
        if generator == "mdbook" {
            files.insert("src/SUMMARY.md".to_owned(), summary.into_bytes());
        }
        let (first, left) = imported(&files, None);
        let (second, _) = imported(&files, None);
        prop_assert_eq!(&first, &second);
        let folder = tempfile::tempdir().unwrap();
        write_all(folder.path(), &first);
        let built = support::build(folder.path());
        for finding in built.report.findings() {
            let shown = format!("{}: {} in {:?}\n{left}", finding.code, finding.message, finding.place);
            prop_assert!(!NEVER.contains(&finding.code.as_str()), "{}", shown);
        }
    }

    #[test]
    fn every_link_that_works_in_the_original_works_in_the_new_site(
        paths in prop::collection::btree_set(prop::collection::vec(name(), 1..4), 2..6),
        which in 0..5_usize,
        rooted in any::<bool>(),
    ) {
        let (generator, settings, content) = SITES[which];
        let paths: Vec<String> = paths.iter().map(|parts| format!("{}.md", parts.join("/"))).collect();
        // Many hosts treat names that differ only in case, or that name the page of the same folder, as one page.
        let key = |path: &String| path.to_lowercase().replace("readme", "index").replace("/index.md", ".md");
        let keys: std::collections::BTreeSet<String> = paths.iter().map(key).collect();
        prop_assume!(keys.len() == paths.len());
        // In Hugo, `index.md` makes its whole folder one page.
        prop_assume!(generator != "hugo" || !paths.iter().any(|path| path.ends_with("index.md")));
        let mut files = BTreeMap::from([(settings.to_owned(), content.as_bytes().to_vec())]);
        for path in &paths {
            let mut text = String::from("# Title\n\n");
            for other in &paths {
                let up = "../".repeat(path.matches('/').count());
                let written = match (generator, rooted) {
                    ("zola", _) => format!("@/{other}"),
                    ("markdown", true) => format!("/{other}"),
                    _ => format!("{up}{other}"),
                };
                text += &format!("[a](<{written}>)\n");
            }
            files.insert(format!("{}{path}", folder_of(generator)), format!("---\ntitle: A\n---\n{text}").into_bytes());
        }
        let (made, left) = imported(&files, None);
        let folder = tempfile::tempdir().unwrap();
        write_all(folder.path(), &made);
        let built = support::build(folder.path());
        let broken: Vec<_> = built.report.findings().iter().filter(|it| it.code.as_str().ends_with("-link")).collect();
        prop_assert!(broken.is_empty(), "{:?}\n{}", broken, left);
    }
}

/// What a page may be full of, each repeated on many lines.
const HOSTILE: [(&str, &str); 24] = [
    ("markdown", "<A b=\"\n"),
    ("markdown", "<A>\n"),
    ("markdown", "</A>\n"),
    ("markdown", "<A>\n</A>\n</B>\n"),
    ("markdown", "<A b={\n"),
    ("markdown", "<a b={"),
    ("markdown", "a={"),
    ("markdown", "{/*\n"),
    ("markdown", "{a "),
    ("markdown", "<p>"),
    ("markdown", "<A/>"),
    ("markdown", "- <A/>\n"),
    ("markdown", "import {\n"),
    ("markdown", ":::note\n"),
    ("markdown", "[!include "),
    ("markdown", "{{ x() }} "),
    ("markdown", "<div><a b=\""),
    ("hugo", "{{< a >}}\n"),
    ("hugo", "{{% a id=\"b\" %}}\n"),
    ("jekyll", "{% comment %}\n"),
    ("jekyll", "{% highlight a %}\n"),
    ("jekyll", "{: "),
    ("jekyll", "{% raw %}{{ a }}{% endraw %}\n"),
    ("zola", "{{/* a() */}}\n"),
];

/// Four times the input may take this many times as long; an algorithm of the next order takes sixteen.
const GROWTH: f64 = 10.0;
/// Below this, the time of an import is noise.
const NOISE: Duration = Duration::from_millis(300);

/// Imports what `files` makes at a size and at four times that size.
fn assert_near_linear(name: &str, size: usize, files: impl Fn(usize) -> BTreeMap<String, Vec<u8>>) {
    let timed = |size: usize| {
        let files = files(size);
        let start = Instant::now();
        imported(&files, None);
        start.elapsed()
    };
    let small = timed(size).min(timed(size)).max(NOISE);
    let large = timed(4 * size);
    let growth = large.as_secs_f64() / small.as_secs_f64();
    assert!(growth < GROWTH, "{name}: four times the input took {growth:.1} times as long, {large:?}");
}

/// A site of a generator with one page of this text.
fn page_of(generator: &str, text: &str) -> BTreeMap<String, Vec<u8>> {
    let (_, settings, content) = SITES.iter().find(|(name, ..)| *name == generator).unwrap();
    let ending = if generator == "markdown" { "mdx" } else { "md" };
    let path = format!("{}a.{ending}", folder_of(generator));
    let text = format!("---\ntitle: A\n---\n{text}");
    BTreeMap::from([((*settings).to_owned(), content.as_bytes().to_vec()), (path, text.into_bytes())])
}

mod growth {
    use super::*;

    #[test]
    fn hostile_lines_take_time_in_proportion_to_their_number() {
        for (generator, line) in HOSTILE {
            assert_near_linear(line, 10_000, |size| page_of(generator, &line.repeat(size)));
        }
    }

    #[test]
    fn paths_that_clash_take_time_in_proportion_to_their_number() {
        assert_near_linear("clashes", 5_000, |size| {
            let name = |number: usize| (format!("{}a.md", "#".repeat(1 + number % 200)), number / 200);
            let path = |number| format!("{}/{}", "~".repeat(1 + name(number).1), name(number).0);
            (0..size).map(|number| (path(number), b"# A\n".to_vec())).collect()
        });
    }
}

#[test]
fn an_import_of_very_many_files_is_imported_again() {
    let folder = small_site();
    assert_eq!(run(folder.path(), &["import", "site", "old", "--to", "new"]).0, Some(0));
    let record = folder.path().join("new/.firstflight-import");
    let first = fs::read_to_string(&record).unwrap();
    // Files that somebody has deleted since.
    let (hash, name) = ("0".repeat(64), "a".repeat(100));
    let more: String = (0..250_000).map(|number| format!("{hash}  content/en/{name}/{number}.md\n")).collect();
    fs::write(&record, format!("{first}{more}")).unwrap();
    let (code, _, error) = run(folder.path(), &["import", "site", "old", "--to", "new"]);
    assert_eq!(code, Some(0), "{error}");
    assert_eq!(fs::read_to_string(&record).unwrap(), first);
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = firstflight(arguments).current_dir(folder).output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A folder with a small site in `old`.
fn small_site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("old/README.md", "# The site\n\n[About](about.md#who) and [a file](data/a.pdf)\n"),
        ("old/about.md", "# About\n\n## Who\n\n[Dead](nowhere.md)\n"),
        ("old/data/a.pdf", "%PDF-1.7\n"),
    ];
    write_all(folder.path(), &files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
    folder
}

#[test]
fn a_site_is_imported_checked_and_imported_again() {
    let folder = small_site();
    let before = support::tree(&folder.path().join("old"));
    let (code, out, error) = run(folder.path(), &["import", "site", "old"]);
    assert_eq!(code, Some(0), "{out}{error}");
    assert!(out.contains("Imported 2 pages from a folder of Markdown into old-firstflight."), "{out}");
    assert!(out.contains("about.md:5:8: nowhere.md: nothing in the folder of the original has this address"), "{out}");
    let new = folder.path().join("old-firstflight");
    let first = support::tree(&new);
    let (code, out, error) = run(&new, &["build"]);
    assert_eq!(code, Some(0), "{out}{error}");
    assert!(error.contains("warning[broken-link]"), "{error}");
    assert!(new.join("public/data/a.pdf").exists());

    let (code, out, error) = run(folder.path(), &["import", "site", "old", "--format", "json"]);
    assert_eq!(code, Some(0), "{error}");
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["kind"], "dead-link");
    assert_eq!((&lines[0]["path"], &lines[0]["line"], &lines[0]["column"]), (&"about.md".into(), &5.into(), &8.into()));
    assert_eq!(lines[lines.len() - 1]["imported"]["pages"], 2);
    let mut second = support::tree(&new);
    second.retain(|path, _| !path.starts_with("public") && !path.starts_with(".public"));
    support::assert_same("imported twice", &first, &second);
    support::assert_same("the original", &before, &support::tree(&folder.path().join("old")));
}

#[test]
fn what_an_import_did_not_write_is_never_replaced() {
    let folder = small_site();
    let refused = |arguments: &[&str], why: &str| {
        let (code, _, error) = run(folder.path(), arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {error}");
        assert!(error.contains(why), "{arguments:?}: {error}");
    };
    let new = folder.path().join("new");
    fs::create_dir(&new).unwrap();
    fs::write(new.join("mine"), "x").unwrap();
    refused(&["import", "site", "old", "--to", "new"], "new is not empty");
    fs::remove_file(new.join("mine")).unwrap();
    assert_eq!(run(folder.path(), &["import", "site", "old", "--to", "new"]).0, Some(0));
    fs::write(new.join("content/en/mine.md"), "x").unwrap();
    refused(&["import", "site", "old", "--to", "new"], "new/content/en/mine.md was not written by an import");
    fs::remove_file(new.join("content/en/mine.md")).unwrap();
    fs::write(new.join("content/en/about.md"), "x").unwrap();
    refused(
        &["import", "site", "old", "--to", "new"],
        "new/content/en/about.md has been changed since it was imported",
    );
    refused(&["import", "site", "old", "--to", "old/new"], "old/new is in the folder that is imported");
    refused(&["import", "site", "old", "--to", "old"], "old is in the folder that is imported");
    refused(&["import", "site", "missing"], "missing does not exist");
    refused(&["import", "site", "old/about.md"], "old/about.md is not a folder");
    let (code, _, error) = run(folder.path(), &["import", "site", "old", "--from", "wordpress"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("write auto or one of mdbook, zola, hugo, jekyll, eleventy, markdown"), "{error}");
}

#[test]
fn an_import_leaves_output_out_of_version_control_and_never_replaces_a_theme_of_the_user() {
    let folder = small_site();
    let import = || run(folder.path(), &["import", "site", "old", "--to", "new", "--from", "hugo"]);
    fs::create_dir_all(folder.path().join("old/i18n")).unwrap();
    fs::write(folder.path().join("old/hugo.toml"), "baseURL = \"https://example.org/\"\n").unwrap();
    fs::create_dir_all(folder.path().join("old/content")).unwrap();
    fs::write(folder.path().join("old/content/_index.md"), "---\ntitle: Home\n---\n").unwrap();
    fs::write(folder.path().join("old/i18n/en.toml"), "toc = \"Contents\"\n").unwrap();
    assert_eq!(import().0, Some(0));
    let new = folder.path().join("new");
    let ignored = fs::read_to_string(new.join(".gitignore")).unwrap();
    assert_eq!(run(folder.path(), &["new", "site", "other"]).0, Some(0));
    assert_eq!(ignored, fs::read_to_string(folder.path().join("other/.gitignore")).unwrap());
    let strings = new.join("themes/local/strings/en.yaml");
    assert!(fs::read_to_string(&strings).unwrap().ends_with("contents: Contents\n"));
    assert!(fs::read_to_string(new.join("content/site.yaml")).unwrap().contains("theme: [local, plain]\n"));
    let built = support::build(&new);
    let page = support::page(&built, "index.html");
    assert!(!page.is_empty());
    // Once more, without texts.
    fs::remove_dir_all(folder.path().join("old/i18n")).unwrap();
    assert_eq!(import().0, Some(0));
    assert!(!strings.exists());
    fs::create_dir_all(strings.parent().unwrap()).unwrap();
    fs::write(&strings, "menu: M\n").unwrap();
    let (code, _, error) = import();
    assert_eq!(code, Some(2));
    assert!(error.contains("themes/local/strings/en.yaml was not written by an import"), "{error}");
}

#[test]
fn pages_with_other_paths_name_the_page_that_they_translate() {
    let files = [
        ("hugo.toml", "baseURL = \"https://example.org/\"\n[languages.en]\n[languages.fr]\n"),
        ("content/about/us.en.md", "---\ntitle: Us\ntranslationKey: us\n---\n"),
        ("content/qui.fr.md", "---\ntitle: Nous\ntranslationKey: us\n---\n"),
        ("content/same.en.md", "---\ntitle: Same\n---\n"),
        ("content/same.fr.md", "---\ntitle: Idem\n---\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
    let (texts, left) = imported(&files, None);
    let text = |path: &str| String::from_utf8_lossy(&texts[path]).into_owned();
    assert_eq!(text("content/fr/qui.md"), "---\ntitle: Nous\ntranslation_of: ../en/about/us.md\n---\n");
    assert_eq!(text("content/en/about/us.md"), "---\ntitle: Us\n---\n");
    assert!(!text("content/fr/same.md").contains("translation_of"));
    assert!(left.is_empty(), "{left}");
    // In Jekyll, the language is in the front matter, too.
    let files = [
        ("_config.yml", "title: W\nlang: en\n"),
        ("about.md", "---\nlang: en\nref: about\n---\n# About\n"),
        ("a-propos.md", "---\nlang: fr\nref: about\n---\n# À propos\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
    let (texts, _) = imported(&files, None);
    let text = String::from_utf8_lossy(&texts["content/fr/a-propos.md"]).into_owned();
    assert!(text.contains("translation_of: ../en/about.md\n") && !text.contains("ref:"), "{text}");
}

#[test]
fn an_import_that_was_killed_is_undone_by_the_next_one() {
    let folder = small_site();
    assert_eq!(run(folder.path(), &["import", "site", "old", "--to", "new"]).0, Some(0));
    let new = folder.path().join("new");
    let first = support::tree(&new);
    // Its new content was in place, the rest not yet.
    let (old, draft) = (new.join(".firstflight-import-old"), new.join(".firstflight-import-draft"));
    fs::create_dir(&old).unwrap();
    fs::create_dir(&draft).unwrap();
    fs::rename(new.join("content"), old.join("content")).unwrap();
    fs::create_dir(new.join("content")).unwrap();
    fs::write(new.join("content/new.md"), "x").unwrap();
    fs::write(draft.join("not-imported.txt"), "x").unwrap();
    fs::write(draft.join(".firstflight-import"), "x").unwrap();
    let (code, _, error) = run(folder.path(), &["import", "site", "old", "--to", "new"]);
    assert_eq!(code, Some(0), "{error}");
    support::assert_same("after an import that was killed", &first, &support::tree(&new));
}

#[test]
fn links_out_of_the_folder_and_pipes_are_reported_and_never_read() {
    let folder = small_site();
    let old = folder.path().join("old");
    fs::write(folder.path().join("secret.md"), "# Secret\n").unwrap();
    std::os::unix::fs::symlink("../secret.md", old.join("out.md")).unwrap();
    std::os::unix::fs::symlink("about.md", old.join("in.md")).unwrap();
    std::os::unix::fs::symlink("..", old.join("up")).unwrap();
    fs::write(old.join("book.toml"), "[book]\ntitle = \"B\"\n").unwrap();
    fs::create_dir(old.join("src")).unwrap();
    fs::write(old.join("src/SUMMARY.md"), "[A](a.md)\n[Out](../../secret.md)\n").unwrap();
    fs::write(old.join("src/a.md"), "# A\n\n{{#include ../../secret.md}}\n").unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(old.join("pipe.md")).status().unwrap();
    assert!(pipe.success());
    for generator in ["markdown", "mdbook", "auto"] {
        let to = format!("new-{generator}");
        let (code, out, error) = run(folder.path(), &["import", "site", "old", "--to", &to, "--from", generator]);
        assert_eq!(code, Some(0), "{error}");
        assert!(out.contains("out.md: it is a link out of the site's folder"), "{out}");
        assert!(out.contains("pipe.md: it is a pipe"), "{out}");
        for (path, entry) in support::tree(&folder.path().join(&to)) {
            assert!(!String::from_utf8_lossy(&entry.bytes).contains("Secret"), "{path}");
        }
    }
    let made = fs::read_to_string(folder.path().join("new-mdbook/not-imported.txt")).unwrap();
    assert!(made.contains("it is outside of the folder, and was not read"), "{made}");
}
