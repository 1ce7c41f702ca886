// Every sentence and every time of the source text stands in the built site, letter by letter; only the kind of space may
// differ.   node source.mjs DIR [--source=FILE]

import fs from 'node:fs';
import { Verdict, folders, pagesOf, plain, textOf } from './lib.mjs';

const option = process.argv.find((word) => word.startsWith('--source='))?.slice(9);
const source = option ?? new URL('../fixtures/session-description.txt', import.meta.url);
const sentences = fs.readFileSync(source, 'utf8')
  .split('\n')
  .flatMap((line) => plain(line).split(/(?<=[.?!]) (?=\p{Lu})/u))
  .filter(Boolean);

const verdict = new Verdict();
for (const dir of folders()) {
  const texts = pagesOf(dir).map((page) => textOf(page.tree));
  for (const sentence of sentences) {
    verdict.check(texts.some((text) => text.includes(sentence)), dir, `does not say: ${sentence}`);
  }
}
verdict.end(`${sentences.length} sentences`);
