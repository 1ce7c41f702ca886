//! The command line from outside: what it says, and how it ends.

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn firstflight(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstflight"));
    command.current_dir(folder).env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    firstflight(folder).args(arguments).output().expect("the command starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("standard output is text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("standard error is text")
}

/// What is said where a command is wrong; nothing may be said on standard output then.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()), "{arguments:?}");
    stderr(&output)
}

#[test]
fn without_a_command_short_help_is_shown_and_the_exit_code_is_two() {
    let folder = tempfile::tempdir().unwrap();
    let said = refused(folder.path(), &[]);
    assert!(said.contains("Usage: firstflight <COMMAND>") && said.contains("\n  build "), "{said}");
    assert!(!said.contains("five minutes"), "long help is for those who ask for it: {said}");
}

#[test]
fn help_teaches() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["--help"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(stdout(&output), @r"
    A static microsite generator for readers on slow links. It turns Markdown and statistics into pages
    of one file each, which arrive complete in the first round trip and work without scripts.

    The first five minutes:
      firstflight new site my-site    creates a small example site
      cd my-site
      firstflight build               builds it into public/ and reports what each page weighs
      firstflight serve               shows it in a browser and reloads it whenever a file is saved
      ...                             edit a line in content/en/index.md
      firstflight check               reports every mistake at once and writes nothing
      firstflight fix                 fixes what can be fixed without doubt
      firstflight explain CODE        explains a finding
      firstflight guide               opens the guide, which needs no network

    Usage: firstflight <COMMAND>

    Commands:
      build            Build the site and publish it into a folder
      serve            Preview the site in a browser and rebuild it after each change
      check            Report every mistake without writing any file
      check-external   Ask other sites whether the addresses that pages name are still there
      fix              Fix what can be fixed without doubt, and show the changes
      new              Create a site, a page, a theme or a language
      mark-translated  Note that translations are up to date with the pages that they were made from
      import           Import a site from another generator
      statement        Write an accessibility statement from what was checked
      host-config      Print the configuration of nginx or Caddy for the site
      deploy           Send what the last build published to a host
      why              Show what an address is made from, and what leads to it
      diff             Show what differs between two published sites
      explain          Explain a finding, or list all findings
      schema           Print the JSON Schema of a file of a site, for editors
      guide            Open the guide: how to write, publish and change the look of a site
      completions      Write a completion script for a shell

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Exit codes:
      0  success
      1  the site has errors (or warnings, with --strict); nothing was published
      2  a file, folder or port cannot be used, or the command line is wrong

    Help for one command:  firstflight build --help
    ");
}

#[test]
fn every_command_has_examples_and_lines_that_fit() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "build",
        "serve",
        "check",
        "fix",
        "new",
        "new site",
        "new page",
        "new language",
        "mark-translated",
        "statement",
        "host-config",
        "check-external",
        "deploy",
        "why",
        "diff",
        "explain",
        "schema",
        "guide",
        "completions",
    ] {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        arguments.push("--help");
        let help = stdout(&run(folder.path(), &arguments));
        assert!(help.contains("Example") && help.contains(&format!("  firstflight {command}")), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
}

#[test]
fn wrong_flags_exit_with_two_and_are_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(refused(at, &["biuld"]).contains("a similar subcommand exists: 'build'"));
    assert!(refused(at, &["build", "--drfts"]).contains("a similar argument exists: '--drafts'"));
    assert!(refused(at, &["check", "--out", "x"]).contains("unexpected argument '--out'"));
    for command in ["build", "check", "serve", "fix"] {
        assert!(
            refused(at, &[command, "--jobs", "0"])
                .contains("write a whole number between 1 and 1024, as in `--jobs 2`")
        );
    }
    assert!(refused(at, &["build", "--links", "pretty"]).contains("[possible values: pages, files]"));
    assert_eq!(
        refused(at, &["build", "--at", "23.11.2026"]),
        "error: `23.11.2026` is not a valid date\n  |\n  = help: write year, month and day, as in `--at 2026-11-23`\n"
    );
    let output = firstflight(at).arg("check").env("SOURCE_DATE_EPOCH", "soon").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("error: SOURCE_DATE_EPOCH is `soon`, which is not a valid time\n"));
    let said = refused(at, &["build", "--site", "no\u{1b}[31mwhere"]);
    assert!(said.starts_with("error: there is no folder no␛[31mwhere\n"), "{said}");
}

#[test]
fn explain_explains_lists_and_suggests() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(
        stdout(&run(at, &["explain", "broken-link"]))
            .starts_with("error[broken-link]\n\nA link does not lead to a page")
    );
    assert!(stdout(&run(at, &["explain"])).contains("\nerror*    broken-link "));
    assert_eq!(
        refused(at, &["explain", "brokenlink"]),
        "error: there is no finding called `brokenlink`\n  |\n  = help: run `firstflight explain broken-link`\n"
    );
}

