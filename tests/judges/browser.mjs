// Every page in a real Chromium, served by nginx: one request, a silent console, nothing to scroll sideways, the same
// text without style and without script; every link leads somewhere, at the site's own path and below another one; the
// body travels in the encoding and the bytes that the build promised.   node browser.mjs DIR…
//
// What `build` printed is expected beside the folder, as DIR.report. (On loopback Chromium asks for brotli without TLS.)

import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { Verdict, ask, attr, basePath, elements, folders, isEdition, isMissingPage, launch, nginx, nodes, pagesOf, plain } from './lib.mjs';

const PHONE = { viewport: { width: 320, height: 640 } };
// A window of 1280 x 1024 at 400 %.
const ZOOMED = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };

const verdict = new Verdict();
const browser = await launch();
const seen = { pages: 0, links: 0, br: 0, gzip: 0 };

for (const dir of folders()) {
  const pages = pagesOf(dir);
  seen.pages += pages.length;
  const base = basePath(dir);
  const server = await nginx(dir, base);
  const root = server.origin + base;
  for (const page of pages) {
    await (page.leadsOn ? leadsOn(page, root) : reads(page, root, server));
  }
  await travels(pages, root, reported(`${dir}.report`, pages));
  await crawl(pages, root);
  await missing(pages, root);
  server.close();

  // The 404 page alone knows where the site lives, so it is not asked to work elsewhere.
  const elsewhere = await nginx(dir, '/sub/path/');
  await crawl(pages.filter((page) => !isMissingPage(page)), `${elsewhere.origin}/sub/path/`);
  elsewhere.close();
}
await browser.close();
verdict.end(`${seen.pages} pages, ${seen.links} links, ${seen.br} as brotli, ${seen.gzip} as gzip`);

/** Opens a page in a fresh browser profile, gives it to `look` and tells what the console said. */
async function open(page, url, options, look) {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  const said = [];
  tab.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  tab.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
  await look(tab, await tab.goto(url));
  verdict.check(!said.length, page.name, `the console is not silent: ${said.join(' | ')}`);
  await context.close();
}

/** The number of requests in the log of nginx, which writes a busy machine's last one a little after it was answered. */
async function settled(server) {
  for (let count = -1; ;) {
    const now = server.log().length;
    if (now === count) return count;
    count = now;
    await new Promise((done) => setTimeout(done, 30));
  }
}

async function reads(page, root, server) {
  const url = root + page.address;
  const before = await settled(server);
  let text;
  await open(page, url, PHONE, async (tab, response) => {
    await tab.waitForLoadState('networkidle');
    const asked = server.log().slice(before);
    verdict.check(asked.length === 1, page.name, `${asked.length} requests: ${asked.join(' | ')}`);
    const encoding = await response.headerValue('content-encoding');
    verdict.check(/^(br|gzip)$/.test(encoding), page.name, `reaches the browser as ${encoding}`);
    verdict.check((await tab.title()).trim(), page.name, 'no title');
    const headings = await tab.locator(isEdition(page) ? 'h1:visible' : 'h1').allInnerTexts();
    verdict.check(headings.length === 1 && headings[0].trim(), page.name, `needs one h1 with text, has ${headings.length}`);
    await fits(tab, page, '320 px');
    const made = await tab.evaluate(generatedWords);
    verdict.check(!made.length, page.name, `words that only the style knows: ${made.join(' | ')}`);
    if (isEdition(page)) await tab.evaluate(() => { location.hash = '#all'; });
    text = await shown(tab);
    verdict.check(text, page.name, 'no text');
    await tab.evaluate(() => {
      document.querySelectorAll('style, link[rel~=stylesheet]').forEach((element) => element.remove());
      document.querySelectorAll('[style]').forEach((element) => element.removeAttribute('style'));
    });
    same(await shown(tab), text, page, 'style');
  });
  const whole = isEdition(page) ? `${url}#all` : url;
  await open(page, whole, { ...PHONE, javaScriptEnabled: false }, async (tab) => same(await shown(tab), text, page, 'script'));
  await open(page, url, ZOOMED, (tab) => fits(tab, page, '400 % zoom'));
  for (const javaScriptEnabled of [true, false]) await offers(page, url, server, javaScriptEnabled);
}

