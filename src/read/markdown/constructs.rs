//! Template syntax of other systems, which Markdown does not know and would publish as text. The source is searched once;
//! only matches in what the parser reads as running text or HTML count, never those in code.

use std::ops::Range;

use memchr::memmem;

use super::components::{self, Tags};
use super::expressions::expression;
use crate::report::catalog::foreign::System;

/// Maximum bytes of a construct, so that one that does not end is not searched to the end of the page.
const LONGEST: usize = 4_000;

/// A place that looks like the syntax of another system.
#[derive(Clone, Debug)]
pub(super) struct Construct {
    /// Its bytes in the text.
    pub range: Range<usize>,
    pub system: System,
    /// What it is called in its system, as in `{% include %}`; may be empty.
    pub name: String,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// Whether it is in running text or HTML.
    pub is_shown: bool,
    /// Whether what follows it, up to its end, is not Markdown.
    pub holds_raw: bool,
}

impl Construct {
    pub(super) fn new(range: Range<usize>, system: System, name: &str, is_end: bool) -> Self {
        Self { range, system, name: name.to_owned(), is_end, is_shown: false, holds_raw: false }
    }
}

/// Finds the syntax of other systems in a text, in order.
pub(super) fn find(text: &str) -> Vec<Construct> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for at in memchr::memchr2_iter(b'{', b'[', bytes) {
        let construct = if bytes[at] == b'{' { in_braces(text, at) } else { in_brackets(text, at) };
        found.extend(construct);
    }
    for at in memmem::find_iter(bytes, b":::") {
        found.extend(container(text, at));
    }
    for mark in ["!!! ", "??? ", "???+ "] {
        found.extend(memmem::find_iter(bytes, mark).filter_map(|at| admonition(text, at, mark.len())));
    }
    for mark in ["=== ", "===! ", "===+ "] {
        found.extend(memmem::find_iter(bytes, mark.as_bytes()).filter_map(|at| tab(text, at, mark.len())));
    }
    let tags = Tags::from_text(text);
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'%') => {
                found.extend(closed(text, at, 2, "%>").map(|end| Construct::new(at..end, System::Erb, "", false)));
            }
            Some(b'A'..=b'Z' | b'/') => found.extend(components::component(text, at, &tags)),
            _ => {}
        }
    }
    found.extend(components::imports(text));
    // Lines of colons alone are not containers.
    if !found.iter().any(|construct| construct.system == System::Container && !construct.is_end) {
        found.retain(|construct| construct.system != System::Container);
    }
    found.sort_by_key(|construct| construct.range.start);
    let mut end = 0;
    found.retain(|construct| {
        let is_apart = construct.range.start >= end;
        end = end.max(construct.range.end);
        is_apart
    });
    found
}

/// The construct whose brace is at a byte.
fn in_braces(text: &str, at: usize) -> Option<Construct> {
    let bytes = text.as_bytes();
    if is_escaped(text, at) {
        return None;
    }
    let word = |from: usize| word(&text[from..]);
    match bytes.get(at + 1)? {
        b'{' if at == 0 || bytes[at - 1] != b'{' => expression(text, at),
        // What is ours is checked as a call.
        b'%' if super::body_lines::is_ours(text, at) => None,
        b'%' => {
            let inner = at + 2 + text[at + 2..].find(|c: char| !"-+~ \t\n\r".contains(c))?;
            let is_slash = bytes[inner] == b'/';
            let name = word(inner + usize::from(is_slash));
            let end = closed(text, at, 2, "%}").filter(|_| !name.is_empty())?;
            let is_end = is_slash || name.len() > 3 && name.starts_with("end");
            let name = name.strip_prefix("end").filter(|_| is_end && !is_slash).unwrap_or(name);
            Some(Construct::new(at..end, System::Tag, name, is_end))
        }
        b'#' if bytes.get(at + 2).is_some_and(u8::is_ascii_whitespace) => {
            closed(text, at, 2, " #}").map(|end| Construct::new(at..end, System::Comment, "", false))
        }
        b'/' if bytes.get(at + 2) == Some(&b'*') => {
            closed(text, at, 3, "*/}").map(|end| Construct::new(at..end, System::MdxComment, "", false))
        }
        b':' => attribute_list(text, at),
        _ => attributes(text, at),
    }
}

