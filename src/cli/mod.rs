//! The command line: parses the arguments and runs the command; one short file per command.

mod args;
mod build;
mod check_external;
mod deploy;
mod diff;
mod explain;
mod fault;
mod fix;
mod guide;
mod host_config;
mod import;
mod languages;
mod mark_translated;
mod named_pages;
mod new;
mod opened;
mod progress;
mod reports;
mod schema;
mod screen;
mod serve;
mod settings;
mod statement;
mod table;
mod teach;
mod totals;
mod why;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::report::Failure;
use args::{Args, Command, Import, New};
use screen::Screen;

/// The result of a command that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing to fix.
    Fine,
    /// The site has mistakes; they have been shown.
    Findings,
}

/// Runs the command line of this process and returns its exit code: 0 success, 1 findings, 2 failure.
#[must_use]
pub fn main() -> ExitCode {
    fault::install();
    let mut screen = Screen::of_process();
    if let Some(args) = opened::arguments() {
        return opened::run(args, &mut screen);
    }
    let outcome = match Args::try_parse() {
        Ok(args) => run(args.command, &mut screen),
        Err(answer) => {
            // Help and the version go through here, too; if they cannot be written, there is no one to report to.
            let _ = answer.print();
            return code(answer.exit_code());
        }
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => code(1),
        Err(failure) => {
            screen.failure(&failure);
            code(2)
        }
    }
}

fn run(command: Command, screen: &mut Screen) -> Result<Outcome, Failure> {
    match command {
        Command::Build(args) => build::build(&args, screen),
        Command::Serve(args) => serve::serve(&args, screen),
        Command::Check(args) => build::check(&args, screen),
        Command::CheckExternal(args) => check_external::check_external(&args, screen),
        Command::Fix(args) => fix::fix(&args, screen),
        Command::Import(Import::Site(args)) => import::site(&args, screen),
        Command::New(New::Site { dir, kind }) => new::site(&dir, kind, screen),
        Command::New(New::Theme { name, from, site }) => new::theme(&site, &name, from.as_deref(), screen),
        Command::New(New::Language { code, site }) => new::language(&site, &code, screen),
        Command::New(New::Page { path, translate: Some(original), site }) => {
            new::translation(&site, path.as_deref(), &original, screen)
        }
        Command::New(New::Page { path, translate: None, site }) => new::page(&site, &path.unwrap_or_default(), screen),
        Command::MarkTranslated(args) => mark_translated::mark_translated(&args, screen),
        Command::Statement(args) => statement::statement(&args, screen),
        Command::HostConfig(args) => host_config::host_config(&args, screen),
        Command::Deploy(args) => deploy::deploy(&args, screen),
        Command::Why(args) => why::why(&args, screen),
        Command::Diff(args) => diff::diff(&args, screen),
        Command::Explain { code } => explain::explain(code.as_deref(), screen),
        Command::Schema(args) => schema::schema(&args, screen),
        Command::Guide(args) => guide::guide(&args, screen),
        Command::Completions { shell } => {
            // Made in memory first: the generator panics where its reader goes away.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command_line(), "firstflight", &mut script);
            screen.out(&String::from_utf8_lossy(&script))
        }
    }
}

/// The whole command line as clap sees it, for help and completions.
#[must_use]
pub fn command_line() -> clap::Command {
    Args::command()
}

fn code(number: i32) -> ExitCode {
    ExitCode::from(u8::try_from(number).unwrap_or(2))
}
