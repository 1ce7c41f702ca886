//! Events on the finished site: what is asserted, and that nothing is where nobody knows.

use crate::support::{Folder, page};

const SOURCE: &str = "9:50-11:20 (New York, USA, -5 GMT) / 15:50 – 17:20 (CEST)";

fn site(record: &str) -> Folder {
    let site = Folder::new();
    let head = "- id: talk\n  title: A talk\n  start: \"09:50\"\n  end: \"11:20\"\n  zone: America/New_York\n";
    site.write("content/events.yaml", &format!("{head}  also_show: [Europe/Zurich]\n{record}"));
    site.write("content/en/index.md", "---\ntitle: Home\nevent: talk\n---\nHome.\n");
    site.write("content/en/other.md", "---\ntitle: Other\n---\n{{ event(id=\"talk\") }}\n");
    site
}

#[test]
fn a_quoted_source_publishes_no_instant_anywhere() {
    let record = format!(
        "  date: unknown\n  source_text: {SOURCE}\n  resolution: {{ choice: quote, reason: \"The labels are an hour apart.\" }}\n"
    );
    let built = site(&record).build_clean();
    for path in ["index.html", "other/index.html"] {
        let html = page(&built, path);
        assert!(html.contains(SOURCE), "{html}");
        assert!(html.contains("The labels are an hour apart."), "{html}");
        assert!(!html.contains("<time") && !html.contains("datetime"), "{html}");
        assert!(!html.contains("13:50") && !html.contains("UTC"), "{html}");
    }
    assert!(built.output.iter().all(|(path, _)| !path.starts_with("events/")));
    assert!(!built.date_used);
}

#[test]
fn a_known_date_does_not_outweigh_a_quotation() {
    let record = format!(
        "  date: 2021-05-25\n  source_text: {SOURCE}\n  resolution: {{ choice: quote, reason: \"Not sure.\" }}\n"
    );
    let built = site(&record).build_clean();
    assert!(!page(&built, "index.html").contains("<time"));
    assert!(built.output.iter().all(|(path, _)| !path.starts_with("events/")));
}

#[test]
fn an_unknown_date_publishes_no_instant_either() {
    let built = site("  date: unknown\n").build_clean();
    let html = page(&built, "index.html");
    assert!(html.contains("09:50–11:20 New York"), "{html}");
    assert!(!html.contains("<time"), "{html}");
    assert!(built.output.iter().all(|(path, _)| !path.starts_with("events/")));
}

#[test]
fn a_known_instant_is_the_same_wherever_it_is_said() {
    let built = site("  date: 2021-05-25\n").build_clean();
    let html = page(&built, "other/index.html");
    for said in [
        "<time datetime=2021-05-25T09:50-04:00>2021-05-25, 09:50</time>–<time datetime=2021-05-25T11:20-04:00>11:20</time> New \
         York (EDT, UTC−4)",
        "13:50–15:20 UTC",
        "15:50–17:20 Zurich (CEST, UTC+2)",
        "href=../events/talk.ics",
        "href=../events/talk.jsonld",
    ] {
        assert!(html.contains(said), "{said}\n{html}");
    }
    let calendar = page(&built, "events/talk.ics");
    assert!(calendar.contains("\r\nDTSTART:20210525T135000Z\r\nDTEND:20210525T152000Z\r\n"), "{calendar}");
    assert!(calendar.contains("\r\nUID:talk@firstflight.invalid\r\nDTSTAMP:20210525T000000Z\r\n"), "{calendar}");
    let data = page(&built, "events/talk.jsonld");
    assert!(data.contains("\"startDate\": \"2021-05-25T09:50:00-04:00\""), "{data}");
}

#[test]
fn the_time_is_within_the_first_bytes_of_the_body() {
    let built = site("  date: 2021-05-25\n").build_clean();
    let html = page(&built, "index.html");
    let body = &html[html.find("<body>").expect("a body")..];
    assert!(body.find("<time").is_some_and(|at| at < 1_000), "{body}");
}

#[test]
fn the_day_of_the_build_matters_only_to_an_invitation() {
    assert!(!site("  date: 2027-05-25\n").build_clean().date_used);
    assert!(site("  date: 2027-05-25\n  register: https://example.org/\n").build_clean().date_used);
}
