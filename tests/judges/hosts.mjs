// A site as real servers send it, configured by what Firstflight writes for them: nginx and Caddy by `host-config`, Apache by
// `.htaccess`; at the root of a host and below a path; and with `csp: meta`, by a server that sends no headers. Status, type, encoding, length and headers of pages and files, redirects, the
// page for missing addresses; and each page in Chromium, where its policy allows what is in it and refuses one style more.
// node hosts.mjs PROGRAM [--work=DIR] [--servers=nginx,caddy,apache]

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { Verdict, ask, launch, nginx, pagesOf } from './lib.mjs';

const option = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const program = path.resolve(process.argv.slice(2).find((word) => !word.startsWith('--')));
const work = path.resolve(option('work') ?? fs.mkdtempSync(path.join(os.tmpdir(), 'hosts-')));
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const APACHE_MODULES = '/usr/lib/apache2/modules';
const verdict = new Verdict();
const seen = { pages: 0, violations: 0, refused: 0 };

fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(work, { recursive: true });
fs.chmodSync(work, 0o755);

const freePort = () =>
  new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
const answers = (port) =>
  new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1', () => done(true) || socket.destroy());
    socket.on('error', () => done(false));
  });

const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, SOURCE_DATE_EPOCH: '1795392000' } });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout;
};

/** The health bulletin, with old addresses and a file of a type that servers lack. */
function copy(host) {
  const site = path.join(work, host, 'site');
  fs.cpSync(path.join(root, 'tests/sites/bulletin'), site, { recursive: true });
  const settings = path.join(site, 'content/site.yaml');
  fs.writeFileSync(settings, fs.readFileSync(settings, 'utf8').replace(/^host:.*$/m, `host: ${host}`));
  fs.writeFileSync(path.join(site, 'content/en/moved.md'), '---\ntitle: Moved\naliases: [/a/former/address/that/is/longer/than/forty/bytes/, /former.html]\n---\nWords. See [the list](list.csv).\n');
  fs.writeFileSync(path.join(site, 'content/en/list.csv'), 'a,b\n');
  return site;
}

