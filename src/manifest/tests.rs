//! Tests of manifests: what is written is read again, and anything else is refused.

use super::*;

/// A file of these bytes, whose hash is only a number.
pub(super) fn file(size: u64, media_type: &str) -> ManifestFile {
    ManifestFile {
        address: "/".to_owned(),
        sha256: format!("{size:064x}"),
        size,
        media_type: media_type.to_owned(),
        encodings: Vec::new(),
        inputs: Vec::new(),
    }
}

#[test]
fn a_manifest_is_read_as_it_was_written() {
    let mut page = file(900, "text/html; charset=utf-8");
    page.encodings.push(EncodedForm { encoding: "br".to_owned(), sha256: "b".repeat(64), size: 300 });
    page.inputs.push("content/en/\"a\".md".to_owned());
    let files = [("a/index.html".to_owned(), page), ("map.png".to_owned(), file(7, "image/png"))].into();
    let manifest = SiteManifest { files };
    let text = manifest.text();
    assert_eq!(text.lines().count(), 4, "{text}");
    assert_eq!(SiteManifest::parse(text.as_bytes()), Ok(manifest.clone()));
    let stored: Vec<_> = manifest.stored().map(|file| (file.path, file.size, file.encoding, file.is_page)).collect();
    assert_eq!(
        stored,
        [
            ("a/index.html".to_owned(), 900, None, true),
            ("a/index.html.br".to_owned(), 300, Some("br"), true),
            ("map.png".to_owned(), 7, None, false)
        ]
    );
    assert_eq!(manifest.files["a/index.html"].smallest(), 300);
    assert_eq!(SiteManifest::parse(SiteManifest::default().text().as_bytes()), Ok(SiteManifest::default()));
}

#[test]
fn what_is_not_a_manifest_is_refused() {
    let valid = SiteManifest { files: [("a".to_owned(), file(1, "text/plain"))].into() }.text();
    for (text, why) in [
        ("", "it is not a manifest of Firstflight"),
        ("{}", "it is not a manifest of Firstflight"),
        ("{\"version\":2,\"files\":[]}", "it has version 2, and this program reads version 1"),
        (&*valid.replace("\"a\"", "\"../a\""), "file 1 in it is invalid"),
        (&*valid.replace("\"a\"", "\"/a\""), "file 1 in it is invalid"),
        (&*valid.replace("\"a\"", "\"a//b\""), "file 1 in it is invalid"),
        (&*valid.replace(&format!("{:064x}", 1), "xyz"), "file 1 in it is invalid"),
        (&*valid.replace("\"size\":1", "\"size\":-1"), "file 1 in it is invalid"),
    ] {
        let error = SiteManifest::parse(text.as_bytes()).unwrap_err();
        assert!(error.starts_with(why), "{text}: {error}");
    }
}
