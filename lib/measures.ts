/**
 * What a process tells of itself while somebody listens: for metrics, `Server-Timing` and the access log. By Node's
 * diagnostics channels, of which a process has one a name, however often this module is bundled. Without a listener
 * nothing is measured.
 */
import { channel } from 'node:diagnostics_channel';

export function measure<Fact>(name: string) {
  const facts = channel(`redisbank.${name}`);
  return {
    /** Asked before anything is measured that costs. */
    isHeard: () => facts.hasSubscribers,
    tell: (fact: Fact) => facts.publish(fact),
    /** Answers how to stop. */
    listen: (hear: (fact: Fact) => void) => {
      const heard = (fact: unknown) => hear(fact as Fact);
      facts.subscribe(heard);
      return () => facts.unsubscribe(heard);
    },
  };
}

/** A command of Redis, when it was answered or has failed. Times are `performance.now()`. */
export const commandMeasure = measure<{
  name: string;
  words: readonly unknown[];
  fromMs: number;
  failed: boolean;
  reply?: unknown;
}>('command');
/** A read of what is cached: whether the copy counted. */
export const copyMeasure = measure<{ found: 'hit' | 'miss'; key: string }>('copy');
/** An answer refuses, or says that something failed: the code of the error. */
export const refusalMeasure = measure<string>('refusal');
/** A posting went to open streams: how long after it was booked, in milliseconds. */
export const lagMeasure = measure<number>('lag');
/** Ticks that the worker booked, found booked already, or gave up. */
export const bookingMeasure = measure<{ outcome: 'booked' | 'again' | 'dropped'; count: number }>('booking');
/** A request that the payments process carried out, or that failed. */
export const requestMeasure = measure<{ kind: string; failed: boolean; ms: number }>('request');
/** The clock of Redis stepped, forward or back. */
export const clockMeasure = measure<{ bySeconds: number }>('clock');
