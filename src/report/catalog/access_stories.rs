//! What `firstflight explain` says of findings about what some readers cannot use.

use crate::report::Code;
use crate::report::story::{Example, PAGE, Story};

const TEMPLATE: &str = "themes/mine/templates/page.html";
const STYLE: &str = "themes/mine/style.css";

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::WrongLanguage,
        means: "The `html` element of a page has no `lang`, or that of another language than the folder of the page; or a `lang` \
                anywhere is not the tag of a language (WCAG 3.1.1 and 3.1.2).",
        matters: "Screen readers read the text with the voice of the language that it says it is in.",
        wrong: Example::Files(&[(TEMPLATE, "<p lang=\"en_GB\">{{ page.title }}</p>")]),
        right: Example::Files(&[(TEMPLATE, "<p lang=\"en\">{{ page.title }}</p>")]),
        act: "Write `<html lang=\"{{ page.lang }}\">` in the template, and a tag such as `pt-BR` on parts in another language.",
    },
    Story {
        code: Code::MissingTitle,
        means: "A page has no `title` element, or an empty one (WCAG 2.4.2).",
        matters: "It is the first thing that a screen reader says, and the name of the page in tabs, histories and searches.",
        wrong: Example::Files(&[(
            TEMPLATE,
            "<html lang=\"{{ page.lang }}\">\n<body><main><h1>{{ page.title }}</h1></main></body>\n</html>",
        )]),
        right: Example::Files(&[(
            TEMPLATE,
            "<html lang=\"{{ page.lang }}\">\n<title>{{ page.title }}</title>\n<body><main><h1>{{ page.title }}</h1></main></body>\n\
             </html>",
        )]),
        act: "Write `<title>{{ page.title }}</title>` into the head of the template.",
    },
    Story {
        code: Code::DuplicateTitle,
        means: "Two pages of one language have the same title in their heads (WCAG 2.4.2).",
        matters: "Nobody can tell their tabs, bookmarks and search results apart.",
        wrong: Example::Files(&[
            (PAGE, "---\ntitle: Report\n---\n\n[The annex](more.md#words)"),
            ("content/en/more.md", "---\ntitle: Report\n---\n\n## Words"),
        ]),
        right: Example::Files(&[
            (PAGE, "---\ntitle: Report\n---\n\n[The annex](more.md#words)"),
            ("content/en/more.md", "---\ntitle: Report, annex\n---\n\n## Words"),
        ]),
        act: "Say in the title what only that page is about.",
    },
    Story {
        code: Code::MissingHeading,
        means: "A page has no heading of the first level, or a heading without words (WCAG 1.3.1 and 2.4.6).",
        matters: "Many people who listen to a page go from heading to heading, and begin with the first.",
        wrong: Example::Files(&[(TEMPLATE, "<h2></h2>\n{{ page.content }}")]),
        right: Example::Files(&[(TEMPLATE, "<h2>{{ page.title }}</h2>\n{{ page.content }}")]),
        act: "Write `<h1>{{ page.title }}</h1>` in the template, and give every heading words.",
    },
    Story {
        code: Code::UnnamedControl,
        means: "A button, a field or a frame has no words, no label and no `aria-label` (WCAG 4.1.2).",
        matters: "A screen reader says \"button\", and not what it does.",
        wrong: Example::Files(&[(TEMPLATE, "<input type=\"search\" name=\"q\">")]),
        right: Example::Files(&[(TEMPLATE, "<label>Search <input type=\"search\" name=\"q\"></label>")]),
        act: "Write a `label` around words and field, words into the button, or `title` on a frame.",
    },
    Story {
        code: Code::VagueLink,
        means: "The words of a link do not say where it leads: \"here\", \"click here\", \"more\" (WCAG 2.4.4).",
        matters: "Many people go from link to link, and hear only their words.",
        wrong: Example::Files(&[(PAGE, "For times, click [here](session.md).")]),
        right: Example::Files(&[(PAGE, "See the [times of the session](session.md).")]),
        act: "Make the words that name the target the link.",
    },
    Story {
        code: Code::SameLinkText,
        means: "Two links on a page that stand alone have the same words, and lead to different places (WCAG 2.4.4).",
        matters: "In a list of links, as screen readers show it, nobody can tell them apart.",
        wrong: Example::Files(&[(PAGE, "- [The session](session.md)\n- [The session](session.md#charts)")]),
        right: Example::Files(&[(PAGE, "- [The session](session.md)\n- [Charts of the session](session.md#charts)")]),
        act: "Say in the words of each link what only that one leads to.",
    },
    Story {
        code: Code::MissingHeaders,
        means: "A table has no header cells, or a header cell may belong to its row or to its column (WCAG 1.3.1).",
        matters: "A screen reader says the header with each cell; without one, a table is a heap of numbers.",
        wrong: Example::Files(&[(TEMPLATE, "<table>\n<tr><td>Area<td>Share\n<tr><td>World<td>51\n</table>")]),
        right: Example::Files(&[(TEMPLATE, "<table>\n<tr><th>Area<th>Share\n<tr><td>World<td>51\n</table>")]),
        act: "Write `th` for header cells; add `scope=\"row\"` or `scope=\"col\"` where both are possible.",
    },
    Story {
        code: Code::BrokenReference,
        means: "`for`, `headers`, `list` or an `aria-` attribute names an id that is not on the page (WCAG 1.3.1 and 4.1.2).",
        matters: "The label, the description or the header that was meant is not read out.",
        wrong: Example::Files(&[(
            TEMPLATE,
            "<section aria-labelledby=\"titel\">\n<h2 id=\"title\">News</h2>\n</section>",
        )]),
        right: Example::Files(&[(
            TEMPLATE,
            "<section aria-labelledby=\"title\">\n<h2 id=\"title\">News</h2>\n</section>",
        )]),
        act: "Correct the id, or remove the attribute.",
    },
    Story {
        code: Code::InvalidAttribute,
        means: "A `role`, an `aria-` attribute or an `autocomplete` has a name or a value that no program knows (WCAG 1.3.5 and 4.1.2).",
        matters: "It has no effect, though its author relies on it.",
        wrong: Example::Files(&[(TEMPLATE, "<div role=\"nav\">{{ page.content }}</div>")]),
        right: Example::Files(&[(TEMPLATE, "<div role=\"navigation\">{{ page.content }}</div>")]),
        act: "Write one that WAI-ARIA or the HTML standard knows, or remove it.",
    },
    Story {
        code: Code::FocusOrder,
        means: "A `tabindex` above 0, a key that two elements share, or an element that can have the focus and is hidden by \
                `aria-hidden` (WCAG 2.4.3, 2.1.1 and 4.1.2).",
        matters: "People who use a keyboard lose their place, or land on something that is not read out.",
        wrong: Example::Files(&[(TEMPLATE, "<a href=\"#top\" tabindex=\"5\">Up</a>")]),
        right: Example::Files(&[(TEMPLATE, "<a href=\"#top\">Up</a>")]),
        act: "Put elements in the order in which they are to be reached, and remove `tabindex`.",
    },
    Story {
        code: Code::UnrequestedChange,
        means: "The page reloads or leads on after some seconds, a recording with sound plays by itself, or text moves \
                (WCAG 2.2.1, 2.2.2 and 1.4.2).",
        matters: "People who read slowly lose the page, and sound drowns the voice of a screen reader.",
        wrong: Example::Files(&[(TEMPLATE, "<meta http-equiv=\"refresh\" content=\"30\">")]),
        right: Example::Files(&[(TEMPLATE, "<p>Reload the page for news.</p>")]),
        act: "Remove it, and let readers decide.",
    },
    Story {
        code: Code::NoZoom,
        means: "The `viewport` of a page has `user-scalable=no`, or a `maximum-scale` below 2 (WCAG 1.4.4).",
        matters: "Some browsers obey, and people with weak eyes cannot read the page.",
        wrong: Example::Files(&[(
            TEMPLATE,
            "<meta name=\"viewport\"\n  content=\"width=device-width, user-scalable=no\">",
        )]),
        right: Example::Files(&[(TEMPLATE, "<meta name=\"viewport\" content=\"width=device-width\">")]),
        act: "Write `width=device-width` only.",
    },
    Story {
        code: Code::MissingCaptions,
        means: "A `video` with sound names no captions (WCAG 1.2.2). Whether they are in the film itself is not known.",
        matters: "People who do not hear, or who may not make noise, see lips move.",
        wrong: Example::Files(&[(TEMPLATE, "<video src=\"{{ \"/map.png\" | link }}\" controls></video>")]),
        right: Example::Files(&[(TEMPLATE, "<video src=\"{{ \"/map.png\" | link }}\" controls muted></video>")]),
        act: "Add a `track` of the kind `captions`, write `muted` for a film without sound, or allow it with \
              `missing-captions: off` if captions are in the film.",
    },
    Story {
        code: Code::SmallTarget,
        means: "A rule of a style sheet makes links or buttons smaller than 24 by 24 pixels (WCAG 2.5.8).",
        matters: "People whose hands tremble, and thumbs on small telephones, miss them or hit the one beside them.",
        wrong: Example::Files(&[(STYLE, "button { width: 16px; height: 16px }")]),
        right: Example::Files(&[(STYLE, "button { width: 24px; height: 24px }")]),
        act: "Make them larger, or leave that much room around each. Links within a sentence may be small.",
    },
    Story {
        code: Code::Landmarks,
        means: "A page has no main part or two of them, or two parts for navigation with the same name (WCAG 1.3.1 and 2.4.1).",
        matters: "Screen readers list these parts and jump between them.",
        wrong: Example::Files(&[(
            TEMPLATE,
            "<nav><a href=\"#top\">Up</a></nav>\n<nav><a href=\"#main\">Text</a></nav>\n<main id=\"main\"></main>",
        )]),
        right: Example::Files(&[(
            TEMPLATE,
            "<nav aria-label=\"Page\"><a href=\"#top\">Up</a></nav>\n<nav><a href=\"#main\">Text</a></nav>\n\
             <main id=\"main\"></main>",
        )]),
        act: "Write one `main` on each page, and an `aria-label` on each `nav` if there are several.",
    },
];
