//! A list that would take a page over its budget continues on further pages, which link to each other.

use std::collections::BTreeSet;

use firstflight::cache::{Cache, ReadScope};
use firstflight::output::Output;
use firstflight::pipeline::{self, Built};
use firstflight::report::Code;

use super::support::{self, Folder, page, told};

/// Words that compress about as well as real ones.
const WORDS: [&str; 16] = [
    "water", "clinic", "report", "season", "village", "market", "teacher", "budget", "harvest", "bridge", "council",
    "vaccine", "radio", "border", "school", "river",
];

/// A title that no other page has.
fn title(number: usize) -> String {
    let word = |shift: usize| WORDS[(number * 7 + number / 16 * 5 + shift * (number / 3 + 1)) % WORDS.len()];
    format!("{} {} and {} {number:03}", word(1), word(2), word(3))
}

/// A site whose section `news` has `count` pages, each with the tag `all` and a tag of its own.
fn folder(count: usize) -> Folder {
    let folder = Folder::new();
    folder
        .write("content/site.yaml", "title: Test\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n")
        .write("content/en/news/index.md", "---\ntitle: News\n---\nWhat is new.\n");
    for number in 0..count {
        let title = title(number);
        let (day, month) = (number % 28 + 1, number / 28 % 12 + 1);
        folder.write(
            &format!("content/en/news/n{number}.md"),
            &format!(
                "---\ntitle: {title}\ndescription: All of the {title} in a few words.\ndate: 2025-{month:02}-{day:02}\n\
                 tags: [all, about {title}]\n---\nText.\n"
            ),
        );
    }
    folder
}

/// The pages of a list, in order, with their paths.
fn parts(built: &Built, first: &str) -> Vec<(String, String)> {
    let path =
        |part: usize| if part == 1 { format!("{first}/index.html") } else { format!("{first}/page-{part}/index.html") };
    (1..)
        .map(path)
        .take_while(|path| built.output.get(path).is_some())
        .map(|path| (path.clone(), page(built, &path)))
        .collect()
}

#[test]
fn each_entry_is_on_one_page_and_each_page_within_the_budget() {
    let count = 420;
    let built = folder(count).build_clean();
    let told: Vec<String> = told(&built).into_iter().filter(|told| told.contains("budget")).collect();
    assert!(told.is_empty(), "{told:#?}");
    for list in ["news", "tags/all", "tags"] {
        let parts = parts(&built, list);
        assert!(parts.len() >= 2, "{list}: {} parts", parts.len());
        for number in 0..count {
            let link = if list == "tags" { format!("-{number:03}/>") } else { format!("n{number}/>") };
            let on = parts.iter().filter(|(_, html)| html.contains(&link)).count();
            assert_eq!(on, 1, "{list}: {link}");
        }
        let sitemap = page(&built, "sitemap.xml");
        for (number, (path, html)) in parts.iter().enumerate() {
            let weight = built.weights.pages.iter().find(|page| page.path == *path).expect("each page is weighed");
            assert!(weight.sent <= 8_500, "{path}: {} bytes", weight.sent);
            assert!(html.contains("aria-label=\"Parts of this list\""), "{path}");
            let links = html.split("<a ").filter(|link| link.contains("aria-current=page"));
            let current: Vec<&str> = links.filter_map(|link| link.split(['>', '<']).nth(1)).collect();
            assert_eq!(current, [(number + 1).to_string()], "{path}: {html}");
            let address = path.strip_suffix("index.html").unwrap();
            assert!(sitemap.contains(&format!("<loc>https://example.org/{address}</loc>")), "{path}");
        }
        let second = &parts[1].1;
        assert!(second.contains(&format!(" (2/{})</h1>", parts.len())), "{second}");
        assert!(second.contains("<a href=../>1</a>"), "{second}");
    }
    let second = page(&built, "news/page-2/index.html");
    assert!(second.contains("<a href=../>News</a>") && !second.contains("What is new."), "{second}");
}

