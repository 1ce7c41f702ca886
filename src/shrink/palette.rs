//! The colours and the font of a theme, which it declares as custom properties of `html` or `:root`, and what the settings of a
//! site change of them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use lightningcss::printer::PrinterOptions;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::selector::{Selector, SelectorList};
use lightningcss::traits::ToCss;

use super::style::{read, variable};
use crate::colour::Colour;
use crate::config::{Appearance, ColourSetting, Paths};
use crate::report::{Certainty, Finding, Place, SourceFile, catalog};

/// The custom property that the setting `font` sets.
const FONT: &str = "font";

/// A colour where it is light and where it is dark, with the place of the declaration that counts.
#[derive(Clone, Debug)]
struct Shades {
    light: Colour,
    dark: Colour,
    place: Place,
    /// How strong the declarations of both are.
    strength: [Strength; 2],
}

/// The selector of a declaration. `:root` wins over `html`, whichever is later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    #[default]
    Html,
    Root,
}

impl Strength {
    fn selector(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Root => ":root",
        }
    }
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
        if let Some(strength) = declared.names.get(FONT) {
            let _ = write!(sheet, "{}{{--{FONT}:{}}}", strength.selector(), font.text);
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
        // As strong as the strongest rule of the themes, and later.
        let selector = declared.names.get(name).copied().unwrap_or_default().selector();
        let _ = write!(sheet, "{selector}{{--{name}:{}}}", shades.light);
        let _ =
            write!(sheet, "@media screen and (prefers-color-scheme:dark){{{selector}{{--{name}:{}}}}}", shades.dark);
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
            // A shade that is derived has no place of its own to change.
            let has_place = set(text_name).is_some_and(|setting| !is_dark || setting.dark.is_some());
            let edit = better.filter(|_| has_place).zip(place.range());
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
    /// Their names, without dashes, and the strongest declaration of each.
    names: BTreeMap<String, Strength>,
    /// Those that are colours.
    colours: BTreeMap<String, Shades>,
}

impl Declared {
    /// Collects the properties of a style sheet, which follows those collected before.
    fn collect(&mut self, file: &Arc<SourceFile>, rules: &CssRuleList<'_>, is_dark: bool) {
        for rule in &rules.0 {
            match rule {
                CssRule::Style(style) => {
                    let Some(strength) = of_whole_page(&style.selectors) else { continue };
                    for property in &style.declarations.declarations {
                        let Some(name) = variable(property) else { continue };
                        let value = property.value_to_css_string(PrinterOptions::default()).unwrap_or_default();
                        self.add((file, name), &value, is_dark, strength);
                    }
                }
                CssRule::Media(media) => {
                    let query = media.query.to_css_string(PrinterOptions::default()).unwrap_or_default();
                    if query.contains("prefers-color-scheme") && query.contains("dark") {
                        self.collect(file, &media.rules, true);
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, (file, property): (&Arc<SourceFile>, &str), value: &str, is_dark: bool, strength: Strength) {
        let name = property.trim_start_matches('-');
        let strongest = self.names.entry(name.to_owned()).or_insert(strength);
        *strongest = strength.max(*strongest);
        let Some(colour) = Colour::parse(value) else { return };
        let at = file.text().rfind(property);
        let place = at.map_or_else(|| Place::first_line(file), |at| Place::new(file, at..at + property.len()));
        let first = Shades { light: colour, dark: colour, place: place.clone(), strength: [strength; 2] };
        let shades = self.colours.entry(name.to_owned()).or_insert(first);
        let [light, dark] = shades.strength.map(|known| strength >= known);
        if light && !is_dark {
            (shades.light, shades.strength[0], shades.place) = (colour, strength, place);
        }
        // A later rule for both wins over an earlier one for dark.
        if dark {
            (shades.dark, shades.strength[1]) = (colour, strength);
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
                ..declared.clone()
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
        let strength = [Strength::Root; 2];
        let shades = Shades { light: setting.light, dark, place: setting.place.clone(), strength };
        self.colours.insert(setting.name.text.clone(), shades.clone());
        shades
    }
}

/// How strong a rule for the whole page is; `None` if it is for something else.
fn of_whole_page(selectors: &SelectorList<'_>) -> Option<Strength> {
    let of = |selector: &Selector<'_>| match selector.to_css_string(PrinterOptions::default()).as_deref() {
        Ok("html") => Some(Strength::Html),
        Ok(":root") => Some(Strength::Root),
        _ => None,
    };
    selectors.0.iter().filter_map(of).max()
}
