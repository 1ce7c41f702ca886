//! The longer story behind each finding: what it means, why it matters to readers, wrong and right, what to do.
//!
//! To add one, copy a neighbour in the file of its topic; a test fails while a code has no story.

mod events;
mod files;
mod links;
mod markdown;
mod pages;
mod prose;
mod records;
mod shortcodes;
mod themes;
mod yaml;

use super::text::wrap;
use super::{Code, Level};

/// How wide running text is set; narrow enough for any terminal.
const COLUMNS: usize = 80;

/// What `firstflight explain` tells of one code, beside its name and level.
struct Story {
    code: Code,
    /// What was found.
    means: &'static str,
    /// What readers or editors would lose.
    matters: &'static str,
    /// An example that is found, line by line as it stands in a file.
    wrong: &'static str,
    /// The same, mended.
    right: &'static str,
    /// What to type or decide.
    act: &'static str,
}

/// Every story, by topic.
const TOPICS: [&[Story]; 10] = [
    files::STORIES,
    yaml::STORIES,
    pages::STORIES,
    markdown::STORIES,
    shortcodes::STORIES,
    records::STORIES,
    prose::STORIES,
    events::STORIES,
    links::STORIES,
    themes::STORIES,
];

/// The story of a code, ready to be read in a terminal.
#[must_use]
pub fn story(code: Code) -> String {
    let mut out = format!("{}[{code}]\n\n", code.level().name());
    let Some(story) = TOPICS.iter().flat_map(|topic| topic.iter()).find(|story| story.code == code) else {
        return out + &wrap(&format!("{}\n\n{}", code.summary().trim(), level(code)), COLUMNS);
    };
    out += &wrap(&format!("{}\n\n{}", story.means, story.matters), COLUMNS);
    out += &format!("\nWrong:\n{}\nRight:\n{}\n", indented(story.wrong), indented(story.right));
    out + &wrap(&format!("{}\n\n{}", story.act, level(code)), COLUMNS)
}

/// All codes with their levels, a line each.
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
    out += "\n* `findings` in content/site.yaml may choose another level.\n";
    out + "`firstflight explain CODE` tells the story of one.\n"
}

/// Whether the level can be chosen, and how.
fn level(code: Code) -> String {
    let name = code.level().name();
    if code.allows_choice() {
        let other = if code.level() == Level::Error { "warning" } else { "error" };
        format!(
            "Level: {name}. A site may choose another: `findings: {{ {code}: {other} }}` in content/site.yaml takes \
             error, warning, note or off."
        )
    } else {
        format!("Level: {name}, always.")
    }
}

fn indented(example: &str) -> String {
    example.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_story_and_no_story_is_told_twice() {
        for &code in Code::ALL {
            let told = TOPICS.iter().flat_map(|topic| topic.iter()).filter(|story| story.code == code).count();
            assert_eq!(told, 1, "`{code}` has {told} stories; write one in src/report/explain/");
        }
    }

    #[test]
    fn stories_say_something_and_fit_a_terminal() {
        for story in TOPICS.iter().flat_map(|topic| topic.iter()) {
            let code = story.code;
            for part in [story.means, story.matters, story.act] {
                assert!(part.len() > 20 && part.ends_with('.'), "{code}: {part}");
                assert!(!part.contains("  "), "{code}: two spaces in: {part}");
            }
            assert!(!story.wrong.is_empty() && !story.right.is_empty() && story.wrong != story.right, "{code}");
            for line in super::story(code).lines() {
                assert!(crate::report::text::width(line) <= COLUMNS, "{code}: {line}");
            }
        }
    }

    #[test]
    fn a_story_reads_from_finding_to_remedy() {
        insta::assert_snapshot!(super::story(Code::BrokenLink), @r"
        error[broken-link]

        A link leads to no page and no file of this site. Links between pages are
        relative paths to their Markdown files, so that they also work where the
        repository is browsed.

        On GPRS a first visit takes about four seconds, also to a page that is not
        there. The reader has waited for nothing.

        Wrong:
            See [the session](sesion.md).

        Right:
            See [the session](session.md).

        Correct the path; it starts from the folder of the page that holds the link, and
        `../` goes one folder up. The finding names the closest page, where there is
        one.

        Level: error, always.
        ");
        assert!(super::story(Code::EmptyLink).ends_with(
            "\nLevel: error. A site may choose another: `findings: { empty-link: warning }` in\n\
             content/site.yaml takes error, warning, note or off.\n"
        ));
    }

    #[test]
    fn the_list_names_every_code_once_on_a_line() {
        let list = list();
        assert_eq!(list.lines().count(), Code::ALL.len() + 3);
        assert!(list.lines().all(|line| line.len() <= 115), "{list}");
        let is_whole = |line: &str| line.starts_with("error     broken-link ") && line.ends_with(" file of this site.");
        assert!(list.lines().any(is_whole), "{list}");
        assert!(list.contains("warning*  raw-html "), "{list}");
    }
}
