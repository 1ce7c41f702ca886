//! Emphasis markers that are shown as text because of the punctuation mark next to them.

use std::ops::Range;

use super::writer::Writer;
use crate::report::catalog::lost;

/// Maximum bytes between two emphasis markers.
const LONGEST: usize = 300;

/// A run of one character that is shown as text and could be an emphasis marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    at: usize,
    mark: &'static str,
}

/// The markers, each of which ends what the same one begins. Three underscores are more often a blank to fill in.
const MARKS: [&str; 6] = ["**", "*", "***", "__", "_", "~~"];

impl Writer<'_> {
    /// Pairs the emphasis markers that are shown as text, and reports those that fail because of a punctuation mark.
    pub(super) fn report_emphasis(&mut self) {
        let all = std::mem::take(&mut self.lookalikes.signs);
        let text = self.masked.text();
        let mut found = Vec::new();
        for mark in MARKS {
            let places: Vec<usize> = all.iter().filter(|sign| sign.mark == mark).map(|sign| sign.at).collect();
            let mut at = 0;
            while let [open, close, ..] = places[at..] {
                at += 1;
                if let Some(failed) = failed_emphasis(text, mark, open, close) {
                    at += 1;
                    found.push((open..close + mark.len(), mark, failed));
                }
            }
        }
        found.sort_by_key(|(range, ..)| range.start);
        let mut end = 0;
        // Of one in another, only the outer one is reported: its edit replaces both.
        for (range, mark, FailedEmphasis { better }) in found {
            if range.start >= end {
                end = range.end;
                let better = better.map(|better| self.masked.restore(&better).into_owned());
                let place = self.place(range);
                self.findings.push(lost::literal_emphasis(place, mark, better));
            }
        }
    }
}

/// The emphasis markers in a range of running text.
pub(super) fn signs(text: &str, range: &Range<usize>) -> Vec<Sign> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut end = range.start;
    for at in memchr::memchr3_iter(b'*', b'_', b'~', &bytes[range.clone()]).map(|at| range.start + at) {
        if at < end {
            continue;
        }
        let length = bytes[at..].iter().take_while(|byte| **byte == bytes[at]).count();
        end = at + length;
        // What begins before the range or ends after it has emphasised something.
        let before = at.checked_sub(1).map(|before| bytes[before]);
        if end > range.end || before == Some(bytes[at]) || before == Some(b'\\') {
            continue;
        }
        let mark = MARKS.into_iter().find(|mark| mark.len() == length && mark.as_bytes()[0] == bytes[at]);
        found.extend(mark.map(|mark| Sign { at, mark }));
    }
    found
}

/// A pair of markers that does not emphasise, because a punctuation mark is next to one of them.
#[derive(Debug, PartialEq, Eq)]
struct FailedEmphasis {
    /// The correct form, if it is certain.
    better: Option<String>,
}

/// Whether a pair of markers fails because of a punctuation mark.
fn failed_emphasis(text: &str, mark: &str, open: usize, close: usize) -> Option<FailedEmphasis> {
    let inner = text.get(open + mark.len()..close)?;
    if close - open > LONGEST || inner.contains(['|', '\n', '`']) || inner.trim() != inner {
        return None;
    }
    let (first, last) = (inner.chars().next()?, inner.chars().next_back()?);
    let before = text[..open].chars().next_back();
    let after = text[close + mark.len()..].chars().next();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // Beside a mark of ASCII, one asterisk and underscores are rarely meant as markers, as in `f*(x)*g` and `self.__x.__y`.
    let is_doubtful = mark.len() == 1 || mark.starts_with('_');
    let may_fail = |c: char| is_mark(c) && !(is_doubtful && c.is_ascii());
    let mut is_closing = may_fail(last) && is_letter(after);
    let mut is_opening = may_fail(first) && is_letter(before);
    if is_doubtful {
        let may_begin = first.is_alphanumeric() || pair(first).is_some();
        // After a word, an asterisk may refer to a note and the next one begin it, and underscores be a blank to fill in.
        let is_note = is_letter(before) && "。、，｡､।॥．".contains(last) || after.is_some_and(char::is_numeric);
        is_opening &= pair(first).is_some();
        is_closing &= may_begin && (pair(first) == Some(last) || !is_note);
    }
    if !(is_closing || is_opening) || !inner.contains(char::is_alphabetic) {
        return None;
    }
    let core = inner.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)).filter(|core| is_plain(core));
    // Underscores emphasise nothing beside a letter.
    let stars = &"***"[..mark.len()];
    let better = if pair(first) == Some(last) {
        core.map(|core| format!("{first}{mark}{core}{mark}{last}"))
    } else if is_closing && !is_opening && pair(first).is_none() && !is_bracket(last) {
        let core = inner.strip_suffix(last).filter(|core| !core.ends_with(is_mark) && !core.is_empty());
        let mark = if mark.starts_with('_') && is_letter(before) { stars } else { mark };
        core.map(|core| format!("{mark}{core}{mark}{last}"))
    } else {
        None
    };
    Some(FailedEmphasis { better })
}

