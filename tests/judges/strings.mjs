// The strings of the theme against CLDR: amounts with their units, and dates with their times, in every language of the program, byte
// for byte.
//
//   node strings.mjs FOLDER
//
// FOLDER holds LANGUAGE.yaml for each language. What differs on purpose is listed here, with the reason.

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { Verdict } from './lib.mjs';

const require = createRequire(import.meta.url);
const verdict = new Verdict();

/** Units of records, and the units of CLDR: lengths of time in words, others as symbols. */
const LONG = { years: 'duration-year', months: 'duration-month', weeks: 'duration-week', days: 'duration-day', hours: 'duration-hour', minutes: 'duration-minute', seconds: 'duration-second' };
const SHORT = { kilometres: 'length-kilometer', kilobytes: 'digital-kilobyte', megabytes: 'digital-megabyte', gigabytes: 'digital-gigabyte' };
/** Amounts that are not those of CLDR, and why. */
const OTHERWISE = {
  en: { amount_kilobytes: 'KB is what readers of English know' },
  vi: { date_time: 'CLDR has the time first, which cannot be followed by the end of the event' },
};

const rules = require('cldr-core/supplemental/plurals.json').supplemental['plurals-type-cardinal'];
const categoriesOf = (language) => Object.keys(rules[language]).map((key) => key.replace('pluralRule-count-', ''));

/** The amounts of CLDR for a unit, by plural category. */
function amounts(units, width, unit, categories) {
  const patterns = units[width][unit];
  const pattern = (category) => patterns[`unitPattern-count-${category}`] ?? patterns['unitPattern-count-other'];
  const shown = (category) => {
    // A number that a record gives is always shown, also where CLDR has a word for one or two.
    const text = pattern(category).includes('{0}') ? pattern(category) : pattern('other');
    // A symbol is never alone in a line.
    return (width === 'short' ? text.replaceAll(' ', '\u00a0') : text).replace('{0}', '{number}');
  };
  return Object.fromEntries(categories.map((category) => [category, shown(category)]));
}

const folder = process.argv[2];
if (!folder) throw new Error('name the folder of the strings');
const files = fs.readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort();
let compared = 0;
for (const file of files) {
  const language = path.basename(file, '.yaml');
  const strings = parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  const { units } = require(`cldr-units-full/main/${language}/units.json`).main[language];
  const categories = categoriesOf(language);
  const all = [...Object.entries(LONG).map((it) => ['long', ...it]), ...Object.entries(SHORT).map((it) => ['short', ...it])];
  for (const [width, name, unit] of all) {
    const key = `amount_${name}`;
    if (OTHERWISE[language]?.[key]) continue;
    const own = strings[key];
    const expected = amounts(units, width, unit, categories);
    for (const [category, text] of Object.entries(expected)) {
      const ours = typeof own === 'string' ? own : own?.[category];
      verdict.check(ours === text, `${language} ${key} ${category}`, `${JSON.stringify(ours)} is ${JSON.stringify(text)} in CLDR`);
      compared++;
    }
  }
  const { dateTimeFormats } = require(`cldr-dates-full/main/${language}/ca-gregorian.json`).main[language].dates.calendars.gregorian;
  const both = dateTimeFormats.medium.replace('{1}', '{date}').replace('{0}', '{time}');
  if (!OTHERWISE[language]?.date_time) {
    verdict.check(strings.date_time === both, `${language} date_time`, `${JSON.stringify(strings.date_time)} is ${JSON.stringify(both)} in CLDR`);
  }
  const checked = strings.checked === 'none' || (Array.isArray(strings.checked) && strings.checked.length > 0);
  verdict.check(checked, `${language} checked`, 'says neither `none` nor with what it was compared');
}
verdict.check(files.length >= 19, 'languages', `only ${files.length}`);
verdict.end(`${compared} amounts of ${files.length} languages compared with CLDR`);
