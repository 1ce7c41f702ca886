//! What is shown round by round is compared with what was there before and with what a build of the sound files shows.

mod preview;

use std::fs;

use super::*;
use crate::report::{Code, Level, machine};
use preview::{EVENTS, ONE, PLAIN, Preview, SITE, SOURCES, all, pages, statistic, statistics};

const TWO_AGAIN: &str =
    "---\ntitle: Two again\ndate: 2026-01-02\n---\nStill alive, see [one](one.md), {{ stat(id=\"m\") }}.\n";

/// Everything that must hold while `news/one.md` has this mistake, and after it is fixed.
fn one_is_broken(what: &str, break_it: impl Fn(&mut Preview)) {
    let mut preview = Preview::new(&[]);
    preview.is_as_built();
    let before = all(&preview.shown.output);
    break_it(&mut preview);
    preview.round();
    assert!(preview.has_errors(), "{what}");
    assert_eq!(preview.shown.stale, pages(&["news/one"]), "{what}");
    assert_eq!(all(&preview.shown.output), before, "{what}: a mistake in one page changes what is shown");

    preview.save("content/en/news/two.md", TWO_AGAIN);
    assert!(preview.html("news/two/index.html").contains("Still alive"), "{what}: another page is held back");
    let section = preview.html("news/index.html");
    assert!(section.contains("Two again") && section.contains(">One<"), "{what}: {section}");
    assert!(preview.html("atom.xml").contains("Two again"), "{what}");
    assert_eq!(preview.html("news/one/index.html").into_bytes(), before["news/one/index.html"], "{what}");
    assert_eq!(preview.shown.stale, pages(&["news/one"]), "{what}");
    for finding in &preview.findings {
        let file = finding.place.as_ref().map_or("", |place| place.file().path());
        let is_own = file == "content/en/news/one.md";
        assert!(is_own || finding.level != Level::Error, "{what}: {file}: {}", finding.message);
    }
    // What is shown of the others is what a build with the good page publishes.
    let fixed = Preview::new(&[("content/en/news/two.md", TWO_AGAIN)]);
    let is_other = |(path, _): &(&String, &Vec<u8>)| *path != "news/one/index.html";
    let (shown, fixed) = (all(&preview.shown.output), all(&fixed.shown.output));
    assert!(shown.iter().filter(is_other).eq(fixed.iter().filter(is_other)), "{what}: a mixture is shown");

    preview.save("content/en/news/one.md", ONE.replace("There are", "In the end there are"));
    preview.is_as_built();
    assert!(preview.html("news/one/index.html").contains("In the end"), "{what}");
}

#[test]
fn a_page_with_a_mistake_keeps_its_last_good_state_and_others_go_on() {
    let mistakes: [(&str, &[u8]); 15] = [
        ("broken YAML", b"---\ntitle: [\n---\nWords.\n"),
        ("unknown key", b"---\ntitle: New\ntitel: New\n---\nWords.\n"),
        ("invalid date", b"---\ntitle: New\ndate: never\norder: 1\n---\nWords.\n"),
        ("unknown statistic", b"---\ntitle: New\n---\n{{ stat(id=\"nobody\") }}\n"),
        ("unknown event in a call", b"---\ntitle: New\n---\n{{ event(id=\"nothing\") }}\n"),
        ("unknown event in front matter", b"---\ntitle: New\nevent: nothing\n---\nWords.\n"),
        ("unknown shortcode", b"---\ntitle: New\n---\n{{ nothing() }}\n"),
        ("unclosed call", b"---\ntitle: New\ndate: 2026-01-01\n---\nThere are {{ stat(id=\"n\" of them.\n"),
        ("not UTF-8", b"---\ntitle: New\n---\nCaf\xE9.\n"),
        ("binary data", b"---\ntitle: New\n---\n\0\n"),
        ("broken link", b"---\ntitle: New\n---\n[Nowhere](nowhere.md)\n"),
        ("title missing and text broken", b"---\ndate: 2026-01-01\n---\n{{ stat(id=\"nobody\" [x](nowhere.md)\n"),
        ("unclosed front matter", b"---\ntitle: New\nWords.\n"),
        ("no front matter", b"Words.\n"),
        ("unknown template", b"---\ntitle: New\ntemplate: nothing\nslug: other\n---\nWords.\n"),
    ];
    for (what, bytes) in mistakes {
        one_is_broken(what, |preview| drop(preview.write("content/en/news/one.md", bytes)));
    }
}

