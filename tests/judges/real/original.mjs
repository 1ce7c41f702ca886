// The original files of a site: without front matter, with holes where an import changes something on purpose.

import markdownIt from 'markdown-it';
import definitionLists from 'markdown-it-deflist';
import footnotes from 'markdown-it-footnote';
import { micromark, parse, postprocess, preprocess } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { mdxjs } from 'micromark-extension-mdxjs';
import { HOLE } from './streams.mjs';

/** The text after the front matter. */
export function bodyOf(text, generator) {
  let plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  // These accept white space before front matter.
  if (['hugo', 'zola'].includes(generator) && /^\s*(---|\+\+\+)\n/.test(plain)) plain = plain.trimStart();
  for (const fence of ['---', '+++']) {
    if (!plain.startsWith(`${fence}\n`)) continue;
    const end = plain.match(fence === '---' ? /\n(---|\.\.\.)[ \t]*(\n|$)/ : /\n\+\+\+[ \t]*(\n|$)/);
    if (end) return plain.slice(end.index + end[0].length);
  }
  return plain;
}

/** Syntax of each generator that is replaced or reported, wherever it is on a page, with its reason. */
const TEMPLATES = {
  hugo: [
    [/\{\{<\s*highlight\b(?:(?!\{\{<\s*highlight)[^])*?[^/]>\}\}(?:(?!\{\{<\s*highlight)[^])*?\{\{<\s*\/highlight\s*>\}\}/g, 'code in a shortcode'],
    [/\{\{<(?!\/\*)[^]*?>\}\}|\{\{%(?!\/\*)[^]*?%\}\}/g, 'shortcode'],
  ],
  zola: [[/\{\{\s*[\w:]+\s*\([^]*?\)\s*\}\}|\{%\s*(?:[\w:]+\s*\([^]*?\)|end)\s*%\}/g, 'shortcode']],
  jekyll: [
    [/\{%-?\s*highlight\b[^]*?\{%-?\s*endhighlight\s*-?%\}/g, 'code in a shortcode'],
    [/\{%-?[^]*?-?%\}|\{\{[^]*?\}\}/g, 'Liquid'],
  ],
  eleventy: [[/\{#[^]*?#\}|\{%-?[^]*?-?%\}|\{\{[^]*?\}\}/g, 'template syntax']],
  mdbook: [[/(?<!\\)\{\{#[^]*?\}\}/g, 'include of mdBook']],
  markdown: [],
};
/** Escapes with which a generator shows its own syntax as text. */
const ESCAPES = {
  hugo: (text) => text.replace(/\{\{(<|%)\/\*([^]*?)\*\/(>|%)\}\}/g, '{{$1$2$3}}'),
  zola: (text) => text.replace(/\{\{\/\*([^]*?)\*\/\}\}/g, (_, inner) => `{{ ${inner.trim()} }}`).replace(/\{%\/\*([^]*?)\*\/%\}/g, (_, inner) => `{% ${inner.trim()} %}`),
  mdbook: (text) => text.replace(/\\\{\{#/g, '{{#'),
};
const isRust = (info) => /^rust(?![\w-])/.test(info.trim());

/** What the original says, and why parts of it are holes. */
export function prepared(text, generator, isMdx) {
  const reasons = {};
  const hole = (reason) => {
    reasons[reason] = (reasons[reason] ?? 0) + 1;
    return HOLE;
  };
  // Between `raw` and `endraw` templates are text.
  const raw = [];
  if (generator === 'jekyll' || generator === 'eleventy') {
    text = text.replace(/\{%-?\s*(raw|verbatim)\s*-?%\}\n?([^]*?)\{%-?\s*end\1\s*-?%\}/g, (_, name, inner) => {
      raw.push(inner);
      return `\ue100${raw.length - 1}\ue101`;
    });
    text = text.replace(/\{%-?\s*comment\s*-?%\}[^]*?\{%-?\s*endcomment\s*-?%\}/g, () => hole('comment of a template'));
  }
  for (const [pattern, reason] of TEMPLATES[generator]) text = text.replace(pattern, () => hole(reason));
  text = ESCAPES[generator]?.(text) ?? text;
  text = text.replace(/\ue100(\d+)\ue101/g, (_, number) => raw[Number(number)]);
  if (generator === 'mdbook') text = withoutHidden(text, hole);
  text = outsideCode(text, isMdx, (part) => {
    // Attributes of kramdown.
    if (generator === 'jekyll') part = part.replace(/^[ \t]*[-*1][.]?[ \t].*\n\{:\s*toc\s*\}/gm, () => hole('attributes')).replace(/\{::?[^{}\n]*\}/g, () => hole('attributes'));
    if (!isMdx && generator === 'mdbook') part = part.replace(/<\/?[A-Z][A-Za-z0-9.]*(?:\s(?:"[^"]*"|'[^']*'|[^<>"'])*)?>/g, () => `\n${hole('component')}\n`);
    if (generator === 'markdown') part = part.replace(/\[!include\s*\[[^\]\n]*\]\([^()\n]*\)\]|\[!div\b[^\]\n]*\]/gi, () => hole('include of DocFX'));
    part = part.replace(/\{\{ *(?:<|%)[^]*?(?:>|%) *\}\}/g, () => hole('shortcode'));
    // The ends of an admonition, which becomes an alert.
    return part.replace(/^([ \t>]*):::+[ \t]*(.*)$/gm, (_, indent, rest) => (rest ? `${indent}${hole('admonition')}\n${indent}` : `${indent}\n${indent}${HOLE}`));
  });
  return { text, reasons };
}

/** Lines of Rust that mdBook hides. */
function withoutHidden(text, hole) {
  let fence = null;
  const lines = text.split('\n').map((line) => {
    const mark = line.match(/^[ \t>]*(`{3,}|~{3,})(.*)$/);
    if (mark && !fence) fence = { mark: mark[1], rust: isRust(mark[2]) };
    else if (mark && fence && mark[1].startsWith(fence.mark) && !mark[2].trim()) fence = null;
    else if (fence?.rust && /^[ \t>]*#( |$)/.test(line)) return line.match(/^[ \t>]*/)[0] + hole('hidden line of Rust');
    else if (fence?.rust) return line.replace(/^([ \t>]*)##/, '$1#');
    return line;
  });
  return lines.join('\n');
}

const extensions = (isMdx) => [gfm(), ...(isMdx ? [mdxjs()] : [])];

/** Applies a change to what is not code. */
function outsideCode(text, isMdx, change) {
  const code = [];
  try {
    const events = postprocess(parse({ extensions: extensions(isMdx) }).document().write(preprocess()(text, undefined, true)));
    for (const [kind, token] of events) {
      if (kind === 'enter' && ['codeFenced', 'codeText', 'codeIndented'].includes(token.type)) code.push([token.start.offset, token.end.offset]);
    }
  } catch {
    // Rendering reports it.
  }
  let [out, at] = ['', 0];
  const kept = [];
  for (const [start, end] of code.sort((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    kept.push(text.slice(start, end));
    out += `${text.slice(at, start)}\ue100${kept.length - 1}\ue101`;
    at = end;
  }
  return change(out + text.slice(at)).replace(/\ue100(\d+)\ue101/g, (_, number) => kept[Number(number)]);
}

/** GitHub has no definition lists, but other generators have, as has Firstflight. */
const withDefinitionLists = markdownIt({ html: true, linkify: true }).use(definitionLists).use(footnotes);
withDefinitionLists.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
withDefinitionLists.validateLink = () => true;

/** HTML of an original, by micromark, or by markdown-it where it may have definition lists; `reasons` counts what MDX leaves out. */
export function render(text, isMdx, reasons) {
  if (!isMdx && /\n[ \t]*:[ \t]/.test(text)) return { html: withDefinitionLists.render(text), bareMail: true };
  const options = {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: extensions(isMdx),
    htmlExtensions: [{ ...gfmHtml({ clobberPrefix: '' }) }, withoutTagFilter, withLineEndings, ...(isMdx ? [mdxHtml(reasons)] : [])],
  };
  return { html: micromark(text, options), bareMail: false };
}

// Dangerous tags are judged in the tree, not shown as text.
const raw = function (token) {
  this.raw(this.sliceSerialize(token));
};
const withoutTagFilter = { exit: { htmlFlowData: raw, htmlTextData: raw } };

// micromark 4.0.3 drops line endings of fenced code that follows a paragraph in an item of a list.
const withLineEndings = {
  enter: {
    codeFlowValue() {
      if (!this.getData('slurpAllLineEndings')) return;
      this.setData('slurpAllLineEndings');
      this.setData('slurpOneLineEnding');
    },
  },
};

/** Tags of HTML stay, those of components go, expressions are holes. */
function mdxHtml(reasons) {
  const count = (reason) => (reasons[reason] = (reasons[reason] ?? 0) + 1);
  const tag = function (token, isInText) {
    const source = this.sliceSerialize(token);
    const name = source.match(/^<\/?\s*([^\s/>]*)/)[1];
    if (/^[a-z][a-z0-9-]*$/.test(name)) {
      const attributes = [...source.matchAll(/\s(href|src|alt|id|type|checked)\s*=\s*("[^"]*"|'[^']*')/g)].map((it) => it[0]).join('');
      const isVoid = /^(br|hr|img|input|source|wbr|col)$/.test(name);
      const isEmpty = source.endsWith('/>') && !isVoid;
      this.tag(source.startsWith('</') ? `</${name}>` : `<${name}${attributes}>${isEmpty ? `</${name}>` : ''}`);
    } else if (!source.startsWith('</')) {
      count('component');
      // Within a line, it may be part of a word.
      this.raw(isInText ? HOLE : ` ${HOLE} `);
    }
  };
  const expression = function (token) {
    if (/^\{\s*\/\*[^]*\*\/\s*\}$/.test(this.sliceSerialize(token))) return;
    count('expression');
    this.raw(HOLE);
  };
  // What is in them has been handled as a whole.
  const silence = { enter: function () { this.buffer(); }, exit: function () { this.resume(); } };
  const inner = ['mdxFlowExpression', 'mdxTextExpression', 'mdxJsxFlowTag', 'mdxJsxTextTag', 'mdxjsEsm'];
  const enter = Object.fromEntries(inner.map((name) => [name, silence.enter]));
  const exit = {
    mdxFlowExpression(token) { this.resume(); expression.call(this, token); },
    mdxTextExpression(token) { this.resume(); expression.call(this, token); },
    mdxJsxFlowTag(token) { this.resume(); tag.call(this, token, false); },
    mdxJsxTextTag(token) { this.resume(); tag.call(this, token, true); },
    mdxjsEsm() { this.resume(); count('import or export'); },
  };
  return { enter, exit };
}
