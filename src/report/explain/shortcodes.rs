//! Stories of shortcodes.

use super::{Example, PAGE, Story};
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::MalformedCall,
        means: "Something starts like a shortcode call, with `{{`, but has a syntax error.",
        matters: "Readers would see the braces instead of the number or the chart.",
        wrong: Example::Files(&[(PAGE, "{{ stat(ldc-2019) }} are online.")]),
        right: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\") }} are online.")]),
        act: "A call consists of a name, then named arguments in parentheses. Write texts in double quotes and lists in \
              brackets. For plain braces write `\\{{`.",
    },
    Story {
        code: Code::UnclosedCall,
        means: "A shortcode call is not closed before its paragraph or block ends.",
        matters: "Everything that follows would become part of the call. The finding points to the start of the call, \
                  because its end is unknown.",
        wrong: Example::Files(&[(PAGE, "Of those, {{ stat(id=\"ldc-2019\") were online.")]),
        right: Example::Files(&[(PAGE, "Of those, {{ stat(id=\"ldc-2019\") }} were online.")]),
        act: "Close quotes and brackets, and end the call with `) }}` before the next blank line.",
    },
    Story {
        code: Code::UnknownShortcode,
        means: "No theme of the site has a template for this shortcode.",
        matters: "There is nothing to show in its place; the sentence around it would have a hole.",
        wrong: Example::Files(&[(PAGE, "{{ statistic(id=\"ldc-2019\") }} are online.")]),
        right: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\") }} are online.")]),
        act: "Use one of the shortcodes that the finding lists, or add one as themes/THEME/shortcodes/NAME.html.",
    },
    Story {
        code: Code::UnknownArgument,
        means: "A shortcode call has an argument that the shortcode does not take.",
        matters: "If it were ignored, the call would not do what it says, and nobody would notice.",
        wrong: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\", colour=\"red\") }} are online.")]),
        right: Example::Files(&[(PAGE, "{{ stat(id=\"ldc-2019\") }} are online.")]),
        act: "Correct or remove the argument; the finding lists those that exist.",
    },
    Story {
        code: Code::MissingArgument,
        means: "A shortcode call lacks an argument that the shortcode needs.",
        matters: "Without it the shortcode does not know what to show.",
        wrong: Example::Files(&[(PAGE, "{{ chart(title=\"People online\") }}")]),
        right: Example::Files(&[(PAGE, "{{ chart(ids=[\"world-2019\", \"ldc-2019\"], title=\"People online\") }}")]),
        act: "Add the argument that the finding names.",
    },
    Story {
        code: Code::WrongArgument,
        means: "An argument has a type or a value that its shortcode does not accept: a text instead of a list, an empty \
                list, or the same argument twice.",
        matters: "A chart of nothing, or of the wrong records, looks like an answer and is not one.",
        wrong: Example::Files(&[(PAGE, "{{ chart(ids=\"ldc-2019\", title=\"People online\") }}")]),
        right: Example::Files(&[(PAGE, "{{ chart(ids=[\"ldc-2019\"], title=\"People online\") }}")]),
        act: "Write the argument as the finding says. Lists are written in brackets, with commas between their items.",
    },
    Story {
        code: Code::BlockInLine,
        means: "A shortcode that makes a block, such as a chart, is used inside a line of text.",
        matters: "A sentence cannot contain a chart; browsers would split the paragraph, each in its own way.",
        wrong: Example::Files(&[(PAGE, "As this shows, {{ chart(ids=[\"ldc-2019\"], title=\"Online\") }} few are.")]),
        right: Example::Files(&[(
            PAGE,
            "As this shows, few are.\n\n{{ chart(ids=[\"ldc-2019\"], title=\"Online\") }}",
        )]),
        act: "Put the call on a line of its own, with a blank line before and after it.",
    },
];
