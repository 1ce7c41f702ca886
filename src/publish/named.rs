//! The state folder given with `--state`. It records the target that it belongs to, so that two sites never share one.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::report::Failure;
use crate::system::{folder_identity, text_from_bytes};

use super::PublishOptions;
use super::disk;
use super::place::StatePlace;
use super::state::{State, StateError, TARGET, TARGET_DRAFT, keep_regular};
use super::target::Target;

/// Maximum length of the recorded path in bytes.
const LONGEST_PATH: u64 = 64 << 10;

/// Takes the folder that was given with `--state`, or fails.
pub(super) fn claim(
    named: &Path,
    target: &Target,
    options: &PublishOptions,
    notes: &mut Vec<String>,
) -> Result<State, Failure> {
    let cannot = |error: io::Error| {
        disk::cannot("use", named.display(), &error).help(match error.kind() {
            ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "give `--state` a folder that this user can create or write to"
            }
            _ => "give `--state` its own folder, which belongs to this user or does not exist yet",
        })
    };
    target.refuse_state(named, options.sources).map_err(cannot)?;
    let mut place = StatePlace::named(named).map_err(cannot)?;
    let claimed = match place.open(&target.trusted, true, notes) {
        Ok(Some(dir)) => State::lock(dir, place.shown.clone(), target, options.sync, notes),
        Ok(None) => Err(io::Error::from(ErrorKind::NotFound).into()),
        Err(error) => Err(error.into()),
    };
    let state = claimed.map_err(|trouble| {
        place.remove_new();
        match trouble {
            StateError::Busy(failure) => failure,
            StateError::Unusable(error) => cannot(error),
        }
    })?;
    for name in [TARGET, TARGET_DRAFT] {
        keep_regular(&state.dir, &state.shown, name, None, notes).map_err(cannot)?;
    }
    match other_target(&state, &place, target) {
        Some(other) => {
            let (shown, other) = (state.shown.display(), other.display());
            Err(Failure::new(format!("cannot use {shown} for {}: it is the state folder of {other}", target.shown))
                .help(format!(
                    "name another folder with `--state`; if {other} is no longer published with this one, delete {}",
                    state.shown.join(TARGET).display()
                )))
        }
        None => Ok(state.at(place)),
    }
}

/// The other target, still there, that the state folder belongs to.
fn other_target(state: &State, place: &StatePlace, target: &Target) -> Option<PathBuf> {
    let other = recorded(state).or_else(|| place.neighbor())?;
    match other.metadata() {
        // The site was moved.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return None,
        _ => {}
    }
    let own = target.folder.as_ref().and_then(|folder| folder.status().ok());
    // The same folder may have several paths.
    let is_same = folder_identity(&other).zip(own).is_some_and(|(found, own)| found == (own.device, own.inode));
    (other != target.path && !is_same).then_some(other)
}

fn recorded(state: &State) -> Option<PathBuf> {
    let bytes = state.dir.read_bounded(Path::new(TARGET), LONGEST_PATH).ok().flatten()?;
    let path = PathBuf::from(text_from_bytes(bytes.strip_suffix(b"\n")?)?);
    path.is_absolute().then_some(path)
}

/// Records that the state folder belongs to this target.
pub(super) fn record_target(state: &State, target: &Target) -> Result<(), Failure> {
    if recorded(state).as_ref() == Some(&target.path) {
        return Ok(());
    }
    let (draft, mut line) = (Path::new(TARGET_DRAFT), target.path.as_os_str().as_encoded_bytes().to_vec());
    line.push(b'\n');
    let write = || {
        state.dir.remove_file(draft)?;
        let mut file = state.dir.create(draft, 0o600)?;
        state.dir.hand_over(&file)?;
        file.write_all(&line)?;
        state.dir.rename(draft, &state.dir, Path::new(TARGET))
    };
    write().map_err(|error| state.cannot("write", TARGET, &error))
}