#[test]
fn completions_are_written_for_every_shell() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = run(folder.path(), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(stdout(&output).contains("firstflight"), "{shell}");
    }
    assert!(refused(folder.path(), &["completions", "dos"]).contains("possible values: bash"));
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [["completions", "bash"].as_slice(), &["explain"], &["--help"]] {
        let mut child =
            firstflight(folder.path()).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_at_standard_output_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = firstflight(folder.path()).arg("explain").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("error: cannot write to standard output: "), "{}", stderr(&output));
}

#[test]
fn a_new_site_is_written_once_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let output = run(at, &["new", "site", "my site"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("wrote my site/content/site.yaml\n"), "{}", stdout(&output));
    assert!(
        stdout(&output).ends_with(
            "\nNext:\n  cd 'my site'\n  firstflight build\n  firstflight serve --open    (to see it while you write)\n  \
             firstflight guide           (how to go on)\n"
        ),
        "{}",
        stdout(&output)
    );
    let files = ["content/site.yaml", "content/statistics.yaml", "content/sources.yaml", "README.md"];
    for file in files.into_iter().chain(["content/en/index.md", "content/en/first-page.md"]) {
        assert!(at.join("my site").join(file).is_file(), "{file}");
    }
    assert_eq!(
        refused(at, &["new", "site", "my site"]),
        "error: my site is not empty\n  |\n  \
         = help: name a new folder, as in `firstflight new site my-site`; nothing was written\n"
    );
    assert!(refused(at, &["new", "site", "my site/README.md"]).starts_with("error: my site/README.md is a file"));
    std::fs::create_dir(at.join("empty")).unwrap();
    assert_eq!(run(at, &["new", "site", "empty"]).status.code(), Some(0), "an empty folder will do");
}

#[test]
fn a_new_page_begins_with_front_matter_and_says_what_comes_next() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(refused(at, &["new", "page", "content/en/a.md"]).contains("there is no folder content/ in ."));
    run(at, &["new", "site", "."]);
    let output = run(at, &["new", "page", "content/en/news/first-meeting.md"]);
    insta::assert_snapshot!(stdout(&output), @r"
    wrote content/en/news/first-meeting.md

    Next:
      edit the title, the description and the text below them
      firstflight new page content/en/news/index.md    (the index page of the section)
      link to it from another page, and run firstflight check
    ");
    let page = std::fs::read_to_string(at.join("content/en/news/first-meeting.md")).unwrap();
    assert_eq!(
        page,
        "---\ntitle: First meeting\ndescription: What this page is about, in one sentence.\n---\n\nWrite here.\n"
    );
    let said = refused(at, &["new", "page", "content/en/news/first-meeting.md"]);
    assert!(said.contains("first-meeting.md already exists"), "{said}");
    assert_eq!(std::fs::read_to_string(at.join("content/en/news/first-meeting.md")).unwrap(), page);
    for (path, why) in [
        ("content/a.md", "content/LANG/"),
        ("content/en/a.txt", "must end in .md"),
        ("../content/en/a.md", "without `..`"),
        ("content/en/.a.md", "`.a.md` belongs to a hidden, temporary or backup file"),
        ("content/my pages/a.md", "`my pages` is not a language tag"),
    ] {
        let said = refused(at, &["new", "page", path]);
        assert!(said.contains(why) && said.contains("write a path such as content/en/contact.md"), "{said}");
    }
    for path in ["content/en/new/deep/P q.md", "content/en/ok_name.v2.md", "content/en/what: \"why\"?.md"] {
        let made = run(at, &["new", "page", path]);
        assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    }
    let spaced = run(at, &["new", "page", "content/en/my notes/a.md"]);
    assert!(stdout(&spaced).contains("firstflight new page 'content/en/my notes/index.md'"), "{}", stdout(&spaced));
    let check = run(at, &["check"]);
    assert!(!stderr(&check).contains("error["), "{}", stderr(&check));
    let elsewhere = run(Path::new("/"), &["new", "page", "--site", at.to_str().unwrap(), "content/fr/index.md"]);
    assert!(stdout(&elsewhere).contains("add `fr: { at: /fr/ }` to `languages`"), "{}", stderr(&elsewhere));
}

