/** Keeps, shows and wipes what a customer chose to have without a connection. */
import { gather, NotToBeKept, readOwnSession } from './gather.ts';
import { endByDevice, leftMs, mayKeep } from './rules.ts';
import { changeTimes, readConsent, readKept, readTimes, wipe, writeConsent, writeKept } from './store.ts';
import type { Ask, Reading, Seen, State } from './types.ts';

/** What is younger than this is not read anew. */
const FRESH_MS = 60_000;

/** Rises with every wipe: what was being read when it happened is not written any more. */
let wiped = 0;
/** Whether anything may be kept; undefined until the store was asked. */
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

/** What may be shown now; what may not is wiped. */
async function readForPage(): Promise<Reading> {
  const times = await readTimes();
  if (!times) return { state: (await readConsent()) === null ? 'none' : 'over' };
  const left = leftMs(times, deviceNow());
  if (left === 0) {
    await forget();
    return { state: 'over' };
  }
  await note();
  const kept = await readKept();
  if (!kept) return { state: 'none' };
  return { state: 'kept', kept, asOf: times.asOf, leftMs: left, hidden: times.hidden };
}

/** The switch: on reads at once. */
async function setKeeping(on: boolean, seen: Seen): Promise<State> {
  await forget({ consent: true });
  if (!on) return stateNow();
  try {
    const { body: session } = await readOwnSession();
    if (!mayKeep(session)) return { ...(await stateNow()), failed: true };
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
    if (!mayKeep(session) || whose !== session.user) return await forget({ consent: true });
    const asOf = Date.now();
    const isHidden = hidden || session.preferences?.hideAmounts === true;
    const kept = await gather(month);
    if (wiped !== before) return;
    const endsAt = endByDevice(session, clocks);
    await writeKept(kept, { user: session.user, asOf, endsAt, seenAt: deviceNow(), hidden: isHidden });
    // A wipe that came while it was written has its way.
    if (wiped !== before) await wipe();
  } catch (error) {
    if (error instanceof NotToBeKept) return await forget();
    throw error;
  }
}

export async function answer(ask: Ask): Promise<State | Reading | null> {
  switch (ask.type) {
    case 'look':
      await look(ask);
      return null;
    case 'keep':
      return setKeeping(ask.on, ask);
    case 'state':
      return stateNow();
    case 'read':
      return readForPage();
    case 'nobody':
      await forget({ consent: ask.left });
      return null;
    case 'forbid':
      await forget({ consent: true });
      return null;
  }
}
