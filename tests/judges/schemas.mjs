// Validates reports and files of sites against the schemas of their formats.   node schemas.mjs PROGRAM [--work=DIR]
//
// 1. SARIF is valid by the schema of OASIS (in the package of Microsoft's matchers), its regions lie in the files that it
// names,
//    and its certain fixes, made here, give what `firstflight fix` writes.
// 2. The schemas that `firstflight schema` prints are themselves valid, accept every site of the repository and every new site,
//    and refuse seeded mistakes, each of which is one change of a file that is accepted.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv04 from 'ajv-draft-04';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { Verdict } from './lib.mjs';

const require = createRequire(import.meta.url);
const program = path.resolve(process.argv.slice(2).find((word) => !word.startsWith('--')));
const named = process.argv.find((word) => word.startsWith('--work='))?.slice('--work='.length);
const work = path.resolve(named ?? fs.mkdtempSync(path.join(os.tmpdir(), 'schemas-')));
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const verdict = new Verdict();
fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(work, { recursive: true });

const run = (...args) => spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, SOURCE_DATE_EPOCH: '1795392000' } });
const write = (dir, files) => {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
};
const faults = (validate) => (validate.errors ?? []).slice(0, 3).map((it) => `${it.instancePath} ${it.message} ${JSON.stringify(it.params)}`).join('; ');

// ---- SARIF ----------------------------------------------------------------------------------------------------------

// One of its patterns is not valid with the flag `u`.
const ofOasis = new Ajv04({ strict: false, unicodeRegExp: false });
addFormats(ofOasis);
const schemas = path.join(path.dirname(require.resolve('@microsoft/jest-sarif')), 'schemas');
const [file] = fs.readdirSync(schemas);
const isSarif = ofOasis.compile(JSON.parse(fs.readFileSync(path.join(schemas, file), 'utf8')));

const PAGE = `---
title: Ünïcode 😀
tilte: Twice
---

😀 See [the other](Other.md), [twice 😀](Other.md) and [nothing](nowhere.md#{a}).

| a | b |
|---|---|
| 1 | 2 | 3 |

<i onclick="x()">Raw</i> ![](map.png) {{ stat(id="x") }} {% raw %}

A hundred people: 12,345 of them, {{ stat(id="radios") }}.
`;
const broken = path.join(work, 'repository');
write(broken, {
  '.git/HEAD': 'ref: refs/heads/main\n',
  'the site/content/site.yaml': '# 😀\ntitle: Test\nlanguages: { en: { at: / } }\nfindigs: {}\n',
  'the site/content/en/index.md': '---\ntitle: Home\n---\n\nHome. [A](größe,%20a.md)\n',
  'the site/content/en/größe, a.md': PAGE,
  'the site/content/en/other.md': '---\ntitle: Other\n---\n\nWords.\n',
  'the site/content/statistics.yaml': '- id: radio\n  value: 12 %\n  unit: percent\n  period: "2020"\n  source: s\n- id: radio\n  value: 1\n  unit: count\n  period: "2020"\n  source: s\n',
  'the site/content/sources.yaml': '- id: s\n  title: S\n',
});
const site = path.join(broken, 'the site');

const sites = ['.', 'src/guide', ...['tests/sites', 'tests/golden'].flatMap((dir) => fs.readdirSync(path.join(root, dir)).map((name) => `${dir}/${name}`))]
  .map((dir) => path.join(root, dir))
  .filter((dir) => fs.existsSync(path.join(dir, 'content/site.yaml')));
verdict.check(sites.length > 5, 'sites', `only ${sites.length} were found`);
let results = 0;
for (const dir of [site, ...sites]) results += sarif(dir, run('check', '--site', dir, '--format', 'sarif'));
verdict.check(results > 15, 'SARIF', `only ${results} results`);
// The schema must reject invalid logs.
const log = JSON.parse(run('check', '--site', site, '--format', 'sarif').stdout);
for (const [what, spoil] of [
  ['a level', (it) => (it.runs[0].results[0].level = 'fatal')],
  ['a line', (it) => (it.runs[0].results.find((one) => one.locations?.[0].physicalLocation.region).locations[0].physicalLocation.region.startLine = 0)],
  ['a key', (it) => (it.runs[0].results[0].fix = [])],
]) {
  const spoilt = structuredClone(log);
  spoil(spoilt);
  verdict.check(!isSarif(spoilt), 'SARIF', `the schema accepts ${what} that is wrong`);
}
fixes();

