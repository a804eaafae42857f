'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLiveStatus } from '#app/_client/live/use-live.ts';
import { useSessionNews } from '#app/_client/live/use-session-news.ts';
import { refusalWords } from '#app/_client/refusal-words.ts';
import { useBankTime } from '#app/_client/use-bank-time.ts';
import { NotConfirmed } from '#app/_frame/session/step-up.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useWords } from '#app/_words/context.tsx';
import { deviceName } from '#app/_words/device-name.ts';
import { EventList, type Trail } from '#app/(bank)/security/_audit/event-list.tsx';
import { useTrail } from '#app/(bank)/security/_audit/use-trail.ts';
import { PasswordCard } from '#app/(bank)/security/_password/password-card.tsx';
import { DeviceList } from '#app/(bank)/security/_sessions/device-list.tsx';
import { useDevices } from '#app/(bank)/security/_sessions/use-devices.ts';
import type { SessionView } from '#lib/sessions/view.ts';

const MINUTE_MS = 60_000;

/** Devices, password and events of one customer, as the server drew them and as they change. */
export function Security({
  sessions,
  trail,
  now: serverNow,
  username,
  notMe,
  confirm,
  offline,
  profile,
}: {
  sessions: readonly SessionView[];
  trail: Trail;
  now: number;
  username: string;
  /** A session that was not the customer's was just ended. */
  notMe: boolean;
  /** The question that stands in for a dialog before JavaScript arrives. */
  confirm: ReactNode;
  /** Whether something is kept on this device; nothing for sessions for which nothing may be. */
  offline: ReactNode;
  profile: ReactNode;
}) {
  const words = useWords('security');
  const common = useWords('session');
  const devices = useDevices(sessions);
  const events = useTrail(trail);
  const now = useBankTime(serverNow, MINUTE_MS, devices.listed);
  const [said, setSaid] = useState('');
  const [wrong, setWrong] = useState('');

  function reload() {
    devices.reload();
    events.reload();
  }
  useSessionNews(reload);
  useReturn(reload);

  /** Tells how it went; a dialog that was closed needs no words. */
  async function run(act: () => Promise<void>, done: string, failed: (why: string) => string) {
    setSaid('');
    setWrong('');
    try {
      await act();
      setSaid(done);
    } catch (error) {
      if (!(error instanceof NotConfirmed)) setWrong(failed(refusalWords(common, error)));
    }
    events.reload();
  }

  function end(session: SessionView) {
    const device = deviceName(common, session);
    return run(
      () => devices.end(session),
      fill(words.ended, { device }),
      (why) => fill(words.endFailed, { device, why }),
    );
  }

  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[auto_1fr] lg:items-start lg:gap-6">
      <div className="grid min-w-0 gap-3">
        <p role="status" className="card empty:hidden" data-testid="devices-said">
          {said}
        </p>
        <p role="alert" className="card text-danger empty:hidden" data-testid="devices-error">
          {wrong}
        </p>
        {confirm}
        <DeviceList
          sessions={devices.sessions}
          now={now}
          ending={devices.endingOthers}
          onEnd={end}
          onEndOthers={() =>
            run(devices.endOthers, words.endedOthers, (why) => fill(words.endOthersFailed, { why }))
          }
        />
      </div>
      <div className="grid min-w-0 gap-3 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:gap-6">
        <PasswordCard username={username} notMe={notMe} onChanged={reload} />
        {offline}
        {profile}
      </div>
      <EventList
        trail={events.trail}
        now={now}
        loading={events.loading}
        failed={events.failed}
        onOlder={events.older}
      />
    </div>
  );
}

/** Calls back when the stream returns: what was told meanwhile was missed. */
function useReturn(onReturn: () => void) {
  const { state } = useLiveStatus();
  const wasAway = useRef(false);
  useEffect(() => {
    if (state === 'live' && wasAway.current) onReturn();
    wasAway.current = state !== 'live';
  });
}
