//! The list of all codes: their names, their levels, and whether a site can change the level.

use std::fmt;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The site is not published until it is fixed.
    Error,
    /// The site is published; `--strict` turns it into an error.
    Warning,
    /// Worth knowing; nothing needs to be fixed.
    Note,
}

impl Level {
    /// The name as it is shown.
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
        /// The kind of a finding. Names read well after "allow" and never change once published.
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

            /// The default level.
            #[must_use]
            pub fn level(self) -> Level {
                match self { $(Code::$variant => Level::$level,)+ }
            }

            /// Whether `findings:` in site.yaml can set another level. The level of findings that mean a broken or
            /// false page is fixed.
            #[must_use]
            pub fn allows_choice(self) -> bool {
                match self { $(Code::$variant => codes!(@choice $choice),)+ }
            }

            /// When it is reported, in one sentence.
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
    /// A text file is not in UTF-8.
    NotUtf8 "not-utf8" Error fixed;
    /// A Markdown, YAML or template file contains binary data.
    BinaryFile "binary-file" Error fixed;
    /// A file is larger than the limit.
    FileTooLarge "file-too-large" Error fixed;
    /// A symbolic link points outside the site's folder.
    OutsideSymlink "outside-symlink" Error fixed;
    /// A text contains a control character or a code point that HTML forbids.
    ForbiddenCharacter "forbidden-character" Error fixed;
    /// Blocks, elements or values are nested too deep.
    TooDeep "too-deep" Error fixed;
    /// A file would need more work or memory than Firstflight allows.
    TooMuch "too-much" Error fixed;
    /// A file, folder or address has a name that Windows cannot have.
    UnportableName "unportable-name" Warning choice;
    /// A file is in no folder of a language, or is not published as a page.
    MisplacedFile "misplaced-file" Warning choice;
    /// Files of the content folder are not published.
    UnpublishedFile "unpublished-file" Note choice;
    /// No page links to a file.
    UnusedFile "unused-file" Note choice;
    /// A PDF does not say its title or its language.
    PdfMetadata "pdf-metadata" Note choice;
    /// A photograph is published with a position, or the name of a person or camera.
    PhotoMetadata "photo-metadata" Warning choice;
    /// An image cannot be shown.
    BadImage "bad-image" Warning choice;
    /// The name of an image has the ending of another format.
    ImageEnding "image-ending" Note choice;
    /// Scripts or references to other files are removed from an SVG.
    UnsafeSvg "unsafe-svg" Warning choice;

    /// The host cannot do all that the site needs of it.
    HostLimit "host-limit" Note choice;

    // YAML
    /// The text is not valid YAML.
    InvalidYaml "invalid-yaml" Error fixed;
    /// A mapping contains the same key twice.
    DuplicateKey "duplicate-key" Error fixed;
    /// A key is not known at its place.
    UnknownKey "unknown-key" Error fixed;
    /// A value in front matter is shorter than it was written.
    CutValue "cut-value" Warning choice;
    /// A required key is missing.
    MissingKey "missing-key" Error fixed;
    /// A value has another type than its key takes.
    WrongType "wrong-type" Error fixed;
    /// A value has the right type but is not valid for its key.
    InvalidValue "invalid-value" Error fixed;
    /// A YAML text has too many nodes, or its aliases expand too far.
    YamlLimit "yaml-limit" Error fixed;

    // configuration
    /// There is no `content/site.yaml`, or it is empty.
    MissingConfig "missing-config" Error fixed;
    /// The site has no `base_url`, so there is no sitemap and no feed.
    NoBaseUrl "no-base-url" Note choice;
    /// The last day of the banner has passed.
    ExpiredBanner "expired-banner" Note choice;

