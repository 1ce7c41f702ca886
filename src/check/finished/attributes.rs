//! Values of attributes that assistive technology reads: languages, roles, states, and purposes of fields.

use memchr::memmem;

/// Roles of WAI-ARIA 1.2, of its module for digital publishing, and of its module for graphics.
const ROLES: &str = "alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox \
    complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid \
    gridcell group heading img insertion image link list listbox listitem log main mark marquee math menu menubar menuitem \
    menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation progressbar radio radiogroup \
    region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong subscript \
    suggestion superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid";

/// States and properties of WAI-ARIA 1.2.
const ARIA: &str = "activedescendant atomic autocomplete braillelabel brailleroledescription busy checked colcount colindex colindextext \
    colspan controls current describedby description details disabled dropeffect errormessage expanded flowto grabbed \
    haspopup hidden invalid keyshortcuts label labelledby level live modal multiline multiselectable orientation owns \
    placeholder posinset pressed readonly relevant required roledescription rowcount rowindex rowindextext rowspan \
    selected setsize sort valuemax valuemin valuenow valuetext";

/// Those that name ids.
const REFERENCES: &str = "activedescendant describedby details flowto labelledby owns";

/// The words that some of them take.
const WORDS: [(&str, &str); 22] = [
    ("atomic", "true false"),
    ("autocomplete", "inline list both none"),
    ("busy", "true false"),
    ("checked", "true false mixed undefined"),
    ("current", "page step location date time true false"),
    ("disabled", "true false"),
    ("expanded", "true false undefined"),
    ("grabbed", "true false undefined"),
    ("haspopup", "true false menu listbox tree grid dialog"),
    ("hidden", "true false undefined"),
    ("invalid", "true false grammar spelling"),
    ("live", "off polite assertive"),
    ("modal", "true false"),
    ("multiline", "true false"),
    ("multiselectable", "true false"),
    ("orientation", "horizontal vertical undefined"),
    ("pressed", "true false mixed undefined"),
    ("readonly", "true false"),
    ("required", "true false"),
    ("selected", "true false undefined"),
    ("sort", "ascending descending none other"),
    ("dropeffect", "copy execute link move none popup"),
];

/// Those that take a whole number.
const NUMBERS: &str = "colcount colindex colspan level posinset rowcount rowindex rowspan setsize";

/// What fields can be for, by the HTML standard.
const PURPOSES: &str = "name honorific-prefix given-name additional-name family-name honorific-suffix nickname username new-password \
    current-password one-time-code organization-title organization street-address address-line1 address-line2 address-line3 \
    address-level4 address-level3 address-level2 address-level1 country country-name postal-code cc-name cc-given-name \
    cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type transaction-currency \
    transaction-amount language bday bday-day bday-month bday-year sex url photo";

/// What fields can be for that may be at home, at work and so on.
const CONTACTS: &str = "tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix tel-extension email impp";

/// Languages of two letters: ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el \
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv ka kg ki kj \
    kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or \
    os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug \
    uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of three letters of the same languages, which are often written by mistake.
const LONG: &str = "ara chi deu dut eng fra fre ger ita jpn kor nld por rus spa zho";

/// Whether a list has a word.
fn has(list: &str, word: &str) -> bool {
    let list = list.as_bytes();
    let is_whole =
        |at: usize| (at == 0 || list[at - 1] == b' ') && list.get(at + word.len()).is_none_or(|byte| *byte == b' ');
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    is_word && memmem::find_iter(list, word).any(is_whole)
}

/// Whether a value is the tag of a language (BCP 47): a known language of two letters or one of three, and further parts of
/// up to eight letters and digits.
pub(super) fn is_language(tag: &str) -> bool {
    // The lists are long, and pages of most sites are in one of these.
    if matches!(tag, "ar" | "de" | "en" | "es" | "fr" | "pt" | "ru" | "zh") {
        return true;
    }
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("").to_ascii_lowercase();
    let is_known = match first.len() {
        1 => first == "x" && tag.len() > 2,
        2 => has(LANGUAGES, &first),
        3 => first.bytes().all(|byte| byte.is_ascii_lowercase()) && !has(LONG, &first),
        _ => false,
    };
    is_known && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The first word of a `role`, if no word of it is a role.
pub(super) fn unknown_role(value: &str) -> Option<&str> {
    let is_role = |word: &str| {
        let word = word.to_ascii_lowercase();
        word.starts_with("doc-") || word.starts_with("graphics-") || has(ROLES, &word)
    };
    let mut words = value.split_ascii_whitespace();
    let first = words.next()?;
    (!is_role(first) && !words.any(is_role)).then_some(first)
}

/// What is wrong with an `aria-` attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AriaMistake {
    /// There is no such attribute.
    Unknown,
    /// It does not take this value.
    Value,
}

