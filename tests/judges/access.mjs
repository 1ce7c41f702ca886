// axe finds the faults that Firstflight finds without a browser: each of tests/fixtures/access/faults.json that names a rule of
// axe is put into the clean site, which is built and opened.   node access.mjs PROGRAM --work=DIR

import axe from 'axe-core';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Verdict, launch, pagesOf, serve } from './lib.mjs';

const FIXTURES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../fixtures/access');
// Findings that keep a site from being published are only warnings here.
const LEVELS = 'findings: { missing-alt: warning, empty-link: warning }\n';

const program = path.resolve(process.argv[2]);
const work = path.resolve(process.argv.find((word) => word.startsWith('--work=')).slice(7));
const faults = JSON.parse(fs.readFileSync(path.join(FIXTURES, 'faults.json'), 'utf8'));
const verdict = new Verdict();
const browser = await launch();
const tab = await browser.newPage();

verdict.check((await rulesOf(null)).size === 0, 'the clean site', `axe finds ${[...(await rulesOf(null))].join(', ')}`);
for (const fault of faults.filter((fault) => fault.axe)) {
  const rules = await rulesOf(fault);
  verdict.check(rules.has(fault.axe), fault.name, `axe does not find ${fault.axe}, but ${[...rules].join(', ') || 'nothing'}`);
}
await browser.close();
verdict.end(`${faults.filter((fault) => fault.axe).length} of ${faults.length} faults are ones that axe can see`);

/** The rules of axe that pages of the site break with this fault in it. */
async function rulesOf(fault) {
  const site = path.join(work, 'site');
  const out = path.join(work, 'public');
  fs.rmSync(work, { recursive: true, force: true });
  fs.cpSync(path.join(FIXTURES, 'site'), site, { recursive: true });
  fs.appendFileSync(path.join(site, 'content/site.yaml'), LEVELS);
  if (fault) {
    const file = path.join(site, fault.file);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(fault.replace, () => fault.by));
  }
  const built = spawnSync(program, ['build', '--site', site, '--out', out], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`${fault?.name}: ${built.stderr}`);
  const server = await serve(out);
  const found = new Set();
  for (const page of pagesOf(out).filter((page) => !page.file.includes('404'))) {
    await tab.goto(`${server.origin}/${page.address}`);
    await tab.evaluate(axe.source);
    const { violations } = await tab.evaluate(() => axe.run({ resultTypes: ['violations'] }));
    for (const rule of violations) found.add(rule.id);
  }
  server.close();
  return found;
}
