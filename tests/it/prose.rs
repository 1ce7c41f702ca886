//! Numbers in prose, through the front door: what a finding offers to paste is taken as it is, and its place is exact
//! whatever Markdown, quotes and line ends stand around it.

use std::sync::Arc;

use firstflight::quotation::Quotation;
use firstflight::read::markdown::{self, Document, LooseNumberKind, ProseMatches, Rules};
use firstflight::report::{Code, Finding, SourceFile};
use firstflight::words::{Assertion, Lexicon};
use proptest::prelude::*;

use crate::support::{Folder, cases, main_text, page};

/// Quantities as editors type them.
const WRITTEN: [&str; 26] = [
    "19 %",
    "51%",
    "37",
    "1,234",
    "7000",
    "10 000",
    "2.2 billion",
    "12.5 million",
    "−1.5 %",
    "120%",
    "2/3",
    "٣٧٫٥٪",
    "US$ 5 million",
    "€2.50",
    "20 EUR",
    "5 percentage points",
    "4KB",
    "−5",
    "minus 5 %",
    "five per cent",
    "two billion",
    "twenty-two million",
    "two-thirds",
    "one in five",
    "nine out of ten",
    "half",
];

fn loose(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.code == Code::LooseNumber).collect()
}

#[test]
fn the_record_that_a_finding_offers_is_taken_and_shows_the_same_words() {
    for written in WRITTEN {
        let sentence = format!("In the hills {written} of it was there.");
        let text = format!("---\ntitle: A page\n---\n\n{sentence}\n");
        let folder = Folder::new();
        folder.write("content/en/a.md", &text).write("content/sources.yaml", "- id: survey\n  title: A survey\n");
        let built = folder.build();
        let found = loose(built.report.findings());
        assert_eq!(found.len(), 1, "{written}: {found:#?}");
        let range = found[0].place.as_ref().and_then(firstflight::report::Place::range).unwrap();
        assert_eq!(&text[range.clone()], written);

        let help = found[0].help.as_deref().unwrap();
        let (sentence_of_help, record) = help.split_once('\n').unwrap();
        assert!(sentence_of_help.contains("`{{ stat(id=\"…\") }}`"), "{help}");
        let record = record
            .replace("id: …", "id: x")
            .replace("source: …", "source: survey")
            .replace("of: …", "of: all of it")
            .replace("period: \"…\"", "period: \"2019\"")
            .replace("value: …", "value: 1")
            .replace("unit: …", "unit: percent-change");
        assert!(!record.contains('…'), "{record}");
        folder.write("content/statistics.yaml", &record);
        folder.write("content/en/a.md", &text.replace(&text[range], "{{ stat(id=\"x\") }}"));
        let built = folder.build();
        let findings: Vec<&Finding> =
            built.report.findings().iter().filter(|finding| finding.code != Code::NoBaseUrl).collect();
        assert!(findings.is_empty(), "{written}:\n{record}\n{findings:#?}");
        let shown = main_text(&page(&built, "a/index.html"));
        assert!(shown.contains(&sentence), "{written}:\n{record}\n{shown}");
    }
}

fn read(text: &str) -> (Arc<SourceFile>, Document) {
    let file = SourceFile::new("a.md", text);
    let lexicon = Some(Arc::new(Lexicon::new("en", vec!["COVID-19".to_owned()])));
    let rules = Rules {
        house: true,
        smart_punctuation: Some(Quotation::new("en")),
        raw_html: true,
        right_to_left: false,
        spaced_marks: false,
        lexicon,
    };
    let document = markdown::parse(&file, 0..text.len(), &rules, &mut Vec::new());
    (file, document)
}

/// All numbers and claims of a document in which calls of `stat` stand for numbers.
fn search(document: &Document) -> ProseMatches {
    let mut found = document.prose.clone();
    for passage in &document.passages {
        passage.search(&|call| Some(document.calls[call].name == "stat"), &mut found);
    }
    found.loose.sort_by_key(|number| number.range.start);
    found
}

