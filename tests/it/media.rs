//! Files beside pages: what pages show of images, recordings and other files, and what is found in them.

use std::io::Cursor;
use std::time::{Duration, Instant};

use firstflight::output::Body;
use firstflight::pipeline::{self, Built};
use firstflight::report::Code;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use crate::support::{Folder, build, options, page, told};

/// A photograph of a kind: soft colours with some noise, the same on every machine.
pub fn photograph(width: u32, height: u32) -> DynamicImage {
    let noise = |x: u32, y: u32| (x.wrapping_mul(73) ^ y.wrapping_mul(151)) % 23;
    let pixel = |x: u32, y: u32| Rgb([x * 200 / width + noise(x, y), y * 200 / height + noise(y, x), 90 + noise(x, x)]);
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| Rgb(pixel(x, y).0.map(|value| value as u8))))
}

pub fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn put(folder: &Folder, path: &str, bytes: &[u8]) {
    std::fs::write(folder.path().join("content/en").join(path), bytes).unwrap();
}

/// A site whose home page has this text, beside these files.
pub fn site(text: &str, files: &[(&str, &[u8])]) -> Folder {
    let folder = Folder::new();
    folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n\n{text}\n"));
    files.iter().for_each(|(path, bytes)| put(&folder, path, bytes));
    folder
}

pub fn codes(built: &Built) -> Vec<Code> {
    let unrelated = [Code::NoBaseUrl];
    let codes = built.report.findings().iter().map(|finding| finding.code);
    codes.filter(|code| !unrelated.contains(code)).collect()
}

/// The bytes of the files of the output whose paths end so.
pub fn published(built: &Built, ending: &str) -> Vec<(String, Vec<u8>)> {
    let files = built.output.iter().filter(|(path, _)| path.ends_with(ending));
    let bytes = |body: &Body| match body {
        Body::Bytes(bytes) => bytes.joined().into_owned(),
        Body::File { path, .. } => std::fs::read(path).unwrap(),
    };
    files.map(|(path, artifact)| (path.to_owned(), bytes(&artifact.body))).collect()
}

#[test]
fn an_image_alone_in_its_paragraph_is_offered_and_its_file_is_replaced() {
    let photo = encoded(&photograph(1_500, 900), ImageFormat::Jpeg);
    let built = site("![Women at a well](well.jpg \"Kilifi\")", &[("well.jpg", &photo)]).build_clean();
    assert_eq!(codes(&built), []);
    let html = page(&built, "index.html");
    assert!(html.contains("<summary>Image: Women at a well (WebP, "), "{html}");
    assert!(html.contains("<object ") && html.contains("height=384") && html.contains("width=640"), "{html}");
    assert!(html.contains("<figcaption>Kilifi</figcaption>") && !html.contains("<img"), "{html}");
    let [modern] = &published(&built, ".webp")[..] else { panic!("one WebP") };
    let [plain] = &published(&built, ".jpg")[..] else { panic!("one JPEG") };
    assert!(plain.0.starts_with("well-") && modern.0.starts_with("well-"), "{}", plain.0);
    assert!(html.contains(&modern.0) && html.contains(&plain.0));
    assert!(modern.1.len() * 2 < photo.len(), "{} of {}", modern.1.len(), photo.len());
    let weights = built.pictures.total;
    let page = built.weights.pages.iter().find(|page| page.address == "/").unwrap();
    assert_eq!((weights.offered, weights.offered_bytes, weights.sent), (1, modern.1.len() as u64, 0));
    assert_eq!(page.requests, 1);
}

