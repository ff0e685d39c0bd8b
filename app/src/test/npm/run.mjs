// Installs the client into a folder of its own, exactly as the lock file says, drives the server with it, and holds every answer
// to the server's own description of them.
//   node run.mjs TARGET_DIR [FILE.test.mjs ...]     with TALLYBOOK_URL (ending in /v1) and TALLYBOOK_API_KEY set
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, 'target'));
const scripts = readdirSync(here).filter(name => name.endsWith('.mjs'));
const wanted = process.argv.slice(3);
const tests = wanted.length > 0 ? wanted : scripts.filter(name => name.endsWith('.test.mjs'));
const answers = join(target, 'exchanges');
const description = join(target, 'openapi.json');

function sameLock() {
  const installed = join(target, 'package-lock.json');
  return existsSync(join(target, 'node_modules')) && existsSync(installed)
      && readFileSync(installed, 'utf8') === readFileSync(join(here, 'package-lock.json'), 'utf8');
}

function run(command, ...args) {
  const ended = spawnSync(command, args, { cwd: target, stdio: 'inherit', env: { ...process.env, TALLYBOOK_EXCHANGES: answers } });
  if (ended.error) {
    console.error(`cannot run ${command}: ${ended.error.message}`);
  }
  return ended.status ?? 1;
}

mkdirSync(target, { recursive: true });
const installed = sameLock();
['package.json', 'package-lock.json', '.npmrc', ...scripts].forEach(name => cpSync(join(here, name), join(target, name)));
if (!installed) {
  const status = run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  if (status !== 0) {
    process.exit(status);
  }
}
rmSync(answers, { recursive: true, force: true });
mkdirSync(answers);
const told = await fetch(new URL('/openapi.json', process.env.TALLYBOOK_URL));
writeFileSync(description, await told.text());
const worked = run(process.execPath, '--test', '--test-concurrency=1', ...tests);
const held = wanted.length > 0 ? 0 : run(process.execPath, 'described.mjs', answers, description);
process.exit(worked || held);
