// The preview as an editor meets it: `serve` on a copy of the project's site, its files edited, and a Chromium that nobody
// touches in between.   node preview.mjs PROGRAM [--to=FOLDER]

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import axe from 'axe-core';
import { Verdict, ask, launch, pagesOf, plain, scratch } from './lib.mjs';

const program = path.resolve(process.argv[2] ?? (console.error('usage: node preview.mjs PROGRAM'), process.exit(2)));
const to = process.argv.find((word) => word.startsWith('--to='))?.slice(5) ?? 'target/screenshots';
const SIZES = { phone: { width: 320, height: 640 }, middle: { width: 800, height: 700 }, desktop: { width: 1400, height: 800 } };
const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'light', forcedColors: 'active' },
};
// Longer than a busy machine takes; what happened is seen within milliseconds.
const PATIENCE = 15000;

const verdict = new Verdict();
const home = scratch();
const site = path.join(home, 'site');
for (const folder of ['content', 'themes']) fs.cpSync(folder, path.join(site, folder), { recursive: true });
const file = (name) => path.join(site, name);
const read = (name) => fs.readFileSync(file(name), 'utf8');
const write = (name, text) => fs.writeFileSync(file(name), text);
const SESSION = 'content/en/session.md';
const STYLE = 'themes/plain/style.css';
fs.mkdirSync(to, { recursive: true });

const server = await serve();
const browser = await launch();
const context = await browser.newContext({ viewport: SIZES.desktop });
const thrown = [];
context.on('weberror', (error) => thrown.push(error.error().message));

const times = {};
await figures();
await edited();
await styled();
await broken();
await partly();
await over();
await unseen();
await missing();
await covered();
await keyboard();
await accessible();
await abroad();
await exact();
await restarted();
verdict.check(!thrown.length, 'script', `threw ${thrown.join(' | ')}`);
await browser.close();
verdict.end(Object.entries(times).map(([what, ms]) => `${what} after ${ms} ms`).join(', '));
process.exit();

// ---- The server and the browser -------------------------------------------------------------------------------------

async function serve(...options) {
  const child = spawn(program, ['serve', '--site', site, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  process.on('exit', () => child.kill());
  let said = '';
  const url = await new Promise((done, fail) => {
    child.stderr.on('data', (data) => (said += data));
    child.stdout.on('data', (data) => {
      said += data;
      const [found] = said.match(/http:\/\/127\.0\.0\.1:\d+\//) ?? [];
      if (found) done(found);
    });
    child.on('exit', (code) => fail(new Error(`serve ended with ${code}: ${said}`)));
  });
  const close = () => new Promise((done) => child.removeAllListeners('exit').on('exit', done).kill('SIGINT'));
  return { url, close };
}

async function open(address, options = {}) {
  const tab = await context.newPage();
  if (options.viewport) await tab.setViewportSize(options.viewport);
  await tab.goto(server.url + address);
  await known(tab);
  return tab;
}

/** Waits until something holds in the page; says so where it never does. */
async function until(tab, where, what, condition, argument) {
  const start = Date.now();
  const good = await tab.waitForFunction(condition, argument, { timeout: PATIENCE }).then(() => true, () => false);
  verdict.check(good, where, what);
  return Date.now() - start;
}

function known(tab) {
  const isKnown = () => /\d byte/.test(document.querySelector('firstflight-preview')?.shadowRoot.querySelector('summary').innerText);
  return until(tab, tab.url(), 'the panel shows no weight', isKnown);
}

function isShown(tab, where, what) {
  return until(tab, where, what, () => document.querySelector('firstflight-preview')?.shadowRoot.querySelector('dialog').open);
}

function isGone(tab, where, what) {
  return until(tab, where, what, () => document.querySelector('firstflight-preview')?.shadowRoot.querySelector('dialog').open === false);
}

function panel(tab) {
  return tab.locator('firstflight-preview');
}

function dialog(tab) {
  return panel(tab).locator('dialog');
}

/** The words of a drawn finding, without what draws it. */
function words(text) {
  return plain(text).split(' ').filter((word) => !/^(\||-->|=)$/.test(word));
}

// ---- What it says ---------------------------------------------------------------------------------------------------

/** The panel of every page has the figures of the build's table, and nothing of the preview is in what is built. */
async function figures() {
  const out = path.join(home, 'built');
  const build = spawnSync(program, ['build', '--site', site, '--out', out], { encoding: 'utf8' });
  const rows = (build.stdout + build.stderr).split('\n').map((line) => line.trim().split(/\s{2,}/)).filter(([name]) => name.startsWith('/'));
  verdict.check(rows.length > 4, 'build', `shows ${rows.length} pages in its table`);
  for (const page of pagesOf(out)) verdict.check(!page.html.includes('_firstflight'), page.name, 'holds something of the preview');
  for (const [name, sent, requests, trips, ...rest] of rows) {
    if (name.includes('…') || name === '/404.html') continue;
    const tab = await open(name.slice(1));
    await panel(tab).locator('summary').click();
    const tables = await panel(tab).locator('table').evaluateAll((all) => all.map((table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText))));
    const [own, links, parts] = tables;
    const figure = (start) => own.find(([label]) => label.startsWith(start))?.[1];
    const shown = [figure('bytes as sent'), figure('requests'), figure('round trips'), ...links.map(([, first]) => first), parts[0].join(' ')];
    verdict.check(shown.join() === [sent, requests, trips, ...rest].join(), name, `the panel says ${shown}, the table ${[sent, requests, trips, ...rest]}`);
    await panel(tab).locator('summary').click();
    await tab.close();
  }
  const overview = await context.newPage();
  await overview.goto(`${server.url}_firstflight/`);
  const shown = await overview.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)));
  for (const row of rows.filter(([name]) => !name.includes('…'))) {
    verdict.check(shown.some((other) => other.join() === row.join()), row[0], `the overview has no row ${row}`);
  }
  await overview.close();
}

