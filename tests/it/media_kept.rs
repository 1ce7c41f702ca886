//! Images in several runs: cached images, drafts, and pages with an image that changes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use firstflight::cache::{Cache, ReadScope};
use firstflight::disk::ByteStore;
use firstflight::output::Output;
use firstflight::pipeline::{self, UnweighedSite};
use firstflight::report::Code;
use image::ImageFormat;

use crate::media::{codes, encoded, photograph, published, put, site};
use crate::serve::Preview;
use crate::support::{Folder, assert_same, firstflight, options, page, succeed, tree, workers};

fn bytes(output: &Output) -> BTreeMap<String, Option<Vec<u8>>> {
    output
        .iter()
        .map(|(path, artifact)| (path.to_owned(), artifact.bytes().map(std::borrow::Cow::into_owned)))
        .collect()
}

fn make(folder: &Folder, cache: &mut Cache) -> UnweighedSite {
    workers().install(|| pipeline::make(&options(folder.path()), cache, &ReadScope::Whole)).unwrap()
}

/// A site with photographs, one of them sent and one in two colours, and with a drawing.
fn album() -> Folder {
    let folder = Folder::new();
    for number in 0..3 {
        put(&folder, &format!("p{number}.jpg"), &encoded(&photograph(900 + number, 300), ImageFormat::Jpeg));
    }
    put(&folder, "dot.png", &encoded(&photograph(30, 20), ImageFormat::Png));
    folder.write("content/en/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    let text = "---\ntitle: Home\n---\n\n![A well](p0.jpg)\n\n{{ image(src=\"p1.jpg\", alt=\"A pump\", show=\"inline\") }}\n\n\
                {{ image(src=\"p2.jpg\", alt=\"A tank\", dither=true) }}\n\n![A dot](dot.png)\n\n![A map](map.svg)\n";
    folder.write("content/en/index.md", text);
    folder
}

#[test]
fn a_second_build_encodes_no_image() {
    let (folder, kept) = (album(), tempfile::tempdir().unwrap());
    let build = || {
        let mut cache = Cache::default();
        cache.renders.media.store = Some(Arc::new(ByteStore::new(kept.path().join("images"))));
        make(&folder, &mut cache)
    };
    let first = build();
    assert_eq!(first.pictures.encoded, 5);
    let second = build();
    assert_eq!(second.pictures.encoded, 0);
    assert!(bytes(&first.output) == bytes(&second.output));
    // Only a damaged entry is made again.
    let entry = std::fs::read_dir(kept.path().join("images")).unwrap().next().unwrap().unwrap();
    std::fs::write(entry.path(), b"cut").unwrap();
    let third = build();
    assert_eq!(third.pictures.encoded, 1);
    assert!(bytes(&first.output) == bytes(&third.output));
    // A new image is made, and the others are not.
    put(&folder, "p0.jpg", &encoded(&photograph(700, 100), ImageFormat::Jpeg));
    assert_eq!(build().pictures.encoded, 1);
}

#[test]
fn images_have_the_same_bytes_on_1_and_on_16_threads_and_from_the_cache() {
    let (folder, homes) = (album(), tempfile::tempdir().unwrap());
    let build = |jobs: &str, home: &str| {
        let out = homes.path().join(format!("out-{jobs}-{home}"));
        let arguments = ["build", "--at", "2026-11-23", "--no-sync", "--jobs", jobs, "--site"];
        let mut command = firstflight(&arguments);
        command.arg(folder.path()).arg("--out").arg(&out).env("XDG_CACHE_HOME", homes.path().join(home));
        succeed(&mut command);
        tree(&out)
    };
    let one = build("1", "a");
    assert!(one.keys().filter(|path| path.ends_with(".webp")).count() >= 4, "{:?}", one.keys());
    assert_same("16 threads", &one, &build("16", "b"));
    assert_same("a cache that another build has filled", &one, &build("16", "a"));
}

#[test]
fn drafts_are_replaced_by_what_a_build_makes_and_their_bytes_are_not_shown() {
    let folder = album();
    let cold = make(&folder, &mut Cache::default());
    assert_eq!((cold.pictures.drafts, cold.pictures.total.drafts), (0, 0));
    let mut cache = Cache::new();
    cache.renders.media.full_effort = Some(0);
    let draft = make(&folder, &mut cache);
    // The SVG is made with any effort, but counts as the others do.
    assert_eq!((draft.pictures.drafts, draft.pictures.total.drafts, draft.pictures.total.offered), (5, 5, 0));
    let html = String::from_utf8(draft.output.get("index.html").unwrap().bytes().unwrap().to_vec()).unwrap();
    assert!(html.contains("Image: A well (WebP, …)"), "{html}");
    let paths = |made: &UnweighedSite| made.output.iter().map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
    let both: Vec<String> = paths(&draft).into_iter().filter(|path| cold.output.get(path).is_some()).collect();
    assert!(both.iter().all(|path| !path.ends_with(".webp") && !path.ends_with(".jpg")), "{both:?}");
    let mut last = draft;
    for left in [3, 1, 0] {
        cache.renders.media.full_effort = Some(2);
        last = make(&folder, &mut cache);
        assert_eq!(last.pictures.drafts, left);
    }
    assert_eq!(last.pictures.total, cold.pictures.total);
    assert_eq!(last.pictures.pages, cold.pictures.pages);
    assert!(bytes(&last.output) == bytes(&cold.output));
}

#[test]
fn a_page_is_rendered_again_when_another_page_changes_how_its_image_is_encoded() {
    let folder = site("![A well](well.jpg)", &[("well.jpg", &encoded(&photograph(900, 300), ImageFormat::Jpeg))]);
    folder.write("content/en/more.md", "---\ntitle: More\n---\n\nText.\n");
    let mut cache = Cache::new();
    make(&folder, &mut cache);
    for show in ["inline", "offered", "inline"] {
        let call = format!("{{{{ image(src=\"well.jpg\", alt=\"The well\", show=\"{show}\") }}}}");
        folder.write("content/en/more.md", &format!("---\ntitle: More\n---\n\n{call}\n"));
        let warm = make(&folder, &mut cache);
        assert!(bytes(&warm.output) == bytes(&make(&folder, &mut Cache::default()).output), "{show}");
    }
}

#[test]
fn the_preview_shows_an_edited_image_and_then_the_one_that_a_build_makes() {
    let folder = site("![A well](well.png)", &[("well.png", &encoded(&photograph(90, 60), ImageFormat::Png))]);
    let cache = tempfile::tempdir().unwrap();
    let preview = Preview::with_environment(folder.path(), &[("XDG_CACHE_HOME", cache.path())]);
    for width in [90, 120] {
        put(&folder, "well.png", &encoded(&photograph(width, 60), ImageFormat::Png));
        let built = folder.build_clean();
        let [(address, webp)] = &published(&built, ".webp")[..] else { panic!("one WebP") };
        let begin = Instant::now();
        loop {
            let (_, html) = preview.get("/");
            let (_, panel) = preview.get("/_firstflight/page?path=/");
            let row = format!(
                "[\"images offered\",\"1: {} bytes\"]",
                firstflight::report::text::thousands(webp.len() as u64)
            );
            if html.contains(address.as_str()) && panel.contains(&row) {
                break;
            }
            // Until then, no other number of bytes is shown.
            assert!(!panel.contains("images offered") || !html.contains(address.as_str()), "{panel}");
            assert!(begin.elapsed() < Duration::from_secs(20), "{row}\n{html}\n{panel}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn dithered_images_are_smaller_and_drawings_are_not_dithered() {
    let photo = encoded(&photograph(1_500, 900), ImageFormat::Jpeg);
    let call = "{{ image(src=\"well.jpg\", alt=\"A well\", dither=true) }}";
    let folder = site(&format!("{call}\n\n![The same](well.jpg)"), &[("well.jpg", &photo)]);
    let built = folder.build_clean();
    assert_eq!(codes(&built), []);
    let pngs = published(&built, ".png");
    let [(_, png)] = &pngs[..] else { panic!("one PNG") };
    let image = image::load_from_memory(png).unwrap();
    assert!(image.to_luma8().pixels().all(|pixel| matches!(pixel.0[0], 0 | 255)));
    let least = published(&built, ".webp").into_iter().map(|(_, bytes)| bytes.len()).max().unwrap();
    assert!(png.len() < least, "{} of {least}", png.len());
    assert_eq!(built.pictures.total.offered, 2);
    let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let built = site("{{ image(src=\"a.svg\", alt=\"A dot\", dither=true) }}", &[("a.svg", svg)]).build();
    assert_eq!(codes(&built), [Code::WrongArgument]);
    assert!(page(&built, "index.html").contains("<object "));
}
