import { randomBytes } from 'node:crypto';
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { describe, expect, it, vi } from 'vitest';
import { type Facts, SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { configuredWith } from '#tests/unit/configured-with.ts';

const ORIGIN = 'http://localhost:8080';
configuredWith({ BANK_ORIGIN: ORIGIN });
const { authenticationResponseSchema, registrationResponseSchema, verifyAssertion } = await import(
  '#lib/webauthn.ts'
);

const challenge = randomBytes(32).toString('base64url');
const user = { id: 'dXNlcg', name: 'bob', displayName: 'Bob' };

const assertionOf = (facts: Partial<Facts>, signed = challenge) => {
  const authenticator = new SoftwareAuthenticator(facts);
  const { publicKey } = authenticator;
  return verifyAssertion(authenticator.get({ challenge: signed }), { challenge, publicKey });
};

describe('an assertion', () => {
  it('is accepted for its challenge, key and origin, with what it says of counter and backup', async () => {
    expect(await assertionOf({ counter: 7 })).toEqual({ counter: 7, backupEligible: false, backedUp: false });
    expect(await assertionOf({ counter: 0, backupEligible: true, backedUp: true })).toEqual({
      counter: 0,
      backupEligible: true,
      backedUp: true,
    });
  });

  it.each<[string, Partial<Facts>]>([
    ['another origin', { origin: 'http://localhost:8081' }],
    ['another relying party', { rpId: 'example.org' }],
    ['an unverified user', { userVerified: false }],
    ['a frame of another origin', { crossOrigin: true }],
    ['a backup of what cannot be backed up', { backupEligible: false, backedUp: true }],
  ])('is refused for %s', async (_, facts) => {
    expect(await assertionOf(facts)).toBeNull();
  });

  it('is refused for another challenge and another key', async () => {
    expect(await assertionOf({}, randomBytes(32).toString('base64url'))).toBeNull();
    const [one, other] = [new SoftwareAuthenticator(), new SoftwareAuthenticator()];
    const { publicKey } = other;
    expect(await verifyAssertion(one.get({ challenge }), { challenge, publicKey })).toBeNull();
    expect(await verifyAssertion(one.get({ challenge }), { challenge, publicKey: 'AAAA' })).toBeNull();
  });
});

describe('the software authenticator', () => {
  it('passes the package’s own verification of a new passkey', async () => {
    const authenticator = new SoftwareAuthenticator({ backupEligible: true });
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: registrationResponseSchema.parse(authenticator.create({ challenge, user })),
      expectedChallenge: challenge,
      expectedOrigin: ORIGIN,
      expectedRPID: 'localhost',
      supportedAlgorithmIDs: [-7],
    });
    expect(verified).toBe(true);
    expect(registrationInfo?.credential).toMatchObject({ id: authenticator.id, counter: 1 });
    expect(registrationInfo?.credentialDeviceType).toBe('multiDevice');
    expect(authenticationResponseSchema.parse(authenticator.get({ challenge })).response.userHandle).toBe(
      user.id,
    );
  });
});

describe('passkeys', () => {
  it.each([
    ['http://localhost:8080', true],
    ['https://bank.example', true],
    ['https://192.168.1.20', false],
    ['http://192.168.1.20:8080', false],
    ['http://127.0.0.1:8080', false],
    ['http://[::1]:8080', false],
  ])('at %s work: %s', async (origin, work) => {
    vi.stubEnv('BANK_LAN', '1');
    vi.stubEnv('BANK_ORIGIN', origin);
    vi.resetModules();
    const { passkeysWork, relyingParty } = await import('#lib/webauthn.ts');
    expect(passkeysWork()).toBe(work);
    expect(relyingParty()).toMatchObject({ id: new URL(origin).hostname, origin });
  });
});
