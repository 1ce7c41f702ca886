//! Turns arguments, environment variables and the clock into options; nothing else reads them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::args::{LinksArg, SiteArgs, WeighArg};
use crate::cache::Cache;
use crate::config::{BuildDate, DateOrigin, LinkStyle};
use crate::deploy::StorageAccess;
use crate::disk::ByteStore;
use crate::external::Signer;
use crate::pipeline::Options;
use crate::report::Failure;
use crate::report::text::harmless;
use crate::shrink;
use crate::yaml::parse_day;

/// Deeply nested documents are followed by recursion; the stacks of the workers are sized for that.
const STACK: usize = 16 << 20;

/// Returns the options of the pipeline.
pub(super) fn options(args: &SiteArgs) -> Result<Options, Failure> {
    if !args.site.is_dir() {
        let name = args.site.display().to_string();
        return Err(Failure::new(format!("there is no folder {}", harmless(&name))).help(
            "name the folder that contains content/ with --site DIR, or create one with `firstflight new site DIR`",
        ));
    }
    let epoch = std::env::var_os("SOURCE_DATE_EPOCH").map(|value| value.to_string_lossy().into_owned());
    Ok(Options {
        site: args.site.clone(),
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        strict: args.strict,
        at: build_date(args.at.as_deref(), epoch.as_deref(), Timestamp::now())?,
        links: match args.links {
            LinksArg::Pages => LinkStyle::Pages,
            LinksArg::Files => LinkStyle::Files,
        },
        weigh: match args.weigh {
            WeighArg::Auto => shrink::Weigh::Auto,
            WeighArg::All => shrink::Weigh::All,
        },
        follow: args.follow,
        noindex: args.noindex,
        growth: None,
    })
}

/// Returns the build date: the flag, else SOURCE_DATE_EPOCH, else today. An invalid value is an error, since the one who set it
/// relies on it.
fn build_date(flag: Option<&str>, epoch: Option<&str>, now: Timestamp) -> Result<BuildDate, Failure> {
    let utc_date = |time: Timestamp| Offset::UTC.to_datetime(time).date();
    if let Some(typed) = flag {
        let date = parse_day(typed).map_err(|help| {
            let help = help.unwrap_or_else(|| "write year, month and day, as in `--at 2026-11-23`".to_owned());
            Failure::new(format!("`{}` is not a valid date", harmless(typed))).help(help)
        })?;
        return Ok(BuildDate { date, origin: DateOrigin::Flag });
    }
    // Treat an empty variable as unset, like most tools.
    if let Some(seconds) = epoch.filter(|value| !value.is_empty()) {
        let time = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
            Failure::new(format!("SOURCE_DATE_EPOCH is `{}`, which is not a valid time", harmless(seconds)))
                .help("set it to whole seconds since 1970-01-01, unset it, or give a date as in `--at 2026-11-23`")
        })?;
        return Ok(BuildDate { date: utc_date(time), origin: DateOrigin::SourceDateEpoch });
    }
    Ok(BuildDate { date: utc_date(now), origin: DateOrigin::Today })
}

/// Maximum bytes of the compressed forms of pages that are kept. A page takes about 4,000.
const COMPRESSED_BYTES: u64 = 200_000_000;

/// Gives a cache what is kept between runs in the folder `named`, else below `XDG_CACHE_HOME`, `LOCALAPPDATA` or `~/.cache`: resized images and
/// compressed forms of pages.
pub(super) fn keep(cache: &mut Cache, named: Option<&Path>) {
    cache.renders.media.store = image_store(named).map(|store| store as _);
    cache.renders.compressed = compressed_store(named).map(|store| store as _);
}

/// The folder that keeps resized images between runs.
pub(super) fn image_store(named: Option<&Path>) -> Option<Arc<ByteStore>> {
    let store = ByteStore::new(cache_folder(named)?.join("images"));
    store.trim();
    Some(Arc::new(store))
}

/// The folder that keeps compressed forms of pages between runs.
pub(super) fn compressed_store(named: Option<&Path>) -> Option<Arc<ByteStore>> {
    let store = ByteStore::new(cache_folder(named)?.join("compressed")).with_most(COMPRESSED_BYTES);
    store.trim();
    Some(Arc::new(store))
}

