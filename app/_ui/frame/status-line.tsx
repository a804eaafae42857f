'use client';
import { useLiveStatus } from '#app/_ui/live/use-live.ts';
import { fill } from '#app/_ui/messages/catalogue.ts';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';

/** Says when what is shown is not current, and from when it is; takes no room while all is well. */
export function StatusLine() {
  const format = useFormat();
  const words = useWords('frame');
  const { state, lastDataAt } = useLiveStatus();
  const text = state === 'offline' ? words.offline : words.reconnecting;
  return (
    <div role="status" className="sticky top-0 z-20">
      {state !== 'live' && (
        <p className="border-b border-line bg-tint px-4 py-2 text-center text-small">
          {lastDataAt === null ? words.connecting : fill(text, { time: format.timeWithSeconds(lastDataAt) })}
        </p>
      )}
    </div>
  );
}
