//! Suggests equivalent shortcodes of the theme for calls with a body in the style of other systems.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Declaration, Page};
use crate::read::markdown::{Call, Literal, equivalent};
use crate::report::{Certainty, Finding};

/// Adds to the first finding of a call with a body the edit that replaces it by an equivalent shortcode, if the theme has one
/// with all the arguments.
pub(super) fn with_edit(
    (page, call): (&Page, &Call),
    shortcodes: &BTreeMap<String, Arc<Declaration>>,
    mut own: Vec<Finding>,
) -> Vec<Finding> {
    if !call.has_body || own.is_empty() {
        return own;
    }
    let Some((range, better)) = renamed(page, call, shortcodes) else { return own };
    for (number, finding) in own.iter_mut().enumerate() {
        finding.edit = None;
        if number == 0 {
            finding.help = Some(format!("write `{better}`"));
            *finding = finding.clone().edit(range.clone(), better.as_str(), Certainty::Certain);
        }
    }
    own
}

fn renamed(
    page: &Page,
    call: &Call,
    shortcodes: &BTreeMap<String, Arc<Declaration>>,
) -> Option<(Range<usize>, String)> {
    let arguments = call.arguments.iter().map(|argument| match &argument.value {
        Literal::Text(text) => Some((Some(argument.key.clone()), text.clone())),
        Literal::Bool(value) => Some((Some(argument.key.clone()), value.to_string())),
        _ => None,
    });
    let arguments: Vec<(Option<String>, String)> = arguments.collect::<Option<_>>()?;
    let better = equivalent(&call.name, &arguments).filter(|better| better.is_complete)?;
    let declaration = shortcodes.get(better.name).filter(|declaration| declaration.takes_body)?;
    let is_declared = |key: &str| declaration.arguments.iter().any(|known| known.name == key);
    if !better.arguments.iter().all(|(key, _)| is_declared(key)) {
        return None;
    }
    let better = format!("{{% {better} %}}");
    // An unchanged call is not a correction.
    let written = &page.source.file.text()[call.range.clone()];
    (better != written).then(|| (call.range.clone(), better))
}
