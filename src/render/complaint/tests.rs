use tera::{Context, ErrorKind, Tera};

use super::*;

/// What the engine says of a template, as it is added or rendered, and what is made of it.
fn of_engine(text: &str) -> (String, String) {
    let mut tera = Tera::new();
    let error = match tera.add_raw_templates([("page.html", text)]) {
        Ok(()) => tera.render("page.html", &Context::new()).unwrap_err(),
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            let complaint = reword(report.message(), report.cause(), text, report.span().range.clone(), &[]);
            (report.message().to_owned(), complaint.message)
        }
        other => panic!("{text}: {other}"),
    }
}

#[test]
fn the_engine_begins_its_sentences_as_expected() {
    let cases = [
        ("a {% if true %}", Sentence::Ended),
        ("{% nope %}", Sentence::UnknownTag),
        ("{{ 1 2 }}", Sentence::Unexpected),
        ("{{ \"a }}", Sentence::OpenQuote),
        ("{# a", Sentence::OpenComment),
        ("{% block a %}{% endblock a %}{% block a %}{% endblock a %}", Sentence::SecondBlock),
        ("{% for a in 1.5 %}{% endfor %}", Sentence::NoList),
        ("{{ 1 | upper }}", Sentence::WrongType),
        ("{{ \"a\" | replace }}", Sentence::NoArgument),
        ("{{ 1 / 0 }}", Sentence::ZeroDivisor),
        ("{% component a(@b) %}x{% endcomponent a %}{{ <a /> }}", Sentence::UnknownParameter),
    ];
    for (text, sentence) in cases {
        let (message, _) = of_engine(text);
        assert_eq!(Sentence::from_message(message.trim()), Some(sentence), "{text}: {message}");
    }
    for (beginning, sentence) in BEGINNINGS {
        assert!(cases.iter().any(|(_, tried)| *tried == sentence), "{beginning}");
    }
}

#[test]
fn words_and_types_of_the_engine_are_known() {
    let wrong: Vec<String> = [
        ("{{ 1 2 }}", "this does not belong here: expected `}}`"),
        ("{% if 1 2 %}{% endif %}", "this does not belong here: expected `%}`"),
        ("{{ + }}", "a value is missing before `+`"),
        ("{{ 1 + }}", "a value is missing before `}}`"),
        ("{% set 1 = 2 %}", "expected a name, found a whole number"),
        ("{% set 1.5 = 2 %}", "expected a name, found a number"),
        ("{% set \"a\" = 2 %}", "expected a name, found a text in quotes"),
        ("{% set true = 2 %}", "expected a name, found true or false"),
        ("{% include 1 %}", "expected a text in quotes, found a whole number"),
        ("{% include a %}", "expected a text in quotes, found a name"),
        ("{% include %}", "expected a text in quotes, found `%}`"),
        ("{{ <1 /> }}", "the name of a component is missing after `<`"),
        ("{{ 1 | upper }}", "expected a text, found a whole number"),
        ("{{ 1.5 | upper }}", "expected a text, found a number"),
        ("{{ true | upper }}", "expected a text, found true or false"),
        ("{{ none | upper }}", "expected a text, found nothing"),
        ("{{ [1] | upper }}", "expected a text, found a list"),
        ("{{ {\"a\": 1} | upper }}", "expected a text, found a mapping"),
        ("{{ \"a\" | round(precision=\"b\") }}", "expected a number, found a text"),
        ("{{ range(end=\"a\") }}", "expected a whole number, found a text"),
        ("{{ \"a\" | sort }}", "expected a list, found a text"),
        ("{{ \"a\" | first }}", "expected a list, found a text"),
        ("{{ 1 | keys }}", "expected a mapping, found a whole number"),
        ("{{ {\"a\": 1} * 2 }}", "math operations can only be done on numbers, found a mapping"),
    ]
    .into_iter()
    .map(|(text, expected)| (text, expected, of_engine(text)))
    .filter(|(_, expected, (_, message))| message != expected)
    .map(|(text, expected, (raw, message))| format!("{text}: expected `{expected}`, found `{message}` from `{raw}`"))
    .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn said(message: &str, text: &str, range: Range<usize>) -> (String, String, Option<String>) {
    let complaint = reword(message, None, text, range, &["page.html"]);
    (complaint.message, text[complaint.range].to_owned(), complaint.help)
}

#[test]
fn an_unclosed_tag_is_shown_where_it_opens() {
    let text = "{% for a in b %}{% if a %}x{% endfor %}";
    let (message, shown, help) = said("unknown tag", text, 30..36);
    assert_eq!((message.as_str(), shown.as_str()), ("`endfor` does not close `if`, which is open here", "endfor"));
    assert_eq!(help.as_deref(), Some("write `{% endif %}`"));
    let (message, shown, _) = said("Unexpected end of input", "a {{ b", 5..6);
    assert_eq!((message.as_str(), shown.as_str()), ("this `{{` is never closed", "{{"));
    let (_, shown, help) = said("Unexpected end of input", "{% block a %}{% raw %}{% if %}{% endraw %}", 1..2);
    assert_eq!((shown.as_str(), help.as_deref()), ("{% block a %}", Some("write `{% endblock a %}`")));
}

#[test]
fn templates_are_compared_without_folder_and_ending() {
    let known = ["base.html", "figure.html", "stat"];
    for (name, close) in [
        ("nope.html", None),
        ("bass.html", Some("base.html")),
        ("base", Some("base.html")),
        ("plain/base.html", Some("base.html")),
        ("stat", None),
    ] {
        assert_eq!(nearest_template(name, &known), close, "{name}");
    }
    let cause = Cause::Unknown { what: "component", name: "stta".to_owned(), known: Vec::new() };
    let complaint = reword("", Some(&cause), "x", 0..1, &known);
    assert_eq!(complaint.help.as_deref(), Some("did you mean `stat`?"));
}

#[test]
fn what_has_no_value_and_which_parameters_exist_is_named() {
    let text = "{% for e in outline.evens %}{% endfor %}";
    let (message, shown, _) = said("Iteration not possible on type `undefined`", text, 12..19);
    assert_eq!((message.as_str(), shown.as_str()), ("`outline.evens` has no value here", "outline.evens"));
    let (message, _, help) = said("Implicit argument `chrat` not found in context or passed directly.", "x", 0..1);
    assert_eq!((message.as_str(), help.as_deref()), ("there is no parameter `@chrat`", Some("did you mean `@chart`?")));
    let (_, _, help) = said("unknown tag", "{% macro x() %}", 3..8);
    assert!(help.is_some_and(|help| help.contains("component")));
}

#[test]
fn types_of_the_engine_are_words() {
    assert_eq!(plain("Cannot add `string` to `i64`."), "cannot add a text to a whole number");
    assert_eq!(said("Iteration not possible on type `f64`", "x", 0..1).0, "a loop needs a list, not a number");
}
