/** Stores, shows and wipes the data that a customer chose to have offline. */
import { gather, NotStorable, readOwnSession } from './gather.ts';
import { endByDevice, leftMs, mayStore } from './rules.ts';
import { changeTimes, readConsent, readStored, readTimes, wipe, writeConsent, writeStored } from './store.ts';
import type { Ask, Reading, Seen, State } from './types.ts';

/** What is younger than this is not read anew. */
const FRESH_MS = 60_000;

/** Rises with every wipe: data read before it is not written after it. */
let wiped = 0;
/** Whether anything may be stored; undefined until the store was asked. */
let consented: boolean | undefined;
let renewing: Promise<void> | undefined;

/** The clock cannot be set back while the worker runs. */
const startedAt = Date.now() - performance.now();
const deviceNow = () => Math.max(Date.now(), startedAt + performance.now());

/** False only when it is known that there is nothing to watch over. */
export const mayHoldData = (): boolean => consented !== false;

export async function forget({ consent = false } = {}): Promise<void> {
  wiped += 1;
  if (consent) consented = false;
  await wipe({ consent });
}

/** Notes that this moment was seen, and whether amounts are hidden now. */
const note = (more: { hidden?: boolean } = {}) =>
  changeTimes((times) => ({ ...times, ...more, seenAt: Math.max(times.seenAt, deviceNow()) }));

export async function stateNow(): Promise<State> {
  consented = (await readConsent()) !== null;
  const times = await readTimes();
  return { on: consented, asOf: times?.asOf ?? null };
}

/** Returns what may be shown now and wipes what may not. */
async function readForPage(): Promise<Reading> {
  const times = await readTimes();
  if (!times) return { state: (await readConsent()) === null ? 'none' : 'over' };
  const left = leftMs(times, deviceNow());
  if (left === 0) {
    await forget();
    return { state: 'over' };
  }
  await note();
  const stored = await readStored();
  if (!stored) return { state: 'none' };
  return { state: 'stored', stored, asOf: times.asOf, leftMs: left, hidden: times.hidden };
}

/** The switch: on reads at once. */
async function setStoring(on: boolean, seen: Seen): Promise<State> {
  await forget({ consent: true });
  if (!on) return stateNow();
  try {
    const { body: session } = await readOwnSession();
    if (!mayStore(session)) return { ...(await stateNow()), failed: true };
    await writeConsent(session.user);
    consented = true;
    await renew(seen);
    return stateNow();
  } catch {
    // Nothing could be read: then nothing is promised either.
    await forget({ consent: true });
    return { on: false, asOf: null, failed: true };
  }
}

/** A page is seen: brings up to date what is older than a minute. */
async function look(seen: Seen): Promise<void> {
  const { on, asOf } = await stateNow();
  if (!on) return;
  await note({ hidden: seen.hidden });
  if (asOf !== null && Date.now() - asOf < FRESH_MS && Date.now() >= asOf) return;
  renewing ??= renew(seen).finally(() => {
    renewing = undefined;
  });
  // Not reached, or broken off: what is there says of when it is.
  await renewing.catch(() => undefined);
}

async function renew({ month, hidden }: Seen): Promise<void> {
  const before = wiped;
  try {
    const { body: session, ...clocks } = await readOwnSession();
    const whose = await readConsent();
    // Somebody else's consent is none.
    if (!mayStore(session) || whose !== session.user) return await forget({ consent: true });
    const asOf = Date.now();
    const isHidden = hidden || session.preferences?.hideAmounts === true;
    const stored = await gather(month);
    if (wiped !== before) return;
    const endsAt = endByDevice(session, clocks);
    await writeStored(stored, { user: session.user, asOf, endsAt, seenAt: deviceNow(), hidden: isHidden });
    // A wipe that came while it was written has its way.
    if (wiped !== before) await wipe();
  } catch (error) {
    if (error instanceof NotStorable) return await forget();
    throw error;
  }
}

export async function answer(ask: Ask): Promise<State | Reading | null> {
  switch (ask.type) {
    case 'look':
      await look(ask);
      return null;
    case 'store':
      return setStoring(ask.on, ask);
    case 'state':
      return stateNow();
    case 'read':
      return readForPage();
    case 'anonymous':
      await forget({ consent: ask.signedOut });
      return null;
    case 'forbid':
      await forget({ consent: true });
      return null;
  }
}
