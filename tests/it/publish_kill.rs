//! Kills builds at random moments: the target is always completely the old or completely the new site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use firstflight::output::{Artifact, Encoding, MediaType, Output};
use firstflight::publish::{PublishOptions, commit};

use super::{Place, tree};

const KILLS: usize = 250;
const FOREIGN: [&str; 4] = ["CNAME", ".git/objects/ab/cdef", ".well-known/security.txt", "3/beside.txt"];

/// One of two sites that share some files, differ in others, and each have some that the other does not have.
fn site(which: char) -> Output {
    let mut output = Output::default();
    for at in 0..200 {
        let text = if at % 5 == 0 { format!("page {at}") } else { format!("page {at} of {which}") };
        let path = match at % 10 {
            3 => format!("{}/only-{which}-{at}/index.html", at % 7),
            _ => format!("{}/{at}/index.html", at % 7),
        };
        let mut artifact = Artifact::new(MediaType::Html, text.repeat(20));
        if at % 25 == 1 {
            artifact.compressed.push((Encoding::Gzip, text.into_bytes()));
        }
        output.insert(path, artifact);
    }
    output
}

fn publish(target: &Path, which: char) {
    commit(&site(which), &PublishOptions { sync: false, ..PublishOptions::new(target, target.parent().unwrap()) })
        .unwrap();
}

#[test]
#[ignore = "run, and killed, by the test below"]
fn child_publishes_until_it_is_killed() {
    let target = PathBuf::from(std::env::var_os("PUBLISH_CHILD").unwrap());
    for which in ['A', 'B'].into_iter().cycle() {
        publish(&target, which);
    }
}

fn start(target: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "publish::kill::child_publishes_until_it_is_killed", "--ignored", "--test-threads=1"])
        .env("PUBLISH_CHILD", target)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn files(target: &Path) -> BTreeMap<String, String> {
    tree(target).into_iter().filter(|(path, _)| !path.ends_with('/')).collect()
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one() {
    let place = Place::in_memory();
    let target = place.path("public");
    let beside = place.path(".public.firstflight");
    let mut whole = BTreeMap::new();
    let begin = Instant::now();
    for which in ['A', 'B'] {
        publish(&target, which);
        whole.insert(which, files(&target));
    }
    // Long enough to start a process and to publish twice.
    let span = Duration::from_millis(10) + begin.elapsed();
    for path in FOREIGN {
        place.write(&format!("public/{path}"), path);
        whole.values_mut().for_each(|site| drop(site.insert(path.into(), path.into())));
    }
    let (mut filling, mut sweeping, mut changed) = (0, 0, 0);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for kill in 0..KILLS {
        let mut child = start(&target);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let moment = span.mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64);
        sleep(moment / 2);
        // Somebody adds a file in the meantime, to whichever tree is the target at that moment.
        let late = format!("late-{kill}");
        fs::write(target.join(&late), &late).unwrap();
        sleep(moment / 2);
        child.kill().unwrap();
        child.wait().unwrap();
        let mut found = files(&target);
        // A late file may still be in the old tree; whether it is moved is checked below.
        found.retain(|path, _| !path.starts_with("late-"));
        let standing = whole.iter().find(|(_, site)| **site == found).map(|(which, _)| *which);
        let Some(standing) = standing else { panic!("kill {kill} after {moment:?} left neither site") };
        changed += usize::from(standing == 'A');
        let (stage, next) = (beside.join("stage").exists(), beside.join("next").exists());
        filling += usize::from(stage && !next);
        sweeping += usize::from(stage && next);
        // After every other kill, the next killed build has to recover.
        if kill % 2 == 1 || kill + 1 == KILLS {
            publish(&target, 'B');
            let found = files(&target);
            let late = (0..=kill).map(|kill| (format!("late-{kill}"), format!("late-{kill}")));
            let expected: BTreeMap<_, _> = whole[&'B'].clone().into_iter().chain(late).collect();
            assert!(found == expected, "kill {kill}: {:?}", found.keys().filter(|path| !expected.contains_key(*path)));
            assert!(!beside.join("stage").exists() && !beside.join("next").exists());
        }
    }
    assert!(!beside.join("saved").exists(), "a file of ours was taken for somebody else's");
    eprintln!("{span:?}: killed while filling {filling}, while sweeping {sweeping}, with the other site {changed}");
    // Otherwise the kills came too early or too late to show anything.
    assert!(filling > KILLS / 20 && sweeping > KILLS / 50 && changed > KILLS / 20);
}
