// What the judges share: the pages of a built folder, their text, a browser, two servers, and how faults are reported.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'parse5';

// ---- Faults -------------------------------------------------------------------------------------------------------

/** Counts checks and collects faults. A judge that has checked nothing has failed: it was given the wrong thing. */
export class Verdict {
  checks = 0;
  faults = [];

  check(good, where, what) {
    this.checks++;
    if (!good) this.faults.push(`${where}: ${what}`);
    return Boolean(good);
  }

  end(summary = '') {
    for (const fault of this.faults) console.log(fault);
    if (!this.checks) console.log('nothing was judged');
    const list = [`${this.checks} checks`, `${this.faults.length} faults`, summary];
    console.log(list.filter(Boolean).join(', '));
    process.exitCode = this.faults.length || !this.checks ? 1 : 0;
  }
}

/** The built folders named on the command line; options (--x) are left to the judge. */
export function folders() {
  const list = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  if (!list.length) throw new Error('name at least one built folder');
  return list.map((dir) => {
    if (!fs.existsSync(dir)) throw new Error(`${dir}: no such folder`);
    return path.resolve(dir);
  });
}

// ---- Pages --------------------------------------------------------------------------------------------------------

const files = (dir) =>
  fs.readdirSync(dir, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(dir, entry.name);
      return entry.isDirectory() ? files(full) : [full];
    });

/** The files below a folder whose names end with this suffix, as paths relative to it. */
export const filesOf = (dir, end) => files(dir).filter((file) => file.endsWith(end)).map((file) => path.relative(dir, file));

/** Whether a page is what its language shows at missing addresses: it is not in the sitemap, and alone knows the site's own path. */
export const isMissingPage = (page) => path.basename(page.file) === '404.html';

/** All pages in one file: it shows one at a time, and all of them at `#all`. */
export const isEdition = (page) => path.basename(page.file) === 'all.html';

/** Every HTML page of a built folder: where it is, its address below the site's root, its bytes and its tree. */
export function pagesOf(dir) {
  const list = filesOf(dir, '.html').map((file) => {
    const html = fs.readFileSync(path.join(dir, file));
    const tree = parse(html.toString('utf8'));
    return {
      dir,
      file,
      name: `${path.basename(dir)}/${file}`,
      address: file.replace(/(^|\/)index\.html$/, '$1'),
      html,
      tree,
      // A page at an old address only leads on to the new one.
      leadsOn: nodes(tree).some((node) => node.tagName === 'meta' && /^refresh$/i.test(attr(node, 'http-equiv') ?? '')),
    };
  });
  if (!list.length) throw new Error(`${dir}: no page in it`);
  return list;
}

/** Every element and text below a node, in the order of the document. */
export const nodes = (node) => [node, ...(node.content?.childNodes ?? node.childNodes ?? []).flatMap(nodes)];

export const attr = (node, name) => node.attrs?.find((a) => a.name === name)?.value;

export const elements = (tree, ...names) => nodes(tree).filter((node) => names.includes(node.tagName));

const SILENT = new Set(['style', 'script', 'svg', 'template', 'noscript']);
const INLINE = new Set(
  `a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr`.split(' '),
);

/**
 * The words of the page's body as a reader meets them: without style, script and drawings. An element that starts a new
 * box ends a word; with `tags` every tag does.
 */
export function textOf(tree, { tags = false, apart = new Set() } = {}) {
  const read = (node) => {
    if (node.nodeName === '#text') return node.value;
    if (SILENT.has(node.tagName)) return ' ';
    const inside = (node.childNodes ?? []).map(read).join('');
    return !tags && INLINE.has(node.tagName) && !apart.has(node.tagName) ? inside : ` ${inside} `;
  };
  return plain(elements(tree, 'body').map(read).join(' '));
}

/** One space between words, of whatever kind it was (no-break spaces included), and no invisible joiners. */
export const plain = (text) => text.replace(/[\u00ad\u200b-\u200f\u2060]/g, '').replace(/\s+/g, ' ').trim();

