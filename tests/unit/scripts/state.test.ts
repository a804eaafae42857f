import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { forgetGiven, givenUrls, readState, remember, rememberGiven, secrets } from '#scripts/lib/state.mjs';
import { file, temporaryFolder } from './fake-programs.ts';

describe('the secrets of a folder', () => {
  test('are made once and readable by their owner alone', () => {
    const folder = path.join(temporaryFolder(), 'data');
    const made = secrets(folder);
    expect(secrets(folder)).toEqual(made);
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(made.SESSION_SECRETS.length).toBeGreaterThan(32);
    expect(new Set(Object.values(made.redis)).size).toBe(5);
  });

  test('of a build that knew no payments get the password for them, and stay what they are', () => {
    const folder = temporaryFolder();
    const { redis, ...rest } = secrets(folder);
    const { payments: _, ...known } = redis;
    file(folder, 'secrets.json', JSON.stringify({ ...rest, redis: known }));
    const now = secrets(folder);
    expect(now).toEqual({ ...rest, redis: { ...known, payments: expect.stringMatching(/^[\w-]{32}$/) } });
    expect(secrets(folder)).toEqual(now);
  });

  test.each(['', '{', 'null', '{}', '{"SESSION_SECRETS":"1:x","redis":{"admin":"a"}}'])(
    'damaged to "%s" stop the start with one sentence, and are not replaced unasked',
    (content) => {
      const folder = temporaryFolder();
      const place = file(folder, 'secrets.json', content);
      expect(() => secrets(folder)).toThrow(
        `${place} is damaged; delete it to have new secrets made, which signs everybody out.`,
      );
      expect(readFileSync(place, 'utf8')).toBe(content);
    },
  );
});

describe('what the last start left written', () => {
  test('is read again', () => {
    const folder = temporaryFolder();
    remember({ redis: { rung: 'embedded', port: 6379, cli: null } }, folder);
    expect(readState(folder).redis).toEqual({ rung: 'embedded', port: 6379, cli: null });
    remember({ origin: 'https://bank.example', production: true }, folder);
    remember({ origin: 'https://bank.example:8443' }, folder);
    expect(readState(folder)).toMatchObject({ origin: 'https://bank.example:8443', production: true });
  });

  test.each([
    '',
    '{"redis"',
    'null',
    '[]',
    '{"redis": {"port": "x"}}',
    '{"redis": {"port": 99999}}',
    '{"redis": {"port": 0}}',
    '"text"',
  ])('damaged to "%s" is as good as nothing', (content) => {
    const folder = temporaryFolder();
    file(folder, 'state.json', content);
    expect(readState(folder)).toEqual({});
  });

  test('the addresses a start was given are for the owner alone, until it ends', () => {
    const folder = temporaryFolder();
    const [a, web] = ['redis://a', 'redis://w'];
    const urls = { admin: a, deploy: a, web, worker: a, payments: a };
    rememberGiven(urls, folder);
    expect(givenUrls(folder)).toEqual(urls);
    expect(statSync(path.join(folder, 'given-redis.json')).mode & 0o777).toBe(0o600);
    forgetGiven(folder);
    expect(givenUrls(folder)).toBeNull();
  });
});
