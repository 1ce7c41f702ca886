//! Reads the settings about the host and how to publish.

use super::{BaseUrl, Config, Host, PolicyPlace};
use crate::report::Certainty;
use crate::yaml::Fields;

/// Reads `host`.
pub(super) fn host(config: &mut Config, fields: &mut Fields<'_>) {
    if let Some((text, range)) = fields.located_text("host") {
        let names = || Host::ALL.iter().map(|(name, _)| *name);
        match Host::ALL.iter().find(|(name, _)| *name == text) {
            Some((_, host)) => {
                config.host = *host;
                config.host_place = Some(fields.place(range));
            }
            None => {
                let otherwise = Some(format!("write one of {}", names().collect::<Vec<_>>().join(", ")));
                let message = format!("unknown host `{text}`");
                fields.unknown_name(range, message, (&text, names()), Certainty::Certain, otherwise);
            }
        }
    }
}

/// Reads `csp`.
pub(super) fn policy_place(config: &mut Config, fields: &mut Fields<'_>) {
    if let Some((text, range)) = fields.located_text("csp") {
        match PolicyPlace::ALL.iter().find(|(name, _)| *name == text) {
            Some((_, place)) => config.policy_place = Some(*place),
            None => fields.invalid(
                range,
                format!("`{text}` is not a place for a content security policy"),
                Some("write `host`, the default, `meta` to write it into each page, or `off`".into()),
            ),
        }
    }
}

/// Reads `output`.
pub(super) fn output(config: &mut Config, fields: &mut Fields<'_>) {
    if let Some((text, range)) = fields.located_text("output") {
        match text.as_str() {
            "exchange" => config.in_place = false,
            "in-place" => config.in_place = true,
            _ => fields.invalid(
                range,
                format!("`{text}` is not a way to publish"),
                Some("write `exchange`, or `in-place` if a container or an NFS client has the folder mounted".into()),
            ),
        }
    }
}

/// Reads `uid_domain`; without it, the domain is the address of the site without its scheme.
pub(super) fn uid_domain(base: Option<&BaseUrl>, fields: &mut Fields<'_>) -> Option<String> {
    let Some((text, range)) = fields.located_text("uid_domain") else {
        return base.map(|base| format!("{}{}", base.host(), base.path().trim_end_matches('/')));
    };
    let is_domain = |text: &str| {
        let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
        text.split('.').all(is_label)
    };
    if is_domain(&text) {
        return Some(text.to_lowercase());
    }
    let host = BaseUrl::parse(&text).ok().map(|base| base.host()).filter(|host| is_domain(host));
    let help = host.map_or_else(|| "write a domain, as in `example.org`".to_owned(), |host| format!("write `{host}`"));
    fields.invalid(range, format!("`{text}` is not a domain"), Some(help));
    None
}
