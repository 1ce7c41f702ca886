//! Findings about front matter, addresses and dates of pages.

use std::ops::Range;

use crate::report::story::{Example, PAGE, SITE, Story};
use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Level, Place};

/// A list that takes a page over its budget.
#[derive(Clone, Debug)]
pub struct LongList {
    /// The bytes of its call in the file.
    pub call: Range<usize>,
    /// How many entries it has.
    pub count: usize,
    /// How many bytes they take, estimated.
    pub bytes: u64,
    /// How many entries fit.
    pub limit: usize,
    /// The bytes of the file to replace so that the call has this limit, and what replaces them.
    pub edit: (Range<usize>, String),
    /// The address for links to a page with the same list, which continues on further pages.
    pub elsewhere: Option<String>,
}

/// A page without front matter, whose text does not begin with a title; `title` is one that would suit it.
#[must_use]
pub fn missing_front_matter(place: Place, title: Option<&str>) -> Finding {
    let title = title.unwrap_or("…");
    let message = "this page begins neither with front matter nor with a heading `# …`, so it has no title";
    Finding::new(Code::MissingFrontMatter, place, message)
        .help(format!("start the file with `# {title}`, or with three lines: `---`, `title: {title}`, `---`"))
}

/// Front matter that follows empty lines.
#[must_use]
pub fn late_front_matter(place: Place) -> Finding {
    let text = place.file().text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let empty = start..text.find("---").unwrap_or(start);
    Finding::new(Code::MissingFrontMatter, place, "front matter must start on the first line")
        .help("delete the empty lines above `---`")
        .edit(empty, "", Certainty::Certain)
}

/// Front matter in the format of another program, such as TOML.
#[must_use]
pub fn other_front_matter(place: Place) -> Finding {
    Finding::new(Code::MissingFrontMatter, place, "this front matter is not YAML")
        .help("start the file with three lines: `---`, `title: …`, `---`")
}

/// Front matter without a closing `---`.
#[must_use]
pub fn unclosed_front_matter(place: Place) -> Finding {
    Finding::new(Code::UnclosedFrontMatter, place, "this front matter is not closed")
        .help("add a line with only `---` after the last key")
}

/// A language without a home page.
#[must_use]
pub fn missing_home(place: Place, tag: &str) -> Finding {
    Finding::new(Code::MissingHome, place, format!("the language `{tag}` has no home page"))
        .help(format!("write content/{tag}/index.md"))
}

/// A folder with pages and without an `index.md`.
#[must_use]
pub fn folder_without_page(place: Place) -> Finding {
    Finding::new(Code::FolderWithoutPage, place, "this folder has pages and no `index.md`")
        .help("write an `index.md` in it, so that its own address exists and lists its pages")
        .gathered()
}

/// A page that cannot be reached from the home page.
#[must_use]
pub fn unlinked_page(place: Place) -> Finding {
    Finding::new(Code::UnlinkedPage, place, "no page or menu links to this page")
        .help("link to it from another page, or give it an `order` so that the menu lists it")
        .gathered()
}

/// A slug of a page whose address does not depend on it.
#[must_use]
pub fn fixed_address(place: Place, address: &str) -> Finding {
    Finding::new(Code::InvalidValue, place, format!("a slug cannot change the address of this page, `{address}`"))
        .help("remove `slug`")
}

/// Two claims on one address; `other` is the place of the first, unless Firstflight itself makes it.
#[must_use]
pub fn address_clash(place: Place, address: &str, other: Option<Place>, help: &str) -> Finding {
    let message = format!("the address `{address}` is already taken");
    let finding = Finding::new(Code::AddressClash, place, message).help(help);
    match other {
        Some(other) => finding.label(other, "the other claim"),
        None => finding.note("Firstflight generates a page or file at this address"),
    }
}

/// A page at the address where the long list of the page at `list` would go on.
#[must_use]
pub fn part_clash(place: Place, list: &str, address: &str) -> Finding {
    Finding::new(
        Code::AddressClash,
        place,
        format!(
            "the list of `{list}` is too long for one page, and the address of its \
                 next part, `{address}`, is already taken"
        ),
    )
    .help(format!("rename the page or file that is published at `{address}`"))
}

/// An address that needs a folder where a file is published; `file` is the place of its source, unless Firstflight itself
/// writes it.
#[must_use]
pub fn file_for_folder(place: Place, address: &str, file: Option<Place>, help: &str) -> Finding {
    let message = format!("a file is published where `{address}` needs a folder");
    let finding = Finding::new(Code::AddressClash, place, message).help(help);
    match file {
        Some(file) => finding.label(file, "the source of the file"),
        None => finding.note("the file is written by Firstflight itself"),
    }
}

