//! Converts MDX to Markdown: removes imports, exports, comments and the tags of components, and keeps text and expressions.

use std::ops::Range;

use super::destinations::{is_within, quoted};
use super::edits::{Edits, Next};
use super::losses::{LossKind, Losses};
use super::site::OriginalPage;
use blocks::{blocks, paragraphs};
use code::code_of_mdx;
use components::ComponentTag;
use layout::REMOVED;

mod blocks;
mod code;
mod components;
mod layout;

pub use code::{code, fences};
pub use components::{Syntax, component_tags, components};
pub use layout::moved;

/// Maximum bytes between the start of a tag and an attribute, and of the value of an attribute.
const LONGEST_ATTRIBUTE: usize = 2_000;

/// Converts the body of a page.
pub fn convert(page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let code = code_of_mdx(text, &page.body);
    let statements = statements(page, &code, edits, losses);
    let mut tags = component_tags(text, &page.body, &code);
    // What is in a statement was removed with it.
    tags.retain(|tag| !is_within(&statements, tag.range.start));
    comments_and_expressions(page, (&code, &statements), &tags, edits, losses);
    components(page, &tags, Syntax::Mdx, edits, losses);
    paragraphs(text, &page.body, &code, edits);
    blocks(text, &page.body, &code, edits);
}

/// Removes `import` and `export` statements, and returns their bytes.
fn statements(page: &OriginalPage, code: &[Range<usize>], edits: &mut Edits, losses: &mut Losses) -> Vec<Range<usize>> {
    let mut removed = Vec::new();
    let text = page.file.text();
    let mut at = page.body.start;
    let mut is_after_blank = true;
    let mut end_of_last = page.body.start;
    for line in text[page.body.clone()].split_inclusive('\n') {
        let start = at;
        at += line.len();
        if start < end_of_last {
            continue;
        }
        let begins =
            |word: &str| line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '{', '\t', '"', '\'']));
        if (is_after_blank || end_of_last == start) && (begins("import") || begins("export")) && !is_within(code, start)
        {
            let end = statement_end(text, start, page.body.end);
            let what = &text[start..end];
            losses.add(LossKind::Import, &page.file, start..start + line.trim_end().len(), what, "it was removed");
            edits.replace(start..end, "");
            removed.push(start..end);
            end_of_last = end;
            continue;
        }
        is_after_blank = line.trim().is_empty();
    }
    removed
}

/// The end of a statement: of the line on which its brackets are closed.
fn statement_end(text: &str, start: usize, end: usize) -> usize {
    let mut depth = 0_i32;
    let mut at = start;
    for line in text[start..end].split_inclusive('\n') {
        let change = |c: char| match c {
            '{' | '(' | '[' => 1,
            '}' | ')' | ']' => -1,
            _ => 0,
        };
        depth += line.chars().map(change).sum::<i32>();
        at += line.len();
        if depth <= 0 || line.trim().is_empty() {
            break;
        }
    }
    at
}

/// Removes comments, and records expressions, which are kept as text. In code and in statements there are none.
fn comments_and_expressions(
    page: &OriginalPage,
    (code, statements): (&[Range<usize>], &[Range<usize>]),
    tags: &[ComponentTag],
    edits: &mut Edits,
    losses: &mut Losses,
) {
    let text = page.file.text();
    let body = &page.body;
    let tags: Vec<Range<usize>> = tags.iter().map(|tag| tag.range.clone()).collect();
    // Where the next brace closes and the next comment ends, which are searched once.
    let (mut brace, mut comment) = (Next::new("}"), Next::new("*/}"));
    let mut at = body.start;
    while let Some(found) = text[at..body.end].find('{') {
        let start = at + found;
        at = start + 1;
        let is_other = is_within(code, start) || is_within(statements, start) || is_within(&tags, start);
        if is_other || text[..start].ends_with('\\') {
            continue;
        }
        if text[start..].starts_with("{/*") {
            if let Some(end) = comment.after(&text[..body.end], start) {
                let range = start..end + 3;
                at = range.end;
                let own_line = text[body.start..start].rfind('\n').map_or(body.start, |at| body.start + at + 1);
                let is_alone = text[own_line..start].trim_start_matches([' ', '\t', '>']).is_empty()
                    && text[range.end..body.end].split('\n').next().is_some_and(|rest| rest.trim().is_empty());
                edits.replace(range, if is_alone { REMOVED.to_string() } else { String::new() });
            }
            continue;
        }
        if text[..start].ends_with('=') {
            if let Some(range) = attribute(text, start, body.end) {
                at = range.end;
                if let Some(words) = quoted(text, start + 1..range.end - 1).filter(|it| !text[it.clone()].contains('"'))
                {
                    edits.replace(start..range.end, format!("\"{}\"", &text[words]));
                    continue;
                }
                losses.add(
                    LossKind::Expression,
                    &page.file,
                    range.clone(),
                    &text[range.clone()],
                    "the attribute was removed",
                );
                edits.replace(range, "");
            }
            continue;
        }
        // `{#id}` after a heading and the like are Markdown. Without a brace after this one, no later one closes either.
        let Some(end) = brace.after(&text[..body.end], start) else { break };
        let is_name = text[start + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '\'' | '"' | '`'));
        if !is_name || text[..start].ends_with(['{', '=']) {
            continue;
        }
        let inner = &text[start + 1..end];
        if !inner.contains(['\n', '{']) {
            let range = start..end + 1;
            if let Some(words) =
                ['"', '\'', '`'].iter().find_map(|quote| inner.strip_prefix(*quote)?.strip_suffix(*quote))
            {
                edits.replace(range, words);
            } else {
                losses.add(LossKind::Expression, &page.file, range.clone(), &text[range], "it is kept as text");
            }
        }
    }
}

