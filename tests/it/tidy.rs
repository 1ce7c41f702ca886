//! The house rules, read off the sources as text, so that nobody has to remember them or to nag. Each test says what it
//! found, where, and why the rule is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use walkdir::WalkDir;

/// A file above this length asks to be two.
const LONGEST: usize = 400;

/// Files that are longer, each with the reason. An entry that is no longer needed fails the test too.
const LONGER: [(&str, &str); 0] = [];

/// Submodules that others may name. Every other folder has one door: what its `mod.rs` hands out.
const DOORS: [(&str, &str); 7] = [
    ("read", "markdown"),   // the parsed document is a subject of its own
    ("report", "catalog"),  // one constructor for each finding, grouped by subject
    ("report", "explain"),  // the stories behind findings
    ("report", "machine"),  // findings for programs
    ("report", "terminal"), // findings for people
    ("report", "text"),     // how text is shown on a terminal
    ("shrink", "wire"),     // what a host sends and how long it takes
];

/// Modules that may look at the machine, with what each may look at. The rest is pure: values in, values out.
const EDGES: [(&str, &[&str]); 10] = [
    ("system", &[DISK, CLOCK]),
    ("disk", &[DISK]),
    ("read", &[DISK]),
    ("publish", &[DISK, CLOCK]),
    ("external", &[DISK, CLOCK]),
    ("deploy", &[DISK]),
    ("serve", &[DISK, CLOCK, NETWORK]),
    ("cli", &[DISK, CLOCK, ENVIRONMENT]),
    ("main", &[DISK, CLOCK, ENVIRONMENT]),
    ("pipeline", &[LOOK]),
];

const DISK: &str = "the disk";
const LOOK: &str = "whether a file is there";
const CLOCK: &str = "the clock";
const ENVIRONMENT: &str = "the environment";
const NETWORK: &str = "the network";

/// What gives away that code looks at the machine.
const TRACES: [(&str, &[&str]); 5] = [
    (DISK, &["std::fs", "fs::", "walkdir", "WalkDir", "File::open", "rustix::", "system::", "std::process::Command"]),
    (LOOK, &[".is_dir()", ".is_file()", ".exists()", ".canonicalize()", ".symlink_metadata()", ".read_dir()"]),
    (CLOCK, &["SystemTime", "Instant::", "Timestamp::now", "::now()"]),
    (ENVIRONMENT, &["std::env", "env::var", "env::args"]),
    (NETWORK, &["std::net", "TcpStream", "TcpListener", "UdpSocket", "hyper::", "tokio::"]),
];

/// Crates that speak to a network and are wanted all the same: by the preview server, on loopback. That no other module
/// names them is seen to by [`TRACES`].
const PREVIEW_CRATES: [&str; 2] = ["hyper", "tokio"];

/// Crates that speak to a network.
const NETWORK_CRATES: [&str; 22] = [
    "async-std",
    "attohttpc",
    "axum",
    "curl",
    "git2",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "object_store",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tiny_http",
    "tokio",
    "tungstenite",
    "ureq",
    "warp",
];

/// A file of `src`.
struct Source {
    /// Its path below `src`, with `/`.
    path: String,
    text: String,
}

/// A line of code outside tests and comments.
struct Line<'a> {
    number: usize,
    code: &'a str,
    /// The whole line and the one before it, where a comment may give a reason.
    around: (&'a str, &'a str),
}

impl Source {
    /// The top-level module it belongs to: `read` for `read/markdown/mod.rs`.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or("");
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "tests.rs")
    }

    /// Lines of code. A test module stands at the end of its file; what follows its head is tests.
    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        let mut before = "";
        if self.is_test() {
            return lines;
        }
        let all: Vec<&str> = self.text.lines().collect();
        for (at, &line) in all.iter().enumerate() {
            let opens_tests = line.trim() == "#[cfg(test)]" && all.get(at + 1).is_some_and(|next| next.ends_with('{'));
            if opens_tests {
                break;
            }
            let code = line.split("//").next().unwrap_or("");
            if !code.trim().is_empty() {
                lines.push(Line { number: at + 1, code, around: (before, line) });
            }
            before = line;
        }
        lines
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    // What lies in `vendor` is somebody else's, kept as it came but for what its README says.
    let walk =
        WalkDir::new(&folder).sort_by_file_name().into_iter().filter_entry(|entry| entry.file_name() != "vendor");
    let files = walk.map(|entry| entry.expect("src can be walked"));
    let sources: Vec<Source> = files
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"))
        .map(|entry| Source {
            path: entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"),
            text: std::fs::read_to_string(entry.path()).unwrap(),
        })
        .collect();
    assert!(sources.len() > 50, "only {} files were found in src", sources.len());
    sources
}

