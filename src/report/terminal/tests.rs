//! Findings as they are drawn, byte for byte.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::*;
use crate::report::SourceFile;

fn broken(file: &Arc<SourceFile>, range: Range<usize>) -> Finding {
    Finding::new(Code::BrokenLink, Place::new(file, range), "no page is published at `sesion.md`")
}

/// The lines drawn below the arrow for the bytes `span` of `text`.
fn lines(text: &str, span: Range<usize>) -> String {
    let drawn = draw(&broken(&SourceFile::new("a.md", text), span), false);
    drawn.split_once('\n').and_then(|(_, rest)| rest.split_once('\n')).unwrap().1.to_owned()
}

fn around(text: &str, part: &str) -> String {
    let at = text.find(part).unwrap();
    lines(text, at..at + part.len())
}

#[test]
fn a_finding_shows_place_line_carets_and_help() {
    let text = format!("{}See [the session](sesion.md) for the times.\n", "\n".repeat(21));
    let at = text.find("sesion.md").unwrap();
    let finding = broken(&SourceFile::new("content/en/index.md", text), at..at + 9)
        .help("the closest is `session.md` (content/en/session.md)");
    insta::assert_snapshot!(draw(&finding, false), @r"
    error[broken-link]: no page is published at `sesion.md`
      --> content/en/index.md:22:19
       |
    22 | See [the session](sesion.md) for the times.
       |                   ^^^^^^^^^
       |
       = help: the closest is `session.md` (content/en/session.md)
    ");
}

#[test]
fn help_comes_before_notes_and_their_lines_are_aligned() {
    let finding = broken(&SourceFile::new("a.md", "abc"), 0..3).note("first\nsecond").help("type `abd`").note("third");
    insta::assert_snapshot!(draw(&finding, false), @r"
    error[broken-link]: no page is published at `sesion.md`
     --> a.md:1:1
      |
    1 | abc
      | ^^^
      |
      = help: type `abd`
      = note: first
              second
      = note: third
    ");
}

#[test]
fn a_label_is_drawn_beside_a_line_close_by_and_is_a_note_elsewhere() {
    let text = "title: A\r\ndate: 1\ntitle: B\n".to_owned() + &"\n".repeat(20) + "title: C\n";
    let file = SourceFile::new("a.md", text.clone());
    let all: Vec<usize> = text.match_indices("title").map(|(at, _)| at).collect();
    let place = |at: usize| Place::new(&file, at..at + 5);
    let finding = Finding::new(Code::DuplicateKey, place(all[1]), "the key `title` is given twice")
        .label(place(all[2]), "the last")
        .label(place(all[0]), "the first")
        .label(Place::whole(&SourceFile::new("b.md", "x")), "the file")
        .note("a reason");
    insta::assert_snapshot!(draw(&finding, false), @r"
    error[duplicate-key]: the key `title` is given twice
     --> a.md:3:1
      |
    1 | title: A
      | ----- the first
    2 | date: 1
    3 | title: B
      | ^^^^^
      |
      = note: the last is at a.md:24:1
      = note: the file is b.md
      = note: a reason
    ");
    let long = SourceFile::new("a.md", format!("a b{}", "x".repeat(1_000_000)));
    let finding = broken(&long, 0..1).label(Place::new(&long, 2..3), "the other");
    assert!(draw(&finding, false).ends_with("= note: the other is at a.md:1:3\n"));
}

#[test]
fn a_finding_about_a_whole_file_shows_no_line() {
    let file = SourceFile::new("content/en/a.md", "not shown");
    let finding = Finding::new(Code::NotUtf8, Place::whole(&file), "this file is not UTF-8");
    insta::assert_snapshot!(draw(&finding, false), @r"
    error[not-utf8]: this file is not UTF-8
     --> content/en/a.md
    ");
    insta::assert_snapshot!(draw(&finding.clone().help("save it as UTF-8"), false), @r"
    error[not-utf8]: this file is not UTF-8
     --> content/en/a.md
      |
      = help: save it as UTF-8
    ");
    let nowhere = Finding { place: None, level: Level::Note, ..finding };
    insta::assert_snapshot!(draw(&nowhere, false), @"note[not-utf8]: this file is not UTF-8");
}

#[test]
fn an_empty_range_draws_one_caret() {
    insta::assert_snapshot!(lines("abc", 1..1), @r"
      |
    1 | abc
      |  ^
    ");
    insta::assert_snapshot!(lines("", 0..0), @r"
      |
    1 |
      | ^
    ");
    insta::assert_snapshot!(lines("a\n", 2..2), @r"
      |
    2 |
      | ^
    ");
    insta::assert_snapshot!(lines("a\r\nb", 1..3), @r"
      |
    1 | a
      |  ^
    ");
}

#[test]
fn tabs_wide_and_combining_characters_keep_the_carets_in_place() {
    insta::assert_snapshot!(around("\ta\tb", "b"), @r"
      |
    1 |     a    b
      |          ^
    ");
    insta::assert_snapshot!(around("日本語のリンク", "リンク"), @r"
      |
    1 | 日本語のリンク
      |         ^^^^^^
    ");
    assert!(around("cafe\u{301} noir", "noir").ends_with("| cafe\u{301} noir\n  |      ^^^^\n"));
}

#[test]
fn right_to_left_lines_name_the_place_in_words() {
    for (text, part, words) in [
        ("שלום [קישור](x.md) כאן", "x.md", "`x.md`"),
        ("انظر [الجلسة](x.md).", "الجلسة", "`الجلسة`"),
        ("See (x.md) and שָׁלוֹם.", "x.md", "`x.md`"),
        ("日本語 مرحبا 7 هنا", "7", "`7`"),
        ("\ta \u{200f}(b)", "b", "`b`"),
        ("𞤀𞤁 a", "a", "`a`"),
        // Terminals draw this heart in one column or in two.
        ("\u{2764}\u{fe0f} x.md", "x.md", "`x.md`"),
    ] {
        let shown = text.replace('\t', "    ");
        assert_eq!(around(text, part), format!("  |\n1 | {shown}\n  |\n  = here: {words}\n"));
    }
    let long = "שלום ".repeat(60);
    let drawn = lines(&long, 0..long.len());
    assert!(drawn.contains("= here: `שלום") && !drawn.contains('^'), "{drawn}");
}

#[test]
fn empty_and_long_places_in_right_to_left_lines_are_named_too() {
    let hint = broken(&SourceFile::new("a.md", "שלום x"), 9..9).help("type `y`");
    insta::assert_snapshot!(draw(&hint, false), @r"
    error[broken-link]: no page is published at `sesion.md`
     --> a.md:1:6
      |
    1 | שלום x
      |
      = here: before `x`
      = help: type `y`
    ");
    assert!(lines("שלום", 8..8).ends_with("= here: at the end of the line\n"));
    assert!(lines("שלום\nb c", 0..10).ends_with("= here: from `שלום` to `b`\n"));
    let many = "שלום\n".repeat(9);
    assert!(lines(&many, 0..many.len()).ends_with("= here: `שלום` to line 9\n"));
}

#[test]
fn carets_stay_where_the_width_is_certain() {
    for text in [
        "日本 x.md",
        "e\u{301}\u{323} x.md",
        "\t\t x.md",
        "🙂 x.md",
        "x.md 👩‍👩‍👧",
        "🇫🇷 x.md",
        "क्षि x.md",
        "ｘ x.md",
        "٣٧٫٥٪ x.md",
        "x ۱۲ x.md",
    ] {
        let drawn = around(text, "x.md");
        let (line, carets) = drawn.lines().nth(1).zip(drawn.lines().nth(2)).unwrap();
        let column = |text: &str, at: usize| crate::report::text::width(&text[..at].replace('\t', "    "));
        let (shown, below) = (line.find("x.md").unwrap(), carets.find('^').unwrap());
        assert_eq!(column(line, shown), column(carets, below), "{drawn}");
        assert_eq!(carets.matches('^').count(), 4, "{drawn}");
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_not_show() {
    insta::assert_snapshot!(lines("\u{feff}abc\r\ndef\r\n", 3..6), @r"
      |
    1 | abc
      | ^^^
    ");
    insta::assert_snapshot!(lines("\u{feff}abc", 0..0), @r"
      |
    1 | abc
      | ^
    ");
}

#[test]
fn control_characters_in_a_file_do_not_reach_the_terminal() {
    let file = SourceFile::new("content/\u{1b}]0;x\u{7}\n.md", "a\u{1b}[31m \u{202e}b\u{9b}2Jc\u{7f}");
    let mut finding = Finding::new(Code::BrokenLink, Place::new(&file, 1..2), "m\u{1b}[2J\nsecond line");
    finding = finding.help("h\u{1b}c").note("n\u{8}\r\nn");
    let drawn = draw(&finding, false);
    insta::assert_snapshot!(drawn, @r"
    error[broken-link]: m␛[2J
                        second line
     --> content/␛]0;x␇␊.md:1:2
      |
    1 | a␛[31m �b�2Jc␡
      |  ^
      |
      = help: h␛c
      = note: n␈
              n
    ");
    assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'));
}

#[test]
fn a_span_of_a_few_lines_is_drawn_whole_and_of_a_longer_one_only_its_first_line() {
    insta::assert_snapshot!(lines("one\ntwo\nthree\nfour\nfive", 1..17), @r"
      |
    1 |   one
      |  __^
    2 | | two
    3 | | three
    4 | | four
      | |___^
    ");
    insta::assert_snapshot!(lines("one\ntwo\nthree\nfour\nfive", 0..7), @r"
      |
    1 | / one
    2 | | two
      | |___^
    ");
    insta::assert_snapshot!(lines("one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n", 1..27), @r"
      |
    1 | one
      |  ^^ to line 5
    ");
    insta::assert_snapshot!(lines("one\ntwo\nthree", 4..8), @r"
      |
    2 | two
      | ^^^
    ");
}

#[test]
fn a_long_line_is_cropped_around_the_span() {
    let text = format!("{}[x](y.md){}", "before ".repeat(50), " after".repeat(50));
    insta::assert_snapshot!(around(&text, "y.md"), @r"
      |
    1 | …ore before before before before before before before before [x](y.md) after after after after after after after after after after af…
      |                                                                  ^^^^
    ");
    let start = format!("[x](y.md){}", " after".repeat(50));
    insta::assert_snapshot!(around(&start, "y.md"), @r"
      |
    1 | [x](y.md) after after after after after after after after after after after after after after after after after after after after af…
      |     ^^^^
    ");
    for (length, carets) in [(90, 90), (110, 110), (128, 128), (1000, 131)] {
        let long = "x".repeat(length);
        let drawn = around(&format!("a {long} {}", "b".repeat(200)), &long);
        assert_eq!(
            drawn.matches('^').count(),
            carets,
            "as many as are shown, and the mark that more follows:\n{drawn}"
        );
    }
}

#[test]
fn every_crop_of_unusual_lines_fits_its_columns() {
    let odd = "\t日e\u{301}\u{1b}\u{feff}👩\u{200d}🔬שa ".repeat(80);
    let ends: Vec<_> = odd.char_indices().map(|(at, _)| at).step_by(7).collect();
    for &start in &ends {
        for length in [0, 1, 40, 400] {
            let drawn = lines(&odd, start..(start + length).min(odd.len()));
            let widest = drawn.lines().map(crate::report::text::width).max().unwrap();
            assert!(widest <= 140, "{widest} columns:\n{drawn}");
        }
    }
}

#[test]
fn huge_files_and_lines_are_drawn_quickly() {
    let one_line = "word ".repeat(2_000_000);
    let many_lines = "word\n".repeat(2_000_000);
    let marks = "\u{301}".repeat(1_000_000);
    let begin = Instant::now();
    for text in [&one_line, &many_lines, &marks] {
        let file = SourceFile::new("a.md", text.as_str());
        for range in [0..text.len(), 5_000..5_001, text.len() - 2..text.len(), 900_000..901_000] {
            assert!(draw(&broken(&file, range), false).len() < 8_000);
        }
    }
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
}

#[test]
fn colour_does_not_change_the_text() {
    let finding = broken(&SourceFile::new("a.md", "abc"), 1..2).help("help").note("note");
    let (plain, coloured) = (draw(&finding, false), draw(&finding, true));
    assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}["));
    let mut stripped = String::new();
    for (number, piece) in coloured.split("\u{1b}[").enumerate() {
        stripped.push_str(if number == 0 { piece } else { piece.split_once('m').unwrap().1 });
    }
    assert_eq!(stripped, plain);
}

#[test]
fn after_ten_of_a_kind_the_others_are_counted() {
    let file = SourceFile::new("a.md", "abc");
    let mut findings = vec![broken(&file, 0..1); 22];
    let mut softened = broken(&file, 0..1);
    softened.level = Level::Warning;
    findings.push(softened);
    findings.push(Finding::new(Code::RawHtml, Place::whole(&file), "raw HTML"));
    let drawn = draw_all(&findings, false);
    assert_eq!(drawn.matches("error[broken-link]").count(), 10);
    assert_eq!(drawn.matches("warning[broken-link]").count(), 1);
    assert!(drawn.ends_with("and 12 more `broken-link`\n(`--format json` lists every finding.)\n\n"), "{drawn}");
    let drawn = draw_all(&findings[12..], false);
    assert!(drawn.ends_with("warning[raw-html]: raw HTML\n --> a.md\n\n"), "{drawn}");
}

#[test]
fn the_tally_counts_errors_files_and_the_rest() {
    let (a, b) = (SourceFile::new("a.md", "abc"), SourceFile::new("b.md", "abc"));
    let warning = Finding::new(Code::RawHtml, Place::whole(&a), "raw HTML");
    let note = Finding::new(Code::NoBaseUrl, Place::whole(&a), "no base_url");
    let (one, two) = (broken(&a, 0..1), broken(&b, 0..1));
    let tally_of = |findings: &[&Finding]| tally(&findings.iter().map(|&finding| finding.clone()).collect::<Vec<_>>());
    assert_eq!(tally_of(&[&one, &one, &two, &warning, &note, &note]), "3 errors in 2 files, 1 warning, 2 notes.");
    assert_eq!(tally_of(&[&one]), "1 error in 1 file.");
    assert_eq!(tally_of(&[&warning, &warning, &note]), "2 warnings in 1 file, 1 note.");
    assert_eq!(tally_of(&[&note]), "1 note.");
    assert_eq!(tally_of(&[]), "No findings.");
    let nowhere = Finding { place: None, ..one };
    assert_eq!(tally_of(&[&nowhere]), "1 error.");
}

#[test]
fn a_failure_shows_what_was_being_done_and_what_to_do() {
    let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let failure = Failure::io("cannot write public/index.html", &denied).help("see who owns `public/`");
    insta::assert_snapshot!(draw_failure(&failure, false), @r"
    error: cannot write public/index.html: permission denied
      |
      = help: see who owns `public/`
    ");
    assert_eq!(draw_failure(&Failure::new("no"), false), "error: no\n");
}
