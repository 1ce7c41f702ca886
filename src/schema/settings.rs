//! The schemas of settings: `content/site.yaml`, and `theme.yaml` of a theme.

use serde_json::{Map, Value, json};

use super::parts::{TAG, filled, form, mapping, one_of, optional, required};
use crate::config::{Calendar, Edition, Host, PolicyPlace};
use crate::report::{Code, Level};

/// The schema of the settings of a site.
pub(super) fn site() -> Value {
    let bool = || json!({ "type": "boolean" });
    let path = || form("nonempty");
    mapping([
        required("title", form("shown"), "The name of the site"),
        required("languages", languages(), "Language tags and their addresses, as in { en: { at: / } }"),
        optional("base_url", form("address"), "The address of the site, for the sitemap and feeds"),
        filled("uid_domain", form("text"), "The end of the UIDs of events in calendars"),
        filled("theme", themes(), "A theme, or several: the first that has a file wins"),
        filled("colours", colours(), "Colours instead of those of the theme"),
        filled("font", json!({ "type": "string" }), "Names of fonts that readers have, separated by commas"),
        filled("menu", menu(), "Pages, groups of pages and addresses, in the order of the menu"),
        filled("calendar", calendar(), "The calendar in which pages write dates, or one for each language"),
        filled("banner", banner(), "A message on all pages"),
        filled("footer", footer(), "The footer of all pages"),
        filled("logo", logo(), "A picture beside the title, or in its place if it has an alternative text"),
        filled("favicon", path(), "The path of the icon of the site"),
        filled("open_graph", open_graph(), "The preview of links in chat programs"),
        filled("host", one_of(Host::ALL.iter().map(|(name, _)| *name)), "The host that serves the site"),
        filled(
            "csp",
            one_of(PolicyPlace::ALL.iter().map(|(name, _)| *name)),
            "Where the Content-Security-Policy is: in what the host reads, in each page, or nowhere",
        ),
        optional("budget", budget(), "The maximum bytes of a page, and of the images that are sent with it"),
        optional("images", one_of(["offered", "inline"]), "Whether images are opened by readers or sent with pages"),
        filled("output", one_of(["exchange", "in-place"]), "How the folder of the site is replaced"),
        filled("editions", editions(), "Forms of the whole site in one file, as in [one-file]"),
        filled("show_weight", bool(), "Whether pages show their weight"),
        filled("hreflang", bool(), "Whether each page names its translations to search engines; needs base_url"),
        filled("canonical", bool(), "Whether each page names its address below base_url as the one to be found at"),
        filled("smart_punctuation", bool(), "Whether straight quotes, -- and ... become typographic ones"),
        filled("raw_html", bool(), "Whether HTML in Markdown is allowed, sanitised"),
        optional("names", form("texts"), "Names with digits that are not numbers, as in [COVID-19]"),
        optional("taxonomies", taxonomies(), "Further taxonomies, each with its key in front matter"),
        optional("findings", findings(), "Other levels for findings, as in { loose-number: error }"),
    ])
}

/// The schema of the settings of a theme.
pub(super) fn theme() -> Value {
    let contrast = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    let mut theme = mapping([
        filled(
            "style",
            one_of(["add", "replace"]),
            "Whether its style follows or replaces those of the themes below it",
        ),
        filled("extends", form("text"), "The theme below it, if the site does not name one"),
        filled("contrast", contrast, "Colours of text, each with its background colour"),
    ]);
    theme["type"] = json!(["object", "null"]);
    theme
}

fn languages() -> Value {
    let at = json!({ "type": "string", "pattern": "^/([A-Za-z0-9_.~-]+/)*$" });
    let mut language = mapping([filled("at", at, "The address of its home page: / or a path such as /fr/")]);
    language["type"] = json!(["object", "null"]);
    json!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": TAG },
        "additionalProperties": language,
    })
}

