//! What the components of a theme declare: their arguments, and the records that they take. Plain values, so that calls
//! can be checked without the template engine.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, Range};
use std::sync::Arc;

use super::{Kind, ListReaders, ReadsUses};
use crate::read::markdown::Literal;

/// Everything that a theme declares.
#[derive(Debug, Default)]
pub struct Declarations {
    /// Shortcodes by name; `None` if the theme cannot be used.
    pub shortcodes: Option<BTreeMap<String, Arc<Declaration>>>,
    /// Names of the templates that list all records; see [`record_lists`].
    pub record_lists: BTreeSet<String>,
    /// Whether sections have a template of their own.
    pub has_section_template: bool,
    /// Whether a template calls a component that takes a list of events.
    pub lists_events: bool,
    /// Whether a template may ask for the events of the outline.
    pub reads_events: bool,
    /// The places where templates name the images that they show: bytes of each file, by its path as findings show it.
    pub picture_sources: BTreeMap<String, Vec<Range<usize>>>,
    /// Names of the templates that link the parts of a long list to each other.
    pub shows_parts: BTreeSet<String>,
    /// The keys of `extra` that templates may read.
    pub extra_readers: ExtraReaders,
    /// The templates that may ask for the pages that show each record; none for records that templates do not show.
    pub use_readers: UseReaders,
    /// The templates that may show each list of pages or records.
    pub list_readers: ListReaders,
}

/// The keys of `extra` in front matter that templates may read.
#[derive(Debug, Default)]
pub struct ExtraReaders {
    /// Their names.
    named: BTreeSet<String>,
    /// Whether a template may read any, since it does not name those that it reads.
    reads_any: bool,
}

impl ExtraReaders {
    /// Collects the keys from the texts of templates.
    #[must_use]
    pub fn from_templates<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut readers = Self::default();
        for text in texts {
            for (at, _) in text.match_indices(".extra") {
                let rest = &text[at + ".extra".len()..];
                let key = rest.trim_start_matches('?').strip_prefix('.').unwrap_or("");
                let length = key.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(key.len());
                match length {
                    0 => readers.reads_any |= !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'),
                    _ => drop(readers.named.insert(key[..length].to_owned())),
                }
            }
        }
        readers
    }

    /// Whether a template may read a key.
    #[must_use]
    pub fn may_read(&self, key: &str) -> bool {
        self.reads_any || self.named.contains(key)
    }
}

/// Names of the templates that may ask for the pages that show each record.
#[derive(Debug, Default)]
pub struct UseReaders {
    /// Those that may ask for the list of statistics.
    pub statistics: BTreeSet<String>,
    /// Those that may ask for the list of events.
    pub events: BTreeSet<String>,
}

impl Declarations {
    /// Whether pages of this kind list all records, with the template that their front matter names, if it names one.
    #[must_use]
    pub fn lists_records(&self, template: Option<&str>, kind: Kind) -> bool {
        self.is_among(&self.record_lists, template, kind)
    }

    /// What pages of this kind, with the template that their front matter names, may show of what is known only when other
    /// pages have been rendered.
    #[must_use]
    pub fn reads(&self, template: Option<&str>, kind: Kind) -> ReadsUses {
        let readers = &self.use_readers;
        ReadsUses {
            statistics: self.is_among(&readers.statistics, template, kind),
            events: self.is_among(&readers.events, template, kind),
        }
    }

    /// Whether the template of pages of this kind, or the one that their front matter names, is one of these.
    pub(super) fn is_among(&self, templates: &BTreeSet<String>, template: Option<&str>, kind: Kind) -> bool {
        let own = if kind != Kind::Page && self.has_section_template { "section" } else { "page" };
        let name = template.unwrap_or(own);
        let stem = name.strip_suffix(".html").unwrap_or(name);
        let from = (Bound::Included(stem), Bound::Unbounded);
        let mut alike = templates.range::<str, _>(from).take_while(|name| name.starts_with(stem));
        alike.any(|name| name.strip_suffix(".html") == Some(stem))
    }
}

