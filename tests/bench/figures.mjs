// What each way of showing a number adds to a page: node tests/bench/figures.mjs [PROGRAM]
//
// Builds a site of one page for each call and one without any, and prints by how many bytes of brotli 11 each is longer.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const program = process.argv[2] ?? 'target/release/firstflight';
const CALLS = {
  'stat(id)': 'Some words {{ stat(id="a") }} and more.',
  'stat(id, as="sentence")': 'Some words {{ stat(id="a", as="sentence") }} and more.',
  'stat(id, as="card")': '{{ stat(id="a", as="card") }}',
  'chart of two': '{{ chart(ids=["a", "b"], title="More in towns than in villages") }}',
  'icons(id, of=10)': '{{ icons(id="c", of=10, title="Seven in ten") }}',
  'icons(id), a hundred': '{{ icons(id="a", title="Nineteen in a hundred") }}',
  'trend of four': '{{ trend(ids=["t1", "t2", "t3", "t4"], title="More every year") }}',
  'data_table of three': '{{ data_table(ids=["a", "b", "c"], title="Homes with a radio") }}',
};
const TEXT = 'Some words and more of them, as a page has.\n\nAnd a second paragraph that says a little more than the first.\n\n';

const record = (id, value, area, period) =>
  `- id: ${id}\n  value: ${value}\n  unit: percent\n  of: households\n  indicator: with a radio\n  area: ${area}\n  period: "${period}"\n  source: survey\n`;
const page = (text, more = '') => `---\ntitle: Page\n${more}---\n${text}\n`;
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'figures-'));
const write = (file, text) => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};
write('content/site.yaml', 'title: A site\nbase_url: https://example.org/\nshow_weight: true\nlanguages: { en: { at: / } }\n');
write('content/sources.yaml', '- id: survey\n  title: Household survey\n');
const years = [2017, 2019, 2021, 2023].map((year, at) => record(`t${at + 1}`, 27 + at * 7, 'Hills', year));
write('content/statistics.yaml', [record('a', 19, 'Villages', 2025), record('b', 51, 'Towns', 2025), record('c', 70, 'Coast', 2025), ...years].join(''));
write('content/en/index.md', page(TEXT));
write('content/en/sources.md', page(TEXT, 'template: sources\n'));
write('content/en/none.md', page(`${TEXT}Some words and more.`));
Object.values(CALLS).forEach((call, number) => write(`content/en/p${number}.md`, page(TEXT + call)));
execFileSync(program, ['build', '--site', root, '--out', path.join(root, 'public')], { stdio: ['ignore', 'ignore', 'inherit'] });

const sent = (name) =>
  brotliCompressSync(fs.readFileSync(path.join(root, 'public', name, 'index.html')), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
for (const [number, call] of Object.keys(CALLS).entries()) console.log(`${call.padEnd(26)}${String(sent(`p${number}`) - sent('none')).padStart(5)}`);
fs.rmSync(root, { recursive: true });
