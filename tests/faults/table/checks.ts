/** What must be true after every fault. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountRef } from '#lib/ids.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { readNote } from '#lib/notes/notes.ts';
import { entriesOf } from '../ledger-runs.ts';
import type { Load } from './load.ts';
import type { World } from './world.ts';

const RECOVERY_LIMIT_MS = 60_000;

/** Until something of every kind that was sent after now has succeeded. */
export async function untilRecovered({ recorded }: Load, limitMs = RECOVERY_LIMIT_MS): Promise<void> {
  const from = performance.now();
  while (recorded.missing(from).length > 0) {
    const tookMs = performance.now() - from;
    if (tookMs > limitMs) throw new Error(`no ${recorded.missing(from).join(', no ')} within ${limitMs} ms`);
    await sleep(20);
  }
}

export type Found = { wrong: string[]; lost: number; acknowledged: number };

/**
 * `mayLose`: the fault takes back acknowledged writes by its nature; whole ones then, and nothing is doubled. `mayReset`:
 * it takes the streams' log away. `unseen`: customers are to notice nothing.
 */
export async function check(
  world: World,
  load: Load,
  { mayLose = false, mayReset = false, unseen = false } = {},
): Promise<Found> {
  const { recorded, refs, noted } = load;
  const wrong = [...new Set(recorded.wrong)];
  if (unseen && recorded.failures.size > 0)
    wrong.push(`customers saw ${JSON.stringify([...recorded.failures])}`);
  const booked = await bookedIds(world, refs);
  const sent = [...recorded.postings.values()];
  const acknowledged = sent.filter(({ seq }) => seq !== undefined);
  const lost = [
    ...acknowledged.filter(({ posting }) => !booked.has(posting.id)).map(({ posting }) => posting.id),
    ...recorded.takenBack,
    ...missingOf(recorded.shown, booked),
    ...(await lostNotes(world, load, noted)),
  ];
  // Whoever got no answer repeats.
  for (const { ref, posting, seq } of sent) if (seq === undefined) await postEntry(world.admin, ref, posting);
  const after = await bookedIds(world, refs);
  for (const { posting, seq } of sent) {
    const times = after.get(posting.id)?.length ?? 0;
    if (times > 1 || (times === 0 && seq === undefined)) wrong.push(`${posting.id} is there ${times} times`);
  }
  const audits = ['ops/audit-ledger.ts', 'ops/audit-log.ts'].map(async (job) => ({
    job,
    ...(await world.job(job)),
  }));
  for (const { job, status, output } of await Promise.all(audits))
    if (status !== 0) wrong.push(`${job} ended with ${status}:\n${output}`);
  if (!mayLose) {
    if (lost.length > 0) wrong.push(`lost: ${lost.slice(0, 5).join(', ')}`);
    wrong.push(...streamFaults(load, mayReset), ...(await sessionFaults(world, load)));
  }
  return { wrong, lost: lost.length, acknowledged: acknowledged.length };
}

/** Where each id is, as `<account>:<seq>`. */
async function bookedIds(world: World, refs: readonly AccountRef[]): Promise<Map<string, string[]>> {
  const places = new Map<string, string[]>();
  for (const ref of refs) {
    for (const { id, seq } of await entriesOf(world.admin, ref)) {
      places.set(id, [...(places.get(id) ?? []), `${ref.account}:${seq}`]);
    }
  }
  return places;
}

/** What an answer, a page or an event showed, and is not there, or is another's. */
function missingOf(shown: ReadonlyMap<string, string | undefined>, booked: ReadonlyMap<string, string[]>) {
  const there = new Map([...booked].flatMap(([id, places]) => places.map((place) => [place, id] as const)));
  return [...shown].flatMap(([place, id]) => {
    const found = there.get(place);
    if (found !== undefined && (id === undefined || id === found)) return [];
    return [`${place} was shown${id ? ` as ${id}` : ''} and is ${found ?? 'gone'}`];
  });
}

async function lostNotes(world: World, { recorded }: Load, ref: AccountRef): Promise<string[]> {
  const lost: string[] = [];
  for (const [seq, { acknowledged, unknown }] of recorded.notes) {
    if (acknowledged === '') continue;
    const { text } = await readNote(world.admin, ref, seq);
    if (text !== acknowledged && !unknown.includes(text)) lost.push(`${acknowledged} is "${text}"`);
  }
  return lost;
}

/** Ended ones stay so, and nobody else was signed out. */
async function sessionFaults(world: World, { recorded }: Load): Promise<string[]> {
  const faults: string[] = [];
  for (const web of world.webs) {
    for (const [what, bearers, wanted] of [
      ['an ended session', recorded.ended, 401],
      ['a living session', recorded.living, 200],
    ] as const) {
      for (const authorization of bearers) {
        const { status } = await world.ask('/api/session', { headers: { authorization } }, web);
        if (status !== wanted) faults.push(`${what} is answered with ${status}`);
      }
    }
  }
  return faults;
}

/** Each stream told every entry after its first, once, in order, and was not reset unless its log was gone. */
function streamFaults({ streams }: Load, mayReset: boolean): string[] {
  return streams.flatMap(({ seqs, resets }) => [
    ...[...seqs].flatMap(([account, told]) => {
      const dense = told.every((seq, at) => seq === (told[0] ?? 0) + at);
      return dense ? [] : [`a stream told ${account}: ${told.join(' ')}`];
    }),
    ...(resets > 0 && !mayReset ? [`a stream was reset ${resets} times`] : []),
  ]);
}