/// Fails with the rule, the reason and every place.
fn forbid(rule: &str, why: &str, found: &[String]) {
    let list = found.iter().fold(String::new(), |mut list, place| {
        let _ = writeln!(list, "  {place}");
        list
    });
    assert!(found.is_empty(), "\n{rule}\nWhy: {why}\n{list}");
}

/// The modules of `src/lib.rs` in their order.
fn order() -> Vec<String> {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.split(';').next().map(str::to_owned));
    names.collect()
}

/// The paths below `crate::` that a line names; a group in braces counts as one path for each of its names.
fn crate_paths(code: &str) -> Vec<Vec<String>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            // A group of several lines would pass unread: its empty name is one that nothing has.
            let names = group.split_once('}').map_or("", |(names, _)| names);
            paths.extend(names.split(',').map(|name| name.trim().split("::").map(str::to_owned).collect()));
        } else {
            let end = rest.find(|c: char| !is_name(c) && c != ':').unwrap_or(rest.len());
            paths.push(rest[..end].split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect());
        }
    }
    paths
}

#[test]
fn a_module_uses_only_those_above_it() {
    let order = order();
    let rank = |module: &str| order.iter().position(|name| name == module);
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !matches!(source.module(), "lib" | "main")) {
        let own = rank(source.module()).unwrap_or_else(|| panic!("src/lib.rs does not name {}", source.module()));
        for line in source.lines() {
            for path in crate_paths(line.code) {
                if rank(&path[0]).is_none_or(|used| used > own) {
                    found.push(format!("src/{}:{}: crate::{}", source.path, line.number, path.join("::")));
                }
            }
        }
    }
    forbid(
        "A module uses only modules that stand above it in src/lib.rs.",
        "stages hand values forward and nobody calls back, so each can be read and tested without those after it",
        &found,
    );
}

#[test]
fn each_folder_has_one_door() {
    let mut found = Vec::new();
    for source in sources() {
        let mut folders = source.path.split('/');
        let (folder, rest) = (folders.next().unwrap_or(""), folders.collect::<Vec<_>>());
        for line in source.lines() {
            let place = format!("src/{}:{}", source.path, line.number);
            let opened = line.code.trim().strip_prefix("pub mod ").and_then(|name| name.split(';').next());
            if let Some(name) = opened.filter(|_| rest == ["mod.rs"])
                && !DOORS.contains(&(folder, name))
            {
                found.push(format!("{place}: `pub mod {name}` is a second door of {folder}"));
            }
            // `super` chains up to the root would pass every door unseen.
            let deepest = source.path.matches('/').count() + usize::from(!source.path.ends_with("mod.rs"));
            if line.code.matches("super::").count() >= deepest.max(1)
                && line.code.contains(&"super::".repeat(deepest.max(1)))
            {
                found.push(format!("{place}: `super` up to the root of the crate; write `crate::`"));
            }
            for path in crate_paths(line.code) {
                let is_module = |name: &String| name.starts_with(|c: char| c.is_lowercase());
                if let [module, inner, _, ..] = &path[..]
                    && module != source.module()
                    && is_module(inner)
                    && !DOORS.contains(&(module, inner))
                {
                    found.push(format!("{place}: crate::{}", path.join("::")));
                }
            }
        }
    }
    forbid(
        "A folder is used through its mod.rs: `crate::site::Page`, not `crate::site::page::Page`.",
        "what lies behind the door can be moved and split without touching anybody else",
        &found,
    );
}

#[test]
fn rendering_reads_other_pages_only_in_the_outline() {
    // A pattern with `..` would pass over a field that is added to the outline.
    let is_pattern = |code: &str| code.trim() == ".." || (code.contains("Outline") && code.contains(", .. }"));
    let reads =
        |path: &str, code: &str| path.starts_with("render/") && (code.contains("site.pages") || is_pattern(code));
    let mut found = Vec::new();
    for source in sources() {
        let lines = source.lines();
        for line in lines.iter().filter(|line| reads(&source.path, line.code)) {
            found.push(format!("src/{}:{}: {}", source.path, line.number, line.code.trim()));
        }
    }
    // The page that is rendered, in its one place.
    let own =
        found.iter().position(|line| line.starts_with("src/render/mod.rs:") && line.ends_with("site.pages[number]"));
    found.remove(own.expect("rendering looks up its page"));
    forbid(
        "rendering reads other pages only in the outline",
        "what is read elsewhere is not compared by the preview, which then shows pages that are out of date",
        &found,
    );
}

