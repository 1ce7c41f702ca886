//! Stories of files as such: what cannot be read, and what no page may hold.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::UnreadableFile,
        means: "The system refused to hand over a file or a folder under content/ or themes/. Its own words stand in \
                the message.",
        matters: "A page that cannot be read would be missing from the site, and nobody who reads the site would know.",
        wrong: "$ ls -l content/en/session.md\n----------  1 anna  staff  2048  session.md",
        right: "$ chmod u+r content/en/session.md\n$ ls -l content/en/session.md\n-r--------  1 anna  staff  2048  session.md",
        act: "Give yourself the right to read the file, or move it out of the site.",
    },
    Story {
        code: Code::NotUtf8,
        means: "A text file holds bytes that are not UTF-8, the one encoding that Firstflight reads. Most often the file \
                was saved as Windows-1252 or Latin-1.",
        matters: "A guessed encoding turns names and signs into others, as in `Côte` read as `CÃ´te`. Readers would see \
                  the damage before the editor does.",
        wrong: "C\u{fffd}te d'Ivoire          (the o is the byte F4, as in Latin-1)",
        right: "Côte d'Ivoire          (the o is the bytes C3 B4: UTF-8)",
        act: "Open the file in your editor, choose \"save with encoding\", and take UTF-8. On the command line: \
              `iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md`.",
    },
    Story {
        code: Code::BinaryFile,
        means: "A file that ends in .md, .yaml or .html holds binary data. It may be a picture or a document of a word \
                processor under the wrong name.",
        matters: "Such a file would come out as a page of noise.",
        wrong: "content/en/report.md        (a PDF that was renamed)",
        right: "content/en/report.pdf       (published as it is, and linked from a page)",
        act: "Give the file the ending of what it is, or save its text as plain text in UTF-8.",
    },
    Story {
        code: Code::FileTooLarge,
        means: "A Markdown, YAML or template file is longer than 10 MB.",
        matters: "A page of that size cannot be read on a slow link: at 50 kbit/s, 10 MB of text take minutes even when \
                  compressed. It would also stand in the way of every build.",
        wrong: "content/en/all-reports.md            (14 MB)",
        right: "content/en/reports/index.md\ncontent/en/reports/2024.md\ncontent/en/reports/2025.md",
        act: "Split the text into pages of one subject each. Large tables are better published as a file for download.",
    },
    Story {
        code: Code::OutsideSymlink,
        means: "A symbolic link under content/ or themes/ points to a place outside the site's folder.",
        matters: "The site would build differently on each machine, or publish a file that nobody meant to publish.",
        wrong: "content/en/team.md -> /home/anna/notes/team.md",
        right: "content/en/team.md          (a copy of the file)",
        act: "Copy what the link points to into the site. Links that stay within the site's folder are fine. Where content/, \
              themes/ or a folder directly in them is kept elsewhere on purpose, use `--follow`.",
    },
    Story {
        code: Code::ForbiddenCharacter,
        means: "A text holds a control character, or a code point that Unicode sets aside and HTML forbids. Most come \
                along when text is copied from a PDF or a terminal.",
        matters: "Browsers replace such characters or drop them, each in its own way; some of them can hide text from \
                  the eye of whoever checks a page.",
        wrong: "The session[U+0008] begins at 9:50.",
        right: "The session begins at 9:50.",
        act: "Delete the character at the place that the finding names. It is invisible in most editors: delete the \
              letters on both sides of it and type them again.",
    },
    Story {
        code: Code::TooDeep,
        means: "Lists or quotes stand inside one another more than 100 deep, or the finished page has too many elements \
                inside one another. In practice this is a mistake in the program that wrote the file.",
        matters: "Nobody can follow such a page, least of all someone who hears it read aloud, and phones with little \
                  memory give up on it.",
        wrong: "> > > > > > > > (and a hundred more) text",
        right: "> > text",
        act: "Take levels away. A second page or a heading carries an argument better than a third level of a list.",
    },
    Story {
        code: Code::TooMuch,
        means: "A file needs more work or memory than Firstflight allows for one: hundreds of thousands of headings on \
                a page, a formula whose exact value has hundreds of digits, a source that gives a hundred clock times. \
                The finding names the limit. In practice this is a mistake in the program that wrote the file.",
        matters: "A build must end soon on any machine, whoever wrote the files; and what exceeds these limits is more \
                  than a reader on a slow connection could ever load.",
        wrong: "derived: \"a * a * a * a * a * a * (and a hundred more)\"",
        right: "derived: \"a * a\"",
        act: "Split the page into several pages, or the formula into several records.",
    },
    Story {
        code: Code::MisplacedFile,
        means: "A file lies directly under content/, in a folder that is no language of the site, or has an ending \
                such as .markdown that makes it a file and not a page.",
        matters: "It is published nowhere, or not as a page, and nothing on the site would show that it is missing.",
        wrong: "content/session.md",
        right: "content/en/session.md",
        act: "Move the file into the folder of a language, or add the folder to `languages` in content/site.yaml. Pages \
              end in .md.",
    },
];
