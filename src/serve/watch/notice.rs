//! The message for a preview that polls: which limit was reached, and how to raise it.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::native::WatchError;
use crate::system::is_watch_limit;

/// A number of watches that suffices for any site in addition to an editor and a browser.
const WATCHES: u64 = 524_288;
/// Watchers likewise.
const INSTANCES: u64 = 512;

/// Why the preview polls for changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Which limit was reached or what is unavailable, and what is done instead; a sentence without a full stop.
    pub message: String,
    /// How to fix it, if that is possible.
    pub help: Option<String>,
}

/// Returns the notice for a watch that cannot be set.
pub(super) fn refused(why: &WatchError, interval: Duration) -> Notice {
    let (reason, help) = match why {
        WatchError::Watches => {
            let allowed = allowed("max_user_watches");
            let of = allowed.map_or_else(String::new, |count| format!(" (fs.inotify.max_user_watches is {count})"));
            (format!("no more folders can be watched{of}"), Some(raise("max_user_watches", allowed, WATCHES)))
        }
        WatchError::Instance(error) if is_out_of_files(error) => (
            "too many files are open in this process".to_owned(),
            Some("raise the limit with `ulimit -n 4096` before starting".to_owned()),
        ),
        WatchError::Instance(error) if is_watch_limit(error) => {
            let allowed = allowed("max_user_instances");
            let of = allowed.map_or_else(String::new, |count| format!(" (fs.inotify.max_user_instances is {count})"));
            let reason = format!("no more programs can watch folders{of}");
            (reason, Some(raise("max_user_instances", allowed, INSTANCES)))
        }
        WatchError::Instance(error) => (format!("file watching is unavailable: {error}"), None),
        WatchError::Folder(path, error) => (format!("cannot watch {}: {error}", path.display()), None),
        WatchError::Restless => ("folders change too fast to be watched".to_owned(), None),
    };
    Notice { message: format!("{reason}; polling {}", every(interval)), help }
}

/// Returns the notice for a drive that does not report all changes.
pub(super) fn distant(folder: &Path, kind: &str, interval: Duration) -> Notice {
    let folder = folder.display();
    let message = format!("{folder} is on {kind}, which does not report all changes; polling {}", every(interval));
    Notice { message, help: Some("work on a copy on a local drive to see changes at once".to_owned()) }
}

fn every(interval: Duration) -> String {
    if interval == Duration::from_secs(1) {
        "once a second".to_owned()
    } else {
        format!("every {} s", interval.as_secs_f64())
    }
}

/// The command that raises the limit.
fn raise(limit: &str, allowed: Option<u64>, enough: u64) -> String {
    let value = allowed.map_or(enough, |allowed| enough.max(allowed.saturating_mul(2)));
    format!(
        "raise it with `sudo sysctl fs.inotify.{limit}={value}`; to keep it, add \
         `fs.inotify.{limit}={value}` to /etc/sysctl.d/60-inotify.conf"
    )
}

fn allowed(limit: &str) -> Option<u64> {
    fs::read_to_string(format!("/proc/sys/fs/inotify/{limit}")).ok()?.trim().parse().ok()
}

/// The same error number is used for two limits; if no file can be opened either, it is that of the process.
fn is_out_of_files(error: &io::Error) -> bool {
    is_watch_limit(error) && fs::File::open("/").is_err_and(|error| is_watch_limit(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::{Cause, error_of};

    #[test]
    fn a_limit_is_reported_with_the_command_to_raise_it() {
        let second = Duration::from_secs(1);
        let notice = refused(&WatchError::Watches, second);
        assert!(notice.message.starts_with("no more folders can be watched"), "{}", notice.message);
        assert!(notice.message.ends_with("; polling once a second"), "{}", notice.message);
        let help = notice.help.unwrap();
        assert!(help.starts_with("raise it with `sudo sysctl fs.inotify.max_user_watches="), "{help}");
        let limit = error_of(Cause::TooManyOpenFiles);
        let notice = refused(&WatchError::Instance(limit), Duration::from_millis(2500));
        assert!(notice.message.ends_with("every 2.5 s"), "{}", notice.message);
        assert!(notice.help.unwrap().contains("sudo sysctl fs.inotify.max_user_instances="));
    }

    #[test]
    fn the_suggested_limit_is_above_the_current_one() {
        assert!(raise("x", Some(8192), 524_288).contains("x=524288`"));
        assert!(raise("x", Some(1_000_000), 524_288).contains("x=2000000`"));
    }
}
