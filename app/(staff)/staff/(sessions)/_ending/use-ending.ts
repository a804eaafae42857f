import { useState } from 'react';
import { type AnswerOf, type BodyOf, bank, isRefusal } from '#app/_client/bank.ts';
import { NotConfirmed, useConfirming } from '#app/_frame/session/step-up.tsx';
import type { Draft } from '#app/(staff)/staff/(sessions)/_query/address.ts';

/** A session, whose it is, and what it is recognised by. */
export type Chosen = { name: string; sid: string; device: string };

/** What is to end. */
export type Target =
  | { kind: 'chosen'; sessions: readonly Chosen[] }
  | { kind: 'found'; query: Draft }
  | { kind: 'everyone' };

/** As typed: the bank refuses what is no filter. */
type Filter = BodyOf<'/api/staff/sessions/preview', 'POST'>['filter'];
/** What one preview counted. */
type Part = { filter: Filter; asOf: number; count: number; seal: string };
export type Done = AnswerOf<'/api/staff/sessions/revoke', 'POST'>;

export type Ending = { target: Target; done: Done } & (
  | { step: 'counting' }
  | { step: 'confirm'; parts: readonly Part[]; count: number; asOf: number; changed: boolean }
  | { step: 'ending' }
  | { step: 'done' }
  | { step: 'failed'; error: unknown }
);

const NOTHING: Done = { revoked: 0, alreadyGone: 0, left: 0 };

const filtersOf = (target: Target): Filter[] => {
  if (target.kind === 'chosen') {
    const byName = Map.groupBy(target.sessions, ({ name }) => name);
    return [...byName].map(([username, theirs]) => ({ username, sid: theirs.map(({ sid }) => sid).join() }));
  }
  if (target.kind === 'everyone') return [{}];
  return [Object.fromEntries(Object.entries(target.query).filter(([, value]) => value?.trim())) as Filter];
};

/**
 * Ends sessions in steps: count, confirm, end, report. What is confirmed is what was counted: when more match by then,
 * nothing ends and the new count is to be confirmed. `onDone` is called as soon as a session may be gone.
 */
export function useEnding(onDone: () => void) {
  const confirming = useConfirming();
  const [ending, setEnding] = useState<Ending | null>(null);

  async function count(target: Target, filters: readonly Filter[], done: Done, changed: boolean) {
    setEnding({ target, done, step: 'counting' });
    try {
      const parts: Part[] = [];
      for (const filter of filters) {
        const { asOf, count, seal } = await bank.post('/api/staff/sessions/preview', { body: { filter } });
        parts.push({ filter, asOf, count, seal });
      }
      const sum = parts.reduce((all, part) => all + part.count, 0);
      const asOf = Math.max(...parts.map((part) => part.asOf));
      setEnding({ target, done, step: 'confirm', parts, count: sum, asOf, changed });
    } catch (error) {
      setEnding({ target, done, step: 'failed', error });
    }
  }

  async function end(confirmed: Ending & { step: 'confirm' }) {
    const { target } = confirmed;
    const open = confirmed.parts.filter((part) => part.count > 0);
    let { done } = confirmed;
    const show = (more: Done) => {
      done = {
        revoked: done.revoked + more.revoked,
        alreadyGone: done.alreadyGone + more.alreadyGone,
        left: more.left,
      };
      setEnding({ target, done, step: 'ending' });
    };
    setEnding({ target, done, step: 'ending' });
    try {
      for (let part = open[0]; part; part = open[0]) {
        await endPart(part, confirming, show);
        open.shift();
      }
      setEnding({ target, done, step: 'done' });
    } catch (error) {
      if (error instanceof NotConfirmed) setEnding({ ...confirmed, done });
      else if (isRefusal(error, 'conflict')) {
        const rest = open.map(({ filter }) => filter);
        await count(target, rest, done, true);
      } else setEnding({ target, done, step: 'failed', error });
    } finally {
      if (done.revoked > 0 || done.alreadyGone > 0) onDone();
    }
  }

  return {
    ending,
    begin: (target: Target) => count(target, filtersOf(target), NOTHING, false),
    confirm: () => {
      if (ending?.step === 'confirm') void end(ending);
    },
    close: () => setEnding(null),
  };
}

/** A request ends what it can in its time: the same preview is sent again until none is left. */
async function endPart(
  { filter, asOf, count, seal }: Part,
  confirming: ReturnType<typeof useConfirming>,
  show: (more: Done) => void,
): Promise<void> {
  const body = { filter, asOf, expectedCount: count, seal };
  let more: Done;
  do {
    more = await confirming(() => bank.post('/api/staff/sessions/revoke', { body }));
    show(more);
  } while (more.left > 0 && more.revoked > 0);
}
