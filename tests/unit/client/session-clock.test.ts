import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSessionClock, type SessionClock, type SessionTimes } from '#app/_client/session-clock.ts';
import { HOUR, MINUTE, SECOND } from '#lib/time.ts';

const IDLE = HOUR;
const STEP = MINUTE;

/** Tabs of one browser: what one posts, the others hear, in the same turn. */
class FakeChannel {
  static open: FakeChannel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
    FakeChannel.open.push(this);
  }
  postMessage(data: unknown) {
    for (const other of FakeChannel.open) {
      if (other !== this && other.name === this.name) other.onmessage?.({ data });
    }
  }
  close() {
    FakeChannel.open = FakeChannel.open.filter((one) => one !== this);
  }
}

let session = 0;
let tabs: SessionClock[] = [];
/** The bank's own idea of the session, and what it was asked. */
let bank = { times: {} as SessionTimes, extended: 0, looked: 0, unavailable: false };
const over = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  session += 1;
  over.mockReset();
  bank = { times: at(IDLE), extended: 0, looked: 0, unavailable: false };
});
afterEach(() => {
  for (const tab of tabs) tab.stop();
  tabs = [];
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const at = (idleIn: number, absoluteIn = 12 * HOUR): SessionTimes => ({
  idleExpiresAt: Date.now() + idleIn,
  absoluteExpiresAt: Date.now() + absoluteIn,
});

function openTab(times = bank.times): SessionClock {
  const tab = createSessionClock({
    session: String(session),
    times,
    idleMs: IDLE,
    stepMs: STEP,
    now: () => Date.now(),
    async extend() {
      bank.extended += 1;
      if (bank.unavailable) throw new Error('unavailable');
      bank.times = { ...bank.times, idleExpiresAt: Date.now() + IDLE };
      return bank.times;
    },
    async look() {
      bank.looked += 1;
      if (bank.times.idleExpiresAt <= Date.now() || bank.times.absoluteExpiresAt <= Date.now()) {
        throw new Error('over');
      }
      return bank.times;
    },
    onOver: over,
  });
  tab.start();
  tabs.push(tab);
  return tab;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('the end of a session', () => {
  it('is warned of a minute before, in every tab, and one answer keeps all of them', async () => {
    const [one, other] = [openTab(), openTab()];
    await pass(IDLE - MINUTE - SECOND);
    expect([one.warning(), other.warning()]).toEqual([null, null]);
    await pass(SECOND);
    for (const tab of [one, other]) expect(tab.warning()).toMatchObject({ clock: 'idle' });
    await one.stay();
    expect([one.warning(), other.warning()]).toEqual([null, null]);
    expect(bank.extended).toBe(1);
    await pass(IDLE - MINUTE);
    expect(other.warning()).not.toBeNull();
  });

  it('without an answer is told in every tab, once', async () => {
    openTab();
    openTab();
    await pass(IDLE);
    expect(over.mock.calls).toEqual([['idle'], ['idle']]);
    await pass(HOUR);
    expect(over).toHaveBeenCalledTimes(2);
    expect(bank.extended).toBe(0);
  });

  it('is the bank’s to say: a request that no tab knows of may have put it off', async () => {
    const tab = openTab();
    await pass(IDLE - 10 * SECOND);
    bank.times = at(IDLE);
    await pass(10 * SECOND);
    expect(over).not.toHaveBeenCalled();
    expect(tab.warning()).toBeNull();
    expect(bank.looked).toBe(1);
  });

  it('at the longest time is warned of, cannot be put off, and may be left standing', async () => {
    bank.times = at(HOUR, 30 * MINUTE);
    const tab = openTab();
    await pass(29 * MINUTE);
    expect(tab.warning()).toMatchObject({ clock: 'absolute' });
    tab.dismiss();
    expect(tab.warning()).toBeNull();
    await pass(MINUTE);
    expect(over).toHaveBeenCalledWith('absolute');
  });

  it('that could not be put off keeps the warning and says so; the next try may reach the bank', async () => {
    const tab = openTab();
    await pass(IDLE - 30 * SECOND);
    bank.unavailable = true;
    await tab.stay();
    expect(tab.warning()).toMatchObject({ failed: true });
    bank.unavailable = false;
    await tab.stay();
    expect(tab.warning()).toBeNull();
    await pass(IDLE - 30 * SECOND);
    expect(tab.warning()).toMatchObject({ failed: false });
  });

  it('a week away is waited for', async () => {
    bank.times = at(7 * 24 * HOUR, 30 * 24 * HOUR);
    const tab = openTab();
    await pass(7 * 24 * HOUR - MINUTE);
    expect(tab.warning()).not.toBeNull();
  });
});

describe('while there is input', () => {
  it('the bank hears of it at most once a step, from whichever tab', async () => {
    const [one, other] = [openTab(), openTab()];
    one.input();
    await pass(STEP - SECOND);
    other.input();
    expect(bank.extended).toBe(0);
    await pass(SECOND);
    for (let press = 0; press < 5; press++) {
      one.input();
      other.input();
    }
    await pass(0);
    expect(bank.extended).toBe(1);
    await pass(STEP);
    other.input();
    await pass(0);
    expect(bank.extended).toBe(2);
  });

  it('a bank that is unavailable is not called again before the next step', async () => {
    const tab = openTab();
    await pass(STEP);
    bank.unavailable = true;
    tab.input();
    await pass(STEP / 2);
    tab.input();
    expect(bank.extended).toBe(1);
    await pass(STEP / 2);
    tab.input();
    expect(bank.extended).toBe(2);
  });

  it('within the warning only the answer counts', async () => {
    const tab = openTab();
    await pass(IDLE - MINUTE);
    tab.input();
    await pass(0);
    expect(bank.extended).toBe(0);
  });

  it('a clock without steps sends nothing until the end', async () => {
    openTab();
    await pass(IDLE - SECOND);
    expect([bank.extended, bank.looked]).toEqual([0, 0]);
  });
});
