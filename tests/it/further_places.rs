//! Findings about two places name the second one as a label, with file and line, so that an editor can lead there.

use serde_json::{Value, json};

use crate::support::{Folder, TODAY, firstflight};

const SOURCE: &str = "- id: itu\n  title: Facts\n";

fn record(id: &str, value: &str, unit: &str, more: &str) -> String {
    format!("- id: {id}\n  value: {value}\n  unit: {unit}\n  period: \"2019\"\n  source: itu\n{more}")
}

fn check(folder: &Folder) -> Vec<Value> {
    let mut command = firstflight(&["check", "--at", TODAY, "--format", "json", "--site"]);
    let output = command.arg(folder.path()).output().expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("findings are text");
    let lines = text.lines().map(|line| serde_json::from_str(line).expect("each line is an object"));
    lines.filter(|line: &Value| line.get("code").is_some()).collect()
}

/// The labels of the findings with this code, each as file, line, column and text.
fn labels(findings: &[Value], code: &str) -> Vec<Value> {
    let of_code = findings.iter().filter(|finding| finding["code"] == code);
    let labels = of_code.flat_map(|finding| finding["labels"].as_array().expect("labels are always there").clone());
    labels.map(|it| json!([it["file"], it["line"], it["column"], it["text"]])).collect()
}

fn page(body: &str) -> String {
    format!("---\ntitle: A page\n---\n\n{body}\n")
}

#[test]
fn clashes_of_addresses() {
    let folder = Folder::new();
    folder.write("content/en/a.md", "---\ntitle: A\nslug: b\naliases: [/old/, /old/]\n---\n");
    folder.write("content/en/b.md", &page("B."));
    folder.write("content/en/c.md", "---\ntitle: C\naliases:\n  - /Old/\n---\n");
    folder.write("content/en/d/index.html", "x");
    folder.write("content/en/d.md", &page("D."));
    folder.write("content/en/e.md", "---\ntitle: E\naliases: [/e/x/f/]\n---\n");
    folder.write("content/en/e/x", "x");
    let findings = check(&folder);
    assert_eq!(
        Value::Array(labels(&findings, "address-clash")),
        json!([
            ["content/en/a.md", 4, 11, "the first"],
            ["content/en/a.md", 1, 1, "the other claim"],
            ["content/en/a.md", 4, 11, "the other claim"],
            ["content/en/d.md", 1, 1, "the other claim"],
            ["content/en/e/x", null, null, "the source of the file"],
        ]),
        "{findings:#?}"
    );
    // What Firstflight itself writes has no place.
    let folder = Folder::new();
    folder.write("content/en/a.md", "---\ntitle: A\naliases: [/data.json/, /data.csv/x/]\n---\n");
    let findings = check(&folder);
    assert_eq!(labels(&findings, "address-clash"), [] as [Value; 0]);
    let mut clashes = findings.iter().filter(|it| it["code"] == "address-clash");
    assert!(clashes.all(|it| it["notes"].to_string().contains("Firstflight itself")), "{findings:#?}");
}

#[test]
fn clashes_with_compressed_forms() {
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: Test\nhost: caddy\nlanguages: { en: { at: / } }\n");
    folder.write("content/en/index.html.gz", "x");
    folder.write("content/en/old.html.br", "x");
    folder.write("content/en/a.md", "---\ntitle: A\naliases: [/old.html]\n---\n");
    let findings = check(&folder);
    assert_eq!(
        Value::Array(labels(&findings, "address-clash")),
        json!([
            ["content/en/old.html.br", null, null, "the file that the host would send in its place"],
            ["content/en/index.md", 1, 1, "the source of the generated file"],
        ]),
        "{findings:#?}"
    );
}

