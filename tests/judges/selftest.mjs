// Proves that each judge can fail: it accepts a small good site and names the fault of each faulty one.
// node selftest.mjs [JUDGE…]

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { Verdict, ask, nginx, scratch } from './lib.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));

// ---- The good site ------------------------------------------------------------------------------------------------

const STYLE = `:root{color-scheme:light dark}body{font:1em/1.5 serif;margin:1em auto;max-width:35em;padding:0 1em}a{display:inline-block;padding:.5em 0}`;

const page = (title, body, head = '') =>
  `<!doctype html><html lang=en><meta charset=utf-8><title>${title}</title><meta name=viewport content="width=device-width"><link rel=icon href="data:,"><style>${STYLE}</style>${head}<header><nav><a href="./">Here</a></nav></header><main><h1>${title}</h1>${body}</main></html>`;

const SITE = 'https://example.org/';
const GOOD = {
  'index.html': page('Home', '<p>Only 19\u00a0% are online. See <a href="session/#times">the times</a>.</p>'),
  'session/index.html': page('Session', '<h2 id=times>Times</h2><p>From nine to ten, see <a href="../">home</a>.</p>'),
  'old/index.html': `<!doctype html><html lang=en><meta charset=utf-8><title>Moved</title><link rel=icon href="data:,"><meta http-equiv=refresh content="0; url=../session/"><main><h1>Moved</h1><a href="../session/">Session</a></main></html>`,
  '404.html': page('Not here', '<p>Go <a href="/">home</a>.</p>').replace('href="./"', 'href="/session/"'),
  'sitemap.xml': `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>${SITE}</loc></url><url><loc>${SITE}session/</loc></url></urlset>`,
  'atom.xml': `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>${SITE}</id><title>News</title><updated>2026-01-02T00:00:00Z</updated><link rel="self" href="${SITE}atom.xml"/><author><name>We</name></author><entry><id>${SITE}session/</id><title>Session</title><updated>2026-01-02T00:00:00Z</updated><link href="${SITE}session/"/></entry></feed>`,
};
// axe looks at each page six times, so two pages must do.
const ENOUGH = { axe: ['index.html', 'session/index.html'] };
// Pages that are read from right to left, with a drawing as it is on both sides of the mirror.
const turned = (html) => html.replace('<html lang=en>', '<html lang=ar dir=rtl>');
const drawing = (inside, at) =>
  `<svg viewBox="0 0 100 20" width=100 height=20 aria-hidden=true>${inside}<text x=${at} y=18 font-size=8>5</text></svg>`;
const LINE = '<path d="M10 10L60 2" stroke=red />';
const MORE = {
  mirror: {
    'ar/index.html': turned(page('Home', '<ul><li>Only <a href="../">one</a> page <b>here</b></li></ul><p><code dir=ltr>a b</code></p>')),
    'line/index.html': page('Line', drawing(LINE, 10)),
    'ar/line/index.html': turned(page('Line', drawing(`<g transform="matrix(-1 0 0 1 100 0)">${LINE}</g>`, 90))),
  },
};
const SOURCE = 'Only 19 % are online.\n\nFrom nine to ten, see home.';

// ---- The faults: judge, name, what is done to the files, what the judge must say -------------------------------------

const add = (html, file = 'index.html') => (site) => (site[file] = site[file].replace('</main>', `${html}</main>`));
const swap = (from, to, file = 'index.html') => (site) => {
  if (!site[file].includes(from)) throw new Error(`the good site has no ${from}`);
  site[file] = site[file].replaceAll(from, to);
};
const ready = (site) => {
  for (const file of Object.keys(site).filter((f) => f.endsWith('.html'))) site[`${file}.br`] = zlib.brotliCompressSync(site[file]);
};
const css = (rules) => swap('</style>', `${rules}</style>`);
const noise = Array.from({ length: 3000 }, (_, i) => ((i * i * 7919) % 65521).toString(36)).join(' ');

