// Pictures of every page for people to look at: phone and desktop, light and dark, the whole page; with --print also the
// printed page.   node screenshots.mjs DIR… [--to=FOLDER] [--print]

import fs from 'node:fs';
import path from 'node:path';
import { Verdict, folders, launch, pagesOf, serve } from './lib.mjs';

const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const to = process.argv.find((word) => word.startsWith('--to='))?.slice(5) ?? 'target/screenshots';

fs.rmSync(to, { recursive: true, force: true });
fs.mkdirSync(to, { recursive: true });
const verdict = new Verdict();
const browser = await launch();
for (const dir of folders()) {
  const server = await serve(dir);
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport, colorScheme });
      const tab = await context.newPage();
      for (const page of pagesOf(dir)) {
        await tab.goto(`${server.origin}/${page.address}`);
        const file = path.join(to, `${name(page)}-${size}-${colorScheme}.png`);
        await tab.screenshot({ path: file, fullPage: true });
        verdict.check(fs.statSync(file).size, page.name, 'no picture');
        if (process.argv.includes('--print') && size === 'desktop' && colorScheme === 'light') {
          await tab.pdf({ path: path.join(to, `${name(page)}.pdf`), format: 'A4' });
        }
      }
      await context.close();
    }
  }
  server.close();
}
await browser.close();
verdict.end(`pictures to look at in ${to}`);

function name(page) {
  return page.name.replace(/\/?index\.html$|\.html$/, '').replaceAll('/', '-');
}
