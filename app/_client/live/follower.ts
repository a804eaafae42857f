/**
 * A tab that does not lead. It accepts a passed-on event only if it has the one before it; else it asks the leader for
 * what it missed. While no leader answers it has a stream of its own.
 */
import type { Delivery, OwnLine } from './delivery.ts';
import type { LeaderMessage, TabMessage } from './live-channel.ts';
import { SILENCE_MS } from './live-source.ts';
import type { LiveStatusStore } from './live-status.ts';

const ANSWER_WITHIN_MS = 1500;
const TAKE_OVER_AFTER_MS = 3000;

export function createFollower({
  delivery,
  line,
  status,
  send,
}: {
  delivery: Delivery;
  line: OwnLine;
  status: LiveStatusStore;
  send: (message: TabMessage) => void;
}) {
  const tab = Math.random().toString(36).slice(2);
  let answerDue: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function openOwnLineIn(ms: number) {
    clearTimeout(silence);
    silence = setTimeout(line.open, ms);
  }

  function answered() {
    clearTimeout(answerDue);
    answerDue = undefined;
  }

  /** Asks the leader for what came after our position; opens an own stream if no answer comes. */
  function ask() {
    if (answerDue !== undefined) return;
    send({ type: 'hello', tab, after: delivery.last });
    answerDue = setTimeout(() => {
      answerDue = undefined;
      line.open();
    }, ANSWER_WITHIN_MS);
  }

  /** The leader stands at `last`: close our own stream once we stand there too, else ask for the difference. */
  function compare(last: string | null) {
    openOwnLineIn(SILENCE_MS);
    if (delivery.isBehind(last)) ask();
    else if (last !== null) line.close();
  }

  /** The leader reconnects by itself, but slowly where the browser delays the timers of a hidden tab. */
  function leaderDown() {
    if (line.isOpen || status.get().state !== 'live') return;
    status.down();
    openOwnLineIn(TAKE_OVER_AFTER_MS);
  }

  function replay({ after, events, last }: Extract<TabMessage, { type: 'replay' }>) {
    answered();
    openOwnLineIn(SILENCE_MS);
    if (events === null) return line.open();
    delivery.begin(after ?? last);
    for (const event of events) delivery.take(event, delivery.last ?? event.id);
    status.alive();
    line.close();
    delivery.catchUp();
  }

  return {
    ask,
    receive(message: LeaderMessage) {
      switch (message.type) {
        case 'event':
          status.alive();
          if (!delivery.isBehind(message.prev)) delivery.take(message.event, message.prev);
          return compare(message.event.id);
        case 'beat':
          status.alive();
          return compare(message.last);
        case 'down':
          return leaderDown();
        case 'news':
          return delivery.news(message.news);
        case 'reset':
          return delivery.reset(message.id);
        case 'replay':
          return message.tab === tab ? replay(message) : undefined;
      }
    },
    stop() {
      answered();
      clearTimeout(silence);
    },
  };
}
