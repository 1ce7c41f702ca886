//! Text that looks like a link but is not one: an address with spaces, a parenthesis that is not closed, swapped brackets, a
//! space between brackets and parentheses.

use std::ops::Range;
use std::sync::Arc;

use super::writer::Writer;
use crate::report::catalog::lost;
use crate::report::{Certainty, Finding, Place, SourceFile};

/// Why text with a space in its path is not a link.
const SPACE: &str = "its address contains a space";

/// Why text with its brackets and parentheses the other way round is not a link.
const SWAPPED: &str = "brackets and parentheses are swapped";

/// Text that would be a link to a page or file of this site if its path had no spaces, or its brackets were not swapped. It is
/// reported by those who know which files there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadLink {
    /// The path with what follows it, as written.
    pub path: String,
    /// Why it is not a link.
    why: &'static str,
    /// Whether it is only meant as a link if something has its path.
    is_word: bool,
    /// Bytes of the file that the text takes.
    range: Range<usize>,
    /// The change that makes it a link.
    change: (Range<usize>, String),
    help: String,
}

impl UnreadLink {
    /// The finding, if it is meant as a link; `leads` says whether something has a path.
    pub fn finding(&self, file: &Arc<SourceFile>, leads: impl Fn(&str) -> bool) -> Option<Finding> {
        let path = &self.path;
        let is_found = leads(path);
        // The ending of a page is easily forgotten.
        let is_meant = || leads(&format!("{path}.md")) || leads(&format!("{path}/index.md"));
        if self.is_word && !is_found && !is_meant() {
            return None;
        }
        let certainty = if is_found { Certainty::Certain } else { Certainty::Suggested };
        let place = Place::new(file, self.range.clone());
        Some(lost::not_a_link(place, self.why, (Some(self.change.clone()), certainty), &self.help))
    }
}

impl Writer<'_> {
    /// Reports text that looks like a link and that the parser read as plain text.
    pub(super) fn check_links(&mut self, range: &Range<usize>) {
        let text = self.masked.text();
        if memchr::memchr2(b'[', b']', &text.as_bytes()[range.clone()]).is_none() {
            return;
        }
        let mut found = Vec::new();
        for (at, _) in text[range.clone()].match_indices("](") {
            found.extend(unread_link(text, range.start + at));
        }
        for (at, _) in text[range.clone()].match_indices(")[") {
            found.extend(swapped_link(text, range.start + at));
        }
        for (at, _) in text[range.clone()].match_indices("] (") {
            found.extend(parted_link(text, range.start + at));
        }
        for Lookalike { range, why, better, help, path, is_word } in found {
            if self.holds_foreign(&range) || self.masked.restore(&text[range.clone()]) != text[range.clone()] {
                continue;
            }
            let better = better.map(|(at, better)| (at.start + self.base..at.end + self.base, better));
            match (path, better) {
                (Some(path), Some(change)) => {
                    let range = range.start + self.base..range.end + self.base;
                    self.document.unread_links.push(UnreadLink { path, why, is_word, range, change, help });
                }
                (_, better) => {
                    let place = self.place(range);
                    self.findings.push(lost::not_a_link(place, why, (better, Certainty::Suggested), &help));
                }
            }
        }
    }
}

/// Maximum bytes of each part of a link.
const LONGEST: usize = 1_000;

/// The start of the line of a byte, or of the last part of it.
fn line_start(text: &str, at: usize) -> usize {
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
    text[from..at].rfind('\n').map_or(from, |line| from + line + 1)
}

/// Text that looks like a link.
struct Lookalike {
    range: Range<usize>,
    why: &'static str,
    better: Option<(Range<usize>, String)>,
    help: String,
    /// The path within the site, if what has it decides.
    path: Option<String>,
    /// Whether the address is a word that is only an address if something has this path.
    is_word: bool,
}

