//! Pages in several languages: which are translations of each other, where readers go in another language, and what search engines
//! find.

use firstflight::report::Finding;

use super::support::{Folder, page, told};

const SITE: &str = "title: { ar: موقع, en: Site, fr: Le site }\nbase_url: https://example.org/\n\
                    languages: { ar: { at: /ar/ }, en: { at: /en/ }, fr: { at: /fr/ } }\n";

/// A site in three languages, each with an address of its own: `en/guide/water.md` is translated into French under another path,
/// its folder also into Arabic.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", SITE);
    for language in ["ar", "en", "fr"] {
        folder
            .write(
                &format!("content/{language}/index.md"),
                &format!("---\ntitle: Home {language}\n---\n[a](guide/index.md)\n"),
            )
            .write(
                &format!("content/{language}/guide/index.md"),
                &format!("---\ntitle: Guide {language}\n---\nText.\n"),
            );
    }
    folder.write("content/en/guide/water.md", "---\ntitle: Water\ntags: [Water, Ada]\n---\nText.\n").write(
        "content/fr/guide/eau.md",
        "---\ntitle: Eau\ntags: [Eau, Ada]\ntranslation_of: ../../en/guide/water.md\n---\nTexte.\n",
    );
    folder
}

/// What the footer of a page has of the languages.
fn switch(html: &str) -> &str {
    let start = html.find("<ul aria-label=").expect("a list of the languages");
    let end = html[start..].find("</ul>").expect("its end");
    &html[start..start + end]
}

/// The findings with this code.
fn with_code(folder: &Folder, code: &str) -> Vec<String> {
    told(&folder.build()).into_iter().filter(|finding| finding.starts_with(code)).collect()
}

/// The only finding with this code.
fn only(folder: &Folder, code: &str) -> Finding {
    let built = folder.build();
    let mut found = built.report.findings().iter().filter(|finding| finding.code.as_str() == code);
    let first = found.next().unwrap_or_else(|| panic!("no {code}: {:#?}", told(&built))).clone();
    assert!(found.next().is_none(), "{:#?}", told(&built));
    first
}

#[test]
fn languages_lead_to_the_translation_or_to_the_nearest_page_that_has_one() {
    let built = folder().build_clean();
    let water = page(&built, "en/guide/water/index.html");
    let languages = switch(&water);
    // In the order of the settings, with the page's own.
    let at = |text: &str| languages.find(text).unwrap_or_else(|| panic!("no {text} in {languages}"));
    assert!(at("العربية") < at("English") && at("English") < at("Français"), "{languages}");
    assert!(languages.contains("<li><b>English</b><li>"), "{languages}");
    assert!(languages.contains("<a hreflang=fr href=../../../fr/guide/eau/ lang=fr>Français</a>"), "{languages}");
    let nearest = "<a hreflang=ar href=../../../ar/guide/><bdi lang=ar>العربية</bdi> (nearest page)</a>";
    assert!(languages.contains(nearest), "{languages}");
    let water = page(&built, "fr/guide/eau/index.html");
    assert!(switch(&water).contains("href=../../../en/guide/water/ lang=en>English</a>"), "{water}");
    // A section with a translation, and the page for addresses where nothing is published, which can have none.
    let section = page(&built, "en/guide/index.html");
    assert!(switch(&section).contains("href=../../ar/guide/ lang=ar>العربية</a>"), "{section}");
    assert!(switch(&page(&built, "404.html")).contains("href=/fr/ lang=fr>Français</a>"));
}

#[test]
fn pages_of_tags_lead_to_the_same_word_or_to_all_words() {
    let built = folder().build_clean();
    let ada = page(&built, "en/tags/ada/index.html");
    assert!(switch(&ada).contains("href=../../../fr/tags/ada/ lang=fr>Français</a>"), "{ada}");
    let water = page(&built, "en/tags/water/index.html");
    assert!(switch(&water).contains("href=../../../fr/tags/><bdi lang=fr>Français</bdi> (nearest page)"), "{water}");
    assert!(switch(&water).contains("href=../../../ar/><bdi lang=ar>"), "no page has a tag there: {water}");
    let all = page(&built, "en/tags/index.html");
    assert!(switch(&all).contains("href=../../fr/tags/ lang=fr>Français</a>"), "{all}");
}