/// What Markdown does to numbers, and to the text around them. There is no digit where a reader sees none.
fn any_markdown() -> impl Strategy<Value = String> {
    let parts = [
        "19",
        "2019",
        " 37 ",
        "%",
        " ",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "> ",
        "- ",
        "**",
        "*",
        "`",
        "\\*",
        "\\#",
        "&nbsp;",
        "&amp;",
        "&rsquo;",
        "'",
        "\"",
        "...",
        "--",
        "[",
        "](a.md)",
        "![",
        "](a.png)",
        "# ",
        "## ",
        "| ",
        "\n|---|\n",
        "\n: ",
        "half ",
        "two ",
        "billion ",
        "people",
        "one in five",
        "of ",
        "COVID-19",
        "{{ stat(id=\"x\") }}",
        "(",
        ")",
        "<b>",
        "</b>",
        "<br>",
        "$",
        ",",
        ".",
        "–",
        "é",
        "٣",
        "日",
        "[^",
        "]",
        "~~",
        "\t",
        "    ",
        "only ",
        "nearly ",
    ];
    let part = prop_oneof![
        12 => prop::sample::select(parts.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("a digit may be hidden", |c| !c.is_numeric()).prop_map(String::from),
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn a_place_covers_the_digits_that_it_reports(text in any_markdown()) {
        let (file, document) = read(&text);
        let prose = search(&document);
        let digits = |text: &str| text.chars().filter(|c| c.is_numeric()).collect::<String>();
        for number in &prose.loose {
            let written = file.text().get(number.range.clone());
            prop_assert!(written.is_some(), "{:?} cuts a character of {text:?}", number.range);
            let written = written.unwrap_or_default();
            let in_table = matches!(number.what, LooseNumberKind::Table(_));
            prop_assert_eq!(digits(written), digits(&number.written), "{:?} in {:?}", number, &text);
            prop_assert!(in_table || !written.is_empty());
        }
        for claim in &prose.claims {
            prop_assert!(file.text().get(claim.range.clone()).is_some_and(|words| !words.is_empty()));
            prop_assert!(claim.calls.iter().all(|&call| document.calls[call].name == "stat"));
            prop_assert!(claim.calls.is_empty() == matches!((&claim.says, &claim.otherwise), (Assertion::Change(_), Some(_))));
        }
    }
}

#[test]
fn places_in_raw_html_are_exact_whatever_ends_its_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["<b>", " 37 one in five", "\0 7 </b>&nbsp;8 &ampx &no; 9", "> <i>", "> 5 </i>", ""].join(end);
        let (file, document) = read(&text);
        let found: Vec<&str> = document.prose.loose.iter().map(|number| &file.text()[number.range.clone()]).collect();
        assert_eq!(found, ["37", "one in five", "7", "8", "9", "5"], "{text:?}");
    }
}

#[test]
fn formulas_are_not_looked_for_where_escapes_and_quotes_have_moved_the_text() {
    for (text, shown) in [("$\"'\\*$&nbsp;19", "$“’\\*$\u{a0}19"), ("$'日$ \\#\\# 7", "$’日$ ## 7")] {
        assert_eq!(read(text).1.html.as_ref(), format!("<p>{shown}</p>\n"), "{text:?}");
    }
}

#[test]
fn places_are_exact_after_marks_entities_and_line_ends() {
    let text = "\u{feff}It&rsquo;s **5**1 'and' &#39;19&nbsp;%&#39;,\r\n> 7\r\n> million... {{ stat(id=\"a1\") }} \\*8\\* [9 & 10](a11.md)\r\n";
    let (file, document) = read(text);
    let prose = search(&document);
    let found: Vec<(&str, &str)> =
        prose.loose.iter().map(|number| (&file.text()[number.range.clone()], number.written.as_str())).collect();
    assert_eq!(
        found,
        [
            ("5**1", "51"),
            ("19&nbsp;%", "19\u{a0}%"),
            ("7\r\n> million", "7 million"),
            ("8", "8"),
            ("9", "9"),
            ("10", "10"),
        ]
    );
}

