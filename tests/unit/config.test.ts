import { expect, test, vi } from 'vitest';
import { configuredWith } from './configured-with.ts';

configuredWith({
  SESSION_SECRETS: '',
  AUDIT_SECRETS: '',
  BANK_PROFILE: 'production',
  BANK_ORIGIN: 'https://bank.example',
});
const { ConfigError, config, secrets } = await import('#lib/config.ts');

test('a process that asks for no secret needs none', () => {
  expect(config().origin).toBe('https://bank.example');
  expect(JSON.stringify(config())).not.toMatch(/secret/i);
});

test('one that does names each that is missing', () => {
  expect(secrets).toThrow(ConfigError);
  expect(secrets).toThrow(
    /^The configuration has 2 fault\(s\):\n {2}SESSION_SECRETS is missing .*\n {2}AUDIT_SECRETS is missing /,
  );
});

test('faults of secrets and of everything else are listed at once', () => {
  vi.stubEnv('SESSION_SECRETS', 'short');
  vi.stubEnv('BANK_ORIGIN', 'http://bank.example');
  expect(secrets).toThrow(
    /2 fault\(s\):\n {2}BANK_ORIGIN must be https.*\n {2}SESSION_SECRETS each secret needs 32 /,
  );
});
