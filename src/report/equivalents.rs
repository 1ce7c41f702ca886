//! Keys of other site generators and calendars, with the keys that have the same meaning here.

/// The keys of Firstflight, each with the words that Hugo, Zola, Jekyll and others use for it. Words are in lower case and
/// without separators. One word may be equivalent to several keys; a key counts only where it is known.
const EQUIVALENTS: [(&str, &[&str]); 27] = [
    ("order", &["weight", "position", "sort", "navorder", "menuorder", "menu", "nav", "navigation", "sidebarposition"]),
    ("slug", &["url", "permalink", "path", "filename"]),
    ("updated", &["lastmod", "modified", "lastmodified", "lastmodifiedat", "lastupdated", "updatedat", "changed"]),
    ("description", &["summary", "excerpt", "abstract", "subtitle", "teaser", "lead", "intro"]),
    ("template", &["layout", "type"]),
    ("publish", &["publishdate", "publishedat", "publishon", "releasedate"]),
    ("draft", &["published", "unlisted", "hidden"]),
    ("expires", &["expirydate", "expiry", "expiresat", "unpublishdate"]),
    ("tags", &["tag", "keyword", "keywords", "labels"]),
    ("authors", &["author", "byline", "writer", "writers"]),
    ("aliases", &["alias", "redirectfrom", "redirects", "oldurls"]),
    ("extra", &["tags", "categories", "category", "taxonomies", "series", "authors", "params"]),
    ("extra", &["image", "cover", "thumbnail", "featured", "toc"]),
    ("base_url", &["url", "siteurl", "site", "domain", "address"]),
    ("languages", &["language", "lang", "locale", "languagecode", "defaultlanguage", "defaultcontentlanguage"]),
    ("smart_punctuation", &["smartypants", "typographer", "smartquotes"]),
    ("menu_title", &["linktitle", "shorttitle", "menutitle", "navtitle", "sidebarlabel", "sidebartitle"]),
    ("title", &["name", "sitename", "sitetitle", "linktitle", "menutitle", "shorttitle", "heading", "summary"]),
    ("date", &["created", "createdat", "pubdate", "pubdatetime", "day"]),
    ("address", &["url", "link", "href", "website"]),
    ("publisher", &["author", "authors", "organisation", "organization"]),
    ("retrieved", &["accessed", "accessdate", "visited"]),
    ("period", &["year", "years", "time", "when"]),
    ("area", &["country", "region", "location", "place", "geo"]),
    ("of", &["population", "denominator", "group", "base", "universe"]),
    ("zone", &["timezone", "tz", "tzid"]),
    ("place", &["location", "venue", "where"]),
];

/// The known key that has the meaning of `key` in other generators.
pub(super) fn equivalent(key: &str, known: &[&str]) -> Option<&'static str> {
    let word: String = key.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect();
    let matches = |(name, words): &&(&'static str, &[&str])| words.contains(&word.as_str()) && known.contains(name);
    EQUIVALENTS.iter().find(matches).map(|(name, _)| *name)
}

/// What to write instead of `key`, if another generator uses it for something that has a key here.
pub(super) fn advice(key: &str, known: &[&str]) -> Option<String> {
    let name = equivalent(key, known)?;
    Some(match (name, key) {
        ("extra", _) => format!("write it under `extra`, as in `extra: {{ {key}: … }}`"),
        ("order", "menu" | "nav" | "navigation") => {
            "write `order: 1`; the menu lists top-level pages that have an `order`".to_owned()
        }
        ("slug", _) => "write `slug` for the last segment of the address; folders give the rest".to_owned(),
        ("draft", "published") => "write `draft: true` for a page that is not published yet".to_owned(),
        _ => format!("write `{name}`, the equivalent of `{key}`"),
    })
}

/// The known key that `key` can be renamed to with its value.
pub(super) fn renamed(key: &str, known: &[&str]) -> Option<&'static str> {
    let name = equivalent(key, known)?;
    let keeps_value = !matches!((name, key), ("extra" | "slug", _) | ("order", "menu" | "nav" | "navigation"));
    (keeps_value && (name, key) != ("draft", "published")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_other_generators_have_equivalents() {
        let page = ["title", "description", "date", "updated", "order", "slug", "extra", "template"];
        for (key, expected) in [
            ("weight", "order"),
            ("lastmod", "updated"),
            ("last_modified_at", "updated"),
            ("permalink", "slug"),
            ("url", "slug"),
            ("Summary", "description"),
            ("layout", "template"),
            ("tags", "extra"),
            ("linkTitle", "title"),
        ] {
            assert_eq!(equivalent(key, &page), Some(expected), "{key}");
        }
        assert_eq!(equivalent("url", &["title", "base_url"]), Some("base_url"));
        assert_eq!(equivalent("url", &["id", "title", "address"]), Some("address"));
        assert_eq!(equivalent("weight", &["at"]), None);
        assert_eq!(equivalent("tilte", &page), None);
    }

    #[test]
    fn no_key_is_its_own_equivalent_and_words_have_one_form() {
        for (name, words) in EQUIVALENTS {
            for word in words {
                assert_ne!(*word, name);
                assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
            }
        }
    }
}