    // front matter and addresses
    /// A page starts neither with front matter nor with a heading that is its title.
    MissingFrontMatter "missing-front-matter" Error fixed;
    /// A key under `extra` has an effect only outside of it.
    MisplacedKey "misplaced-key" Note choice;
    /// Front matter is not closed with `---`.
    UnclosedFrontMatter "unclosed-front-matter" Error fixed;
    /// A language has no home page.
    MissingHome "missing-home" Error fixed;
    /// Two pages or files claim one address.
    AddressClash "address-clash" Error fixed;
    /// A folder with pages has no page of its own.
    FolderWithoutPage "folder-without-page" Note choice;
    /// No page and no menu leads to a page.
    UnlinkedPage "unlinked-page" Note choice;
    /// A page is withheld: a draft, not published yet, or expired.
    Withheld "withheld" Note choice;
    /// `translation_of` names nothing that its page is a translation of.
    WrongTranslation "wrong-translation" Error fixed;
    /// A page lacks ids of headings that its translation has.
    DifferentIds "different-ids" Warning choice;
    /// A tag differs from another only in case or accents, or is given twice.
    TagVariant "tag-variant" Warning choice;
    /// A finding that the front matter expects does not occur.
    UnmetExpectation "unmet-expectation" Warning choice;

    // Markdown
    /// Raw HTML is shown as text, or an element of it is not closed.
    RawHtml "raw-html" Warning choice;
    /// HTML is removed from the page.
    RemovedHtml "removed-html" Warning choice;
    /// Template syntax of another system is shown as text.
    ForeignSyntax "foreign-syntax" Warning choice;
    /// An element of raw HTML is where HTML does not allow it.
    MisplacedHtml "misplaced-html" Warning choice;
    /// A row of a table has more cells than its head.
    LostCells "lost-cells" Warning choice;
    /// A row of dashes makes no table.
    NotATable "not-a-table" Warning choice;
    /// Signs of emphasis are shown as text.
    LiteralEmphasis "literal-emphasis" Warning choice;
    /// Text looks like a link but is not one.
    NotALink "not-a-link" Warning choice;
    /// The scheme of a link is not http, https, mailto, tel, sms or xmpp.
    ForbiddenScheme "forbidden-scheme" Error fixed;
    /// A link uses an undefined reference.
    UndefinedReference "undefined-reference" Warning choice;
    /// The text refers to an undefined footnote.
    MissingFootnote "missing-footnote" Warning choice;
    /// Nothing refers to a footnote.
    UnusedFootnote "unused-footnote" Warning choice;
    /// A link has no text.
    EmptyLink "empty-link" Error choice;
    /// A link is inside another link.
    NestedLink "nested-link" Warning choice;
    /// An image has no alternative text.
    MissingAlt "missing-alt" Error choice;
    /// The alternative text of an image is the name of a file, or repeats the caption.
    PoorAlt "poor-alt" Warning choice;
    /// The text of a page has a first-level heading in addition to the title.
    SecondTitle "second-title" Warning choice;
    /// A heading is more than one level deeper than the one before it.
    SkippedHeading "skipped-heading" Warning choice;
    /// Mathematics or a diagram is shown as it is written.
    Unrendered "unrendered" Warning choice;
    /// Two headings or elements of a page have the same id.
    DuplicateId "duplicate-id" Error fixed;
    /// A heading has an attribute that is not allowed.
    ForbiddenAttribute "forbidden-attribute" Warning choice;

    // shortcodes
    /// A shortcode call has a syntax error.
    MalformedCall "malformed-call" Error fixed;
    /// A shortcode call is not closed within its block.
    UnclosedCall "unclosed-call" Error fixed;
    /// No theme has this shortcode.
    UnknownShortcode "unknown-shortcode" Error fixed;
    /// A shortcode does not take this argument.
    UnknownArgument "unknown-argument" Error fixed;
    /// A required argument is missing.
    MissingArgument "missing-argument" Error fixed;
    /// An argument has a type or value that its shortcode does not accept.
    WrongArgument "wrong-argument" Error fixed;
    /// A shortcode that makes a block is used inside a line.
    BlockInLine "block-in-line" Error fixed;
    /// The body of a shortcode is not closed.
    UnclosedBody "unclosed-body" Error fixed;
    /// `{% end %}` closes nothing.
    UnopenedEnd "unopened-end" Error fixed;
    /// The body of a shortcode overlaps a list, a quotation, a footnote or an element.
    CrossedBody "crossed-body" Error fixed;
    /// A shortcode that takes a body has none.
    MissingBody "missing-body" Error fixed;
    /// A shortcode that takes no body has one.
    UnexpectedBody "unexpected-body" Error fixed;