/** Starts a server, and waits until it answers. */
async function start(command, args, port, env = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  let ended = false;
  child.stderr.on('data', (data) => (said += data));
  child.on('exit', () => (ended = true));
  child.on('error', (error) => ((ended = true), (said += error)));
  process.on('exit', () => child.kill());
  for (let tries = 0; !(await answers(port)); tries++) {
    if (ended || tries > 200) throw new Error(`${command} does not start: ${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return () => child.kill();
}

const SERVERS = {
  async nginx(site, dir, home, port, base) {
    const print = (...part) => run('host-config', 'nginx', '--site', site, '--base-url', `http://127.0.0.1:${port}${base}`, ...part);
    fs.writeFileSync(`${home}/http.conf`, print('--part', 'http'));
    fs.writeFileSync(`${home}/server.conf`, print());
    fs.copyFileSync('/etc/nginx/mime.types', `${home}/mime.types`);
    const module = ['/usr/lib/nginx/modules', '/usr/share/nginx/modules'].map((p) => `${p}/ngx_http_brotli_static_module.so`).find((p) => fs.existsSync(p));
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${home}/${n};`).join(' ');
    fs.writeFileSync(`${home}/nginx.conf`, `
      load_module ${module};
      daemon off; master_process off; pid ${home}/pid; error_log ${home}/error.log;
      events {}
      http {
        default_type application/octet-stream; ${temp} access_log off;
        include http.conf;
        server {
          listen 127.0.0.1:${port};
          root "${dir}";
          brotli_static on;
          include server.conf;
        }
      }`);
    return start('nginx', ['-p', home, '-e', `${home}/error.log`, '-c', `${home}/nginx.conf`], port);
  },
  async caddy(site, dir, home, port, base) {
    fs.writeFileSync(`${home}/site.caddy`, run('host-config', 'caddy', '--site', site, '--base-url', `http://127.0.0.1:${port}${base}`));
    fs.writeFileSync(`${home}/Caddyfile`, `{\n\tadmin off\n\tauto_https off\n}\nhttp://127.0.0.1:${port} {\n\troot * "${dir}"\n\timport site.caddy\n}\n`);
    const env = { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
    return start('caddy', ['run', '--config', `${home}/Caddyfile`, '--adapter', 'caddyfile'], port, env);
  },
  async apache(site, dir, home, port) {
    const modules = ['mpm_event', 'authz_core', 'dir', 'mime', 'headers', 'rewrite', 'alias', 'deflate', 'filter', 'setenvif', 'env'];
    const load = modules.map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`).join('\n');
    fs.writeFileSync(`${home}/httpd.conf`, `
      ServerRoot ${home}
      ServerName 127.0.0.1
      Listen 127.0.0.1:${port}
      PidFile ${home}/pid
      ErrorLog ${home}/error.log
      ${load}
      TypesConfig /etc/mime.types
      DirectoryIndex index.html
      DocumentRoot "${dir}"
      <Directory "${dir}">
        AllowOverride All
        Options FollowSymLinks
        Require all granted
      </Directory>`);
    return start('apache2', ['-f', `${home}/httpd.conf`, '-DFOREGROUND'], port);
  },
};

const browser = await launch();
const servers = (option('servers') ?? 'nginx,caddy,apache').split(',');
for (const server of servers) {
  for (const base of ['/', '/sub/path/']) await judged(server, base);
}
await inPages();
await browser.close();
verdict.end(`${servers.join(', ')}: ${seen.pages} pages, ${seen.violations} violations, ${seen.refused} foreign styles refused`);

async function judged(server, base) {
  const site = copy(server);
  const home = path.join(work, server, base.replaceAll('/', '_'));
  fs.mkdirSync(home, { recursive: true });
  const port = await freePort();
  const top = path.join(home, 'www');
  const dir = path.join(top, base);
  run('build', '--site', site, '--out', dir.replace(/\/$/, ''), '--state', `${home}/state`, '--base-url', `http://127.0.0.1:${port}${base}`);
  const stop = await SERVERS[server](site, top, home, port, base);
  const origin = `http://127.0.0.1:${port}`;
  const pages = pagesOf(dir);
  for (const page of pages.filter((page) => !page.leadsOn)) await sent(`${server} ${base}`, `${origin}${base}${page.address}`, page, dir);
  await others(`${server} ${base}`, origin + base, base);
  for (const page of pages.filter((page) => !page.leadsOn)) await shown(`${server} ${base}`, `${origin}${base}${page.address}`, page);
  await shown(`${server} ${base}`, `${origin}${base}nothing/here/`, { name: 'a missing address' }, 404);
  await shown(`${server} ${base}`, `${origin}${base}fr/rien/ici/`, { name: 'a missing address in French' }, 404);
  stop();
}

/** Pages that contain their policy, from a server that sends no headers. */
async function inPages() {
  const site = copy('github-pages');
  fs.appendFileSync(path.join(site, 'content/site.yaml'), 'csp: meta\n');
  const dir = path.join(work, 'github-pages/www');
  run('build', '--site', site, '--out', dir, '--base-url', 'http://127.0.0.1/');
  const server = await nginx(dir, '/');
  for (const page of pagesOf(dir).filter((page) => !page.leadsOn)) await shown('csp: meta', `${server.origin}/${page.address}`, page);
  server.close();
}

/** A page as it travels: status, type, headers, and each encoding to the byte. */
async function sent(where, url, page, dir) {
  const name = `${where} ${page.name}`;
  const html = fs.readFileSync(path.join(dir, page.file));
  for (const [accept, encoding, suffix, unpack] of [
    ['br, gzip', 'br', '.br', zlib.brotliDecompressSync],
    ['gzip', 'gzip', '.gz', zlib.gunzipSync],
    ['', undefined, '', (bytes) => bytes],
  ]) {
    const file = path.join(dir, page.file + suffix);
    if (!fs.existsSync(file)) continue; // too small to be compressed
    const { status, headers, body } = await ask(url, accept ? { 'accept-encoding': accept } : {});
    verdict.check(status === 200, name, `status ${status}`);
    verdict.check(/^text\/html\b/.test(headers['content-type']), name, `type ${headers['content-type']}`);
    verdict.check(headers['content-encoding'] === encoding, name, `${accept}: encoding ${headers['content-encoding']}, not ${encoding}`);
    verdict.check(body.equals(fs.readFileSync(file)), name, `${accept}: ${body.length} bytes, not those of ${page.file}${suffix}`);
    verdict.check(unpack(body).equals(html), name, `${accept}: unpacked it is another page`);
    verdict.check(headers['x-content-type-options'] === 'nosniff', name, 'no nosniff');
    verdict.check(headers['cache-control'] === 'no-cache', name, `cache-control ${headers['cache-control']}`);
    verdict.check(Boolean(headers['referrer-policy'] && headers['permissions-policy']), name, 'no Referrer-Policy or Permissions-Policy');
    verdict.check(/^default-src 'none'; .*style-src 'sha256-[^ ]+'/.test(headers['content-security-policy']), name, `policy ${headers['content-security-policy']}`);
    verdict.check(!/unsafe|,/.test(headers['content-security-policy']), name, `policy ${headers['content-security-policy']}`);
  }
}

/** Files, old addresses, and addresses where nothing is published. */
async function others(where, root, base) {
  const type = async (file, expected) => {
    const { status, headers } = await ask(root + file);
    verdict.check(status === 200 && headers['content-type']?.startsWith(expected), `${where} ${file}`, `${status} ${headers['content-type']}, not ${expected}`);
    verdict.check(headers['x-content-type-options'] === 'nosniff', `${where} ${file}`, 'no nosniff');
    verdict.check(!headers['content-security-policy'], `${where} ${file}`, 'a file has a policy, which would apply to what is in it');
  };
  await type('list.csv', 'text/csv');
  await type('data.csv', 'text/csv');
  await type('data.jsonld', 'application/ld+json');
  const events = (await ask(`${root}data.jsonld`)) && fs.readdirSync(path.join(work, where.split(' ')[0], base.replaceAll('/', '_'), 'www', base, 'events')).find((name) => name.endsWith('.ics'));
  await type(`events/${events}`, 'text/calendar');
  for (const old of ['a/former/address/that/is/longer/than/forty/bytes/', 'former.html']) {
    const { status, headers } = await ask(root + old);
    const to = headers.location && new URL(headers.location, root).pathname;
    verdict.check(status === 301 && to === `${base}moved/`, `${where} ${old}`, `${status} to ${headers.location}`);
  }
  const state = path.join(work, where.split(' ')[0], base.replaceAll('/', '_'), 'www', base, '.firstflight');
  fs.mkdirSync(state);
  fs.writeFileSync(path.join(state, 'deployed.json'), '{}');
  for (const [address, words] of [['nothing/here/', '<html lang=en>'], ['fr/rien/ici/', '<html lang=fr>'], ['.firstflight/deployed.json', '<html lang=en>']]) {
    const { status, headers, body } = await ask(root + address);
    verdict.check(status === 404 && body.includes(words), `${where} ${address}`, `${status} ${body.subarray(0, 60)}`);
    verdict.check(/style-src 'sha256-/.test(headers['content-security-policy']), `${where} ${address}`, 'the page for missing addresses has no policy');
  }
}

/** A page in Chromium: nothing of its own is refused, and a style that it does not have is. */
async function shown(where, url, page, expected = 200) {
  const name = `${where} ${page.name}`;
  const context = await browser.newContext();
  const tab = await context.newPage();
  const refused = [];
  tab.on('console', (message) => /Content.Security.Policy/i.test(message.text()) && refused.push(message.text()));
  const response = await tab.goto(url);
  verdict.check(response.status() === expected, name, `status ${response.status()}`);
  for (const details of await tab.locator('details').all()) await details.evaluate((it) => (it.open = true));
  await tab.waitForLoadState('networkidle');
  seen.pages += 1;
  seen.violations += refused.length;
  verdict.check(!refused.length, name, refused.join(' | '));
  const has = await tab.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 0));
  verdict.check(has, name, 'its style is not applied');
  const kept = await tab.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body{outline:9px solid red}';
    document.head.append(style);
    return getComputedStyle(document.body).outlineWidth === '9px';
  });
  verdict.check(!kept, name, 'a style that is not in the page is applied');
  seen.refused += Number(!kept);
  await context.close();
}
