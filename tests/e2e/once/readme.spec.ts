/** The README's lines for looking into Redis, run as they stand there by a shell. */
import { readFileSync } from 'node:fs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { capture } from '#scripts/lib/process.mjs';
import { expect, signInContext, signOutContext, test } from '../fixtures.ts';

const blocks = [...readFileSync(inRoot('README.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
  (match) => match[1] ?? '',
);
const setUp = blocks.find((block) => block.startsWith('U=$(')) ?? '';
const lines = blocks
  .filter((block) => block.startsWith('npm run redis-cli'))
  .flatMap((block) => block.trim().split('\n'))
  // It would never end.
  .filter((line) => !line.includes('MONITOR'));

test('the README has such lines', () => {
  expect(setUp).not.toBe('');
  expect(lines.length).toBeGreaterThan(6);
});

const run = (script: string, env: Record<string, string> = {}) =>
  capture('bash', ['-c', `set -e\n${script}`], {
    cwd: inRoot(),
    env: { ...process.env, REDIS_URL: process.env.E2E_REDIS_URL, ...env },
  });

/** What the first block sets, for all lines: each `npm run` is a second of a processor. */
let variables: Record<string, string> = {};
test.beforeAll(async () => {
  const { status, output } = await run(`${setUp}\necho "$U $A"`);
  expect(status, output).toBe(0);
  const [U = '', A = ''] = output.trim().split(/\s+/).slice(-2);
  variables = { U, A };
});

for (const line of lines) {
  test(`${line.split('  ')[0]}`, async ({ context }) => {
    await signInContext(context, 'bob');
    const { status, output } = await run(line, variables);
    await signOutContext(context);
    expect(status, output).toBe(0);
    const answer = output.split('\n').filter((told) => told !== '' && !told.startsWith('>'));
    expect(answer.length).toBeGreaterThan(0);
    expect(output).not.toMatch(/^\(?(error|ERR|WRONGTYPE|NOPERM|NOAUTH|nil)/im);
  });
}
