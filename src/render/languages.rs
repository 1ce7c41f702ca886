//! The other languages of a site, as a page links to them: to the page of the same path, else to the home page.

use std::collections::{BTreeMap, HashMap};

use tera::Value;

use super::links::Linker;
use super::view::NOTHING;
use super::{Renderer, text};
use crate::config::{Config, Paths, own_name};
use crate::site::Outline;

/// The pages of a site with several languages, by their path below the folder of the language: the number of the page in each.
pub(super) struct Translations(HashMap<String, Vec<Option<usize>>>);

impl Translations {
    /// Pairs the pages with the same path. A site of one language has none.
    pub fn new(outline: &Outline<'_>, config: &Config) -> Self {
        let count = config.languages.len();
        let mut pages: HashMap<String, Vec<Option<usize>>> = HashMap::new();
        let numbered = outline.pages.iter().enumerate().filter(|(_, page)| count > 1 && page.is_listed);
        for (number, page) in numbered {
            let path = below(page.file, config, page.language).to_owned();
            pages.entry(path).or_insert_with(|| vec![None; count])[page.language] = Some(number);
        }
        Self(pages)
    }
}

/// The path of a file below the folder of its language.
fn below<'f>(file: &'f str, config: &Config, language: usize) -> &'f str {
    let rest = file.strip_prefix(Paths::CONTENT).and_then(|rest| rest.strip_prefix('/'));
    let rest = rest.and_then(|rest| rest.strip_prefix(config.languages[language].tag.as_str()));
    rest.and_then(|rest| rest.strip_prefix('/')).unwrap_or(file)
}

/// The languages other than that of the page at an address, each with the address to go to. Languages without any page to go
/// to are left out.
pub(super) fn others(renderer: &Renderer<'_>, language: usize, address: &str, linker: &Linker) -> Value {
    let (outline, config) = (&renderer.outline, &renderer.site.config);
    if config.languages.len() < 2 {
        return NOTHING.clone();
    }
    let page_at = |address: &str| outline.pages.number_at(address);
    let own = page_at(address).map(|number| below(outline.pages[number].file, config, language));
    let pages = own.and_then(|path| renderer.context.translations.0.get(path));
    let names: Vec<&str> = config.languages.iter().map(|it| own_name(&it.tag).unwrap_or(&it.tag)).collect();
    let other = |number: usize| {
        let settings = &config.languages[number];
        let page = pages.and_then(|pages| pages[number]).or_else(|| page_at(&settings.at))?;
        // Languages with the same name, such as `pt-BR` and `pt-PT`, are shown with their tags.
        let is_alone = names.iter().filter(|name| **name == names[number]).count() == 1;
        let title = match is_alone {
            true => names[number].to_owned(),
            false => format!("{} ({})", names[number], settings.tag),
        };
        Some(Value::from(BTreeMap::from([
            ("title", text(&title)),
            ("lang", text(&settings.tag)),
            ("url", text(&linker.link(outline.pages[page].address))),
        ])))
    };
    let others = (0..config.languages.len()).filter(|number| *number != language).filter_map(other);
    Value::from(others.collect::<Vec<_>>())
}
