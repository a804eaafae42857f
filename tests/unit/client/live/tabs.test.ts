import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiveClient, type LiveClient } from '#app/_client/live/live-client.ts';
import type { News } from '#app/_client/live/live-source.ts';
import { until } from '#tests/setup/until.ts';
import { fakeBank, pendingEventOf } from './fake-bank.ts';

let bank = fakeBank();
let tabs: LiveClient[] = [];
let sessions = 0;
let session = '';

beforeEach(() => {
  bank = fakeBank();
  session = `s${sessions++}`;
  vi.stubGlobal('fetch', bank.fetch);
});
afterEach(() => {
  for (const tab of tabs) tab.stop();
  tabs = [];
  vi.unstubAllGlobals();
});

function openTab(after: string | null, options: { seq?: number; session?: string } = {}) {
  const heard: (number | string)[] = [];
  const ended: (string | null)[] = [];
  let resets = 0;
  const client = createLiveClient({
    session: options.session ?? session,
    after,
    onEnded: (reason) => ended.push(reason),
  });
  const subscribe = (from: string, seq: number) =>
    client.subscribe({
      after: from,
      seqs: { a_1: seq },
      onEvent: (event) =>
        heard.push('entry' in event ? event.entry.seq : `${event.kind} ${event.pending.id}`),
      onReset: () => {
        resets += 1;
      },
    });
  if (after !== null) subscribe(after, options.seq ?? Number(after.split('-')[0]));
  client.start();
  tabs.push(client);
  return {
    client,
    heard,
    ended,
    subscribe,
    get resets() {
      return resets;
    },
  };
}

const eventually = (holds: () => boolean) => until(holds);

