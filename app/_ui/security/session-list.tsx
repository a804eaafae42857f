import { fill } from '#app/_ui/messages/catalogue.ts';
import { messages } from '#app/_ui/messages/server.ts';
import type { SessionView } from '#lib/auth/session-view.ts';
import { endOtherSessions, endSession } from './end-sessions-action.ts';

/** Where else one is signed in, each with a button that ends it; forms, so that they work without JavaScript. */
export function SessionList({
  sessions,
  full,
}: {
  sessions: readonly SessionView[];
  /** A moment as people read it. */
  full: (at: number) => string;
}) {
  const words = messages().security;
  const others = sessions.filter(({ current }) => !current);
  if (others.length === 0) return <p className="text-ink-soft">{words.noOthers}</p>;
  return (
    <>
      <ul>
        {others.map((session) => (
          <li
            key={session.sid}
            className="flex items-center justify-between gap-4 border-line py-3 not-last:border-b"
          >
            <div className="min-w-0">
              <p className="font-strong">{deviceName(session)}</p>
              <p className="text-small text-ink-soft">
                {fill(words.lastActive, { active: full(session.lastActiveAt) })}
              </p>
              <p className="text-small text-ink-soft">
                {fill(words.sessionSince, { since: full(session.createdAt) })}
              </p>
            </div>
            <form action={endSession}>
              <input type="hidden" name="sid" value={session.sid} />
              <button
                type="submit"
                className="button"
                aria-label={fill(words.endThis, { device: deviceName(session) })}
              >
                {words.endIt}
              </button>
            </form>
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <form action={endOtherSessions} className="mt-4">
          <button type="submit" className="button">
            {words.endOthers}
          </button>
        </form>
      )}
    </>
  );
}

export const deviceName = ({ browser, system }: Pick<SessionView, 'browser' | 'system'>): string =>
  fill(messages().security.device, { browser, system });
