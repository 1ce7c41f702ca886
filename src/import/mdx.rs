//! Converts MDX to Markdown: removes imports, exports, comments and the tags of components, and keeps text and expressions.

use std::ops::Range;

use super::destinations::{is_within, tag};
use super::edits::Edits;
use super::losses::{LossKind, Losses};
use super::site::OriginalPage;
use blocks::{blocks, paragraphs};
use code::code_of_mdx;

mod blocks;
mod code;

pub use blocks::outdented;
pub use code::{code, fences};

/// A tag of a component.
struct ComponentTag {
    range: Range<usize>,
    name: String,
    is_end: bool,
    is_empty: bool,
}

/// Maximum bytes of a tag, so that one that is not closed is not searched to the end of the page.
const LONGEST_TAG: usize = 10_000;

/// Converts the body of a page.
pub fn convert(page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let code = code_of_mdx(text, &page.body);
    statements(page, &code, edits, losses);
    comments_and_expressions(page, &code, edits, losses);
    components(page, &code, edits, losses);
    paragraphs(text, &page.body, &code, edits);
    blocks(text, &page.body, &code, edits);
}

/// Removes and records the tags of components, and removes the indent of their content.
pub fn components(page: &OriginalPage, code: &[Range<usize>], edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let tags = component_tags(text, &page.body, code);
    let mut open: Vec<&ComponentTag> = Vec::new();
    let mut shifts: Vec<(Range<usize>, usize)> = Vec::new();
    for tag in &tags {
        if !tag.is_end {
            let what = &text[tag.range.clone()];
            losses.add(
                LossKind::Component,
                &page.file,
                tag.range.clone(),
                what,
                "its tags were removed; the text inside is kept",
            );
        }
        edits.replace(
            with_indent(text, &tag.range),
            if tag.is_end { between_lists(text, &tag.range) } else { String::new() },
        );
        if tag.is_end {
            if let Some(at) = open.iter().rposition(|start| start.name == tag.name) {
                let start = open[at];
                open.truncate(at);
                shifts.extend(shift(text, start.range.clone(), tag.range.clone()));
            }
        } else if !tag.is_empty {
            open.push(tag);
        }
    }
    if shifts.is_empty() {
        return;
    }
    // Each line loses the sum of the indents of the components around it.
    let mut line = page.body.start;
    for content in text[page.body.clone()].split_inclusive('\n') {
        let by: usize = shifts.iter().filter(|(lines, _)| lines.contains(&line)).map(|(_, by)| by).sum();
        let indent = content.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if by > 0 && indent > 0 {
            edits.replace(line..line + by.min(indent), "");
        }
        line += content.len();
    }
}

/// A range, with the white space around it if nothing else is on its lines.
fn with_indent(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    let is_alone = text[start..range.start].trim().is_empty() && text[range.end..end].trim().is_empty();
    if is_alone { start..end } else { range.clone() }
}

/// Maximum indentation of a line that is not indented code.
const DEEPEST: usize = 3;

/// What keeps a list in a component apart from one after it, which would go on otherwise.
fn between_lists(text: &str, tag: &Range<usize>) -> String {
    let is_item = |line: &str| {
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit());
        ["- ", "* ", "+ ", ". ", ") "].iter().any(|mark| line.starts_with(mark))
    };
    let own_line = text[..tag.start].rfind('\n').map_or(0, |at| at + 1);
    let is_alone = text[own_line..tag.start].trim().is_empty();
    let next = text[tag.end..].trim_start();
    let next_line = text[..text.len() - next.len()].rfind('\n').map_or(0, |at| at + 1);
    // A component in an item does not end the list of the item.
    let is_in_item = text.len() - next.len() - next_line != tag.start - own_line;
    let before = text[..own_line].trim_end().lines().next_back().unwrap_or("");
    // The last line of a list is an item, or belongs to one.
    let is_list = is_item(before.trim_start()) || before.starts_with([' ', '\t']);
    if is_alone && !is_in_item && is_list && is_item(next) {
        format!("{}<!-- -->", &text[own_line..tag.start])
    } else {
        String::new()
    }
}

