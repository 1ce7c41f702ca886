//! Findings about files: unreadable, misplaced or too large ones, and characters that pages must not contain.

use crate::limits::PAGE_DEPTH;
use crate::report::text::thousands;
use crate::report::{Code, Finding, Place};

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

/// A symbolic link out of the site; `can_follow` tells whether `--follow` would allow it.
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

/// A file outside the folders of the languages.
#[must_use]
pub fn misplaced(place: Place, languages: &[&str]) -> Finding {
    let folders = languages.iter().map(|tag| format!("content/{tag}/")).collect::<Vec<_>>().join(" or ");
    Finding::new(Code::MisplacedFile, place, "this file is not published: it is not in the folder of a language")
        .maybe_help((!languages.is_empty()).then(|| format!("move it to {folders}, or delete it")))
}

/// A folder that is not a language of the site.
#[must_use]
pub fn unknown_language(place: Place, folder: &str) -> Finding {
    Finding::new(
        Code::MisplacedFile,
        place,
        format!("nothing in content/{folder}/ is published: `{folder}` is not a language of this site"),
    )
    .help(format!("add `{folder}: {{ at: /{folder}/ }}` to `languages` in content/site.yaml, or move the folder"))
}

/// A Markdown file with another ending, such as `.markdown`.
#[must_use]
pub fn markdown_ending(place: Place, better: &str) -> Finding {
    Finding::new(Code::MisplacedFile, place, "this is published as a file, not as a page: pages end in `.md`")
        .help(format!("rename it to `{better}`"))
}

/// A `robots.txt` of a language whose folder is not the root of the site; `tag` is the language that has this file.
#[must_use]
pub fn robots_elsewhere(place: Place, address: &str, tag: &str) -> Finding {
    let message = format!("crawlers do not look for robots.txt at `{address}`, where this file is published");
    Finding::new(Code::MisplacedFile, place, message)
        .help(format!("move it to content/{tag}/robots.txt, which is published at `/robots.txt`"))
}

/// Markdown nested more than `limit` levels deep.
#[must_use]
pub fn too_deep(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("this is nested more than {limit} levels deep"))
        .help("remove some levels of quotes or lists")
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
