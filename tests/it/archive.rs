//! Text archives of test cases, made to be read and edited by people, in the manner of Go's txtar:
//!
//! ```text
//! # What this archive is about. Files given here, before the first case, belong to every case.
//!
//! --- content/site.yaml
//! title: A site
//!
//! === name-of-the-case
//! A sentence that says what the case shows.
//! --- content/en/page.md
//! The file, line by line.
//! --- expected
//! What a terminal shows.
//! ```
//!
//! Titles of sections:
//! - `--- PATH` is a file of the site; it replaces one of the same path that the default site or the archive gives;
//! - `--- PATH (none)` removes a file or a folder that they give;
//! - `--- PATH -> TARGET` is a symbolic link;
//! - `--- made` says that `made.rs` makes the site, because its files are too long or cannot be written down;
//! - `--- command` is a command line to run instead of a check of the site;
//! - `--- expected` is the output in a terminal, `--- expected.json` the output of `--format json`.
//!
//! Blank lines at the end of a section do not count, and a file ends with a line break. What does not fit into this is
//! written with escapes, and its title ends in ` (escaped)`: `\t`, `\r`, `\n`, `\\`, `\xE9` for a byte, `\u{202e}` for
//! a character, and `\` at the end of a line for no line break. Only there is a backslash special. `UPDATE=1` escapes
//! on its own whatever an editor could change or not show: control characters, invisible and bidirectional ones, odd
//! spaces, bytes that are not UTF-8, spaces at the end of a line, a missing last line break.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How the head of a case begins.
const CASE: &str = "=== ";

/// How the head of a section begins.
const SECTION: &str = "--- ";

/// How the title of a section with escapes ends.
const ESCAPED: &str = " (escaped)";

/// A file of cases about one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Archive {
    /// The lines at its head that begin with `#`.
    pub remarks: String,
    /// Files of every case.
    pub shared: Vec<Section>,
    /// The cases in their order.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its name, unique in all archives.
    pub name: String,
    /// A sentence that says what it shows.
    pub about: String,
    /// Its files and its expected output.
    pub sections: Vec<Section>,
}

/// A titled part of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What follows `--- `, without the mark of escapes.
    pub title: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// What a section does to the site of its case.
#[derive(Debug, PartialEq)]
pub enum Part<'a> {
    /// Writes a file.
    File(&'a str),
    /// Removes a file or a folder.
    None(&'a str),
    /// Makes a symbolic link with a target.
    Link(&'a str, &'a str),
    /// Nothing: `made`, `command`, `expected` or `expected.json`.
    Other,
}

impl Section {
    /// What the section does to the site.
    pub fn part(&self) -> Part<'_> {
        let title = &*self.title;
        if ["made", "command", "expected", "expected.json"].contains(&title) {
            Part::Other
        } else if let Some(path) = title.strip_suffix(" (none)") {
            Part::None(path)
        } else if let Some((path, target)) = title.split_once(" -> ") {
            Part::Link(path, target)
        } else {
            Part::File(title)
        }
    }
}

impl Case {
    /// The content of a section.
    pub fn section(&self, title: &str) -> Option<&[u8]> {
        self.sections.iter().find(|section| section.title == title).map(|section| &*section.bytes)
    }

    /// The text of a section.
    pub fn text(&self, title: &str) -> Option<&str> {
        self.section(title).map(|bytes| std::str::from_utf8(bytes).expect("a section of text"))
    }

    /// Replaces a section, or adds it at the end.
    pub fn set(&mut self, title: &str, text: &str) {
        let bytes = text.as_bytes().to_vec();
        match self.sections.iter_mut().find(|section| section.title == title) {
            Some(section) => section.bytes = bytes,
            None => self.sections.push(Section { title: title.to_owned(), bytes }),
        }
    }
}

