//! The README and the program agree: the README lists exactly the keys, names and values that the program knows, its
//! command lines can be typed, and its examples show what the program prints. The tables are in `guide_tables.rs`.

use std::collections::BTreeSet;

use firstflight::report::Code;

use crate::guide;
use crate::site_test::SiteTest;
use crate::support::{firstflight, repository};

const README: &str = include_str!("../../README.md");
const CONTRIBUTING: &str = include_str!("../../.github/CONTRIBUTING.md");

pub type Names = BTreeSet<String>;

pub fn names<T: ToString>(names: impl IntoIterator<Item = T>) -> Names {
    names.into_iter().map(|name| name.to_string()).collect()
}

/// The text below a heading of the README, up to the next of its kind.
fn section(title: &str) -> &'static str {
    let (_, text) = README.split_once(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("no section {title}"));
    text.split_once("\n## ").map_or(text, |(text, _)| text)
}

/// The text between two others, which are both there.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("`{before}` is missing in:\n{text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("`{after}` is missing in:\n{rest}")).0
}

/// The quotes in back-ticks.
pub fn quotes(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The name that a quote begins with: `draft` of `draft: true`, `stat` of `stat(id)`.
pub fn first_name(quote: &str) -> &str {
    quote.split([' ', ':', '(', '{']).next().unwrap_or(quote)
}

/// The cells of the rows of the table with this head.
pub fn table(text: &'static str, head: &str) -> Vec<Vec<&'static str>> {
    let (_, rest) = text.split_once(&format!("{head}\n")).unwrap_or_else(|| panic!("no table {head}"));
    let rows = rest.lines().skip(1).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// The names in the first cells of a table.
pub fn keys(text: &'static str, head: &str) -> Names {
    names(table(text, head).iter().flat_map(|row| quotes(row[0])).map(first_name))
}

/// The code block that holds a text, without its fences.
pub fn block(text: &'static str, needle: &str) -> &'static str {
    let mut blocks = text.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').expect("a language").1);
    blocks.find(|block| block.contains(needle)).unwrap_or_else(|| panic!("no block with {needle}"))
}

/// What `--help` of a command prints.
fn help(command: &[&str]) -> String {
    let output = firstflight(&[command, &["--help"]].concat()).output().expect("the program starts");
    String::from_utf8(output.stdout).expect("help is UTF-8")
}

/// The commands that the program knows.
fn commands() -> Vec<String> {
    let help = help(&[]);
    let lines = between(&help, "Commands:\n", "\n\n").lines();
    lines.map(|line| line.split_whitespace().next().expect("a name").to_owned()).collect()
}

/// Words of a text that look like flags.
fn flags(text: &str) -> Names {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    names(words.filter(|word| word.len() > 3 && word.starts_with("--") && word.as_bytes()[2].is_ascii_lowercase()))
}

/// The README and the pages of the guide.
fn texts() -> Vec<(String, String)> {
    let readme = ("README.md".to_owned(), README.to_owned());
    guide::pages().into_iter().chain([readme]).collect()
}

/// Words that only name programs other than this one.
const OTHER_PROGRAMS: [&str; 12] = [
    "cargo ",
    "python3 ",
    "rsync ",
    "node ",
    "npx wrangler ",
    "sh install.sh",
    "sha256sum ",
    "gh attestation ",
    "podman ",
    "caddy reload ",
    "aws s3 ",
    "aws s3api ",
];

#[test]
fn commands_and_their_options() {
    let listed = between(section("Install"), "All commands:\n", "; `firstflight COMMAND");
    assert_eq!(names(quotes(listed)), names(commands()));
    let of_new = ["site", "page", "theme", "language"].map(|inner| flags(&help(&["new", inner])));
    let of_new = of_new.iter().fold(flags(&help(&["import", "site"])), |all, more| &all | more);
    let known = commands().iter().map(|command| flags(&help(&[command]))).fold(flags(&help(&[])), |a, b| &a | &b);
    let known = &known | &of_new;
    for (path, text) in texts() {
        let is_own =
            |line: &&str| !OTHER_PROGRAMS.iter().any(|program| line.contains(program)) && !line.contains("var(--");
        // Custom properties of styles have no word before them that is typed.
        let own: String = text.lines().filter(is_own).map(|line| line.replace("{ --accent", "{") + "\n").collect();
        let unknown: Vec<_> = flags(&own).difference(&known).cloned().collect();
        assert!(unknown.is_empty(), "{path} names options that no command has: {unknown:?}");
        // Command lines: each option is one of its command.
        let lines = text.split('`').flat_map(str::lines).filter_map(|line| line.split_once("firstflight "));
        let lines = lines.map(|(_, rest)| rest.split(['#', ';']).next().unwrap_or(rest));
        for line in lines {
            let command = line.split_whitespace().next().unwrap_or("");
            if commands().iter().any(|known| known == command) {
                let known =
                    if ["new", "import"].contains(&command) { of_new.clone() } else { flags(&help(&[command])) };
                assert!(flags(line).is_subset(&known), "{path}: firstflight {line}");
            }
        }
    }
    let preview = guide::pages().into_iter().find(|(path, _)| path == "how-to/preview.md").expect("a page").1;
    let refused = firstflight(&["serve", "--link", "qqqqqq"]).output().unwrap();
    let refused = String::from_utf8(refused.stderr).unwrap();
    let links = between(&refused, "write ", ", or a rate");
    let shown = names(quotes(between(&preview, "\nAlso ", ".\n")));
    assert!(preview.contains("--link gprs"));
    assert_eq!(&shown | &names(["gprs"]), names(links.split(", ")));
}

/// Words with a hyphen that are quoted and that are neither findings nor values which another test compares.
const OTHER_NAMES: [&str; 13] = [
    "in-place",
    "slow-3g",
    "my-site",
    "my-blog",
    "villages-with-radio",
    "as-published",
    "front-matter",
    "host-config",
    "check-external",
    "mark-translated",
    "gh-pages",
    "fa-u-nu-latn",
    "no-cache",
];

#[test]
fn names_of_findings() {
    let is_name = |text: &&str| {
        text.contains('-')
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .split('-')
                .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
    };
    for (path, text) in texts() {
        // Tables hold units, hosts and texts, which other tests compare; findings have a table of their own.
        let prose: String = text.split("```").step_by(2).collect();
        let prose: String =
            prose.lines().filter(|line| !line.starts_with('|')).map(|line| format!("{line}\n")).collect();
        let prose =
            prose.split("The units are ").map(|part| part.split_once("codes of currencies").map_or(part, |it| it.1));
        let prose: String = prose.collect();
        for name in quotes(&prose).into_iter().filter(is_name) {
            let is_other = OTHER_NAMES.contains(&name) || HOSTS.contains(&name);
            assert!(
                is_other || Code::from_name(name).is_some(),
                "{path}: `{name}` is neither a finding nor listed in this test"
            );
        }
        for (before, after) in
            [("error[", "]"), ("firstflight explain ", "`"), ("finding: ", ","), ("findings: { ", ":")]
        {
            for rest in text.split(before).skip(1) {
                let name = rest.split(after).next().unwrap_or("");
                let name = name.split(['\n', '`']).next().unwrap_or(name);
                if is_name(&name) {
                    assert!(Code::from_name(name).is_some(), "{path}: `{name}`, after `{before}`");
                }
            }
        }
    }
}

/// Hosts that texts name; that all exist is seen where the examples are built.
const HOSTS: [&str; 2] = ["github-pages", "gitlab-pages"];

#[test]
fn the_first_page_and_the_first_number() {
    let contact = block(section("The first page"), "title: Contact");
    let record = block(section("The first page"), "- id: villages-with-radio");
    let call = between(section("The first page"), "pages show it by its id,\n`", "`");
    let outcome = SiteTest::new()
        .file("content/statistics.yaml", record)
        .file("content/sources.yaml", "- { id: village-survey, title: A survey }\n")
        .file("content/en/contact.md", contact)
        .file("content/en/radios.md", &format!("---\ntitle: Radios\n---\n\nOf all, {call} have one.\n"))
        .file("content/en/session.md", "---\ntitle: The session\n---\n\n## Who is welcome\n\nEverybody.\n")
        .build();
    assert_eq!(outcome.drawn, "");
}

#[test]
fn the_example_of_a_build() {
    let shown = block(section("Your first site"), "heaviest part");
    let target = tempfile::tempdir().unwrap();
    let out = target.path().join("public");
    let site = repository();
    let arguments = ["build", "--site", site.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let printed = String::from_utf8(firstflight(&arguments).output().unwrap().stdout).unwrap();
    let sums = |text: &str| {
        text.split_once(", published in").expect("sums").0.trim_start_matches("$ firstflight build\n").to_owned()
    };
    assert_eq!(sums(shown), sums(&printed));
    let written = |text: &str| between(text, ": ", " files written").to_owned();
    assert_eq!(
        written(between(shown, "published in public/", ", 0 kept").trim_end()),
        written(between(&printed, "public", ", 0 kept").trim_end())
    );
}

#[test]
fn the_maps_of_the_repository() {
    let modules = table(section("A map of `src`"), "| module | does |");
    let modules: Vec<String> =
        modules.iter().map(|row| quotes(row[0])[0].trim_end_matches(['/']).replace(".rs", "")).collect();
    let lib = std::fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let declared =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")).map(|rest| rest.split(';').next().unwrap());
    let declared: Vec<&str> = declared.chain(["vendor"]).collect();
    assert_eq!(modules, declared);
    let is_path = |text: &&str| {
        ["src/", "tests/", "themes/plain/", ".github/", ".ci/"].iter().any(|start| text.starts_with(start))
    };
    let mut count = 0;
    for text in [README, CONTRIBUTING] {
        let paths = text.split(|c: char| c.is_whitespace() || "`()".contains(c)).filter(is_path);
        for path in paths.map(|path| path.trim_end_matches(['.', ',', ';', ':'])) {
            if path.chars().any(|c| c.is_ascii_uppercase())
                && !path.ends_with("README.md")
                && !path.ends_with("CONTRIBUTING.md")
            {
                continue;
            }
            assert!(repository().join(path).exists(), "{path} does not exist");
            count += 1;
        }
    }
    assert!(count > 20, "only {count} paths were found");
}
