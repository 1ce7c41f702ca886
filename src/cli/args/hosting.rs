//! The arguments of `firstflight host-config`.

use clap::{Args as ClapArgs, ValueEnum};

use super::SiteArgs;
use crate::config::Host;
use crate::hosts::ConfigPart;

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct HostConfigArgs {
    /// The server: nginx or caddy [default: `host` in site.yaml]
    #[arg(hide_possible_values = true)]
    pub host: Option<ServerHost>,
    /// The part of the configuration: server, for the block of the site, or http, for the maps of nginx
    #[arg(long, value_name = "PART", default_value = "server", hide_possible_values = true)]
    pub part: PartArg,
    #[command(flatten)]
    pub site: SiteArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ServerHost {
    Nginx,
    Caddy,
}

impl ServerHost {
    /// Returns the host of this name.
    pub fn host(self) -> Host {
        match self {
            Self::Nginx => Host::Nginx,
            Self::Caddy => Host::Caddy,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PartArg {
    Server,
    Http,
}

impl PartArg {
    /// Returns the part of this name.
    pub fn part(self) -> ConfigPart {
        match self {
            Self::Server => ConfigPart::Server,
            Self::Http => ConfigPart::Http,
        }
    }
}
