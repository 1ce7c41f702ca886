//! Links that open a file in an editor. Does not know findings.

use std::path::{Component, Path, PathBuf};

use crate::names::slashed;
use crate::percent::encode_path;
use crate::report::Failure;

/// Editors that are known by name, and the address that opens a file in each. The path begins with a slash.
const KNOWN: [(&str, &str); 5] = [
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
    ("idea", "idea://open?file={file}&line={line}&column={column}"),
];

/// Schemes that a browser would run or show, instead of asking another program.
const NO_PROGRAM: [&str; 6] = ["javascript", "data", "vbscript", "blob", "about", "view-source"];

/// A placeholder in the address of an editor, written between braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    File,
    Line,
    Column,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum UrlPart {
    Text(String),
    Placeholder(Placeholder),
}

/// An editor, as the address that opens a file in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    pieces: Vec<UrlPart>,
}

impl Editor {
    /// The editor of a name, `vscode`, `vscodium`, `cursor`, `zed` or `idea`; or any other by an address with `{file}`,
    /// and `{line}` and `{column}` where it takes them.
    ///
    /// # Errors
    ///
    /// The text is neither; the failure lists what is accepted.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let typed = text.trim();
        let known = KNOWN.iter().find(|(name, _)| typed.eq_ignore_ascii_case(name));
        let template = known.map_or(typed, |(_, template)| template);
        pieces(template).map(|pieces| Self { pieces }).map_err(|why| {
            let shown: String = typed.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
            let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
            Failure::new(format!("`--editor {shown}` {why}")).help(format!(
                "write {}, or a URL that opens a file, as in --editor 'subl://open?url=file://{{file}}&line={{line}}'",
                names.join(", ")
            ))
        })
    }

    /// The address that opens `file`, an absolute path, at a line and a column, both counted from 1.
    #[must_use]
    pub fn link(&self, file: &Path, line: usize, column: usize) -> String {
        let fill = |piece: &UrlPart| match piece {
            UrlPart::Text(text) => text.clone(),
            UrlPart::Placeholder(Placeholder::File) => path_in_url(file),
            UrlPart::Placeholder(Placeholder::Line) => line.to_string(),
            UrlPart::Placeholder(Placeholder::Column) => column.to_string(),
        };
        self.pieces.iter().map(fill).collect()
    }
}

/// An absolute path as addresses have it. One that begins with the letter of a drive, as on Windows, is `/C:/site/a.md`.
fn path_in_url(file: &Path) -> String {
    match file.components().next() {
        Some(Component::Prefix(drive)) => {
            let rest = slashed(file.components().skip(2).collect::<PathBuf>().as_path());
            let drive = drive.as_os_str().to_string_lossy();
            format!("/{drive}/{}", encode_path(rest.as_os_str().as_encoded_bytes()))
        }
        _ => encode_path(file.as_os_str().as_encoded_bytes()),
    }
}

/// Returns the pieces of a template, or why it is invalid.
fn pieces(template: &str) -> Result<Vec<UrlPart>, &'static str> {
    if template.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return Err("contains a space");
    }
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    let scheme = template.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| is_scheme(scheme));
    let Some(scheme) = scheme else { return Err("is neither a known editor nor a URL") };
    if NO_PROGRAM.iter().any(|other| scheme.eq_ignore_ascii_case(other)) {
        return Err("is a URL that does not open a program");
    }
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { return Err("has an unclosed brace") };
        let hole = match name {
            "file" => Placeholder::File,
            "line" => Placeholder::Line,
            "column" => Placeholder::Column,
            _ => return Err("contains a placeholder other than {file}, {line} and {column}"),
        };
        pieces.push(UrlPart::Text(text.to_owned()));
        pieces.push(UrlPart::Placeholder(hole));
        rest = after;
    }
    pieces.push(UrlPart::Text(rest.to_owned()));
    if !pieces.contains(&UrlPart::Placeholder(Placeholder::File)) {
        return Err("does not contain {file}");
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    fn link(editor: &str, file: &str) -> String {
        Editor::parse(editor).unwrap().link(Path::new(file), 22, 19)
    }

    #[test]
    fn known_editors_open_a_file_at_its_place() {
        let file = "/home/ana/site/content/en/index.md";
        assert_eq!(link("vscode", file), "vscode://file/home/ana/site/content/en/index.md:22:19");
        assert_eq!(link("VSCodium", file), "vscodium://file/home/ana/site/content/en/index.md:22:19");
        assert_eq!(link("cursor", file), "cursor://file/home/ana/site/content/en/index.md:22:19");
        assert_eq!(link("zed", file), "zed://file/home/ana/site/content/en/index.md:22:19");
        assert_eq!(link("idea", file), "idea://open?file=/home/ana/site/content/en/index.md&line=22&column=19");
    }

    #[test]
    fn other_editors_are_given_as_an_address() {
        assert_eq!(link("subl://open?url=file://{file}&line={line}", "/a.md"), "subl://open?url=file:///a.md&line=22");
        assert_eq!(link("x-emacs+1:{line}:{column}:{file}", "/a.md"), "x-emacs+1:22:19:/a.md");
        assert_eq!(link(" txmt://open/?url={file}{file} ", "/a"), "txmt://open/?url=/a/a");
    }

    #[test]
    fn odd_paths_are_encoded() {
        for (file, encoded) in [
            ("/my site/a b.md", "/my%20site/a%20b.md"),
            ("/a/100%.md", "/a/100%25.md"),
            ("/a/q?x=1&y#z.md", "/a/q%3Fx%3D1%26y%23z.md"),
            ("/a/12:30.md", "/a/12%3A30.md"),
            ("/café/日本.md", "/caf%C3%A9/%E6%97%A5%E6%9C%AC.md"),
            ("/{line}/\"'<>\\.md", "/%7Bline%7D/%22%27%3C%3E%5C.md"),
        ] {
            assert_eq!(link("vscode", file), format!("vscode://file{encoded}:22:19"));
        }
        let not_utf8 = Path::new(OsStr::from_bytes(b"/a/\xff.md"));
        assert_eq!(Editor::parse("zed").unwrap().link(not_utf8, 1, 1), "zed://file/a/%FF.md:1:1");
    }

    #[test]
    fn an_unknown_editor_is_refused_with_help() {
        for text in [
            "",
            "emacs",
            "{file}",
            "://{file}",
            "1x:{file}",
            "subl://open",
            "subl://{line}",
            "subl://{file",
            "subl://{file}{row}",
            "subl://{}{file}",
            "subl open:{file}",
            "javascript:alert('{file}')",
            "DATA:text/html,{file}",
            "x:\u{1b}{file}",
        ] {
            let failure = Editor::parse(text).unwrap_err();
            assert!(
                failure.help.is_some_and(|help| help.contains("vscode, vscodium, cursor, zed, idea, or")),
                "{text}"
            );
            assert!(!failure.message.contains('\u{1b}'), "{text}");
        }
        let failure = Editor::parse("subl://{row}").unwrap_err();
        assert_eq!(
            failure.message,
            "`--editor subl://{row}` contains a placeholder other than {file}, {line} and {column}"
        );
    }
}
