//! Describes what a build publishes, for programs: the manifest with SHA-256 that `diff` and `deploy` read. It lies in the state
//! folder, so it is not published.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write as _};
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::disk::SiteFiles;
use crate::manifest::{EncodedForm, ManifestFile, SiteManifest};
use crate::output::{Artifact, Body, Output};
use crate::percent::encode_link;
use crate::report::Failure;

use super::disk::{cannot_read_file, open_source};
use super::manifest::Manifest;
use super::state::{DESCRIPTION, DESCRIPTION_DRAFT, State};

/// Maximum length of a description in bytes: enough for a million files.
pub(super) const LONGEST: u64 = 1 << 30;

/// The manifest of an output. `inputs` are the files that each of its files was made from, and `files` opens the site's files that
/// are published unchanged.
///
/// # Errors
///
/// A file of the site that cannot be read.
pub fn describe(
    output: &Output,
    inputs: &BTreeMap<String, Vec<String>>,
    files: Option<&SiteFiles>,
) -> Result<SiteManifest, Failure> {
    describe_written(output, inputs, files, &Manifest::default())
}

/// The same for an output that was written: what was hashed then is not hashed again.
pub(super) fn describe_written(
    output: &Output,
    inputs: &BTreeMap<String, Vec<String>>,
    files: Option<&SiteFiles>,
    written: &Manifest,
) -> Result<SiteManifest, Failure> {
    let known = |path: &str| {
        let record = written.files.get(path)?;
        Some((hex(record.sha256?), record.length))
    };
    let artifacts: Vec<_> = output.iter().collect();
    let described: Result<BTreeMap<String, ManifestFile>, Failure> = artifacts
        .into_par_iter()
        .map(|(path, artifact)| {
            let (sha256, size) = known(path).map_or_else(|| hash_of(artifact, files), Ok)?;
            // A file of the site with the same name is preferred, as it is when the output is written.
            let forms = artifact.compressed.iter();
            let forms = forms.map(|(encoding, bytes)| (encoding, format!("{path}{}", encoding.suffix()), bytes));
            let forms = forms.filter(|(_, path, _)| output.get(path).is_none());
            let forms = forms.filter_map(|(encoding, path, bytes)| {
                let known = known(&path).unwrap_or_else(|| (hex(Sha256::digest(bytes)), bytes.len() as u64));
                Some(EncodedForm { encoding: encoding.header()?.to_owned(), sha256: known.0, size: known.1 })
            });
            let file = ManifestFile {
                address: address_of(path),
                sha256,
                size,
                media_type: artifact.media.content_type(path).to_owned(),
                encodings: forms.collect(),
                inputs: inputs.get(path).cloned().unwrap_or_default(),
            };
            Ok((path.to_owned(), file))
        })
        .collect();
    described.map(|files| SiteManifest { files })
}

/// The address, encoded, of the file that is published at a path.
pub(super) fn address_of(path: &str) -> String {
    let is_index = path == "index.html" || path.ends_with("/index.html");
    encode_link(&format!("/{}", if is_index { &path[..path.len() - "index.html".len()] } else { path }))
}

fn hash_of(artifact: &Artifact, files: Option<&SiteFiles>) -> Result<(String, u64), Failure> {
    match &artifact.body {
        Body::Bytes(bytes) => Ok((hex(Sha256::digest(bytes.joined())), bytes.len() as u64)),
        Body::File { path, .. } => {
            open_source(path, files).and_then(sha256_of).map_err(|error| cannot_read_file(path.display(), &error))
        }
    }
}

/// The SHA-256 and the length of what a reader returns.
pub(crate) fn sha256_of(mut from: impl Read) -> io::Result<(String, u64)> {
    let (mut hasher, mut length, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok((hex(hasher.finalize()), length)),
            Ok(read) => {
                hasher.update(&buffer[..read]);
                length += read as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Bytes as hexadecimal digits.
fn hex(bytes: impl AsRef<[u8]>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes.as_ref().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Writes the manifest to a draft and renames it. One that is the same is left as it is.
pub(super) fn write(state: &State, manifest: &SiteManifest) -> Result<(), Failure> {
    let (draft, name) = (Path::new(DESCRIPTION_DRAFT), Path::new(DESCRIPTION));
    let text = manifest.text();
    let write = || {
        // A killed build may have left one.
        state.dir.remove_file(draft)?;
        if state.dir.read_bounded(name, LONGEST).is_ok_and(|old| old.is_some_and(|old| old == text.as_bytes())) {
            return Ok(());
        }
        let mut file = state.dir.create(draft, 0o600)?;
        state.dir.hand_over(&file)?;
        file.write_all(text.as_bytes())?;
        drop(file);
        state.dir.rename(draft, &state.dir, name)
    };
    write().map_err(|error| state.cannot("write", DESCRIPTION, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_as_other_programs_write_them() {
        // printf abc | sha256sum
        let (hash, length) = sha256_of(&b"abc"[..]).unwrap();
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(length, 3);
    }

    #[test]
    fn addresses_are_those_of_links() {
        for (path, address) in
            [("index.html", "/"), ("a/index.html", "/a/"), ("myindex.html", "/myindex.html"), ("a b.pdf", "/a%20b.pdf")]
        {
            assert_eq!(address_of(path), address);
        }
    }
}
