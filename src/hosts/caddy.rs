//! A part of the configuration of Caddy 2: <https://caddyserver.com/docs/caddyfile/directives/header>.

use std::fmt::Write as _;

use super::DEPLOY_FOLDER;
use super::rules::{A_DAY, ASK_AGAIN, KEPT, SiteRules, TYPES};

/// Directives for the block of the site, to be imported there.
pub(super) fn site(rules: &SiteRules) -> String {
    let mut out = "# Written by `firstflight host-config`: import it in the block of the site, and print it again after each build.\n"
        .to_owned();
    out.push_str("file_server {\n\tprecompressed br gzip\n}\n");
    let own = rules.on_host(&format!("/{DEPLOY_FOLDER}/*"));
    let _ = writeln!(out, "@firstflight_own path \"{own}\"\nerror @firstflight_own 404");
    for (from, to) in &rules.redirects {
        let _ = writeln!(out, "redir \"{}\" \"{}\" 301", rules.on_host(from), rules.encoded(to));
    }
    out.push_str("header {\n");
    for (name, value) in rules.always() {
        let _ = writeln!(out, "\t{name} \"{value}\"");
    }
    let _ = writeln!(out, "\tCache-Control \"{ASK_AGAIN}\"\n}}");
    let kept: Vec<String> = KEPT.iter().map(|ending| format!("*.{ending}")).collect();
    let _ =
        writeln!(out, "@firstflight_kept path {}\nheader @firstflight_kept Cache-Control \"{A_DAY}\"", kept.join(" "));
    for (ending, media) in TYPES {
        let _ = writeln!(
            out,
            "@firstflight_{ending} path *.{ending}\nheader @firstflight_{ending} Content-Type \"{media}\""
        );
    }
    for (number, (policy, pages)) in rules.by_policy().into_iter().enumerate() {
        let paths = pages.iter().flat_map(|page| [page.address(), format!("/{}", page.path)]);
        let mut paths: Vec<String> = paths.map(|path| format!("\"{}\"", rules.on_host(&path))).collect();
        paths.dedup();
        let name = format!("@firstflight_policy_{number}");
        let _ = writeln!(out, "{name} path {}\nheader {name} Content-Security-Policy \"{policy}\"", paths.join(" "));
    }
    errors(rules, &mut out);
    out
}

/// The pages that are shown where nothing is published: that of the innermost language around the address.
fn errors(rules: &SiteRules, out: &mut String) {
    if rules.missing.is_empty() {
        return;
    }
    let mut missing: Vec<_> = rules.missing.iter().collect();
    missing.sort_by_key(|(at, _)| std::cmp::Reverse(at.len()));
    out.push_str("handle_errors {\n\t@missing expression {http.error.status_code} == 404\n\thandle @missing {\n");
    for (number, (at, address)) in missing.into_iter().enumerate() {
        let page = rules.on_host(address);
        let policy = rules.pages.iter().find(|page| page.path == address[1..]).map(|page| rules.policy(page));
        let policy =
            policy.map_or_else(String::new, |policy| format!("\t\t\theader Content-Security-Policy \"{policy}\"\n"));
        let _ = write!(
            out,
            "\t\t@in_{number} path \"{}*\"\n\t\thandle @in_{number} {{\n{policy}\t\t\trewrite * \"{page}\"\n\t\t\tfile_server {{\n\
             \t\t\t\tprecompressed br gzip\n\t\t\t}}\n\t\t}}\n",
            rules.on_host(at)
        );
    }
    out.push_str("\t}\n}\n");
}