fn cache_folder(named: Option<&Path>) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(named.to_owned());
    }
    let absolute = |path: PathBuf| path.is_absolute().then_some(path);
    let given = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).and_then(absolute);
    Some(given.or_else(|| local_data("cache", ".cache"))?.join("firstflight"))
}

/// The user's own folder for the state of programs, as the XDG base directory specification has it: `XDG_STATE_HOME`, else
/// `~/.local/state`. A relative path counts as none.
pub(super) fn state_home() -> Option<PathBuf> {
    let absolute = |path: PathBuf| path.is_absolute().then_some(path);
    let given = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).and_then(absolute);
    given.or_else(|| local_data("state", ".local/state"))
}

/// A folder for data of programs on this machine: `LOCALAPPDATA`, which Windows sets, with a name of ours, else a folder of the
/// user's own.
fn local_data(own: &str, usual: &str) -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let local = set("LOCALAPPDATA").map(|folder| folder.join("firstflight").join(own));
    local.or_else(|| Some(set("HOME")?.join(usual)))
}

/// How storage is reached: from the variables of the environment that programs for Amazon S3 share.
pub(super) fn storage_access() -> StorageAccess {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let key = set("AWS_ACCESS_KEY_ID").zip(set("AWS_SECRET_ACCESS_KEY"));
    let region = set("AWS_REGION").or_else(|| set("AWS_DEFAULT_REGION")).unwrap_or_else(|| "us-east-1".to_owned());
    StorageAccess {
        signer: key.map(|(key, secret)| Signer { key, secret, region }),
        token: set("AWS_SESSION_TOKEN"),
        endpoint: set("AWS_ENDPOINT_URL_S3").or_else(|| set("AWS_ENDPOINT_URL")),
    }
}

/// The time, as the lock of a deployment and a commit name it.
pub(super) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Describes this deployment to others that find its lock.
pub(super) fn holder(now: &str) -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| std::env::var("HOSTNAME").ok());
    let host = host.map_or_else(|| "unknown".to_owned(), |host| host.trim().to_owned());
    format!("machine {host}, process {}, since {now}", std::process::id())
}

/// The workers: as many as asked for, else one for each core.
pub(super) fn workers(jobs: Option<u16>) -> Result<rayon::ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(jobs.unwrap_or(0)))
        .stack_size(STACK)
        .build()
        .map_err(|error| Failure::new(format!("cannot start threads: {error}")).help("try fewer, as in `--jobs 1`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(flag: Option<&str>, epoch: Option<&str>) -> Result<(String, DateOrigin), String> {
        let now = Timestamp::from_second(1_795_467_600).unwrap();
        match build_date(flag, epoch, now) {
            Ok(at) => Ok((at.date.to_string(), at.origin)),
            Err(failure) => Err(format!("{failure}; {}", failure.help.as_deref().unwrap())),
        }
    }

    #[test]
    fn the_flag_goes_before_the_environment_and_that_before_the_clock() {
        assert_eq!(date(Some("2027-02-28"), Some("0")), Ok(("2027-02-28".into(), DateOrigin::Flag)));
        assert_eq!(date(None, Some("86399")), Ok(("1970-01-01".into(), DateOrigin::SourceDateEpoch)));
        assert_eq!(date(None, Some("")), Ok(("2026-11-23".into(), DateOrigin::Today)));
        assert_eq!(date(None, None), Ok(("2026-11-23".into(), DateOrigin::Today)));
    }

    #[test]
    fn a_bad_date_says_what_to_type() {
        let message = date(Some("2027-02-29"), None).unwrap_err();
        assert!(message.ends_with("; write a day between 01 and 28: February 2027 has 28 days"), "{message}");
        for typed in ["", "20270228", "2027-2-8", "23.11.2026", "2027-02-28T10:00", " 2027-02-28", "now"] {
            let message = date(Some(typed), None).unwrap_err();
            assert_eq!(
                message,
                format!("`{typed}` is not a valid date; write year, month and day, as in `--at 2026-11-23`")
            );
        }
        let message = date(None, Some("yesterday")).unwrap_err();
        assert!(
            message.starts_with("SOURCE_DATE_EPOCH is `yesterday`, which is not a valid time; set it to"),
            "{message}"
        );
        assert!(date(None, Some("99999999999999999")).is_err());
    }
}
