//! Stories of files: unreadable, misplaced or too large ones, and forbidden characters.

use super::{Example, Story};
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::UnreadableFile,
        means: "The operating system refused to open a file or folder in content/ or themes/. The message contains \
                its reason.",
        matters: "The page would be missing from the site, and none of its readers would know.",
        wrong: Example::Shown("$ ls -l content/en/session.md\n----------  1 anna  staff  2048  session.md"),
        right: Example::Shown(
            "$ chmod u+r content/en/session.md\n$ ls -l content/en/session.md\n-r--------  1 anna  staff  2048  session.md",
        ),
        act: "Give yourself permission to read the file, or move it out of the site.",
    },
    Story {
        code: Code::NotUtf8,
        means: "A text file is not in UTF-8, the only encoding that Firstflight reads. Most often it was saved as \
                Windows-1252 or Latin-1.",
        matters: "A guessed encoding turns letters into others, as in `Côte` read as `CÃ´te`. Readers would see the \
                  damage before the editor does.",
        wrong: Example::Shown("C�te d'Ivoire          (the o is the byte F4, as in Latin-1)"),
        right: Example::Shown("Côte d'Ivoire          (the o is the bytes C3 B4: UTF-8)"),
        act: "Open the file in your editor, choose \"save with encoding\", and select UTF-8. On the command line: \
              `iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md`.",
    },
    Story {
        code: Code::BinaryFile,
        means: "A file that ends in .md, .yaml or .html contains binary data. It may be a picture or a document of a \
                word processor with the wrong name.",
        matters: "It would become a page of unreadable characters.",
        wrong: Example::Shown("content/en/report.md        (a PDF that was renamed)"),
        right: Example::Shown("content/en/report.pdf       (published as it is, and linked from a page)"),
        act: "Rename the file to the ending of its format, or save its text as plain text in UTF-8.",
    },
    Story {
        code: Code::FileTooLarge,
        means: "A Markdown, YAML or template file is longer than 10 MB.",
        matters: "A page of that size cannot be read on a slow link: at 50 kbit/s, 10 MB of text take minutes even \
                  when compressed. It would also slow down every build.",
        wrong: Example::Shown("content/en/all-reports.md            (14 MB)"),
        right: Example::Shown("content/en/reports/index.md\ncontent/en/reports/2024.md\ncontent/en/reports/2025.md"),
        act: "Split the text into pages with one subject each. Publish large tables as files to download.",
    },
    Story {
        code: Code::OutsideSymlink,
        means: "A symbolic link in content/ or themes/ points outside the site's folder.",
        matters: "The site would build differently on each machine, or publish a file that nobody meant to publish.",
        wrong: Example::Shown("content/en/team.md -> /home/anna/notes/team.md"),
        right: Example::Shown("content/en/team.md          (a copy of the file)"),
        act: "Copy what the link points to into the site. Links within the site's folder are allowed. If content/, \
              themes/ or a folder directly in them is kept elsewhere on purpose, use `--follow`.",
    },
    Story {
        code: Code::ForbiddenCharacter,
        means: "A text contains a control character, or a code point that Unicode reserves and HTML forbids. Most \
                come from text copied from a PDF or a terminal.",
        matters: "Browsers replace or drop such characters, each in its own way; some of them can hide text from \
                  people who check a page.",
        wrong: Example::Shown("The session[U+0008] begins at 9:50."),
        right: Example::Shown("The session begins at 9:50."),
        act: "Delete the character at the place of the finding. It is invisible in most editors: delete the letters \
              on both sides of it and type them again.",
    },
    Story {
        code: Code::TooDeep,
        means: "Lists or quotes are nested more than 100 levels deep, or the elements of the finished page are nested \
                too deep. Usually this is a mistake in the program that wrote the file.",
        matters: "Nobody can follow such a page, least of all people who hear it read aloud, and phones with little \
                  memory fail to show it.",
        wrong: Example::Shown("> > > > > > > > (and a hundred more) text"),
        right: Example::Shown("> > text"),
        act: "Remove levels. A second page or a heading works better than a third level of a list.",
    },
    Story {
        code: Code::TooMuch,
        means: "A file needs more work or memory than Firstflight allows for one: hundreds of thousands of headings \
                on a page, a formula whose exact value has hundreds of digits, a source with a hundred times of day. \
                The finding names the limit. Usually this is a mistake in the program that wrote the file.",
        matters: "A build must end soon on any machine, whoever wrote the files. Nobody on a slow connection could \
                  load what exceeds these limits.",
        wrong: Example::Shown("derived: \"a * a * a * a * a * a * (and a hundred more)\""),
        right: Example::Shown("derived: \"a * a\""),
        act: "Split the page into several pages, or the formula into several records.",
    },
    Story {
        code: Code::MisplacedFile,
        means: "A file is directly in content/ or in a folder that is not a language of the site, or it has an ending \
                such as .markdown that makes it a file and not a page, or it is a robots.txt that crawlers do not read \
                because it is not published at the root of the site.",
        matters: "It is not published, or not as a page, and nothing on the site would show that it is missing.",
        wrong: Example::Files(&[("content/talk.md", "")]),
        right: Example::Files(&[("content/en/talk.md", "")]),
        act: "Move the file into the folder of a language, or add the folder to `languages` in content/site.yaml. \
              Pages end in .md. The robots.txt of a site is in the folder of its first language.",
    },
];
