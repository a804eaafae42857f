import { expect, test } from 'vitest';
import { secretsToSave } from '#scripts/lib/backup.mjs';

const [SESSION_SECRETS, AUDIT_SECRETS] = ['1:session', '1:audit'];
const kept = { SESSION_SECRETS: '1:made-here', redis: { admin: 'x' } };

test.each([{}, { SESSION_SECRETS }, { AUDIT_SECRETS }, { SESSION_SECRETS, AUDIT_SECRETS: '' }])(
  'a backup of production is refused with the secrets of %j alone, whatever this folder made',
  (env) => {
    expect(() => secretsToSave({ env, kept, production: true })).toThrow(
      'Run it with the SESSION_SECRETS and AUDIT_SECRETS of the bank.',
    );
  },
);

test('a backup of production has the secrets it is given', () => {
  const env = { SESSION_SECRETS, AUDIT_SECRETS };
  expect(secretsToSave({ env, kept, production: true })).toEqual({ ...kept, ...env });
  expect(secretsToSave({ env, kept: null, production: true })).toEqual(env);
});

test('a backup of the demo has the secrets its folder made, unless it is given others', () => {
  expect(secretsToSave({ env: {}, kept, production: false })).toEqual(kept);
  expect(secretsToSave({ env: { SESSION_SECRETS }, kept, production: false })).toEqual({
    ...kept,
    SESSION_SECRETS,
  });
  expect(() => secretsToSave({ env: {}, kept: null, production: false })).toThrow('Run it with');
});
