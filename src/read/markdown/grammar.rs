//! The grammar of shortcode calls, as a hand-written recursive descent parser that reports where a call is wrong.

use std::ops::Range;

use super::calls::{Argument, Call, Literal};
use super::flaws::{Flaw, FlawKind};

/// A parser over the bytes of one block.
pub(super) struct Grammar<'a> {
    pub text: &'a str,
    /// How far it was read.
    pub at: usize,
    /// The signs around a call.
    pub signs: CallSigns,
}

/// The signs that open and close a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CallSigns {
    /// `{{` and `}}`.
    Braces,
    /// `{%` and `%}`: a body follows.
    Body,
}

impl CallSigns {
    fn opening(self) -> &'static str {
        if self == Self::Body { "{%" } else { "{{" }
    }

    fn closing(self) -> &'static str {
        if self == Self::Body { "%}" } else { "}}" }
    }

    /// The closing signs as something that is expected.
    fn wanted(self) -> &'static str {
        if self == Self::Body { "`%}`" } else { "`}}`" }
    }
}

impl Grammar<'_> {
    /// Reads a call after its `{{`. `Ok(None)` is text that does not look like a call at all.
    pub fn call(&mut self, start: usize) -> Result<Option<Call>, Flaw> {
        let opens = |end: usize| start..end;
        self.space();
        let Some((name, name_range)) = self.name() else { return Ok(None) };
        self.space();
        let head = opens(self.at);
        let flaw = |kind| Flaw { opens: head.clone(), kind };
        if !self.eat('(') {
            // `{% name … %}` is a tag of others.
            if self.signs == CallSigns::Body {
                return Ok(None);
            }
            // `{{ name }}` is a slip for a call; `{{name|…` and the like are other people's templates, shown as text.
            if self.rest().starts_with("}}") || self.rest().starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Err(flaw(FlawKind::Malformed { at: self.here(), wanted: "`(` after the name" }));
            }
            return Ok(None);
        }
        let head = opens(self.at);
        let flaw = |kind| Flaw { opens: head.clone(), kind };
        let mut arguments = Vec::new();
        loop {
            self.space();
            if self.eat(')') {
                break;
            }
            let argument = self.argument().map_err(&flaw)?;
            arguments.push(argument);
            self.space();
            if !self.eat(',') && !self.rest().starts_with(')') {
                return Err(flaw(self.wanted("`,` or `)`")));
            }
        }
        self.space();
        if !self.rest().starts_with(self.signs.closing()) {
            return Err(flaw(self.wanted(self.signs.wanted())));
        }
        self.at += 2;
        Ok(Some(Call { name, name_range, arguments, range: start..self.at, has_body: self.signs == CallSigns::Body }))
    }

    fn argument(&mut self) -> Result<Argument, FlawKind> {
        let Some((key, key_range)) = self.name() else { return Err(self.wanted("an argument such as `id=\"…\"`")) };
        self.space();
        if !self.eat('=') {
            return Err(self.wanted("`=` after the argument's name"));
        }
        self.space();
        let start = self.at;
        let value = self.literal(0)?;
        Ok(Argument { key, key_range, value, value_range: start..self.at })
    }

    fn literal(&mut self, depth: usize) -> Result<Literal, FlawKind> {
        match self.rest().chars().next() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            Some('[') if depth == 0 => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.space();
                    if self.eat(']') {
                        return Ok(Literal::List(items));
                    }
                    let start = self.at;
                    let item = self.literal(1)?;
                    items.push((item, start..self.at));
                    self.space();
                    if !self.eat(',') && !self.rest().starts_with(']') {
                        return Err(self.wanted("`,` or `]`"));
                    }
                }
            }
            _ => self.word(),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Literal, FlawKind> {
        self.at += 1;
        let mut text = String::new();
        let mut letters = self.rest().char_indices();
        while let Some((at, c)) = letters.next() {
            match c {
                '\\' => match letters.next() {
                    Some((_, next @ ('"' | '\'' | '\\'))) => text.push(next),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => break,
                },
                _ if c == quote => {
                    self.at += at + 1;
                    return Ok(Literal::Text(text));
                }
                // A line break inside a value is a space, as it is in running text.
                '\n' => text.push(' '),
                '\r' => {}
                _ => text.push(c),
            }
        }
        Err(FlawKind::Unclosed)
    }

    fn word(&mut self) -> Result<Literal, FlawKind> {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-._".contains(c))).unwrap_or(rest.len());
        let word = &rest[..end];
        let value = match word {
            "true" => Some(Literal::Bool(true)),
            "false" => Some(Literal::Bool(false)),
            _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => word
                .parse()
                .map(Literal::Integer)
                .ok()
                .or_else(|| word.parse().ok().filter(|number: &f64| number.is_finite()).map(Literal::Float)),
            _ => None,
        };
        let Some(value) = value else {
            return Err(self.no_value(word));
        };
        self.at += end;
        Ok(value)
    }

    /// The flaw of a word that is not a value.
    fn no_value(&self, word: &str) -> FlawKind {
        const QUOTES: &str = "“”„‟‘’‚‛«»";
        if self.rest().starts_with(|c| QUOTES.contains(c)) {
            return self.wanted("straight quotes, as in \"text\"");
        }
        if word.starts_with(|c: char| c.is_ascii_alphabetic()) && !self.rest()[word.len()..].starts_with('=') {
            let at = self.at..self.at + word.len();
            return self.wanted_at(at, "text in quotes, a number, true or false");
        }
        self.wanted("a value: text in quotes, a number, true, false or a list in brackets")
    }

    fn name(&mut self) -> Option<(String, Range<usize>)> {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        let range = self.at..self.at + end;
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        self.at += end;
        Some((name, range))
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn eat(&mut self, c: char) -> bool {
        let eaten = self.rest().starts_with(c);
        self.at += usize::from(eaten);
        eaten
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn here(&self) -> Range<usize> {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        self.at..self.at + length
    }

    fn wanted(&self, wanted: &'static str) -> FlawKind {
        self.wanted_at(self.here(), wanted)
    }

    /// Where nothing closes the call before its block ends or the next one opens, it is unclosed, whatever else could
    /// have stood there.
    fn wanted_at(&self, at: Range<usize>, wanted: &'static str) -> FlawKind {
        let rest = self.rest();
        let next = memchr::memmem::find(rest.as_bytes(), self.signs.opening().as_bytes());
        let own = next.map_or(rest, |next| &rest[..next]);
        let closes = rest.starts_with('}') || own.contains(self.signs.closing());
        if closes { FlawKind::Malformed { at, wanted } } else { FlawKind::Unclosed }
    }
}
