//! Refuses to publish where files are in the way, and says how much is known about them.

use crate::report::Failure;

use super::disk;
use super::manifest::{Manifest, Tree};
use super::plan::Plan;
use super::state::State;
use super::target::Target;

/// Why there is no record of the last build of the target; `None` if there is one, or no target yet.
pub(super) fn why_unrecorded(
    target: &Target,
    state: Result<&State, &str>,
    manifest: &Manifest,
    is_inherited: bool,
) -> Option<String> {
    target.folder.as_ref()?;
    match state {
        Ok(_) if is_inherited || manifest.tree == Tree::from_folder(target.folder.as_ref()) => None,
        Ok(state) if manifest.tree == Tree::Absent => Some(format!("{} contains none", state.shown.display())),
        Ok(state) => Some(format!("the one in {} describes another folder", state.shown.display())),
        Err(_) if is_inherited => None,
        Err(why) => Some(why.to_owned()),
    }
}

/// The failure if files are in the way. `unrecorded` says why there is no record of the last build.
pub(super) fn refusal(target: &Target, plan: &Plan, unrecorded: Option<&str>, has_state: bool) -> Failure {
    let mut names: Vec<_> = plan.blocked.iter().map(|(path, _)| path.display().to_string()).collect();
    names.sort();
    let is_one = names.len() == 1;
    let folders = plan.blocked.iter().filter(|(_, is_folder)| *is_folder).count();
    let (thing, it, did) = things(names.len() - folders, folders);
    let moves = if is_one { "moves it aside" } else { "moves them aside" };
    let is = if is_one { "is" } else { "are" };
    let (shown, names) = (&target.shown, disk::list(&names));
    let Some(why) = unrecorded else {
        let message =
            format!("cannot publish to {shown}: {thing} that Firstflight did not {did} {is} in the way: {names}");
        let it = if is_one { "it" } else { "them" };
        return Failure::new(message).help(match has_state {
            true => format!("move {it} elsewhere, choose another folder, or build with `--adopt`, which {moves}"),
            false => format!("move {it} elsewhere, or choose another folder"),
        });
    };
    let message = format!(
        "cannot publish: there is no record of the last build of {shown} ({why}), and {thing} {is} in the way: {names}"
    );
    Failure::new(message).help(match has_state {
        true => format!(
            "if {shown} is the site of an earlier build, bring back its state folder, or name it with `--state DIR`; \
             otherwise move {it} elsewhere, choose another folder, or build with `--adopt`, which {moves}"
        ),
        false => format!("name a state folder with `--state DIR`, move {it} elsewhere, or choose another folder"),
    })
}

/// The failure if files are to be moved aside and there is no folder for them.
pub(super) fn nowhere_to_move(target: &Target, why: &str) -> Failure {
    Failure::new(format!("cannot move files in {} aside: {why}", target.shown)).help("name one with `--state DIR`")
}

/// What is in the way, by the numbers of files and folders: at first, again, and what Firstflight did not do with it.
fn things(files: usize, folders: usize) -> (&'static str, &'static str, &'static str) {
    match (files, folders) {
        (0, 1) => ("a folder", "the folder", "create"),
        (0, _) => ("folders", "the folders", "create"),
        (1, 0) => ("a file", "the file", "write"),
        (_, 0) => ("files", "the files", "write"),
        _ => ("files and folders", "the files and folders", "create"),
    }
}

#[cfg(test)]
mod tests {
    use super::things;

    #[test]
    fn folders_in_the_way_are_not_called_files() {
        for (files, folders, words) in
            [(1, 0, "a file"), (2, 0, "files"), (0, 1, "a folder"), (0, 2, "folders"), (1, 1, "files and folders")]
        {
            let (thing, again, _) = things(files, folders);
            assert_eq!(thing, words);
            assert_eq!(again.trim_start_matches("the "), words.trim_start_matches("a "));
        }
    }
}
