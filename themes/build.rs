//! Lists the themes in `themes/`, which are compiled into the program: each with the paths and the contents of its files; and the
//! versions of the encoders, which name what is kept of them between runs.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=themes");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rustc-env=FIRSTFLIGHT_ENCODERS={}", encoders());
    let variable = |name: &str| env::var_os(name).ok_or_else(|| io::Error::other(format!("{name} is not set")));
    let themes = Path::new(&variable("CARGO_MANIFEST_DIR")?).join("themes");
    let mut list = "&[".to_owned();
    for name in names(&themes)?.into_iter().filter(|name| themes.join(name).is_dir()) {
        let _ = write!(list, "({name:?}, &[");
        let folder = themes.join(&name);
        for path in files(&folder, "")? {
            let from = folder.join(&path).into_os_string().into_string();
            let from = from.map_err(|from| io::Error::other(format!("{} is not Unicode", from.display())))?;
            let _ = write!(list, "({path:?}, include_bytes!({from:?})),");
        }
        list += "]),";
    }
    fs::write(Path::new(&variable("OUT_DIR")?).join("themes.rs"), list + "]")
}

/// The crates that compress pages, with their versions in `Cargo.lock`.
fn encoders() -> String {
    let lock = fs::read_to_string("Cargo.lock").unwrap_or_default();
    let mut lines = lock.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let name = line.strip_prefix("name = \"").and_then(|rest| rest.strip_suffix('"'));
        if let Some(name) = name.filter(|name| ["brotli", "libdeflate-sys", "libdeflater"].contains(name)) {
            let version = lines.next().and_then(|line| line.split('"').nth(1)).unwrap_or("unknown");
            found.push(format!("{name}-{version}"));
        }
    }
    found.join(",")
}

/// The names in a folder, sorted, so that the program does not depend on the order on this disk.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| {
        entry?.file_name().into_string().map_err(|name| io::Error::other(format!("{} is not Unicode", name.display())))
    });
    let mut names = names.collect::<io::Result<Vec<String>>>()?;
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names)
}

/// The paths of the files in a folder and in those below it, with slashes.
fn files(folder: &Path, before: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for name in names(folder)? {
        let path = format!("{before}{name}");
        if folder.join(&name).is_dir() {
            found.extend(files(&folder.join(&name), &format!("{path}/"))?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
