//! Tags and other taxonomies: words of front matter gather pages, each with a page and a feed of its own.

use super::support::{Folder, page, told};

const SITE: &str = "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\n\
                    languages: { en: { at: / }, fr: { at: /fr/ } }\n\
                    taxonomies: { topics: { title: { en: Topics, fr: Sujets } } }\n";

/// A site in two languages, whose pages have tags and topics.
fn folder() -> Folder {
    let folder = Folder::new();
    let french = std::fs::read_to_string("tests/sites/bulletin/themes/local/strings/fr.yaml").unwrap();
    folder
        .write("content/site.yaml", SITE)
        .write("themes/local/strings/fr.yaml", &french)
        .write("content/fr/index.md", "---\ntitle: Accueil\ntags: [eau]\n---\nBonjour.\n")
        .write("content/en/one.md", "---\ntitle: One\ndate: 2026-01-01\ntags: [Clean water, health]\n---\nOne.\n")
        .write(
            "content/en/two.md",
            "---\ntitle: Two\ndate: 2026-02-01\ndescription: Of two.\nauthors: [Ada, Bo]\ntags: [Clean water]\ntopics: Law\n---\nTwo.\n",
        );
    folder
}

#[test]
fn each_tag_has_a_page_and_a_feed_and_all_have_one_page_in_each_language() {
    let built = folder().build_clean();
    let water = page(&built, "tags/clean-water/index.html");
    assert!(water.contains("<h1>Clean water</h1>") && water.contains("<a href=../>Tags</a>"), "{water}");
    let (two, one) = (water.find("href=../../two/").unwrap(), water.find("href=../../one/").unwrap());
    assert!(two < one && water.contains("Of two."), "the newest is the first: {water}");
    assert!(water.contains("href=atom.xml"), "{water}");
    let all = page(&built, "tags/index.html");
    assert!(all.contains("<h1>Tags</h1>"), "{all}");
    assert!(all.contains("<a href=clean-water/>Clean water</a> (2)") && all.contains(">health</a> (1)"), "{all}");
    assert!(!all.contains("eau"), "{all}");
    assert!(page(&built, "fr/tags/index.html").contains("<h1>Mots-clés</h1>"));
    assert!(page(&built, "fr/tags/eau/index.html").contains(">Accueil</a>"));
    assert!(page(&built, "topics/index.html").contains("<h1>Topics</h1>"));
    assert!(page(&built, "topics/law/index.html").contains("href=../../two/"));
    let feed = page(&built, "tags/clean-water/atom.xml");
    assert!(
        feed.contains("<title>Clean water – Test</title>") && feed.contains("example.org/tags/clean-water/"),
        "{feed}"
    );
    assert!(feed.contains("<author><name>Ada</name></author>\n<author><name>Bo</name></author>"), "{feed}");
    assert!(built.output.get("fr/tags/eau/atom.xml").is_none(), "no page has a date");
    let sitemap = page(&built, "sitemap.xml");
    for address in ["/tags/", "/tags/health/", "/topics/law/", "/fr/tags/eau/"] {
        assert!(sitemap.contains(&format!("<loc>https://example.org{address}</loc>")), "{address}: {sitemap}");
        assert!(built.weights.pages.iter().any(|page| page.address == address && page.sent > 0), "{address}");
    }
}

#[test]
fn a_page_shows_its_authors_and_its_tags_as_links() {
    let built = folder().build_clean();
    let two = page(&built, "two/index.html");
    assert!(two.contains("by Ada and Bo"), "{two}");
    assert!(two.contains("<a href=../tags/>Tags</a>: <a href=../tags/clean-water/>Clean water</a>"), "{two}");
    assert!(two.contains("<a href=../topics/>Topics</a>: <a href=../topics/law/>Law</a>"), "{two}");
    assert!(!page(&built, "index.html").contains("tags"), "a page without tags says nothing of them");
}

