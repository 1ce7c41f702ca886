//! Findings about themes, their templates, strings and styles.

use crate::colour::{Colour, READABLE};
use crate::report::story::{Example, PAGE, SITE, Story};
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

/// A page whose template shows other records when it is rendered with what it shows itself.
#[must_use]
pub fn unsettled_uses(place: Place) -> Finding {
    let words = "the records that the template of this page shows depend on which pages show each record";
    Finding::new(Code::TemplateError, place, words)
        .help("do not use `used_by` of statistics or `address` of events to choose records in the template")
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

/// A shortcode that declares a body and does not write it.
#[must_use]
pub fn unused_body(place: Place, name: &str) -> Finding {
    Finding::new(Code::TemplateSyntax, place, format!("`{name}` takes a body but does not output it"))
        .help("write `{{ body }}` where the text belongs, or remove `\"body\": true`")
}

/// A shortcode that writes a body and does not declare that it takes one.
#[must_use]
pub fn undeclared_body(place: Place, name: &str) -> Finding {
    Finding::new(Code::TemplateSyntax, place, format!("`{name}` outputs a body but does not declare that it takes one"))
        .help(format!("write `{{% component {name}(…) {{\"body\": true}} %}}`"))
}

/// A colour of the settings that no style of the site's themes uses.
#[must_use]
pub fn unknown_colour<'a>(place: Place, name: &str, known: impl Iterator<Item = &'a str>) -> Finding {
    let known: Vec<&str> = known.collect();
    let finding = Finding::new(Code::UnknownKey, place, format!("no theme of this site has a colour `{name}`"))
        .did_you_mean(name, known.iter().copied(), Certainty::Suggested);
    if known.is_empty() {
        return finding.note("a theme declares colours in its style: `html { --accent: #06c }`");
    }
    finding.note(format!("there are {}", known.join(", ")))
}

/// A font in the settings of a site whose theme does not let it choose one.
#[must_use]
pub fn no_font(place: Place) -> Finding {
    Finding::new(Code::UnknownKey, place, "no theme of this site lets you choose the font")
        .help("remove `font`, or write `font-family: var(--font)` and `html { --font: … }` in the style of the theme")
}

/// Text that is hard to read. `names` and `colours` are those of the text and of the ground; `better` is a colour for the text
/// that can be read.
#[must_use]
pub fn low_contrast(
    place: Place,
    names: (&str, &str),
    colours: (Colour, Colour),
    is_dark: bool,
    better: Option<Colour>,
) -> Finding {
    // Rounded down, so that it is never shown as what it does not reach.
    let contrast = (colours.0.contrast(colours.1) * 10.0).floor() / 10.0;
    let (where_, (text, ground), (a, b)) = (if is_dark { " in dark mode" } else { "" }, names, colours);
    let message =
        format!("`{text}` ({a}) on `{ground}` ({b}) has a contrast of {contrast}{where_}; text needs {READABLE}");
    let finding = Finding::new(Code::LowContrast, place, message);
    let Some(better) = better else {
        return finding.help(format!("choose a `{ground}` that differs more from `{text}`"));
    };
    finding.help(format!("write `\"{better}\"`, or another colour that differs more from `{ground}`"))
}

/// A script in a template; `what` says in which form.
#[must_use]
pub fn script(place: Place, what: &str) -> Finding {
    let message = if what.contains("runs") { what.to_owned() } else { format!("{what} runs on pages of this theme") };
    Finding::new(Code::ScriptInTheme, place, message)
        .help("remove it: pages work without script, on old phones too, or allow it with `script-in-theme: off`")
}

/// Something that browsers would fetch from another host.
#[must_use]
pub fn other_host(place: Place, host: &str) -> Finding {
    Finding::new(Code::OtherHost, place, format!("readers' browsers would fetch this from `{host}`"))
        .help("copy the file into the folder static/ of the theme, or remove it")
        .note("each host costs a slow connection seconds, and its owner sees who reads the site")
}

/// A link of a theme to an address where nothing is published; `near` is an address that may be meant.
#[must_use]
pub fn broken_link(place: Place, address: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(Code::BrokenLink, place, format!("nothing is published at `{address}`"));
    match near {
        Some(near) => finding.help(format!("the closest is `{near}`")),
        None => finding.help("write the address of a page or a file of this site: `{{ \"/about/\" | link }}`"),
    }
}

