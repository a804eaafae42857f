/** People with passkeys, and what they do with them. */
import type { User } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import type { Transport } from '#lib/sessions/document.ts';
import { signInOptions } from '#lib/sign-in/challenge.ts';
import { addPasskey, passkeyOptions } from '#lib/sign-in/own-passkeys.ts';
import { loginWithPasskey } from '#lib/sign-in/passkey-login.ts';
import { requireSession, type Session } from '#lib/sign-in/require-session.ts';
import { type SteppedUp, stepUp, stepUpOptions, stepUpWithPasskey } from '#lib/sign-in/step-up.ts';
import { authenticationResponseSchema, registrationResponseSchema } from '#lib/webauthn.ts';
import { type Facts, SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { bearerOf, headersOf, PASSWORD } from './sign-in-helpers.ts';

/** A session of an app, whose user has just given the password. */
export async function confirmed(person: User): Promise<{ headers: Headers; session: Session }> {
  const { headers } = await bearerOf(person);
  return afterStepUp(await stepUp(headers, PASSWORD));
}

export async function afterStepUp({ token }: SteppedUp): Promise<{ headers: Headers; session: Session }> {
  const headers = headersOf({ authorization: `Bearer ${token}` });
  return { headers, session: await requireSession(headers, { ask: 'redis' }) };
}

export async function addTo(
  { session, headers }: { session: Session; headers: Headers },
  facts: Partial<Facts> = {},
  name = 'Laptop',
): Promise<SoftwareAuthenticator> {
  const authenticator = new SoftwareAuthenticator(facts);
  const response = authenticator.create(await passkeyOptions(session));
  await addPasskey(session, { response: registrationResponseSchema.parse(response), name }, headers);
  return authenticator;
}

export async function withPasskey(person: User, facts?: Partial<Facts>): Promise<SoftwareAuthenticator> {
  return addTo(await confirmed(person), facts);
}

export const signInBy = async (
  authenticator: SoftwareAuthenticator,
  {
    challenge,
    headers = headersOf(),
    transport = 'bearer',
    remember = false,
  }: { challenge?: string; headers?: Headers; transport?: Transport; remember?: boolean } = {},
) =>
  loginWithPasskey({
    response: authenticationResponseSchema.parse(
      authenticator.get({ challenge: challenge ?? (await signInOptions(webRedis())).challenge }),
    ),
    headers,
    transport,
    remember,
  });

export async function stepUpBy(
  authenticator: SoftwareAuthenticator,
  headers: Headers,
  challenge?: string,
): Promise<SteppedUp> {
  const session = await requireSession(headers, { ask: 'redis' });
  const asked = challenge ?? (await stepUpOptions(session)).challenge;
  return stepUpWithPasskey(
    headers,
    authenticationResponseSchema.parse(authenticator.get({ challenge: asked })),
  );
}
