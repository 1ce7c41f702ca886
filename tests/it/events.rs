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
        "<time datetime=2021-05-25T09:50-04:00>Tue, 25 May 2021, 09:50</time>–<time datetime=2021-05-25T11:20-04:00>11:20</time> New \
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
    assert!(
        calendar.contains("\r\nUID:talk@firstflight.invalid\r\nDTSTAMP:19700101T000000Z\r\nSEQUENCE:0\r\n"),
        "{calendar}"
    );
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
fn the_day_of_the_build_matters_to_a_known_time_and_to_an_invitation() {
    assert!(site("  date: 2027-05-25\n").build_clean().date_used);
    assert!(!site("  date: unknown\n  register: https://example.org/\n").build_clean().date_used);
    let quoted = format!("  source_text: {SOURCE}\n  resolution: {{ choice: quote, reason: \"Not sure.\" }}\n");
    let quoted = |more: &str| site(&format!("  date: 2027-05-25\n{quoted}{more}")).build_clean().date_used;
    assert!(!quoted("") && quoted("  register: https://example.org/\n"));
}

#[test]
fn a_past_event_does_not_offer_to_join_online() {
    let of = |record: &str| page(&site(record).build_clean(), "index.html");
    let online = "  online: https://meet.example/\n";
    let past = of(&format!("  date: 2021-05-25\n{online}"));
    assert!(
        !past.contains("meet.example") && past.contains("This event is over.") && past.contains("Where: online."),
        "{past}"
    );
    let ahead = of(&format!("  date: 2027-05-25\n{online}"));
    assert!(ahead.contains("<a href=https://meet.example/>Join online</a>") && !ahead.contains("over."), "{ahead}");
    assert!(site(&format!("  date: 2027-05-25\n{online}")).build_clean().date_used);
    let somewhere = of("  date: 2021-05-25\n  online: true\n");
    assert!(somewhere.contains("Where: online."), "{somewhere}");
}

/// The lines of the calendar file of `talk` that name the record and its revision.
fn revision(settings: &str, record: &str, base_url: Option<&str>) -> (String, String, i64) {
    let site = site(&format!("  date: 2027-05-25\n{record}"));
    site.write("content/site.yaml", &format!("title: Test\nlanguages: {{ en: {{ at: / }} }}\n{settings}"));
    let mut options = crate::support::options(site.path());
    options.base_url = base_url.map(str::to_owned);
    let built = firstflight::pipeline::build(&options).expect("it builds");
    let calendar = page(&built, "events/talk.ics");
    let value = |name: &str| {
        let line =
            calendar.split("\r\n").find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{calendar}"));
        line.to_owned()
    };
    (value("UID:"), value("DTSTAMP:"), value("SEQUENCE:").parse().expect("a number"))
}

#[test]
fn a_correction_is_never_older_than_what_it_corrects() {
    let revisions = [
        "",
        "  updated: 1999-01-01\n",
        "  updated: 2026-11-25T23:30:00-05:00\n",
        "  updated: 2026-11-26T04:30:01Z\n",
        "  updated: 2026-11-27\n",
        "  updated: 2031-01-01 08:00:00+01:00\n",
    ];
    let revisions = revisions.map(|record| {
        let (_, stamp, number) = revision("", record, None);
        (stamp, number)
    });
    assert!(revisions.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "{revisions:?}");
    assert_eq!(revisions[0], ("19700101T000000Z".to_owned(), 0));
    assert_eq!(revisions[2].0, "20261126T043000Z");
}

#[test]
fn the_domain_of_a_uid_comes_from_the_settings_alone() {
    let site = "base_url: https://Example.org:8443/\n";
    let other = Some("https://preview.example/pr/12/");
    for (settings, base_url, expected) in [
        (site, None, "talk@example.org"),
        (site, other, "talk@example.org"),
        ("base_url: https://group.example/one/\n", None, "talk@group.example/one"),
        ("base_url: https://group.example/two/\n", other, "talk@group.example/two"),
        ("base_url: https://new.example/\nuid_domain: Old.example\n", None, "talk@old.example"),
        ("uid_domain: old.example\n", other, "talk@old.example"),
        ("", None, "talk@firstflight.invalid"),
        ("", other, "talk@firstflight.invalid"),
    ] {
        assert_eq!(revision(settings, "", base_url).0, expected, "{settings}");
    }
}
