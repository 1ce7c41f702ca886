//! Text that looks like a link but is not one: an address with spaces, a parenthesis that is not closed, swapped brackets.

use std::ops::Range;
use std::sync::Arc;

use super::writer::Writer;
use crate::report::catalog::lost;
use crate::report::{Certainty, Finding, Place, SourceFile};

/// Why text with a space in its path is not a link.
const SPACE: &str = "its address contains a space";

/// Text that would be a link to a page or file of this site if its path had no spaces. It is reported by those who know which files
/// there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpacedLink {
    /// The path with what follows it, as written.
    pub path: String,
    /// Bytes of the file that the text takes.
    range: Range<usize>,
    /// The change that makes it a link.
    change: (Range<usize>, String),
    help: String,
}

impl SpacedLink {
    /// The finding; `leads` is whether something has its path.
    #[must_use]
    pub fn finding(&self, file: &Arc<SourceFile>, leads: bool) -> Finding {
        let certainty = if leads { Certainty::Certain } else { Certainty::Suggested };
        let place = Place::new(file, self.range.clone());
        lost::not_a_link(place, SPACE, (Some(self.change.clone()), certainty), &self.help)
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
        for Lookalike { range, why, better, help, path } in found {
            if self.holds_foreign(&range) || self.masked.restore(&text[range.clone()]) != text[range.clone()] {
                continue;
            }
            let better = better.map(|(at, better)| (at.start + self.base..at.end + self.base, better));
            match (path, better) {
                (Some(path), Some(change)) => {
                    let range = range.start + self.base..range.end + self.base;
                    self.document.spaced_links.push(SpacedLink { path, range, change, help });
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
    /// The path within the site, if only spaces in it are wrong.
    path: Option<String>,
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
        return Some(Lookalike { range, why: "the quotes of its title are not straight", better, help, path: None });
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
        return Some(Lookalike { range, why: SPACE, better, help, path: None });
    }
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    let fixed = if is_web { address.replace(' ', "%20") } else { format!("<{address}>") };
    let help = format!("write `({fixed}{title})`");
    // A fragment never has spaces.
    let better = (!after.contains(char::is_whitespace)).then(|| (start..start + address.len(), fixed));
    let path = (!is_web).then(|| address.to_owned());
    let help = if better.is_some() { help } else { "write `-` for the spaces of the fragment".to_owned() };
    Some(Lookalike { range, why: SPACE, better, help, path })
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
    if !is_link || is_call || !is_address(address) || address.contains(' ') || !words.contains(char::is_alphabetic) {
        return None;
    }
    let range = open..at + 2 + end + 1;
    let better = format!("[{words}]({address})");
    Some(Lookalike {
        help: format!("write `{better}`"),
        better: Some((range.clone(), better)),
        range,
        why: "brackets and parentheses are swapped",
        path: None,
    })
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
        for text in ["f(x)[a.md]", "(see above)[1]", "(x)[a.md](b)", "(5)[a.md]", "(x)[0]"] {
            assert!(swapped(text).is_none(), "{text}");
        }
    }
}
