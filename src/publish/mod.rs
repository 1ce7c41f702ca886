//! Writes the output to disk: all of it or nothing, and never at the cost of a file that somebody else put there.
//!
//! The state folder is beside the target (`public/`, links resolved), or elsewhere if that is not possible (see `claim`), so
//! that the target contains only the site:
//!
//! ```text
//! public/                        the site, and other files that people keep there
//! .public.firstflight/           0700; see `state`
//!     lock                       held while a build publishes; names its process
//!     manifest                   what we wrote into the target: hash, length, time, path
//!     next                       the same for the tree that is about to become the target
//!     stage/                     the new tree before the exchange, the old one after it
//!     files.json                 what was published, for programs; see `manifest` and `describe`
//!     saved/N/                   edited pages that were replaced, of the last builds that replaced any
//!     saved/N-adopted/           replaced files that we did not write; never deleted by us
//!     *.aside-N                  entries with one of these names that are not as we create them
//! ```
//!
//! The stage is filled (new files are written, unchanged and foreign ones hard-linked), `next` is written, both are flushed
//! to disk, stage and target are exchanged, the exchange is flushed to disk, the old tree is removed, `next` becomes
//! `manifest`. A manifest contains the inode of the directory that it describes, so after a kill or a power failure the next
//! build knows which of the two trees is the target:
//!
//! ```text
//! stage   next                     killed                        so the next build
//! -----   ----------------------   ---------------------------   -------------------------------------------
//! no      no                       not at all                    does nothing
//! yes     no                       while the stage was filled    removes the stage: what is foreign in it is
//!                                                                linked, and is still in the target
//! yes     names the stage          just before the exchange      removes `next`, then the stage
//! yes     names the target         after the exchange            sweeps the stage as the old tree, by the old
//!                                                                manifest, then renames `next`; so too if the last build
//!                                                                could not remove it; if that fails again, sets it aside
//! yes     names another folder     the target was replaced       sets the stage aside, then renames `next`
//! no      names any folder         after the sweep               renames `next`
//! no      names the lost stage     the stage was cleared away    removes `next`, if `manifest` names the target
//! any     says `tree in-place`     while writing in place        records, for each path, which of the two manifests
//!                                                                the file matches, then removes `next`
//! yes     is invalid               (the disk was damaged)        sets both aside
//! ```
//!
//! Where folders cannot or should not be exchanged (see `exchange::obstacle`), the new files are first written to a private
//! folder inside the target (`.firstflight.stage`, so that a full disk is found before anything changes), then each is
//! renamed to its place: new files, changed files, pages. Last, files that are no longer produced are removed.
//!
//! A file is ours if the manifest has its path and the file is as we wrote it: its length and time match, or else its
//! hash. If it was edited since, it is moved to `saved/` and replaced, and a note says so. Anything at a path that is not in
//! the manifest is foreign: it is kept, and never overwritten without `--adopt`.

mod claim;
mod describe;
mod dir;
mod disk;
mod drafts;
mod exchange;
mod in_place;
mod made;
mod manifest;
mod named;
mod origin;
mod place;
mod plan;
mod recover;
mod refusal;
mod saved;
mod scan;
mod stage;
mod state;
mod sweep;
mod target;
mod tree;
mod types;

#[cfg(all(test, unix))]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::disk::SiteFiles;
use crate::output::Output;
use crate::report::Failure;

use claim::{OtherStates, StateClaim};
pub use describe::describe as describe_output;
pub(crate) use describe::sha256_of;
use exchange::Exchange;
use manifest::{Manifest, Tree};
use plan::Plan;
use saved::Saved;
use state::{MANIFEST, State};
use target::Target;
pub use tree::{PublishedTree, read_site};

