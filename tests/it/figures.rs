//! Figures as readers see them: bars on both sides of zero, missing values in a trend, the words about the weight of a page,
//! and places of events in right-to-left text.

use super::support::{Folder, page};

fn site(records: &str, call: &str) -> String {
    let site = Folder::new();
    site.write("content/sources.yaml", "- { id: s, title: A source }\n");
    site.write("content/statistics.yaml", records);
    site.write("content/en/index.md", &format!("---\ntitle: Home\n---\n\n{call}\n"));
    page(&site.build_clean(), "index.html")
}

fn changes(values: &[&str]) -> String {
    let record = |(number, value): (usize, &&str)| {
        format!(
            "- {{ id: r{number}, value: {value}, unit: percent-change, of: cases, area: A{number}, period: \"2025\", source: s }}\n"
        )
    };
    values.iter().enumerate().map(record).collect()
}

#[test]
fn bars_lead_to_both_sides_of_zero() {
    let call = "{{ chart(ids=[\"r0\", \"r1\"], title=\"Change\") }}";
    let both = site(&changes(&["-3", "1"]), call);
    for drawn in
        ["<rect height=10 width=75% x=0% />", "<rect height=10 width=25% x=75% />", "<rect height=10 width=1 x=75% />"]
    {
        assert!(both.contains(drawn), "{drawn}: {both}");
    }
    assert!(both.contains("The ends of the axis are -3% and +1%."), "{both}");
    let below = site(&changes(&["-3", "-1.5"]), call);
    for drawn in ["<rect height=10 width=100% x=0% />", "<rect height=10 width=50% x=50% />"] {
        assert!(below.contains(drawn), "{drawn}: {below}");
    }
    assert!(below.contains("The ends of the axis are -3% and 0."), "{below}");
    let above = site(&changes(&["3", "1.5"]), call);
    assert!(above.contains("<rect height=10 width=50% />") && above.contains("Bars run from 0 to"), "{above}");
}

#[test]
fn a_trend_is_dashed_where_values_are_missing() {
    let trend = |years: &[u16]| {
        let record = |year: &u16| {
            format!("- {{ id: y{year}, value: 19, unit: percent, of: people, period: \"{year}\", source: s }}\n")
        };
        let ids: Vec<String> = years.iter().map(|year| format!("\"y{year}\"")).collect();
        let records: String = years.iter().map(record).collect();
        site(&records, &format!("{{{{ trend(ids=[{}], title=\"Online\") }}}}", ids.join(", ")))
    };
    for years in [&[2019, 2020, 2021, 2023][..], &[2019, 2022, 2023, 2024]] {
        let html = trend(years);
        assert_eq!(html.matches("stroke-dasharray").count(), 1, "{html}");
        assert!(html.contains("Where the line is dashed, values are missing."), "{html}");
    }
    for years in [&[2019, 2020, 2021][..], &[2019, 2023], &[2008, 2013, 2018, 2019]] {
        let html = trend(years);
        assert!(!html.contains("dash"), "{html}");
    }
}

#[test]
fn a_page_with_other_files_does_not_say_that_it_is_one_request() {
    let says = |logo: &str| {
        let site = Folder::new();
        let settings = "title: Test\nlanguages: { en: { at: / } }\nshow_weight: true\ntheme: [own, plain]\n";
        site.write("content/site.yaml", settings);
        let of_plain = include_str!("../../themes/plain/templates/base.html");
        site.write("themes/own/templates/base.html", &of_plain.replace("<footer{%", &format!("{logo}<footer{{%")));
        site.write("themes/own/static/logo.png", "x\n");
        page(&site.build_clean(), "index.html")
    };
    assert!(says("").contains("KB, one request."));
    assert!(says("<img src=\"data:image/png;base64,eA==\" alt=\"\">").contains("KB, one request."));
    let logo = says("<img src=\"logo.png\" alt=\"The ministry\">");
    assert!(logo.contains("KB, without pictures and other files.") && !logo.contains("one request"), "{logo}");
}

#[test]
fn the_place_of_a_clock_reads_left_to_right_in_right_to_left_text() {
    let site = Folder::new();
    site.write(
        "content/site.yaml",
        "title: Test\nlanguages: { en: { at: / }, ar: { at: /ar/ } }\nfindings: { missing-string: off }\n",
    );
    let event = "- { id: e, title: T, date: 2027-01-01, start: \"09:00\", end: \"10:00\", zone: Africa/Abidjan }\n";
    site.write("content/events.yaml", event);
    for language in ["en", "ar"] {
        site.write(&format!("content/{language}/index.md"), "---\ntitle: Home\n---\n\n{{ event(id=\"e\") }}\n");
    }
    let built = site.build_clean();
    assert!(page(&built, "ar/index.html").contains("<bdi dir=ltr>Abidjan (GMT, UTC±0)</bdi>"));
    assert!(!page(&built, "index.html").contains("<bdi"));
}
