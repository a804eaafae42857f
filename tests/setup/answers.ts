/**
 * Every answer that an endpoint gives in a test is held to its contract, strictly: a status, a code, a field, an event
 * or a place of a redirect that is not described fails the test in which it was answered.
 */
import { afterEach, expect } from 'vitest';
import { inspection } from '#lib/http/contract.ts';
import { hold } from './strict-answers.ts';

const found: { where: string; answered: unknown; described: unknown }[] = [];

inspection.look = (received, contract, answer) => {
  const where = `${received.method} ${received.url.split('?', 1)[0]} answered ${answer.status}`;
  return hold(received, contract, answer, (answered, described) =>
    found.push({ where, answered, described }),
  );
};

afterEach(() => {
  for (const { where, answered, described } of found.splice(0)) {
    expect(answered, `${where}, which its contract does not describe`).toEqual(described);
  }
});
