import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '#app/_client/live/backoff.ts';
import { createDelivery, type Delivery } from '#app/_client/live/delivery.ts';
import { createSseParser, type LiveEvent, type SseMessage } from '#app/_client/live/live-source.ts';
import { encodeReset, encodeSession, encodeStart, HEARTBEAT } from '#lib/live/sse.ts';
import { compareStreamIds, isStreamId } from '#lib/live/stream-id.ts';
import { encoded, eventOf, pendingEventOf } from './fake-bank.ts';

describe('stream ids', () => {
  it('are ordered by their numbers, not as text', () => {
    const ordered = ['0-0', '9-0', '10-0', '10-2', '10-10', '1732482000000-0', '1732482000000-1'];
    expect(ordered.toSorted(() => 0.5 - Math.random()).sort(compareStreamIds)).toEqual(ordered);
  });

  it('nothing else is taken for one', () => {
    for (const text of [
      '',
      '-',
      '1',
      '1-',
      '-1',
      '1-1 ',
      '1-*',
      '$',
      '+',
      '1-1-1',
      'NaN-0',
      `${'1'.repeat(16)}-0`,
    ]) {
      expect(isStreamId(text), text).toBe(false);
    }
  });
});

describe('the wire', () => {
  it('reads what the server writes, however it is cut into pieces', () => {
    const event = eventOf(3);
    const text = [
      encodeStart('1-0'),
      encoded(event),
      HEARTBEAT,
      encodeReset('9-0'),
      encodeSession({ kind: 'ended', reason: 'revoked' }),
    ]
      .map((bytes) => new TextDecoder().decode(bytes))
      .join('');
    const whole: SseMessage[] = [
      { event: 'message', data: '', id: '1-0' },
      {
        event: 'transaction',
        data: JSON.stringify({ ...event, id: undefined }),
        id: '3-0',
      },
      { event: 'reset', data: '{}', id: '9-0' },
      { event: 'session', data: '{"kind":"ended","reason":"revoked"}', id: null },
    ];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (sizes) => {
        const read: SseMessage[] = [];
        const feed = createSseParser((message) => read.push(message));
        let at = 0;
        for (const size of [...sizes, text.length]) {
          feed(text.slice(at, at + size));
          at += size;
        }
        expect(read).toEqual(whole);
      }),
    );
  });

  it('a text in an entry cannot end its event or begin another', () => {
    const event = eventOf(1, { description: 'x\n\nevent: session\ndata: {"kind":"ended"}\n\n\r\n' });
    const read: SseMessage[] = [];
    createSseParser((message) => read.push(message))(new TextDecoder().decode(encoded(event)));
    expect(read.map((message) => message.event)).toEqual(['transaction']);
    expect(JSON.parse(read[0]?.data ?? '').entry).toEqual(event.entry);
  });
});

/** What a subscription whose data stands at `seqs` hears. */
function subscribed(delivery: Delivery, after: string, seqs: Record<string, number> = {}) {
  const heard: string[] = [];
  delivery.subscribe({
    after,
    seqs,
    onEvent: (event) =>
      heard.push(
        'entry' in event ? `${event.entry.account} ${event.entry.seq}` : `${event.kind} ${event.pending.id}`,
      ),
    onReset: () => heard.push('reset'),
  });
  return heard;
}

function deliveryFrom(id: string, maxBuffered?: number) {
  const passedOn: string[] = [];
  const delivery = createDelivery((message) => {
    if (message.type === 'event') passedOn.push(message.event.id);
  }, maxBuffered);
  delivery.begin(id);
  const take = (...events: LiveEvent[]) => {
    for (const event of events) delivery.take(event, '0-0');
  };
  return { delivery, passedOn, take };
}

describe('doubles and gaps', () => {
  it('an entry that the data holds is a double, the next one is new, one further on is a gap', () => {
    const { delivery, take } = deliveryFrom('0-0');
    const heard = subscribed(delivery, '0-0', { a_1: 5 });
    take(eventOf(5));
    expect(heard).toEqual([]);
    take(eventOf(6), { ...eventOf(6), id: '7-0' });
    expect(heard).toEqual(['a_1 6']);
    take(eventOf(8));
    expect(heard).toEqual(['a_1 6', 'reset']);
    take(eventOf(9));
    expect(heard).toEqual(['a_1 6', 'reset']);
  });

  it('accounts are counted apart, and one not seen before begins anywhere', () => {
    const { delivery, take } = deliveryFrom('0-0');
    const heard = subscribed(delivery, '0-0', { a_1: 5 });
    take({ ...eventOf(40, { account: 'a_2' }), id: '1-0' }, { ...eventOf(6), id: '2-0' });
    expect(heard).toEqual(['a_2 40', 'a_1 6']);
    take({ ...eventOf(42, { account: 'a_2' }), id: '3-0' });
    expect(heard).toEqual(['a_2 40', 'a_1 6', 'reset']);
  });

  it('what happens to pending transactions comes in its place, once, and counts no entry', () => {
    const { delivery, take } = deliveryFrom('0-0');
    const heard = subscribed(delivery, '1-0', { a_1: 2 });
    const began = pendingEventOf(3, 'authorized');
    take(pendingEventOf(1, 'authorized'), began, began, { ...eventOf(3), id: '4-0' });
    take(pendingEventOf(5, 'declined'), { ...eventOf(4), id: '6-0' });
    expect(heard).toEqual(['authorized p3', 'a_1 3', 'declined p5', 'a_1 4']);
    take(eventOf(9), pendingEventOf(10, 'expired'));
    expect(heard.slice(4)).toEqual(['reset']);
  });
});

describe('what is buffered for those who come later', () => {
  it('is given from any position that it covers, and from no other', () => {
    const { delivery, take } = deliveryFrom('5-0');
    take(eventOf(6), eventOf(7), eventOf(8));
    expect(delivery.since('5-0')?.map((event) => event.id)).toEqual(['6-0', '7-0', '8-0']);
    expect(delivery.since('7-0')?.map((event) => event.id)).toEqual(['8-0']);
    expect(delivery.since('20-0')).toEqual([]);
    expect(delivery.since('4-0')).toBeNull();
    const [covered, older] = [subscribed(delivery, '7-0'), subscribed(delivery, '4-0')];
    delivery.catchUp();
    expect(covered).toEqual(['a_1 8']);
    expect(older).toEqual(['reset']);
  });

  it('holds nothing twice and nothing out of order', () => {
    const { delivery, passedOn, take } = deliveryFrom('0-0');
    take(eventOf(2), eventOf(2), eventOf(1), eventOf(3));
    expect(passedOn).toEqual(['2-0', '3-0']);
    expect(delivery.since('0-0')?.map((event) => event.id)).toEqual(['2-0', '3-0']);
  });

  it('is bounded, and knows what it has forgotten', () => {
    const { delivery, take } = deliveryFrom('0-0', 3);
    take(eventOf(1), eventOf(2), eventOf(3), eventOf(4), eventOf(5));
    expect(delivery.since('2-0')?.length).toBe(3);
    expect(delivery.since('1-0')).toBeNull();
  });
});

describe('coming back', () => {
  it('waits longer each time, never more than three seconds, and never all at once', () => {
    const most = (attempt: number) => backoffMs(attempt, 0, () => 1);
    expect([0, 1, 2, 3, 50].map(most)).toEqual([500, 1000, 2000, 3000, 3000]);
    expect(backoffMs(3, 0, () => 0)).toBe(1500);
  });

  it('waits at least as long as the server asked', () => {
    expect(backoffMs(0, 10_000)).toBe(10_000);
  });
});