/// Files that may name a shortcode, each with the reason.
const NAMES_SHORTCODES: [(&str, &str); 52] = [
    ("render/marked/tags.rs", "elements of HTML"),
    ("site/list_readers.rs", "`pages`, `events`: lists of the outline that templates see"),
    ("read/markdown/removed.rs", "kinds of the element `input`"),
    ("read/markdown/tables.rs", "elements of HTML"),
    ("check/finished/faults.rs", "elements of HTML"),
    ("check/finished/names.rs", "elements of HTML"),
    ("check/finished/targets.rs", "elements of HTML"),
    ("check/finished/words.rs", "elements of HTML"),
    ("media/weights.rs", "`image`: a word of the report"),
    ("schema/mod.rs", "`events`: the name of a schema"),
    ("config/pictures.rs", "`image`: a key of the setting for link previews"),
    ("render/page_parts.rs", "`image`: a field that templates see"),
    ("render/inside.rs", "elements of HTML"),
    ("site/part_pictures.rs", "`image`: a key of the setting for link previews"),
    ("import/generators/zola.rs", "shortcodes of Zola"),
    ("import/repair.rs", "`image`: alternative text where there is none"),
    ("media/svg.rs", "elements of SVG"),
    ("read/theme/outside.rs", "elements of SVG"),
    ("report/equivalents.rs", "`image`: a key of other generators"),
    ("render/event.rs", "`quote`: a field of events that templates see"),
    ("render/figures/icons.rs", "`columns`: a field that templates see"),
    ("render/figures/mod.rs", "`details`: a field that templates see"),
    ("shrink/guard/blocks.rs", "elements of HTML"),
    ("shrink/requests.rs", "elements of HTML"),
    ("shrink/uses.rs", "elements of HTML"),
    ("shrink/syntax.rs", "`quote`: a sign of CSS"),
    ("import/generators/hugo/shortcodes.rs", "shortcodes of Hugo"),
    ("read/markdown/equivalents.rs", "shortcodes of other systems, and those of ours that mean the same"),
    ("import/menu.rs", "`pages`: a key of entries of menus"),
    ("import/mdx/blocks.rs", "elements of HTML"),
    ("read/markdown/constructs.rs", "kinds of notes in MkDocs"),
    ("read/markdown/harmless.rs", "elements of HTML"),
    ("read/markdown/sanitise.rs", "elements of HTML"),
    ("read/markdown/nesting.rs", "elements of HTML"),
    ("read/records/event.rs", "`quote`: a value of a record"),
    ("site/declaration.rs", "the parameters that give records to components, some of which are named like a shortcode"),
    ("render/view.rs", "`event`: a field of the pages that templates see"),
    ("read/front_matter.rs", "`event`: a key of the front matter"),
    ("config/menu.rs", "`pages`: a key of entries of the menu"),
    ("config/taxonomies.rs", "`event`: a key of the front matter"),
    ("render/asks.rs", "`pages`, `events`: lists of the outline"),
    ("cli/args.rs", "`pages`: how links end"),
    ("schema/events.rs", "`quote`: a value of a record"),
    ("schema/pages.rs", "`event`: a key of the front matter"),
    ("schema/settings.rs", "`image`, `pages`: keys of settings"),
    ("cli/new/kinds.rs", "`event`: a kind of site"),
    ("cli/languages.rs", "`pages`: a column of the table"),
    ("coverage/mod.rs", "`pages`: a key of JSON"),
    ("cli/import/shown.rs", "`pages`: a word, and a key of JSON"),
    ("serve/http/respond.rs", "`events`: the address that pages of the preview listen to"),
    ("words/languages/english/vocabulary.rs", "`chart`: a word after which a number counts nothing"),
    ("words/languages/french.rs", "`image`: a word after which a number counts nothing"),
];

#[test]
fn no_module_knows_a_shortcode_by_name() {
    let shortcodes = std::fs::read_dir(root().join("themes/plain/shortcodes")).unwrap();
    let names = shortcodes.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.map(|name| format!("\"{}\"", name.trim_end_matches(".html"))).collect();
    assert!(names.contains(&"\"stat\"".to_owned()), "{names:?}");
    let mut unused: BTreeMap<&str, &str> = NAMES_SHORTCODES.into();
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !source.path.starts_with("report/catalog/")) {
        let lines = source.lines();
        for line in lines.iter().filter(|line| names.iter().any(|name| line.code.contains(name.as_str()))) {
            if !NAMES_SHORTCODES.iter().any(|(path, _)| *path == source.path) {
                found.push(format!("src/{}:{}: {}", source.path, line.number, line.code.trim()));
            }
            unused.remove(source.path.as_str());
        }
    }
    found.extend(unused.keys().map(|path| format!("src/{path} names no shortcode: take it out of NAMES_SHORTCODES")));
    forbid(
        "No module knows a shortcode by name; what a call takes follows from the parameters of its component.",
        "a shortcode of another theme gets the same checks as those of `plain`",
        &found,
    );
}

