// A page as a list of tokens: words, and the marks of lists, tables, links, code and headings.

import { nameToEmoji } from 'gemoji';
import { parse, parseFragment } from 'parse5';
import { attr, elements, nodes } from '../lib.mjs';

/** What an import changed on purpose: it may be anything in the result. */
export const HOLE = '\ue000';

/** Elements that never reach a page, together with what is in them. */
const REMOVED = new Set(['script', 'style', 'svg', 'math', 'template', 'noscript', 'title', 'head', 'object', 'audio', 'select', 'textarea', 'datalist']);
const STRUCTURE = new Set(['ul', 'ol', 'li', 'table', 'tr', 'td', 'th', 'dl', 'dt', 'dd', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const INLINE = new Set(
  `a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr font label tt
  big strike nobr picture input button`.split(/\s+/),
);

/** Words with plain signs for those that typography replaces. */
const simple = (text) =>
  text
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufe0f]/g, '')
    .replace(/["'“”„‟‘’‚‛«»‹›]/g, '')
    .replace(/…/g, '...')
    .replace(/[—–]/g, '-')
    // In mathematics, which is text here, a backslash before a punctuation mark is not an escape.
    .replace(/\\(?=[,;:!])/g, '')
    .replace(/-{2,3}/g, '-');

const named = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => nameToEmoji[name] ?? whole);

/** Collects tokens. */
class Stream {
  tokens = [];
  /** Addresses of links, in order. */
  links = [];
  /** Why something is a hole, with how often. */
  reasons = {};
  #text = '';

  words(text) {
    this.#text += text;
  }

  flush() {
    this.tokens.push(...simple(this.#text).split(/\s+/).filter(Boolean));
    this.#text = '';
  }

  mark(name) {
    this.flush();
    this.tokens.push(`<${name}>`);
  }

  /** Code: its lines with their indentation. */
  code(text) {
    this.flush();
    for (const line of text.replace(/\n+$/, '').split('\n')) {
      const indent = line.length - line.trimStart().length;
      // A hole has lines of its own.
      if (!line.trim().startsWith(HOLE)) this.tokens.push(`⏎${indent || ''}`);
      this.tokens.push(...line.trim().split(/\s+/).filter(Boolean));
    }
  }

  hole(reason) {
    this.words(HOLE);
    this.reasons[reason] = (this.reasons[reason] ?? 0) + 1;
  }
}

/** What Firstflight says of a file that a link leads to: "(WebP, 29 KB)". */
const NOTE = /\s*\([A-Za-z0-9]{2,6}(?:,\s[0-9.,]+\s[KM]?B)\)$/u;

const textOf = (node) => nodes(node).filter((it) => it.nodeName === '#text').map((it) => it.value).join('');
const letters = (text) => text.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** Bare addresses of mail are links on GitHub; markdown-it has other rules for what is one. */
function withMail(text, stream) {
  for (const part of text.split(/([A-Za-z0-9._+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)/)) {
    const isMail = /^[^\s@]+@[^\s@]+[A-Za-z0-9]$/.test(part);
    if (isMail) stream.mark('a');
    if (isMail) stream.links.push(`mailto:${part}`);
    stream.words(part);
    if (isMail) stream.mark('/a');
  }
}

function read(node, stream, options, around = {}) {
  if (node.nodeName === '#text') {
    if (!options.original) return stream.words(around.link ? node.value.replace(NOTE, '') : node.value);
    if (options.bareMail && !around.link) return withMail(named(node.value), stream);
    return stream.words(named(node.value));
  }
  const name = node.tagName;
  const inside = (next = around) => (node.content?.childNodes ?? node.childNodes ?? []).forEach((child) => read(child, stream, options, next));
  if (!name) return inside();
  if (options.skip.has(node)) return undefined;
  const offered = !options.original && name === 'details' && attr(node.parentNode, 'class') === 'picture' ? elements(node, 'object')[0] : undefined;
  if (offered) {
    // A picture that readers open.
    stream.mark('a');
    stream.links.push(attr(offered, 'data'));
    stream.words(attr(offered, 'aria-label') ?? '');
    return stream.mark('/a');
  }
  if (REMOVED.has(name)) {
    // What is removed is a finding of its own (`removed-html`).
    if (options.original) stream.hole('removed HTML');
    return undefined;
  }
  if (name === 'iframe' || name === 'video') {
    if (options.original) return stream.hole('removed HTML');
  }
  if (name === 'br') return stream.words(' ');
  if (name === 'input') return attr(node, 'type') === 'checkbox' ? stream.mark(attr(node, 'checked') === undefined ? '[ ]' : '[x]') : undefined;
  if (name === 'img') {
    const alt = attr(node, 'alt') ?? '';
    const source = attr(node, 'src') ?? '';
    if (!options.original) return stream.words(` ${alt} `);
    // Pictures are links to their files, with their alternative text.
    if (!alt.trim()) return stream.hole('picture without words');
    if (/^data:/i.test(source)) return stream.hole('picture in its address');
    if (around.link) return stream.words(` ${named(alt)} `);
    stream.mark('a');
    stream.links.push(source);
    stream.words(named(alt));
    stream.mark('/a');
    // A title is a caption in some places.
    return attr(node, 'title') ? stream.hole('title of a picture') : undefined;
  }
  if (name === 'a' && attr(node, 'href') !== undefined && !around.link) {
    const href = attr(node, 'href');
    if (options.unlinked?.has(href)) {
      stream.hole('address of another kind');
      inside();
      return stream.hole('address of another kind');
    }
    const isEmpty = !textOf(node).trim() && !elements(node, 'img', 'svg').length;
    if (options.original && isEmpty) return stream.hole('link without words');
    if (options.original && href.includes(HOLE)) stream.hole('template syntax in an address');
    else {
      stream.mark('a');
      stream.links.push(href);
    }
    inside({ ...around, link: true });
    return options.original && href.includes(HOLE) ? stream.hole('template syntax in an address') : stream.mark('/a');
  }
  if (name === 'pre') {
    stream.mark('pre');
    stream.code(textOf(node));
    return stream.mark('/pre');
  }
  if (name === 'code') {
    stream.mark('code');
    stream.words(textOf(node));
    return stream.mark('/code');
  }
  if (options.alerts.has(node)) {
    stream.mark('alert');
    inside();
    return stream.flush();
  }
  if (STRUCTURE.has(name)) {
    stream.mark(name);
    // markdown-it has no lists of tasks.
    const words = name === 'li' && options.bareMail ? elements(node, 'p')[0]?.childNodes?.[0] ?? node.childNodes?.[0] : null;
    const task = words?.value?.match(/^\s*\[([ xX])\]\s/);
    if (task) stream.mark(task[1] === ' ' ? '[ ]' : '[x]');
    if (task) words.value = words.value.slice(task[0].length);
    inside();
    return stream.mark(`/${name}`);
  }
  if (INLINE.has(name)) return inside();
  stream.flush();
  inside();
  return stream.flush();
}

function stream(tree, options) {
  const made = new Stream();
  read(tree, made, options);
  made.flush();
  return made;
}

/** The tokens of a page that the bare theme made, and its title. */
export function ofPage(html) {
  const tree = parse(html);
  const main = elements(tree, 'main')[0];
  const skip = new Set(nodes(main).filter((node) => attr(node, 'role') === 'doc-backlink'));
  const alerts = new Set();
  for (const note of nodes(main).filter((node) => node.tagName === 'div' && attr(node, 'role') === 'note')) {
    const label = (note.childNodes ?? []).find((node) => node.tagName === 'p');
    if (!label) continue;
    alerts.add(note);
    skip.add(label);
  }
  const found = elements(tree, 'title').map(textOf)[0] ?? '';
  const { tokens, links } = stream(main, { original: false, skip, alerts });
  // A picture in a heading is a link here.
  const withoutLinks = (node) => ({ ...node, childNodes: (node.childNodes ?? []).filter((it) => it.tagName !== 'a') });
  const isTitle = (node) => letters(textOf(node)) === letters(found);
  const hasTitle = elements(main, 'h1').some((it) => isTitle(it) || isTitle(withoutLinks(it)));
  return { tokens, links, title: found, hasTitle, source: elements(tree, 'meta').map((it) => attr(it, 'data-source')).find(Boolean) };
}

/** markdown-it puts the numbers of footnotes in brackets. */
function withoutBrackets(node) {
  const words = node.childNodes?.[0];
  if (attr(node, 'class') === 'footnote-ref' && words) elements(node, 'a').forEach((it) => (it.childNodes[0].value = it.childNodes[0].value.replace(/[[\]]|:\d+/g, '')));
}

/** The tokens of the HTML that another renderer made of an original file. */
export function ofOriginal({ html, bareMail }, { title, hasTitle }, unlinked) {
  const tree = parseFragment(html);
  const skip = new Set();
  const alerts = new Set();
  for (const node of nodes(tree)) {
    if (attr(node, 'data-footnote-backref') !== undefined || attr(node, 'class') === 'footnote-backref') skip.add(node);
    if (node.tagName === 'h2' && attr(node, 'id') === 'footnote-label') skip.add(node);
    withoutBrackets(node);
    if (node.tagName === 'blockquote') {
      const first = elements(node, 'p')[0]?.childNodes?.[0];
      const kind = first?.value?.match(/^\s*\[!(note|tip|important|warning|caution)\][ \t]*(?=\n|$)/i);
      if (kind) {
        first.value = first.value.slice(kind[0].length);
        alerts.add(node);
      }
    }
    // Attributes after a heading are not words.
    if (/^h[1-6]$/.test(node.tagName ?? '')) {
      // The tag of a component without an end is around them.
      let last = node.childNodes?.at(-1);
      while (last?.childNodes?.length) last = last.childNodes.at(-1);
      if (last?.value) last.value = last.value.replace(/\s*\{\s*[#.][^{}]*\}\s*$/, '');
    }
  }
  // The title of a page is not in its text, unless something is before it.
  const first = elements(tree, 'h1')[0];
  if (first && !hasTitle && letters(textOf(first)) === letters(title)) skip.add(first);
  return stream(tree, { original: true, skip, alerts, unlinked, bareMail });
}

/** What an import puts into a hole may continue the list before it, and the list after it. */
function withOpenLists(tokens) {
  const kept = [];
  for (const token of tokens) {
    if (/^<[uod]l>$/.test(token) && kept.at(-1) === HOLE) continue;
    if (token === HOLE) while (/^<\/[uod]l>$/.test(kept.at(-1) ?? '')) kept.pop();
    kept.push(token);
  }
  return kept;
}

/** Where two lists of tokens differ; `null` if they are the same around the holes. */
export function firstDifference(expected, got) {
  const parts = [[]];
  for (const token of withOpenLists(expected)) {
    if (!token.includes(HOLE)) parts.at(-1).push(token);
    else {
      // A word may have a hole in it: what is before and after it must be there.
      const [before, ...rest] = token.split(HOLE);
      if (before) parts.at(-1).push(`${before}${HOLE}`);
      for (const piece of rest) parts.push(piece ? [`${HOLE}${piece}`] : []);
    }
  }
  const same = (want, have) => {
    if (have === undefined) return false;
    if (want.startsWith(HOLE)) return have.endsWith(want.slice(1));
    if (want.endsWith(HOLE)) return have.startsWith(want.slice(0, -1));
    return want === have;
  };
  const matches = (part, at) => {
    let length = 0;
    while (length < part.length && same(part[length], got[at + length])) length++;
    return length;
  };
  // A hole in a word may be empty: the word before it and the word after it are one.
  const sameWord = (number) => parts[number - 1]?.at(-1)?.endsWith(HOLE) && parts[number][0]?.startsWith(HOLE);
  let at = 0;
  for (const [number, part] of parts.entries()) {
    const isLast = number === parts.length - 1;
    if (number === 0) {
      const length = matches(part, 0);
      if (length < part.length || (isLast && length < got.length)) return { part, length, at: length };
      at = length;
    } else if (isLast) {
      const from = got.length - part.length;
      const length = from < (sameWord(number) ? at - 1 : at) ? -1 : matches(part, from);
      if (length < part.length) return nearest(part, at);
    } else {
      let from = sameWord(number) ? at - 1 : at;
      while (from <= got.length - part.length && matches(part, from) < part.length) from++;
      if (from > got.length - part.length) return nearest(part, at);
      at = from + part.length;
    }
  }
  return null;

  function nearest(part, from) {
    let best = { part, length: -1, at: from };
    for (let start = from; start <= got.length; start++) {
      const length = matches(part, start);
      if (length > best.length) best = { part, length, at: start + length };
    }
    return best;
  }
}