#[test]
fn headings() {
    let folder = Folder::new();
    folder.write("content/en/a.md", &page("# Again\n\n### Deep\n\n## Two\n\n###### Six\n\nUnder\n=====\n"));
    folder.write("content/en/b.md", "No front matter.\n\n#### Four\n");
    let findings = check(&folder);
    assert_eq!(
        Value::Array(labels(&findings, "second-title")),
        json!(
            [["content/en/a.md", 2, 8, "the title of the page"], ["content/en/a.md", 2, 8, "the title of the page"],]
        )
    );
    assert_eq!(
        Value::Array(labels(&findings, "skipped-heading")),
        json!(
            [["content/en/a.md", 2, 8, "the heading before it"], ["content/en/a.md", 9, 1, "the heading before it"],]
        )
    );
    let raw = Folder::new();
    raw.write("content/site.yaml", "title: Test\nraw_html: true\nlanguages: { en: { at: / } }\n");
    raw.write("content/en/a.md", &page("<h1>One</h1>\n\n<h2>Two</h2>\n\n<h4>Four</h4>"));
    let findings = check(&raw);
    assert_eq!(labels(&findings, "second-title"), [json!(["content/en/a.md", 2, 8, "the title of the page"])]);
    assert_eq!(labels(&findings, "skipped-heading"), [json!(["content/en/a.md", 7, 1, "the heading before it"])]);
}

#[test]
fn languages_with_the_same_address() {
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: Test\nlanguages:\n  en: { at: / }\n  fr: { at: / }\n  de: { at: / }\n");
    for language in ["fr", "de"] {
        folder.write(&format!("content/{language}/index.md"), &page("X."));
    }
    let first = json!(["content/site.yaml", 3, 3, "the first"]);
    assert_eq!(labels(&check(&folder), "invalid-value"), [first.clone(), first]);
}

#[test]
fn words_that_do_not_fit_a_record() {
    let folder = Folder::new();
    folder.write("content/sources.yaml", SOURCE);
    let records = [
        record("one", "19", "percent", ""),
        record("two", "81", "percent", ""),
        record("fall", "-3", "percent-change", ""),
        record("points", "62", "percentage-points", "  derived: \"two - one\"\n"),
        record("gap", "62", "percent", "  derived: \"two - one\"\n"),
        record("total", "19", "count", "  parts: [one]\n"),
    ];
    folder.write("content/statistics.yaml", &records.concat());
    folder.write(
        "content/en/a.md",
        &page(
            "Just over half ({{ stat(id=\"one\") }}) of them.\n\nOnly {{ stat(id=\"two\") }} of them.\n\n\
             It fell by {{ stat(id=\"fall\") }}.\n\nIt rose by {{ stat(id=\"points\", as=\"number\") }} percent.\n\n\
             {{ data_table(ids=[\"one\", \"two\"], title=\"Half of them\") }}",
        ),
    );
    let findings = check(&folder);
    let record = |line: usize, text: &str| json!(["content/statistics.yaml", line, 3, text]);
    assert_eq!(
        labels(&findings, "words-do-not-fit"),
        [
            record(1, "the record"),
            record(6, "the record"),
            record(11, "the record"),
            record(1, "the record with 19 percent"),
            record(6, "the record with 81 percent"),
        ],
        "{findings:#?}"
    );
    let unit = |line: usize, text: &str| json!(["content/statistics.yaml", line, 9, text]);
    assert_eq!(labels(&findings, "parts-mismatch"), [unit(3, "the unit of the part")], "{findings:#?}");
    let difference = [unit(8, "the unit of `two`"), unit(3, "the unit of `one`")];
    let found = labels(&findings, "percentage-point");
    assert!(difference.iter().all(|it| found.contains(it)), "{findings:#?}");
}

#[test]
fn links_that_are_withheld_or_lead_to_an_old_address() {
    let folder = Folder::new();
    folder.write("content/en/draft.md", "---\ntitle: A\ndraft: true\n---\n");
    folder.write("content/en/later.md", "---\ntitle: A\npublish: 2030-01-01\n---\n");
    folder.write("content/en/gone.md", "---\ntitle: A\n\nexpires: 2020-01-01\n---\n");
    folder.write("content/en/new.md", "---\ntitle: A\naliases:\n  - /old/\n---\n");
    folder.write("content/en/a.md", &page("[a](draft.md) [b](later.md) [c](gone.md) [d](old.md)"));
    let findings = check(&folder);
    assert_eq!(
        Value::Array(labels(&findings, "withheld-link")),
        json!([
            ["content/en/draft.md", 3, 8, "the reason"],
            ["content/en/later.md", 3, 10, "the reason"],
            ["content/en/gone.md", 4, 10, "the reason"],
        ]),
        "{findings:#?}"
    );
    assert_eq!(
        labels(&findings, "indirect-link"),
        [json!(["content/en/new.md", 4, 5, "the old address in the `aliases` of that page"])]
    );
}
