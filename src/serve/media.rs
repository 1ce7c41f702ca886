//! MediaType types, as static hosts name them.

use crate::output::MediaType;

/// The media type of an artifact that is published at a path.
pub(super) fn media_type(path: &str, media: MediaType) -> &'static str {
    match media {
        MediaType::Html => "text/html; charset=utf-8",
        MediaType::Xml => "application/xml",
        MediaType::Atom => "application/atom+xml",
        MediaType::Text => "text/plain; charset=utf-8",
        MediaType::Csv => "text/csv; charset=utf-8",
        MediaType::Json => "application/json",
        MediaType::Calendar => "text/calendar; charset=utf-8",
        MediaType::JsonLd => "application/ld+json",
        MediaType::Other => other_type(path),
    }
}

fn other_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "ics" => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}
