// Every example of the CommonMark specification through our reader.   node commonmark.mjs PROGRAM [ARGUMENT…]
//
// PROGRAM reads one {"markdown", "mode"} per line and answers each with one {"html"} per line. In mode "plain" (our
// extensions on, house rules off) the tree is the expected one. In mode "house" the differences are commonmark-house.txt,
// each with the reason after its section; UPDATE=1 writes that file again and keeps the reasons that people gave.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import spec from 'commonmark-spec';
import { parseFragment } from 'parse5';
import { Verdict, attr, nodes } from './lib.mjs';

const GOLDEN = process.env.GOLDEN ?? new URL('commonmark-house.txt', import.meta.url);
const NO_REASON = 'REASON?';

// The specification writes tabs as arrows.
const tabs = (text) => text.replaceAll('→', '\t');
const examples = spec.tests.map((e) => ({ ...e, markdown: tabs(e.markdown), html: tabs(e.html) }));

const verdict = new Verdict();
const [program, ...rest] = process.argv.slice(2);
if (!program) throw new Error('name the program that renders Markdown');
for (const [i, html] of render('plain').entries()) {
  const { number, section, markdown } = examples[i];
  const [want, got] = [tree(examples[i].html), tree(html)];
  verdict.check(want === got, `example ${number}, ${section}`, `\n${indent('md  ', markdown)}${indent('want', want)}${indent('got ', got)}`);
}
const different = house();
verdict.end(`${examples.length} examples, ${different} differ under house rules`);

function render(mode) {
  const input = examples.map(({ markdown }) => `${JSON.stringify({ markdown, mode })}\n`).join('');
  const run = spawnSync(program, rest, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.error) throw run.error;
  const lines = run.stdout.split('\n').filter(Boolean);
  if (run.status !== 0 || lines.length !== examples.length) {
    throw new Error(`${program} ended with ${run.status} after ${lines.length} of ${examples.length} answers: ${run.stderr}`);
  }
  return lines.map((line) => JSON.parse(line).html);
}

/** Compares the differences under house rules with the golden file, or writes it; returns how many there are. */
function house() {
  const golden = fs.existsSync(GOLDEN) ? fs.readFileSync(GOLDEN, 'utf8') : '';
  const reasons = new Map([...golden.matchAll(/^# (\d+) .*: (.*)$/gm)].map(([, number, reason]) => [Number(number), reason]));
  const blocks = render('house').flatMap((html, i) => {
    const { number, section, markdown } = examples[i];
    const [want, got] = [tree(examples[i].html), tree(html)];
    if (want === got) return [];
    const known = reasons.get(number);
    const reason = known && known !== NO_REASON ? known : process.env.UPDATE ? guess(examples[i].html, html) : NO_REASON;
    verdict.check(reason !== NO_REASON, `example ${number}, ${section}`, 'differs under house rules without a reason');
    return [`# ${number} ${section}: ${reason}\n${indent('md  ', markdown)}${indent('want', want)}${indent('got ', got)}`];
  });
  const now = blocks.join('\n');
  if (process.env.UPDATE) fs.writeFileSync(GOLDEN, now);
  else verdict.check(now === golden, 'commonmark-house.txt', `is not what the reader does now:\n${firstDifference(golden, now)}`);
  return blocks.length;
}

/** The rules whose undoing makes both trees equal are the reason; people look at what stays open. */
function guess(want, got) {
  const markup = (html) => nodes(parseFragment(html));
  const undo = {
    'headings have ids': (a, b) => [a, b.replace(/(<h[1-6])\s+id=("[^"]*"|[^\s>]+)/g, '$1')],
    'headings start at the second level': (a, b) => [a.replace(/<(\/?)h1/g, '<$1h2'), b],
    'an address with a forbidden scheme is not a link': (a, b) => [a.replace(/<a href="(?!https?:|mailto:|tel:|sms:)[a-z][a-z0-9+.-]*:[^"]*"[^>]*>(.*?)<\/a>/gi, '$1'), b],
    'an image becomes its description': (a, b) => [a.replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, '$1'), b.replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, '$1')],
    'a bare address becomes a link': (a, b) => [a, b.replace(/<a [^>]*>(https?:[^<]*|[^<]*@[^<]*)<\/a>/g, '$1')],
  };
  const names = Object.keys(undo);
  for (let set = 1; set < 1 << names.length; set++) {
    const chosen = names.filter((_, i) => set & (1 << i));
    const [a, b] = chosen.reduce(([x, y], name) => undo[name](x, y), [want, got]);
    if (tree(a) === tree(b)) return chosen.join('; ');
  }
  // What only raw HTML can make: a comment, an attribute that Markdown has no sign for, an element it does not know.
  const ours = /^(#|html$|p$|h[1-6]$|blockquote$|pre$|code$|ul$|ol$|li$|hr$|em$|strong$|a$|img$|br$)/;
  const raw = (html) => markup(html).filter((n) => n.nodeName === '#comment' || !ours.test(n.nodeName) || attr(n, 'onclick')).length;
  return raw(want) > raw(got) ? 'raw HTML is shown as text' : NO_REASON;
}

/** A tree as lines: attributes sorted, entities resolved, white space dropped only where it separates blocks. */
function tree(html) {
  const lines = [];
  write(parseFragment(html), 0, false, lines);
  return lines.join('\n');
}

function write(node, depth, exact, lines) {
  const children = node.childNodes ?? [];
  const boxed = isBlock(node);
  children.forEach((child, i) => {
    const margin = '  '.repeat(depth);
    if (child.nodeName === '#text') {
      let text = child.value;
      if (!exact && (i === 0 ? boxed : isBlock(children[i - 1]))) text = text.trimStart();
      if (!exact && (i === children.length - 1 ? boxed : isBlock(children[i + 1]))) text = text.trimEnd();
      if (text) lines.push(margin + JSON.stringify(text));
    } else if (child.nodeName === '#comment') {
      lines.push(`${margin}<!--${JSON.stringify(child.data)}-->`);
    } else {
      const attributes = child.attrs.map((a) => ` ${a.name}=${JSON.stringify(a.value)}`).sort().join('');
      lines.push(`${margin}<${child.tagName}${attributes}>`);
      write(child, depth + 1, exact || child.tagName === 'pre', lines);
    }
  });
}

function isBlock(node) {
  return /^(#document-fragment|p|h[1-6]|blockquote|pre|ul|ol|li|hr|div|table|thead|tbody|tr|td|th|section|details|figure)$/.test(node.nodeName);
}

function indent(label, text) {
  return text.replace(/\n$/, '').split('\n').map((line) => `  ${label} ${line}`.trimEnd()).join('\n') + '\n';
}

function firstDifference(before, after) {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const at = b.findIndex((line, i) => line !== a[i]);
  const i = at < 0 ? b.length : at;
  return `line ${i + 1}: ${a[i] ?? 'nothing'}\n     now: ${b[i] ?? 'nothing'}\nUPDATE=1 writes the file again.`;
}
