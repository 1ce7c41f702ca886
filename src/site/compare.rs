//! Differences that make numbers in one figure hard to compare.

use std::collections::HashMap;

use crate::config::Text;
use crate::read::Statistic;

/// A difference between the records of a figure beyond what the figure compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Their periods differ as well.
    Periods,
    /// They have the same name and different populations.
    Populations,
    /// Their indicators differ as well.
    Indicators,
    /// Their sources differ, which may count differently.
    Sources,
}

impl Difference {
    /// The name in themes and findings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Periods => "periods",
            Self::Populations => "populations",
            Self::Indicators => "indicators",
            Self::Sources => "sources",
        }
    }
}

/// Returns how records differ beyond the one thing that is compared: groups in one year, years of one group, or indicators
/// of one group in one year.
#[must_use]
pub fn differences(statistics: &[&Statistic]) -> Vec<Difference> {
    let Some((first, rest)) = statistics.split_first() else { return Vec::new() };
    let any = |differs: &dyn Fn(&Statistic) -> bool| rest.iter().any(|other| differs(other));
    let groups = any(&|other| group(other) != group(first));
    let periods = any(&|other| other.period != first.period);
    let indicators = any(&|other| other.indicator != first.indicator);
    let mut first_of_name: HashMap<Option<&Text>, &Statistic> = HashMap::new();
    let populations = statistics.iter().any(|statistic| {
        let first = *first_of_name.entry(group(statistic)).or_insert(statistic);
        first.of != statistic.of || first.of_date != statistic.of_date
    });
    let sources = any(&|other| other.source != first.source);
    let checks = [
        (periods && (groups || indicators), Difference::Periods),
        (populations, Difference::Populations),
        (indicators && groups, Difference::Indicators),
        (sources, Difference::Sources),
    ];
    checks.into_iter().filter(|(holds, _)| *holds).map(|(_, difference)| difference).collect()
}

/// The group of a record, which is the label of its bar.
fn group(statistic: &Statistic) -> Option<&Text> {
    statistic.area.as_ref().or(statistic.of.as_ref())
}
