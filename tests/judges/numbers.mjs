// Numbers are written as CLDR says.   node numbers.mjs PROGRAM [--all], the example `numerals`
//
// The judge reads the patterns and signs of CLDR itself (npm cldr-numbers-full) and writes every number by them. The program
// must write the same in each language of CLDR that ICU4X has data for; in the languages of LANGUAGES it must have data.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';

const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh', 'am', 'bn', 'de', 'fa', 'ha', 'hi', 'id', 'ja', 'ko', 'ne', 'pt', 'sw', 'tr', 'ur', 'vi'];
const NUMBERS = ['0', '7', '51', '19.5', '999', '1000', '1234', '9999.5', '12345', '1234567.50', '-3', '-1234.5', '100', '0.05'];
const SCALED = [['2.2', 9], ['1', 6], ['1.5', 6], ['3', 9], ['850', 3], ['12', 6], ['-2.2', 9], ['5', 12]];

const require = createRequire(import.meta.url);
const cldr = dirname(require.resolve('cldr-numbers-full/package.json'));
const systems = require('cldr-core/supplemental/numberingSystems.json').supplemental.numberingSystems;
const program = process.argv[2] ?? (console.error('usage: node numbers.mjs PROGRAM'), process.exit(2));

function rules(tag) {
  const all = JSON.parse(readFileSync(join(cldr, 'main', tag, 'numbers.json'))).main[tag].numbers;
  const of = (what) => all[`${what}-numberSystem-${all.defaultNumberingSystem}`];
  return {
    digits: [...systems[all.defaultNumberingSystem]._digits],
    symbols: of('symbols'),
    decimal: of('decimalFormats').standard,
    percent: of('percentFormats').standard,
    currency: of('currencyFormats')['standard-alphaNextToNumber'] ?? of('currencyFormats').standard,
    long: of('decimalFormats').long?.decimalFormat,
    least: Number(all.minimumGroupingDigits),
  };
}

// A plain decimal by a pattern's grouping; every digit stays.
function write(plain, { digits, symbols, decimal, least }) {
  const negative = plain.startsWith('-');
  const [whole, part] = plain.replace('-', '').split('.');
  const groups = decimal.split(';')[0].split('.')[0].split(',').slice(1).map((group) => group.length);
  const first = groups.at(-1) ?? 0;
  const further = groups.at(-2) ?? first;
  const pieces = [];
  let rest = whole;
  if (first && whole.length >= first + least) {
    pieces.unshift(rest.slice(-first));
    rest = rest.slice(0, -first);
    while (rest.length > further) {
      pieces.unshift(rest.slice(-further));
      rest = rest.slice(0, -further);
    }
  }
  if (rest) pieces.unshift(rest);
  const text = pieces.join(',') + (part ? `.${part}` : '');
  const signs = { ',': symbols.group, '.': symbols.decimal };
  const own = [...text].map((c) => signs[c] ?? digits[c]).join('');
  return negative ? negated(own, decimal, symbols) : own;
}

// Patterns may say how a negative number is written; most leave it to the sign in front.
function negated(text, pattern, { minusSign }) {
  const own = pattern.split(';')[1];
  return own ? own.replace(/[#0,.]+/, () => text).replace('-', minusSign) : minusSign + text;
}

function expected(tag, rule) {
  const [before, after] = rule.percent.split(';')[0].split(/[#0,.]+/).map((side) => side.replace('%', rule.symbols.percentSign));
  const codeFirst = rule.currency.split(';')[0].replace(/[\u200e\u200f]/g, '').startsWith('¤');
  const numbers = NUMBERS.map((plain) => write(plain, rule));
  return {
    number: numbers,
    percent: numbers.map((number) => before + number + after),
    code: numbers.map((number) => (codeFirst ? `XYZ\u00a0${number}` : `${number}\u00a0XYZ`)),
    scaled: SCALED.map(([plain, zeros]) => scaled(tag, plain, zeros, rule)),
    mark: [...write('0.5', rule)][1],
  };
}

function shift(plain, zeros) {
  const negative = plain.startsWith('-');
  let [whole, part = ''] = plain.replace('-', '').split('.');
  if (zeros >= 0) {
    whole += part.slice(0, zeros).padEnd(zeros, '0');
    part = part.slice(zeros);
  } else {
    part = whole.padStart(1 - zeros, '0').slice(zeros) + part;
    whole = whole.padStart(1 - zeros, '0').slice(0, zeros);
  }
  whole = whole.replace(/^0+(?=\d)/, '');
  part = part.replace(/0+$/, '');
  return (negative ? '-' : '') + whole + (part ? `.${part}` : '');
}

function scaled(tag, plain, zeros, rule) {
  const full = shift(plain, zeros);
  const magnitude = full.replace('-', '').split('.')[0].length - 1;
  const pattern = (count) => rule.long?.[`1${'0'.repeat(magnitude)}-count-${count}`];
  const any = pattern('other');
  if (!any || any === '0') return write(full, rule);
  const kept = any.match(/0+/)[0].length;
  const power = magnitude + 1 - kept;
  const number = power === zeros ? plain : shift(full, -power);
  const category = new Intl.PluralRules(tag).select(Math.abs(Number(number)));
  const form = pattern(category) ?? any;
  // Quoted letters stand for themselves.
  // Before a word, numbers are grouped from five digits on, as ECMA-402 has it (`min2`).
  const significand = write(number.replace('-', ''), { ...rule, least: Math.max(rule.least, 2) });
  const text = form.split(';')[0].replace(/'/g, '').replace(/0+/, () => significand);
  return number.startsWith('-') ? rule.symbols.minusSign + text : text;
}

const tags = readdirSync(join(cldr, 'main')).filter((tag) => /^[a-z]{2,3}(-|$)/.test(tag));
const run = spawnSync(program, { input: JSON.stringify({ tags, numbers: NUMBERS, scaled: SCALED }), encoding: 'utf8', maxBuffer: 1 << 28 });
if (run.status !== 0) {
  console.error(run.stderr || run.error);
  process.exit(1);
}
const answers = JSON.parse(run.stdout);
let compared = 0;
const wrong = new Map();
for (const tag of tags) {
  const rule = rules(tag);
  const right = expected(tag, rule);
  for (const kind of Object.keys(right)) {
    const [got, want] = [[answers[tag][kind]].flat(), [right[kind]].flat()];
    want.forEach((text, at) => {
      compared += 1;
      if (got[at] !== text) wrong.set(tag, [...(wrong.get(tag) ?? []), `${kind} ${(kind === 'scaled' ? SCALED : NUMBERS)[at]}: ${JSON.stringify(got[at])}, CLDR has ${JSON.stringify(text)}`]);
    });
  }
}
for (const [tag, list] of wrong) if (LANGUAGES.includes(tag) || process.argv.includes('--all')) console.error(`${tag}\n  ${list.slice(0, 6).join('\n  ')}`);
const failed = LANGUAGES.filter((tag) => wrong.has(tag) || !tags.includes(tag));
console.log(`${compared} numbers in ${tags.length} languages compared; ${tags.length - wrong.size} languages agree in all`);
process.exit(failed.length ? 1 : 0);
