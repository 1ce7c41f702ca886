//! Findings about files: unreadable, misplaced or too large ones, and characters that pages must not contain.

use crate::limits::PAGE_DEPTH;
use crate::names::NameFault;
use crate::report::story::{Example, Story};
use crate::report::text::thousands;
use crate::report::{Code, Finding, Place};

/// Maximum number of further files that are shown.
const LABELS: usize = 9;

/// A file or folder that cannot be read for the reason `why`; `help` is what to do about it.
#[must_use]
pub fn unreadable(place: Place, why: &str, help: &str) -> Finding {
    Finding::new(Code::UnreadableFile, place, format!("cannot read this: {why}")).help(help)
}

/// Bytes that are not UTF-8.
#[must_use]
pub fn not_utf8(place: Place, byte: u8) -> Finding {
    Finding::new(
        Code::NotUtf8,
        place,
        format!("this file is not UTF-8: no character starts with the byte 0x{byte:02X}"),
    )
    .help("save the file with the encoding UTF-8")
}

/// A text in UTF-16.
#[must_use]
pub fn utf16(place: Place) -> Finding {
    Finding::new(Code::NotUtf8, place, "this file is UTF-16, not UTF-8").help("save the file with the encoding UTF-8")
}

/// Binary data in a text file.
#[must_use]
pub fn binary(place: Place) -> Finding {
    let is_page = place.file().path().ends_with(".md");
    let other = if is_page { ", or give it another ending to publish it as it is" } else { "" };
    Finding::new(Code::BinaryFile, place, "this file contains binary data, not text")
        .help(format!("save it as plain text in UTF-8{other}"))
}

/// A file of more than `limit` bytes.
#[must_use]
pub fn too_large(place: Place, length: u64, limit: u64) -> Finding {
    let megabytes = |bytes: u64| format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10);
    let is_page = place.file().path().ends_with(".md");
    let finding = Finding::new(
        Code::FileTooLarge,
        place,
        format!("this file is {} MB long; the maximum is {} MB", megabytes(length), limit / 1_000_000),
    );
    if is_page { finding.help("split it into pages") } else { finding }
}

/// A symbolic link out of the site; `can_follow` is whether `--follow` would allow it.
#[must_use]
pub fn outside_symlink(place: Place, can_follow: bool) -> Finding {
    let help = match can_follow {
        true => "copy what it points to into the site, or build with `--follow`",
        false => "copy what it points to into the site",
    };
    Finding::new(Code::OutsideSymlink, place, "this symbolic link points outside the site's folder")
        .help(help)
        .note("a site that depends on files outside its folder builds differently on each machine")
}

/// A folder with links to folders that contain more than `limit` files and folders in total.
#[must_use]
pub fn too_many_linked(place: Place, limit: usize) -> Finding {
    let message = format!("links to folders lead to more than {limit} files and folders from here");
    Finding::new(Code::UnreadableFile, place, message).help("remove links to folders that contain links to folders")
}

/// A character that HTML forbids.
#[must_use]
pub fn forbidden_character(place: Place, c: char) -> Finding {
    Finding::new(
        Code::ForbiddenCharacter,
        place,
        format!("the character U+{:04X} is not allowed in a page", u32::from(c)),
    )
    .help("delete it; it is invisible in most editors")
}

/// An escape or character reference for a character that HTML forbids.
#[must_use]
pub fn forbidden_escape(place: Place, written: &str, c: char) -> Finding {
    let code = u32::from(c);
    Finding::new(
        Code::ForbiddenCharacter,
        place,
        format!("`{written}` stands for the character U+{code:04X}, which is not allowed in a page"),
    )
    .help("delete it, or write the character that was meant")
}

/// A file or folder whose name Windows cannot have.
#[must_use]
pub(crate) fn unportable(place: Place, name: &str, fault: NameFault) -> Finding {
    let message = format!("`{name}` cannot be the name of a file or folder on Windows: {}", why_unportable(fault));
    Finding::new(Code::UnportableName, place, message)
        .help("rename it")
        .note("whoever works on Windows cannot get this file: git, for example, stops at it")
}

