//! Sites of cases of the gallery that are too long to read or that no text can describe.

use crate::site_test::SiteTest;

fn page(body: &str) -> String {
    format!("---\ntitle: A page\n---\n\n{body}\n")
}

/// The sites by the names of their cases.
pub fn made() -> Vec<(&'static str, SiteTest)> {
    let new = SiteTest::new;
    let mut cases = vec![
        ("too-large", new().file("content/en/large.md", &page(&"word ".repeat(2_100_000)))),
        ("too-large-records", new().file("content/statistics.yaml", &"# much\n".repeat(1_600_000))),
        ("too-long-comment-is-fine", new().file(
            "content/sources.yaml",
            &format!("{}- id: a\n  titel: A\n", "# a long list of remarks\n".repeat(5_000)),
        )),
        ("deep-quotes", new().file("content/en/deep.md", &page(&format!("{}deep", "> ".repeat(150))))),
        ("deep-lists", new().file("content/en/deep.md", &page(&format!("{}deep", "- ".repeat(150))))),
        ("deep-flow", new().file("content/en/deep.md", &front(&format!("extra: {}", "[".repeat(100))))),
        ("deep-block", new().file("content/en/deep.md", &front(&nested(100)))),
        ("alias-bomb", new().file("content/en/bomb.md", &front(&bomb(9)))),
        ("many-nodes", new().file("content/en/many.md", &front(&format!("extra: {{ a: [{}] }}", "1,".repeat(25_000))))),
        ("over-budget", new().file("content/en/heavy.md", &page(&noise(20_000)))),
        ("deep-template", new().file("themes/deep/templates/page.html", &deep_template())
            .file("content/site.yaml", "title: A site\nbase_url: https://example.org/\ntheme: [deep, plain]\nlanguages:\n  en: { at: / }\n")
            .file("content/en/page.md", &page("Text."))),
    ];
    #[cfg(unix)]
    cases.extend(unix());
    cases
}

#[cfg(unix)]
fn unix() -> Vec<(&'static str, SiteTest)> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::net::UnixListener;

    let new = SiteTest::new;
    // A socket lies in a file system as a file does and can be read by nobody, root included.
    let socket = new();
    drop(UnixListener::bind(socket.root().join("content/en/socket.md")).unwrap());
    let pipe = new();
    let made = std::process::Command::new("mkfifo").arg(pipe.root().join("content/en/pipe.md")).status();
    assert!(made.unwrap().success());
    let odd_name = new();
    std::fs::write(odd_name.root().join("content/en").join(OsStr::from_bytes(b"caf\xE9.md")), page("Text.")).unwrap();
    vec![("pipe", pipe), ("socket", socket), ("odd-name", odd_name)]
}

fn front(yaml: &str) -> String {
    format!("---\ntitle: A page\n{yaml}\n---\n\nText.\n")
}

fn nested(depth: usize) -> String {
    let mut yaml = "extra:\n".to_owned();
    for level in 1..=depth {
        yaml.push_str(&format!("{}a:\n", " ".repeat(level)));
    }
    yaml
}

fn bomb(levels: usize) -> String {
    let mut yaml = "extra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..=levels {
        let before = level - 1;
        let line = vec![format!("*a{before}"); 9].join(", ");
        yaml.push_str(&format!("  a{level}: &a{level} [{line}]\n"));
    }
    yaml.trim_end().to_owned()
}

/// Text that hardly compresses, the same on every machine.
fn noise(length: usize) -> String {
    let mut state = 1u64;
    let mut text = String::new();
    while text.len() < length {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push(char::from(b'a' + (state >> 33) as u8 % 26));
        if state >> 60 == 0 {
            text.push(' ');
        }
    }
    text
}

fn deep_template() -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><title>{{{{ page.title }}}}</title>{}{{{{ page.content }}}}\n",
        "<div>".repeat(600)
    )
}
