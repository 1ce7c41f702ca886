//! Reports of `check` and `build`: formats, files, paths, and how much pages have grown.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::guide;
use crate::readme::{keys, names};
use crate::support::{TODAY, firstflight};

/// A repository with a site in a folder of it.
struct Repository(tempfile::TempDir);

/// The exit code and the output of a command.
struct CommandOutput {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Repository {
    fn new() -> Self {
        let it = Self(tempfile::tempdir().unwrap());
        fs::create_dir(it.path().join(".git")).unwrap();
        it.write(
            "docs/content/site.yaml",
            "title: Test\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n",
        );
        it.write("docs/content/en/index.md", "---\ntitle: Home\n---\nHome, and [a page](a.md).\n");
        it.page("Words.")
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn page(self, body: &str) -> Self {
        self.write("docs/content/en/a.md", &format!("---\ntitle: A\n---\n\n{body}\n"));
        self
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn run(&self, arguments: &str) -> CommandOutput {
        let mut command = firstflight(&arguments.split(' ').collect::<Vec<_>>());
        let output = command.args(["--at", TODAY]).current_dir(self.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        CommandOutput { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn last(lines: &str) -> Value {
    parse(lines.lines().last().unwrap())
}

const BROKEN: &str = "See [it](nowhere.md) and <i onclick='x()'>that</i>.";

#[test]
fn one_run_writes_all_formats_with_paths_from_the_repository() {
    let repository = Repository::new().page(BROKEN);
    let files = ["human=h", "json=j", "sarif=s", "github=gh", "gitlab=gl"].map(|report| format!(" --report {report}"));
    let said = repository.run(&format!("check --site docs{}", files.concat()));
    assert_eq!((said.code, &*said.out), (Some(1), ""), "{}", said.err);
    let path = "docs/content/en/a.md";
    // Paths in reports for people start from the site, as in help.
    assert!(said.err.contains(" --> content/en/a.md:5:10\n"), "{}", said.err);
    assert!(repository.read("h").contains(" --> content/en/a.md:5:10\n"));
    assert!(!repository.read("h").contains('\u{1b}'));
    let first = parse(repository.read("j").lines().next().unwrap());
    assert_eq!((&first["file"], &first["code"]), (&path.into(), &"broken-link".into()));
    assert_eq!(last(&repository.read("j"))["errors"], 1);
    let result = parse(&repository.read("s"))["runs"][0]["results"][0].clone();
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], path);
    assert_eq!(result["partialFingerprints"]["firstflight/v1"], first["fingerprint"]);
    let command = format!("::error file={path},line=5,endLine=5,col=10,endColumn=20,title=broken-link::");
    assert!(repository.read("gh").starts_with(&command), "{}", repository.read("gh"));
    let issue = parse(&repository.read("gl"))[0].clone();
    assert_eq!((&issue["location"]["path"], &issue["fingerprint"]), (&path.into(), &first["fingerprint"]));

    // Each is what `--format` writes.
    for (format, file) in [("json", "j"), ("sarif", "s"), ("gitlab", "gl"), ("github", "gh")] {
        let said = repository.run(&format!("check --site docs --format {format}"));
        assert_eq!((said.code, said.out), (Some(1), repository.read(file)), "{format}");
        assert!(said.err.starts_with("1 error in 1 file, 1 warning.\n"), "{}", said.err);
    }
}

#[test]
fn a_log_of_github_has_the_weights_too() {
    let repository = Repository::new().page("Words and <i onclick='x()'>that</i>.");
    let said = repository.run("build --site docs --format github");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.starts_with("::warning file=docs/content/en/a.md,line=5,"), "{}", said.out);
    assert!(said.out.contains("\n/a/ ") && said.out.contains(" published in docs/public/: "), "{}", said.out);
}

#[test]
fn paths_start_where_asked_else_from_the_closest_repository() {
    let repository = Repository::new().page(BROKEN);
    let file = |arguments: &str| {
        let said = repository.run(&format!("check --site docs --format json {arguments}"));
        parse(said.out.lines().next().unwrap_or_else(|| panic!("{}", said.err)))["file"].as_str().unwrap().to_owned()
    };
    assert_eq!(file("--paths-from docs"), "content/en/a.md");
    assert_eq!(file("--paths-from docs/content"), "../content/en/a.md");
    let human = repository.run("check --site docs --paths-from .");
    assert!(human.err.contains(" --> docs/content/en/a.md:5:10\n"), "{}", human.err);
    // In a submodule or a worktree, `.git` is a file.
    repository.write("docs/.git", "gitdir: elsewhere\n");
    assert_eq!(file("--strict"), "content/en/a.md");
    fs::remove_file(repository.path().join("docs/.git")).unwrap();
    let fixed = repository.run("fix --site docs --format json --dry-run");
    assert!(fixed.out.contains(r#""file":"docs/content/en/a.md""#), "{}", fixed.out);
    fs::remove_dir(repository.path().join(".git")).unwrap();
    assert_eq!(file("--strict"), "content/en/a.md", "without a repository, from the site");
    let said = repository.run("check --site docs --paths-from nowhere");
    assert_eq!(said.code, Some(2));
    assert!(said.err.starts_with("error: cannot read the folder nowhere: "), "{}", said.err);
}

#[test]
fn fingerprints_do_not_depend_on_where_paths_start() {
    let repository = Repository::new().page(BROKEN);
    let prints = |base: &str| {
        let said = repository.run(&format!("check --site docs --format gitlab --paths-from {base}"));
        let issues = parse(&said.out);
        issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(prints("."), prints("docs"));
    assert_eq!(prints(".").len(), 2);
}

#[test]
fn json_ends_with_the_weights_of_the_site() {
    let repository = Repository::new();
    let said = repository.run("check --site docs --format json");
    let summary = last(&said.out);
    let written = names(summary.as_object().unwrap().keys());
    let reference: &'static str = fs::read_to_string(guide::folder().join("reference/json.md")).unwrap().leak();
    assert_eq!(keys(reference, "| key | meaning |"), written);
    let pages = summary["pages"].as_array().unwrap();
    let addresses: Vec<&str> = pages.iter().map(|page| page["address"].as_str().unwrap()).collect();
    assert_eq!(addresses, ["/", "/404.html", "/a/"]);
    let sum: u64 = pages.iter().map(|page| page["sent"].as_u64().unwrap()).sum();
    assert_eq!((&summary["sent"], &summary["page_count"]), (&sum.into(), &3.into()));
    assert_eq!((&summary["encoding"], &summary["budget"]), (&"gzip".into(), &8_500.into()));
    assert_eq!((&summary["build_date"], &summary["next_change"]), (&Value::Null, &Value::Null));
    for field in ["offered", "offered_bytes", "sent", "sent_bytes"] {
        assert_eq!(summary["images"][field], 0, "{field}");
    }
    let page = names(pages[0].as_object().unwrap().keys());
    assert_eq!(page, names(["address", "sent", "raw", "requests", "round_trips"]));
}

/// A repository with a report of its state.
fn with_baseline() -> Repository {
    let repository = Repository::new();
    assert_eq!(repository.run("check --site docs --weigh all --report json=main.jsonl").code, Some(0));
    repository.page(&format!("Words. {}", "Another unlikely sentence, quixotic and jumbled. ".repeat(2)))
}

#[test]
fn growth_is_a_table_and_an_error_above_the_limit() {
    let repository = with_baseline();
    let said = repository.run("check --site docs --baseline main.jsonl --report growth=growth.md");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let table = repository.read("growth.md");
    assert!(
        table.starts_with("**1 page grew.**\n\n| page | before | now | change |\n|---|--:|--:|--:|\n| `/a/` | "),
        "{table}"
    );
    for (limit, code) in [("1000", 0), ("10", 1), ("90%", 0), ("1%", 1)] {
        let said = repository.run(&format!("check --site docs --baseline main.jsonl --max-growth {limit}"));
        assert_eq!(said.code, Some(code), "{limit}: {}", said.err);
        assert_eq!(said.err.contains("error[grown-page]: this page has grown from "), code == 1, "{}", said.err);
    }
    let build = repository.run("build --site docs --baseline main.jsonl --max-growth 10 --report growth=growth.md");
    assert_eq!(build.code, Some(1), "{}", build.err);
    assert!(!repository.path().join("docs/public/index.html").exists());
    assert_eq!(repository.read("growth.md"), table, "reports are written even if nothing is published");
}

#[test]
fn growth_can_be_expected_or_have_another_level() {
    let repository = with_baseline();
    let check = "check --site docs --baseline main.jsonl --max-growth 10";
    let page = repository.read("docs/content/en/a.md");
    let expecting =
        page.replace("title: A\n", "title: A\nexpect: [{ finding: grown-page, reason: \"a longer text\" }]\n");
    repository.write("docs/content/en/a.md", &expecting);
    assert_eq!(repository.run(check).code, Some(0), "{}", repository.run(check).err);
    // Without a baseline, growth is unknown.
    let said = repository.run("check --site docs --strict");
    assert_eq!(said.code, Some(0), "{}", said.err);
    repository.write("docs/content/en/a.md", &page);
    let settings = repository.read("docs/content/site.yaml");
    repository.write("docs/content/site.yaml", &format!("{settings}findings: {{ grown-page: warning }}\n"));
    let said = repository.run(check);
    assert!(said.code == Some(0) && said.err.contains("warning[grown-page]"), "{}", said.err);
}

#[test]
fn wrong_reports_and_baselines_end_the_run() {
    let repository = with_baseline();
    repository.write("notes.txt", "notes\n");
    let partial = repository.read("main.jsonl").replace("\"page_count\":3", "\"page_count\":300");
    repository.write("partial.jsonl", &partial);
    repository.write("later.jsonl", "{\"version\":7}\n");
    for (arguments, message) in [
        ("--report growth=g.md", "`--report growth=…` compares pages with an earlier run"),
        ("--report json=r --report sarif=r", "two reports would be written to r"),
        ("--report json=none/r", "cannot write none/r: No such file or directory"),
        ("--baseline none.jsonl", "cannot read none.jsonl: No such file or directory"),
        ("--baseline notes.txt", "notes.txt is not a report of Firstflight in JSON"),
        ("--baseline partial.jsonl", "partial.jsonl does not weigh every page"),
        ("--baseline later.jsonl", "later.jsonl is a report of version 7, which is unknown"),
        ("--max-growth 5%", "--baseline <FILE>"),
        ("--baseline main.jsonl --max-growth much", "write bytes, as in `--max-growth 300`"),
        ("--report xml=r", "write a format and a file, as in `sarif=findings.sarif`"),
        ("--format xml", "[possible values: human, json, sarif, github, gitlab]"),
    ] {
        let said = repository.run(&format!("check --site docs {arguments}"));
        assert_eq!(said.code, Some(2), "{arguments}: {}", said.err);
        assert!(said.err.contains(message), "{arguments}: {}", said.err);
    }
}