#[test]
fn an_image_in_a_line_stays_a_link_with_its_size() {
    let photo = encoded(&photograph(700, 300), ImageFormat::Png);
    let text = "See ![a well](well.png \"Kilifi\") there.\n\n- ![In a list](well.png)\n\n| a |\n|---|\n| ![In a cell](well.png) |\n\n\
                [![In a link](well.png)](index.md)\n\n*![In emphasis](well.png)*\n\n![One](well.png) ![Two](well.png)";
    let built = site(text, &[("well.png", &photo)]).build_clean();
    let html = page(&built, "index.html");
    assert!(!html.contains("<details") && !html.contains("<object"), "{html}");
    for words in ["a well (", "In a list (", "In a cell (", "In emphasis (", "One (", "Two ("] {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert!(html.contains(">In a link</a>"), "{html}");
}

#[test]
fn images_are_sent_where_settings_front_matter_or_a_call_say_so() {
    let photo = encoded(&photograph(1_500, 900), ImageFormat::Jpeg);
    let folder = site("![A well](well.jpg)", &[("well.jpg", &photo)]);
    let settings = "title: Test\nlanguages: { en: { at: / } }\nbudget: { images: 1000000 }\n";
    let is_sent = |folder: &Folder| {
        let built = folder.build_clean();
        let html = page(&built, "index.html");
        let dense = published(&built, "-2x.webp");
        assert_eq!(html.contains("<img "), dense.len() == 1, "{html}");
        assert_eq!(html.contains("srcset="), html.contains(" 1280w"), "{html}");
        html.contains("loading=lazy") && html.contains("height=384") && built.pictures.total.sent == 1
    };
    assert!(!is_sent(&folder));
    folder.write("content/site.yaml", &format!("{settings}images: inline\n"));
    assert!(is_sent(&folder));
    folder.write("content/en/index.md", "---\ntitle: Home\nimages: offered\n---\n\n![A well](well.jpg)\n");
    assert!(!is_sent(&folder));
    folder.write("content/site.yaml", settings);
    folder.write("content/en/index.md", "---\ntitle: Home\nimages: inline\n---\n\n![A well](well.jpg)\n");
    assert!(is_sent(&folder));
    let call = "---\ntitle: Home\n---\n\n{{ image(src=\"well.jpg\", alt=\"A well\", show=\"inline\") }}\n";
    folder.write("content/en/index.md", call);
    assert!(is_sent(&folder));
    folder.write("content/site.yaml", "title: Test\nlanguages: { en: { at: / } }\nbudget: { images: 100 }\n");
    assert_eq!(codes(&folder.build())[..1], [Code::OverBudget]);
}

#[test]
fn a_call_needs_alternative_text_unless_it_decorates() {
    let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let codes_of = |call: &str| codes(&site(call, &[("a.svg", svg)]).build());
    assert_eq!(codes_of("{{ image(src=\"a.svg\") }}"), [Code::MissingAlt]);
    assert_eq!(codes_of("{{ image(src=\"a.svg\", decorative=true) }}"), []);
    assert_eq!(codes_of("{{ image(src=\"a.svg\", alt=\"A dot\", caption=\"a dot\") }}"), [Code::PoorAlt]);
    // Both are shown all the same.
    for call in ["{{ image(src=\"a.svg\") }}", "{{ image(src=\"a.svg\", alt=\"a.svg\") }}"] {
        assert!(page(&site(call, &[("a.svg", svg)]).build(), "index.html").contains("<object "), "{call}");
    }
    assert_eq!(codes_of("{{ image(src=\"b.svg\", alt=\"A dot\") }}"), [Code::BrokenLink]);
    assert_eq!(codes_of("{{ image(src=\"a.svg\", alt=\"A dot\", show=\"big\") }}"), [Code::WrongArgument]);
    assert_eq!(codes_of("![a.svg](a.svg)"), [Code::PoorAlt]);
    assert_eq!(codes_of("![IMG_2041.JPG](a.svg)"), [Code::PoorAlt]);
    assert_eq!(codes_of("![A dot](a.svg \"A dot\")"), [Code::PoorAlt]);
}

#[test]
fn raw_images_are_shown_as_those_of_markdown() {
    let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let text = "<img src=\"a.svg\" alt=\"A dot\" title=\"Here\">\n\nSee <img src=\"a.svg\" alt=\"another dot\"> there.\n\n\
                <div>\n<img src=\"a.svg\" alt=\"In a box\">\n</div>";
    let folder = site(text, &[("a.svg", svg)]);
    folder.write("content/site.yaml", "title: Test\nraw_html: true\nlanguages: { en: { at: / } }\n");
    let html = page(&folder.build_clean(), "index.html");
    assert!(html.contains("<summary>Image: A dot (SVG") && html.contains("<figcaption>Here</figcaption>"), "{html}");
    assert!(html.contains("<summary>Image: In a box (SVG"), "{html}");
    assert!(html.contains(">another dot (SVG") && !html.contains("<img"), "{html}");
}

#[test]
fn photographs_are_turned_and_lose_their_metadata() {
    let photo = encoded(&photograph(60, 40), ImageFormat::Jpeg);
    // Orientation 6: the camera was held upright.
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"SECRET PLACE".repeat(5_000));
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let turned = [&photo[..2], &[0xFF, 0xE1], &length, &exif, &photo[2..]].concat();
    let built = site("![A well](well.jpg)", &[("well.jpg", &turned)]).build_clean();
    let html = page(&built, "index.html");
    assert!(html.contains("width=40") && html.contains("height=60"), "{html}");
    assert!(built.output.get("well.jpg").is_none());
    for (path, bytes) in published(&built, "").iter().filter(|(path, _)| path.starts_with("well")) {
        assert!(!bytes.windows(6).any(|window| window == b"SECRET"), "{path}");
    }
    // The file itself is published where a page links to it.
    let text = "![A well](well.jpg)\n\n[The original](well.jpg)";
    assert!(site(text, &[("well.jpg", &turned)]).build_clean().output.get("well.jpg").is_some());
}