/// What is wrong with the attribute `aria-NAME`; an empty value counts as absent.
pub(super) fn aria_mistake(name: &str, value: &str) -> Option<AriaMistake> {
    // Most pages have these, and no others.
    if matches!(
        (name, value),
        ("label" | "labelledby" | "describedby", _) | ("hidden", "true") | ("current", "true" | "page")
    ) {
        return None;
    }
    if !has(ARIA, name) {
        return Some(AriaMistake::Unknown);
    }
    let value = value.trim().to_ascii_lowercase();
    let words = WORDS.iter().find(|(known, _)| *known == name).map(|(_, words)| *words);
    let is_word = match name {
        "relevant" => value.split_ascii_whitespace().all(|word| has("additions removals text all", word)),
        _ => words.is_none_or(|words| has(words, &value)),
    };
    let is_number = match name {
        "valuemax" | "valuemin" | "valuenow" => value.parse::<f64>().is_ok(),
        _ => !has(NUMBERS, name) || value.parse::<i64>().is_ok(),
    };
    (!(value.is_empty() || is_word && is_number)).then_some(AriaMistake::Value)
}

/// Whether the attribute `aria-NAME` names ids.
pub(super) fn names_ids(name: &str) -> bool {
    has(REFERENCES, name)
}

/// Whether an `autocomplete` says what a field is for.
pub(super) fn is_purpose(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let mut words: Vec<&str> = lower.split_ascii_whitespace().collect();
    if matches!(words[..], [] | ["on" | "off"]) {
        return true;
    }
    words.pop_if(|word| *word == "webauthn");
    let Some(purpose) = words.pop() else { return false };
    let is_contact = has(CONTACTS, purpose);
    if is_contact {
        words.pop_if(|word| matches!(*word, "home" | "work" | "mobile" | "fax" | "pager"));
    }
    words.pop_if(|word| matches!(*word, "shipping" | "billing"));
    words.pop_if(|word| word.starts_with("section-"));
    words.is_empty() && (is_contact || has(PURPOSES, purpose))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_tags() {
        for tag in ["en", "en-GB", "zh-Hans-CN", "ckb", "EN", "x-own", "sr-Latn"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in ["", "eng", "invalid", "em-US", "english_uk", "e", "en_GB", "xx", "#1", "en-", "123", "i-lux"] {
            assert!(!is_language(tag), "{tag}");
        }
    }

    #[test]
    fn roles_and_states_are_known() {
        assert_eq!(unknown_role("nav"), Some("nav"));
        assert_eq!(unknown_role("doc-noteref link"), None);
        assert_eq!(unknown_role("sitesearch search"), None);
        assert_eq!(unknown_role(""), None);
        assert_eq!(aria_mistake("labeledby", "x"), Some(AriaMistake::Unknown));
        assert_eq!(aria_mistake("expanded", "collapsed"), Some(AriaMistake::Value));
        assert_eq!(aria_mistake("level", "two"), Some(AriaMistake::Value));
        for (name, value) in [("expanded", "false"), ("level", "2"), ("label", "Any"), ("current", "")] {
            assert_eq!(aria_mistake(name, value), None, "{name}");
        }
    }

    #[test]
    fn purposes_follow_the_standard() {
        for value in ["name", "off", "", "section-a shipping work email", "billing postal-code", "username webauthn"] {
            assert!(is_purpose(value), "{value}");
        }
        for value in ["badterm", "work photo name", "work name", "shipping", "name email"] {
            assert!(!is_purpose(value), "{value}");
        }
    }
}
