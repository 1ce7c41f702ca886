//! Faults in numbers.

use firstflight::report::Code;

use super::In::{Bulletin, First};
use super::Seed;

const STATISTICS: &str = "statistics.yaml";

/// Each with the finding that it must make.
pub const FAULTS: &[Seed] = &[
    // Records
    (
        "two records of one id",
        First,
        &[(
            STATISTICS,
            "- id: young-age-limit\n",
            "- ⟦id: ldc-count⟧\n  value: 46\n  unit: count\n  period: unknown\n  source: session-description\n\n- id: young-age-limit\n",
        )],
        Code::DuplicateRecord,
    ),
    (
        "no source",
        Bulletin,
        &[(
            STATISTICS,
            "- id: report-delay\n  value: 2\n  unit: days\n  indicator: { en: median delay of a weekly return, fr: délai médian d’un relevé hebdomadaire, ar: \"التأخير الوسيط للتقرير الأسبوعي\" }\n  area: { en: Health posts of the district, fr: Postes de santé du district, ar: \"المراكز الصحية في المقاطعة\" }\n  period: 2026-11-16/2026-11-22\n  period_label: *w47\n  status: final\n  source: weekly-returns\n",
            "- ⟦id: report-delay⟧\n  value: 2\n  unit: days\n  indicator: { en: median delay of a weekly return, fr: délai médian d’un relevé hebdomadaire, ar: \"التأخير الوسيط للتقرير الأسبوعي\" }\n  area: { en: Health posts of the district, fr: Postes de santé du district, ar: \"المراكز الصحية في المقاطعة\" }\n  period: 2026-11-16/2026-11-22\n  period_label: *w47\n  status: final\n",
        )],
        Code::MissingKey,
    ),
    (
        "no period",
        First,
        &[(
            STATISTICS,
            "- id: ldc-count\n  value: 47\n  unit: count\n  as_written: \"47\"\n  of: least developed countries\n  indicator: UN-designated\n  area: World\n  period: unknown\n",
            "- ⟦id: ldc-count⟧\n  value: 47\n  unit: count\n  as_written: \"47\"\n  of: least developed countries\n  indicator: UN-designated\n  area: World\n",
        )],
        Code::MissingKey,
    ),
    (
        "no unit",
        First,
        &[(
            STATISTICS,
            "- id: world-internet-2019\n  value: 51\n  unit: percent\n",
            "- ⟦id: world-internet-2019⟧\n  value: 51\n",
        )],
        Code::MissingKey,
    ),
    (
        "a source that is nowhere",
        Bulletin,
        &[(
            STATISTICS,
            "  status: forecast\n  review_by: 2027-01-31\n  source: population-projection\n",
            "  status: forecast\n  review_by: 2027-01-31\n  source: ⟦population-projections⟧\n",
        )],
        Code::UnknownSource,
    ),
    ("a share over a hundred", First, &[(STATISTICS, "value: 51\n", "value: ⟦151⟧\n")], Code::InvalidValue),
    ("a ratio over one", First, &[(STATISTICS, "value: \"2/3\"", "value: ⟦\"3/2\"⟧")], Code::InvalidValue),
    ("a percent sign in a value", Bulletin, &[(STATISTICS, "value: 58\n", "value: ⟦58%⟧\n")], Code::InvalidValue),
    (
        "an unknown currency",
        Bulletin,
        &[(STATISTICS, "value: 46\n  scale: million\n  unit: XOF\n", "value: 46\n  scale: million\n  unit: ⟦XFO⟧\n")],
        Code::InvalidValue,
    ),
    (
        "a period that ends before it begins",
        Bulletin,
        &[(STATISTICS, "period: 2019-03/2019-05", "period: ⟦2019-05/2019-03⟧")],
        Code::InvalidValue,
    ),
    (
        "a gain that does not follow",
        Bulletin,
        &[
            (STATISTICS, "value: 7.2\n", "value: 8.2\n"),
            (STATISTICS, "derived: \"coverage-2026 - coverage-2023\"", "derived: ⟦\"coverage-2026 - coverage-2023\"⟧"),
        ],
        Code::DerivedMismatch,
    ),
    (
        "the same seen from below: a part of a formula was mistyped",
        Bulletin,
        &[
            (STATISTICS, "value: 57.1\n", "value: 51.7\n"),
            (STATISTICS, "derived: \"coverage-2026 - coverage-2023\"", "derived: ⟦\"coverage-2026 - coverage-2023\"⟧"),
        ],
        Code::DerivedMismatch,
    ),
    (
        "parts that do not add up",
        Bulletin,
        &[
            (STATISTICS, "- id: measles-w47-lake\n  value: 5\n", "- id: measles-w47-lake\n  value: 6\n"),
            (
                STATISTICS,
                "parts: [measles-w47-town, measles-w47-river, measles-w47-hills, measles-w47-lake]",
                "parts: [⟦measles-w47-town, measles-w47-river, measles-w47-hills, measles-w47-lake⟧]",
            ),
        ],
        Code::PartsMismatch,
    ),
    (
        "a difference of shares in percent",
        Bulletin,
        &[
            (STATISTICS, "value: 3.5\n  unit: percentage-points", "value: 3.5\n  unit: ⟦percent⟧"),
            (
                "en/reports/2026-w47.md",
                "{{ stat(id=\"positivity-fall\") }} percentage points less",
                "{{ stat(id=\"positivity-fall\") }} less",
            ),
        ],
        Code::PercentagePoint,
    ),
    (
        "a review that is due",
        Bulletin,
        &[(STATISTICS, "review_by: 2027-03-31", "review_by: ⟦2026-11-22⟧")],
        Code::ReviewDue,
    ),
    (
        "a replacement that is nowhere",
        Bulletin,
        &[(STATISTICS, "superseded_by: measles-w46\n", "superseded_by: ⟦measles-w64⟧\n")],
        Code::UnknownStatistic,
    ),
    // Pages
    (
        "an unknown id",
        First,
        &[("en/digital-divide.md", "{{ stat(id=\"young-unconnected\") }}", "{{ stat(id=⟦\"young-unconected\"⟧) }}")],
        Code::UnknownStatistic,
    ),
    (
        "a number that was replaced",
        Bulletin,
        &[(
            "en/reports/2026-w46.md",
            "reported {{ stat(id=\"measles-w46\") }}",
            "reported {{ stat(id=⟦\"measles-w46-first\"⟧) }}",
        )],
        Code::SupersededStatistic,
    ),
    (
        "weeks and zones side by side",
        Bulletin,
        &[(
            "en/reports/2026-w47.md",
            "{{ chart(ids=[\"measles-w47-town\", \"measles-w47-river\"",
            "{{ ⟦chart⟧(ids=[\"measles-w45\", \"measles-w47-river\"",
        )],
        Code::SideBySide,
    ),
    (
        "units that do not mix",
        Bulletin,
        &[(
            "en/reports/2026-w47.md",
            "\"measles-w47-hills\", \"measles-w47-lake\"]",
            "\"measles-w47-hills\", ⟦\"malaria-rate-w47\"⟧]",
        )],
        Code::MixedUnits,
    ),
    (
        "marks of different wholes on one page",
        Bulletin,
        &[(
            "en/measles.md",
            "Posts with mains power",
            "{{ icons(id=\"working-fridges\", of=⟦20⟧, title=\"Three in five\") }}\n\nPosts with mains power",
        )],
        Code::MixedDenominators,
    ),
    ("digits in prose", First, &[("en/index.md", "This webinar will", "One of ⟦12⟧ webinars will")], Code::LooseNumber),
    (
        "a number in words before its unit",
        First,
        &[(
            "en/resilience.md",
            "[The session](session.md) presents it",
            "[The session](session.md), in ⟦forty⟧ minutes, presents it",
        )],
        Code::LooseNumber,
    ),
    (
        "a table of numbers",
        Bulletin,
        &[("en/reports/2026-w46.md", "| Fever | Test the same day |\n", "| Fever | ⟦3,749⟧ |\n| Fits | 12 |\n")],
        Code::LooseNumber,
    ),
    (
        "digits in a title",
        Bulletin,
        &[("en/about.md", "title: About this bulletin", "title: About ⟦38⟧ cases")],
        Code::LooseNumber,
    ),
    ("digits in French", Bulletin, &[("fr/a-propos.md", "Aucun nombre", "Aucun des ⟦42⟧ nombres")], Code::LooseNumber),
    // Words around a number
    (
        "just over half of 19 percent",
        First,
        &[(
            "en/digital-divide.md",
            "only\n{{ stat(id=\"ldc-internet-2019\") }}",
            "⟦just over half⟧\n{{ stat(id=\"ldc-internet-2019\") }}",
        )],
        Code::WordsDoNotFit,
    ),
    (
        "two of three, of one third",
        First,
        &[
            (STATISTICS, "value: \"2/3\"", "value: \"1/3\""),
            (
                "en/digital-divide.md",
                "title=\"Of every three children and young people, two are",
                "title=\"⟦Of every three children and young people, two⟧ are",
            ),
        ],
        Code::WordsDoNotFit,
    ),
    (
        "two-thirds of one third",
        First,
        &[
            (STATISTICS, "value: \"2/3\"", "value: \"1/3\""),
            (
                "en/digital-divide.md",
                "title=\"Of every three children and young people, two are still unconnected\"",
                "title=\"Still unconnected\"",
            ),
            (
                "en/digital-divide.md",
                "years or less – {{ stat(id=\"young-unconnected-share\") }} of",
                "years or less – ⟦two-thirds⟧ ({{ stat(id=\"young-unconnected-share\") }}) of",
            ),
        ],
        Code::WordsDoNotFit,
    ),
    (
        "one in five of 40 percent",
        Bulletin,
        &[
            (STATISTICS, "value: 19.6\n", "value: 40\n"),
            ("en/measles.md", "About one household in five", "⟦About one household in five⟧"),
        ],
        Code::WordsDoNotFit,
    ),
    (
        "only 80 percent",
        Bulletin,
        &[
            (STATISTICS, "value: 31\n", "value: 80\n"),
            ("en/measles.md", "Only {{ stat(id=\"second-dose-2026\") }}", "⟦Only⟧ {{ stat(id=\"second-dose-2026\") }}"),
        ],
        Code::WordsDoNotFit,
    ),
    (
        "nearly, where it is exact",
        Bulletin,
        &[(
            "en/measles.md",
            "Only {{ stat(id=\"second-dose-2026\") }}",
            "⟦Nearly⟧ {{ stat(id=\"second-dose-2026\") }}",
        )],
        Code::WordsDoNotFit,
    ),
    (
        "a majority of 40 percent",
        Bulletin,
        &[
            (STATISTICS, "value: 58\n", "value: 40\n"),
            ("en/reports/2026-w47.md", "More than half of the patients", "⟦The majority⟧ of the patients"),
        ],
        Code::WordsDoNotFit,
    ),
    (
        "a chart whose title says too much",
        Bulletin,
        &[(
            "en/measles.md",
            "title=\"More than half in 2019, nearly two-thirds today\"",
            "title=\"More than half in 2019, ⟦nearly three quarters⟧ today\"",
        )],
        Code::WordsDoNotFit,
    ),
    (
        "percent for percentage points",
        Bulletin,
        &[(
            "en/measles.md",
            "{{ stat(id=\"coverage-gain\") }} percentage points",
            "{{ stat(id=\"coverage-gain\") }} ⟦percent⟧",
        )],
        Code::PercentagePoint,
    ),
];