const FAULTS = [
  ['nu', 'broken HTML', add('<p><div></p>'), 'error: Unclosed element'],
  ['nu', 'a warning', add('<section><p>x</p></section>'), 'heading'],
  ['nu', 'broken CSS', css('p{colour:red}'), 'colour'],
  ['nu', 'a fault in an old address', swap('<title>Moved</title>', '', 'old/index.html'), 'old/index.html'],
  ['axe', 'low contrast in the light', css('@media(prefers-color-scheme:light){p{color:#aaa}}'), 'light: color-contrast'],
  ['axe', 'low contrast in the dark', css('@media(prefers-color-scheme:dark){p{color:#555}}'), 'dark: color-contrast'],
  ['axe', 'undecidable contrast', css('p{background:linear-gradient(red,blue)}'), 'color-contrast'],
  ['axe', 'a small target', add('<p><a style="font-size:8px;padding:0" href=a>a</a><a style="font-size:8px;padding:0" href=b>b</a></p>'), 'target-size'],
  ['axe', 'a fault that only a phone shows', css('@media(max-width:400px){h1{display:none}}'), 'phone light: page-has-heading-one'],
  ['axe', 'a fault in a folded part', add('<details><summary>More</summary><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></details>'), 'image-alt'],
  ['browser', 'a second request', add('<img src="dot.svg" alt=dot width=1 height=1>'), '2 requests'],
  ['browser', 'an icon request', swap('<link rel=icon href="data:,">', ''), 'favicon.ico'],
  ['browser', 'a word in the console', add('<script>console.log("hello")</script>'), 'log: hello'],
  ['browser', 'an uncaught error', add('<script>nothing.here()</script>'), 'uncaught'],
  ['browser', 'text from script', add('<p id=t></p><script>document.getElementById("t").textContent="made"</script>'), 'without script'],
  ['browser', 'text hidden by style', add('<p style="display:none">secret</p>'), 'without style'],
  ['browser', 'text made by style', css('h1::after{content:" of 2026"}'), 'only the style knows'],
  ['browser', 'a wide box', add('<div style="width:500px">x</div>'), 'wider than the window at 320 px'],
  ['browser', 'a wide box that is clipped', (site) => [css('html{overflow-x:clip}')(site), add('<div style="width:500px">x</div>')(site)], 'wider than the window'],
  ['browser', 'too wide only when zoomed', css('@media(max-height:300px){h1{width:500px}}'), 'at 400 % zoom'],
  ['browser', 'two headings', add('<h1>Again</h1>'), 'one h1'],
  ['browser', 'no title', swap('<title>Home</title>', '<title></title>'), 'no title'],
  ['browser', 'a dead link', add('<a href="nowhere/">x</a>'), 'answers 404'],
  ['browser', 'a link that is redirected', add('<a href="session">x</a>'), 'answers 301'],
  ['browser', 'a missing fragment', add('<a href="session/#none">x</a>'), 'no id none'],
  ['browser', 'a link that works at the root only', add('<a href="/session/">x</a>'), '/session/ answers'],
  ['browser', 'a forbidden scheme', add('<a href="javascript:0">x</a>'), 'scheme javascript:'],
  ['browser', 'an old address that leads nowhere', swap('../session/', '../sesion/', 'old/index.html'), 'is not there'],
  ['browser', 'a relative link in the 404 page', swap('href="/session/"', 'href="session/"', '404.html'), 'deep address'],
  ['browser', 'a report that is wrong', swap('index.html 1', 'index.html 9', 'REPORT'), 'the report says'],
  ['browser', 'no report', swap('html', 'htm', 'REPORT'), 'the report says undefined'],
  ['browser', 'a stale .br file', (site) => [ready(site), (site['index.html.br'] = zlib.brotliCompressSync('old'))], 'is not the page'],
  ['browser', 'a missing .br file', (site) => [ready(site), delete site['index.html.br']], 'is sent as undefined'],
  ['mirror', 'a margin at one side', swap('</style>', 'li{margin-left:30px}</style>', 'ar/index.html'), 'mirrored'],
  ['mirror', 'words that keep their order', swap('<li>', '<li style="unicode-bidi:bidi-override;direction:ltr;width:20em">', 'ar/index.html'), 'mirrored'],
  ['mirror', 'a line that keeps its direction', swap('matrix(-1 0 0 1 100 0)', 'translate(0)', 'ar/line/index.html'), 'lines are not mirrored'],
  ['mirror', 'words of a drawing at the wrong side', swap('x=90', 'x=10', 'ar/line/index.html'), 'not mirrored'],
  ['mirror', 'a drawing that is missing', swap('<svg', '<s', 'ar/line/index.html'), '0 drawings'],
  ['text', 'a missing word', add('<video><p>unseen words</p></video><svg></svg><select><option>a<option selected>b</select>'), 'does not show'],
  ['text', 'a link without words', add('<area href="away.html"><a href="away.html"></a>'), 'does not list'],
  ['feeds', 'a broken sitemap', swap('</urlset>', '', 'sitemap.xml'), 'not well-formed'],
  ['feeds', 'a page that the sitemap forgets', swap(`<url><loc>${SITE}session/</loc></url>`, '', 'sitemap.xml'), '/session/ occurs in it 0 times'],
  ['feeds', 'a sitemap of relative addresses', swap(`<loc>${SITE}session/`, '<loc>/session/', 'sitemap.xml'), 'not an absolute address'],
  ['feeds', 'an entry without a date', swap('<title>Session</title><updated>2026-01-02T00:00:00Z</updated>', '<title>Session</title>', 'atom.xml'), 'needs one updated'],
  ['feeds', 'a feed without author', swap('<author><name>We</name></author>', '', 'atom.xml'), 'author'],
  ['feeds', 'an entry without a page', swap(`href="${SITE}session/"`, `href="${SITE}none/"`, 'atom.xml'), 'no page at /none/'],
  ['budgets', 'a heavy frame', css(noise.split(' ').map((w) => `.x${w}{}`).join('').slice(0, 3000)), 'the frame takes'],
  ['budgets', 'a heavy page', add(`<p>${noise} ${noise.replaceAll(' ', '-')}`), 'bytes as sent'],
  ['budgets', 'a heavy session page', add(`<p>${noise.slice(0, 4000)}`, 'session/index.html'), '1480 are allowed'],
  ['source', 'a changed word', swap('nine', 'eight', 'session/index.html'), 'does not say: From nine'],
  ['source', 'a percentage written otherwise', swap('19\u00a0%', '19%'), 'does not say: Only 19 %'],
  ['screenshots', 'no page', (site) => Object.keys(site).forEach((file) => delete site[file]), 'no page in it'],
];

