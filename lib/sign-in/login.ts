/** Signing in by password: one function for the form's action and for the API. */
import { z } from 'zod';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { isPasswordOf } from '#lib/identity/credentials.ts';
import { findUserTag, newUserTag, normaliseUsername } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireRoom } from '#lib/redis/room.ts';
import { addressOf } from '#lib/sessions/device.ts';
import type { Transport } from '#lib/sessions/document.ts';
import { knownDevice } from './known-device.ts';
import { noteRefusal } from './refusals.ts';
import { type Login, signedIn, startSession } from './start-session.ts';
import { sourceOf, throttled } from './throttle.ts';

const MAX_NAME_CHARS = 128;
const MAX_PASSWORD_CHARS = 256;

/** The fields of a sign-in; empty ones are wrong credentials, not malformed. */
export const loginSchema = z.strictObject({
  username: z.string().max(MAX_NAME_CHARS),
  password: z.string().max(MAX_PASSWORD_CHARS),
  remember: z.boolean().default(false),
});

export type LoginRequest = z.output<typeof loginSchema> & { transport: Transport; headers: RequestHeaders };

/**
 * Signs in. Throws as `startSession`, alike in words, status and time for unknown and known names, `throttled` before any
 * hashing, or `redis_unavailable`. About 50 ms of one thread, and O(sessions of the user) in Redis.
 */
export async function login(request: LoginRequest): Promise<Login> {
  requireRoom();
  const redis = webRedis();
  const { username, password, headers, ...how } = request;
  const source = sourceOf(addressOf(headers));
  // Normalised: another spelling of the name must not get a fresh budget.
  const name = normaliseUsername(username) ?? username;
  const device = how.transport === 'cookie' ? await knownDevice(redis, name, headers) : null;
  const signingIn = async () => {
    // An unknown name is looked up too, under a random tag.
    const user = (await findUserTag(redis, username)) ?? newUserTag();
    const asker = device === null ? source : null;
    const prove = () => isPasswordOf(redis, user, password, asker);
    const refused = 'This user name and password do not match.';
    return startSession(redis, { user, method: 'password', prove, refused, headers, ...how });
  };
  const started = await throttled(redis, name, source, signingIn, device).catch((error: unknown) => {
    // Not awaited: the answer's time must not tell whether the user exists.
    void noteRefusal(redis, name, headers, error);
    throw error;
  });
  return signedIn(redis, started, device);
}
