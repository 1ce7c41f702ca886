//! What is written for hosts: each page gets a policy that allows what is in it, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Output;

use firstflight::cache::{Cache, ReadScope};
use firstflight::config::Host;
use firstflight::hosts::{ConfigPart, server_config};
use firstflight::pipeline::{self, Built};
use firstflight::policy::ContentPolicy;
use firstflight::report::{Code, Level};
use scraper::{Html, Selector};

use super::serve::Preview;
use super::support::{self, Folder, firstflight, options, page};

const OLD: &str = "---\ntitle: About\naliases: [/old/, /old.html]\n---\nWords, and a list.\n\n- One\n- Two\n";

fn settings(more: &str) -> String {
    format!("title: Test\nbase_url: https://clinic.example/\nlanguages: {{ en: {{ at: / }} }}\n{more}\n")
}

/// A site with old addresses, a table, and files that are not pages.
fn folder(more: &str) -> Folder {
    let folder = Folder::new();
    folder
        .write("content/site.yaml", &settings(more))
        .write("content/en/about.md", OLD)
        .write("content/en/table.md", "---\ntitle: Table\n---\n| a | b |\n|---|---|\n| c | d |\n")
        .write("content/en/report.pdf", "x")
        .write("content/en/list.csv", "a,b\n");
    folder
}

fn text(built: &Built, path: &str) -> String {
    let artifact = built.output.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(artifact.bytes().expect("a text in memory").to_vec()).unwrap()
}

/// A text with a short word in place of each hash.
fn without_hashes(text: &str) -> String {
    let mut parts = text.split("'sha256-");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('\'').expect("a hash ends in a quotation mark");
        out += "HASH";
        out += rest;
    }
    out
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn limits(built: &Built) -> Vec<(Level, &str)> {
    let findings = built.report.findings().iter().filter(|finding| finding.code == Code::HostLimit);
    findings.map(|finding| (finding.level, finding.message.as_str())).collect()
}

/// The headers of each path of `_headers`.
fn blocks(text: &str) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut blocks: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let mut path = "";
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            Some(header) => blocks.entry(path).or_default().push(header.split_once(": ").expect("a header")),
            None => path = line,
        }
    }
    blocks
}

const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self' data:; style-src HASH; \
                      frame-ancestors 'none'";

#[test]
fn netlify_reads_a_rule_for_each_page_and_file() {
    let built = folder("host: netlify").build_clean();
    let headers = without_hashes(&text(&built, "_headers"));
    let mut expected = "# Written by Firstflight. A file _headers of the site replaces it.\n/*\n  \
                        X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n  \
                        Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n\
                        /data.csv\n  Content-Type: text/csv; charset=utf-8\n/list.csv\n  Content-Type: text/csv; charset=utf-8\n\
                        /data.jsonld\n  Content-Type: application/ld+json\n/report.pdf\n  Cache-Control: public, max-age=86400\n"
        .to_owned();
    if built.output.get("data.csv").is_none() {
        expected = expected
            .replace("/data.csv\n  Content-Type: text/csv; charset=utf-8\n", "")
            .replace("/data.jsonld\n  Content-Type: application/ld+json\n", "");
    }
    for address in ["/404.html", "/about/", "/", "/table/"] {
        let _ = write!(expected, "{address}\n  Content-Security-Policy: {POLICY}\n");
    }
    assert_eq!(headers, expected);
    let redirects = "# Written by Firstflight. A file _redirects of the site replaces it.\n/old.html /about/ 301!\n/old/ /about/ 301!\n";
    assert_eq!(text(&built, "_redirects"), redirects);
    assert!(built.output.get("old/index.html").is_some(), "old addresses also work where nothing reads the file");
    assert_eq!(limits(&built), []);
}

#[test]
fn cloudflare_pages_reads_rules_by_ending() {
    let built = folder("host: cloudflare-pages").build_clean();
    let headers = text(&built, "_headers");
    let blocks = blocks(&headers);
    assert_eq!(blocks["/*.pdf"], [("Cache-Control", "public, max-age=86400")]);
    assert_eq!(blocks["/*.csv"], [("Content-Type", "text/csv; charset=utf-8")]);
    assert!(blocks.contains_key("/about/") && blocks.contains_key("/404") && !blocks.contains_key("/old/"));
    assert!(text(&built, "_redirects").ends_with("\n/old.html /about/ 301\n/old/ /about/ 301\n"));
}

