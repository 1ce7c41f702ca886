//! Raw HTML as tags and text, each with its place in the file. html5ever reads it as a browser does; a piece of the
//! source is fed at a time, so that what comes out is known to be in that piece.

use std::cell::RefCell;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token as Html, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A part of raw HTML.
#[derive(Debug, PartialEq)]
pub enum Token {
    /// Text, decoded, with the pieces of the source that it was made from: the length and the place of each.
    Text(String, Vec<(usize, Range<usize>)>),
    /// A start tag.
    Start(Start),
    /// An end tag.
    End(String),
    /// A comment: a note of the editor.
    Comment(Range<usize>),
    /// A declaration or an instruction, such as `<?php … ?>`, which no reader sees.
    Declaration(Range<usize>),
    /// The content of a script or a style sheet.
    Program(Range<usize>),
    /// The beginning of a tag whose end is missing.
    Unclosed(Range<usize>),
}

/// A start tag.
#[derive(Debug, PartialEq)]
pub struct Start {
    /// Name of the element in lower case.
    pub name: String,
    /// Its attributes, each once.
    pub attributes: Vec<Attribute>,
    /// Bytes of the source that the tag takes.
    pub range: Range<usize>,
}

/// An attribute of a start tag.
#[derive(Debug, PartialEq)]
pub struct Attribute {
    /// Its name in lower case.
    pub name: String,
    /// Its value, decoded.
    pub value: String,
    /// Bytes of the source that the name takes.
    pub name_range: Range<usize>,
    /// Bytes of the source that the value takes, without quotes.
    pub value_range: Range<usize>,
}

/// A piece of raw HTML with its places in the source.
#[derive(Debug, Default)]
pub struct Fragment {
    /// Its text.
    pub text: String,
    /// Where each part of the text is in the source: from which byte of the text on, and which bytes of the source.
    parts: Vec<(usize, Range<usize>)>,
}

impl Fragment {
    /// Creates a fragment from a text at a range of the source, which may hold the markers of quotations and lists
    /// between its lines.
    pub fn new(text: &str, source: &str, range: Range<usize>) -> Self {
        let mut fragment = Self::default();
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end_matches(['\n', '\r']);
            let Some(found) = source[at..range.end].find(words).filter(|_| text.len() != range.len()) else {
                fragment.push(&text[fragment.text.len()..], at..range.end);
                break;
            };
            let start = at + found;
            at = start + words.len();
            fragment.push(words, start..at);
            fragment.push(&line[words.len()..], at..at);
        }
        fragment
    }

    /// Adds a part of the text, which is at a range of the source.
    pub fn push(&mut self, text: &str, source: Range<usize>) {
        if !text.is_empty() {
            self.parts.push((self.text.len(), source));
            self.text.push_str(text);
        }
    }

    /// Removes the text from a byte on, where a part begins.
    pub fn truncate(&mut self, at: usize) {
        self.text.truncate(at);
        self.parts.retain(|(start, _)| *start < at);
    }

    /// Where a range of the text is in the source.
    fn in_source(&self, range: Range<usize>) -> Range<usize> {
        let part = |at: usize| {
            let number = self.parts.partition_point(|(start, _)| *start <= at).max(1) - 1;
            let (start, source) = self.parts.get(number)?;
            let end = self.parts.get(number + 1).map_or(self.text.len(), |(next, _)| *next);
            Some((at - start, source, end - start == source.len()))
        };
        let (Some(first), Some(last)) = (part(range.start), part(range.end.max(1) - 1)) else { return 0..0 };
        let start = if first.2 { first.1.start + first.0 } else { first.1.start };
        let end = if last.2 { last.1.start + last.0 + 1 } else { last.1.end };
        start..end.max(start)
    }

    /// Its tags and its text, in order.
    pub fn tokens(&self) -> Vec<Token> {
        let tokenizer =
            Tokenizer::new(Sink::default(), TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
        let input = BufferQueue::default();
        let mut reader = Reader { fragment: self, tokens: Vec::new(), last: 0, program: false };
        let mut at = 0;
        while at < self.text.len() {
            let end = at + piece_length(&self.text[at..]);
            // In text, the tokenizer would return a reference only together with what follows it.
            if self.text[at..].starts_with('&') && reader.last == at && !reader.program {
                reader.text(&decoded(&self.text[at..end]), self.in_source(at..end));
                (reader.last, at) = (end, end);
                continue;
            }
            input.push_back(StrTendril::from_slice(&self.text[at..end]));
            // The sink never asks to stop.
            let _ = tokenizer.feed(&input);
            reader.take(&tokenizer.sink, end);
            at = end;
        }
        tokenizer.end();
        reader.take(&tokenizer.sink, at);
        if reader.last < at {
            reader.tokens.push(Token::Unclosed(self.in_source(reader.last..at)));
        }
        reader.tokens
    }
}

