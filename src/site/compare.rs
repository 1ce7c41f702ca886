//! What keeps numbers that stand side by side from being compared.

use std::collections::HashMap;

use crate::config::Text;
use crate::read::Statistic;

/// A way in which records side by side differ beyond what they are set side by side for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// They are of different times as well.
    Periods,
    /// They are of one name and of different people or things.
    Populations,
    /// They measure different things as well.
    Indicators,
    /// They come from different sources, which may count differently.
    Sources,
}

impl Difference {
    /// The word that themes and findings know it by.
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

/// How records differ, beyond the one thing in which what is compared has to differ: groups in one year, years of one
/// group, or measures of one group in one year.
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

/// Whose number it is, by the name that stands in front of its bar.
fn group(statistic: &Statistic) -> Option<&Text> {
    statistic.area.as_ref().or(statistic.of.as_ref())
}
