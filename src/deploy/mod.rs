//! Sends a published site to a host: new files first, then pages, then removals, so that no reader meets a page whose parts are
//! missing. A record at the target names what was sent, so that nothing else is ever replaced or removed, and so that a
//! deployment that was cut can be continued.

mod destination;
mod folder;
mod git;
mod plan;
mod record;
mod remote;
mod rsync;
mod run;
mod s3;
mod sftp;
mod target;

pub use destination::{Destination, StorageAccess};
pub use folder::FolderTarget;
pub use plan::{Plan, Stage, make_plan};
pub use record::{DeployRecord, Version};
pub use run::{DeployOptions, Deployed, deploy, planned};
pub use target::{FoundFile, Target, Upload};
