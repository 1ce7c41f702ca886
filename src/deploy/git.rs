//! A branch of a git repository, as GitHub Pages and others serve it, through the user's `git`. A deployment is one commit, which
//! is pushed without force: whoever pushed in the meantime is never overwritten. The record is a commit of its own, at
//! `refs/firstflight/BRANCH`, so it is not published.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;

use tempfile::TempDir;

use super::remote::text_of;
use super::target::{FoundFile, Target, Upload};
use crate::external::{Program, ProgramOutput};
use crate::publish::sha256_of;
use crate::report::Failure;

/// The name of the record in its commit.
const RECORD_NAME: &str = "deployed.json";
/// An object that does not exist; it removes an entry of the index.
const NOTHING: &str = "0000000000000000000000000000000000000000";

/// A branch that a site is committed to.
#[derive(Debug)]
pub struct GitTarget {
    remote: String,
    branch: String,
    /// A repository of this deployment only.
    repository: TempDir,
    /// Who commits, unless the user has a name and an address.
    identity: Vec<(&'static str, OsString)>,
    /// The last commit of the branch, and of the record.
    tip: Option<String>,
    record_tip: Option<String>,
    record: Option<Vec<u8>>,
    /// Lines for `git update-index`.
    index: Vec<u8>,
    /// When the site was sent, for the message of the commit.
    now: String,
}

impl GitTarget {
    /// Reads the branch of a remote. `site` is the folder of the site, whose repository knows remotes and how to reach them.
    ///
    /// # Errors
    ///
    /// The remote cannot be reached.
    pub fn open(remote: &str, branch: &str, site: &Path, now: &str) -> Result<Self, Failure> {
        let cannot = |error: std::io::Error| Failure::io("cannot create a temporary folder", &error);
        let mut target = Self {
            remote: remote.to_owned(),
            branch: branch.to_owned(),
            repository: tempfile::tempdir().map_err(cannot)?,
            identity: Vec::new(),
            tip: None,
            record_tip: None,
            record: None,
            index: Vec::new(),
            now: now.to_owned(),
        };
        target.must("start", &["init", "--quiet", "--bare", &target.folder()?], b"")?;
        target.adopt_settings(site)?;
        target.check_name(site)?;
        let found = target.must("reach", &["ls-remote", "--", remote], b"")?.text();
        let tip_of = |name: &str| {
            let line = found.lines().find(|line| line.split('\t').nth(1) == Some(name));
            line.and_then(|line| line.split('\t').next()).map(str::to_owned)
        };
        target.tip = tip_of(&format!("refs/heads/{branch}"));
        target.record_tip = tip_of(&target.record_ref());
        let branch_ref = format!("refs/heads/{branch}");
        let wanted = [(target.tip.is_some(), branch_ref), (target.record_tip.is_some(), target.record_ref())];
        let wanted: Vec<String> = wanted.into_iter().filter(|(is_there, _)| *is_there).map(|(_, name)| name).collect();
        if !wanted.is_empty() {
            let names: Vec<&str> = wanted.iter().map(String::as_str).collect();
            let arguments = [&["fetch", "--quiet", "--no-tags", "--depth=1", "--", remote][..], &names].concat();
            target.must("read", &arguments, b"")?;
        }
        if let Some(tip) = &target.tip {
            target.must("read", &["read-tree", tip], b"")?;
        }
        if let Some(tip) = &target.record_tip {
            let output = target.run(&["cat-file", "blob", &format!("{tip}:{RECORD_NAME}")], b"")?;
            target.record = output.is_success().then_some(output.stdout);
        }
        Ok(target)
    }

