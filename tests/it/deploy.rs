//! Deploying: plans that are cut at every point, locks, files of others, and branches of git.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use firstflight::deploy::{DeployOptions, FolderTarget, FoundFile, Target, Upload, deploy};
use firstflight::manifest::SiteManifest;
use firstflight::report::Failure;

use crate::support::{Folder, firstflight};

fn run(arguments: &[&str]) -> Output {
    firstflight(arguments).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A site in which each page of one kind shows a file, and all lead to each other.
fn site(folder: &Folder, round: usize) {
    let content = folder.path().join("content/en");
    let _ = fs::remove_dir_all(&content);
    folder.write("content/site.yaml", "title: Test\nhost: nginx\nlanguages: { en: { at: / } }\n");
    let pages: Vec<usize> = (0..64).filter(|page| page % 4 != round).collect();
    let links: String = pages.iter().map(|page| format!("- [Page {page}](p{page}.md)\n")).collect();
    folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\nRound {round}.\n\n{links}"));
    for (at, page) in pages.iter().enumerate() {
        let next = pages[(at + 1) % pages.len()];
        // A third of the pages do not change.
        let version = if page % 3 == 0 { 0 } else { round };
        let file = format!("list-{page}-{version}.txt");
        let next = if page % 3 == 0 { String::new() } else { format!(" and [the next](p{next}.md)") };
        let text = format!("---\ntitle: Page {page}\n---\nText {version} with [a list]({file}){next}.\n");
        folder.write(&format!("content/en/p{page}.md"), &text);
        folder.write(&format!("content/en/{file}"), &format!("{page} {version}\n"));
    }
}

/// Builds the site; returns the manifest and the published folder.
fn build(folder: &Folder, out: &str) -> (SiteManifest, PathBuf) {
    let target = folder.path().join(out);
    let site = folder.path().to_str().unwrap();
    let output = run(&["build", "--site", site, "--out", target.to_str().unwrap(), "--at", "2026-11-23"]);
    assert!(output.status.success(), "{}", self::out(&output));
    let manifest = fs::read(folder.path().join(format!(".{out}.firstflight/files.json"))).unwrap();
    (SiteManifest::parse(&manifest).unwrap(), target)
}

/// Every file below a folder, with its bytes, without the folder that is not part of the site.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries =
        walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let files = entries.map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, fs::read(entry.path()).unwrap())
    });
    files.filter(|(path, _)| !path.starts_with(".firstflight/") && !path.starts_with(".git/")).collect()
}

/// The paths that the links of a page lead to.
fn links(path: &str, html: &[u8]) -> Vec<String> {
    let html = String::from_utf8_lossy(html).into_owned();
    let mut found = Vec::new();
    for part in html.split("href=").skip(1) {
        let link: String = part.trim_start_matches('"').chars().take_while(|c| !"\" >#".contains(*c)).collect();
        if link.contains(':') || link.is_empty() {
            continue;
        }
        let mut folders: Vec<&str> = path.split('/').collect();
        folders.pop();
        let mut resolved: Vec<&str> = if link.starts_with('/') { Vec::new() } else { folders };
        for piece in link.split('/') {
            match piece {
                "" | "." => {}
                ".." => drop(resolved.pop()),
                piece => resolved.push(piece),
            }
        }
        let plain = resolved.join("/");
        let is_folder = link.ends_with('/') || link.ends_with('.') || plain.is_empty();
        found.push(match (is_folder, plain.is_empty()) {
            (true, true) => "index.html".to_owned(),
            (true, false) => format!("{plain}/index.html"),
            (false, _) => plain,
        });
    }
    found
}

/// Fails if a page leads to a file that is missing, or a reader can come to a page that is missing.
fn is_sound(root: &Path) {
    let files = tree(root);
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    for (path, html) in pages {
        for link in links(path, html).into_iter().filter(|link| !link.ends_with(".html")) {
            assert!(files.contains_key(&link), "{path} leads to {link}, which is missing");
        }
    }
    let (mut seen, mut next) = (BTreeSet::new(), vec!["index.html".to_owned()]);
    while let Some(path) = next.pop().filter(|_| files.contains_key("index.html")) {
        assert!(files.contains_key(&path), "a reader can come to {path}, which is missing");
        if path.ends_with(".html") && seen.insert(path.clone()) {
            next.extend(links(&path, &files[&path]).into_iter().filter(|link| link.ends_with(".html")));
        }
    }
}

/// A folder that fails after a number of steps.
struct CutTarget<'a> {
    inner: FolderTarget,
    root: &'a Path,
    left: usize,
}

impl CutTarget<'_> {
    fn step(&mut self) -> Result<(), Failure> {
        // Those that are cut take the same steps as the one that is not.
        if self.left > usize::MAX / 2 {
            is_sound(self.root);
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| Failure::new("the link was cut"))?;
        Ok(())
    }
}

