// Dates, lists and quotation marks are written as CLDR says.   node locales.mjs PROGRAM [--all], the example `locales`
//
// The judge reads the patterns and names of CLDR itself (npm cldr-dates-full and cldr-misc-full) and writes every date and list by
// them; dates of other calendars are those of ICU4C, which is in node. The program must write the same in the languages of LANGUAGES, byte for byte, unless REASONS explains what differs;
// a reason that is no longer needed is a fault too. `--all` shows what differs in all other languages of CLDR.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';

const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh', 'pt', 'sw', 'hi', 'bn', 'id', 'vi', 'tr', 'fa', 'ur', 'am', 'uk', 'de', 'it', 'ja', 'ko', 'nl',
  'pl', 'ha', 'yo', 'so', 'ne', 'ta', 'th', 'ms', 'fil', 'el', 'he', 'ro', 'km', 'lo', 'my', 'si', 'en-GB', 'en-AU', 'fr-CA', 'es-419', 'pt-PT', 'zh-Hant',
  'ar-EG', 'fa-AF', 'sr-Latn'];
/** What differs on purpose, or because ICU4X has newer data than the newest CLDR of npm: by tag and kind. */
const NEWER = 'the data of ICU4X are newer than the newest CLDR of npm';
const SPACE = 'node writes a usual space for U+202F';
const REASONS = {
  'fa gregorian day': NEWER,
  'fa gregorian weekday': NEWER,
  'fa persian weekday': 'CLDR has the pattern of no language here; see src/render/dates/patterns.rs',
  'he lists': 'before letters of other scripts ICU4X writes a hyphen, by its own rule for Hebrew',
  'hi lists': NEWER,
  'my lists': NEWER,
  'ru persian day': SPACE,
  'ru persian weekday': SPACE,
  'ru ethiopian day': SPACE,
  'ru ethiopian weekday': SPACE,
  'uk persian day': SPACE,
  'uk persian weekday': SPACE,
  'uk ethiopian day': SPACE,
  'uk ethiopian weekday': SPACE,
  'zh ethiopian weekday': 'the older CLDR of node has months of two digits here',
};

