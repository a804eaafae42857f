import { describe, expect, test } from 'vitest';
import {
  asNew,
  asTyped,
  edited,
  moving,
  newDraft,
  nextOf,
  opened,
  readWritten,
  refused,
  sending,
  stepFor,
  written,
} from '#app/(bank)/pay/_flow/draft.ts';

const draft = newDraft('key-1', { from: 'a_1', amount: '25' });
const payee = { kind: 'own', account: 'a_2' } as const;
const never = () => {
  throw new Error('no new key is due');
};

describe('the key of a payment', () => {
  test('is one, however often the same is sent', () => {
    const once = sending(draft, { amountMinor: 2500 }, never);
    expect(sending(once, { amountMinor: 2500 }, never)).toEqual(once);
    expect(once.key).toBe('key-1');
  });

  test('is another once what is sent was changed, or was refused', () => {
    const once = sending(draft, { amountMinor: 2500 }, never);
    expect(sending(once, { amountMinor: 2600 }, () => 'key-2').key).toBe('key-2');
    expect(refused(once, () => 'key-3')).toMatchObject({ key: 'key-3', sent: null, amount: '25' });
  });

  test('outlives a reload with what was typed, for the session that typed it alone', () => {
    const typed = edited(sending(draft, 1, never), { reference: 'Rent' });
    expect(readWritten('s_1', written('s_1', [typed, draft]))).toEqual([typed, draft]);
    expect(readWritten('s_2', written('s_1', [typed]))).toEqual([]);
    const older = JSON.stringify({ session: 's_1', draft: typed });
    expect(readWritten('s_1', older)).toEqual([typed]);
    expect(readWritten('s_2', older)).toEqual([]);
    for (const nothing of [null, '', '{', '[]', '{"session":"s_1","drafts":[{}]}', '{"session":"s_1"}']) {
      expect(readWritten('s_1', nothing)).toEqual([]);
    }
  });
});

describe('while money may be moving', () => {
  const gone = moving(sending({ ...draft, payee }, { amountMinor: 2500 }, never));

  test('nothing of the payment can be changed, so that the only way on is to ask again', () => {
    expect(edited(gone, { amount: '9', payee: null, from: 'a_9', reference: 'x' })).toBe(gone);
    for (const step of ['amount', 'payee', 'new', null]) expect(stepFor(gone, step, true)).toBe('review');
    expect(sending(gone, { amountMinor: 2500 }, never).key).toBe('key-1');
  });

  test('it stays so through a reload, until the bank refused', () => {
    expect(readWritten('s_1', written('s_1', [gone]))).toMatchObject([{ moving: true }]);
    expect(refused(gone, () => 'key-2').moving).toBe(false);
  });
});

describe('a page that opens', () => {
  const fresh = newDraft('new', { from: 'a_3' });
  const again = newDraft('new', { from: 'a_3', amount: '9', payee, asked: 'p1' });
  const savings = newDraft('new', { from: 'a_2', asked: 'a_2' });

  test('goes on with what was typed, and begins with what it is opened for where nothing was', () => {
    expect(opened([draft], fresh)).toEqual([draft]);
    expect(opened([], fresh)).toEqual([fresh]);
    expect(opened([{ ...draft, amount: '' }], fresh)).toEqual([fresh]);
  });

  test('pays again once: what was changed of it since stays through a reload', () => {
    expect(opened([draft], again)).toEqual([again, draft]);
    const changed = edited(again, { amount: '10' });
    expect(opened([changed, draft], again)).toEqual([changed, draft]);
    expect(opened([changed], { ...again, asked: 'p2' })).toMatchObject([{ asked: 'p2' }, { asked: 'p1' }]);
  });

  test('pays from the account it is opened for, and what was begun from another waits, nothing of it lost', () => {
    expect(opened([draft], savings)).toEqual([savings, draft]);
    expect(opened([draft], { ...savings, from: draft.from, asked: draft.from })).toEqual([draft]);
    const other = edited(edited(savings, { amount: '5' }), { from: 'a_1' });
    expect(opened([other, draft], savings)).toEqual([other, draft]);
    expect(opened([draft, other], savings)).toEqual([other, draft]);
  });

  test('turns to what waits and back, each in its turn', () => {
    const drafts = [draft, { ...draft, key: 'key-2' }, { ...draft, key: 'key-3' }];
    expect(nextOf(drafts).map(({ key }) => key)).toEqual(['key-2', 'key-3', 'key-1']);
    expect(nextOf(nextOf(nextOf(drafts)))).toEqual(drafts);
    expect(nextOf([fresh, draft])).toEqual([draft]);
  });

  test('goes on with nothing else while money may be moving', () => {
    const gone = moving(draft);
    expect(opened([gone], again)).toEqual([gone]);
    expect(opened([{ ...gone, amount: '' }], fresh)).toMatchObject([{ moving: true }]);
  });
});

describe('what is typed', () => {
  const someone = { kind: 'other', number: '123456', name: 'Alice', nameAccepted: false } as const;

  test('leaves out characters that the bank refuses, and keeps the words', () => {
    expect(asTyped(' Über\u00adweisung\u200b \ufeffan\tdich\u200e ')).toBe('Überweisung an dich');
    expect(asTyped('👨\u200d👩 \ud83d')).toBe('👨👩');
  });

  test('a payee whose name the bank asks about goes back to where it is asked', () => {
    expect(edited(draft, asNew({ ...draft, payee: someone }))).toMatchObject({
      fresh: { number: '123456', name: 'Alice' },
    });
  });

  test('an account that pays is not its own payee', () => {
    expect(edited({ ...draft, payee }, { from: 'a_2' }).payee).toBeNull();
    expect(edited({ ...draft, payee }, { from: 'a_3' }).payee).toBe(payee);
  });
});

describe('the step', () => {
  test('is the one of the address, unless one before it lacks something', () => {
    expect(stepFor(draft, null, true)).toBe('amount');
    expect(stepFor(draft, 'payee', true)).toBe('payee');
    expect(stepFor(draft, 'new', true)).toBe('new');
    expect(stepFor(draft, 'review', true)).toBe('payee');
    expect(stepFor({ ...draft, payee }, 'review', true)).toBe('review');
    expect(stepFor({ ...draft, payee }, 'review', false)).toBe('amount');
    expect(stepFor(draft, 'nowhere', true)).toBe('amount');
  });
});
