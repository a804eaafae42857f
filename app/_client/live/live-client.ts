/**
 * The live updates of one tab. One tab of the browser leads and has the stream; it passes on what it receives, and the
 * others follow it.
 */

import { createDelivery, createOwnLine, type LiveSubscription } from './delivery.ts';
import { createFollower } from './follower.ts';
import {
  claimLeadership,
  type LiveChannel,
  openLiveChannel,
  type PassOn,
  type TabMessage,
} from './live-channel.ts';
import { createLiveStatus } from './live-status.ts';

export type LiveClient = ReturnType<typeof createLiveClient>;

type LiveClientOptions = {
  /** The session's public id. */
  session: string;
  /** Where the first render stood; null for "from now on". */
  after: string | null;
  onEnded: (reason: string | null) => void;
};

export function createLiveClient({ session, after, onEnded }: LiveClientOptions) {
  let channel: LiveChannel | null = null;
  let giveUpLead: (() => void) | undefined;
  let leading = false;
  let started = false;

  const send = (message: TabMessage) => channel?.send(message);
  const passOn: PassOn = (message) => {
    if (leading) send(message);
  };
  const status = createLiveStatus();
  const delivery = createDelivery(passOn);
  const line = createOwnLine({ delivery, status, passOn, onEnded: ended });
  const follower = createFollower({ delivery, line, status, send });

  function ended(reason: string | null) {
    if (!started) return;
    passOn({ type: 'ended', reason });
    stop();
    onEnded(reason);
  }

  function lead() {
    leading = true;
    follower.stop();
    line.open();
    line.beat();
  }

  function answer({ tab, after }: Extract<TabMessage, { type: 'hello' }>) {
    const { last } = delivery;
    if (!leading || last === null || status.get().state !== 'live') return;
    send({ type: 'replay', tab, after, events: after === null ? [] : delivery.since(after), last });
  }

  function receive(message: TabMessage) {
    if (message.type === 'hello') answer(message);
    else if (message.type === 'ended') ended(message.reason);
    else if (!leading) follower.receive(message); // Else it is the last message of a former leader.
  }

  function start() {
    if (started) return;
    started = true;
    delivery.begin(delivery.earliest(after));
    channel = openLiveChannel(session, receive);
    if (channel === null) return line.open();
    giveUpLead = claimLeadership(session, lead);
    follower.ask();
  }

  function stop() {
    started = false;
    leading = false;
    follower.stop();
    line.close();
    giveUpLead?.();
    channel?.close();
    channel = null;
  }

  return {
    status,
    start,
    stop,
    /** The page is visible again, or (`renew`) the network came or went: connect now. */
    nudge(renew = false) {
      if (!started) return;
      if (line.isOpen) line.nudge(renew);
      else follower.ask();
    },
    /** Delivers news of the customer's other sessions, some of it twice. Returns a function that ends it. */
    onNews: delivery.onNews,
    /** Delivers every event after the subscription's `after` once. Returns a function that ends it. */
    subscribe(subscription: LiveSubscription): () => void {
      const remove = delivery.subscribe(subscription);
      if (!started) return remove;
      if (delivery.rewind(subscription.after)) {
        const own = line.isOpen;
        line.close();
        if (own) line.open();
        else follower.ask();
      } else delivery.catchUp();
      return remove;
    },
  };
}
