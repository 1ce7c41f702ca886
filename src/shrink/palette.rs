//! The colours and the font of a theme, which it declares as custom properties of `html` or `:root`, and what the settings of a
//! site change of them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use lightningcss::printer::PrinterOptions;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::traits::ToCss;

use super::style::{read, variable};
use crate::colour::Colour;
use crate::config::{Appearance, ColourSetting, Paths};
use crate::report::{Certainty, Finding, Place, SourceFile, catalog};

/// The custom property that the setting `font` sets.
const FONT: &str = "font";

/// A colour where it is light and where it is dark, with the place of its last declaration.
#[derive(Clone, Debug)]
struct Shades {
    light: Colour,
    dark: Colour,
    place: Place,
}

/// The style sheet of a site's settings, if any, which follows those of its themes. `pairs` are colours of text, each with that
/// of the ground which it is on, by their names.
///
/// Reports settings that the theme has no use for, and text that is hard to read.
#[must_use]
pub fn sheet(
    styles: &[Arc<SourceFile>],
    pairs: &[(String, String)],
    appearance: &Appearance,
    findings: &mut Vec<Finding>,
) -> Option<Arc<SourceFile>> {
    let mut declared = Declared::default();
    for file in styles {
        declared.collect(file, &read(file.text()).0, false);
    }
    let mut sheet = String::new();
    if let Some(font) = &appearance.font {
        if declared.names.iter().any(|name| name == FONT) {
            let _ = write!(sheet, "html{{--{FONT}:{}}}", font.text);
        } else if let Some(place) = &font.place {
            findings.push(catalog::theme::no_font(place.clone()));
        }
    }
    for setting in &appearance.colours {
        let names = declared.colours.keys().map(String::as_str);
        if !declared.colours.contains_key(&setting.name.text) {
            if let Some(place) = &setting.name.place {
                findings.push(catalog::theme::unknown_colour(place.clone(), &setting.name.text, names));
            }
            continue;
        }
        let ground = pairs.iter().find(|(text, _)| *text == setting.name.text);
        let ground = ground.and_then(|(_, ground)| declared.changed(ground, appearance));
        let shades = declared.set(setting, ground.as_ref());
        let name = &setting.name.text;
        let _ = write!(sheet, "html{{--{name}:{}}}", shades.light);
        let _ = write!(sheet, "@media screen and (prefers-color-scheme:dark){{html{{--{name}:{}}}}}", shades.dark);
    }
    for (text_name, ground_name) in pairs {
        let (Some(text), Some(ground)) = (declared.colours.get(text_name), declared.colours.get(ground_name)) else {
            continue;
        };
        let set = |name: &str| appearance.colours.iter().find(|setting| setting.name.text == name);
        for is_dark in [false, true] {
            let of = |shades: &Shades| if is_dark { shades.dark } else { shades.light };
            if of(text).is_readable_on(of(ground)) {
                continue;
            }
            let place_in = |setting: &ColourSetting| match &setting.dark {
                Some((_, place)) if is_dark => place.clone(),
                _ => setting.place.clone(),
            };
            let (place, is_text) = match (set(text_name), set(ground_name)) {
                (Some(setting), _) => (place_in(setting), true),
                (None, Some(setting)) => (place_in(setting), false),
                (None, None) => (text.place.clone(), true),
            };
            let better = is_text.then(|| of(text).made_readable_on(of(ground)));
            let names = (text_name.as_str(), ground_name.as_str());
            let edit = better.filter(|_| set(text_name).is_some()).zip(place.range());
            let edit = edit.map(|(better, range)| (range, format!("\"{better}\"")));
            let finding = catalog::theme::low_contrast(place, names, (of(text), of(ground)), is_dark, better);
            findings.push(finding.maybe_edit(edit, Certainty::Suggested));
        }
    }
    (!sheet.is_empty()).then(|| SourceFile::new(Paths::SITE, &sheet))
}

/// Custom properties that style sheets declare for the whole page.
#[derive(Default)]
struct Declared {
    /// Their names, without dashes.
    names: Vec<String>,
    /// Those that are colours.
    colours: BTreeMap<String, Shades>,
}

impl Declared {
    /// Collects the properties of a style sheet, which follows those collected before.
    fn collect(&mut self, file: &Arc<SourceFile>, rules: &CssRuleList<'_>, is_dark: bool) {
        let text = |value: &dyn Fn(PrinterOptions<'_>) -> Option<String>| value(PrinterOptions::default());
        for rule in &rules.0 {
            match rule {
                CssRule::Style(style) if is_whole_page(&style.selectors) => {
                    for property in &style.declarations.declarations {
                        let Some(name) = variable(property) else { continue };
                        let value = text(&|options| property.value_to_css_string(options).ok()).unwrap_or_default();
                        self.add(file, name, &value, is_dark);
                    }
                }
                CssRule::Media(media) => {
                    let query = text(&|options| media.query.to_css_string(options).ok()).unwrap_or_default();
                    let asks_for_dark = query.contains("prefers-color-scheme") && query.contains("dark");
                    if asks_for_dark {
                        self.collect(file, &media.rules, true);
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, file: &Arc<SourceFile>, property: &str, value: &str, is_dark: bool) {
        let name = property.trim_start_matches('-');
        if !self.names.iter().any(|other| other == name) {
            self.names.push(name.to_owned());
        }
        let Some(colour) = Colour::parse(value) else { return };
        let at = file.text().rfind(property);
        let place = at.map_or_else(|| Place::first_line(file), |at| Place::new(file, at..at + property.len()));
        match self.colours.get_mut(name) {
            Some(shades) if is_dark => shades.dark = colour,
            // A later rule for both wins over an earlier one for dark.
            _ => drop(self.colours.insert(name.to_owned(), Shades { light: colour, dark: colour, place })),
        }
    }

    /// The shades of a colour after the settings.
    fn changed(&self, name: &str, appearance: &Appearance) -> Option<Shades> {
        let declared = self.colours.get(name)?;
        let setting = appearance.colours.iter().find(|setting| setting.name.text == name);
        Some(match setting {
            Some(setting) => Shades {
                light: setting.light,
                dark: setting.dark.as_ref().map_or(declared.dark, |(dark, _)| *dark),
                place: setting.place.clone(),
            },
            None => declared.clone(),
        })
    }

    /// Sets a colour. Text without a colour of its own for dark gets one that can be read there; a ground keeps that of the
    /// theme.
    fn set(&mut self, setting: &ColourSetting, ground: Option<&Shades>) -> Shades {
        let before = self.colours.get(&setting.name.text).map_or(setting.light, |shades| shades.dark);
        let derived = ground.map_or(before, |ground| setting.light.made_readable_on(ground.dark));
        let dark = setting.dark.as_ref().map_or(derived, |(dark, _)| *dark);
        let shades = Shades { light: setting.light, dark, place: setting.place.clone() };
        self.colours.insert(setting.name.text.clone(), shades.clone());
        shades
    }
}

/// Whether a rule is for the whole page.
fn is_whole_page(selectors: &lightningcss::selector::SelectorList<'_>) -> bool {
    let css = |selector: &lightningcss::selector::Selector<'_>| {
        selector.to_css_string(PrinterOptions::default()).unwrap_or_default()
    };
    selectors.0.iter().any(|selector| matches!(css(selector).as_str(), "html" | ":root"))
}
