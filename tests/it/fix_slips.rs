//! Slips of every kind that `firstflight fix` fixes: alone, together and many in one file, one run fixes all, and a second
//! run changes nothing.

use proptest::prelude::*;

use firstflight::report::Certainty;

use crate::fix::{assert_stable, fix};
use crate::support::{Folder, cases};

/// What slips are made of: lines of files. Numbers keep the lines of one kind apart.
#[derive(Default)]
struct Files {
    /// Lines of `extra` in the front matter of one page.
    extra: Vec<String>,
    /// Paragraphs of that page.
    body: Vec<String>,
    /// Records.
    statistics: Vec<String>,
    /// Lines of the settings, with their first two.
    settings: Vec<String>,
    /// Whole pages.
    pages: Vec<String>,
}

type Slip = fn(&mut Files, usize);

/// The kinds, by name.
const SLIPS: &[(&str, Slip)] = &[
    ("tab in front matter", |files, n| files.extra.push(format!("\tt{n}: words"))),
    ("nested tabs", |files, n| files.extra.push(format!("\tn{n}:\n\t\tone: 1\n\t\ttwo:\n\t\t\t- 3"))),
    ("text in a block below tabs", |files, n| files.extra.push(format!("\tb{n}: |\n\t\tone\n\t\t\ttwo\n\n\t\tthree"))),
    ("quotes missing", |files, n| files.extra.push(format!("  q{n}: @words"))),
    ("back-tick", |files, n| files.extra.push(format!("  k{n}: `words`"))),
    ("no space after a colon", |files, n| files.extra.push(format!("  c{n}:words\n  d{n}: 1"))),
    ("colon in a value", |files, n| files.extra.push(format!("  v{n}: one: two"))),
    ("no-break space", |files, n| files.extra.push(format!("  s{n}:\u{a0}words\n  z{n}: 1"))),
    ("tags under extra", |files, n| {
        files.pages.push(format!("---\ntitle: P{n}\nextra:\n  a: 1\n  tags: [t{n}]\n---\nText.\n"));
    }),
    ("shortcode of Hugo", |files, n| {
        files.body.push(format!("{{{{< details \"D{n}\" >}}}}\nText.\n{{{{< /details >}}}}"));
    }),
    ("shortcode of Zola", |files, _| files.body.push("{% quote(author=\"Ada\") %}\nText.\n{% end %}".to_owned())),
    ("letter case of a path", |files, n| files.body.push(format!("É [a{n}](Target.md)."))),
    ("five times on one line", |files, _| files.body.push("é [a](Target.md) ".repeat(5))),
    ("path with spaces", |files, n| files.body.push(format!("[a{n}](two words.md) [b](two words.md \"t\")."))),
    ("other folder", |files, n| files.body.push(format!("[a{n}](deep.md#part)."))),
    ("old address", |files, n| files.body.push(format!("[a{n}](former.md)."))),
    ("root", |files, n| files.body.push(format!("[a{n}](/target/)."))),
    ("root, in lower case", |files, n| files.body.push(format!("[a{n}](/TARGET/)."))),
    ("address", |files, n| files.body.push(format!("[a{n}](target/#two-words) [b](cafe\u{301}/?x=1)."))),
    ("ending of HTML", |files, n| files.body.push(format!("[a{n}](target.html) [b](section/index.html)."))),
    ("no ending", |files, n| files.body.push(format!("[a{n}](section/deep#part)."))),
    ("folder", |files, n| files.body.push(format!("[a{n}](section/) [b](./) [c](..)."))),
    ("page of a folder", |files, n| files.body.push(format!("[a{n}](section/README.md)."))),
    ("root of the content", |files, n| files.body.push(format!("[a{n}](@/section/_index.md)."))),
    ("definition", |files, n| files.body.push(format!("[a{n}][d{n}] [b][d{n}]\n\n[d{n}]: /target/ \"title\""))),
    ("attribute", |files, n| {
        if n == 0 {
            files.settings.push("raw_html: true".to_owned());
        }
        files.body.push(format!("<a href=\"/target/#two-words\" title=\"a{n}\">a</a>"));
    }),
    ("escapes", |files, n| files.body.push(format!("[a{n}](sec&#116;ion/deep?a=1&amp;b=2#part)."))),
    ("rule of another generator for ids", |files, n| files.body.push(format!("[a{n}](target.md#Two_Words)."))),
    ("path and id", |files, n| files.body.push(format!("[a{n}](TARGET.md#TWO-WORDS)."))),
    ("mail", |files, n| files.body.push(format!("[a{n}](anna@example.org)."))),
    ("argument", |files, n| {
        files.body.push(format!("{{{{ data_table(ids=[\"one\", \"two\"], titel=\"Table {n}\") }}}}"));
    }),
    ("tag given twice", |files, n| files.pages.push(tagged(n, &format!("\"a{n}\", b{n}, \"A{n}\"")))),
    ("case of a tag", |files, n| {
        files.pages.extend(["Word", "Word", "word"].map(|word| tagged(n, &format!("{word} {n}"))));
    }),
    ("shortcode with its body on the same line", |files, n| {
        files.body.push(format!("{{% box(title=\"T{n}\") %}} Words *here*. {{% end %}}"));
    }),
    ("shortcode with the beginning of its body on the same line", |files, n| {
        files.body.push(format!("{{% box(title=\"T{n}\") %}} Words\nhere.\n{{% end %}}"));
    }),
    ("braces of a call without a body", |files, n| {
        files.body.push(format!("{{{{ box(title=\"T{n}\") }}}}\n\nWords.\n\n{{% end %}}"));
    }),
    ("signs of a call with a body", |files, n| {
        files.body.push(format!("{{% data_table(ids=[\"one\", \"two\"], title=\"Table {n}\") %}}"));
    }),
    ("end of a body with its name", |files, n| {
        files.body.push(format!("{{% box(title=\"T{n}\") %}}\nWords.\n{{% endbox %}}"));
    }),
    ("percent sign in a value", |files, n| files.statistics.push(record(&format!("p{n}"), "19 %", "unit: percent"))),
    ("thousands in a value", |files, n| files.statistics.push(record(&format!("c{n}"), "1,234,567", "unit: count"))),
    ("plus sign before a value", |files, n| files.statistics.push(record(&format!("a{n}"), "+5", "unit: count"))),
    ("value below zero that is zero", |files, n| {
        files.statistics.push(record(&format!("z{n}"), "-0.0", "unit: years"));
    }),
    ("value without a whole number", |files, n| files.statistics.push(record(&format!("w{n}"), ".5", "unit: percent"))),
    ("byte order mark", |files, n| files.extra.push(format!("  m{n}: \u{feff}words"))),
    ("key of a record", |files, n| {
        files.statistics.push(record(&format!("k{n}"), "5", "unit: count").replace("period", "perid"));
    }),
    ("choice of a record", |files, n| {
        files.statistics.push(record(&format!("f{n}"), "5", "unit: count\n  status: finall"));
    }),
    ("record with tabs", |files, n| {
        files.statistics.push(record(&format!("t{n}"), "5", "unit: count").replace("\n  ", "\n\t"));
    }),
    ("key of the settings", |files, n| {
        if n == 0 {
            files.settings.push("base_uri: https://example.org/".to_owned());
        }
    }),
    ("settings with tabs", |files, n| {
        if n == 0 {
            files.settings.push("findings:\n\traw-html: note\n\tloose-number: note".to_owned());
        }
    }),
    ("name of a finding", |files, n| {
        if n == 0 {
            files.settings.push("names: [A1]".to_owned());
        }
        files.pages.push(format!(
            "---\ntitle: A {n}\nexpect:\n  - {{ finding: raw-htm, reason: It is a sample. }}\n---\n\nA <b>word</b>.\n"
        ));
    }),
    ("key of a page", |files, n| files.pages.push(format!("---\ntitle: B {n}\ndescriptoin: B\n---\n"))),
    ("empty lines above front matter", |files, n| files.pages.push(format!("\n\n---\ntitle: C {n}\n---\n"))),
    ("tabs in a list", |files, n| {
        files.pages.push(format!("---\ntitle: D {n}\naliases:\n\t- /d{n}/\n\t- /e{n}/\n---\n"));
    }),
];

