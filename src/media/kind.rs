//! The kind of a file, from the ending of its name, and its size as people read it.

/// Maximum bytes of an ending that is shown as a kind.
const LONGEST: usize = 5;

/// The kind of a file by the ending of its path: `PDF`, `JPEG`; `None` if it has no ending.
#[must_use]
pub fn kind(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (_, ending) = name.rsplit_once('.')?;
    let is_shown = !ending.is_empty() && ending.len() <= LONGEST && ending.bytes().all(|c| c.is_ascii_alphanumeric());
    let kind = ending.to_ascii_uppercase();
    is_shown.then(|| match kind.as_str() {
        "JPG" => "JPEG".to_owned(),
        "TIF" => "TIFF".to_owned(),
        _ => kind,
    })
}

/// A size as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// A plain decimal number: `1.2`.
    pub number: String,
    /// Whether it is of megabytes and not of kilobytes.
    pub is_megabytes: bool,
}

impl Size {
    /// The size of a file, rounded up: whole kilobytes, tenths of a megabyte, and whole megabytes from ten on.
    #[must_use]
    pub fn from_bytes(bytes: u64) -> Self {
        let kilobytes = bytes.div_ceil(1_000).max(1);
        if kilobytes < 1_000 {
            return Self { number: kilobytes.to_string(), is_megabytes: false };
        }
        let tenths = bytes.div_ceil(100_000);
        let number = match (tenths, tenths % 10) {
            (100.., _) => bytes.div_ceil(1_000_000).to_string(),
            (_, 0) => (tenths / 10).to_string(),
            (_, tenth) => format!("{}.{tenth}", tenths / 10),
        };
        Self { number, is_megabytes: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_endings_in_capitals() {
        let kinds = ["a/report.pdf", "b.JPG", "c.tar.gz", "LICENSE", "a.b/c", "x.a_b", "y.reallylong", "z."].map(kind);
        let kinds = kinds.map(Option::unwrap_or_default);
        assert_eq!(kinds, ["PDF", "JPEG", "GZ", "", "", "", "", ""]);
    }

    #[test]
    fn sizes_are_rounded_up() {
        let shown = |bytes| {
            let Size { number, is_megabytes } = Size::from_bytes(bytes);
            format!("{number} {}", if is_megabytes { "MB" } else { "KB" })
        };
        let sizes = [0, 1, 1_000, 1_001, 999_000, 999_001, 1_000_001, 1_150_000, 9_900_001, 30_000_001, u64::MAX / 2];
        let expected = ["1 KB", "1 KB", "1 KB", "2 KB", "999 KB", "1 MB", "1.1 MB", "1.2 MB", "10 MB", "31 MB"];
        assert_eq!(sizes.map(shown)[..10], expected);
    }
}