#[test]
fn what_does_not_fit_into_the_rules_of_cloudflare_pages_is_one_rule_or_a_finding() {
    let site = folder("host: cloudflare-pages");
    for number in 0..100 {
        site.write(&format!("content/en/p{number}.md"), "---\ntitle: A page\n---\nWords.\n");
    }
    let built = site.build_clean();
    let headers = text(&built, "_headers");
    let of_all = blocks(&headers)["/*/"].clone();
    assert_eq!(of_all, blocks(&headers)["/"]);
    assert!(
        headers.lines().all(|line| line.len() <= 2_000)
            && headers.lines().filter(|line| line.starts_with('/')).count() <= 100
    );
    assert!(of_all[0].1.matches("'sha256-").count() > 1, "{of_all:?}");
    let found = limits(&built);
    assert!(
        matches!(found[..], [(Level::Note, message)] if message.contains("one policy allows the styles of all")),
        "{found:?}"
    );
    // Forty styles, each in pages of its own.
    site.write("content/site.yaml", &settings("host: cloudflare-pages\ntheme: [own, plain]\nraw_html: true"));
    let template = "{% extends \"plain/page.html\" %}{% block head %}<style>.a{{ page.title }}{margin:0}</style>{% endblock head %}";
    site.write("themes/own/templates/page.html", template);
    for number in 0..40 {
        site.write(&format!("content/en/p{number}.md"), &format!("---\ntitle: S{number}\n---\nWords.\n"));
    }
    let built = site.build_clean();
    let found = limits(&built);
    assert!(
        matches!(found[..], [(Level::Warning, message)] if message.starts_with("Cloudflare Pages reads 100 rules")),
        "{found:?}"
    );
    let headers = text(&built, "_headers");
    assert!(blocks(&headers)["/*/"][0].1.contains("style-src 'unsafe-inline';"), "{headers}");
    assert!(headers.lines().all(|line| line.len() <= 2_000));
}

#[test]
fn files_of_the_site_replace_those_for_hosts() {
    for (host, path) in [
        ("netlify", "_headers"),
        ("cloudflare-pages", "_redirects"),
        ("github-pages", "CNAME"),
        ("netlify", "_redirects"),
    ] {
        for folder_of_language in ["/", "/en/"] {
            let site = folder("");
            site.write(
                "content/site.yaml",
                &settings(&format!("host: {host}\ncsp: host")).replace("at: / ", &format!("at: {folder_of_language} ")),
            );
            site.write(&format!("content/en/{path}"), "mine\n");
            let built = site.build_clean();
            let artifact = built.output.get(path).unwrap_or_else(|| panic!("{path} is at the root"));
            assert!(artifact.bytes().is_none() && artifact.length() == 5, "{path}");
        }
    }
}

#[test]
fn github_pages_gets_the_name_of_a_domain_of_its_own() {
    for (address, expected) in [
        ("https://clinic.example/", Some("clinic.example\n")),
        ("https://Clinic.Example", Some("clinic.example\n")),
        ("https://clinic.github.io/", None),
        ("https://clinic.example/site/", None),
        ("https://clinic.example:8443/", None),
    ] {
        let site = folder("");
        site.write("content/site.yaml", &settings("host: github-pages").replace("https://clinic.example/", address));
        let built = site.build_clean();
        let found =
            built.output.get("CNAME").map(|artifact| String::from_utf8(artifact.bytes().unwrap().to_vec()).unwrap());
        assert_eq!(found.as_deref(), expected, "{address}");
        assert_eq!(limits(&built).len(), 1);
    }
}

#[test]
fn hosts_without_headers_are_a_note_until_the_settings_decide() {
    for host in ["github-pages", "gitlab-pages", "s3"] {
        let built = folder(&format!("host: {host}")).build_clean();
        assert!(
            matches!(limits(&built)[..], [(Level::Note, message)] if message.starts_with(&format!("`{host}` sends no headers")))
        );
        for choice in ["meta", "off", "host"] {
            assert_eq!(limits(&folder(&format!("host: {host}\ncsp: {choice}")).build_clean()), []);
        }
    }
}

#[test]
fn apache_reads_redirects_and_headers() {
    let built = folder("host: apache").build_clean();
    let rules = without_hashes(&text(&built, ".htaccess"));
    for line in [
        "ErrorDocument 404 \"/404.html\"",
        "RedirectMatch 301 \"^/old\\\\.html$\" \"/about/\"",
        "RedirectMatch 301 \"^/old/$\" \"/about/\"",
        "AddType \"text/calendar; charset=utf-8\" .ics",
    ] {
        assert!(rules.lines().any(|found| found.trim() == line), "{line} in {rules}");
    }
    assert!(rules.contains(&format!(
        "  Header always set Content-Security-Policy \"{POLICY}\" \"expr=%{{REQUEST_URI}} =~ m#^/(?:"
    )));
    assert!(built.output.iter().any(|(_, artifact)| !artifact.compressed.is_empty()));
}

