/** Clients that others generate from `/api/openapi.json` build, and sign in at a running bank. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packagesAreCurrent } from '#scripts/lib/packages.mjs';
import { inData, inRoot } from '#scripts/lib/paths.mjs';
import { capture } from '#scripts/lib/process.mjs';
import { type ListeningBank, PASSWORD, startListeningBank } from './listening-bank.ts';

let bank: ListeningBank;
beforeAll(async () => {
  bank = await startListeningBank();
});
afterAll(() => bank?.stop());

/** The first time its packages are fetched. */
const BUILD_MS = 240_000;

const QUIETLY = ['--quiet', '--disable-pip-version-check', '--no-compile'];

/** Where a client is built, with its sources and the bank's description. */
async function workshop(name: string): Promise<string> {
  const folder = inData('clients', name);
  mkdirSync(folder, { recursive: true });
  cpSync(inRoot('tests/clients', name), folder, { recursive: true });
  const answer = await fetch(`${bank.url}/api/openapi.json`);
  writeFileSync(path.join(folder, 'openapi.json'), await answer.text());
  return folder;
}

async function run(folder: string, command: string, ...args: string[]): Promise<string> {
  const packages = path.join(folder, 'packages');
  const PATH = `${path.join(packages, 'bin')}${path.delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH, PYTHONPATH: packages, BANK_PASSWORD: PASSWORD };
  const { status, output } = await capture(command, args, { cwd: folder, env });
  expect(status, `${command} ${args.join(' ')}\n${output}`).toBe(0);
  return output;
}

/** What each client prints. */
function expectSignedIn(output: string): void {
  expect(JSON.parse(output)).toEqual({
    name: 'Ann Example',
    number: '•••• 7890',
    count: 5,
    seqs: [5, 4],
    left: 204,
  });
}

test.concurrent('one of TypeScript, by openapi-typescript and openapi-fetch', {
  timeout: BUILD_MS,
}, async () => {
  const folder = await workshop('typescript');
  if (!packagesAreCurrent(folder))
    await run(folder, 'npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
  await run(folder, 'npm', 'run', '--silent', 'build');
  expectSignedIn(await run(folder, process.execPath, 'first-account.js', bank.url, bank.person.username));
});

test.concurrent('one of Python, by openapi-python-client', { timeout: BUILD_MS }, async ({ skip }) => {
  if ((await capture('python3', ['-m', 'pip', '--version'])).status !== 0) return skip('no Python with pip');
  const folder = await workshop('python');
  const installed = path.join(folder, 'packages/installed.txt');
  const wanted = readFileSync(path.join(folder, 'requirements.txt'), 'utf8');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    rmSync(path.join(folder, 'packages'), { recursive: true, force: true });
    // All that is needed is listed, so nothing is to be resolved; and into a folder, which needs no venv.
    const what = ['--no-deps', '--only-binary=:all:', '--requirement=requirements.txt', '--target=packages'];
    await run(folder, 'python3', '-m', 'pip', 'install', ...QUIETLY, ...what);
    writeFileSync(installed, wanted);
  }
  const generate = ['generate', '--path', 'openapi.json', '--output-path', 'redis_bank', '--overwrite'];
  const said = await run(folder, 'openapi-python-client', ...generate, '--meta', 'none');
  // It leaves out what it does not understand, and warns.
  expect(said).not.toMatch(/warning|unsupported|skipping/i);
  expectSignedIn(await run(folder, 'python3', 'sign_in.py', bank.url, bank.person.username));
});