/** A change is seen by itself; the page stays where it was scrolled to, and the panel open. */
async function edited() {
  const before = read(SESSION);
  const tab = await open('session/');
  await panel(tab).locator('summary').click();
  await tab.evaluate(() => scrollTo(0, 240));
  write(SESSION, before.replace('This webinar will', 'This edited webinar will'));
  times.edit = await until(tab, 'session', 'an edit is not seen', () => document.body.innerText.includes('This edited webinar'));
  await known(tab);
  verdict.check((await tab.evaluate(() => scrollY)) === 240, 'session', 'an edit scrolls the page');
  verdict.check(await panel(tab).locator('details').evaluate((box) => box.open), 'session', 'an edit closes the panel');
  const change = await panel(tab).locator('tr', { hasText: 'since the last save' }).innerText().catch(() => '');
  verdict.check(/\+\d+ bytes?$/.test(change.trim()), 'session', `the panel does not say by how much it grew: ${change}`);
  write(SESSION, before);
  await until(tab, 'session', 'an edit undone is not seen', () => !document.body.innerText.includes('This edited webinar'));
  await tab.close();
}

/** New style is put into the page as it is: nothing is loaded again, nothing moves. */
async function styled() {
  const before = read(STYLE);
  const tab = await open('session/');
  const link = tab.locator('nav a').nth(2);
  await link.focus();
  await tab.evaluate(() => {
    window.isSame = true;
    scrollTo(0, 200);
  });
  const spacing = await tab.evaluate(() => getComputedStyle(document.querySelector('h1')).letterSpacing);
  write(STYLE, `${before}\nh1{letter-spacing:3px}\n`);
  times.style = await until(tab, 'style', 'new style is not seen', () => getComputedStyle(document.querySelector('h1')).letterSpacing === '3px');
  const now = await tab.evaluate(() => [window.isSame, scrollY, document.activeElement === document.querySelectorAll('nav a')[2]]);
  verdict.check(now.join() === 'true,200,true', 'style', `page, scroll and focus do not stay: ${now}`);
  const [said] = await tab.locator('footer').innerText().then((text) => text.match(/\d+\.\d(?=\s+KB)/));
  const answer = await ask(`${server.url}session/`);
  verdict.check(answer.body.includes(said), 'style', `the footer says ${said}, which the page as sent does not`);
  write(STYLE, before);
  await until(tab, 'style', 'style undone is not seen', (was) => getComputedStyle(document.querySelector('h1')).letterSpacing === was, spacing);
  verdict.check(await tab.evaluate(() => window.isSame), 'style', 'undoing a style edit reloads the page');
  await tab.close();
}

