//! Images of a theme's own components and of calls in templates are checked, made and counted as those in the text of a page.

use std::sync::Arc;

use firstflight::cache::{Cache, ReadScope};
use firstflight::disk::ByteStore;
use firstflight::pipeline::{self, Built};
use firstflight::report::Code;
use image::ImageFormat;

use crate::media::{codes, encoded, photograph, published, put};
use crate::support::{Folder, options, page, told, workers};

const EXTENDS: &str = "{% extends \"plain/base.html\" %}";

/// A site with this text, this banner on its pages, and this component `hero`.
fn site(text: &str, block: &str, hero: &str) -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / } }\n");
    folder.write("content/en/index.md", &format!("---\ntitle: Home\nextra: {{ hero: well.jpg }}\n---\n\n{text}\n"));
    folder.write(
        "themes/local/templates/base.html",
        &format!("{EXTENDS}{{% block banner %}}{block}{{% endblock banner %}}"),
    );
    folder.write("themes/local/shortcodes/hero.html", hero);
    put(&folder, "well.jpg", &encoded(&photograph(900, 300), ImageFormat::Jpeg));
    folder
}

const HERO: &str = "{% component hero(src: string, alt: string = \"\", caption: string = \"\", show: string = \"inline\", \
                    decorative: bool = false, dither: bool = false, @image) {\"block\": true} %}<div>{{ image }}</div>{% endcomponent hero %}";

fn build(block: &str) -> Built {
    site("Text.", block, HERO).build()
}

#[test]
fn images_of_templates_are_made_and_counted() {
    for src in ["\"well.jpg\"", "\"/well.jpg\"", "{page.extra.hero}", "{\"well\" ~ \".jpg\"}"] {
        let built =
            build(&format!("{{% if page.extra.hero %}}{{{{ <image src={src} alt=\"A well\" /> }}}}{{% endif %}}"));
        assert_eq!(codes(&built), [], "{src}: {:?}", told(&built));
        let html = page(&built, "index.html");
        assert!(html.contains("<summary>Image: A well (WebP, "), "{src}: {html}");
        let [(address, bytes)] = &published(&built, ".webp")[..] else { panic!("{src}: one WebP") };
        assert!(html.contains(address.as_str()));
        let weights = built.pictures.total;
        assert_eq!((weights.offered, weights.offered_bytes), (1, bytes.len() as u64), "{src}");
        assert_eq!(built.pictures.pages["/"], weights);
        // Front matter names the file; otherwise only its versions are published, without metadata.
        assert!(built.output.get("well.jpg").is_some());
        let folder = site("Text.", "{{ <image src=\"well.jpg\" alt=\"A well\" /> }}", HERO);
        folder.write("content/en/index.md", "---\ntitle: Home\n---\n\nText.\n");
        assert!(folder.build_clean().output.get("well.jpg").is_none());
    }
}

#[test]
fn images_that_templates_send_count_against_the_budget_of_each_page() {
    let folder = site("Text.", "{{ <image src=\"well.jpg\" alt=\"A well\" show=\"inline\" /> }}", HERO);
    let settings = "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / } }\nbudget: { images: 100 }\n";
    folder.write("content/site.yaml", settings);
    let built = folder.build();
    assert_eq!(codes(&built), [Code::OverBudget], "{:?}", told(&built));
    assert!(page(&built, "index.html").contains("<img "));
    // The page for missing addresses has the same template.
    assert!(page(&built, "404.html").contains("<img "));
    // Without the version for dense screens, which a page over its budget does not have.
    assert_eq!(published(&built, "-2x.webp").len(), 0);
    folder.write("content/site.yaml", &settings.replace("images: 100", "images: 1000000"));
    assert_eq!(published(&folder.build_clean(), "-2x.webp").len(), 1);
}

