//! Reports keys under `extra` that belong outside of it, where imports by earlier versions put them.

use std::cmp::Reverse;

use super::declaration::ExtraReaders;
use super::{Kind, Page, Site, Traits};
use crate::config::Config;
use crate::read::MENUS;
use crate::report::{Certainty, Edit, Finding, Place, catalog};

impl Site {
    /// Reports keys that would have an effect outside of `extra`, and that no template reads there.
    pub(super) fn check_extra(&self, readers: &ExtraReaders, findings: &mut Vec<Finding>) {
        for (_, page) in self.pages_with(Traits::MISPLACED_KEYS) {
            for key in page.source.front.in_extra.iter().filter(|key| !readers.may_read(&key.key)) {
                let Some((range, text)) = &key.edit else { continue };
                let finding = catalog::terms::key_in_extra(page.place(key.range.clone()), &key.key);
                findings.push(finding.edit(range.clone(), text.as_str(), Certainty::Certain));
            }
        }
        findings.extend(self.menu_in_extra(readers));
    }

    /// The menu that pages of the first language say they are in, if the settings have none.
    fn menu_in_extra(&self, readers: &ExtraReaders) -> Option<Finding> {
        let file = self.config.file.as_ref().filter(|_| self.config.menu.is_none())?;
        let mut entries: Vec<Entry<'_>> = Vec::new();
        let pages = self.pages_with(Traits::MISPLACED_KEYS).map(|(_, page)| page);
        let pages = pages.filter(|page| page.source.language == first(&self.config) && page.kind != Kind::Home);
        for page in pages {
            let keys = page.source.front.in_extra.iter().filter(|key| MENUS.contains(&key.key.as_str()));
            for key in keys.filter(|key| !readers.may_read(&key.key)) {
                let value = page.source.front.extra.get(&key.key)?;
                entries.extend(position(value).map(|MenuPosition { weight }| Entry {
                    page,
                    weight,
                    place: page.place(key.range.clone()),
                }));
            }
        }
        entries.sort_by_key(|entry| (Reverse(entry.weight.is_some()), entry.weight, entry.page.title()));
        let place = entries.first()?.place.clone();
        let paths: Vec<String> = entries.iter().map(|entry| quoted(&entry.page.source.path)).collect();
        let setting = format!("menu: [{}]", paths.join(", "));
        let end = file.text().len();
        let gap = if file.text().ends_with('\n') { "" } else { "\n" };
        let edit = Edit {
            place: Place::new(file, end..end),
            replacement: format!("{gap}{setting}\n"),
            // Only the editor can place an entry below another, or a page that is in the menu twice.
            certainty: if is_plain(&entries) { Certainty::Certain } else { Certainty::Suggested },
        };
        Some(Finding { edit: Some(edit), ..catalog::terms::menu_in_extra(place, &setting, paths.len()) })
    }
}

/// A page that says that it is in the menu.
struct Entry<'s> {
    page: &'s Page,
    weight: Option<i64>,
    place: Place,
}

/// Whether each page is in the menu once, with no key other than `weight`.
fn is_plain(entries: &[Entry<'_>]) -> bool {
    entries.iter().enumerate().all(|(number, entry)| {
        let is_once = entries[..number].iter().all(|other| other.page.address != entry.page.address);
        let values = MENUS.iter().filter_map(|key| entry.page.source.front.extra.get(key)?.get("main")?.as_object());
        is_once && values.flat_map(|map| map.keys()).all(|key| key == "weight")
    })
}

/// The number of the first language.
fn first(config: &Config) -> usize {
    super::first_language(config)
}

/// A position in the main menu.
struct MenuPosition {
    /// The lowest comes first; entries without one come last.
    weight: Option<i64>,
}

/// The position in the main menu that a value names: `main`, `[main]` or `{ main: { weight: 1 } }`. `None` if it is in another.
fn position(value: &serde_json::Value) -> Option<MenuPosition> {
    let is_main = |value: &serde_json::Value| value.as_str() == Some("main");
    if is_main(value) || value.as_array().is_some_and(|list| list.iter().any(is_main)) {
        return Some(MenuPosition { weight: None });
    }
    Some(MenuPosition { weight: value.get("main")?.get("weight").and_then(serde_json::Value::as_i64) })
}

/// A path as a text of YAML.
fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c)) && !path.starts_with(['-', '.']);
    if is_plain { path.to_owned() } else { format!("{path:?}") }
}