/** A mistake is said over the last good page in the words of the terminal, and goes with its cause. */
async function broken() {
  const before = read(SESSION);
  const tab = await open('session/');
  const text = await tab.locator('main').innerText();
  await tab.locator('nav a').first().focus();
  write(SESSION, before.replace('order: 1', 'ordr: [1'));
  times.mistake = await isShown(tab, 'mistake', 'a mistake is not said');
  const check = spawnSync(program, ['check', '--site', site], { encoding: 'utf8' });
  const terminal = (check.stdout + check.stderr).match(/^error\[[^]*?(?=\n\n)/m)?.[0] ?? 'nothing';
  const shown = words(await dialog(tab).innerText()).join(' ');
  verdict.check(shown.includes(words(terminal).join(' ')), 'mistake', `the terminal says ${terminal}; the page says ${shown}`);
  verdict.check(shown.includes('last good version of this page'), 'mistake', 'does not say what is shown');
  verdict.check((await tab.locator('main').innerText()) === text, 'mistake', 'the last good page is not shown beneath');
  const inDialog = () => tab.evaluate(() => document.querySelector('firstflight-preview').shadowRoot.activeElement?.closest('dialog') instanceof HTMLElement);
  verdict.check(await inDialog(), 'mistake', 'the focus is not in the dialog');
  await pictures(tab, 'overlay');

  await tab.keyboard.press('Escape');
  await isGone(tab, 'mistake', 'Escape does not close the dialog');
  verdict.check(await tab.evaluate(() => document.activeElement === document.querySelector('nav a')), 'mistake', 'the focus does not return');
  verdict.check(/1 error/.test(await panel(tab).locator('summary').innerText()), 'mistake', 'the panel counts no error');
  await panel(tab).locator('summary').click();
  await panel(tab).getByRole('button', { name: 'Show the errors' }).click();
  await isShown(tab, 'mistake', 'the errors do not come back when asked for');
  await dialog(tab).getByRole('button', { name: 'Close' }).click();
  await isGone(tab, 'mistake', 'the button does not close the dialog');
  await panel(tab).locator('summary').click();
  await tab.reload();
  await until(tab, 'mistake', 'the panel forgets the error', () => /1 error/.test(document.querySelector('firstflight-preview')?.shadowRoot.querySelector('summary').innerText));
  verdict.check(!(await dialog(tab).evaluate((box) => box.open)), 'mistake', 'what was closed comes back');

  write(SESSION, before.replace('order: 1', 'ordr: {1'));
  await isShown(tab, 'mistake', 'another mistake is not said');
  write(SESSION, before);
  times.fixed = await isGone(tab, 'mistake', 'it stays when fixed');
  await until(tab, 'mistake', 'the panel still counts it', () => !/error/.test(document.querySelector('firstflight-preview').shadowRoot.querySelector('summary').innerText));
  await tab.close();
}

/** Each page says whether it is as old as its mistake; a mistake that was closed stays so while its page is written. */
async function partly() {
  const before = read(SESSION);
  const tab = await open('session/');
  const other = await open('');
  const wrong = before.replace('This webinar will', 'This [webinar](webinr.md) will');
  write(SESSION, wrong);
  await isShown(tab, 'partly', 'a mistake is not said');
  await isShown(other, 'partly', 'a mistake is not said on another page');
  const [own, others] = [await dialog(tab).innerText(), await dialog(other).innerText()];
  verdict.check(own.includes('Below is the last good version of this page.'), 'partly', `the page says ${own}`);
  verdict.check(others.includes('This page shows your changes.'), 'partly', `another page says ${others}`);
  await tab.keyboard.press('Escape');
  await isGone(tab, 'partly', 'Escape does not close the dialog');
  write(SESSION, wrong.replace('order: 1', 'order: 1\ndate: 2026-01-02'));
  await until(other, 'partly', 'the line of the mistake stays', () => /session\.md:\d+:\d+/.test(document.querySelector('firstflight-preview').shadowRoot.querySelector('.place').innerText));
  verdict.check(!(await dialog(tab).evaluate((box) => box.open)), 'partly', 'a mistake that was closed comes back on another line');
  write(SESSION, before);
  await isGone(other, 'partly', 'it stays when fixed');
  await other.close();
  await tab.close();
}

/** A page over its budget is red in words, too; a warning covers nothing. */
async function over() {
  const before = read('content/site.yaml');
  const tab = await open('session/');
  write('content/site.yaml', before.replace('page: 8500', 'page: 1700').replace('findings: {', 'findings: { over-budget: warning, large-edition: off,'));
  await until(tab, 'budget', 'a page over budget is not marked', () => document.querySelector('firstflight-preview').shadowRoot.querySelector('summary .error')?.innerText === 'over budget');
  verdict.check(/\d warnings?$/.test((await panel(tab).locator('summary').innerText()).trim()), 'budget', 'the panel counts no warning');
  await panel(tab).locator('summary').click();
  const said = await panel(tab).locator('aside').innerText();
  verdict.check(/\d+ bytes over budget/.test(said) && /warning\[over-budget\]/.test(said), 'budget', `the open panel says ${said}`);
  verdict.check(!(await dialog(tab).evaluate((box) => box.open)), 'budget', 'a warning covers the page');
  await clean(tab, 'panel over budget');
  await pictures(tab, 'panel-over', () => panel(tab).locator('details').evaluate((box) => box.scrollIntoView()));
  await panel(tab).locator('summary').click();
  write('content/site.yaml', before);
  await until(tab, 'budget', 'the mark stays', () => !document.querySelector('firstflight-preview').shadowRoot.querySelector('summary .error'));
  await tab.close();
}

/** A page that nobody sees holds no connection, and catches up when it is seen. */
async function unseen() {
  const before = read(SESSION);
  const tab = await open('session/');
  const turn = (isHidden) => tab.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { value: now, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
  await turn(true);
  const other = await open('');
  write(SESSION, before.replace('This webinar will', 'This unseen webinar will').replace('title: The session', 'title: The unseen session'));
  await until(other, 'unseen', 'the other page does not hear of it', () => /The unseen session/.test(document.querySelector('nav').innerText));
  const isOld = () => tab.evaluate(() => !document.body.innerText.includes('This unseen webinar'));
  verdict.check(await isOld(), 'unseen', 'a page that nobody sees is still connected');
  await turn(false);
  await until(tab, 'unseen', 'a page does not catch up', () => document.body.innerText.includes('This unseen webinar'));
  write(SESSION, before);
  await until(tab, 'unseen', 'an edit undone is not seen', () => !document.body.innerText.includes('This unseen webinar'));
  await other.close();
  await tab.close();
}

/** A page that is not there, comes, goes, and comes back. */
async function missing() {
  const page = 'content/en/extra.md';
  const tab = await open('extra/');
  const shows = (title, what) => until(tab, 'extra', what, (wanted) => (document.querySelector('h1').innerText === 'An extra page') === wanted, title);
  await shows(false, 'is there before it was written');
  for (const round of ['first', 'second']) {
    write(page, '---\ntitle: An extra page\ndescription: It comes and goes.\n---\nWords.\n');
    await shows(true, `does not come by itself, ${round} time`);
    fs.rmSync(file(page));
    await shows(false, `does not go by itself, ${round} time`);
  }
  await tab.close();
}

// ---- How it stands on the page --------------------------------------------------------------------------------------

/** The panel covers no word, closed or open, wherever the page is scrolled. */
async function covered() {
  for (const address of ['session/', 'digital-divide/', 'sources/', '']) {
    const tab = await open(address);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await tab.setViewportSize(viewport);
      for (const how of ['closed', 'open']) {
        await tab.waitForTimeout(100); // resizing is heard in the next frame
        const where = `${address || 'home'} ${size} ${how}`;
        const { seen, hidden } = await tab.evaluate(wordsUnderThePanel);
        verdict.check(seen > 20, where, `only ${seen} lines of text were looked at`);
        verdict.check(!hidden.length, where, `the panel covers ${hidden.join(' | ')}`);
        const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        verdict.check(wide <= 0, where, `the page is ${wide} px too wide`);
        await panel(tab).locator('summary').click();
      }
    }
    if (address === 'session/') await pictures(tab, 'panel-closed');
    await panel(tab).locator('summary').click();
    if (address === 'session/') await pictures(tab, 'panel-open', () => panel(tab).locator('details').evaluate((box) => box.scrollIntoView()));
    await panel(tab).locator('summary').click();
    await tab.close();
  }
}

function wordsUnderThePanel() {
  const hidden = new Set();
  let seen = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const start = scrollY;
  for (let top = 0; top <= document.documentElement.scrollHeight; top += innerHeight / 3) {
    scrollTo({ top, behavior: 'instant' });
    texts.currentNode = document.body;
    while (texts.nextNode()) {
      if (!texts.currentNode.data.trim()) continue;
      range.selectNodeContents(texts.currentNode);
      for (const { left, right, top: above, bottom } of range.getClientRects()) {
        const points = [left + 1, (left + right) / 2, right - 1].flatMap((x) => [above + 1, bottom - 1].map((y) => [x, y]));
        seen++;
        if (points.some(([x, y]) => document.elementFromPoint(x, y)?.localName === 'firstflight-preview')) hidden.add(texts.currentNode.data.slice(0, 40));
      }
    }
  }
  scrollTo({ top: start, behavior: 'instant' });
  return { seen, hidden: [...hidden] };
}

/** The panel is the last stop of the tabulator, can be opened there, and does not hold it. */
async function keyboard() {
  const tab = await open('session/');
  const stops = [];
  for (let presses = 0; presses < 60; presses++) {
    await tab.keyboard.press('Tab');
    const stop = await tab.evaluate(() => {
      const inner = document.activeElement?.shadowRoot?.activeElement;
      return inner ? `preview ${inner.localName}` : document.activeElement === document.body ? 'none' : 'page';
    });
    if (stop === 'none' || (stops.includes('preview summary') && stop === 'page')) break;
    stops.push(stop);
    if (stop === 'preview summary' && stops.filter((one) => one === stop).length === 1) {
      const outline = await panel(tab).locator('summary').evaluate((box) => getComputedStyle(box).outlineStyle);
      verdict.check(outline !== 'none', 'keyboard', 'the focus is not to be seen');
      await tab.keyboard.press('Enter');
    }
  }
  const first = stops.indexOf('preview summary');
  verdict.check(first > 3 && !stops.slice(first).includes('page'), 'keyboard', `the panel is not the last stop: ${stops}`);
  verdict.check(stops.slice(first).includes('preview a'), 'keyboard', `what is in the open panel is not reached: ${stops}`);
  verdict.check(stops.length < 60, 'keyboard', 'the panel holds the focus');
  await panel(tab).locator('summary').click();
  await tab.close();
}

async function accessible() {
  const before = read(SESSION);
  const tab = await open('session/');
  const overview = await context.newPage();
  await overview.goto(`${server.url}_firstflight/`);
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const [look, emulated] of Object.entries(LOOKS)) {
      for (const [name, one] of [['closed panel', tab], ['open panel', tab], ['overview', overview]]) {
        if (one === tab) await panel(tab).locator('details').evaluate((box, isOpen) => (box.open = isOpen), name === 'open panel');
        await one.setViewportSize(viewport);
        await one.emulateMedia(emulated);
        await clean(one, `${name} ${size} ${look}`);
      }
    }
  }
  write(SESSION, before.replace('order: 1', 'ordr: [1'));
  await isShown(tab, 'axe', 'a mistake is not said');
  await overview.waitForFunction(() => /invalid-yaml|error/.test(document.body.innerText), null, { timeout: PATIENCE }).catch(() => {});
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const [look, emulated] of Object.entries(LOOKS)) {
      for (const [name, one] of [['overlay', tab], ['overview with errors', overview]]) {
        await one.setViewportSize(viewport);
        await one.emulateMedia(emulated);
        await clean(one, `${name} ${size} ${look}`, one === tab ? { fromShadowDom: ['firstflight-preview', 'dialog'] } : undefined);
      }
    }
  }
  verdict.check(/error\[/.test(await overview.locator('main').innerText()), 'overview', 'does not show the error by itself');
  const wide = await overview.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  verdict.check(wide <= 0, 'overview', `is ${wide} px too wide`);
  // A tab that has had forced colours keeps some of them on its pictures.
  const fresh = await context.newPage();
  await fresh.goto(`${server.url}_firstflight/`);
  await pictures(fresh, 'overview');
  await fresh.close();
  write(SESSION, before);
  await isGone(tab, 'axe', 'the mistake stays when fixed');
  await tab.close();
  await overview.close();
}

