import { useEffect, useState } from 'react';
import { SECOND } from '#lib/time.ts';

const SECONDS_A_MINUTE = 60;
const SECONDS_AN_HOUR = 60 * SECONDS_A_MINUTE;

const secondsUntil = (endsAt: number, now: number) => Math.max(0, Math.ceil((endsAt - now) / SECOND));

/** Whole seconds until `endsAt`, counted down to 0; both in milliseconds of the clock `now`. */
export function useCountdown(endsAt: number, now: () => number): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(endsAt, now()));
  useEffect(() => {
    const count = () => setSeconds(secondsUntil(endsAt, now()));
    count();
    const timer = setInterval(count, SECOND / 2);
    return () => clearInterval(timer);
  }, [endsAt, now]);
  return seconds;
}

/** `0:59`, `14:00`, `3:59:59`. */
export function clockText(seconds: number): string {
  const hours = Math.floor(seconds / SECONDS_AN_HOUR);
  const parts = [Math.floor((seconds % SECONDS_AN_HOUR) / SECONDS_A_MINUTE), seconds % SECONDS_A_MINUTE];
  if (hours > 0) parts.unshift(hours);
  return parts.map((part, at) => (at === 0 ? `${part}` : String(part).padStart(2, '0'))).join(':');
}