impl Archive {
    /// Parses an archive. The error names the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut archive = Self { remarks: String::new(), shared: Vec::new(), cases: Vec::new() };
        let lines: Vec<&str> = text.split('\n').collect();
        let mut at = 0;
        while at < lines.len() {
            let head = lines[at];
            let body_from = if is_head(head) { at + 1 } else { at };
            let end = (body_from..lines.len()).find(|line| is_head(lines[*line])).unwrap_or(lines.len());
            let body = &lines[body_from..end];
            let blank = body.iter().rev().take_while(|line| line.is_empty()).count();
            let body = &body[..body.len() - blank];
            let number = at + 1;
            if let Some(name) = head.strip_prefix(CASE) {
                archive.cases.push(case(name, &body.join("\n")).map_err(|why| format!("line {number}: {why}"))?);
            } else if let Some(title) = head.strip_prefix(SECTION) {
                let section = section(title, body).map_err(|why| format!("line {number}: {why}"))?;
                let sections = archive.cases.last_mut().map_or(&mut archive.shared, |case| &mut case.sections);
                if sections.iter().any(|other| other.title == section.title) {
                    return Err(format!("line {number}: a second section `{title}`"));
                }
                sections.push(section);
            } else {
                if let Some(line) = body.iter().find(|line| !line.is_empty() && !line.starts_with('#')) {
                    return Err(format!("a line before the first case does not begin with `#`: {line}"));
                }
                archive.remarks = body.join("\n");
            }
            at = end;
        }
        let mut names = BTreeSet::new();
        match archive.cases.iter().find(|case| !names.insert(&case.name)) {
            Some(case) => Err(format!("a second case `{}`", case.name)),
            None => Ok(archive),
        }
    }

    /// The text of the archive.
    pub fn to_text(&self) -> String {
        let mut text = self.remarks.clone();
        if !text.is_empty() {
            text.push('\n');
        }
        if !self.shared.is_empty() {
            text.push('\n');
        }
        self.shared.iter().for_each(|section| push_section(&mut text, section));
        for case in &self.cases {
            let _ = write!(text, "\n{CASE}{}\n{}\n", case.name, case.about);
            case.sections.iter().for_each(|section| push_section(&mut text, section));
        }
        text
    }
}

fn is_head(line: &str) -> bool {
    line.starts_with(CASE) || line.starts_with(SECTION)
}

fn case(name: &str, about: &str) -> Result<Case, String> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        return Err(format!("`{name}` is not a name of small letters, digits and `-`"));
    }
    if !about.ends_with('.') || about.contains("\n\n") {
        return Err(format!("the case `{name}` needs one sentence that says what it shows, with a full stop"));
    }
    Ok(Case { name: name.to_owned(), about: about.to_owned(), sections: Vec::new() })
}

fn section(title: &str, body: &[&str]) -> Result<Section, String> {
    let mut text = body.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    match title.strip_suffix(ESCAPED) {
        Some(title) => {
            let bytes = unescape(&text).map_err(|why| format!("`{title}`: {why}"))?;
            Ok(Section { title: title.to_owned(), bytes })
        }
        None if text.contains('\r') => Err(format!("`{title}` holds a carriage return; write `\\r` and{ESCAPED}")),
        None => Ok(Section { title: title.to_owned(), bytes: text.into_bytes() }),
    }
}

fn push_section(text: &mut String, section: &Section) {
    let plain = std::str::from_utf8(&section.bytes).ok().filter(|plain| is_plain(plain));
    let _ = match plain {
        Some(plain) => write!(text, "{SECTION}{}\n{plain}", section.title),
        None => write!(text, "{SECTION}{}{ESCAPED}\n{}", section.title, escape(&section.bytes)),
    };
}

/// Whether a text stays the same in every editor, and is read back as it is.
fn is_plain(text: &str) -> bool {
    let is_ended = text.is_empty() || text.ends_with('\n') && text != "\n" && !text.ends_with("\n\n");
    is_ended && !text.chars().any(is_hidden) && !text.split('\n').any(|line| line.ends_with(' ') || is_head(line))
}

/// Whether a character cannot be seen or could be changed by an editor; a line break is none of them.
fn is_hidden(c: char) -> bool {
    let space = c.is_whitespace() && c != ' ' && c != '\n';
    let control = c.is_control() && c != '\n';
    let never_a_character = u32::from(c) & 0xFFFE == 0xFFFE;
    let invisible = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    space || control || never_a_character || invisible || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// Writes any bytes with escapes. The result ends with a line break, and [`unescape`] turns it back.
fn escape(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let _ = match c {
                '\\' => write!(text, "\\\\"),
                '\t' => write!(text, "\\t"),
                '\r' => write!(text, "\\r"),
                c if is_hidden(c) && c.is_ascii() => write!(text, "\\x{:02X}", u32::from(c)),
                c if is_hidden(c) => write!(text, "\\u{{{:x}}}", u32::from(c)),
                c => write!(text, "{c}"),
            };
        }
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
    }
    let ends_blank = text == "\n" || text.ends_with("\n\n");
    if ends_blank {
        text.pop();
        text.push_str("\\n");
    }
    let lines: Vec<String> = text.split('\n').map(escape_line).collect();
    let mut text = lines.join("\n");
    if !text.ends_with('\n') {
        text.push_str("\\\n");
    }
    text
}

/// Escapes what is special at the beginning and the end of a line.
fn escape_line(line: &str) -> String {
    let mut line = line.to_owned();
    if line.ends_with(' ') {
        line.pop();
        line.push_str("\\x20");
    }
    match line.as_bytes().first() {
        Some(first) if is_head(&line) => format!("\\x{first:02X}{}", &line[1..]),
        _ => line,
    }
}

fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let wrong = || format!("an unknown escape `\\{}`", after.chars().take(6).collect::<String>());
        let kind = after.chars().next().ok_or_else(wrong)?;
        rest = &after[kind.len_utf8()..];
        match kind {
            '\n' => {}
            '\\' => bytes.push(b'\\'),
            't' => bytes.push(b'\t'),
            'r' => bytes.push(b'\r'),
            'n' => bytes.push(b'\n'),
            'x' => {
                let digits = rest.get(..2).ok_or_else(wrong)?;
                bytes.push(u8::from_str_radix(digits, 16).map_err(|_| wrong())?);
                rest = &rest[2..];
            }
            'u' => {
                let (digits, after) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).ok_or_else(wrong)?;
                let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).ok_or_else(wrong)?;
                bytes.extend(c.to_string().bytes());
                rest = after;
            }
            _ => return Err(wrong()),
        }
    }
    bytes.extend(rest.bytes());
    Ok(bytes)
}

mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::support::cases;

    /// Pieces that mean something to the format, and odd bytes.
    fn content() -> impl Strategy<Value = Vec<u8>> {
        const PIECES: [&[u8]; 27] = [
            b"=== ",
            b"--- ",
            b"---",
            b"\n",
            b"\n\n",
            b" ",
            b"\t",
            b"\r\n",
            b"\\",
            b"\\n",
            b"\\x20",
            b"\\u{41}",
            b"(escaped)",
            b"#",
            b"a",
            b"word",
            b"\0",
            b"\xE9",
            b"\xFF\xFE",
            b"\x1b[31m",
            "\u{feff}".as_bytes(),
            "\u{202e}".as_bytes(),
            "\u{a0}".as_bytes(),
            "\u{fdd0}".as_bytes(),
            "\u{85}".as_bytes(),
            "日本".as_bytes(),
            "\u{301}".as_bytes(),
        ];
        let piece = prop_oneof![4 => prop::sample::select(&PIECES[..]).prop_map(<[u8]>::to_vec), 1 => any::<Vec<u8>>()];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    fn sections() -> impl Strategy<Value = Vec<Section>> {
        prop::collection::btree_map("[a-z/]{1,6}", content(), 0..4)
            .prop_map(|files| files.into_iter().map(|(title, bytes)| Section { title, bytes }).collect())
    }

    proptest! {
        #![proptest_config(cases(500))]

        #[test]
        fn an_archive_is_read_back_as_it_was_written(
            shared in sections(),
            parts in prop::collection::btree_map("[a-z0-9-]{1,6}", ("[A-Z][a-z ]{0,20}\\.", sections()), 0..4),
        ) {
            let cases = parts.into_iter().map(|(name, (about, sections))| Case { name, about, sections }).collect();
            let archive = Archive { remarks: "# A remark.".to_owned(), shared, cases };
            let text = archive.to_text();
            prop_assert!(!text.chars().any(is_hidden), "{text:?}");
            prop_assert_eq!(Archive::parse(&text), Ok(archive), "{}", text);
        }
    }

    #[test]
    fn only_what_needs_escapes_is_escaped() {
        let titles = |bytes: &[u8]| {
            let mut text = String::new();
            push_section(&mut text, &Section { title: "a".to_owned(), bytes: bytes.to_vec() });
            text
        };
        assert_eq!(titles(b"---\ntitle: \\d\n---\n"), "--- a\n---\ntitle: \\d\n---\n");
        assert_eq!(titles(b""), "--- a\n");
        assert_eq!(titles(b"x"), "--- a (escaped)\nx\\\n");
        assert_eq!(titles(b"\n"), "--- a (escaped)\n\\n\\\n");
        assert_eq!(titles(b"--- b\n"), "--- a (escaped)\n\\x2D-- b\n");
        assert_eq!(titles(b"one \r\n\xE9\\\n"), "--- a (escaped)\none \\r\n\\xE9\\\\\n");
    }

    #[test]
    fn a_broken_archive_is_refused() {
        for (text, why) in [
            ("=== a\nOne.\n\n=== a\nTwo.\n", "a second case `a`"),
            ("=== a\n--- expected\n", "line 1: the case `a` needs one sentence"),
            ("=== A b\nOne.\n", "line 1: `A b` is not a name"),
            ("=== a\nOne.\n--- b\n--- b\n", "line 4: a second section `b`"),
            ("=== a\nOne.\n--- b (escaped)\n\\q\n", "line 3: `b`: an unknown escape `\\q"),
            ("=== a\nOne.\n--- b\nx\r\n", "line 3: `b` holds a carriage return"),
            ("words\n=== a\nOne.\n", "a line before the first case"),
        ] {
            let refused = Archive::parse(text).expect_err(text);
            assert!(refused.starts_with(why), "{refused}");
        }
    }
}
