//! `extra` of pages, compared as templates show it.

use serde_json::Value as Json;

/// `extra` of a page. Two are equal if templates show the same of both: entries in another order differ, and so do `0.0`
/// and `-0.0`, which are equal as JSON values.
#[derive(Clone, Copy, Debug)]
pub struct Extra<'s>(pub &'s Json);

impl PartialEq for Extra<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || is_same_json(self.0, other.0)
    }
}

fn is_same_json(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Object(a), Json::Object(b)) => {
            let is_same =
                |((key, a), (other, b)): ((&String, &Json), (&String, &Json))| key == other && is_same_json(a, b);
            a.len() == b.len() && a.iter().zip(b).all(is_same)
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same_json(a, b)),
        (Json::Number(a), Json::Number(b)) => {
            let bits = |number: &serde_json::Number| number.as_f64().map(f64::to_bits);
            a == b && bits(a) == bits(b)
        }
        (a, b) => a == b,
    }
}
