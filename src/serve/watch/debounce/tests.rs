//! Every pattern of saving that was measured, with invented clocks. The consumer in [`reported`] is always waiting.

use super::*;

use FileChange::*;

const FILE: FileChange = Gone(Removed::File);
const UNKNOWN: FileChange = Gone(Removed::Unknown);

/// What is reported by `until` for these changes at these times, all in milliseconds: `12 a.md b.md`, `60 folder content`.
fn reported(script: &[(u64, &str, FileChange)], until: u64) -> Vec<String> {
    let start = Instant::now();
    let at = |time| start + Duration::from_millis(time);
    let mut events = Debouncer::new(start);
    let mut script = script.iter().peekable();
    let mut reported = Vec::new();
    let mut now = start;
    loop {
        while let Some((time, path, change)) = script.next_if(|(time, ..)| at(*time) <= now) {
            events.change(PathBuf::from(path), *change, at(*time));
        }
        match events.step(now) {
            Action::Emit(seen) => reported.push(format!("{} {}", (now - start).as_millis(), shown(&seen))),
            Action::Wait(wake) => {
                assert!(wake > now, "it would wake at once, again and again");
                now = script.peek().map_or(wake, |(time, ..)| wake.min(at(*time)));
                if now > at(until) {
                    return reported;
                }
            }
        }
    }
}

fn shown(seen: &Change) -> String {
    match seen {
        Change::Paths(paths) => paths.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>().join(" "),
        Change::Whole(ScanCause::Folder(path)) => format!("folder {}", path.display()),
        Change::Whole(cause) => format!("{cause:?}").to_lowercase(),
    }
}

#[test]
fn a_save_is_reported_when_the_file_is_closed() {
    // VS Code truncates and writes.
    assert_eq!(reported(&[(5, "a", Changed), (5, "a", Changed), (5, "a", Closed)], 900), ["5 a"]);
    // The close comes later, in time.
    assert_eq!(reported(&[(5, "a", Changed), (12, "a", Changed), (21, "a", Closed)], 900), ["21 a"]);
}

#[test]
fn half_a_file_waits_for_its_close() {
    let script = [(0, "a", Changed), (5, "a", Changed), (6, "a", Closed)];
    assert_eq!(reported(&script, 900), ["6 a"]);
}

#[test]
fn a_modification_without_a_close_is_reported_after_ten_milliseconds() {
    assert_eq!(reported(&[(0, "a", Changed), (8, "a", Changed)], 900), ["18 a"]);
    // A log that somebody goes on writing, for two seconds and a half.
    let script: Vec<_> = (0..500).map(|time| (time * 5, "log", Changed)).collect();
    assert_eq!(reported(&script, 3000), ["1000 log", "2005 log", "2505 log"]);
}

#[test]
fn others_are_reported_while_one_file_waits() {
    let script = [(0, "a", Changed), (2, "b", Changed), (2, "b", Closed), (9, "a", Closed)];
    assert_eq!(reported(&script, 900), ["2 b", "9 a"]);
}

#[test]
fn a_rename_over_the_file_is_reported_at_once() {
    // Through a name that does not count, of which nothing is heard.
    assert_eq!(reported(&[(3, "a", Arrived)], 900), ["3 a"]);
    // Through a name that nobody knows: it is never looked at while it is there.
    let script = [
        (0, "sedX1", Created),
        (0, "sedX1", Changed),
        (0, "sedX1", Closed),
        (1, "sedX1", UNKNOWN),
        (1, "a", Arrived),
        (1, "sedX1", WasFile),
    ];
    assert_eq!(reported(&script, 900), ["1 a", "11 sedX1"]);
}

#[test]
fn a_file_that_comes_and_goes_unreported_is_transient() {
    let start = Instant::now();
    let at = |time| start + Duration::from_millis(time);
    let mut events = Debouncer::new(start);
    let change = |events: &mut Debouncer, name: &str, change, time| events.change(name.into(), change, at(time));
    for (name, changes) in [
        ("sedX1", &[Created, Changed, Closed, UNKNOWN, WasFile][..]),
        ("half", &[Created, Changed, FILE]),
        ("saved", &[UNKNOWN, WasFile, Created, Closed, FILE]),
        ("back", &[Created, FILE, Created, Closed]),
        ("old", &[Changed, Closed, FILE]),
    ] {
        for next in changes {
            change(&mut events, name, *next, 0);
        }
    }
    let transient = |events: &Debouncer, name: &str| events.is_transient(Path::new(name));
    // Used again before its first removal was reported.
    for next in [Created, Closed, FILE, Created, Closed, UNKNOWN] {
        change(&mut events, "again", next, 0);
    }
    events.step(at(9));
    assert!(transient(&events, "again"));
    events.step(at(20));
    for (name, expected) in [("sedX1", true), ("half", true), ("saved", false), ("back", false), ("old", false)] {
        assert_eq!(transient(&events, name), expected, "{name}");
    }
    change(&mut events, "half", Arrived, 5);
    assert!(!transient(&events, "half"));
    for number in 0..3_000 {
        change(&mut events, &format!("{number}"), Created, 6);
        change(&mut events, &format!("{number}"), FILE, 6);
    }
    assert!(events.transient.len() <= MOST_TRANSIENT);
}

