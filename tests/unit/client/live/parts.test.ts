import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '#app/_client/live/backoff.ts';
import { createEventBuffer } from '#app/_client/live/event-buffer.ts';
import { createSeqTracker } from '#app/_client/live/seq-tracker.ts';
import { createSseParser, type SseMessage } from '#app/_client/live/sse-parser.ts';
import { encodeReset, encodeSession, encodeStart, encodeTransaction, HEARTBEAT } from '#lib/live/sse.ts';
import { compareStreamIds, isStreamId } from '#lib/live/stream-id.ts';
import { entryOf, eventOf } from './fakes.ts';

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
      encodeTransaction(event),
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
        data: JSON.stringify({ entry: event.entry, balanceMinor: event.balanceMinor }),
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
    createSseParser((message) => read.push(message))(new TextDecoder().decode(encodeTransaction(event)));
    expect(read.map((message) => message.event)).toEqual(['transaction']);
    expect(JSON.parse(read[0]?.data ?? '').entry).toEqual(event.entry);
  });
});

describe('doubles and gaps', () => {
  it('an entry that the data holds is a double, the next one is new, one further on is a gap', () => {
    const judge = createSeqTracker({ a_1: 5 });
    expect(judge(entryOf(5))).toBe('double');
    expect(judge(entryOf(6))).toBe('new');
    expect(judge(entryOf(6))).toBe('double');
    expect(judge(entryOf(8))).toBe('gap');
  });

  it('accounts are counted apart, and one not seen before begins anywhere', () => {
    const judge = createSeqTracker({ a_1: 5 });
    expect(judge({ account: 'a_2', seq: 40 })).toBe('new');
    expect(judge({ account: 'a_2', seq: 42 })).toBe('gap');
    expect(judge(entryOf(6))).toBe('new');
  });
});

describe('what is kept for those who come later', () => {
  it('is given from any place that it covers, and from no other', () => {
    const buffer = createEventBuffer();
    buffer.restart('5-0');
    for (const seq of [6, 7, 8]) expect(buffer.push(eventOf(seq))).toBe(true);
    expect(buffer.since('5-0')?.map((event) => event.id)).toEqual(['6-0', '7-0', '8-0']);
    expect(buffer.since('7-0')?.map((event) => event.id)).toEqual(['8-0']);
    expect(buffer.since('20-0')).toEqual([]);
    expect(buffer.since('4-0')).toBeNull();
  });

  it('holds nothing twice and nothing out of order', () => {
    const buffer = createEventBuffer();
    buffer.restart('0-0');
    expect([2, 2, 1, 3].map((seq) => buffer.push(eventOf(seq)))).toEqual([true, false, false, true]);
  });

  it('is bounded, and knows what it has forgotten', () => {
    const buffer = createEventBuffer(3);
    buffer.restart('0-0');
    for (const seq of [1, 2, 3, 4, 5]) buffer.push(eventOf(seq));
    expect(buffer.since('2-0')?.length).toBe(3);
    expect(buffer.since('1-0')).toBeNull();
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
