//! The names that a page must have for a selector to match anything in it.

use lightningcss::selector::{Component, PseudoClass, Selector};
use parcel_selectors::attr::AttrSelectorOperator;

use super::names::{ATTRIBUTE, CLASS, ELEMENT, ID, Names, Used};

/// What the names of the attributes of `html` begin with.
pub(super) const PAGE: &str = "html ";

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
        let components: Vec<&Component> = selector.iter_raw_match_order().collect();
        for compound in components.split(|component| is_tree_combinator(component)) {
            // The attributes of `html` are names of their own: those of the page, and not of any text in it.
            let of_page = if compound.iter().any(|component| is_page(component)) { PAGE } else { "" };
            for component in compound {
                need.component(component, of_page, names);
            }
        }
        need
    }

    fn component(&mut self, component: &Component, of_page: &str, names: &mut Names) {
        match component {
            Component::LocalName(name) => match name.lower_name.0.as_ref() {
                // Browsers put these in where nobody wrote them.
                "html" | "head" | "body" => {}
                lower => self.names.push(names.lower(ELEMENT, lower)),
            },
            Component::Class(name) => self.names.push(names.exact(CLASS, &name.0)),
            Component::ID(name) => self.names.push(names.exact(ID, &name.0)),
            Component::AttributeInNoNamespaceExists { local_name_lower, .. } => {
                self.attribute(&format!("{of_page}{}", local_name_lower.0), names);
            }
            Component::AttributeInNoNamespace { local_name, operator, value, .. } => {
                let name = format!("{of_page}{}", local_name.0);
                self.attribute(&name, names);
                // Other operators are rare: the attribute's name alone decides for them.
                if matches!(operator, AttrSelectorOperator::Equal | AttrSelectorOperator::Prefix) {
                    let prefix = *operator == AttrSelectorOperator::Prefix;
                    self.names.push(names.value(&name, prefix, &value.0));
                }
            }
            Component::AttributeOther(other) => self.attribute(&other.local_name_lower.0, names),
            // `*-Latn` and the like may match any tag.
            Component::NonTSPseudoClass(PseudoClass::Lang { languages })
                if !languages.iter().any(|tag| tag.contains('*')) =>
            {
                self.groups.push(languages.iter().flat_map(|tag| Self::language(tag, of_page, names)).collect());
            }
            Component::Is(list) | Component::Where(list) | Component::Any(_, list) | Component::Has(list) => {
                self.groups.push(list.iter().map(|one| Self::from_selector(one, names)).collect());
            }
            _ => {}
        }
    }

    /// The ways in which a page may have text in a language: with its tag, or with one that begins with it. In drawings, the
    /// attribute has another name.
    fn language(tag: &str, of_page: &str, names: &mut Names) -> Vec<Self> {
        let attributes: &[&str] = if of_page.is_empty() { &["lang", "xml:lang"] } else { &["lang"] };
        let mut ways = Vec::new();
        for name in attributes.iter().map(|name| format!("{of_page}{name}")) {
            names.lower(ATTRIBUTE, &name);
            let longer = format!("{tag}-");
            for number in [names.value(&name, false, tag), names.value(&name, true, &longer)] {
                ways.push(Self { names: vec![number], groups: Vec::new() });
            }
        }
        ways
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
            parts.take_while(|part| !is_tree_combinator(part))
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

fn is_tree_combinator(component: &Component) -> bool {
    matches!(component, Component::Combinator(combinator) if combinator.is_tree_combinator())
}

/// Whether a part of a selector matches `html` alone.
fn is_page(component: &Component) -> bool {
    match component {
        Component::LocalName(name) => name.lower_name.0.as_ref() == "html",
        Component::Root => true,
        _ => false,
    }
}
