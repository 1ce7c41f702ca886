//! Languages of pages by the names of their folders and files.

use super::{is_markdown, stem};
use crate::config::languages_by_name;
use crate::import::original::{Original, folder_of, join, name_of};
use crate::import::site::{OriginalLanguage, OriginalSite};

/// Two-letter codes of languages (ISO 639-1).
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee \
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki \
    kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc \
    oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr \
    ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// The tag of pages whose language is not known.
const UNKNOWN: &str = "und";

/// Whether a name is that of a language, perhaps with a script or region.
pub fn is_language(name: &str) -> bool {
    let mut parts = name.split(['-', '_']);
    let first = parts.next().unwrap_or("");
    let is_known = match first.len() {
        2 => LANGUAGES.split_whitespace().any(|code| code == first),
        // Of the codes with three letters, only languages that have a name here, so that `src` is not one.
        3 => first.bytes().all(|byte| byte.is_ascii_lowercase()) && languages_by_name().any(|(tag, _)| tag == first),
        _ => false,
    };
    let is_part = |part: &str| match part.len() {
        2 | 4 => part.bytes().all(|byte| byte.is_ascii_alphabetic()),
        3 => part.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    is_known && parts.all(is_part)
}

/// A name without the tag of its language: `page.fr.md` is `page.md` in French.
pub fn suffix(path: &str, site: &OriginalSite) -> (String, Option<usize>) {
    let (folder, name) = (folder_of(path), name_of(path));
    let mut parts: Vec<&str> = name.split('.').collect();
    if parts.len() >= 3
        && site.languages.len() > 1
        && let Some(language) = site.language(&parts[parts.len() - 2].replace('_', "-"))
    {
        parts.remove(parts.len() - 2);
        return (join(folder, &parts.join(".")), Some(language));
    }
    (path.to_owned(), None)
}

/// Adds the languages that the names of these pages end in, as in `page.fr.md` where `page.md` is beside it, and returns whether
/// there are any. Where one of them is the main language, which no setting names, the language of `page.md` is not known.
pub fn add_suffix_languages<'p>(
    original: &Original<'_>,
    paths: impl Iterator<Item = &'p str>,
    site: &mut OriginalSite,
    is_main_known: bool,
) -> bool {
    let mut is_any = false;
    for path in paths {
        let Some((bare, tag)) = stem(path).rsplit_once('.').filter(|(bare, _)| !name_of(bare).is_empty()) else {
            continue;
        };
        let ending = &path[stem(path).len()..];
        let has_other = || original.has(&format!("{bare}{ending}")) || original.has(&format!("{bare}.md"));
        if !is_markdown(path) || !is_language(tag) || !has_other() {
            continue;
        }
        is_any = true;
        let tag = tag.replace('_', "-");
        let known = site.language(&tag);
        if known == Some(0) && !is_main_known {
            UNKNOWN.clone_into(&mut site.languages[0].tag);
        }
        if known.is_none() || known == Some(0) && !is_main_known {
            site.languages.push(OriginalLanguage { at: format!("/{tag}/"), tag });
        }
    }
    is_any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_distinguished_from_other_short_names() {
        for (name, expected) in [
            ("en", true),
            ("pt-br", true),
            ("zh_CN", true),
            ("zh-Hans", true),
            ("zh-Hant-TW", true),
            ("es-419", true),
            ("fil", true),
            ("src", false),
            ("xx", false),
            ("en-manual", false),
            ("en-", false),
            ("2", false),
        ] {
            assert_eq!(is_language(name), expected, "{name}");
        }
    }

    /// The tags of the languages of these pages.
    fn tags(paths: &[&str], is_main_known: bool) -> Vec<String> {
        let all = paths.iter().map(|path| (*path).to_owned()).collect();
        let load = |_: &str| -> Result<Vec<u8>, String> { Ok(Vec::new()) };
        let original = Original::new(all, &load);
        let main = OriginalLanguage { tag: "en".to_owned(), at: "/".to_owned() };
        let mut site = OriginalSite { languages: vec![main], ..OriginalSite::default() };
        add_suffix_languages(&original, paths.iter().copied(), &mut site, is_main_known);
        site.languages.into_iter().map(|language| language.tag).collect()
    }

    #[test]
    fn names_end_in_a_language_only_beside_the_same_page_without_it() {
        assert_eq!(tags(&["a.fr.md", "a.md", "b/c.zh_CN.mdx", "b/c.md"], false), ["en", "fr", "zh-CN"]);
        assert_eq!(tags(&["a.fr.md", "b.md", "v1.2.md", "v1.md", "a.fr.png", "a.png"], false), ["en"]);
        // The page without a tag is not English.
        assert_eq!(tags(&["a.en.md", "a.fr.md", "a.md"], false), ["und", "en", "fr"]);
        assert_eq!(tags(&["a.en.md", "a.fr.md", "a.md"], true), ["en", "fr"]);
    }
}
