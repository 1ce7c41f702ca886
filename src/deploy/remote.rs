//! What several kinds of targets share: locks that are files, listings of folders, and names of files for other programs.

use std::path::{Path, PathBuf};

use crate::report::Failure;

/// The failure if another deployment holds the lock of a target. `holder` is what it wrote there.
pub(super) fn busy(target: &str, holder: &str) -> Failure {
    let holder = crate::report::text::harmless(holder.trim()).into_owned();
    let holder = if holder.is_empty() { String::new() } else { format!(" ({holder})") };
    Failure::new(format!("another deployment to {target} is running{holder}"))
        .help("wait until it has finished; if it was cut, deploy with `--take-lock`")
}

/// The path of a file of this machine as text for another program.
pub(super) fn text_of(path: &Path) -> Result<String, Failure> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    absolute.to_str().map(str::to_owned).ok_or_else(|| {
        Failure::new(format!("cannot send {}: its name is not valid UTF-8", path.display())).help("rename the folder")
    })
}

/// Fails unless the lock, as it was `found` after it was written, is ours: whoever wrote it last holds it.
pub(super) fn require_lock(target: &str, holder: &str, found: &[u8]) -> Result<(), Failure> {
    match found == holder.as_bytes() {
        true => Ok(()),
        false => Err(busy(target, &String::from_utf8_lossy(found))),
    }
}

/// The first `count` fields of a line of a listing, and the name that follows them after one space.
pub(super) fn fields(line: &str, count: usize) -> Option<(Vec<&str>, &str)> {
    let mut rest = line;
    let mut fields = Vec::with_capacity(count);
    for _ in 0..count {
        rest = rest.trim_start();
        let end = rest.find(' ')?;
        fields.push(&rest[..end]);
        rest = &rest[end..];
    }
    Some((fields, rest.strip_prefix(' ')?))
}
