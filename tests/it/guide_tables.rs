//! The reference of the guide and the program agree: its tables hold exactly the keys, names and values that the program knows.
//! `UPDATE=1` rewrites the tables of findings, commands and texts, which say nothing that the program does not.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use firstflight::report::Code;

use crate::guide;
use crate::readme::{Names, between, block, first_name, keys, names, quotes, table};
use crate::site_test::SiteTest;
use crate::support::{Folder, line_difference, page, refresh, repository, updates};

/// A page of the reference.
fn reference(name: &str) -> &'static str {
    let path = guide::folder().join("reference").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).leak()
}

/// The text of a page below a heading, up to the next of its kind.
fn section(name: &str, title: &str) -> &'static str {
    let text = reference(name);
    let (_, text) = text.split_once(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("no section {title}"));
    text.split_once("\n## ").map_or(text, |(text, _)| text)
}

#[test]
fn keys_of_front_matter_and_settings() {
    let front = known_keys("content/en/a.md", "---\ntitle: A\nqqqqqq: 1\n---\n");
    assert_eq!(keys(reference("front-matter.md"), "| key | meaning |"), front);
    let settings = known_keys("content/site.yaml", "title: A\nlanguages: { en: { at: / } }\nqqqqqq: 1\n");
    assert_eq!(keys(reference("settings.md"), "| key | meaning | default |"), settings);
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
    for row in table(reference("settings.md"), "| key | meaning | default |") {
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
    assert!(missing.is_empty(), "{path}: the reference does not name {missing:?}");
    let drawn = SiteTest::new().file(path, "- note: x\n").build().drawn;
    let needed = names(drawn.lines().filter(|line| line.contains(" is missing in ")).map(|line| quotes(line)[0]));
    assert_eq!(&needed, required, "{path}");
}

#[test]
fn keys_of_records() {
    let statistics = section("records.md", "Statistics");
    let required = names(quotes(between(statistics, "Required are ", ".")));
    records(statistics, block(statistics, "- id:"), "content/statistics.yaml", &required);
    let sources = between(section("records.md", "Sources"), "A record in `content/sources.yaml` has ", ".\n");
    let (required, _) = sources.split_once("may have").expect("what is not required");
    records(section("records.md", "Sources"), "", "content/sources.yaml", &names(quotes(required)));
    let events = section("records.md", "Events");
    let required = names(quotes(between(events, "Required are ", ".")));
    records(events, block(events, "- id:"), "content/events.yaml", &required);
}

#[test]
fn values_of_records_and_settings() {
    let statistics = section("records.md", "Statistics");
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
    assert_eq!(
        keys(reference("hosts.md"), "| `host` | a page is sent as | compressed files | files that it reads |"),
        hosts
    );
    let levels = listed(&settings("findings: { loose-number: qqqqqq }"), "write one of ");
    let quoted = between(reference("settings.md"), "the levels are ", ".").replace(" and ", ", ");
    assert_eq!(names(quotes(&quoted)), levels);
}

#[test]
fn shortcodes_and_their_arguments() {
    let calls = table(section("shortcodes.md", "Numbers"), "| call | shows | bytes |");
    let lists = table(section("shortcodes.md", "Events and lists"), "| call | shows |");
    let bodies = table(section("shortcodes.md", "Boxes, questions, columns"), "| call | shows |");
    let calls: Vec<&str> = calls.iter().chain(&lists).chain(&bodies).map(|row| quotes(row[0])[0]).collect();
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
    let themes = reference("templates.md");
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
    let kinds = between(reference("templates.md"), "`kind` (", ")");
    let folder = Folder::new();
    let settings = "title: A\nbase_url: https://example.org/\ntheme: [mine, plain]\nlanguages: { en: { at: /en/ }, fr: { at: /fr/ } }\neditions: one-file\n";
    folder.write("content/fr/index.md", "---\ntitle: A\n---\n");
    folder.write("content/site.yaml", settings);
    folder.write("content/en/index.md", "---\ntitle: A\naliases: [/old/]\n---\n");
    folder.write("content/en/news/index.md", "---\ntitle: A\n---\n");
    folder.write("content/en/a.md", "---\ntitle: A\n---\n");
    folder.write("content/en/b.md", "---\ntitle: A\ntags: [b]\n---\n");
    for template in ["page", "section", "404", "redirect", "term", "taxonomy", "all", "languages"] {
        folder.write(&format!("themes/mine/templates/{template}.html"), "<p>{{ page.kind }}</p>");
    }
    let built = folder.build_clean();
    let generated =
        ["404.html", "old/index.html", "en/tags/index.html", "en/tags/b/index.html", "en/all.html", "index.html"];
    let shown = ["en/index.html", "en/news/index.html", "en/a/index.html"].into_iter().chain(generated);
    let shown =
        shown.map(|path| page(&built, path).split_once("<p>").expect("a kind").1.split('<').next().unwrap().to_owned());
    assert_eq!(names(quotes(kinds)), names(shown));
}

#[test]
fn ignored_files() {
    let text = reference("files.md");
    let build = |name: &str| {
        let folder = Folder::new();
        folder.write(&format!("content/en/{name}"), "x");
        let built = folder.build_clean();
        let is_published = built.output.iter().any(|(path, _)| path.contains(name));
        let codes: Vec<Code> = built.report.findings().iter().map(|finding| finding.code).collect();
        (is_published, codes)
    };
    let temporary = between(text, "names that begin with ", "; the preview ignores these");
    let (starts, rest) = temporary.split_once(", or end in ").expect("ends of names");
    let (ends, editors) = rest.split_once(", and those of ").expect("files of editors");
    let starts = quotes(starts).into_iter().map(|start| format!("{start}a.txt"));
    let ends = quotes(ends).into_iter().map(|end| format!("a.txt{end}"));
    let editors = quotes(editors).into_iter().map(|name| name.replace('*', "a.txt"));
    let mut count = 0;
    for name in starts.chain(ends).chain(editors) {
        assert_eq!(build(&name), (false, vec![Code::UnpublishedFile, Code::NoBaseUrl]), "{name}");
        count += 1;
    }
    let named = between(text, "Hidden files, ", " are not published, and named");
    for name in quotes(named).into_iter().map(|name| name.replace('*', "a.txt")).chain([".hidden".to_owned()]) {
        assert_eq!(build(&name), (false, vec![Code::UnpublishedFile, Code::NoBaseUrl]), "{name}");
        count += 1;
    }
    assert!(build(".well-known/security.txt").0);
    assert!(count > 14, "only {count} names were tried");
}

/// The keys that the program knows where `path` holds the unknown key of `text`.
fn known_keys(path: &str, text: &str) -> Names {
    listed(&SiteTest::new().file(path, text), "known keys: ")
}

/// The names that a finding of this site lists after `before`, to the end of its line.
fn listed(site: &SiteTest, before: &str) -> Names {
    let drawn = site.build().drawn;
    let list = between(&drawn, before, "\n");
    names(list.trim_end_matches('.').split(", ").map(|name| name.trim_matches('`')))
}

/// The text of a page up to the table that the program writes, which is its last part.
fn generated(name: &str, head: &str, rows: &str) {
    let path = guide::folder().join("reference").join(name);
    let text = reference(name);
    let (before, _) = text.split_once(&format!("{head}\n")).unwrap_or_else(|| panic!("no table {head} in {name}"));
    let right = format!("{before}{head}\n{rows}");
    if updates() {
        refresh(&path, right.as_bytes());
    } else {
        assert!(text == right, "{name} is not up to date: UPDATE=1\n{}", line_difference(text, &right));
    }
}

#[test]
fn all_findings() {
    let mut rows = "|---|---|---|\n".to_owned();
    for code in Code::ALL {
        let choice = if code.allows_choice() { "\\*" } else { "" };
        let _ = writeln!(rows, "| `{code}` | {}{choice} | {} |", code.level().name(), code.summary().trim());
    }
    generated("findings.md", "| finding | level | when |", &rows);
}

#[test]
fn all_texts_of_the_theme() {
    let strings = std::fs::read_to_string(repository().join("themes/plain/strings/en.yaml")).unwrap();
    let mut rows = "|---|---|\n".to_owned();
    for (key, text) in strings.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")) {
        let text = text.trim_matches('"').replace("\\u00A0", "\u{a0}");
        let _ = writeln!(rows, "| `{key}` | {text} |");
    }
    assert!(rows.lines().count() > 90);
    generated("strings.md", "| key | English |", &rows);
}