#[test]
fn files_are_short() {
    let mut needed: BTreeMap<&str, &str> = LONGER.into();
    let mut found = Vec::new();
    for source in sources() {
        let length = source.text.lines().count();
        if length > LONGEST && needed.remove(source.path.as_str()).is_none() {
            found.push(format!("src/{}: {length} lines", source.path));
        }
    }
    found.extend(needed.keys().map(|path| format!("src/{path} is short or gone: take it out of the table LONGER")));
    forbid(
        &format!("A file in src has at most {LONGEST} lines."),
        "trouble in programs of this kind gathers in the one file that took everything in",
        &found,
    );
}

#[test]
fn disk_clock_environment_and_network_are_at_the_edges() {
    let mut found = Vec::new();
    for source in sources() {
        let allowed = EDGES.iter().find(|(module, _)| *module == source.module()).map_or(&[][..], |(_, may)| may);
        for line in source.lines() {
            for (what, traces) in TRACES {
                let may = allowed.contains(&what) || (what == LOOK && allowed.contains(&DISK));
                if let Some(trace) = traces.iter().find(|trace| line.code.contains(**trace)).filter(|_| !may) {
                    found.push(format!("src/{}:{}: `{trace}` looks at {what}", source.path, line.number));
                }
            }
        }
    }
    forbid(
        "Only system, disk, read, publish, external, deploy, serve and cli look at the machine, and only serve at the network.",
        "the same input must give the same bytes, and a stage without side effects can be tested with values",
        &found,
    );
}

#[test]
fn only_system_knows_the_operating_system() {
    const TRACES: [&str; 10] = [
        "rustix",
        "winapi",
        "std::os::",
        "target_os",
        "cfg(unix",
        "cfg(windows",
        "cfg!(unix",
        "cfg!(windows",
        ".canonicalize()",
        "fs::canonicalize",
    ];
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.module() != "system") {
        for line in source.lines() {
            if let Some(trace) = TRACES.into_iter().find(|trace| line.code.contains(trace)) {
                found.push(format!("src/{}:{}: `{trace}`", source.path, line.number));
            }
        }
    }
    forbid(
        "Only src/system calls what one operating system has and another has not.",
        "its two parts have the same items, so that every other module works on each system; `canonicalize` there has no `\\\\?\\`",
        &found,
    );
}

#[test]
fn no_crate_speaks_to_a_network() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("\n[dependencies]\n").nth(1).expect("Cargo.toml has dependencies");
    let dependencies = dependencies.split("\n[").next().unwrap_or("");
    let names: Vec<&str> =
        dependencies.lines().filter_map(|line| line.split_once(" = ").map(|(name, _)| name)).collect();
    let wanted = |name: &str| PREVIEW_CRATES.contains(&name);
    let mut found: Vec<String> = names
        .iter()
        .filter(|name| NETWORK_CRATES.contains(name) && !wanted(name))
        .map(|name| format!("Cargo.toml: {name}"))
        .collect();
    let gone = PREVIEW_CRATES.iter().filter(|name| !names.contains(name));
    found.extend(gone.map(|name| format!("Cargo.toml: {name} is gone: take it out of the table PREVIEW_CRATES")));
    // Of a server that listens there must be no way to a client that asks.
    let lines = dependencies.lines().filter(|line| wanted(line.split(' ').next().unwrap_or("")));
    let asking =
        lines.filter(|line| ["client", "full", "fs", "process"].iter().any(|it| line.contains(&format!("\"{it}\""))));
    found.extend(asking.map(|line| format!("Cargo.toml: {line}")));
    forbid(
        "No dependency speaks to a network, but for those that the preview server listens with.",
        "`build` and `check` work on a boat, and an editor's text goes nowhere",
        &found,
    );
}

#[test]
fn what_may_panic_says_why_it_does_not() {
    let mut found = Vec::new();
    for source in sources() {
        for line in source.lines() {
            let trace = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "assert!("]
                .into_iter()
                .find(|trace| line.code.contains(trace) && !line.code.contains("debug_assert"));
            let (before, own) = line.around;
            let has_reason = own.contains("//") || before.trim_start().starts_with("//");
            if let Some(trace) = trace.filter(|_| !has_reason) {
                found.push(format!("src/{}:{}: `{trace}`", source.path, line.number));
            }
        }
    }
    forbid(
        "Outside tests, what can panic has a comment on its line or the line above that says why it cannot happen.",
        "an editor's mistake is a finding and the machine's a failure; a panic is neither, it is our fault",
        &found,
    );
}

/// Files and modules that show findings, apply their edits or set their levels. The others only add findings.
const READERS: [&str; 7] = [
    "report/",
    "check/levels.rs",
    "pipeline.rs",
    "fix/",
    "import/repair.rs", // as `fix`: it edits what a finding names
    "cli/",
    "serve/",
];