#[test]
fn a_page_that_cannot_be_read_keeps_its_last_good_state_and_others_go_on() {
    one_is_broken("a broken link on the disk", |preview| {
        let path = preview.folder.path().join("content/en/news/one.md");
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("nothing.md", &path).unwrap();
    });
}

#[test]
fn pages_of_a_folder_that_cannot_be_read_keep_their_last_good_state() {
    let mut preview = Preview::new(&[]);
    let news = preview.folder.path().join("content/en/news");
    fs::rename(&news, preview.folder.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("/nothing/here", &news).unwrap();
    let before = all(&preview.shown.output);
    preview.round();
    assert_eq!(preview.shown.stale, pages(&["news", "news/one", "news/two"]));
    assert_eq!(all(&preview.shown.output), before);
    preview.save("content/en/plain.md", PLAIN.replace("Words", "New words"));
    assert!(preview.html("plain/index.html").contains("New words"));
}

#[test]
fn the_home_page_is_kept_while_it_is_missing() {
    let mut preview = Preview::new(&[]);
    fs::remove_file(preview.folder.path().join("content/en/index.md")).unwrap();
    assert_eq!(*preview.round(), pages(&[""]));
    preview.save("content/en/plain.md", PLAIN.replace("Words", "New words"));
    assert!(preview.html("plain/index.html").contains("New words"));
    assert!(preview.html("index.html").contains("Home."));
}

#[test]
fn pages_with_an_invalid_record_keep_their_last_good_state_and_others_go_on() {
    for (what, n) in [
        ("invalid value", statistic("n", "many", "s")),
        ("unknown unit", statistic("n", "38", "s").replace("count", "counts")),
        ("unknown key", statistic("n", "38", "s") + "  colour: red\n"),
        ("unknown source", statistic("n", "38", "nobody")),
        ("no id", statistic("n", "38", "s").replace("id: n", "value_id: n")),
        ("not a mapping", "- n\n".to_owned()),
        ("twice", statistic("n", "38", "s") + &statistic("n", "39", "s")),
        ("false formula", statistic("n", "38", "s") + "  derived: 1 + 1\n"),
    ] {
        let mut preview = Preview::new(&[]);
        let before = all(&preview.shown.output);
        let held = pages(&["all", "news/one"]);
        assert_eq!(*preview.save("content/statistics.yaml", n.clone() + &statistic("m", "42", "t")), held, "{what}");
        // A valid change in the same file is seen, by pages that show nothing else.
        assert!(preview.html("news/two/index.html").contains("42"), "{what}");
        preview.save("content/en/plain.md", PLAIN.replace("Words", "New words"));
        assert!(preview.html("plain/index.html").contains("New words"), "{what}");
        preview.save("content/en/news/one.md", ONE.replace("There are", "Now there are"));
        for path in ["news/one/index.html", "all/index.html", "data.csv", "data.json"] {
            assert_eq!(preview.html(path).into_bytes(), before[path], "{what}: {path}");
        }
        assert_eq!(preview.shown.stale, held, "{what}");
        preview.save("content/statistics.yaml", statistics("38", "42"));
        preview.is_as_built();
        assert!(preview.html("news/one/index.html").contains("Now there are"), "{what}");
    }
}

#[test]
fn pages_without_records_go_on_while_a_file_of_records_is_broken() {
    for (what, path, bytes, held) in [
        ("broken YAML", "content/statistics.yaml", &b"- id: n\n value: [\n"[..], &["all", "news/one", "news/two"][..]),
        ("no list", "content/statistics.yaml", b"n: 3\n", &["all", "news/one", "news/two"]),
        ("not UTF-8", "content/statistics.yaml", b"- id: caf\xE9\n", &["all", "news/one", "news/two"]),
        ("broken YAML", "content/sources.yaml", b"- id: [\n", &["all", "news/one", "news/two"]),
        ("broken YAML", "content/events.yaml", b"- id: [\n", &["all", "talk", "walk"]),
        ("one source", "content/sources.yaml", b"- id: s\n- id: t\n  title: Another\n", &["all", "news/one"]),
        ("one event", "content/events.yaml", b"", &["all", "talk"]),
    ] {
        let mut preview = Preview::new(&[]);
        let before = all(&preview.shown.output);
        let one_event = EVENTS.replacen("10:00", "noon", 1);
        let bytes = if bytes.is_empty() { one_event.as_bytes() } else { bytes };
        assert_eq!(*preview.save(path, bytes), pages(held), "{path}: {what}");
        assert_eq!(all(&preview.shown.output), before, "{path}: {what}");
        preview.save("content/en/plain.md", PLAIN.replace("Words", "New words"));
        assert!(preview.html("plain/index.html").contains("New words"), "{path}: {what}");
        assert_eq!(preview.shown.stale, pages(held), "{path}: {what}");
        let sound = [
            ("content/statistics.yaml", statistics("37", "41")),
            ("content/sources.yaml", SOURCES.to_owned()),
            ("content/events.yaml", EVENTS.to_owned()),
        ];
        let sound = sound.iter().find(|(name, _)| *name == path).unwrap().1.clone();
        preview.save(path, sound);
        preview.is_as_built();
    }
}

#[test]
fn only_what_touches_every_page_holds_back_the_site() {
    for (path, broken) in [
        ("content/site.yaml", "title: [\n"),
        ("content/site.yaml", "titel: Test\nlanguages: { en: { at: / } }\n"),
        ("themes/local/templates/base.html", "{% if %}"),
        ("themes/local/style.css", "p { color: \n}}"),
    ] {
        let mut preview = Preview::new(&[("themes/local/style.css", "p { color: #654321 }\n")]);
        let before = all(&preview.shown.output);
        assert_eq!(*preview.save(path, broken), Staleness::Site, "{path}");
        preview.save("content/en/plain.md", PLAIN.replace("Words", "New words"));
        assert_eq!(all(&preview.shown.output), before, "{path}");
        if path == "content/site.yaml" {
            preview.write(path, SITE);
        } else {
            fs::remove_file(preview.folder.path().join(path)).unwrap();
        }
        preview.round();
        preview.is_as_built();
        assert!(preview.html("plain/index.html").contains("New words"), "{path}");
    }
}

#[test]
fn a_template_that_fails_holds_back_only_the_pages_that_use_it() {
    let special = "<!doctype html><title>{{ page.title }}</title>{{ page.content }}";
    let page = "---\ntitle: Special\ntemplate: special\n---\nSpecial words.\n";
    let mut preview =
        Preview::new(&[("themes/local/templates/special.html", special), ("content/en/special.md", page)]);
    preview.is_as_built();
    for mistake in ["{{ page.title.a.b }}", "{{ <stat id=\"nn\" /> }}", "{{ <stat id=\"n\" as=\"Card\" /> }}"] {
        let failing = special.replace("{{ page.title }}", mistake);
        assert_eq!(*preview.save("themes/local/templates/special.html", failing), pages(&["special"]), "{mistake}");
        assert!(preview.html("special/index.html").contains("Special words"));
        preview.save("content/en/plain.md", PLAIN.replace("Words", "New words"));
        assert!(preview.html("plain/index.html").contains("New words"));
        preview.save("themes/local/templates/special.html", special);
        preview.is_as_built();
        preview.save("content/en/plain.md", PLAIN);
    }
}

#[test]
fn a_page_that_was_never_good_is_shown_as_it_is_and_others_go_on() {
    let broken = "---\ntitle: [\n---\nBegun.\n";
    let mut preview = Preview::new(&[("content/en/news/new.md", broken)]);
    assert_eq!(preview.shown.stale, Staleness::Nothing);
    assert!(preview.html("news/new/index.html").contains("Begun."));
    preview.save("content/en/news/two.md", TWO_AGAIN);
    assert!(preview.html("news/two/index.html").contains("Still alive"));
    // Another page breaks, and is held; the first one still is not.
    preview.save("content/en/news/one.md", "---\ntitle: [\n---\nWords.\n");
    assert_eq!(preview.shown.stale, pages(&["news/one"]));
    preview.save("content/en/news/new.md", broken.replace("Begun.", "Going on."));
    assert!(preview.html("news/new/index.html").contains("Going on."));
    preview.save("content/en/news/new.md", "---\ntitle: New\n---\nEnded.\n");
    preview.save("content/en/news/one.md", ONE);
    preview.is_as_built();
}

#[test]
fn a_record_that_was_never_good_holds_back_only_pages_that_had_a_good_state() {
    let mut preview = Preview::new(&[]);
    preview.save("content/statistics.yaml", statistics("37", "41") + "- id: k\n  value: many\n");
    preview.save("content/en/news/one.md", ONE.replace("\"n\"", "\"k\""));
    assert_eq!(preview.shown.stale, pages(&["all", "news/one"]));
    assert!(preview.html("news/one/index.html").contains("37"));
    preview.save("content/en/news/two.md", TWO_AGAIN);
    assert!(preview.html("news/two/index.html").contains("Still alive"));
}

#[test]
fn good_pages_follow_the_settings_while_they_are_held() {
    let mut preview = Preview::new(&[]);
    preview.save("content/en/news/one.md", "---\ntitle: [\n---\nWords.\n");
    // The number of the language changes.
    preview.write("content/fr/index.md", "---\ntitle: Accueil\n---\nBonjour.\n");
    let languages = "languages: { fr: { at: /fr/ }, en: { at: / } }\n";
    let site = SITE.replace("languages: { en: { at: / } }\n", languages);
    preview.write("themes/local/strings/fr.yaml", fs::read_to_string("themes/plain/strings/en.yaml").unwrap());
    preview.save("content/site.yaml", site);
    assert_eq!(preview.shown.stale, pages(&["news/one"]), "{}", machine::json_lines(&preview.findings));
    assert!(preview.html("news/index.html").contains(">One<"));
    assert!(preview.html("fr/index.html").contains("Bonjour"));
    // A language goes, and the page with it.
    fs::remove_dir_all(preview.folder.path().join("content/en")).unwrap();
    preview.save("content/site.yaml", "title: Test\ntheme: [local, plain]\nlanguages: { fr: { at: /fr/ } }\n");
    assert!(preview.shown.output.get("news/one/index.html").is_none());
    assert_eq!(preview.shown.stale, Staleness::Nothing);
}

#[test]
fn a_deleted_page_goes_while_another_is_held() {
    let mut preview = Preview::new(&[]);
    preview.save("content/en/plain.md", "---\ntitle: [\n---\nWords.\n");
    fs::remove_file(preview.folder.path().join("content/en/news/one.md")).unwrap();
    preview.save("content/en/news/two.md", "---\ntitle: Two\n---\nAlone.\n");
    assert!(preview.shown.output.get("news/one/index.html").is_none());
    assert!(!preview.html("news/index.html").contains(">One<"));
    // Its link to the deleted page is found once its front matter can be read.
    assert_eq!(preview.shown.stale, pages(&["plain"]));
    preview.save("content/en/plain.md", PLAIN);
    assert!(preview.findings.iter().any(|finding| finding.code == Code::BrokenLink));
    assert_eq!(preview.shown.stale, pages(&["plain"]));
}