// Each month, each day of the week, the first day, leap days, years of four digits from 1900 to 2099.
const DAYS = ['1900-01-01', '1969-12-31', '1999-12-31', '2000-02-29', '2024-02-29', '2099-12-31'];
for (let month = 1; month <= 12; month++) DAYS.push(...['01', '02', '09', '15', '28'].map((day) => `2026-${String(month).padStart(2, '0')}-${day}`));
for (let day = 22; day <= 28; day++) DAYS.push(`2026-11-${day}`);
const LISTS = [['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'B', 'C', 'D']];
/** Calendars, with their names in CLDR. */
const CALENDARS = { gregorian: 'gregory', persian: 'persian', ethiopian: 'ethiopic' };
/** The tag whose data a tag means; see src/habits.rs. */
const MEANT = { en: 'en-001' };

const require = createRequire(import.meta.url);
const folder = (name) => dirname(require.resolve(`${name}/package.json`));
const json = (name, tag, file) => JSON.parse(readFileSync(join(folder(name), 'main', tag, `${file}.json`))).main[tag];
const systems = require('cldr-core/supplemental/numberingSystems.json').supplemental.numberingSystems;
const program = process.argv[2] ?? (console.error('usage: node locales.mjs PROGRAM'), process.exit(2));

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WIDTHS = { 3: 'abbreviated', 4: 'wide', 5: 'narrow' };

/** The pieces of a pattern: fields, and texts without their quotes. */
function pieces(pattern) {
  return pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g).map((piece) => {
    if (!piece.startsWith("'")) return /^[A-Za-z]/.test(piece) ? { field: piece } : { text: piece };
    return { text: piece === "''" ? "'" : piece.slice(1, -1).replaceAll("''", "'") };
  });
}

/** A day by a pattern. */
function write(day, pattern, { names, digits, firstDay }) {
  const [year, month, number] = day.split('-').map(Number);
  const weekday = WEEKDAYS[new Date(`${day}T12:00Z`).getUTCDay()];
  const own = (text) => [...String(text)].map((c) => digits[c] ?? c).join('');
  const field = (letters) => {
    const width = WIDTHS[letters.length];
    switch (letters[0]) {
      case 'y': return own(letters.length === 2 ? String(year).slice(-2) : year);
      case 'M': return width ? names.months.format[width][month] : own(String(month).padStart(letters.length, '0'));
      case 'L': return width ? names.months['stand-alone'][width][month] : own(String(month).padStart(letters.length, '0'));
      case 'd': return firstDay && number === 1 ? firstDay : own(String(number).padStart(letters.length, '0'));
      case 'E': return names.days.format[WIDTHS[letters.length] ?? 'abbreviated'][weekday];
      case 'c': return names.days['stand-alone'][WIDTHS[letters.length] ?? 'abbreviated'][weekday];
      case 'G': return letters.length === 4 ? names.eras.eraNames[1] : names.eras.eraAbbr[1];
      default: throw new Error(`unknown field ${letters} in ${pattern}`);
    }
  };
  return pieces(pattern).map((piece) => piece.text ?? field(piece.field)).join('');
}

function joined(texts, patterns) {
  const fill = (pattern, a, b) => pattern.replace('{0}', () => a).replace('{1}', () => b);
  if (texts.length === 1) return texts[0];
  if (texts.length === 2) return fill(patterns['2'], ...texts);
  let text = fill(patterns.end, texts.at(-2), texts.at(-1));
  for (const before of texts.slice(1, -2).reverse()) text = fill(patterns.middle, before, text);
  return fill(patterns.start, texts[0], text);
}

const pattern = (format) => format._value ?? format;

/** What CLDR has for a tag. */
function expected(tag) {
  const meant = MEANT[tag] ?? tag;
  const numbers = json('cldr-numbers-full', meant, 'numbers').numbers;
  const digits = [...systems[numbers.defaultNumberingSystem]._digits];
  const isEnglish = tag.split('-')[0] === 'en';
  const firstDay = tag.split('-')[0] === 'fr' ? '1er' : null;
  const right = {};
  const names = json('cldr-dates-full', meant, 'ca-gregorian').dates.calendars.gregorian;
  const by = (text) => DAYS.map((day) => write(day, text, { names, digits, firstDay }));
  // The day of the week is short in English; see src/habits.rs.
  const full = pattern(names.dateFormats.full);
  right['gregorian day'] = by(pattern(names.dateFormats.long));
  right['gregorian weekday'] = by(isEnglish ? full.replace('EEEE', 'EEE') : full);
  for (const [name, calendar] of Object.entries(CALENDARS).filter(([name]) => name !== 'gregorian')) {
    if (isEnglish || firstDay) continue;
    for (const [kind, dateStyle] of [['day', 'long'], ['weekday', 'full']]) {
      const format = new Intl.DateTimeFormat(`${meant}-u-ca-${calendar}-nu-${numbers.defaultNumberingSystem}`, { dateStyle, timeZone: 'UTC' });
      right[`${name} ${kind}`] = DAYS.map((day) => format.format(new Date(`${day}T12:00Z`)));
    }
  }
  const { listPatterns } = json('cldr-misc-full', meant, 'listPatterns');
  right.lists = LISTS.map((texts) => joined(texts, listPatterns['listPattern-type-standard']));
  const { delimiters } = json('cldr-misc-full', tag, 'delimiters');
  right.quotes = ['quotationStart', 'quotationEnd', 'alternateQuotationStart', 'alternateQuotationEnd'].map((key) => delimiters[key]);
  return right;
}

const tags = readdirSync(join(folder('cldr-dates-full'), 'main')).filter((tag) => /^[a-z]{2,3}(-|$)/.test(tag));
const run = spawnSync(program, { input: JSON.stringify({ tags, days: DAYS, lists: LISTS }), encoding: 'utf8', maxBuffer: 1 << 28 });
if (run.status !== 0) {
  console.error(run.stderr || run.error);
  process.exit(1);
}
const answers = JSON.parse(run.stdout);
let compared = 0;
const wrong = new Map();
for (const tag of tags) {
  const { calendars, lists, quotes } = answers[tag];
  const got = { lists, quotes };
  for (const name of Object.keys(CALENDARS)) {
    got[`${name} day`] = calendars[name].day;
    got[`${name} weekday`] = calendars[name].weekday;
  }
  for (const [kind, right] of Object.entries(expected(tag))) {
    right.forEach((text, at) => {
      compared += 1;
      if (got[kind][at] === text) return;
      const kinds = wrong.get(tag) ?? new Map();
      wrong.set(tag, kinds.set(kind, [...(kinds.get(kind) ?? []), `${JSON.stringify(got[kind][at])}, CLDR has ${JSON.stringify(text)}`]));
    });
  }
}

const faults = [];
const reasonOf = (tag, kind) => REASONS[`${tag} ${kind}`] ?? REASONS[`${tag.split('-')[0]} ${kind}`] ?? REASONS[kind];
const used = new Set();
for (const [tag, kinds] of wrong) {
  for (const [kind, list] of kinds) {
    const key = [`${tag} ${kind}`, `${tag.split('-')[0]} ${kind}`, kind].find((key) => REASONS[key]);
    if (key) used.add(key);
    if (LANGUAGES.includes(tag) && !reasonOf(tag, kind)) faults.push(`${tag} ${kind}\n  ${list.slice(0, 3).join('\n  ')}`);
    else if (process.argv.includes('--all') && !reasonOf(tag, kind)) console.log(`${tag} ${kind}: ${list.length}, ${list[0]}`);
  }
}
for (const key of Object.keys(REASONS).filter((key) => !used.has(key))) faults.push(`the reason for ${key} is not needed`);
for (const tag of LANGUAGES.filter((tag) => !tags.includes(tag))) faults.push(`CLDR does not have ${tag}`);
faults.forEach((fault) => console.error(fault));
console.log(`${compared} dates, lists and marks in ${tags.length} languages compared; ${tags.length - wrong.size} languages agree in all`);
process.exit(faults.length ? 1 : 0);
