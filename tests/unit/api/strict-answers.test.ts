import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import { type Answer, problem, toResponse } from '#lib/http/answer.ts';
import { type Access, endpoint } from '#lib/http/contract.ts';
import { hold } from '#tests/setup/strict-answers.ts';

const anybody: Access<object> = {
  needs: 'nothing',
  refusals: ['throttled'],
  authorise: async () => () => ({}),
};
const { contract } = endpoint({
  summary: 'Tea.',
  access: anybody,
  refusals: ['conflict'],
  answers: {
    200: z.object({ tea: z.object({ sugar: z.number().optional() }) }),
    202: { media: ['text/event-stream'], events: { poured: z.object({ cup: z.number() }) } },
    302: { to: ['/kitchen'] },
  },
  handler: () => ({ tea: {} }),
});

const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  cookies: [],
  body: JSON.stringify(body),
});
const redirect = (location: string): Answer => ({
  status: 302,
  headers: { location },
  cookies: [],
  body: null,
});
const stream = (text: string): Answer => ({
  status: 202,
  headers: { 'content-type': 'text/event-stream' },
  cookies: [],
  body: (sink) => void sink.end(text),
});
const refusal = (code: 'throttled' | 'conflict' | 'not_found') => problem(new BankError(code, 'No.'), 'id');

/** Whether the answer is as the contract describes it. */
async function isDescribed(answer: Answer): Promise<boolean> {
  const notes: [unknown, unknown][] = [];
  const held = hold({ method: 'GET' }, contract, answer, (...note) => notes.push(note));
  await toResponse(held).text();
  expect(notes.length).toBeGreaterThan(0);
  try {
    for (const [answered, described] of notes) expect(answered).toEqual(described);
    return true;
  } catch {
    return false;
  }
}

describe('an answer in a test is', () => {
  test.each<[what: string, described: boolean, answer: () => Answer]>([
    ['what is described', true, () => json({ tea: { sugar: 1 } })],
    ['a field that is not described', false, () => json({ tea: {}, milk: 1 })],
    ['one within another', false, () => json({ tea: { sugar: 1, lemon: 2 } })],
    ['a field of another type', false, () => json({ tea: { sugar: '1' } })],
    ['a missing field', false, () => json({})],
    ['another status', false, () => json({ tea: {} }, 201)],
    ['a refusal of the access', true, () => refusal('throttled')],
    ['a refusal of the handler', true, () => refusal('conflict')],
    ['a refusal that is not described', false, () => refusal('not_found')],
    ['a place that is described', true, () => redirect('/kitchen')],
    ['another place', false, () => redirect('/elsewhere')],
    ['an event', true, () => stream('event: poured\ndata: {"cup":1}\n\n')],
    ['an event with more in it', false, () => stream('event: poured\ndata: {"cup":1,"pot":2}\n\n')],
    ['an event that is not described', false, () => stream('event: spilled\ndata: {}\n\n')],
  ])('%s: %s', async (_, described, answer) => {
    expect(await isDescribed(answer())).toBe(described);
  });
});
