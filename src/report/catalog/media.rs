//! Findings about files beside pages.

use crate::report::story::{Example, Story};
use crate::report::text::thousands;
use crate::report::{Code, Finding, Place};

/// Maximum number of further files that are shown.
const LABELS: usize = 9;

/// Files that nothing leads to, if there are any.
#[must_use]
pub fn unused_files(places: Vec<Place>) -> Option<Finding> {
    let more = and_more(places.len());
    let mut places = places.into_iter();
    let finding = Finding::new(Code::UnusedFile, places.next()?, format!("no page links to this file{more}"))
        .help("link to it from a page, or delete it")
        .note("it is published anyway, and anyone who knows its address can open it");
    Some(places.take(LABELS).fold(finding, |finding, place| finding.label(place, "another")))
}

/// PDFs with what each lacks, in words, if there are any.
#[must_use]
pub fn pdf_metadata(lacking: Vec<(Place, &'static str)>) -> Option<Finding> {
    let more = and_more(lacking.len());
    let mut lacking = lacking.into_iter();
    let (place, lacks) = lacking.next()?;
    let finding = Finding::new(Code::PdfMetadata, place, format!("this PDF has {lacks}{more}"))
        .help("set the title and the language in the source document, and export the PDF again");
    Some(lacking.take(LABELS).fold(finding, |finding, (place, lacks)| finding.label(place, lacks)))
}

/// A photograph that is published with what tells more than it shows, in words. `place` is that of a link to it, or the file at `path`
/// below the folder of the site; `others` are further links.
#[must_use]
pub fn photo_metadata(place: Place, others: Vec<Place>, path: &str, tells: &[&str]) -> Finding {
    let name = path.rsplit('/').next().unwrap_or(path);
    let tells = match tells {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        all => all.join(", "),
    };
    let is_linked = place.range().is_some();
    let quoted = if path.contains(|c: char| !c.is_alphanumeric() && !"-_./".contains(c)) {
        format!("\"{path}\"")
    } else {
        path.to_owned()
    };
    let tool = format!("`exiftool -all= {quoted}`");
    let help = match is_linked {
        true => format!("show it as an image, `![…]({name})`, which removes the metadata, or remove it with {tool}"),
        false => format!("remove the metadata with {tool}, or delete the file"),
    };
    let finding =
        Finding::new(Code::PhotoMetadata, place, format!("`{name}` would be published with {tells}")).help(help);
    others.into_iter().take(LABELS).fold(finding, |finding, place| finding.label(place, "another link to it"))
}

/// Alternative text that is the name of a file, or repeats the caption.
#[must_use]
pub fn poor_alt(place: &Place, alt: &str, caption: &str, target: &str) -> Option<Finding> {
    let alt = alt.trim();
    let is_same = |other: &str| !other.is_empty() && alt.to_lowercase() == other.to_lowercase();
    let finding = |message: &str| Finding::new(Code::PoorAlt, place.clone(), message);
    if is_same(caption.trim()) {
        return Some(
            finding("the alternative text of this image repeats its caption")
                .help("describe what the image shows; the caption is read too"),
        );
    }
    let path = target.split(['?', '#']).next().unwrap_or(target);
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // `map` may be meant; `IMG_2041` is not.
    let is_stem = is_same(stem) && stem.contains(|c: char| c.is_ascii_digit() || c == '_' || c == '-');
    let has_ending = !alt.contains(char::is_whitespace)
        && alt
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)));
    (is_same(name) || is_stem || has_ending).then(|| {
        finding("the alternative text of this image is the name of a file")
            .help("describe in one sentence what the image shows")
    })
}

/// Endings of files that are images.
const ENDINGS: [&str; 10] = ["avif", "bmp", "gif", "heic", "jpeg", "jpg", "png", "svg", "tiff", "webp"];

/// A call that shows an image without alternative text.
#[must_use]
pub fn missing_alt_of_call(place: Place) -> Finding {
    Finding::new(Code::MissingAlt, place, "this image has no alternative text")
        .help("describe the image in `alt=\"…\"`, or write `decorative=true` if it only decorates")
}