/// A link of a theme that leads elsewhere on each page; `rooted` is what it means on the home page.
#[must_use]
pub fn relative_link(place: Place, address: &str, rooted: &str, is_style: bool) -> Finding {
    let message = format!("`{address}` resolves to a different address on each page");
    Finding::new(Code::BrokenLink, place, message).help(linked(rooted, is_style))
}

/// A link of a theme from the root of the host, on a site that is elsewhere; `address` is what it means below the home page.
#[must_use]
pub fn rooted_link(place: Place, written: &str, address: &str, is_style: bool) -> Finding {
    let message = format!("`{written}` starts at the root of the host, and this site is not published there");
    Finding::new(Code::RootLink, place, message).help(linked(address, is_style))
}

/// How a template writes a link to an address on every page.
fn linked(address: &str, is_style: bool) -> String {
    match is_style {
        true => format!(
            "write the picture into a template: `<img src=\"{{{{ \"{address}\" | link }}}}\">`, or a `data:` address"
        ),
        false => format!("write `{{{{ \"{address}\" | link }}}}`"),
    }
}

/// A file at the top of a theme that has no effect; `near` is a name that may be meant.
#[must_use]
pub fn unused_file(place: Place, path: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(Code::UnusedThemeFile, place, format!("`{path}` is not a file of themes"));
    let finding = match near {
        Some(near) => finding.help(format!("rename it to `{near}`")),
        None => finding.help("delete it, or move it into static/ to publish it"),
    };
    finding.note(
        "a theme has style.css, common.css, theme.yaml, and the folders templates, shortcodes, strings and static",
    )
}

/// A folder of a theme that has no effect; `near` is a name that may be meant.
#[must_use]
pub fn unused_folder(place: Place, folder: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(Code::UnusedThemeFile, place, format!("`{folder}/` is not a folder of themes"));
    let finding = match near {
        Some(near) => finding.help(format!("rename it to `{near}/`")),
        None => finding.help("delete it, or move it into static/ to publish its files"),
    };
    finding.note(
        "a theme has style.css, common.css, theme.yaml, and the folders templates, shortcodes, strings and static",
    )
}

/// A file in a folder of a theme that has no effect there.
#[must_use]
pub fn unused_in_folder(place: Place, (folder, file): (&str, &str), ending: &str) -> Finding {
    let message = format!("`{file}` has no effect in {folder}/, whose files end in `.{ending}`");
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let finding = Finding::new(Code::UnusedThemeFile, place, message);
    match name.ends_with(&format!(".{ending}")) {
        true => finding.help(format!("move it to `{folder}/{name}`")),
        false => finding.help(format!("rename it to `{stem}.{ending}`, or move it into static/ to publish it")),
    }
}

