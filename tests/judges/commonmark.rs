//! Answers the CommonMark judge: reads one JSON object a line, `{"markdown": "…", "mode": "plain" | "house"}`, and writes
//! one a line, `{"html": "…"}`. Plain is the reader with its extensions and house rules off.

use std::io::{BufRead, Write};

use firstflight::marks;
use firstflight::read::markdown::{self, Document, Hole, Rules};
use firstflight::report::SourceFile;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let asked: serde_json::Value = serde_json::from_str(&line?)?;
        let text = asked["markdown"].as_str().unwrap_or_default();
        let house = asked["mode"] == "house";
        let file = SourceFile::new("example.md", text);
        let rules = Rules {
            house,
            smart_punctuation: None,
            raw_html: false,
            right_to_left: false,
            spaced_marks: false,
            lexicon: None,
        };
        let document = markdown::parse(&file, 0..text.len(), &rules, &mut Vec::new());
        let html = fill(&document.html, &document);
        writeln!(out, "{}", serde_json::json!({ "html": html }))?;
    }
    Ok(())
}

/// Holes for links get the address as it was written, and images are links to them; the rest have no place in an example without a site.
fn fill(html: &str, document: &Document) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(marks::OPEN) {
        let (inner, after) = after.split_once(marks::END).unwrap_or((after, ""));
        out.push_str(before);
        match Hole::parse(inner) {
            Some(Hole::Link(number)) => {
                // The same escaping as links that lead outside have.
                let _ = pulldown_cmark_escape::escape_href(&mut out, &document.links[number].target);
            }
            Some(Hole::Word(name)) => out.push_str(name),
            Some(Hole::Image { number, is_alone }) => {
                let image = &document.images[number];
                out.push_str(if is_alone { "<p><a href=\"" } else { "<a href=\"" });
                let _ = pulldown_cmark_escape::escape_href(&mut out, &document.links[image.link].target);
                if !image.title.is_empty() {
                    out.push_str("\" title=\"");
                    let _ = pulldown_cmark_escape::escape_html(&mut out, &image.title);
                }
                out.push_str("\">");
                let _ = pulldown_cmark_escape::escape_html_body_text(&mut out, &image.alt);
                out.push_str(if is_alone { "</a></p>" } else { "</a>" });
            }
            Some(Hole::Call { .. } | Hole::Body(_) | Hole::BodyEnd(_) | Hole::File { .. } | Hole::Audio(_)) | None => {}
        }
        rest = after;
    }
    out + rest
}
