//! Models the cost of bytes on a slow link, in round trips and seconds: the formula, its constants and their origin.
//!
//! The constants were measured: bodies of known length, sent by stock nginx with TLS 1.3 and HTTP/2 over an emulated
//! link of 600 ms, timed from the request to the last byte.

/// A kind of link that readers have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkLink {
    /// Its name.
    pub name: &'static str,
    /// Rate towards the reader, in kilobits (1,000 bits) a second.
    pub kbit_per_s: u32,
    /// Round-trip time in milliseconds.
    pub rtt_ms: u32,
}

/// The links that reports name, slowest first.
pub const LINKS: [NetworkLink; 4] = [
    NetworkLink { name: "GPRS", kbit_per_s: 50, rtt_ms: 500 },
    NetworkLink { name: "EDGE", kbit_per_s: 240, rtt_ms: 300 },
    NetworkLink { name: "slow 3G", kbit_per_s: 400, rtt_ms: 400 },
    NetworkLink { name: "satellite", kbit_per_s: 5_000, rtt_ms: 600 },
];

/// Bytes of a page that one TCP segment carries: 1,500 less 40 of headers and 12 of time stamps.
const SEGMENT: u64 = 1_448;

/// Segments that a server sends before it waits for the first answer (RFC 6928). Each further round trip doubles
/// them: 20, 40, and so on.
const FIRST_FLIGHT: u64 = 10;

/// The largest body whose last byte came one round trip after the request. The rest of the first flight, 5,939 bytes,
/// is taken by two session tickets and the settings, each in its own packet, and by headers and frames.
pub const FIRST_FLIGHT_BODY: u64 = 8_541;

/// The default budget of a page in bytes: [`FIRST_FLIGHT_BODY`], with a little to spare.
pub const DEFAULT_BUDGET: u64 = 8_500;

/// Round trips before the first byte of a page from a host that was never met: DNS, TCP, TLS 1.3, and the request.
const TO_MEET: u32 = 4;

/// The farthest host of the requests that a page causes by itself, and that begin once it has arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Further {
    /// There are none.
    #[default]
    Nothing,
    /// The host of the page: they share its connection.
    SameHost,
    /// Another host: a connection to it is opened.
    OtherHost,
}

impl Further {
    /// Round trips that these requests add to a first visit, at least: what they fetch may be longer than a first flight,
    /// and a style sheet may name more. Requests to several hosts run at the same time.
    #[must_use]
    pub fn round_trips(self) -> u32 {
        match self {
            Self::Nothing => 0,
            Self::SameHost => 1,
            Self::OtherHost => TO_MEET,
        }
    }

    /// Seconds that these requests add to a first visit; their bytes are not counted.
    #[must_use]
    pub fn first_visit_seconds(self, link: &NetworkLink) -> f64 {
        trips_seconds(self.round_trips(), link)
    }

    /// Seconds that these requests add where all connections are still open.
    #[must_use]
    pub fn next_page_seconds(self, link: &NetworkLink) -> f64 {
        trips_seconds(self.round_trips().min(1), link)
    }
}

/// Round trips from the request to the last byte of a body of this number of bytes.
#[must_use]
pub fn round_trips(bytes: u64) -> u32 {
    let mut trips = 1;
    let mut arrived = FIRST_FLIGHT_BODY;
    let mut window = FIRST_FLIGHT * SEGMENT;
    while arrived < bytes {
        window = window.saturating_mul(2);
        arrived = arrived.saturating_add(window);
        trips += 1;
    }
    trips
}

/// Seconds from following a link to the last byte of a body, on a first visit.
#[must_use]
pub fn first_visit_seconds(bytes: u64, link: &NetworkLink) -> f64 {
    seconds(bytes, link, TO_MEET)
}

/// Seconds from following a link to the last byte of a body, where the connection is still open.
#[must_use]
pub fn next_page_seconds(bytes: u64, link: &NetworkLink) -> f64 {
    seconds(bytes, link, 1)
}

fn seconds(bytes: u64, link: &NetworkLink, trips: u32) -> f64 {
    let further = round_trips(bytes) - 1;
    let rate = f64::from(link.kbit_per_s) * 1_000.0 / 8.0;
    trips_seconds(trips + further, link) + bytes as f64 / rate
}

fn trips_seconds(trips: u32, link: &NetworkLink) -> f64 {
    f64::from(trips) * f64::from(link.rtt_ms) / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_agrees_with_measurements() {
        // KiB of body, round trips from the request to the last byte: TLS 1.3, HTTP/2, 600 ms.
        for (kib, measured) in [(5, 1.00), (10, 2.10), (14, 2.06), (20, 2.10), (40, 3.00), (100, 4.01)] {
            let model = f64::from(round_trips(kib * 1_024));
            assert!((model - measured).abs() < 0.2, "{kib} KiB: {model} round trips, measured {measured}");
        }
        assert_eq!((round_trips(8_541), round_trips(8_542), round_trips(0)), (1, 2, 1));
    }

    #[test]
    fn a_first_visit_includes_connection_setup() {
        let gprs = &LINKS[0];
        assert!((first_visit_seconds(1_250, gprs) - 2.2).abs() < 1e-9);
        assert!((next_page_seconds(1_250, gprs) - 0.7).abs() < 1e-9);
        assert!(round_trips(u64::MAX) < 64);
    }

    #[test]
    fn further_requests_add_round_trips() {
        let gprs = &LINKS[0];
        let added = [Further::Nothing, Further::SameHost, Further::OtherHost]
            .map(|it| (it.round_trips(), it.first_visit_seconds(gprs), it.next_page_seconds(gprs)));
        assert_eq!(added, [(0, 0.0, 0.0), (1, 0.5, 0.5), (4, 2.0, 0.5)]);
    }
}