/// An attribute of an HTML tag whose value is the expression that begins at a byte.
fn attribute(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let near = text.floor_char_boundary(start.saturating_sub(LONGEST_ATTRIBUTE));
    let end = text.floor_char_boundary(end.min(start + LONGEST_ATTRIBUTE));
    let before = &text[..start - 1];
    let name = before.len() - before.trim_end_matches(is_name).len();
    let tag = near + before[near..].rfind('<').filter(|tag| !before[near + tag..].contains('>'))?;
    let is_tag = text[tag + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    let mut depth = 0_usize;
    let length = text[start..end].bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    (is_tag && name > 0).then_some(before.len() - name..start + length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front;
    use crate::report::SourceFile;

    fn converted(text: &str) -> (String, usize) {
        let file = SourceFile::new("a.mdx", text);
        let front = front::read(&file);
        let page = OriginalPage::new(file, &front, 0, "a.md".into(), String::new());
        let (mut edits, mut losses) = (Edits::default(), Losses::default());
        convert(&page, &mut edits, &mut losses);
        let edited = edits.apply(text, 0..text.len());
        let edits = moved(&edited.text);
        (edited.then(edits).text, losses.sorted().len())
    }

    #[test]
    fn components_are_removed_and_their_text_is_kept() {
        let text = "import A from 'a';\nimport {\n  B\n} from 'b';\n\n# T\n\n<A>\n\t<B title=\"x > y\" f={() => { a }}>\n\t\tText\n\n\t\t```js\n\t\t<A>\n\t\t```\n\t</B>\n</A>\n\nLine <C/> end, `<D>`.\n";
        let (out, losses) = converted(text);
        assert_eq!(out, "\n# T\n\n\n\n**x > y**\n\nText\n\n```js\n<A>\n```\n\n\n\nLine  end, `<D>`.\n");
        assert_eq!(losses, 5);
    }

    #[test]
    fn what_a_statement_holds_is_recorded_once() {
        let (out, losses) =
            converted("import {A, B} from '@x';\nexport const c = <A b={d} />;\nexport const e = {f};\n\nText {g}\n");
        assert_eq!(out, "\nText {g}\n");
        assert_eq!(losses, 4);
    }

    #[test]
    fn text_after_the_tag_of_a_block_is_markdown() {
        let (out, _) = converted("<details>\n<summary>S</summary>\n```js\n<div>\n<p>\n```\n</details>\n");
        assert_eq!(out, "<details>\n<summary>S</summary>\n\n```js\n<div>\n<p>\n```\n</details>\n");
    }

    #[test]
    fn a_tag_that_is_not_closed_is_text() {
        let text = "a <B c=\"d\n\nText\n";
        assert_eq!(converted(text), (text.to_owned(), 0));
    }

    #[test]
    fn expressions_are_kept_and_comments_are_removed() {
        let (out, losses) =
            converted("a {frontmatter.title} b {/* c */} d {\"e\"} {#id} `{f}` \\{g} <a href={h.i} id=\"j\">k</a>\n");
        assert_eq!(out, "a {frontmatter.title} b  d e {#id} `{f}` \\{g} <a  id=\"j\">k</a>\n");
        assert_eq!(losses, 2);
    }
}