#[test]
fn a_page_in_one_language_has_no_list_of_languages() {
    let folder = Folder::new();
    assert!(!page(&folder.build_clean(), "index.html").contains("hreflang"));
    folder.write(
        "content/site.yaml",
        "title: Test\nlanguages: { en: { at: / } }\nhreflang: true\nbase_url: https://example.org/\n",
    );
    let built = folder.build_clean();
    assert!(!page(&built, "index.html").contains("hreflang") && !page(&built, "sitemap.xml").contains("xhtml"));
}

#[test]
fn a_chain_of_translations_is_one_page() {
    let folder = folder();
    folder.write("content/ar/guide/maa.md", "---\ntitle: ماء\ntranslation_of: content/fr/guide/eau.md\n---\nنص.\n");
    let built = folder.build_clean();
    for (path, link) in [
        ("en/guide/water/index.html", "../../../ar/guide/maa/"),
        ("ar/guide/maa/index.html", "../../../en/guide/water/"),
        ("fr/guide/eau/index.html", "../../../ar/guide/maa/"),
    ] {
        let html = page(&built, path);
        assert!(switch(&html).contains(&format!("href={link} ")), "{path}: {html}");
    }
}

#[test]
fn what_is_not_a_translation_is_reported_with_what_to_write() {
    let eau = |of: &str| {
        let folder = folder();
        folder.write("content/fr/guide/eau.md", &format!("---\ntitle: Eau\ntranslation_of: {of}\n---\nTexte.\n"));
        folder
    };
    for (of, message, help) in [
        ("../../en/guide/watr.md", "there is no page at", Some("../../en/guide/water.md")),
        ("../../en/guide/water", "there is no page at", Some("../../en/guide/water.md")),
        ("../../en/guide", "there is no page at", Some("../../en/guide/index.md")),
        ("content/en/guide/watr.md", "there is no page at", Some("content/en/guide/water.md")),
        ("../../xx/elsewhere.md", "there is no page at", None),
        ("../../../../water.md", "there is no page at", None),
        ("eau.md", "is not a translation of itself", None),
        ("index.md", "is in the same language as this page", None),
        ("../../en/guide/index.md", "already has a translation in this language: `content/fr/guide/index.md`", None),
    ] {
        let finding = only(&eau(of), "wrong-translation");
        assert!(finding.message.contains(message), "{of}: {}", finding.message);
        assert_eq!(finding.edit.as_ref().map(|edit| edit.replacement.as_str()), help, "{of}");
        let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
        assert!(place.starts_with("content/fr/guide/eau.md:3:"), "{of}: {place}");
        assert!(finding.help.is_some(), "{of}");
    }
    // From `content/`, and to a page that is not published.
    assert_eq!(with_code(&eau("en/guide/water.md"), "wrong-translation"), [""; 0]);
    let draft = eau("../../en/guide/water.md");
    draft.write("content/en/guide/water.md", "---\ntitle: Water\ndraft: true\n---\nText.\n");
    assert_eq!(with_code(&draft, "wrong-translation"), [""; 0]);
}

#[test]
fn two_pages_cannot_be_the_same_translation() {
    let folder = folder();
    folder.write("content/fr/other.md", "---\ntitle: Autre\ntranslation_of: ../en/guide/water.md\n---\nTexte.\n");
    let finding = only(&folder, "wrong-translation");
    assert!(
        finding.message.starts_with("`content/en/guide/water.md` already has a translation"),
        "{}",
        finding.message
    );
    assert_eq!(finding.labels.len(), 1, "the other place");
    // A path that pairs a page already.
    folder
        .write("content/fr/other.md", "---\ntitle: Autre\ntranslation_of: ../en/third.md\n---\nTexte.\n")
        .write("content/en/other.md", "---\ntitle: Other\n---\nText.\n")
        .write("content/en/third.md", "---\ntitle: Third\n---\nText.\n");
    let finding = only(&folder, "wrong-translation");
    assert_eq!(
        finding.message,
        "this page is already a translation of `content/en/other.md`, so it cannot be one of `content/en/third.md`"
    );
}

