//! Pages that are written in other letters than their language. Only letters count, never words: a page in French in the
//! folder of English is not found.

mod several;

use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};
use icu_properties::{CodePointMapData, PropertyNamesLong, PropertyParser};
use rayon::prelude::*;

use crate::config::likely_script;
use crate::direction::is_address;
use crate::marks;
use crate::markup::tag_length;
use crate::report::{Finding, Place, catalog};
use crate::site::{Page, Site};
use several::SEVERAL;

/// The fewest letters of another script by which a page is judged. Shorter pages may be a list of names.
const LETTERS: usize = 100;
/// A page with this many letters of its language is not read further.
const ENOUGH: usize = 200;
/// Elements whose text is in no language.
const UNREAD: [&str; 9] = ["code", "pre", "kbd", "samp", "var", "script", "style", "svg", "math"];

/// Reports the pages of which most is written in other letters than their language.
pub fn other_scripts(site: &Site, findings: &mut Vec<Finding>) {
    let expected: Vec<_> = site.config.languages.iter().map(|language| scripts_of(&language.tag)).collect();
    let judge = |page: &Page| {
        let expected = expected.get(page.source.language)?.as_ref()?;
        let other = mostly_other(&page.source.document.html, expected)?;
        let tag = &site.config.languages[page.source.language].tag;
        let name = |script: &Script| PropertyNamesLong::<Script>::new().get(*script).unwrap_or("other");
        let own = expected.first().map_or("other", name);
        let place = Place::first_line(&page.source.file);
        Some(catalog::languages::other_script(place, tag, own, name(&other)))
    };
    findings.par_extend(site.pages.par_iter().filter_map(|page| judge(page)));
}

/// The scripts that a language is written in, the usual one first; `None` if nobody knows.
fn scripts_of(tag: &str) -> Option<Vec<Script>> {
    let likely = likely_script(tag)?;
    let is_named = tag.split('-').skip(1).any(|part| part.eq_ignore_ascii_case(likely.as_str()));
    let language = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    let several = SEVERAL.iter().find(|(known, _)| *known == language).filter(|_| !is_named);
    let mut scripts = Vec::new();
    for name in std::iter::once(likely.as_str()).chain(several.into_iter().flat_map(|(_, all)| all.split(' '))) {
        let parts: &[&str] = match name {
            "Hans" | "Hant" => &["Hani", "Bopo"],
            "Jpan" => &["Hani", "Hira", "Kana"],
            "Kore" => &["Hang", "Hani"],
            name => &[name],
        };
        for script in parts.iter().filter_map(|part| PropertyParser::<Script>::new().get_strict(part)) {
            if !scripts.contains(&script) {
                scripts.push(script);
            }
        }
    }
    (!scripts.is_empty()).then_some(scripts)
}

/// The other script that a text is mostly written in; `None` if it is written in one of those that are expected, or is short.
fn mostly_other(html: &str, expected: &[Script]) -> Option<Script> {
    let scripts = CodePointMapData::<Script>::new();
    let (mut own, mut others) = (0, Vec::<(Script, usize)>::new());
    for word in words(html) {
        let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
        // In other letters, names are usual: they begin with a capital.
        let is_name = letters.peek().is_some_and(|c| {
            let category = CodePointMapData::<GeneralCategory>::new().get(*c);
            GeneralCategoryGroup::UppercaseLetter.contains(category)
        });
        for script in letters.map(|c| scripts.get(c)) {
            if expected.contains(&script) {
                own += 1;
            } else if !is_name && !matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
                match others.iter_mut().find(|(known, _)| *known == script) {
                    Some((_, count)) => *count += 1,
                    None => others.push((script, 1)),
                }
            }
        }
        if own >= ENOUGH {
            return None;
        }
    }
    let total: usize = others.iter().map(|(_, count)| count).sum();
    let most = others.iter().max_by_key(|(_, count)| *count)?;
    (total >= LETTERS && total > own * 3).then_some(most.0)
}

/// The words of HTML with holes, without code, addresses, and what says its own language.
fn words(html: &str) -> impl Iterator<Item = &str> {
    texts(html).flat_map(str::split_whitespace).filter(|word| !is_address(word))
}

fn texts(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            if rest.starts_with('<') {
                rest = &rest[passed(rest)..];
            } else if let Some(hole) = rest.strip_prefix(marks::OPEN) {
                rest = hole.split_once(marks::END).map_or("", |(_, after)| after);
            } else {
                let skipped = usize::from(rest.starts_with('&'));
                let end = rest[skipped..].find(['<', '&', marks::OPEN]).map_or(rest.len(), |end| end + skipped);
                let (text, after) = rest.split_at(end);
                rest = after;
                // The name of a character reference.
                return Some(match skipped {
                    0 => text,
                    _ => text.split_once(';').map_or(text, |(_, text)| text),
                });
            }
        }
        None
    })
}

