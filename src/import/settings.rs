//! Writes `content/site.yaml`, with comments that explain how to make it stricter.

use std::fmt::Write as _;

use super::generators::Generator;
use super::menu;
use super::site::OriginalSite;
use super::terms;
use super::value::{DataValue, Map};
use super::writer::write as yaml;
use crate::config::BaseUrl;

/// Numbers of links that are dead in the original.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeadLinks {
    /// Links without a target.
    pub links: usize,
    /// Links whose target has no such heading.
    pub fragments: usize,
    /// Links to pages that are not always published.
    pub withheld: usize,
    /// Links to what templates of the original generate or resolve.
    pub template_links: usize,
    /// Links to headings that templates of the original may generate.
    pub template_fragments: usize,
}

/// Writes the settings. `name` is the title of a site that has none; `has_theme` says whether there is a theme with texts of the
/// original.
#[must_use]
pub fn write(
    (site, generator): (&OriginalSite, &Generator),
    (name, has_theme): (&str, bool),
    dead: &DeadLinks,
) -> String {
    let mut out = format!("# Written by `firstflight import site`, from {}.\n", generator.description);
    let title = site.title.clone().unwrap_or_else(|| name.to_owned());
    let titles: Vec<Option<&String>> = (0..site.languages.len())
        .map(|number| site.titles.iter().find(|(language, _)| *language == number).map(|(_, title)| title))
        .collect();
    let differ = titles.iter().any(|own| own.is_some_and(|own| *own != title));
    let value = if differ {
        let of = |(number, own): (usize, Option<&String>)| {
            (site.languages[number].tag.clone(), DataValue::Text(own.unwrap_or(&title).clone()))
        };
        DataValue::Map(titles.iter().copied().enumerate().map(of).collect())
    } else {
        DataValue::Text(title)
    };
    out += &yaml(&[("title".to_owned(), value)].into_iter().collect());
    match site.base_url.as_deref().filter(|url| BaseUrl::parse(url).is_ok()) {
        Some(url) => out += &yaml(&[("base_url".to_owned(), DataValue::Text(url.to_owned()))].into_iter().collect()),
        None => {
            out += "# The address at which the site is published. Without it, no sitemap and no feed are published.\n\
                    # base_url: https://example.org/\n";
        }
    }
    let languages: Map = site
        .languages
        .iter()
        .map(|language| {
            let at = DataValue::Map([("at".to_owned(), DataValue::Text(language.at.clone()))].into_iter().collect());
            (language.tag.clone(), at)
        })
        .collect();
    out += &yaml(&[("languages".to_owned(), DataValue::Map(languages))].into_iter().collect());
    if has_theme {
        out += "# The theme local has the texts of the original that themes write on pages.\ntheme: [local, plain]\n";
    }
    out += &menu::setting(site);
    let taxonomies = terms::declared(site);
    if !taxonomies.is_empty() {
        out += &yaml(&[("taxonomies".to_owned(), DataValue::Map(taxonomies))].into_iter().collect());
    }
    out += "\n# The settings below accept the content as it was imported. To be stricter, delete a line, run\n\
            # `firstflight check`, and fix what it reports.\n\n\
            # HTML in Markdown is kept, without scripts and styles. Without this line it is shown as text.\n\
            raw_html: true\n\n\
            findings:\n\
            \x20 # Numbers in the text that no record backs.\n\
            \x20 loose-number: off\n\
            \x20 # Pages that do not arrive in one round trip.\n\
            \x20 over-budget: off\n";
    let mut relax = |code: &str, reasons: &[(usize, &str, &str)]| {
        let mut reasons = reasons.iter().filter(|(count, ..)| *count > 0).peekable();
        let is_needed = reasons.peek().is_some();
        for (count, one, many) in reasons {
            let what = if *count == 1 { (*one).to_owned() } else { format!("{count} {many}") };
            let _ = writeln!(out, "  # {what}.");
        }
        if is_needed {
            let _ = writeln!(out, "  {code}: warning");
        }
    };
    let dead_links = (
        dead.links,
        "One link leads to nothing in the folder of the original",
        "links lead to nothing in the folder of the original",
    );
    let template_links = (
        dead.template_links,
        "One link leads to what a template of the original generates or resolves",
        "links lead to what templates of the original generate or resolve",
    );
    // A draft is not published in the original either, so such a link leads to nothing there; on the days on which a page is not
    // published, that holds for links to it, too.
    let withheld = (
        dead.withheld,
        "One link leads to a page that is not always published: a draft, or one that appears or expires on a certain day",
        "links lead to pages that are not always published: drafts, or those that appear or expire on a certain day",
    );
    relax("broken-link", &[dead_links, template_links, withheld]);
    let dead_fragments = (
        dead.fragments,
        "One link leads to a heading that the original does not have either",
        "links lead to headings that the original does not have either",
    );
    let template_fragments = (
        dead.template_fragments,
        "One link leads to a heading that a template of the original may generate",
        "links lead to headings that templates of the original may generate",
    );
    relax("broken-fragment", &[dead_fragments, template_fragments]);
    out
}
