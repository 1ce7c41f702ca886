//! What a part of a page is called by assistive technology, and names that say nothing.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::kinds::Kind;
use super::labels::Labels;
use crate::escape::unescape;
use crate::facts::{hash, hash_of};
use crate::shrink::{HtmlAttribute, HtmlToken, Scanner};

/// Words of links that do not say where they lead, by language, without case and punctuation.
const VAGUE: [(&str, &str); 8] = [
    (
        "en",
        "here|click here|click|more|read more|learn more|see more|find out more|this|this link|this \
         page|link|details|more details|more info|more information|info|continue|continue reading|see \
         here|this article|download here|press here",
    ),
    (
        "fr",
        "ici|cliquez ici|cliquer ici|plus|lire la suite|en savoir plus|lire plus|suite|lien|ce \
         lien|détails|cette page|voir plus",
    ),
    (
        "es",
        "aquí|haga clic aquí|haz clic aquí|clic aquí|pulse aquí|más|leer más|ver más|más información|saber \
         más|enlace|este enlace|detalles|esta página",
    ),
    (
        "de",
        "hier|hier klicken|klicken sie hier|mehr|weiterlesen|mehr lesen|mehr erfahren|link|dieser \
         link|weiter|details|diese seite|mehr informationen",
    ),
    ("pt", "aqui|clique aqui|mais|ler mais|leia mais|saiba mais|ver mais|link|este link|detalhes|esta página"),
    ("ar", "هنا|اضغط هنا|انقر هنا|المزيد|اقرأ المزيد|رابط|هذا الرابط|التفاصيل"),
    (
        "ru",
        "здесь|тут|нажмите здесь|кликните здесь|подробнее|далее|читать далее|ещё|еще|ссылка|эта ссылка|по \
         ссылке",
    ),
    ("zh", "这里|此处|点击这里|点击此处|点这里|更多|阅读更多|查看更多|链接|详情|這裡|點擊這裡|更多資訊"),
];

