//! Lists: their items, and nothing else in them.

use super::kinds::Kind;

/// Whether an element is not where it may be: an item outside of a list, or something else in one.
pub(super) fn is_misplaced(kind: Kind, within: Kind) -> bool {
    match kind {
        Kind::Item => !matches!(within, Kind::List | Kind::Menu),
        Kind::Term | Kind::Definition => !matches!(within, Kind::Definitions | Kind::Div),
        Kind::Script | Kind::Template => false,
        Kind::Div => within == Kind::List,
        _ => matches!(within, Kind::List | Kind::Definitions),
    }
}
