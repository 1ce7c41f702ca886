//! Why a text is not YAML: the parser's error as one of the kinds that are explained differently. Variants are matched, not
//! sentences, so a new version of the parser may reword them; the tests provoke each kind from the parser itself.

use serde_yaml::budget::BudgetBreach;
use serde_yaml::granit_parser::ErrorKind;
use serde_yaml::{Error, ExternalMessageSource};

/// The parser expects the text of a key. It has no variant for this, only these words.
const TEXT_OF_KEY: &str = "string scalar";

/// A kind of mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The same key twice in one mapping; the key, if it is text.
    DuplicateKey(Option<String>),
    /// A limit is exceeded.
    Limit(Limit),
    /// A character that can begin no value here, or nothing after `&` or `*`.
    Character { is_unexpected: bool },
    /// A tab where only spaces may be.
    Tab,
    /// A line whose indentation matches no other line.
    Indentation,
    /// Neither a key nor an item where one is expected, mostly on a line that is indented as no other.
    NeitherKeyNorItem,
    /// A line of a text after `|` or `>` that is indented wrongly.
    IndentationOfText,
    /// A quote that is never closed.
    UnclosedQuote,
    /// Something follows a closing single quote.
    AfterSingleQuote,
    /// Something follows a closing double quote.
    AfterDoubleQuote,
    /// Something in quotes is not allowed there.
    InQuotes,
    /// An alias of an anchor that does not exist.
    UnknownAnchor,
    /// A bracket that is never closed.
    UnclosedBracket,
    /// Something else between brackets, or around them.
    Brackets,
    /// A colon where no value can begin.
    SecondColon,
    /// A line without a colon.
    NoColon,
    /// A list, or a value, on a line where it cannot begin.
    ListOnLineOfKey,
    /// More than one document, or a wrong beginning or end of one.
    Document,
    /// A comment without a space before it.
    Comment,
    /// A colon without a key.
    NoKey,
    /// A merge key whose value is not a mapping.
    Merge,
    /// A key that is not text.
    KeyIsNotText,
    /// `.nan`, `.inf` or a number that is too large.
    NotFinite,
    /// Anything else.
    Other,
}

/// A limit of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// An alias refers to the value that contains it.
    Recursion,
    /// Values that aliases add.
    AliasedValues,
    /// Bytes of text that aliases add.
    AliasedText,
    /// Values that have anchors.
    AnchoredValues,
    /// Levels of values in values.
    Depth,
    /// Values.
    Values,
}

