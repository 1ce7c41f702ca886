//! The README and the program agree: the README lists exactly the keys, names and values that the program knows, its
//! command lines can be typed, and its examples show what the program prints.

use std::collections::BTreeSet;

use firstflight::report::Code;

use crate::site_test::SiteTest;
use crate::support::{Folder, firstflight, page, repository};

const README: &str = include_str!("../../README.md");
const CONTRIBUTING: &str = include_str!("../../.github/CONTRIBUTING.md");

type Names = BTreeSet<String>;

fn names<T: ToString>(names: impl IntoIterator<Item = T>) -> Names {
    names.into_iter().map(|name| name.to_string()).collect()
}

/// The text below a heading of the README, up to the next of its kind.
fn section(title: &str) -> &'static str {
    let (_, text) = README.split_once(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("no section {title}"));
    text.split_once("\n## ").map_or(text, |(text, _)| text)
}

/// The text between two others, which are both there.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("`{before}` is missing in:\n{text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("`{after}` is missing in:\n{rest}")).0
}

/// The quotes in back-ticks.
fn quotes(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The name that a quote begins with: `draft` of `draft: true`, `stat` of `stat(id)`.
fn first_name(quote: &str) -> &str {
    quote.split([' ', ':', '(', '{']).next().unwrap_or(quote)
}

/// The cells of the rows of the table with this head.
fn table(text: &'static str, head: &str) -> Vec<Vec<&'static str>> {
    let (_, rest) = text.split_once(&format!("{head}\n")).unwrap_or_else(|| panic!("no table {head}"));
    let rows = rest.lines().skip(1).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// The names in the first cells of a table.
fn keys(text: &'static str, head: &str) -> Names {
    names(table(text, head).iter().flat_map(|row| quotes(row[0])).map(first_name))
}

/// The code block that holds a text, without its fences.
fn block(text: &'static str, needle: &str) -> &'static str {
    let mut blocks = text.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').expect("a language").1);
    blocks.find(|block| block.contains(needle)).unwrap_or_else(|| panic!("no block with {needle}"))
}

/// The names that a finding of this site lists after `before`, to the end of its line.
fn listed(site: &SiteTest, before: &str) -> Names {
    let drawn = site.build().drawn;
    let list = between(&drawn, before, "\n");
    names(list.trim_end_matches('.').split(", ").map(|name| name.trim_matches('`')))
}

/// The keys that the program knows where `path` holds the unknown key of `text`.
fn known_keys(path: &str, text: &str) -> Names {
    listed(&SiteTest::new().file(path, text), "known keys: ")
}

#[test]
fn keys_of_front_matter_and_settings() {
    let pages = section("Write a page");
    let front = known_keys("content/en/a.md", "---\ntitle: A\nqqqqqq: 1\n---\n");
    assert_eq!(keys(pages, "| key | meaning |"), front);
    let settings = known_keys("content/site.yaml", "title: A\nlanguages: { en: { at: / } }\nqqqqqq: 1\n");
    assert_eq!(keys(pages, "| key | meaning | default |"), settings);
}

#[test]
fn defaults_of_settings() {
    let minimal = "title: Test\nlanguages: { en: { at: / } }\n";
    let output = |settings: &str| {
        let folder = Folder::new();
        folder.write("content/site.yaml", settings);
        folder.write("content/en/a.md", "---\ntitle: A\n---\n\"Quotes\" -- and <b>HTML</b>.\n");
        let built = folder.build_clean();
        let files: Vec<String> = built.output.iter().map(|(path, _)| path.to_owned()).collect();
        files.into_iter().map(|path| (page(&built, &path), path)).collect::<Vec<_>>()
    };
    let expected = output(minimal);
    for row in table(section("Write a page"), "| key | meaning | default |") {
        let (key, default) = (quotes(row[0])[0], row[2].trim_matches('`'));
        match (key, default) {
            ("title" | "languages", default) => assert_eq!(default, "", "{key} is required"),
            (_, "none") => {}
            ("budget", default) => assert!(expected == output(&format!("{minimal}budget: {{ page: {default} }}\n"))),
            _ => assert!(expected == output(&format!("{minimal}{key}: {default}\n")), "{key}: {default}"),
        }
    }
    for (key, drawn) in [("title", "languages: { en: { at: / } }\n"), ("languages", "title: Test\n")] {
        let outcome = SiteTest::new().file("content/site.yaml", drawn).build();
        assert!(outcome.drawn.contains(&format!("`{key}` is missing")), "{}", outcome.drawn);
    }
}

/// Checks that a section names every key of a kind of record, in its example or in its text, and which are required.
fn records(section: &'static str, example: &'static str, path: &str, required: &Names) {
    let known = known_keys(path, "- id: a\n  qqqqqq: 1\n");
    let in_example = example.lines().map(|line| line.trim_start_matches([' ', '-'])).filter_map(|line| {
        let (key, _) = line.split_once(':')?;
        Some(key.to_owned())
    });
    let in_example = names(in_example);
    assert!(in_example.is_subset(&known), "{path}: {in_example:?}\n{known:?}");
    let comments = names(example.lines().filter_map(|line| line.split_once('#')).flat_map(|(_, comment)| {
        comment.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect::<Vec<_>>()
    }));
    let in_text = names(quotes(section).into_iter().map(first_name));
    let missing: Vec<_> = known
        .iter()
        .filter(|key| ![&in_example, &comments, &in_text].iter().any(|names| names.contains(*key)))
        .collect();
    assert!(missing.is_empty(), "{path}: the README does not name {missing:?}");
    let drawn = SiteTest::new().file(path, "- note: x\n").build().drawn;
    let needed = names(drawn.lines().filter(|line| line.contains(" is missing in ")).map(|line| quotes(line)[0]));
    assert_eq!(&needed, required, "{path}");
}

#[test]
fn keys_of_records() {
    let statistics = section("Write a statistic");
    let required = names(quotes(between(statistics, "Required are ", ".")));
    records(statistics, block(statistics, "- id:"), "content/statistics.yaml", &required);
    let sources = between(statistics, "A record in `content/sources.yaml` has ", ".\n");
    let (required, _) = sources.split_once("may have").expect("what is not required");
    records(sources, "", "content/sources.yaml", &names(quotes(required)));
    let events = section("Write an event");
    let required = names(quotes(between(events, "Required are ", ".")));
    records(events, block(events, "- id:"), "content/events.yaml", &required);
}

#[test]
fn values_of_records_and_settings() {
    let statistics = section("Write a statistic");
    let with = |line: &str| SiteTest::new().file("content/statistics.yaml", &format!("- id: a\n  {line}\n"));
    let mut units = listed(&with("unit: qqqqqq"), "write one of: ");
    assert!(units.remove("or a currency code such as USD"), "{units:?}");
    assert_eq!(names(quotes(between(statistics, "The units are ", "and codes of currencies"))), units);
    let statuses = listed(&with("status: qqqqqq"), "write one of: ");
    let (own, others) = between(block(statistics, "- id:"), "status: ", "\n").split_once("# or ").expect("a comment");
    assert_eq!(names(others.split(", ").chain([own]).map(str::trim)), statuses);

    let settings = |line: &str| {
        let text = format!("title: A\nlanguages: {{ en: {{ at: / }} }}\n{line}\n");
        SiteTest::new().file("content/site.yaml", &text)
    };
    let hosts = listed(&settings("host: qqqqqq"), "write one of ");
    assert_eq!(keys(section("Hosts"), "| `host` | a page is sent as | files beside each page | to configure |"), hosts);
    let levels = listed(&settings("findings: { loose-number: qqqqqq }"), "write one of ");
    let quoted = between(section("Write a page"), "the levels are ", ".").replace(" and ", ", ");
    assert_eq!(names(quotes(&quoted)), levels);
}

#[test]
fn shortcodes_and_their_arguments() {
    let calls = table(section("Write a statistic"), "| call | shows | bytes |");
    let bodies = table(section("Write a page"), "| call | shows |");
    let calls: Vec<&str> = calls.iter().chain(&bodies).map(|row| quotes(row[0])[0]).collect();
    let on_page =
        |call: &str| SiteTest::new().file("content/en/a.md", &format!("---\ntitle: A\n---\n\n{{{{ {call} }}}}\n"));
    let shortcodes = listed(&on_page("qqqqqq()"), "the theme has ");
    assert_eq!(names(calls.iter().copied().map(first_name)), shortcodes);
    for shortcode in shortcodes {
        let of_this = calls.iter().filter(|call| first_name(call) == shortcode);
        let arguments = of_this.flat_map(|call| between(call, "(", ")").split(", "));
        let arguments = names(arguments.map(|argument| argument.split('=').next().unwrap_or(argument)));
        let arguments = if arguments.contains("") { names(["no arguments"]) } else { arguments };
        let known = listed(&on_page(&format!("{shortcode}(qqqqqq=1)")), &format!("`{shortcode}` takes "));
        assert_eq!(arguments, known, "{shortcode}");
    }
    let kinds = listed(&on_page("box(kind=\"qqqqqq\")"), "write one of ");
    let row = bodies.iter().find(|row| first_name(quotes(row[0])[0]) == "box").expect("a row");
    assert_eq!(names(quotes(row[1])), kinds);
    let values = listed(&on_page("stat(as=\"qqqqqq\")"), "write one of ");
    let quoted = calls.iter().filter_map(|call| call.split_once("as=\"")).map(|(_, value)| between(value, "", "\""));
    assert_eq!(names(quoted.chain(["text"])), values, "without `as`, a number is shown as text");
}

#[test]
fn templates_and_what_they_see() {
    let themes = section("Themes");
    let row = table(themes, "| path in the theme | holds |").into_iter().find(|row| row[0] == "`templates/NAME.html`");
    let listed_templates = names(quotes(row.expect("a row for templates")[1].split_once(", and your own").unwrap().0));
    let folder = repository().join("themes/plain/templates");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: Vec<String> = files.collect();
    assert_eq!(listed_templates, names(files.iter().map(|file| file.trim_end_matches(".html"))));

    let blocks = files.iter().flat_map(|file| {
        let text = std::fs::read_to_string(repository().join("themes/plain/templates").join(file)).unwrap();
        text.split("{% block ").skip(1).map(|rest| first_name(rest).to_owned()).collect::<Vec<_>>()
    });
    assert_eq!(names(quotes(between(themes, "have the blocks ", "."))), names(blocks));

    let with = |template: &str, text: &str| {
        SiteTest::new()
            .file("content/site.yaml", "title: A\ntheme: [mine, plain]\nlanguages: { en: { at: / } }\n")
            .file("content/statistics.yaml", "- { id: a, value: 1, unit: count, period: \"2020\", source: s }\n")
            .file("content/sources.yaml", "- { id: s, title: S }\n")
            .file(
                "content/events.yaml",
                "- { id: a, title: A, date: 2030-01-01, start: \"09:00\", end: \"10:00\", zone: UTC }\n",
            )
            .file("content/en/index.md", "---\ntitle: A\naliases: [/old/]\ntags: [a]\n---\n")
            .file(&format!("themes/mine/templates/{template}.html"), text)
    };
    for row in table(themes, "| value | fields |") {
        let value = quotes(row[0]);
        // `page.kind` has its values in parentheses.
        let mut fields = row[1].to_owned();
        while let Some((before, after)) = fields.split_once(" (") {
            fields = format!("{before}{}", after.split_once(')').expect("closed parentheses").1);
        }
        match value[..] {
            ["strings"] => {}
            [list] if list.starts_with("outline.") => {
                let loop_ = format!("{{% for item in {list} %}}{{{{ item.qqqqqq }}}}{{% endfor %}}");
                assert_eq!(names(quotes(&fields)), listed(&with("section", &loop_), "known fields: "), "{list}");
            }
            [value] => {
                let known = listed(&with("section", &format!("{{{{ {value}.qqqqqq }}}}")), "known fields: ");
                assert_eq!(names(quotes(&fields)), known, "{value}");
            }
            _ => assert!(row[1].contains("`themes/plain/templates/sources.html`"), "{row:?}"),
        }
    }
    let lists = names(table(themes, "| value | fields |").iter().flat_map(|row| quotes(row[0])));
    let outline = listed(&with("section", "{{ outline.qqqqqq }}"), "known fields: ");
    assert!(outline.iter().all(|list| lists.contains(&format!("outline.{list}"))), "{outline:?}\n{lists:?}");
}

#[test]
fn kinds_of_pages() {
    let kinds = between(section("Themes"), "`kind` (", ")");
    let folder = Folder::new();
    let settings = "title: A\nbase_url: https://example.org/\ntheme: [mine, plain]\nlanguages: { en: { at: / } }\n";
    folder.write("content/site.yaml", settings);
    folder.write("content/en/index.md", "---\ntitle: A\naliases: [/old/]\n---\n");
    folder.write("content/en/news/index.md", "---\ntitle: A\n---\n");
    folder.write("content/en/a.md", "---\ntitle: A\n---\n");
    folder.write("content/en/b.md", "---\ntitle: A\ntags: [b]\n---\n");
    for template in ["page", "section", "404", "redirect", "term", "taxonomy"] {
        folder.write(&format!("themes/mine/templates/{template}.html"), "<p>{{ page.kind }}</p>");
    }
    let built = folder.build_clean();
    let generated = ["404.html", "old/index.html", "tags/index.html", "tags/b/index.html"];
    let shown = ["index.html", "news/index.html", "a/index.html"].into_iter().chain(generated);
    let shown =
        shown.map(|path| page(&built, path).split_once("<p>").expect("a kind").1.split('<').next().unwrap().to_owned());
    assert_eq!(names(quotes(kinds)), names(shown));
}

/// What `--help` of a command prints.
fn help(command: &[&str]) -> String {
    let output = firstflight(&[command, &["--help"]].concat()).output().expect("the program starts");
    String::from_utf8(output.stdout).expect("help is UTF-8")
}

/// The commands that the program knows.
fn commands() -> Vec<String> {
    let help = help(&[]);
    let lines = between(&help, "Commands:\n", "\n\n").lines();
    lines.map(|line| line.split_whitespace().next().expect("a name").to_owned()).collect()
}

/// Words of a text that look like flags.
fn flags(text: &str) -> Names {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    names(words.filter(|word| word.len() > 3 && word.starts_with("--") && word.as_bytes()[2].is_ascii_lowercase()))
}

#[test]
fn commands_and_their_options() {
    let listed = between(section("Install"), "All commands:\n", "; `firstflight COMMAND");
    assert_eq!(names(quotes(listed)), names(commands()));
    let own: String = README
        .lines()
        .filter(|line| !line.contains("cargo ") && !line.contains("python3 "))
        .fold(String::new(), |all, l| all + l + "\n");
    let known = commands().iter().map(|command| flags(&help(&[command]))).fold(flags(&help(&[])), |a, b| &a | &b);
    let unknown: Vec<_> = flags(&own).difference(&known).cloned().collect();
    assert!(unknown.is_empty(), "the README names options that no command has: {unknown:?}");
    // Command lines: each option is one of its command.
    let lines = README.split('`').flat_map(str::lines).filter_map(|line| line.split_once("firstflight "));
    let lines = lines.map(|(_, rest)| rest.split('#').next().unwrap_or(rest));
    for line in lines {
        let command = line.split_whitespace().next().unwrap_or("");
        if commands().iter().any(|known| known == command) {
            let known = if command == "new" { flags(&help(&["new", "page"])) } else { flags(&help(&[command])) };
            assert!(flags(line).is_subset(&known), "firstflight {line}");
        }
    }
    let simulated = |text: &str| names(quotes(text));
    let refused = firstflight(&["serve", "--link", "qqqqqq"]).output().unwrap();
    let refused = String::from_utf8(refused.stderr).unwrap();
    let links = between(&refused, "write ", ", or a rate");
    let shown = between(section("Preview while you write"), "`--link gprs` (or ", ", `\"50kbit").replace("--link ", "");
    assert_eq!(&simulated(&shown) | &names(["gprs"]), names(links.split(", ")));
}

/// Words with a hyphen that the README quotes and that are neither findings nor values which another test compares.
const OTHER_NAMES: [&str; 2] = ["in-place", "slow-3g"];

#[test]
fn names_of_findings() {
    let statistics = section("Write a statistic");
    let units = names(quotes(between(statistics, "The units are ", "and codes of currencies")));
    let hosts = keys(section("Hosts"), "| `host` | a page is sent as | files beside each page | to configure |");
    let is_name = |text: &&str| {
        text.contains('-')
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .split('-')
                .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
    };
    let prose: String = README.split("```").step_by(2).collect();
    let named = |text: &str| quotes(text).into_iter().filter(is_name).map(str::to_owned).collect::<Vec<_>>();
    for name in named(&prose) {
        let is_other = OTHER_NAMES.contains(&&*name) || units.contains(&name) || hosts.contains(&name);
        assert!(is_other || Code::from_name(&name).is_some(), "`{name}` is neither a finding nor listed in this test");
    }
    for (before, after) in [("error[", "]"), ("firstflight explain ", "`"), ("finding: ", ","), ("findings: { ", ":")] {
        for rest in README.split(before).skip(1) {
            let name = rest.split(after).next().unwrap_or("");
            let name = name.split(['\n', '`']).next().unwrap_or(name);
            if is_name(&name) {
                assert!(Code::from_name(name).is_some(), "`{name}`, after `{before}`");
            }
        }
    }
}

#[test]
fn ignored_files() {
    let text = section("Your first site");
    let build = |name: &str| {
        let folder = Folder::new();
        folder.write(&format!("content/en/{name}"), "x");
        let built = folder.build_clean();
        let is_published = built.output.iter().any(|(path, _)| path.contains(name));
        let codes: Vec<Code> = built.report.findings().iter().map(|finding| finding.code).collect();
        (is_published, codes)
    };
    let temporary = between(text, "names that begin with ", ". Other hidden files");
    let (starts, rest) = temporary.split_once(", or end in ").expect("ends of names");
    let (ends, editors) = rest.split_once(", and those of ").expect("files of editors");
    let starts = quotes(starts).into_iter().map(|start| format!("{start}a.txt"));
    let ends = quotes(ends).into_iter().map(|end| format!("a.txt{end}"));
    let editors = quotes(editors).into_iter().map(|name| name.replace('*', "a.txt"));
    let mut count = 0;
    for name in starts.chain(ends).chain(editors) {
        assert_eq!(build(&name), (false, vec![Code::NoBaseUrl]), "{name}");
        count += 1;
    }
    let named = between(text, ". Other hidden files, ", " are not published either");
    for name in quotes(named).into_iter().map(|name| name.replace('*', "a.txt")).chain([".hidden".to_owned()]) {
        assert_eq!(build(&name), (false, vec![Code::UnpublishedFile, Code::NoBaseUrl]), "{name}");
        count += 1;
    }
    assert!(build(".well-known/security.txt").0);
    assert!(count > 14, "only {count} names were tried");
}

#[test]
fn the_examples_of_pages_records_and_themes_build() {
    let statistics = section("Write a statistic");
    let record = block(statistics, "- id: villages-with-radio");
    let other = record.replace("villages-with-radio", "towns-with-radio").replace("Hill villages", "Hill towns");
    let event = block(section("Write an event"), "- id: opening");
    let sign = block(section("Themes"), "{% component sign");
    let themes = section("Themes");
    let call = between(themes, "Pages call it as `", "`");
    let contact = block(section("Write a page"), "title: Contact");
    let boxes = block(section("Write a page"), "{% box(");
    let session = "---\ntitle: The session\nevent: opening\n---\n\n## Who is welcome\n\nEverybody.\n";
    let calls = block(statistics, "{{ stat(");
    let figures = format!("---\ntitle: Radios\n---\n\n{calls}\n\n{{{{ event(id=\"opening\") }}}}\n\n{call}\n");
    let outcome = SiteTest::new()
        .file(
            "content/site.yaml",
            "title: A\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / } }\n",
        )
        .file("content/statistics.yaml", &format!("{record}{other}"))
        .file(
            "content/sources.yaml",
            "- { id: village-survey, title: A survey }\n- { id: announcement, title: A letter }\n",
        )
        .file("content/events.yaml", event)
        .file("content/en/contact.md", contact)
        .file("content/en/session.md", session)
        .file("content/en/radios.md", &figures)
        .file("content/en/boxes.md", &format!("---\ntitle: Boxes\n---\n\n{boxes}\n"))
        .file("themes/local/shortcodes/sign.html", sign)
        .build();
    assert_eq!(outcome.drawn, "");
}

#[test]
fn the_example_of_a_mistake() {
    let shown = block(section("When something is wrong"), "error[broken-link]");
    let contact = block(section("Write a page"), "title: Contact");
    let line = between(shown, "6 | ", "\n");
    let lines: Vec<&str> = contact.lines().map(|old| if old.starts_with("Write to ") { line } else { old }).collect();
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: A\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n");
    folder.write("content/en/session.md", "---\ntitle: The session\n---\n\n## Who is welcome\n\nEverybody.\n");
    let build = |contact: &str| {
        folder.write("content/en/contact.md", contact);
        let output = firstflight(&["build"]).current_dir(folder.path()).output().expect("the program starts");
        String::from_utf8(output.stderr).expect("findings are UTF-8")
    };
    assert_eq!(build(contact), "");
    assert_eq!(format!("$ firstflight build\n{}", build(&format!("{}\n", lines.join("\n")))), shown);
}

#[test]
fn the_example_of_a_build() {
    let shown = block(section("Your first site"), "heaviest part");
    let target = tempfile::tempdir().unwrap();
    let out = target.path().join("public");
    let site = repository();
    let arguments = ["build", "--site", site.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let printed = String::from_utf8(firstflight(&arguments).output().unwrap().stdout).unwrap();
    let sums = |text: &str| {
        text.split_once(", published in").expect("sums").0.trim_start_matches("$ firstflight build\n").to_owned()
    };
    assert_eq!(sums(shown), sums(&printed));
    let written = |text: &str| between(text, ": ", " files written").to_owned();
    assert_eq!(
        written(between(shown, "published in public/", ", 0 kept").trim_end()),
        written(between(&printed, "public", ", 0 kept").trim_end())
    );
}

#[test]
fn the_maps_of_the_repository() {
    let modules = table(section("A map of `src`"), "| module | does |");
    let modules: Vec<String> =
        modules.iter().map(|row| quotes(row[0])[0].trim_end_matches(['/']).replace(".rs", "")).collect();
    let lib = std::fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let declared =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")).map(|rest| rest.split(';').next().unwrap());
    let declared: Vec<&str> = declared.chain(["vendor"]).collect();
    assert_eq!(modules, declared);
    let is_path = |text: &&str| {
        ["src/", "tests/", "themes/plain/", ".github/", ".ci/"].iter().any(|start| text.starts_with(start))
    };
    let mut count = 0;
    for text in [README, CONTRIBUTING] {
        let paths = text.split(|c: char| c.is_whitespace() || "`()".contains(c)).filter(is_path);
        for path in paths.map(|path| path.trim_end_matches(['.', ',', ';', ':'])) {
            if path.chars().any(|c| c.is_ascii_uppercase())
                && !path.ends_with("README.md")
                && !path.ends_with("CONTRIBUTING.md")
            {
                continue;
            }
            assert!(repository().join(path).exists(), "{path} does not exist");
            count += 1;
        }
    }
    assert!(count > 20, "only {count} paths were found");
}