#[test]
fn all_commands_and_options() {
    let mut text = String::new();
    let mut line = firstflight::cli::command_line();
    line.build();
    describe(&line, "firstflight", &mut text);
    generated("commands.md", "<!-- Written by a test from the command line. -->", &text);
}

/// Writes the commands below one, each with its arguments and options.
fn describe(command: &clap::Command, path: &str, text: &mut String) {
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let path = format!("{path} {}", inner.get_name());
        if inner.has_subcommands() {
            describe(inner, &path, text);
            continue;
        }
        let _ = write!(text, "\n## {path}\n\n{}.\n\n", inner.get_about().expect("a command says what it does"));
        let arguments: Vec<&clap::Arg> = inner
            .get_arguments()
            .filter(|argument| !["help", "version"].contains(&argument.get_id().as_str()))
            .collect();
        let _ = writeln!(text, "| option | means |\n|---|---|");
        for argument in arguments {
            let value = argument.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
            let shown = match argument.get_long() {
                Some(long) if argument.get_action().takes_values() => format!("--{long} {value}"),
                Some(long) => format!("--{long}"),
                None => value.to_owned(),
            };
            let help = argument.get_help().expect("an option says what it means").to_string().replace('|', "\\|");
            let _ = writeln!(text, "| `{shown}` | {} |", quoted(&help));
        }
    }
}

