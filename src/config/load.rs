//! Reads `content/site.yaml`. Invalid settings are reported and the valid ones are used, so that one typo does not hide
//! the mistakes in all other files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::depends;
use super::hosting::{host, output, policy_place, uid_domain};
use super::languages::{add_folders, languages, pair_with_folders};
use super::texts::text_by_language;
use super::{
    BaseUrl, Config, Language, Located, Show, appearance, calendar, editions, menu, page_parts, pictures, taxonomies,
};
use crate::limits::{NAME_BYTES, NAMES};
use crate::marks;
use crate::report::{Certainty, Code, Finding, Level, Place, SourceFile, catalog, nearest};
use crate::words;
use crate::yaml::{self, Fields, Limits, Record, Value};

/// Maximum budget in bytes: a larger number is a typing error.
const MAX_BUDGET: i64 = 100_000_000;

/// Loads the settings from `file`, or defaults if there is none. `folders` are the folders directly in `content/`: without
/// valid `languages` they are used as languages, so that pages are still read and checked.
#[must_use]
pub fn load(file: Option<&Arc<SourceFile>>, folders: &[String], findings: &mut Vec<Finding>) -> Config {
    let mut config = Config::empty();
    config.undecided = depends::on_any();
    let Some(file) = file else {
        config.languages = guessed_languages(folders);
        return config;
    };
    config.file = Some(file.clone());
    let node = match yaml::parse(file, 0..file.text().len(), Limits::Small) {
        Ok(node) => node,
        Err(found) => {
            findings.extend(found);
            config.languages = guessed_languages(folders);
            return config;
        }
    };
    if let Some(record) = Record::from_node(file, &node) {
        read_settings(&mut config, file, folders, &record, findings);
    } else if matches!(node.value, Value::Null) {
        findings.push(catalog::config::empty(Place::first_line(file)));
    } else {
        findings.push(catalog::config::not_a_mapping(Place::first_line(file)));
    }
    if config.languages.is_empty() {
        config.languages = guessed_languages(folders);
    }
    config
}

/// Where `base_url` belongs in settings without it: the line where it is empty or commented out, else the first line that is not a
/// comment.
#[must_use]
pub fn place_of_base_url(file: &Arc<SourceFile>) -> Place {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in file.text().split_inclusive('\n') {
        let text = line.trim_start_matches('\u{feff}');
        let indent = line.len() - text.len();
        lines.push((start + indent, text.trim_end()));
        start += line.len();
    }
    let is_commented_out = |text: &str| text.trim_start_matches(['#', ' ']).starts_with("base_url");
    let is_setting = |text: &str| !text.is_empty() && !text.starts_with('#') && !text.starts_with("---");
    let found = lines.iter().find(|(_, text)| is_commented_out(text));
    let found = found.or_else(|| lines.iter().find(|(_, text)| is_setting(text)));
    found.map_or_else(|| Place::first_line(file), |(at, text)| Place::new(file, *at..at + text.len()))
}

fn guessed_languages(folders: &[String]) -> Vec<Language> {
    match folders {
        [only] => vec![Language::new(only.clone(), "/".into())],
        many => many.iter().map(|tag| Language::new(tag.clone(), format!("/{tag}/"))).collect(),
    }
}

/// Reads settings that are on or off.
fn switches(config: &mut Config, fields: &mut Fields<'_>) {
    config.show_weight = fields.bool("show_weight").unwrap_or(config.show_weight);
    config.canonical = fields.bool("canonical").unwrap_or(config.canonical);
    config.smart_punctuation = fields.bool("smart_punctuation").unwrap_or(config.smart_punctuation);
    config.raw_html = fields.bool("raw_html").unwrap_or(config.raw_html);
}