describe('the tabs of one browser', () => {
  it('share one stream, and each hears every posting once', async () => {
    const first = openTab('0-0');
    await eventually(() => bank.streams === 1);
    const others = [openTab('0-0'), openTab('0-0')];
    for (const seq of [1, 2, 3]) {
      bank.post(seq);
      await eventually(() => [first, ...others].every((tab) => tab.heard.includes(seq)));
    }
    expect([first, ...others].map((tab) => tab.heard)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(bank.requests).toHaveLength(1);
  });

  it('each hears what happens to pending transactions, and a later one what it missed of it', async () => {
    const tabs = [openTab('0-0')];
    await eventually(() => bank.streams === 1);
    tabs.push(openTab('0-0'));
    bank.post(1);
    bank.post(2, pendingEventOf(2, 'authorized'));
    bank.post(3, pendingEventOf(3, 'voided'));
    await eventually(() => tabs.every(({ heard }) => heard.length === 3));
    tabs.push(openTab('2-0', { seq: 1 }));
    await eventually(() => tabs.at(-1)?.heard.length === 1);
    expect(tabs.map(({ heard }) => heard)).toEqual([
      [1, 'authorized p2', 'voided p3'],
      [1, 'authorized p2', 'voided p3'],
      ['voided p3'],
    ]);
    expect(bank.requests).toHaveLength(1);
  });

  it('a tab that was rendered earlier than it began to listen gets what it missed from the leader', async () => {
    const leader = openTab('0-0');
    await eventually(() => bank.streams === 1);
    for (const seq of [1, 2, 3, 4]) bank.post(seq);
    await eventually(() => leader.heard.length === 4);
    const follower = openTab('2-0');
    await eventually(() => follower.heard.length === 2);
    expect(follower.heard).toEqual([3, 4]);
    expect(bank.requests).toHaveLength(1);
  });

  it('a tab older than what the leader kept listens itself until it stands where the leader does', async () => {
    for (const seq of [1, 2, 3]) bank.post(seq);
    const leader = openTab('3-0');
    await eventually(() => bank.streams === 1);
    const old = openTab('1-0');
    await eventually(() => old.heard.length === 2);
    bank.post(4);
    await eventually(() => bank.streams === 1 && old.heard.length === 3 && leader.heard.length === 1);
    bank.post(5);
    await eventually(() => old.heard.includes(5) && leader.heard.includes(5));
    expect(old.heard).toEqual([2, 3, 4, 5]);
    expect(leader.heard).toEqual([4, 5]);
  });

  it('when the leader is closed another leads from where it stood', async () => {
    const leader = openTab('0-0');
    await eventually(() => bank.streams === 1);
    const next = openTab('0-0');
    bank.post(1);
    await eventually(() => next.heard.length === 1);
    leader.client.stop();
    bank.post(2);
    bank.post(3);
    await eventually(() => next.heard.length === 3);
    expect(next.heard).toEqual([1, 2, 3]);
    expect(bank.requests.at(-1)).toBe('/api/events?after=1-0');
    expect(bank.streams).toBe(1);
  });

  it('a leader whose line is down answers nobody: whoever asks finds out itself', async () => {
    openTab('0-0');
    await eventually(() => bank.streams === 1);
    const follower = openTab('0-0');
    bank.refuse(() => new Response('{}', { status: 503 }));
    bank.cut();
    await eventually(() => follower.client.status.get().state === 'reconnecting');
    const shown: string[] = [];
    follower.client.status.subscribe(() => shown.push(follower.client.status.get().state));
    follower.client.nudge();
    const asked = bank.requests.length;
    await eventually(() => bank.requests.length > asked + 3);
    expect(shown).toEqual([]);
  });

  it('a tab that comes back from history continues where it stood', async () => {
    const tab = openTab('0-0');
    await eventually(() => bank.streams === 1);
    bank.post(1);
    await eventually(() => tab.heard.length === 1);
    tab.client.stop();
    bank.post(2);
    tab.client.start();
    await eventually(() => tab.heard.length === 2);
    expect(tab.heard).toEqual([1, 2]);
  });

  it('tabs of another sign-in are told nothing', async () => {
    openTab('0-0');
    openTab('0-0', { session: 'somebody-else' });
    await eventually(() => bank.streams === 2);
  });

  it('without Web Locks each has its own stream', async () => {
    vi.stubGlobal('navigator', {});
    openTab('0-0');
    openTab('0-0');
    await eventually(() => bank.streams === 2);
  });

  it('all leave when the session ends, and say why', async () => {
    const [leader, follower] = [openTab('0-0'), openTab('0-0')];
    await eventually(() => bank.streams === 1);
    bank.endSession('revoked');
    await eventually(() => leader.ended.length === 1 && follower.ended.length === 1);
    expect([leader.ended, follower.ended]).toEqual([['revoked'], ['revoked']]);
    await eventually(() => bank.streams === 0);
  });

  it('all hear of the customer’s other sessions and payments, over the one stream', async () => {
    const [leader, follower] = [openTab('0-0'), openTab('0-0')];
    await eventually(() => bank.streams === 1);
    const heard = [leader, follower].map((tab) => {
      const told: News[] = [];
      tab.client.onNews((news) => told.push(news));
      return told;
    });
    const news: News = {
      kind: 'created',
      sid: 'x',
      at: 1,
      browser: 'Chrome',
      system: 'Linux',
      address: '192.0.2.x',
    };
    const payment: News = { kind: 'payment', id: 'p1', state: 'done' };
    bank.tell(news);
    bank.tell(payment);
    await eventually(() => heard.every((told) => told.length === 2));
    expect(heard).toEqual([
      [news, payment],
      [news, payment],
    ]);
    expect(bank.requests).toHaveLength(1);
  });
});

describe('one page', () => {
  it('drops what its data holds already', async () => {
    for (const seq of [1, 2, 3]) bank.post(seq);
    // The id was read before the data: the data is two postings newer.
    const tab = openTab('1-0', { seq: 3 });
    bank.post(4);
    await eventually(() => tab.heard.length === 1);
    expect(tab.heard).toEqual([4]);
    expect(tab.resets).toBe(0);
  });

  it('loads anew when a seq is missing, and only once', async () => {
    const tab = openTab('0-0');
    await eventually(() => bank.streams === 1);
    bank.post(1);
    bank.post(3);
    bank.post(4);
    await eventually(() => tab.resets === 1);
    expect(tab.heard).toEqual([1]);
    tab.subscribe('4-0', 4);
    bank.post(5);
    await eventually(() => tab.heard.length === 2);
    expect(tab.heard).toEqual([1, 5]);
    expect(tab.resets).toBe(1);
  });

  it('loads anew when its place is no longer in the log', async () => {
    for (const seq of [1, 2, 3]) bank.post(seq);
    bank.trim('3-0');
    const tab = openTab('1-0');
    await eventually(() => tab.resets === 1);
    expect(tab.heard).toEqual([]);
  });

  it('a page that is opened later gets what came between its render and its listening', async () => {
    const tab = openTab('0-0');
    await eventually(() => bank.streams === 1);
    for (const seq of [1, 2, 3]) bank.post(seq);
    await eventually(() => tab.heard.length === 3);
    tab.heard.length = 0;
    tab.subscribe('2-0', 2);
    expect(tab.heard).toEqual([3]);
    expect(bank.requests).toHaveLength(1);
  });

  it('a page older than the stream goes back to its place', async () => {
    for (const seq of [1, 2, 3]) bank.post(seq);
    const tab = openTab(null);
    await eventually(() => bank.streams === 1);
    tab.subscribe('1-0', 1);
    await eventually(() => tab.heard.length === 2);
    expect(tab.heard).toEqual([2, 3]);
  });

  it('comes back after a cut line and after a bank that was away, without a gap', async () => {
    const tab = openTab('0-0');
    await eventually(() => bank.streams === 1);
    bank.post(1);
    await eventually(() => tab.heard.length === 1);
    bank.refuse(() => new Response('{}', { status: 503, headers: { 'retry-after': '2' } }));
    bank.cut();
    await eventually(() => tab.client.status.get().state === 'reconnecting');
    bank.post(2);
    await eventually(() => bank.requests.length >= 2);
    bank.refuse(null);
    await eventually(() => tab.heard.length === 2);
    expect(tab.client.status.get().state).toBe('live');
    expect(tab.heard).toEqual([1, 2]);
  });

  it('comes back from a stream that the bank ended of age, and never looks down', async () => {
    const tab = openTab('0-0');
    await eventually(() => bank.streams === 1);
    const shown: string[] = [];
    tab.client.status.subscribe(() => shown.push(tab.client.status.get().state));
    bank.cut();
    bank.post(1);
    await eventually(() => tab.heard.length === 1);
    expect([bank.requests.length, shown]).toEqual([2, []]);
  });

  it('does not trust a line from before the network came or went', async () => {
    const tab = openTab('0-0');
    await eventually(() => bank.streams === 1);
    tab.client.nudge(true);
    expect(bank.streams).toBe(0);
    await eventually(() => bank.streams === 1);
    expect(bank.requests).toEqual(['/api/events?after=0-0', '/api/events?after=0-0']);
  });

  it('leaves when the bank says that nobody is signed in', async () => {
    bank.refuse(() => Response.json({ code: 'session_ended', reason: 'idle' }, { status: 401 }));
    const tab = openTab('0-0');
    await eventually(() => tab.ended.length === 1);
    expect(tab.ended).toEqual(['idle']);
  });

  it('comes back with the new token when the old one was just replaced', async () => {
    bank.refuse(() => Response.json({ code: 'session_rotated' }, { status: 401 }));
    const tab = openTab('0-0');
    await eventually(() => bank.requests.length === 1);
    bank.refuse(null);
    await eventually(() => bank.streams === 1);
    expect(tab.ended).toEqual([]);
  });
});
