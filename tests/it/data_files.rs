//! `data.json` and `data.jsonld`: one type for one kind of value, digit for digit.

use serde_json::Value;

use super::support::{Folder, page};

fn site(languages: &str, records: &str) -> Folder {
    let site = Folder::new();
    site.write(
        "content/site.yaml",
        &format!("title: Test\nlanguages: {{ {languages} }}\nfindings: {{ missing-string: off }}\n"),
    );
    site.write("content/sources.yaml", "- { id: s, title: { en: A source, fr: Une source } }\n");
    site.write("content/statistics.yaml", records);
    for language in ["en", "fr"].into_iter().filter(|language| languages.contains(language)) {
        site.write(&format!("content/{language}/index.md"), "---\ntitle: Home\n---\n");
    }
    site
}

fn record(id: &str, value: &str, more: &str) -> String {
    format!("- {{ id: {id}, value: {value}, {more}, of: people, period: unknown, source: s }}\n")
}

#[test]
fn decimals_are_numbers_digit_for_digit_and_ratios_are_texts() {
    let decimals = [
        ("a", "0.50", "unit: percent", "0.50"),
        ("b", "12345678901234567890.125", "unit: USD", "12345678901234567890.125"),
        ("c", "-0.04", "unit: percent-change", "-0.04"),
        ("d", "2.20", "unit: USD, scale: billion", "2200000000"),
        ("e", "0", "unit: count", "0"),
    ];
    let ratios = [("f", "\"2/3\"", "2/3"), ("g", "0.5", "0.5")];
    let mut records: String = decimals.iter().map(|(id, value, more, _)| record(id, value, more)).collect();
    records.extend(ratios.iter().map(|(id, value, _)| record(id, value, "unit: ratio")));
    let built = site("en: { at: / }", &records).build_clean();
    for path in ["data.json", "data.jsonld"] {
        let text = page(&built, path);
        let parsed: Value = serde_json::from_str(&text).expect("JSON");
        assert!(parsed.is_object());
        for (id, _, _, digits) in decimals {
            assert!(text.contains(&format!("\"value\": {digits},")), "{id} in {path}: {text}");
        }
        for (id, _, digits) in ratios {
            assert!(text.contains(&format!("\"value\": \"{digits}\",")), "{id} in {path}: {text}");
        }
    }
}

#[test]
fn texts_are_of_one_type_in_all_records() {
    let records =
        record("a", "1", "unit: count, area: Lira") + &record("b", "2", "unit: count, area: { en: North, fr: Nord }");
    let areas = |languages: &str| -> Vec<Value> {
        let built = site(languages, &records).build_clean();
        let parsed: Value = serde_json::from_str(&page(&built, "data.json")).expect("JSON");
        parsed["statistics"].as_array().expect("a list").iter().map(|record| record["area"].clone()).collect()
    };
    assert_eq!(areas("en: { at: / }"), ["Lira", "North"]);
    let both = [serde_json::json!({ "en": "Lira", "fr": "Lira" }), serde_json::json!({ "en": "North", "fr": "Nord" })];
    assert_eq!(areas("en: { at: / }, fr: { at: /fr/ }"), both);
}

#[test]
fn what_is_rounded_to_zero_has_no_sign() {
    let records =
        record("a", "-0.04", "unit: percent-change, decimals: 1") + &record("b", "-0.4", "unit: years, decimals: 0");
    let site = site("en: { at: / }", &records);
    let calls = "{{ stat(id=\"a\") }} {{ stat(id=\"b\") }}\n\n{{ data_table(ids=[\"a\", \"b\"], title=\"Both\") }}\n";
    site.write("content/en/index.md", &format!("---\ntitle: Home\n---\n\n{calls}"));
    let built = site.build_clean();
    let html = page(&built, "index.html");
    for shown in ["<data value=-0.04>0.0%</data>", "<data value=-0.4>0 years</data>"] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
    assert!(!html.contains(">-0") && !html.contains(">+0"), "{html}");
}