impl Target for CutTarget<'_> {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn lock(&mut self, holder: &str, take_over: bool) -> Result<(), Failure> {
        self.inner.lock(holder, take_over)
    }

    fn unlock(&mut self) {
        self.inner.unlock();
    }

    fn read_record(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        self.inner.read_record()
    }

    fn write_record(&mut self, record: &[u8]) -> Result<(), Failure> {
        self.step()?;
        self.inner.write_record(record)
    }

    fn list(&mut self, known: &BTreeSet<String>) -> Result<BTreeMap<String, FoundFile>, Failure> {
        self.inner.list(known)
    }

    fn put(&mut self, files: &[Upload]) -> Result<(), Failure> {
        // In another order: a stage promises none.
        for file in files.iter().rev() {
            self.step()?;
            self.inner.put(std::slice::from_ref(file))?;
        }
        Ok(())
    }

    fn remove(&mut self, paths: &[String]) -> Result<(), Failure> {
        for path in paths.iter().rev() {
            self.step()?;
            self.inner.remove(std::slice::from_ref(path))?;
        }
        Ok(())
    }
}

fn send(site: &SiteManifest, from: &Path, to: &Path, cut_after: usize) -> Result<usize, Failure> {
    let mut target = CutTarget { inner: FolderTarget::open(to, &[])?, root: to, left: cut_after };
    let options = DeployOptions { site, from, adopt: false, take_over: false, holder: "a test" };
    deploy(&mut target, &options)?;
    Ok(cut_after - target.left)
}

#[test]
fn wherever_a_deployment_is_cut_no_page_lacks_its_parts() {
    let folder = Folder::new();
    let built: Vec<(SiteManifest, PathBuf)> = (0..3)
        .map(|round| {
            site(&folder, round);
            build(&folder, &format!("public{round}"))
        })
        .collect();
    // In memory if possible, since hundreds of deployments are written.
    let memory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let (place, first) = (memory.path().join("www"), memory.path().join("first"));
    send(&built[0].0, &built[0].1, &first, usize::MAX).unwrap();
    fs::write(first.join("own.txt"), "not ours").unwrap();
    let start = || {
        let _ = fs::remove_dir_all(&place);
        assert!(Command::new("cp").arg("-a").args([&first, &place]).status().unwrap().success());
    };
    start();
    let steps = send(&built[1].0, &built[1].1, &place, usize::MAX).unwrap();
    assert!(steps >= 200, "only {steps} points");
    for cut in 0..steps {
        start();
        let error = send(&built[1].0, &built[1].1, &place, cut).unwrap_err();
        assert_eq!(error.message, "the link was cut");
        is_sound(&place);
        // A third of them continue with another site, cut again.
        if cut % 3 == 0 {
            let _ = send(&built[2].0, &built[2].1, &place, cut / 2);
            is_sound(&place);
        }
        let rest = send(&built[1].0, &built[1].1, &place, usize::MAX).unwrap();
        assert!(cut % 3 == 0 || rest <= steps - cut + 3, "{rest} steps after a cut at {cut} of {steps}");
        let mut expected = tree(&built[1].1);
        expected.insert("own.txt".to_owned(), b"not ours".to_vec());
        assert!(tree(&place) == expected, "after a cut at {cut}");
    }
}

#[test]
fn two_deployments_refuse_each_other() {
    let folder = Folder::new();
    let (manifest, from) = build(&folder, "public");
    let place = folder.path().join("www");
    let mut first = FolderTarget::open(&place, &[]).unwrap();
    first.lock("machine a, process 1", false).unwrap();
    let error = send(&manifest, &from, &place, usize::MAX).unwrap_err();
    assert!(error.message.contains("is running (machine a, process 1)"), "{error}");
    first.unlock();
    send(&manifest, &from, &place, usize::MAX).unwrap();
    assert!(tree(&place) == tree(&from));
}

/// Runs `deploy` for a site.
fn deploy_to(folder: &Folder, target: &str, options: &[&str]) -> Output {
    let site = folder.path().to_str().unwrap();
    run(&[&["deploy", target, "--site", site, "--at", "2026-11-23"], options].concat())
}

