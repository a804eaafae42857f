'use client';
import { RefusedError } from '#app/_client/call-bank.ts';
import type { Catalogue } from '#app/_words/catalogue.ts';
import { fill } from '#app/_words/catalogue.ts';

const SECONDS_A_MINUTE = 60;

/** What went wrong, as a sentence: what happened, what was kept, what to do. */
export function refusalWords(words: Catalogue['session'], error: unknown): string {
  const { errors } = words;
  if (!(error instanceof RefusedError)) return errors.other;
  if (error.code === 'throttled')
    return fill(errors.throttled, { wait: waitWords(words, error.retryAfterSeconds) });
  return error.code in errors ? errors[error.code as keyof typeof errors] : errors.other;
}

function waitWords({ waitSeconds, waitMinutes }: Catalogue['session'], seconds: number): string {
  if (seconds < 2 * SECONDS_A_MINUTE) return fill(waitSeconds, { count: Math.max(1, seconds) });
  return fill(waitMinutes, { count: Math.ceil(seconds / SECONDS_A_MINUTE) });
}
