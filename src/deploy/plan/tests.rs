//! Tests of plans: what is sent, kept, removed and refused.

use super::*;
use crate::manifest::ManifestFile;

fn site(files: &[(&str, u64)]) -> SiteManifest {
    let file = |path: &str, size: u64| ManifestFile {
        address: format!("/{path}"),
        sha256: format!("{size:064x}"),
        size,
        media_type: if path.ends_with(".html") { "text/html" } else { "image/png" }.to_owned(),
        encodings: Vec::new(),
        inputs: Vec::new(),
    };
    SiteManifest { files: files.iter().map(|&(path, size)| (path.to_owned(), file(path, size))).collect() }
}

fn found(files: &[(&str, u64)]) -> BTreeMap<String, FoundFile> {
    let file = |size| FoundFile { size, sha256: Some(format!("{size:064x}")) };
    files.iter().map(|&(path, size)| (path.to_owned(), file(size))).collect()
}

fn record(files: &[(&str, &[u64])]) -> DeployRecord {
    let version = |size: &u64| Version { sha256: format!("{size:064x}"), size: *size };
    let files = files.iter().map(|(path, sizes)| ((*path).to_owned(), sizes.iter().map(version).collect()));
    DeployRecord { files: files.collect(), ..DeployRecord::default() }
}

fn paths(plan: &Plan) -> Vec<Vec<String>> {
    let put = plan.put.iter().map(|uploads| uploads.iter().map(|upload| upload.path.clone()).collect());
    put.chain(plan.remove.iter().cloned()).collect()
}

#[test]
fn files_come_before_pages_and_pages_before_removals() {
    let new = site(&[("a.html", 1), ("b.html", 2), ("c.png", 3), ("d.png", 4), ("same.html", 9)]);
    let old =
        record(&[("b.html", &[5]), ("d.png", &[6]), ("gone.html", &[7]), ("gone.png", &[8]), ("same.html", &[9])]);
    let there =
        found(&[("b.html", 5), ("d.png", 6), ("gone.html", 7), ("gone.png", 8), ("same.html", 9), ("own.txt", 1)]);
    let plan = make_plan(&new, Path::new("public"), &old, &there, false);
    assert_eq!(
        paths(&plan),
        [vec!["c.png", "d.png"], vec!["a.html"], vec!["b.html"], vec!["gone.html"], vec!["gone.png"]]
    );
    assert_eq!((plan.kept, plan.conflicts.len(), plan.left.len()), (1, 0, 0));
    assert!(!plan.during.is_complete && plan.after.is_complete);
    assert_eq!(plan.during.files["b.html"].len(), 2);
    assert_eq!(plan.after.files.len(), 5);
    let after = make_plan(
        &new,
        Path::new("public"),
        &plan.after,
        &found(&[("a.html", 1), ("b.html", 2), ("c.png", 3), ("d.png", 4), ("same.html", 9)]),
        false,
    );
    assert!(after.changes_nothing());
}

#[test]
fn files_of_others_are_refused_and_never_removed() {
    let new = site(&[("a.html", 1), ("b/c.html", 2), ("d.html", 3)]);
    let old = record(&[("d.html", &[4]), ("gone.html", &[5])]);
    let there = found(&[("a.html", 7), ("b", 7), ("d.html", 8), ("gone.html", 6)]);
    let plan = make_plan(&new, Path::new("public"), &old, &there, false);
    assert_eq!(plan.conflicts, ["a.html", "d.html", "b"]);
    assert_eq!(plan.left, ["gone.html"]);
    assert_eq!(plan.removed(), 0);
    let plan = make_plan(&new, Path::new("public"), &old, &there, true);
    assert_eq!(plan.conflicts, ["b"], "a file in the place of a folder is not replaced");
}

#[test]
fn after_a_cut_either_version_is_ours() {
    let new = site(&[("a.html", 3), ("b.html", 4)]);
    let old = record(&[("a.html", &[1, 2]), ("b.html", &[1, 4]), ("c.html", &[5, 6])]);
    let there = found(&[("a.html", 2), ("b.html", 4), ("c.html", 6)]);
    let plan = make_plan(&new, Path::new("public"), &old, &there, false);
    assert_eq!(paths(&plan), [vec![], vec![], vec!["a.html"], vec!["c.html"], vec![]]);
    assert_eq!((plan.kept, plan.conflicts.len()), (1, 0));
    // A target that knows sizes only gets a file again that may be either.
    let there = [("b.html".to_owned(), FoundFile { size: 4, sha256: None })].into();
    let old = DeployRecord {
        files: [(
            "b.html".to_owned(),
            vec![Version { sha256: "0".repeat(64), size: 4 }, old.files["b.html"][1].clone()],
        )]
        .into(),
        ..DeployRecord::default()
    };
    let plan = make_plan(&new, Path::new("public"), &old, &there, false);
    assert_eq!(plan.put[Stage::ChangedPages as usize].len(), 1);
}
