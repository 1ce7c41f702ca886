//! Renders shortcode calls: checks their arguments against what the theme's component declares, looks up the records
//! they name, and renders.

mod records;

use std::collections::BTreeMap;

use tera::{ComponentArgType, ComponentInfo, Context, Value};

use super::links::Linker;
use super::templates::TemplateError;
use super::{Renderer, budget, event, text};
use crate::limits::{NEAR_NAMES, NEAR_SEARCHES_OF_PAGE};
use crate::read::markdown::{Argument, Call, Literal};
use crate::report::{Finding, catalog};
use crate::site::Page;

/// The problems that were met while one page was rendered.
#[derive(Debug, Default)]
pub struct Problems {
    /// Mistakes in the page's own file.
    pub findings: Vec<Finding>,
    /// Mistakes in templates, which other pages may meet too.
    pub templates: Vec<TemplateError>,
    /// How many marks a proportion has on this page, once one was shown.
    pub marks: Option<u64>,
    /// Interface strings that the theme lacks, by name.
    pub missing_strings: BTreeMap<String, Finding>,
}

/// The HTML of a call.
#[derive(Debug)]
pub struct RenderedCall {
    /// Its HTML.
    pub html: String,
    /// Whether it is a block, which no paragraph can hold.
    pub block: bool,
}

/// Renders the call of this number. Returns `None` after a finding.
pub fn call(
    renderer: &Renderer<'_>,
    page: &Page,
    number: usize,
    linker: &Linker,
    problems: &mut Problems,
) -> Option<RenderedCall> {
    let call = page.document.calls.get(number)?;
    let shortcodes = &renderer.context.templates.shortcodes;
    let Some(info) = shortcodes.get(&call.name) else {
        let known: Vec<&str> = shortcodes.keys().map(String::as_str).collect();
        let place = page.place(call.name_range.clone());
        problems.findings.push(catalog::shortcode::unknown(place, &call.name, &known));
        return None;
    };
    let before = problems.findings.len();
    let arguments = arguments(page, call, info, &mut problems.findings);
    let implicits = implicits(renderer, page, call, info, linker, problems)?;
    if problems.findings.len() > before {
        return None;
    }
    if budget::is_used_up() {
        return None; // By a call before this one, which is found.
    }
    match renderer.context.templates.call(&call.name, &arguments, &implicits) {
        Ok(html) => Some(RenderedCall { html: html.trim().to_owned(), block: is_block(info, call) }),
        Err(error) => {
            problems.templates.push(error);
            None
        }
    }
}

fn arguments(page: &Page, call: &Call, info: &ComponentInfo, findings: &mut Vec<Finding>) -> Context {
    let mut context = Context::new();
    let declared: Vec<_> = info.args().iter().filter(|arg| !arg.is_implicit()).collect();
    let known: Vec<&str> = declared.iter().map(|arg| arg.name()).collect();
    let mut seen: Vec<&str> = Vec::new();
    for argument in &call.arguments {
        let key_place = || page.place(argument.key_range.clone());
        let Some(arg) = declared.iter().find(|arg| arg.name() == argument.key) else {
            findings.push(catalog::shortcode::unknown_argument(key_place(), &call.name, &argument.key, &known));
            continue;
        };
        if seen.contains(&argument.key.as_str()) {
            findings.push(catalog::shortcode::repeated_argument(key_place(), &argument.key));
            continue;
        }
        seen.push(&argument.key);
        if let Some(wanted) = arg.arg_type()
            && !fits(wanted, &argument.value)
        {
            let place = page.place(argument.value_range.clone());
            let got = kind(&argument.value);
            let written = &page.file.text()[argument.value_range.clone()];
            let better =
                better(wanted, &argument.value, written).map(|better| format!("write `{}={better}`", argument.key));
            let finding = catalog::shortcode::wrong_argument(place, &argument.key, words(wanted), got);
            findings.push(finding.maybe_help(better));
            continue;
        }
        let choices = choices(info, &argument.key);
        if let Literal::Text(chosen) = &argument.value
            && !choices.is_empty()
            && !choices.contains(chosen)
        {
            let place = page.place(argument.value_range.clone());
            findings.push(catalog::shortcode::unknown_choice(place, &argument.key, chosen, &choices));
            continue;
        }
        context.insert_value(argument.key.clone(), value(&argument.value));
    }
    for arg in declared.iter().filter(|arg| arg.is_required() && !seen.contains(&arg.name())) {
        // A slip of the keyboard was found already as an argument that nothing takes.
        let slipped =
            call.arguments.iter().any(|argument| crate::report::nearest(&argument.key, [arg.name()]).is_some());
        if !slipped {
            let place = page.place(call.name_range.clone());
            findings.push(catalog::shortcode::missing_argument(place, &call.name, arg.name()));
        }
    }
    context
}

