// What machines read: every sitemap.xml names exactly the site's pages, every feed is Atom as RFC 4287 wants it and a feed
// parser finds the same entries.   node feeds.mjs DIR…

import fs from 'node:fs';
import path from 'node:path';
import { parseFeed } from 'feedsmith';
import { SaxesParser } from 'saxes';
import { Verdict, basePath, filesOf, folders, isEdition, isMissingPage, pagesOf } from './lib.mjs';

const ATOM = 'http://www.w3.org/2005/Atom';
const SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const verdict = new Verdict();
const count = { sitemaps: 0, feeds: 0 };
for (const dir of folders()) {
  for (const file of filesOf(dir, '.xml')) {
    const where = `${path.basename(dir)}/${file}`;
    const text = fs.readFileSync(path.join(dir, file), 'utf8');
    let root;
    try {
      root = read(text);
    } catch (error) {
      verdict.check(false, where, `not well-formed: ${error.message}`);
      continue;
    }
    if (root.name === 'feed') feed(dir, where, root, text);
    else sitemap(dir, where, root);
  }
}
verdict.end(`${count.sitemaps} sitemaps, ${count.feeds} feeds`);

/** A namespace-aware tree of { name, space, attributes, text, children }. */
function read(text) {
  const top = { children: [] };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => { throw error; });
  parser.on('opentag', (tag) => {
    const attributes = Object.fromEntries(Object.values(tag.attributes).map((a) => [a.name, a.value]));
    const element = { name: tag.local, space: tag.uri, attributes, text: '', children: [] };
    open.at(-1).children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (value) => (open.at(-1).text = (open.at(-1).text ?? '') + value));
  parser.on('cdata', (value) => (open.at(-1).text += value));
  parser.write(text).close();
  return top.children[0];
}

function sitemap(dir, where, root) {
  count.sitemaps++;
  verdict.check(root.name === 'urlset' && root.space === SITEMAP, where, `starts with ${root.name} in ${root.space}`);
  const base = basePath(dir);
  const wanted = pagesOf(dir).filter((page) => !isMissingPage(page) && !isEdition(page) && !page.leadsOn).map((page) => page.address);
  const listed = root.children.map((url) => {
    const loc = url.children.filter((child) => child.name === 'loc');
    verdict.check(url.name === 'url' && loc.length === 1, where, `an entry needs one loc, has ${loc.length}`);
    const day = url.children.find((child) => child.name === 'lastmod')?.text;
    verdict.check(day === undefined || /^\d{4}(-\d\d(-\d\d)?)?$/.test(day) || DATE.test(day), where, `lastmod ${day}`);
    const address = absolute(loc[0]?.text ?? '');
    verdict.check(address, where, `not an absolute address: ${loc[0]?.text}`);
    return address ? decodeURI(address.pathname).slice(base.length) : '';
  });
  for (const address of wanted) {
    const times = listed.filter((other) => other === address).length;
    verdict.check(times === 1, where, `/${address} occurs in it ${times} times`);
  }
  for (const address of listed) verdict.check(wanted.includes(address), where, `no page at /${address}`);
}

function feed(dir, where, root, text) {
  count.feeds++;
  const { format, feed: parsed } = parseFeed(text);
  const entries = of(root, 'entry');
  verdict.check(format === 'atom' && root.space === ATOM, where, `a feed parser takes it for ${format}`);
  verdict.check(parsed.entries?.length === entries.length, where, `a feed parser finds ${parsed.entries?.length} of ${entries.length} entries`);
  const known = new Set(pagesOf(dir).map((page) => page.address));
  const base = basePath(dir);
  for (const item of [root, ...entries]) {
    const told = `${where} ${item.name}`;
    for (const name of ['id', 'title', 'updated']) {
      verdict.check(of(item, name).length === 1 && of(item, name)[0].text.trim(), told, `needs one ${name} with text`);
    }
    verdict.check(URL.canParse(of(item, 'id')[0]?.text), told, 'its id is not an IRI');
    for (const date of [...of(item, 'updated'), ...of(item, 'published')]) verdict.check(DATE.test(date.text), told, `date ${date.text}`);
    for (const link of of(item, 'link')) {
      const address = absolute(link.attributes.href ?? '');
      verdict.check(address, told, `a link is not absolute: ${link.attributes.href}`);
      const rel = link.attributes.rel ?? 'alternate';
      const file = address && decodeURI(address.pathname).slice(base.length);
      if (rel === 'alternate' && address) verdict.check(known.has(file), told, `no page at /${file}`);
    }
    if (item === root) continue;
    verdict.check(of(item, 'author').length || of(root, 'author').length, told, 'neither it nor the feed has an author');
    verdict.check(of(item, 'content').length || of(item, 'link').some((l) => (l.attributes.rel ?? 'alternate') === 'alternate'), told, 'no content and no link');
  }
  const ids = entries.map((entry) => of(entry, 'id')[0]?.text);
  verdict.check(new Set(ids).size === ids.length, where, 'two entries share an id');
  verdict.check(of(root, 'link').some((link) => link.attributes.rel === 'self'), where, 'does not say where it lives (rel=self)');
}

function of(element, name) {
  return element.children.filter((child) => child.name === name && child.space === ATOM);
}

function absolute(address) {
  return /^https?:/.test(address) && URL.canParse(address) ? new URL(address) : undefined;
}