#[test]
fn text_links_to_the_page_of_a_tag() {
    let folder = folder();
    let links = "[a](/tags/clean-water/) [b](tags/health/) [c](/topics/) [d](/tags/nothing/)";
    folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{links}\n"));
    let built = folder.build();
    let told = told(&built);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("root-link content/en/index.md:4:"), "{told:#?}");
}

#[test]
fn a_page_of_the_site_takes_the_place_of_a_generated_one() {
    let folder = folder();
    folder.write("content/en/tags/index.md", "---\ntitle: All words\n---\nOurs.\n");
    folder.write("content/en/tags/health.md", "---\ntitle: Health\n---\nOurs.\n");
    let built = folder.build_clean();
    assert!(page(&built, "tags/index.html").contains("All words"));
    assert!(page(&built, "tags/health/index.html").contains("Ours."));
    assert!(page(&built, "tags/clean-water/index.html").contains(">Two</a>"));
}

#[test]
fn addresses_of_tags_are_claimed() {
    let clash = |path: &str, text: &str, expected: &str| {
        let folder = folder();
        folder.write(path, text);
        let told = told(&folder.build());
        assert!(told.iter().any(|line| line.starts_with("address-clash") && line.contains(expected)), "{told:#?}");
    };
    clash(
        "content/en/three.md",
        "---\ntitle: T\naliases: [/tags/health/]\n---\nT.\n",
        "`/tags/health/` is already taken",
    );
    clash("content/en/tags", "A file.\n", "`/tags/` needs a folder");
    clash(
        "content/en/three.md",
        "---\ntitle: T\ntags: [\"health!\"]\n---\nT.\n",
        "have the same address `/tags/health/`",
    );
}

#[test]
fn words_that_differ_only_in_case_or_accents_are_found_and_the_more_frequent_one_is_written() {
    let folder = folder();
    folder.write("content/en/three.md", "---\ntitle: Three\ntags: [clean water, Café]\n---\nT.\n");
    folder.write("content/en/four.md", "---\ntitle: Four\ntags: [cafe, \"health\", health]\n---\nT.\n");
    let built = folder.build();
    assert_eq!(
        told(&built),
        [
            "tag-variant content/en/four.md:3:24: `health` is given twice",
            "tag-variant content/en/three.md:3:8: `clean water` differs from `Clean water` only in case",
            "tag-variant content/en/three.md:3:21: `Café` differs from `cafe` only in accents",
        ]
    );
    let edit = |number: usize| {
        let edit = built.report.findings()[number].edit.as_ref().unwrap();
        (
            edit.place.file().text()[edit.place.range().unwrap()].to_owned(),
            edit.replacement.clone(),
            edit.certainty.name(),
        )
    };
    assert_eq!(edit(0), (", health".to_owned(), String::new(), "certain"));
    assert_eq!(edit(1), ("clean water".to_owned(), "Clean water".to_owned(), "certain"));
    assert_eq!(edit(2), ("Café".to_owned(), "cafe".to_owned(), "suggested"));
    let water = page(&built, "tags/clean-water/index.html");
    assert!(water.contains("<h1>Clean water</h1>") && water.contains(">Three</a>"), "{water}");
    assert!(built.output.get("tags/café/index.html").is_some() && built.output.get("tags/cafe/index.html").is_some());
}

#[test]
fn invalid_words_and_undeclared_taxonomies_are_found() {
    let folder = folder();
    folder.write(
        "content/en/three.md",
        "---\ntitle: T\ntags: [\"\", \"+++\", [a]]\nauthors: { a: b }\nregions: [North]\n---\nT.\n",
    );
    let built = folder.build();
    let told = told(&built);
    for expected in [
        "invalid-value content/en/three.md:3:8: a text of `tags` is empty",
        "invalid-value content/en/three.md:3:12: `+++` has no letters and digits",
        "wrong-type content/en/three.md:3:19:",
        "wrong-type content/en/three.md:4:",
        "unknown-key content/en/three.md:5:1: unknown key `regions`",
    ] {
        assert!(told.iter().any(|line| line.starts_with(expected)), "{expected}: {told:#?}");
    }
    assert_eq!(told.len(), 5, "{told:#?}");
    let help = built.report.findings().iter().find(|finding| finding.message.contains("regions")).unwrap().help.clone();
    assert!(help.unwrap().contains("`taxonomies: { regions: { title: … } }` in content/site.yaml"));
    // Where the settings cannot be read, nothing is said of the key.
    folder.write("content/site.yaml", &SITE.replace("taxonomies", "taxonomie"));
    let told: Vec<String> = super::tags::told(&folder.build());
    assert!(!told.iter().any(|line| line.contains("regions") || line.contains("topics")), "{told:#?}");
}

