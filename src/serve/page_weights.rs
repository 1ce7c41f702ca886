//! The weights of single pages, for the panel of the preview, with the weight of each before its last change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::output::Artifact;
use crate::shrink::PageWeight;

/// Weights of pages by their path in the output, and the pages whose weight was requested.
#[derive(Debug, Default)]
pub(super) struct PageWeights {
    known: BTreeMap<String, KnownWeight>,
    requested: BTreeSet<String>,
}

/// The weight of one state of a page.
#[derive(Debug)]
pub(super) struct KnownWeight {
    artifact: Arc<Artifact>,
    /// What it weighs.
    pub weight: PageWeight,
    /// Bytes as sent of its state before this one, where that was weighed.
    pub before: Option<u64>,
}

impl PageWeights {
    /// Returns the weight of exactly this state of a page, if it is known.
    pub fn get(&self, path: &str, artifact: &Arc<Artifact>) -> Option<&KnownWeight> {
        self.known.get(path).filter(|known| Arc::ptr_eq(&known.artifact, artifact))
    }

    /// Asks for the weight of a page.
    pub fn request(&mut self, path: String) {
        self.requested.insert(path);
    }

    /// Takes the pages whose weight was requested.
    pub fn take_requested(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.requested)
    }

    /// Remembers what a state of a page weighs. A page that was rendered again with the same bytes did not change.
    pub fn insert(&mut self, path: &str, artifact: Arc<Artifact>, weight: PageWeight) {
        let before = self.known.get(path).and_then(|known| {
            let is_same = known.artifact.bytes().is_some() && known.artifact.bytes() == artifact.bytes();
            if is_same { known.before } else { Some(known.weight.sent) }
        });
        self.known.insert(path.to_owned(), KnownWeight { artifact, weight, before });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Encoding, MediaType};
    use crate::shrink::{self, PageToWeigh};

    fn page(html: &str) -> (Arc<Artifact>, PageWeight) {
        let artifact = Arc::new(Artifact::new(MediaType::Html, html));
        let page = PageToWeigh { path: "index.html", address: "/", html: &html.into(), sent: None, known: None };
        (artifact, shrink::weigh_one(&page, Encoding::Brotli))
    }

    #[test]
    fn a_page_that_is_weighed_twice_keeps_its_earlier_weight() {
        let mut weights = PageWeights::default();
        let (old, new) = (page("<p>one"), page("<p>one and two"));
        weights.insert("index.html", old.0.clone(), old.1.clone());
        assert_eq!(weights.get("index.html", &old.0).unwrap().before, None);
        for _ in 0..3 {
            weights.insert("index.html", new.0.clone(), new.1.clone());
            assert_eq!(weights.get("index.html", &new.0).unwrap().before, Some(old.1.sent));
        }
        let again = page("<p>one and two");
        weights.insert("index.html", again.0.clone(), again.1);
        assert_eq!(weights.get("index.html", &again.0).unwrap().before, Some(old.1.sent));
        assert!(weights.get("index.html", &new.0).is_none(), "only the state that is shown has a weight");
        weights.insert("index.html", old.0.clone(), old.1);
        assert_eq!(weights.get("index.html", &old.0).unwrap().before, Some(new.1.sent));
    }

    #[test]
    fn a_request_is_taken_once() {
        let mut weights = PageWeights::default();
        weights.request("index.html".to_owned());
        weights.request("index.html".to_owned());
        assert_eq!(weights.take_requested().into_iter().collect::<Vec<_>>(), ["index.html"]);
        assert!(weights.take_requested().is_empty());
    }
}