/** `part` is what of the page is judged; what lies under the overlay is not to be read anyway. */
async function clean(tab, where, part) {
  verdict.checks++;
  await tab.evaluate(axe.source);
  const { violations, incomplete } = await tab.evaluate((only) => axe.run(only ?? document, { rules: { 'target-size': { enabled: true } } }), part);
  for (const rule of [...violations, ...incomplete.filter(({ id }) => id.startsWith('color-contrast'))]) {
    verdict.faults.push(`${where}: ${rule.id}: ${rule.help}: ${rule.nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n').slice(1).join(';').trim()})`).join(' | ')}`);
  }
}

async function pictures(tab, name, before = async () => {}) {
  const size = tab.viewportSize();
  for (const [at, viewport] of [['phone', SIZES.phone], ['desktop', SIZES.desktop]]) {
    for (const colorScheme of ['light', 'dark']) {
      await tab.setViewportSize(viewport);
      await tab.emulateMedia({ colorScheme });
      await tab.waitForTimeout(100);
      await before();
      await tab.screenshot({ path: path.join(to, `preview-${name}-${at}-${colorScheme}.png`) });
    }
  }
  await tab.emulateMedia({ colorScheme: 'light' });
  await tab.setViewportSize(size);
}

// ---- Whom it answers ------------------------------------------------------------------------------------------------

/** A page of another site gets nothing, whatever it tries. */
async function abroad() {
  const other = http.createServer((request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>x</title>'));
  await new Promise((done) => other.listen(0, '127.0.0.1', done));
  const tab = await browser.newPage();
  const answers = [];
  tab.on('response', (response) => response.url().startsWith(server.url) && answers.push(response.status()));
  for (const host of ['127.0.0.1', 'localhost']) {
    await tab.goto(`http://${host}:${other.address().port}/`);
    for (const address of ['session/', '_firstflight/', '_firstflight/preview.js', '_firstflight/page?path=%2F', '_firstflight/events?page=%2F&tag=']) {
      const got = await tab.evaluate(attempts, server.url + address);
      verdict.check(!got.length, 'another site', `gets ${address} by ${got}`);
      for (const frame of tab.frames().slice(1)) {
        const inside = await frame.evaluate(() => document.documentElement.outerHTML).catch(() => '');
        verdict.check(!/Connect2Recover|_firstflight/.test(inside), 'another site', `has ${address} in a frame: ${inside.slice(0, 200)}`);
      }
    }
  }
  verdict.check(answers.length >= 10 && answers.every((status) => status === 403), 'another site', `is answered with ${answers}`);
  await tab.close();
  other.close();
}