/** Validates one log; returns the number of its results. */
function sarif(dir, { stdout, stderr }) {
  const where = path.relative(root, dir);
  let log;
  try {
    log = JSON.parse(stdout);
  } catch {
    verdict.check(false, where, `no SARIF: ${stderr}`);
    return 0;
  }
  verdict.check(isSarif(log), where, faults(isSarif));
  const [{ results, tool, columnKind }] = log.runs;
  verdict.check(columnKind === 'unicodeCodePoints', where, `columns count ${columnKind}`);
  const base = ancestors(dir).find((folder) => fs.existsSync(path.join(folder, '.git'))) ?? dir;
  for (const result of results) {
    verdict.check(tool.driver.rules[result.ruleIndex]?.id === result.ruleId, where, `${result.ruleId} has another rule`);
    const changes = (result.fixes ?? []).flatMap((fix) => fix.artifactChanges);
    const spots = [...(result.locations ?? []), ...(result.relatedLocations ?? [])].map((it) => it.physicalLocation);
    spots.push(...changes.flatMap((it) => it.replacements.map((one) => ({ artifactLocation: it.artifactLocation, region: one.deletedRegion }))));
    for (const { artifactLocation, region } of spots) {
      const file = path.join(base, decodeURIComponent(artifactLocation.uri));
      // Themes in the program are not files of a site.
      const isEmbedded = !fs.existsSync(file) && artifactLocation.uri.includes('themes/');
      if (isEmbedded || !verdict.check(fs.existsSync(file), where, `there is no ${artifactLocation.uri}`) || !region) continue;
      const lines = fs.readFileSync(file, 'utf8').split('\n').map((line) => [...line.replace(/^\uFEFF/, '')].length);
      for (const [line, column] of [[region.startLine, region.startColumn], [region.endLine, region.endColumn]]) {
        verdict.check(line <= lines.length && column <= lines[line - 1] + 1, where, `${artifactLocation.uri} has no ${line}:${column}`);
      }
    }
  }
  return results.length;
}

function ancestors(dir) {
  const parent = path.dirname(dir);
  return parent === dir ? [dir] : [dir, ...ancestors(parent)];
}

/** Makes the certain fixes of a log, and compares the files with those that the program fixes. */
function fixes() {
  const certain = 'The only possible correction';
  const replacements = new Map();
  for (const fix of log.runs[0].results.flatMap((it) => it.fixes ?? []).filter((it) => it.description.text.startsWith(certain))) {
    for (const change of fix.artifactChanges) {
      const name = decodeURIComponent(change.artifactLocation.uri);
      replacements.set(name, [...(replacements.get(name) ?? []), ...change.replacements]);
    }
  }
  verdict.check(replacements.size > 1, 'fixes', `only of ${[...replacements.keys()].join(', ')}`);
  const made = new Map();
  for (const [name, list] of replacements) {
    const text = fs.readFileSync(path.join(broken, name), 'utf8');
    const starts = text.split('\n').reduce((starts, line) => [...starts, starts.at(-1) + line.length + 1], [0]);
    const at = (line, column) => starts[line - 1] + [...text.slice(starts[line - 1])].slice(0, column - 1).join('').length;
    const edits = list.map(({ deletedRegion: it, insertedContent }) => [at(it.startLine, it.startColumn), at(it.endLine, it.endColumn), insertedContent.text]);
    edits.sort((a, b) => b[0] - a[0]);
    made.set(name, edits.reduce((text, [start, end, inserted]) => text.slice(0, start) + inserted + text.slice(end), text));
  }
  const fixed = run('fix', '--site', site, '--allow-dirty');
  verdict.check(fixed.status === 0, 'fixes', fixed.stderr);
  for (const [name, text] of made) verdict.check(fs.readFileSync(path.join(broken, name), 'utf8') === text, 'fixes', `${name} differs`);
}

// ---- Our schemas ----------------------------------------------------------------------------------------------------

const ours = new Map();
const SUBJECTS = ['site', 'front-matter', 'statistics', 'sources', 'events', 'translations', 'theme'];
const compiled = (text) => new Ajv2020({ allErrors: true, allowUnionTypes: true, strictRequired: false, strictTypes: false }).compile(JSON.parse(text));
for (const subject of SUBJECTS) ours.set(subject, compiled(run('schema', subject).stdout));

for (const kind of ['', 'event', 'bulletin', 'handbook']) {
  const dir = path.join(work, `new-${kind}`);
  run('new', 'site', dir, ...(kind ? ['--kind', kind] : []));
  sites.push(dir);
}
const count = Object.fromEntries(SUBJECTS.map((subject) => [subject, 0]));
for (const dir of sites) {
  const ofPages = compiled(run('schema', 'front-matter', '--site', dir).stdout);
  for (const file of list(dir).filter((name) => /^(content|themes)\//.test(name))) {
    const text = () => fs.readFileSync(path.join(dir, file), 'utf8').replace(/^\uFEFF/, '');
    const front = file.endsWith('.md') ? /^---\r?\n([^]*?)^(---|\.\.\.)\s*$/m.exec(text())?.[1] : undefined;
    const record = /^content\/(site|statistics|sources|events|translations)\.yaml$/.exec(file)?.[1];
    const subject = record ?? (/^themes\/[^/]+\/theme\.yaml$/.test(file) ? 'theme' : undefined);
    if (front !== undefined) accept('front-matter', ofPages, front, `${path.relative(root, dir)}/${file}`);
    else if (subject) accept(subject, ours.get(subject), text(), `${path.relative(root, dir)}/${file}`);
  }
}
for (const subject of SUBJECTS) verdict.check(count[subject] > 1, subject, `only ${count[subject]} files were read`);

function accept(subject, validate, text, where) {
  count[subject]++;
  verdict.check(validate(parse(text)), where, faults(validate));
}

function list(dir) {
  return fs.readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && !/node_modules|[\\/]target[\\/]/.test(it.parentPath))
    .map((it) => path.relative(dir, path.join(it.parentPath, it.name)));
}

