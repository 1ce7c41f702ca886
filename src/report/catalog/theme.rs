//! Findings about themes, their templates, strings and styles.

use crate::report::{Code, Finding, Place, nearest};

/// No theme of this name.
#[must_use]
pub fn missing(place: Place, name: &str, known: &[&str]) -> Finding {
    Finding::new(Code::MissingTheme, place, format!("there is no theme `{name}`"))
        .maybe_help(nearest(name, known.iter().copied()).map(|name| format!("did you mean `{name}`?")))
        .note(format!("this site can use {}; a theme is a folder in themes/", known.join(", ")))
}

/// No template of this name in any theme.
#[must_use]
pub fn missing_template(place: Place, name: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::MissingTemplate, place, format!("no theme of this site has a template `{name}`"));
    if known.is_empty() {
        return finding.help("write `theme: [NAME, plain]`, so that `plain` gives what your own theme lacks");
    }
    let stems = known.iter().map(|known| known.trim_end_matches(".html"));
    finding
        .maybe_help(nearest(name.trim_end_matches(".html"), stems).map(|name| format!("did you mean `{name}`?")))
        .note(format!("there are {}", known.join(", ")))
}

/// A template that cannot be read; `words` say why.
#[must_use]
pub fn template_syntax(place: Place, words: &str) -> Finding {
    Finding::new(Code::TemplateSyntax, place, words)
}

/// A template that failed on a page; `page` is the page's file.
#[must_use]
pub fn template_error(place: Place, words: &str, page: &str) -> Finding {
    Finding::new(Code::TemplateError, place, words.to_owned()).note(format!("while rendering {page}"))
}

/// A template that takes too much work on a page; `page` is the page's file.
#[must_use]
pub fn template_limit(place: Place, words: &str, page: &str) -> Finding {
    Finding::new(Code::ThemeLimit, place, words.to_owned()).note(format!("while rendering {page}"))
}

/// A theme that is too large, or templates that extend or include one another too often; `words` say which.
#[must_use]
pub fn limit(place: Place, words: impl Into<String>) -> Finding {
    Finding::new(Code::ThemeLimit, place, words)
}

/// A shortcode file that defines no component of its own name.
#[must_use]
pub fn no_component(place: Place, name: &str) -> Finding {
    Finding::new(Code::TemplateSyntax, place, format!("this file defines no component `{name}`"))
        .help(format!("begin it with `{{% component {name}(…) %}}` and end it with `{{% endcomponent {name} %}}`"))
}

/// No strings for a language.
#[must_use]
pub fn missing_strings(place: Place, language: &str) -> Finding {
    Finding::new(
        Code::MissingString,
        place,
        format!("no theme of this site has interface strings for the language `{language}`"),
    )
    .help(format!("write themes/NAME/strings/{language}.yaml and `theme: [NAME, plain]`"))
}

/// A string that the program itself asks for.
#[must_use]
pub fn missing_string(place: Place, name: &str, language: &str) -> Finding {
    Finding::new(Code::MissingString, place, format!("the interface string `{name}` is missing in `{language}`"))
        .help(format!("add `{name}: …` to strings/{language}.yaml of one of these themes"))
}
