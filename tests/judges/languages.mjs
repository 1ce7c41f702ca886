// Directions and names of languages against CLDR: the direction of every tag of likelySubtags by its likely script, and of every
// language with a layout; the name of each language in itself.
//
//   node languages.mjs PROGRAM
//
// PROGRAM reads a JSON list of tags and writes, by tag, `rtl` and `name`.

import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { Verdict } from './lib.mjs';

const require = createRequire(import.meta.url);
const verdict = new Verdict();

/** Names that are not those of CLDR, and why. */
const OTHERWISE = {
  id: 'Bahasa Indonesia is what its speakers call it, not Indonesia, which is the country too',
  ms: 'Bahasa Melayu, for the same reason',
  dv: 'CLDR has no name in Divehi',
};

/** Languages whose likely script is another one since CLDR 49, which the program has. */
const NEWER = ['wlo'];

const { likelySubtags } = require('cldr-core/supplemental/likelySubtags.json').supplemental;
const { scriptMetadata } = require('cldr-core/scriptMetadata.json');
const { languageAlias } = require('cldr-core/supplemental/aliases.json').supplemental.metadata.alias;
const isScript = (part) => /^[A-Z][a-z]{3}$/.test(part);
const isRightToLeft = (full) => scriptMetadata[full.split('-').find(isScript)]?.rtl === 'YES';

/** Expected directions, by tag. */
const directions = new Map();
for (const [tag, full] of Object.entries(likelySubtags)) {
  const [language, script, country] = full.split('-');
  directions.set(tag, isRightToLeft(full));
  directions.set(full, isRightToLeft(full));
  directions.set(`${language}-${script}`, isRightToLeft(full));
  directions.set(`${tag}-u-nu-latn`, isRightToLeft(full));
  if (tag === language) directions.set(`${language}-${country}`, isRightToLeft(full));
}
// Other names of a language: `prs` is `fa-AF`, `heb` is `he`.
for (const [tag, { _replacement }] of Object.entries(languageAlias)) {
  const full = likelySubtags[_replacement] ?? likelySubtags[_replacement.split('-')[0]];
  const script = _replacement.split('-').find(isScript);
  if (/^[a-z]{2,3}$/.test(tag) && full) directions.set(tag, isRightToLeft(script ?? full));
}
const misc = path.join(path.dirname(require.resolve('cldr-misc-full/package.json')), 'main');
for (const tag of fs.readdirSync(misc).filter((tag) => tag !== 'und')) {
  const file = path.join(misc, tag, 'layout.json');
  if (!fs.existsSync(file)) continue;
  const { characterOrder } = JSON.parse(fs.readFileSync(file, 'utf8')).main[tag].layout.orientation;
  directions.set(tag, characterOrder === 'right-to-left');
}

/** Expected names, by tag: with a capital letter, where the first letter has one that is a single character. */
const names = new Map();
function capital(text) {
  const [first] = text;
  const upper = first.toUpperCase();
  // Georgian has capitals for headlines only.
  return /\p{Script=Georgian}/u.test(first) || [...upper].length !== 1 ? text : upper + text.slice(first.length);
}
const shown = path.join(path.dirname(require.resolve('cldr-localenames-full/package.json')), 'main');
for (const tag of fs.readdirSync(shown).filter((tag) => /^[a-z]{2,3}(-[A-Z][a-z]{3}|-AF)?$/.test(tag))) {
  const file = path.join(shown, tag, 'languages.json');
  if (!fs.existsSync(file)) continue;
  const { languages } = JSON.parse(fs.readFileSync(file, 'utf8')).main[tag].localeDisplayNames;
  const [language, rest] = tag.split('-');
  const name = languages[tag] ?? languages[language];
  // A name with a script in brackets is a description.
  if (!name || name === language || (rest && name.endsWith(')'))) continue;
  names.set(tag, capital(name));
}

const program = process.argv[2];
if (!program) throw new Error('name the program');
const tags = [...new Set([...directions.keys(), ...names.keys()])];
const run = spawnSync(program, { input: JSON.stringify(tags), encoding: 'utf8', maxBuffer: 1 << 26 });
if (run.status !== 0) throw new Error(run.stderr);
const answers = JSON.parse(run.stdout);
for (const [tag, expected] of directions) {
  const [language, script] = tag.split('-');
  if (NEWER.includes(language) && !isScript(script ?? '')) continue;
  verdict.check(answers[tag].rtl === expected, `${tag} direction`, `${answers[tag].rtl ? 'right to left' : 'left to right'}, unlike CLDR`);
}
for (const [tag, expected] of names) {
  if (OTHERWISE[tag.split('-')[0]]) continue;
  verdict.check(answers[tag].name === expected, `${tag} name`, `${answers[tag].name} is ${expected} in CLDR`);
}
verdict.check(directions.size > 8000 && names.size > 250, 'tags', `only ${directions.size} directions, ${names.size} names`);
verdict.end(`${directions.size} directions and ${names.size} names of languages compared with CLDR`);
