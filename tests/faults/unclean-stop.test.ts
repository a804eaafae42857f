/** A start on the data of a Redis that did not end in order: what Redis itself does not notice is found. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { freePort } from '#scripts/lib/ports.mjs';
import { DATA } from '#scripts/lib/redis/throwaway.mjs';
import { seededData } from '#tests/setup/seeded.ts';
import { startRun, tickingRefs } from './ledger-runs.ts';
import { type Copy, copyOfTheBank, endAll, result, runIn } from './start-runs.ts';
import { appended } from './table/append-only-file.ts';

const AMOUNT = 123_456;
const UNCLEAN = 'audit     Redis did not end in order';

let copy: Copy;
let env: Record<string, string>;
let folder: string;
let running: string;
beforeAll(async () => {
  copy = await copyOfTheBank();
  folder = path.join(copy.folder, '.data/redis');
  running = path.join(folder, 'running');
  env = { PORT: String(await freePort()), METRICS_PORT: String(await freePort()) };
  const run = await startRun({ data: await seededData() });
  const worker = await run.connect('worker');
  const [ref] = await tickingRefs(await run.connect('admin'));
  await postEntry(worker, ref as AccountRef, {
    id: 'before-the-stop',
    amountMinor: -AMOUNT,
    counterparty: 'Tesco',
    counterpartyAccount: '1',
    description: 'Groceries',
    category: 'groceries',
    type: 'card',
    at: Date.now() - 1000,
  });
  await run.server.halt('SIGKILL');
  cpSync(path.join(run.server.folder, DATA), path.join(folder, DATA), { recursive: true });
  await run.stop();
});
afterEach(async () => expect(await endAll(copy)).toEqual([]));
afterAll(() => copy?.remove());

/** An entry's amount, and nothing of the file's form: Redis reads it without a word. */
function alter(from: number, to: number) {
  const file = appended(folder);
  const text = readFileSync(file, 'latin1');
  expect(text).toContain(`"amount":-${from}`);
  writeFileSync(file, text.replace(`"amount":-${from}`, `"amount":-${to}`), 'latin1');
}

test('after an unclean stop altered bytes in the append-only file stop the start, each time, until they are put right', async () => {
  writeFileSync(running, '');
  alter(AMOUNT, AMOUNT + 1);
  for (let times = 0; times < 2; times++) {
    const { status, output } = await result(copy, 'start.mjs', [], env);
    expect(output).toContain(
      'Redis did not end in order, and the ledger is damaged: 1 of 5 accounts are WRONG. `npm run audit:ledger` names them.',
    );
    expect(status).toBe(1);
    expect(existsSync(running)).toBe(true);
  }
  alter(AMOUNT + 1, AMOUNT);
  const run = runIn(copy, 'start.mjs', [], env);
  await run.printed('Redis Bank is ready');
  expect(run.output()).toMatch(new RegExp(`${UNCLEAN}: 5 accounts, [\\d,]+ entries: every number follows`));
  const ready = await fetch(`http://127.0.0.1:${env.METRICS_PORT}/api/ready`);
  expect(await ready.json()).toMatchObject({ status: 'ready', ledger: 'right' });
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(0);
  expect(existsSync(running)).toBe(false);
});