/** The path that the site's `base_url` has, told by its sitemap; `/` without one. */
export function basePath(dir) {
  const sitemap = path.join(dir, 'sitemap.xml');
  if (!fs.existsSync(sitemap)) return '/';
  const paths = [...fs.readFileSync(sitemap, 'utf8').matchAll(/<loc>([^<]+)<\/loc>/g)].map((m) => new URL(m[1], 'http://x').pathname);
  const known = new Set(pagesOf(dir).map((page) => page.address));
  const first = paths[0] ?? '/';
  const bases = [...first.matchAll(/\//g)].map((m) => first.slice(0, m.index + 1));
  return bases.find((base) => paths.every((p) => p.startsWith(base) && known.has(decodeURI(p.slice(base.length))))) ?? '/';
}

// ---- Programs -----------------------------------------------------------------------------------------------------

process.setMaxListeners(0); // each server and folder below cleans up after itself

/** A temporary folder that goes when the judge does. */
export function scratch() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'firstflight-judge-'));
  process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The system's Chromium; CHROMIUM names another one. */
export async function launch() {
  const { chromium } = await import('playwright-core');
  const named = process.env.CHROMIUM ?? 'chromium';
  const executablePath = named.includes('/') ? named : execFileSync('which', [named], { encoding: 'utf8' }).trim();
  const quiet = ['disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync'];
  return chromium.launch({ executablePath, args: ['no-sandbox', ...quiet].map((flag) => `--${flag}`) });
}

const TYPES = { html: 'text/html', xml: 'application/xml', svg: 'image/svg+xml', txt: 'text/plain', ics: 'text/calendar', css: 'text/css', js: 'text/javascript', png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', avif: 'image/avif' };

/** A plain server for judges that look at one page: pages that lead on stay where they are, so they are judged too. */
export async function serve(dir) {
  const server = http.createServer((request, response) => {
    const wanted = path.join(dir, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const file = wanted.endsWith('/') ? `${wanted}index.html` : wanted;
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end();
    const bytes = fs.readFileSync(file);
    response.setHeader('content-type', TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream');
    response.end(file.endsWith('.html') ? bytes.toString('utf8').replace(/http-equiv=["']?refresh["']?/i, 'name=was-refresh') : bytes);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const freePort = () =>
  new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

/**
 * nginx as hosts run it, with the folder at `mount`: it serves ready-made brotli files where the build made some (its
 * module then keeps nginx from compressing what has none), else gzip at level 6. Its log says what was really asked for:
 * a browser hides its icon requests.
 */
export async function nginx(dir, mount) {
  const home = scratch();
  const port = await freePort();
  const { stderr: build, error } = spawnSync('nginx', ['-V'], { encoding: 'utf8' });
  if (error) throw error;
  const places = [build.match(/--modules-path=(\S+)/)?.[1], '/usr/lib/nginx/modules', '/usr/share/nginx/modules'];
  const module = places.filter(Boolean).map((p) => `${p}/ngx_http_brotli_static_module.so`).find((p) => fs.existsSync(p));
  if (!module) throw new Error('nginx has no brotli_static module');
  const brotli = filesOf(dir, '.html.br').length > 0;
  const types = Object.entries(TYPES).map(([end, type]) => `${type} ${end};`).join(' ');
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${home}/${n};`).join(' ');
  fs.writeFileSync(`${home}/nginx.conf`, `
    ${brotli ? `load_module ${module};` : ''}
    daemon off; master_process off; pid ${home}/pid; error_log ${home}/error.log;
    events {}
    http {
      types { ${types} } default_type application/octet-stream; ${temp}
      log_format asked '$status $request_uri'; access_log ${home}/access.log asked;
      ${brotli ? 'brotli_static on;' : ''} gzip on; gzip_comp_level 6;
      server {
        listen 127.0.0.1:${port}; port_in_redirect on;
        location ${mount} { alias "${dir}/"; }
        error_page 404 ${mount}404.html;
      }
    }`);
  const child = spawn('nginx', ['-p', home, '-e', `${home}/error.log`, '-c', `${home}/nginx.conf`], { stdio: ['ignore', 'ignore', 'pipe'] });
  let trouble = '';
  child.stderr.on('data', (data) => (trouble += data));
  let ended = false;
  child.on('exit', () => (ended = true));
  process.on('exit', () => child.kill());
  for (let tries = 0; !(await answers(port)); tries++) {
    if (ended || tries > 100) throw new Error(`nginx does not start: ${trouble}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  const log = () => fs.readFileSync(`${home}/access.log`, 'utf8').split('\n').filter(Boolean);
  return { origin: `http://127.0.0.1:${port}`, log, close: () => child.kill() };
}

const answers = (port) =>
  new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1', () => done(true) || socket.destroy());
    socket.on('error', () => done(false));
  });

/** One request as typed, the body left as it travelled. */
export const ask = (url, headers = {}) =>
  new Promise((done, fail) => {
    http.get(url, { headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    }).on('error', fail);
  });