/// Characters that the tokenizer drops or joins with the next one.
const CHANGED: [char; 3] = ['\0', '\r', '\n'];

/// The length of the first piece: a tag, a character reference, text, or a single one of [`CHANGED`]. Those are pieces of their
/// own because the places of text are exact only where its length does not change.
fn piece_length(text: &str) -> usize {
    if text.starts_with(CHANGED) {
        return if text.starts_with("\r\n") { 2 } else { 1 };
    }
    if let Some(rest) = text.strip_prefix('&') {
        let name = rest.strip_prefix('#').unwrap_or(rest).trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        return text.len() - name.strip_prefix(';').unwrap_or(name).len();
    }
    let bytes = text.as_bytes();
    let is_next = |byte: &u8| matches!(byte, b'<' | b'&') || CHANGED.contains(&char::from(*byte));
    let next = bytes.iter().skip(1).position(is_next).map(|at| at + 1);
    let end = bytes.iter().position(|byte| *byte == b'>').map(|at| at + 1);
    next.into_iter().chain(end).min().unwrap_or(text.len())
}

/// The text of a character reference.
fn decoded(reference: &str) -> String {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(reference));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut text = String::new();
    for token in tokenizer.sink.made.take() {
        if let Html::CharacterTokens(characters) = token {
            text.push_str(&characters);
        }
    }
    text
}

struct Reader<'f> {
    fragment: &'f Fragment,
    tokens: Vec<Token>,
    /// How far the text was read when the last token came out.
    last: usize,
    /// Whether what comes is the content of a script or a style sheet.
    program: bool,
}

impl Reader<'_> {
    /// Takes what the tokenizer made of the text up to a byte.
    fn take(&mut self, sink: &Sink, end: usize) {
        let made = std::mem::take(&mut *sink.made.borrow_mut());
        if made.is_empty() {
            return;
        }
        let local = self.last..end;
        let range = self.fragment.in_source(local.clone());
        self.last = end;
        for token in made {
            match token {
                Html::CharacterTokens(_) if self.program => match self.tokens.last_mut() {
                    Some(Token::Program(whole)) => whole.end = range.end,
                    _ => self.tokens.push(Token::Program(range.clone())),
                },
                Html::CharacterTokens(words) => self.text(&words, range.clone()),
                Html::CommentToken(_) => {
                    let is_comment = self.fragment.text[local.clone()].starts_with("<!--");
                    let token = if is_comment { Token::Comment } else { Token::Declaration };
                    self.tokens.push(token(range.clone()));
                }
                Html::DoctypeToken(_) => self.tokens.push(Token::Declaration(range.clone())),
                Html::TagToken(tag) if tag.kind == TagKind::StartTag => {
                    self.program = is_program(&tag.name);
                    let places = places(&self.fragment.text[local.clone()]);
                    let attributes = tag.attrs.iter().map(|attribute| {
                        let name = attribute.name.local.to_string();
                        let place = places.iter().find(|(found, ..)| found.eq_ignore_ascii_case(&name));
                        let in_source = |inner: &Range<usize>| {
                            self.fragment.in_source(local.start + inner.start..local.start + inner.end)
                        };
                        let (name_range, value_range) = place.map_or_else(
                            || (range.clone(), range.clone()),
                            |(_, name, value)| {
                                (in_source(name), if value.is_empty() { in_source(name) } else { in_source(value) })
                            },
                        );
                        Attribute { name, value: attribute.value.to_string(), name_range, value_range }
                    });
                    let attributes = attributes.collect();
                    self.tokens.push(Token::Start(Start {
                        name: tag.name.to_string(),
                        attributes,
                        range: range.clone(),
                    }));
                }
                Html::TagToken(tag) => {
                    self.program = false;
                    self.tokens.push(Token::End(tag.name.to_string()));
                }
                Html::NullCharacterToken | Html::EOFToken | Html::ParseError(_) => {}
            }
        }
    }

    fn text(&mut self, words: &str, range: Range<usize>) {
        if !matches!(self.tokens.last(), Some(Token::Text(..))) {
            self.tokens.push(Token::Text(String::new(), Vec::new()));
        }
        if let Some(Token::Text(text, stretches)) = self.tokens.last_mut() {
            text.push_str(words);
            match stretches.last_mut() {
                // More of the same piece.
                Some((length, last)) if *last == range => *length += words.len(),
                _ => stretches.push((words.len(), range)),
            }
        }
    }
}

