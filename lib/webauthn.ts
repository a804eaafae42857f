/**
 * WebAuthn in one place: who passkeys are made for, whether they can work here, the shape of what an authenticator
 * answers, and its verification. Source: Web Authentication, level 3.
 */
import { isIP } from 'node:net';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { config } from './config.ts';

export type RelyingParty = { name: string; id: string; origin: string };

/** Whom passkeys are made for: the host of the one origin. They are worthless anywhere else. */
export function relyingParty(): RelyingParty {
  const { origin } = config();
  return { name: 'Redis Bank', id: new URL(origin).hostname, origin };
}

/** Whether browsers allow passkeys at this origin: https or localhost, and a name instead of an address. */
export function passkeysWork(): boolean {
  const { id } = relyingParty();
  const isAddress = isIP(id.replace(/^\[|\]$/g, '')) !== 0;
  return !isAddress && (config().secure || id === 'localhost');
}

const base64url = (maxChars: number) =>
  z
    .string()
    .min(1)
    .max(maxChars)
    .regex(/^[A-Za-z0-9_-]+$/);

/** At most 1023 bytes, as the specification bounds it. */
export const credentialIdSchema = base64url(1364);

/** None is asked for, and none is looked at. */
const noExtensions: z.ZodType<RegistrationResponseJSON['clientExtensionResults']> = z.object({});

// Members that browsers add are ignored: the specification adds to them.
const responseOf = <Response extends z.ZodType>(response: Response) =>
  z.object({
    id: credentialIdSchema,
    rawId: credentialIdSchema,
    type: z.literal('public-key'),
    response,
    authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
    clientExtensionResults: noExtensions.default({}),
  });

/** What `navigator.credentials.get` answers, as JSON. */
export const authenticationResponseSchema = responseOf(
  z.object({
    clientDataJSON: base64url(8192),
    authenticatorData: base64url(2048),
    signature: base64url(2048),
    userHandle: base64url(128).optional(),
  }),
) satisfies z.ZodType<AuthenticationResponseJSON>;

/** What `navigator.credentials.create` answers, as JSON. */
export const registrationResponseSchema = responseOf(
  z.object({
    clientDataJSON: base64url(8192),
    attestationObject: base64url(16_384),
    transports: z.array(z.string().max(32)).max(8).optional(),
  }),
) satisfies z.ZodType<RegistrationResponseJSON>;

export type PasskeyResponse = z.output<typeof authenticationResponseSchema>;

/** What an authenticator says beside its signature. */
export type Assertion = {
  /** Signatures made so far; 0 always, where the authenticator does not count. The caller compares it. */
  counter: number;
  /** Whether the passkey may be, and is, synced to other devices. */
  backupEligible: boolean;
  backedUp: boolean;
};

/** Loaded when the first proof is judged: with all it needs to read certificates it is a twelfth of a start. */
export const webauthn = () => import('@simplewebauthn/server');

/**
 * Verifies that the holder of `publicKey` (COSE, base64url) signed `challenge` (base64url) for this origin, present and
 * verified by the authenticator. Null for anything else, whatever is wrong with it. Sends nothing.
 */
export async function verifyAssertion(
  response: AuthenticationResponseJSON,
  expected: { challenge: string; publicKey: string },
): Promise<Assertion | null> {
  const { id, origin } = relyingParty();
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: expected.challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: {
        id: response.id,
        publicKey: Uint8Array.from(Buffer.from(expected.publicKey, 'base64url')),
        // A counter that went back is the caller's to judge: a copied authenticator is more than a wrong answer.
        counter: 0,
      },
    });
    if (!verified || isFramed(response)) return null;
    return {
      counter: authenticationInfo.newCounter,
      backupEligible: authenticationInfo.credentialDeviceType === 'multiDevice',
      backedUp: authenticationInfo.credentialBackedUp,
    };
  } catch {
    // The package throws for every fault of what it was given.
    return null;
  }
}

/** Whether the page stood in a frame of another origin; the package lets that pass where a browser names no top origin. */
function isFramed({ response }: AuthenticationResponseJSON): boolean {
  const clientData: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8'));
  return Object(clientData).crossOrigin === true;
}
