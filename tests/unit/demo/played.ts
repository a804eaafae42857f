/** Ticks of an account in memory, each as it was decided, without Redis. */
import { type Act, decide, type Moment, type Ticked } from '#demo/generator.ts';
import { lastUntil, newPlans } from '#demo/plans.ts';
import type { AccountId } from '#lib/ids.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { TICK } from '#lib/time.ts';

export type Played = { tick: number; act: Act; before: Ticked };

/** `isWatched` and `isDown` (no worker runs) are asked at each tick. */
export function play(
  number: string,
  {
    first,
    count,
    offsetMs = 0,
    timeZone = 'UTC',
  }: Partial<Moment> & { first: number; count: number; timeZone?: string },
  {
    isWatched = () => false,
    isDown = () => false,
  }: Partial<Record<'isWatched' | 'isDown', (tick: number) => boolean>> = {},
): Played[] {
  const plans = newPlans(timeZone);
  let ticked: Ticked = {
    account: 'a_Wt4mVbq1Xz' as AccountId,
    planned: lastUntil(plans.of(number, first * TICK + offsetMs), first * TICK + offsetMs - 1),
    ...{ drawn: '', drawnAt: 0, pending: [] },
  };
  const played: Played[] = [];
  for (let tick = first; tick < first + count; tick++) {
    if (isDown(tick)) continue;
    const moment = { tick, offsetMs };
    const act = decide(plans.of(number, tick * TICK + offsetMs), ticked, moment);
    if (!act) throw new Error('nothing was decided');
    played.push({ tick, act, before: ticked });
    ticked = after(ticked, act, isWatched(tick));
  }
  return played;
}

/** As the worker's head after the event. */
function after(ticked: Ticked, act: Act, isWatched: boolean): Ticked {
  const { field, value = '' } = act.mark;
  const next = { ...ticked };
  const id = 'posting' in act ? act.posting.id : act.pending.id;
  next.pending =
    act.kind === 'authorize'
      ? [...ticked.pending, act.pending]
      : ticked.pending.filter((one) => one.id !== id);
  if (field === 'planned') next.planned = value;
  if (field === 'drawn') [next.drawn = '', next.drawnAt] = [value.split(' ')[0], Number(value.split(' ')[1])];
  if (!isWatched) next.watching = undefined;
  else if (field === 'drawn') next.watching = 'watched';
  else next.watching ??= 'new';
  return next;
}

export const bookedOf = (played: readonly Played[]): Posting[] =>
  played.flatMap(({ act }) => ('posting' in act ? [act.posting] : []));
