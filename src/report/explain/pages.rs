//! Stories of pages: front matter, addresses, dates, weight.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::MissingFrontMatter,
        means: "A Markdown file does not begin with front matter, the lines between two `---` at its very top.",
        matters: "Front matter holds the title, and a page without a title has no name in tabs, menus and search \
                  results.",
        wrong: "The session took place in May.",
        right: "---\ntitle: The session\n---\n\nThe session took place in May.",
        act: "Begin the file with three lines: `---`, `title: …`, `---`. No empty line may stand before them.",
    },
    Story {
        code: Code::UnclosedFrontMatter,
        means: "A page opens its front matter with `---` and never closes it.",
        matters: "Where the front matter ends cannot be guessed: the text of the page would be read as settings, or \
                  settings would be published as text.",
        wrong: "---\ntitle: The session\n\nThe session took place in May.",
        right: "---\ntitle: The session\n---\n\nThe session took place in May.",
        act: "After the last key, add a line that holds only `---`.",
    },
    Story {
        code: Code::MissingHome,
        means: "A language named in content/site.yaml has no index.md in its folder.",
        matters: "The address of that language would answer \"not found\", and it is the first that people type.",
        wrong: "content/fr/session.md",
        right: "content/fr/index.md\ncontent/fr/session.md",
        act: "Write the home page, or take the language out of content/site.yaml until there is one. `firstflight new \
              page content/fr/index.md` writes its first lines.",
    },
    Story {
        code: Code::AddressClash,
        means: "Two pages or files would be published at one address, or at two that differ only in upper and lower \
                case.",
        matters: "One of them would be lost, and which one would depend on the machine. Many systems take `/Session/` \
                  and `/session/` for the same.",
        wrong: "content/en/session.md\ncontent/en/session/index.md",
        right: "content/en/session/index.md\ncontent/en/session/programme.md",
        act: "Rename one of the files, give one another `slug`, or remove the entry in `aliases` that claims the \
              address.",
    },
    Story {
        code: Code::Withheld,
        means: "A page is not published: it is marked `draft: true`, its `publish` date has not come, or its `expires` \
                date has passed.",
        matters: "There is nothing to mend. The note is there so that no page is missing without a word.",
        wrong: "draft: true            (and the page is meant to be online)",
        right: "title: The session     (without a line `draft`)",
        act: "Remove `draft`, or change the date. `--drafts` includes drafts, and `--at DATE` shows the site as it is \
              on another day.",
    },
    Story {
        code: Code::UnmetExpectation,
        means: "The front matter expects a finding that no longer occurs on this page.",
        matters: "An expectation that is left behind would hide the next mistake of its kind.",
        wrong: "expect:\n  - { finding: raw-html, reason: \"an example of HTML\" }\n(and the page holds no HTML any more)",
        right: "expect: []",
        act: "Remove the expectation; the cause is gone.",
    },
    Story {
        code: Code::OverBudget,
        means: "A page, compressed as its host compresses it, travels as more bytes than its budget, 8,500 unless \
                content/site.yaml says otherwise. The notes name its heaviest parts.",
        matters: "Up to 8,500 bytes arrive in one round trip over TLS and HTTP/2. Every byte more may make the reader \
                  wait for a second one: half a second or more on GPRS or by satellite.",
        wrong: "content/en/session.md              (with speakers and minutes: 13,900 bytes)",
        right: "content/en/session/index.md        (4,100 bytes)\ncontent/en/session/speakers.md     (5,200 bytes)\ncontent/en/session/minutes.md      (5,900 bytes)",
        act: "Split the page where its subject changes, or cut what the notes name first. A larger budget in \
              content/site.yaml is a decision about your readers' time; make it on purpose.",
    },
];
