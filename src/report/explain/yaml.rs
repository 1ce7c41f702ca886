//! Stories of YAML: front matter, settings and records alike.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::InvalidYaml,
        means: "The front matter of a page, content/site.yaml or a file of records is not YAML. The finding points to \
                where reading stopped; the mistake is there or just before it.",
        matters: "What cannot be read cannot be published: the page would have no title, or the record no value.",
        wrong: "title: Connect2Recover: the session",
        right: "title: \"Connect2Recover: the session\"",
        act: "Put text in double quotes when it holds a colon followed by a space or a `#`, or when it starts with a \
              sign such as `[`, `*` or `@`. Indent with spaces; tabs are not allowed.",
    },
    Story {
        code: Code::DuplicateKey,
        means: "A mapping names one key twice.",
        matters: "YAML readers keep one of the two values, and not all keep the same one. The editor sees one title and \
                  the reader another.",
        wrong: "title: The session\ntitle: The webinar",
        right: "title: The webinar",
        act: "Keep the line that is true and delete the other.",
    },
    Story {
        code: Code::UnknownKey,
        means: "A key means nothing at its place. Nearly always it is misspelt, or stands a level too deep or too high.",
        matters: "If it were passed over, a misspelt `expires` would leave a page online for ever.",
        wrong: "tilte: The session",
        right: "title: The session",
        act: "Correct the key; the finding names the nearest one that is known. Values of your own for templates go \
              under `extra`.",
    },
    Story {
        code: Code::MissingKey,
        means: "A key that must be there is missing: the `title` of a page or of the site, or a key of a record.",
        matters: "A page without a title has no name in search results, tabs, histories and screen readers. A \
                  statistic without its source is a number that nobody can check.",
        wrong: "---\ndescription: When it took place.\n---",
        right: "---\ntitle: The session\ndescription: When it took place.\n---",
        act: "Add the key. What is not known may be `unknown` where the key allows it; leave nothing to be guessed.",
    },
    Story {
        code: Code::WrongType,
        means: "A value is of another kind than its key takes: a list where one text belongs, or a text where a number \
                belongs.",
        matters: "A guess at what was meant would be right most of the time, and wrong where nobody looks.",
        wrong: "order: second",
        right: "order: 2",
        act: "Write the kind of value that the finding names. `true`, `false` and numbers stand without quotes; a text \
              that looks like a number stands in quotes, as in `period: \"2019\"`.",
    },
    Story {
        code: Code::InvalidValue,
        means: "A value is of the right kind, but not one that its key takes: a date that does not exist, a host that \
                Firstflight does not know, a slug with a slash in it.",
        matters: "Published as it stands, it would say something false or lead to an address that nobody can open.",
        wrong: "date: 2026-02-30",
        right: "date: 2026-02-28",
        act: "Write one of the values that the finding names. Dates are written as 2026-11-23.",
    },
    Story {
        code: Code::YamlLimit,
        means: "A YAML text nests more than 64 deep, or its aliases (`*name`) add more than 4,000 values.",
        matters: "A few lines of aliases can grow to gigabytes. The limits keep such a file, meant or not, from taking \
                  down the machine that builds the site.",
        wrong: "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n...",
        right: "a: [x, x, x]",
        act: "Write the values out, or move them to a file of records, where each stands once.",
    },
    Story {
        code: Code::MissingConfig,
        means: "There is no content/site.yaml in the site's folder. That file says what the site is called and which \
                languages it has.",
        matters: "Most often the command was started in the wrong folder, and the whole site would come out empty.",
        wrong: "$ cd my-site/content\n$ firstflight build",
        right: "$ cd my-site\n$ firstflight build",
        act: "Start the command in the folder that holds content/, or name it with --site DIR. `firstflight new site \
              DIR` writes a site to begin with.",
    },
    Story {
        code: Code::NoBaseUrl,
        means: "content/site.yaml has no `base_url`, the address at which the site is published.",
        matters: "Sitemaps and feeds must name whole addresses, so there are none. All else works: links between pages \
                  are relative and need no base.",
        wrong: "title: My site\nlanguages:\n  en: { at: / }",
        right: "title: My site\nbase_url: https://example.org/\nlanguages:\n  en: { at: / }",
        act: "Add `base_url` once you know the address. For a site that is handed on as a folder, set this finding to \
              off.",
    },
];