/// EXIF with a position and a model of a camera, as files hold it.
fn exif() -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0\x10\x01\x02\0\x07\0\0\0\x40\0\0\0".to_vec();
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    exif.extend(b"\x01\0\x02\0\x05\0\x01\0\0\0\x38\0\0\0\0\0\0\0\x2e\0\0\0\x01\0\0\0SECRET\0");
    exif
}

/// A file of this format with EXIF.
fn with_exif(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let (plain, exif) = (encoded(image, format), exif());
    match format {
        ImageFormat::Jpeg => {
            let length = (exif.len() as u16 + 8).to_be_bytes();
            [&plain[..2], b"\xFF\xE1", &length, b"Exif\0\0", &exif, &plain[2..]].concat()
        }
        ImageFormat::Png => {
            // After the first chunk; decoders of metadata do not compare its sum here.
            let chunk = [&b"eXIf"[..], &exif].concat();
            let sum = chunk_sum(&chunk).to_be_bytes();
            [&plain[..33], &(exif.len() as u32).to_be_bytes(), &chunk, &sum, &plain[33..]].concat()
        }
        _ => {
            let [width, height] = [image.width() - 1, image.height() - 1].map(u32::to_le_bytes);
            let odd = vec![0; exif.len() % 2];
            let chunks = [
                &b"VP8X\x0a\0\0\0\x08\0\0\0"[..],
                &width[..3],
                &height[..3],
                &plain[12..],
                b"EXIF",
                &(exif.len() as u32).to_le_bytes(),
                &exif,
                &odd,
            ];
            let chunks = chunks.concat();
            [b"RIFF", &(chunks.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &chunks].concat()
        }
    }
}

/// The sum of a chunk of a PNG.
fn chunk_sum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn photographs_that_are_published_as_they_are_are_found_and_their_position_is_not_shown() {
    let image = photograph(60, 40);
    for (name, format) in [("a.jpg", ImageFormat::Jpeg), ("a.png", ImageFormat::Png), ("a.webp", ImageFormat::WebP)] {
        let file = with_exif(&image, format);
        // Shown as an image in any form, nothing of it is published.
        for show in ["offered", "inline"] {
            for dither in [true, false] {
                let call = format!("{{{{ image(src=\"{name}\", alt=\"A well\", show=\"{show}\", dither={dither}) }}}}");
                let built = site(&call, &[(name, &file)]).build();
                assert_eq!(codes(&built), [], "{name}: {:?}", told(&built));
                for (path, bytes) in published(&built, "").iter().filter(|(path, _)| path.starts_with("a-")) {
                    let holds = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
                    assert!(!holds(b"SECRET") && !holds(b"Exif") && !holds(b"eXIf") && !holds(b"EXIF"), "{path}");
                    assert!(!holds(b"http://ns.adobe.com") && !holds(b"XMP "), "{path}");
                }
            }
        }
        let folder = site(&format!("See [the original]({name}) or [again]({name})."), &[(name, &file)]);
        let built = folder.build();
        assert_eq!(codes(&built), [Code::PhotoMetadata], "{name}: {:?}", told(&built));
        let finding = built.report.findings().iter().find(|it| it.code == Code::PhotoMetadata).unwrap();
        let expected = "would be published with the position where it was taken and the model of the camera";
        assert_eq!(finding.message, format!("`{name}` {expected}"));
        assert_eq!(finding.place.as_ref().unwrap().to_string(), "content/en/index.md:5:20");
        assert_eq!(finding.labels.len(), 1);
        assert!(!format!("{finding:?}").contains("SECRET"));
        // A file that nothing leads to is published, too.
        let built = site("Text.", &[(name, &file)]).build();
        assert_eq!(codes(&built), [Code::PhotoMetadata, Code::UnusedFile], "{name}");
        // Shown and linked.
        let built = site(&format!("![A well]({name})\n\n[The original]({name})"), &[(name, &file)]).build();
        assert_eq!(codes(&built), [Code::PhotoMetadata], "{name}");
        // Without metadata.
        let built = site(&format!("[The original]({name})"), &[(name, &encoded(&image, format))]).build();
        assert_eq!(codes(&built), [], "{name}");
        folder
            .write("content/site.yaml", "title: A\nlanguages: { en: { at: / } }\nfindings: { photo-metadata: off }\n");
        assert_eq!(codes(&folder.build()), [], "{name}");
    }
}

#[test]
fn images_are_as_wide_as_a_call_says() {
    let photo = encoded(&photograph(1_500, 900), ImageFormat::Jpeg);
    let call = |arguments: &str| format!("{{{{ image(src=\"well.jpg\", alt=\"A well\"{arguments}) }}}}");
    let build = |text: &str| site(text, &[("well.jpg", &photo)]).build();
    let built = build(&call(", width=200"));
    assert_eq!(codes(&built), [], "{:?}", told(&built));
    let html = page(&built, "index.html");
    assert!(html.contains("<object ") && html.contains("width=200") && html.contains("height=120"), "{html}");
    let size = |bytes: &[u8]| image::load_from_memory(bytes).map(|image| (image.width(), image.height())).unwrap();
    assert_eq!(size(&published(&built, ".jpg")[0].1), (200, 120));
    assert_eq!(size(&published(&built, ".webp")[0].1), (200, 120));
    // Sent with the page, for dense screens too; beside the same image in the width of the text.
    let both = format!("{}\n\n{}", call(", width=200, show=\"inline\""), call(""));
    let built = build(&both);
    assert_eq!(codes(&built), [], "{:?}", told(&built));
    let html = page(&built, "index.html");
    assert!(
        html.contains(" 200w") && html.contains(" 400w") && html.contains("(min-width:200px) 200px, 100vw"),
        "{html}"
    );
    assert!(html.contains("width=200") && html.contains("width=640"), "{html}");
    assert_eq!(size(&published(&built, "-2x.webp")[0].1), (400, 240));
    assert_eq!((built.pictures.total.sent, built.pictures.total.offered), (1, 1));
    // Side by side, in two colours, and a drawing, which has no pixels.
    let columns = format!("{{% columns() %}}\n{}\n{{% end %}}", call(", width=90"));
    assert!(page(&build(&columns), "index.html").contains("width=90"));
    let dithered = build(&call(", width=90, dither=true"));
    assert_eq!(size(&published(&dithered, ".png")[0].1), (90, 54));
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"6\"/>";
    let drawing = site("{{ image(src=\"a.svg\", alt=\"A map\", width=300) }}", &[("a.svg", svg)]).build_clean();
    let html = page(&drawing, "index.html");
    assert!(html.contains("width=300") && html.contains("height=200"), "{html}");
    for (arguments, help) in [
        (", width=0", "from 1 to 640"),
        (", width=-5", "from 1 to 640"),
        (", width=641", "at most `width=640`"),
        (", width=\"200\"", "`width=200`"),
        (", width=1.5", ""),
    ] {
        let built = build(&call(arguments));
        assert_eq!(codes(&built), [Code::WrongArgument], "{arguments}: {:?}", told(&built));
        let finding = built.report.findings().iter().find(|finding| finding.code == Code::WrongArgument).unwrap();
        assert!(finding.help.as_deref().unwrap_or("").contains(help), "{arguments}: {finding:?}");
    }
    let small = encoded(&photograph(150, 90), ImageFormat::Jpeg);
    let built = site(&call(", width=200"), &[("well.jpg", &small)]).build();
    assert_eq!(codes(&built), [Code::WrongArgument], "{:?}", told(&built));
    assert!(page(&built, "index.html").contains("width=150"), "it is shown as it is");
}

#[test]
fn transparency_stays_and_drawings_are_exact() {
    let drawing = RgbaImage::from_fn(90, 90, |x, _| if x < 45 { Rgba([0, 0, 0, 0]) } else { Rgba([255, 0, 0, 255]) });
    let drawing = DynamicImage::ImageRgba8(drawing);
    let built = site("![A flag](flag.png)", &[("flag.png", &encoded(&drawing, ImageFormat::Png))]).build_clean();
    for (path, bytes) in published(&built, ".png").into_iter().chain(published(&built, ".webp")) {
        let image = image::load_from_memory(&bytes).unwrap().into_rgba8();
        assert_eq!((image.get_pixel(3, 3).0[3], image.get_pixel(80, 3).0), (0, [255, 0, 0, 255]), "{path}");
    }
}

/// A PNG whose header promises this size, with nothing in it.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 6, 0, 0, 0]);
    let mut sum = flate2::Crc::new();
    sum.update(&chunk);
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0d".as_slice(), &chunk, &sum.sum().to_be_bytes(), b"\0\0\0\0IDAT\x35\xaf\x06\x1e"]
        .concat()
}