#[test]
fn s3_sends_what_was_uploaded() {
    let built = folder("host: s3").build_clean();
    for weight in &built.weights.pages {
        let path = if weight.address.ends_with('/') {
            format!("{}index.html", weight.address)
        } else {
            weight.address.clone()
        };
        assert_eq!(weight.sent, page(&built, &path[1..]).len() as u64, "{path}");
    }
}

#[test]
fn servers_have_parts_of_their_configuration() {
    let site = folder("host: nginx");
    let made = support::workers().install(|| {
        let options = options(site.path());
        pipeline::make(&options, &mut Cache::default(), &ReadScope::Whole).unwrap()
    });
    let of = |host, part| server_config(&made.site, &made.output, host, part).map(|text| without_hashes(&text));
    let maps = of(Host::Nginx, ConfigPart::Http).unwrap();
    assert!(maps.contains(&format!("    \"/about/index.html\" \"{POLICY}\";\n")), "{maps}");
    assert!(
        maps.contains("    \"/old/\" \"/about/\";\n")
            && maps.contains("map $uri $firstflight_clinic_example_policy {\n")
    );
    let server = of(Host::Nginx, ConfigPart::Server).unwrap();
    assert!(server.contains("error_page 404 /404.html;\n") && server.contains("    text/calendar ics;\n"), "{server}");
    let caddy = of(Host::Caddy, ConfigPart::Server).unwrap();
    assert!(caddy.contains("redir \"/old/\" \"/about/\" 301\n"), "{caddy}");
    assert!(caddy.contains(&format!("Content-Security-Policy \"{POLICY}\"\n")), "{caddy}");
    assert_eq!((of(Host::Caddy, ConfigPart::Http), of(Host::Netlify, ConfigPart::Server)), (None, None));
}

#[test]
fn a_server_is_configured_by_a_command() {
    let site = folder("host: nginx");
    let ask = |arguments: &[&str]| {
        let site = site.path().to_str().expect("a path");
        firstflight(&[&["host-config", "--site", site], arguments].concat()).output().expect("the program runs")
    };
    let server = ask(&[]);
    assert!(server.status.success() && said(&server).is_empty(), "{}", said(&server));
    assert!(
        String::from_utf8_lossy(&server.stdout)
            .contains("add_header Content-Security-Policy $firstflight_clinic_example_policy")
    );
    assert!(String::from_utf8_lossy(&ask(&["--part", "http"]).stdout).contains("map $uri"));
    assert!(String::from_utf8_lossy(&ask(&["caddy"]).stdout).contains("precompressed br gzip"));
    site.write("content/site.yaml", &settings("host: netlify"));
    let other = ask(&[]);
    assert_eq!(other.status.code(), Some(2));
    assert!(said(&other).contains("`netlify` reads _headers and _redirects, which `build` writes"), "{}", said(&other));
    site.write("content/site.yaml", &settings("host: s3\ncsp: off"));
    assert!(said(&ask(&[])).contains("there is nothing to configure for `host: s3`"));
    site.write("content/en/about.md", "---\ntitle: A\n---\n[x](missing.md)\n");
    assert_eq!(ask(&["nginx"]).status.code(), Some(1));
}

