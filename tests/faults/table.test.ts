/** Each fault under load: see table/list.ts. All rounds, and the table in docs/measured.md: `npm run faults`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { SECOND } from '#lib/time.ts';
import { check, untilRecovered } from './table/checks.ts';
import { canMount } from './table/disk.ts';
import { FAULTS, type Fault } from './table/list.ts';
import { startLoad } from './table/load.ts';
import { type Round, type Row, rowOf, writeTable } from './table/report.ts';
import { newWorld, type World, type WorldOptions } from './table/world.ts';

const WHOLE = process.env.FAULT_TABLE === '1';
const WARM_MS = SECOND;
const ROUND_LIMIT_MS = 90 * SECOND;

const mounts = canMount();
const chosen = FAULTS.filter(({ gate, ofDisk }) => (WHOLE || gate) && (mounts || !ofDisk));
const roundsOf = ({ rounds }: Fault) => (WHOLE ? Number(process.env.ROUNDS ?? rounds) : 1);

let current: { options: string; world: World } | undefined;
/** Faults of the same world share it, one after another. */
async function worldOf(options: WorldOptions): Promise<World> {
  const wanted = JSON.stringify(options);
  if (current?.options !== wanted) {
    await endWorld();
    current = { options: wanted, world: await newWorld(options) };
  }
  return current.world;
}
const written: Row[] = [];
afterAll(async () => {
  if (WHOLE) writeTable(written);
  await endWorld();
});

/** A world in which something failed is not gone on with. */
async function endWorld() {
  const { world } = current ?? {};
  current = undefined;
  await world?.stop();
}

async function oneRound(fault: Fault, round: number) {
  const world = await worldOf({ ...fault.world, disk: mounts });
  onTestFailed(endWorld);
  await fault.prepare?.(world);
  const load = await startLoad(world);
  onTestFinished(() => load.stop());
  await sleep(WARM_MS);
  await fault.strike(world, round);
  await sleep(fault.lastsMs);
  await fault.heal(world, round);
  const healedAt = performance.now();
  await untilRecovered(load, fault.recoversWithinMs);
  await fault.until?.(world);
  const recoveredMs = performance.now() - healedAt;
  for (const web of world.webs) await web.untilReady();
  await load.stop();
  const found = await check(world, load, fault);
  expect(found.wrong, `${fault.name}, round ${round}; the log is ${world.log}`).toEqual([]);
  return { ...found, recoveredMs, gapMs: load.recorded.longestGapMs(), failures: load.recorded.failures };
}

test.each(chosen)(
  '$name: what was acknowledged is there once, what was ended stays so, and the bank comes back',
  { timeout: 30 * ROUND_LIMIT_MS },
  async (fault) => {
    const rounds: Round[] = [];
    try {
      for (let round = 0; round < roundsOf(fault); round++) rounds.push(await oneRound(fault, round));
    } finally {
      written.push(rowOf(fault, rounds, roundsOf(fault)));
    }
  },
);
