//! One test binary: features through the public door.

mod bombs;
mod bulletin;
mod cli;
mod events;
mod failures;
mod gallery;
mod golden;
mod growth;
mod hostile;
mod made;
mod mutants;
mod own_site;
mod properties;
mod prose;
mod publish;
mod seeded;
mod serve;
mod serve_http;
mod serve_watch;
mod site_test;
mod support;
mod tidy;
mod warm;
