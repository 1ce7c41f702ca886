//! Stories of pages: front matter, addresses, dates, weight.

use super::{Example, PAGE, SITE, Story};
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::MissingFrontMatter,
        means: "A Markdown file does not start with front matter, the lines between two `---` at its very top.",
        matters: "Front matter contains the title, and a page without a title has no name in tabs, menus and search \
                  results.",
        wrong: Example::Files(&[(PAGE, "The session took place in May.")]),
        right: Example::Files(&[(PAGE, "---\ntitle: The session\n---\n\nThe session took place in May.")]),
        act: "Start the file with three lines: `---`, `title: …`, `---`. Leave no empty line before them.",
    },
    Story {
        code: Code::UnclosedFrontMatter,
        means: "The front matter of a page starts with `---` and has no closing `---`.",
        matters: "Firstflight cannot know where it ends: the text of the page would be read as settings, or settings \
                  would be published as text.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: The session\n\nThe session took place in May.")]),
        right: Example::Files(&[(PAGE, "---\ntitle: The session\n---\n\nThe session took place in May.")]),
        act: "After the last key, add a line with only `---`.",
    },
    Story {
        code: Code::MissingHome,
        means: "A language in content/site.yaml has no index.md in its folder.",
        matters: "The address of that language would be \"not found\", and it is the first that people type.",
        wrong: Example::Files(&[
            (SITE, "languages: { en: { at: / }, fr: { at: /fr/ } }"),
            ("content/fr/session.md", ""),
        ]),
        right: Example::Files(&[
            (SITE, "languages: { en: { at: / }, fr: { at: /fr/ } }"),
            ("content/fr/session.md", ""),
            ("content/fr/index.md", ""),
        ]),
        act: "Write the home page, or remove the language from content/site.yaml until there is one. `firstflight new \
              page content/fr/index.md` writes its first lines.",
    },
    Story {
        code: Code::AddressClash,
        means: "Two pages or files would be published at the same address, or at two that differ only in case.",
        matters: "One of them would be lost, and which one would depend on the machine. Many systems treat \
                  `/Session/` and `/session/` as the same.",
        wrong: Example::Files(&[("content/en/talk.md", ""), ("content/en/talk/index.md", "")]),
        right: Example::Files(&[("content/en/talk/index.md", ""), ("content/en/talk/slides.md", "")]),
        act: "Rename one of the files, give one another `slug`, or remove the entry in `aliases` that claims the address.",
    },
    Story {
        code: Code::Withheld,
        means: "A page is not published: it has `draft: true`, its `publish` date is in the future, or its `expires` \
                date is in the past.",
        matters: "There is nothing to fix. The note makes sure that no page is missing unnoticed.",
        wrong: Example::Files(&[("content/en/talk.md", "---\ntitle: The talk\ndraft: true\n---")]),
        right: Example::Files(&[("content/en/talk.md", "---\ntitle: The talk\n---")]),
        act: "Remove `draft`, or change the date. `--drafts` includes drafts, and `--at DATE` builds the site of \
              another day.",
    },
    Story {
        code: Code::UnmetExpectation,
        means: "The front matter expects a finding that no longer occurs on this page.",
        matters: "An expectation that remains would hide the next mistake of its kind.",
        wrong: Example::Files(&[(
            PAGE,
            "---\ntitle: Home\nexpect:\n  - { finding: raw-html, reason: \"an example of HTML\" }\n---\n\nNo HTML any more.",
        )]),
        right: Example::Files(&[(PAGE, "---\ntitle: Home\n---\n\nNo HTML any more.")]),
        act: "Remove the expectation; the finding it was for is gone.",
    },
    Story {
        code: Code::OverBudget,
        means: "A page, compressed as its host compresses it, is larger than its budget, 8,500 bytes unless \
                content/site.yaml sets another. The notes list its heaviest parts.",
        matters: "Up to 8,500 bytes arrive in one round trip over TLS and HTTP/2. Every further byte may make the \
                  reader wait for a second one: half a second or more on GPRS or by satellite.",
        wrong: Example::Shown("content/en/session.md              (with speakers and minutes: 13,900 bytes)"),
        right: Example::Shown(
            "content/en/session/index.md        (4,100 bytes)\ncontent/en/session/speakers.md     (5,200 bytes)\ncontent/en/session/minutes.md      (5,900 bytes)",
        ),
        act: "Split the page where its subject changes, or shorten what the notes list first. A larger budget in \
              content/site.yaml is a decision about your readers' time; make it on purpose.",
    },
];