/// Words of links that say nothing in one language.
pub(super) struct VagueWords(&'static [u64]);

/// The hashes of the words of each language, sorted.
static VAGUE_WORDS: LazyLock<Vec<(&str, Vec<u64>)>> = LazyLock::new(|| {
    let hashes = |words: &str| {
        let mut hashes: Vec<u64> = words.split('|').map(hash_in_lower_case).collect();
        hashes.sort_unstable();
        hashes
    };
    VAGUE.iter().map(|(tag, words)| (*tag, hashes(words))).collect()
});

/// The longest text of a link, in bytes, that is compared with words that say nothing.
const LONGEST_VAGUE: usize = 48;

impl VagueWords {
    /// Those of the language of a page.
    pub fn new(language: &str) -> Self {
        let primary = language.split('-').next().unwrap_or("");
        let known = VAGUE_WORDS.iter().find(|(tag, _)| primary.eq_ignore_ascii_case(tag));
        Self(known.map(|(_, words)| words.as_slice()).unwrap_or_default())
    }

    /// Whether the words of a link say nothing; `key` is their hash in lower case.
    pub fn has(&self, words: &str, key: u64) -> bool {
        if words.len() > LONGEST_VAGUE || self.0.is_empty() {
            return false;
        }
        let is_known = |key: u64| self.0.binary_search(&key).is_ok();
        let is_kept = |c: char| c.is_alphanumeric() || c == '\'';
        let bytes = words.as_bytes();
        let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let trimmed = match is_letter(bytes.first()) && is_letter(bytes.last()) {
            true => words,
            false => words.trim_matches(|c: char| !is_kept(c)),
        };
        if is_known(if trimmed.len() == words.len() { key } else { hash_in_lower_case(trimmed) }) {
            return true;
        }
        // What follows matters only to white space that is not one space.
        let mut before = b'.';
        let is_odd = trimmed.bytes().any(|byte| {
            let is_odd = !(b' '..0x80).contains(&byte) || byte == b' ' && before == b' ';
            before = byte;
            is_odd
        });
        is_odd && is_known(hash_in_lower_case(&trimmed.split_whitespace().collect::<Vec<_>>().join(" ")))
    }
}

/// The hash of words in lower case.
pub(super) fn hash_in_lower_case(words: &str) -> u64 {
    let mut lower = [0; 2 * LONGEST_VAGUE];
    match lower.get_mut(..words.len()).filter(|_| words.is_ascii()) {
        Some(lower) => {
            lower.copy_from_slice(words.as_bytes());
            lower.make_ascii_lowercase();
            hash_of(lower)
        }
        None => hash(&words.to_lowercase()),
    }
}

/// Whether a piece of HTML begins with a word, so that it need not be read.
pub(super) fn has_words(html: &str) -> bool {
    html.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
}

/// The words of a piece of HTML as assistive technology reads it out: alternatives of images are words, and what is hidden is not.
/// Without `labels`, the names that elements get from others are left out.
pub(super) fn words_of<'h>(html: &'h str, labels: Option<&Labels<'_>>) -> Cow<'h, str> {
    if !html.contains('<') {
        return text(html);
    }
    let mut out = String::new();
    let mut scanner = Scanner::new(html.as_bytes());
    // Inside how many elements that are left out, or that have a name of their own.
    let mut skipped = 0_usize;
    while let Some(token) = scanner.next(false) {
        match token {
            HtmlToken::Text(range) if skipped == 0 => out.push_str(&text_with_spaces(&html[range])),
            HtmlToken::Raw(range) if skipped == 0 => out.push_str(&text_with_spaces(&html[range])),
            HtmlToken::Open { name, closed, .. } => {
                let tag = Tag { html, attributes: scanner.attributes() };
                let kind = Kind::from_name(&html.as_bytes()[name]);
                let is_void = closed || kind.is_void();
                if skipped > 0 {
                    skipped += usize::from(!is_void);
                    continue;
                }
                if tag.is_hidden() || matches!(kind, Kind::Style | Kind::Script) {
                    skipped += usize::from(!is_void);
                } else if let Some(label) = tag.label(labels).or_else(|| tag.own_words(kind)) {
                    out.push(' ');
                    out.push_str(&label);
                    out.push(' ');
                    skipped += usize::from(!is_void);
                } else if !kind.is_in_line() {
                    out.push(' ');
                }
            }
            HtmlToken::Close { .. } => skipped = skipped.saturating_sub(1),
            _ => {}
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    Cow::Owned(words.join(" "))
}

/// An opening tag with its attributes.
#[derive(Clone, Copy)]
pub(super) struct Tag<'t, 'a> {
    pub html: &'a str,
    pub attributes: &'t [HtmlAttribute],
}

impl<'a> Tag<'_, 'a> {
    /// The value of the attribute with this [`name_key`](crate::shrink::name_key), as it is written.
    #[inline]
    pub fn value(&self, key: u64) -> Option<&'a str> {
        let attribute = self.attributes.iter().find(|attribute| attribute.key == key)?;
        Some(&self.html[attribute.value.clone()])
    }

    /// Whether it has an attribute.
    pub fn has(&self, key: u64) -> bool {
        self.value(key).is_some()
    }

    /// Whether an attribute has this value.
    pub fn is(&self, key: u64, value: &str) -> bool {
        self.value(key).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    }

    /// The words of an attribute; none if there are none.
    pub fn words(&self, key: u64) -> Option<String> {
        let words = text(self.value(key)?);
        (!words.is_empty()).then(|| words.into_owned())
    }

    /// Whether assistive technology leaves it out.
    pub fn is_hidden(&self) -> bool {
        !self.attributes.is_empty() && (self.is(key!("aria-hidden"), "true") || self.is_unseen())
    }

    /// Whether nobody can see it.
    pub fn is_unseen(&self) -> bool {
        let says_so = |style: &str| {
            let style = style.to_ascii_lowercase().replace(' ', "");
            style.contains("display:none") || style.contains("visibility:hidden")
        };
        self.has(key!("hidden")) && !self.is(key!("hidden"), "until-found")
            || self.value(key!("style")).is_some_and(says_so)
    }

    /// Whether its own attributes have words that name it.
    pub fn has_words(&self) -> bool {
        self.words(key!("aria-label")).is_some() || self.words(key!("title")).is_some()
    }

    /// Whether attributes give it a name, its own or those of the elements that it names.
    pub fn has_name(&self, labels: &Labels<'_>) -> bool {
        self.has_words() || self.value(key!("aria-labelledby")).is_some_and(|ids| labels.is_name(ids))
    }

    /// The words that name it whatever it is; those of other elements come first.
    pub fn label(&self, labels: Option<&Labels<'_>>) -> Option<String> {
        let named = labels.zip(self.value(key!("aria-labelledby"))).map(|(labels, ids)| labels.words(ids));
        named.filter(|words| !words.is_empty()).or_else(|| self.words(key!("aria-label")))
    }

    /// Whether it says that it means nothing, and no other attribute says that it does.
    pub fn is_presentation(&self) -> bool {
        let bytes = self.html.as_bytes();
        let means_something = |name: &[u8]| {
            name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"aria-"))
                && !name.eq_ignore_ascii_case(b"aria-hidden")
                || name.eq_ignore_ascii_case(b"tabindex")
        };
        (self.is(key!("role"), "presentation") || self.is(key!("role"), "none"))
            && !self.attributes.iter().any(|attribute| means_something(&bytes[attribute.name.clone()]))
    }

    /// The words that stand in place of what the element shows.
    pub fn own_words(&self, kind: Kind) -> Option<String> {
        match kind {
            Kind::Image if self.is_presentation() => None,
            Kind::Image | Kind::Area => self.words(key!("alt")).or_else(|| self.words(key!("title"))),
            Kind::Input => match self.value(key!("type")).unwrap_or_default() {
                "image" => self.words(key!("alt")),
                "submit" | "button" | "reset" => self.words(key!("value")),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The text of HTML without tags; blank text is empty.
pub(super) fn text(html: &str) -> Cow<'_, str> {
    let trimmed = html.trim();
    if !trimmed.contains('&') {
        return Cow::Borrowed(trimmed);
    }
    let words = text_with_spaces(trimmed);
    Cow::Owned(words.trim().to_owned())
}

fn text_with_spaces(html: &str) -> Cow<'_, str> {
    match html.contains('&') {
        true => Cow::Owned(unescape(&html.replace("&nbsp;", " ").replace("&#160;", " ")).into_owned()),
        false => Cow::Borrowed(html),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_are_read_out() {
        for (html, expected) in [
            (" a b ", "a b"),
            ("&nbsp;", ""),
            ("<b>R</b>ead", "Read"),
            ("<img src=x alt='A map'>", "A map"),
            ("<img src=x alt=''>", ""),
            ("<span aria-hidden=true>→</span>", ""),
            ("<svg><title>Home</title><path d=x /></svg>", "Home"),
            ("<span aria-label='Next page'>2</span>", "Next page"),
            ("<div>a</div><div>b</div>", "a b"),
            ("<style>a{}</style>x", "x"),
        ] {
            assert_eq!(words_of(html, None), expected, "{html}");
        }
    }

    #[test]
    fn words_that_say_nothing_are_known_by_language() {
        for (words, language) in [
            ("Here", "en"),
            ("click here!", "en-GB"),
            ("Read more …", "en"),
            ("ici", "fr"),
            ("aquí", "es"),
            ("hier", "de"),
            ("aqui", "pt-BR"),
            ("هنا", "ar"),
            ("здесь", "ru"),
            ("点击这里", "zh-Hans"),
            ("→ more", "en"),
        ] {
            assert!(VagueWords::new(language).has(words, hash_in_lower_case(words)), "{words}");
        }
        for (words, language) in
            [("Here and there", "en"), ("hier", "en"), ("The report", "en"), ("", "en"), ("ici", "")]
        {
            assert!(!VagueWords::new(language).has(words, hash_in_lower_case(words)), "{words}");
        }
    }
}
