//! Writes the front matter of a page: the keys that Firstflight has, and all others under `extra`.

use super::convert::Converted;
use super::losses::{LossKind, Losses};
use super::original::{folder_of, name_of};
use super::place::Addresses;
use super::site::OriginalPage;
use super::terms::{self, KnownTerms};
use super::value::{DataValue, Map};
use super::writer::write;
use crate::marks;

/// The front matter of a page in the new site.
#[derive(Debug)]
pub struct WrittenFrontMatter {
    /// Its text.
    pub text: String,
    /// Whether the page is a draft.
    pub is_draft: bool,
    /// Number of its aliases.
    pub aliases: usize,
}

/// Keys for the date; the first that is present counts.
const DATE: [&str; 6] = ["date", "pubDate", "publishedAt", "published_at", "created", "created_at"];
const UPDATED: [&str; 9] = [
    "updated",
    "lastmod",
    "last_modified_at",
    "lastUpdated",
    "last_updated",
    "modified",
    "updatedDate",
    "updated_at",
    "ms.date",
];
const PUBLISH: [&str; 2] = ["publishDate", "pubdate"];
const EXPIRES: [&str; 3] = ["expiryDate", "unpublishdate", "expires"];
const ORDER: [&str; 5] = ["weight", "nav_order", "order", "sidebar_position", "position"];
const DESCRIPTION: [&str; 3] = ["description", "summary", "excerpt"];

/// Writes the front matter of a page.
pub fn front_matter(
    page: &OriginalPage,
    converted: &Converted,
    (addresses, known): (&Addresses, &KnownTerms),
    losses: &mut Losses,
) -> WrittenFrontMatter {
    let mut rest = page.fields.clone();
    let mut map = Map::default();
    let title = title(page, converted, &mut rest);
    map.set("title", DataValue::Text(title.clone()));
    if let Some(short) = page.menu_title.as_deref().map(one_line).filter(|short| !short.is_empty() && *short != title) {
        map.set("menu_title", DataValue::Text(short));
    }
    for key in DESCRIPTION {
        let text = rest.get_in_any_case(key).and_then(DataValue::text).map(one_line).filter(|text| !text.is_empty());
        if let (Some(text), None) = (text, map.get("description")) {
            rest.take(key);
            map.set("description", DataValue::Text(text));
        }
    }
    let date = set_date(&mut map, "date", &DATE, &mut rest);
    set_date(&mut map, "updated", &UPDATED, &mut rest);
    if let Some(order) = page.order.or_else(|| take_order(&mut rest)) {
        map.set("order", DataValue::Number(order.to_string()));
    }
    if page.is_ordered && name_of(&page.path) == "index.md" {
        map.set("ordered", DataValue::Bool(true));
    }
    if let Some(slug) = &addresses.slug {
        map.set("slug", DataValue::Text(slug.clone()));
    }
    if let Some(original) = &page.translation_of {
        map.set("translation_of", DataValue::Text(original.clone()));
    }
    if !addresses.aliases.is_empty() {
        map.set("aliases", DataValue::List(addresses.aliases.iter().cloned().map(DataValue::Text).collect()));
    }
    let draft = rest.take("draft").is_some_and(|draft| draft.is_true());
    let hidden = rest.get_in_any_case("published").is_some_and(DataValue::is_false);
    if hidden || rest.get_in_any_case("published").is_some_and(DataValue::is_true) {
        rest.take("published");
    }
    let is_draft = page.is_draft || draft || hidden;
    if is_draft {
        map.set("draft", DataValue::Bool(true));
    }
    let publish = set_date(&mut map, "publish", &PUBLISH, &mut rest);
    let expires = set_date(&mut map, "expires", &EXPIRES, &mut rest);
    if let (Some(publish), Some(expires)) = (publish.or(date).filter(|_| map.get("publish").is_some()), expires)
        && expires <= publish
    {
        map.take("publish");
        losses.add(
            LossKind::FrontMatter,
            &page.file,
            page.place_of("expiryDate"),
            &expires,
            "the page would expire before it is published",
        );
    }
    terms::take(known, page, &mut rest, &mut map, losses);
    let mut extra = Map::default();
    for (key, value) in rest.iter() {
        match (key, value) {
            (_, DataValue::Null) => {}
            // Zola's `extra` and Hugo's `params` have the same purpose.
            ("extra" | "params", DataValue::Map(inner)) => {
                inner.iter().for_each(|(key, value)| extra.set(key, value.clone()));
            }
            _ => extra.set(key, value.clone()),
        }
    }
    if !extra.is_empty() {
        map.set("extra", DataValue::Map(extra));
    }
    WrittenFrontMatter { text: write(&map), is_draft, aliases: addresses.aliases.len() }
}

