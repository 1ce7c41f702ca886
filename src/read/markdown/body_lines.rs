//! Lines that open and close the body of a shortcode: `{% name(key="value") %}` and `{% end %}`. While Markdown is parsed, each
//! is masked by a declaration of HTML, which is a block of one line wherever a block may begin, and ends a paragraph above it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::calls::{Call, Masked};
use super::flaws::Flaw;
use super::grammar::{CallSigns, Grammar};
use crate::marks;

/// A line that opens or closes a body.
#[derive(Clone, Debug)]
pub struct BodyLine {
    /// Bytes of the text that its signs take.
    pub range: Range<usize>,
    /// Whether it opens or closes one.
    pub kind: BodyLineKind,
}

/// What a line does.
#[derive(Clone, Debug)]
pub enum BodyLineKind {
    /// Opens the body of the call of this number.
    Call(usize),
    /// Opens the body of a call with a mistake.
    Malformed(Flaw),
    /// Closes a body; whether it is written as it must be.
    End { is_exact: bool },
}

/// What `{%` begins.
#[derive(Clone, Debug)]
pub(super) enum BodySign {
    /// A call.
    Call(Call),
    /// A call with a mistake.
    Malformed(Flaw),
    /// `{% end %}`, or what is written for it elsewhere.
    End { is_exact: bool },
}

/// Tags of other systems that may have a parenthesis after their name.
const TAGS: [&str; 20] = [
    "assign", "block", "call", "capture", "case", "elif", "elsif", "extends", "filter", "for", "from", "if", "import",
    "include", "macro", "set", "unless", "when", "while", "with",
];

/// How a mask begins.
const MASK: &str = "<!A";
/// The length of the shortest mask, which is that of `{%end%}`.
const SHORTEST: usize = MASK.len() + marks::BODY.len_utf8() + 1;

/// What `{%` at a byte begins, and its end; `None` if it is syntax of another system. `open` is the name of the innermost open
/// body: another end tag that repeats it is meant for it.
pub(super) fn sign(block: &str, start: usize, open: Option<&String>) -> Option<(BodySign, usize)> {
    let mut grammar = Grammar { text: block, at: start + 2, signs: CallSigns::Body };
    let close = || block[start + 2..].find("%}").map(|at| start + 2 + at + 2);
    match grammar.call(start) {
        Ok(Some(call)) if call.name == "end" => Some((BodySign::End { is_exact: false }, grammar.at)),
        Ok(Some(call)) => (!TAGS.contains(&call.name.as_str())).then_some((BodySign::Call(call), grammar.at)),
        Err(flaw) => is_ours(block, start).then(|| (BodySign::Malformed(flaw), close().unwrap_or(grammar.at))),
        Ok(None) => {
            let end = close()?;
            let inner = block[start + 2..end - 2].trim_matches(|c: char| c.is_ascii_whitespace() || c == '-');
            let is_exact = inner == "end" && !block[start + 2..end - 2].contains('-');
            let named = inner.strip_prefix("end").or_else(|| inner.strip_prefix('/')).map(str::trim_start);
            let is_end = inner == "end" || named.is_some_and(|name| open.is_some_and(|open| open == name));
            (is_end && end - start >= SHORTEST).then_some((BodySign::End { is_exact }, end))
        }
    }
}

/// Whether `{%` at a byte of a text begins a call with a body, perhaps a malformed one, or ends one.
pub(super) fn is_ours(text: &str, at: usize) -> bool {
    let inner = text[at + 2..].trim_start();
    let length = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(inner.len());
    let (name, after) = (&inner[..length], inner[length..].trim_start());
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !TAGS.contains(&name);
    is_name && (after.starts_with('(') || name == "end" && after.starts_with("%}"))
}

/// Whether a range is closed, long enough for a mask, and nothing else is on its line, or its lines, but for the signs of lists,
/// quotations, footnotes and definitions before it.
pub(super) fn can_be_line(text: &str, range: &Range<usize>) -> bool {
    range.len() >= SHORTEST && text[range.clone()].ends_with("%}") && is_own_line(text, range)
}