fn tagged(n: usize, tags: &str) -> String {
    format!("---\ntitle: Tagged {n}\ntags: [{tags}]\n---\n")
}

fn record(id: &str, value: &str, more: &str) -> String {
    format!("- id: {id}\n  value: {value}\n  {more}\n  of: people of {id}\n  period: \"2019\"\n  source: itu\n")
}

/// A site with these slips, each as often as its number says.
fn site(slips: &[(usize, usize)]) -> Folder {
    let mut files = Files::default();
    let most = slips.iter().map(|(_, times)| *times).max().unwrap_or(0);
    for n in 0..most {
        slips.iter().filter(|(_, times)| n < *times).for_each(|(slip, _)| SLIPS[*slip].1(&mut files, n));
    }
    let folder = Folder::new();
    let settings = files.settings.iter().map(|line| format!("{line}\n")).collect::<String>();
    folder.write("content/site.yaml", &format!("title: Test\nlanguages: {{ en: {{ at: / }} }}\n{settings}"));
    folder.write("content/sources.yaml", "- id: itu\n  title: Facts\n");
    let records = [record("one", "19", "unit: percent"), record("two", "20", "unit: percent")].concat();
    folder.write("content/statistics.yaml", &(records + &files.statistics.concat()));
    folder.write("content/en/target.md", "---\ntitle: Target\naliases: [/former/]\n---\n\n## Two words\n");
    folder.write("content/en/caf\u{e9}.md", "---\ntitle: Coffee\n---\n");
    folder.write("content/en/two words.md", "---\ntitle: Two words\n---\n");
    folder.write("content/en/section/index.md", "---\ntitle: Section\n---\n");
    folder.write("content/en/section/deep.md", "---\ntitle: Deep\n---\n\n## Part\n");
    let extra = files.extra.iter().map(|line| format!("{line}\n")).collect::<String>();
    let extra = if extra.is_empty() { extra } else { format!("extra:\n{extra}") };
    let body = files.body.join("\n\n");
    folder.write("content/en/many.md", &format!("---\ntitle: Many\n{extra}---\n\n{body}\n"));
    for (n, page) in files.pages.iter().enumerate() {
        folder.write(&format!("content/en/p{n}.md"), page);
    }
    folder
}

