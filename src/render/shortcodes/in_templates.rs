//! Shortcodes in templates: `{{ <stat id="literacy" /> }}`. The engine checks the arguments of a component that a template
//! calls; this finds the records that they name, and gives them to the component as in a call of Markdown.

use std::cell::RefCell;
use std::ops::Range;

use tera::budget::{self, Exceeded};
use tera::{Implicits, Map, Value};

use super::Problems;
use super::records::{self, CallRecords};
use crate::limits::NEAR_NAMES;
use crate::render::Renderer;
use crate::render::links::Linker;
use crate::render::templates::TemplateError;
use crate::report::{Finding, Place, SourceFile, catalog};
use crate::site::{Declaration, Takes};

/// The engine's message for an error that [`TemplateCalls::complete`] replaces.
const PENDING: &str = "this shortcode cannot be rendered";

/// Steps for a row of a figure: its labels and its number.
const STEPS_OF_ROW: usize = 50;

/// Steps for an event: its times by several clocks.
const STEPS_OF_EVENT: usize = 500;

/// Gives components that templates call the records that they take.
pub struct TemplateCalls<'r> {
    renderer: &'r Renderer<'r>,
    language: usize,
    linker: &'r Linker,
    /// Why a call failed, if one did.
    failure: RefCell<Option<CallFailure>>,
    /// Findings in calls that were rendered.
    doubts: RefCell<Vec<TemplateError>>,
}

/// Why a call cannot be rendered.
enum CallFailure {
    /// A mistake in the call.
    Mistake(Box<Finding>),
    /// The record that it names is invalid, which is reported already.
    InvalidRecord,
}

impl<'r> TemplateCalls<'r> {
    /// Creates the resolver for the templates of one page.
    pub fn new(renderer: &'r Renderer<'_>, language: usize, linker: &'r Linker) -> Self {
        Self { renderer, language, linker, failure: RefCell::new(None), doubts: RefCell::default() }
    }

    /// Adds what is known of a call that failed to the engine's error; `None` if the cause is reported already.
    pub fn complete(self, error: TemplateError) -> Option<TemplateError> {
        match self.failure.into_inner() {
            Some(CallFailure::Mistake(finding)) => Some(TemplateError::from_finding(error.place, *finding)),
            Some(CallFailure::InvalidRecord) => None,
            None => Some(error),
        }
    }

    /// The findings in calls that were rendered.
    pub fn into_doubts(self) -> Vec<TemplateError> {
        self.doubts.into_inner()
    }

    /// Reports the superseded records of a call, unless the record that supersedes them is beside them.
    fn check_superseded(&self, numbers: &[usize], place: &dyn Fn() -> Option<(String, Range<usize>)>) {
        let statistics = &self.renderer.site.statistics;
        for &number in numbers.iter().filter(|&&number| statistics[number].superseded_by.is_some()) {
            let Some(latest) = self.latest(number).filter(|latest| !numbers.contains(latest)) else { continue };
            let place = place().and_then(|(name, range)| self.renderer.context.templates.place(&name, range));
            let Some(place) = place else { continue };
            let (id, latest) = (&statistics[number].id, &statistics[latest]);
            let finding = catalog::records::superseded(place.clone(), id, &latest.id, latest.place.clone());
            self.doubts.borrow_mut().push(TemplateError::from_finding(place, finding));
        }
    }

    /// The last record in the chain of those that supersede this one; `None` for a cycle, which is reported elsewhere.
    fn latest(&self, number: usize) -> Option<usize> {
        let statistics = &self.renderer.site.statistics;
        let mut latest = number;
        for _ in 0..statistics.len() {
            let by = statistics[latest].superseded_by.as_ref();
            match by.and_then(|(by, _)| self.renderer.context.statistics.get(by)) {
                Some(&next) if budget::steps(1) => latest = next,
                _ => return (latest != number).then_some(latest),
            }
        }
        None
    }

