//! The closed list of findings: their names, their levels, and which of them a site may choose the level of.

use std::fmt;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The site is not published until it is mended.
    Error,
    /// The site is published; `--strict` turns it into an error.
    Warning,
    /// Worth knowing, nothing to mend.
    Note,
}

impl Level {
    /// The word that is shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $level:ident $choice:ident;)+) => {
        /// The name of a kind of finding. Names read well after "allow" and never change once published.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The name as it is written: `broken-link`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// The level a finding of this kind starts with.
            #[must_use]
            pub fn level(self) -> Level {
                match self { $(Code::$variant => Level::$level,)+ }
            }

            /// Whether `findings:` in site.yaml may set another level. What would publish a broken or a false page may
            /// not be softened.
            #[must_use]
            pub fn allows_choice(self) -> bool {
                match self { $(Code::$variant => codes!(@choice $choice),)+ }
            }

            /// One sentence: when it is reported.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+),)+ }
            }
        }
    };
    (@choice fixed) => { false };
    (@choice choice) => { true };
}

codes! {
    // files
    /// A file or folder cannot be read.
    UnreadableFile "unreadable-file" Error fixed;
    /// A text file holds bytes that are not UTF-8.
    NotUtf8 "not-utf8" Error fixed;
    /// A Markdown or YAML file holds binary data.
    BinaryFile "binary-file" Error fixed;
    /// A file is larger than Firstflight reads.
    FileTooLarge "file-too-large" Error fixed;
    /// A symbolic link leads out of the site's folder.
    OutsideSymlink "outside-symlink" Error fixed;
    /// A text holds a control character or a code point that HTML forbids.
    ForbiddenCharacter "forbidden-character" Error fixed;
    /// A document nests blocks or values deeper than Firstflight follows.
    TooDeep "too-deep" Error fixed;
    /// An input would need more work or memory than Firstflight allows for one.
    TooMuch "too-much" Error fixed;
    /// A file lies where no language of the site will publish it.
    MisplacedFile "misplaced-file" Warning choice;

    // YAML
    /// The text is not YAML.
    InvalidYaml "invalid-yaml" Error fixed;
    /// A mapping names one key twice.
    DuplicateKey "duplicate-key" Error fixed;
    /// A key means nothing here.
    UnknownKey "unknown-key" Error fixed;
    /// A key that must be there is missing.
    MissingKey "missing-key" Error fixed;
    /// A value is of another kind than its key takes.
    WrongType "wrong-type" Error fixed;
    /// A value is of the right kind, but not one that its key takes.
    InvalidValue "invalid-value" Error fixed;
    /// A YAML text has too many nodes, or its aliases expand too far.
    YamlLimit "yaml-limit" Error fixed;

    // configuration
    /// There is no `content/site.yaml`.
    MissingConfig "missing-config" Error fixed;
    /// The site has no `base_url`, so there is no sitemap and no feed.
    NoBaseUrl "no-base-url" Note choice;

    // front matter and addresses
    /// A page does not begin with front matter.
    MissingFrontMatter "missing-front-matter" Error fixed;
    /// Front matter opens with `---` and is never closed.
    UnclosedFrontMatter "unclosed-front-matter" Error fixed;
    /// A language has no home page.
    MissingHome "missing-home" Error fixed;
    /// Two pages or files claim one address.
    AddressClash "address-clash" Error fixed;
    /// A page is withheld: a draft, not published yet, or expired.
    Withheld "withheld" Note choice;
    /// An expectation in the front matter no longer meets any finding.
    UnmetExpectation "unmet-expectation" Warning choice;

    // Markdown
    /// Raw HTML is shown as text or, where a site lets it through, left out in part.
    RawHtml "raw-html" Warning choice;
    /// A link's scheme is none of http, https, mailto, tel and sms.
    ForbiddenScheme "forbidden-scheme" Error fixed;
    /// A link names a reference that is defined nowhere.
    UndefinedReference "undefined-reference" Warning choice;
    /// A footnote is called that is defined nowhere.
    MissingFootnote "missing-footnote" Warning choice;
    /// A footnote is defined that nothing calls.
    UnusedFootnote "unused-footnote" Warning choice;
    /// A link has no text to follow.
    EmptyLink "empty-link" Error choice;
    /// A link is inside another link.
    NestedLink "nested-link" Warning choice;
    /// An image has no alternative text.
    MissingAlt "missing-alt" Error choice;
    /// A page's text has a heading of the first level beside its title.
    SecondTitle "second-title" Warning choice;
    /// A heading is more than one level deeper than the one before it.
    SkippedHeading "skipped-heading" Warning choice;
    /// Two headings or elements of a page have the same id.
    DuplicateId "duplicate-id" Error fixed;
    /// A heading carries an attribute that is not let through.
    ForbiddenAttribute "forbidden-attribute" Warning choice;

    // shortcodes
    /// A shortcode call is not written as one.
    MalformedCall "malformed-call" Error fixed;
    /// A shortcode call is not closed within its block.
    UnclosedCall "unclosed-call" Error fixed;
    /// The theme has no such shortcode.
    UnknownShortcode "unknown-shortcode" Error fixed;
    /// A shortcode takes no such argument.
    UnknownArgument "unknown-argument" Error fixed;
    /// A shortcode needs an argument that is not given.
    MissingArgument "missing-argument" Error fixed;
    /// An argument is of a kind or a value that its shortcode does not take.
    WrongArgument "wrong-argument" Error fixed;
    /// A shortcode that makes a block stands inside a line.
    BlockInLine "block-in-line" Error fixed;

    // records
    /// No statistic has this id.
    UnknownStatistic "unknown-statistic" Error fixed;
    /// No source has this id.
    UnknownSource "unknown-source" Error fixed;
    /// Two records have one id.
    DuplicateRecord "duplicate-record" Error fixed;
    /// A chart sets values of different units side by side.
    MixedUnits "mixed-units" Error fixed;
    /// A page shows proportions in different numbers of marks.
    MixedDenominators "mixed-denominators" Error fixed;
    /// Numbers side by side differ in more than what is compared.
    SideBySide "side-by-side" Note choice;
    /// The parts of a number do not add up to it.
    PartsMismatch "parts-mismatch" Error fixed;
    /// A derived number does not follow from its formula.
    DerivedMismatch "derived-mismatch" Error fixed;
    /// The day has passed by which a number was to be looked at again.
    ReviewDue "review-due" Warning choice;
    /// A page shows a number that a later record replaces.
    SupersededStatistic "superseded-statistic" Warning choice;

    // numbers in prose
    /// A number in the text belongs to no record, date, heading or name.
    LooseNumber "loose-number" Warning choice;
    /// Words around a number say something else of it than its record.
    WordsDoNotFit "words-do-not-fit" Warning choice;
    /// Percent stands where percentage points are meant, or the other way round.
    PercentagePoint "percentage-point" Error fixed;

    // events
    /// No event has this id.
    UnknownEvent "unknown-event" Error fixed;
    /// The times of an event and those of its source cannot all be true.
    EventTimesContradict "event-times-contradict" Error fixed;
    /// An event ends before it starts, or at once.
    EventEndsBeforeStart "event-ends-before-start" Error fixed;
    /// The times of an event's source, or its own, do not last equally long.
    UnequalDurations "unequal-durations" Error fixed;
    /// An event is at a time that clocks leave out on that day.
    NonexistentTime "nonexistent-time" Error fixed;
    /// An event is at a time that clocks show twice on that day.
    AmbiguousTime "ambiguous-time" Error fixed;
    /// No time zone has this name.
    UnknownZone "unknown-zone" Error fixed;
    /// A zone such as `Etc/GMT+5`, whose sign says the opposite of what it means.
    FixedOffsetZone "fixed-offset-zone" Error fixed;
    /// An offset or an abbreviation stands where a zone should.
    OffsetWithoutZone "offset-without-zone" Error fixed;
    /// An event that is over still invites readers to register.
    PastRegistration "past-registration" Warning choice;

    // links
    /// A link leads to no page or file of this site.
    BrokenLink "broken-link" Error fixed;
    /// A link's fragment names no place on its page.
    BrokenFragment "broken-fragment" Error fixed;
    /// A link leads to a page that is withheld.
    WithheldLink "withheld-link" Error choice;
    /// A link starts at the root of the host, and breaks where the site lives below it.
    RootLink "root-link" Error choice;

    // themes
    /// The theme that the site names is nowhere.
    MissingTheme "missing-theme" Error fixed;
    /// A template that is asked for is in none of the themes.
    MissingTemplate "missing-template" Error fixed;
    /// A template cannot be parsed.
    TemplateSyntax "template-syntax" Error fixed;
    /// A template failed while a page was rendered.
    TemplateError "template-error" Error fixed;
    /// A theme needs more work than Firstflight allows.
    ThemeLimit "theme-limit" Error fixed;
    /// An interface string is missing.
    MissingString "missing-string" Error fixed;
    /// A style sheet cannot be parsed.
    StyleSyntax "style-syntax" Error fixed;

    // weight
    /// A page travels as more bytes than its budget.
    OverBudget "over-budget" Error choice;
}

impl Code {
    /// The code of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
