import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SessionId, UserTag } from '#lib/ids.ts';
import { type SessionDocument, sessionDocumentSchema, withoutSecrets } from '#lib/sessions/document.ts';
import { ROTATION_GRACE_MS } from '#lib/sessions/policy.ts';
import { judge } from '#lib/sessions/read-session.ts';
import { digestOf } from '#lib/sessions/token.ts';

const NOW = 1_800_000_000_000;
const document = (more: Partial<SessionDocument> = {}): SessionDocument => ({
  sid: 's'.repeat(22) as SessionId,
  tokenDigest: digestOf('current'),
  previousDigest: '',
  rotatedAt: 0,
  transport: 'cookie',
  user: 'u'.repeat(22) as UserTag,
  username: 'ann',
  role: 'user',
  policy: 'standard',
  profile: { name: 'Ann', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' },
  createdAt: NOW - 1000,
  lastActiveAt: NOW - 1000,
  idleExpiresAt: NOW + 1,
  absoluteExpiresAt: NOW + 1,
  device: { browser: 'Firefox', system: 'Linux', kind: 'computer', address: '192.0.2.7' },
  authentication: { method: 'password', at: NOW - 1000 },
  stepUpAt: 0,
  stepUpFailures: 0,
  epoch: 3,
  ...more,
});
const judged = (more: Partial<SessionDocument> = {}, epoch: string | null = '3', secret = 'current') =>
  judge(document(more), epoch, digestOf(secret), NOW);

describe('a session is judged by its document, its epoch and the clock of Redis alone', () => {
  it('is active until the very millisecond of its end', () => {
    expect(judged().state).toBe('active');
    expect(judged({ idleExpiresAt: NOW })).toEqual({ state: 'ended', reason: 'idle' });
    expect(judged({ absoluteExpiresAt: NOW })).toEqual({ state: 'ended', reason: 'absolute' });
  });

  it.each([
    ['one ahead', '4'],
    ['one behind', '2'],
    ['absent', null],
    ['empty', ''],
    ['of another form', '3.0'],
  ])('an epoch that is %s refuses', (_, epoch) => {
    expect(judged({}, epoch)).toEqual({ state: 'ended', reason: 'revoked_all' });
  });

  it('another secret says nothing of the session', () => {
    expect(judged({}, '3', 'guess')).toEqual({ state: 'wrong_secret' });
    expect(judged({ idleExpiresAt: 0 }, null, 'guess')).toEqual({ state: 'wrong_secret' });
  });

  it('the secret before a rotation is told so for 30 s and is any wrong one afterwards', () => {
    expect(ROTATION_GRACE_MS).toBe(30_000);
    const rotated = (ago: number) =>
      judged({ previousDigest: digestOf('old'), rotatedAt: NOW - ago }, '3', 'old').state;
    expect([0, 29_999, 30_000].map(rotated)).toEqual(['rotated', 'rotated', 'wrong_secret']);
  });
});

describe('what is told of a document', () => {
  it('holds nothing that only the server needs, and all application data', () => {
    const told = withoutSecrets(
      sessionDocumentSchema.parse({ ...document(), currentBalanceAmount: { x: 1, y: 2 } }),
    );
    expect(Object.keys(told)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/digest|epoch|rotatedAt/i)]),
    );
    expect(told).toMatchObject({ username: 'ann', currentBalanceAmount: { x: 1, y: 2 } });
  });
});

describe('digests are compared in constant time', () => {
  it('every comparison of a digest in the session layer goes through timingSafeEqual', () => {
    const read = readFileSync('lib/sessions/read-session.ts', 'utf8');
    expect(readFileSync('lib/sessions/token.ts', 'utf8')).toContain('timingSafeEqual(a, b)');
    expect(read).not.toMatch(/[dD]igest\s*[!=]==?|[!=]==?\s*\S*[dD]igest/);
  });
});
