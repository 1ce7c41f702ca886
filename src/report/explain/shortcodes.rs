//! Stories of shortcodes.

use super::Story;
use crate::report::Code;

pub(super) const STORIES: &[Story] = &[
    Story {
        code: Code::MalformedCall,
        means: "Something begins like the call of a shortcode, with `{{`, and does not go on like one.",
        matters: "Readers would see the braces in place of the number or the chart.",
        wrong: "{{ stat(ldc-internet-2019) }}",
        right: "{{ stat(id=\"ldc-internet-2019\") }}",
        act: "A call is a name, then arguments with their names in parentheses; texts stand in double quotes, lists in \
              brackets. For plain braces write `\\{{`.",
    },
    Story {
        code: Code::UnclosedCall,
        means: "The call of a shortcode is not closed before its paragraph or block ends.",
        matters: "All that follows would be taken for part of the call. The finding points to where the call opens, \
                  since nobody can know where it was meant to end.",
        wrong: "Of those, {{ stat(id=\"ldc-internet-2019\") were online.",
        right: "Of those, {{ stat(id=\"ldc-internet-2019\") }} were online.",
        act: "Close quotes and brackets, and end the call with `) }}` before the next blank line.",
    },
    Story {
        code: Code::UnknownShortcode,
        means: "No theme of the site has a template for this shortcode.",
        matters: "There is nothing to put in its place; the sentence around it would have a hole.",
        wrong: "{{ statistic(id=\"ldc-internet-2019\") }}",
        right: "{{ stat(id=\"ldc-internet-2019\") }}",
        act: "Use one of the shortcodes that the finding names, or write one: a file NAME.html under \
              themes/THEME/shortcodes/.",
    },
    Story {
        code: Code::UnknownArgument,
        means: "A shortcode is given an argument that it does not take.",
        matters: "If it were passed over, the call would do something else than it says, and no one would notice.",
        wrong: "{{ stat(name=\"ldc-internet-2019\") }}",
        right: "{{ stat(id=\"ldc-internet-2019\") }}",
        act: "Correct or remove the argument; the finding names those that exist.",
    },
    Story {
        code: Code::MissingArgument,
        means: "A shortcode is called without an argument that it needs.",
        matters: "Without it the shortcode cannot know what to show.",
        wrong: "{{ chart() }}",
        right: "{{ chart(ids=[\"world-internet-2019\", \"ldc-internet-2019\"]) }}",
        act: "Add the argument that the finding names.",
    },
    Story {
        code: Code::WrongArgument,
        means: "An argument is of a kind or a value that its shortcode does not take: a text where a list belongs, an \
                empty list, or the same argument twice.",
        matters: "A chart of nothing, or of the wrong records, looks like an answer and is none.",
        wrong: "{{ chart(ids=\"ldc-internet-2019\") }}",
        right: "{{ chart(ids=[\"ldc-internet-2019\"]) }}",
        act: "Write the argument as the finding says. Lists stand in brackets, with commas between their items.",
    },
    Story {
        code: Code::BlockInLine,
        means: "A shortcode that makes a block, such as a chart, stands inside a line of text.",
        matters: "A chart cannot stand inside a sentence; browsers would tear the paragraph in two, each in its own \
                  way.",
        wrong: "As this shows, {{ chart(ids=[\"a\", \"b\"]) }} the gap is wide.",
        right: "As this shows, the gap is wide.\n\n{{ chart(ids=[\"a\", \"b\"]) }}",
        act: "Put the call on a line of its own, with a blank line before and after it.",
    },
];
