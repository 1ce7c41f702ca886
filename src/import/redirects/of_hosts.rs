//! Redirects in files for hosts: `_redirects`, as Netlify and Cloudflare Pages read it, and `netlify.toml`.

use std::ops::Range;
use std::sync::Arc;

use super::Redirect;
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::original::Original;
use crate::import::site::OriginalSite;
use crate::import::value::{DataValue, Map};
use crate::percent::decode;
use crate::report::SourceFile;

/// The address at which a host finds its file of redirects.
const ADDRESS: &str = "/_redirects";
/// The settings of Netlify.
const SETTINGS: &str = "netlify.toml";

/// Adds the redirects of files for hosts to the site. A file of redirects itself is not copied: it would replace the one that is
/// written for the host of the new site.
pub fn read_host_files(original: &Original<'_>, site: &mut OriginalSite, losses: &mut Losses) {
    let (lists, files) = std::mem::take(&mut site.files).into_iter().partition(|file| file.address == ADDRESS);
    site.files = files;
    for list in lists {
        match original.text(&list.original) {
            Ok(file) => of_list(&file, &mut site.redirects),
            Err(why) => losses.file(LossKind::Unreadable, &list.original, why),
        }
    }
    if !original.has(SETTINGS) {
        return;
    }
    match original.text(SETTINGS) {
        Ok(file) => match front::settings(&file) {
            Some(Ok(settings)) => of_settings(&file, &settings, &mut site.redirects),
            Some(Err((range, why))) => losses.add(LossKind::FrontMatter, &file, range, SETTINGS, why),
            None => {}
        },
        Err(why) => losses.file(LossKind::Unreadable, SETTINGS, why),
    }
}

/// Whether a status only sends readers on.
fn is_redirect(status: &str) -> bool {
    matches!(status.trim_end_matches('!'), "301" | "302" | "303" | "307" | "308")
}

/// A redirect between these addresses. Other names than `*` in the old address make it a rule.
fn redirect(from: &str, to: &str, is_rule: bool, (file, range): (&Arc<SourceFile>, Range<usize>)) -> Redirect {
    let inner = from.strip_suffix('*').unwrap_or(from);
    let is_rule = is_rule || inner.contains(['*', ':']) || !inner.starts_with('/');
    Redirect { from: decode(from), to: to.to_owned(), is_rule, file: file.clone(), range }
}

/// The redirects in the lines of a file: the old address, the new one, and perhaps a status and conditions.
fn of_list(file: &Arc<SourceFile>, redirects: &mut Vec<Redirect>) {
    let mut at = 0;
    for line in file.text().split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let line = line.split(" #").next().unwrap_or(line);
        let mut words = line.split_whitespace();
        let Some(from) = words.next().filter(|from| !from.starts_with('#')) else { continue };
        let mut words = words.peekable();
        let mut is_rule = false;
        // Conditions on the query come before the new address.
        let is_address = |word: &&str| word.starts_with('/') || word.contains("://");
        while words.next_if(|word| !is_address(word)).is_some() {
            is_rule = true;
        }
        let Some(to) = words.next() else { continue };
        let is_sent_on = words.next().is_none_or(is_redirect);
        is_rule |= !is_sent_on || words.next().is_some();
        redirects.push(redirect(from, to, is_rule, (file, range)));
    }
}

/// The redirects in settings.
fn of_settings(file: &Arc<SourceFile>, settings: &Map, redirects: &mut Vec<Redirect>) {
    let mut lines = front::lines_of(file.text(), "from");
    for entry in settings.at("redirects").map_or(&[][..], DataValue::list).iter().filter_map(DataValue::map) {
        let (Some(from), Some(to)) = (entry.text_at("from"), entry.text_at("to")) else { continue };
        let range = lines.find(|line| file.text()[line.clone()].contains(from)).unwrap_or(0..0);
        let is_conditional = ["query", "conditions", "headers", "signed"].iter().any(|key| entry.get(key).is_some());
        let is_sent_on = entry.text_at("status").is_none_or(is_redirect);
        redirects.push(redirect(from, to, is_conditional || !is_sent_on, (file, range)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_redirects_or_rules() {
        let text = "# Old\n/a /b\n/c%20d /e 301! # moved\n/f/* /g/:splat 302\n/h /i 200\n/j id=:id /k 301\n/l /m 301 Country=se\n\
                    /:year/n /o\n/p\n/q https://example.org/\n";
        let mut found = Vec::new();
        of_list(&SourceFile::new("_redirects", text), &mut found);
        let found: Vec<(&str, &str, bool)> = found.iter().map(|it| (&*it.from, &*it.to, it.is_rule)).collect();
        assert_eq!(
            found,
            [
                ("/a", "/b", false),
                ("/c d", "/e", false),
                ("/f/*", "/g/:splat", false),
                ("/h", "/i", true),
                ("/j", "/k", true),
                ("/l", "/m", true),
                ("/:year/n", "/o", true),
                ("/q", "https://example.org/", false),
            ]
        );
    }

    #[test]
    fn settings_have_redirects_with_their_places() {
        let text = "[build]\n  from = 1\n[[redirects]]\n  from = \"/a\"\n  to = \"/b\"\n[[redirects]]\nfrom = \"/c\"\nto = \"/d\"\n\
                    status = 200\n";
        let file = SourceFile::new("netlify.toml", text);
        let settings = front::settings(&file).unwrap().unwrap();
        let mut found = Vec::new();
        of_settings(&file, &settings, &mut found);
        let places: Vec<(&str, bool)> = found.iter().map(|it| (&text[it.range.clone()], it.is_rule)).collect();
        assert_eq!(places, [("  from = \"/a\"", false), ("from = \"/c\"", true)]);
    }
}
