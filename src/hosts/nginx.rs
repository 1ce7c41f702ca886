//! Parts of the configuration of nginx: <https://nginx.org/en/docs/http/ngx_http_map_module.html>.

use std::fmt::Write as _;

use super::DEPLOY_FOLDER;
use super::rules::{A_DAY, ASK_AGAIN, SiteRules, TYPES, escape_regex};
use crate::percent::encode_path;

/// The longest key that fits into a hash table of nginx with the settings that it comes with. Longer ones are written as
/// regular expressions.
const KEY: usize = 40;

/// Maps for `http { … }`: the policy of each page, where old addresses lead, and how long caches keep what.
pub(super) fn maps(rules: &SiteRules) -> String {
    let mut out = "# Written by `firstflight host-config --part http`: include it in http { }, and print it again after each build.\n"
        .to_owned();
    let entry = |key: &str, value: &str, out: &mut String| {
        let _ = if key.len() > KEY {
            writeln!(out, "    \"~^{}$\" \"{value}\";", escape_regex(key))
        } else {
            writeln!(out, "    \"{key}\" \"{value}\";")
        };
    };
    let _ = writeln!(out, "map $uri {} {{\n    default \"\";", variable(rules, "policy"));
    for page in &rules.pages {
        entry(&rules.on_host(&page.path), &rules.policy(page), &mut out);
    }
    let _ = writeln!(out, "}}\nmap $uri {} {{\n    default \"\";", variable(rules, "redirect"));
    for (from, to) in &rules.redirects {
        // A `$` would begin a variable, and is encoded like everything that is not a letter or a digit.
        entry(&rules.on_host(from), &encode_path(rules.on_host(to).as_bytes()), &mut out);
    }
    let _ = writeln!(
        out,
        "}}\nmap $sent_http_content_type {} {{\n    default \"{ASK_AGAIN}\";\n    \
         \"~^(image|audio|video|font|application/pdf)\" \"{A_DAY}\";\n}}",
        variable(rules, "cache")
    );
    out
}

/// Directives for `server { … }`.
pub(super) fn server(rules: &SiteRules) -> String {
    let mut out = "# Written by `firstflight host-config`: include it in server { }. Its variables are in what `--part http` prints.\n"
        .to_owned();
    out.push_str("index index.html;\n");
    for (at, address) in &rules.missing {
        let page = rules.encoded(address);
        if at == "/" {
            let _ = writeln!(out, "error_page 404 {page};");
        } else {
            let _ = writeln!(out, "location \"{}\" {{\n    error_page 404 {page};\n}}", rules.on_host(at));
        }
    }
    let own = rules.on_host(&format!("/{DEPLOY_FOLDER}/"));
    let _ = writeln!(out, "location ^~ \"{own}\" {{\n    return 404;\n}}");
    let redirect = variable(rules, "redirect");
    let _ = writeln!(out, "if ({redirect}) {{\n    return 301 {redirect};\n}}");
    out.push_str("gzip_static on;\n# brotli_static on;   # with the module ngx_brotli\ngzip_vary on;\n");
    out.push_str("include mime.types;\ntypes {\n");
    for (ending, media) in TYPES {
        let _ = writeln!(out, "    {} {ending};", media.split(';').next().unwrap_or(media));
    }
    out.push_str("}\ncharset utf-8;\ncharset_types text/plain text/xml text/csv text/calendar;\n");
    for (name, value) in rules.always() {
        let _ = writeln!(out, "add_header {name} \"{value}\" always;");
    }
    let _ = writeln!(out, "add_header Content-Security-Policy {} always;", variable(rules, "policy"));
    let _ = writeln!(out, "add_header Cache-Control {};", variable(rules, "cache"));
    out
}

/// The name of a variable. Several sites on one server have different ones.
fn variable(rules: &SiteRules, what: &str) -> String {
    let joint = if rules.name.is_empty() { "" } else { "_" };
    format!("$firstflight_{}{joint}{what}", rules.name)
}