/// `[words](an address.md)`, whose `](` is at a byte.
fn unread_link(text: &str, at: usize) -> Option<Lookalike> {
    let open = label_start(text, line_start(text, at), at)?;
    let rest = &text[at + 2..];
    let rest = rest[..rest.floor_char_boundary(LONGEST)].split(['\n', '\r']).next()?;
    let Some(close) = closing(rest) else {
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let address = rest[..length].trim_end_matches(['.', ',', ';']);
        return (is_address(address) && length == rest.trim_end().len()).then(|| Lookalike {
            range: open..at + 2 + address.len(),
            why: "its parenthesis is not closed",
            better: Some((at + 2 + address.len()..at + 2 + address.len(), ")".to_owned())),
            help: "write `)` after the address".to_owned(),
            path: None,
            is_word: false,
        });
    };
    let inner = &rest[..close];
    let address = inner.trim();
    let start = at + 2 + inner.len() - inner.trim_start().len();
    let range = open..at + 2 + close + 1;
    if let Some((address, title)) = address.split_once(char::is_whitespace)
        && is_address(address)
        && let Some(title) = in_curly_quotes(title.trim())
    {
        let better = format!("{address} \"{title}\"");
        let help = format!("write `({better})`, with straight quotes");
        let end = start + inner.trim().len();
        let better = (!title.contains('"')).then_some((start..end, better));
        let why = "the quotes of its title are not straight";
        return Some(Lookalike { range, why, better, help, path: None, is_word: false });
    }
    let (address, title) = match address.find([' ']).and_then(|_| address.find(" \"")) {
        Some(quote) if address.ends_with('"') => (&address[..quote], &address[quote..]),
        _ => (address, ""),
    };
    let is_spaced = address.contains(char::is_whitespace) && !address.starts_with('<') && !address.contains(['<', '>']);
    if !is_spaced || !is_address(address) {
        return None;
    }
    let (before, after) = address.split_once('#').unwrap_or((address, ""));
    // `# heading`: the space is only a slip.
    if !before.contains(char::is_whitespace) && !after.trim_start().contains(char::is_whitespace) {
        let fixed = format!("{before}#{}", after.trim_start());
        let help = format!("write `({fixed}{title})`");
        let better = Some((start..start + address.len(), fixed));
        return Some(Lookalike { range, why: SPACE, better, help, path: None, is_word: false });
    }
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    let fixed = if is_web { address.replace(' ', "%20") } else { format!("<{address}>") };
    let help = format!("write `({fixed}{title})`");
    // A fragment never has spaces.
    let better = (!after.contains(char::is_whitespace)).then(|| (start..start + address.len(), fixed));
    let path = (!is_web).then(|| address.to_owned());
    let help = if better.is_some() { help } else { "write `-` for the spaces of the fragment".to_owned() };
    Some(Lookalike { range, why: SPACE, better, help, path, is_word: false })
}