    fn values(
        &self,
        declaration: &Declaration,
        arguments: &Map,
        place: &dyn Fn() -> Option<(String, Range<usize>)>,
    ) -> Result<Vec<(&'static str, Value)>, CallFailure> {
        let get = |name: &str| argument(arguments, name);
        for (name, choices) in declaration.choices.iter().filter(|(_, choices)| !choices.is_empty()) {
            let chosen = get(name).and_then(Value::as_str);
            if let Some(chosen) = chosen.filter(|chosen| !choices.iter().any(|choice| choice == chosen)) {
                return Err(mistake(catalog::shortcode::unknown_choice(anywhere(), name, chosen, choices)));
            }
        }
        let takes = &declaration.takes;
        let id = get("id").and_then(Value::as_str);
        let event = id.filter(|_| takes.event).map(|id| self.event(id)).transpose()?;
        let statistic = id.filter(|_| takes.statistic || takes.marks).map(|id| self.statistic(id)).transpose()?;
        let mut listed = Vec::new();
        if let Some(ids) = get("ids").and_then(Value::as_array).filter(|_| !takes.figures.is_empty()) {
            if ids.is_empty() {
                return Err(mistake(catalog::shortcode::empty_list(anywhere(), "ids")));
            }
            for id in ids {
                let wrong = || catalog::shortcode::wrong_argument(anywhere(), "ids", "a list of texts", kind(id));
                listed.push(Some(self.statistic(id.as_str().ok_or_else(|| mistake(wrong()))?)?));
            }
        }
        // The default of a component for the number of marks is 0: any number that fits.
        let total = get("of").and_then(Value::as_i64).map(|total| u64::try_from(total).unwrap_or(0));
        let records = CallRecords { event, statistic, listed: &listed, total, place: &|_| anywhere() };
        let mut problems = Problems::default();
        let values = records::values(self.renderer, (self.language, self.linker), takes, &records, &mut problems);
        match problems.findings.into_iter().next() {
            Some(finding) => Err(mistake(finding)),
            None => {
                let numbers: Vec<usize> = statistic.into_iter().chain(listed.iter().copied().flatten()).collect();
                self.check_superseded(&numbers, place);
                Ok(values)
            }
        }
    }

    fn event(&self, id: &str) -> Result<usize, CallFailure> {
        let site = self.renderer.site;
        let number = self.renderer.context.events.get(id).copied();
        number.ok_or_else(|| {
            if site.refused_events.may_hold(id) {
                return CallFailure::InvalidRecord;
            }
            let known: Vec<&str> = site.events.iter().take(NEAR_NAMES).map(|event| event.record.id.as_str()).collect();
            mistake(catalog::events::unknown_event(anywhere(), id, &known))
        })
    }

    fn statistic(&self, id: &str) -> Result<usize, CallFailure> {
        let site = self.renderer.site;
        let number = self.renderer.context.statistics.get(id).copied();
        number.ok_or_else(|| {
            if site.refused_statistics.may_hold(id) {
                return CallFailure::InvalidRecord;
            }
            let known: Vec<&str> = site.statistics.iter().take(NEAR_NAMES).map(|it| it.id.as_str()).collect();
            mistake(catalog::shortcode::unknown_statistic(anywhere(), id, &known))
        })
    }
}

impl Implicits for TemplateCalls<'_> {
    fn of_call(
        &self,
        component: &str,
        arguments: &Map,
        place: &dyn Fn() -> Option<(String, Range<usize>)>,
    ) -> Result<Vec<(&'static str, Value)>, String> {
        let Some(declaration) = self.renderer.context.templates.components.get(component) else {
            return Ok(Vec::new());
        };
        if declaration.takes.is_empty() && declaration.choices.is_empty() {
            return Ok(Vec::new());
        }
        if !budget::steps(cost(&declaration.takes, arguments)) {
            return Err(Exceeded::Steps.message().to_owned());
        }
        self.values(declaration, arguments, place).map_err(|failure| {
            *self.failure.borrow_mut() = Some(failure);
            PENDING.to_owned()
        })
    }
}

fn argument<'a>(arguments: &'a Map, name: &str) -> Option<&'a Value> {
    arguments.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
}

/// The steps that the values of a call cost, so that the work for a page stays bounded.
fn cost(takes: &Takes, arguments: &Map) -> usize {
    let listed = argument(arguments, "ids").and_then(Value::as_array).map_or(0, <[Value]>::len);
    let event = if takes.event { STEPS_OF_EVENT } else { 0 };
    event + takes.figures.len() * listed * STEPS_OF_ROW
}

fn mistake(finding: Finding) -> CallFailure {
    CallFailure::Mistake(Box::new(finding))
}

/// A placeholder for the place of a call, which the engine gives with its error.
fn anywhere() -> Place {
    Place::whole(&SourceFile::new("themes", ""))
}

/// The kind of a value in words.
fn kind(value: &Value) -> &'static str {
    match value {
        value if value.is_number() => "a number",
        value if value.is_bool() => "true or false",
        value if value.is_array() => "a list",
        value if value.is_map() => "a mapping",
        _ => "nothing",
    }
}