/// An image that cannot be shown; `file` is its path.
#[must_use]
pub fn bad_image(place: Place, file: &str, why: &str, help: &str) -> Finding {
    Finding::new(Code::BadImage, place, format!("`{file}` cannot be shown as an image: {why}"))
        .help(help)
        .note("readers get a link to the file instead")
}

/// An image whose name has the ending of another format.
#[must_use]
pub fn image_ending(place: Place, file: &str, found: &str, ending: &str) -> Finding {
    Finding::new(Code::ImageEnding, place, format!("`{file}` is a {found}"))
        .help(format!("rename it to end in `.{ending}`"))
}

/// A call that requests two colours for an image that cannot be dithered.
#[must_use]
pub fn not_dithered(place: Place, file: &str) -> Finding {
    Finding::new(Code::WrongArgument, place, format!("`{file}` cannot be shown in two colours"))
        .help("remove `dither=true`, or save the image as JPEG or PNG")
        .note("only still images of pixels, such as photographs, can be shown in two colours")
}

/// A call that says how wide an image is, which is not possible; `most` is the width of the text.
#[must_use]
pub fn bad_width(place: Place, width: i64, most: u32) -> Finding {
    let (message, help) = if width > 0 {
        (
            format!("`width={width}` is wider than the text"),
            format!("write at most `width={most}`, the width of the text"),
        )
    } else {
        (
            format!("an image cannot be {width} pixels wide"),
            format!("write a whole number from 1 to {most}, or remove `width`"),
        )
    };
    Finding::new(Code::WrongArgument, place, message).help(help)
}

/// An image that a call wants wider than its file is.
#[must_use]
pub fn too_narrow(place: Place, file: &str, found: u32, asked: u32) -> Finding {
    let message = format!("`{file}` has a width of {found} pixels, fewer than `width={asked}`");
    Finding::new(Code::WrongArgument, place, message)
        .help(format!("write at most `width={found}`, or save the image with more pixels"))
        .note("images are not enlarged: that would add bytes but no detail")
}

/// What was removed from an SVG.
#[must_use]
pub fn unsafe_svg(place: Place, file: &str, removed: &[String]) -> Finding {
    let named: Vec<String> = removed.iter().map(|what| format!("`{what}`")).collect();
    Finding::new(Code::UnsafeSvg, place, format!("unsafe content is removed from `{file}`: {}", named.join(", ")))
        .help("remove it from the image, or export the image without it")
        .note("images must not run scripts or load other files")
}

/// A page whose images that are sent with it have more bytes than the budget; `count` is their number.
#[must_use]
pub fn images_over_budget(place: Place, count: usize, bytes: u64, budget: u64) -> Finding {
    let over = thousands(bytes.saturating_sub(budget));
    let noun = if count == 1 { "the image sent with this page has" } else { "the images sent with this page have" };
    let message = format!("{noun} {} bytes, {over} over the budget", thousands(bytes));
    let offer = if count == 1 { "offer it" } else { "offer some of them" };
    let enough = bytes.div_ceil(1_000) * 1_000;
    Finding::new(Code::OverBudget, place, message)
        .help(format!("{offer} instead, or write `budget: {{ images: {enough} }}` in content/site.yaml"))
}

fn and_more(count: usize) -> String {
    match count.saturating_sub(1) {
        0 => String::new(),
        1 => ", and 1 more".to_owned(),
        more => format!(", and {} more", thousands(more as u64)),
    }
}