/// A list in a text is not cut: the finding is at the call, and its suggestion fits.
#[test]
fn a_long_list_in_a_text_is_found_with_the_limit_that_fits() {
    let folder = folder(420);
    for (call, better, elsewhere) in [
        (
            "pages(section=\"news\")",
            "pages(section=\"news\", limit=",
            ", or link to `news/index.md`, whose list continues",
        ),
        ("pages(tag=\"all\")", "pages(tag=\"all\", limit=", ", or link to `/tags/all/`, whose list continues"),
        ("pages()", "pages(limit=", " bytes"),
        ("pages(limit=419, sort=\"title\")", "pages(limit=", " bytes"),
    ] {
        let text = format!("---\ntitle: Home\n---\nAll of it:\n\n{{{{ {call} }}}}\n");
        folder.write("content/en/index.md", &text);
        let built = folder.build();
        let finding = built.report.findings().iter().find(|it| it.code == Code::OverBudget).expect(call);
        let help = finding.help.as_deref().unwrap();
        assert!(help.starts_with("add `limit=") && help.contains(elsewhere), "{help}");
        assert!(finding.place.as_ref().unwrap().to_string().ends_with("index.md:6:1"), "{finding:?}");
        let edit = finding.edit.as_ref().unwrap();
        let mut text = text;
        text.replace_range(edit.place.range().unwrap(), &edit.replacement);
        assert!(text.contains(better), "{text}");
        folder.write("content/en/index.md", &text);
        let built = folder.build();
        let weight = built.weights.pages.iter().find(|page| page.path == "index.html").unwrap();
        assert!((4_000..=8_500).contains(&weight.sent), "{call}: {} bytes", weight.sent);
    }
    // Where the text alone is too long, no limit helps.
    let words: String = (0..6_000).map(|number| format!("{} ", title(number * 31))).collect();
    folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n{words}\n\n{{{{ pages(limit=2) }}}}\n"));
    let built = folder.build();
    let finding = built.report.findings().iter().find(|it| it.code == Code::OverBudget).unwrap();
    assert_eq!(finding.help.as_deref(), Some("split the page, or shorten it"));
}

#[test]
fn short_lists_are_whole() {
    let built = folder(40).build_clean();
    assert!(built.output.get("news/page-2/index.html").is_none());
    assert!(!page(&built, "news/index.html").contains("Parts of this list"));
}

#[test]
fn a_smaller_budget_makes_more_parts() {
    let folder = folder(90);
    folder.write("content/site.yaml", "title: Test\nlanguages: { en: { at: / } }\nbudget: { page: 3000 }\n");
    let built = folder.build_clean();
    assert!(parts(&built, "news").len() > 2);
    assert!(built.weights.pages.iter().all(|page| page.sent <= 3_000), "{:#?}", told(&built));
}

#[test]
fn a_template_that_does_not_link_the_parts_gets_the_whole_list() {
    let folder = folder(420);
    folder.write("content/site.yaml", "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / } }\n").write(
        "themes/local/templates/section.html",
        "{% extends \"base.html\" %}{% block after %}{% for child in page.children %}<a href=\"{{ child.url }}\">\
             {{ child.title }}</a> {% endfor %}{% endblock after %}",
    );
    let built = folder.build();
    assert_eq!(page(&built, "news/index.html").matches("<a href=n").count(), 420);
    assert!(built.output.get("news/page-2/index.html").is_none());
    assert!(parts(&built, "tags/all").len() > 2, "the other templates do");
}

#[test]
fn a_page_at_the_address_of_a_part_is_a_clash() {
    let folder = folder(420);
    folder.write("content/en/news/page-2.md", "---\ntitle: Page two\n---\nText.\n");
    let told = told(&folder.build());
    let clash: Vec<&String> = told.iter().filter(|told| told.starts_with("address-clash")).collect();
    assert_eq!(clash.len(), 1, "{told:#?}");
    assert!(clash[0].contains("`/news/page-2/`"), "{clash:?}");
}

/// The preview shows what a build makes after edits that move the ends of parts.
#[test]
fn edits_of_titles_and_texts_move_the_ends_of_parts() {
    let folder = folder(420);
    let options = support::options(folder.path());
    let build = |cache: &mut Cache| {
        support::workers().install(|| pipeline::make(&options, cache, &ReadScope::Whole)).expect("a site").output
    };
    let mut cache = Cache::new();
    build(&mut cache);
    let mut seen = BTreeSet::new();
    let long = "A very long description that says everything twice. ".repeat(20);
    for (path, text) in [
        ("content/en/news/n7.md", format!("---\ntitle: Seven\ndescription: {long}\ndate: 2025-12-31\n---\nText.\n")),
        (
            "content/en/news/index.md",
            format!("---\ntitle: News\n---\n{}\n", "Many words about many things. ".repeat(200)),
        ),
        ("content/en/news/index.md", "---\ntitle: News\n---\nFew.\n".to_owned()),
    ] {
        std::fs::remove_file(folder.path().join(path)).expect("the file is there");
        folder.write(path, &text);
        let (warm, cold) = (build(&mut cache), build(&mut Cache::default()));
        let all = |output: &Output| output.iter().map(|(path, it)| format!("{path} {:?}", it.body)).collect::<Vec<_>>();
        assert!(all(&warm) == all(&cold), "{path}");
        let parts: Vec<String> =
            warm.iter().map(|(path, _)| path.to_owned()).filter(|it| it.contains("page-")).collect();
        assert!(parts.len() >= 4, "{parts:?}");
        assert!(seen.insert(all(&warm)), "{path}: nothing moved");
    }
}
