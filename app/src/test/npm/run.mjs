// Installs the client into a folder of its own, exactly as the lock file says, and drives the server with it.
//   node run.mjs TARGET_DIR      with TALLYBOOK_URL (ending in /v1) and TALLYBOOK_API_KEY (a fresh sandbox's) set
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, 'target'));
const sources = ['package.json', 'package-lock.json', '.npmrc', 'client.test.mjs'];

function sameLock() {
  const installed = join(target, 'package-lock.json');
  return existsSync(join(target, 'node_modules')) && existsSync(installed)
      && readFileSync(installed, 'utf8') === readFileSync(join(here, 'package-lock.json'), 'utf8');
}

function run(command, args) {
  const ended = spawnSync(command, args, { cwd: target, stdio: 'inherit', env: process.env });
  if (ended.error) {
    console.error(`cannot run ${command}: ${ended.error.message}`);
  }
  return ended.status ?? 1;
}

mkdirSync(target, { recursive: true });
const installed = sameLock();
sources.forEach(name => cpSync(join(here, name), join(target, name)));
if (!installed) {
  const status = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    process.exit(status);
  }
}
process.exit(run(process.execPath, ['--test', '--test-concurrency=1', 'client.test.mjs']));
