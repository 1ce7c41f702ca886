//! The host of an address, and whether readers can reach it.

use core::net::{Ipv4Addr, Ipv6Addr};

/// The host of an address with `http` or `https`, in lower case, without a port; empty if it has none.
#[must_use]
pub fn host_of(address: &str) -> String {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    let end = match host.strip_prefix('[').and_then(|rest| rest.find(']')) {
        Some(bracket) => bracket + 2,
        None => host.find(':').unwrap_or(host.len()),
    };
    host[..end].trim_end_matches('.').to_ascii_lowercase()
}

/// Whether readers elsewhere can reach a host: it is neither this machine nor one of a private network. A link could otherwise
/// make a machine that checks it ask services that are not meant for everyone.
#[must_use]
pub fn is_public(host: &str) -> bool {
    const PRIVATE: [&str; 6] = ["localhost", "local", "internal", "lan", "home.arpa", "localdomain"];
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse().is_ok_and(is_public_v6);
    }
    // `curl` also reads 127.1, 2130706433 and 0x7f000001 as addresses of a machine.
    let last = host.rsplit('.').next().unwrap_or("");
    if last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x") {
        return host.parse().is_ok_and(is_public_v4);
    }
    // A name without a dot is one of the own network.
    let is_within = |domain: &&str| host == *domain || host.ends_with(&format!(".{domain}"));
    host.contains('.') && !PRIVATE.iter().any(is_within)
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_benchmark = a == 198 && (b == 18 || b == 19);
    !(address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || is_shared
        || is_benchmark
        || a == 0
        || a >= 240)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4() {
        return is_public_v4(inner);
    }
    let first = address.segments()[0];
    let (is_local, is_unique) = (first & 0xffc0 == 0xfe80, first & 0xfe00 == 0xfc00);
    !(is_local || is_unique || address.is_multicast() || address.is_unspecified() || address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_as_browsers_find_them() {
        for (address, host) in [
            ("https://Example.org/a?b#c", "example.org"),
            ("http://user:word@example.org:8080", "example.org"),
            ("http://example.org.?x", "example.org"),
            ("http://[2001:db8::1]:80/", "[2001:db8::1]"),
            ("http://a@b@127.0.0.1/", "127.0.0.1"),
            ("http://127.0.0.1\\@example.org/", "127.0.0.1"),
            ("nothing", ""),
        ] {
            assert_eq!(host_of(address), host, "{address}");
        }
    }

    #[test]
    fn private_machines_are_not_asked() {
        for host in
            ["example.org", "8.8.8.8", "[2606:4700::1111]", "local.example.org", "xn--p1ai.example", "9.example.org"]
        {
            assert!(is_public(host), "{host}");
        }
        for host in [
            "",
            "localhost",
            "a.localhost",
            "printer",
            "printer.local",
            "db.internal",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[::ffff:10.0.0.1]",
            "[fe80::1]",
            "[fd00::1]",
            "[not-an-address]",
        ] {
            assert!(!is_public(host), "{host}");
        }
    }
}
