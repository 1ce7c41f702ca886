//! Findings about themes, their templates, strings and styles.

use crate::report::{Certainty, Code, Finding, Place, nearest};

/// An unknown theme.
#[must_use]
pub fn missing(place: Place, name: &str, known: &[&str]) -> Finding {
    Finding::new(Code::MissingTheme, place, format!("there is no theme `{name}`"))
        .did_you_mean(name, known.iter().copied(), Certainty::Suggested)
        .note(format!("this site can use {}; a theme is a folder in themes/", known.join(", ")))
}

/// A template that none of the themes has.
#[must_use]
pub fn missing_template(place: Place, name: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::MissingTemplate, place, format!("no theme of this site has a template `{name}`"));
    if known.is_empty() {
        return finding.help("write `theme: [NAME, plain]` to use `plain` for what your own theme lacks");
    }
    let stem = name.trim_end_matches(".html");
    let finding = match nearest(stem, known.iter().map(|known| known.trim_end_matches(".html"))) {
        None => finding,
        Some(nearest) => {
            let finding = finding.help(format!("did you mean `{nearest}`?"));
            let renamed = finding.clone().rename(stem, nearest, Certainty::Suggested);
            match renamed.edit {
                Some(_) => renamed,
                None => finding.rename(name, &format!("{nearest}.html"), Certainty::Suggested),
            }
        }
    };
    finding.note(format!("there are {}", known.join(", ")))
}

/// A template named by a page that none of the themes has; `known` are those that it can name.
#[must_use]
pub fn unknown_template(place: Place, name: &str, known: &[&str]) -> Finding {
    let close = nearest(name.trim_end_matches(".html"), known.iter().copied());
    let finding = missing_template(place, name, known);
    if known.is_empty() { finding } else { Finding { help: None, ..finding } }
        .maybe_help(close.map(|name| format!("did you mean `{name}`?")))
}

/// A syntax error in a template; `words` describes it.
#[must_use]
pub fn template_syntax(place: Place, words: &str) -> Finding {
    Finding::new(Code::TemplateSyntax, place, words)
}

/// A template that failed while rendering the file `page`.
#[must_use]
pub fn template_error(place: Place, words: &str, page: &str) -> Finding {
    Finding::new(Code::TemplateError, place, words.to_owned()).note(format!("while rendering {page}"))
}

/// A template that reached a limit while rendering the file `page`; `words` names the limit.
#[must_use]
pub fn template_limit(place: Place, words: &str, page: &str) -> Finding {
    Finding::new(Code::ThemeLimit, place, words.to_owned()).note(format!("while rendering {page}"))
}

/// A theme or template that exceeds a limit; `words` names the limit.
#[must_use]
pub fn limit(place: Place, words: impl Into<String>) -> Finding {
    Finding::new(Code::ThemeLimit, place, words)
}

/// A shortcode file that does not define the component it is named after.
#[must_use]
pub fn no_component(place: Place, name: &str) -> Finding {
    Finding::new(Code::TemplateSyntax, place, format!("this file does not define a component `{name}`"))
        .help(format!("start it with `{{% component {name}(…) %}}` and end it with `{{% endcomponent {name} %}}`"))
}

/// A language for which no theme has interface strings.
#[must_use]
pub fn missing_strings(place: Place, language: &str) -> Finding {
    Finding::new(
        Code::MissingString,
        place,
        format!("no theme of this site has interface strings for the language `{language}`"),
    )
    .help(format!("add themes/NAME/strings/{language}.yaml, and write `theme: [NAME, plain]`"))
}

/// A missing interface string that Firstflight itself writes.
#[must_use]
pub fn missing_string(place: Place, name: &str, language: &str) -> Finding {
    Finding::new(Code::MissingString, place, format!("the interface string `{name}` is missing in `{language}`"))
        .help(format!("add `{name}: …` to strings/{language}.yaml of one of the themes"))
}

/// A string without words.
#[must_use]
pub fn empty_string(place: Place, name: &str) -> Finding {
    Finding::new(Code::MissingString, place, format!("the interface string `{name}` is empty"))
        .help(format!("write its words after `{name}:`, or delete the line to use the words of the next theme"))
}