/// The length of the tag that a text begins with, or of the element if its text does not count.
fn passed(html: &str) -> usize {
    let Some(length) = tag_length(html) else { return html.len() };
    let tag = &html[1..length];
    let name = &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())];
    if name.is_empty() || !(UNREAD.contains(&name) || tag.contains(" lang=")) {
        return length;
    }
    let (begin, end) = (format!("<{name}"), format!("</{name}"));
    let mut depth = 1;
    let mut at = length;
    while let Some(next) = html[at..].find(&begin[..1]).map(|next| at + next) {
        let rest = &html[next..];
        let is_it = |tag: &str| rest[tag.len()..].starts_with(|c: char| !c.is_ascii_alphanumeric());
        if rest.starts_with(&end) && is_it(&end) {
            depth -= 1;
        } else if rest.starts_with(&begin) && is_it(&begin) {
            depth += 1;
        }
        at = next + 1;
        if depth == 0 {
            return next + tag_length(rest).unwrap_or(rest.len());
        }
    }
    // An element without an end, such as an image.
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "<p>the quick brown fox jumps over the lazy dog, and then it sleeps for a long while in the \
                           shade of a tree until the evening comes and the birds are quiet again</p>";
    const RUSSIAN: &str = "<p>съешь же ещё этих мягких французских булок да выпей чаю, а потом ложись спать под деревом \
                           до самого вечера, пока птицы не замолчат и не станет совсем темно вокруг</p>";
    const SERBIAN: &str = "<p>вољеном фјодор хоће џем од шљива и кајсија, а затим ће дуго спавати у сенци дрвета док не \
                           падне вече и птице не утихну сасвим, па ће се вратити кући</p>";
    const JAPANESE: &str = "<p>いろはにほへとちりぬるを、わかよたれそつねならむ。うゐのおくやまけふこえて、あさきゆめみしゑひもせす。\
                            カタカナと漢字も混ぜて書くのが普通の日本語の文章です。東京都の水道は毎日検査されています。春になると\
                            桜の花が咲いて、川のそばを歩く人が増えます。夏は暑く、冬は寒いです。町の図書館は朝から夕方まで開いています。</p>";

    fn found(tag: &str, html: &str) -> bool {
        mostly_other(html, &scripts_of(tag).unwrap()).is_some()
    }

    #[test]
    fn text_in_other_letters_than_those_of_its_language_is_found() {
        for (tag, html) in [
            ("ar", ENGLISH),
            ("ar", RUSSIAN),
            ("en", RUSSIAN),
            ("ru", ENGLISH),
            ("zh", ENGLISH),
            ("hi", ENGLISH),
            ("sr-Latn", SERBIAN),
            ("ja", RUSSIAN),
        ] {
            assert!(found(tag, html), "{tag}: {html}");
        }
    }

    #[test]
    fn languages_of_several_scripts_may_be_written_in_each() {
        for tag in ["sr", "uz", "az", "ku", "ky", "tg"] {
            assert!(!found(tag, ENGLISH) && !found(tag, SERBIAN), "{tag}");
        }
        assert!(!found("ms", ENGLISH) && !found("pa-PK", "عربي ".repeat(50).as_str()), "ms, pa");
        for tag in ["ja", "ja-JP"] {
            assert!(!found(tag, JAPANESE), "{tag}");
        }
        assert!(!found("zh-Hant", &"水道每日檢查，電話".repeat(40)) && !found("ko", &"서울漢字".repeat(40)));
        assert!(scripts_of("zzz-private").is_none() || !found("zxx", ENGLISH));
    }

    #[test]
    fn code_names_addresses_and_what_says_its_language_do_not_count() {
        for html in [
            format!("<pre><code>{ENGLISH}</code></pre>"),
            format!("<div lang=\"en\">{ENGLISH}<div>{ENGLISH}</div></div>"),
            "<li>Ada Lovelace, Grace Hopper, Katherine Johnson</li>".repeat(10),
            "<li>https://example.org/long/path/to/somewhere.html info@example.org</li>".repeat(10),
            "<p>short</p>".to_owned(),
            "&nbsp;&nbsp;&amp;".repeat(50),
            format!("{ENGLISH}<p>{}</p>", "نص ".repeat(60)),
        ] {
            assert!(!found("ar", &html), "{html}");
        }
        assert!(found("ar", &format!("<img lang=\"ar\">{ENGLISH}")));
    }
}
