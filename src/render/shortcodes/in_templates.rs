//! Shortcodes in templates: `{{ <stat id="literacy" /> }}`. The engine checks the arguments of a component that a template
//! calls; this finds the records that they name, and gives them to the component as in a call of Markdown.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tera::budget::{self, Exceeded};
use tera::{Implicits, Map, Value};

use super::places::{CallPlaces, EnginePlace};
use super::records::{self, CallRecords, RecordPart};
use super::{Problems, lists, picture, pictures};
use crate::limits::NEAR_NAMES;
use crate::read::markdown::{AddressKind, Literal, classify, with_ascii_host};
use crate::render::declare::literal;
use crate::render::links::Linker;
use crate::render::pictures::PictureContext;
use crate::render::templates::TemplateError;
use crate::render::{Renderer, text};
use crate::report::{Finding, Place, catalog};
use crate::site::{Declaration, Difference, ListArguments, PictureArguments, Takes, TemplateUses, differences};

/// The engine's message for an error that [`TemplateCalls::complete`] replaces.
const PENDING: &str = "this shortcode cannot be rendered";

/// Steps for a row of a figure: its labels and its number.
const STEPS_OF_ROW: usize = 50;

/// Steps for an event: its times by several clocks.
const STEPS_OF_EVENT: usize = 500;

/// The page that templates are rendered for.
#[derive(Clone, Copy)]
pub struct PageOfCalls<'r> {
    /// Number of its language.
    pub language: usize,
    /// Its number, if it has a file.
    pub page: Option<usize>,
    /// How it writes links.
    pub linker: &'r Linker,
}
/// Steps for the search for a page, a source or an image.
const STEPS_OF_SEARCH: usize = 200;

/// Gives components that templates call the records that they take.
pub struct TemplateCalls<'r, 's> {
    renderer: &'r Renderer<'s>,
    on: PageOfCalls<'r>,
    known: RefCell<KnownCalls>,
}

/// What is known of the calls in the templates of a page, once they are rendered.
#[derive(Default)]
pub struct KnownCalls {
    /// Why a call failed, if one did.
    failure: Option<CallFailure>,
    /// Findings in calls that were rendered.
    doubts: Vec<TemplateError>,
    /// The records that calls show.
    uses: TemplateUses,
    /// As [`Problems::marks`].
    marks: Option<(u64, Place)>,
    /// As [`Problems::missing_strings`].
    missing_strings: BTreeMap<String, Finding>,
}

/// Why a call cannot be rendered.
enum CallFailure {
    /// A mistake in the call.
    Mistake(Box<Finding>),
    /// The record that it names is invalid, which is reported already.
    InvalidRecord,
}

impl KnownCalls {
    /// Adds what is known to the problems of the page, and what is known of a call that failed to the engine's error. Returns
    /// the result of the engine, if there is one.
    pub fn merge(self, result: Result<String, TemplateError>, problems: &mut Problems) -> Option<String> {
        problems.uses.statistics.extend(self.uses.statistics);
        problems.uses.events.extend(self.uses.events);
        problems.uses.pictures.extend(self.uses.pictures);
        problems.missing_strings.extend(self.missing_strings);
        problems.marks = self.marks;
        let error = match (result, self.failure) {
            (Ok(html), _) => {
                problems.templates.extend(self.doubts);
                return Some(html);
            }
            (Err(error), Some(CallFailure::Mistake(finding))) => TemplateError::from_finding(error.place, *finding),
            // Reported already.
            (Err(_), Some(CallFailure::InvalidRecord)) => return None,
            (Err(error), None) => error,
        };
        problems.templates.push(error);
        None
    }
}

impl<'r, 's> TemplateCalls<'r, 's> {
    /// Creates the resolver for the templates of one page, which has these problems so far.
    pub fn new(renderer: &'r Renderer<'s>, on: PageOfCalls<'r>, problems: &Problems) -> Self {
        let known = KnownCalls { marks: problems.marks.clone(), ..KnownCalls::default() };
        Self { renderer, on, known: RefCell::new(known) }
    }

    /// What is known of the calls.
    pub fn into_known(self) -> KnownCalls {
        self.known.into_inner()
    }

    /// Adds a finding in a call that can be rendered, at the call.
    fn doubt(&self, places: CallPlaces<'_>, finding: Finding) {
        self.known.borrow_mut().doubts.push(TemplateError::from_finding(places.call(), finding));
    }

    /// Reports the superseded records of a call, unless the record that supersedes them is beside them.
    fn check_superseded(&self, numbers: &[usize], place: &dyn Fn(usize) -> Place, places: CallPlaces<'_>) {
        let statistics = &self.renderer.site.statistics;
        for (row, &number) in numbers.iter().enumerate() {
            let latest = statistics[number].superseded_by.as_ref().and_then(|_| self.latest(number));
            let Some(latest) = latest.filter(|latest| !numbers.contains(latest)) else { continue };
            let (id, latest) = (&statistics[number].id, &statistics[latest]);
            self.doubt(places, catalog::records::superseded(place(row), id, &latest.id, latest.place.clone()));
        }
    }