async function attempts(url) {
  const loaded = (name, attribute) => new Promise((done) => {
    const element = document.createElement(name);
    element.onload = () => done(name);
    element.onerror = () => done(null);
    if (name === 'link') element.rel = 'stylesheet';
    element[attribute] = url;
    document.head.append(element);
  });
  const fetched = (options) => fetch(url, options).then(() => `fetch ${JSON.stringify(options)}`, () => null);
  const streamed = new Promise((done) => {
    const stream = new EventSource(url);
    stream.onopen = () => done('event stream');
    stream.onerror = () => stream.close() ?? done(null);
  });
  const framed = new Promise((done) => {
    const frame = document.createElement('iframe');
    // Also of what is refused; its content is checked from outside.
    frame.onload = () => done(null);
    frame.src = url;
    document.body.append(frame);
  });
  const all = [loaded('script', 'src'), loaded('img', 'src'), loaded('link', 'href'), streamed, framed,
    fetched({}), fetched({ mode: 'no-cors' }), fetched({ mode: 'no-cors', credentials: 'include' })];
  return (await Promise.all(all)).filter(Boolean);
}

/** Without the snippet, what is served is byte for byte what is built. */
async function exact() {
  const out = path.join(home, 'exact');
  spawnSync(program, ['build', '--site', site, '--out', out]);
  const plainServer = await serve('--exact');
  for (const page of pagesOf(out)) {
    const { body } = await ask(plainServer.url + encodeURI(page.address));
    verdict.check(body.equals(page.html), page.name, '--exact serves something else than is built');
  }
  await plainServer.close();
  for (const page of pagesOf(out)) {
    const { body } = await ask(server.url + encodeURI(page.address));
    verdict.check(body.subarray(0, page.html.length).equals(page.html), page.name, 'the preview changes more than the end');
    verdict.check(/^<script [^>]*><\/script>\s*$/.test(body.subarray(page.html.length).toString()), page.name, 'ends in something else than one script');
  }
}

/** A server that was stopped and started again at its port finds its pages again. */
async function restarted() {
  const before = read(SESSION);
  const tab = await open('session/');
  await server.close();
  await until(tab, 'restart', 'a page does not say that it is alone', () => /No connection/.test(document.querySelector('firstflight-preview').shadowRoot.querySelector('summary').innerText));
  write(SESSION, before.replace('This webinar will', 'This restarted webinar will'));
  const child = spawn(program, ['serve', '--site', site, '--port', new URL(server.url).port], { stdio: 'ignore' });
  process.on('exit', () => child.kill());
  times.restart = await until(tab, 'restart', 'a page does not come back after a restart', () => document.body.innerText.includes('This restarted webinar'));
  child.kill();
  await tab.close();
}
