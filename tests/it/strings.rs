//! Interface strings that a language lacks: English stands in, says so to browsers, and one warning lists all of them.

use crate::support::{Folder, page};

fn site(language: &str) -> Folder {
    let folder = Folder::new();
    folder.write(
        "content/site.yaml",
        &format!(
            "title: Test\nbase_url: https://example.org/\nlanguages: {{ en: {{ at: / }}, {language}: {{ at: /x/ }} }}\n"
        ),
    );
    folder.write(&format!("content/{language}/index.md"), "---\ntitle: X\n---\n\n> [!NOTE]\n> X\n");
    folder
}

#[test]
fn english_stands_in_and_says_that_it_is_english() {
    let built = site("es").build_clean();
    let html = page(&built, "x/index.html");
    assert!(html.contains("<span lang=en>Skip to the text</span>"), "{html}");
    assert!(html.contains("<span lang=en>Note</span>"), "{html}");
    assert!(html.contains("aria-label=Menu"), "{html}");
    assert!(!page(&built, "index.html").contains("lang=en>Skip"));
    let findings = built.report.findings();
    let missing: Vec<_> = findings.iter().filter(|finding| finding.code.as_str() == "missing-string").collect();
    assert_eq!(missing.len(), 1);
    let help = missing[0].help.as_deref().unwrap();
    assert!(help.contains("\nskip: \"Skip to the text\"\n"), "{help}");
    assert!(help.contains("themes/NAME/strings/es.yaml"), "{help}");
}

#[test]
fn english_on_a_page_from_right_to_left_reads_left_to_right() {
    let built = site("ar").build_clean();
    let html = page(&built, "x/index.html");
    assert!(html.contains("<span dir=ltr lang=en>") || html.contains("<span lang=en dir=ltr>"), "{html}");
}

#[test]
fn only_what_is_missing_is_english_and_the_block_to_paste_completes_the_language() {
    let folder = site("es");
    folder.write("themes/mine/strings/es.yaml", "skip: Ir al texto\n");
    let settings = "title: Test\ntheme: [mine, plain]\nlanguages: { en: { at: / }, es: { at: /x/ } }\n";
    folder.write("content/site.yaml", settings);
    let built = folder.build_clean();
    let html = page(&built, "x/index.html");
    assert!(html.contains(">Ir al texto<"), "{html}");
    let finding = built.report.findings().iter().find(|finding| finding.code.as_str() == "missing-string").unwrap();
    let block = finding.help.as_deref().unwrap().split_once('\n').unwrap().1;
    folder.write("themes/mine/strings/es.yaml", &format!("skip: Ir al texto\n{block}\n"));
    let built = folder.build_clean();
    assert!(built.report.findings().iter().all(|finding| finding.code.as_str() != "missing-string"));
    // Only the link to the other language is marked.
    let html = page(&built, "x/index.html");
    assert_eq!(html.matches("lang=en").count(), html.matches("hreflang=en href=../ lang=en").count() * 2, "{html}");
}
