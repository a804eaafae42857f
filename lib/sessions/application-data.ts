/** Application data in the session document. */
import type { Redis } from '#lib/redis/connect.ts';
import { SESSION_FIELDS, type SessionDocument } from './document.ts';
import { isFull, sessionScript } from './session-script.ts';

const patchScript = sessionScript('lib/sessions/patch.lua');
const NAME = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

/**
 * Writes members of the session document by path: requests that write different members lose nothing, and an ended
 * session stays ended. Unchanged members are not sent, since each write re-indexes the document and drops its cached
 * copies. False when the session is over. One script (JSON.SET by path): O(members). Skipped, with true, while Redis is
 * full.
 */
export async function updateApplicationData(
  redis: Redis,
  session: { document: SessionDocument },
  patch: Record<string, unknown>,
): Promise<boolean> {
  const { user, sid, epoch } = session.document;
  const held: Record<string, unknown> = session.document;
  const unfit = Object.keys(patch).find((name) => SESSION_FIELDS.has(name) || !NAME.test(name));
  if (unfit !== undefined) throw new TypeError(`"${unfit}" is not a name for application data`);
  const changes = Object.entries(patch).filter(
    ([name, value]) => JSON.stringify(held[name]) !== JSON.stringify(value),
  );
  if (changes.length === 0) return true;
  try {
    const members = Object.fromEntries(changes.map(([name, value]) => [name, JSON.stringify(value)]));
    const written = await patchScript(redis, () => ({
      options: { sid, epoch: String(epoch), members },
      sessions: { user, sids: [sid] },
    }));
    return written === 1;
  } catch (error) {
    if (isFull(error)) return true;
    throw error;
  }
}
