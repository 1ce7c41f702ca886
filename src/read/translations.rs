//! Reads and writes `content/translations.yaml`: from which version of which page each translation was made. `firstflight
//! mark-translated` keeps it; it works without the history of the files.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::front_matter::body_start;
use super::markdown::{plain_words, word_blocks};
use super::{Loaded, Read, SourcePage};
use crate::report::{Finding, Place, SourceFile, catalog};
use crate::yaml::{self, Entry, Fields, Limits, Node, Record, Value};

/// The hash of the words of a block: the first bytes of their BLAKE3 hash. It only has to differ from that of the same block after
/// an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BlockHash([u8; BlockHash::BYTES]);

impl BlockHash {
    const BYTES: usize = 4;

    fn from_words(words: &str) -> Self {
        let mut hash = [0; Self::BYTES];
        hash.copy_from_slice(&blake3::hash(words.as_bytes()).as_bytes()[..Self::BYTES]);
        Self(hash)
    }

    /// Reads eight hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let is_hex = text.len() == 2 * Self::BYTES && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let number = u32::from_str_radix(text, 16).ok().filter(|_| is_hex)?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for BlockHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

/// A block of a page: its title, its description, or a block of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextBlock {
    /// Bytes of the file that it takes.
    pub range: Range<usize>,
    /// The hash of its words.
    pub hash: BlockHash,
}

impl SourcePage {
    /// Its blocks in order, title and description first. They are found when they are first needed.
    #[must_use]
    pub fn blocks(&self) -> &[TextBlock] {
        self.blocks.get_or_init(|| {
            let front = &self.front;
            // A title that is a heading of the text is a block of it.
            let title = front.title.as_ref().filter(|_| self.document.title.is_none());
            let fields = [title, front.description.as_ref()].into_iter().zip(&front.text_ranges);
            let fields = fields.filter_map(|(text, range)| Some((range.clone(), plain_words(text?))));
            let text = self.file.text();
            let body = word_blocks(text, body_start(text)).into_iter().map(|block| (block.range, block.words));
            let block =
                |(range, words): (Range<usize>, String)| TextBlock { range, hash: BlockHash::from_words(&words) };
            fields.chain(body).map(block).collect()
        })
    }
}

/// An entry of `content/translations.yaml`.
#[derive(Clone, Debug)]
pub struct TranslationMark {
    /// The path of the translation below `content/`: `fr/about.md`.
    pub page: String,
    /// The path of the page that it was made from.
    pub original: String,
    /// The blocks of the original as they were.
    pub blocks: Vec<BlockHash>,
    /// Where the translation is named.
    pub place: Place,
    /// Where the original is named.
    pub original_place: Place,
    /// The lines that the entry takes.
    pub lines: Range<usize>,
}

/// Reads `content/translations.yaml`.
#[must_use]
pub fn translations(path: &str, loaded: Loaded) -> Read<Arc<Vec<TranslationMark>>> {
    Read::new(path, loaded, Arc::default(), |file, findings| Arc::new(marks(file, findings)))
}

