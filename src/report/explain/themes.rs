//! Stories of themes: templates, interface strings, style.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::MissingTheme,
        means: "content/site.yaml names a theme that is neither under themes/ nor part of Firstflight.",
        matters: "Without its templates no page can be made.",
        wrong: "theme: plian",
        right: "theme: plain",
        act: "Correct the name, or put the theme under themes/NAME/. `plain` comes with Firstflight; `theme: [mine, \
              plain]` takes from `mine` what it has, and the rest from `plain`.",
    },
    Story {
        code: Code::MissingTemplate,
        means: "A page, or another template, asks for a template that none of the site's themes has.",
        matters: "The page cannot be made.",
        wrong: "template: wide.html      (and there is no themes/plain/templates/wide.html)",
        right: "template: page.html",
        act: "Correct the name, or add the file under themes/THEME/templates/.",
    },
    Story {
        code: Code::TemplateSyntax,
        means: "A template cannot be parsed. The place is the line of the template, not of a page.",
        matters: "Every page that uses the template would be missing.",
        wrong: "{% if page.date %}<p>{{ page.date }}</p>",
        right: "{% if page.date %}<p>{{ page.date }}</p>{% endif %}",
        act: "Correct the template at the place named. Templates are written in the language of Tera.",
    },
    Story {
        code: Code::TemplateError,
        means: "A template failed while a page was made from it, for instance because it asks for a value that the \
                page does not have. The finding names the template's line; its note names a page.",
        matters: "That page cannot be published. The finding stands once for each line, however many pages meet it.",
        wrong: "<p>{{ page.extra.speaker }}</p>",
        right: "{% if page.extra.speaker %}<p>{{ page.extra.speaker }}</p>{% endif %}",
        act: "Let the template ask whether the value is there, or give the page that value.",
    },
    Story {
        code: Code::ThemeLimit,
        means: "A template, a shortcode or a style sheet of the theme needs more work than Firstflight allows: too many \
                steps or bytes for one page, too many levels, or rules that grow into too many selectors. The finding \
                names the limit and the line at which it was reached. After the first page that reaches a limit of \
                steps or bytes, the following pages are not rendered.",
        matters: "Without limits, ten lines of a theme can keep a computer busy for years.",
        wrong: "{% for number in range(end=20000000) %}x{% endfor %}",
        right: "{% for section in page.children %}{{ section.title }}{% endfor %}",
        act: "Loop over fewer items, or include, call and nest less.",
    },
    Story {
        code: Code::MissingString,
        means: "The theme needs an interface string, such as \"Skip to content\", that is in none of its \
                strings/LANG.yaml files for a language of the site.",
        matters: "Readers of that language would meet a button without words, or words of another language.",
        wrong: "themes/plain/strings/en.yaml       (and the site is also in French)",
        right: "themes/plain/strings/en.yaml\nthemes/mine/strings/fr.yaml",
        act: "Add the string to strings/LANG.yaml of a theme under themes/. A theme may hold just that one file.",
    },
    Story {
        code: Code::StyleSyntax,
        means: "A style sheet of the theme cannot be parsed.",
        matters: "Browsers drop what they do not understand, often with all that follows it: the page would look one \
                  way for the author and another for the reader.",
        wrong: "p { margin: 0 0 1em",
        right: "p { margin: 0 0 1em }",
        act: "Correct the style sheet at the place named.",
    },
];
