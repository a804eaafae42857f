import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { deviceName } from '#app/_words/device-name.ts';
import type { Chosen } from '#app/(staff)/staff/(sessions)/_ending/use-ending.ts';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import type { FoundSession } from '#lib/staff/session-search.ts';

/** How the console tells a session from others: its device, its address and when it began. */
export function useDescribed() {
  const { words, now } = useConsole();
  const format = useFormat();
  return (row: FoundSession): Chosen & { when: string; browser: string } => {
    const browser = deviceName(words.deviceName, row);
    const when = fill(words.at, { day: format.day(row.createdAt, now), time: format.time(row.createdAt) });
    const device = fill(words.thisOne, { device: browser, address: row.address, when });
    return { name: row.username, sid: row.sid, device, when, browser };
  };
}
