//! Reads the settings for the appearance of pages: `colours` and `font`.

use std::sync::Arc;

use lightningcss::printer::PrinterOptions;
use lightningcss::properties::font::FontFamily;
use lightningcss::traits::{Parse, ToCss};

use super::Located;
use crate::colour::Colour;
use crate::report::{Place, SourceFile};
use crate::yaml::{Entry, Fields, Node, Value};

/// What a site changes of the appearance of its theme.
#[derive(Clone, Debug, Default)]
pub struct Appearance {
    /// Colours by the theme's names for them.
    pub colours: Vec<ColourSetting>,
    /// The font of the text: a list of families as in CSS.
    pub font: Option<Located>,
}

/// One of `colours`.
#[derive(Clone, Debug)]
pub struct ColourSetting {
    /// The theme's name for it: `accent`, which is the custom property `--accent` in its style.
    pub name: Located,
    /// The colour where it is light.
    pub light: Colour,
    /// The place of that colour.
    pub place: Place,
    /// The colour where it is dark, and its place; without it, one that can be read is derived.
    pub dark: Option<(Colour, Place)>,
}

/// What a colour can be, for messages.
const COLOUR: &str = "a colour such as `\"#0066cc\"`, or `{ light: \"#0066cc\", dark: \"#99ccff\" }`";

/// Reads `colours` and `font`.
pub(super) fn read(file: &Arc<SourceFile>, fields: &mut Fields<'_>) -> Appearance {
    let mut appearance = Appearance::default();
    if let Some((entries, _)) = fields.map("colours", "a mapping such as `{ accent: \"#0066cc\" }`") {
        appearance.colours = entries.iter().filter_map(|entry| colour_setting(file, entry, fields)).collect();
    }
    if let Some((text, range)) = fields.located_text("font") {
        if let Some(families) = families(&text) {
            appearance.font = Some(Located { text: families, place: Some(Place::new(file, range)) });
        } else {
            let help = "write the names of fonts that readers have, separated by commas: `Verdana, sans-serif`";
            fields.invalid(range, format!("`{text}` is not a list of fonts"), Some(help.into()));
        }
    }
    appearance
}

/// A list of font families, as short as CSS can write it.
fn families(text: &str) -> Option<String> {
    let families = Vec::<FontFamily<'_>>::parse_string(text).ok()?;
    let css = |family: &FontFamily<'_>| {
        family.to_css_string(PrinterOptions { minify: true, ..PrinterOptions::default() }).ok()
    };
    let families: Vec<String> = families.iter().map(css).collect::<Option<_>>()?;
    (!families.is_empty()).then(|| families.join(","))
}

fn colour_setting(file: &Arc<SourceFile>, entry: &Entry, fields: &mut Fields<'_>) -> Option<ColourSetting> {
    let name = Located { text: entry.key.clone(), place: Some(Place::new(file, entry.key_range.clone())) };
    let (light, place, dark) = match &entry.node.value {
        Value::Map(shades) => {
            let mut findings = Vec::new();
            let mut own = Fields::new(file, entry.node.range.clone(), shades, "a colour", &mut findings);
            let light = own.node("light").map(|node| colour(file, node, &mut own));
            if light.is_none() {
                own.missing("light");
            }
            let dark = own.node("dark").and_then(|node| colour(file, node, &mut own));
            own.finish();
            findings.into_iter().for_each(|finding| fields.report(finding));
            let (light, place) = light??;
            (light, place, dark)
        }
        _ => {
            let (light, place) = colour(file, &entry.node, fields)?;
            (light, place, None)
        }
    };
    Some(ColourSetting { name, light, place, dark })
}

fn colour(file: &Arc<SourceFile>, node: &Node, fields: &mut Fields<'_>) -> Option<(Colour, Place)> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => match Colour::parse(text) {
            Some(colour) => return Some((colour, Place::new(file, node.range.clone()))),
            None => {
                let with_sign = format!("#{text}");
                let help = match Colour::parse(&with_sign) {
                    Some(_) => format!("write `\"{with_sign}\"`"),
                    None => "write it as in CSS: `\"#0066cc\"`".to_owned(),
                };
                fields.invalid(node.range.clone(), format!("`{text}` is not an opaque colour"), Some(help));
            }
        },
        Value::Null => {
            let help = "`#` begins a comment in YAML: write the colour in quotes, as in `\"#0066cc\"`";
            fields.invalid(node.range.clone(), "this colour is empty", Some(help.into()));
        }
        _ => fields.wrong(node, "colours", COLOUR),
    }
    None
}
