import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  createPasskey,
  isDeclined,
  isKnownHere,
  knowsPasskeys,
  offerPasskeys,
  signWithPasskey,
  stopOffering,
} from '#app/_client/passkey.ts';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';

const challenge = randomBytes(32).toString('base64url');
const user = { id: 'dXNlcg', name: 'bob', displayName: 'Bob' };
const rp = { id: 'localhost', name: 'Redis Bank' };
const authenticator = new SoftwareAuthenticator();

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url')).buffer;
/** An answer as a browser hands it to a page: its texts as bytes. */
const asCredential = ({ response, ...answer }: { id: string; type: string; response: object }) => ({
  ...answer,
  rawId: bytes(answer.id),
  response: Object.fromEntries(
    Object.entries(response).map(([name, value]) => [name, typeof value === 'string' ? bytes(value) : value]),
  ),
  getClientExtensionResults: () => ({}),
});

const credentials = { create: vi.fn(), get: vi.fn() };
let byAutofill = true;

beforeEach(() => {
  byAutofill = true;
  vi.stubGlobal('navigator', { credentials });
  vi.stubGlobal('document', { querySelectorAll: () => [{}] });
  vi.stubGlobal(
    'PublicKeyCredential',
    Object.assign(() => {}, { isConditionalMediationAvailable: async () => byAutofill }),
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

it('hands what the authenticator made and signed on as it was given', async () => {
  const made = authenticator.create({ challenge, user });
  credentials.create.mockResolvedValue(asCredential(made));
  const { response } = await createPasskey({ challenge, user, rp, pubKeyCredParams: [] });
  expect(response).toMatchObject({ attestationObject: made.response.attestationObject });

  const signed = authenticator.get({ challenge });
  credentials.get.mockResolvedValue(asCredential(signed));
  expect((await signWithPasskey({ challenge })).response).toEqual(signed.response);
  expect(Buffer.from(credentials.get.mock.calls[0]?.[0].publicKey.challenge).toString('base64url')).toBe(
    challenge,
  );
});

it('asks for no challenge where the browser has no autofill for passkeys', async () => {
  byAutofill = false;
  const getOptions = vi.fn();
  expect(await offerPasskeys(getOptions)).toBeNull();
  expect(getOptions).not.toHaveBeenCalled();
});

it('ends an offer by autofill, which is no error', async () => {
  credentials.get.mockImplementation(
    ({ signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const offer = offerPasskeys(async () => ({ challenge })).catch((error: unknown) => error);
  await expect.poll(() => credentials.get.mock.calls.length).toBeGreaterThan(0);
  expect(credentials.get.mock.calls[0]?.[0].mediation).toBe('conditional');
  await stopOffering();
  expect(isDeclined(await offer)).toBe(true);
});

it('knows what is no error: cancelled, and already there', () => {
  const named = (name: string) => Object.assign(new Error(name), { name });
  expect(isDeclined(named('NotAllowedError'))).toBe(true);
  expect(isDeclined(named('SecurityError'))).toBe(false);
  expect(isKnownHere(named('InvalidStateError'))).toBe(true);
  expect(knowsPasskeys()).toBe(true);
  vi.unstubAllGlobals();
  expect(knowsPasskeys()).toBe(false);
});
