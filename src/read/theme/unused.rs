//! Files of a theme that have no effect: their name or their folder is not one of those that themes have.

use super::{COMMON_STYLE, STYLE, ThemeFileRole, settings};
use crate::read::discover::whole;
use crate::report::{Finding, catalog, nearest};

/// The files at the top of a theme.
const FILES: [&str; 3] = [STYLE, COMMON_STYLE, settings::FILE];
/// The folders of a theme, each with the ending of its files.
const FOLDERS: [(&str, &str); 4] = [("templates", "html"), ("shortcodes", "html"), ("strings", "yaml"), ("static", "")];
/// Files for whoever works on a theme.
const ABOUT: [&str; 6] = ["readme", "license", "licence", "copying", "changelog", "notice"];

/// Reports the file at `path` of the theme `name` if it has no effect.
pub(super) fn check(path: &str, name: &str, findings: &mut Vec<Finding>) {
    if !matches!(ThemeFileRole::from_path(path), ThemeFileRole::Nothing) {
        return;
    }
    let place = |path: &str| whole(&format!("themes/{name}/{path}"));
    let Some((folder, file)) = path.split_once('/') else {
        let stem = path.split('.').next().unwrap_or(path).to_ascii_lowercase();
        if !ABOUT.contains(&stem.as_str()) {
            let near = nearest(path, FILES).or_else(|| path.ends_with(".css").then_some(FILES[0]));
            findings.push(catalog::theme::unused_file(place(path), path, near));
        }
        return;
    };
    match FOLDERS.iter().find(|(known, _)| *known == folder) {
        // That of each file of the folder is the same.
        None => {
            let near = nearest(folder, FOLDERS.map(|(known, _)| known));
            findings.push(catalog::theme::unused_folder(place(folder), folder, near));
        }
        Some((_, ending)) => findings.push(catalog::theme::unused_in_folder(place(path), (folder, file), ending)),
    }
}
