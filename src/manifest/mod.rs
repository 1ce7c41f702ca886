//! The manifest of a published site: what each file is and what it was made from, for `diff`, `deploy` and other programs. It lies
//! outside of the published folder, and the same site gives the same bytes.

mod changes;
mod shown;
mod words;

pub use changes::{Change, ChangeKind, Changes, compare};
pub use shown::{DescribedChange, json, markdown, text};
pub use words::{WordChange, word_changes};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::output::Encoding;

/// The version of the format. It changes only if a program that reads it must change.
const VERSION: u64 = 1;

/// Every file that a build has published, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteManifest {
    /// The files by their paths, without compressed forms.
    pub files: BTreeMap<String, ManifestFile>,
}

/// One published file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Its address on the host, below the path of the site: `/about/`.
    pub address: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its media type, as hosts send it.
    #[serde(rename = "type")]
    pub media_type: String,
    /// The compressed forms that are published beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub encodings: Vec<EncodedForm>,
    /// The files of the site that it was made from, besides settings and theme, and folders with a slash at their ends. A page without
    /// any is made from settings and theme alone, any other file from the whole site.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
}

/// A compressed form of a file, published at the path of the file with `.br` or `.gz` at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncodedForm {
    /// The name in the header `Content-Encoding`: `br` or `gzip`.
    pub encoding: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
}

/// A file as it is stored: a file of the site, or a compressed form of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile<'m> {
    /// Its path below the published folder.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: &'m str,
    /// Its length in bytes.
    pub size: u64,
    /// The media type of what it contains.
    pub media_type: &'m str,
    /// The name of its encoding; none if the bytes are as they are.
    pub encoding: Option<&'m str>,
    /// Whether it is a page or a compressed form of one.
    pub is_page: bool,
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
struct Line<'m> {
    path: std::borrow::Cow<'m, str>,
    #[serde(flatten)]
    file: std::borrow::Cow<'m, ManifestFile>,
}

#[derive(Deserialize)]
struct Document {
    version: u64,
    files: Vec<serde_json::Value>,
}

impl EncodedForm {
    /// The suffix of its path; none if the encoding is unknown.
    #[must_use]
    pub fn suffix(&self) -> Option<&'static str> {
        [Encoding::Brotli, Encoding::Gzip]
            .into_iter()
            .find(|known| known.header() == Some(&*self.encoding))
            .map(Encoding::suffix)
    }
}

impl ManifestFile {
    /// Whether it is a page.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.media_type.starts_with("text/html")
    }

    /// The fewest bytes that a host can send of it: those of its smallest form.
    #[must_use]
    pub fn smallest(&self) -> u64 {
        self.encodings.iter().map(|form| form.size).min().unwrap_or(self.size).min(self.size)
    }
}

impl SiteManifest {
    /// Its text: one line for each file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{{\"version\":{VERSION},\"files\":[");
        for (number, (path, file)) in self.files.iter().enumerate() {
            text.push_str(if number == 0 { "\n" } else { ",\n" });
            let line = Line { path: path.into(), file: std::borrow::Cow::Borrowed(file) };
            // Texts and numbers can always be written.
            text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        }
        text.push_str("\n]}\n");
        text
    }

    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// Why it is not one of ours, as a clause.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let document: Document =
            serde_json::from_slice(bytes).map_err(|_| "it is not a manifest of Firstflight".to_owned())?;
        if document.version != VERSION {
            return Err(format!("it has version {}, and this program reads version {VERSION}", document.version));
        }
        let mut files = BTreeMap::new();
        for (number, value) in document.files.into_iter().enumerate() {
            let line: Line<'_> = serde_json::from_value(value)
                .map_err(|error| format!("file {} in it is invalid: {error}", number + 1))?;
            let path = line.path.into_owned();
            let file = line.file.into_owned();
            let is_valid = is_relative(&path)
                && is_hash(&file.sha256)
                && file.encodings.iter().all(|form| is_hash(&form.sha256) && form.suffix().is_some());
            if !is_valid || files.insert(path, file).is_some() {
                return Err(format!("file {} in it is invalid", number + 1));
            }
        }
        Ok(Self { files })
    }

    /// All files as they are stored, compressed forms included.
    pub fn stored(&self) -> impl Iterator<Item = StoredFile<'_>> {
        self.files.iter().flat_map(|(path, file)| {
            let form = |path: String, sha256, size, encoding| StoredFile {
                path,
                sha256,
                size,
                media_type: &file.media_type,
                encoding,
                is_page: file.is_page(),
            };
            let plain = form(path.clone(), &*file.sha256, file.size, None);
            let forms = file.encodings.iter().map(move |encoded| {
                let path = format!("{path}{}", encoded.suffix().unwrap_or_default());
                form(path, &*encoded.sha256, encoded.size, Some(&*encoded.encoding))
            });
            std::iter::once(plain).chain(forms)
        })
    }
}

/// Whether a path stays inside the folder that it is relative to.
#[must_use]
pub fn is_relative(path: &str) -> bool {
    !path.contains('\0') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests;
