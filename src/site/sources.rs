//! Checks that the sources which records name exist.

use std::collections::HashSet;

use super::Site;
use crate::limits::NEAR_SEARCHES;
use crate::report::{Finding, catalog};

impl Site {
    /// Reports records with an unknown source.
    pub(super) fn check_sources(&self, findings: &mut Vec<Finding>) {
        let known: Vec<&str> = self.sources.iter().map(|source| source.id.as_str()).collect();
        let ids: HashSet<&str> = known.iter().copied().collect();
        let missing = |id: &str| !ids.contains(id) && !self.refused_sources.may_hold(id);
        let mut searches = 0;
        let mut unknown = |place, id: &str| {
            searches += 1;
            let known = if searches <= NEAR_SEARCHES { &known[..] } else { &[] };
            findings.push(catalog::records::unknown_source(place, id, known));
        };
        for statistic in self.statistics.iter().filter(|statistic| missing(&statistic.source)) {
            let place = statistic.source_place.clone();
            unknown(place, &statistic.source);
        }
        for event in &self.events {
            if let Some((source, range)) = event.record.source.as_ref().filter(|(source, _)| missing(source)) {
                unknown(event.record.at(range), source);
            }
        }
    }
}