#[test]
fn a_change_by_a_negative_number_is_found() {
    let record = |value: &str, more: &str| {
        format!(
            "- id: x\n  value: {value}\n  unit: percent-change\n  period: \"2019\"\n  of: cases\n  source: survey\n{more}"
        )
    };
    let stat = "{{ stat(id=\"x\") }}";
    for (sentence, value, more, is_found) in [
        ("Malaria fell by {}.", "-18.4", "", true),
        ("A fall of {} was seen.", "-18.4", "", true),
        ("It dropped by nearly {}.", "-18.4", "", true),
        ("It was down by {}.", "-18.4", "", true),
        ("Malaria rose by {}.", "-18.4", "", true),
        ("Malaria fell by −18.4 %.", "-18.4", "", true),
        ("Malaria rose by -18.4%.", "-18.4", "", true),
        ("Malaria fell by {}.", "18.4", "", false),
        ("Malaria fell by 18.4 %.", "18.4", "", false),
        ("Malaria changed by {}.", "-18.4", "", false),
        ("Malaria fell by {}.", "-18.4", "  as_written: \"18.4 %\"\n", false),
        ("Malaria fell by {}.", "-18.4", "  as_written: \"-18.4 %\"\n", true),
        ("Malaria fell by {}.", "-18.4", "  as_written: 18.4 % (year-on-year)\n", false),
        ("Malaria rose by {}.", "-18.4", "  as_written: \"18.4 %\"\n", true),
        ("Malaria fell by {}.", "18.4", "  as_written: \"−18.4 %\"\n", true),
        ("Malaria fell by {}.", "-18.4", "  as_written: {en: 18.4 %, fr: \"−18,4 %\"}\n", false),
        ("Malaria was {} lower.", "-18.4", "", true),
        ("Malaria was {} lower than in 2019.", "-18.4", "", true),
        ("There were {} fewer cases.", "-18.4", "", true),
        ("A {} increase was seen.", "-18.4", "", true),
        ("| Malaria |\n|---|\n| {} less |", "-18.4", "", true),
        ("Malaria was -18.4 % lower.", "-18.4", "", true),
        ("| Malaria |\n|---|\n| fell by −18.4 % |", "-18.4", "", true),
        ("![Malaria fell by −18.4 %](a.png)", "-18.4", "", true),
        ("{{ data_table(ids=[\"x\"], title=\"Cases fell by −18.4 %\") }}", "-18.4", "", true),
        ("{{ data_table(ids=[\"x\"], title=\"Cases fell\") }}", "-18.4", "", false),
        ("Malaria was {} lower.", "18.4", "", false),
        ("Malaria was {} lower.", "-18.4", "  as_written: \"18.4 %\"\n", false),
        ("It was {}, lower than in 2019.", "-18.4", "", false),
        ("At {} fewer people buy.", "-18.4", "", false),
        ("It saw {} lower limits.", "-18.4", "", false),
    ] {
        let folder = Folder::new();
        folder.write("content/sources.yaml", "- id: survey\n  title: A survey\n");
        folder.write("content/statistics.yaml", &record(value, more)).write("content/en/a.png", "");
        folder.write("content/en/a.md", &format!("---\ntitle: A page\n---\n\n{}\n", sentence.replace("{}", stat)));
        let built = folder.build();
        let count = built.report.findings().iter().filter(|finding| finding.code == Code::WordsDoNotFit).count();
        assert_eq!(count, usize::from(is_found), "{sentence} {value} {more}: {:#?}", built.report.findings());
    }
}

