//! Stories of Markdown.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::RawHtml,
        means: "Markdown holds HTML. It is shown to readers as text, tags and all. With `raw_html: true` in \
                content/site.yaml harmless HTML is kept; each kind of element or attribute that is left out is \
                reported where it first occurs on a page.",
        matters: "HTML that is let through unseen can bring scripts, requests to other hosts and tables that no phone \
                  can show. Shown as text it does no harm, but it is hardly what was meant.",
        wrong: "The session is <b>open to all</b>.",
        right: "The session is **open to all**.",
        act: "Write it as Markdown or as a shortcode. Where a tag itself is the subject, put it in back-ticks. \
              `raw_html: true` in content/site.yaml lets harmless HTML through.",
    },
    Story {
        code: Code::ForbiddenScheme,
        means: "The address of a link or an image starts with a scheme other than http, https, mailto, tel and sms, or \
                with `//`.",
        matters: "Addresses such as `javascript:` run as a program when they are followed; `file:` leads into the \
                  editor's own disk; others open nothing on most phones.",
        wrong: "[the programme](file:///home/anna/programme.pdf)",
        right: "[the programme](programme.pdf)",
        act: "Link to a file of the site by its relative path, or to the web with https.",
    },
    Story {
        code: Code::UndefinedReference,
        means: "Text in double brackets calls a reference, as in `[text][name]`, and the page has no line that defines \
                `[name]: address`.",
        matters: "Readers see the brackets and cannot follow the link.",
        wrong: "See [the programme][prog].",
        right: "See [the programme][prog].\n\n[prog]: programme.md",
        act: "Add the definition, or write the address in parentheses: `[the programme](programme.md)`. For plain \
              brackets write `\\[`.",
    },
    Story {
        code: Code::MissingFootnote,
        means: "The text calls a footnote, as in `[^source]`, that is defined nowhere on the page.",
        matters: "Readers see `[^source]` as it is typed, and miss what the note would have told them.",
        wrong: "Half of the world was online.[^itu]",
        right: "Half of the world was online.[^itu]\n\n[^itu]: ITU, 2019.",
        act: "Add a line that begins with the same label, or remove the call. For plain brackets write `\\[^itu]`.",
    },
    Story {
        code: Code::UnusedFootnote,
        means: "A footnote is defined and nothing on the page calls it. It is not published.",
        matters: "What the note says, often a source, never reaches the reader.",
        wrong: "Half of the world was online.\n\n[^itu]: ITU, 2019.",
        right: "Half of the world was online.[^itu]\n\n[^itu]: ITU, 2019.",
        act: "Call the footnote where it belongs, or delete it.",
    },
    Story {
        code: Code::EmptyLink,
        means: "A link has no text between its brackets, and no image with alternative text either.",
        matters: "On the page it cannot be seen. Those who hear the page are told \"link\", or its whole address letter \
                  by letter.",
        wrong: "[](programme.md)",
        right: "[The programme](programme.md)",
        act: "Write between the brackets what the reader will find there.",
    },
    Story {
        code: Code::NestedLink,
        means: "A link is inside the text of another link: an address between `<` and `>`, HTML, or a shortcode that \
                makes a link. Only the outer link is published; the inner one is shown as plain text.",
        matters: "HTML has no links inside links. Browsers end the outer one where the inner one begins, so that a part \
                  of its text leads nowhere.",
        wrong: "[the page <https://example.org/> of the union](union.md)",
        right: "[the page of the union](union.md) at <https://example.org/>",
        act: "End the outer link before the inner one begins, or leave one of them out.",
    },
    Story {
        code: Code::MissingAlt,
        means: "An image has no alternative text.",
        matters: "Who cannot see the image learns nothing of it. On a slow link that is everybody: an image is fetched \
                  only when a reader asks for it, and its text is all they have to decide by.",
        wrong: "![](map.png)",
        right: "![Map of the 47 countries, most of them in Africa](map.png)",
        act: "Say between the brackets what the image tells, in one sentence.",
    },
    Story {
        code: Code::SecondTitle,
        means: "The text has a heading of the first level (`#`), beside the title that the theme already sets.",
        matters: "Many find their way by headings; two of the first level leave open what the page is called.",
        wrong: "# Programme",
        right: "## Programme",
        act: "Begin the headings of the text with `##`. If the heading repeats the title, delete it.",
    },
    Story {
        code: Code::SkippedHeading,
        means: "A heading is more than one level deeper than the one before it.",
        matters: "Many who hear pages move from heading to heading; a level that is missing sounds like a part that \
                  was lost.",
        wrong: "## Programme\n#### Morning",
        right: "## Programme\n### Morning",
        act: "Write one `#` less. How large a heading looks is the theme's concern, not the level's.",
    },
    Story {
        code: Code::DuplicateId,
        means: "Two headings of a page, or elements of its raw HTML, have the same id, as in `{#when}`.",
        matters: "A link to `#when` leads to the first of them, and the second cannot be reached.",
        wrong: "## Dates {#when}\n## Deadlines {#when}",
        right: "## Dates {#when}\n## Deadlines {#deadlines}",
        act: "Give one of them another id, or leave the id out: then it is made from the words of the heading, and \
              never twice.",
    },
    Story {
        code: Code::ForbiddenAttribute,
        means: "A heading carries an attribute other than an id, classes, `lang` and `dir`. It is left out.",
        matters: "Attributes such as `onclick` or `style` could run programs or break the layout on small screens.",
        wrong: "## Dates {#when onclick=\"show()\"}",
        right: "## Dates {#when}",
        act: "Remove the attribute. How headings look is decided in the theme's style.css.",
    },
];