/// A file or folder at the path of the compressed form of a generated file; `source` is where that file comes from, unless
/// Firstflight itself writes it.
#[must_use]
pub fn compressed_clash(place: Place, address: &str, source: Option<Place>, help: &str) -> Finding {
    let message = format!("the address `{address}` is reserved for a compressed form");
    let finding = Finding::new(Code::AddressClash, place, message).help(help);
    match source {
        Some(source) => finding
            .label(source, "the source of the generated file")
            .note("the host would send this instead of the generated file"),
        None => finding.note("the host would send this instead of what Firstflight itself writes"),
    }
}

/// An alias whose compressed form would be at the path of a published file; `file` is the place of that file.
#[must_use]
pub fn compressed_alias_clash(place: Place, address: &str, file: Option<Place>, help: &str) -> Finding {
    let message = format!("the compressed form of `{address}` is already taken");
    let finding = Finding::new(Code::AddressClash, place, message).help(help);
    match file {
        Some(file) => finding.label(file, "the file that the host would send in its place"),
        None => finding.note("the host would send what Firstflight itself writes in its place"),
    }
}

/// An alias that is the address of its own page, or is given twice; `first` is the place of the first.
#[must_use]
pub fn own_alias(place: Place, address: &str, first: Option<Place>) -> Finding {
    let message = format!("`{address}` already leads to this page");
    let finding = Finding::new(Code::AddressClash, place, message).help("remove this alias");
    match first {
        Some(first) => finding.label(first, "the first"),
        None => finding,
    }
}

/// Two addresses that differ only in case; `other` is the place of the first claim, unless Firstflight itself makes it.
#[must_use]
pub fn case_clash(place: Place, address: &str, other_address: &str, other: Option<Place>) -> Finding {
    let message = format!("the address `{address}` differs from `{other_address}` only in upper and lower case");
    let finding = Finding::new(Code::AddressClash, place, message).help("use lower case in file names and slugs");
    match other {
        Some(other) => finding.label(other, "the other claim").note("many systems treat both as the same"),
        None => finding.note("many systems treat both as the same; the other is claimed by Firstflight itself"),
    }
}

/// Two files or addresses that differ only in their Unicode form; `other` is the place of the first.
#[must_use]
pub fn form_clash(place: Place, name: &str, other: Option<Place>) -> Finding {
    let message = format!("`{name}` differs from another name only in its Unicode form");
    let finding = Finding::new(Code::AddressClash, place, message)
        .help("delete one of the two files, or rename it")
        .note(if unicode_normalization::is_nfc(name) {
            "this name is in NFC: a letter with its accent is one character"
        } else {
            "this name is not in NFC: an accent is a character of its own"
        })
        .note("both look the same, and many systems treat them as the same");
    match other {
        Some(other) => finding.label(other, "the other"),
        None => finding,
    }
}

/// A page that is not published; `why` is a clause such as "it is a draft".
#[must_use]
pub fn withheld(place: Place, why: &str) -> Finding {
    Finding::new(Code::Withheld, place, format!("this page is withheld: {why}"))
}

/// An expected finding that did not occur.
#[must_use]
pub fn unmet_expectation(place: Place, code: &str) -> Finding {
    Finding::new(Code::UnmetExpectation, place, format!("expected finding `{code}` did not occur on this page"))
        .help("remove this expectation")
}

/// A page over its budget; `parts` are listed with their bytes, heaviest first.
#[must_use]
pub fn over_budget(place: Place, sent: u64, budget: u64, encoding: &str, parts: &[(&str, u64)]) -> Finding {
    let mut finding = Finding::new(
        Code::OverBudget,
        place,
        format!(
            "this page is {} bytes on the wire ({encoding}), {} over the budget of {}",
            thousands(sent),
            thousands(sent.saturating_sub(budget)),
            thousands(budget)
        ),
    );
    finding.level = Level::Error;
    for (name, bytes) in parts {
        finding = finding.note(format!("{:>8} bytes  {name}", thousands(*bytes)));
    }
    finding.note("8,500 bytes arrive in one round trip over TLS and HTTP/2; `budget` in content/site.yaml sets another limit")
        .help("split the page, or shorten it")
}

/// Changes a finding about a page over its budget if the cause is a list in its text; `place` is the call of the list.
#[must_use]
pub fn with_long_list(finding: Finding, place: Place, list: LongList) -> Finding {
    let LongList { count, bytes, limit, edit: (range, better), elsewhere, .. } = list;
    let or = match elsewhere {
        Some(page) => format!(", or link to `{page}`, whose list continues on further pages"),
        None => String::new(),
    };
    let help = format!(
        "add `limit={limit}` to this list of {} entries, which takes about {} bytes{or}",
        thousands(count as u64),
        thousands(bytes)
    );
    Finding { place: Some(place), help: Some(help), ..finding }.edit(range, better, Certainty::Suggested)
}

