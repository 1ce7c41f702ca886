// The Nu HTML checker on every page, styles inside included: no error, no warning.   node nu.mjs DIR…

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createRequire } from 'node:module';
import { Verdict, folders, pagesOf } from './lib.mjs';

// Remarks that are neither error nor warning, each with its reason. None is needed so far.
const KNOWN_REMARKS = [];

const jar = path.join(path.dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
const pages = folders().flatMap(pagesOf);
const byPath = new Map(pages.map((page) => [path.join(page.dir, page.file), page.name]));

const run = spawnSync('java', ['-jar', jar, '--format', 'json', '--stdout', ...byPath.keys()], { encoding: 'utf8', maxBuffer: 1 << 28 });
if (run.error) throw run.error;
const { messages } = JSON.parse(run.stdout);

const verdict = new Verdict();
verdict.checks = pages.length;
for (const message of messages) {
  if (message.type === 'info' && !message.subType && KNOWN_REMARKS.some((known) => message.message.includes(known))) continue;
  const name = byPath.get(decodeURIComponent(new URL(message.url ?? 'file:///').pathname)) ?? message.url;
  verdict.faults.push(`${name}:${message.lastLine ?? 0}: ${message.subType ?? message.type}: ${message.message} ${message.extract ?? ''}`);
}
// The checker ends with 1 for errors only; any other end is trouble of its own.
if (run.status > 1) verdict.faults.push(`vnu ended with ${run.status}: ${run.stderr}`);
verdict.end(`${pages.length} pages`);
