//! A finding as the preview shows it: the terminal's words, in pieces that a narrow window can break into lines, and a
//! link to its place.

use std::path::Path;

use serde::Serialize;

use super::Editor;
use crate::escape::escape;
use crate::report::text::{count, harmless, harmless_lines};
use crate::report::{Finding, Level, Place, terminal};

/// The pieces, as JSON names them.
#[derive(Debug, Serialize)]
pub(super) struct FindingView {
    level: &'static str,
    /// `error[broken-link]`.
    kind: String,
    /// What follows the kind and a colon.
    message: String,
    /// `content/en/index.md:22:19`.
    place: Option<String>,
    /// What opens the place in an editor.
    link: Option<String>,
    /// The line with carets, with numbers at its side; monospaced.
    excerpt: Option<String>,
    /// `help: …` and `note: …`.
    asides: Vec<String>,
}

impl FindingView {
    /// `root` is the absolute folder that places are relative to.
    pub(super) fn new(finding: &Finding, editor: Option<&Editor>, root: &Path) -> Self {
        let level = finding.level.name();
        let help = finding.help.iter().map(|help| format!("help: {}", harmless_lines(help)));
        let notes = terminal::notes(finding).map(|note| format!("note: {note}"));
        Self {
            level,
            kind: format!("{level}[{}]", finding.code),
            message: harmless_lines(&finding.message),
            place: finding.place.as_ref().map(|place| harmless(&place.to_string()).into_owned()),
            link: finding.place.as_ref().zip(editor).map(|(place, editor)| link(place, editor, root)),
            excerpt: excerpt(finding),
            asides: help.chain(notes).collect(),
        }
    }

    /// As HTML that works without script.
    pub(super) fn html(&self) -> String {
        let mut out =
            format!("<p><b class=\"{}\">{}</b>: {}</p>\n", self.level, escape(&self.kind), escape(&self.message));
        if let Some(place) = &self.place {
            let place = escape(place);
            let place = match &self.link {
                Some(link) => format!("<a href=\"{}\">{place}</a>", escape(link)),
                None => place,
            };
            out.push_str(&format!("<p class=\"place\">--&gt; {place}</p>\n"));
        }
        if let Some(excerpt) = &self.excerpt {
            // A browser drops a line end at the start.
            out.push_str(&format!("<pre tabindex=\"0\">\n{}</pre>\n", escape(excerpt)));
        }
        for aside in &self.asides {
            out.push_str(&format!("<p class=\"aside\">= {}</p>\n", escape(aside)));
        }
        out
    }
}

fn link(place: &Place, editor: &Editor, root: &Path) -> String {
    let (line, column) = place.positions().map_or((1, 1), |(start, _)| (start.line, start.column));
    editor.link(&root.join(place.file().path()), line, column)
}

/// What the terminal draws below the arrow, without help and notes; `None` where there is no line to show.
fn excerpt(finding: &Finding) -> Option<String> {
    let mut bare = Finding { message: String::new(), help: None, notes: Vec::new(), ..finding.clone() };
    bare.labels.retain(|label| terminal::is_near(finding, label));
    let drawn = terminal::draw(&bare, false);
    let below = drawn.splitn(3, '\n').nth(2).unwrap_or("");
    (!below.is_empty()).then(|| below.to_owned())
}

/// How many findings there are, in few words: `1 error, 2 warnings`; nothing where there are none.
pub(super) fn tally(findings: &[Finding]) -> String {
    let number = |level| findings.iter().filter(|finding| finding.level == level).count();
    let levels = [Level::Error, Level::Warning, Level::Note].map(|level| (level, number(level)));
    let some = levels.iter().filter(|(_, number)| *number > 0);
    some.map(|(level, number)| count(*number, level.name())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::report::{Code, SourceFile};

    /// A broken link on line 3, with markup in every text of an editor's.
    pub(in crate::serve::preview) fn broken() -> Finding {
        let file = SourceFile::new("content/en/a b.md", "one\ntwo\nSee [<b>](sesion.md) & more.\n");
        let at = file.text().find("sesion.md").unwrap();
        Finding::new(Code::BrokenLink, Place::new(&file, at..at + 9), "no page is published at `<i>sesion.md`")
            .help("the closest is `session.md`\u{1b}[2J")
            .note("first\nsecond")
            .label(Place::new(&file, 4..7), "the <i>second")
            .label(Place::new(&SourceFile::new("content/en/<c>.md", "x"), 0..1), "the other")
    }

    /// A warning of a file as a whole.
    pub(in crate::serve::preview) fn raw() -> Finding {
        let file = SourceFile::new("content/en/b.md", "x");
        Finding::new(Code::RawHtml, Place::whole(&file), "raw HTML")
    }

    #[test]
    fn the_pieces_hold_every_word_of_the_terminal() {
        for finding in [broken(), raw(), Finding { place: None, ..raw() }, Finding { place: None, ..broken() }] {
            let shown = FindingView::new(&finding, None, Path::new("/"));
            let mut together = format!("{}: {}\n", shown.kind, shown.message);
            together.extend(shown.place.iter().map(|place| format!("--> {place}\n")));
            together.push_str(shown.excerpt.as_deref().unwrap_or(""));
            together.extend(shown.asides.iter().map(|aside| format!("= {aside}\n")));
            let words = |text: &str| -> Vec<String> {
                let plain = text.split_whitespace().filter(|word| !matches!(*word, "|" | "=" | "-->"));
                plain.map(str::to_owned).collect()
            };
            assert_eq!(words(&together), words(&terminal::draw(&finding, false)));
        }
    }

    #[test]
    fn a_place_leads_into_the_editor() {
        let editor = Editor::parse("vscode").unwrap();
        let link = |finding: &Finding| FindingView::new(finding, Some(&editor), Path::new("/my site")).link;
        assert_eq!(link(&broken()).unwrap(), "vscode://file/my%20site/content/en/a%20b.md:3:11");
        assert_eq!(link(&raw()).unwrap(), "vscode://file/my%20site/content/en/b.md:1:1");
        assert_eq!(link(&Finding { place: None, ..raw() }), None);
        assert_eq!(FindingView::new(&raw(), None, Path::new("/")).link, None);
    }

    #[test]
    fn nothing_of_a_finding_becomes_markup() {
        let editor = Editor::parse("idea").unwrap();
        let html = FindingView::new(&broken(), Some(&editor), Path::new("/\"<")).html();
        insta::assert_snapshot!(html, @r#"
        <p><b class="error">error[broken-link]</b>: no page is published at `&lt;i&gt;sesion.md`</p>
        <p class="place">--&gt; <a href="idea://open?file=/%22%3C/content/en/a%20b.md&amp;line=3&amp;column=11">content/en/a b.md:3:11</a></p>
        <pre tabindex="0">
          |
        2 | two
          | --- the &lt;i&gt;second
        3 | See [&lt;b&gt;](sesion.md) &amp; more.
          |           ^^^^^^^^^
        </pre>
        <p class="aside">= help: the closest is `session.md`␛[2J</p>
        <p class="aside">= note: the other is at content/en/&lt;c&gt;.md:1:1</p>
        <p class="aside">= note: first
        second</p>
        "#);
    }

    #[test]
    fn the_tally_is_short() {
        assert_eq!(tally(&[raw(), broken(), raw()]), "1 error, 2 warnings");
        assert_eq!(tally(&[raw()]), "1 warning");
        assert_eq!(tally(&[]), "");
    }
}