/// An edition that is larger than the budget of a page; its heaviest pages are listed with their bytes.
#[must_use]
pub fn large_edition(place: Place, (sent, budget): (u64, u64), encoding: &str, heaviest: &[(&str, u64)]) -> Finding {
    let over = thousands(sent.saturating_sub(budget));
    let message = format!(
        "the whole site in one file is {} bytes on the wire ({encoding}), {over} more than the budget of a page",
        thousands(sent)
    );
    let mut finding = Finding::new(Code::LargeEdition, place, message);
    for (page, bytes) in heaviest {
        finding = finding.note(format!("{:>8} bytes  {page}", thousands(*bytes)));
    }
    finding
        .note("it does not arrive in one round trip; readers who pass the file on, or read it later, need it all the same")
        .help(format!("take {over} bytes out of the pages, or set this finding to `off`"))
}

/// A page that has grown by more than the limit `most` since an earlier run.
#[must_use]
pub fn grown_page(place: Place, [before, now]: [u64; 2], most: &str) -> Finding {
    let growth = thousands(now.saturating_sub(before));
    let message =
        format!("this page has grown from {} to {} bytes as sent, by {growth}", thousands(before), thousands(now));
    Finding::new(Code::GrownPage, place, message)
        .help("shorten the page, or allow more with `--max-growth`")
        .note(format!("the limit is {most}"))
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::MissingFrontMatter,
        means: "A Markdown file starts neither with front matter, the lines between two `---` at its very top, nor with a \
                heading of the first level, `# …`.",
        matters: "One of them is the title, and a page without a title has no name in tabs, menus and search results.",
        wrong: Example::Files(&[(PAGE, "The session took place in May.")]),
        right: Example::Files(&[(PAGE, "---\ntitle: The session\n---\n\nThe session took place in May.")]),
        act: "Start the file with `# …`, or with three lines: `---`, `title: …`, `---`. Leave no empty line before these.",
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
        matters: "The address of that language would be \"not found\", although people type it first.",
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
        code: Code::FolderWithoutPage,
        means: "A folder holds pages and no index.md. All such folders are reported as one finding.",
        matters: "Readers shorten addresses by hand: below `/guides/`, they find pages, but `/guides/` itself is \"not \
                  found\", and nothing lists the pages of the folder.",
        wrong: Example::Files(&[("content/en/guides/water.md", "")]),
        right: Example::Files(&[("content/en/guides/water.md", ""), ("content/en/guides/index.md", "")]),
        act: "Write an index.md in the folder. It lists the other pages automatically. If nobody needs the address, switch \
              the note off in content/site.yaml.",
    },
    Story {
        code: Code::UnlinkedPage,
        means: "A page cannot be reached by following links from a home page. All such pages are reported as one \
                finding. If they are more than a quarter of the site, the theme lists pages in its own way and none is reported.",
        matters: "Readers and search engines find only what something links to. Usually the link was forgotten.",
        wrong: Example::Shown(
            "content/en/index.md       links to water.md and schools.md\ncontent/en/annex.md       is linked from nowhere",
        ),
        right: Example::Shown("content/en/index.md       links to water.md, schools.md and annex.md"),
        act: "Link to the page, give it an `order` so that the menu lists it, or move it into a folder with an index.md. \
              For a page that is found by its address on purpose, `expect` the finding in its front matter.",
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
        matters: "A leftover expectation would hide the next finding of the same kind.",
        wrong: Example::Files(&[(
            PAGE,
            "---\ntitle: Home\nexpect:\n  - { finding: raw-html, reason: \"an example of HTML\" }\n---\n\nNo HTML here.",
        )]),
        right: Example::Files(&[(PAGE, "---\ntitle: Home\n---\n\nNo HTML here.")]),
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
    Story {
        code: Code::LargeEdition,
        means: "The file with all pages of a language, which `editions` in content/site.yaml asks for, is larger than the budget \
                of a page. The notes list its heaviest pages.",
        matters: "A site within the budget arrives whole in its first round trip: then every page opens at once. A larger one \
                  is still one request, and a file to pass on.",
        wrong: Example::Shown("/all.html                 (12 pages: 23,400 bytes)"),
        right: Example::Shown("/all.html                 (5 pages: 8,100 bytes)"),
        act: "Shorten the heaviest pages, or remove those that few readers need. Where the file is for passing on, and not for \
              the first visit, switch the note off.",
    },
    Story {
        code: Code::GrownPage,
        means: "A page has grown by more than `--max-growth` allows since the report that `--baseline` names.",
        matters: "Pages rarely become slow all at once. They grow by a little with each change, and nobody notices until \
                  they are over their budget.",
        wrong: Example::Shown(
            "firstflight check --baseline main.jsonl --max-growth 300\n(/session/ has grown from 4,100 to 4,900 bytes)",
        ),
        right: Example::Shown(
            "firstflight check --baseline main.jsonl --max-growth 300\n(/session/ has grown from 4,100 to 4,300 bytes)",
        ),
        act: "Shorten what was added, or move it to a page of its own. If readers need all of it, allow more.",
    },
];