/// The places in `code` that read a list of findings: they iterate over it, search it, or take it as a slice. Copying it
/// into another list (`.iter().cloned()`) and moving it on (`.into_iter()`) do not count.
fn readings(code: &str) -> Vec<(usize, &str)> {
    const READS: [&str; 12] = [
        ".iter(",
        ".iter_mut(",
        ".par_iter(",
        ".first(",
        ".last(",
        ".get(",
        ".contains(",
        ".retain(",
        ".retain_mut(",
        ".drain(",
        ".as_slice(",
        "[",
    ];
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, word) in code.match_indices("findings") {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        if before.ends_with(is_name) || after.starts_with(is_name) {
            continue;
        }
        let after = after.trim_start();
        let is_copied = after.strip_prefix(".iter()").is_some_and(|rest| rest.trim_start().starts_with(".cloned()"));
        // `self.findings` and `kept.findings` are lists too.
        let owner = before.trim_end_matches(|c| is_name(c) || c == '.');
        let owner = owner.trim_end().trim_end_matches("mut").trim_end().trim_end_matches('&');
        let is_loop = owner.trim_end().ends_with(" in") && after.starts_with('{');
        if is_loop || (READS.iter().any(|read| after.starts_with(read)) && !is_copied) {
            found.push((at, word));
        }
    }
    for slice in ["&[Finding]", "&Vec<Finding>"] {
        found.extend(code.match_indices(slice));
    }
    found
}

#[test]
fn no_stage_reads_the_findings_of_another() {
    let mut found = Vec::new();
    for source in sources() {
        if READERS.iter().any(|reader| source.path.starts_with(reader)) {
            continue;
        }
        // A chain of calls may go on in the next line.
        let lines = source.lines();
        let code: String = lines.iter().map(|line| format!("{}\n", line.code)).collect();
        for (at, what) in readings(&code) {
            let line = &lines[code[..at].matches('\n').count()];
            found.push(format!("src/{}:{}: `{what}` is read", source.path, line.number));
        }
    }
    forbid(
        "A stage does not read the list of findings.",
        "what one stage must know of another is in the values that it returns; findings are only for people",
        &found,
    );
}

#[test]
fn reading_findings_is_recognised() {
    let reads = [
        "findings.iter().any(|finding| finding.code == code)",
        "for finding in findings {",
        "for finding in &findings {",
        "for finding in &mut kept.findings {",
        "self.findings\n    .iter()\n    .filter(",
        "findings.first()",
        "let one = findings[0];",
        "fn unusable(findings: &[Finding]) {",
    ];
    for code in reads {
        assert!(!readings(code).is_empty(), "{code}");
    }
    let others = [
        "findings.push(finding);",
        "findings.extend(kept.findings.iter().cloned());",
        "findings.extend(text.findings\n    .iter()\n    .cloned());",
        "fn read(findings: &mut Vec<Finding>) {",
        "findings.into_iter().for_each(|finding| fields.report(finding));",
        "Kept { findings }",
        "let all_findings = notes.iter();",
        "in_findings.iter()",
    ];
    for code in others {
        assert!(readings(code).is_empty(), "{code}");
    }
}

#[test]
fn nothing_is_left_for_later() {
    let unfinished = ["todo!(", "unimplemented!(", "FIXME", "XXX", "TODO", "dbg!("];
    let mut found = Vec::new();
    for source in sources() {
        for (at, line) in source.text.lines().enumerate() {
            if let Some(trace) = unfinished.iter().find(|trace| line.contains(**trace)) {
                found.push(format!("src/{}:{}: {trace}", source.path, at + 1));
            }
        }
    }
    forbid("No TODO, FIXME or XXX.", "what is not done is either not needed or a promise that nobody keeps", &found);
}

/// A file that no `mod` names is not compiled, and its tests never run, without a word from the compiler.
#[test]
fn each_file_is_part_of_the_program_or_of_its_tests() {
    for folder in ["src", "tests/it"] {
        let walk = WalkDir::new(root().join(folder)).into_iter().filter_entry(|entry| entry.file_name() != "vendor");
        let paths = walk.map(|entry| entry.expect("the folder can be walked").into_path());
        let paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect();
        let all: String = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
        let modules = all.lines().filter_map(|line| line.split_once(';')?.0.rsplit_once("mod ").map(|(_, name)| name));
        let files = all.split(".rs\"]").filter_map(|text| text.rsplit(['"', '/']).next());
        let named: BTreeSet<&str> = modules.chain(files).collect();
        let is_named = |path: &&std::path::PathBuf| {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
            let name = match stem {
                "mod" => path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).expect("a folder"),
                stem => stem,
            };
            matches!(stem, "lib" | "main") || named.contains(name)
        };
        let found: Vec<String> =
            paths.iter().filter(|path| !is_named(path)).map(|path| path.display().to_string()).collect();
        forbid("Each file is named by a `mod`.", "nothing else compiles it, or runs its tests", &found);
        assert!(paths.len() > 50, "{folder}");
    }
}

