/** What went wrong with a payment, as a sentence. */
import { RefusedError } from '#app/_client/bank.ts';
import { isDeclined, isKnownHere } from '#app/_client/passkey.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { usePay } from '#app/(bank)/pay/_flow/use-pay.ts';
import type { Facts } from '#lib/errors.ts';

/** A code with what the bank said about it. */
export type Problem = Facts & { code: string };

export function problemOf(error: unknown): Problem {
  if (error instanceof RefusedError) {
    return { ...error.facts, code: error.code === 'starting' ? 'redis_unavailable' : error.code };
  }
  return { code: isDeclined(error) ? 'canceled' : isKnownHere(error) ? 'known_here' : 'other' };
}

export function useProblem(): (problem: Problem) => string {
  const { words, from } = usePay();
  const format = useFormat();
  const money = (minor = 0) => format.withCurrency(minor, from.currency);
  const { errors } = words;
  return ({ code, availableMinor, limitMinor, renewsAt, name = '' }) =>
    fill(code in errors ? errors[code as keyof typeof errors] : errors.other, {
      available: money(availableMinor),
      limit: money(limitMinor),
      renews: renewsAt === undefined ? words.midnight : format.full(renewsAt),
      name,
    });
}