/// `{: .class}` and its kind.
fn attribute_list(text: &str, at: usize) -> Option<Construct> {
    const WORDS: [&str; 5] = ["toc", "no_toc", "nomarkdown", "comment", "options"];
    let end = on_line(text, at, '}')?;
    let inner = text[at + 2..end - 1].trim_start_matches(':').trim();
    let is_list = inner.starts_with(['.', '#', '/']) || inner.contains('=') || WORDS.contains(&inner);
    is_list.then(|| Construct::new(at..end, System::AttributeList, "", false))
}

/// `{width=300}` after an image or a link, `{.class}` on a line of its own or at its end.
fn attributes(text: &str, at: usize) -> Option<Construct> {
    let end = on_line(text, at, '}')?;
    let inner = &text[at + 1..end - 1];
    let mut items = items(inner).peekable();
    items.peek()?;
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_alphanumeric() || "-_:.".contains(c))
    };
    let is_item = |item: &str| match item.chars().next() {
        Some('.' | '#') => is_name(&item[1..]),
        _ => item.split_once('=').is_some_and(|(key, value)| is_name(key) && !value.is_empty()),
    };
    if !items.all(is_item) {
        return None;
    }
    let before = &text[..at];
    let is_name_like = inner.trim_start().starts_with(['.', '#']);
    let is_after = before.ends_with([')', ']', '`']) || before.ends_with("**");
    let is_of_line = is_line_end(text, end) && (is_line_start(text, at) || is_name_like && before.ends_with(' '));
    (is_after || is_of_line).then(|| Construct::new(at..end, System::Attributes, "", false))
}

/// The parts of an attribute list, whose values may be in quotes.
fn items(inner: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    inner
        .split(move |c: char| match quote {
            Some(open) => {
                if c == open {
                    quote = None;
                }
                false
            }
            None => {
                if matches!(c, '"' | '\'') {
                    quote = Some(c);
                }
                c == ' '
            }
        })
        .filter(|item| !item.is_empty())
}

/// `[TOC]` on a line of its own, `[!INCLUDE …]` and `![[…]]`.
fn in_brackets(text: &str, at: usize) -> Option<Construct> {
    const CONTENTS: [&str; 7] = ["[TOC]", "[toc]", "[[toc]]", "[[TOC]]", "[[_TOC_]]", "[[__TOC__]]", "[ToC]"];
    const INCLUDES: [&str; 6] = ["include", "code", "video", "div", "inline", "notebook"];
    let rest = &text[at..];
    if is_escaped(text, at) || text[..at].ends_with('[') {
        return None;
    }
    if let Some(mark) = CONTENTS.iter().find(|mark| rest.starts_with(**mark)) {
        let is_line = is_line_start(text, at) && is_line_end(text, at + mark.len());
        return is_line.then(|| Construct::new(at..at + mark.len(), System::Contents, mark, false));
    }
    if let Some(inner) = rest.strip_prefix("[!") {
        let word = word(inner);
        let stem = word.split('-').next().unwrap_or(word);
        let is_known = INCLUDES.iter().any(|known| stem.eq_ignore_ascii_case(known));
        let is_call = is_known && inner[word.len()..].starts_with([' ', '[', '(']);
        let window = &rest.as_bytes()[..rest.len().min(LONGEST)];
        let line = &window[..memchr::memchr(b'\n', window).unwrap_or(window.len())];
        let length = line.trim_ascii_end().len();
        let is_call = is_call && line.contains(&b']') && text.is_char_boundary(at + length);
        return is_call.then(|| Construct::new(at..at + length, System::Include, word, false));
    }
    let inner = rest.strip_prefix("[[").filter(|_| text[..at].ends_with('!') && !is_escaped(text, at - 1))?;
    let window = &inner.as_bytes()[..inner.len().min(300)];
    let end = memmem::find(window, b"]]").filter(|end| *end > 0 && !inner[..*end].contains(['\n', '[']))?;
    Some(Construct::new(at - 1..at + 2 + end + 2, System::Embed, &inner[..end], false))
}