/// The lines in a component whose tags are on lines of their own, and by how much they are indented.
fn shift(text: &str, start: Range<usize>, end: Range<usize>) -> Option<(Range<usize>, usize)> {
    let own_line = text[..start.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[own_line..start.start];
    let first = start.end + text[start.end..].find('\n')? + 1;
    let last = text[..end.start].rfind('\n').map_or(0, |at| at + 1);
    if !before.trim().is_empty() || first > last {
        return None;
    }
    let lines = text[first..last].lines().filter(|line| !line.trim().is_empty());
    let mut indents = lines.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len());
    let of_first = indents.next()?;
    let least = indents.fold(of_first, usize::min);
    // MDX has no indented code, so what begins deep must not become code because a later line is not indented.
    let indent = if of_first - least > DEEPEST { of_first } else { least };
    let by = indent.checked_sub(before.len())?;
    (by > 0).then_some((first..last, by))
}

/// Removes `import` and `export` statements.
fn statements(page: &OriginalPage, code: &[Range<usize>], edits: &mut Edits, losses: &mut Losses) {
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
            end_of_last = end;
            continue;
        }
        is_after_blank = line.trim().is_empty();
    }
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

/// Removes comments, and records expressions, which are kept as text.
fn comments_and_expressions(page: &OriginalPage, code: &[Range<usize>], edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let tags = component_tags(text, &page.body, code);
    let tags: Vec<Range<usize>> = tags.into_iter().map(|tag| tag.range).collect();
    let mut at = page.body.start;
    while let Some(found) = text[at..page.body.end].find('{') {
        let start = at + found;
        at = start + 1;
        if is_within(code, start) || is_within(&tags, start) || text[..start].ends_with('\\') {
            continue;
        }
        if text[start..].starts_with("{/*") {
            if let Some(length) = text[start..page.body.end].find("*/}") {
                edits.replace(start..start + length + 3, "");
                at = start + length + 3;
            }
            continue;
        }
        if text[..start].ends_with('=') {
            if let Some(range) = attribute(text, start, page.body.end) {
                at = range.end;
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
        let Some(length) = text[start..page.body.end].find('}') else { break };
        let inner = &text[start + 1..start + length];
        let is_name = inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '\'' | '"' | '`'));
        if is_name && !inner.contains('\n') && !text[..start].ends_with(['{', '=']) {
            let range = start..start + length + 1;
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
    let before = &text[..start - 1];
    let name = before.len() - before.trim_end_matches(is_name).len();
    let tag = before.rfind('<').filter(|tag| !before[*tag..].contains('>') && before.len() - tag < 2_000)?;
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

/// The tags of components: names that begin with a capital letter or have a dot, and tags without a name.
fn component_tags(text: &str, body: &Range<usize>, code: &[Range<usize>]) -> Vec<ComponentTag> {
    let mut tags = Vec::new();
    let mut at = body.start;
    while let Some(found) = text[at..body.end].find('<') {
        let start = at + found;
        at = start + 1;
        if is_within(code, start) || text[..start].ends_with('\\') {
            continue;
        }
        let is_end = text[at..].starts_with('/');
        let from = at + usize::from(is_end);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
        let length = text[from..body.end].find(|c: char| !is_name(c)).unwrap_or(0);
        let name = &text[from..from + length];
        let is_component =
            name.starts_with(|c: char| c.is_ascii_uppercase()) || (name.contains('.') && !name.starts_with('.'));
        let is_nameless = name.is_empty() && text[from..].starts_with('>');
        let next = text[from + length..].chars().next();
        if !(is_component || is_nameless) || !next.is_some_and(|c| c.is_whitespace() || matches!(c, '>' | '/')) {
            continue;
        }
        let limit = text.floor_char_boundary(body.end.min(start + LONGEST_TAG));
        let end = start + tag(&text[start..limit], from + length - start, |_, _| {});
        // A tag that is not closed stays, and so does the text after it.
        if !text[start..end].ends_with('>') {
            continue;
        }
        let is_empty = text[start..end].ends_with("/>");
        tags.push(ComponentTag { range: start..end, name: name.to_owned(), is_end, is_empty });
        at = end;
    }
    tags
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
        (edits.apply(text, 0..text.len()).text, losses.sorted().len())
    }

    #[test]
    fn components_are_removed_and_their_text_is_kept() {
        let text = "import A from 'a';\nimport {\n  B\n} from 'b';\n\n# T\n\n<A>\n\t<B title=\"x > y\" f={() => { a }}>\n\t\tText\n\n\t\t```js\n\t\t<A>\n\t\t```\n\t</B>\n</A>\n\nLine <C/> end, `<D>`.\n";
        let (out, losses) = converted(text);
        assert_eq!(out, "\n# T\n\n\n\nText\n\n```js\n<A>\n```\n\n\n\nLine  end, `<D>`.\n");
        assert_eq!(losses, 5);
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