/// Help as Markdown: what Markdown would read as syntax is code.
fn quoted(help: &str) -> String {
    let words = help.split(' ').map(|word| {
        let inner = word.trim_start_matches('(').trim_end_matches([',', '.', ':', ';', ')', ']']);
        let is_code = !inner.contains('`') && inner.contains(['{', '/', '_']) && inner.len() > 1;
        if is_code { word.replacen(inner, &format!("`{inner}`"), 1) } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn filters_tests_and_functions() {
    let with = |text: &str| {
        SiteTest::new()
            .file("content/site.yaml", "title: A\ntheme: [mine, plain]\nlanguages: { en: { at: / } }\n")
            .file("themes/mine/templates/section.html", text)
    };
    for row in table(reference("templates.md"), "| kind | names |") {
        let known = match row[0] {
            "filters" => listed(&with("{{ page.title | qqqqqq }}"), "known filters: "),
            "tests" => listed(&with("{% if page.title is qqqqqq %}{% endif %}"), "known tests: "),
            "functions" => listed(&with("{{ qqqqqq() }}"), "known functions: "),
            other => panic!("{other} are neither filters, tests nor functions"),
        };
        assert_eq!(names(quotes(row[1])), known, "{}", row[0]);
    }
}

/// The names in attributes `class` of a text that are written as they are.
fn classes(text: &str) -> Vec<String> {
    let values = text.split("class=").skip(1).map(|rest| match rest.trim_start_matches('\\').strip_prefix('"') {
        Some(quoted) => quoted.split(['"', '\\', '{']).next().unwrap_or(""),
        None => rest.split([' ', '>', '{', '"']).next().unwrap_or(""),
    });
    let is_name = |name: &&str| name.starts_with(|c: char| c.is_ascii_lowercase());
    values.flat_map(str::split_whitespace).filter(is_name).map(str::to_owned).collect()
}

#[test]
fn class_names() {
    let read = |folder: &str, ending: &str| -> Vec<String> {
        let walk = walkdir::WalkDir::new(repository().join(folder)).into_iter().map(|entry| entry.unwrap());
        let files = walk.filter(|entry| entry.path().extension().is_some_and(|found| found == ending));
        files.map(|entry| std::fs::read_to_string(entry.path()).unwrap()).collect()
    };
    let rows = table(section("templates.md", "Class names"), "| class | on | written by |");
    let named = |by: &str| names(rows.iter().filter(|row| row[2] == by).flat_map(|row| quotes(row[0])));
    // What the Markdown writer writes on a page that has all of it, and the kinds of alerts.
    let markdown = "- [ ] a\n\n| a | b | c |\n|:--|:-:|--:|\n| a | b | c |\n\n```rust\nx\n```\n\nx[^1]\n\n[^1]: y\n\n\
        > [!NOTE]\n> a\n\n> [!TIP]\n> a\n\n> [!IMPORTANT]\n> a\n\n> [!WARNING]\n> a\n\n> [!CAUTION]\n> a\n";
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: A\ntheme: [mine, plain]\nlanguages: { en: { at: / } }\n");
    folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n\n{markdown}"));
    folder.write("themes/mine/templates/page.html", "<div>{{ page.content }}</div>");
    let written = page(&folder.build_clean(), "a/index.html");
    let written = names(classes(&written).into_iter().map(|name| name.replace("-rust", "-NAME")));
    assert_eq!(named("Markdown"), written);
    // No other is written anywhere in the code.
    let in_code: BTreeSet<String> = read("src/read/markdown", "rs").iter().flat_map(|text| classes(text)).collect();
    let unknown: Vec<&String> =
        in_code.iter().filter(|name| !written.iter().any(|known| known.starts_with(*name))).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let of_theme = read("themes/plain", "html");
    assert_eq!(
        &named("`plain`") | &named("Markdown"),
        &names(of_theme.iter().flat_map(|text| classes(text))) | &written
    );
}
