//! `why`, `diff` and the manifest that they read.

use std::process::Output;

use image::ImageFormat;
use serde_json::Value;

use crate::media::{encoded, photograph, put};
use crate::support::{Folder, firstflight};

fn run(arguments: &[&str]) -> Output {
    firstflight(arguments).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A site with a page that another one leads to, a statistic, a tag and a file.
fn site() -> Folder {
    let folder = Folder::new();
    folder.write(
        "content/site.yaml",
        "title: Test\nhost: nginx\nbase_url: https://example.org/x/\nlanguages: { en: { at: / } }\n",
    );
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nSee [the wells](wells.md).\n");
    folder.write(
        "content/en/wells.md",
        "---\ntitle: Wells\ndate: 2026-11-01\nexpires: 2027-01-01\naliases: [/old/]\ntags: [water]\n---\n\
         {{ stat(id=\"wells\") }} and [a list](list.txt).\n",
    );
    folder.write("content/en/list.txt", "one\ntwo\n");
    folder.write(
        "content/statistics.yaml",
        "- { id: wells, indicator: Wells, value: 12, unit: count, period: 2025, area: Here, source: survey }\n",
    );
    folder.write(
        "content/sources.yaml",
        "- { id: survey, title: Survey, publisher: Office, date: 2025, address: \"https://example.org/s\" }\n",
    );
    folder
}

fn why(folder: &Folder, address: &str) -> Value {
    let site = folder.path().to_str().unwrap();
    let output = run(&["why", address, "--site", site, "--at", "2026-11-23", "--format", "json"]);
    serde_json::from_str(&out(&output)).unwrap_or_else(|_| panic!("{address}: {}", err(&output)))
}

#[test]
fn why_names_everything_that_a_page_is_made_from() {
    let folder = site();
    for address in ["/wells/", "wells", "/wells/index.html", "https://example.org/x/wells/#a", "/x/wells/"] {
        let page = why(&folder, address);
        assert_eq!(page["kind"], "page", "{address}");
        assert_eq!(page["address"], "/wells/");
        assert_eq!(
            page["inputs"],
            serde_json::json!([
                "content/en/wells.md",
                "content/en/list.txt",
                "content/sources.yaml",
                "content/statistics.yaml"
            ])
        );
        assert!(page["templates"][0].as_str().unwrap().ends_with("page.html"), "{page}");
        assert!(page["templates"].as_array().unwrap().len() > 1, "{page}");
        assert!(page["shortcodes"][0].as_str().unwrap().ends_with("stat.html"), "{page}");
        assert_eq!(page["records"], serde_json::json!(["statistic wells"]));
        assert_eq!(page["linked_from"], serde_json::json!(["/"]));
        assert_eq!(page["dates"][1], "expires 2027-01-01: it is withheld from this day on");
        assert!(page["parts"].as_array().unwrap().iter().any(|part| part["name"] == "words"), "{page}");
        assert!(page["sent"].as_u64().unwrap() < page["size"].as_u64().unwrap());
    }
    assert_eq!(why(&folder, "/old/")["purpose"], "it leads from an old address to /wells/");
    assert_eq!(why(&folder, "/tags/water/")["purpose"], "it lists the pages with `water`");
    let file = why(&folder, "/list.txt");
    assert_eq!((&file["kind"], &file["inputs"][0]), (&"file".into(), &"content/en/list.txt".into()));
    assert_eq!(file["linked_from"][0], "/wells/");
    assert_eq!(why(&folder, "data.csv")["kind"], "made from the whole site");
    let site = folder.path().to_str().unwrap();
    let shown = out(&run(&["why", "/wells/", "--site", site, "--at", "2026-11-23"]));
    assert!(shown.starts_with("/wells/  (page, wells/index.html)\n  made from    content/en/wells.md\n"), "{shown}");
}

/// The inputs of an address; none if it has no such key.
fn inputs(folder: &Folder, address: &str) -> Vec<String> {
    let found = why(folder, address);
    let inputs = found["inputs"].as_array().into_iter().flatten();
    inputs.map(|input| input.as_str().unwrap().to_owned()).collect()
}

#[test]
fn inputs_are_all_records_that_a_page_or_its_template_shows() {
    let folder = site();
    let records = ["content/sources.yaml", "content/statistics.yaml"];
    folder.write("content/en/sources.md", "---\ntitle: Sources\ntemplate: sources\n---\nAll of them.\n");
    folder.write(
        "content/events.yaml",
        "- id: talk\n  title: Talk\n  date: 2026-12-01\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n",
    );
    folder.write("content/en/talk.md", "---\ntitle: Talk\nevent: talk\n---\nCome.\n");
    folder.write("content/en/dates.md", "---\ntitle: Dates\n---\n{{ events() }}\n");
    folder.write("content/en/plain.md", "---\ntitle: Plain\n---\nText.\n");
    folder.write("content/en/own.md", "---\ntitle: Own\ntemplate: own\n---\nText.\n");
    folder.write("content/en/some.md", "---\ntitle: Some\ntemplate: some\n---\nText.\n");
    folder.write(
        "content/site.yaml",
        "title: Test\ntheme: [local, plain]\nhost: nginx\nbase_url: https://example.org/x/\nlanguages: { en: { at: / } }\n",
    );
    let template = |body: &str| format!("{{% extends \"base.html\" %}}{{% block after %}}{body}{{% endblock after %}}");
    folder.write("themes/local/templates/own.html", &template("{{ <stat id=\"wells\" /> }}"));
    folder.write(
        "themes/local/templates/some.html",
        &template("{% for event in outline.events %}{{ event.title }}{% endfor %}{{ <pages /> }}"),
    );
    let sources = inputs(&folder, "/sources/");
    // The template of all records names the pages that show each.
    assert_eq!(
        sources,
        [&["content/en/sources.md", "content/en/own.md", "content/en/wells.md"], &records[..]].concat()
    );
    let all = why(&folder, "/sources/")["records"].clone();
    assert_eq!(all, serde_json::json!(["source survey", "statistic wells"]));
    assert_eq!(inputs(&folder, "/talk/"), ["content/en/talk.md", "content/events.yaml"]);
    assert_eq!(inputs(&folder, "/dates/"), ["content/en/dates.md", "content/events.yaml"]);
    assert_eq!(inputs(&folder, "/plain/"), ["content/en/plain.md"]);
    assert_eq!(inputs(&folder, "/own/"), [&["content/en/own.md"], &records[..]].concat());
    assert_eq!(inputs(&folder, "/some/"), ["content/en/some.md", "content/en/", "content/events.yaml"]);
    assert!(inputs(&folder, "/404.html").is_empty());
}

#[test]
fn inputs_of_lists_are_the_folder_or_the_files_of_their_pages() {
    let folder = site();
    folder.write("content/en/news/index.md", "---\ntitle: News\n---\nNews.\n");
    for number in 1..=21 {
        let few = if number < 3 { ", few" } else { "" };
        let text = format!("---\ntitle: Post {number}\ntags: [many{few}]\n---\nA post.\n");
        folder.write(&format!("content/en/news/{number}.md"), &text);
    }
    folder.write("content/en/latest.md", "---\ntitle: Latest\n---\n{{ pages(section=\"news\", limit=3) }}\n");
    assert_eq!(inputs(&folder, "/news/"), ["content/en/news/index.md", "content/en/news/"]);
    // Of the home page, the section and not what is in it.
    let home = inputs(&folder, "/");
    assert!(home.contains(&"content/en/news/index.md".to_owned()), "{home:?}");
    assert!(!home.iter().any(|input| input == "content/en/" || input == "content/en/news/1.md"), "{home:?}");
    assert_eq!(inputs(&folder, "/news/1/"), ["content/en/news/1.md"]);
    assert_eq!(inputs(&folder, "/latest/"), ["content/en/latest.md", "content/en/news/"]);
    assert_eq!(inputs(&folder, "/tags/few/"), ["content/en/news/1.md", "content/en/news/2.md"]);
    assert_eq!(inputs(&folder, "/tags/many/"), ["content/en/news/"]);
    assert_eq!(inputs(&folder, "/tags/"), ["content/en/"]);
    assert_eq!(inputs(&folder, "/old/"), ["content/en/wells.md"]);
}

#[test]
fn an_image_is_an_input_and_its_versions_name_the_pages_that_show_them() {
    let folder = site();
    put(&folder, "photo.jpg", &encoded(&photograph(900, 300), ImageFormat::Jpeg));
    folder.write("content/en/about.md", "---\ntitle: About\n---\n\n![The old well](photo.jpg)\n");
    assert_eq!(inputs(&folder, "/about/"), ["content/en/about.md", "content/en/photo.jpg"]);
    build(&folder, "public");
    let text = std::fs::read_to_string(folder.path().join(".public.firstflight/files.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let mut versions = manifest["files"].as_array().unwrap().iter();
    let version = versions.find(|file| file["path"].as_str().unwrap().ends_with(".webp")).unwrap();
    let found = why(&folder, version["address"].as_str().unwrap());
    assert_eq!(found["inputs"], serde_json::json!(["content/en/photo.jpg"]));
    assert_eq!(found["shown_on"], serde_json::json!(["/about/"]));
    let site = folder.path().to_str().unwrap();
    let shown = out(&run(&["why", version["address"].as_str().unwrap(), "--site", site, "--at", "2026-11-23"]));
    assert!(shown.contains("  shown on     /about/\n") && !shown.contains("linked from"), "{shown}");
}

#[test]
fn an_unknown_address_names_similar_ones() {
    let folder = site();
    let output = run(&["why", "/wels/", "--site", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("nothing is published at `/wels/`") && err(&output).contains("did you mean `/wells/`"),
        "{}",
        err(&output)
    );
}

fn build(folder: &Folder, out: &str) {
    let site = folder.path().to_str().unwrap();
    let target = folder.path().join(out);
    let output = run(&["build", "--site", site, "--out", target.to_str().unwrap(), "--at", "2026-11-23"]);
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn a_build_writes_a_manifest_beside_the_published_folder() {
    let folder = site();
    build(&folder, "public");
    let path = folder.path().join(".public.firstflight/files.json");
    let first = std::fs::read_to_string(&path).unwrap();
    let manifest: Value = serde_json::from_str(&first).unwrap();
    let files = manifest["files"].as_array().unwrap();
    let page = files.iter().find(|file| file["path"] == "wells/index.html").unwrap();
    assert_eq!(page["address"], "/wells/");
    assert_eq!(page["type"], "text/html; charset=utf-8");
    let encodings: Vec<&str> =
        page["encodings"].as_array().unwrap().iter().map(|form| form["encoding"].as_str().unwrap()).collect();
    assert_eq!(encodings, ["br", "gzip"]);
    let length = std::fs::metadata(folder.path().join("public/wells/index.html.br")).unwrap().len();
    assert_eq!(page["encodings"][0]["size"], length);
    assert_eq!(page["inputs"][0], "content/en/wells.md");
    assert!(!folder.path().join("public/files.json").exists());
    // The same site gives the same bytes, wherever it is.
    let other = site();
    build(&other, "www/site");
    assert_eq!(std::fs::read_to_string(other.path().join("www/.site.firstflight/files.json")).unwrap(), first);
    // What is read from the folder is the same, but for inputs and what only the build knows.
    let diff = run(&["diff", folder.path().join("public").to_str().unwrap(), path.to_str().unwrap(), "--exit-code"]);
    assert_eq!(diff.status.code(), Some(0), "{}", out(&diff));
}

#[test]
fn the_manifest_is_right_however_a_file_came_to_be_published() {
    let folder = site();
    let path = |name: &str| folder.path().join(name);
    let builds_again = |how: &str, flags: &[&str]| {
        let (site, public) = (folder.path().to_str().unwrap(), path("public"));
        let arguments = [&["build", "--site", site, "--at", "2026-11-23"], flags].concat();
        let output = run(&arguments);
        assert!(output.status.success(), "{how}: {}", err(&output));
        let manifest = path(".public.firstflight/files.json");
        let diff = run(&["diff", public.to_str().unwrap(), manifest.to_str().unwrap(), "--exit-code"]);
        assert_eq!(diff.status.code(), Some(0), "{how}: {}", out(&diff));
    };
    builds_again("all is new", &[]);
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nSee [these wells](wells.md).\n");
    builds_again("one page changed", &[]);
    folder.write("content/en/list.txt", "two\none\n");
    builds_again("a file changed, but not its length", &[]);
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nSee [those wells](wells.md).\n");
    builds_again("in place", &["--in-place"]);
    let of_earlier_version = |manifest: &str| {
        let lines = manifest.lines().map(|line| match line.splitn(3, ' ').collect::<Vec<_>>()[..] {
            [hash, sha256, rest] if hash.len() == 64 && sha256.len() == 64 => format!("{hash} {rest}\n"),
            _ => format!("{line}\n"),
        });
        lines.collect::<String>().replace("firstflight manifest 2\n", "firstflight manifest 1\n")
    };
    let manifest = path(".public.firstflight/manifest");
    let known = std::fs::read_to_string(&manifest).unwrap();
    assert_ne!(of_earlier_version(&known).len(), known.len());
    std::fs::write(&manifest, of_earlier_version(&known)).unwrap();
    builds_again("an earlier version wrote the files", &[]);
    folder.write("content/en/new.md", "---\ntitle: New\n---\nNew.\n");
    std::fs::write(&manifest, of_earlier_version(&std::fs::read_to_string(&manifest).unwrap())).unwrap();
    builds_again("an earlier version wrote some of the files", &[]);
    std::fs::remove_dir_all(path(".public.firstflight")).unwrap();
    builds_again("the state folder is lost", &["--adopt"]);
}

#[test]
fn diff_shows_files_sizes_and_words() {
    let folder = site();
    build(&folder, "before");
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nLook at [the wells](wells.md).\n");
    folder.write("content/en/new.md", "---\ntitle: New\n---\nNew.\n");
    std::fs::remove_file(folder.path().join("content/en/list.txt")).unwrap();
    folder.write("content/en/wells.md", "---\ntitle: Wells\n---\n{{ stat(id=\"wells\") }}\n");
    build(&folder, "after");
    let [before, after] = ["before", "after"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let shown = out(&run(&["diff", &before, &after]));
    assert!(shown.contains("changed  /  ") && shown.contains("         - See\n         + Look at\n"), "{shown}");
    assert!(shown.contains("added    /new/  ") && shown.contains("removed  /list.txt  8 bytes\n"), "{shown}");
    let lines = out(&run(&["diff", &before, &after, "--format", "json"]));
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = lines.last().unwrap();
    assert!(summary["added"].as_u64().unwrap() >= 1 && summary["version"] == 1, "{summary}");
    let home = lines.iter().find(|line| line["path"] == "index.html").unwrap();
    assert_eq!(home["words"], serde_json::json!([{ "old": "See", "new": "Look at" }]));
    let table = out(&run(&["diff", &before, &after, "--format", "markdown"]));
    assert!(table.starts_with("### What changes on the site\n") && table.contains("~~See~~ **Look at**"), "{table}");
    assert_eq!(run(&["diff", &before, &after, "--exit-code"]).status.code(), Some(1));
    assert_eq!(run(&["diff", &before, &before, "--exit-code"]).status.code(), Some(0));
    let output = run(&["diff", &before, "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).starts_with("error: cannot read nowhere"), "{}", err(&output));
}
