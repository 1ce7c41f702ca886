// Pages that are read from right to left are the mirror of pages that are read from left to right: each of them in Chromium, on a
// phone and on a desktop, with every element at x, and its twin with the same element at width - x - its own width.
//   node mirror.mjs DIR…
//
// The twin is the page itself, turned round by its `dir`. In both, each letter and digit of the text is replaced by a sign without
// a direction of its own, so that the order of words and links within a line is that of the page as well. Three things are not
// mirrored, and nor is what is in them: code and addresses, which have a `dir`; pictures; and what is written in drawings. The
// drawing around such writing is compared with that of the same page in a language read from left to right.

import { Verdict, attr, elements, folders, isEdition, launch, pagesOf, serve } from './lib.mjs';

const SIZES = [320, 1280];
// Chromium places text in steps of 1/64 pixel.
const SLACK = 1;

const verdict = new Verdict();
const browser = await launch();
const seen = { pages: 0, boxes: 0, drawings: 0 };

for (const dir of folders()) {
  const pages = pagesOf(dir).filter((page) => !page.leadsOn);
  const mirrored = pages.filter(isMirrored);
  if (!mirrored.length) continue;
  const server = await serve(dir);
  for (const width of SIZES) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const tab = await context.newPage();
    for (const page of mirrored) {
      await compare(tab, page, server.origin, width);
      const twin = twinOf(page, pages);
      if (twin) await compareDrawings(tab, page, twin, server.origin, width);
    }
    await context.close();
  }
  seen.pages += mirrored.length;
  server.close();
}
await browser.close();
verdict.end(`${seen.pages} pages, ${seen.boxes} boxes, ${seen.drawings} drawings with text`);

function isMirrored(page) {
  return elements(page.tree, 'html').some((html) => attr(html, 'dir') === 'rtl');
}

/** The page at the same path in a language that is read from left to right, at the root of the site or in a folder beside it. */
function twinOf(page, pages) {
  const rest = page.file.replace(/^[^/]+\//, '');
  return pages.find((other) => !isMirrored(other) && (other.file === rest || other.file.replace(/^[^/]+\//, '') === rest));
}

function addressOf(page, origin) {
  return `${origin}/${page.address}${isEdition(page) ? '#all' : ''}`;
}

async function compare(tab, page, origin, width) {
  await tab.goto(addressOf(page, origin));
  await tab.evaluate(neutral);
  await tab.waitForLoadState('networkidle'); // pictures that are now in view
  const boxes = await tab.evaluate(boxesOf);
  await tab.evaluate(() => (document.documentElement.dir = 'ltr'));
  const twins = await tab.evaluate(boxesOf);
  const where = `${page.name} at ${width} px`;
  if (!verdict.check(boxes.length && boxes.length === twins.length, where, `${boxes.length} boxes, ${twins.length} in the twin`)) return;
  for (const [at, box] of boxes.entries()) {
    const twin = twins[at];
    const wanted = width - twin.x - twin.width;
    const good = near(box.x, wanted) && near(box.y, twin.y) && near(box.width, twin.width) && near(box.height, twin.height);
    verdict.check(good, where, `${box.name} is at ${shown(box)}, its twin at ${shown({ ...twin, x: wanted })}, mirrored`);
  }
  seen.boxes += boxes.length;
}

function near(a, b) {
  return Math.abs(a - b) <= SLACK;
}

function shown({ x, y, width, height }) {
  return `${Math.round(x)} ${Math.round(y)} (${Math.round(width)} × ${Math.round(height)})`;
}

/** Opens what is closed, and replaces what has a direction of its own by a sign that has none. */
function neutral() {
  document.querySelectorAll('details').forEach((details) => (details.open = true));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    // Marks that are not seen, and with which words have a direction, are of no width.
    text.data = text.data.replace(/[\u200e\u200f\u061c]/g, '').replace(/[\p{L}\p{M}\p{N}%+.,:/-]/gu, '•');
  }
}

/** The boxes of everything that is mirrored: of text that goes over several lines one for each. */
function boxesOf() {
  const within = '[dir], svg:has(text)';
  const boxes = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (element.parentElement.closest(within) && element.parentElement.closest(within) !== document.documentElement) continue;
    const name = `${element.localName}${element.getAttribute('class') ? `.${element.getAttribute('class')}` : ''} “${element.textContent.trim().slice(0, 20)}”`;
    const parts = [...element.getClientRects()].filter((box) => box.width && box.height);
    // In what order Chromium names the parts of a line depends on its direction.
    parts.sort((a, b) => a.y - b.y || a.width - b.width);
    for (const { x, y, width, height } of parts) boxes.push({ name, x: x + scrollX, y: y + scrollY, width, height });
  }
  return boxes;
}

/** Time runs from right to left, and so does what is written at its points; what is written does not. */
async function compareDrawings(tab, page, twin, origin, width) {
  await tab.goto(addressOf(page, origin));
  const drawings = await tab.evaluate(drawingsOf);
  await tab.goto(addressOf(twin, origin));
  const others = await tab.evaluate(drawingsOf);
  const where = `${page.name} at ${width} px`;
  if (!verdict.check(drawings.length === others.length, where, `${drawings.length} drawings, ${others.length} in ${twin.name}`)) return;
  for (const [at, drawing] of drawings.entries()) {
    const other = others[at];
    const points = drawing.points.every((x, point) => near(x, drawing.width - other.points[point]));
    verdict.check(points && drawing.points.length === other.points.length, where, `drawing ${at + 1}: lines are not mirrored`);
    for (const [number, text] of drawing.texts.entries()) {
      const good = near(text.at, drawing.width - other.texts[number].at);
      verdict.check(good, where, `drawing ${at + 1}: “${text.words}” is at ${text.at}, not mirrored`);
    }
    seen.drawings++;
  }
}

/** In drawings with text: points of their lines, and where the side of each text is that is at its point. */
function drawingsOf() {
  return [...document.querySelectorAll('svg')].filter((svg) => svg.querySelector(':scope > text')).map((svg) => {
    const frame = svg.getBoundingClientRect();
    const isRtl = getComputedStyle(svg).direction === 'rtl';
    const points = [...svg.querySelectorAll('path')].flatMap((path) => {
      const matrix = path.getScreenCTM();
      const length = path.getTotalLength();
      return [0, 0.25, 0.5, 0.75, 1].map((share) => path.getPointAtLength(share * length).matrixTransform(matrix).x - frame.x);
    });
    const texts = [...svg.querySelectorAll('text')].map((text) => {
      const { left, right, width } = text.getBoundingClientRect();
      const anchor = getComputedStyle(text).textAnchor;
      const isLeft = (anchor === 'start') !== isRtl;
      const at = anchor === 'middle' ? left + width / 2 : isLeft ? left : right;
      return { words: text.textContent, at: at - frame.x };
    });
    return { width: frame.width, points, texts };
  });
}