#[test]
fn vim_saves_without_the_file_ever_missing() {
    // backupcopy=no: away to `a~`, rewritten, `a~` removed; the permissions are set after the close.
    let script = [
        (0, "a", UNKNOWN),
        (0, "a", WasFile),
        (3, "a", Created),
        (3, "a", Changed),
        (9, "a", Closed),
        (9, "a", Touched),
    ];
    assert_eq!(reported(&script, 900), ["9 a"]);
    // backupcopy=yes: in place.
    assert_eq!(reported(&[(0, "a", Changed), (1, "a", Changed), (1, "a", Closed), (1, "a", Touched)], 900), ["1 a"]);
}

#[test]
fn a_safe_write_of_jetbrains_is_one_save() {
    // `a` gives way to `a___jb_old___`, `a___jb_tmp___` takes its place.
    let script = [(0, "a", UNKNOWN), (0, "a", WasFile), (4, "a", Arrived)];
    assert_eq!(reported(&script, 900), ["4 a"]);
}

#[test]
fn what_is_moved_in_is_reported_at_once() {
    assert_eq!(reported(&[(7, "a", Arrived)], 900), ["7 a"]);
}

#[test]
fn a_new_file_waits_for_its_name() {
    assert_eq!(reported(&[(0, "a", Created), (1, "a", Changed), (2, "a", Closed)], 900), ["12 a"]);
    // A second name of a file has no close.
    assert_eq!(reported(&[(0, "a", Created)], 900), ["10 a"]);
    // Written again before it is reported: never half of it is.
    let script = [(0, "a", Created), (2, "a", Closed), (8, "a", Changed), (17, "a", Changed), (18, "a", Closed)];
    assert_eq!(reported(&script, 900), ["28 a"]);
}

#[test]
fn a_deletion_waits_for_its_return() {
    assert_eq!(reported(&[(0, "a", FILE)], 900), ["10 a"]);
    assert_eq!(reported(&[(0, "a", FILE), (4, "a", Created), (5, "a", Changed), (6, "a", Closed)], 900), ["6 a"]);
    let later = [(0, "a", FILE), (40, "a", Created), (41, "a", Changed), (41, "a", Closed)];
    assert_eq!(reported(&later, 900), ["10 a", "51 a"]);
}

#[test]
fn a_deletion_that_may_have_been_of_a_folder_causes_a_full_rescan() {
    assert_eq!(reported(&[(0, "a", UNKNOWN)], 900), ["10 folder a", "60 folder a"]);
    assert_eq!(reported(&[(0, "a", UNKNOWN), (0, "a", WasFile)], 900), ["10 a"]);
}

#[test]
fn folders_are_reported_when_their_files_are_complete() {
    // mkdir -p a/b/c and write.
    let script = [(0, "a", Folder), (1, "a/b", Folder), (1, "a/b/c", Folder)];
    assert_eq!(reported(&script, 900), ["11 folder a", "61 folder a"]);
    let script =
        [(0, "a", Folder), (5, "a/x", Created), (6, "a/x", Changed), (14, "a/x", Changed), (18, "a/x", Closed)];
    assert_eq!(reported(&script, 900), ["28 folder a", "78 folder a"]);
    // A save meanwhile is reported at once.
    let script = [(0, "a", Folder), (5, "b", Changed), (5, "b", Closed)];
    assert_eq!(reported(&script, 900), ["5 b", "10 folder a", "60 folder a"]);
}

#[test]
fn a_full_rescan_waits_a_second_at_most() {
    let mut script: Vec<_> = (0..300).map(|time| (time * 5, "log", Changed)).collect();
    script.insert(2, (9, "a", Folder));
    // The file is read as it is by then, with all others.
    assert_eq!(reported(&script, 1480), ["1000 folder a"]);
}