/// What is inline in a page: the hashes that a policy must have, and whether it has anything that no hash allows.
fn inline(html: &str) -> BTreeSet<String> {
    let page = Html::parse_document(html);
    let all = |selector: &str| Selector::parse(selector).expect("a selector");
    let mut hashes = BTreeSet::new();
    for style in page.select(&all("style")) {
        let mut policy = ContentPolicy::default();
        policy.allow_element("style-src", style.text().collect::<String>().as_bytes());
        let (_, hash) = policy.meta().rsplit_once("style-src ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        hashes.insert(hash);
    }
    assert_eq!(page.select(&all("[style], [onclick], script:not([type])")).count(), 0, "{html}");
    hashes
}

#[test]
fn each_page_is_allowed_its_own_style_and_no_other() {
    for path in ["tests/sites/bulletin", "src/guide", "."] {
        let site = support::repository().join(path);
        let options = options(&site);
        let made =
            support::workers().install(|| pipeline::make(&options, &mut Cache::default(), &ReadScope::Whole)).unwrap();
        let maps = server_config(&made.site, &made.output, Host::Nginx, ConfigPart::Http).unwrap();
        let mut checked = 0;
        for (path, html, _) in made.output.pages() {
            let html = html.joined();
            let html = std::str::from_utf8(&html).unwrap();
            let base = made.site.config.base_url.as_ref().map_or("/", |base| base.path());
            let (plain, long) = (
                format!("    \"{base}{path}\" \""),
                format!("    \"~^{}$\" \"", format!("{base}{path}").replace('.', "\\.")),
            );
            let Some(line) = maps.lines().find(|line| line.starts_with(&plain) || line.starts_with(&long)) else {
                assert!(html.contains("http-equiv=refresh"), "{path} has a policy");
                continue;
            };
            let (_, policy) = line.rsplit_once("\" \"").unwrap();
            let listed: BTreeSet<String> =
                policy.split([' ', ';', '"']).filter(|word| word.starts_with("'sha256-")).map(str::to_owned).collect();
            assert_eq!(listed, inline(html), "{path}");
            assert!(!policy.contains("unsafe"), "{policy}");
            checked += 1;
        }
        assert!(checked > 4, "{path}");
    }
}

#[test]
fn a_policy_in_each_page_counts_among_its_bytes() {
    let plain = folder("host: github-pages\ncsp: off").build_clean();
    let with = folder("host: github-pages\ncsp: meta").build_clean();
    let html = page(&with, "about/index.html");
    let (before, after) = html.split_once("<meta http-equiv=content-security-policy content=\"").expect("a policy");
    assert!(before.ends_with("<meta charset=utf-8>"), "{html}");
    let (policy, rest) = after.split_once("\">").unwrap();
    assert!(
        policy.contains(&inline(&html).into_iter().next().unwrap()) && !policy.contains("frame-ancestors"),
        "{policy}"
    );
    assert_eq!(format!("{before}{rest}"), page(&plain, "about/index.html"));
    let sent = |built: &Built| built.weights.pages.iter().map(|page| page.sent).sum::<u64>();
    assert!(sent(&with) > sent(&plain) + 4 * 100, "{} {}", sent(&with), sent(&plain));
    assert!(with.output.get("_headers").is_none());
    let netlify = folder("host: netlify\ncsp: meta").build_clean();
    assert!(!text(&netlify, "_headers").contains("Content-Security-Policy"));
}

#[test]
fn the_preview_works_on_pages_with_a_policy() {
    let site = folder("host: github-pages\ncsp: meta");
    let policy = "http-equiv=content-security-policy";
    let (status, html) = Preview::of(site.path(), &[]).get("/about/");
    assert!(status == 200 && html.contains("preview.js") && !html.contains(policy), "{html}");
    let (status, html) = Preview::of(site.path(), &["--exact"]).get("/about/");
    assert!(status == 200 && html.contains(policy), "{html}");
}

#[test]
fn a_page_that_is_not_to_be_indexed_says_so_and_is_listed_all_the_same() {
    let site = folder("");
    site.write("content/en/news/index.md", "---\ntitle: News\n---\n");
    site.write("content/en/news/old.md", "---\ntitle: Old news\ndate: 2026-01-01\nnoindex: true\n---\nWords.\n");
    let built = site.build_clean();
    assert!(page(&built, "news/old/index.html").contains("<meta name=robots content=noindex>"));
    assert!(!page(&built, "news/index.html").contains("noindex"));
    assert!(page(&built, "news/index.html").contains("Old news"));
    let sitemap = text(&built, "sitemap.xml");
    assert!(sitemap.contains("/news/<") && !sitemap.contains("/news/old/"), "{sitemap}");
    assert!(text(&built, "atom.xml").contains("/news/old/"), "subscribers read it");
}

#[test]
fn a_build_that_is_not_to_be_indexed_keeps_no_one_from_reading_that() {
    let site = folder("host: netlify");
    let options = pipeline::Options { noindex: true, ..options(site.path()) };
    let built = support::workers().install(|| pipeline::build(&options)).unwrap();
    for (path, html, _) in built.output.pages() {
        let html = String::from_utf8(html.joined().into_owned()).unwrap();
        assert_eq!(html.matches("content=noindex").count(), 1, "{path}: {html}");
    }
    assert!(built.output.get("sitemap.xml").is_none());
    assert_eq!(text(&built, "robots.txt"), "User-agent: *\nDisallow:\n");
    assert!(text(&built, "_headers").contains("\n  X-Robots-Tag: noindex\n"));
}