fn themes() -> Value {
    json!({ "anyOf": [{ "type": "string" }, { "type": "array", "minItems": 1, "items": { "type": ["string", "number"] } }] })
}

fn editions() -> Value {
    let edition = || one_of(Edition::names());
    json!({ "anyOf": [edition(), { "type": "array", "uniqueItems": true, "items": edition() }] })
}

fn colours() -> Value {
    let colour = || json!({ "type": ["string", "number"] });
    let shades = mapping([
        required("light", colour(), "The colour in light mode"),
        optional("dark", colour(), "The colour in dark mode; by default, one is derived"),
    ]);
    json!({ "type": "object", "additionalProperties": { "anyOf": [colour(), shades] } })
}

fn menu() -> Value {
    let url = json!({ "type": "string", "pattern": "^(https?://|mailto:|tel:|sms:)\\S+$" });
    let mut entry = mapping([
        filled("title", form("shown"), "What the menu shows; without it, the title of `page`"),
        filled("page", form("nonempty"), "The path of a page at the head of `pages`"),
        optional("pages", form("texts"), "Paths of pages in the folder of each language"),
        optional("url", url, "An address elsewhere"),
    ]);
    entry["oneOf"] = json!([
        { "required": ["pages"], "anyOf": [{ "required": ["title"] }, { "required": ["page"] }] },
        { "required": ["title", "url"], "not": { "required": ["page"] } },
    ]);
    json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, entry] } })
}

fn calendar() -> Value {
    let calendar = || one_of(Calendar::ALL.iter().map(|(name, _)| *name));
    let by_language = json!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": TAG },
        "additionalProperties": calendar(),
    });
    json!({ "anyOf": [calendar(), by_language] })
}

fn banner() -> Value {
    mapping([
        required("text", form("shown"), "The message, in inline Markdown"),
        filled("until", form("day"), "The last day on which it is shown"),
    ])
}

fn footer() -> Value {
    mapping([
        filled("contact", form("shown"), "How to reach whoever is responsible"),
        filled("licence", form("shown"), "What readers may do with the text"),
        filled("links", json!({ "type": "array", "items": form("shown") }), "Any links, in inline Markdown"),
    ])
}

fn logo() -> Value {
    let file = mapping([
        required("file", form("nonempty"), "The path of the picture in the folder of a language"),
        filled("alt", form("shown"), "An alternative text; with it, the logo takes the place of the title"),
        filled("height", json!({ "type": "integer", "minimum": 8, "maximum": 400 }), "Its height in pixels"),
    ]);
    json!({ "anyOf": [{ "type": "string" }, file] })
}

fn open_graph() -> Value {
    let picture = mapping([required("image", form("nonempty"), "The path of a picture for all pages")]);
    json!({ "anyOf": [{ "type": "boolean" }, picture] })
}

fn budget() -> Value {
    let bytes = || json!({ "type": "integer", "minimum": 1, "maximum": 100_000_000 });
    mapping([
        optional("page", bytes(), "The maximum bytes of a page as it is sent"),
        optional("images", bytes(), "The maximum bytes of images that are sent with a page"),
    ])
}

fn taxonomies() -> Value {
    let taxonomy = mapping([required("title", form("shown"), "The title of the page that lists its words")]);
    json!({
        "type": "object",
        "propertyNames": { "pattern": "^\\p{Alphabetic}[\\p{Alphabetic}\\p{N}_-]*$" },
        "additionalProperties": taxonomy,
    })
}

/// A level for each finding; only some can have another than their own.
fn findings() -> Value {
    let levels = [Level::Error, Level::Warning, Level::Note].map(Level::name);
    let mut properties = Map::new();
    for code in Code::ALL {
        let names: Vec<&str> = match code.allows_choice() {
            true => levels.into_iter().chain(["off"]).collect(),
            false => vec![code.level().name()],
        };
        properties.insert(code.as_str().to_owned(), json!({ "enum": names, "description": code.summary().trim() }));
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