#[test]
fn words_of_change_are_found_in_the_sentence_of_a_record_at_their_place() {
    let fell = Some("fell by");
    for (sentence, value, more, words) in [
        ("Malaria fell by {value}.", "-18.4", "", fell),
        ("\"Malaria fell by {value}.\"", "-18.4", "", fell),
        ("\"Malaria \\\"fell by\\\" and fell by {value}.\"", "-18.4", "", fell),
        ("\"{value}: Malaria fell by {value}.\"", "-18.4", "", fell),
        ("{en: \"Malaria fell by {value}.\", fr: \"Malaria fell by {value}.\"}", "-18.4", "", fell),
        ("\n    en: It rose by {value}.\n    sw: Malaria ilipungua kwa {value}.", "-18.4", "", Some("rose by")),
        (">\n    Malaria was {value}\n    lower than in 2019.", "-18.4", "", Some("lower than")),
        ("\"Malaria was {value} lower\n    than in 2019.\"", "-18.4", "", Some("lower\n    than")),
        ("\n    sw: Ilipungua kwa {value}.\n    en: It rose by {value}.", "-18.4", "", Some("rose by")),
        ("Malaria fell by −18.4 %, that is {value}.", "-18.4", "", fell),
        ("It rose by {value}.", "-18.4", "  as_written: \"18.4 %\"\n", Some("rose by")),
        ("Malaria fell by {value}.", "-18.4", "  as_written: \"18.4 %\"\n", None),
        ("Malaria fell by {value}.", "18.4", "", None),
        ("Malaria changed by {value}.", "-18.4", "", None),
        ("{fr: \"Malaria fell by {value}.\"}", "-18.4", "", None),
        ("{fr: \"Le paludisme a baissé de {value}.\"}", "-18.4", "", Some("baissé de")),
    ] {
        let folder = Folder::new();
        let text = format!(
            "- id: x\n  value: {value}\n  unit: percent-change\n  period: \"2019\"\n  of: cases\n  source: survey\n{more}  \
             sentence: {sentence}\n"
        );
        folder.write("content/sources.yaml", "- id: survey\n  title: A survey\n");
        folder.write("content/statistics.yaml", &text);
        let built = folder.build();
        let found: Vec<&Finding> =
            built.report.findings().iter().filter(|finding| finding.code == Code::WordsDoNotFit).collect();
        assert_eq!(found.len(), usize::from(words.is_some()), "{sentence}: {:#?}", built.report.findings());
        if let Some(words) = words {
            let place = found[0].place.as_ref().unwrap();
            assert_eq!(place.file().path(), "content/statistics.yaml");
            assert_eq!(&text[place.range().unwrap()], words, "{sentence}");
        }
    }
}

#[test]
fn words_of_change_are_found_in_the_title_and_the_description_of_a_page() {
    for (front, words) in [
        ("title: Malaria fell by −18.4 %", "fell by"),
        ("title: A page\ndescription: \"Malaria was -18.4% lower.\"", "lower"),
        ("title: A page\ndescription: >\n  Malaria\n  fell by −18.4 %.", "fell by"),
    ] {
        let folder = Folder::new();
        let text = format!("---\n{front}\n---\n\nText.\n");
        folder.write("content/en/a.md", &text);
        let built = folder.build();
        let mut found = built.report.findings().iter().filter(|finding| finding.code == Code::WordsDoNotFit);
        let range = found.next().and_then(|finding| finding.place.as_ref()).and_then(firstflight::report::Place::range);
        assert_eq!(&text[range.unwrap_or_else(|| panic!("{front}: {:#?}", built.report.findings()))], words);
        assert!(found.next().is_none(), "{front}");
    }
}

#[test]
fn the_unit_of_money_is_left_open_where_the_word_is_ambiguous() {
    for (language, written, unit, named) in [
        ("en", "300 shillings", "…", "KES, SOS, TZS or UGX"),
        ("en", "500 rupees", "…", "INR, LKR"),
        ("en", "90 dollars", "…", "such as USD"),
        ("en", "90 crowns", "…", "CZK, DKK"),
        ("fr", "500 roupies", "…", "INR, LKR"),
        ("fr", "90 francs CFA", "…", "XOF or XAF"),
        ("en", "300 Kenyan shillings", "KES", ""),
        ("en", "90 euros", "EUR", ""),
        ("fr", "90 francs suisses", "CHF", ""),
    ] {
        let folder = Folder::new();
        let path = format!("content/{language}/a.md");
        folder.write("content/site.yaml", &format!("title: A site\nlanguages: [{language}]\n"));
        folder.write(&path, &format!("---\ntitle: A page\n---\n\nIl y a {written} ici.\n"));
        let built = folder.build();
        let found = loose(built.report.findings());
        assert_eq!(found.len(), 1, "{written}: {:#?}", built.report.findings());
        let help = found[0].help.as_deref().unwrap();
        assert!(help.contains(&format!("unit: {unit}\n")), "{written}: {help}");
        assert!(help.contains(named), "{written}: {help}");
        assert_eq!(named.is_empty(), !help.contains("code of the currency"), "{written}: {help}");
    }
}