    // records
    /// No statistic has this id.
    UnknownStatistic "unknown-statistic" Error fixed;
    /// No source has this id.
    UnknownSource "unknown-source" Error fixed;
    /// Two records have the same id.
    DuplicateRecord "duplicate-record" Error fixed;
    /// A text is given in some languages of the site but not in all.
    MissingTranslation "missing-translation" Warning choice;
    /// The original of a translation has changed since it was translated.
    StaleTranslation "stale-translation" Warning choice;
    /// `content/translations.yaml` names a page that does not exist.
    UnknownTranslation "unknown-translation" Warning choice;
    /// Most of a page is written in other letters than the language of its folder.
    OtherScript "other-script" Note choice;
    /// A chart compares values of different units.
    MixedUnits "mixed-units" Error fixed;
    /// Two rows of a figure have the same label.
    SameLabel "same-label" Error fixed;
    /// A page shows proportions in different numbers of marks.
    MixedDenominators "mixed-denominators" Error fixed;
    /// Numbers in one figure differ in more than what is compared.
    SideBySide "side-by-side" Note choice;
    /// The parts of a number do not add up to its value.
    PartsMismatch "parts-mismatch" Error fixed;
    /// The value of a derived number differs from its formula.
    DerivedMismatch "derived-mismatch" Error fixed;
    /// The review date of a number has passed.
    ReviewDue "review-due" Warning choice;
    /// A page shows a number that a later record supersedes.
    SupersededStatistic "superseded-statistic" Warning choice;

    // numbers in prose
    /// A number in the text is not part of a record, date, heading or name.
    LooseNumber "loose-number" Warning choice;
    /// Words around a number do not match its record.
    WordsDoNotFit "words-do-not-fit" Warning choice;
    /// Percent is used for percentage points, or the other way round.
    PercentagePoint "percentage-point" Error fixed;

    // events
    /// No event has this id.
    UnknownEvent "unknown-event" Error fixed;
    /// The times of an event and of its source contradict each other.
    EventTimesContradict "event-times-contradict" Error fixed;
    /// An event does not end after it starts.
    EventEndsBeforeStart "event-ends-before-start" Error fixed;
    /// Two time ranges of an event have different lengths.
    UnequalDurations "unequal-durations" Error fixed;
    /// An event is at a time that clocks skip on that day.
    NonexistentTime "nonexistent-time" Error fixed;
    /// An event is at a time that clocks show twice on that day.
    AmbiguousTime "ambiguous-time" Error fixed;
    /// No time zone has this name.
    UnknownZone "unknown-zone" Error fixed;
    /// A zone such as `Etc/GMT+5`, whose sign is reversed.
    FixedOffsetZone "fixed-offset-zone" Error fixed;
    /// The zone is an offset or an abbreviation.
    OffsetWithoutZone "offset-without-zone" Error fixed;
    /// An event that is over still invites readers to register.
    PastRegistration "past-registration" Warning choice;
    /// The UIDs of events name no domain of the site.
    NoUidDomain "no-uid-domain" Note choice;

