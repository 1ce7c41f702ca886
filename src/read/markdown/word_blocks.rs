//! The blocks of a text as a translator sees them: paragraphs, headings, items of lists, rows of tables, each with its words.
//! White space, line breaks, emphasis, code formatting and the addresses of links do not count as words; alternative texts,
//! titles and the arguments of calls do.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use unicode_normalization::UnicodeNormalization as _;

use super::attributes::has_attributes;
use super::body_lines::BodyLineKind;
use super::calls::{self, Call, Literal, Masked, Piece};
use super::references;
use super::signs::Signs;
use super::size;
use super::tokens::{Fragment, Token};

/// A block with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordBlock {
    /// Bytes of the file that its words take.
    pub range: Range<usize>,
    /// Its words, in one form whatever their white space and formatting.
    pub words: String,
}

/// Attributes of HTML whose values are read to readers.
const READ_ATTRIBUTES: [&str; 5] = ["alt", "title", "aria-label", "placeholder", "label"];

/// The blocks of a Markdown text from the byte `start` on.
#[must_use]
pub fn word_blocks(text: &str, start: usize) -> Vec<WordBlock> {
    let body = &text[start..];
    // It is reported, and the page has no text.
    if size::excess(body).is_some() {
        return Vec::new();
    }
    let (body, _) = references::read(body);
    let masked = calls::mask(&body);
    let signs = Signs::new(masked.text());
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_DEFINITION_LIST, signs.definitions);
    let mut collector = Collector::new(&masked, start);
    let parser = Parser::new_ext(signs.replaced.as_deref().unwrap_or(masked.text()), options);
    for (event, range) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        let event = if signs.replaced.is_some() { Signs::restore(event) } else { event };
        collector.event(event, range);
    }
    collector.flush();
    collector.blocks
}

/// Collects words until a block ends.
struct Collector<'m> {
    masked: &'m Masked<'m>,
    /// The byte of the file at which the masked text begins.
    start: usize,
    blocks: Vec<WordBlock>,
    /// The words of the open block, and their bytes of the masked text.
    words: String,
    range: Option<Range<usize>>,
    /// Whether it is a block of code.
    is_code: bool,
}

impl<'m> Collector<'m> {
    fn new(masked: &'m Masked<'m>, start: usize) -> Self {
        Self { masked, start, blocks: Vec::new(), words: String::new(), range: None, is_code: false }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.begin(&tag, &range),
            Event::End(tag) => self.end(tag, &range),
            // A call in code is only text.
            Event::Code(text) => self.push(&self.masked.restore(&text), range),
            Event::Text(text) if self.is_code => self.push(&self.masked.restore(&text), range),
            Event::Text(text) => self.text(&text, range),
            Event::Html(html) => self.html(&html, range),
            Event::InlineHtml(html) => self.inline_html(&html, &range),
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            Event::Rule => self.flush(),
            Event::TaskListMarker(is_done) => self.push(if is_done { "☑ " } else { "☐ " }, range),
            Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn begin(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Subscript | Tag::Superscript => {}
            Tag::Link { title, .. } | Tag::Image { title, .. } if title.is_empty() => {}
            Tag::Link { title, .. } | Tag::Image { title, .. } => {
                self.text(title, range.clone());
                self.words.push(' ');
            }
            // The cells of a row are one block.
            Tag::TableCell if self.words.is_empty() => {}
            Tag::TableCell => self.words.push_str(" | "),
            _ => {
                self.flush();
                self.is_code = matches!(tag, Tag::CodeBlock(_));
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Subscript | TagEnd::Superscript => {}
            TagEnd::Link | TagEnd::Image | TagEnd::TableCell => {}
            TagEnd::Heading(_) => {
                // An id or a class is not a word.
                if has_attributes(&self.masked.text()[range.clone()])
                    && let Some(open) = self.words.rfind('{')
                {
                    self.words.truncate(open);
                }
                self.flush();
            }
            _ => {
                self.flush();
                self.is_code = false;
            }
        }
    }

    fn push(&mut self, words: &str, range: Range<usize>) {
        self.words.push_str(words);
        self.range = Some(match self.range.take() {
            Some(open) => open.start.min(range.start)..open.end.max(range.end),
            None => range,
        });
    }

    /// Adds text in which calls may be masked.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let mut words = String::new();
        for piece in self.masked.pieces(text) {
            match piece {
                Piece::Text(text) => words.push_str(text),
                Piece::Call(number) => write_call(self.masked.call(number), &mut words),
            }
        }
        self.push(&words, range);
    }

    /// Adds a line of a block of HTML, or a line that opens or closes the body of a call.
    fn html(&mut self, html: &str, range: Range<usize>) {
        let masked = self.masked;
        let mut lines = masked.body_lines().iter();
        if let Some(line) = lines.find(|line| range.contains(&line.range.start)) {
            self.flush();
            if let BodyLineKind::Call(number) = line.kind {
                let mut words = String::new();
                write_call(masked.call(number), &mut words);
                self.push(&words, line.range.clone());
                self.flush();
            }
            return;
        }
        self.inline_html(html, &range);
        self.words.push(' ');
    }

    fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        let mut fragment = Fragment::default();
        fragment.push(html, range.clone());
        for token in fragment.tokens() {
            match token {
                Token::Text(text, _) => self.text(&text, range.clone()),
                Token::Start(tag) => {
                    let read = tag.attributes.iter().filter(|it| READ_ATTRIBUTES.contains(&it.name.as_str()));
                    for attribute in read {
                        self.text(&attribute.value, range.clone());
                        self.words.push(' ');
                    }
                }
                Token::End(_) | Token::Comment(_) | Token::Declaration(_) | Token::Program(_) | Token::Unclosed(_) => {}
            }
        }
    }

    /// Ends the open block, which counts if it has words.
    fn flush(&mut self) {
        let (words, range) = (std::mem::take(&mut self.words), self.range.take());
        let words = plain(&words);
        if let Some(range) = range.filter(|_| !words.is_empty()) {
            self.blocks.push(WordBlock { range: range.start + self.start..range.end + self.start, words });
        }
    }
}

/// Writes a call in one form, whatever its white space and quotes.
fn write_call(call: &Call, out: &mut String) {
    out.extend(["{", &call.name]);
    for argument in &call.arguments {
        out.extend([" ", &argument.key, "="]);
        write_literal(&argument.value, out);
    }
    out.push('}');
}

fn write_literal(value: &Literal, out: &mut String) {
    match value {
        Literal::Text(text) => out.extend(["\"", text, "\""]),
        Literal::Integer(number) => out.push_str(&number.to_string()),
        Literal::Float(number) => out.push_str(&number.to_string()),
        Literal::Bool(value) => out.push_str(&value.to_string()),
        Literal::List(items) => {
            out.push('[');
            for (item, _) in items {
                write_literal(item, out);
                out.push(' ');
            }
            out.push(']');
        }
    }
}

/// Words in one form: in NFC, with one space in place of all white space, without characters that are only hints for line breaks.
#[must_use]
pub fn plain(words: &str) -> String {
    let is_hint = |c: &char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let mut out = String::with_capacity(words.len());
    let mut has_space = false;
    for c in words.nfc().filter(|c| !is_hint(c)) {
        if c.is_whitespace() {
            has_space = true;
            continue;
        }
        // Lines of Chinese and Japanese are broken anywhere, and a line break is white space.
        let is_broken_line = || is_unspaced(c) && out.chars().next_back().is_some_and(is_unspaced);
        if has_space && !out.is_empty() && !is_broken_line() {
            out.push(' ');
        }
        has_space = false;
        out.push(c);
    }
    out
}

/// Whether a character is of a script that is written without spaces and whose lines may be broken after any character.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        word_blocks(text, 0).into_iter().map(|block| block.words).collect()
    }

    #[test]
    fn each_paragraph_heading_item_and_row_is_a_block() {
        let text = "# One {#id}\n\nTwo\nlines.\n\n- a\n- b\n\n  c\n\n| h | i |\n|---|---|\n| j | k |\n\n> quoted\n\n```rs\nlet  x;\n```\n\
                    \n[^1]: note\n\ntext[^1]\n";
        assert_eq!(
            words(text),
            ["One", "Two lines.", "a", "b", "c", "h | i", "j | k", "quoted", "let x;", "note", "text"]
        );
    }

    #[test]
    fn formatting_and_white_space_are_not_words() {
        let same = [
            "Some *plain* words, [a link](x.md) and `code`.",
            "Some **plain** words,  [a link](y.md)\nand code.",
            "Some plain\nwords, [a link][r] and _code_.\n\n[r]: z.md",
            "Some <b>plain</b> words,\u{a0}a link and co\u{ad}de.",
        ];
        for text in same {
            assert_eq!(words(text), ["Some plain words, a link and code."], "{text}");
        }
        assert_eq!(words("e\u{301}t\u{e9}"), ["\u{e9}t\u{e9}"]);
        assert_eq!(words("这是一个\n句子，\n用 Rust 写的。"), ["这是一个句子，用 Rust 写的。"]);
        assert_eq!(words("every day"), ["every day"]);
        assert_eq!(words("everyday"), ["everyday"]);
    }

    #[test]
    fn what_is_read_in_other_places_counts() {
        assert_eq!(words("![A *map*](a.png \"The north\")"), ["The north A map"]);
        assert_eq!(words("<div title=\"t\">\n<p>One</p>\n<!-- not read -->\n</div>"), ["t One"]);
        assert_eq!(words("- [x] done\n- [ ] open"), ["☑ done", "☐ open"]);
        let calls =
            ["{{ stat(id=\"a\",  n=[1, 2.5], b=true) }} of them", "{{stat( id='a', n=[1,2.5],b=true )}} of\nthem"];
        for text in calls {
            assert_eq!(words(text), ["{stat id=\"a\" n=[1 2.5 ] b=true} of them"], "{text}");
        }
        let body = "{% box(kind=\"tip\") %}\nInside.\n{% end %}\n";
        assert_eq!(words(body), ["{box kind=\"tip\"}", "Inside."]);
        assert_eq!(words("`{{ stat(id=\"a\") }}`"), ["{{ stat(id=\"a\") }}"]);
    }

    #[test]
    fn places_are_those_of_the_words_in_the_file() {
        let text = "---\ntitle: A\n---\n\n> one\n> *two*\n\n- three\n";
        let shown = |block: &WordBlock| &text[block.range.clone()];
        let blocks = word_blocks(text, 17);
        assert_eq!(blocks.iter().map(shown).collect::<Vec<_>>(), ["one\n> *two", "three"]);
    }
}