fn marks(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Vec<TranslationMark> {
    let entries = match yaml::parse(file, 0..file.text().len(), Limits::Data) {
        Ok(Node { value: Value::Map(entries), .. }) => entries,
        Ok(Node { value: Value::Null, .. }) => return Vec::new(),
        Ok(node) => {
            let place = Place::first_line(file);
            let wanted = "a mapping from each translation to its original";
            findings.push(catalog::yaml::wrong_subject_type(place, file.path(), wanted, node.value.kind()));
            return Vec::new();
        }
        Err(found) => {
            findings.extend(found);
            return Vec::new();
        }
    };
    let line_of = |at: usize| memchr::memrchr(b'\n', &file.text().as_bytes()[..at]).map_or(0, |end| end + 1);
    let starts: Vec<usize> = entries.iter().map(|entry| line_of(entry.key_range.start)).collect();
    let ends = starts.iter().skip(1).copied().chain([file.text().len()]);
    let lines = starts.iter().zip(ends).map(|(start, end)| *start..end.max(*start));
    entries.iter().zip(lines).filter_map(|(entry, lines)| mark(file, entry, lines, findings)).collect()
}

fn mark(
    file: &Arc<SourceFile>,
    entry: &Entry,
    lines: Range<usize>,
    findings: &mut Vec<Finding>,
) -> Option<TranslationMark> {
    let place = Place::new(file, entry.key_range.clone());
    let Some(record) = Record::from_node(file, &entry.node) else {
        let (wanted, kind) = ("a mapping with `original` and `blocks`", entry.node.value.kind());
        findings.push(catalog::yaml::wrong_type(place, &entry.key, wanted, kind));
        return None;
    };
    let mut fields = Fields::new(file, entry.key_range.clone(), record.entries, "a translation", findings);
    let original = fields.required_located_text("original");
    if !fields.has_key("blocks") {
        fields.missing("blocks");
    }
    let mut is_valid = true;
    let mut blocks = Vec::new();
    for (text, range) in fields.texts("blocks") {
        match BlockHash::from_hex(&text) {
            Some(hash) => blocks.push(hash),
            None => {
                is_valid = false;
                let message = format!("`{text}` is not the hash of a block: eight digits or letters from a to f");
                let help = "if the translation is up to date, remove the entry and mark the page again with";
                let help = format!("{help} `firstflight mark-translated content/{}`", entry.key);
                fields.invalid(range, message, Some(help));
            }
        }
    }
    fields.finish();
    let (original, range) = original.filter(|_| is_valid)?;
    let original_place = Place::new(file, range);
    Some(TranslationMark { page: entry.key.clone(), original, blocks, place, original_place, lines })
}

/// The path of an original, and its blocks.
pub type MarkedOriginal = (String, Vec<BlockHash>);

/// The text of `content/translations.yaml`: for each translation, by its path below `content/`, the original. The same marks give
/// the same bytes.
#[must_use]
pub fn marks_to_yaml(marks: &BTreeMap<String, MarkedOriginal>) -> String {
    let mut out = "# Written by `firstflight mark-translated`: the page that each translation was made from, and a hash of each block \
                   of its text.\n# A block whose words change later is reported as `stale-translation`.\n"
        .to_owned();
    for (page, (original, blocks)) in marks {
        out += &format!("{}:\n  original: {}\n", yaml_path(page), yaml_path(original));
        out += if blocks.is_empty() { "  blocks: []\n" } else { "  blocks:\n" };
        for block in blocks {
            // In quotes, because some of them would be numbers.
            out += &format!("    - \"{block}\"\n");
        }
    }
    out
}

/// A path as YAML takes it.
fn yaml_path(path: &str) -> String {
    let is_plain = path.starts_with(char::is_alphabetic)
        && path.contains('/')
        && path.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
    if is_plain { path.to_owned() } else { serde_json::Value::from(path).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<TranslationMark>, Vec<String>) {
        let read = translations("content/translations.yaml", Ok(text.as_bytes().to_vec()));
        let marks = Arc::unwrap_or_clone(read.value);
        (marks, read.findings.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let hash = |text: &str| BlockHash::from_hex(text).unwrap();
        let blocks = ["12345678", "0012e345", "deadbeef"].map(hash).to_vec();
        let marks = BTreeMap::from([
            ("fr/about.md".to_owned(), ("en/about.md".to_owned(), blocks)),
            ("fr/a: #b.md".to_owned(), ("en/a: #b.md".to_owned(), Vec::new())),
        ]);
        let text = marks_to_yaml(&marks);
        let (read, findings) = read(&text);
        assert_eq!(findings, Vec::<String>::new());
        let again: BTreeMap<_, _> =
            read.iter().map(|mark| (mark.page.clone(), (mark.original.clone(), mark.blocks.clone()))).collect();
        assert_eq!(marks, again);
        let lines: String = read.iter().map(|mark| &text[mark.lines.clone()]).collect();
        assert_eq!(text.find("\"fr/a").map(|at| &text[at..]), Some(lines.as_str()));
        assert!(text.ends_with("fr/about.md:\n  original: en/about.md\n  blocks:\n    - \"12345678\"\n    - \"0012e345\"\n    - \"deadbeef\"\n"), "{text}");
    }

    #[test]
    fn hashes_are_eight_digits() {
        for text in ["", "1234567", "123456789", "1234567g", "1234567A", "+1234567", "０1234567"] {
            assert_eq!(BlockHash::from_hex(text), None, "{text}");
        }
        assert_eq!(BlockHash::from_hex("0a1b2c3d").map(|hash| hash.to_string()).as_deref(), Some("0a1b2c3d"));
        assert_eq!(BlockHash::from_words("words").to_string().len(), 8);
    }

    #[test]
    fn mistakes_are_findings() {
        for (text, expected) in [
            ("- a\n", "content/translations.yaml"),
            ("fr/a.md: x\n", "fr/a.md"),
            ("fr/a.md: { original: en/a.md }\n", "`blocks` is missing"),
            ("fr/a.md: { blocks: [] }\n", "`original` is missing"),
            ("fr/a.md: { original: en/a.md, blocks: [], form: x }\n", "unknown key `form`"),
            ("fr/a.md: { original: en/a.md, blocks: [\"xyz\"] }\n", "`xyz` is not the hash of a block"),
            ("fr/a.md: { original: en/a.md, blocks: 3 }\n", "blocks"),
        ] {
            let (_, findings) = read(text);
            assert!(findings.len() == 1 && findings[0].contains(expected), "{text}: {findings:?}");
        }
        // A number is a hash all the same.
        let (marks, findings) = read("fr/a.md: { original: en/a.md, blocks: [12345678] }\n");
        assert_eq!((marks.len(), findings.len()), (1, 0));
        assert_eq!(read("").1.len() + read("# nothing\n").1.len(), 0);
    }
}