/// `:::note` at the start of a line.
fn container(text: &str, at: usize) -> Option<Construct> {
    if text[..at].ends_with(':') || !is_line_start(text, at) {
        return None;
    }
    let line = text[at..].split(['\n', '\r']).next().unwrap_or("").trim_end();
    let after = line.trim_start_matches(':').trim_start();
    let name = word(after.trim_start_matches(['{', '.']));
    let is_end = after.is_empty();
    (is_end || !name.is_empty()).then(|| Construct::new(at..at + line.len(), System::Container, name, is_end))
}

/// `!!! note "Title"` at the start of a line.
fn admonition(text: &str, at: usize, mark: usize) -> Option<Construct> {
    const KINDS: [&str; 24] = [
        "note",
        "abstract",
        "summary",
        "tldr",
        "info",
        "todo",
        "tip",
        "hint",
        "important",
        "success",
        "check",
        "done",
        "question",
        "help",
        "faq",
        "warning",
        "caution",
        "attention",
        "failure",
        "danger",
        "error",
        "bug",
        "example",
        "quote",
    ];
    if !is_line_start(text, at) {
        return None;
    }
    let line = text[at..].split(['\n', '\r']).next().unwrap_or("").trim_end();
    let name = word(line.get(mark..)?);
    let after = line[mark + name.len()..].trim_start();
    let is_one = KINDS.contains(&name) && (after.is_empty() || after.starts_with('"') || after.starts_with("inline"));
    is_one.then(|| Construct::new(at..at + line.len(), System::Admonition, name, false))
}

/// `=== "Title"` at the start of a line, above a block that is indented further.
fn tab(text: &str, at: usize, mark: usize) -> Option<Construct> {
    let line = text[at..].split(['\n', '\r']).next().unwrap_or("").trim_end();
    let title = line.get(mark..)?.strip_prefix('"')?.strip_suffix('"')?;
    if !is_line_start(text, at) || title.is_empty() || title.contains('"') {
        return None;
    }
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let window = &text[at + line.len()..];
    let window = &window[..window.floor_char_boundary(LONGEST)];
    let below = window.lines().skip(1).find(|line| !line.trim_matches(['>', ' ', '\t']).is_empty())?;
    let inner = below.strip_prefix(&text[start..at])?;
    let is_indented = inner.starts_with("    ") || inner.starts_with('\t');
    is_indented.then(|| Construct::new(at..at + line.len(), System::Tab, title, false))
}

