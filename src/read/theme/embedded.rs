//! The themes in the program: every folder of `themes/`, as it was when the program was built.

use super::settings;

/// A theme: its name, and its files with their paths.
type Embedded = (&'static str, &'static [(&'static str, &'static [u8])]);

/// All of them, by name.
const THEMES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// Their names.
pub fn names() -> impl Iterator<Item = &'static str> {
    THEMES.iter().map(|(name, _)| *name)
}

/// The files of a theme, its settings last, as they are read from disk; `None` if the program has no theme of this name.
pub(super) fn files(name: &str) -> Option<Vec<(&'static str, &'static [u8])>> {
    let (_, files) = THEMES.iter().find(|(known, _)| *known == name)?;
    let mut files = files.to_vec();
    files.sort_by_key(|(path, _)| *path == settings::FILE);
    Some(files)
}

/// The files of a theme that are texts: path and text. `None` if the program has no theme of this name.
#[must_use]
pub fn texts(name: &str) -> Option<Vec<(&'static str, &'static str)>> {
    let as_text = |(path, bytes): (&'static str, &'static [u8])| Some((path, std::str::from_utf8(bytes).ok()?));
    Some(files(name)?.into_iter().filter_map(as_text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_default_theme_is_one_of_several_and_each_has_templates_and_a_style() {
        let known: Vec<&str> = names().collect();
        assert!(known.len() > 1 && known.contains(&Config::DEFAULT_THEME), "{known:?}");
        for name in known {
            let files = texts(name).expect("a theme of this name");
            for path in ["templates/base.html", "style.css"] {
                assert!(files.iter().any(|(known, _)| *known == path), "{name}: {path}");
            }
        }
        assert!(texts("nothing").is_none());
    }
}