/// The title: from the front matter, the first heading, the navigation, or the name of the file.
fn title(page: &OriginalPage, converted: &Converted, rest: &mut Map) -> String {
    let own = rest.take("title").and_then(|title| title.text().map(one_line)).filter(|title| !title.is_empty());
    let heading = || converted.title.as_ref().map(|(text, _)| one_line(text)).filter(|text| !text.is_empty());
    let first = || converted.first_heading.as_deref().map(one_line).filter(|text| !text.is_empty());
    own.or_else(heading)
        .or_else(|| page.title.as_deref().map(one_line).filter(|title| !title.is_empty()))
        .or_else(first)
        .unwrap_or_else(|| from_name(&page.path))
}

/// A title made from the name of a file, or of its folder.
fn from_name(path: &str) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let name = match name_of(stem) {
        "index" if stem != "index" => name_of(folder_of(stem)),
        "index" => "home",
        name => name,
    };
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| name.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// A text on one line, without characters that pages cannot contain.
fn one_line(text: &str) -> String {
    let text = text.replace(marks::is_forbidden, "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sets `key` to the date of the first of these keys that has one. With a time of day, that key is also kept for `extra`.
fn set_date(map: &mut Map, key: &str, names: &[&str], rest: &mut Map) -> Option<String> {
    let (name, date, has_time) = names.iter().find_map(|name| {
        let text = rest.get_in_any_case(name)?.text()?;
        let (date, has_time) = date(text)?;
        Some((*name, date, has_time))
    })?;
    if !has_time {
        rest.take(name);
    }
    map.set(key, DataValue::Text(date.clone()));
    Some(date)
}

/// The date in a date or date-time, and whether it also has a time of day.
fn date(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    if let Some(day) = text.get(..10).filter(|day| day.parse::<jiff::civil::Date>().is_ok()) {
        let time = text[10..].trim_start_matches(['T', 't', ' ']);
        let is_midnight = time.is_empty() || time.starts_with("00:00:00") || time == "00:00";
        return Some((day.to_owned(), !is_midnight));
    }
    let numbers: Vec<i16> = text.split(['/', '-']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = numbers[..] else { return None };
    let (year, month, day) = match text.contains('/') {
        // The American order: month, day, year.
        true if c > 31 => (c, a, b),
        _ => (a, b, c),
    };
    let day = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (year > 1000).then(|| (day.to_string(), false))
}

fn take_order(rest: &mut Map) -> Option<i64> {
    let name = ORDER.iter().find(|name| rest.get_in_any_case(name).and_then(DataValue::integer).is_some())?;
    rest.take(name)?.integer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days() {
        for (text, expected) in [
            ("2024-01-02", Some(("2024-01-02", false))),
            ("2024-01-02T10:00:00+02:00", Some(("2024-01-02", true))),
            ("2024-01-02 00:00:00 +0000", Some(("2024-01-02", false))),
            ("01/25/2024", Some(("2024-01-25", false))),
            ("2024-1-2", Some(("2024-01-02", false))),
            ("2024-02-30", None),
            ("yesterday", None),
            ("1/2/3", None),
        ] {
            assert_eq!(date(text), expected.map(|(day, time)| (day.to_owned(), time)), "{text}");
        }
    }

    #[test]
    fn titles_are_made_from_file_names() {
        assert_eq!(from_name("a/first-page.md"), "First page");
        assert_eq!(from_name("my_news/index.md"), "My news");
        assert_eq!(from_name("index.md"), "Home");
        assert_eq!(from_name("--.md"), "--");
    }
}
