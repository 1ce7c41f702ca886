//! What a theme declares, as plain values: from the engine's description of its components, and from its templates.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{ComponentArg, ComponentArgType, ComponentInfo, Value};

use super::templates::Templates;
use crate::read::Theme;
use crate::read::markdown::Literal;
use crate::report::Finding;
use crate::site::{
    BlockRule, Declaration, Declarations, DeclaredArgument, ExtraReaders, Takes, ValueType, record_lists,
    templates_with,
};

/// A theme, compiled, with what it declares.
#[derive(Default)]
pub struct CompiledTheme {
    /// Its templates; `None` if any of them cannot be used, which is reported.
    pub(super) templates: Option<Arc<Templates>>,
    /// What it declares.
    pub declarations: Declarations,
    /// The findings in its templates.
    pub findings: Vec<Finding>,
}

impl CompiledTheme {
    /// Compiles a theme.
    #[must_use]
    pub fn new(theme: &Theme) -> Self {
        let mut findings = Vec::new();
        let templates = Templates::compile(theme, &mut findings);
        let texts = theme.templates.iter().map(|(name, file)| (name.as_str(), file.text()));
        let declarations = Declarations {
            shortcodes: templates.as_ref().map(|templates| templates.shortcodes.clone()),
            record_lists: record_lists(texts.clone()),
            shows_parts: templates_with(texts, |_, text| text.contains("page.parts")),
            extra_readers: ExtraReaders::from_templates(
                theme
                    .templates
                    .values()
                    .chain(theme.shortcodes.values())
                    .chain(theme.qualified.values())
                    .map(|file| file.text()),
            ),
            lists_events: templates.as_ref().is_some_and(Templates::list_events),
            picture_sources: templates.as_ref().map(Templates::picture_sources).unwrap_or_default(),
            reads_events: templates.as_ref().is_some_and(Templates::may_list_events),
            has_section_template: theme.templates.contains_key("section.html"),
            use_readers: templates.as_ref().map(Templates::use_readers).unwrap_or_default(),
            list_readers: templates.as_ref().map(Templates::list_readers).unwrap_or_default(),
        };
        Self { templates: templates.map(Arc::new), declarations, findings }
    }
}

/// What a component declares.
pub(super) fn declaration(info: &ComponentInfo) -> Declaration {
    let (parameters, arguments): (Vec<_>, Vec<_>) = info.args().iter().partition(|argument| argument.is_implicit());
    let parameters: Vec<&str> = parameters.into_iter().map(ComponentArg::name).collect();
    Declaration {
        arguments: arguments
            .into_iter()
            .map(|argument| DeclaredArgument {
                name: argument.name().to_owned(),
                wanted: argument.arg_type().map(value_type),
                is_required: argument.is_required(),
                default: argument.default().and_then(literal),
            })
            .collect(),
        takes: Takes::from_parameters(&parameters),
        uses_page: parameters.contains(&"page"),
        block: block(info),
        takes_body: info.metadata().get("body").is_some_and(Value::is_truthy),
        choices: choices(info),
    }
}

/// A value as a call could give it.
pub(super) fn literal(value: &Value) -> Option<Literal> {
    if let Some(text) = value.as_str() {
        return Some(Literal::Text(text.to_owned()));
    }
    value.as_bool().map(Literal::Bool).or_else(|| value.as_i64().map(Literal::Integer))
}

fn value_type(wanted: ComponentArgType) -> ValueType {
    match wanted {
        ComponentArgType::String => ValueType::Text,
        ComponentArgType::Bool => ValueType::Bool,
        ComponentArgType::Integer => ValueType::Integer,
        ComponentArgType::Float | ComponentArgType::Number => ValueType::Number,
        ComponentArgType::Array => ValueType::List,
        _ => ValueType::Other,
    }
}

/// `{"block": true}`, or `{"block": "card"}` where only `as="card"` makes a block.
fn block(info: &ComponentInfo) -> BlockRule {
    let Some(block) = info.metadata().get("block") else { return BlockRule::Never };
    match block.as_str() {
        Some(form) => BlockRule::As(form.to_owned()),
        None if block.is_truthy() => BlockRule::Always,
        None => BlockRule::Never,
    }
}

/// The values that the metadata allows for arguments: `{"one_of": {"as": ["text", "card"]}}`.
fn choices(info: &ComponentInfo) -> BTreeMap<String, Vec<String>> {
    let texts = |list: &[Value]| list.iter().filter_map(|choice| choice.as_str().map(str::to_owned)).collect();
    let lists = info.metadata().get("one_of").and_then(Value::as_map).into_iter().flatten();
    lists.filter_map(|(key, list)| Some((key.as_str()?.to_owned(), texts(list.as_array()?)))).collect()
}
