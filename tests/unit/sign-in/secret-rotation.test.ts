import { sealData } from 'iron-session';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UserTag } from '#lib/ids.ts';
import { configuredWith } from '../configured-with.ts';

const OLD = 'the-old-secret-the-old-secret-the-old-secret';
const NEW = 'the-new-secret-the-new-secret-the-new-secret';
// As after a rotation: the old one still opens, the new one seals.
configuredWith({ SESSION_SECRETS: `1:${OLD},2:${NEW}`, AUDIT_SECRETS: `1:${OLD},2:${NEW}` });

let cookie: typeof import('#lib/sign-in/cookie.ts');
let chain: typeof import('#lib/audit/chain.ts');
let tokens: typeof import('#lib/sessions/token.ts');
beforeAll(async () => {
  cookie = await import('#lib/sign-in/cookie.ts');
  chain = await import('#lib/audit/chain.ts');
  tokens = await import('#lib/sessions/token.ts');
});
const newToken = () => tokens.newToken('u'.repeat(22) as UserTag);
const sealedWith = (password: Record<string, string>, token: ReturnType<typeof newToken>) =>
  sealData({ token: tokens.formatToken(token) }, { password, ttl: 0 });

describe('rotating the cookie’s secret', () => {
  it('signs nobody out: what the old one sealed still opens, and the new one seals from now on', async () => {
    const token = newToken();
    expect(await cookie.openSeal(await sealedWith({ 1: OLD }, token))).toEqual(token);
    const { value } = await cookie.sealToken(token);
    expect(value).toMatch(/^Fe26\.2\*2\*/);
    expect(await cookie.openSeal(value)).toEqual(token);
  });

  it('what neither sealed opens to nothing', async () => {
    const other = 'another-secret-another-secret-another-secret';
    for (const id of ['1', '2', '3']) {
      expect(await cookie.openSeal(await sealedWith({ [id]: other }, newToken()))).toBeNull();
    }
  });
});

describe('rotating the audit log’s secret', () => {
  it('signs with the new one, verifies with both, and knows no third', () => {
    expect(chain.signingKeyId()).toBe('2');
    const macs = ['1', '2', '3'].map((keyId) => chain.macOf({ keyId }));
    expect(macs[0]).toMatch(/^[\w-]{43}$/);
    expect(macs[1]).toMatch(/^[\w-]{43}$/);
    expect(macs[0]).not.toBe(macs[1]);
    expect(macs[2]).toBeNull();
  });

  it('an entry has one spelling, whatever order its members come in', () => {
    const one = { b: [1, { d: null, c: 'é"\n' }], a: true, z: undefined };
    expect(chain.canonical(one)).toBe('{"a":true,"b":[1,{"c":"é\\"\\n","d":null}]}');
    expect(chain.canonical({ a: true, b: [1, { c: 'é"\n', d: null }] })).toBe(chain.canonical(one));
  });
});
