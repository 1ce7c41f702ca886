//! `.htaccess`, which Apache 2.4 reads where `AllowOverride All` lets it:
//! <https://httpd.apache.org/docs/2.4/mod/mod_headers.html>, <https://httpd.apache.org/docs/2.4/expr.html>.

use std::fmt::Write as _;

use super::DEPLOY_FOLDER;
use super::rules::{A_DAY, ASK_AGAIN, KEPT, PageRule, SiteRules, TYPES, escape_regex};

/// Apache reads `.htaccess` again for each request, so a site with more pages has one policy for all of them.
const PAGES: usize = 200;

/// The text of `.htaccess`.
pub(super) fn htaccess(rules: &SiteRules) -> String {
    let mut out = "# Written by Firstflight.\n".to_owned();
    for (_, address) in rules.missing.iter().filter(|(at, _)| at == "/") {
        let _ = writeln!(out, "ErrorDocument 404 {}", quoted(&rules.encoded(address)));
    }
    for (at, address) in rules.missing.iter().filter(|(at, _)| at != "/") {
        let under = escape_regex(&rules.on_host(at));
        let page = quoted(&rules.encoded(address));
        let _ = writeln!(out, "<If \"%{{REQUEST_URI}} =~ m#^{under}#\">\n  ErrorDocument 404 {page}\n</If>");
    }
    out.push_str("Options -MultiViews\nAddDefaultCharset utf-8\n");
    for (ending, media) in TYPES {
        let _ = writeln!(out, "AddType {} .{ending}", quoted(media));
    }
    let own = escape_regex(&rules.on_host(&format!("/{DEPLOY_FOLDER}/")));
    let _ = writeln!(out, "RedirectMatch 404 {}", quoted(&format!("^{own}")));
    for (from, to) in &rules.redirects {
        let from = escape_regex(&rules.on_host(from));
        let _ = writeln!(out, "RedirectMatch 301 {} {}", quoted(&format!("^{from}$")), quoted(&rules.encoded(to)));
    }
    out.push_str(COMPRESSED);
    out.push_str("<IfModule mod_headers.c>\n");
    for (name, value) in rules.always() {
        let _ = writeln!(out, "  Header always set {name} {}", quoted(value));
    }
    let _ = writeln!(out, "  Header set Cache-Control {}", quoted(ASK_AGAIN));
    let kept = KEPT.join("|");
    let _ = writeln!(
        out,
        "  <FilesMatch \"\\.(?i:{kept})$\">\n    Header set Cache-Control {}\n  </FilesMatch>",
        quoted(A_DAY)
    );
    policies(rules, &mut out);
    out.push_str("</IfModule>\n");
    out
}

/// Sends the compressed forms that lie beside pages. They come before `mod_deflate`, which then leaves them alone. The ending `br`
/// is also a language.
const COMPRESSED: &str = r#"<IfModule mod_rewrite.c>
  <IfModule mod_headers.c>
    RewriteEngine On
    RewriteCond %{HTTP:Accept-Encoding} \bbr\b
    RewriteCond %{REQUEST_FILENAME}.br -f
    RewriteRule \.html$ %{REQUEST_URI}.br [L]
    RewriteCond %{HTTP:Accept-Encoding} \bgzip\b
    RewriteCond %{REQUEST_FILENAME}.gz -f
    RewriteRule \.html$ %{REQUEST_URI}.gz [L]
    <FilesMatch "\.html\.br$">
      RemoveLanguage .br
      RemoveEncoding .br
      ForceType "text/html; charset=utf-8"
      SetEnv no-gzip 1
      SetEnv no-brotli 1
      Header set Content-Encoding br
    </FilesMatch>
    <FilesMatch "\.html\.gz$">
      RemoveEncoding .gz
      ForceType "text/html; charset=utf-8"
      SetEnv no-gzip 1
      SetEnv no-brotli 1
      Header set Content-Encoding gzip
    </FilesMatch>
    <FilesMatch "\.html(\.br|\.gz)?$">
      Header merge Vary Accept-Encoding
    </FilesMatch>
  </IfModule>
</IfModule>
"#;

fn policies(rules: &SiteRules, out: &mut String) {
    if rules.pages.is_empty() {
        return;
    }
    let mut line = |policy: &str, condition: &str| {
        let _ = writeln!(out, "  Header always set Content-Security-Policy {} \"expr={condition}\"", quoted(policy));
    };
    if rules.pages.len() > PAGES {
        line(&rules.common_policy().header(rules.is_framed), "%{CONTENT_TYPE} =~ m#^text/html#");
        return;
    }
    for (policy, pages) in rules.by_policy() {
        let paths: Vec<String> = pages.into_iter().map(pattern).collect();
        let base = escape_regex(&rules.base);
        line(&policy, &format!("%{{REQUEST_URI}} =~ m#^{base}(?:{})(?:\\.br|\\.gz)?$#", paths.join("|")));
    }
}

/// The path of a page as a regular expression, with the name of its file or without.
fn pattern(page: &PageRule) -> String {
    match page.path.strip_suffix("index.html") {
        Some(folder) => format!("{}(?:index\\.html)?", escape_regex(folder)),
        None => escape_regex(&page.path),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
