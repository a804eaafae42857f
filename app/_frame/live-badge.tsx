import { useLiveStatus } from '#app/_client/live/use-live.ts';
import { classes } from '#app/_kit/class-names.ts';
import { useShared } from '#app/_words/context.tsx';

/** A dot and a word: live or not. The sentence that explains is in the status line. */
export function LiveBadge() {
  const { frame: words } = useShared();
  const { state } = useLiveStatus();
  const live = state === 'live';
  return (
    <span
      className="inline-flex shrink-0 items-center self-start whitespace-nowrap gap-1.5 text-small text-ink-soft"
      data-testid="live"
      data-state={state}
    >
      <span
        aria-hidden="true"
        className={classes('size-2 rounded-full', live ? 'bg-accent' : 'border border-edge')}
      />
      {live ? words.live : state === 'offline' ? words.offlineShort : words.reconnectingShort}
    </span>
  );
}
