//! Links to files: their kind and size follow their words, unless the words say them.

use super::writer::Writer;
use crate::words::holds_digit;

/// Endings of what is read as a page.
const PAGES: [&str; 4] = ["md", "markdown", "html", "htm"];

/// Units of the size of a file, in lower case.
const UNITS: [&str; 13] =
    ["kb", "mb", "gb", "kib", "mib", "gib", "ko", "mo", "go", "bytes", "kilobytes", "megabytes", "octets"];

/// The ending of the file that an address leads to; `None` if it leads to a page or a folder.
pub(super) fn file_ending(target: &str) -> Option<&str> {
    let path = target.split(['?', '#']).next().unwrap_or("");
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.')?;
    let is_page = PAGES.iter().any(|page| ending.eq_ignore_ascii_case(page));
    (!stem.is_empty() && !ending.is_empty() && !is_page).then_some(ending)
}

/// Endings of recordings that browsers play.
const RECORDINGS: [&str; 6] = ["mp3", "ogg", "opus", "oga", "m4a", "wav"];

/// Whether an address leads to a recording.
pub(super) fn is_recording(target: &str) -> bool {
    file_ending(target).is_some_and(|ending| RECORDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The file details that the text of a link already mentions.
#[derive(Debug, PartialEq)]
enum MentionedDetails {
    Nothing,
    /// `(PDF)` at their end.
    Kind,
    /// `1.2 MB`.
    Size,
}

impl MentionedDetails {
    fn from_words(words: &str, ending: &str) -> Self {
        let words = words.trim_end();
        let is_unit = |word: &str| UNITS.iter().any(|unit| word.eq_ignore_ascii_case(unit));
        let mut before = "";
        for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let unit = word.trim_start_matches(|c: char| c.is_numeric());
            let has_number = if unit.len() < word.len() { true } else { holds_digit(before) };
            if has_number && is_unit(unit) {
                return Self::Size;
            }
            before = word;
        }
        let last = words.strip_suffix([')', ']']).and_then(|words| words.rsplit(['(', '[']).next());
        if last.is_some_and(|last| last.trim().eq_ignore_ascii_case(ending)) { Self::Kind } else { Self::Nothing }
    }
}

impl Writer<'_> {
    /// Writes the hole for the kind and the size of a file after the words of the link to it, whose tag begins at `start`.
    pub(super) fn note_file(&mut self, link: usize, start: usize) {
        let Some(ending) = self.document.links.get(link).and_then(|link| file_ending(&link.target)) else { return };
        let Some((_, words)) = self.out.get(start..).and_then(|html| html.split_once('>')) else { return };
        match MentionedDetails::from_words(words, ending) {
            MentionedDetails::Nothing => self.hole('f', link),
            MentionedDetails::Kind => self.hole('g', link),
            MentionedDetails::Size => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_endings() {
        assert_eq!(file_ending("a/report.pdf?x=1#page=2"), Some("pdf"));
        assert_eq!(file_ending("b.tar.gz"), Some("gz"));
        for page in ["about.md", "about/", "about", "#top", "a.b/c", ".pdf", "old.html", "x."] {
            assert_eq!(file_ending(page), None, "{page}");
        }
    }

    #[test]
    fn words_may_say_kind_and_size_themselves() {
        assert_eq!(MentionedDetails::from_words("Annual report", "pdf"), MentionedDetails::Nothing);
        assert_eq!(MentionedDetails::from_words("Report of 2024 (pdf)", "pdf"), MentionedDetails::Kind);
        assert_eq!(MentionedDetails::from_words("Report (PDF, 1.2 MB)", "pdf"), MentionedDetails::Size);
        assert_eq!(MentionedDetails::from_words("Rapport (PDF, 340Ko)", "pdf"), MentionedDetails::Size);
        assert_eq!(MentionedDetails::from_words("The MB of 12 people", "pdf"), MentionedDetails::Nothing);
    }
}
