//! The settings of a theme: its `theme.yaml`.

use std::sync::Arc;

use crate::config::Located;
use crate::report::{Finding, Place, SourceFile, catalog};
use crate::yaml::{self, Fields, Limits, Record, Value};

/// Where a theme has its settings.
pub(super) const FILE: &str = "theme.yaml";

/// The settings of a theme, from its `theme.yaml`.
#[derive(Debug, Default)]
pub(super) struct ThemeSettings {
    /// Whether its style replaces the styles of the themes below it, instead of adding to them.
    pub replaces_style: bool,
    /// The theme that comes below it, without being named by a site: for what it lacks.
    pub extends: Option<Located>,
    /// Colours of text and of the ground that it is on, by their names.
    pub contrast: Vec<(String, String)>,
}

/// Reads `theme.yaml`.
pub(super) fn read(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> ThemeSettings {
    let mut settings = ThemeSettings::default();
    let node = match yaml::parse(file, 0..file.text().len(), Limits::Small) {
        Ok(node) => node,
        Err(found) => {
            findings.extend(found);
            return settings;
        }
    };
    let Some(record) = Record::from_node(file, &node) else {
        if !matches!(node.value, Value::Null) {
            let place = Place::first_line(file);
            findings.push(catalog::yaml::wrong_type(place, file.path(), "a mapping of settings", node.value.kind()));
        }
        return settings;
    };
    let mut fields = Fields::new(file, record.head.clone(), record.entries, "theme.yaml", findings);
    if let Some((text, range)) = fields.located_text("style") {
        match text.as_str() {
            "add" => {}
            "replace" => settings.replaces_style = true,
            _ => fields.invalid(
                range,
                format!("`{text}` is not a way to join styles"),
                Some(
                    "write `add`, so that this theme's style follows those of the themes below it, or `replace`".into(),
                ),
            ),
        }
    }
    settings.extends =
        fields.located_text("extends").map(|(text, range)| Located { text, place: Some(Place::new(file, range)) });
    if let Some((entries, _)) = fields.map("contrast", "a mapping from text to ground: `{ ink: ground }`") {
        for entry in entries {
            match &entry.node.value {
                Value::Text(ground) => settings.contrast.push((entry.key.clone(), ground.clone())),
                _ => fields.wrong(&entry.node, "contrast", "the name of the colour of its ground"),
            }
        }
    }
    fields.must_have_values(&["style", "extends", "contrast"]);
    fields.finish();
    settings
}