/// Where to publish, and how.
#[derive(Clone, Copy, Debug)]
pub struct PublishOptions<'a> {
    /// The folder to publish to. It need not exist.
    pub target: &'a Path,
    /// The site's folder. A target that is a link may lead into it, and the state folder may belong to its owner.
    pub site: &'a Path,
    /// Folders that must neither contain the target nor be in it: `content`, `themes`.
    pub sources: &'a [&'a Path],
    /// Whether files at paths of the site that Firstflight did not write are moved aside and replaced.
    pub adopt: bool,
    /// If files are to be replaced one by one, the reason for the note: "because of `output: in-place`".
    pub in_place: Option<&'a str>,
    /// Whether everything is flushed to disk, so that the site survives a power failure.
    pub sync: bool,
    /// Whether files that look unchanged are read and compared anyway.
    pub verify: bool,
    /// Whether a target that is a link may lead outside the site's folder.
    pub follow: bool,
    /// The state folder given with `--state`.
    pub state: Option<&'a Path>,
    /// Opens the site's files that are published unchanged.
    pub files: Option<&'a SiteFiles>,
    /// The user's folder for program state (`$XDG_STATE_HOME`), used if no state folder can be created beside the target.
    pub home: Option<&'a Path>,
    /// The files that each file of the output was made from. If it is given, a manifest for programs is written into the state
    /// folder.
    pub inputs: Option<&'a BTreeMap<String, Vec<String>>>,
}

impl<'a> PublishOptions<'a> {
    /// The default options for publishing the site at `site` to `target`.
    #[must_use]
    pub fn new(target: &'a Path, site: &'a Path) -> Self {
        Self {
            target,
            site,
            sources: &[],
            adopt: false,
            in_place: None,
            sync: true,
            verify: false,
            follow: false,
            state: None,
            files: None,
            home: None,
            inputs: None,
        }
    }
}

/// The result of publishing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The folder that now contains the site, links resolved.
    pub target: PathBuf,
    /// Files written, compressed forms included.
    pub written: usize,
    /// Unchanged files, which keep their times.
    pub kept: usize,
    /// Removed files of earlier builds that are no longer produced.
    pub removed: usize,
    /// Files in the target that are not part of the site; folders are not counted.
    pub foreign: usize,
    /// Notes for the report: why the target was updated in place, what was set aside, and where it is now.
    pub notes: Vec<String>,
}

/// Replaces the site in the target with `output`. Foreign files stay.
///
/// # Errors
///
/// The target overlaps the sources, contains foreign files at paths of the site, or is locked by another build; or an error
/// of the file system. Unless the failure says otherwise, the target is unchanged.
pub fn commit(output: &Output, options: &PublishOptions) -> Result<Published, Failure> {
    let mut notes = Vec::new();
    let mut target = Target::resolve(options)?;
    let done = publish(&mut target, output, options, &mut notes);
    if done.is_err() {
        target.remove_new();
    }
    // A build that fails may also have moved things aside; without the notes nobody would find them.
    done.map_err(|failure| notes.iter().fold(failure, |failure, note| target::add_help(failure, note.clone())))
        .map(|published| Published { notes, ..published })
}

fn publish(
    target: &mut Target,
    output: &Output,
    options: &PublishOptions,
    notes: &mut Vec<String>,
) -> Result<Published, Failure> {
    let StateClaim { state, others } = StateClaim::new(target, options, notes)?;
    let state = state.as_ref().map_err(String::as_str);
    let mut saved = Saved::new(state.ok());
    let at = notes.len();
    let done = publish_to(target, (state, &others), output, options, &mut saved, notes);
    notes.extend(saved.notes(target));
    match (state, &done) {
        (Ok(state), Ok((_, written))) => {
            others.forget();
            origin::unmark_target(target);
            let describe = |inputs| {
                let description = describe::describe_written(output, inputs, options.files, written)?;
                describe::write(state, &description)
            };
            // The site is published all the same; without its manifest it cannot be deployed.
            if let Some(Err(failure)) = options.inputs.map(describe) {
                notes.push(failure.to_string());
            }
        }
        (Ok(state), Err(_)) => state.remove_new(),
        (Err(why), Ok(_)) => {
            let unless = if others.manifests.is_empty() { "" } else { " that was written without one" };
            let effect = format!("nothing{unless} is removed from {}", target.shown);
            notes.insert(at, format!("{why}, so {effect}; name one with `--state DIR`"));
        }
        // The failure says it where a state folder would help.
        (Err(_), Err(_)) => {}
    }
    done.map(|(published, _)| published)
}

