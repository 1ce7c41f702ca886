// Each page in the text browsers w3m and lynx: every word, in order, and every link in the list.   node text.mjs DIR…

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Verdict, attr, elements, folders, pagesOf, plain, textOf } from './lib.mjs';

const run = (program, ...args) =>
  execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' }, maxBuffer: 1 << 26 });
const LYNX = ['-cfg=/dev/null', '-assume_charset=utf-8', '-display_charset=utf-8', '-width=990'];
const BROWSERS = {
  w3m: (file) => run('w3m', '-I', 'utf-8', '-O', 'utf-8', '-cols', '990', '-T', 'text/html', '-dump', file),
  lynx: (file) => run('lynx', ...LYNX, '-nonumbers', '-nolist', '-dump', file),
};

// Between these a line may end without a space, and then a text browser's words are not those of the page.
const WITHOUT_SPACES = /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef])/u;
// What a text browser can only tell with signs of its own around it, such as [DEL:…:DEL] and H[2]O.
const MARKED = new Set(['del', 'ins', 's', 'sub', 'sup']);

const verdict = new Verdict();
const pages = folders().flatMap(pagesOf);
for (const page of pages) {
  const file = path.join(page.dir, page.file);
  const words = textOf(page.tree, { apart: MARKED }).split(' ').flatMap((word) => word.split(WITHOUT_SPACES)).filter(Boolean);
  for (const [name, dump] of Object.entries(BROWSERS)) {
    const text = plain(dump(file));
    let at = 0;
    const lost = words.filter((word) => {
      const found = text.indexOf(word, at);
      if (found >= 0) at = found + word.length;
      return found < 0;
    });
    verdict.check(words.length && !lost.length, page.name, `${name} does not show in order: ${lost.slice(0, 10).join(' ')}`);
  }
  // lynx shows fragments as they are written or escaped, as it pleases: both sides are compared unescaped.
  const bare = (address) => { try { return decodeURI(address); } catch { return address; } };
  const listed = new Set(run('lynx', ...LYNX, '-listonly', '-nonumbers', '-dump', file).split('\n').map((line) => bare(line.trim())));
  for (const link of elements(page.tree, 'a').filter((a) => attr(a, 'href'))) {
    const goal = new URL(attr(link, 'href'), pathToFileURL(file)).href;
    verdict.check(listed.has(bare(goal)), page.name, `lynx does not list the link ${attr(link, 'href')}`);
  }
}
verdict.end(`${pages.length} pages`);