/// The explanations of these findings.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::UnusedFile,
        means: "A file is beside the pages, but no page, setting or theme refers to it. Files that hosts, browsers and search \
                engines request on their own, such as robots.txt and favicon.ico, are not reported.",
        matters: "It is published, but no reader finds it. A link to it may have been forgotten, or it is an old version \
                  that nobody should find.",
        wrong: Example::Files(&[("content/en/form.csv", "name,date"), ("content/en/index.md", "Fill in the form.")]),
        right: Example::Files(&[
            ("content/en/form.csv", "name,date"),
            ("content/en/index.md", "Fill in [the form](form.csv)."),
        ]),
        act: "Link to it from a page, or delete it. If others link to it, set this finding to off.",
    },
    Story {
        code: Code::PdfMetadata,
        means: "A PDF has no title or no language in its metadata.",
        matters: "Browsers and search engines show the name of the file instead of a title, and screen readers read the \
                  text with the voice of another language.",
        wrong: Example::Files(&[
            ("content/en/report.pdf", "%PDF-1.7"),
            ("content/en/index.md", "Read [the report](report.pdf)."),
        ]),
        right: Example::Files(&[
            ("content/en/report.pdf", "%PDF-1.7 <</Info 1 0 R>> <</Lang (en)>>\n1 0 obj <</Title (Report)>> endobj"),
            ("content/en/index.md", "Read [the report](report.pdf)."),
        ]),
        act: "Set the title and the language in the source document, and export the PDF again.",
    },
    Story {
        code: Code::PhotoMetadata,
        means: "A photograph is published as the camera saved it, because a page links to it or nothing shows it as an image, and it \
                holds the position where it was taken, a name, or the model or number of the camera. The finding does not repeat them.",
        matters: "Everybody who downloads it can read where somebody lives, works or was treated, and which of your photographs come \
                  from the same camera. Photographs that pages show as images lose all of it.",
        wrong: Example::Shown("[The patient's garden](DSC_0042.jpg)"),
        right: Example::Shown("![A garden with a well](DSC_0042.jpg)"),
        act: "Show the photograph as an image. If readers need the file itself, remove what it tells: \
              `exiftool -all= -tagsfromfile @ -orientation DSC_0042.jpg` keeps the orientation. If the metadata is meant to be public, set \
              this finding to off or expect it on the page.",
    },
    Story {
        code: Code::PoorAlt,
        means: "The alternative text of an image is the name of a file, or says the same as the caption.",
        matters: "On a slow link the alternative text is what decides whether a reader opens the image, and it is all \
                  that people who cannot see get.",
        wrong: Example::Files(&[("content/en/index.md", "![boat.jpg](https://example.org/boat.jpg)")]),
        right: Example::Files(&[("content/en/index.md", "![A boat on a lake](https://example.org/boat.jpg)")]),
        act: "Describe in one sentence what the image shows. A caption adds what cannot be seen: who, where, when.",
    },
    Story {
        code: Code::BadImage,
        means: "A file that a page shows as an image is empty, cut off, too large, in a format that is not read, or \
                something else, such as a web page that was saved instead of the image.",
        matters: "Browsers would show a broken image, or take seconds and all of a phone's memory to decode it.",
        wrong: Example::Files(&[
            ("content/en/map.png", "<!doctype html><title>Sign in</title>"),
            ("content/en/index.md", "![The coast of the island](map.png)"),
        ]),
        right: Example::Files(&[
            ("content/en/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"),
            ("content/en/index.md", "![The coast of the island](map.svg)"),
        ]),
        act: "Save the image again as JPEG, PNG, WebP, GIF or SVG, and make it smaller if it is too large.",
    },
    Story {
        code: Code::ImageEnding,
        means: "The file name of an image has the extension of another format, such as .jpg for a PNG. Pages show it anyway.",
        matters: "Hosts send files by their endings, and some programs refuse to open the file.",
        wrong: Example::Shown("photo.jpg is a PNG"),
        right: Example::Shown("photo.png is a PNG"),
        act: "Rename the file, and the links to it.",
    },
    Story {
        code: Code::UnsafeSvg,
        means: "An SVG contains a script, a handler, an animation, a frame, or a link to something outside of itself. Pages \
                show the image without it.",
        matters: "An SVG that is opened can run scripts and contact other hosts.",
        wrong: Example::Files(&[
            (
                "content/en/map.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\n<script>alert(1)</script></svg>",
            ),
            ("content/en/index.md", "![The coast of the island](map.svg)"),
        ]),
        right: Example::Files(&[
            ("content/en/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"),
            ("content/en/index.md", "![The coast of the island](map.svg)"),
        ]),
        act: "Remove it from the image: export it again as plain SVG.",
    },
];