/// Whether nothing but the signs of lists, quotations, footnotes and definitions is on the line of a range, before it.
pub(super) fn is_own_line(text: &str, range: &Range<usize>) -> bool {
    let line = memchr::memrchr(b'\n', &text.as_bytes()[..range.start]).map_or(0, |at| at + 1);
    let rest = &text[range.end..];
    let after = &rest[..rest.find('\n').unwrap_or(rest.len())];
    after.trim_ascii().is_empty() && is_margin(&text[line..range.start])
}

/// Whether a text is what may be before a block on its line.
fn is_margin(text: &str) -> bool {
    let mut rest = text.trim_ascii_start();
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let sign = match rest.as_bytes()[0] {
            b'>' => 1,
            b'-' | b'+' | b'*' | b':' => 1,
            b'[' if rest.starts_with("[^") => rest.find("]:").map_or(0, |at| at + 2),
            _ if (1..10).contains(&digits) && rest[digits..].starts_with(['.', ')']) => digits + 1,
            _ => 0,
        };
        let is_quote = rest.starts_with('>');
        rest = &rest[sign..];
        if sign == 0 || !(is_quote || rest.starts_with([' ', '\t'])) {
            return false;
        }
        rest = rest.trim_ascii_start();
    }
    true
}

/// The change that puts `{% … %}` at a range onto a line of its own, where only white space is before it.
pub(super) fn onto_lines(text: &str, range: &Range<usize>, is_end: bool) -> Option<(Range<usize>, String)> {
    let line = memchr::memrchr(b'\n', &text.as_bytes()[..range.start]).map_or(0, |at| at + 1);
    let (margin, rest) = (&text[line..range.start], &text[range.end..]);
    let words = rest[..rest.find('\n').unwrap_or(rest.len())].trim_ascii_end();
    if is_end || margin.len() > 3 || margin.contains(|c| c != ' ') {
        return None;
    }
    let end = range.end + words.len();
    let call = &text[range.clone()];
    match words.strip_suffix("%}").and_then(|words| words.rsplit_once("{%")) {
        Some((inner, "end" | " end" | " end " | "end ")) if !inner.contains("{%") => {
            Some((range.start..end, format!("{call}\n{margin}{}\n{margin}{{% end %}}", inner.trim_ascii())))
        }
        Some(_) => None,
        None if words.contains("{%") => None,
        None => Some((range.start..end, format!("{call}\n{margin}{}", words.trim_ascii()))),
    }
}

/// Numbers of the texts of lines, from 0 for each length.
#[derive(Default)]
pub(super) struct MaskNumbers<'t>(HashMap<usize, HashMap<&'t str, usize>>);

impl<'t> MaskNumbers<'t> {
    /// Writes the mask of a line, of its length. Lines of one length with different words have different masks, as far as there
    /// is room for a number.
    pub(super) fn push_mask(&mut self, out: &mut String, line: &'t str) {
        let of_length = self.0.entry(line.len()).or_default();
        let next = of_length.len();
        let mut number = *of_length.entry(line).or_insert(next);
        out.push_str(MASK);
        out.push(marks::BODY);
        for _ in SHORTEST..line.len() {
            out.push(char::from(b'a' + (number % 26) as u8));
            number /= 26;
        }
        out.push('>');
    }
}

