//! What of a text is code, in Markdown and in MDX.

use std::ops::Range;

use crate::import::destinations::{is_within, structure};

/// The bytes of code in a body. What is indented is not code here.
pub fn code(text: &str, body: &Range<usize>) -> Vec<Range<usize>> {
    let mut code = fences(text, body);
    let found = structure(&text[body.clone()]);
    let inline = found.code.into_iter().map(|range| range.start + body.start..range.end + body.start);
    code.extend(inline.filter(|range| text[range.clone()].starts_with('`') && !text[range.clone()].contains("\n\n")));
    merged(code)
}

/// The bytes of code in a body of MDX, where tags begin no blocks of HTML, in which nothing would be code.
pub fn code_of_mdx(text: &str, body: &Range<usize>) -> Vec<Range<usize>> {
    let mut code = fences(text, body);
    let mut spans = Vec::new();
    let mut start = body.start;
    let mut at = body.start;
    for line in text[body.clone()].split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t', '>']);
        let is_fence = is_within(&code, at);
        let begins = bare.trim().is_empty()
            || bare.starts_with(['#', '|', '-', '*', '+'])
            || bare.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']);
        if is_fence || begins {
            code_spans(text, start..at, &mut spans);
            start = if is_fence { at + line.len() } else { at };
        }
        at += line.len();
    }
    code_spans(text, start..at, &mut spans);
    code.extend(spans);
    merged(code)
}

/// Code between runs of backticks in a paragraph.
fn code_spans(text: &str, paragraph: Range<usize>, spans: &mut Vec<Range<usize>>) {
    let run = |from: usize| {
        let start = from + text[from..paragraph.end].find('`')?;
        let length = text[start..paragraph.end].bytes().take_while(|byte| *byte == b'`').count();
        Some(start..start + length)
    };
    let mut at = paragraph.start;
    while at < paragraph.end {
        let Some(open) = run(at) else { break };
        at = open.end;
        if text[..open.start].ends_with('\\') {
            continue;
        }
        let mut close = run(open.end);
        while close.as_ref().is_some_and(|close| close.len() != open.len()) {
            close = close.and_then(|close| run(close.end));
        }
        if let Some(close) = close {
            spans.push(open.start..close.end);
            at = close.end;
        }
    }
}

/// Ranges in order, without those that are in others.
fn merged(mut code: Vec<Range<usize>>) -> Vec<Range<usize>> {
    code.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in code {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Fenced code, however deep it is indented.
pub fn fences(text: &str, body: &Range<usize>) -> Vec<Range<usize>> {
    let mut fences = Vec::new();
    let mut open: Option<(usize, char, usize)> = None;
    let mut at = body.start;
    for line in text[body.clone()].split_inclusive('\n') {
        let trimmed = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| trimmed.chars().take_while(|c| *c == mark).count());
        match open {
            Some((start, mark, least)) if length >= least && trimmed.chars().all(|c| c == mark) => {
                fences.push(start..at + line.len());
                open = None;
            }
            None if length >= 3 && !(mark == Some('`') && trimmed[length..].contains('`')) => {
                open = mark.map(|mark| (at, mark, length));
            }
            _ => {}
        }
        at += line.len();
    }
    fences.extend(open.map(|(start, ..)| start..body.end));
    fences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_hide_no_code_of_mdx() {
        let text = "<p>\n`<A />` b `c`\n\n- a ` b\n- c d ``e ` f``\n```\n`\n```\n\\`g`h`\n";
        let found: Vec<&str> = code_of_mdx(text, &(0..text.len())).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["`<A />`", "`c`", "``e ` f``", "```\n`\n```\n", "`h`"]);
    }
}