const TEMPLATE: &str = "themes/mine/templates/page.html";
const STYLE: &str = "themes/mine/style.css";
/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::MissingTheme,
        means: "content/site.yaml names a theme that is neither in themes/ nor part of Firstflight.",
        matters: "Pages cannot be made without its templates.",
        wrong: Example::Files(&[(SITE, "theme: plian")]),
        right: Example::Files(&[(SITE, "theme: plain")]),
        act: "Correct the name, or add the theme as themes/NAME/. `plain` is part of Firstflight; `theme: [mine, plain]` \
              uses the files of `mine`, and those of `plain` for what `mine` lacks.",
    },
    Story {
        code: Code::MissingTemplate,
        means: "A page or a template uses a template that none of the site's themes has.",
        matters: "The page cannot be made.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: Home\ntemplate: wide.html\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: Home\ntemplate: page.html\n---")]),
        act: "Correct the name, or add the file as themes/THEME/templates/NAME.html.",
    },
    Story {
        code: Code::TemplateSyntax,
        means: "A template has a syntax error. The place is a line of the template, not of a page.",
        matters: "Every page that uses the template would be missing.",
        wrong: Example::Files(&[(TEMPLATE, "{% if page.date %}<p>{{ page.date }}</p>")]),
        right: Example::Files(&[(TEMPLATE, "{% if page.date %}<p>{{ page.date }}</p>{% endif %}")]),
        act: "Correct the template at the place of the finding. Templates are written in the Tera language.",
    },
    Story {
        code: Code::TemplateError,
        means: "A template failed while it was rendering a page, for instance because it uses a value that the page does \
                not have. The place is a line of the template; the note names a page.",
        matters: "That page cannot be published. There is one finding for each line, however many pages it concerns.",
        wrong: Example::Files(&[(TEMPLATE, "<p>{{ page.extra.speaker }}</p>")]),
        right: Example::Files(&[(TEMPLATE, "{% if page.extra.speaker %}<p>{{ page.extra.speaker }}</p>{% endif %}")]),
        act: "Check in the template whether the value exists, or add the value to the page.",
    },
    Story {
        code: Code::ThemeLimit,
        means: "A template, a shortcode or a style sheet of the theme exceeds a limit: too many steps or bytes for one \
                page, too many levels, or rules with too many selectors. The finding names the limit and the line at \
                which it was reached. After the first page that reaches a limit of steps or bytes, the following pages \
                are not rendered.",
        matters: "Without limits, ten lines of a theme can keep a computer busy for years.",
        wrong: Example::Files(&[(
            TEMPLATE,
            "{% for row in range(end=5000) %}\n  {% for cell in range(end=5000) %}x{% endfor %}\n{% endfor %}",
        )]),
        right: Example::Files(&[(TEMPLATE, "{% for section in page.children %}{{ section.title }}{% endfor %}")]),
        act: "Loop over fewer items, or include, call and nest less.",
    },
    Story {
        code: Code::StyleSyntax,
        means: "A style sheet of the theme has a syntax error.",
        matters: "Browsers drop what they do not understand, often with everything that follows: the page would look \
                  different to readers than to its author.",
        wrong: Example::Files(&[(STYLE, "p { margin: 0 0 1em }}")]),
        right: Example::Files(&[(STYLE, "p { margin: 0 0 1em }")]),
        act: "Correct the style sheet at the place of the finding.",
    },
    Story {
        code: Code::LowContrast,
        means: "A text colour and its background colour, as set by the theme's style and `colours` in site.yaml, have a \
                contrast below 4.5, the minimum of WCAG 2.2 (AA).",
        matters: "Many readers cannot read such text, and nobody can in the sun.",
        wrong: Example::Files(&[(SITE, "colours: { accent: \"#9cf\" }")]),
        right: Example::Files(&[(SITE, "colours: { accent: \"#06c\" }")]),
        act: "Choose a darker or lighter colour. Where a colour is only given for light, one that can be read in the dark is \
              derived; `{ light: \"#06c\", dark: \"#9cf\" }` sets both. A theme names the pairs to check in its theme.yaml: \
              `contrast: { accent: ground }`.",
    },
    Story {
        code: Code::ScriptInTheme,
        means: "A template of the theme has a script, an attribute such as `onclick`, or an address that begins with \
                `javascript:`.",
        matters: "Pages promise to work without script; a script costs bytes, and old phones and strict hosts do not run it.",
        wrong: Example::Files(&[(TEMPLATE, "<button onclick=\"print()\">Print</button>")]),
        right: Example::Files(&[(TEMPLATE, "<p>Print this page.</p>")]),
        act: "Remove it: `<details>` can open and close, and CSS can change what is shown. `script-in-theme: off` allows scripts.",
    },
    Story {
        code: Code::OtherHost,
        means: "A template or a style sheet of the theme names a picture, a font, a style sheet or a frame on another host.",
        matters: "Each host costs a slow connection seconds before the page is complete, may be blocked, and sees who reads.",
        wrong: Example::Files(&[(STYLE, "@import \"https://fonts.example/serif.css\";")]),
        right: Example::Files(&[(STYLE, "html { --font: Georgia, serif }")]),
        act: "Copy the file into the folder static/ of the theme, or do without it. Links that readers choose to follow are not reported.",
    },
    Story {
        code: Code::UnusedThemeFile,
        means: "A file or a folder of the theme has a name that themes do not use: `styles.css`, `template/`, `strings/fr.yml`.",
        matters: "It has no effect, and no other finding reports it.",
        wrong: Example::Files(&[("themes/mine/styles.css", "p { margin: 0 }")]),
        right: Example::Files(&[(STYLE, "p { margin: 0 }")]),
        act: "Rename or delete it. A theme has style.css, common.css, theme.yaml, and the folders templates, shortcodes, strings and \
              static; what is in static/ is published as it is.",
    },
];
