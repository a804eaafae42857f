import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { useStepKeys } from '#app/(bank)/transactions/_list/keys.ts';
import { type Direction, neighbourOf, positionOf } from '#app/(bank)/transactions/_list/rows.ts';
import type { List } from '#app/(bank)/transactions/_list/use-transactions.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { type Place, placeOf } from '#lib/search/place.ts';

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
  place,
  entry,
  list,
  here,
  go: goTo,
}: {
  place: Place | null;
  entry: EntryView | null;
  list: List;
  /** As `place`, but at once: two steps may be made before the first is drawn. */
  here: () => Place | null;
  go: (entry: EntryView) => void;
}): Steps {
  const { more, nearest } = list;
  const { rows, next } = list.state;
  const busy = list.busy !== null;
  const failed = list.failed === 'more';
  const [waiting, setWaiting] = useState<{ from: Place; direction: Direction; far: boolean } | null>(null);
  /** The bank has none beyond this one. */
  const [end, setEnd] = useState<{ place: Place; direction: Direction } | null>(null);
  /** From which a step failed. */
  const [lost, setLost] = useState<Place | null>(null);
  const far = useLatestRequest();
  const position = positionOf(rows, place);
  /** What a step led to last, which may not be drawn yet. */
  const stepped = useRef<EntryView | null>(null);
  const neighbour = (direction: Direction, from = place) => {
    const isIt = (one: EntryView | null) => one !== null && placeOf(one) === from;
    const at = [stepped.current, entry].find(isIt) ?? rows.find(isIt);
    return at ? neighbourOf(rows, next, at, direction) : null;
  };
  const go = (to: EntryView) => {
    stepped.current = to;
    goTo(to);
  };

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

  function ask(from: Place, direction: Direction) {
    setWaiting({ from, direction, far: true });
    far.run(
      (signal) => nearest(from, direction, signal),
      (found) => {
        setWaiting(null);
        if (found) go(found);
        else setEnd({ place: from, direction });
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
  useEffect(() => moved(), [place, rows, busy, failed]);

  useStepKeys(place !== null, step);

  const can = (direction: Direction) =>
    neighbour(direction) !== null && !(end?.place === place && end.direction === direction);
  return {
    newer: can('newer'),
    older: can('older'),
    waiting: waiting !== null,
    failed: place !== null && lost === place,
    position,
    step,
  };
}