#[test]
fn each_file_says_what_it_is() {
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| !source.is_test() && !source.text.starts_with("//! "))
        .map(|source| format!("src/{}:1", source.path))
        .collect();
    forbid(
        "A file of src begins with a `//!` line.",
        "a newcomer reads the heads of a folder before its files",
        &found,
    );
}

#[test]
fn only_the_screen_speaks() {
    let found: Vec<String> = sources()
        .iter()
        .flat_map(|source| source.lines().into_iter().map(move |line| (source, line)).collect::<Vec<_>>())
        .filter(|(_, line)| ["println!(", "eprintln!(", "print!(", "eprint!("].iter().any(|it| line.code.contains(it)))
        .map(|(source, line)| format!("src/{}:{}", source.path, line.number))
        .collect();
    forbid(
        "Nothing prints; cli::screen writes, and says so when it cannot.",
        "`println!` panics when its reader goes away, and library code must be quiet",
        &found,
    );
}

#[test]
fn the_top_level_is_small() {
    let allowed =
        ["Cargo.toml", "Cargo.lock", "src", "content", "themes", "public", "tests", "README.md", "CHANGELOG.md"];
    // Made by tools, and ignored by version control.
    let made = ["target", "node_modules"];
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let fine = name.starts_with('.') || name.starts_with("LICENSE-");
        if !fine && !allowed.contains(&name.as_str()) && !made.contains(&name.as_str()) {
            found.push(name);
        }
    }
    found.sort();
    forbid(
        "The top level holds the crate, the site and its words, and nothing else.",
        "whoever opens the repository should see at once what is program, content, theme and test",
        &found,
    );
}

