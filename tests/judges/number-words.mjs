// Numbers in words are read as their values.   node number-words.mjs PROGRAM, the example `wordings`
//
// Another library (npm n2words) spells every number from 0 to 999,999, and some larger ones, in each language; the program must
// read each back.
import { spawnSync } from 'node:child_process';
import { toCardinal as ar } from 'n2words/ar-SA';
import { toCardinal as es } from 'n2words/es-ES';
import { toCardinal as frBE } from 'n2words/fr-BE';
import { toCardinal as fr } from 'n2words/fr-FR';
import { toCardinal as pt } from 'n2words/pt-PT';
import { toCardinal as ru } from 'n2words/ru-RU';
import { toCardinal as hans } from 'n2words/zh-Hans-CN';
import { toCardinal as hant } from 'n2words/zh-Hant-TW';

// Numerals of everyday use, not those of cheques.
const plain = (spell) => (number) => spell(number, { formal: false });
const SPELLERS = { ar, es, fr, 'fr-BE': frBE, pt, ru, 'zh-Hans': plain(hans), 'zh-Hant': plain(hant) };
const LARGER = [1e6, 2e6, 3e6, 21e6, 1234567, 100e6, 999999999, 1e9, 2e9, 5e9, 15e9, 1e12, 2e12];
// The library writes "a hundred and a thousand thousand" for 101,000 in Arabic, which is not a number there.
const isSpelled = (tag, number) => !(tag === 'ar' && number > 100_000 && number < 1e6 && [1, 2].includes(Math.floor(number / 1000) % 100));
const program = process.argv[2] ?? (console.error('usage: node number-words.mjs PROGRAM'), process.exit(2));

let failed = false;
for (const [tag, spell] of Object.entries(SPELLERS)) {
  const numbers = [...Array(1_000_000).keys(), ...LARGER].filter((number) => isSpelled(tag, number));
  const input = numbers.map((number) => `${tag}\t${spell(number)}`).join('\n');
  const run = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) {
    console.error(run.stderr || run.error);
    process.exit(1);
  }
  const read = run.stdout.split('\n');
  const wrong = numbers.flatMap((number, at) => (read[at] === String(number) ? [] : [`${spell(number)} is ${number}, read as ${read[at] || 'nothing'}`]));
  failed ||= wrong.length > 0;
  console.log(`${tag}: ${numbers.length - wrong.length} of ${numbers.length} numbers read`);
  for (const line of wrong.slice(0, 8)) console.error(`  ${line}`);
}
process.exit(failed ? 1 : 0);
