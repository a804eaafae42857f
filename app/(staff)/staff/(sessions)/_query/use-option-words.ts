'use client';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat, useWords } from '#app/_words/context.tsx';
import type { OptionWords } from '#app/(staff)/_shared/options.ts';

export function useOptionWords(now: number): OptionWords {
  const format = useFormat();
  const { sinceLast, idle, sinceMoment, idleMinutes } = useWords('staff');
  return {
    sinceLast,
    idle,
    moment: (at) => fill(sinceMoment, { day: format.day(at, now), time: format.time(at) }),
    minutes: (count) => fill(idleMinutes, { count }),
  };
}