/// Whether only white space and the marks of quotations are before a byte on its line.
fn is_line_start(text: &str, at: usize) -> bool {
    let other = text.as_bytes()[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
    other.is_none_or(|byte| *byte == b'\n')
}

/// Whether only white space follows on the line.
fn is_line_end(text: &str, at: usize) -> bool {
    let other = text.as_bytes()[at..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    other.is_none_or(|byte| *byte == b'\n')
}

/// The end of the construct at a byte whose opening mark has `skip` bytes: after `mark`, in the same block.
pub(super) fn closed(text: &str, at: usize, skip: usize, mark: &str) -> Option<usize> {
    let window = &text.as_bytes()[at + skip..text.len().min(at + skip + LONGEST)];
    let end = memmem::find(window, mark.as_bytes())?;
    let inner = text.get(at + skip..at + skip + end)?;
    (!inner.contains("\n\n") && !inner.contains("\n\r\n")).then_some(at + skip + end + mark.len())
}

/// The end of the construct at a byte: after `mark`, on the same line.
fn on_line(text: &str, at: usize, mark: char) -> Option<usize> {
    let window = &text.as_bytes()[at..text.len().min(at + 300)];
    let end = memchr::memchr3(mark as u8, b'\n', b'{', &window[1..])? + 1;
    (window[end] == mark as u8 && end > 1).then_some(at + end + 1)
}

/// The word that a text begins with.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { &text[..end] } else { "" }
}

/// Whether a backslash escapes the character at a byte.
fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(System, &str)> {
        find(text).into_iter().map(|construct| (construct.system, &text[construct.range])).collect()
    }

    #[test]
    fn each_system_has_its_syntax() {
        use System::{
            Admonition, AttributeList, Attributes, Comment, Container, Contents, Embed, Erb, Expression, Hugo, Include,
            MdxComment, Tab, Tag,
        };
        for (text, system, wanted) in [
            ("a {% include a.html %} b", Tag, "{% include a.html %}"),
            ("{%- endif -%}", Tag, "{%- endif -%}"),
            ("{{< figure src=\"a.png\" >}}", Hugo, "{{< figure src=\"a.png\" >}}"),
            ("{{% /notice %}}", Hugo, "{{% /notice %}}"),
            ("{{</* figure */>}}", Hugo, "{{</* figure */>}}"),
            ("{{ site.title }}", Expression, "{{ site.title }}"),
            ("{{ page.x | upcase }}", Expression, "{{ page.x | upcase }}"),
            ("{{ title | upcase }}", Expression, "{{ title | upcase }}"),
            ("{{#include ../a.rs}}", Expression, "{{#include ../a.rs}}"),
            ("{{- .Title -}}", Expression, "{{- .Title -}}"),
            ("{{{ body }}}", Expression, "{{{ body }}}"),
            ("{{~ x ~}}", Expression, "{{~ x ~}}"),
            ("{{- title -}}", Expression, "{{- title -}}"),
            ("{{> part}}", Expression, "{{> part}}"),
            ("{{#> layout}}", Expression, "{{#> layout}}"),
            ("{{~/if}}", Expression, "{{~/if}}"),
            ("{{! a note }}", Expression, "{{! a note }}"),
            ("{{!-- a note --}}", Expression, "{{!-- a note --}}"),
            ("{{ button({\n  text: \"Go\"\n}) }}", Expression, "{{ button({\n  text: \"Go\"\n}) }}"),
            ("{{ \"/a\" | url }}", Expression, "{{ \"/a\" | url }}"),
            ("text\n{: .class #id}", AttributeList, "{: .class #id}"),
            ("{:toc}", AttributeList, "{:toc}"),
            ("![a](b.png){width=300}", Attributes, "{width=300}"),
            ("[a](b){:target=\"_blank\" }", AttributeList, "{:target=\"_blank\" }"),
            ("[a](b){target=\"_blank\" .x}", Attributes, "{target=\"_blank\" .x}"),
            ("{.warning}", Attributes, "{.warning}"),
            ("A term {#term}", Attributes, "{#term}"),
            ("[TOC]", Contents, "[TOC]"),
            ("[[_TOC_]]", Contents, "[[_TOC_]]"),
            ("!!! note \"Read\"\n    x", Admonition, "!!! note \"Read\""),
            ("=== \"Linux\"\n\n    x", Tab, "=== \"Linux\""),
            ("> ===! \"Linux\"\n>\n>     x", Tab, "===! \"Linux\""),
            ("{# note #}", Comment, "{# note #}"),
            ("{/* note */}", MdxComment, "{/* note */}"),
            ("> [!INCLUDE [a](b.md)]", Include, "[!INCLUDE [a](b.md)]"),
            ("![[photo.png]]", Embed, "![[photo.png]]"),
            ("<%= title %>", Erb, "<%= title %>"),
            (":::note\nx\n:::", Container, ":::note"),
        ] {
            let first = found(text).into_iter().next();
            match wanted {
                "" => assert_eq!(first, None, "{text}"),
                wanted => assert_eq!(first, Some((system, wanted)), "{text}"),
            }
        }
    }

    #[test]
    fn prose_is_not_template_syntax() {
        for text in [
            "{curly} {a, b} {1} {x | y}",
            "a {b} {% of it",
            "the set {a=1}",
            "100 {%} x",
            "\\{{ site.title }} \\{% raw %}",
            "${{ secrets.KEY }}",
            "{{ stat(id=\"x\") }} {{ name }} {{ 3 }}",
            "[toc] is a mark",
            ":::\n\n:::",
            "a ::: b",
            "Wow!!! note this\n!!! what",
            "{: }",
            "> [!NOTE]\n> x",
            "x[[1]] [[a]]",
            "=== \"Linux\"\n\nx",
            "a === \"b\"\n\n    x",
            "===\n\n    x",
            "x^{{{a}}} \\frac{{{a}}}{b} x^{{-a}} {{{ 3 }}} {{~ 3 ~}}",
            "1 <% 2",
            "f(x) {y}",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
