//! One test binary: the program and its library from outside.

mod archive;
mod bodies;
mod bombs;
mod bulletin;
mod cli;
mod data_files;
mod editions;
mod edits;
mod events;
mod figures;
mod explain;
mod failures;
mod foreign;
mod fix;
mod fix_places;
mod fix_slips;
mod fix_formats;
mod further_places;
mod gallery;
mod generated;
mod github;
mod golden;
mod growth;
mod guide;
mod guide_examples;
mod guide_tables;
mod hidden_files;
mod hostile;
mod import;
mod labels;
mod links;
mod lists;
mod made;
mod media;
mod media_kept;
mod media_templates;
mod mutants;
mod new;
mod outline;
mod own_site;
mod page_parts;
mod parts;
mod properties;
mod prose;
mod publish;
#[cfg(target_os = "linux")]
mod publish_hostile;
#[cfg(target_os = "linux")]
mod publish_locked;
#[cfg(target_os = "linux")]
mod publish_others;
#[cfg(target_os = "linux")]
mod publish_places;
#[cfg(target_os = "linux")]
mod publish_support;
mod readme;
mod reports;
mod safe_html;
mod safe_reading;
mod schemas;
mod seeded;
mod serve;
mod serve_http;
mod serve_watch;
mod settings_slips;
mod shortcodes;
mod site_test;
mod strings;
mod support;
mod tags;
mod template_calls;
mod theme_bombs;
mod theme_links;
mod themes;
mod tidy;
mod warm;