/** Images that are offered: nothing is fetched until a reader opens one, and then it alone, with scripting and without. */
async function offers(page, url, server, javaScriptEnabled) {
  const offered = nodes(page.tree).filter((node) => node.tagName === 'details' && elements(node, 'object').length);
  if (!offered.length) return;
  const how = javaScriptEnabled ? 'with scripting' : 'without scripting';
  await open(page, url, { ...PHONE, javaScriptEnabled }, async (tab) => {
    await tab.waitForLoadState('networkidle');
    const summaries = tab.locator('details:has(> object) > summary');
    verdict.check((await summaries.count()) === offered.length, page.name, `${await summaries.count()} images are offered`);
    for (const [number, details] of offered.entries()) {
      const before = server.log().length;
      await summaries.nth(number).click();
      await tab.waitForLoadState('networkidle');
      await tab.waitForTimeout(300);
      const asked = server.log().slice(before);
      const wanted = attr(elements(details, 'object')[0], 'data').split('/').pop();
      const good = asked.length === 1 && asked[0].includes(wanted);
      verdict.check(good, page.name, `${how}, opening ${wanted} asks for: ${asked.join(' | ') || 'nothing'}`);
    }
  });
}

// Case and space belong to the style, the letters do not.
async function shown(tab) {
  return plain(await tab.evaluate(() => document.body.innerText)).replace(/\s/g, '').toLowerCase();
}

function same(now, before, page, without) {
  let at = 0;
  while (at < now.length && now[at] === before[at]) at++;
  const told = `…${before.slice(at, at + 40)}… became …${now.slice(at, at + 40)}…`;
  verdict.check(now === before, page.name, `another text without ${without}: ${told}`);
}

async function fits(tab, page, how) {
  const wide = await tab.evaluate(tooWide);
  verdict.check(!wide.length, page.name, `wider than the window at ${how}: ${wide.join(' | ')}`);
}

