import { type ReactNode, type SubmitEvent, useRef } from 'react';
import { fromAddress } from '#app/_frame/session/from-address.ts';
import { classes } from '#app/_kit/class-names.ts';
import { ComputerIcon, PhoneIcon, ProgramIcon, TabletIcon } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { deviceName } from '#app/_words/device-name.ts';
import { endOtherSessions, endSession } from '#app/(bank)/security/actions.ts';
import type { SecurityWords } from '#app/(bank)/security/words.ts';
import type { SessionView } from '#lib/sessions/view.ts';

const ICONS: Record<string, ReactNode> = {
  phone: <PhoneIcon />,
  tablet: <TabletIcon />,
  program: <ProgramIcon />,
};

/** Activity is noted once a minute. */
const ACTIVE_NOW_MS = 120_000;

/**
 * All sessions of the customer, this one first. Each row is a form, so that ending works before JavaScript arrives;
 * after it, `onEnd` and `onEndOthers` are called instead.
 */
export function DeviceList({
  sessions,
  now,
  ending,
  words,
  onEnd,
  onEndOthers,
}: {
  sessions: readonly SessionView[];
  now: number;
  /** True while all others are being ended. */
  ending: boolean;
  words: SecurityWords;
  onEnd: (session: SessionView) => void;
  onEndOthers: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const rows = [...sessions].sort((a, b) => Number(b.current) - Number(a.current));
  const others = rows.filter(({ current }) => !current);

  /** The row and its button are about to go: the focus must not go with them. */
  const instead = (run: () => void) => (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    heading.current?.focus();
    run();
  };

  return (
    <section className="card" aria-labelledby="devices">
      <h2 id="devices" ref={heading} tabIndex={-1} className="mb-1 font-strong">
        {words.devices}
      </h2>
      <ul>
        {rows.map((session) => (
          <Device key={session.sid} session={session} now={now} words={words}>
            {!session.current && (
              <form action={endSession} onSubmit={instead(() => onEnd(session))}>
                <input type="hidden" name="sid" value={session.sid} />
                <button
                  type="submit"
                  className="button"
                  aria-label={fill(words.endThis, { device: deviceName(words, session) })}
                >
                  {words.endIt}
                </button>
              </form>
            )}
          </Device>
        ))}
      </ul>
      {others.length === 0 ? (
        <p className="mt-2 text-small text-ink-soft">{words.noOthers}</p>
      ) : (
        <form action={endOtherSessions} onSubmit={instead(onEndOthers)} className="mt-3">
          <button type="submit" className="button w-full sm:w-auto" aria-disabled={ending}>
            {ending ? words.ending : words.endOthers}
          </button>
        </form>
      )}
    </section>
  );
}

function Device({
  session,
  now,
  words,
  children,
}: {
  session: SessionView;
  now: number;
  words: SecurityWords;
  children: ReactNode;
}) {
  const format = useFormat();
  const when = (at: number) => fill(words.at, { day: format.short(at), time: format.time(at) });
  const active =
    session.current || now - session.lastActiveAt < ACTIVE_NOW_MS
      ? words.activeNow
      : fill(words.lastActive, { when: when(session.lastActiveAt) });
  return (
    <li
      data-sid={session.sid}
      className="grid grid-cols-[2.5rem_minmax(0,1fr)_auto] items-start gap-x-3 border-line py-3 not-last:border-b"
    >
      <span className="flex size-10 items-center justify-center rounded-full bg-sunken text-ink-soft">
        {ICONS[session.kind] ?? <ComputerIcon />}
      </span>
      <div className={classes('min-w-0', session.current && 'col-span-2')}>
        <p className="flex flex-wrap items-baseline gap-x-2 font-strong">
          {deviceName(words, session)}
          {session.current && (
            <span className="rounded-full bg-tint px-2 text-small font-normal">{words.thisDevice}</span>
          )}
        </p>
        <p className="text-small text-ink-soft">{active}</p>
      </div>
      {children}
      {/* Below the button, which leaves a phone too little room beside it. */}
      <div className="col-start-2 col-end-4 text-small text-ink-soft">
        <p>
          <span className="inline-block">{fill(words.signedIn, { when: when(session.createdAt) })} ·</span>{' '}
          <span className="inline-block">{fromAddress(words, session.address)}</span>
        </p>
        {session.current && (
          <p className="mt-1">
            {session.remembered
              ? fill(words.kept, { when: when(session.absoluteExpiresAt) })
              : fill(words.endsAt, {
                  idle: format.time(session.idleExpiresAt),
                  absolute: format.time(session.absoluteExpiresAt),
                })}
          </p>
        )}
      </div>
    </li>
  );
}
