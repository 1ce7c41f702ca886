// What the project's own site may weigh, in brotli 11: the frame around a page's words, the session page, and every page
// as its host sends it. Prints the figures.   node budgets.mjs DIR…

import zlib from 'node:zlib';
import { Verdict, ask, elements, folders, nginx, pagesOf, textOf } from './lib.mjs';

const EDITION = 30; // brotli of the line in the foot that leads to all pages in one file and says what it costs
const FRAME = 800 + EDITION; // brotli of the page less brotli of its words, navigation counted as words; a lead and a masthead are part of it
const CHART = 600; // more, for each drawn figure
const SESSION = { file: 'session/index.html', most: 1450 + EDITION };
const SENT = 8500; // by nginx; below this the whole body arrives in one round trip

const { constants: z } = zlib;
const brotli = (bytes) => {
  const params = { [z.BROTLI_PARAM_QUALITY]: 11, [z.BROTLI_PARAM_LGWIN]: 22, [z.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return zlib.brotliCompressSync(bytes, { params }).length;
};

const verdict = new Verdict();
const row = (...cells) => console.log(cells.map((cell, i) => (i ? String(cell).padStart(8) : cell.padEnd(32))).join(''));
row('page', 'raw', 'sent', 'brotli', 'words', 'frame', 'allowed');
for (const dir of folders()) {
  const pages = pagesOf(dir);
  const server = await nginx(dir, '/');
  for (const page of pages) {
    const words = brotli(Buffer.from(textOf(page.tree, { tags: true })));
    const whole = brotli(page.html);
    const sent = (await ask(`${server.origin}/${page.address}`, { 'accept-encoding': 'gzip, deflate, br' })).body.length;
    const charts = elements(page.tree, 'figure').filter((figure) => elements(figure, 'svg').length).length;
    const allowed = FRAME + CHART * charts;
    row(page.file, page.html.length, sent, whole, words, whole - words, allowed);
    verdict.check(whole - words <= allowed, page.name, `the frame takes ${whole - words} bytes, ${allowed} are allowed`);
    verdict.check(sent < SENT, page.name, `${sent} bytes as sent, under ${SENT} are allowed`);
    if (page.file === SESSION.file) verdict.check(whole <= SESSION.most, page.name, `${whole} bytes, ${SESSION.most} are allowed`);
  }
  server.close();
  verdict.check(pages.some((page) => page.file === SESSION.file), dir, `no ${SESSION.file}`);
}
verdict.end();
