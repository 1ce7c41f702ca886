//! Which names count, and under which names the site knows them: the site's three folders, and links followed. Pure:
//! does not access the disk or depend on the kind of event.

use std::path::{Path, PathBuf};

use crate::read::{is_passed_over, is_passed_over_as_file};

/// A folder of the site below which everything counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WatchedRoot {
    /// As the site names it.
    pub(super) given: PathBuf,
    /// Its name in the site's folder, which may be a link.
    pub(super) place: PathBuf,
    /// Where it really lies, if it is there.
    pub(super) real: Option<PathBuf>,
}

/// A link inside the site, to a file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SiteLink {
    /// As the site names it.
    pub(super) given: PathBuf,
    /// What it leads to, whether or not it is there.
    pub(super) real: PathBuf,
}

/// What counts.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The site's folder, where it really lies, if it is there.
    pub(super) site: Option<PathBuf>,
    pub(super) roots: Vec<WatchedRoot>,
    pub(super) links: Vec<SiteLink>,
}

/// What a name on the disk is to the site.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Relevance {
    /// Nothing that counts.
    Nothing,
    /// The site's folder itself.
    Site,
    /// One of the folders below which everything counts.
    Root(PathBuf),
    /// These names, as the site gives them.
    Names(Vec<PathBuf>),
}

impl Scope {
    /// What `path` is, as the system names it.
    pub(super) fn place(&self, path: &Path) -> Relevance {
        if self.site.as_deref() == Some(path) {
            return Relevance::Site;
        }
        if let Some(root) = self.roots.iter().find(|root| root.place == path || root.real.as_deref() == Some(path)) {
            return Relevance::Root(root.given.clone());
        }
        let in_roots = self.roots.iter().filter_map(|root| below(path, root.real.as_deref()?, &root.given));
        // What happens to a folder above a link's target happens to the link.
        let at_links = self.links.iter().filter_map(|link| {
            if link.real.starts_with(path) { Some(link.given.clone()) } else { below(path, &link.real, &link.given) }
        });
        let names: Vec<PathBuf> = in_roots.chain(at_links).collect();
        if names.is_empty() { Relevance::Nothing } else { Relevance::Names(names) }
    }

    /// Whether all that lies below `path` counts.
    pub(super) fn is_deep(&self, path: &Path) -> bool {
        self.is_in_root(path) || self.links.iter().any(|link| path.starts_with(&link.real))
    }

    /// Whether `path` is or lies below one of the folders of the site.
    pub(super) fn is_in_root(&self, path: &Path) -> bool {
        self.roots.iter().filter_map(|root| root.real.as_ref()).any(|real| path.starts_with(real))
    }

    /// Whether a link leads to `path` or through it.
    pub(super) fn leads_a_link(&self, path: &Path) -> bool {
        self.links.iter().any(|link| link.real.starts_with(path))
    }
}

/// The name below `given` of what lies below `real`, if it counts.
fn below(path: &Path, real: &Path, given: &Path) -> Option<PathBuf> {
    let rest = path.strip_prefix(real).ok()?;
    let passed = rest.iter().any(|part| part.to_str().is_some_and(is_passed_over));
    if passed || rest.file_name().and_then(|name| name.to_str()).is_some_and(is_passed_over_as_file) {
        return None;
    }
    // Joining nothing would add a slash.
    Some(if rest.as_os_str().is_empty() { given.to_owned() } else { given.join(rest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        let root = |name: &str, real: &str| WatchedRoot {
            given: Path::new("./site").join(name),
            place: Path::new("/real/site").join(name),
            real: Some(real.into()),
        };
        let link = |given: &str, real: &str| SiteLink { given: given.into(), real: real.into() };
        Scope {
            site: Some("/real/site".into()),
            roots: vec![root("content", "/real/site/content"), root("themes", "/elsewhere/themes")],
            links: vec![
                link("./site/content/en/twice.md", "/real/site/content/en/once.md"),
                link("./site/content/en/readme.md", "/real/site/README.md"),
                link("./site/content/fr/shared", "/real/site/shared"),
            ],
        }
    }

    fn names(path: &str) -> Vec<String> {
        match scope().place(Path::new(path)) {
            Relevance::Names(names) => names.iter().map(|name| name.display().to_string()).collect(),
            Relevance::Nothing => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_are_those_of_the_site() {
        assert_eq!(names("/real/site/content/en/a.md"), ["./site/content/en/a.md"]);
        assert_eq!(names("/elsewhere/themes/plain/style.css"), ["./site/themes/plain/style.css"]);
        for root in ["/real/site/content", "/real/site/themes", "/elsewhere/themes"] {
            assert!(matches!(scope().place(Path::new(root)), Relevance::Root(_)), "{root}");
        }
        assert_eq!(scope().place(Path::new("/real/site")), Relevance::Site);
    }

    #[test]
    fn only_content_and_themes_of_the_site_count() {
        for name in
            ["public", "public/index.html", "target/x", ".git/HEAD", "notes.md", ".public.firstflight", "conten"]
        {
            assert_eq!(names(&format!("/real/site/{name}")), [""; 0], "{name}");
        }
        assert_eq!(names("/elsewhere/other"), [""; 0]);
    }

    #[test]
    fn what_editors_leave_for_a_moment_does_not_count() {
        for name in [
            ".goutputstream-A1B2C3",
            ".~lock.a.md#",
            ".a.md.swp",
            "a.md~",
            "#a.md#",
            ".#a.md",
            "4913",
            "a.md___jb_tmp___",
            "a.md___jb_old___",
            "a.md.tmp",
            ".obsidian/workspace.json",
            ".git/objects/aa/bb",
        ] {
            assert_eq!(names(&format!("/real/site/content/en/{name}")), [""; 0], "{name}");
        }
    }

    #[test]
    fn an_event_on_a_target_is_reported_under_the_names_of_its_links() {
        let both = ["./site/content/en/once.md", "./site/content/en/twice.md"];
        assert_eq!(names("/real/site/content/en/once.md"), both);
        assert_eq!(names("/real/site/README.md"), ["./site/content/en/readme.md"]);
        assert_eq!(names("/real/site/shared/a/b.md"), ["./site/content/fr/shared/a/b.md"]);
        assert_eq!(names("/real/site/shared/.hidden/b.md"), [""; 0]);
        assert_eq!(names("/real/site/shared"), ["./site/content/fr/shared"]);
        // A folder above a target.
        assert_eq!(names("/real/site/content/en"), ["./site/content/en", "./site/content/en/twice.md"]);
        assert!(scope().is_deep(Path::new("/real/site/shared/new")));
        assert!(!scope().is_deep(Path::new("/real/site/public")));
    }
}
