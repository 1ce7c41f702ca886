//! The schemas of `firstflight schema` know the keys that the program reads, and no others. Another program checks whether
//! they accept sites and reject mistakes, in `tests/judges/schemas.mjs`.

use std::collections::BTreeSet;

use firstflight::schema::{Subject, schema};
use serde_json::Value;

use crate::readme::{Names, between, names, quotes};
use crate::site_test::SiteTest;
use crate::support::firstflight;

/// A mapping of a schema: where it is in it, and a file with a key that it does not know.
type Mapping = (Subject, &'static str, &'static str, &'static str);

const SITE: &str = "content/site.yaml";
const LANGUAGES: &str = "languages: { en: { at: / } }\n";

/// Every mapping with known keys.
const MAPPINGS: [Mapping; 19] = [
    (Subject::Site, "", SITE, "title: A\nqqqqqq: 1\n"),
    (
        Subject::Site,
        "/properties/languages/additionalProperties",
        SITE,
        "title: A\nlanguages: { en: { at: /, qqqqqq: 1 } }\n",
    ),
    (
        Subject::Site,
        "/properties/colours/additionalProperties/anyOf/1",
        SITE,
        "title: A\ncolours: { ink: { light: red, qqqqqq: 1 } }\n",
    ),
    (
        Subject::Site,
        "/properties/menu/items/anyOf/1",
        SITE,
        "title: A\nmenu: [{ title: A, pages: [index.md], qqqqqq: 1 }]\n",
    ),
    (Subject::Site, "/properties/banner", SITE, "title: A\nbanner: { text: A, qqqqqq: 1 }\n"),
    (Subject::Site, "/properties/footer", SITE, "title: A\nfooter: { contact: A, qqqqqq: 1 }\n"),
    (Subject::Site, "/properties/logo/anyOf/1", SITE, "title: A\nlogo: { file: a.svg, qqqqqq: 1 }\n"),
    (Subject::Site, "/properties/open_graph/anyOf/1", SITE, "title: A\nopen_graph: { image: a.png, qqqqqq: 1 }\n"),
    (Subject::Site, "/properties/budget/anyOf/0", SITE, "title: A\nbudget: { page: 8500, qqqqqq: 1 }\n"),
    (
        Subject::Site,
        "/properties/taxonomies/anyOf/0/additionalProperties",
        SITE,
        "title: A\ntaxonomies: { topics: { title: A, qqqqqq: 1 } }\n",
    ),
    (Subject::Site, "/properties/findings/anyOf/0", SITE, ""),
    (Subject::FrontMatter, "", "content/en/a.md", "---\ntitle: A\nqqqqqq: 1\n---\n"),
    (
        Subject::FrontMatter,
        "/properties/expect/anyOf/0/items",
        "content/en/a.md",
        "---\ntitle: A\nexpect: [{ finding: raw-html, reason: A, qqqqqq: 1 }]\n---\n",
    ),
    (Subject::Statistics, "/items", "content/statistics.yaml", "- id: a\n  qqqqqq: 1\n"),
    (Subject::Sources, "/items", "content/sources.yaml", "- id: a\n  qqqqqq: 1\n"),
    (Subject::Events, "/items", "content/events.yaml", "- id: a\n  qqqqqq: 1\n"),
    (
        Subject::Events,
        "/items/properties/resolution/anyOf/0",
        "content/events.yaml",
        "- id: a\n  resolution: { choice: quote, reason: A, qqqqqq: 1 }\n",
    ),
    (
        Subject::Translations,
        "/additionalProperties",
        "content/translations.yaml",
        "fr/a.md: { original: en/a.md, blocks: [], qqqqqq: 1 }\n",
    ),
    (Subject::Theme, "", "themes/mine/theme.yaml", "style: add\nqqqqqq: 1\n"),
];

fn schema_of(subject: Subject) -> Value {
    schema(subject, ["tags"])
}

/// The findings of a site with this file.
fn drawn(path: &str, text: &str) -> String {
    let settings = match path {
        "content/site.yaml" => format!("{text}{}", if text.contains("languages") { "" } else { LANGUAGES }),
        _ => format!("title: A\ntheme: [mine, plain]\n{LANGUAGES}"),
    };
    let site = SiteTest::new().file("themes/mine/style.css", "").file("content/site.yaml", &settings);
    let site = if path == SITE { site } else { site.file(path, text) };
    site.build().drawn
}

#[test]
fn keys_are_those_that_the_program_reads() {
    for (subject, pointer, path, text) in MAPPINGS.into_iter().filter(|mapping| !mapping.3.is_empty()) {
        let schema = schema_of(subject);
        let mapping = schema.pointer(pointer).unwrap_or_else(|| panic!("{path}: there is nothing at {pointer}"));
        let keys = names(mapping["properties"].as_object().unwrap_or_else(|| panic!("{path}: {pointer}")).keys());
        let drawn = drawn(path, text);
        assert!(drawn.contains("unknown key `qqqqqq`"), "{path} {pointer}: {drawn}");
        let list = between(&drawn[drawn.find("unknown key `qqqqqq`").unwrap()..], "known keys: ", "\n").to_owned();
        let known = names(list.trim_end_matches('.').split(", ").map(|name| name.trim_matches('`')));
        assert_eq!(keys, known, "{path} {pointer}");
        assert_eq!(mapping["additionalProperties"], false, "{path} {pointer}");
    }
}

/// Where a schema has mappings with known keys.
fn mappings(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            if entries.get("properties").is_some_and(Value::is_object) && entries.contains_key("additionalProperties") {
                found.insert(at.to_owned());
            }
            for (key, value) in entries {
                mappings(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                mappings(value, &format!("{at}/{number}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn no_mapping_of_a_schema_is_left_out() {
    for subject in Subject::ALL {
        let mut found = BTreeSet::new();
        mappings(&schema_of(subject), "", &mut found);
        let listed = MAPPINGS.iter().filter(|mapping| mapping.0 == subject).map(|mapping| mapping.1.to_owned());
        assert_eq!(found, listed.collect::<BTreeSet<String>>(), "{}", subject.name());
    }
}

#[test]
fn required_keys_are_those_that_the_program_misses() {
    for (subject, path) in [
        (Subject::Statistics, "content/statistics.yaml"),
        (Subject::Sources, "content/sources.yaml"),
        (Subject::Events, "content/events.yaml"),
    ] {
        let required: Names =
            names(schema_of(subject)["items"]["required"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()));
        let drawn = drawn(path, "- note: x\n");
        let missed = names(drawn.lines().filter(|line| line.contains(" is missing in ")).map(|line| quotes(line)[0]));
        assert_eq!(required, missed, "{path}");
    }
    assert_eq!(schema_of(Subject::Site)["required"], serde_json::json!(["title", "languages"]));
}

#[test]
fn the_command_prints_schemas_and_lists_them() {
    let run = |arguments: &[&str]| {
        let output = firstflight(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, list, _) = run(&["schema"]);
    assert_eq!(code, Some(0));
    for subject in Subject::ALL {
        assert!(list.contains(&format!("{:14}{}\n", subject.name(), subject.path())), "{list}");
        let (code, printed, _) = run(&["schema", subject.name()]);
        assert_eq!((code, serde_json::from_str::<Value>(&printed).unwrap()), (Some(0), schema_of(subject)));
    }
    let (code, _, error) = run(&["schema", "pages"]);
    assert!(code == Some(2) && error.contains("write one of site, front-matter, statistics"), "{error}");
    let settings = format!("title: A\n{LANGUAGES}taxonomies: {{ topics: {{ title: Topics }} }}\n");
    let site = SiteTest::new().file(SITE, &settings);
    let (_, printed, error) = run(&["schema", "front-matter", "--site", site.root().to_str().unwrap()]);
    let printed: Value = serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{error}"));
    assert!(printed["properties"]["topics"].is_object() && printed["properties"]["tags"].is_object(), "{printed}");
}