#[test]
fn deploy_sends_what_the_last_build_published() {
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: Test\nhost: nginx\nlanguages: { en: { at: / } }\n");
    let place = folder.path().join("www");
    let target = place.to_str().unwrap();
    let output = deploy_to(&folder, target, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("nothing is published in"), "{}", out(&output));
    let output = deploy_to(&folder, target, &["--build", "--dry-run"]);
    assert!(out(&output).contains("\nsend    index.html  ") && !place.exists(), "{}", out(&output));
    let output = deploy_to(&folder, target, &[]);
    assert!(output.status.success(), "{}", out(&output));
    assert!(out(&output).contains(" sent (") && tree(&place) == tree(&folder.path().join("public")));
    let output = deploy_to(&folder, target, &[]);
    assert!(out(&output).starts_with("0 files sent (0 bytes), 0 removed, "), "{}", out(&output));
    // An edit without a build is named, and one in the published folder refused.
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nAnother text.\n");
    let output = deploy_to(&folder, target, &[]);
    assert!(
        out(&output).contains("1 file of the last build differs from what the site would be now"),
        "{}",
        out(&output)
    );
    fs::write(folder.path().join("public/index.html"), "edited").unwrap();
    let output = deploy_to(&folder, target, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("public/index.html has changed since the last build"), "{}", out(&output));
    let output = deploy_to(&folder, target, &["--build"]);
    assert!(output.status.success() && fs::read_to_string(place.join("index.html")).unwrap().contains("Another text"));
    // A site with errors is not sent.
    folder.write("content/en/index.md", "---\ntitle: Home\n---\n[a](missing.md)\n");
    let output = deploy_to(&folder, target, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", out(&output));
    assert!(out(&output).contains("broken-link") && out(&output).contains("Nothing was deployed."), "{}", out(&output));
}

#[test]
fn files_of_others_are_refused_until_they_are_adopted() {
    let folder = Folder::new();
    let place = folder.path().join("www");
    fs::create_dir(&place).unwrap();
    fs::write(place.join("index.html"), "somebody's page").unwrap();
    fs::write(place.join("other.html"), "another").unwrap();
    let target = place.to_str().unwrap();
    let output = deploy_to(&folder, target, &["--build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("did not send, or that changed since: index.html"), "{}", out(&output));
    assert_eq!(fs::read_to_string(place.join("index.html")).unwrap(), "somebody's page");
    assert!(deploy_to(&folder, target, &["--adopt"]).status.success());
    assert!(fs::read_to_string(place.join("index.html")).unwrap().contains("Home"));
    assert_eq!(fs::read_to_string(place.join("other.html")).unwrap(), "another");
    // A link at the target is not followed.
    let outside = folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::remove_file(place.join("index.html")).unwrap();
    fs::write(outside.join("a.html"), "outside").unwrap();
    std::os::unix::fs::symlink(outside.join("a.html"), place.join("index.html")).unwrap();
    assert_eq!(deploy_to(&folder, target, &[]).status.code(), Some(2));
    assert!(deploy_to(&folder, target, &["--adopt"]).status.success());
    assert_eq!(fs::read_to_string(outside.join("a.html")).unwrap(), "outside");
    for overlapping in ["public", "public/x", "content/en", "."] {
        let target = folder.path().join(overlapping);
        let output = deploy_to(&folder, target.to_str().unwrap(), &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(out(&output).contains("a folder of the site"), "{overlapping}: {}", out(&output));
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=Test", "-c", "user.email=test@example.org"]).args(arguments);
    let output = command.output().expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", out(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_branch_gets_one_commit_for_each_change_and_is_never_forced() {
    let folder = Folder::new();
    let remote = folder.path().join("remote.git");
    git(folder.path(), &["init", "--quiet", "--bare", remote.to_str().unwrap()]);
    let target = format!("git:{}#pages", remote.display());
    let output = deploy_to(&folder, &target, &["--build"]);
    assert!(output.status.success() && out(&output).contains("Published as commit "), "{}", out(&output));
    let work = folder.path().join("clone");
    let pulled = || {
        let _ = fs::remove_dir_all(&work);
        git(
            folder.path(),
            &["clone", "--quiet", "--branch", "pages", remote.to_str().unwrap(), work.to_str().unwrap()],
        );
        tree(&work)
    };
    assert!(pulled() == tree(&folder.path().join("public")));
    assert!(deploy_to(&folder, &target, &[]).status.success());
    assert_eq!(git(&remote, &["rev-list", "--count", "pages"]), "1", "nothing changed, so there is no commit");
    // A commit of somebody else stays.
    pulled();
    fs::write(work.join("CNAME"), "example.org\n").unwrap();
    git(&work, &["add", "CNAME"]);
    git(&work, &["commit", "--quiet", "-m", "Name the domain"]);
    git(&work, &["push", "--quiet", "origin", "pages"]);
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nAnother text.\n");
    folder.write("content/en/new.md", "---\ntitle: New\n---\nNew.\n");
    let output = deploy_to(&folder, &target, &["--build"]);
    assert!(output.status.success(), "{}", out(&output));
    let mut expected = tree(&folder.path().join("public"));
    expected.insert("CNAME".to_owned(), b"example.org\n".to_vec());
    assert!(pulled() == expected);
    assert_eq!(git(&remote, &["rev-list", "--count", "pages"]), "3");
    // A page that somebody edited in the branch is refused.
    fs::write(work.join("new/index.html"), "edited").unwrap();
    git(&work, &["commit", "--quiet", "-a", "-m", "Edit a page"]);
    git(&work, &["push", "--quiet", "origin", "pages"]);
    folder.write("content/en/new.md", "---\ntitle: New\n---\nNewer.\n");
    let output = deploy_to(&folder, &target, &["--build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("new/index.html"), "{}", out(&output));
    // So is a branch that has pages of others.
    git(&work, &["checkout", "--quiet", "-b", "other"]);
    git(&work, &["push", "--quiet", "origin", "other"]);
    let output = deploy_to(&folder, &format!("git:{}#other", remote.display()), &[]);
    assert_eq!(output.status.code(), Some(2));
    // A remote that nobody has named is one of the site's repository, so git itself could only say that there is no such folder.
    let output = deploy_to(&folder, "git:origin#pages", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("has a remote named `origin`"), "{}", out(&output));
    assert!(out(&output).contains("git remote add origin ADDRESS"), "{}", out(&output));
}
