// Structured data says what schema.org has words for.   node structured.mjs DIR…
//
// Every .jsonld file of a site is given to the TypeScript compiler as a value of the types of schema-dts, which are made from
// the vocabulary of schema.org: a type, a property or a kind of value that schema.org does not have is an error. What JSON-LD
// itself asks for, names that are given once and references that lead somewhere, is checked here.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Verdict, filesOf, folders } from './lib.mjs';

const require = createRequire(import.meta.url);
const verdict = new Verdict();
const list = folders().flatMap((dir) => filesOf(dir, '.jsonld').map((file) => ({ dir, file, where: `${path.basename(dir)}/${file}` })));
// Beside the packages, so that the compiler finds the types.
const work = fs.mkdtempSync(path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules', '.structured-'));
try {
  list.forEach(({ dir, file, where }, number) => {
    const data = JSON.parse(fs.readFileSync(path.join(dir, file), 'utf8'));
    verdict.check(data['@context'] === 'https://schema.org', where, 'the context is not schema.org');
    const { '@graph': graph, ...single } = data;
    const nodes = graph ?? [single];
    const names = nodes.map((node) => node['@id']).filter(Boolean);
    verdict.check(new Set(names).size === names.length, where, 'a name is given twice');
    for (const node of nodes) references(where, node, new Set(names), true);
    const type = graph ? 'Graph' : 'WithContext<Thing>';
    const text = `import type { Graph, Thing, WithContext } from 'schema-dts';\nexport const data: ${type} = ${JSON.stringify(data, null, 1)};\n`;
    fs.writeFileSync(path.join(work, `f${number}.ts`), text);
  });
  compile();
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
verdict.end(`${list.length} files`);

function compile() {
  const names = list.map((_, number) => path.join(work, `f${number}.ts`));
  if (!names.length) return;
  const compiler = require.resolve('typescript/package.json');
  const tsc = path.join(path.dirname(compiler), require('typescript/package.json').bin.tsc);
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022'];
  const run = spawnSync(process.execPath, [tsc, ...flags, ...names], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const said = ((run.stdout ?? '') + (run.stderr ?? '')).replace(/\S*f(\d+)\.ts/g, (_, number) => list[number].where).trim();
  verdict.check(run.status === 0, 'schema.org', said || String(run.error));
}

/** A value that is only a reference leads to a node of its file. */
function references(where, value, names, top) {
  if (value === null || typeof value !== 'object') return;
  const keys = Object.keys(value);
  if (!top && keys.length === 1 && keys[0] === '@id') verdict.check(names.has(value['@id']), where, `nothing is called ${value['@id']}`);
  for (const key of keys) references(where, value[key], names, false);
}