// The reader of Markdown is played by the specification itself, or by one that knows better.
const READER = `
const spec = (await import('commonmark-spec')).default, tabs = (t) => t.replaceAll('→', '\\t');
const answers = new Map(spec.tests.map((e) => [tabs(e.markdown), tabs(e.html)]));
for (const line of (await import('node:fs')).readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
  const { markdown, mode } = JSON.parse(line);
  let html = answers.get(markdown);
  if (mode === process.env.BREAKS) html = html.replace('<h1>', '<h1 id=x>').replace('Foo*bar*baz', 'changed');
  console.log(JSON.stringify({ html }));
}`;
const reader = [process.execPath, '--input-type=module', '-e', READER];
const READERS = [
  ['the specification itself', { BREAKS: '' }, 0, '0 differ'],
  ['another tree', { BREAKS: 'plain' }, 1, 'Setext'],
  ['house rules without a reason', { BREAKS: 'house' }, 1, 'without a reason'],
];

// ---- The proof ----------------------------------------------------------------------------------------------------

const verdict = new Verdict();
const room = scratch();
fs.writeFileSync(path.join(room, 'source.txt'), SOURCE);
const OPTIONS = { source: [`--source=${room}/source.txt`], screenshots: [`--to=${room}/pictures`] };
const asked = process.argv.slice(2);
const judges = [...new Set(FAULTS.map(([judge]) => judge)), 'commonmark'].filter((judge) => !asked.length || asked.includes(judge));
for (const judge of judges) {
  if (judge === 'commonmark') for (const job of READERS) await proveReader(...job);
  else await prove(judge);
}
verdict.end(`${judges.length} judges`);

/** One run of the judge over good sites, which it must accept, and one over all faulty ones. */
async function prove(judge) {
  const good = [await site(judge, 'good', () => {})];
  if (judge === 'browser') good.push(await site(judge, 'good-brotli', ready));
  const accepted = await run(process.execPath, [path.join(HERE, `${judge}.mjs`), ...good, ...(OPTIONS[judge] ?? [])]);
  verdict.check(accepted.code === 0, judge, `rejects a good site:\n${accepted.said}`);

  const faults = FAULTS.filter(([name]) => name === judge);
  const bad = [];
  for (const [i, [, , spoil]] of faults.entries()) bad.push(await site(judge, `fault-${i}-`, spoil));
  const { code, said } = await run(process.execPath, [path.join(HERE, `${judge}.mjs`), ...bad, ...(OPTIONS[judge] ?? [])]);
  verdict.check(code === 1, judge, `ends with ${code} after faults`);
  for (const [i, [, name, , needle]] of faults.entries()) {
    const lines = said.split('\n').filter((line) => line.includes(`fault-${i}-`));
    verdict.check(lines.some((line) => line.includes(needle)), judge, `does not see ${name}; "${needle}" expected:\n${(lines.length ? lines : [said]).join('\n')}`);
  }
}

/** Writes the good site, spoiled; returns its folder. */
async function site(judge, name, spoil) {
  const good = Object.entries(GOOD).filter(([file]) => ENOUGH[judge]?.includes(file) ?? true);
  const files = { ...Object.fromEntries(good), ...MORE[judge] };
  files.REPORT = Object.keys(GOOD).filter((file) => file.endsWith('.html')).map((file) => `${file} 1`).join('\n');
  spoil(files);
  const { REPORT, ...rest } = files;
  const dir = path.join(room, judge, name);
  fs.mkdirSync(dir, { recursive: true });
  for (const [file, content] of Object.entries(rest)) {
    fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    fs.writeFileSync(path.join(dir, file), content);
  }
  if (judge === 'browser') fs.writeFileSync(`${dir}.report`, await honest(REPORT, dir));
  return dir;
}

async function proveReader(name, env, want, needle) {
  const { code, said } = await run(process.execPath, [path.join(HERE, 'commonmark.mjs'), ...reader], { ...env, GOLDEN: `${room}/none.txt` });
  verdict.check(code === want && said.includes(needle), 'commonmark', `${name}: ended with ${code}, "${needle}" expected:\n${said.slice(-2000)}`);
}

/** A report in which "1" has become the number of bytes that travel. */
async function honest(report, dir) {
  const server = await nginx(dir, '/');
  const lines = report.split('\n').map(async (line) => {
    const file = line.split(' ')[0];
    const { body } = await ask(`${server.origin}/${file}`, { 'accept-encoding': 'gzip, deflate, br' });
    return line.replace(/ 1$/, ` ${body.length}`);
  });
  const told = (await Promise.all(lines)).join('\n');
  server.close();
  return told;
}

function run(program, args, env = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: HERE, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
    child.on('close', (code) => done({ code, said }));
  });
}
