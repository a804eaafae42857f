/** This tab's own stream from the bank: the leader's for all tabs, or a follower's while no leader answers. */
import type { Delivery } from './delivery.ts';
import type { PassOn } from './live-channel.ts';
import { type LiveSource, openLiveSource } from './live-source.ts';
import type { LiveStatusStore } from './live-status.ts';

export type OwnLine = ReturnType<typeof createOwnLine>;

export function createOwnLine({
  delivery,
  status,
  passOn,
  onEnded,
}: {
  delivery: Delivery;
  status: LiveStatusStore;
  passOn: PassOn;
  onEnded: (reason: string | null) => void;
}) {
  let source: LiveSource | null = null;
  const beat = () => passOn({ type: 'beat', last: delivery.last });

  function open() {
    if (source) return;
    let prev = delivery.last;
    source = openLiveSource(prev, {
      onStart: (id) => {
        // A start at another position than ours means that something may be missing.
        if (delivery.last !== null && id !== prev) delivery.reset(id);
        delivery.begin(id);
        prev = id;
        beat();
      },
      onEntry: (event) => {
        delivery.take(event, prev ?? event.id);
        prev = event.id;
      },
      onReset: (id) => {
        prev = id;
        delivery.reset(id);
      },
      onEnded,
      onNews: delivery.news,
      onAlive: () => {
        status.alive();
        beat();
      },
      onDown: () => {
        status.down();
        passOn({ type: 'down' });
      },
    });
  }

  function close() {
    source?.close();
    source = null;
  }

  return {
    get isOpen() {
      return source !== null;
    },
    open,
    close,
    beat,
    nudge: (renew: boolean) => source?.nudge(renew),
  };
}