/// An address with a part that Windows cannot have as the name of a file or folder.
#[must_use]
pub(crate) fn unportable_address(place: Place, address: &str, part: &str, fault: NameFault, help: &str) -> Finding {
    let why = why_unportable(fault);
    let message = format!("the address `{address}` needs a file or folder `{part}`, which Windows cannot have: {why}");
    Finding::new(Code::UnportableName, place, message)
        .help(help)
        .note("the site cannot be built, copied or served on Windows")
}

/// Why Windows cannot have a name, as a clause.
fn why_unportable(fault: NameFault) -> String {
    match fault {
        NameFault::Device => "it is the name of a device".to_owned(),
        NameFault::End => "it ends in a full stop or a space".to_owned(),
        NameFault::Character(c) if c.is_control() => {
            format!("it contains the character U+{:04X}", u32::from(c))
        }
        NameFault::Character(c) => format!("it contains `{c}`"),
    }
}

/// A file outside the folders of the languages.
#[must_use]
pub fn misplaced(place: Place, languages: &[&str]) -> Finding {
    let folders = languages.iter().map(|tag| format!("content/{tag}/")).collect::<Vec<_>>().join(" or ");
    Finding::new(Code::MisplacedFile, place, "this file is not published: it is not in the folder of a language")
        .maybe_help((!languages.is_empty()).then(|| format!("move it to {folders}, or delete it")))
}

/// A folder that is not a language of the site; `language` is one that is.
#[must_use]
pub fn unknown_language(place: Place, folder: &str, language: &str) -> Finding {
    let message = format!("nothing in content/{folder}/ is published: `{folder}` is not a language of this site");
    // Language tags begin with two or three letters, as in `fr` or `pt-BR`.
    let first = folder.split('-').next().unwrap_or(folder);
    let is_like_a_tag = matches!(first.len(), 2 | 3) && first.chars().all(|c| c.is_ascii_alphabetic());
    Finding::new(Code::MisplacedFile, place, message).help(if is_like_a_tag {
        format!("add `{folder}: {{ at: /{folder}/ }}` to `languages` in content/site.yaml, or move the folder")
    } else {
        format!("move the folder into the folder of a language, such as content/{language}/")
    })
}

/// Files and folders that are ignored, if there are any.
#[must_use]
pub fn unpublished(places: Vec<Place>, folder: &str) -> Option<Finding> {
    let count = places.len();
    let paths: Vec<String> = places.iter().map(|place| place.file().path().to_owned()).collect();
    let mut places = places.into_iter();
    let first = places.next()?;
    let more = match count - 1 {
        0 => String::new(),
        1 => ", and 1 more".to_owned(),
        more => format!(", and {} more", thousands(more as u64)),
    };
    let message =
        format!("this is not published: it is hidden, temporary, a backup or a file of the operating system{more}");
    let finding = Finding::new(Code::UnpublishedFile, first, message)
        .help(format!("give it another name if readers need it, or move it out of {folder}/"));
    let finding = places.take(LABELS).fold(finding, |finding, place| finding.label(place, "another"));
    let names_it = paths.iter().any(|path| path.ends_with("/.nojekyll"));
    Some(if names_it { finding.note("`host: github-pages` publishes a file `.nojekyll`") } else { finding })
}

/// A Markdown file with another ending, such as `.markdown`.
#[must_use]
pub fn markdown_ending(place: Place, better: &str) -> Finding {
    Finding::new(Code::MisplacedFile, place, "this is published as a file, not as a page: pages end in `.md`")
        .help(format!("rename it to `{better}`"))
}

/// A file that programs expect at the root of the site only, as `robots.txt`, in a language whose folder is not the root;
/// `tag` is the language whose file is published there.
#[must_use]
pub fn of_root_elsewhere(place: Place, path: &str, address: &str, tag: &str) -> Finding {
    let message = format!("programs look for this file at `/{path}`, not at `{address}`, where it is published");
    Finding::new(Code::MisplacedFile, place, message)
        .help(format!("move it to content/{tag}/{path}, which is published at `/{path}`"))
}