#[test]
fn what_is_not_an_image_is_a_finding_and_its_page_links_to_it() {
    let photo = encoded(&photograph(300, 200), ImageFormat::Jpeg);
    let png = encoded(&photograph(300, 200), ImageFormat::Png);
    let lossless = encoded(&photograph(300, 200), ImageFormat::WebP);
    let html: &[u8] = b"<!doctype html><title>Sign in</title>";
    let entity: &[u8] = b"<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>";
    let deep = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}", "<g a='/>'>".repeat(100_000));
    let cases: [(&str, &[u8], &str); 13] = [
        ("empty.jpg", b"", "it is empty"),
        ("spaces.png", b" \n \n", "it is empty"),
        ("page.jpg", html, "it is a web page"),
        ("page.svg", html, ""),
        ("report.png", b"%PDF-1.7", "it is a PDF"),
        ("cut.jpg", &photo[..photo.len() / 2], "it is cut off"),
        ("cut.png", &png[..png.len() / 2], "it is cut off"),
        ("cut.webp", &lossless[..lossless.len() / 2], ""),
        ("bomb.png", &png_of(50_000, 50_000), "it has 50,000 × 50,000 pixels"),
        ("long.png", &png_of(1_000_000, 1), "it has 1,000,000 × 1 pixels"),
        ("entity.svg", entity, ""),
        ("deep.svg", deep.as_bytes(), "its elements are nested more than 100 deep"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "its format is not read"),
    ];
    for (name, bytes, why) in cases {
        let begin = Instant::now();
        let built = site(&format!("![A well](/{name})").replace('/', ""), &[(name, bytes)]).build();
        assert!(begin.elapsed() < Duration::from_secs(10), "{name} took {:?}", begin.elapsed());
        assert_eq!(codes(&built), [Code::BadImage], "{name}: {:?}", told(&built));
        let message = &built.report.findings().iter().find(|finding| finding.code == Code::BadImage).unwrap().message;
        assert!(message.contains(why), "{name}: {message}");
        let html = page(&built, "index.html");
        assert!(html.contains(&format!("<a href={name}>A well (")), "{name}: {html}");
        assert!(built.output.get(name).is_some(), "{name} is published");
    }
}