fn read_settings(
    config: &mut Config,
    file: &Arc<SourceFile>,
    folders: &[String],
    record: &Record<'_>,
    findings: &mut Vec<Finding>,
) {
    config.undecided.clear();
    let mut fields = Fields::new(file, record.head.clone(), record.entries, "content/site.yaml", findings);
    let mut undecided = DeferredFindings { codes: BTreeSet::new(), reported: fields.count() };
    if let Some(title) = text_by_language(&mut fields, "title") {
        config.title = title;
    } else {
        fields.missing("title");
        undecided.codes.extend(depends::on_key("title"));
    }
    undecided.after("title", &fields);
    config.lacks_base_url = !record.entries.iter().any(gives_base_url);
    config.base_url = base_url(&mut fields).or(config.base_url.take());
    undecided.after("base_url", &fields);
    config.uid_domain = uid_domain(config.base_url.as_ref(), &mut fields);
    undecided.after("uid_domain", &fields);
    if let Some(themes) = themes(file, record, &mut fields) {
        config.themes = themes;
    }
    undecided.after("theme", &fields);
    config.appearance = appearance::read(file, &mut fields);
    undecided.after("colours", &fields);
    config.menu = menu::read(file, &mut fields);
    undecided.after("menu", &fields);
    host(config, &mut fields);
    undecided.after("host", &fields);
    policy_place(config, &mut fields);
    undecided.after("csp", &fields);
    if let Some((entries, range)) = fields.map("languages", "a mapping such as `{ en: { at: / } }`") {
        config.languages = languages(file, entries, &range, &mut fields);
        pair_with_folders(&mut config.languages, folders, entries, &mut fields);
    } else {
        fields.missing("languages");
        undecided.codes.extend(depends::on_key("languages"));
    }
    let languages_are_valid = !config.languages.is_empty() && fields.count() == undecided.reported;
    undecided.after("languages", &fields);
    let has_false_space = |entry: &yaml::Entry| entry.key.contains(marks::is_like_a_space);
    if record.entries.iter().any(has_false_space) {
        // One of these keys may be a language that such a character moved.
        add_folders(&mut config.languages, folders);
    } else if languages_are_valid
        && let Some(Value::Map(titles)) = record.entries.iter().find(|e| e.key == "title").map(|e| &e.node.value)
    {
        let tags: Vec<&str> = config.languages.iter().map(|language| language.tag.as_str()).collect();
        titles_in_languages(titles, &tags, &mut fields);
        let missing = config.title.missing(&tags);
        // A title in a language that the site does not have is most likely the missing one.
        if !missing.is_empty() && fields.count() == undecided.reported {
            let place = fields.place(fields.range_of("title"));
            fields.report(catalog::records::missing_translation(place, "title", &missing));
            undecided.reported += 1;
        }
        undecided.after("title", &fields);
    }
    calendar::read(config, &mut fields);
    undecided.after("calendar", &fields);
    config.images = show(&mut fields).unwrap_or_default();
    undecided.after("images", &fields);
    budget(config, file, &mut fields);
    undecided.after("budget", &fields);
    output(config, &mut fields);
    undecided.after("output", &fields);
    around_pages(config, file, languages_are_valid, &mut fields);
    undecided.after("logo", &fields);
    switches(config, &mut fields);
    undecided.after("raw_html", &fields);
    config.names = names(file, &mut fields);
    undecided.after("names", &fields);
    taxonomies::read(config, file, &mut fields);
    undecided.after("taxonomies", &fields);
    if let Some((entries, _)) = fields.map("findings", "a mapping such as `{ raw-html: error }`") {
        config.levels = levels(entries, &mut fields, &mut undecided.codes);
    }
    undecided.after("findings", &fields);
    fields.must_have_values(&[
        "uid_domain",
        "theme",
        "colours",
        "font",
        "menu",
        "calendar",
        "banner",
        "footer",
        "logo",
        "favicon",
        "open_graph",
        "host",
        "csp",
        "output",
        "editions",
        "show_weight",
        "canonical",
        "hreflang",
        "smart_punctuation",
        "raw_html",
    ]);
    undecided.codes.extend(fields.unread_keys().flat_map(depends::on_key));
    // The keys of `findings` at the start of the line.
    undecided.codes.extend(fields.unread_keys().filter_map(Code::from_name).filter(|code| code.allows_choice()));
    config.undecided = undecided.codes;
    fields.finish();
}

/// Whether this is `base_url` with a value, or may be meant as it.
fn gives_base_url(entry: &yaml::Entry) -> bool {
    nearest(&entry.key, ["base_url"]).is_some() && !matches!(entry.node.value, Value::Null)
}

