//! Renders shortcode calls, which are bound to components and records already: in the text of a page, and in templates.

mod in_templates;
mod lists;
mod pictures;
mod places;
mod records;

pub use in_templates::{PageOfCalls, TemplateCalls};

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::links::Linker;
use super::pictures::PictureContext;
use super::templates::TemplateError;
use super::{Renderer, body, budget, pictures as written, text};
use crate::read::markdown::{Argument, Call, Literal};
use crate::report::{Finding, Place};
use crate::site::{BoundCall, CallLink, ListArguments, Page, ShownPicture, Takes, TemplateUses};
use records::{CallRecords, RecordPart};

/// The problems that were met while one page was rendered.
#[derive(Debug, Default)]
pub struct Problems {
    /// Mistakes in the page's own file.
    pub findings: Vec<Finding>,
    /// Mistakes in templates, which other pages may meet too.
    pub templates: Vec<TemplateError>,
    /// How many marks a proportion has on this page, once one was shown, and where that is.
    pub marks: Option<(u64, Place)>,
    /// Interface strings that the theme lacks, by name.
    pub missing_strings: BTreeMap<String, Finding>,
    /// The records that calls in templates show.
    pub uses: TemplateUses,
}

/// The HTML of a call.
#[derive(Debug)]
pub struct RenderedCall {
    /// Its HTML.
    pub html: String,
    /// Whether it is a block, which no paragraph can hold.
    pub block: bool,
}

/// Renders the call of this number, with the HTML of its body if it has one. Returns `None` if it cannot be rendered, which is
/// reported.
pub fn call(
    renderer: &Renderer<'_>,
    (own, page): (usize, &Page),
    (number, body): (usize, Option<&str>),
    linker: &Linker,
    problems: &mut Problems,
) -> Option<RenderedCall> {
    let call = page.source.document.calls.get(number)?;
    let bound = page.calls.get(number)?;
    let before = problems.findings.len();
    let mut implicits = implicits(renderer, page, (call, bound), linker, problems);
    if bound.is_valid {
        add_lists(renderer, (own, page), (call, bound), &mut implicits, &mut problems.findings);
        add_picture(renderer, page, number, linker, (&mut implicits, problems));
    }
    if !bound.is_valid || problems.findings.len() > before {
        return None;
    }
    if budget::is_used_up() {
        return None; // By a call before this one, which is found.
    }
    let marker = renderer.marker(page.source.language);
    let mut arguments = Context::new();
    for argument in &call.arguments {
        let value = match &argument.value {
            Literal::Text(words) => text(&marker.in_order(words)),
            other => value(other),
        };
        arguments.insert_value(argument.key.clone(), value);
    }
    let on = PageOfCalls { language: page.source.language, page: Some(own), linker };
    let inner = TemplateCalls::new(renderer, on, problems);
    // A body is content of the page, which templates may copy.
    budget::allow_content(body.map_or(0, str::len));
    let result = renderer.context.templates.call(&call.name, &arguments, (&implicits, body), &inner);
    let html = inner.into_known().merge(result, problems)?;
    Some(RenderedCall { html: html.trim().to_owned(), block: bound.is_block })
}

/// The values that a component may use besides its arguments: records, `@page`, and what every template sees.
fn implicits(
    renderer: &Renderer<'_>,
    page: &Page,
    (call, bound): (&Call, &BoundCall),
    linker: &Linker,
    problems: &mut Problems,
) -> Context {
    let mut context = Context::new();
    context.insert_value("strings", renderer.context.string_values[page.source.language].clone());
    context.insert_value("site", renderer.context.sites[page.source.language].clone());
    if bound.declaration.uses_page {
        let language = &renderer.site.config.languages[page.source.language];
        let fields = BTreeMap::from([
            ("lang", text(&language.tag)),
            ("dir", text(if language.right_to_left { "rtl" } else { "ltr" })),
            ("title", renderer.title(page.source.language, page.title())),
            ("address", text(&page.address)),
            ("home_url", text(&linker.link(&language.at))),
        ]);
        context.insert_value("page", Value::from(fields));
    }
    let takes = &bound.declaration.takes;
    if takes.link {
        let link = bound.link.as_ref().map(|link| match link {
            CallLink::Inside(number) => body::link(renderer, page, *number, linker),
            CallLink::Outside(address) => address.clone(),
        });
        context.insert_value(Takes::LINK, link.map_or_else(Value::none, |address| text(&address)));
    }
    let of = call.arguments.iter().find(|argument| argument.key == "of");
    let total = match of {
        Some(Argument { value: Literal::Integer(total), .. }) => Some(u64::try_from(*total).unwrap_or(0)),
        _ => None,
    };
    let place = |part: RecordPart| match part {
        RecordPart::Listed(row) => page.place(bound.listed[row].range.clone()),
        RecordPart::Total => {
            let id = bound.statistic.as_ref().map_or(&call.range, |named| &named.range);
            page.place(of.map_or(id, |of| &of.value_range).clone())
        }
    };
    let listed: Vec<Option<usize>> = bound.listed.iter().map(|named| named.number).collect();
    let statistic = bound.statistic.as_ref().and_then(|named| named.number);
    let records =
        CallRecords { event: bound.event, source: bound.source, statistic, listed: &listed, total, place: &place };
    let values = records::values(renderer, (page.source.language, linker), takes, &records, problems);
    values.into_iter().for_each(|(name, value)| context.insert_value(name, value));
    context
}

/// Adds the lists that a component takes.
fn add_lists(
    renderer: &Renderer<'_>,
    (own, page): (usize, &Page),
    (call, bound): (&Call, &BoundCall),
    context: &mut Context,
    findings: &mut Vec<Finding>,
) {
    let place = |name: &str| {
        let given = call.arguments.iter().find(|argument| argument.key == name);
        page.place(given.map_or(&call.name_range, |argument| &argument.value_range).clone())
    };
    let arguments = ListArguments { get: &|name| bound.list_argument(call, name), place: &place };
    let on = (page.source.language, Some(own));
    let values = lists::values(renderer, on, &bound.declaration.takes, &arguments, findings);
    values.into_iter().for_each(|(name, value)| context.insert_value(name, value));
}

/// Adds the image that a component takes, as HTML.
fn add_picture(
    renderer: &Renderer<'_>,
    page: &Page,
    number: usize,
    linker: &Linker,
    (context, problems): (&mut Context, &mut Problems),
) {
    let Some(shown) = page.picture_of_call(number, &renderer.site.config) else { return };
    let on = PictureContext { language: page.source.language, page: Some(page), linker };
    context.insert_value(Takes::IMAGE, picture(renderer, on, &shown, problems));
}

/// An image as HTML.
fn picture(renderer: &Renderer<'_>, on: PictureContext<'_>, shown: &ShownPicture, problems: &mut Problems) -> Value {
    let mut html = String::new();
    if let Err(name) = written::write(renderer, on, shown, &mut html) {
        let finding = body::missing(renderer, name, on.language);
        problems.missing_strings.insert(name.to_owned(), finding);
    }
    Value::safe_string(&html)
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