    // links
    /// A link does not lead to a page or file of this site.
    BrokenLink "broken-link" Error choice;
    /// The fragment of a link does not match an id on its page.
    BrokenFragment "broken-fragment" Error choice;
    /// A link leads to a withheld page. It has the level of `broken-link` unless set.
    WithheldLink "withheld-link" Error choice;
    /// A link starts at the root of the host, where this site has nothing.
    RootLink "root-link" Error choice;
    /// A link leads to a page or file, but is not the path of its file.
    IndirectLink "indirect-link" Warning choice;
    /// An address of another site was dead twice, a day apart.
    DeadExternalLink "dead-external-link" Error choice;
    /// An address of another site could not be reached, or was dead once.
    UncertainExternalLink "uncertain-external-link" Note choice;
    /// An address of another site leads on to a new one for good.
    MovedExternalLink "moved-external-link" Note choice;

    // themes
    /// The theme of the site does not exist.
    MissingTheme "missing-theme" Error fixed;
    /// None of the themes has the template.
    MissingTemplate "missing-template" Error fixed;
    /// A template has a syntax error.
    TemplateSyntax "template-syntax" Error fixed;
    /// A template failed while rendering a page.
    TemplateError "template-error" Error fixed;
    /// A theme needs more work than Firstflight allows.
    ThemeLimit "theme-limit" Error fixed;
    /// An interface string is missing.
    MissingString "missing-string" Warning choice;
    /// An interface string lacks a value or a plural form.
    WrongString "wrong-string" Error fixed;
    /// A file or folder of a theme has no effect.
    UnusedThemeFile "unused-theme-file" Warning choice;
    /// A style sheet has a syntax error.
    StyleSyntax "style-syntax" Error fixed;
    /// A theme runs a script.
    ScriptInTheme "script-in-theme" Warning choice;
    /// A theme lets browsers fetch something from another host.
    OtherHost "other-host" Warning choice;
    /// Text is hard to read: its colour is too close to that of its ground.
    LowContrast "low-contrast" Warning choice;
    /// A style sheet does not work in forced-colours mode.
    UnforcedColours "unforced-colours" Warning choice;

    // readers
    /// The language of a page, or of a part of it, is missing or wrong.
    WrongLanguage "wrong-language" Warning choice;
    /// A page has no title.
    MissingTitle "missing-title" Warning choice;
    /// Two pages of one language have the same title.
    DuplicateTitle "duplicate-title" Warning choice;
    /// A page has no first-level heading, or a heading has no words.
    MissingHeading "missing-heading" Warning choice;
    /// A button, a field or a frame has no name.
    UnnamedControl "unnamed-control" Warning choice;
    /// The words of a link do not say where it leads.
    VagueLink "vague-link" Warning choice;
    /// Two links on a page have the same words and lead to different places.
    SameLinkText "same-link-text" Note choice;
    /// A table has no header cells, or it is unclear what a header cell belongs to.
    MissingHeaders "missing-headers" Warning choice;
    /// An attribute names an id that is not on the page.
    BrokenReference "broken-reference" Warning choice;
    /// A role, an `aria-` attribute or an `autocomplete` is not known.
    InvalidAttribute "invalid-attribute" Warning choice;
    /// The focus leaves the order of the page, or is on something hidden.
    FocusOrder "focus-order" Warning choice;
    /// A page moves, sounds or leads on by itself.
    UnrequestedChange "unrequested-change" Warning choice;
    /// Readers cannot enlarge a page.
    NoZoom "no-zoom" Warning choice;
    /// A film names no captions.
    MissingCaptions "missing-captions" Note choice;
    /// A style sheet makes links or buttons too small for fingers.
    SmallTarget "small-target" Note choice;
    /// A page has no main part or two, or its navigations cannot be told apart.
    Landmarks "landmarks" Warning choice;

    // weight
    /// A page is larger than its budget.
    OverBudget "over-budget" Error choice;
    /// The whole site in one file is larger than the budget of a page.
    LargeEdition "large-edition" Note choice;
    /// A page has grown by more than `--max-growth` allows.
    GrownPage "grown-page" Error choice;
}

impl Code {
    /// Returns the code with this name.
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