/// Reads the settings for what surrounds the text of every page, and the editions that pages link to.
fn around_pages(config: &mut Config, file: &Arc<SourceFile>, languages_are_valid: bool, fields: &mut Fields<'_>) {
    let tags: Vec<&str> = config.languages.iter().map(|language| language.tag.as_str()).collect();
    config.page_parts = page_parts::read(file, languages_are_valid.then_some(&tags), fields);
    config.pictures = pictures::read(file, fields);
    config.editions = editions::read(file, fields);
    let names_translations = fields.bool("hreflang").unwrap_or(false);
    config.hreflang = names_translations.then(|| fields.place(fields.range_of("hreflang")));
}

/// Reads `theme`.
fn themes(file: &Arc<SourceFile>, record: &Record<'_>, fields: &mut Fields<'_>) -> Option<Vec<Located>> {
    let is_empty = |entry: &&yaml::Entry| matches!(&entry.node.value, Value::List(items) if items.is_empty());
    if let Some(entry) = record.entries.iter().find(|entry| entry.key == "theme").filter(is_empty) {
        fields.report_empty("theme", entry.node.range.clone());
    }
    let themes = fields.texts("theme");
    let located = |(text, range)| Located { text, place: Some(Place::new(file, range)) };
    (!themes.is_empty()).then(|| themes.into_iter().map(located).collect())
}

/// Reads `base_url`.
fn base_url(fields: &mut Fields<'_>) -> Option<BaseUrl> {
    let (text, range) = fields.located_text("base_url")?;
    match BaseUrl::parse(&text) {
        Ok(base) => Some(base),
        Err(why) => {
            let with_scheme = format!("https://{text}");
            let help = BaseUrl::parse(&with_scheme).ok().filter(|_| !text.contains("://"));
            let help = help.map(|_| format!("write `{with_scheme}`"));
            fields.invalid(range, format!("`{text}` is not a base address: {why}"), help);
            None
        }
    }
}

/// Reads `budget`.
fn budget(config: &mut Config, file: &Arc<SourceFile>, fields: &mut Fields<'_>) {
    if let Some((entries, range)) = fields.map("budget", "a mapping such as `{ page: 8500 }`") {
        let mut findings = Vec::new();
        let mut budget = Fields::new(file, range, entries, "`budget`", &mut findings);
        let page = "write `page: 8500`, which arrives in one round trip";
        config.page_budget = bytes("page", page, &mut budget).unwrap_or(config.page_budget);
        let images = "write `images: 60000`, the bytes of images that are sent with a page";
        config.image_budget = bytes("images", images, &mut budget).unwrap_or(config.image_budget);
        budget.finish();
        findings.into_iter().for_each(|finding| fields.report(finding));
    }
}

/// Reads one of the budgets.
fn bytes(key: &'static str, help: &str, budget: &mut Fields<'_>) -> Option<u64> {
    let node = budget.node(key)?;
    match &node.value {
        Value::Number(text) if text.parse::<i64>().is_ok_and(|n| (1..=MAX_BUDGET).contains(&n)) => text.parse().ok(),
        _ => {
            let message = "a budget is a whole number of bytes, at least 1";
            budget.invalid(node.range.clone(), message, Some(help.to_owned()));
            None
        }
    }
}

/// Reads `images` of settings or of front matter.
pub fn show(fields: &mut Fields<'_>) -> Option<Show> {
    let (text, range) = fields.located_text("images")?;
    let show = Show::from_name(&text);
    if show.is_none() {
        let help = "write `inline` for images that are sent with the page, or `offered`, the default, for images that readers open";
        fields.invalid(range, format!("`{text}` is not a way to show images"), Some(help.to_owned()));
    }
    show
}

/// Reports titles in languages that the site does not have.
fn titles_in_languages(titles: &[yaml::Entry], tags: &[&str], fields: &mut Fields<'_>) {
    for title in titles.iter().filter(|title| !tags.contains(&title.key.as_str())) {
        fields.report(catalog::config::text_in_no_language(
            fields.place(title.key_range.clone()),
            "title",
            &title.key,
            tags,
        ));
    }
}

/// Collects the findings that depend on invalid settings.
struct DeferredFindings {
    codes: BTreeSet<Code>,
    /// The number of findings reported up to the last key.
    reported: usize,
}