#[test]
fn every_cut_of_an_image_is_a_page_or_a_finding() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let bytes = encoded(&photograph(40, 30), format);
        for end in (0..bytes.len()).step_by(bytes.len() / 12) {
            let built = site("![A well](well.jpg)", &[("well.jpg", &bytes[..end])]).build();
            assert!(
                codes(&built).iter().all(|code| matches!(code, Code::BadImage | Code::ImageEnding)),
                "{format:?} {end}"
            );
        }
    }
}

#[test]
fn an_image_with_another_ending_is_shown_and_said_to_be_what_it_is() {
    let photo = encoded(&photograph(30, 20), ImageFormat::Png);
    let built = site("![A well](well.jpg)", &[("well.jpg", &photo)]).build_clean();
    assert_eq!(codes(&built), [Code::ImageEnding]);
    assert!(page(&built, "index.html").contains("<details"));
}

#[test]
fn the_same_image_has_the_same_bytes_with_any_number_of_threads() {
    let folder = Folder::new();
    let mut text = "---\ntitle: Home\n---\n".to_owned();
    for number in 0..6 {
        put(&folder, &format!("p{number}.png"), &encoded(&photograph(680 + number, 90), ImageFormat::Png));
        text += &format!("\n![Well number {number}](p{number}.png)\n");
    }
    folder.write("content/en/index.md", &text);
    let with = |threads: usize| {
        let workers = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(16 << 20).build().unwrap();
        let built = workers.install(|| pipeline::build(&options(folder.path()))).unwrap();
        let mut files = published(&built, ".webp");
        files.extend(published(&built, ".jpg"));
        files.extend(published(&built, ".html"));
        files
    };
    let one = with(1);
    assert!(one.len() >= 13, "{}", one.len());
    assert!(one == with(16));
}

