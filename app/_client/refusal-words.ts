import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { RefusedError } from './bank.ts';

const SECONDS_A_MINUTE = 60;

export type RefusalWords = Pick<Catalogue['session'], 'errors' | 'waitSeconds' | 'waitMinutes'>;

/** What went wrong, as a sentence: what happened, what was kept, what to do. */
export function refusalWords(words: RefusalWords, error: unknown): string {
  const { errors } = words;
  if (!(error instanceof RefusedError)) return errors.other;
  if (error.code === 'throttled')
    return fill(errors.throttled, { wait: waitWords(words, error.retryAfterSeconds) });
  return error.code in errors ? errors[error.code as keyof typeof errors] : errors.other;
}

function waitWords({ waitSeconds, waitMinutes }: RefusalWords, seconds: number): string {
  if (seconds < 2 * SECONDS_A_MINUTE) return fill(waitSeconds, { count: Math.max(1, seconds) });
  return fill(waitMinutes, { count: Math.ceil(seconds / SECONDS_A_MINUTE) });
}