fn is_plain(core: &str) -> bool {
    core.starts_with(char::is_alphanumeric) && core.ends_with(char::is_alphanumeric)
}

/// Whether a character is a punctuation mark for this purpose. A slash or a star is more likely part of a path.
fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation() && !"/*_~\\$#<>|`=+".contains(c);
    }
    !c.is_alphanumeric()
        && !c.is_whitespace()
        && unicode_normalization::char::canonical_combining_class(c) == 0
        && (matches!(c, '\u{A1}'..='\u{BF}' | '\u{2010}'..='\u{205E}' | '\u{3001}'..='\u{3030}' | '\u{FF01}'..='\u{FF65}')
            || matches!(c, '।' | '॥' | '،' | '؛' | '؟' | '۔' | '։' | '።' | '။' | '៖' | '។' | '\u{FE10}'..='\u{FE6B}'))
}

/// The closing form of an opening bracket or quotation mark.
fn pair(open: char) -> Option<char> {
    const PAIRS: [(char, char); 15] = [
        ('(', ')'),
        ('[', ']'),
        ('"', '"'),
        ('\'', '\''),
        ('“', '”'),
        ('‘', '’'),
        ('«', '»'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('〈', '〉'),
        ('【', '】'),
        ('（', '）'),
        ('［', '］'),
        ('〔', '〕'),
    ];
    PAIRS.iter().find(|(sign, _)| *sign == open).map(|(_, close)| *close)
}

fn is_bracket(c: char) -> bool {
    ")]\"'”’»」』》〉】）］〕".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the first two markers of a text fail, and their better form.
    fn better(text: &str) -> (bool, Option<String>) {
        let found = signs(text, &(0..text.len()));
        assert_eq!(found[0].mark, found[1].mark, "{text}");
        let failed = failed_emphasis(text, found[0].mark, found[0].at, found[1].at);
        (failed.is_some(), failed.and_then(|it| it.better))
    }

    #[test]
    fn markers_next_to_punctuation_do_not_emphasise() {
        for (text, wanted) in [
            ("**注意：**正文", Some("**注意**：")),
            ("**नमस्ते।**दुनिया", Some("**नमस्ते**।")),
            ("**bold.**Next", Some("**bold**.")),
            ("これは**「重要」**です", Some("「**重要**」")),
            ("**「重要」**です", Some("「**重要**」")),
            ("**“a b”**c", Some("“**a b**”")),
            ("**a...**b", None),
            ("**重要」**です", None),
            ("中文 *「重要」*です", Some("「*重要*」")),
            ("これは*「重要」*です", Some("「*重要*」")),
            ("*注意：*正文", Some("*注意*：")),
            ("请看*注意：*正文", Some("*注意*：")),
            ("*नमस्ते।*दुनिया", Some("*नमस्ते*।")),
            ("中文 __注意：__正文", Some("__注意__：")),
            ("中文__注意：__正文", Some("**注意**：")),
            ("_重要。_次", Some("_重要_。")),
            ("文~~删除：~~文", Some("~~删除~~：")),
            ("~~gone.~~Next", Some("~~gone~~.")),
            ("***重要。***次", Some("***重要***。")),
        ] {
            assert_eq!(better(text), (true, wanted.map(str::to_owned)), "{text}");
        }
        for text in [
            "**/foo/**bar",
            "** a.**b",
            "**a. **b",
            "2**3**4",
            "x**.md and **.rs",
            "**1.**2",
            "2 * 3 * 4",
            "a*b*c",
            "f*(x)*g",
            "*bold.*Next",
            "snake_case_names",
            "self.__x.__y",
            "__init__.__name",
            "価格*、数量*は目安",
            "価格*は目安です。*は税込み。",
            "*1は概算。*2は実績。",
            "数据_名称_值",
            "姓名：__，电话：__请填写",
            "今年__岁。__市",
        ] {
            assert_eq!(better(text), (false, None), "{text}");
        }
    }

    #[test]
    fn markers_are_whole_runs() {
        let marks = |text: &str| signs(text, &(0..text.len())).iter().map(|sign| sign.mark).collect::<Vec<_>>();
        assert_eq!(marks("*a **b ***c _d __e ___f ~~g"), ["*", "**", "***", "_", "__", "~~"]);
        assert_eq!(marks("****a ~b ~~~c \\**d"), [""; 0]);
        assert_eq!(signs("**a", &(1..3)), []);
    }
}
