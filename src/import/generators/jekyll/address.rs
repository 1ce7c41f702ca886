//! Addresses by the rules of Jekyll: the patterns of permalinks, and what it makes of a name in them.

use unicode_normalization::char::is_combining_mark;

use crate::import::site::OriginalPage;
use crate::import::value::DataValue;
use crate::percent::decode;

/// Signs that stay in a name for `:title`.
const SIGNS: &str = "._~!$&'()+,;=@";

/// A name for `:slug` and `:name`: letters and digits in lower case, with one hyphen for everything between them.
pub fn slug(name: &str) -> String {
    hyphenated(name, |c| c.is_alphanumeric() || is_combining_mark(c)).to_lowercase()
}

/// A name for `:title`, which keeps its case and some signs.
fn title(name: &str) -> String {
    hyphenated(name, |c| c.is_alphanumeric() || is_combining_mark(c) || SIGNS.contains(c))
}

fn hyphenated(name: &str, is_kept: impl Fn(char) -> bool) -> String {
    name.split(|c| !is_kept(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The pattern of a permalink style.
fn style(pattern: &str) -> &str {
    match pattern {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        other => other,
    }
}

/// The address that a pattern, or a style of that name, gives to a page. `name` is its slug, or the name of its file.
pub fn address(pattern: &str, page: &OriginalPage, name: &str, categories: Option<&str>) -> String {
    let date = page.fields.text_at("date").unwrap_or("");
    let day = date.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok());
    let part = |number: Option<i16>, width: usize| number.map_or(String::new(), |number| format!("{number:0width$}"));
    let own: Vec<String> = ["categories", "category"]
        .iter()
        .filter_map(|key| page.fields.at(key))
        .flat_map(|value| match value {
            DataValue::Text(text) => text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>(),
            other => other.texts().into_iter().map(str::to_lowercase).collect(),
        })
        .collect();
    // Each counts once, whatever the case of its letters.
    let mut all: Vec<String> = Vec::new();
    for category in categories.into_iter().flat_map(|above| above.split('/')).map(str::to_lowercase).chain(own) {
        if !all.contains(&category) {
            all.push(category);
        }
    }
    let filled = style(pattern)
        .replace(":categories", &all.join("/"))
        .replace(":year", &part(day.map(jiff::civil::Date::year), 4))
        .replace(":short_year", date.get(2..4).unwrap_or(""))
        .replace(":i_month", &part(day.map(|day| day.month().into()), 1))
        .replace(":month", &part(day.map(|day| day.month().into()), 2))
        .replace(":i_day", &part(day.map(|day| day.day().into()), 1))
        .replace(":day", &part(day.map(|day| day.day().into()), 2))
        .replace(":y_day", &part(day.map(jiff::civil::Date::day_of_year), 3))
        .replace(":title", &title(name))
        .replace(":slug", &slug(name))
        .replace(":basename", name)
        .replace(":output_ext", ".html");
    let mut out = String::from("/");
    for part in filled.split('/').filter(|part| !part.is_empty()) {
        out.push_str(part);
        out.push('/');
    }
    if !filled.ends_with('/') && out.len() > 1 {
        out.pop();
    }
    decode(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_of_folders_and_front_matter_count_once() {
        use crate::import::front;
        use crate::report::SourceFile;
        let text = "---\ndate: 2021-02-03\ncategories: [Water, News]\ncategory: water\n---\n";
        let file = SourceFile::new("News/_posts/2021-02-03-x.md", text);
        let front = front::read(&file);
        let page = OriginalPage::new(file, &front, 0, String::new(), String::new());
        assert_eq!(address("date", &page, "x", Some("News")), "/news/water/2021/02/03/x.html");
        assert_eq!(address("/:year/:title/", &page, "X y", None), "/2021/X-y/");
    }

    #[test]
    fn names_become_parts_of_addresses_as_in_jekyll() {
        for (name, expected_title, expected_slug) in [
            ("My First Post", "My-First-Post", "my-first-post"),
            (" a -- b! ", "a-b!", "a-b"),
            ("v1.2_x", "v1.2_x", "v1-2-x"),
            ("Été", "Été", "été"),
        ] {
            assert_eq!((title(name).as_str(), slug(name).as_str()), (expected_title, expected_slug), "{name}");
        }
    }
}