/// Whether the content of an element is not text.
fn is_program(name: &str) -> bool {
    matches!(name, "script" | "style")
}

/// Keeps tokens until they are taken.
#[derive(Default)]
struct Sink {
    made: RefCell<Vec<Html>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Html, _: u64) -> TokenSinkResult<()> {
        let program = match &token {
            Html::TagToken(tag) if tag.kind == TagKind::StartTag && is_program(&tag.name) => {
                Some(if &*tag.name == "script" { RawKind::ScriptData } else { RawKind::Rawtext })
            }
            Html::ParseError(_) | Html::EOFToken => return TokenSinkResult::Continue,
            _ => None,
        };
        self.made.borrow_mut().push(token);
        program.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

/// Names of the attributes of a tag, with their places and those of their values, without quotes.
fn places(tag: &str) -> Vec<(&str, Range<usize>, Range<usize>)> {
    let bytes = tag.as_bytes();
    let is_space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let ends = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b'>');
    let skip = |mut at: usize| {
        while is_space(at) {
            at += 1;
        }
        at
    };
    let mut found = Vec::new();
    let mut at = 1;
    while !ends(at) && !is_space(at) && bytes[at] != b'/' {
        at += 1;
    }
    loop {
        at = skip(at);
        if ends(at) {
            return found;
        }
        if bytes[at] == b'/' {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while !ends(at) && !is_space(at) && !matches!(bytes[at], b'=' | b'/') {
            at += 1;
        }
        let name = start..at;
        let mut value = at..at;
        let equals = skip(at);
        if bytes.get(equals) == Some(&b'=') {
            at = skip(equals + 1);
            let quote = bytes.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
            let start = at + usize::from(quote.is_some());
            at = start;
            while bytes.get(at).is_some_and(|byte| match quote {
                Some(quote) => *byte != quote,
                None => !byte.is_ascii_whitespace() && *byte != b'>',
            }) {
                at += 1;
            }
            value = start..at;
            at += usize::from(quote.is_some());
        }
        found.push((&tag[name.clone()], name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(text: &str) -> Fragment {
        let mut fragment = Fragment::default();
        fragment.push(text, 100..100 + text.len());
        fragment
    }

    #[test]
    fn tags_and_text_know_their_places() {
        let tokens = fragment("a<p  ID=x title='a &gt; b'>one &amp; two</P>").tokens();
        let [Token::Text(a, _), Token::Start(p), Token::Text(words, stretches), Token::End(end)] = &tokens[..] else {
            panic!("{tokens:?}")
        };
        assert_eq!((a.as_str(), p.name.as_str(), words.as_str(), end.as_str()), ("a", "p", "one & two", "p"));
        assert_eq!(p.range, 101..127);
        let [id, title] = &p.attributes[..] else { panic!("{p:?}") };
        assert_eq!(
            (id.name.as_str(), id.value.as_str(), id.name_range.clone(), id.value_range.clone()),
            ("id", "x", 105..107, 108..109)
        );
        assert_eq!((title.value.as_str(), title.value_range.clone()), ("a > b", 117..125));
        assert_eq!(stretches, &[(4, 127..131), (1, 131..136), (4, 136..140)]);
    }

    #[test]
    fn comments_and_scripts_are_separate_tokens() {
        let tokens =
            fragment("<!-- a > b --><?php x ?><!doctype html><script>if (a < b) {}</script>c<style>x").tokens();
        let kinds: String = tokens
            .iter()
            .map(|token| match token {
                Token::Text(..) => 'T',
                Token::Start(_) => 'S',
                Token::End(_) => 'E',
                Token::Comment(_) => 'C',
                Token::Declaration(_) => 'D',
                Token::Program(_) => 'P',
                Token::Unclosed(_) => 'U',
            })
            .collect();
        assert_eq!(kinds, "CDDSPETSP");
    }

    #[test]
    fn a_tag_that_is_not_closed_is_not_a_tag() {
        assert_eq!(fragment("a <b title=\"x").tokens().last(), Some(&Token::Unclosed(102..113)));
        let tokens = fragment("1 < 2 & 3 <").tokens();
        assert!(matches!(&tokens[..], [Token::Text(text, _)] if text == "1 < 2 & 3 <"), "{tokens:?}");
    }

    #[test]
    fn lines_of_a_quotation_are_found_at_their_places() {
        let mut fragment = Fragment::default();
        fragment.push("<p\n", 2..5);
        fragment.push("id=a>b", 7..13);
        let tokens = fragment.tokens();
        let Token::Start(p) = &tokens[0] else { panic!("{tokens:?}") };
        assert_eq!((p.range.clone(), p.attributes[0].value_range.clone()), (2..12, 10..11));
    }
}
