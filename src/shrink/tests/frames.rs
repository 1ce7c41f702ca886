//! What is put back into a frame reads as minify-html would have written it.

use minify_html::{Cfg, minify};
use proptest::prelude::*;

use super::page;
use crate::escape::escape;

/// Values as templates write them: escaped, also for attributes in single quotes.
fn value() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "a", "word", "words", " ", "  ", "=", "&", "& ", "&amp;", "&copy", "'", "\"", "<", ">", "`", "/", "../", "#",
        "?a=b", "é", "ﷲ", "，", "1", "\n",
    ]);
    prop::collection::vec(part, 1..7).prop_map(|parts| escape(&parts.concat()).replace('\'', "&#39;"))
}

fn head(values: &[String; 7]) -> String {
    let [title, description, href, label, id, language, text] = values;
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>\
         <meta name=\"description\" content=\"{description}\"><meta name=viewport content=\"width=device-width\">\
         <link rel=alternate hreflang=\"{language}\" href=\"{href}\" title=\"{label}\"></head><body><nav>\
         <a id=\"i{id}\" href=\"{href}\" aria-label='{label}' class=b>x{text}x</a></nav>\
         <main><x-y title=\"{label}\">y{text}y</x-y></main></body></html>"
    )
}

proptest! {
    #![proptest_config(super::cases(400))]

    #[test]
    fn values_are_written_as_minify_html_writes_them(values in prop::array::uniform7(value())) {
        let html = head(&values);
        let expected = minify(html.as_bytes(), &Cfg { keep_input_type_text_attr: true, ..Cfg::new() });
        prop_assert_eq!(page("", &html), String::from_utf8(expected).unwrap(), "{}", html);
    }

    #[test]
    fn a_value_that_the_style_asks_for_is_written_in_its_place(values in prop::array::uniform7(value())) {
        // The style asks for these attributes, so that their names are guarded.
        let css = "[href],[hreflang],[title]{color:red}";
        let without = page("", &head(&values));
        let with = page(css, &head(&values));
        let sorted = |html: &str| {
            let document = scraper::Html::parse_document(html);
            let elements = document.tree.values().filter_map(scraper::Node::as_element);
            let of = |element: &scraper::node::Element| {
                let mut attributes: Vec<_> = element.attrs().map(|(name, value)| format!("{name}={value}")).collect();
                attributes.sort();
                (element.name().to_owned(), attributes)
            };
            elements.map(of).collect::<Vec<_>>()
        };
        prop_assert_eq!(sorted(&with), sorted(&without));
    }
}

#[test]
fn two_pages_of_one_frame_keep_their_own_words() {
    let shrinker = super::shrinker("", super::plain());
    let shrunk = |title: &str, href: &str| {
        let html = format!("<!doctype html><title>{title}</title><nav><a href=\"{href}\">{title}</a></nav>");
        String::from_utf8(super::bytes(&shrinker.page(html, '.').unwrap()).into_owned()).unwrap()
    };
    assert_eq!(shrunk("One", "/1/"), "<!doctype html><title>One</title><nav><a href=/1/>One</a></nav>");
    assert_eq!(shrunk("Two", "/2 b/"), "<!doctype html><title>Two</title><nav><a href=\"/2 b/\">Two</a></nav>");
    assert_eq!(
        shrunk("What&#39;s &amp; where", "/3/"),
        "<!doctype html><title>What's & where</title><nav><a href=/3/>What's & where</a></nav>"
    );
    // The title, the menu and the length of the page differ; what is left of it was minified once for values of each kind.
    let shrinker = super::shrinker("", super::plain());
    for number in 0..20 {
        let html = format!(
            "<!doctype html><title>Page {number}</title><link rel=prev href=\"/{number}/\"><main><p>{}</p></main>",
            "word ".repeat(number)
        );
        shrinker.page(html, '.').unwrap();
    }
    assert_eq!(shrinker.frames.len(), 1);
}