    /// Takes over the settings of the repository that the site is in: remotes, credentials, and who commits.
    fn adopt_settings(&mut self, site: &Path) -> Result<(), Failure> {
        let of_site = |arguments: &[&str]| {
            let output =
                Program::new("git").with(["-C"]).with([site.as_os_str()]).with(arguments.iter().copied()).run(b"")?;
            Ok::<_, Failure>(output.is_success().then(|| output.text().trim_end_matches('\n').to_owned()))
        };
        let folder = of_site(&["rev-parse", "--path-format=absolute", "--git-common-dir"])?;
        if let Some(folder) = folder {
            let settings = Path::new(&folder).join("config");
            self.must("start", &["config", "include.path", &text_of(&settings)?], b"")?;
        }
        for (key, names, instead) in [
            ("user.name", ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"], "Firstflight"),
            ("user.email", ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"], "firstflight@localhost"),
        ] {
            if !self.run(&["config", key], b"")?.is_success() {
                self.identity.extend(names.map(|name| (name, OsString::from(instead))));
            }
        }
        Ok(())
    }

    /// Whether the repository of the site has the remote, if it is named and not an address.
    fn check_name(&self, site: &Path) -> Result<(), Failure> {
        let remote = &self.remote;
        let is_address = remote.contains(['/', '\\', ':']) || Path::new(remote).exists();
        if is_address || self.run(&["config", &format!("remote.{remote}.url")], b"")?.is_success() {
            return Ok(());
        }
        Err(Failure::new(format!("no repository around {} has a remote named `{remote}`", site.display())).help(format!(
            "name it with `git remote add {remote} ADDRESS`, or write the address of the repository: `git:ADDRESS#{}`",
            self.branch
        )))
    }

    fn folder(&self) -> Result<String, Failure> {
        text_of(self.repository.path())
    }

    fn record_ref(&self) -> String {
        format!("refs/firstflight/{}", self.branch)
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Result<ProgramOutput, Failure> {
        let folder = self.repository.path();
        let mut git = Program::new("git").with(arguments.iter().copied()).with_variable("GIT_DIR", folder);
        git = git.with_variable("GIT_INDEX_FILE", folder.join("index")).with_variable("GIT_TERMINAL_PROMPT", "0");
        // The settings of the site's repository say something else.
        for (name, value) in
            [("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "core.bare"), ("GIT_CONFIG_VALUE_0", "true")]
        {
            git = git.with_variable(name, value);
        }
        for (name, value) in &self.identity {
            git = git.with_variable(name, value);
        }
        git.run(input)
    }

    fn must(&self, doing: &str, arguments: &[&str], input: &[u8]) -> Result<ProgramOutput, Failure> {
        let output = self.run(arguments, input)?;
        match output.is_success() {
            true => Ok(output),
            false => Err(output.failure(format!("cannot {doing} {}", self.name()))),
        }
    }

    /// Runs a command that prints the name of one object.
    fn object(&self, arguments: &[&str], input: &[u8]) -> Result<String, Failure> {
        Ok(self.must("write", arguments, input)?.text().trim().to_owned())
    }

    fn commit(&self, tree: &str, parent: Option<&str>, message: &str) -> Result<String, Failure> {
        let parent: Vec<&str> = parent.into_iter().flat_map(|parent| ["-p", parent]).collect();
        self.object(&[&["commit-tree", tree, "-m", message][..], &parent].concat(), b"")
    }

    /// The commit of the record.
    fn commit_record(&self) -> Result<Option<String>, Failure> {
        let Some(record) = &self.record else { return Ok(None) };
        let blob = self.object(&["hash-object", "-w", "--stdin"], record)?;
        let tree = self.object(&["mktree"], format!("100644 blob {blob}\t{RECORD_NAME}\n").as_bytes())?;
        self.commit(&tree, self.record_tip.as_deref(), "Record of a deployment by Firstflight").map(Some)
    }
}

impl Target for GitTarget {
    fn name(&self) -> String {
        // An address may contain a password.
        let shown = match self.remote.split_once("://") {
            Some((scheme, rest)) => {
                let host = rest.split('/').next().unwrap_or(rest);
                let start = host.rfind('@').map_or(0, |at| at + 1);
                format!("{scheme}://{}", &rest[start..])
            }
            None => self.remote.clone(),
        };
        format!("the branch {} of {shown}", self.branch)
    }

    fn lock(&mut self, _: &str, _: bool) -> Result<(), Failure> {
        // The remote refuses a push if somebody else has pushed since the branch was read.
        Ok(())
    }

    fn unlock(&mut self) {}

    fn read_record(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        Ok(self.record.clone())
    }

    fn write_record(&mut self, record: &[u8]) -> Result<(), Failure> {
        self.record = Some(record.to_vec());
        Ok(())
    }

    fn list(&mut self, known: &BTreeSet<String>) -> Result<BTreeMap<String, FoundFile>, Failure> {
        let Some(tip) = &self.tip else { return Ok(BTreeMap::new()) };
        let listed = self.must("read", &["ls-tree", "-r", "-z", tip], b"")?.stdout;
        let listed = String::from_utf8_lossy(&listed);
        let entry = |line: &str| {
            let (fields, path) = line.split_once('\t')?;
            Some((path.to_owned(), fields.split(' ').nth(2)?.to_owned()))
        };
        let files: Vec<(String, String)> =
            listed.split('\0').filter_map(entry).filter(|(path, _)| known.contains(path)).collect();
        let names: String = files.iter().map(|(_, object)| format!("{object}\n")).collect();
        let contents = self.must("read", &["cat-file", "--batch"], names.as_bytes())?.stdout;
        let mut rest = &contents[..];
        let mut found = BTreeMap::new();
        for (path, _) in files {
            // A head line, the bytes, and a line feed.
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { break };
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end + 1..];
            let Some(size) = head.split(' ').nth(2).and_then(|size| size.parse::<usize>().ok()) else { continue };
            let Some((bytes, after)) = rest.split_at_checked(size) else { break };
            rest = after.get(1..).unwrap_or_default();
            let (sha256, size) = sha256_of(bytes).map_err(|error| Failure::io("cannot read a file", &error))?;
            found.insert(path, FoundFile { size, sha256: Some(sha256) });
        }
        Ok(found)
    }

    fn put(&mut self, files: &[Upload]) -> Result<(), Failure> {
        let mut paths = String::new();
        for upload in files {
            let source = text_of(&upload.source)?;
            if source.contains('\n') {
                return Err(Failure::new(format!("cannot send {source:?}: its name contains a line break"))
                    .help("rename the file"));
            }
            paths += &source;
            paths.push('\n');
        }
        let objects = self.object(&["hash-object", "-w", "--no-filters", "--stdin-paths"], paths.as_bytes())?;
        for (upload, object) in files.iter().zip(objects.lines()) {
            self.index.extend(format!("100644 {object}\t{}\0", upload.path).into_bytes());
        }
        Ok(())
    }

    fn remove(&mut self, paths: &[String]) -> Result<(), Failure> {
        for path in paths {
            self.index.extend(format!("0 {NOTHING}\t{path}\0").into_bytes());
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Option<String>, Failure> {
        self.must("write", &["update-index", "-z", "--index-info"], &self.index)?;
        let tree = self.object(&["write-tree"], b"")?;
        let before = match &self.tip {
            Some(tip) => Some(self.object(&["rev-parse", &format!("{tip}^{{tree}}")], b"")?),
            None => None,
        };
        let mut pushed = Vec::new();
        let mut note = None;
        if before.as_ref() != Some(&tree) {
            let commit = self.commit(&tree, self.tip.as_deref(), &format!("Deploy the site ({})", self.now))?;
            pushed.push(format!("{commit}:refs/heads/{}", self.branch));
            note = Some(format!("commit {}", &commit[..12.min(commit.len())]));
        }
        if let Some(record) = self.commit_record()? {
            pushed.push(format!("{record}:{}", self.record_ref()));
        }
        let refs: Vec<&str> = pushed.iter().map(String::as_str).collect();
        let output = self.run(&[&["push", "--quiet", "--atomic", "--", &self.remote][..], &refs].concat(), b"")?;
        if output.is_success() {
            return Ok(note);
        }
        let failure = output.failure(format!("cannot push to {}", self.name()));
        Err(match ["rejected", "fetch first", "non-fast-forward"].iter().any(|word| output.stderr.contains(word)) {
            true => failure.help("somebody else may have pushed in the meantime; deploy again"),
            false => failure,
        })
    }
}
