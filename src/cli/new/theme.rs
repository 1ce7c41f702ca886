//! `firstflight new theme`: a theme that changes a few lines of another, or a copy of one in the program.

use std::path::Path;

use super::{check_content, make, quoted, shown};
use crate::cli::Outcome;
use crate::cli::screen::Screen;
use crate::config::{Config, Paths};
use crate::read::{embedded_theme, embedded_themes, is_passed_over};
use crate::report::Failure;
use crate::report::text::harmless;

/// The files of a theme that changes a few lines of another.
const THEME: [(&str, &str); 3] = [
    ("theme.yaml", include_str!("../scaffold/theme/theme.yaml")),
    ("style.css", include_str!("../scaffold/theme/style.css")),
    ("templates/base.html", include_str!("../scaffold/theme/templates/base.html")),
];

/// The paths of all files of new themes.
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    let copies = embedded_themes().filter_map(embedded_theme).flatten();
    THEME.iter().map(|(path, _)| *path).chain(copies.map(|(path, _)| path))
}

/// What is added to the settings of a copy: its style is complete.
const REPLACES: &str =
    "# This theme is a copy: its style replaces that of the theme that it was copied from.\nstyle: replace\n";

/// Writes the theme `name` into the folder of themes of a site, completely or not at all. `from` is the theme to copy.
pub(in crate::cli) fn theme(
    site: &Path,
    name: &str,
    from: Option<&str>,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    check_name(name)?;
    check_content(site)?;
    let dir = site.join(Paths::THEMES).join(name);
    let named = shown(&dir);
    if dir.symlink_metadata().is_ok() {
        return Err(Failure::new(format!("{named} exists already")).help("choose another name; nothing was written"));
    }
    let copied: Vec<(String, String)> = match from {
        None => Vec::new(),
        Some(from) => {
            let Some(files) = embedded_theme(from) else {
                let known: Vec<String> = embedded_themes().map(|name| format!("`--from {name}`")).collect();
                return Err(Failure::new(format!("there is no theme `{}` in the program", harmless(from))).help(
                    format!(
                        "write {}, or leave it out; a theme in themes/ is copied like any folder",
                        known.join(" or ")
                    ),
                ));
            };
            files.into_iter().map(|(path, text)| (path.to_owned(), copy(path, text))).collect()
        }
    };
    let copied: Vec<(&str, &str)> = copied.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let files: &[(&str, &str)] = if from.is_some() { &copied } else { &THEME };
    make(&dir, files)
        .map_err(|error| Failure::io(format!("cannot write {named}"), &error).help("nothing was written"))?;
    let mut message: String = files.iter().map(|(path, _)| format!("wrote {}\n", shown(&dir.join(path)))).collect();
    let setting = format!("theme: [{name}, {}]", from.unwrap_or(Config::DEFAULT_THEME));
    message += &format!("\nNext:\n  write `{setting}` in content/site.yaml\n  firstflight serve --open\n");
    screen.out(&message)
}

/// The text of a file of a copy.
fn copy(path: &str, text: &str) -> String {
    let is_set = text.lines().any(|line| line.starts_with("style:"));
    if path == "theme.yaml" && !is_set { format!("{REPLACES}{text}") } else { text.to_owned() }
}

fn check_name(name: &str) -> Result<(), Failure> {
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if embedded_themes().any(|known| known == name) {
        return Err(Failure::new(format!("`{name}` is the name of a theme in the program"))
            .help("choose another name, such as `local`"));
    }
    if name.is_empty() || !is_plain || is_passed_over(name) {
        return Err(Failure::new(format!("`{}` is not a valid name for a theme", harmless(name)))
            .help(format!("use letters, digits, `-` and `_`, as in `firstflight new theme {}`", quoted("local"))));
    }
    Ok(())
}
