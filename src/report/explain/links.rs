//! Stories of links.

use super::{Example, PAGE, Story};
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::BrokenLink,
        means: "A link does not lead to a page or file of this site. Links between pages are relative paths to their \
                Markdown files, so that they also work when browsing the repository.",
        matters: "On GPRS even the page that says \"not found\" takes more than two seconds to arrive. The reader has \
                  waited for nothing.",
        wrong: Example::Files(&[(PAGE, "See [the session](sesion.md).")]),
        right: Example::Files(&[(PAGE, "See [the session](session.md).")]),
        act: "Correct the path. It starts from the folder of the page that contains the link, and `../` goes one folder \
              up. The finding names the most similar page, if there is one.",
    },
    Story {
        code: Code::BrokenFragment,
        means: "The part of a link after `#` does not match a heading or another id on the page it leads to.",
        matters: "The reader lands at the top of the page and has to search for what the link promised.",
        wrong: Example::Files(&[(PAGE, "See [the charts](session.md#chart).")]),
        right: Example::Files(&[(PAGE, "See [the charts](session.md#charts).")]),
        act: "Correct the fragment. The id of a heading is made from its words; `## Words {#id}` sets an id that stays \
              the same when the words change.",
    },
    Story {
        code: Code::WithheldLink,
        means: "A link leads to a page that is not published: a draft, a page before its `publish` date, or one after its \
                `expires` date.",
        matters: "The page exists for the editor but not for the reader, for whom the link is broken.",
        wrong: Example::Files(&[
            (PAGE, "See [the minutes](minutes.md)."),
            ("content/en/minutes.md", "---\ntitle: Minutes\ndraft: true\n---"),
        ]),
        right: Example::Files(&[
            (PAGE, "The minutes will follow."),
            ("content/en/minutes.md", "---\ntitle: Minutes\ndraft: true\n---"),
        ]),
        act: "Publish the page, or remove the link until then. If the link may wait for the page, set another level.",
    },
    Story {
        code: Code::RootLink,
        means: "A link or an image starts with `/`, at the root of the host.",
        matters: "It works only if the site is published at that root. Below https://example.org/c2r/, on a USB stick or \
                  in an archive, it leads out of the site.",
        wrong: Example::Files(&[(PAGE, "See [the session](/session/).")]),
        right: Example::Files(&[(PAGE, "See [the session](session.md).")]),
        act: "Write the relative path to the Markdown file, or to the file itself for images and downloads. If the link \
              should lead to another part of the same host, write its whole address with https.",
    },
];
