//! Converts admonitions, `:::note[Title]` … `:::`, to GitHub's alerts, `> [!NOTE]`.

use super::edits::Edits;
use super::mdx;

/// Kinds of admonitions, with GitHub's kinds of alerts.
const KINDS: [(&str, &str); 12] = [
    ("note", "NOTE"),
    ("info", "NOTE"),
    ("tip", "TIP"),
    ("success", "TIP"),
    ("hint", "TIP"),
    ("important", "IMPORTANT"),
    ("warning", "WARNING"),
    ("warn", "WARNING"),
    ("caution", "CAUTION"),
    ("danger", "CAUTION"),
    ("error", "CAUTION"),
    ("attention", "WARNING"),
];

/// An admonition whose end has not been reached.
struct OpenAdmonition {
    /// Where its first line begins.
    start: usize,
    end: usize,
    indent: usize,
    colons: usize,
    head: String,
}

/// The edits that convert the admonitions of a text. One inside another is left as it is.
pub fn edits(text: &str) -> Edits {
    let mut edits = Edits::default();
    if !text.contains(":::") {
        return edits;
    }
    let fences = mdx::fences(text, &(0..text.len()));
    let mut open: Option<OpenAdmonition> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if super::destinations::is_within(&fences, start) {
            continue;
        }
        let trimmed = line.trim();
        let colons = trimmed.bytes().take_while(|byte| *byte == b':').count();
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        // One without an end ends with the item that it is in.
        if let Some(opened) = open.take_if(|opened| indent < opened.indent && is_item(trimmed)) {
            close(text, &opened, start, start, &mut edits);
        }
        if colons < 3 {
            continue;
        }
        let rest = trimmed[colons..].trim();
        match &open {
            Some(opened) if rest.is_empty() && colons == opened.colons => {
                close(text, opened, start, at, &mut edits);
                open = None;
            }
            None => {
                if let Some(head) = head(rest) {
                    open = Some(OpenAdmonition { start, end: at, indent, colons, head });
                }
            }
            Some(_) => {}
        }
    }
    edits
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let mark = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks: &[&str] = if mark.len() == line.len() { &["- ", "* ", "+ "] } else { &[". ", ") "] };
    marks.iter().any(|start| mark.starts_with(start))
}

/// The first lines of an alert for `note[Title]`, `note Title` or `note{…}`; `None` if it is not an admonition.
fn head(rest: &str) -> Option<String> {
    let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (_, kind) = KINDS.iter().find(|(name, _)| rest[..length].eq_ignore_ascii_case(name))?;
    let title = rest[length..].trim();
    let title = title.split('{').next().unwrap_or("").trim();
    let title = title.strip_prefix('[').map_or(title, |title| title.trim_end_matches(']')).trim();
    Some(if title.is_empty() { format!("[!{kind}]") } else { format!("[!{kind}]\n**{title}**\n") })
}

/// Converts the lines of an admonition to a block quote.
fn close(text: &str, open: &OpenAdmonition, last: usize, end: usize, edits: &mut Edits) {
    let indent = &text[open.start..open.start + open.indent];
    // A blank line separates the alert from text before it.
    let is_after_text = !text[..open.start].is_empty()
        && text[..open.start].lines().next_back().is_some_and(|line| !line.trim().is_empty() && line.trim() != "---");
    let mut first = if is_after_text { "\n".to_owned() } else { String::new() };
    for line in open.head.lines() {
        first += &format!("{indent}> {line}\n");
    }
    if open.head.ends_with('\n') {
        first += &format!("{indent}>\n");
    }
    edits.replace(open.start..open.end, first);
    let mut at = open.end;
    for line in text[open.end..last].split_inclusive('\n') {
        let own = line.len() - line.trim_start_matches([' ', '\t']).len();
        let mark = if line.trim().is_empty() { format!("{indent}>") } else { format!("{indent}> ") };
        edits.replace(at..at + own.min(open.indent), mark);
        at += line.len();
    }
    let is_followed = text[end..].lines().next().is_some_and(|line| !line.trim().is_empty());
    edits.replace(last..end, if is_followed { "\n" } else { "" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admonition_without_an_end_ends_with_its_item() {
        let text = "1. a\n\n   :::note\n   b\n\n2. c\n\n   :::tip\n   d\n   :::\n";
        let expected = "1. a\n\n   > [!NOTE]\n   > b\n   >\n\n2. c\n\n   > [!TIP]\n   > d\n";
        assert_eq!(edits(text).apply(text, 0..text.len()).text, expected);
    }

    #[test]
    fn admonitions_become_alerts() {
        let text = "a\n:::tip[Do `this`]\nText\n\n```md\n:::note\n```\n:::\nb\n\n  :::danger\n  c\n  :::\n\n:::row:::\nx\n:::row-end:::\n";
        let edits = edits(text);
        assert_eq!(
            edits.apply(text, 0..text.len()).text,
            "a\n\n> [!TIP]\n> **Do `this`**\n>\n> Text\n>\n> ```md\n> :::note\n> ```\n\nb\n\n  > [!CAUTION]\n  > c\n\n:::row:::\nx\n:::row-end:::\n"
        );
    }
}
