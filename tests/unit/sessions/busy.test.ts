import { expect, test } from 'vitest';
import { toBankError } from '#lib/errors.ts';
import { BusyError } from '#lib/sessions/session-script.ts';

test('too many acts of one user at once are told to come again, and when', () => {
  expect(toBankError(new BusyError('There are too many sign-ins at once.'))).toMatchObject({
    code: 'throttled',
    status: 429,
    message: 'There are too many sign-ins at once.',
    extras: { retryAfterSeconds: 1 },
  });
});