/// Publishes, and returns also the manifest of the target as it is now.
fn publish_to(
    target: &mut Target,
    (state, others): (Result<&State, &str>, &OtherStates),
    output: &Output,
    options: &PublishOptions,
    saved: &mut Saved,
    notes: &mut Vec<String>,
) -> Result<(Published, Manifest), Failure> {
    // Another build may have exchanged it before we had the lock.
    target.reopen()?;
    target.lock()?;
    drafts::remove_drafts(target)?;
    let mut manifest = match state {
        Ok(state) => recover::recover(target, state, saved, notes)?,
        Err(_) => origin::manifest(target)?,
    };
    let mut is_inherited = others.add_to(&mut manifest, target)?;
    let unrecorded = refusal::why_unrecorded(target, state, &manifest, is_inherited);
    let reads_marks = state.is_ok() && (unrecorded.is_some() || origin::has_marks(target));
    if reads_marks {
        is_inherited |= origin::add_to(&mut manifest, target, output)?;
    }
    if state.is_err() {
        // Without a state folder nothing can be moved aside, so no edited file is replaced.
        manifest.tree = Tree::Absent;
    }
    let mut plan = scan::scan(target, &manifest, options.verify)
        .and_then(|found| Plan::make(output, &manifest, target, found, options))
        .and_then(|plan| match state {
            _ if plan.blocked.is_empty() => Ok(plan),
            Err(why) if options.adopt => Err(refusal::nowhere_to_move(target, why)),
            Ok(_) if options.adopt => Ok(plan),
            _ => Err(refusal::refusal(target, &plan, unrecorded.as_deref(), state.is_ok())),
        })
        .map_err(|failure| target.untouched(failure))?;
    let leftovers = if reads_marks { origin::leftovers(target, &plan.foreign) } else { Vec::new() };
    if !leftovers.is_empty() {
        let (are, them) = if leftovers.len() == 1 { ("is", "it") } else { ("are", "them") };
        notes.push(format!(
            "{} {are} from an earlier build, of which there is no record, and {was} left alone; delete {them} if nobody needs {them}",
            disk::list(&leftovers),
            was = if leftovers.len() == 1 { "was" } else { "were" },
        ));
    }
    if let Some(state) = state.ok().filter(|state| state.is_named()) {
        named::record_target(state, target).map_err(|failure| target.untouched(failure))?;
    }
    let state = state.ok();
    if state.is_none() {
        plan.removed.retain(|path| manifest.files.get(path).is_some_and(|record| !origin::is_mark(record)));
    }
    let written = if plan.changes_nothing() {
        let known = plan.manifest();
        if let Some(state) = state.filter(|_| is_inherited || known != manifest) {
            state.write(MANIFEST, &known)?;
        }
        known
    } else {
        match exchange(target, state, &plan, &manifest, saved, options, notes)? {
            Exchange::Done(next) => next,
            Exchange::Impossible(reason) => {
                let next = in_place::publish(target, state, &plan, &manifest, saved, options.sync)?;
                notes.push(format!("{} was updated in place ({reason}): files were replaced one by one", target.shown));
                next
            }
        }
    };
    let published = Published {
        target: target.path.clone(),
        written: plan.written(),
        kept: plan.kept(),
        removed: plan.removed.len(),
        foreign: plan.foreign_files(),
        notes: Vec::new(),
    };
    Ok((published, written))
}

/// Publishes by exchange, if that is possible.
fn exchange(
    target: &mut Target,
    state: Option<&State>,
    plan: &Plan,
    manifest: &Manifest,
    saved: &mut Saved,
    options: &PublishOptions,
    notes: &mut Vec<String>,
) -> Result<Exchange, Failure> {
    let asked = options.in_place.map(str::to_owned);
    let Some(state) = state else {
        return Ok(Exchange::Impossible(asked.unwrap_or_else(|| "there is no state folder".to_owned())));
    };
    match asked.or_else(|| exchange::obstacle(target, state, plan)) {
        None => exchange::publish(target, state, plan, manifest, saved, options.sync, notes),
        Some(reason) => Ok(Exchange::Impossible(reason)),
    }
}
