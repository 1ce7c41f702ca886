// Sites of other generators, imported and built: every page against a renderer of GitHub's Markdown by other people.
//
//   node real.mjs PROGRAM FOLDER [--work=FOLDER] [--show=N] [--only=PATH]
//
// FOLDER is a checked-out repository, or holds some. Each is imported, corrected by `fix` and built without manual edits. Then
// its pages are built once more with a theme that shows only their text, and compared with their original files, which
// micromark renders without front matter: the words in order, headings, lists, tables, links and code. What an import changes
// on purpose is a hole with a reason in the original and may be anything in the result; what is around it must be the same.
// `--show` limits the differences that are printed for a repository; `--only` compares pages whose path contains a text.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Verdict, filesOf, scratch } from './lib.mjs';
import { bodyOf, prepared, render } from './real/original.mjs';
import { firstDifference, ofOriginal, ofPage } from './real/streams.mjs';

const option = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const [program, folder] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (!folder) throw new Error('name the program and a folder');
const work = path.resolve(option('work') ?? scratch());
const show = Number(option('show') ?? 5);
const only = option('only') ?? '';

/** At least this part of the pages has no error before `fix`, is compared, and is the same. */
const WITHOUT_ERROR = 0.95;
const COMPARED = 0.98;
const SAME = 0.995;
/** How many findings of each code are listed to be read by people. */
const SAMPLE = 50;

const BARE = `<!doctype html><html lang="{{ page.lang }}"><head><meta data-source="{{ page.extra?.judged_source }}">
<title>{{ page.title }}</title></head><body><main>{{ page.content }}</main></body></html>`;

/** The folder itself, or the folders in it if it has no files of its own. */
function repositories(dir) {
  const entries = fs.readdirSync(dir, { withFileTypes: true }).filter((entry) => !entry.name.startsWith('.'));
  const isOne = entries.some((entry) => entry.isFile());
  return isOne ? [dir] : entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(dir, entry.name)).sort();
}

function run(name, ...args) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (done.error) throw done.error;
  verdict.check(done.status === 0, name, `${args.slice(0, 2).join(' ')} ended with ${done.status}: ${done.stderr.slice(0, 2000)}`);
  return done.stdout;
}

const json = (lines) => lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));

