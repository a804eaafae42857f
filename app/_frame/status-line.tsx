'use client';
import { useEffect, useState } from 'react';
import { useLiveStatus } from '#app/_client/live/use-live.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat, useShared } from '#app/_words/context.tsx';

/** Says when the page is not current, and of when it is. Lies over the page, so that nothing moves. */
export function StatusLine() {
  const { frame: words } = useShared();
  const format = useFormat();
  const { state, lastDataAt } = useLiveStatus();
  const live = state === 'live';
  const [wasAway, setWasAway] = useState(false);
  useEffect(() => {
    if (!live) setWasAway(true);
  }, [live]);
  // Before anything was received there is no time to show.
  const unknown = state === 'offline' ? words.offlineShort : words.connecting;
  const text = state === 'offline' ? words.offline : words.reconnecting;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-2 bottom-[calc(4rem+env(safe-area-inset-bottom))] z-20 flex justify-center max-lg:[body:has([data-opened])_&]:bottom-[calc(7.25rem+env(safe-area-inset-bottom))] lg:right-8 lg:bottom-6 lg:left-auto"
    >
      {live ? (
        wasAway && <p className="sr-only">{words.back}</p>
      ) : (
        <p className="rounded-field border border-edge bg-tint px-4 py-2 text-center text-small">
          {lastDataAt === null ? unknown : fill(text, { time: format.timeWithSeconds(lastDataAt) })}
        </p>
      )}
    </div>
  );
}
