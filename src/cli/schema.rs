//! `firstflight schema`: the JSON Schema of a file that editors write.

use super::args::{SchemaArgs, SiteArgs};
use super::screen::Screen;
use super::{Outcome, settings};
use crate::cache::{Cache, ReadScope};
use crate::config::TAGS;
use crate::pipeline;
use crate::report::Failure;
use crate::schema::{Subject, schema as schema_of};

/// Prints a schema, or the list of files that have one.
pub(super) fn schema(args: &SchemaArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let Some(subject) = args.subject else {
        return screen.out(&list());
    };
    let taxonomies = taxonomies(args)?;
    let schema = schema_of(subject, taxonomies.iter().map(String::as_str));
    // Strings, numbers, and lists and structures of them can always be serialised.
    screen.out(&(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"))
}

/// The names of taxonomies: those of the given site, or only `tags`.
fn taxonomies(args: &SchemaArgs) -> Result<Vec<String>, Failure> {
    let Some(site) = args.site.as_deref().filter(|_| args.subject == Some(Subject::FrontMatter)) else {
        return Ok(vec![TAGS.to_owned()]);
    };
    let options = settings::options(&SiteArgs::new(site, false, None, false, None))?;
    let made =
        settings::workers(None)?.install(|| pipeline::make(&options, &mut Cache::default(), &ReadScope::Whole))?;
    Ok(made.site.config.taxonomies.list.iter().map(|taxonomy| taxonomy.name.clone()).collect())
}

fn list() -> String {
    let line = |subject: Subject| format!("{:14}{}\n", subject.name(), subject.path());
    Subject::ALL.map(line).concat() + "\n`firstflight schema NAME` prints the schema of one.\n"
}