// Each pair is a valid text, and an invalid text in its place.
const SITE = `title: A
languages: { en: { at: / } }
base_url: https://example.org/
host: netlify
budget: { page: 8500 }
colours: { ink: { light: red } }
menu: [a.md, { title: B, pages: [b.md] }, { title: C, url: "https://example.org/" }]
banner: { text: A, until: 2027-01-15 }
logo: { file: a.svg, height: 48 }
raw_html: true
taxonomies: { topics: { title: Topics } }
findings: { loose-number: error }
`;
const EVENT = `- id: a
  title: A
  date: 2027-05-25
  start: "09:50"
  end: "11:20"
  zone: Europe/Zurich
  online: https://example.org/
  resolution: { choice: record, reason: A }
`;
const STATISTIC = `- id: a
  value: 61.5
  unit: percent
  period: "2025"
  scale: million
  status: final
  decimals: 1
  source: s
`;
const FRONT = `title: A
date: 2026-11-23
draft: true
order: 1
tags: [water]
aliases: [/old/]
images: inline
expect: [{ finding: loose-number, reason: A }]
`;
const MISTAKES = [
  ['site', SITE, [
    ['title: A', 'titel: A'], ['title: A', 'title: ""'], ['title: A', 'title: { english: A }'], ['{ en: { at: / } }', '{}'],
    ['at: /', 'at: fr'], ['en: {', 'english language: {'], ['https://example.org/\nhost', 'example.org\nhost'], ['netlify', 'netlfy'],
    ['8500', '8.5 KB'], ['8500', '0'], ['page:', 'pages:'], ['light: red', 'lihgt: red'], ['pages: [b.md]', 'pages: 1'],
    ['url: "https://example.org/"', 'url: example.org'], ['title: B, ', ''], ['2027-01-15', '15.1.2027'], ['text: A', 'txt: A'],
    ['height: 48', 'height: 4'], ['raw_html: true', 'raw_html: "yes"'], ['title: Topics', 'name: Topics'], ['loose-number', 'lose-number'],
    ['error', 'fatal'],
  ]],
  ['events', EVENT, [
    ['- id: a', '- id: a b'], ['  title: A\n', ''], ['2027-05-25', 'May 25'], ['"09:50"', '"9:50"'], ['"11:20"', '1120'], ['zone', 'zones'],
    ['https://example.org/', 'example.org'], ['choice: record', 'choice: both'], [', reason: A', ''],
  ]],
  ['statistics', STATISTIC, [
    ['61.5', '[1]'], ['percent', 'procent'], ['"2025"', 'last year'], ['"2025"', '"2025-1"'], ['million', 'millions'], ['final', 'finished'],
    ['decimals: 1', 'decimals: 13'], ['  source: s\n', ''], ['- id', '- ids'],
  ]],
  ['sources', '- id: s\n  title: S\n  address: https://example.org/\n', [
    ['title', 'name'], ['https://example.org/', 'www.example.org'], ['- id: s\n  title', '- title'],
  ]],
  ['front-matter', FRONT, [
    ['2026-11-23', '2026-11-23T10:00'], ['draft: true', 'draft: maybe'], ['order: 1', 'order: first'], ['tags', 'tag'], ['[water]', '{ water: 1 }'],
    ['[/old/]', '[old]'], ['inline', 'inlined'], ['loose-number', 'broken-yaml'], ['finding:', 'code:'], [', reason: A', ''],
  ]],
  ['translations', 'fr/a.md:\n  original: en/a.md\n  blocks: ["0a1b2c3d"]\n', [
    ['fr/a.md', 'a'], ['original', 'from'], ['0a1b2c3d', '0A1B2C3D'], ['["0a1b2c3d"]', '0a1b2c3d'],
  ]],
  ['theme', 'style: add\nextends: plain\ncontrast: { ink: ground }\n', [
    ['add', 'append'], ['extends', 'extend'], ['{ ink: ground }', '[ink]'],
  ]],
];
let mistakes = 0;
for (const [subject, text, list] of MISTAKES) {
  const validate = ours.get(subject);
  verdict.check(validate(parse(text)), subject, `${faults(validate)} in\n${text}`);
  for (const [right, wrong] of list) {
    const spoilt = text.replace(right, wrong);
    verdict.check(spoilt !== text, subject, `there is no ${right}`);
    verdict.check(!validate(parse(spoilt)), subject, `${wrong} is accepted in place of ${right}`);
    mistakes++;
  }
}
verdict.end(`${results} results in SARIF, ${sites.length} sites, ${mistakes} mistakes`);