function judge(repository) {
  const name = path.basename(repository);
  const [site, out] = [path.join(work, name), path.join(work, `${name}.out`)];
  for (const dir of [site, out, `${site}.bare`, `${out}.bare`]) fs.rmSync(dir, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });

  const imported = json(run(name, 'import', 'site', repository, '--to', site, '--format', 'json'));
  const summary = imported.at(-1).imported;
  const pages = imported.filter((line) => line.page);
  const before = spawnSync(program, ['check', '--site', site, '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 30 });
  // The last object is about the whole run.
  const findings = json(before.stdout).filter((it) => it.code);
  sample(name, findings);
  const faulty = [...new Set(findings.filter((it) => it.level === 'error').map((it) => it.file))];
  const isWithout = verdict.check(faulty.length <= pages.length * (1 - WITHOUT_ERROR), name, `${faulty.length} of ${pages.length} pages have errors before fix`);
  if (faulty.length) console.log(`${name}: ${isWithout ? '' : 'too many '}pages with errors before fix: ${faulty.join(' ')}`);
  run(name, 'fix', '--site', site, '--allow-dirty');
  run(name, 'build', '--site', site, '--out', out);
  const built = bare(name, site);

  const left = {};
  const reasons = {};
  let [compared, same, holed, shown] = [0, 0, 0, 0];
  const add = (counts, more) => Object.entries(more).forEach(([reason, count]) => (counts[reason] = (counts[reason] ?? 0) + count));
  for (const { path: source, page } of pages.filter((it) => it.path.includes(only))) {
    const ours = built.get(page);
    if (!ours) {
      add(left, { 'not published': 1 });
      console.log(`${name}: ${source} is left out: not published`);
      continue;
    }
    // Addresses that cannot be links here, which the import reports.
    const unlinked = new Set(imported.filter((it) => it.kind === 'scheme' && it.path === source).map((it) => it.what));
    const isMdx = source.endsWith('.mdx');
    const { text, reasons: own } = prepared(bodyOf(fs.readFileSync(path.join(repository, source), 'utf8'), summary.from), summary.from, isMdx);
    let rendered;
    try {
      rendered = render(text, isMdx, own);
    } catch (error) {
      add(left, { 'the other renderer refuses it': 1 });
      console.log(`${name}: ${source} is left out: ${String(error.message).slice(0, 200)}`);
      continue;
    }
    const expected = ofOriginal(rendered, ours, unlinked);
    add(own, expected.reasons);
    compared++;
    holed += Object.keys(own).length > 0;
    add(reasons, own);
    const fault = difference(expected, ours) ?? linkDifference(expected, ours, repository, source);
    if (!fault) same++;
    else if (shown++ < show || only) console.log(`${name}: ${source} differs\n${fault}`);
    else console.log(`${name}: ${source} differs`);
  }
  const all = only ? pages.filter((it) => it.path.includes(only)).length : pages.length;
  verdict.check(compared >= all * COMPARED, name, `only ${compared} of ${all} pages were compared`);
  verdict.check(same >= compared * SAME, name, `only ${same} of ${compared} pages are the same`);
  console.log(`${name}: reasons for holes: ${list(reasons)}`);
  console.log(`${name}: not imported: ${list(counted(imported.filter((line) => line.kind).map((line) => line.kind)))}`);
  return [name, all, all - faulty.length, compared, same, ((same / compared) * 100).toFixed(2), holed, list(left)];
}

/** The pages of a site as a theme without a frame shows them, by their path in `content/`. */
function bare(name, site) {
  const copy = `${site}.bare`;
  fs.cpSync(site, copy, { recursive: true });
  for (const kind of ['page', 'section', 'home']) {
    fs.mkdirSync(`${copy}/themes/bare/templates`, { recursive: true });
    fs.writeFileSync(`${copy}/themes/bare/templates/${kind}.html`, BARE);
  }
  const config = `${copy}/content/site.yaml`;
  fs.appendFileSync(config, '\ntheme: [bare, plain]\n');
  for (const file of filesOf(path.join(copy, 'content'), '.md')) {
    const full = path.join(copy, 'content', file);
    const text = fs.readFileSync(full, 'utf8');
    const end = text.indexOf('\n---\n', 3);
    const own = `  judged_source: ${JSON.stringify(`content/${file}`)}`;
    const head = text.slice(0, end);
    const changed = /^extra:$/m.test(head) ? head.replace(/^extra:$/m, `extra:\n${own}`) : `${head}\nextra:\n${own}`;
    if (end > 0) fs.writeFileSync(full, changed + text.slice(end));
  }
  const out = path.join(work, `${name}.out.bare`);
  run(name, 'build', '--site', copy, '--out', out);
  const pages = filesOf(out, '.html').map((file) => ofPageAt(path.join(out, file)));
  return new Map(pages.filter((page) => page?.source).map((page) => [page.source, page]));
}

function ofPageAt(file) {
  const html = fs.readFileSync(file, 'utf8');
  return html.includes('data-source') ? ofPage(html) : null;
}

function difference(expected, ours) {
  const found = firstDifference(expected.tokens, ours.tokens);
  if (!found) return null;
  const from = Math.max(0, found.length - 8);
  const want = found.part.slice(from, found.length + 12);
  const got = ours.tokens.slice(Math.max(0, found.at - found.length + from), found.at + 12);
  return `  original: ${want.join(' ')}\n  ours:     ${got.join(' ')}`;
}

const absolute = (href) => {
  if (!/^(https?:)?\/\//i.test(href)) return null;
  try {
    return new URL(href, 'https://x').href;
  } catch {
    return null;
  }
};

/** Links to other sites must be the same and in order; a link to a file of the original must lead somewhere. */
function linkDifference(expected, ours, repository, source) {
  let at = 0;
  const theirs = ours.links.map(absolute);
  for (const href of expected.links) {
    const goal = absolute(href);
    if (!goal || goal.includes('%EE%80%80')) continue;
    // The words of a link may be its address, which is a link of its own for the other renderer.
    if (at > 0 && theirs[at - 1] === goal) continue;
    const found = theirs.indexOf(goal, at);
    if (found >= 0) at = found + 1;
    // An address of the site itself becomes a path.
    else if (!ours.links.some((link) => link && !absolute(link))) return `  a link to ${goal} is missing`;
  }
  if (expected.links.length !== ours.links.length) return null;
  for (const [number, href] of expected.links.entries()) {
    const file = href.split(/[?#]/)[0];
    if (ours.links[number] !== '' || !file || /^[a-z]+:|^\//i.test(file)) continue;
    if (fs.existsSync(path.join(repository, path.dirname(source), decoded(file)))) return `  ${href} exists in the original and is dead here`;
  }
  return null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Writes up to 50 findings of each code, always the same ones, to be read by people. */
function sample(name, findings) {
  const by = {};
  for (const finding of findings) (by[finding.code] ??= []).push(finding);
  const lines = [];
  for (const [code, all] of Object.entries(by).sort()) {
    const step = Math.max(1, all.length / SAMPLE);
    const chosen = Array.from({ length: Math.min(SAMPLE, all.length) }, (_, number) => all[Math.floor(number * step)]);
    lines.push(`\n${code} (${all.length})`, ...chosen.map((it) => `  ${it.level} ${it.file}:${it.line}:${it.column}: ${it.message}`));
  }
  fs.writeFileSync(path.join(work, `${name}.findings.txt`), `${lines.join('\n').trim()}\n`);
}

function counted(names) {
  const counts = {};
  for (const each of names) counts[each] = (counts[each] ?? 0) + 1;
  return counts;
}

function list(counts) {
  const all = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  return all.length ? all.map(([reason, count]) => `${reason} ${count}`).join(', ') : 'none';
}

function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => String(line[column]).length)));
  for (const line of lines) console.log(line.map((cell, column) => String(cell).padEnd(widths[column])).join('  ').trimEnd());
}

const verdict = new Verdict();
const rows = repositories(path.resolve(folder)).map(judge);
table([['repository', 'pages', 'no error', 'compared', 'same', 'per cent', 'with holes', 'left out'], ...rows]);
verdict.end(`${rows.length} repositories`);
