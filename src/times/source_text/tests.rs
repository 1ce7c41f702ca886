use super::*;

/// Each range as `start-end place offset abbreviations`.
fn read(text: &str) -> Vec<String> {
    let time = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    parse(text)
        .into_iter()
        .map(|range| {
            let mut line = time(range.start);
            if let Some(end) = range.end {
                line += &format!("-{}", time(end));
            }
            if let Some((name, zone)) = &range.label.place {
                line += &format!(" {name}={}", zone.name());
            }
            if let Some((offset, _)) = range.label.offset {
                line += &format!(" {:+}", offset.seconds() / 60);
            }
            for abbreviation in &range.label.abbreviations {
                line += &format!(" {}", abbreviation.name);
            }
            if range.label.is_unread {
                line += " ?";
            }
            line
        })
        .collect()
}

#[test]
fn the_source_of_the_first_site_is_read() {
    let text = "9:50 am\n – 11:20 am\n\n9:50-11:20 (New York, USA, -5 GMT) / 15:50 – 17:20 (CEST)\n";
    assert_eq!(read(text), ["09:50-11:20", "09:50-11:20 New York=America/New_York -300", "15:50-17:20 CEST"]);
    let ranges = parse(text);
    assert_eq!(&text[ranges[1].span.clone()], "9:50-11:20");
    assert_eq!(&text[ranges[1].label.offset.clone().unwrap().1], "-5 GMT");
    assert_eq!(&text[ranges[2].label.span.clone().unwrap()], "CEST");
}

#[test]
fn clock_times_are_read_in_many_forms() {
    for (text, wanted) in [
        ("9.50–11.20 Uhr", "09:50-11:20"),
        ("from 9.50 to 11.20", "09:50-11:20"),
        ("9h50 — 11h20", "09:50-11:20"),
        ("9–11 am", "09:00-11:00"),
        ("11:30-1 pm", "11:30-13:00"),
        ("9:30 pm to 1:15", "21:30-01:15"),
        ("noon to 2 pm", "12:00-14:00"),
        ("10 p.m. until midnight", "22:00-00:00"),
        ("starts at 14:00", "14:00"),
        ("2021-05-25T09:50", "09:50"),
    ] {
        assert_eq!(read(text), [wanted], "{text}");
    }
}

#[test]
fn other_numbers_are_not_times() {
    for text in ["25.05.2021", "2021-05-25", "pages 9-11", "2.2 billion", "19 %", "item 3.14", "call +41 22 730 60 39"]
    {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn labels_are_read_in_many_forms() {
    for (text, wanted) in [
        ("15:00 UTC+05:30", "15:00 +330"),
        ("15:00 GMT-5", "15:00 -300"),
        ("15:00 UTC–5", "15:00 -300"),
        ("15:00 (+0200)", "15:00 +120"),
        ("15:00 +02:00", "15:00 +120"),
        ("15:00 (Lima, -5)", "15:00 Lima=America/Lima -300"),
        ("15:00Z", "15:00 +0"),
        ("15:00 UTC", "15:00 +0"),
        ("15:00 GMT", "15:00 +0"),
        ("9:50 -5 GMT", "09:50 -300"),
        ("15:00 EST/EDT", "15:00 EST EDT"),
        ("15:00 Central European Summer Time", "15:00 CEST"),
        ("15:00 Geneva time", "15:00 Geneva=Europe/Zurich"),
        ("15:00 (local time)", "15:00"),
        ("15:00 (Nyon)", "15:00 ?"),
        ("15:00 New Jersey", "15:00"),
        ("Geneva: 15:00", "15:00 Geneva=Europe/Zurich"),
        ("15:00 Europe/Zurich", "15:00 Europe/Zurich=Europe/Zurich"),
    ] {
        assert_eq!(read(text), [wanted], "{text}");
    }
}

#[test]
fn a_label_applies_to_the_range_beside_it() {
    let both = ["09:50-11:20 New York=America/New_York", "15:50-17:20 Geneva=Europe/Zurich"];
    for text in [
        "9:50-11:20 New York / 15:50-17:20 Geneva",
        "9:50-11:20 New York; 15:50-17:20 Geneva",
        "9:50-11:20 New York, 15:50-17:20 Geneva",
        "9:50-11:20 (New York, USA) 15:50-17:20 (Geneva)",
        "New York 9:50-11:20, Geneva 15:50-17:20",
        "New York: 9:50-11:20\nGeneva: 15:50-17:20",
        "9:50-11:20\u{a0}New York | 15:50-17:20 Geneva",
    ] {
        assert_eq!(read(text), both, "{text}");
    }
    assert_eq!(read("9:50-11:20\n15:50-17:20 CEST"), ["09:50-11:20", "15:50-17:20 CEST"]);
    assert_eq!(read("9:50-11:20, 13:00-14:00\nAll times are CEST."), ["09:50-11:20 CEST", "13:00-14:00 CEST"]);
    assert_eq!(read("In Paris we meet.\n9:50-11:20"), ["09:50-11:20"]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_errors(text in "[0-9:. apm/(),+\u{2013}UTCGMZ\n\\-TNewYork é\u{a0}]{0,60}") {
        for range in parse(&text) {
            assert!(text.get(range.span.clone()).is_some());
            if let Some(span) = range.label.span { assert!(text.get(span).is_some()); }
        }
    }
}