#[test]
fn a_new_site_builds_clean() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    run(at, &["new", "site", "."]);
    let check = run(at, &["check", "--strict", "--format", "json"]);
    assert_eq!(check.status.code(), Some(0), "{}{}", stdout(&check), stderr(&check));
    assert!(!at.join("public").exists(), "check writes nothing");
    let shown = stdout(&check);
    let (findings, summary) = shown.trim_end().rsplit_once('\n').expect("findings and a summary");
    assert!(summary.starts_with(r#"{"version":1,"errors":0,"warnings":0,"notes":"#), "{summary}");
    for line in findings.lines() {
        assert!(line.starts_with(r#"{"level":"note","code":"#), "{line}");
    }
    let build = run(at, &["build", "--strict"]);
    assert_eq!(build.status.code(), Some(0), "{}", stderr(&build));
    assert!(at.join("public/index.html").is_file());
    let report = stdout(&build);
    assert!(report.contains("\npage ") && report.contains(" published in public/: "), "{report}");
    assert!(report.lines().all(|line| line.chars().count() <= 100 || line.contains("published")), "{report}");
}

#[test]
fn a_mistake_exits_with_one_and_the_last_good_site_stays() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    run(at, &["new", "site", "."]);
    run(at, &["build"]);
    let published = std::fs::read(at.join("public/index.html")).unwrap();
    std::fs::write(at.join("content/en/index.md"), "---\ntitle: Home\n---\n\n[x](nowhere.md)\n").unwrap();
    let build = run(at, &["build"]);
    assert_eq!((build.status.code(), stdout(&build)), (Some(1), String::new()));
    let said = stderr(&build);
    assert!(said.contains(" --> content/en/index.md:5:5\n"), "{said}");
    assert!(said.contains("Nothing was published; public/ still contains the last good site.\n"), "{said}");
    assert_eq!(std::fs::read(at.join("public/index.html")).unwrap(), published);
    let check = run(at, &["check", "--format", "json"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(stdout(&check).contains(r#""file":"content/en/index.md","line":5,"column":5,"#), "{}", stdout(&check));
    assert!(stderr(&check).starts_with("1 error in 1 file"), "{}", stderr(&check));
}

#[test]
fn strict_makes_warnings_errors_wherever_they_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    run(at, &["new", "site", "."]);
    run(at, &["build"]);
    let published = std::fs::read(at.join("public/index.html")).unwrap();
    // A page over its budget is found last, after publishing could have begun.
    let site = std::fs::read_to_string(at.join("content/site.yaml")).unwrap();
    for (settings, text, code) in [
        (site.clone(), "A <b>bold</b> word <i onclick='x()'>.", "raw-html"),
        (site.replace("page: 8500", "page: 700") + "\nfindings: { over-budget: warning }\n", "Short.", "over-budget"),
    ] {
        std::fs::write(at.join("content/site.yaml"), settings).unwrap();
        std::fs::write(at.join("content/en/index.md"), format!("---\ntitle: Home\n---\n\n{text}\n")).unwrap();
        let lenient = run(at, &["check"]);
        let strict = run(at, &["build", "--strict"]);
        assert!(stderr(&lenient).contains(&format!("warning[{code}]")), "{}", stderr(&lenient));
        assert_eq!(lenient.status.code(), Some(0), "{}", stderr(&lenient));
        assert_eq!((strict.status.code(), stdout(&strict)), (Some(1), String::new()), "{code}");
        let said = stderr(&strict);
        assert!(said.contains(&format!("error[{code}]")) && !said.contains("warning["), "{said}");
        assert!(said.contains("Nothing was published; public/ still contains the last good site.\n"), "{said}");
        assert_eq!(std::fs::read(at.join("public/index.html")).unwrap(), published, "{code}");
    }
}

#[test]
fn every_page_of_a_small_site_has_a_heaviest_part() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    run(at, &["new", "site", "."]);
    for number in 0..40 {
        let page = format!("---\ntitle: Page {}\n---\n\nSome words.\n", char::from(b'a' + number % 26));
        std::fs::write(at.join(format!("content/en/page-{}-{number}.md", "x".repeat(number.into()))), page).unwrap();
    }
    let report = stdout(&run(at, &["check"]));
    let rows: Vec<&str> = report.lines().filter(|line| line.starts_with('/')).collect();
    assert!(rows.len() > 40, "{report}");
    for row in rows {
        let mut cells = row.split_whitespace().rev();
        let (bytes, part) = (cells.next().unwrap(), cells.next().unwrap());
        assert!(bytes.bytes().all(|b| b.is_ascii_digit() || b == b','), "{row}");
        assert!(["words", "style", "charts", "tables", "navigation", "head", "tags"].contains(&part), "{row}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_state_folder_that_cannot_be_made_is_refused_with_a_help_that_fits() {
    let site = crate::site_test::SiteTest::new();
    let output = run(site.root(), &["build", "--state", "/proc/x"]);
    let said = stderr(&output);
    assert!(!output.status.success() && said.contains("give `--state` a folder that this user can create"), "{said}");
    assert!(!said.contains("does not exist yet"), "{said}");
}