/// A turn of phrase that is not plain English: its words, the words before and after it that make it plain after all, and
/// what to write instead.
type Phrase = (&'static str, &'static [&'static str], &'static [&'static str], &'static str);

const NOT_LESS: &[&str] = &["longer", "less", "more", "fewer", "need", "point", "reason", "doubt", "matter"];
const BEHIND: &[&str] = &[
    "left", "leave", "leaves", "leaving", "lag", "lags", "fall", "falls", "hours", "hour", "minutes", "far", "stay",
    "stays",
];

/// Turns of phrase that are not plain English. To add one, add a row; letter case and line breaks do not matter.
const PHRASES: &[Phrase] = &[
    ("mend", &["latn"], &[], "fix"), // the code of a script after that of another
    ("mends", &[], &[], "fixes"),
    ("mended", &[], &[], "fixed"),
    ("mending", &[], &[], "fixing"),
    ("anew", &[], &[], "again"),
    ("to be had", &[], &[], "available"),
    ("stands still", &[], &[], "does not change"),
    ("stand still", &[], &[], "do not change"),
    ("so many", &[], &[], "the maximum number of"),
    ("dear", &[], &[], "expensive"),
    ("is no", &["there"], NOT_LESS, "is not a"),
    ("are no", &["there"], NOT_LESS, "are not"),
    ("was no", &["there"], NOT_LESS, "was not a"),
    ("were no", &["there"], NOT_LESS, "were not"),
    ("be no", &["there", "may", "can", "should", "would", "must", "will"], NOT_LESS, "not be a"),
    ("is none", &["there"], &["of"], "is not one"),
    ("are none", &["there"], &["of"], "are not"),
    ("behind", BEHIND, &["utc", "proxies"], "after"),
    ("is told", &[], &["apart", "from", "to", "that", "how", "where"], "is reported"),
    ("are told", &[], &["apart", "from", "to", "that", "how", "where"], "are reported"),
    ("told as", &[], &[], "reported as"),
    ("tell the story", &[], &[], "explain"),
    ("tells the story", &[], &[], "explains"),
    ("tell the number", &[], &[], "give the number"),
    ("is asked for", &[], &[], "is requested"),
    ("are asked for", &[], &[], "are requested"),
    ("was asked for", &[], &[], "was requested"),
    ("were asked for", &[], &[], "were requested"),
    ("answers with", &[], &[], "returns"),
    ("good last", &[], &[], "last good"),
    ("it has to be", &[], &[], "it must be"),
    ("belongs to no", &[], &[], "is not backed by a"),
    ("belong to no", &[], &[], "are not backed by a"),
    ("of no use", &[], &[], "unusable"),
    ("on no day", &[], &[], "never"),
    ("the name of no", &[], &[], "there is no … called"),
    ("replaced by itself", &[], &[], "forms a cycle"),
    ("second mistake", &[], &[], "is not reported again"),
    ("found wrong", &[], &[], "invalid"),
    ("is looked", &[], &[], "we check"),
    ("are looked", &[], &[], "we check"),
    ("is found of", &[], &[], "is reported for"),
    ("travels as", &[], &[], "is … on the wire"),
    ("whichever process", &[], &[], "even if the process"),
    ("gives no watch", &[], &[], "watching is unavailable"),
    ("can be called here", &[], &[], "can be used here"),
    ("says something else than", &[], &[], "does not fit"),
    ("no more watched", &[], &[], "not watched"),
    ("not any more", &[], &[], "no longer"),
    ("is found out", &[], &[], "is detected"),
    ("being found out", &[], &[], "computed"),
    ("what stands", &[], &[], "what is"),
    ("whatever stands", &[], &[], "whatever is"),
    ("where it stands", &[], &[], "where it is"),
    ("stands for itself", &[], &[], "is on its own"),
    ("speak of", &[], &[], "name"),
    ("speaks of", &[], &[], "names"),
    ("at hand", &[], &[], "current"),
    ("in vain", &[], &[], "without effect"),
    ("many a", &[], &[], "many"),
    ("goes on on", &[], &[], "continues on"),
    ("go on on", &[], &[], "continue on"),
    ("readers choose all colours", &[], &[], "in forced-colours mode"),
    ("stay on paper", &[], &[], "are printed"),
    ("stays on paper", &[], &[], "is printed"),
    ("counted apart", &[], &[], "counted separately"),
    ("thrown away", &[], &[], "discarded"),
    ("package of npm", &[], &[], "npm package"),
    ("packages of npm", &[], &[], "npm packages"),
    ("all but publishing", &[], &[], "everything except publish"),
    ("other things are shown", &[], &[], "is shown differently"),
    ("is to be said of", &[], &[], "is reported for"),
    ("look whether", &[], &[], "check whether"),
    ("what it weighed", &[], &[], "its earlier weight"),
];

/// Names of types that say nothing of what they are.
const VAGUE_TYPES: [&str; 18] = [
    "Begun",
    "Crowd",
    "Desk",
    "Frame",
    "Furnished",
    "Ground",
    "Kept",
    "Look",
    "Made",
    "Own",
    "Pulse",
    "Scale",
    "Seen",
    "Shared",
    "Stale",
    "Thing",
    "Told",
    "World",
];

/// Types that keep such a name, each with the reason.
const FITTING_TYPES: [(&str, &str, &str); 1] =
    [("read/numbers.rs", "Scale", "million or billion: the scale of a number")];

/// Folders of `tests` whose files are inputs and outputs of the program, not written about it.
const TEST_DATA: [&str; 6] = ["fixtures", "gallery", "golden", "node_modules", "screenshots", "sites"];

/// Words of a text with their lines. A line break, a comment mark or a quote in back-ticks does not interrupt a sentence;
/// punctuation does, as a word of its own. The underscores in the name of a function are spaces.
fn words(text: &str, is_rust: bool) -> Vec<(String, usize)> {
    let mut words = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start().trim_start_matches(['/', '!', '#', '*', '-']).trim_end_matches('\\');
        let mut is_function = false;
        for part in line.split_whitespace() {
            let part = if is_function { part.replace('_', " ") } else { part.to_owned() };
            is_function = is_rust && part == "fn";
            let mut word = String::new();
            for c in part.chars() {
                if c.is_alphanumeric() || matches!(c, '_' | '-' | '\'') {
                    word.push(c);
                    continue;
                }
                if !word.is_empty() {
                    words.push((lowercase(&std::mem::take(&mut word)), at + 1));
                }
                if !matches!(c, ' ' | '`') {
                    words.push((c.to_string(), at + 1));
                }
            }
            if !word.is_empty() {
                words.push((lowercase(&word), at + 1));
            }
        }
    }
    words
}

/// A word as the table of phrases has it. `None` is a value of Rust and Python, not a word.
fn lowercase(word: &str) -> String {
    let word = word.trim_matches('\'');
    if word == "None" { word.to_owned() } else { word.to_lowercase() }
}

/// The phrases in a text, each with its line and what to write instead.
fn phrases(text: &str, is_rust: bool) -> Vec<(usize, &'static str, &'static str)> {
    static BY_FIRST_WORD: LazyLock<BTreeMap<&str, Vec<&Phrase>>> = LazyLock::new(|| {
        let mut phrases: BTreeMap<&str, Vec<&Phrase>> = BTreeMap::new();
        for phrase in PHRASES {
            phrases.entry(phrase.0.split(' ').next().unwrap_or_default()).or_default().push(phrase);
        }
        phrases
    });
    let words = words(text, is_rust);
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |(word, _)| word.as_str());
    let mut found = Vec::new();
    for (at, (first, line)) in words.iter().enumerate() {
        for &&(phrase, before, after, plain) in BY_FIRST_WORD.get(first.as_str()).into_iter().flatten() {
            let wanted: Vec<&str> = phrase.split(' ').collect();
            let is_here = wanted.iter().enumerate().all(|(number, wanted)| word(Some(at + number)) == *wanted);
            let is_plain =
                || before.contains(&word(at.checked_sub(1))) || after.contains(&word(Some(at + wanted.len())));
            if is_here && !is_plain() {
                found.push((*line, phrase, plain));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Files that people read: sources, tests, the README and themes, by their path with `/`.
fn readable_files() -> Vec<(String, String)> {
    let folders = ["src", "tests", "themes", ".github", "README.md"].map(|name| root().join(name));
    let is_read = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        name != "vendor" && !(entry.file_type().is_dir() && TEST_DATA.contains(&&*name))
    };
    let entries =
        folders.iter().flat_map(|folder| WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_read));
    let files = entries.map(|entry| entry.expect("folders can be walked")).filter(|entry| entry.file_type().is_file());
    let texts = files.filter_map(|entry| {
        let path = entry.path().strip_prefix(root()).ok()?.to_str()?.replace('\\', "/");
        Some((path, std::fs::read_to_string(entry.path()).ok()?))
    });
    // This file lists the phrases.
    texts.filter(|(path, _)| path != "tests/it/tidy.rs").collect()
}

#[test]
fn texts_are_plain_english() {
    let files = readable_files();
    assert!(files.len() > 150, "only {} files were found", files.len());
    // A word alone in quotes is data, such as the English words that the program reads in prose.
    let words = PHRASES.iter().filter(|(phrase, ..)| !phrase.contains(' '));
    let words_in_quotes = AhoCorasick::new(words.map(|(word, ..)| format!("\"{word}\""))).expect("a few words");
    let no_words = vec!["\"\""; words_in_quotes.patterns_len()];
    let mut found = Vec::new();
    for (path, text) in &files {
        let is_rust = path.ends_with(".rs");
        let text = words_in_quotes.replace_all(text, &no_words);
        found.extend(
            phrases(&text, is_rust)
                .iter()
                .map(|(line, phrase, plain)| format!("{path}:{line}: `{phrase}`: write `{plain}`")),
        );
    }
    forbid(
        "Names, comments, messages and documentation are plain English; tests/it/tidy.rs lists phrases that are not.",
        "a stranger must not need a dictionary, and such phrases spread",
        &found,
    );
}

#[test]
fn phrases_are_found_across_lines_and_only_as_whole_words() {
    let found =
        |text: &str| phrases(text, true).into_iter().map(|(line, phrase, _)| (line, phrase)).collect::<Vec<_>>();
    assert_eq!(found("/// It is made\n/// anew, `x` is\n//! no slug"), [(2, "anew"), (2, "is no")]);
    assert_eq!(found("fn what_is_no_address_is_refused() {"), [(1, "is no")]);
    assert_eq!(found("\"stands behind `world`\""), [(1, "behind")]);
    assert_eq!(found("check('it loads anew')"), [(1, "anew")]);
    for plain in [
        "there is no slug",
        "it is no longer there",
        "recommended",
        "is. No",
        "let is_no = 1",
        "left behind",
        "if entry is None:",
        "five hours behind UTC",
        "\"is\", \"no\"",
    ] {
        assert_eq!(found(plain), [], "{plain}");
    }
}

#[test]
fn types_are_named_for_what_they_are_and_made_by_usual_constructors() {
    let mut found = Vec::new();
    let mut needed: Vec<(&str, &str)> = FITTING_TYPES.iter().map(|(path, name, _)| (*path, *name)).collect();
    for source in sources() {
        for line in source.lines() {
            let place = format!("src/{}:{}", source.path, line.number);
            let parts: Vec<&str> =
                line.code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|part| !part.is_empty()).collect();
            for pair in parts.windows(2) {
                let (kind, name) = (pair[0], pair[1]);
                let is_vague = matches!(kind, "struct" | "enum" | "trait" | "type") && VAGUE_TYPES.contains(&name);
                if is_vague && !needed.contains(&(source.path.as_str(), name)) {
                    found.push(format!("{place}: `{kind} {name}`"));
                }
                needed.retain(|entry| !(is_vague && *entry == (source.path.as_str(), name)));
                if (kind, name) == ("fn", "of") {
                    found.push(format!("{place}: `fn of`: a constructor is `new`, `from_…` or `with_…`"));
                }
            }
        }
    }
    found.extend(needed.iter().map(|(path, name)| format!("src/{path}: take `{name}` out of the table FITTING_TYPES")));
    forbid(
        "A type is named for what it is in general terms, and a constructor is `new`, `from_…` or `with_…`.",
        "names that only the author understands have to be looked up at every use",
        &found,
    );
}