/// The opening bracket that a `]` at a byte closes, on the same line.
fn label_start(text: &str, line_start: usize, at: usize) -> Option<usize> {
    let mut depth = 0;
    for (offset, byte) in text.as_bytes()[line_start..at].iter().enumerate().rev() {
        let place = line_start + offset;
        let is_escaped = place > line_start && text.as_bytes()[place - 1] == b'\\';
        match byte {
            b']' if !is_escaped => depth += 1,
            b'[' if !is_escaped && depth == 0 => {
                let start = if place > line_start && text[..place].ends_with('!') { place - 1 } else { place };
                return text[place + 1..at].contains(char::is_alphanumeric).then_some(start);
            }
            b'[' if !is_escaped => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The end of a parenthesis, in the text after its opening sign.
fn closing(rest: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn in_curly_quotes(title: &str) -> Option<&str> {
    [('“', '”'), ('”', '”'), ('‘', '’'), ('«', '»'), ('„', '“')]
        .iter()
        .find_map(|(open, close)| title.strip_prefix(*open)?.strip_suffix(*close).filter(|title| !title.is_empty()))
}

/// `(words)[address]`, whose `)[` is at a byte.
fn swapped_link(text: &str, at: usize) -> Option<Lookalike> {
    let line_start = line_start(text, at);
    let open = line_start + text[line_start..at].rfind('(')?;
    let words = &text[open + 1..at];
    let rest = &text[at + 2..];
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let end = rest.find([']', '\n', '['])?;
    let address = &rest[..end];
    let after = &rest[end..];
    let is_link = after.starts_with(']') && !after.starts_with("](") && !after.starts_with("][");
    let is_call = text[..open].ends_with(|c: char| c.is_alphanumeric() || c == ']' || c == '_');
    let is_word = !is_address(address) && !is_path(address);
    let may_be_word =
        address.contains(char::is_alphabetic) && address.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
    if !is_link || is_call || is_word && !may_be_word || address.contains(' ') || !words.contains(char::is_alphabetic) {
        return None;
    }
    let range = open..at + 2 + end + 1;
    let better = format!("[{words}]({address})");
    let is_inside = !address.contains("://") && !address.starts_with('#');
    Some(Lookalike {
        help: format!("write `{better}`"),
        better: Some((range.clone(), better)),
        range,
        why: SWAPPED,
        path: is_inside.then(|| address.to_owned()),
        is_word,
    })
}

/// `[words] (page.md)`, whose `] (` is at a byte.
fn parted_link(text: &str, at: usize) -> Option<Lookalike> {
    let open = label_start(text, line_start(text, at), at)?;
    let rest = &text[at + 3..];
    let rest = rest[..rest.floor_char_boundary(LONGEST)].split(['\n', '\r']).next()?;
    let address = &rest[..closing(rest)?];
    // Of other files, and of other sites, one may be named beside a word in brackets.
    if !is_page(address) {
        return None;
    }
    let label = &text[open..=at];
    let better = format!("{label}({address})");
    Some(Lookalike {
        range: open..at + 3 + address.len() + 1,
        why: "there is a space between its text and its address",
        better: Some((at + 1..at + 2, String::new())),
        help: format!("write `{better}`"),
        path: Some(address.to_owned()),
        is_word: false,
    })
}

/// Whether a text looks like the address of a page of this site: a file with the ending of pages, or a path.
fn is_page(text: &str) -> bool {
    let path = text.split(['#', '?']).next().unwrap_or(text);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = ["md", "mdx", "markdown", "html", "htm"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    let is_path = is_path(path) || path.starts_with("./") || path.starts_with("../");
    (is_file || is_path && path.ends_with('/')) && !text.contains(char::is_whitespace) && !text.contains("://")
}

/// Whether a text is a path from the root of the site, as in `/about/`.
fn is_path(text: &str) -> bool {
    let is_sign = |c: char| c.is_alphanumeric() || "-_./~%#?=&".contains(c);
    text.starts_with('/') && text[1..].starts_with(char::is_alphanumeric) && text.chars().all(is_sign)
}

/// Whether a text looks like an address: of the web, a fragment, or a file with a known ending.
fn is_address(text: &str) -> bool {
    const ENDINGS: [&str; 24] = [
        "md", "mdx", "markdown", "html", "htm", "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp", "doc", "docx",
        "xls", "xlsx", "ppt", "pptx", "odt", "zip", "csv", "txt", "mp4", "mp3",
    ];
    let is_web = ["http://", "https://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    if is_web || text.len() > 2 && (text.starts_with("./") || text.starts_with("../")) {
        return true;
    }
    let path = text.split(['#', '?']).next().unwrap_or(text);
    if path.is_empty() {
        return text.starts_with('#') && text[1..].starts_with(char::is_alphanumeric);
    }
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unread_links_are_distinguished_from_prose() {
        let unread =
            |text: &str| unread_link(text, text.find("](").unwrap()).map(|it| it.better.map(|(_, better)| better));
        for (text, wanted) in [
            ("[a](b c.md)", Some("<b c.md>")),
            ("![a](my photo.png)", Some("<my photo.png>")),
            ("[a](https://e.org/a b)", Some("https://e.org/a%20b")),
            ("[a](b c.md \"t\")", Some("<b c.md>")),
            ("[a](b.md “t”)", Some("b.md \"t\"")),
            ("[a](b.md", Some(")")),
            ("[a](#my part)", None),
            ("[a](b c.md#part)", Some("<b c.md#part>")),
            ("[a](b c.md#my part)", None),
        ] {
            assert_eq!(unread(text), Some(wanted.map(str::to_owned)), "{text}");
        }
        for text in ["f[i](x, y)", "[a](b c)", "[a](see below)", "[](b c.md)", "[a](b.md and more", "[a](x) b.md"] {
            assert!(unread(text).is_none(), "{text}");
        }
        let swapped = |text: &str| swapped_link(text, text.find(")[").unwrap()).map(|it| it.help);
        assert_eq!(swapped("see (x)[https://e.org]").as_deref(), Some("write `[x](https://e.org)`"));
        assert_eq!(swapped("see (abc)[/about/].").as_deref(), Some("write `[abc](/about/)`"));
        for text in ["f(x)[a.md]", "(see above)[1]", "(x)[a.md](b)", "(5)[a.md]", "(x)[0]", "(see)[a, b]", "(a)[/]"] {
            assert!(swapped(text).is_none(), "{text}");
        }
        // A word is an address only if something has it.
        for (text, is_word) in [("(a)[page]", true), ("(a)[page.md]", false), ("(a)[/page]", false)] {
            let link = swapped_link(text, 2).unwrap();
            assert_eq!((link.is_word, link.path.is_some()), (is_word, true), "{text}");
        }
        let parted = |text: &str| parted_link(text, text.find("] (").unwrap()).map(|it| it.help);
        for (text, wanted) in [
            ("[a] (index.md)", "write `[a](index.md)`"),
            ("see [the b] (../b/#part).", "write `[the b](../b/#part)`"),
            ("[a] (/about/)", "write `[a](/about/)`"),
        ] {
            assert_eq!(parted(text).as_deref(), Some(wanted), "{text}");
        }
        for text in ["[1] (see below)", "[a] (b.pdf)", "[a] (b)", "[a] (and/or)", "[a] (see b.md)", "[] (a.md)"] {
            assert!(parted(text).is_none(), "{text}");
        }
    }
}
