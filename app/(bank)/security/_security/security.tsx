'use client';
import { createContext, type ReactNode, useState } from 'react';
import { useReturn, useSessionNews } from '#app/_client/live/use-live.ts';
import { useBankTime } from '#app/_client/use-bank-time.ts';
import { NotConfirmed, useRefusal } from '#app/_frame/session/step-up.tsx';
import { useProvided } from '#app/_kit/use-provided.ts';
import { fill } from '#app/_words/catalogue.ts';
import { deviceName } from '#app/_words/device-name.ts';
import { type AuditLog, EventList } from '#app/(bank)/security/_audit/event-list.tsx';
import { useAuditLog } from '#app/(bank)/security/_audit/use-audit-log.ts';
import { DeviceList } from '#app/(bank)/security/_sessions/device-list.tsx';
import { useDevices } from '#app/(bank)/security/_sessions/use-devices.ts';
import type { SecurityWords } from '#app/(bank)/security/words.ts';
import type { SessionView } from '#lib/sessions/view.ts';

const MINUTE_MS = 60_000;

const ReloadContext = createContext<(() => void) | null>(null);

/** Reads devices and events anew, once something beside them changed them. */
export const useReload = (): (() => void) => useProvided(ReloadContext);

/** Devices and events of one customer, as the server drew them and as they change. */
export function Security({
  sessions,
  log,
  now: serverNow,
  words,
  confirm,
  children,
}: {
  sessions: readonly SessionView[];
  log: AuditLog;
  now: number;
  words: SecurityWords;
  /** The question that stands in for a dialog before JavaScript arrives. */
  confirm: ReactNode;
  /** What stands beside them. */
  children: ReactNode;
}) {
  const refusal = useRefusal();
  const devices = useDevices(sessions);
  const events = useAuditLog(log);
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
      if (!(error instanceof NotConfirmed)) setWrong(failed(refusal(error)));
    }
    events.reload();
  }

  function end(session: SessionView) {
    const device = deviceName(words, session);
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
          words={words}
          ending={devices.endingOthers}
          onEnd={end}
          onEndOthers={() =>
            run(devices.endOthers, words.endedOthers, (why) => fill(words.endOthersFailed, { why }))
          }
        />
      </div>
      <div className="grid min-w-0 gap-3 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:gap-6">
        <ReloadContext value={reload}>{children}</ReloadContext>
      </div>
      <EventList
        log={events.log}
        now={now}
        words={words}
        loading={events.loading}
        failed={events.failed}
        onOlder={events.older}
      />
    </div>
  );
}
