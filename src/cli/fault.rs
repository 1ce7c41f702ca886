//! The message for a panic: it is a bug in Firstflight, and a report needs the command and the content.

use std::io::{self, IsTerminal, Write};
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};

/// Installs the message for panics. The process still ends with Rust's own code for a panic, 101.
pub(super) fn install() {
    // Several workers may panic at once; one message is enough.
    static TOLD: AtomicBool = AtomicBool::new(false);
    std::panic::set_hook(Box::new(|info| {
        if TOLD.swap(true, Ordering::Relaxed) {
            return;
        }
        let mut stderr = io::stderr().lock();
        if stderr.is_terminal() {
            // There may be a progress line on the screen.
            let _ = stderr.write_all(b"\r\x1b[K");
        }
        let _ = stderr.write_all(message(&words(info), &place(info)).as_bytes());
        // Where nothing is unwound, the process would end with a signal.
        if cfg!(panic = "abort") {
            std::process::exit(101);
        }
    }));
}

fn message(words: &str, place: &str) -> String {
    format!(
        "error: this is a bug in Firstflight, not a mistake of yours\n  \
         |\n  \
         = help: report it with the command and the content\n  \
         = note: {words} ({place}, version {})\n",
        env!("CARGO_PKG_VERSION")
    )
}

fn words(info: &PanicHookInfo<'_>) -> String {
    info.payload_as_str().unwrap_or("no message").lines().next().unwrap_or_default().to_owned()
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map_or_else(String::new, |at| format!("{}:{}", short(at.file()), at.line()))
}

/// The end of a path, from the crate's folder on: the folders of the build machine are cut.
fn short(file: &str) -> String {
    let file = file.replace('\\', "/");
    let source = file.rfind("/src/").unwrap_or(0);
    let start = file[..source].rfind('/').map_or(0, |slash| slash + 1);
    file[start..].to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_of_the_build_machine_are_cut() {
        assert_eq!(super::short("src/read/mod.rs"), "src/read/mod.rs");
        assert_eq!(super::short("/home/anna/.cargo/registry/src/x-1/tera-2.4.0/src/lib.rs"), "tera-2.4.0/src/lib.rs");
        assert_eq!(super::short("C:\\Users\\anna\\firstflight\\src\\main.rs"), "firstflight/src/main.rs");
    }

    #[test]
    fn a_panic_is_called_a_bug_and_asks_for_a_report() {
        let message = super::message("index out of bounds", "read/mod.rs:12");
        assert!(message.starts_with("error: this is a bug in Firstflight, not a mistake of yours\n"));
        assert!(message.contains("= help: report it with the command and the content\n"));
        assert!(message.contains("= note: index out of bounds (read/mod.rs:12, version "));
    }
}
