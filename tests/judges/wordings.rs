//! Reads numbers in words, for the judge `number-words`: each line of standard input is the tag of a language, a tab and a
//! number in words; each line of standard output is its value in digits, or nothing if it is not read.

use std::io::{Read, Write};

fn main() {
    let mut asked = String::new();
    std::io::stdin().read_to_string(&mut asked).expect("standard input is text");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in asked.lines() {
        let (tag, text) = line.split_once('\t').expect("a tag and a text");
        let value = firstflight::words::value_in_words(text, tag).unwrap_or_default();
        writeln!(out, "{value}").expect("standard output can be written");
    }
}