#[test]
fn links_to_files_say_kind_and_size_once() {
    let csv = vec![b'a'; 1_150_000];
    let text =
        "[Rows](rows.csv), [Rows (CSV)](rows.csv), [Rows (CSV, 1.2 MB)](rows.csv), [Home](index.md), [here](#x)\n\n# x";
    let html = page(&site(text, &[("rows.csv", &csv)]).build(), "index.html");
    assert!(html.contains(">Rows (CSV, 1.2\u{a0}MB)</a>, <a href=rows.csv>Rows (CSV) (1.2\u{a0}MB)</a>"), "{html}");
    assert!(
        html.contains(">Rows (CSV, 1.2 MB)</a>") && html.contains(">Home</a>") && html.contains(">here</a>"),
        "{html}"
    );
}

#[test]
fn a_recording_on_its_own_has_a_player() {
    let text = "[Interview](talk.mp3)\n\nHear [the interview](talk.mp3).";
    let html = page(&site(text, &[("talk.mp3", &[0; 2_000])]).build_clean(), "index.html");
    assert_eq!(html.matches("<audio").count(), 1, "{html}");
    assert!(
        html.contains("preload=none") && html.contains("controls") && html.contains(">Interview (MP3, 2\u{a0}KB)</a>"),
        "{html}"
    );
}

#[test]
fn files_that_nothing_leads_to_are_named_in_one_note() {
    let files: [(&str, &[u8]); 7] = [
        ("a.csv", b"1"),
        ("b.csv", b"1"),
        ("robots.txt", b"x"),
        ("favicon.ico", b"x"),
        ("hero.bin", b"x"),
        ("draft.csv", b"x"),
        ("used.csv", b"x"),
    ];
    let folder = site("[x](used.csv)", &files);
    folder.write("content/en/app/index.html", "<script src=app.js></script>").write("content/en/app/app.js", "x");
    folder.write("content/en/more.md", "---\ntitle: More\nextra: { hero: hero.bin }\n---\n\nText.\n");
    folder.write("content/en/later.md", "---\ntitle: Later\ndraft: true\n---\n\n[x](draft.csv)\n");
    let built = folder.build_clean();
    let found = built.report.findings().iter().find(|finding| finding.code == Code::UnusedFile).unwrap();
    assert_eq!(found.place.as_ref().unwrap().file().path(), "content/en/a.csv", "{:?}", told(&built));
    assert_eq!(found.labels.len(), 1, "{:?}", told(&built));
}

#[test]
fn an_edited_image_is_another_file_and_the_preview_has_the_bytes_of_a_build() {
    use firstflight::cache::{Cache, ReadScope};
    let folder = site("![A well](well.png)", &[("well.png", &encoded(&photograph(30, 20), ImageFormat::Png))]);
    let mut cache = Cache::new();
    for (width, text) in
        [(30, "![A well](well.png)"), (40, "![A well](well.png)"), (40, "x\n\n![A new well](well.png)"), (40, "x")]
    {
        put(&folder, "well.png", &encoded(&photograph(width, 20), ImageFormat::Png));
        folder.write("content/en/index.md", &format!("---\ntitle: Home\n---\n\n{text}\n"));
        let warm = pipeline::make(&options(folder.path()), &mut cache, &ReadScope::Whole).unwrap();
        let cold = build(folder.path());
        let files = |output: &firstflight::output::Output| -> Vec<(String, Option<Vec<u8>>)> {
            output
                .iter()
                .map(|(path, artifact)| (path.to_owned(), artifact.bytes().map(std::borrow::Cow::into_owned)))
                .collect()
        };
        assert!(files(&warm.output) == files(&cold.output), "{width} {text}");
    }
}
