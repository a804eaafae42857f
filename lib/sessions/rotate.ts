/** Changing a session's secret where its worth changes (OWASP ASVS 5.0 V7.2.4). */
import type { Redis } from '#lib/redis/connect.ts';
import type { SessionDocument } from './document.ts';
import { type Recorder, sessionScript } from './session-script.ts';
import { digestOf, renewToken, type Token } from './token.ts';

const rotateScript = sessionScript('lib/sessions/rotate.lua');

/**
 * Gives a session a new token, which only the answer carries. Null when the session is over or another rotation came
 * first. The old token answers "rotated" for 30 s, then nothing. One script (JSON.GET, JSON.SET by path): O(1).
 */
export async function rotateSession(
  redis: Redis,
  document: SessionDocument,
  { stepUp = false, record }: { stepUp?: boolean; record?: Recorder } = {},
): Promise<Token | null> {
  const { user, sid, epoch } = document;
  const token = renewToken({ user, sid, secret: '' });
  const [digest, newDigest] = [document.tokenDigest, digestOf(token.secret)];
  const rotated = await rotateScript(redis, async () => ({
    options: { sid, epoch: String(epoch), digest, newDigest, stepUp },
    sessions: { user, sids: [sid] },
    audit: await record?.(),
  }));
  return rotated === 1 ? token : null;
}
