import { useEffect, useEffectEvent, useState } from 'react';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { useStepKeys } from '#app/(bank)/transactions/_list/keys.ts';
import { type Direction, neighbourOf, positionOf } from '#app/(bank)/transactions/_list/rows.ts';
import type { List } from '#app/(bank)/transactions/_list/use-transactions.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

/** Within so many rows of the end the next page is requested, so that a step rarely waits. */
const AHEAD_ROWS = 5;

export type Steps = {
  newer: boolean;
  older: boolean;
  /** A step waits for rows that are being loaded. */
  waiting: boolean;
  /** The last step from here came to nothing, since the bank was not reached; it can be made again. */
  failed: boolean;
  /** How many rows of the list are newer, and this one; null when it is not among them. */
  position: number | null;
  step: (direction: Direction) => void;
};

/**
 * From one transaction of the list to the next, by buttons and keys. At the end of the rows the step waits for the next
 * page; far below them it requests the one transaction that is next, since the pages in between may be hundreds.
 */
export function useSteps({
  seq,
  list,
  here,
  go,
}: {
  seq: number | null;
  list: List;
  /** As `seq`, but at once: two steps may be made before the first is drawn. */
  here: () => number | null;
  go: (entry: EntryView) => void;
}): Steps {
  const { more, nearest } = list;
  const { rows, next } = list.state;
  const busy = list.busy !== null;
  const failed = list.failed === 'more';
  const [waiting, setWaiting] = useState<{ from: number; direction: Direction; far: boolean } | null>(null);
  /** The bank has none beyond this one. */
  const [end, setEnd] = useState<{ seq: number; direction: Direction } | null>(null);
  /** From which a step failed. */
  const [lost, setLost] = useState<number | null>(null);
  const far = useLatestRequest();
  const position = positionOf(rows, seq);
  const neighbour = (direction: Direction, from = seq) =>
    from === null ? null : neighbourOf(rows, next, from, direction);

  function step(direction: Direction) {
    const from = here();
    const to = neighbour(direction, from);
    // A second failure is announced like the first.
    setLost(null);
    if (from === null || to === null) setWaiting(null);
    else if (to === 'far') ask(from, direction);
    else if (to === 'unknown') {
      setWaiting({ from, direction, far: false });
      more();
    } else {
      setWaiting(null);
      go(to);
    }
  }

  function ask(from: number, direction: Direction) {
    setWaiting({ from, direction, far: true });
    far.run(
      (signal) => nearest(from, direction, signal),
      (entry) => {
        setWaiting(null);
        if (entry) go(entry);
        else setEnd({ seq: from, direction });
      },
      () => {
        setWaiting(null);
        setLost(from);
      },
    );
  }

  const moved = useEffectEvent(() => {
    if (waiting === null) {
      if (position !== null && position > rows.length - AHEAD_ROWS && !failed) more();
    } else if (waiting.from !== here() || (failed && !waiting.far)) {
      far.abort();
      setWaiting(null);
      if (waiting.from === here()) setLost(waiting.from);
    } else if (!busy && !waiting.far) step(waiting.direction);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has come is what there is to go on with.
  useEffect(() => moved(), [seq, rows, busy, failed]);

  useStepKeys(seq !== null, step);

  const can = (direction: Direction) =>
    neighbour(direction) !== null && !(end?.seq === seq && end.direction === direction);
  return {
    newer: can('newer'),
    older: can('older'),
    waiting: waiting !== null,
    failed: seq !== null && lost === seq,
    position,
    step,
  };
}
