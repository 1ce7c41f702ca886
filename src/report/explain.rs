//! The explanation of each finding: what it means, why it matters to readers, a wrong and a right example, what to do.
//!
//! Explanations are in `catalog/`, beside the messages. To add one, copy a neighbour; a test fails while a code has none.
//! Examples are built by `tests/it/explain.rs`: the wrong one has exactly this finding, the right one none of its kind.

use super::catalog::{
    access_stories, bodies, config, events, external, files, forced, foreign, hosts, languages, links, lost, markdown,
    media, page, prose, records, shortcode, stale, strings, terms, theme, translations, yaml,
};
use super::story::Story;
use super::text::wrap;
use super::{Code, Level};

pub use super::story::Example;

/// Maximum number of columns of a line.
const COLUMNS: usize = 80;

/// Every story, by topic.
const TOPICS: [&[Story]; 24] = [
    files::STORIES,
    hosts::STORIES,
    yaml::STORIES,
    config::STORIES,
    page::STORIES,
    markdown::STORIES,
    foreign::STORIES,
    lost::STORIES,
    shortcode::STORIES,
    bodies::STORIES,
    records::STORIES,
    prose::STORIES,
    events::STORIES,
    links::STORIES,
    external::STORIES,
    media::STORIES,
    terms::STORIES,
    translations::STORIES,
    theme::STORIES,
    strings::STORIES,
    stale::STORIES,
    languages::STORIES,
    forced::STORIES,
    access_stories::STORIES,
];

/// The explanation of a code as plain text for a terminal.
#[must_use]
pub fn story(code: Code) -> String {
    let mut out = format!("{}[{code}]\n\n", code.level().name());
    let Some(story) = find(code) else {
        return out + &wrap(&format!("{}\n\n{}", code.summary().trim(), level(code)), COLUMNS);
    };
    out += &wrap(&format!("{}\n\n{}", story.means, story.matters), COLUMNS);
    out += &format!("\nWrong:\n{}\nRight:\n{}\n", story.wrong.drawn(), story.right.drawn());
    out + &wrap(&format!("{}\n\n{}", story.act, level(code)), COLUMNS)
}

/// The examples of a code, the wrong one and the right one; `None` if the code has no story.
#[must_use]
pub fn examples(code: Code) -> Option<[Example; 2]> {
    find(code).map(|story| [story.wrong, story.right])
}

/// The explanation of a code without its examples, for programs.
#[derive(Debug)]
pub(super) struct Help {
    /// The meaning of the code.
    pub means: &'static str,
    /// The meaning, why it matters, what to do, and how to change the level, as paragraphs.
    pub whole: String,
}

/// The explanation of a code without its examples; `None` if the code has no story.
pub(super) fn help(code: Code) -> Option<Help> {
    let story = find(code)?;
    let whole = [story.means, story.matters, story.act, &level(code)].join("\n\n");
    Some(Help { means: story.means, whole })
}

fn find(code: Code) -> Option<&'static Story> {
    TOPICS.iter().flat_map(|topic| topic.iter()).find(|story| story.code == code)
}

/// All codes with their levels, one per line.
#[must_use]
pub fn list() -> String {
    let name_width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let mut out = String::new();
    for code in Code::ALL {
        let choice = if code.allows_choice() { "*" } else { "" };
        let level = format!("{}{choice}", code.level().name());
        let line = format!("{level:8}  {:name_width$}  {}", code.as_str(), code.summary().trim());
        out += &format!("{line}\n");
    }
    out += "\n* `findings` in content/site.yaml can set another level.\n";
    out + "`firstflight explain CODE` explains one.\n"
}

/// The level of a code, and how to change it if that is possible.
fn level(code: Code) -> String {
    let name = code.level().name();
    if code.allows_choice() {
        let other = if code.level() == Level::Error { "warning" } else { "error" };
        format!(
            "Level: {name}. A site can set another: `findings: {{ {code}: {other} }}` in content/site.yaml takes error, \
             warning, note or off."
        )
    } else {
        format!("Level: {name}, always.")
    }
}

impl Example {
    /// The example with each file below its path.
    fn drawn(self) -> String {
        match self {
            Self::Files(files) => {
                files.iter().map(|(path, lines)| format!("{}{}", indented(path, 4), indented(lines, 8))).collect()
            }
            Self::Shown(lines) => indented(lines, 4),
        }
    }
}

fn indented(text: &str, columns: usize) -> String {
    text.lines().map(|line| format!("{:columns$}{line}", "").trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_exactly_one_story() {
        for &code in Code::ALL {
            let count = TOPICS.iter().flat_map(|topic| topic.iter()).filter(|story| story.code == code).count();
            assert_eq!(count, 1, "`{code}` has {count} stories; write one in src/report/catalog/");
        }
    }

    #[test]
    fn stories_are_complete_and_fit_a_terminal() {
        for story in TOPICS.iter().flat_map(|topic| topic.iter()) {
            let code = story.code;
            for part in [story.means, story.matters, story.act] {
                assert!(part.len() > 20 && part.ends_with('.'), "{code}: {part}");
                assert!(!part.contains("  "), "{code}: two spaces in: {part}");
            }
            assert!(story.wrong != story.right, "{code}");
            assert!([story.wrong, story.right].iter().all(|example| !example.drawn().is_empty()), "{code}");
            for line in super::story(code).lines() {
                assert!(crate::report::text::width(line) <= COLUMNS, "{code}: {line}");
            }
        }
    }

    #[test]
    fn a_story_goes_from_the_finding_to_the_fix() {
        insta::assert_snapshot!(super::story(Code::BrokenLink), @r#"
        error[broken-link]

        A link does not lead to a page or file of this site. Links between pages are
        relative paths to their Markdown files, so that they also work when browsing the
        repository.

        On GPRS even the page that says "not found" takes more than two seconds to
        arrive. The reader has waited for nothing.

        Wrong:
            content/en/index.md
                See [the session](sesion.md).

        Right:
            content/en/index.md
                See [the session](session.md).

        Correct the path. It starts from the folder of the page that contains the link,
        and `../` goes one folder up. The finding names the most similar page, if there
        is one.

        Level: error. A site can set another: `findings: { broken-link: warning }` in
        content/site.yaml takes error, warning, note or off.
        "#);
        assert!(super::story(Code::EmptyLink).ends_with(
            "\nLevel: error. A site can set another: `findings: { empty-link: warning }` in\n\
             content/site.yaml takes error, warning, note or off.\n"
        ));
    }

    #[test]
    fn the_list_has_one_line_for_each_code() {
        let list = list();
        assert_eq!(list.lines().count(), Code::ALL.len() + 3);
        assert!(list.lines().all(|line| line.len() <= 115), "{list}");
        let is_whole = |line: &str| line.starts_with("error*    broken-link ") && line.ends_with(" file of this site.");
        assert!(list.lines().any(is_whole), "{list}");
        assert!(list.contains("warning*  raw-html "), "{list}");
    }
}