impl Masked<'_> {
    /// The numbers of the lines that open or close a body in a range.
    pub(super) fn body_lines_in(&self, range: &Range<usize>) -> Range<usize> {
        let lines = self.body_lines();
        let first = lines.partition_point(|line| line.range.start < range.start);
        first..first + lines[first..].partition_point(|line| line.range.start < range.end)
    }

    /// The number of the line that a block of HTML is the mask of.
    pub(super) fn body_line(&self, html: &str, range: &Range<usize>) -> Option<usize> {
        let rest = html.trim_ascii().strip_prefix(MASK)?.strip_prefix(marks::BODY)?;
        let number = self.body_lines_in(range).next()?;
        (rest.find('>') == Some(rest.len() - 1)).then_some(number)
    }

    /// Whether a line that opens or closes a body begins at a byte.
    pub(super) fn body_line_at(&self, at: usize) -> Option<usize> {
        self.body_lines().binary_search_by_key(&at, |line| line.range.start).ok()
    }

    /// A text of the parser with the masks of lines turned back into what the editor wrote; `range` is its place.
    pub(super) fn restore_lines<'t>(&self, text: Cow<'t, str>, range: &Range<usize>) -> Cow<'t, str> {
        if self.body_lines().is_empty() || !text.contains(marks::BODY) {
            return text;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = &*text;
        for line in &self.body_lines()[self.body_lines_in(range)] {
            let Some(at) = rest.find(marks::BODY).and_then(|at| at.checked_sub(MASK.len())) else { break };
            out.push_str(&rest[..at]);
            out.push_str(&self.source()[line.range.clone()]);
            rest = rest.get(at + line.range.len()..).unwrap_or("");
        }
        Cow::Owned(out + rest)
    }

    /// A text whose place is not known, such as the title of a link, with the line of each mask.
    pub(super) fn without_body_masks(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(marks::BODY) {
            let start = rest[..at].strip_suffix(MASK).map_or(at, str::len);
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            out.push_str(&rest[..start]);
            let line = self.body_lines().iter().find(|line| self.text()[line.range.clone()] == rest[start..end]);
            out.push_str(line.map_or("", |line| &self.source()[line.range.clone()]));
            rest = &rest[end..];
        }
        out + rest
    }
}

#[cfg(test)]
mod tests {
    use super::super::calls::mask;
    use super::super::flaws::FlawKind;

    #[test]
    fn lines_are_masked_by_declarations_of_their_own_length() {
        let text = "a\n{%a()%}\n> - {% box(kind=\"x\",\n title='y*') %} \nb\n[^n]: {% end %}\n{%end%}\n";
        let masked = mask(text);
        assert_eq!(masked.text().len(), text.len());
        assert_eq!((masked.body_lines().len(), masked.calls(), masked.flaws().len()), (4, 2, 0));
        assert!(masked.text().contains("\n<!A\u{FDDC}>\n") && !masked.text().contains('*'), "{}", masked.text());
        assert_eq!(masked.restore_lines(masked.text().into(), &(0..text.len())), text);
    }

    #[test]
    fn lines_of_one_length_have_masks_of_their_own() {
        let text = "{% ab() %}\n{% cd() %}\n{% ab() %}\n{%a()%}\n{%end%}\n";
        let masked = mask(text);
        let masks: Vec<&str> = masked.text().lines().collect();
        assert!(masks[0] == masks[2] && masks[0] != masks[1], "{masks:?}");
        assert_eq!(masked.restore(&masks[..3].join(" ")), "{% ab() %} {% cd() %} {% ab() %}");
    }

    #[test]
    fn tags_of_other_systems_are_left_alone() {
        for text in ["{%a(", "{%a(%}", "{% a(x", "{% a(", "{%end"] {
            assert!(mask(text).body_lines().is_empty(), "{text}");
        }
        for text in ["{% if(x) %}", "{% raw %}", "{% include a.html %}", "{%- box() -%}", "{% endif %}", "{% 3() %}"] {
            let masked = mask(text);
            assert!(masked.body_lines().is_empty() && masked.flaws().is_empty(), "{text}");
        }
    }

    #[test]
    fn lines_with_other_text_are_flaws_and_move_onto_lines_of_their_own() {
        for (text, moved) in [
            ("{% a() %} x *y* {% end %}", Some("{% a() %}\nx *y*\n{% end %}")),
            (" {% a() %} x", Some("{% a() %}\n x")),
            ("x {% a() %}", None),
            ("x {% end %}", None),
            ("{% a() %} {% b() %} x {% end %} {% end %}", None),
        ] {
            let masked = mask(text);
            assert_eq!(masked.flaws().len(), 1, "{text}");
            let FlawKind::Shared { edit, .. } = &masked.flaws()[0].kind else { panic!("{text}") };
            assert_eq!(edit.as_ref().map(|(_, edit)| edit.as_str()), moved, "{text}");
        }
    }
}
