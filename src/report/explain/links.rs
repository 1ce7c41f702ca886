//! Stories of links.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::BrokenLink,
        means: "A link leads to no page and no file of this site. Links between pages are relative paths to their \
                Markdown files, so that they also work where the repository is browsed.",
        matters: "On GPRS a first visit takes about four seconds, also to a page that is not there. The reader has \
                  waited for nothing.",
        wrong: "See [the session](sesion.md).",
        right: "See [the session](session.md).",
        act: "Correct the path; it starts from the folder of the page that holds the link, and `../` goes one folder \
              up. The finding names the closest page, where there is one.",
    },
    Story {
        code: Code::BrokenFragment,
        means: "The part of a link after `#` names no heading or other place on the page it leads to.",
        matters: "The reader lands at the top of the page and has to look for what was promised.",
        wrong: "[the numbers](digital-divide.md#least-developed-country)",
        right: "[the numbers](digital-divide.md#least-developed-countries)",
        act: "Correct the fragment. The id of a heading is made from its words; `## Words {#id}` sets one that stays \
              when the words change.",
    },
    Story {
        code: Code::WithheldLink,
        means: "A link leads to a page that is not published: a draft, a page whose date has not come, or one that has \
                expired.",
        matters: "The page exists for the editor and not for the reader, to whom the link is as good as broken.",
        wrong: "[The minutes](minutes.md)        (and minutes.md says `draft: true`)",
        right: "The minutes will follow.",
        act: "Publish the page, or take the link out until it is. If the link is meant to come to life with the page, \
              choose another level.",
    },
    Story {
        code: Code::RootLink,
        means: "A link starts with `/`, at the root of the host.",
        matters: "It works only where the site lives at that root. Under https://example.org/c2r/, in a folder on a \
                  stick, or in an archive, it leads out of the site.",
        wrong: "[The session](/session/)",
        right: "[The session](session.md)",
        act: "Write the relative path to the Markdown file. If the link is meant to leave the site for another part of \
              the same host, write its whole address, with https.",
    },
];