/// What one component declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declaration {
    /// Its arguments, in order.
    pub arguments: Vec<DeclaredArgument>,
    /// The records that it takes.
    pub takes: Takes,
    /// Whether it uses the values of the page.
    pub uses_page: bool,
    /// When its result is a block.
    pub block: BlockRule,
    /// Whether it takes a body: what is written between `{% name() %}` and `{% end %}`.
    pub takes_body: bool,
    /// The values that some arguments are limited to, by name.
    pub choices: BTreeMap<String, Vec<String>>,
}

/// An argument that a component declares.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredArgument {
    /// Its name.
    pub name: String,
    /// The type of its value; `None` if any will do.
    pub wanted: Option<ValueType>,
    /// Whether it has no default.
    pub is_required: bool,
    /// Its default, if a call could give the same value.
    pub default: Option<Literal>,
}

/// The records that a component takes, by its `@…` parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Takes {
    /// `@stat`: the statistic that `id` names, as text.
    pub statistic: bool,
    /// `@icons`: the statistic that `id` names, as marks.
    pub marks: bool,
    /// `@chart`, `@trend`, `@table`: the statistics that `ids` names.
    pub figures: Vec<Figure>,
    /// `@event`: the event that `id` names.
    pub event: bool,
    /// `@pages`: a list of pages.
    pub pages: bool,
    /// `@events`: a list of events.
    pub events: bool,
    /// `@link`: the page, the file or the address that `to` names.
    pub link: bool,
    /// `@cited`: the source that `source` names.
    pub source: bool,
    /// `@image`: the image that `src` names.
    pub image: bool,
}

/// The figures of several statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Bars on one axis.
    Chart,
    /// A line over time.
    Trend,
    /// Rows, each with its own unit.
    Table,
}

impl Figure {
    /// All figures.
    pub const ALL: [Self; 3] = [Self::Chart, Self::Trend, Self::Table];

    /// The parameter that gives it, which is also its name in findings.
    #[must_use]
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Chart => "chart",
            Self::Trend => "trend",
            Self::Table => "table",
        }
    }

    /// Whether readers compare its values with each other.
    #[must_use]
    pub fn compares(self) -> bool {
        self != Self::Table
    }
}

impl Takes {
    /// The parameter for a statistic as text.
    pub const STATISTIC: &str = "stat";
    /// The parameter for a statistic as marks.
    pub const MARKS: &str = "icons";
    /// The parameter for an event.
    pub const EVENT: &str = "event";
    /// The parameter for a list of pages.
    pub const PAGES: &str = "pages";
    /// The parameter for a list of events.
    pub const EVENTS: &str = "events";
    /// The parameter for a link.
    pub const LINK: &str = "link";
    /// The parameter for a source.
    pub const SOURCE: &str = "cited";
    /// The parameter for an image.
    pub const IMAGE: &str = "image";

    /// What the parameters of these names take.
    #[must_use]
    pub fn from_parameters(names: &[&str]) -> Self {
        let has = |name: &str| names.contains(&name);
        Self {
            statistic: has(Self::STATISTIC),
            marks: has(Self::MARKS),
            figures: Figure::ALL.into_iter().filter(|figure| has(figure.parameter())).collect(),
            event: has(Self::EVENT),
            pages: has(Self::PAGES),
            events: has(Self::EVENTS),
            link: has(Self::LINK),
            source: has(Self::SOURCE),
            image: has(Self::IMAGE),
        }
    }

    /// Whether it takes no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a call shows a number, so that the words beside it may be about its value.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.statistic && !self.marks && self.figures.is_empty()
    }
}

/// When the result of a component is a block, which no line can hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BlockRule {
    /// Never.
    #[default]
    Never,
    /// Always.
    Always,
    /// Where the argument `as` has this value.
    As(String),
}

/// The types of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Text.
    Text,
    /// True or false.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A list.
    List,
    /// A type that cannot be written in a call.
    Other,
}