impl Cause {
    /// The kind of an error of the parser.
    pub fn new(error: &Error) -> Self {
        match error {
            Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => Self::new(error),
            Error::DuplicateMappingKey { key, .. } => Self::DuplicateKey(key.clone()),
            Error::RecursiveReferencesRequireWeakTypes { .. } => Self::Limit(Limit::Recursion),
            Error::AliasReplayCounterOverflow { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. } => Self::Limit(Limit::AliasedValues),
            Error::Budget { breach, .. } => Self::Limit(Limit::new(breach)),
            Error::FoldedBlockScalarMustIndentContent { .. } => Self::IndentationOfText,
            Error::IndentationError { .. } => Self::Indentation,
            Error::UnknownAnchor { .. } => Self::UnknownAnchor,
            Error::MultipleDocuments { .. } => Self::Document,
            Error::NonFiniteFloat { .. } => Self::NotFinite,
            Error::NullIntoString { .. } => Self::NoKey,
            Error::MergeValueNotMapOrSeqOfMaps { .. } => Self::Merge,
            Error::Unexpected { expected, .. } if *expected == TEXT_OF_KEY => Self::KeyIsNotText,
            Error::ExternalMessage { source, .. } => match &**source {
                ExternalMessageSource::Parser(error) => Self::from_syntax(error.kind()),
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    fn from_syntax(kind: &ErrorKind) -> Self {
        use ErrorKind as Kind;
        match kind {
            Kind::RecursionLimitExceeded => Self::Limit(Limit::Depth),
            Kind::UnexpectedCharacter { .. } => Self::Character { is_unexpected: true },
            Kind::MissingAnchorOrAliasName => Self::Character { is_unexpected: false },
            Kind::TabNotAllowed
            | Kind::TabInBlockIndentation
            | Kind::TabAtBlockScalarStart
            | Kind::TabInIndentation
            | Kind::TabInPlainScalar => Self::Tab,
            Kind::InvalidIndentation | Kind::ZeroBlockScalarIndent => Self::Indentation,
            Kind::ExpectedBlockMappingKey | Kind::ExpectedBlockSequenceEntry => Self::NeitherKeyNorItem,
            Kind::InvalidBlockScalarIndent => Self::IndentationOfText,
            Kind::UnclosedQuotedScalar => Self::UnclosedQuote,
            Kind::InvalidTrailingSingleQuotedScalar => Self::AfterSingleQuote,
            Kind::InvalidTrailingDoubleQuotedScalar => Self::AfterDoubleQuote,
            Kind::DocumentIndicatorInQuotedScalar
            | Kind::InvalidQuotedScalarIndent
            | Kind::UnknownQuotedScalarEscape
            | Kind::InvalidQuotedScalarHexEscape
            | Kind::InvalidLowSurrogateHexEscape
            | Kind::InvalidLowSurrogate
            | Kind::MissingLowSurrogate
            | Kind::UnpairedLowSurrogate
            | Kind::InvalidUnicodeEscape => Self::InQuotes,
            Kind::UnknownAnchor => Self::UnknownAnchor,
            Kind::UnclosedFlowCollection { .. } => Self::UnclosedBracket,
            Kind::UnexpectedEofFlowSequence
            | Kind::UnexpectedEofFlowMapping
            | Kind::UnexpectedEofImplicitFlowMapping
            | Kind::ExpectedFlowMappingSeparator
            | Kind::ExpectedFlowSequenceSeparator
            | Kind::MisplacedFlowCollectionEnd
            | Kind::MismatchedFlowCollectionEnd { .. }
            | Kind::InvalidFlowScalarIndent
            | Kind::FlowMappingValueAdjacentCollection
            | Kind::InvalidColonPlacement => Self::Brackets,
            Kind::MappingValueNotAllowed => Self::SecondColon,
            Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => Self::NoColon,
            Kind::BlockSequenceEntryNotAllowed
            | Kind::InvalidBlockEntryWhitespace
            | Kind::InvalidMappingValueWhitespace => Self::ListOnLineOfKey,
            Kind::ExpectedDocumentStart
            | Kind::MissingDocumentEndBeforeDirective
            | Kind::InvalidDocumentEnd
            | Kind::BomInsideDocument
            | Kind::DuplicateTagDirective
            | Kind::MultipleDocumentsUnsupported => Self::Document,
            Kind::CommentNotSeparated => Self::Comment,
            _ => Self::Other,
        }
    }

    /// Whether it may be due to a tab that indents the line.
    pub fn is_of_indentation(&self) -> bool {
        matches!(self, Self::Tab | Self::Indentation | Self::IndentationOfText)
    }
}

impl Limit {
    fn new(breach: &BudgetBreach) -> Self {
        match breach {
            BudgetBreach::Depth { .. } => Self::Depth,
            BudgetBreach::ScalarBytes { .. } => Self::AliasedText,
            BudgetBreach::RecordedAnchorEvents { .. } | BudgetBreach::RecordedAnchorBytes { .. } => {
                Self::AnchoredValues
            }
            _ => Self::Values,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::{Limits, read};
    use super::*;

    fn error(text: &str) -> Error {
        read(text, Limits::Small).err().unwrap_or_else(|| panic!("this is valid: {text}"))
    }

    #[test]
    fn each_cause_is_known_by_an_error_of_the_parser() {
        let unexpected = Cause::Character { is_unexpected: true };
        let nameless = Cause::Character { is_unexpected: false };
        for (text, expected) in [
            ("a: 1\na: 2\n", Cause::DuplicateKey(Some("a".to_owned()))),
            ("a: &x [*x]\n", Cause::Limit(Limit::Recursion)),
            (
                &*format!("a: &a [{}]\nb: [{}]\n", "1, ".repeat(100), "*a, ".repeat(60)),
                Cause::Limit(Limit::AliasedValues),
            ),
            (&*format!("a: &a {}\nb: [{}]\n", "x".repeat(50_000), "*a, ".repeat(60)), Cause::Limit(Limit::AliasedText)),
            (&*format!("a: &a [{}]\n", "1, ".repeat(9_000)), Cause::Limit(Limit::AnchoredValues)),
            (&*"[".repeat(300), Cause::Limit(Limit::Depth)),
            (&*format!("{}a\n", "- ".repeat(300)), Cause::Limit(Limit::Depth)),
            (&*format!("[{}]\n", "1, ".repeat(21_000)), Cause::Limit(Limit::Values)),
            ("a: @b\n", unexpected),
            ("a: *\n", nameless),
            ("a:\n\t- b\n", Cause::Tab),
            ("a: >\n\tx\n", Cause::Tab),
            ("\ta: b\n\tc: d: e\n", Cause::Tab),
            ("a: |0\n  b\n", Cause::Indentation),
            ("a:\n  - b\n c: d\n", Cause::NeitherKeyNorItem),
            ("- a\nb: 1\n", Cause::NeitherKeyNorItem),
            ("a: |\n     \n  b\n", Cause::IndentationOfText),
            ("a: 'b\n", Cause::UnclosedQuote),
            ("a: 'b' c\n", Cause::AfterSingleQuote),
            ("a: \"b\" c\n", Cause::AfterDoubleQuote),
            ("a: 'b\n---\nc'\n", Cause::InQuotes),
            ("a: \"\\q\"\n", Cause::InQuotes),
            ("a: \"\\xzz\"\n", Cause::InQuotes),
            ("a: \"\\ud800\"\n", Cause::InQuotes),
            ("a: \"\\udc00\"\n", Cause::InQuotes),
            ("a: \"\\UFFFFFFFF\"\n", Cause::InQuotes),
            ("a: .nan\n", Cause::NotFinite),
            ("a: *b\n", Cause::UnknownAnchor),
            ("a: [b\n", Cause::UnclosedBracket),
            ("a: [b}\n", Cause::Brackets),
            ("a: ]\n", Cause::Brackets),
            ("a: {b :[c]}\n", Cause::Brackets),
            ("a: [b: c: d]\n", Cause::Brackets),
            ("{a: b, c d: e: f}\n", Cause::Brackets),
            ("a: b: c\n", Cause::SecondColon),
            ("a: 1\nb\n", Cause::NoColon),
            ("a: - b\n", Cause::ListOnLineOfKey),
            ("a: 1\n...\nb: 1\n", Cause::Document),
            ("a: 1\n... b\n", Cause::Document),
            ("a: b\n%c\n", Cause::Document),
            ("%a\nb: 1\n", Cause::Document),
            ("a: [b]#c\n", Cause::Comment),
            (": 1\n", Cause::NoKey),
            // Through an alias.
            ("a: &a ~\n*a : 1\n", Cause::NoKey),
            ("<<: 1\n", Cause::Merge),
            ("x: &a {b: 1}\ny:\n  <<: [*a, 1]\n", Cause::Merge),
            ("[a]: 1\n", Cause::KeyIsNotText),
            ("x: &a [b]\n*a : c\n", Cause::KeyIsNotText),
            ("[b, -]\n", Cause::Other),
        ] {
            let error = error(text);
            assert_eq!(Cause::new(&error), expected, "{error}: {}", text.chars().take(80).collect::<String>());
        }
    }
}