fn certain_edits(folder: &Folder) -> Vec<String> {
    let built = folder.build();
    let certain = built
        .report
        .findings()
        .iter()
        .filter(|finding| finding.edit.as_ref().is_some_and(|edit| edit.certainty == Certainty::Certain));
    certain
        .map(|finding| format!("{:?}: {}", finding.place.as_ref().map(ToString::to_string), finding.message))
        .collect()
}

/// One run fixes all, and a second changes nothing.
fn assert_fixed(folder: &Folder, what: &str) {
    let (code, out, err) = fix(folder.path(), &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{what}: {out}");
    assert!(!out.starts_with("Nothing "), "{what}");
    assert_eq!(certain_edits(folder), Vec::<String>::new(), "{what}");
    assert_stable(folder);
}

#[test]
fn each_kind_is_fixed() {
    for (number, (name, _)) in SLIPS.iter().enumerate() {
        let folder = site(&[(number, 2)]);
        assert!(!certain_edits(&folder).is_empty(), "{name} has no certain edit");
        assert_fixed(&folder, name);
        let errors: Vec<String> = folder.build().report.findings().iter().map(|it| it.message.clone()).collect();
        assert!(!folder.build().report.has_errors(), "{name}: {errors:?}");
    }
}

#[test]
fn many_of_all_kinds_in_one_file_are_fixed_in_one_run() {
    let all: Vec<(usize, usize)> = (0..SLIPS.len()).map(|slip| (slip, 120)).collect();
    assert_fixed(&site(&all), "120 of each");
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn any_slips_are_fixed_in_one_run(
        slips in prop::collection::btree_map(0..SLIPS.len(), prop_oneof![Just(1usize), Just(3), Just(110)], 1..8),
    ) {
        let slips: Vec<(usize, usize)> = slips.into_iter().collect();
        let names: Vec<&str> = slips.iter().map(|(slip, _)| SLIPS[*slip].0).collect();
        assert_fixed(&site(&slips), &names.join(", "));
    }
}

/// All tab-indented lines of a text are one finding with one edit, however many there are.
#[test]
fn tabs_of_one_text_are_one_finding() {
    let files = [
        ("content/en/many.md", format!("---\ntitle: Many\nextra:\n{}---\n\nText.\n", numbered("\tk", 250))),
        (
            "content/site.yaml",
            format!(
                "title: Test\nlanguages:\n\ten: {{ at: / }}\nnames:\n{}",
                numbered("\t- A", 250).replace(": words", "")
            ),
        ),
        (
            "content/statistics.yaml",
            (0..250).map(|n| record(&format!("r{n}"), "5", "unit: count").replace("\n  ", "\n\t")).collect(),
        ),
        ("content/sources.yaml", "- id: itu\n\ttitle: Facts\n\tpublisher: ITU\n".to_owned()),
    ];
    for (path, text) in &files {
        let folder = site(&[]);
        folder.write(path, text);
        let built = folder.build();
        let tabs: Vec<_> = built.report.findings().iter().filter(|it| it.code.as_str() == "invalid-yaml").collect();
        assert_eq!(tabs.len(), 1, "{path}");
        let edit = tabs[0].edit.as_ref().unwrap_or_else(|| panic!("{path}: {tabs:?}"));
        assert_eq!(edit.certainty, Certainty::Certain, "{path}");
        assert!(!edit.replacement.contains('\t'), "{path}");
        assert!(tabs[0].notes[0].ends_with(" lines are indented with tabs"), "{path}: {:?}", tabs[0].notes);
        let (code, out, err) = fix(folder.path(), &[]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
        assert!(out.contains("Changed 1 file: 1 finding fixed"), "{out}");
        let fixed = std::fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!(fixed, text.replace('\t', "  "), "{path}");
        assert_stable(&folder);
    }
}

fn numbered(key: &str, times: usize) -> String {
    (0..times).map(|n| format!("{key}{n}: words\n")).collect()
}