impl ValueType {
    /// Whether a value has this type.
    #[must_use]
    pub fn fits(self, value: &Literal) -> bool {
        match self {
            Self::Text => matches!(value, Literal::Text(_)),
            Self::Bool => matches!(value, Literal::Bool(_)),
            Self::Integer => matches!(value, Literal::Integer(_)),
            Self::Number => matches!(value, Literal::Float(_) | Literal::Integer(_)),
            Self::List => matches!(value, Literal::List(_)),
            Self::Other => false,
        }
    }

    /// The type in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text in quotes",
            Self::Bool => "true or false",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::List => "a list in brackets",
            Self::Other => "a value that cannot be written in a call",
        }
    }

    /// Returns a value in this type, where that is certain; `written` is the value in the file.
    #[must_use]
    pub fn convert(self, value: &Literal, written: &str) -> Option<String> {
        match (self, value) {
            (Self::List, Literal::Text(_)) => Some(format!("[{written}]")),
            (Self::Text, Literal::Integer(_) | Literal::Float(_) | Literal::Bool(_)) => Some(format!("\"{written}\"")),
            (Self::Integer, Literal::Text(text)) => text.parse::<i64>().ok().map(|number| number.to_string()),
            (Self::Bool, Literal::Text(text)) => text.parse::<bool>().ok().map(|value| value.to_string()),
            _ => None,
        }
    }
}

/// The type of a value in words.
#[must_use]
pub fn kind(value: &Literal) -> &'static str {
    match value {
        Literal::Text(_) => "text",
        Literal::Integer(_) => "a whole number",
        Literal::Float(_) => "a number",
        Literal::Bool(_) => "true or false",
        Literal::List(_) => "a list",
    }
}

/// The names of the templates that list all records, so that other pages can link to each: those that loop over the
/// statistics of the outline and give each the anchor `stat-ID`, and those that include or extend such a template.
#[must_use]
pub fn record_lists<'t>(templates: impl Iterator<Item = (&'t str, &'t str)> + Clone) -> BTreeSet<String> {
    templates_with(templates, |_, text| text.contains("outline.statistics") && text.contains("stat-{{"))
}

/// The names of the templates with a name and a text that `is_wanted` accepts, and of those that include or extend such a template.
#[must_use]
pub fn templates_with<'t>(
    templates: impl Iterator<Item = (&'t str, &'t str)> + Clone,
    is_wanted: impl Fn(&str, &str) -> bool,
) -> BTreeSet<String> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in templates.clone() {
        used_templates(text).for_each(|used| users.entry(used).or_default().push(name));
    }
    let mut open: Vec<&str> = templates.filter(|(name, text)| is_wanted(name, text)).map(|(name, _)| name).collect();
    let mut lists = BTreeSet::new();
    while let Some(name) = open.pop() {
        if lists.insert(name.to_owned()) {
            open.extend(users.get(name).into_iter().flatten());
        }
    }
    lists
}

/// The templates that a template includes or extends.
fn used_templates(text: &str) -> impl Iterator<Item = &str> {
    let words = ["include", "extends"].into_iter();
    words.flat_map(move |word| text.split(word).skip(1)).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        rest[1..].split(quote).next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_lists_the_records_itself_or_by_another_one() {
        let list = "{% for s in outline.statistics %}<p id=\"stat-{{ s.id }}\">{{ s.text }}</p>{% endfor %}";
        let templates = [
            ("numbers.html", list),
            ("more.html", "{% extends \"numbers.html\" %}"),
            ("all.html", "<p>{% include 'more.html' %}"),
            ("few.html", "{% for s in outline.statistics %}{{ s.text }}{% endfor %}"),
            ("link.html", "<a href=\"#stat-{{ page.extra.stat }}\">numbers.html</a>"),
            ("round.html", "{% include \"round.html\" %}"),
        ];
        let lists = record_lists(templates.into_iter());
        assert_eq!(lists.into_iter().collect::<Vec<_>>(), ["all.html", "more.html", "numbers.html"]);
    }
}