/** What sticks out sideways and is not inside a box with its own scrolling; clipped text is lost, so it counts too. */
function tooWide() {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  const found = scrollWidth > clientWidth ? [`the page has ${scrollWidth} px`] : [];
  const start = getComputedStyle(document.documentElement).direction === 'ltr' ? Infinity : 1;
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (!box.width || (box.right <= clientWidth + 1 && box.left >= -start)) continue;
    let outer = element;
    while (outer && !/auto|scroll/.test(getComputedStyle(outer).overflowX)) outer = outer.parentElement;
    if (!outer) found.push(`${element.tagName.toLowerCase()} reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  return found.slice(0, 5);
}

/** Letters, digits, counters and attributes that ::before and ::after would show. */
function generatedWords() {
  return [...document.querySelectorAll('body *')].flatMap((element) =>
    ['::before', '::after']
      .map((part) => getComputedStyle(element, part).content)
      .filter((content) => /["'][^"']*[\p{L}\p{N}]|attr\(|counter/u.test(content))
      .map((content) => `${element.tagName.toLowerCase()} ${content}`),
  );
}

/** An old address: the reader arrives at a page of the site, in two requests, without a word in the console. */
async function leadsOn(page, root) {
  const meta = elements(page.tree, 'meta').find((m) => /refresh/i.test(attr(m, 'http-equiv') ?? ''));
  const goal = new URL(attr(meta, 'content').replace(/^[^=]*=\s*/, ''), root + page.address).href;
  await open(page, root + page.address, PHONE, async (tab) => {
    await tab.waitForURL(goal, { timeout: 5000 }).catch(() => {});
    await tab.waitForLoadState('networkidle');
    verdict.check(tab.url() === goal, page.name, `leads to ${tab.url()}, not to ${goal}`);
    verdict.check((await ask(goal)).status === 200, page.name, `leads to ${goal}, which is not there`);
  });
}

/** The bytes that `build` promised for each page: the first number after the page's name in its table. */
function reported(file, pages) {
  const sizes = new Map();
  for (const line of fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : []) {
    const [, name, bytes] = line.match(/^\W*?(\/?[^\s:]*)\s+(\d[\d,]*)\b/) ?? [];
    const page = pages.find((p) => name && [p.file, p.address, `/${p.address}`, `/${p.file}`].includes(name));
    if (page) sizes.set(page.file, Number(bytes.replaceAll(',', '')));
  }
  return sizes;
}

/** Ready-made brotli where the build made some, else gzip; and as many bytes as the build's report says. */
async function travels(pages, root, sizes) {
  const ready = pages.some((page) => fs.existsSync(path.join(page.dir, `${page.file}.br`)));
  const wanted = ready ? 'br' : 'gzip';
  for (const page of pages) {
    const { headers, body } = await ask(root + page.address, { 'accept-encoding': 'gzip, deflate, br' });
    const encoding = headers['content-encoding'];
    seen[wanted]++;
    verdict.check(encoding === wanted, page.name, `is sent as ${encoding}, not ${wanted}`);
    if (encoding !== wanted) continue;
    const unpacked = ready ? zlib.brotliDecompressSync(body) : zlib.gunzipSync(body);
    verdict.check(unpacked.equals(page.html), page.name, 'what travels is not the page');
    const file = path.join(page.dir, `${page.file}.br`);
    if (ready) verdict.check(body.equals(fs.readFileSync(file)), page.name, 'the body is not the .br file');
    if (isMissingPage(page) || page.leadsOn) continue;
    // nginx fits the tables of zlib to the length of a page: one in hundreds differs by a byte or two from gzip elsewhere.
    const differs = Math.abs(sizes.get(page.file) - body.length);
    verdict.check(differs <= (ready ? 0 : body.length / 1000), page.name, `${body.length} bytes travel, the report says ${sizes.get(page.file)}`);
  }
}

/** Every address in every page: the scheme is one of ours, what is inside is there at once, and so is its fragment. */
async function crawl(pages, root) {
  const ids = new Map(pages.map((page) => [page.address, new Set(nodes(page.tree).flatMap((n) => attr(n, 'id') ?? []))]));
  const answers = new Map();
  for (const page of pages) {
    const found = await ask(root + page.address);
    verdict.check(found.status === 200 && found.body.equals(page.html), page.name, `answered with ${found.status} at ${root}`);
    for (const node of nodes(page.tree)) {
      const sets = attr(node, 'srcset')?.split(',').map((part) => part.trim().split(/\s+/)[0]) ?? [];
      for (const address of [attr(node, 'href'), attr(node, 'src'), ...sets]) {
        if (address !== undefined) await link(page, node, address, root, ids, answers);
      }
    }
  }
}

async function link(page, node, address, root, ids, answers) {
  seen.links++;
  const url = new URL(address, root + page.address);
  const place = `<${node.tagName}> to ${address}`;
  const schemes = node.tagName === 'a' ? ['http:', 'https:', 'mailto:', 'tel:', 'sms:'] : ['http:', 'https:', 'data:'];
  if (!verdict.check(schemes.includes(url.protocol), page.name, `${place}: scheme ${url.protocol}`)) return;
  if (url.origin !== new URL(root).origin) return;
  const fragment = decodeURIComponent(url.hash.slice(1));
  url.hash = '';
  if (!answers.has(url.href)) answers.set(url.href, (await ask(url.href)).status);
  const status = answers.get(url.href);
  // A redirection would be a second round trip, so it does not count as an answer.
  if (!verdict.check(status === 200 && url.href.startsWith(root), page.name, `${place}: ${url.pathname} answers ${status}`)) return;
  // In a file that is not a page, a fragment means what its own format says: `#rows` of a table has no element.
  if (!fragment || !/(\/|\.html)$/.test(url.pathname)) return;
  const inside = ids.get(decodeURI(url.href.slice(root.length)).replace(/(^|\/)index\.html$/, '$1'));
  verdict.check(inside?.has(fragment), page.name, `${place}: no id ${fragment} there`);
}

/** An address that no page has gets the 404 page, however deep it is. */
async function missing(pages, root) {
  const page = pages.find((p) => p.file === '404.html');
  if (!page) return;
  const { status, body } = await ask(`${root}no/such/page/`);
  verdict.check(status === 404 && body.equals(page.html), page.name, `is not what a missing address gets (${status})`);
  for (const node of elements(page.tree, 'a', 'link')) {
    const address = attr(node, 'href') ?? '';
    verdict.check(/^([a-z]+:|\/|#)/.test(address), page.name, `a relative link breaks at a deep address: ${address}`);
  }
}
