//! The record of the last build: where it is lost, damaged, or belongs to another site.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use firstflight::publish::{PublishOptions, commit};

use super::{Place, counts, pages};

const STATE: &str = ".public.firstflight";

/// Replaces a file by a copy without attributes, as unpacking an archive does.
fn unmark(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn own_files_are_recognized_where_the_record_is_lost_or_damaged() {
    for how in ["lost", "damaged", "set aside", "in another folder"] {
        let place = Place::new();
        place.publish(&[("index.html", "home"), ("same.html", "same"), ("old/index.html", "old")]);
        let named = place.path("new-state");
        let mut options = PublishOptions::new(Path::new(""), Path::new(""));
        match how {
            "lost" => fs::remove_dir_all(place.path(STATE)).unwrap(),
            "damaged" => place.write(&format!("{STATE}/manifest"), "garbage"),
            "set aside" => {
                fs::rename(place.path(STATE), place.path("elsewhere")).unwrap();
                symlink("elsewhere", place.path(STATE)).unwrap();
            }
            _ => {
                fs::remove_dir_all(place.path(STATE)).unwrap();
                options.state = Some(&named);
            }
        }
        let (target, site) = (place.path("public"), place.path(""));
        options = PublishOptions { target: &target, site: &site, ..options };
        let done = commit(&pages(&[("index.html", "new home"), ("same.html", "same")]), &options);
        let done = done.unwrap_or_else(|failure| panic!("{how}: {failure}"));
        assert_eq!(counts(&done), (1, 1, 0, 1), "{how}: {done:?}");
        assert_eq!(place.read("public/index.html"), "new home", "{how}");
        // It may be a copy that somebody made, so it stays.
        assert_eq!(place.read("public/old/index.html"), "old", "{how}");
        let is_named =
            |note: &&String| note.contains("old/index.html is from an earlier build, of which there is no record");
        assert_eq!(done.notes.iter().filter(is_named).count(), 1, "{how}: {done:?}");
    }
}

#[test]
fn a_page_edited_by_hand_is_not_overwritten_where_the_record_is_lost() {
    let place = Place::new();
    place.publish(&[("index.html", "home")]);
    fs::remove_dir_all(place.path(STATE)).unwrap();
    fs::write(place.path("public/index.html"), "by hand").unwrap();
    assert!(place.try_publish(&[("index.html", "new home")], false).is_err());
    assert_eq!(place.read("public/index.html"), "by hand");
}

#[test]
fn the_failure_says_first_that_there_is_no_record() {
    let place = Place::new();
    place.publish(&[("index.html", "home")]);
    fs::remove_dir_all(place.path(STATE)).unwrap();
    unmark(&place.path("public/index.html"));
    let failure = place.try_publish(&[("index.html", "new home")], false).unwrap_err();
    let start = "cannot publish: there is no record of the last build of ";
    assert!(failure.message.starts_with(start), "{failure}");
    assert!(
        failure.message.ends_with(&format!("/{STATE} contains none), and a file is in the way: index.html")),
        "{failure}"
    );
    let help = failure.help.unwrap();
    for word in ["bring back its state folder", "`--state DIR`", "`--adopt`, which moves it aside"] {
        assert_eq!(help.matches(word).count(), 1, "{help}");
    }
    // The build that failed leaves nothing.
    assert!(!place.path(STATE).exists());
    place.try_publish(&[("index.html", "new home")], true).unwrap();
    assert_eq!(place.read("public/index.html"), "new home");
    // With a record, a file of somebody else is called so.
    place.write("public/new.html", "by hand");
    let failure = place.try_publish(&[("index.html", "home"), ("new.html", "new")], false).unwrap_err();
    assert!(failure.message.ends_with("a file that Firstflight did not write is in the way: new.html"), "{failure}");
}

#[test]
fn a_state_folder_belongs_to_one_target() {
    let place = Place::new();
    let (one, two, site) = (place.path("one/public"), place.path("two/public"), place.path(""));
    let shared = place.path("state");
    let publish = |target: &Path, state: &Path, text: &str| {
        commit(
            &pages(&[("index.html", text)]),
            &PublishOptions { state: Some(state), ..PublishOptions::new(target, &site) },
        )
    };
    publish(&one, &shared, "one").unwrap();
    let failure = publish(&two, &shared, "two").unwrap_err();
    for name in ["one/public", "two/public", "/state"] {
        assert!(failure.message.contains(name), "{failure}");
    }
    assert!(failure.help.unwrap().contains("name another folder with `--state`"));
    assert!(!place.path("two").exists());
    publish(&one, &shared, "one again").unwrap();
    // The usual state folder of another site.
    fs::create_dir(place.path("two")).unwrap();
    commit(&pages(&[("index.html", "two")]), &PublishOptions::new(&two, &site)).unwrap();
    let failure = publish(&one, &place.path("two/.public.firstflight"), "one").unwrap_err();
    assert!(failure.message.contains("two/public"), "{failure}");
    // A state folder of an earlier version does not say whose it is.
    fs::remove_file(shared.join("target")).unwrap();
    publish(&one, &shared, "one once more").unwrap();
    assert!(fs::read_to_string(shared.join("target")).unwrap().ends_with("/one/public\n"));
    // The site was moved.
    fs::rename(place.path("one"), place.path("moved")).unwrap();
    publish(&place.path("moved/public"), &shared, "moved").unwrap();
    assert_eq!(place.read("moved/public/index.html"), "moved");
    // The same folder by another path.
    symlink("moved", place.path("link")).unwrap();
    publish(&place.path("link/public"), &shared, "by a link").unwrap();
}

#[test]
fn a_record_of_the_target_that_is_something_else_is_set_aside() {
    let place = Place::new();
    let (target, site, state) = (place.path("public"), place.path(""), place.path("state"));
    let options = PublishOptions { state: Some(&state), ..PublishOptions::new(&target, &site) };
    commit(&pages(&[("index.html", "one")]), &options).unwrap();
    place.write("precious", "precious");
    fs::remove_file(state.join("target")).unwrap();
    symlink("../precious", state.join("target")).unwrap();
    let done = commit(&pages(&[("index.html", "two")]), &options).unwrap();
    assert!(done.notes[0].contains("target was set aside as target.aside-1"), "{done:?}");
    assert_eq!(place.read("precious"), "precious");
}

#[test]
fn links_that_lead_in_a_circle_are_refused_with_help() {
    let place = Place::new();
    symlink("public", place.path("public")).unwrap();
    symlink("b", place.path("a")).unwrap();
    symlink("a", place.path("b")).unwrap();
    for target in ["public", "a", "a/public"] {
        let (target, site) = (place.path(target), place.path(""));
        let failure = commit(&pages(&[("index.html", "one")]), &PublishOptions::new(&target, &site)).unwrap_err();
        assert!(failure.to_string().ends_with("its symbolic links lead in a circle"), "{failure}");
        assert!(failure.help.unwrap().contains("replace the link with a folder"));
    }
    let (target, site, state) = (place.path("out"), place.path(""), place.path("a"));
    let options = PublishOptions { state: Some(&state), ..PublishOptions::new(&target, &site) };
    let failure = commit(&pages(&[("index.html", "one")]), &options).unwrap_err();
    assert!(failure.to_string().ends_with("its symbolic links lead in a circle"), "{failure}");
}
