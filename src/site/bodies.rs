//! Checks the bodies of calls against what their components declare. One mistake is one finding: a call of `{{ box() }}` and the
//! `{% end %}` after it have the same cause.

use std::collections::HashMap;

use super::{BoundCall, Page};
use crate::read::markdown::BodyEnd;
use crate::report::{Finding, catalog};

/// Checks the bodies of a page. A call with a mistake in its body cannot be rendered.
pub(super) fn check(page: &Page, bound: &mut [Option<BoundCall>], findings: &mut Vec<Finding>) {
    let document = &page.source.document;
    let takes_body = |bound: &Option<BoundCall>| bound.as_ref().map(|bound| bound.declaration.takes_body);
    let mut stray = document.stray_ends.iter().peekable();
    let bodies: HashMap<usize, _> = document.bodies.iter().map(|body| (body.call, body)).collect();
    for &number in &document.shown_calls {
        let call = &document.calls[number];
        // An unknown shortcode is reported as that.
        let Some(takes_body) = takes_body(&bound[number]) else { continue };
        let text = &page.source.file.text()[call.range.clone()];
        let inner = text.get(2..text.len().saturating_sub(2)).unwrap_or("");
        let place = || page.place(call.range.clone());
        let before = findings.len();
        match (takes_body, bodies.get(&number)) {
            (true, None) => {
                // Ends that close nothing are before the call, or this one's.
                while let Some(end) = stray.next_if(|end| end.start < call.range.start) {
                    findings.push(catalog::bodies::unopened_end(page.place(end.clone())));
                }
                let is_closed = stray.next().is_some() && is_line(page.source.file.text(), &call.range);
                let edit = is_closed.then(|| (call.range.clone(), format!("{{%{inner}%}}")));
                findings.push(catalog::bodies::missing_body(place(), &call.name, edit));
            }
            (false, Some(body)) => {
                let is_alone = matches!(body.end, BodyEnd::Missing);
                let edit = is_alone.then(|| (call.range.clone(), format!("{{{{{inner}}}}}")));
                findings.push(catalog::bodies::unexpected_body(place(), &call.name, edit));
            }
            (true, Some(body)) => match &body.end {
                BodyEnd::Missing => findings.push(catalog::bodies::unclosed_body(place(), &call.name)),
                BodyEnd::Crossed(crossing) => {
                    let end = crossing.end.clone().map(|end| page.place(end));
                    let (container, begins_inside) = (crossing.container, crossing.begins_inside);
                    findings.push(catalog::bodies::crossed_body(place(), &call.name, container, begins_inside, end));
                }
                BodyEnd::Closed(_) if body.is_empty => {
                    findings.push(catalog::bodies::empty_body(place(), &call.name));
                }
                BodyEnd::Closed(_) | BodyEnd::Reported => {}
            },
            (false, None) => {}
        }
        if let Some(bound) = &mut bound[number] {
            bound.is_valid &= findings.len() == before;
        }
    }
    findings.extend(stray.map(|end| catalog::bodies::unopened_end(page.place(end.clone()))));
}

/// Whether nothing else is on the lines of a call.
fn is_line(text: &str, call: &std::ops::Range<usize>) -> bool {
    let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    is_blank(text[..call.start].rsplit('\n').next()) && is_blank(text[call.end..].split('\n').next())
}
