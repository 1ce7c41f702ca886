//! The names that a page must have for a selector to match anything in it.

use lightningcss::selector::{Component, Selector};
use parcel_selectors::attr::AttrSelectorOperator;

use super::names::{ATTRIBUTE, CLASS, ELEMENT, ID, Names, Used};

/// Names that a page must contain: all of some, and one of each group of alternatives. What is not named here
/// such as `:hover`, counts as there.
#[derive(Debug, Default)]
pub(super) struct RequiredNames {
    names: Vec<u32>,
    groups: Vec<Vec<RequiredNames>>,
}

impl RequiredNames {
    /// Collects what `selector` needs.
    pub(super) fn from_selector(selector: &Selector, names: &mut Names) -> Self {
        let mut need = Self::default();
        for component in selector.iter_raw_match_order() {
            match component {
                Component::LocalName(name) => match name.lower_name.0.as_ref() {
                    // Browsers put these in where nobody wrote them.
                    "html" | "head" | "body" => {}
                    lower => need.names.push(names.lower(ELEMENT, lower)),
                },
                Component::Class(name) => need.names.push(names.exact(CLASS, &name.0)),
                Component::ID(name) => need.names.push(names.exact(ID, &name.0)),
                Component::AttributeInNoNamespaceExists { local_name_lower, .. } => {
                    need.attribute(&local_name_lower.0, names);
                }
                Component::AttributeInNoNamespace { local_name, operator, value, .. } => {
                    need.attribute(&local_name.0, names);
                    // Other operators are rare: the attribute's name alone decides for them.
                    if matches!(operator, AttrSelectorOperator::Equal | AttrSelectorOperator::Prefix) {
                        let prefix = *operator == AttrSelectorOperator::Prefix;
                        need.names.push(names.value(&local_name.0, prefix, &value.0));
                    }
                }
                Component::AttributeOther(other) => need.attribute(&other.local_name_lower.0, names),
                Component::Is(list) | Component::Where(list) | Component::Any(_, list) | Component::Has(list) => {
                    need.groups.push(list.iter().map(|one| Self::from_selector(one, names)).collect());
                }
                _ => {}
            }
        }
        need
    }

    fn attribute(&mut self, name: &str, names: &mut Names) {
        let number = names.lower(ATTRIBUTE, name);
        // A reader opens `details`: the attribute comes and goes. Its name is numbered all the same, so that it is
        // guarded at its place.
        if !name.eq_ignore_ascii_case("open") {
            self.names.push(number);
        }
    }

    /// The names by which the element that `selector` matches may be told: its classes, else its id, else what it is.
    pub(super) fn subject(selector: &Selector, names: &mut Names) -> Vec<u32> {
        let compound = || {
            let parts = selector.iter_raw_match_order();
            parts.take_while(
                |part| !matches!(part, Component::Combinator(combinator) if combinator.is_tree_combinator()),
            )
        };
        let mut found: Vec<u32> = Vec::new();
        for kind in [CLASS, ID, ELEMENT] {
            for component in compound() {
                match component {
                    Component::Class(name) if kind == CLASS => found.push(names.exact(CLASS, &name.0)),
                    Component::ID(name) if kind == ID => found.push(names.exact(ID, &name.0)),
                    Component::LocalName(name) if kind == ELEMENT => {
                        found.push(names.lower(ELEMENT, &name.lower_name.0));
                    }
                    Component::Is(list) | Component::Where(list) | Component::Any(_, list) if kind == ELEMENT => {
                        found.extend(list.iter().flat_map(|one| Self::subject(one, names)));
                    }
                    _ => {}
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    /// Whether a page with these names has all that is needed.
    pub(super) fn is_met(&self, used: &Used) -> bool {
        self.names.iter().all(|&name| used.has(name))
            && self.groups.iter().all(|group| group.is_empty() || group.iter().any(|need| need.is_met(used)))
    }
}
