use super::*;
use crate::fix::Fix;
use crate::report::{Code, SourceFile};

fn edited(text: &str, edits: &[(&str, &str)]) -> EditedText {
    let mut edited = EditedText::new(SourceFile::new("content/en/a.md", text));
    let mut fixes: Vec<Fix> = edits
        .iter()
        .map(|(old, new)| {
            let at = text.find(old).unwrap();
            Fix {
                range: at..at + old.len(),
                replacement: (*new).to_owned(),
                reason: Reason { code: Code::UnknownKey, message: format!("unknown key `{old}`") },
            }
        })
        .collect();
    fixes.sort_by_key(|fix| fix.range.start);
    edited.apply(&fixes);
    edited
}

fn drawn(text: &str, edits: &[(&str, &str)]) -> String {
    diff("content/en/a.md", &edited(text, edits), false)
}

#[test]
fn lines_around_a_change_are_shown_with_its_reason() {
    assert_eq!(
        drawn("1\n2\n3\n4\nfive\n6\n7\n8\n9\n", &[("five", "5")]),
        "--- content/en/a.md\n+++ content/en/a.md\n@@ -2,7 +2,7 @@ unknown-key: unknown key `five`\n \
         2\n 3\n 4\n-five\n+5\n 6\n 7\n 8\n"
    );
    assert_eq!(drawn("1\n2\n", &[]), "");
}

#[test]
fn close_changes_share_a_group_and_distant_ones_have_their_own() {
    let text: String = (1..=30).map(|number| format!("line {number}.\n")).collect();
    let close = drawn(&text, &[("line 5.", "five"), ("line 12.", "twelve")]);
    assert!(close.contains("@@ -2,14 +2,14 @@ unknown-key: unknown key `line 5.`; unknown-key: "), "{close}");
    assert_eq!(close.matches("@@ -").count(), 1);
    let distant = drawn(&text, &[("line 5.", "five"), ("line 13.", "one\nmore")]);
    assert!(distant.contains("@@ -2,7 +2,7 @@") && distant.contains("@@ -10,7 +10,8 @@"), "{distant}");
}

#[test]
fn two_edits_of_one_line_are_one_change_of_it() {
    assert_eq!(
        drawn("one two\n", &[("one", "1"), ("two", "2")]),
        "--- content/en/a.md\n+++ content/en/a.md\n@@ -1 +1 @@ \
         unknown-key: unknown key `one`; unknown-key: unknown key `two`\n-one two\n+1 2\n"
    );
}

#[test]
fn whole_lines_that_come_or_go_are_shown_alone() {
    let inserted = drawn("a\nb\n", &[("b", "new\nb")]);
    assert!(inserted.ends_with("@@ -1,2 +1,3 @@ unknown-key: unknown key `b`\n a\n+new\n b\n"), "{inserted}");
    let removed = drawn("a\nb\nc\n", &[("b\n", "")]);
    assert!(removed.contains("@@ -1,3 +1,2 @@") && removed.ends_with("\n a\n-b\n c\n"), "{removed}");
    let emptied = drawn("a", &[("a", "")]);
    assert!(
        emptied.contains("@@ -1 +0,0 @@") && emptied.ends_with("\n-a\n\\ No newline at end of file\n"),
        "{emptied}"
    );
}

#[test]
fn line_ends_and_the_byte_order_mark_are_shown_only_where_they_differ() {
    let windows = drawn("\u{feff}a\r\nb\r\n", &[("a", "A")]);
    assert!(windows.ends_with("\n-a\n+A\n b\n"), "{windows:?}");
    let changed = drawn("a\r\nb\r\n", &[("a\r", "a")]);
    assert!(changed.ends_with("\n-a␍\n+a\n b\n"), "{changed:?}");
    let at_the_end = drawn("a\nb", &[("b", "B")]);
    let mark = "\\ No newline at end of file\n";
    assert!(at_the_end.ends_with(&format!("\n a\n-b\n{mark}+B\n{mark}")), "{at_the_end}");
}

#[test]
fn control_characters_are_replaced_and_tabs_stay() {
    let drawn = drawn("\ta\u{1b}[2J\u{202e}\n", &[("\t", "  ")]);
    assert!(drawn.ends_with("\n-\ta␛[2J\u{fffd}\n+  a␛[2J\u{fffd}\n"), "{drawn:?}");
}

#[test]
fn long_lines_are_cut_around_the_change() {
    let text = format!("{}\n{}x{}\n", "é".repeat(50_000), "é".repeat(50_000), "é".repeat(50_000));
    let drawn = drawn(&text, &[("x", "y")]);
    assert!(drawn.len() < 3_000, "{}", drawn.len());
    let line = drawn.lines().find(|line| line.starts_with('+') && !line.starts_with("+++")).unwrap();
    assert!(line.starts_with("+…é") && line.ends_with("é…") && line.contains("éyé"), "{line}");
}

#[test]
fn colours_are_used_if_wanted() {
    let drawn = diff("a.md", &edited("a\n", &[("a", "b")]), true);
    assert!(drawn.contains("\u{1b}[31m-a\u{1b}[0m\n\u{1b}[32m+b\u{1b}[0m\n"), "{drawn:?}");
}

#[test]
fn many_changes_take_no_longer_than_a_few() {
    for (end, lines) in [("\n", 100_000), (" ", 1)] {
        let text = format!("key: value{end}").repeat(100_000);
        let reason = || Reason { code: Code::UnknownKey, message: "x".to_owned() };
        let fix = |at: usize| Fix { range: at..at + 3, replacement: "name".to_owned(), reason: reason() };
        let fixes: Vec<Fix> = (0..100_000).map(|line| fix(line * 11)).collect();
        let mut edited = EditedText::new(SourceFile::new("a.yaml", text));
        assert_eq!(edited.apply(&fixes), 100_000);
        let drawn = diff("a.yaml", &edited, false);
        assert_eq!(drawn.matches("\n+name: value").count(), lines);
    }
}