/// The values that a component may use besides its arguments: records (see [`records`]), `@event` for the event that
/// `id` names, `@page`, and what every template sees.
fn implicits(
    renderer: &Renderer<'_>,
    page: &Page,
    call: &Call,
    info: &ComponentInfo,
    linker: &Linker,
    problems: &mut Problems,
) -> Option<Context> {
    let mut context = Context::new();
    let asks = |name: &str| info.args().iter().any(|arg| arg.is_implicit() && arg.name() == name);
    context.insert_value("strings", renderer.context.string_values[page.language].clone());
    context.insert_value("site", renderer.context.sites[page.language].clone());
    if asks("page") {
        let fields = BTreeMap::from([
            ("title", text(page.title())),
            ("address", text(&page.address)),
            ("home_url", text(&linker.link(&renderer.site.config.languages[page.language].at))),
        ]);
        context.insert_value("page", Value::from(fields));
    }
    if asks("event")
        && let Some(Argument { value: Literal::Text(id), value_range, .. }) =
            call.arguments.iter().find(|argument| argument.key == "id")
    {
        match renderer.context.events.get(id.as_str()) {
            Some(&number) => {
                context.insert_value(
                    "event",
                    event::value(&renderer.outline.events[number], renderer, page.language, linker),
                );
            }
            None if renderer.site.refused_events.may_hold(id) => return None,
            None => {
                let known = searched(&renderer.site.events, problems.findings.len());
                let known: Vec<&str> = known.iter().map(|event| event.record.id.as_str()).collect();
                let place = page.place(value_range.clone());
                problems.findings.push(catalog::events::unknown_event(place, id, &known));
            }
        }
    }
    records::insert(renderer, page, call, &asks, &mut context, problems)?;
    Some(context)
}

/// The records that are searched for the name nearest to an unknown one, on a page that has `findings` findings
/// already.
fn searched<T>(records: &[T], findings: usize) -> &[T] {
    let first = if findings < NEAR_SEARCHES_OF_PAGE { records.len().min(NEAR_NAMES) } else { 0 };
    &records[..first]
}

/// Whether a call makes a block: always, or where its argument `as` is the one that the component names.
fn is_block(info: &ComponentInfo, call: &Call) -> bool {
    let Some(block) = info.metadata().get("block") else { return false };
    let Some(form) = block.as_str() else { return block.is_truthy() };
    call.arguments.iter().any(|argument| argument.key == "as" && argument.value == Literal::Text(form.to_owned()))
}

/// The values that a component's metadata allows for an argument of this name: `{"one_of": {"as": ["text", "card"]}}`.
fn choices(info: &ComponentInfo, argument: &str) -> Vec<String> {
    let Some(lists) = info.metadata().get("one_of").and_then(Value::as_map) else { return Vec::new() };
    let list = lists.iter().find(|(key, _)| key.as_str() == Some(argument)).and_then(|(_, list)| list.as_array());
    list.into_iter().flatten().filter_map(|choice| choice.as_str().map(str::to_owned)).collect()
}

fn fits(wanted: ComponentArgType, value: &Literal) -> bool {
    match wanted {
        ComponentArgType::String => matches!(value, Literal::Text(_)),
        ComponentArgType::Bool => matches!(value, Literal::Bool(_)),
        ComponentArgType::Integer => matches!(value, Literal::Integer(_)),
        ComponentArgType::Float | ComponentArgType::Number => matches!(value, Literal::Float(_) | Literal::Integer(_)),
        ComponentArgType::Array => matches!(value, Literal::List(_)),
        _ => false,
    }
}

/// Returns the value in the wanted type, where that is certain.
fn better(wanted: ComponentArgType, value: &Literal, written: &str) -> Option<String> {
    match (wanted, value) {
        (ComponentArgType::Array, Literal::Text(_)) => Some(format!("[{written}]")),
        (ComponentArgType::String, Literal::Integer(_) | Literal::Float(_) | Literal::Bool(_)) => {
            Some(format!("\"{written}\""))
        }
        (ComponentArgType::Integer, Literal::Text(text)) => text.parse::<i64>().ok().map(|number| number.to_string()),
        (ComponentArgType::Bool, Literal::Text(text)) => text.parse::<bool>().ok().map(|value| value.to_string()),
        _ => None,
    }
}

fn words(wanted: ComponentArgType) -> &'static str {
    match wanted {
        ComponentArgType::String => "text in quotes",
        ComponentArgType::Bool => "true or false",
        ComponentArgType::Integer => "a whole number",
        ComponentArgType::Float | ComponentArgType::Number => "a number",
        ComponentArgType::Array => "a list in brackets",
        _ => "a value that cannot be written in a call",
    }
}

fn kind(value: &Literal) -> &'static str {
    match value {
        Literal::Text(_) => "text",
        Literal::Integer(_) => "a whole number",
        Literal::Float(_) => "a number",
        Literal::Bool(_) => "true or false",
        Literal::List(_) => "a list",
    }
}

fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Text(value) => text(value),
        Literal::Integer(number) => Value::from(*number),
        Literal::Float(number) => Value::from(*number),
        Literal::Bool(value) => Value::from(*value),
        Literal::List(items) => Value::from(items.iter().map(|(item, _)| value(item)).collect::<Vec<_>>()),
    }
}
