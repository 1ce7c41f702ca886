//! Reads where a site is sent, and opens the target.

use std::path::{Path, PathBuf};

use super::folder::FolderTarget;
use super::git::GitTarget;
use super::rsync::RsyncTarget;
use super::s3::S3Target;
use super::sftp::SftpTarget;
use super::target::Target;
use crate::external::Signer;
use crate::report::Failure;

/// Where a site is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A folder of another machine, through `rsync`: `user@host:/path` or `rsync://host/module/path`.
    Rsync(String),
    /// A folder of another machine, through `sftp`.
    Sftp {
        /// The user and the machine: `user@host`.
        host: String,
        /// The port, if it is not the usual one.
        port: Option<u16>,
        /// The folder.
        path: String,
    },
    /// A branch of a git repository.
    Git {
        /// The repository: an address, a path, or the name of a remote of the site's repository.
        remote: String,
        /// The branch.
        branch: String,
    },
    /// A bucket of storage that is compatible with Amazon S3.
    S3 {
        /// The bucket.
        bucket: String,
        /// What keys begin with: empty, or `/` at its end.
        prefix: String,
    },
}

/// How storage is reached, from the environment.
#[derive(Clone, Debug, Default)]
pub struct StorageAccess {
    /// The key; none if the environment has none.
    pub signer: Option<Signer>,
    /// The token of a temporary key.
    pub token: Option<String>,
    /// The address of the storage, if it is not Amazon's: `https://storage.example.org`.
    pub endpoint: Option<String>,
}

const HELP: &str =
    "write a folder, `user@host:/path` (rsync), `sftp:user@host:/path`, `git:REMOTE#BRANCH` or `s3://BUCKET/PREFIX`";

impl Destination {
    /// Reads a destination as it is written on the command line.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let invalid = |why: &str| Failure::new(format!("cannot deploy to `{text}`: {why}")).help(HELP);
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(invalid("it is not a valid target"));
        }
        if let Some(rest) = text.strip_prefix("git:") {
            let (remote, branch) = rest.rsplit_once('#').ok_or_else(|| invalid("the branch is missing"))?;
            if remote.is_empty() || remote.starts_with('-') || !is_branch(branch) {
                return Err(invalid("the remote or the branch is invalid"));
            }
            return Ok(Self::Git { remote: remote.to_owned(), branch: branch.to_owned() });
        }
        if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let is_valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
            if bucket.is_empty() || bucket.starts_with('-') || !bucket.chars().all(is_valid) {
                return Err(invalid("the name of the bucket is invalid"));
            }
            let prefix = prefix.trim_matches('/');
            let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
            return Ok(Self::S3 { bucket: bucket.to_owned(), prefix });
        }
        if let Some(rest) = text.strip_prefix("sftp://") {
            let (host, path) = rest.split_once('/').ok_or_else(|| invalid("the path is missing"))?;
            let (host, port) = match host.rsplit_once(':') {
                Some((host, port)) => (host, Some(port.parse().map_err(|_| invalid("the port is not a number"))?)),
                None => (host, None),
            };
            return sftp(host, port, &format!("/{path}")).ok_or_else(|| invalid("the host is invalid"));
        }
        if let Some(rest) = text.strip_prefix("sftp:") {
            let (host, path) = rest.split_once(':').ok_or_else(|| invalid("the path is missing"))?;
            return sftp(host, None, path).ok_or_else(|| invalid("the host or the path is invalid"));
        }
        if let Some(path) = text.strip_prefix("file:") {
            return Ok(Self::Folder(PathBuf::from(path.strip_prefix("//").unwrap_or(path))));
        }
        let remote = text.strip_prefix("rsync:").filter(|rest| !rest.starts_with("//")).unwrap_or(text);
        let colon = remote.find(':').filter(|colon| !remote[..*colon].contains('/'));
        match colon {
            Some(0) => Err(invalid("the host is missing")),
            Some(colon) if remote[colon..].starts_with("://") && &remote[..colon] != "rsync" => {
                Err(invalid("it cannot be sent there in this way"))
            }
            Some(_) if remote.starts_with('-') => Err(invalid("the host is invalid")),
            Some(colon) if remote.len() == colon + 1 => Err(invalid("the path is missing")),
            Some(_) => Ok(Self::Rsync(remote.trim_end_matches('/').to_owned())),
            None => Ok(Self::Folder(PathBuf::from(text))),
        }
    }

    /// Opens the target. `site` is the folder of the site, `sources` are folders that a target may not overlap.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or what is needed to reach it is missing.
    pub fn open(
        &self,
        site: &Path,
        sources: &[&Path],
        access: &StorageAccess,
        now: &str,
    ) -> Result<Box<dyn Target>, Failure> {
        Ok(match self {
            Self::Folder(path) => Box::new(FolderTarget::open(path, sources)?),
            Self::Rsync(place) => Box::new(RsyncTarget::new(place)),
            Self::Sftp { host, port, path } => Box::new(SftpTarget::new(host, *port, path)),
            Self::Git { remote, branch } => Box::new(GitTarget::open(remote, branch, site, now)?),
            Self::S3 { bucket, prefix } => Box::new(S3Target::new(bucket, prefix, access)?),
        })
    }
}