#[test]
fn the_title_of_a_taxonomy_may_be_missing_in_a_language() {
    let folder = folder();
    folder.write("content/site.yaml", &SITE.replace(", fr: Sujets", ""));
    let told = told(&folder.build());
    assert_eq!(told, ["missing-translation content/site.yaml:5:32: `title` has no text in `fr`"]);
}

#[test]
fn a_theme_without_the_template_is_a_finding_only_where_pages_have_tags() {
    let folder = Folder::new();
    let page = "<!doctype html><title>{{ page.title }}</title>{{ page.content }}";
    folder
        .write("content/site.yaml", "title: Test\ntheme: mine\nlanguages: { en: { at: / } }\n")
        .write("themes/mine/templates/page.html", page)
        .write("themes/mine/strings/en.yaml", "menu: Menu\n");
    let count =
        |folder: &Folder| told(&folder.build()).iter().filter(|line| line.starts_with("missing-template")).count();
    assert_eq!(count(&folder), 0);
    folder.write("content/en/index.md", "---\ntitle: Home\ntags: [a]\n---\nHome.\n");
    assert_eq!(count(&folder), 2);
}

#[test]
fn a_page_is_linked_if_a_tag_or_a_list_leads_to_it() {
    let unlinked = |home: &str| {
        let folder = Folder::new();
        let pages: String = (0..9).map(|n| format!("[{n}](p{n}.md) ")).collect();
        folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{pages}\n\n{home}\n"));
        folder.write("content/en/p0.md", "---\ntitle: P\ntags: [a]\n---\nP.\n");
        for n in 1..9 {
            folder.write(&format!("content/en/p{n}.md"), "---\ntitle: P\n---\nP.\n");
        }
        folder.write("content/en/by-tag.md", "---\ntitle: By tag\ntags: [a]\n---\nP.\n");
        folder.write("content/en/dated.md", "---\ntitle: Dated\ndate: 2026-01-01\n---\nP.\n");
        told(&folder.build()).into_iter().filter(|line| line.starts_with("unlinked-page")).collect::<Vec<_>>()
    };
    let found = unlinked("Words.");
    assert!(found.len() == 1 && found[0].contains("dated.md"), "{found:?}");
    assert_eq!(unlinked("{{ pages(limit=1) }}"), Vec::<String>::new());
}

#[test]
fn a_page_of_sources_is_linked_if_a_figure_leads_to_it() {
    let unlinked = |text: &str| {
        let folder = Folder::new();
        let record = "- { id: a, value: 5, unit: count, of: clinics, area: Hills, period: \"2025\", source: r }\n";
        folder.write("content/statistics.yaml", record);
        folder.write("content/sources.yaml", "- { id: r, title: R }\n");
        let pages: String = (0..9).map(|n| format!("[{n}](p{n}.md) ")).collect();
        folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{pages}\n\n{text}\n"));
        for n in 0..9 {
            folder.write(&format!("content/en/p{n}.md"), "---\ntitle: P\n---\nP.\n");
        }
        folder.write("content/en/sources.md", "---\ntitle: Sources\ntemplate: sources\n---\nThese.\n");
        told(&folder.build()).into_iter().filter(|line| line.starts_with("unlinked-page")).count()
    };
    assert_eq!(unlinked("Words."), 1);
    assert_eq!(unlinked("{{ stat(id=\"a\") }}"), 0);
}
