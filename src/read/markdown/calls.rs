//! Shortcode calls: `{{ name(key="value", list=["a", "b"], number=2, flag=true) }}`.
//!
//! A call is opaque to Markdown: quotes, brackets and stars inside it mean nothing else. Before parsing, each complete
//! call is masked by a word of the same length, so that no place moves; where the mask turns up in running text it is
//! a node of the document, and in code it is the text that the editor wrote.

use std::borrow::Cow;
use std::ops::Range;

use super::body_lines::{self, BodyLine, BodyLineKind, BodySign, MaskNumbers};
use super::flaws::{Flaw, FlawKind};
use super::grammar::{CallSigns, Grammar};
use crate::marks;

/// A shortcode call, parsed.
#[derive(Clone, Debug)]
pub struct Call {
    /// Name of the shortcode.
    pub name: String,
    /// Bytes of the file that the name takes.
    pub name_range: Range<usize>,
    /// Its arguments, in order.
    pub arguments: Vec<Argument>,
    /// Bytes of the file that the whole call takes.
    pub range: Range<usize>,
    /// Whether it is written `{% … %}`, so that its body follows.
    pub has_body: bool,
}

/// `key=value` in a call.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The key.
    pub key: String,
    /// Bytes of the file that the key takes.
    pub key_range: Range<usize>,
    /// The value.
    pub value: Literal,
    /// Bytes of the file that the value takes.
    pub value_range: Range<usize>,
}

/// A value in a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `"text"` or `'text'`.
    Text(String),
    /// `-2`.
    Integer(i64),
    /// `2.5`.
    Float(f64),
    /// `true`.
    Bool(bool),
    /// `["a", "b"]`, each item with its bytes.
    List(Vec<(Literal, Range<usize>)>),
}

/// A text whose calls are masked.
pub struct Masked<'a> {
    source: &'a str,
    text: Cow<'a, str>,
    calls: Vec<Call>,
    flaws: Vec<Flaw>,
    /// The lines that open or close a body, in order.
    body_lines: Vec<BodyLine>,
}

/// Letters after the mark, which number the call; with the mark they are as long as the shortest call, `{{a()}}`.
const DIGITS: usize = 4;
/// The number of calls that these letters can number.
const MAX_CALLS: usize = 26_usize.pow(DIGITS as u32);

/// Finds and masks the calls of a text.
#[must_use]
pub fn mask(source: &str) -> Masked<'_> {
    let mut masked = Masked::none(source);
    let mut out = String::new();
    let mut copied = 0;
    let mut from = 0;
    let mut block_end = 0;
    let may_have_bodies = memchr::memmem::find(source.as_bytes(), b"{%").is_some();
    let mut open: Vec<String> = Vec::new();
    let mut numbers = MaskNumbers::default();
    while let Some(start) = next_opening(source.as_bytes(), from, may_have_bodies) {
        from = start + 2;
        if source[..start].ends_with('\\') || masked.calls.len() == MAX_CALLS {
            continue;
        }
        if start >= block_end {
            block_end = start + block_length(&source[start..]);
        }
        let block = &source[..block_end];
        if block.as_bytes()[start + 1] == b'%' {
            let Some((sign, end)) = body_lines::sign(block, start, open.last()) else { continue };
            from = masked.body_sign(sign, start..end, &mut open).unwrap_or(from);
            if from == end {
                out.push_str(&source[copied..start]);
                numbers.push_mask(&mut out, &source[start..end]);
                copied = end;
            }
            continue;
        }
        let mut grammar = Grammar { text: block, at: start + 2, signs: CallSigns::Braces };
        match grammar.call(start) {
            Ok(None) => {}
            Ok(Some(call)) => {
                let end = grammar.at;
                out.push_str(&source[copied..start]);
                let mut word = String::with_capacity(end - start);
                word.push(marks::CALL);
                let mut number = masked.calls.len();
                for _ in 0..DIGITS {
                    word.push(char::from(b'a' + (number % 26) as u8));
                    number /= 26;
                }
                while word.len() < end - start {
                    word.push('x');
                }
                out.push_str(&word);
                masked.calls.push(call);
                copied = end;
                from = end;
            }
            // Other systems write braces too.
            Err(_) if super::expressions::is_expression(&block[start..]) => {}
            Err(flaw) => masked.flaws.push(flaw),
        }
    }
    if copied > 0 {
        out.push_str(&source[copied..]);
        masked.text = Cow::Owned(out);
    }
    masked
}

