//! The finding about template syntax of other systems.

use crate::report::story::{Example, PAGE, Story};
use crate::report::text::thousands;
use crate::report::{Code, Finding, Place};

/// How many further places of a construct are shown.
const LABELS: usize = 3;

/// How many names of a construct are listed.
const NAMES: usize = 4;

/// A construct of other systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// `{% include %}`.
    Tag,
    /// `{# note #}`.
    Comment,
    /// `{{< figure >}}` and `{{% notice %}}`.
    Hugo,
    /// `{{ site.title }}`, `{{#include a.rs}}`.
    Expression,
    /// `{: .class}`.
    AttributeList,
    /// `{width=300}`.
    Attributes,
    /// `:::note`.
    Container,
    /// `!!! note`.
    Admonition,
    /// `=== "Title"`.
    Tab,
    /// `[TOC]`.
    Contents,
    /// `[!INCLUDE [a](b.md)]`.
    Include,
    /// `![[photo.png]]`.
    Embed,
    /// `<Tabs>`.
    Component,
    /// `import Tabs from "…"`.
    Import,
    /// `{/* note */}`.
    MdxComment,
    /// `<% … %>`.
    Erb,
}

impl System {
    /// All constructs.
    pub const ALL: [Self; 16] = [
        Self::Tag,
        Self::Comment,
        Self::Hugo,
        Self::Expression,
        Self::AttributeList,
        Self::Attributes,
        Self::Container,
        Self::Admonition,
        Self::Tab,
        Self::Contents,
        Self::Include,
        Self::Embed,
        Self::Component,
        Self::Import,
        Self::MdxComment,
        Self::Erb,
    ];

    /// How it is written, which system uses it, and what to do about it.
    fn describe(self) -> (&'static str, &'static str, &'static str) {
        const OTHERWISE: &str = "replace it with Markdown or with a shortcode, or remove it";
        const REMOVE: &str = "remove it";
        match self {
            Self::Tag => ("{% … %}", "Jekyll, Eleventy or Zola", OTHERWISE),
            Self::Comment => ("{# … #}", "Eleventy or Zola", "write a note as `<!-- … -->`, or remove it"),
            Self::Hugo => ("{{< … >}}", "Hugo", OTHERWISE),
            Self::Expression => ("{{ … }}", "a template language", "write its value, or `\\{{` for plain braces"),
            Self::AttributeList => ("{: … }", "kramdown", REMOVE),
            Self::Attributes => ("{…}", "Pandoc or markdown-it", REMOVE),
            Self::Container => (":::", "VitePress, Docusaurus or Pandoc", "write it as a quotation: `> [!NOTE]`"),
            Self::Admonition => ("!!!", "MkDocs", "write it as a quotation: `> [!NOTE]`"),
            Self::Tab => ("===", "MkDocs", "write a heading for each tab, and its text below without the indentation"),
            Self::Contents => ("[TOC]", "other systems", "remove it; the theme lists the headings of the page"),
            Self::Include => ("[!…]", "DocFX", "write the text of the file here, or link to it"),
            Self::Embed => ("![[…]]", "Obsidian", "write `![What it shows](file.png)`, or a link"),
            Self::Component => ("<Name>", "MDX", OTHERWISE),
            Self::Import => ("import", "MDX", REMOVE),
            Self::MdxComment => ("{/* … */}", "MDX", "write a note as `<!-- … -->`, or remove it"),
            Self::Erb => ("<% … %>", "ERB or EJS", OTHERWISE),
        }
    }
}

/// A construct of another system at these places; the finding is at the first. `names` are those that the system gives to
/// them, such as `include`.
#[must_use]
pub fn syntax(system: System, places: Vec<Place>, names: &[&str]) -> Option<Finding> {
    let (written, used, help) = system.describe();
    let (written, help) = variant(system, &places).unwrap_or_else(|| (written.to_owned(), help));
    let count = places.len();
    let mut places = places.into_iter();
    let first = places.next()?;
    let at = if count > 1 { format!(" at {} places", thousands(count as u64)) } else { String::new() };
    let message = match system {
        System::Component => format!("components of {used} are not rendered{at}"),
        System::Import => format!("`import` and `export` are syntax of {used}, shown as text{at}"),
        _ if written.contains('`') => format!("`{written}` are syntax of {used}, shown as text{at}"),
        _ => format!("`{written}` is syntax of {used}, shown as text{at}"),
    };
    let mut finding = Finding::new(Code::ForeignSyntax, first, message).help(help);
    if names.len() > 1 || count > 1 && !names.is_empty() {
        let listed: Vec<String> = names.iter().take(NAMES).map(|name| format!("`{name}`")).collect();
        let more = names.len().saturating_sub(NAMES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        finding = finding.note(format!("this page uses {}{more}", listed.join(", ")));
    }
    Some(places.take(LABELS).fold(finding, |finding, place| finding.label(place, "another")))
}

/// How a construct is written at these places and what to do about it, where that differs from the rest of its system.
fn variant(system: System, places: &[Place]) -> Option<(String, &'static str)> {
    let texts = || places.iter().filter_map(|place| place.file().text().get(place.range()?));
    let first = texts().next()?;
    let (written, _, help) = system.describe();
    match system {
        System::Hugo => {
            let has_percent = texts().any(|text| text.starts_with("{{%"));
            let has_angle = texts().any(|text| text.starts_with("{{<"));
            let written = match (has_angle, has_percent) {
                (true, true) => "{{< … >}}` and `{{% … %}}",
                (false, true) => "{{% … %}}",
                _ => written,
            };
            Some((written.to_owned(), help))
        }
        System::Contents => Some((first.trim().to_owned(), help)),
        // `{{ example({ … }) }}` has no value that could be written.
        System::Expression => {
            let inner = first.trim_start_matches(['{', '-', '~', ' ']);
            let name = inner.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(inner.len());
            (name > 0 && inner[name..].trim_start().starts_with('('))
                .then(|| (written.to_owned(), System::Tag.describe().2))
        }
        // `:::code source="a.cs":::` is not a box.
        System::Container => {
            let is_whole = first.len() > 6 && first.trim_end().ends_with(":::");
            is_whole.then(|| (written.to_owned(), "write what it shows in Markdown, or remove it"))
        }
        _ => None,
    }
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[Story {
    code: Code::ForeignSyntax,
    means: "The text contains template syntax of another system, such as tags of Jekyll, shortcodes of Hugo or components \
            of MDX. Firstflight does not run it. Each construct is reported once for a page, with the first places.",
    matters: "Readers see the template syntax and not its result: a picture, a box or the title of the site is missing.",
    wrong: Example::Files(&[(PAGE, "{% include note.html %}\n\nText about the session.")]),
    right: Example::Files(&[(PAGE, "> [!NOTE]\n> Register first.\n\nText about the session.")]),
    act: "Replace it with Markdown or with a shortcode of the theme, or remove it. If the page is about the syntax, put it \
          in back-ticks.",
}];
