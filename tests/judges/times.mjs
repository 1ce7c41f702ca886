// The second reader of calendar files, for times.py: for each file of a folder its name, start and end in UTC, a line each,
// with tabs between.   node times.mjs DIR

import fs from 'node:fs';
import path from 'node:path';
import ICAL from 'ical.js';

const dir = process.argv[2];
const lines = [];
for (const file of fs.readdirSync(dir).filter((name) => name.endsWith('.ics'))) {
  const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(path.join(dir, file), 'utf8')));
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  if (events.length !== 1) throw new Error(`${file}: ${events.length} events`);
  const [{ startDate, endDate }] = events;
  for (const date of [startDate, endDate]) {
    if (date.zone !== ICAL.Timezone.utcTimezone) throw new Error(`${file}: ${date} is not in UTC`);
  }
  lines.push([path.basename(file, '.ics'), startDate.toString(), endDate.toString()].join('\t'));
}
process.stdout.write(lines.map((line) => `${line}\n`).join(''));
