//! Findings about files as such: what cannot be read, and what no page may hold.

use crate::report::text::thousands;
use crate::report::{Code, Finding, Place};

/// A file or folder that cannot be read; `why` is the system's reason.
#[must_use]
pub fn unreadable(place: Place, why: &str) -> Finding {
    Finding::new(Code::UnreadableFile, place, format!("this cannot be read: {why}"))
}

/// Bytes that are not UTF-8.
#[must_use]
pub fn not_utf8(place: Place, byte: u8) -> Finding {
    Finding::new(Code::NotUtf8, place, format!("this file is not UTF-8: byte 0x{byte:02X} begins no character"))
        .help("save the file with the encoding UTF-8")
}

/// A text in the two-byte encoding of some editors.
#[must_use]
pub fn utf16(place: Place) -> Finding {
    Finding::new(Code::NotUtf8, place, "this file is UTF-16, not UTF-8").help("save the file with the encoding UTF-8")
}

/// Binary data where text belongs.
#[must_use]
pub fn binary(place: Place) -> Finding {
    let is_page = place.file().path().ends_with(".md");
    let other = if is_page { ", or give it another ending if it is to be published as it is" } else { "" };
    Finding::new(Code::BinaryFile, place, "this file holds binary data, not text")
        .help(format!("save it as plain text in UTF-8{other}"))
}

/// More bytes than are read; both in bytes.
#[must_use]
pub fn too_large(place: Place, length: u64, limit: u64) -> Finding {
    let megabytes = |bytes: u64| format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10);
    let is_page = place.file().path().ends_with(".md");
    let finding = Finding::new(
        Code::FileTooLarge,
        place,
        format!("this file is {} MB long; Firstflight reads at most {} MB", megabytes(length), limit / 1_000_000),
    );
    if is_page { finding.help("split it into pages") } else { finding }
}

/// A symbolic link that leaves the site; with `can_follow` it is one that `--follow` allows.
#[must_use]
pub fn outside_symlink(place: Place, can_follow: bool) -> Finding {
    let help = match can_follow {
        true => "copy what it points to into the site, or build with `--follow`",
        false => "copy what it points to into the site",
    };
    Finding::new(Code::OutsideSymlink, place, "this symbolic link leads out of the site's folder")
        .help(help)
        .note("a site that reaches outside its folder builds differently on every machine")
}

/// A folder that more files and folders lie below than are read, for the links in it; `limit` in names.
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

/// An escape or a character reference, as it is written, that stands for a character which HTML forbids.
#[must_use]
pub fn forbidden_escape(place: Place, written: &str, c: char) -> Finding {
    let code = u32::from(c);
    Finding::new(
        Code::ForbiddenCharacter,
        place,
        format!("`{written}` stands for the character U+{code:04X}, which is not allowed in a page"),
    )
    .help("delete it, or write what was meant")
}

/// A file where nothing is published from.
#[must_use]
pub fn misplaced(place: Place, languages: &[&str]) -> Finding {
    let folders = languages.iter().map(|tag| format!("content/{tag}/")).collect::<Vec<_>>().join(" or ");
    Finding::new(Code::MisplacedFile, place, "this file is published nowhere: it lies in no language's folder")
        .maybe_help((!languages.is_empty()).then(|| format!("move it to {folders}, or delete it")))
}

/// A folder that is no language of the site.
#[must_use]
pub fn unknown_language(place: Place, folder: &str) -> Finding {
    Finding::new(
        Code::MisplacedFile,
        place,
        format!("nothing in content/{folder}/ is published: `{folder}` is no language of this site"),
    )
    .help(format!("add `{folder}: {{ at: /{folder}/ }}` to `languages` in content/site.yaml, or move the folder"))
}

/// A Markdown file under another ending.
#[must_use]
pub fn markdown_ending(place: Place, better: &str) -> Finding {
    Finding::new(Code::MisplacedFile, place, "this is published as a file, not as a page: pages end in `.md`")
        .help(format!("rename it to `{better}`"))
}

/// Markdown that nests too deep; `limit` in levels.
#[must_use]
pub fn too_deep(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("this nests more than {limit} levels deep"))
        .help("take some levels of quotes or lists away")
}

/// A style sheet that nests too deep; `limit` in levels.
#[must_use]
pub fn style_too_deep(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("this style sheet nests more than {limit} levels deep"))
        .help("look for a `{` or a `(` that is never closed")
}

/// Raw HTML that nests too deep; `limit` in elements.
#[must_use]
pub fn html_too_deep(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("raw HTML nests more than {limit} elements deep"))
        .help("close the elements that are open")
}

/// Markdown with more than `limit` signs.
#[must_use]
pub fn too_much_markdown(place: Place, limit: usize) -> Finding {
    let message =
        format!("this page contains more than {} line ends, numbers and punctuation marks", thousands(limit as u64));
    Finding::new(Code::TooMuch, place, message).help("divide it into several pages")
}

/// More than `limit` attributes on a tag of raw HTML.
#[must_use]
pub fn too_many_attributes(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("a tag of raw HTML has more than {limit} attributes"))
        .help("keep the ones that browsers support")
}

/// More than `limit` headings on a page.
#[must_use]
pub fn too_many_headings(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("this page has more than {} headings", thousands(limit as u64)))
        .help("divide it into several pages")
}

/// More than `limit` numbers on a page that belong to no record.
#[must_use]
pub fn too_many_numbers(place: Place, limit: usize) -> Finding {
    let message =
        format!("this page contains more than {} numbers that are not backed by a record", thousands(limit as u64));
    Finding::new(Code::TooMuch, place, message).help("publish data as a file beside the page")
}

/// A finished page of more than `limit` elements.
#[must_use]
pub fn page_too_large(place: Place, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("the finished page has more than {} elements", thousands(limit as u64)))
        .help("divide it into several pages")
}

/// A page that came out too deep for the minifier.
#[must_use]
pub fn page_too_deep(place: Place, depth: usize) -> Finding {
    Finding::new(Code::TooDeep, place, format!("the finished page nests {depth} elements deep; at most 512 are shrunk"))
        .help("take some levels away in the page or in its template")
}
