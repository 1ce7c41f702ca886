//! `_headers` and `_redirects`, which Netlify and Cloudflare Pages read.
//!
//! Both read blocks of a path and indented headers. They differ in what follows a `*` in a path, in limits, and in whether a
//! redirect goes before a file at the same address:
//! <https://docs.netlify.com/manage/routing/headers/>, <https://docs.netlify.com/manage/routing/redirects/overview/>,
//! <https://developers.cloudflare.com/pages/configuration/headers/>,
//! <https://developers.cloudflare.com/pages/configuration/redirects/>.

use std::fmt::Write as _;

use super::Limit;
use super::rules::{A_DAY, KEPT, PageRule, SiteRules, TYPES};
use crate::config::Host;
use crate::percent::encode_link;

/// Cloudflare Pages reads this many blocks of `_headers`, and lines of at most [`LINE`] characters in it.
const BLOCKS: usize = 100;
const LINE: usize = 2_000;
/// Cloudflare Pages reads this many redirects without a `*`, in lines of at most [`REDIRECT_LINE`] characters.
const REDIRECTS: usize = 2_000;
const REDIRECT_LINE: usize = 1_000;

const POLICY: &str = "Content-Security-Policy";

/// A block of `_headers`.
struct HeaderBlock {
    path: String,
    headers: Vec<(&'static str, String)>,
}

/// The text of `_headers`, and what exceeds a limit of the host.
pub(super) fn headers(rules: &SiteRules, host: Host) -> (String, Option<Limit>) {
    let always = rules.always().map(|(name, value)| (name, value.to_owned())).collect();
    let mut blocks = vec![HeaderBlock { path: "/*".to_owned(), headers: always }];
    blocks.extend(files(rules, host));
    let pages = pages(rules, host);
    let mut exceeded = None;
    if host == Host::CloudflarePages && blocks.len() + pages.len() > BLOCKS {
        let policy = rules.common_policy();
        let line = |policy: &str| "  ".len() + POLICY.len() + ": ".len() + policy.len();
        let mut text = policy.header(rules.is_framed);
        if line(&text) > LINE {
            text = policy.with_any_style().header(rules.is_framed);
            exceeded = Some(Limit::Exceeded(format!(
                "Cloudflare Pages reads {BLOCKS} rules and lines of {LINE} characters: the hashes of the styles of {} pages do \
                 not fit, so its header allows any style",
                pages.len()
            )));
        } else {
            exceeded = Some(Limit::Met(format!(
                "Cloudflare Pages reads {BLOCKS} rules, and this site has {} pages: one policy allows the styles of all pages",
                pages.len()
            )));
        }
        // All addresses that end in `/`; a `*` stands for any characters.
        blocks.extend(
            ["/", "/*/"].map(|path| HeaderBlock { path: path.to_owned(), headers: vec![(POLICY, text.clone())] }),
        );
    } else {
        blocks.extend(pages);
    }
    let mut out = "# Written by Firstflight. A file _headers of the site replaces it.\n".to_owned();
    for HeaderBlock { path, headers } in blocks {
        let _ = writeln!(out, "{path}");
        for (name, value) in headers {
            let _ = writeln!(out, "  {name}: {value}");
        }
    }
    (out, exceeded)
}

/// One block for each page.
fn pages(rules: &SiteRules, host: Host) -> Vec<HeaderBlock> {
    let block = |page: &PageRule| {
        let address = page.address();
        // Cloudflare Pages leads from `/404.html` to `/404`.
        let is_stripped = host == Host::CloudflarePages;
        let address = address.strip_suffix(".html").filter(|_| is_stripped).unwrap_or(&address);
        HeaderBlock { path: encode_link(address), headers: vec![(POLICY, rules.policy(page))] }
    };
    rules.pages.iter().map(block).collect()
}

/// Blocks for files that are not pages: one for each ending on Cloudflare Pages, one for each file on Netlify, where nothing may
/// follow a `*`.
fn files(rules: &SiteRules, host: Host) -> Vec<HeaderBlock> {
    let block = |ending: &str, path: String| {
        let mut headers = Vec::new();
        if let Some((_, media)) = TYPES.iter().find(|(known, _)| *known == ending) {
            headers.push(("Content-Type", (*media).to_owned()));
        }
        if KEPT.contains(&ending) {
            headers.push(("Cache-Control", A_DAY.to_owned()));
        }
        HeaderBlock { path, headers }
    };
    let of_ending = |(ending, paths): (&&'static str, &Vec<String>)| -> Vec<HeaderBlock> {
        if host == Host::CloudflarePages {
            return vec![block(ending, format!("/*.{ending}"))];
        }
        paths.iter().map(|path| block(ending, encode_link(&format!("/{path}")))).collect()
    };
    rules.files.iter().flat_map(of_ending).collect()
}

/// The text of `_redirects`, if there are any, and what exceeds a limit of the host.
pub(super) fn redirects(rules: &SiteRules, host: Host) -> (Option<String>, Option<Limit>) {
    // On Netlify, `!` puts a redirect before the page at the old address; on Cloudflare Pages it always is.
    let code = if host == Host::Netlify { "301!" } else { "301" };
    let line = |(from, to): &(String, String)| format!("{} {} {code}\n", encode_link(from), encode_link(to));
    let (lines, long): (Vec<String>, Vec<String>) =
        rules.redirects.iter().map(line).partition(|line| host != Host::CloudflarePages || line.len() <= REDIRECT_LINE);
    let most = if host == Host::CloudflarePages { REDIRECTS } else { usize::MAX };
    let left_out = long.len() + lines.len().saturating_sub(most);
    let exceeded = (left_out > 0).then(|| {
        Limit::Exceeded(format!(
            "Cloudflare Pages reads {REDIRECTS} redirects in lines of {REDIRECT_LINE} characters: {left_out} old addresses \
             are answered by a page that leads on instead"
        ))
    });
    let mut text: String = lines.into_iter().take(most).collect();
    if host == Host::Netlify {
        // Without `!`, after what is published. Cloudflare Pages looks for `404.html` in the folders above by itself, and both show
        // that of the root everywhere else: <https://docs.netlify.com/manage/routing/redirects/redirect-options/#custom-404-page-handling>.
        let mut missing: Vec<_> = rules.missing.iter().filter(|(at, _)| at != "/").collect();
        missing.sort_by_key(|(at, _)| std::cmp::Reverse(at.len()));
        text.extend(missing.into_iter().map(|(at, page)| format!("{}* {} 404\n", encode_link(at), encode_link(page))));
    }
    (
        (!text.is_empty())
            .then(|| format!("# Written by Firstflight. A file _redirects of the site replaces it.\n{text}")),
        exceeded,
    )
}