/// Where `{{`, or `{%` where there may be bodies, is next.
fn next_opening(bytes: &[u8], from: usize, may_have_bodies: bool) -> Option<usize> {
    if !may_have_bodies {
        return memchr::memmem::find(&bytes[from..], b"{{").map(|at| from + at);
    }
    let mut braces = memchr::memchr_iter(b'{', &bytes[from..]).map(|at| from + at);
    braces.find(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%')))
}

/// A block ends at a blank line.
fn block_length(text: &str) -> usize {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        if length > 0 && line.trim().is_empty() {
            break;
        }
        length += line.len();
    }
    length
}

/// A stretch of text around masks.
pub enum Piece<'t> {
    /// Text as it is.
    Text(&'t str),
    /// A call, by number.
    Call(usize),
}

impl<'a> Masked<'a> {
    /// Creates a text in which nothing is masked.
    #[must_use]
    pub fn none(source: &'a str) -> Self {
        Self { source, text: Cow::Borrowed(source), calls: Vec::new(), flaws: Vec::new(), body_lines: Vec::new() }
    }

    /// Notes what `{%` at a range is. Returns its end if it is a line of its own, which is masked.
    fn body_sign(&mut self, sign: BodySign, range: Range<usize>, open: &mut Vec<String>) -> Option<usize> {
        if !body_lines::can_be_line(self.source, &range) {
            let is_end = matches!(sign, BodySign::End { .. });
            // Of a line, only the first is reported.
            let line = memchr::memrchr(b'\n', &self.source.as_bytes()[..range.start]).map_or(0, |line| line + 1);
            let is_first = self.flaws.last().is_none_or(|flaw| flaw.opens.start < line);
            let kind = match sign {
                BodySign::Malformed(flaw) => flaw.kind,
                _ => FlawKind::Shared { is_end, edit: body_lines::onto_lines(self.source, &range, is_end) },
            };
            self.flaws.extend(is_first.then_some(Flaw { opens: range, kind }));
            return None;
        }
        let kind = match sign {
            BodySign::Call(call) => {
                open.push(call.name.clone());
                self.calls.push(call);
                BodyLineKind::Call(self.calls.len() - 1)
            }
            BodySign::Malformed(flaw) => {
                open.push(String::new());
                BodyLineKind::Malformed(flaw)
            }
            BodySign::End { is_exact } => {
                open.pop();
                BodyLineKind::End { is_exact }
            }
        };
        let end = range.end;
        self.body_lines.push(BodyLine { range, kind });
        Some(end)
    }

    /// The lines that open or close a body, in order.
    #[must_use]
    pub fn body_lines(&self) -> &[BodyLine] {
        &self.body_lines
    }

    /// The text to parse, of the same length as the source.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as the editor wrote it.
    #[must_use]
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// Whether anything is masked.
    #[must_use]
    pub fn has_calls(&self) -> bool {
        !self.calls.is_empty()
    }

