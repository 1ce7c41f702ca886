//! Finds other mounts of the target, including those in containers, and network exports. They refer to the folder itself, not
//! its name, and would still show the old one after an exchange.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

/// Maximum number of processes whose mounts are read. A host of containers has some thousands.
const MOST_PROCESSES: usize = 20_000;

/// One line of a mount table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mount {
    /// The number of the mount. The kernel gives the numbers of ended mounts again.
    id: u64,
    /// The number of the mount that it is mounted on.
    parent: u64,
    /// The device, as the table writes it.
    device: Vec<u8>,
    /// The folder of that device that is mounted.
    root: PathBuf,
    /// The mount point.
    at: PathBuf,
}

/// Returns, as words for a note, where the target or something in it is mounted a second time or exported.
pub(crate) fn other_holder(target: &Path) -> Option<String> {
    let own = fs::read("/proc/self/mountinfo").ok()?;
    let own = parse(&own);
    if let Some(at) = exported(target) {
        return Some(format!("{} is exported over NFS", at.display()));
    }
    let (device, inside) = place_of(target, &own)?;
    if let Some(mount) = second(&device, &inside, &own) {
        return Some(format!("it is also mounted at {}", mount.at.display()));
    }
    let is_held = other_tables().iter().any(|table| second(&device, &inside, &parse(table)).is_some());
    is_held.then(|| "a container has it mounted".to_owned())
}

/// Finds a mount of a folder at or below `inside` on this device.
fn second<'m>(device: &[u8], inside: &Path, mounts: &'m [Mount]) -> Option<&'m Mount> {
    mounts.iter().find(|mount| mount.device == device && mount.root.starts_with(inside))
}

/// The device of a path, and the path on that device.
fn place_of(path: &Path, mounts: &[Mount]) -> Option<(Vec<u8>, PathBuf)> {
    let around = || mounts.iter().filter(|mount| path.starts_with(&mount.at));
    let depth = around().map(|mount| mount.at.components().count()).max()?;
    let nearest: Vec<&Mount> = around().filter(|mount| mount.at.components().count() == depth).collect();
    // Of several mounts at one place, each is mounted on the one that it hides.
    let is_hidden = |mount: &Mount| nearest.iter().any(|other| other.parent == mount.id && other.id != mount.id);
    let mount = nearest.iter().rfind(|mount| !is_hidden(mount))?;
    let below = path.strip_prefix(&mount.at).ok()?;
    Some((mount.device.clone(), mount.root.join(below)))
}

/// The mount tables of other mount namespaces, as far as this user may read them.
fn other_tables() -> Vec<Vec<u8>> {
    let own = fs::read_link("/proc/self/ns/mnt").unwrap_or_default();
    let mut seen = BTreeSet::from([own]);
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let mut tables = Vec::new();
    let is_process = |name: &OsStr| name.as_bytes().iter().all(u8::is_ascii_digit);
    for process in processes.flatten().filter(|entry| is_process(&entry.file_name())).take(MOST_PROCESSES) {
        let Ok(namespace) = fs::read_link(process.path().join("ns/mnt")) else { continue };
        // If a process ends meanwhile, another one in its namespace has the same table.
        if !seen.contains(&namespace)
            && let Ok(table) = fs::read(process.path().join("mountinfo"))
            && !table.is_empty()
        {
            seen.insert(namespace);
            tables.push(table);
        }
    }
    tables
}

/// The exported folder at or below the target, from the table of the NFS server.
fn exported(target: &Path) -> Option<PathBuf> {
    let table = fs::read("/var/lib/nfs/etab").ok()?;
    let paths = table.split(|byte| *byte == b'\n').filter_map(|line| line.split(|byte| *byte == b'\t').next());
    let mut paths = paths.map(|path| PathBuf::from(plain(path)));
    paths.find(|path| path.is_absolute() && path.starts_with(target))
}

fn parse(table: &[u8]) -> Vec<Mount> {
    table.split(|byte| *byte == b'\n').filter_map(parse_line).collect()
}

/// `36 35 98:0 /root /mount/point options …`
fn parse_line(line: &[u8]) -> Option<Mount> {
    let mut fields = line.split(|byte| *byte == b' ');
    let mut number = || std::str::from_utf8(fields.next()?).ok()?.parse().ok();
    let (id, parent) = (number()?, number()?);
    let device = fields.next()?.to_owned();
    let root = PathBuf::from(plain(fields.next()?));
    let at = PathBuf::from(plain(fields.next()?));
    Some(Mount { id, parent, device, root, at })
}

/// Decodes a path in which white space and backslashes are written as three octal digits.
fn plain(text: &[u8]) -> OsString {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let code = match (first, after) {
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', ..]) => {
                Some((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'))
            }
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[3..] } else { after };
    }
    OsString::from_vec(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[u8] = b"21 1 259:2 / / rw - ext4 /dev/root rw\n\
        30 21 0:25 / /tmp rw - tmpfs none rw\n\
        40 21 259:2 /home/anna/my\\040site/public /srv/www rw - ext4 /dev/root rw\n\
        41 21 259:2 /home/anna /mnt/anna rw - ext4 /dev/root rw\n";

    #[test]
    fn a_second_mount_of_a_folder_is_found_by_device_and_place() {
        let mounts = parse(TABLE);
        assert_eq!(mounts.len(), 4);
        let holder = |path: &str| {
            let (device, inside) = place_of(Path::new(path), &mounts).unwrap();
            second(&device, &inside, &mounts).map(|mount| mount.at.display().to_string())
        };
        assert_eq!(holder("/home/anna/my site/public").as_deref(), Some("/srv/www"));
        // The same folder by its other name.
        assert_eq!(holder("/mnt/anna/my site/public").as_deref(), Some("/srv/www"));
        // A folder above a target may be mounted anywhere: what is in it is found by name.
        assert_eq!(holder("/home/anna/other/public"), None);
        assert_eq!(holder("/home/anna/my site/public-2"), None);
        assert_eq!(holder("/tmp/public"), None);
    }

    #[test]
    fn the_last_of_several_mounts_at_one_place_counts_whatever_its_number() {
        for table in [
            &b"21 1 259:2 / / rw - ext4 /dev/root rw\n30 21 0:25 / /srv rw - tmpfs a rw\n22 30 0:26 / /srv rw - tmpfs b rw\n"[..],
            b"22 30 0:26 / /srv rw - tmpfs b rw\n30 21 0:25 / /srv rw - tmpfs a rw\n21 1 259:2 / / rw - ext4 /dev/root rw\n",
            // The root of a file system may be its own parent.
            b"21 21 259:2 / / rw - ext4 /dev/root rw\n7 21 0:26 / /srv rw - tmpfs b rw\n",
        ] {
            let (device, inside) = place_of(Path::new("/srv/public"), &parse(table)).unwrap();
            assert_eq!((&device[..], inside), (&b"0:26"[..], PathBuf::from("/public")));
        }
    }
}