/// Markdown nested more than `limit` levels deep.
#[must_use]
pub fn too_deep(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("this is nested more than {limit} levels deep"))
        .help("remove some levels of quotes or lists")
}

/// Bodies of shortcodes nested more than `limit` levels deep.
#[must_use]
pub fn bodies_too_deep(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("bodies of shortcodes are nested more than {limit} levels deep"))
        .help("close one of them earlier with `{% end %}`, or remove some levels")
}

/// A style sheet nested more than `limit` levels deep.
#[must_use]
pub fn style_too_deep(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("this style sheet is nested more than {limit} levels deep"))
        .help("look for a `{` or `(` that is not closed")
}

/// Raw HTML nested more than `limit` elements deep.
#[must_use]
pub fn html_too_deep(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("raw HTML is nested more than {limit} elements deep"))
        .help("close the open elements")
}

/// Markdown with more than `limit` line ends, numbers and punctuation marks.
#[must_use]
pub fn too_much_markdown(place: Place, limit: usize) -> Finding {
    let message =
        format!("this page contains more than {} line ends, numbers and punctuation marks", thousands(limit as u64));
    Finding::new(Code::TooMuch, place, message).help("split it into several pages")
}

/// A tag of raw HTML with more than `limit` attributes.
#[must_use]
pub fn too_many_attributes(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("a tag of raw HTML has more than {limit} attributes"))
        .help("remove those that browsers do not support")
}

/// A page with more than `limit` headings.
#[must_use]
pub fn too_many_headings(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("this page has more than {} headings", thousands(limit as u64)))
        .help("split it into several pages")
}

/// A page with more than `limit` shortcodes with bodies.
#[must_use]
pub fn too_many_bodies(place: Place, limit: usize) -> Finding {
    let limit = thousands(limit as u64);
    Finding::new(Code::TooMuch, place, format!("this page has more than {limit} shortcodes with bodies"))
        .help("split it into several pages")
}

/// A page with more than `limit` numbers that are not backed by a record.
#[must_use]
pub fn too_many_numbers(place: Place, limit: usize) -> Finding {
    let message =
        format!("this page contains more than {} numbers that are not backed by a record", thousands(limit as u64));
    Finding::new(Code::TooMuch, place, message).help("publish the data as a file beside the page")
}

/// A finished page with more than `limit` elements.
#[must_use]
pub fn page_too_large(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("the finished page has more than {} elements", thousands(limit as u64)))
        .help("split it into several pages")
}

/// A finished page nested too deep for the minifier.
#[must_use]
pub fn page_too_deep(place: Place, depth: usize) -> Finding {
    Finding::new(
        Code::TooDeep,
        place,
        format!("the finished page is nested {depth} elements deep; the maximum is {PAGE_DEPTH}"),
    )
    .help("remove some levels from the page or from its template")
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
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
        code: Code::UnportableName,
        means: "A file, a folder or an address has a name that Windows cannot have: a device such as `con`, `aux` or `nul`, \
                with any ending, a full stop at the end, or one of the characters < > : \" | ? * \\.",
        matters: "Whoever works on Windows cannot get the file from git, and cannot build the site.",
        wrong: Example::Files(&[("content/en/con.md", "")]),
        right: Example::Files(&[("content/en/convention.md", "")]),
        act: "Rename the file or the folder, or give the page another `slug`. If nobody will ever work on Windows, switch the \
              finding off in content/site.yaml.",
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
    Story {
        code: Code::UnpublishedFile,
        means: "Files or folders in content/ are not published because their names begin with a dot, or are those of backups, \
                of temporary files of programs, or of files that an operating system creates. The folder .well-known in the folder of a language is published.",
        matters: "A file that readers or a host need may be missing; others are only clutter.",
        wrong: Example::Files(&[("content/en/.htaccess", "")]),
        right: Example::Files(&[("content/en/.well-known/security.txt", "Contact: mailto:a@example.org")]),
        act: "Give the file another name if readers need it, or move it out of content/. If it belongs there, set this finding \
              to off.",
    },
];
