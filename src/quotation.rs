//! Quotation marks of languages, from CLDR 48.2 (`delimiters` of each language), which ICU4X does not have; the judge `locales`
//! compares every language of CLDR with it. A tag that is not listed has the marks of the tag without its last part, and at last
//! those of English.

use crate::habits::{self, Habit};

/// The quotation marks of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The marks around a quotation, and those around one within it.
    marks: [&'static str; 4],
    /// What is between a mark and the text within.
    space: &'static str,
}

/// Those of most languages.
const USUAL: [&str; 4] = ["“", "”", "‘", "’"];

/// The marks of all others, with the languages that have them.
#[rustfmt::skip]
const MARKS: [([&str; 4], &str); 26] = [
    (
        ["«", "»", "“", "”"],
        "ast blo bm br ca cv dyo el es-US eu ewo ie it kab kk lij mg mua nnh pms pt-AO pt-CH pt-CV pt-GQ pt-GW pt-LU \
         pt-MO pt-MZ pt-PT pt-ST pt-TL sc sg ti",
    ),
    (["„", "“", "‚", "‘"], "bs-Cyrl cs de dsb et hr hsb is ksh lb luy mk nds sk sl"),
    (["«", "»", "‹", "›"], "am az-Arab az-Cyrl fa fr-CH gsw jgo kkj mzn rm sdh wae"),
    (["«", "»", "„", "“"], "bas be bua ky os ru sah tyv uk"),
    (["”", "”", "’", "’"], "fi he lag rn se sn sv yi"),
    (["«", "»", "‘", "’"], "dua el-polyton ksf nb nn no rw"),
    (["”", "“", "’", "‘"], "ar lld ms-Arab syr ur"),
    (["«", "»", "«", "»"], "fr ht hy oc yav"),
    (["„", "“", "„", "“"], "bg lt prg sgs"),
    (["“", "”", "‘", "’"], "bm-Nkoo ff-Adlm uz-Arab uz-Cyrl"),
    (["‘", "’", "“", "”"], "fur ia ti-ER tn"),
    (["「", "」", "『", "』"], "ja yue zh-Hant"),
    (["„", "”", "«", "»"], "nmg pl ro"),
    (["„", "”", "‚", "’"], "agq ff"),
    (["„", "”", "»", "«"], "hu szl"),
    (["»", "«", "›", "‹"], "kk-Arab ug"),
    (["«", "»", "„", "”"], "shi zgh"),
    (["„", "”", "‘", "’"], "bs"),
    (["“", "”", "«", "»"], "eo"),
    (["«", "»", "”", "“"], "fr-CA"),
    (["„", "“", "«", "»"], "ka"),
    (["‘", "’", "‘", "’"], "nl"),
    (["„", "”", "’", "’"], "sr"),
    (["“", "’", "“", "”"], "st"),
    (["“", "”", "“", "”"], "tk"),
    (["“", "”", "’", "‘"], "uz"),
];

impl Quotation {
    /// The marks of a language.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        let find = |tag: &String| {
            MARKS.iter().find(|(_, tags)| tags.split(' ').any(|own| own == tag)).map(|(marks, _)| *marks)
        };
        let marks = habits::tags_of_data(tag).iter().find_map(find).unwrap_or(USUAL);
        let space = habits::of_tag(tag).find_map(|habit| match habit {
            Habit::SpacedQuotes(space) => Some(space),
            _ => None,
        });
        Self { marks, space: space.unwrap_or("") }
    }

    /// The marks around a quotation, and those around one within it, without spaces.
    #[must_use]
    pub fn marks(&self) -> [&'static str; 4] {
        self.marks
    }

    /// What opens a quotation, or one within another.
    #[must_use]
    pub fn opening(&self, is_inner: bool) -> String {
        format!("{}{}", self.marks[if is_inner { 2 } else { 0 }], self.space)
    }

    /// What closes it.
    #[must_use]
    pub fn closing(&self, is_inner: bool) -> String {
        format!("{}{}", self.space, self.marks[if is_inner { 3 } else { 1 }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_marks() {
        for (tag, marks) in [
            ("en", ["“", "”", "‘", "’"]),
            ("fr", ["«", "»", "«", "»"]),
            ("fr-BF", ["«", "»", "«", "»"]),
            ("es", ["“", "”", "‘", "’"]),
            ("de", ["„", "“", "‚", "‘"]),
            ("ru", ["«", "»", "„", "“"]),
            ("ar", ["”", "“", "’", "‘"]),
            ("fa-u-nu-latn", ["«", "»", "‹", "›"]),
            ("zh", ["“", "”", "‘", "’"]),
            ("zh-TW", ["「", "」", "『", "』"]),
            ("zh-Hant-HK", ["「", "」", "『", "』"]),
            ("sr-Latn", ["„", "”", "’", "’"]),
            ("not a tag", ["“", "”", "‘", "’"]),
        ] {
            assert_eq!(Quotation::new(tag).marks(), marks, "{tag}");
        }
    }

    #[test]
    fn french_has_spaces_within_its_marks() {
        let french = Quotation::new("fr");
        assert_eq!((french.opening(false), french.closing(false)), ("«\u{A0}".to_owned(), "\u{A0}»".to_owned()));
        assert_eq!(Quotation::new("fr-CH").opening(true), "‹");
    }
}