impl DeferredFindings {
    /// Adds what depends on `key`, which was just read, if it is invalid.
    fn after(&mut self, key: &str, fields: &Fields<'_>) {
        if fields.count() > self.reported {
            self.codes.extend(depends::on_key(key));
        }
        self.reported = fields.count();
    }
}

/// Reads `names`. A name without digits would have no effect, and a bare number would be exempt everywhere.
fn names(file: &Arc<SourceFile>, fields: &mut Fields<'_>) -> Vec<Located> {
    let mut names = Vec::new();
    for (text, range) in fields.texts("names") {
        let text = text.trim().to_owned();
        let is_number =
            |c: char| words::holds_digit(c.encode_utf8(&mut [0; 4])) || " .,%+-−'’\u{a0}\u{202f}".contains(c);
        if text.len() > NAME_BYTES {
            let message = format!("the name `{text}` has more than {NAME_BYTES} bytes");
            fields.invalid(range, message, Some("write the shortest form of the name that contains its digits".into()));
        } else if names.len() == NAMES {
            fields.report(catalog::config::too_many_names(Place::new(file, range), NAMES));
            break;
        } else if !words::holds_digit(&text) {
            let help = "remove it: `names` is only for names with digits, which would count as numbers";
            fields.invalid(range, format!("the name `{text}` has no digits"), Some(help.into()));
        } else if text.chars().all(is_number) {
            let help = "remove it, and add a record for the number";
            fields.invalid(range, format!("`{text}` is a number, not a name"), Some(help.into()));
        } else {
            names.push(Located { text, place: Some(Place::new(file, range)) });
        }
    }
    names
}

/// Findings that are a kind of another one: they have its level unless the settings give them one of their own.
const KINDS: [(Code, Code); 1] = [(Code::WithheldLink, Code::BrokenLink)];

/// Reads `findings`. A code with an invalid level is undecided, and if it is misspelt, so is the closest one.
fn levels(
    entries: &[yaml::Entry],
    fields: &mut Fields<'_>,
    undecided: &mut BTreeSet<Code>,
) -> BTreeMap<Code, Option<Level>> {
    let mut levels = BTreeMap::new();
    for entry in entries {
        let Some(code) = Code::from_name(&entry.key) else {
            let codes = || Code::ALL.iter().map(|code| code.as_str());
            let known = nearest(&entry.key, codes());
            undecided.extend(known.and_then(Code::from_name).filter(|code| code.allows_choice()));
            let is_taken = entries.iter().any(|other| Some(other.key.as_str()) == known);
            let most = if is_taken { Certainty::Suggested } else { Certainty::Certain };
            let message = format!("there is no finding called `{}`", entry.key);
            let otherwise = Some("run `firstflight explain` for a list of all findings".into());
            fields.unknown_name(entry.key_range.clone(), message, (&entry.key, codes()), most, otherwise);
            continue;
        };
        let level = match &entry.node.value {
            Value::Text(text) => match text.as_str() {
                "error" => Some(Some(Level::Error)),
                "warning" => Some(Some(Level::Warning)),
                "note" => Some(Some(Level::Note)),
                "off" => Some(None),
                _ => None,
            },
            _ => None,
        };
        match level {
            None => {
                undecided.extend(Some(code).filter(|code| code.allows_choice()));
                fields.invalid(
                    entry.node.range.clone(),
                    format!("the level of `{code}` is not valid"),
                    Some("write one of error, warning, note, off".into()),
                );
            }
            Some(level) if code.allows_choice() || level == Some(code.level()) => {
                levels.insert(code, level);
            }
            Some(_) => fields.invalid(
                entry.key_range.clone(),
                format!("the level of `{code}` is fixed"),
                Some(format!(
                    "remove this line and correct what `{code}` finds; `firstflight explain` marks with `*` the findings \
                     that can have another level or be listed under `expect` in a page"
                )),
            ),
        }
    }
    for (kind, general) in KINDS {
        if undecided.contains(&general) && !levels.contains_key(&kind) {
            undecided.insert(kind);
        } else if let Some(level) = levels.get(&general).copied() {
            levels.entry(kind).or_insert(level);
        }
    }
    levels
}
