//! What ends a run before the site is read: a wrong use of the command line, or trouble with the machine. Each
//! ends with 2, says what was being done, writes nothing to standard output and changes no file. The cases are those of
//! `tests/gallery` with a command.

use std::process::{Command, Stdio};

use crate::site_test::SiteTest;
use crate::support::{assert_same, tree};

/// Runs a command line such as `SOURCE_DATE_EPOCH=0 firstflight build` in the folder of a site, and returns what is
/// written to standard error; `SITE` stands for that folder.
pub fn run(site: &SiteTest, line: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstflight"));
    command.current_dir(site.root()).stdin(Stdio::null()).env_remove("SOURCE_DATE_EPOCH");
    let (variables, arguments) = line.split_once("firstflight ").expect("a command of firstflight");
    for variable in variables.split_whitespace() {
        let (name, value) = variable.split_once('=').expect("a variable and its value");
        command.env(name, value);
    }
    let before = tree(site.root());
    let output = command.args(arguments.split(' ')).output().expect("the command starts");
    let written = String::from_utf8(output.stderr).expect("it is text");
    assert_eq!(output.status.code(), Some(2), "{line}: {written}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{line}");
    assert_same(line, &before, &tree(site.root()));
    written.replace(&*site.root().to_string_lossy(), "SITE")
}
