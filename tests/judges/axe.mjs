// axe-core on every page, at a phone's width and a desk's, light, dark and in forced colours: no violation, and no
// contrast that axe could not decide.   node axe.mjs DIR…

import axe from 'axe-core';
import { Verdict, folders, launch, pagesOf, serve } from './lib.mjs';

const SIZES = { phone: { width: 320, height: 640 }, desktop: { width: 1280, height: 800 } };
const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'light', forcedColors: 'active' },
};

const verdict = new Verdict();
const browser = await launch();
let count = 0;
for (const dir of folders()) {
  const server = await serve(dir);
  const tab = await browser.newPage();
  for (const page of pagesOf(dir)) {
    count++;
    await tab.emulateMedia(LOOKS.light);
    await tab.goto(`${server.origin}/${page.address}`);
    await tab.evaluate(prepare);
    await tab.evaluate(axe.source);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await tab.setViewportSize(viewport);
      for (const [look, emulated] of Object.entries(LOOKS)) {
        await tab.emulateMedia(emulated);
        await judge(tab, `${page.name} ${size} ${look}`);
      }
    }
  }
  await tab.close();
  server.close();
}
await browser.close();
verdict.end(`${count} pages`);

/** Judges the contrast of the page on a screen that is so wide that no frame scrolls. */
async function contrastInSight(tab) {
  const size = tab.viewportSize();
  await tab.setViewportSize({ width: 4000, height: size.height });
  const undecided = await tab.evaluate(async () => {
    const wide = document.createElement('style');
    wide.textContent = 'body, body * { max-width: none !important }';
    document.head.append(wide);
    // The shadow at the edge of a frame that scrolls is a gradient, below which axe finds no colour. Nothing lies on it here.
    const frames = [...document.querySelectorAll('main *')].filter((frame) => {
      const { overflowX, backgroundImage } = getComputedStyle(frame);
      return overflowX === 'auto' && backgroundImage !== 'none';
    });
    for (const frame of frames) frame.style.setProperty('background', 'none', 'important');
    const { violations, incomplete } = await axe.run({ runOnly: ['color-contrast'] });
    wide.remove();
    for (const frame of frames) frame.style.removeProperty('background');
    // Axe does not know what is below a text of a drawing. Those that are hidden repeat a table beside them, in its colours.
    const isDrawn = (node) => document.querySelector(node.target.join(' '))?.closest('svg[aria-hidden=true]');
    for (const rule of incomplete) rule.nodes = rule.nodes.filter((node) => !isDrawn(node));
    return [...violations, ...incomplete.filter((rule) => rule.nodes.length > 0)];
  });
  await tab.setViewportSize(size);
  return undecided;
}

/** Shows axe what a reader sees: folded parts are part of the page, and a page without a background has the canvas's. */
function prepare() {
  document.querySelectorAll('details').forEach((box) => (box.open = true));
  const bare = [document.documentElement, document.body].every((e) => getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)');
  // Left to itself axe takes every canvas for white, in the dark too.
  if (bare) document.documentElement.style.backgroundColor = 'Canvas';
}

async function judge(tab, where) {
  verdict.checks++;
  const { violations, incomplete } = await tab.evaluate(() => axe.run({ rules: { 'target-size': { enabled: true } } }));
  let undecided = incomplete.filter((rule) => rule.id.startsWith('color-contrast'));
  // What is partly scrolled out of sight, axe decides only where all of it is in sight.
  if (undecided.length > 0) undecided = await contrastInSight(tab);
  for (const rule of [...violations, ...undecided]) {
    const nodes = rule.nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n').slice(1).join(';').trim()})`);
    verdict.faults.push(`${where}: ${rule.id}: ${rule.help}: ${nodes.join(' | ')}`);
  }
}