    /// Reports a figure whose records differ in more than what it compares.
    fn check_side_by_side(&self, component: &str, numbers: &[usize], places: CallPlaces<'_>) {
        let statistics: Vec<_> = numbers.iter().map(|&number| &self.renderer.site.statistics[number]).collect();
        let how: Vec<&str> = differences(&statistics).into_iter().map(Difference::name).collect();
        if !how.is_empty() {
            self.doubt(places, catalog::records::side_by_side(places.call(), component, &how));
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
        component: &str,
        declaration: &Declaration,
        arguments: &Map,
        places: CallPlaces<'_>,
    ) -> Result<Vec<(&'static str, Value)>, CallFailure> {
        let get = |name: &str| argument(arguments, name);
        for (name, choices) in declaration.choices.iter().filter(|(_, choices)| !choices.is_empty()) {
            let chosen = get(name).and_then(Value::as_str);
            if let Some(chosen) = chosen.filter(|chosen| !choices.iter().any(|choice| choice == chosen)) {
                return Err(mistake(catalog::shortcode::unknown_choice(places.argument(name), name, chosen, choices)));
            }
        }
        let takes = &declaration.takes;
        let id = get("id").and_then(Value::as_str);
        let id_place = || places.argument("id");
        let event = id.filter(|_| takes.event).map(|id| self.event(id, &id_place)).transpose()?;
        let takes_statistic = takes.statistic || takes.marks;
        let statistic = id.filter(|_| takes_statistic).map(|id| self.statistic(id, &id_place)).transpose()?;
        let ids = get("ids").and_then(Value::as_array).filter(|_| !takes.figures.is_empty());
        let item = |row: usize| places.item("ids", row, ids.map_or(0, <[Value]>::len));
        let mut listed = Vec::new();
        if ids.is_some_and(<[Value]>::is_empty) {
            return Err(mistake(catalog::shortcode::empty_list(places.argument("ids"), "ids")));
        }
        for (row, id) in ids.unwrap_or_default().iter().enumerate() {
            let Some(text) = id.as_str() else {
                let place = places.argument("ids");
                return Err(mistake(catalog::shortcode::wrong_argument(place, "ids", "a list of texts", kind(id))));
            };
            listed.push(Some(self.statistic(text, &|| item(row))?));
        }
        let shown: Vec<usize> = listed.iter().copied().flatten().collect();
        // The default of a component for the number of marks is 0: any number that fits.
        let total = get("of").and_then(Value::as_i64).map(|total| u64::try_from(total).unwrap_or(0));
        let place = |part: RecordPart| match part {
            RecordPart::Listed(row) => item(row),
            RecordPart::Total if get("of").is_some() => places.argument("of"),
            RecordPart::Total => id_place(),
        };
        let source = get("source").and_then(Value::as_str).filter(|_| takes.source);
        let source = source.map(|id| self.source(id, &|| places.argument("source"))).transpose()?;
        let to = get("to").and_then(Value::as_str).filter(|_| takes.link);
        let link = to.map(|to| self.link(to, &|| places.argument("to"))).transpose()?;
        let records = CallRecords { event, source, statistic, listed: &listed, total, place: &place };
        let mut problems = Problems { marks: self.known.borrow_mut().marks.take(), ..Problems::default() };
        let on = (self.on.language, self.on.linker);
        let mut values = records::values(self.renderer, on, takes, &records, &mut problems);
        values.extend(takes.link.then(|| (Takes::LINK, link.unwrap_or_else(Value::none))));
        let given = |name: &str| {
            let value = get(name).and_then(literal).map(|value| (value, true));
            value.or_else(|| declaration.default_of(name))
        };
        let arguments = ListArguments { get: &given, place: &|name| places.argument(name) };
        let page = (self.on.language, self.on.page);
        values.extend(lists::values(self.renderer, page, takes, &arguments, &mut problems.findings));
        if takes.image {
            values.push((Takes::IMAGE, self.picture(&given, places, &mut problems)?));
        }
        let mut known = self.known.borrow_mut();
        known.missing_strings.extend(problems.missing_strings);
        known.marks = problems.marks;
        known.uses.events.extend(event);
        known.uses.statistics.extend(statistic.into_iter().chain(shown.iter().copied()));
        drop(known);
        if let Some(finding) = problems.findings.into_iter().next() {
            return Err(mistake(finding));
        }
        let numbers: Vec<usize> = statistic.into_iter().chain(shown.iter().copied()).collect();
        let of_row = |row: usize| match (statistic, row) {
            (Some(_), 0) => id_place(),
            (Some(_), row) => item(row - 1),
            (None, row) => item(row),
        };
        self.check_superseded(&numbers, &of_row, places);
        if takes.figures.iter().any(|figure| figure.compares()) {
            self.check_side_by_side(component, &numbers, places);
        }
        Ok(values)
    }

    /// The image that `src` names, as HTML.
    fn picture(
        &self,
        given: &dyn Fn(&str) -> Option<(Literal, bool)>,
        places: CallPlaces<'_>,
        problems: &mut Problems,
    ) -> Result<Value, CallFailure> {
        let Some((Literal::Text(src), _)) = given(PictureArguments::SRC) else { return Ok(Value::none()) };
        let (src, place) = (src.trim(), || places.argument(PictureArguments::SRC));
        if src.is_empty() {
            return Err(mistake(catalog::shortcode::empty_address(place(), PictureArguments::SRC)));
        }
        let arguments = PictureArguments::new(given);
        if let Some(finding) = arguments.check_width(&|name| places.argument(name)) {
            return Err(mistake(finding));
        }
        if let Some(finding) = arguments.check(src, &|name| places.argument(name)) {
            self.doubt(places, finding);
        }
        let shown = pictures::find(self.renderer, self.on, src, arguments, &place).map_err(CallFailure::Mistake)?;
        self.known.borrow_mut().uses.pictures.extend(pictures::used(self.renderer, &shown));
        let on = PictureContext { language: self.on.language, page: None, linker: self.on.linker };
        Ok(picture(self.renderer, on, &shown, problems))
    }

    fn event(&self, id: &str, place: &dyn Fn() -> Place) -> Result<usize, CallFailure> {
        let site = self.renderer.site;
        let number = self.renderer.context.events.get(id).copied();
        number.ok_or_else(|| {
            if site.refused_events.may_hold(id) {
                return CallFailure::InvalidRecord;
            }
            let known: Vec<&str> = site.events.iter().take(NEAR_NAMES).map(|event| event.record.id.as_str()).collect();
            mistake(catalog::events::unknown_event(place(), id, &known))
        })
    }

    fn source(&self, id: &str, place: &dyn Fn() -> Place) -> Result<usize, CallFailure> {
        let site = self.renderer.site;
        let number = site.sources.iter().position(|source| source.id == id);
        number.ok_or_else(|| {
            if site.refused_sources.may_hold(id) {
                return CallFailure::InvalidRecord;
            }
            let known: Vec<&str> = site.sources.iter().take(NEAR_NAMES).map(|it| it.id.as_str()).collect();
            mistake(catalog::records::unknown_source(place(), id, &known))
        })
    }

    /// The link to an address of the site (`/about/`), to a page by its path in the folder of the language (`about.md`), or to
    /// another host.
    fn link(&self, to: &str, place: &dyn Fn() -> Place) -> Result<Value, CallFailure> {
        let outline = &self.renderer.outline;
        match classify(to) {
            AddressKind::Outside => return Ok(text(&with_ascii_host(to).unwrap_or_else(|| to.to_owned()))),
            AddressKind::Forbidden(scheme) => {
                return Err(mistake(catalog::markdown::forbidden_scheme(place(), scheme)));
            }
            AddressKind::Inside => {}
        }
        let (path, rest) = to.find(['?', '#']).map_or((to, ""), |at| to.split_at(at));
        if path.is_empty() && !rest.is_empty() {
            return Ok(text(rest));
        }
        let address = if path.starts_with('/') {
            let is_page = outline.pages.number_at(path).is_some();
            let is_there = is_page
                || outline.files.iter().any(|file| file.address == path)
                || outline.generated.iter().any(|page| page.address == path);
            is_there.then_some(path)
        } else {
            let file = format!("content/{}/{path}", self.renderer.site.config.languages[self.on.language].tag);
            outline.pages.iter().find(|page| page.file == file).map(|page| page.address)
        };
        let address = address.ok_or_else(|| mistake(catalog::links::broken(place(), path, &[], false)))?;
        Ok(text(&format!("{}{rest}", self.on.linker.link(address))))
    }

    fn statistic(&self, id: &str, place: &dyn Fn() -> Place) -> Result<usize, CallFailure> {
        let site = self.renderer.site;
        let number = self.renderer.context.statistics.get(id).copied();
        number.ok_or_else(|| {
            if site.refused_statistics.may_hold(id) {
                return CallFailure::InvalidRecord;
            }
            let known: Vec<&str> = site.statistics.iter().take(NEAR_NAMES).map(|it| it.id.as_str()).collect();
            mistake(catalog::shortcode::unknown_statistic(place(), id, &known))
        })
    }
}

impl Implicits for TemplateCalls<'_, '_> {
    fn of_call(
        &self,
        component: &str,
        arguments: &Map,
        place: &EnginePlace<'_>,
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
        let places = CallPlaces::new(&self.renderer.context.templates, place);
        self.values(component, declaration, arguments, places).map_err(|failure| {
            self.known.borrow_mut().failure = Some(failure);
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
    let link = if takes.link || takes.source || takes.image { STEPS_OF_SEARCH } else { 0 };
    event + link + takes.figures.len() * listed * STEPS_OF_ROW
}

fn mistake(finding: Finding) -> CallFailure {
    CallFailure::Mistake(Box::new(finding))
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
