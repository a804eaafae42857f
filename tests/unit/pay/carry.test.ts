import { afterEach, describe, expect, test, vi } from 'vitest';
import { amountSent, type Draft, moving, newDraft } from '#app/(bank)/pay/_flow/draft.ts';
import { carry, stopped } from '#app/(bank)/pay/_review/carry.ts';

afterEach(() => vi.unstubAllGlobals());

const own = newDraft('key-1', { from: 'a_1', amount: '1.234,50', payee: { kind: 'own', account: 'a_2' } });
const other = newDraft('key-1', {
  from: 'a_1',
  amount: '5',
  payee: { kind: 'other', number: '123456', name: 'Alice Martin', nameAccepted: false },
});

type Answer = [status: number, body: unknown] | 'lost';
const answer = (state: string | null, confirm = false): Answer => [
  state === 'done' ? 200 : 202,
  { id: 'p1', payment: state && { state }, confirm: confirm ? {} : null },
];

/** Presses the button, with what the bank answers one after the other; the last again and again. */
async function press(draft: Draft, answers: Answer[], amountMinor = 500) {
  const posts: { path: string; key: string | undefined; body: string }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const at = Math.min(posts.length, answers.length - 1);
    const headers = init.headers as Record<string, string>;
    posts.push({ path, key: headers['idempotency-key'], body: String(init.body) });
    const given = answers[at] ?? 'lost';
    if (given === 'lost') throw new TypeError('lost');
    return new Response(JSON.stringify(given[1]), { status: given[0] });
  });
  let now = draft;
  const sign = async () => ({ id: 'c1' }) as never;
  try {
    const step = (next: Draft) => {
      now = next;
    };
    const id = await carry(draft, amountMinor, step, sign);
    return { id, draft: now, posts, code: null };
  } catch (error) {
    const { problem, ...kept } = stopped(draft, now, error);
    return { id: null, draft: kept.draft, posts, code: problem.code };
  }
}

describe('while it is not known whether an order was carried out', () => {
  test('a payment that is signed and still asked for is kept, and never taken for unconfirmed', async () => {
    const pressed = await press(other, [answer('asked', true), answer('asked', true)]);
    expect(pressed).toMatchObject({ id: null, code: 'slow', draft: { key: 'key-1', moving: true } });
    const again = await press(pressed.draft, [answer('debited')]);
    expect(again.id).toBe('p1');
    expect(again.posts.map(({ key }) => key)).toEqual(['key-1']);
  });

  test('a later refusal of the moment frees nothing that the bank may have taken', async () => {
    for (const status of [401, 403, 408, 429, 400, 404]) {
      const refusal: Answer = [status, { code: 'throttled' }];
      expect(await press(own, [answer(null), refusal])).toMatchObject({
        id: null,
        code: 'slow',
        draft: { key: 'key-1', moving: true },
      });
    }
    expect((await press(own, [[429, { code: 'throttled' }]])).draft.moving).toBe(false);
    expect((await press(own, ['lost'])).draft).toMatchObject({ key: 'key-1', moving: true });
  });

  test('nothing that is said says that nothing was sent', async () => {
    const gone = moving({ ...other, sent: '{}' });
    for (const [status, code] of [
      [429, 'throttled'],
      [400, 'bad_request'],
      [404, 'not_found'],
    ] as const) {
      const asked = await press(gone, [[status, { code }]]);
      expect(asked).toMatchObject({ code: 'slow', draft: { key: 'key-1', moving: true, sent: '{}' } });
    }
    const closed = Object.assign(new Error('closed'), { name: 'NotAllowedError' });
    expect(stopped(gone, gone, closed).problem.code).toBe('slow');
    expect(stopped(other, other, closed).problem.code).toBe('canceled');
  });

  test('the amount on the screen is the one that was sent, in any language', async () => {
    const { draft } = await press(own, ['lost'], 123450);
    expect(amountSent(draft)).toBe(123450);
    expect(amountSent({ ...draft, moving: false })).toBeNull();
    expect(amountSent({ ...draft, sent: '{}' })).toBeNull();
  });

  test('asking again sends the bytes that were sent, whatever they would be by now', async () => {
    const lost = await press(own, ['lost'], 123450);
    const again = await press(lost.draft, [answer('done')], 0);
    expect(again.id).toBe('p1');
    expect(again.posts).toEqual(lost.posts);
  });

  test('a transfer that is written and not carried out yet is asked about again', async () => {
    const pressed = await press(own, [answer('asked'), answer('done')]);
    expect([pressed.id, pressed.posts.length]).toEqual(['p1', 2]);
    expect(await press(own, [answer('asked')])).toMatchObject({ code: 'slow', draft: { moving: true } });
  });

  test('what the bank refused for good is free for another payment, under another key, with all that was typed', async () => {
    for (const code of ['not_enough', 'over_payment_limit', 'over_day_limit', 'name_differs', 'expired']) {
      for (const draft of [own, other, moving({ ...other, sent: '{}' })]) {
        const { key, ...pressed } = (await press(draft, [[422, { code }]])).draft;
        expect(pressed).toEqual({ ...draft, key: undefined, moving: false, sent: null });
        expect(key).not.toBe('key-1');
      }
    }
  });

  test('an order or a proof whose answer is lost is asked about under its key, never sent as another', async () => {
    const unsent = await press(other, ['lost']);
    expect(unsent).toMatchObject({ code: 'network', draft: { key: 'key-1', moving: false, amount: '5' } });
    const unproven = await press(unsent.draft, [answer('asked', true), 'lost']);
    expect(unproven).toMatchObject({ id: null, draft: { key: 'key-1', moving: true } });
    const asked = await press(unproven.draft, [answer('done')]);
    expect(asked.id).toBe('p1');
    const orders = [...unsent.posts, ...unproven.posts, ...asked.posts].filter(({ key }) => key);
    expect(new Set(orders.map(({ key, body }) => `${key} ${body}`)).size).toBe(1);
  });
});