#[test]
fn search_engines_find_translations_in_the_sitemap_and_by_setting_in_pages() {
    let folder = folder();
    let built = folder.build_clean();
    let sitemap = page(&built, "sitemap.xml");
    let entry = |address: &str| {
        let start =
            sitemap.find(&format!("<loc>https://example.org{address}</loc>")).unwrap_or_else(|| panic!("{address}"));
        sitemap[start..].split("</url>").next().unwrap_or_default().to_owned()
    };
    let link = |lang: &str, address: &str| {
        format!("<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"https://example.org{address}\"/>")
    };
    let water = entry("/en/guide/water/");
    assert!(water.ends_with(&(link("en", "/en/guide/water/") + &link("fr", "/fr/guide/eau/"))), "{water}");
    let home = link("ar", "/ar/") + &link("en", "/en/") + &link("fr", "/fr/") + &link("x-default", "/");
    for address in ["/fr/", "/"] {
        assert!(entry(address).ends_with(&home), "{}", entry(address));
    }
    assert!(!entry("/fr/tags/eau/").contains("xhtml"), "it has no translation");
    assert!(!page(&built, "en/guide/water/index.html").contains("alternate"));

    folder.write("content/site.yaml", &format!("{SITE}hreflang: true\n"));
    let water = page(&folder.build_clean(), "en/guide/water/index.html");
    assert!(water.contains("href=https://example.org/fr/guide/eau/") && water.contains("rel=alternate"), "{water}");
    // The language at the root is that of readers of others.
    folder.write("content/site.yaml", &SITE.replace("at: /en/", "at: /"));
    let sitemap = page(&folder.build_clean(), "sitemap.xml");
    assert!(sitemap.contains(&link("x-default", "/guide/water/")), "{sitemap}");
    folder.write(
        "content/site.yaml",
        &format!("{}hreflang: true\n", SITE.replace("base_url: https://example.org/\n", "")),
    );
    let found = with_code(&folder, "no-base-url");
    assert!(found.iter().any(|finding| finding.contains("`hreflang` needs `base_url`")), "{found:?}");
}

#[test]
fn readers_choose_a_language_where_none_is_at_the_root() {
    let folder = folder();
    let built = folder.build_clean();
    let root = page(&built, "index.html");
    for part in [
        "<a dir=rtl hreflang=ar href=ar/ lang=ar>العربية</a>",
        "<a dir=ltr hreflang=fr href=fr/ lang=fr>Français</a>",
        "<span dir=ltr lang=fr>Le site</span>",
        "<title>موقع – Site – Le site</title>",
    ] {
        assert!(root.contains(part), "no {part} in {root}");
    }
    assert!(!root.contains("<script") && built.weights.pages.iter().any(|page| page.address == "/" && page.sent > 0));
    // A file of a theme takes its place; a language at the root has its home page there.
    folder.write("content/site.yaml", &format!("{SITE}theme: [local, plain]\n"));
    folder.write("themes/local/static/index.html", "<!doctype html><title>Own</title>");
    assert!(page(&folder.build_clean(), "index.html").contains("Own"));
    folder.write("content/site.yaml", &SITE.replace("at: /en/", "at: /"));
    assert!(page(&folder.build_clean(), "index.html").contains("Home en"));
}

#[test]
fn ids_that_editors_chose_are_the_same_in_all_translations() {
    let folder = folder();
    folder
        .write("content/en/guide/water.md", "---\ntitle: Water\n---\n\n## Aims {#aims}\n\nText.\n\n## Costs\n\nText.\n")
        .write(
            "content/fr/guide/eau.md",
            "---\ntitle: Eau\ntranslation_of: ../../en/guide/water.md\n---\n\n## Buts\n\nTexte.\n\n## Frais\n\nTexte.\n",
        );
    let finding = only(&folder, "different-ids");
    assert!(finding.message.ends_with("`content/en/guide/water.md`: `#aims`"), "{}", finding.message);
    assert!(finding.place.as_ref().is_some_and(|place| place.to_string().starts_with("content/fr/guide/eau.md:6:")));
    assert_eq!(finding.labels.len(), 1, "the heading of the other page");
    assert_eq!(finding.edit.map(|edit| edit.replacement).as_deref(), Some(" {#aims}"));
    folder.write(
        "content/fr/guide/eau.md",
        "---\ntitle: Eau\ntranslation_of: ../../en/guide/water.md\n---\n\n## Buts {#aims}\n\nTexte.\n",
    );
    assert_eq!(with_code(&folder, "different-ids"), [""; 0]);
}

#[test]
fn templates_see_the_translations_of_each_page() {
    let folder = folder();
    folder
        .write("content/site.yaml", &format!("{SITE}theme: [local, plain]\n"))
        .write(
            "themes/local/templates/page.html",
            "<!doctype html><html lang=\"{{ page.lang }}\"><title>{{ page.title }}</title><h1>x</h1>\
             {% for other in outline.pages %}{% for it in other.translations %}<p>{{ other.address }} {{ it.lang }} {{ it.address }} \
             {{ it.title }}</p>{% endfor %}{% endfor %}</html>",
        );
    let water = page(&folder.build_clean(), "en/guide/water/index.html");
    for line in
        ["/en/guide/water/ fr /fr/guide/eau/ Eau", "/fr/guide/eau/ en /en/guide/water/ Water", "/ar/ fr /fr/ Home fr"]
    {
        assert!(water.contains(line), "no {line} in {water}");
    }
}

#[test]
fn each_language_has_its_page_for_missing_addresses() {
    let folder = folder();
    folder.write("content/site.yaml", &format!("{SITE}host: netlify\n"));
    let built = folder.build_clean();
    assert!(page(&built, "fr/404.html").contains("lang=fr"));
    let redirects = page(&built, "_redirects");
    assert!(redirects.contains("\n/fr/* /fr/404.html 404\n") && !redirects.contains("301"), "{redirects}");
    folder.write("content/site.yaml", &format!("{SITE}host: apache\n"));
    let rules = page(&folder.build_clean(), ".htaccess");
    assert!(rules.contains("ErrorDocument 404 \"/404.html\"\n"), "{rules}");
    assert!(rules.contains("m#^/fr/#\">\n  ErrorDocument 404 \"/fr/404.html\""), "{rules}");
}

#[test]
fn calendars_and_tables_are_in_each_language_that_has_texts() {
    let folder = folder();
    folder
        .write("content/sources.yaml", "- id: s\n  title: { ar: مصدر, en: A source, fr: Une source }\n")
        .write(
            "content/statistics.yaml",
            "- id: n\n  value: 37\n  unit: count\n  of: { en: wells, fr: puits }\n  period: \"2019\"\n  source: s\n",
        )
        .write(
            "content/events.yaml",
            "- id: talk\n  title: { en: A talk, fr: Un exposé }\n  date: 2026-12-01\n  start: \"10:00\"\n  end: \"11:00\"\n  \
             zone: Europe/Paris\n  place: { en: London, fr: Londres }\n",
        )
        .write("content/en/talk.md", "---\ntitle: Talk\nevent: talk\n---\nText.\n")
        .write("content/fr/talk.md", "---\ntitle: Exposé\nevent: talk\n---\nTexte.\n");
    let built = folder.build_clean();
    let french = page(&built, "fr/events/talk.ics");
    assert!(french.contains("SUMMARY:Un exposé") && french.contains("LOCATION:Londres"), "{french}");
    assert!(french.contains("URL:https://example.org/fr/talk/"), "{french}");
    let uid = |calendar: &str| calendar.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
    assert_eq!(uid(&french), uid(&page(&built, "events/talk.ics")), "it is one event");
    assert!(page(&built, "fr/events/talk.jsonld").contains("Un exposé"));
    assert!(page(&built, "fr/talk/index.html").contains("href=../events/talk.ics"));
    let english = page(&built, "en/events/talk.ics");
    assert!(english.contains("SUMMARY:A talk") && built.output.get("ar/events/talk.ics").is_none(), "{english}");
    assert!(page(&built, "fr/data.csv").contains(",puits,") && page(&built, "en/data.csv").contains(",wells,"));
    assert!(built.output.get("ar/data.csv").is_none() && built.output.get("data.csv").is_some());
}

#[test]
fn a_menu_names_a_page_once_for_all_its_translations() {
    let folder = folder();
    folder.write("content/site.yaml", &format!("{SITE}menu: [guide/water.md]\n"));
    let built = folder.build_clean();
    assert!(page(&built, "fr/index.html").contains("<a href=guide/eau/>Eau</a>"));
    assert!(page(&built, "en/index.html").contains("<a href=guide/water/>Water</a>"));
    assert!(!page(&built, "ar/index.html").contains("water"), "it has no translation there");
}