    /// How many calls are masked.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.len()
    }

    /// The call of this number, which [`Self::pieces`] gave; its places count from the start of the text.
    #[must_use]
    pub fn call(&self, number: usize) -> &Call {
        &self.calls[number]
    }

    /// Flaws in text that looks like a call, by where they open. They count only in running text.
    #[must_use]
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// Cuts a text of the parser at its masks.
    pub fn pieces<'t>(&self, text: &'t str) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(marks::CALL) {
            let Some((number, length)) = self.number(&rest[at..]) else { break };
            if at > 0 {
                pieces.push(Piece::Text(&rest[..at]));
            }
            pieces.push(Piece::Call(number));
            rest = &rest[at + length..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        pieces
    }

    /// Text of the parser with every mask turned back into what the editor wrote.
    #[must_use]
    pub fn restore<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.body_lines.is_empty() && text.contains(marks::BODY) {
            return Cow::Owned(self.restore(&self.without_body_masks(text)).into_owned());
        }
        if self.calls.is_empty() || !text.contains(marks::CALL) {
            return Cow::Borrowed(text);
        }
        let written = |piece| match piece {
            Piece::Text(text) => text,
            Piece::Call(number) => &self.source[self.calls[number].range.clone()],
        };
        Cow::Owned(self.pieces(text).into_iter().map(written).collect())
    }

    /// Number and masked length of the call whose mask `text` begins with.
    fn number(&self, text: &str) -> Option<(usize, usize)> {
        let letters = text.as_bytes().get(marks::CALL.len_utf8()..marks::CALL.len_utf8() + DIGITS)?;
        let number = letters.iter().rev().fold(0, |sum, &letter| sum * 26 + usize::from(letter.wrapping_sub(b'a')));
        let call = self.calls.get(number)?;
        (call.range.len() <= text.len()).then_some((number, call.range.len()))
    }

    /// The calls, with their places counted from the start of the file.
    #[must_use]
    pub fn into_calls(self, base: usize) -> Vec<Call> {
        let shift = |range: &mut Range<usize>| *range = range.start + base..range.end + base;
        let mut calls = self.calls;
        for call in &mut calls {
            shift(&mut call.range);
            shift(&mut call.name_range);
            for argument in &mut call.arguments {
                shift(&mut argument.key_range);
                shift(&mut argument.value_range);
                if let Literal::List(items) = &mut argument.value {
                    items.iter_mut().for_each(|(_, range)| shift(range));
                }
            }
        }
        calls
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_masked_by_a_word_of_its_own_length() {
        let text = "a {{ stat(id=\"x*y\") }} b";
        let masked = mask(text);
        assert_eq!(masked.text().len(), text.len());
        assert!(!masked.text().contains('*'));
        assert_eq!(masked.restore(masked.text()), text);
        let calls = masked.into_calls(10);
        assert_eq!((calls[0].name.as_str(), calls[0].range.clone()), ("stat", 12..32));
        assert_eq!(calls[0].arguments[0].value, Literal::Text("x*y".into()));
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let masked = mask("{{x(a='it\\'s', b=[\"p\", \"q\"], c=-2, d=2.5, e=true,)}}");
        let values: Vec<_> = masked.calls[0].arguments.iter().map(|argument| argument.value.clone()).collect();
        assert_eq!(values[0], Literal::Text("it's".into()));
        assert!(matches!(&values[1], Literal::List(items) if items.len() == 2));
        assert_eq!(values[2..], [Literal::Integer(-2), Literal::Float(2.5), Literal::Bool(true)]);
    }

    #[test]
    fn flaws_are_told_apart() {
        for (text, unclosed) in [
            ("{{ stat(id=\"x\"", true),
            ("{{ stat(id=\"x\")\n\n}}", true),
            ("{{ stat(id=\"x) }}", true),
            ("{{ stat(id=x) }}", false),
            ("{{ stat(\"x\") }}", false),
            ("{{ stat }}", false),
            ("{{ stat id=\"x\" }}", false),
            ("{{ stat(id=\"x\") }", false),
        ] {
            let masked = mask(text);
            assert_eq!(masked.flaws().len(), 1, "{text}");
            assert_eq!(matches!(masked.flaws()[0].kind, FlawKind::Unclosed), unclosed, "{text}");
        }
        for text in ["{{", "{{ 3 }}", "{{#if}}", "\\{{ stat() }}", "{{ page.title }}"] {
            assert!(mask(text).flaws().is_empty(), "{text}");
        }
    }
}