#[test]
fn lost_events_cause_a_full_rescan() {
    let start = Instant::now();
    let at = |time| start + Duration::from_millis(time);
    let mut events = Debouncer::new(start);
    events.change("a".into(), Folder, at(0));
    events.change("b".into(), Closed, at(0));
    events.lost(at(1));
    events.change("c".into(), Changed, at(2));
    events.change("c".into(), Closed, at(3));
    assert_eq!(events.step(at(4)), Action::Emit(Change::Paths(["b".into(), "c".into()].into())));
    assert_eq!(events.step(at(4)), Action::Wait(at(11)));
    assert_eq!(events.step(at(11)), Action::Emit(Change::Whole(ScanCause::Overflow)));
    // And it goes on.
    events.change("a".into(), Closed, at(20));
    assert_eq!(events.step(at(20)), Action::Emit(Change::Paths(["a".into()].into())));
}

#[test]
fn many_changes_are_reported_in_few_parts() {
    // A file each 0.1 ms, as git writes them.
    let start = Instant::now();
    let at = |tenths: u64| start + Duration::from_micros(tenths * 100);
    let mut events = Debouncer::new(start);
    let mut reported = Vec::new();
    for file in 0..1000 {
        let path = PathBuf::from(format!("{file:03}"));
        events.change(path.clone(), FILE, at(file));
        events.change(path.clone(), Created, at(file));
        events.change(path.clone(), Changed, at(file));
        events.change(path, Closed, at(file));
        // Whoever looks is busy for 3 ms each time, 30 files long.
        if file % 30 == 0
            && let Action::Emit(Change::Paths(paths)) = events.step(at(file))
        {
            reported.push(paths.len());
        }
    }
    let mut rest = 0;
    if let Action::Emit(Change::Paths(paths)) = events.step(at(1000) + LULL) {
        rest = paths.len();
    }
    assert_eq!((reported, rest), (vec![1, 510], 489));
}

#[test]
fn changes_while_the_consumer_is_busy_are_reported_as_one() {
    let start = Instant::now();
    let at = |time| start + Duration::from_millis(time);
    let mut events = Debouncer::new(start);
    for (time, path) in [(1, "a"), (9, "b"), (30, "c")] {
        events.change(path.into(), Changed, at(time));
        events.change(path.into(), Closed, at(time));
    }
    events.change("a".into(), Changed, at(35));
    // Half of `a` is there.
    assert_eq!(events.unsettled(), BTreeSet::from([PathBuf::from("a")]));
    assert_eq!(events.step(at(36)), Action::Emit(Change::Paths(["b".into(), "c".into()].into())));
    events.change("a".into(), Closed, at(37));
    assert_eq!(events.step(at(37)), Action::Emit(Change::Paths(["a".into()].into())));
    assert!(events.unsettled().is_empty());
}

#[test]
fn quiet_is_reported_once_and_then_seldom() {
    let script = [(0, "a", Changed), (0, "a", Closed), (500, "a", Closed)];
    let expected = ["0 a", "500 a", "1500 quiet", "11500 quiet", "21500 quiet"];
    assert_eq!(reported(&script, 30_000), expected);
    // Nothing ever happened.
    assert_eq!(reported(&[], 15_000), ["10000 quiet"]);
}

#[test]
fn polling_pauses_for_as_long_as_the_scan_took() {
    let start = Instant::now();
    let at = |time| start + Duration::from_millis(time);
    let mut events = Debouncer::new(start);
    let poll = Action::Emit(Change::Whole(ScanCause::Poll));
    events.poll(Duration::from_secs(1), start);
    assert_eq!(events.step(at(0)), Action::Wait(at(1000)));
    assert_eq!(events.step(at(1000)), poll);
    assert_eq!(events.step(at(1100)), Action::Wait(at(2100)));
    assert_eq!(events.step(at(2100)), poll);
    assert_eq!(events.step(at(5100)), Action::Wait(at(8100)));
    // Half a file is not reported, even if events arrive for it.
    events.change("a".into(), Changed, at(8095));
    assert_eq!(events.step(at(8100)), Action::Wait(at(8105)));
    assert_eq!(events.step(at(8105)), Action::Emit(Change::Paths(["a".into()].into())));
    assert_eq!(events.step(at(8105)), poll);
}

#[test]
fn renewed_watches_are_reported_at_once() {
    let start = Instant::now();
    let mut events = Debouncer::new(start);
    events.rearmed(start);
    assert_eq!(events.step(start), Action::Emit(Change::Whole(ScanCause::Rearmed)));
    assert_eq!(events.step(start), Action::Wait(start + QUIET));
}

#[test]
fn what_is_known_and_not_reported_is_pending() {
    let start = Instant::now();
    let mut events = Debouncer::new(start);
    events.change(PathBuf::from("a"), Arrived, start);
    events.change(PathBuf::from("b"), Changed, start);
    events.change(PathBuf::from("c"), Folder, start);
    for (path, expected) in [("a", true), ("b", true), ("c/d", true), ("d", false)] {
        assert_eq!(events.is_pending(Path::new(path)), expected, "{path}");
    }
}