#[test]
fn mistakes_of_images_in_templates_are_found_at_the_call() {
    for (call, code) in [
        ("{{ <image src=\"wel.jpg\" alt=\"A well\" /> }}", Code::BrokenLink),
        ("{{ <image src=\"\" alt=\"A well\" /> }}", Code::WrongArgument),
        ("{{ <image src=\"well.jpg\" /> }}", Code::MissingAlt),
        ("{{ <image src=\"well.jpg\" alt=\"well.jpg\" /> }}", Code::PoorAlt),
        ("{{ <image src=\"javascript:x()\" alt=\"A well\" /> }}", Code::ForbiddenScheme),
        ("{{ <image src=\"bad.jpg\" alt=\"A well\" /> }}", Code::BadImage),
        ("{{ <image src=\"map.svg\" alt=\"A map\" dither={true} /> }}", Code::WrongArgument),
        ("{{ <image src=\"well.jpg\" alt=\"A well\" width={0} /> }}", Code::WrongArgument),
        ("{{ <image src=\"well.jpg\" alt=\"A well\" width={700} /> }}", Code::WrongArgument),
        ("{{ <image src=\"dot.png\" alt=\"A dot\" width={200} /> }}", Code::WrongArgument),
    ] {
        let folder = site("Text.", call, HERO);
        put(&folder, "bad.jpg", b"%PDF-1.7");
        put(&folder, "dot.png", &encoded(&photograph(30, 20), ImageFormat::Png));
        put(&folder, "map.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
        let built = folder.build();
        let codes: Vec<Code> = codes(&built).into_iter().filter(|code| *code != Code::UnusedFile).collect();
        assert_eq!(codes, [code], "{call}: {:?}", told(&built));
    }
}

#[test]
fn an_image_of_a_template_has_the_width_that_its_call_says() {
    for show in ["offered", "inline"] {
        let built =
            build(&format!("{{{{ <image src=\"well.jpg\" alt=\"A well\" width={{120}} show=\"{show}\" /> }}}}"));
        assert_eq!(codes(&built), [], "{:?}", told(&built));
        let html = page(&built, "index.html");
        assert!(html.contains("width=120") && html.contains("height=40"), "{html}");
        assert_eq!(html.contains(" 240w"), show == "inline", "{html}");
    }
}

#[test]
fn a_preview_over_the_image_budget_renders_only_what_was_edited() {
    let folder = site("Text.", "{{ <image src=\"well.jpg\" alt=\"A well\" show=\"inline\" /> }}", HERO);
    let settings = "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / } }\nbudget: { images: 100 }\n";
    folder.write("content/site.yaml", settings);
    folder.write("content/en/more.md", "---\ntitle: More\n---\n\n![The well](well.jpg)\n");
    let mut cache = Cache::new();
    let make = |cache: &mut Cache| {
        workers().install(|| pipeline::make(&options(folder.path()), cache, &ReadScope::Whole)).unwrap()
    };
    make(&mut cache);
    for round in 0..3 {
        folder.write("content/en/more.md", &format!("---\ntitle: More\n---\n\n![The well](well.jpg) {round}.\n"));
        let (warm, cold) = (make(&mut cache), make(&mut Cache::default()));
        assert_eq!(warm.rendered, 1, "round {round}");
        let all = |made: &pipeline::UnweighedSite| -> Vec<(String, Option<Vec<u8>>)> {
            let files = made.output.iter();
            files
                .map(|(path, artifact)| (path.to_owned(), artifact.bytes().map(std::borrow::Cow::into_owned)))
                .collect()
        };
        assert!(all(&warm) == all(&cold), "round {round}");
    }
    // What was left out comes back when no page is over its budget any more.
    folder.write("content/site.yaml", &settings.replace("images: 100", "images: 1000000"));
    let warm = make(&mut cache);
    assert!(warm.output.iter().any(|(path, _)| path.ends_with("-2x.webp")));
}

#[test]
fn a_component_of_a_theme_takes_an_image_with_its_own_defaults() {
    let built = site("{{ hero(src=\"well.jpg\", alt=\"A well\") }}", "", HERO).build();
    assert_eq!(codes(&built), [], "{:?}", told(&built));
    assert!(
        page(&built, "index.html").contains("<div><figure class=picture><picture>"),
        "{}",
        page(&built, "index.html")
    );
    assert_eq!(built.pictures.total.sent, 1);
    assert_eq!(codes(&site("{{ hero(src=\"well.jpg\") }}", "", HERO).build()), [Code::MissingAlt]);
    assert_eq!(codes(&site("{{ hero(src=\"wel.jpg\", alt=\"A well\") }}", "", HERO).build()), [Code::BrokenLink]);
    let decorative = HERO.replace("decorative: bool = false", "decorative: bool = true");
    assert_eq!(codes(&site("{{ hero(src=\"well.jpg\") }}", "", &decorative).build()), []);
    // A component that calls another one.
    let outer = "{% component hero(src: string) {\"block\": true} %}{{ <image src={src} alt=\"A well\" /> }}{% endcomponent hero %}";
    let built = site("{{ hero(src=\"well.jpg\") }}", "", outer).build();
    assert_eq!(codes(&built), [], "{:?}", told(&built));
    assert!(page(&built, "index.html").contains("<object "));
}

#[test]
fn the_preview_has_the_bytes_of_a_build_whatever_templates_show() {
    let folder = site("Text.", "{{ page.title }}", HERO);
    folder.write("content/en/more.md", "---\ntitle: More\n---\n\n![The well](well.jpg)\n");
    let kept = tempfile::tempdir().unwrap();
    let mut cache = Cache::new();
    cache.renders.media.store = Some(Arc::new(ByteStore::new(kept.path().to_owned())));
    let make = |cache: &mut Cache| {
        workers().install(|| pipeline::make(&options(folder.path()), cache, &ReadScope::Whole)).unwrap()
    };
    make(&mut cache);
    let call = "{{ <image src=\"well.jpg\" alt=\"A well\" /> }}";
    for (path, text) in [
        ("themes/local/templates/base.html", format!("{EXTENDS}{{% block banner %}}{call}{{% endblock banner %}}")),
        ("content/en/index.md", "---\ntitle: Other\n---\n\nText.\n".to_owned()),
        ("content/en/more.md", "---\ntitle: More\nimages: inline\n---\n\n![The well](well.jpg)\n".to_owned()),
        ("content/en/more.md", "---\ntitle: More\n---\n\nNothing.\n".to_owned()),
        ("content/en/third.md", "---\ntitle: Third\n---\n\n[File](well.jpg)\n".to_owned()),
        ("themes/local/templates/base.html", format!("{EXTENDS}{{% block banner %}}x{{% endblock banner %}}")),
    ] {
        folder.write(path, &text);
        let (warm, cold) = (make(&mut cache), make(&mut Cache::default()));
        let all = |made: &pipeline::UnweighedSite| -> Vec<(String, Option<Vec<u8>>)> {
            let files = made.output.iter();
            files
                .map(|(path, artifact)| (path.to_owned(), artifact.bytes().map(std::borrow::Cow::into_owned)))
                .collect()
        };
        let (of_warm, of_cold) = (all(&warm), all(&cold));
        let differ = of_warm.iter().zip(&of_cold).filter(|(warm, cold)| warm != cold).map(|(warm, _)| &warm.0);
        assert!(of_warm == of_cold, "{path}: {text}: {:?}", differ.collect::<Vec<_>>());
        assert_eq!(warm.pictures.total, cold.pictures.total, "{path}: {text}");
    }
}