fn sftp(host: &str, port: Option<u16>, path: &str) -> Option<Destination> {
    let is_valid = !host.is_empty() && !host.starts_with('-') && !host.contains(['/', ' ']) && !path.is_empty();
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    is_valid.then(|| Destination::Sftp { host: host.to_owned(), port, path: path.to_owned() })
}

/// Whether a text can be the name of a branch; git decides about the rest.
fn is_branch(name: &str) -> bool {
    let is_bad = |c: char| c.is_whitespace() || "~^:?*[\\".contains(c);
    !name.is_empty()
        && !name.starts_with(['-', '/'])
        && !name.ends_with(['/', '.'])
        && !name.contains("..")
        && !name.contains(is_bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_apart_by_their_form() {
        let sftp = |host: &str, port, path: &str| Destination::Sftp { host: host.into(), port, path: path.into() };
        let git = |remote: &str| Destination::Git { remote: remote.into(), branch: "gh-pages".into() };
        let s3 = |prefix: &str| Destination::S3 { bucket: "b".into(), prefix: prefix.into() };
        for (text, wanted) in [
            ("/srv/www", Destination::Folder("/srv/www".into())),
            ("file:/srv/www", Destination::Folder("/srv/www".into())),
            ("file:///srv/www", Destination::Folder("/srv/www".into())),
            ("./a:b", Destination::Folder("./a:b".into())),
            ("anna@example.org:/srv/www/", Destination::Rsync("anna@example.org:/srv/www".into())),
            ("rsync:example.org:www", Destination::Rsync("example.org:www".into())),
            ("rsync://example.org/www", Destination::Rsync("rsync://example.org/www".into())),
            ("sftp:anna@example.org:/srv/www", sftp("anna@example.org", None, "/srv/www")),
            ("sftp://anna@example.org:2222/srv/www/", sftp("anna@example.org", Some(2222), "/srv/www")),
            ("git:origin#gh-pages", git("origin")),
            ("git:git@example.org:a/b.git#gh-pages", git("git@example.org:a/b.git")),
            ("s3://b", s3("")),
            ("s3://b/x/y/", s3("x/y/")),
        ] {
            assert_eq!(Destination::parse(text).unwrap(), wanted, "{text}");
        }
        for text in [
            "",
            "git:origin",
            "git:-x#b",
            "ftp://example.org/www",
            "https://example.org/www",
            "git:o#a b",
            "s3://",
            "s3://A",
            "sftp:host",
            "sftp:-o:/x",
            "-e:x",
            ":x",
            "host:",
            "a\nb",
        ] {
            assert!(Destination::parse(text).is_err(), "{text}");
        }
    }
}
